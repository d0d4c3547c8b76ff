"""The foot of the proposal: what is still to be decided, what is consented to, progress, and the button that stores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.table_proposals import TableProposal, UnknownName
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.decisions import (
    Decisions,
    OpenPoint,
    open_points,
    other_warnings,
    rows_to_store,
)
from auditor_app.ui.jobs import Job
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label

TAB_OF: dict[OpenPoint, str] = {
    "unusable": "columns",
    "names": "names",
    "conflicts": "conflicts",
}
"""Where an open point is dealt with."""


class FootPanel(QWidget):
    """Disabled buttons say why; each open point leads to the tab where it is decided."""

    consent_changed = Signal(str, bool)
    """encoding | refused | warnings, and whether it is consented to"""
    tab_wanted = Signal(str)
    accepted = Signal()
    rejected = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None, *, is_of_list: bool = False) -> None:
        super().__init__(parent)
        self._texts, self._is_of_list = context.texts, is_of_list
        self._job: Job | None = None
        grid = context.pixels(8)
        consents = FlowRow(context.pixels(16))
        self.consents = {name: self._check_box(name) for name in ("encoding", "refused", "warnings")}
        self.jumps = {point: self._jump(point) for point in TAB_OF}
        for widget in (*self.consents.values(), *self.jumps.values()):
            consents.addWidget(widget)
        self.words = plain_label("", self, wraps=True, muted=True)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(context.pixels(140))
        self.bar.setAccessibleName(self._texts("table_import.counting"))
        self.accept_button = QPushButton(self)
        self.accept_button.setDefault(True)
        self.accept_button.clicked.connect(self.accepted)
        self.cancel_button = QPushButton(self._texts("cancel"), self)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.rejected)
        row = QHBoxLayout()
        row.setSpacing(grid)
        row.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.accept_button)
        row.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid)
        layout.addLayout(consents)
        layout.addLayout(row)
        self.bar.hide()

    def show_state(
        self, proposal: TableProposal, decisions: Decisions, *, is_counted: bool, unknown: Sequence[UnknownName]
    ) -> None:
        """What is open, what is consented to, and what accepting would store."""
        points = open_points(proposal, decisions, is_counted=is_counted, unknown=tuple(unknown))
        self._show_consents(proposal, decisions, is_counted=is_counted)
        undecided = len(decisions.undecided(tuple(unknown)))
        can_map = proposal.kind is None or bool(proposal.missing_fields)
        for point, jump in self.jumps.items():
            jump.setVisible(point in points and (point != "unusable" or can_map))
            jump.setText(self._texts(f"table_import.jump.{point}", count=f"{undecided:,}"))
        count = rows_to_store(proposal, decisions)
        is_known = is_counted and proposal.is_usable
        words = self._texts("table_import.accept", count=f"{count:,}") if is_known else self._texts("proposal.accept")
        self.accept_button.setText(self._texts("import_list.decided") if self._is_of_list else words)
        self.accept_button.setEnabled(not points)
        settled = "import_list.stored_later" if self._is_of_list else "table_import.undoable"
        key = f"table_import.open.{points[0]}" if points else settled
        self.words.setText(self._texts(key))
        self.accept_button.setToolTip(self._texts(key) if points else "")

    def show_job(self, job: Job | None) -> None:
        """The reading under way; None when there is none."""
        self._job = job
        self.bar.setVisible(job is not None)
        if job is not None:
            self.bar.setRange(0, 0)
            job.progressed.connect(self._show_progress)
            self.words.setText(self._texts("table_import.counting"))
            self.accept_button.setEnabled(False)

    def _show_consents(self, proposal: TableProposal, decisions: Decisions, *, is_counted: bool) -> None:
        refused, warnings = proposal.counts.refused, len(other_warnings(proposal))
        shown = {
            "encoding": (not proposal.file.encoding_is_certain, decisions.is_encoding_confirmed),
            "refused": (bool(refused) and is_counted, decisions.accepts_refused),
            "warnings": (bool(warnings) and is_counted, decisions.accepts_warnings),
        }
        values = {"encoding": proposal.file.encoding, "refused": f"{refused:,}", "warnings": f"{warnings:,}"}
        for name, (is_asked, is_given) in shown.items():
            box = self.consents[name]
            box.setVisible(is_asked)
            box.setText(self._texts(f"table_import.consent.{name}", value=values[name]))
            box.blockSignals(True)
            box.setChecked(is_given)
            box.blockSignals(False)

    def _check_box(self, name: str) -> QCheckBox:
        box = QCheckBox(self)
        box.setMinimumHeight(QPushButton(self._texts("cancel")).sizeHint().height())  # in line with the buttons
        box.toggled.connect(partial(self.consent_changed.emit, name))
        box.hide()
        return box

    def _jump(self, point: OpenPoint) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._want_tab, TAB_OF[point]))
        button.hide()
        return button

    def _want_tab(self, tab: str, _checked: bool = False) -> None:
        self.tab_wanted.emit(tab)

    def _show_progress(self, done: int, total: int) -> None:
        if self._job is not None:
            self.bar.setRange(0, max(0, total))
            self.bar.setValue(done)
