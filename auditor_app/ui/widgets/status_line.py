"""The line at the bottom: rows shown, filter chips, the selection's sum or mean, and work under way."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QToolButton, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours
from auditor_app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from auditor_app.ui.jobs import Job


class StatusLine(QWidget):
    """Says what is in sight; each chip takes its filter away with one click."""

    chip_removed = Signal(str, str)
    """table, column key"""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._colours = texts, colours
        self._job: Job | None = None
        self.setObjectName("statusLine")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 4)
        layout.setSpacing(16)
        self.counts = plain_label("", self, muted=True)
        self._chip_box = QWidget(self)  # many filters must not widen the window: what does not fit is cut
        self._chip_box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chips = QHBoxLayout(self._chip_box)
        self.chips.setContentsMargins(0, 0, 0, 0)
        self.chips.setSpacing(4)
        self.selection = plain_label("", self, muted=True)
        self.progress_words = plain_label("", self, muted=True)
        self.progress = QProgressBar(self)
        self.progress.setFixedWidth(160)
        self.progress.setTextVisible(False)
        self.cancel = QPushButton(texts("cancel"), self)
        self.state = plain_label("", self, muted=True)
        layout.addWidget(self.counts)
        layout.addWidget(self._chip_box, 1)
        layout.addWidget(self.selection)
        for widget in (self.progress_words, self.progress, self.cancel):
            layout.addWidget(widget)
            widget.hide()
        layout.addWidget(self.state)
        self.cancel.clicked.connect(self._cancel_job)

    def show_counts(self, shown: int, total: int) -> None:
        words = self._texts("status.rows", shown=f"{shown:,}", total=f"{total:,}") if total else ""
        self.counts.setText(words)

    def show_chips(self, chips: list[tuple[str, str, str]]) -> None:
        """(table, column, words) of each filter in force."""
        while (item := self.chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for table, column, words in chips:
            chip = QToolButton(self)
            chip.setObjectName("chip")
            chip.setText(f"{words}  ×")
            chip.setIcon(icon("filter", self._colours.accent))
            chip.setIconSize(QSize(12, 12))
            chip.setToolButtonStyle(chip.toolButtonStyle().ToolButtonTextBesideIcon)
            chip.setToolTip(self._texts("status.remove_filter"))
            chip.clicked.connect(partial(self.chip_removed.emit, table, column))
            self.chips.addWidget(chip)
        self.chips.addStretch(1)

    def show_selection(self, words: str) -> None:
        self.selection.setText(words)

    def show_state(self, words: str, *, is_warning: bool = False) -> None:
        """The state of the log chain."""
        self.state.setText(words)
        self.state.setProperty("tone", "bad" if is_warning else None)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def show_job(self, job: Job) -> None:
        """Progress and a way to cancel, until the job ends."""
        self._job = job
        self.progress_words.setText(job.title)
        self.progress.setRange(0, 0)
        for widget in (self.progress_words, self.progress, self.cancel):
            widget.show()
        job.progressed.connect(self._show_progress)

    def hide_job(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            for widget in (self.progress_words, self.progress, self.cancel):
                widget.hide()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(0, total))
        self.progress.setValue(done)

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
