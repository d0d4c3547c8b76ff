"""Everything a table shows of its filters: the two filter rows, the value popup, marks on titles, words for chips."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.widgets.table_filter_row import FilterRow
from auditor_app.ui.widgets.table_frozen import FrozenColumns
from auditor_app.ui.widgets.table_value_filter import ValueFilterPopup
from auditor_app.ui.widgets.table_view import TableView

FILTER_ROW_HEIGHT = 32


class TableFilters(QObject):
    """The model keeps the conditions; this keeps their widgets in step with it."""

    chips_changed = Signal(list)
    """list of (column key, words)"""
    row_toggled = Signal(bool)

    def __init__(
        self, model: KeyedTableModel, view: TableView, frozen: FrozenColumns, texts: Texts, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model, self._view, self._frozen, self._texts = model, view, frozen, texts
        self._scale = 1.0
        self.is_row_shown = False
        headers = (view.grouped_header, frozen.view.grouped_header)
        self.rows = [FilterRow(header, model.columns(), texts) for header in headers]
        self.popup = ValueFilterPopup(texts, parent)
        for row in self.rows:
            row.text_edited.connect(model.set_filter_text)
            row.left_downwards.connect(view.setFocus)
        self.popup.applied.connect(model.set_allowed_values)
        model.filters_changed.connect(self._show)
        frozen.changed.connect(self.divide)

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        for row in self.rows:
            for edit in row.edits:
                edit.setFont(self._view.font())
        self.show_row(self.is_row_shown)

    def show_row(self, is_shown: bool) -> None:
        """Hiding the row does not remove its filters: their marks stay on the titles."""
        self.is_row_shown = is_shown
        for row in self.rows:
            row.set_shown(is_shown, round(FILTER_ROW_HEIGHT * self._scale))
        self._frozen.place()
        self.row_toggled.emit(is_shown)

    def toggle_row(self, current_column_key: str) -> None:
        """From the keyboard: into the edit of the current column, or back into the cells."""
        self.show_row(not self.is_row_shown)
        if not self.is_row_shown:
            self._view.setFocus()
            return
        number, visible = self._model.column_number(current_column_key), self._view.visible_columns()
        wanted = number if number in visible else next(iter(visible), None)
        if wanted is not None:
            self._open_edit(wanted)

    def clear(self, column_key: str) -> None:
        """Remove one column's conditions; what a chip's cross does."""
        self._model.set_filter_text(column_key, "")
        self._model.set_allowed_values(column_key, None)

    def open_popup(self, column_key: str) -> None:
        number = self._model.column_number(column_key)
        if number is None or self._model.columns()[number].filter_kind == "none":
            return
        if not self._model.has_value_list(column_key):
            self._open_edit(number)
            return
        title = self._model.columns()[number].title
        allowed = self._model.allowed_values().get(column_key)
        self.popup.show_values(column_key, title, self._model.distinct_values(column_key), allowed)
        header = self._view.grouped_header
        if number in self._frozen.frozen():
            header = self._frozen.view.grouped_header
        at = header.mapToGlobal(QPoint(header.sectionViewportPosition(number), header.title_height()))
        self.popup.resize(round(280 * self._scale), round(340 * self._scale))
        self.popup.move(at)
        self.popup.show()
        self.popup.search.setFocus()

    def _open_edit(self, number: int) -> None:
        if not self.is_row_shown:
            self.show_row(True)
        for row in self.rows:
            if row.edits[number].isVisible():
                row.edits[number].setFocus()

    def divide(self) -> None:
        """Frozen columns are filtered in the overlay's header; the body's edits for them would lie beneath it."""
        frozen = set(self._frozen.frozen())
        others = set(range(len(self._model.columns()))) - frozen
        self.rows[0].show_only(others)
        self.rows[1].show_only(frozen)

    def _show(self) -> None:
        texts, allowed = self._model.filter_texts(), self._model.allowed_values()
        for row in self.rows:
            row.show_texts(texts)
        numbers = {number for key in (*texts, *allowed) if (number := self._model.column_number(key)) is not None}
        for grid in (self._view, self._frozen.view):
            grid.grouped_header.show_filtered(numbers)
        chips = list(texts.items()) + [(key, self._values_chip(values)) for key, values in allowed.items()]
        self.chips_changed.emit(chips)

    def _values_chip(self, values: frozenset[str]) -> str:
        return next(iter(values)) if len(values) == 1 else self._texts("table.filter.values_chip", count=len(values))
