"""The grid itself: a table view with frozen first columns, Excel's keys, and rows that highlight as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.palettes import Colours
from auditor_app.ui.widgets.table_delegate import CellDelegate
from auditor_app.ui.widgets.table_header import GroupedHeader
from auditor_app.ui.widgets.table_keys import command_of

NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class GridView(QTableView):
    """A calm table view: no grid boxes, pixel scrolling, one header of ours; used for the body and the frozen part."""

    row_hovered = Signal(int)

    def __init__(
        self,
        model: KeyedTableModel,
        columns: Sequence[Column],
        colours: Colours,
        delegate: CellDelegate,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.cell_delegate = delegate
        self.grouped_header = GroupedHeader(columns, colours, self)
        self.setHorizontalHeader(self.grouped_header)
        self.setModel(model)
        self.setItemDelegate(delegate)
        # A click on a title must sort and not select the column; Qt leaves selecting out only for "sorting" views.
        # The model's own sort() does nothing: the table asks for its keys.
        self.setSortingEnabled(True)
        self.grouped_header.setSortIndicatorShown(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(12)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table: the keyboard must never be caught in it
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)

    def visible_columns(self) -> list[int]:
        """Model columns from left to right, without the hidden ones."""
        header = self.grouped_header
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [number for number in order if not self.isColumnHidden(number)]

    def selected_ranges(self) -> list[tuple[int, int, int]]:
        """(first row, last row, column) of every selected stretch of a visible column."""
        selection = self.selectionModel().selection()
        return [
            (area.top(), area.bottom(), number)
            for area in (selection.at(place) for place in range(selection.size()))
            for number in range(area.left(), area.right() + 1)
            if not self.isColumnHidden(number)
        ]

    # --- Qt -------------------------------------------------------------------------------------

    def keyboardSearch(self, search: str) -> None:
        """Qt goes through all rows for a typed letter: not in a table of millions."""
        model = self.model()
        if not (isinstance(model, KeyedTableModel) and model.is_windowed):
            super().keyboardSearch(search)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paint_row_ends(event.rect())
        super().paintEvent(event)

    def _paint_row_ends(self, area: QRect) -> None:
        """Carry row lines and highlight to the edge, so that a chart beside the table continues them."""
        left = self.grouped_header.length() - self.grouped_header.offset()
        if left >= self.viewport().width() or self.model().rowCount() == 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(self.cell_delegate.colours.qcolor("line"))
        row = self.rowAt(area.top())
        while 0 <= row < self.model().rowCount() and self.rowViewportPosition(row) <= area.bottom():
            place = QRect(left, self.rowViewportPosition(row), self.viewport().width() - left, self.rowHeight(row))
            ground = self.cell_delegate.row_colour(row)
            if ground is not None:
                painter.fillRect(place, ground)
            painter.drawLine(place.bottomLeft(), place.bottomRight())
            row += 1
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.row_hovered.emit(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.row_hovered.emit(-1)
        super().leaveEvent(event)


class TableView(GridView):
    """The body: owns the keyboard, tells geometry changes, and keeps the current cell clear of the frozen columns."""

    entered = Signal()
    """Enter was pressed on the current cell"""
    geometry_changed = Signal()
    focus_changed = Signal(bool)
    frozen_width = 0
    _edge: tuple[bool | None, bool | None] | None = None

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        if index.isValid() and self.frozen_width and self.columnViewportPosition(index.column()) < self.frozen_width:
            hidden_pixels = self.frozen_width - self.columnViewportPosition(index.column())
            bar = self.horizontalScrollBar()
            if not self._is_frozen(index.column()):
                bar.setValue(bar.value() - hidden_pixels)

    def _is_frozen(self, number: int) -> bool:
        start = self.grouped_header.sectionPosition(number)
        return start < self.frozen_width

    def move_to(self, row: int, column: int) -> None:
        """Make a cell current and the only one selected."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if command_of(event) is not None:
            event.ignore()  # copying, finding and zooming belong to the whole table, the filter row included
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and modifiers == NO_MODIFIER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Space and modifiers in (CONTROL, SHIFT):
            self._select_line(is_row=modifiers == SHIFT)
        elif modifiers in (CONTROL, CONTROL | SHIFT) and event.key() in _EDGES:
            self._jump(event)
        else:
            super().keyPressEvent(event)

    def _select_line(self, *, is_row: bool) -> None:
        current = self.currentIndex()
        if current.isValid():
            flag = QItemSelectionModel.SelectionFlag
            direction = flag.Rows if is_row else flag.Columns
            self.selectionModel().select(current, flag.ClearAndSelect | direction)

    def _jump(self, event: QKeyEvent) -> None:
        """Ctrl+arrow, Ctrl+Home and Ctrl+End: to the edge of the table, as in a sheet without gaps."""
        # Qt reads Ctrl+arrow as "move without selecting"; without Ctrl it keeps its own anchor for Shift.
        plain = QKeyEvent(event.type(), event.key(), event.modifiers() & ~CONTROL)
        self._edge = _EDGES[Qt.Key(event.key())]
        try:
            super().keyPressEvent(plain)
        finally:
            self._edge = None

    def moveCursor(self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N803
        columns, last_row = self.visible_columns(), self.model().rowCount() - 1
        if self._edge is None or not columns or last_row < 0:
            return super().moveCursor(cursorAction, modifiers)
        to_row, to_column = self._edge
        current = self.currentIndex()
        row, column = (current.row(), current.column()) if current.isValid() else (0, columns[0])
        row = row if to_row is None else (last_row if to_row else 0)
        column = column if to_column is None else columns[-1 if to_column else 0]
        return self.model().index(row, column)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self.geometry_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.geometry_changed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


_EDGES: dict[Qt.Key, tuple[bool | None, bool | None]] = {
    Qt.Key.Key_Up: (False, None),
    Qt.Key.Key_Down: (True, None),
    Qt.Key.Key_Left: (None, False),
    Qt.Key.Key_Right: (None, True),
    Qt.Key.Key_Home: (False, False),
    Qt.Key.Key_End: (True, True),
}
"""(to the last row?, to the last column?); None keeps the place."""
