"""Steps through the rows of a big table that hold the words in the find bar; a worker looks for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from auditor_app.ui.models.cell_filters import fold
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.widgets.table_find_bar import FindBar
from auditor_app.ui.widgets.table_view import TableView

TYPING_PAUSE_MILLISECONDS = 300


class WindowedFinder(QObject):
    """As TableFinder, but by rows: which cell of a row holds the words is seen when the row is there."""

    def __init__(self, bar: FindBar, view: TableView, model: KeyedTableModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._view, self._model = bar, view, model
        self._rows: Sequence[int] = ()
        self._place = -1
        self._goes_there = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        bar.text_changed.connect(self.search_again)
        bar.next_requested.connect(self.go_to_next)
        bar.previous_requested.connect(self.go_to_previous)
        bar.closed.connect(self.close)
        model.found.connect(self._take)
        model.modelReset.connect(self._look_without_going)
        model.dataChanged.connect(self._mark)

    def open(self) -> None:
        self._bar.show()
        self._bar.edit.setFocus()
        self._bar.edit.selectAll()
        self._look_without_going()

    def close(self) -> None:
        self._bar.hide()
        self._rows = ()
        self._mark()
        self._view.setFocus()

    def search_again(self) -> None:
        """Other words: when typing pauses, look for them and go to the first row at or after the current one."""
        self._goes_there = True
        self._soon.start(TYPING_PAUSE_MILLISECONDS)

    def go_to_next(self) -> None:
        self._go_to(self._place + 1)

    def go_to_previous(self) -> None:
        self._go_to(self._place - 1 if self._place >= 0 else -1)

    def _look_without_going(self) -> None:
        self._goes_there = False
        self._look()

    def _look(self) -> None:
        if self._bar.isHidden():
            return
        self._rows, self._place = (), -1
        columns = self._model.columns()
        if self._bar.edit.text().strip():
            self._bar.show_searching()
        self._model.find_later(self._bar.edit.text(), [columns[number].key for number in self._view.visible_columns()])

    def _take(self, rows: Sequence[int]) -> None:
        self._rows, self._place = rows, -1
        if rows and self._goes_there:
            here = max(0, self._view.currentIndex().row())
            self._go_to(bisect_left(rows, here) % len(rows))
        self._mark()
        self._bar.show_count(self._place + 1, len(rows))

    def _go_to(self, place: int) -> None:
        if self._rows:
            self._place = place % len(self._rows)
            row = int(self._rows[self._place])
            columns = self._cells_of(row) or [max(0, self._view.currentIndex().column())]
            self._view.move_to(row, columns[0])
            self._mark()
        self._bar.show_count(self._place + 1, len(self._rows))

    def _cells_of(self, row: int) -> list[int]:
        """The columns whose shown words contain the text; [] while the row is on its way."""
        wanted = fold(self._bar.edit.text())
        return [
            number
            for number in self._view.visible_columns()
            if wanted and wanted in fold(str(self._model.index(row, number).data() or ""))
        ]

    def _mark(self) -> None:
        row = int(self._rows[self._place]) if self._rows and self._place >= 0 else -1
        self._view.cell_delegate.found = {(row, number) for number in self._cells_of(row)} if row >= 0 else set()
        self._view.viewport().update()
