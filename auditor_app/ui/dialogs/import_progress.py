"""The window in front while rows are stored: how far, how long still, and a way to stop; the case is locked so long."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.context import PageContext
from auditor_app.ui.jobs import Job
from auditor_app.ui.widgets.labels import plain_label, sized

SECONDS_BEFORE_GUESSING = 1.5
"""Before that the speed says nothing."""
_MINUTE = 60


class ImportProgressDialog(QDialog):
    """Opens with a job and closes when it has ended; Escape asks the job to stop and closes nothing itself."""

    def __init__(self, context: PageContext, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._job = context.texts, job
        self._began = monotonic()
        self.setWindowTitle(self._texts("import_progress.title"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        layout = QVBoxLayout(self)
        grid = context.pixels(8)
        layout.setContentsMargins(3 * grid, 2 * grid, 3 * grid, 2 * grid)
        layout.setSpacing(grid)
        layout.addWidget(sized(plain_label(job.title, self, wraps=True), 1.12, bold=True))
        layout.addWidget(plain_label(self._texts("import_progress.about"), self, wraps=True, muted=True))
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self._texts("import_progress.title"))
        layout.addWidget(self.bar)
        self.words = plain_label(self._texts("import_progress.beginning"), self)
        self.cancel_button = QPushButton(self._texts("import_progress.cancel"), self)
        self.cancel_button.clicked.connect(self.ask_to_stop)
        self.cancel_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel_button)
        layout.addLayout(row)
        width = context.pixels(520)
        self.setFixedSize(width, layout.totalHeightForWidth(width))
        job.progressed.connect(self.show_progress)
        job.ended.connect(self._close_for_good)

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        """Rows done of all, and the time left at the speed so far."""
        if self._job.control.is_cancelled():
            return
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        words = self._texts("import_progress.rows", done=f"{done:,}", total=f"{total:,}")
        left = time_left(monotonic() - self._began, done, total)
        self.words.setText(f"{words} · {left_words(self._texts, left)}" if left is not None else words)

    @Slot()
    def ask_to_stop(self) -> None:
        """What is written is rolled back by the job; the window waits for it."""
        self._job.cancel()
        self.cancel_button.setEnabled(False)
        self.bar.setRange(0, 0)
        self.words.setText(self._texts("import_progress.stopping"))

    @Slot(object)
    def _close_for_good(self, _job: object) -> None:
        self.done(QDialog.DialogCode.Accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask_to_stop()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross stops the job too, and the window stays until it has."""
        self.ask_to_stop()
        event.ignore()


def time_left(elapsed: float, done: int, total: int) -> int | None:
    """Seconds still to go at the speed so far; None when that cannot be told yet.

    >>> time_left(10.0, 250, 1000), time_left(0.2, 250, 1000), time_left(10.0, 0, 1000)
    (30, None, None)
    """
    if elapsed < SECONDS_BEFORE_GUESSING or not 0 < done <= total:
        return None
    return round(elapsed * (total - done) / done)


def left_words(texts: Texts, seconds: int) -> str:
    """The time left in words, never more exact than it can be known."""
    if seconds < _MINUTE:
        return texts("import_progress.seconds_left", count=max(1, seconds))
    return texts("import_progress.minutes_left", count=round(seconds / _MINUTE))
