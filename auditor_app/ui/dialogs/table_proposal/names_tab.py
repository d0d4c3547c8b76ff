"""Names the case does not know: for each the auditor says whose it is, or that it is new, or leaves its rows out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.table_proposals import UnknownName
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.decisions import NameChoice, NameId
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.table_proposal_columns import NameRow, name_columns
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label

UNDECIDED = ""


class NamesTab(QWidget):
    """A suggestion is never applied by itself; what is chosen is remembered for the next file."""

    chosen = Signal(object)
    """dict of NameId → NameChoice, or None for "not decided": what was chosen just now"""

    def __init__(self, context: PageContext, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._names: dict[NameId, UnknownName] = {}
        self._choices: Mapping[NameId, NameChoice] = {}
        self._model = RecordTableModel(name_columns(self._texts, document), _id_of, self)
        self.table = DataTable(
            self._model, self._texts, context.colours, name=self._texts("table_import.tab.names"), parent=self
        )
        self.table.set_no_rows_text(self._texts("table_import.names_none"))
        self.table.current_changed.connect(self._show_current)
        self.table.activated.connect(self._open_choices)
        self.question = plain_label("", self, wraps=True)
        self.answers = QComboBox(self)
        self.answers.setAccessibleName(self._texts("table_import.choice"))
        self.answers.setMinimumContentsLength(24)
        self.answers.activated.connect(self._choose)
        self.rest_button = QPushButton(self._texts("table_import.leave_rest_out"), self)
        self.rest_button.clicked.connect(self._leave_rest_out)
        grid = context.pixels(8)
        row = QHBoxLayout()
        row.setContentsMargins(grid, 0, grid, 0)
        row.setSpacing(grid)
        row.addWidget(self.question, 1)
        row.addWidget(self.answers)
        row.addWidget(self.rest_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, grid // 2)
        layout.setSpacing(grid // 2)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)

    def show_names(self, names: tuple[UnknownName, ...], choices: Mapping[NameId, NameChoice]) -> None:
        self._names = {(name.kind, name.text): name for name in names}
        self._choices = choices
        current = self.table.current()[0]
        self._model.set_rows([NameRow(name, self._words(key), key in choices) for key, name in self._names.items()])
        if self._names and current not in self._names:
            self.table.select_row(next((key for key in self._names if key not in choices), next(iter(self._names))))
        self.rest_button.setEnabled(any(key not in choices for key in self._names))
        self._show_current(self.table.current()[0], "")

    def _words(self, key: NameId) -> str:
        choice = self._choices.get(key)
        if choice is None:
            return self._texts("table_import.undecided")
        if isinstance(choice, int):
            return next((own.name for own in self._names[key].suggestions if own.target_id == choice), str(choice))
        return self._texts(f"table_import.{choice}")

    def _show_current(self, key: object, _column: str) -> None:
        name = self._names.get(key) if isinstance(key, tuple) else None
        for widget in (self.question, self.answers, self.rest_button):
            widget.setVisible(bool(self._names))
        self.answers.setEnabled(name is not None)
        self.answers.clear()
        if name is None:
            self.question.setText("")
            return
        kind = self._texts(f"table_field.{name.kind}")
        self.question.setText(self._texts("table_import.whose_name", name=name.text, kind=kind))
        self.answers.addItem(self._texts("table_import.undecided"), UNDECIDED)
        for suggestion in name.suggestions:
            words = self._texts("table_import.same_as", name=suggestion.name)
            self.answers.addItem(words, suggestion.target_id)
        if name.kind == "organisation":
            self.answers.addItem(self._texts("table_import.declare"), "declare")
        self.answers.addItem(self._texts("table_import.leave_out"), "leave_out")
        choice = self._choices.get((name.kind, name.text), UNDECIDED)
        self.answers.setCurrentIndex(max(0, self.answers.findData(choice)))

    def _open_choices(self, _key: object, _column: str) -> None:
        self.answers.setFocus()
        self.answers.showPopup()

    def _choose(self, index: int) -> None:
        key = self.table.current()[0]
        if isinstance(key, tuple):
            choice = self.answers.itemData(index)
            self.chosen.emit({key: None if choice == UNDECIDED else choice})

    def _leave_rest_out(self) -> None:
        self.chosen.emit({key: "leave_out" for key in self._names if key not in self._choices})

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_current(self.table.current()[0], "")


def _id_of(row: NameRow) -> NameId:
    return row.name.kind, row.name.text
