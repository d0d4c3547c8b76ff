"""Rows that differ from what the case holds, side by side, with the choice what becomes of them."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from auditor_app.domain.table_proposals import OnConflict, TableProposal
from auditor_app.services.table_fields import count_fields
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.changing_table import ChangingTable
from auditor_app.ui.models.table_proposal_columns import Numbered, conflict_columns
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label


class ConflictsTab(QWidget):
    """Nothing is chosen beforehand: a stored figure is never replaced, nor a new one dropped, unasked."""

    chosen = Signal(str)
    """an OnConflict"""

    def __init__(self, context: PageContext, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        grid = context.pixels(8)
        self.words = plain_label("", self, wraps=True)
        self.buttons: dict[OnConflict, QRadioButton] = {}
        self._group = QButtonGroup(self)
        answers = FlowRow(context.pixels(16))
        for choice in get_args(OnConflict):
            button = QRadioButton(self._texts(f"table_import.on_conflict.{choice}"), self)
            button.setProperty("choice", choice)
            self._group.addButton(button)
            answers.addWidget(button)
            self.buttons[choice] = button
        self._group.buttonClicked.connect(self._tell)
        self._document = document
        name, none = self._texts("table_import.tab.conflicts"), self._texts("table_import.conflicts_none")
        self.list = ChangingTable(context, name, none, self)
        self._choice_box = QWidget(self)
        box = QVBoxLayout(self._choice_box)
        box.setContentsMargins(grid, grid, grid, 0)
        box.setSpacing(grid // 2)
        box.addWidget(self.words)
        box.addLayout(answers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(grid)
        layout.addWidget(self._choice_box)
        layout.addWidget(self.list, 1)

    def show_conflicts(self, proposal: TableProposal, choice: OnConflict | None) -> None:
        count, listed = proposal.counts.changed, len(proposal.conflicts)
        self._choice_box.setVisible(bool(count))
        key = "table_import.conflicts_about" if listed >= count else "table_import.conflicts_about_first"
        self.words.setText(self._texts(key, count=f"{count:,}", listed=f"{listed:,}"))
        fields = count_fields(proposal.kind) if proposal.kind else ()
        columns = conflict_columns(self._texts, self._document, fields)
        rows = [Numbered(number, own) for number, own in enumerate(proposal.conflicts)]
        self.list.show_rows(fields, columns, rows, lambda own: own.number)
        if choice is not None:
            self.buttons[choice].setChecked(True)

    def _tell(self, button: QRadioButton) -> None:
        self.chosen.emit(str(button.property("choice")))
