"""Steps through the cells that contain the words in the find bar."""

from __future__ import annotations

from PySide6.QtCore import QObject

from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.widgets.table_find_bar import FindBar
from auditor_app.ui.widgets.table_view import TableView


class TableFinder(QObject):
    """Joins the bar, the model's find() and the current cell."""

    def __init__(self, bar: FindBar, view: TableView, model: KeyedTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._view = view
        self._model = model
        self._matches: list[tuple[int, int]] = []
        self._place = -1
        bar.text_changed.connect(self.search_again)
        bar.next_requested.connect(self.go_to_next)
        bar.previous_requested.connect(self.go_to_previous)
        bar.closed.connect(self.close)
        model.modelReset.connect(self._refresh)
        model.layoutChanged.connect(self._refresh)

    def open(self) -> None:
        self._bar.show()
        self._bar.edit.setFocus()
        self._bar.edit.selectAll()
        self._refresh()

    def close(self) -> None:
        self._bar.hide()
        self._mark([])
        self._view.setFocus()

    def search_again(self) -> None:
        """Other words: go to the first match at or after the current cell."""
        self._refresh()
        if self._matches:
            here = self._current()
            order = self._view.visible_columns()
            after = [
                place
                for place, (row, column) in enumerate(self._matches)
                if here is None or (row, order.index(column)) >= here
            ]
            self._go_to(after[0] if after else 0)

    def go_to_next(self) -> None:
        self._go_to(self._place + 1)

    def go_to_previous(self) -> None:
        self._go_to(self._place - 1 if self._place >= 0 else -1)

    def _go_to(self, place: int) -> None:
        if self._matches:
            self._place = place % len(self._matches)
            self._view.move_to(*self._matches[self._place])
        self._bar.show_count(self._place + 1, len(self._matches))

    def _refresh(self) -> None:
        if self._bar.isHidden():
            return
        columns = self._model.columns()
        keys = [columns[number].key for number in self._view.visible_columns()]
        numbers = {column.key: number for number, column in enumerate(columns)}
        self._mark([(row, numbers[key]) for row, key in self._model.find(self._bar.edit.text(), keys)])
        self._place = min(self._place, len(self._matches) - 1)
        self._bar.show_count(self._place + 1, len(self._matches))

    def _mark(self, matches: list[tuple[int, int]]) -> None:
        self._matches = matches
        self._view.cell_delegate.found = set(matches)
        self._view.viewport().update()

    def _current(self) -> tuple[int, int] | None:
        index = self._view.currentIndex()
        order = self._view.visible_columns()
        if not index.isValid() or index.column() not in order:
            return None
        return index.row(), order.index(index.column())
