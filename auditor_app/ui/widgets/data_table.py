"""The table every page uses: Excel's habits over any keyed model, with nothing in it about auditing."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.models.cell_filters import as_number
from auditor_app.ui.models.keyed_table_model import KeyedTableModel, SortKey
from auditor_app.ui.palettes import Colours
from auditor_app.ui.theme import BASE_FONT_PIXELS, with_tabular_figures
from auditor_app.ui.widgets.table_clipboard import Copying
from auditor_app.ui.widgets.table_columns import ColumnWidths
from auditor_app.ui.widgets.table_delegate import CellDelegate
from auditor_app.ui.widgets.table_empty_state import EmptyState
from auditor_app.ui.widgets.table_filters import TableFilters
from auditor_app.ui.widgets.table_find_bar import FindBar
from auditor_app.ui.widgets.table_finder import TableFinder
from auditor_app.ui.widgets.table_frozen import FrozenColumns
from auditor_app.ui.widgets.table_keys import command_of
from auditor_app.ui.widgets.table_menus import TableMenus
from auditor_app.ui.widgets.table_state import restore_table_state, table_state
from auditor_app.ui.widgets.table_tools import TableTools
from auditor_app.ui.widgets.table_view import TableView

if TYPE_CHECKING:
    from auditor_app.ui.widgets.table_finder_windowed import WindowedFinder

ROW_HEIGHT = 26
ZOOM_STEP, ZOOM_RANGE = 10, (50, 200)
MOST_SUMMED = 20_000
"""Cells; of more selected ones only the count is told."""


@dataclass(frozen=True)
class RowGeometry:
    """Where a visible row stands, in pixels from the top of the rows (below the header)."""

    key: Hashable
    centre_y: float
    height: int


@dataclass(frozen=True)
class SelectionSummary:
    """What is selected; whether these numbers may be added up is the page's decision."""

    cell_count: int
    numbers: tuple[Decimal, ...]
    column_keys: tuple[str, ...]


class DataTable(QWidget):
    """Rows in through the model, keys out through signals."""

    activated = Signal(object, str)
    """row key, column key: Enter or double click"""
    current_changed = Signal(object, str)
    """row key (None when the row is gone), column key"""
    rows_changed = Signal(int, int)
    filters_changed = Signal(list)
    """list of (column key, what to write on a chip)"""
    selection_summary_changed = Signal(object)
    """SelectionSummary"""
    row_geometry_changed = Signal()
    refused = Signal(str)
    """why something asked for was not done"""
    cell_menu_opening = Signal(object)
    """the QMenu of the cells, before it is shown: the page may add to it"""

    def __init__(
        self, model: KeyedTableModel, texts: Texts, colours: Colours, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self.zoom_percent = 100
        self._texts = texts
        self._colours = colours
        self._current: tuple[Hashable, str] = (None, "")
        self._awaits_numbers = False
        self._build(name or texts("table.name"))
        self._connect()
        self.set_zoom(100)
        self.reset_columns()
        self._show_counts(*model.counts())

    def _build(self, name: str) -> None:
        columns = self.model.columns()
        self._delegate = CellDelegate(self._colours, self)
        self.view = TableView(self.model, columns, self._colours, self._delegate, self)
        self.view.setAccessibleName(name)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFocusProxy(self.view)
        self.frozen = FrozenColumns(self.view, self.model, columns, self._colours, self._delegate)
        self.column_widths = ColumnWidths(self.model, self.view, self.frozen, self)
        self.filters = TableFilters(self.model, self.view, self.frozen, self._texts, self)
        self.find_bar = FindBar(self._texts, self._colours, self)
        self.find_bar.hide()
        self.finder = self._make_finder()
        self._copying = Copying(self.model, self.view, self._texts, self.refused.emit)
        self.empty_state = EmptyState(self._texts, self.view.viewport(), self.frozen.view)
        self.menus = TableMenus(self, self._texts)
        self.tools = TableTools(self, self._texts, self._colours)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.find_bar)

    def _make_finder(self) -> TableFinder | WindowedFinder:
        if not self.model.is_windowed:
            return TableFinder(self.find_bar, self.view, self.model, self)
        from auditor_app.ui.widgets.table_finder_windowed import WindowedFinder  # no big table is painted first

        return WindowedFinder(self.find_bar, self.view, self.model, self)

    def _connect(self) -> None:
        self.model.rows_changed.connect(self._show_counts)
        self.model.sort_changed.connect(self._show_sorting)
        self.filters.chips_changed.connect(self.filters_changed)
        self.filters.row_toggled.connect(self.tools.filter_button.setChecked)
        self.model.modelReset.connect(self._find_current_again)
        self.model.modelReset.connect(self.row_geometry_changed)
        if self.model.is_windowed:
            self.model.dataChanged.connect(self._take_over_arrived)
        self.model.layoutChanged.connect(self._take_over_current)
        self.model.layoutChanged.connect(self.row_geometry_changed)
        self.view.selectionModel().currentChanged.connect(self._take_over_current)
        self.view.selectionModel().selectionChanged.connect(self._tell_selection)
        self.view.entered.connect(self._activate_current)
        self.view.focus_changed.connect(self._show_focus)
        self.view.verticalScrollBar().valueChanged.connect(self.row_geometry_changed)
        self.view.geometry_changed.connect(self.row_geometry_changed)
        self.view.customContextMenuRequested.connect(self._open_cell_menu)
        self.column_widths.visibility_changed.connect(self.filters.divide)
        self.empty_state.clear_requested.connect(self.model.clear_filters)
        for grid in (self.view, self.frozen.view):
            grid.row_hovered.connect(self._show_hovered_row)
            grid.doubleClicked.connect(self._activate)
            grid.grouped_header.sort_requested.connect(self._sort_by_title)
            grid.grouped_header.menu_requested.connect(self._open_header_menu)

    # --- rows and cells -------------------------------------------------------------------------

    def select_row(self, key: Hashable, column_key: str = "") -> bool:
        """Make a row current and scroll to it; False when it is not shown.  The focus stays where it is."""
        number = self.model.number_of(key)
        if number is None:
            return False
        wanted = self.model.column_number(column_key or self._current[1])
        visible = self.view.visible_columns()
        column = wanted if wanted in visible and wanted is not None else (visible or [0])[0]
        if (self.view.currentIndex().row(), self.view.currentIndex().column()) != (number, column):
            self.view.move_to(number, column)
        return True

    def selected_keys(self) -> list[Hashable]:
        """Keys of the rows any cell of which is selected, from top to bottom."""
        numbers = {index.row() for index in self.view.selectionModel().selectedIndexes()}
        return [self.model.key_at(number) for number in sorted(numbers)]

    def selected_cells(self, most: int) -> list[tuple[Hashable, str]]:
        """(row key, column key) of selected cells, row by row, at most so many; rows not at hand are left out."""
        found: list[tuple[int, int]] = []
        for first, last, number in self.view.selected_ranges():
            found += [(row, number) for row in range(first, min(last, first + most - 1) + 1)]
        columns = self.model.columns()
        cells = ((self.model.key_at(row), columns[number].key) for row, number in sorted(found))
        return [own for own in cells if own[0] is not None][:most]

    def current(self) -> tuple[Hashable, str]:
        """(row key, column key) of the current cell; (None, "") when there is none."""
        return self._current

    def visible_rows(self) -> list[RowGeometry]:
        """The rows in sight from top to bottom, for a chart that stands beside them."""
        height, row = self.view.viewport().height(), max(0, self.view.rowAt(0))
        found: list[RowGeometry] = []
        while row < self.model.rowCount() and self.view.rowViewportPosition(row) < height:
            top, row_height = self.view.rowViewportPosition(row), self.view.rowHeight(row)
            found.append(RowGeometry(self.model.key_at(row), top + row_height / 2, row_height))
            row += 1
        return found

    def header_height(self) -> int:
        return self.view.grouped_header.height()

    def width_needed(self) -> int:
        """Pixels at which no visible column is cut off."""
        return self.columns_width() + self.view.verticalScrollBar().sizeHint().width() + 4

    def columns_width(self) -> int:
        """Pixels of the columns alone."""
        return sum(self.view.columnWidth(number) for number in self.view.visible_columns())

    def set_no_rows_text(self, words: str) -> None:
        self.empty_state.set_no_rows_text(words)
        self._show_counts(*self.model.counts())

    # --- order, filters, columns ----------------------------------------------------------------

    def sort_by(self, keys: Sequence[SortKey]) -> None:
        self.model.sort_by(keys)

    def cycle_sort(self, column_key: str, keeps_others: bool) -> None:
        """Ascending, descending, gone; with `keeps_others` the other keys stay."""
        keys = list(self.model.sort_keys())
        place = next((place for place, (key, _) in enumerate(keys) if key == column_key), None)
        if place is None:
            keys = [*(keys if keeps_others else []), (column_key, False)]
        elif not keeps_others and len(keys) > 1:
            keys = [(column_key, False)]
        elif keys[place][1]:
            del keys[place]
        else:
            keys[place] = (column_key, True)
        self.model.sort_by(keys)

    def show_filter_row(self, is_shown: bool) -> None:
        self.filters.show_row(is_shown)

    @property
    def is_filter_row_shown(self) -> bool:
        return self.filters.is_row_shown

    def clear_filter(self, column_key: str) -> None:
        """Remove one column's conditions; what a chip's cross does."""
        self.filters.clear(column_key)

    def open_value_filter(self, column_key: str) -> None:
        self.filters.open_popup(column_key)

    def set_column_visible(self, column_key: str, is_visible: bool) -> None:
        self.column_widths.set_visible(column_key, is_visible)

    def fit_column(self, column_key: str) -> None:
        number = self.model.column_number(column_key)
        if number is not None:
            self.view.resizeColumnToContents(number)

    def reset_columns(self) -> None:
        """Order, widths and visibility as the page defined them."""
        self.column_widths.reset()

    # --- appearance, zoom, state ----------------------------------------------------------------

    def set_colours(self, colours: Colours) -> None:
        """Another appearance; the application's palette is set elsewhere."""
        self._colours = colours
        self._delegate.colours = colours
        for grid in (self.view, self.frozen.view):
            grid.grouped_header.set_colours(colours)
            grid.viewport().update()
        self.find_bar.set_colours(colours)
        self.tools.set_colours(colours)

    def set_zoom(self, percent: int) -> None:
        """Zoom of this table on top of the application's own."""
        self.zoom_percent = max(ZOOM_RANGE[0], min(ZOOM_RANGE[1], percent))
        font = with_tabular_figures(QFont(self.font()))
        font.setPixelSize(max(6, round(BASE_FONT_PIXELS * self._scale())))
        for grid in (self.view, self.frozen.view):
            grid.setFont(font)
            grid.grouped_header.setFont(font)
            grid.grouped_header.set_band_height(round(ROW_HEIGHT * self._scale()))
            grid.verticalHeader().setDefaultSectionSize(round(ROW_HEIGHT * self._scale()))
        self.column_widths.set_scale(self._scale())
        self.tools.set_icon_size(round(16 * self._scale() * 100 / self.zoom_percent))
        self.filters.set_scale(self._scale())
        self.frozen.refresh()
        self.row_geometry_changed.emit()

    def save_state(self) -> dict[str, Any]:
        """The user's arrangement as plain JSON."""
        return table_state(self)

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take over a stored arrangement; what is not understood is left out."""
        restore_table_state(self, state)

    def _scale(self) -> float:
        return QFontInfo(self.font()).pixelSize() * self.zoom_percent / 100 / BASE_FONT_PIXELS

    # --- commands -------------------------------------------------------------------------------

    def copy_selection(self, *, with_headers: bool = False) -> None:
        """The selected block to the clipboard as text and as HTML."""
        self._copying.copy(with_headers=with_headers)

    def open_find_bar(self) -> None:
        self.finder.open()

    def _obey(self, command: str) -> None:
        match command:
            case "copy" | "copy_with_headers":
                self.copy_selection(with_headers=command == "copy_with_headers")
            case "find":
                self.open_find_bar()
            case "find_next":
                self.finder.go_to_next()
            case "find_previous":
                self.finder.go_to_previous()
            case "filter_row":
                self.filters.toggle_row(self._current[1])
            case "sort" | "add_sort":
                self.cycle_sort(self._current[1], keeps_others=command == "add_sort")
            case "values":
                self.open_value_filter(self._current[1])
            case "zoom_in" | "zoom_out":
                self.set_zoom(self.zoom_percent + (ZOOM_STEP if command == "zoom_in" else -ZOOM_STEP))
            case "zoom_reset":
                self.set_zoom(100)

    # --- what the model and the views report ----------------------------------------------------

    def _show_counts(self, shown: int, total: int) -> None:
        self.empty_state.show_for(shown, total)
        self.rows_changed.emit(shown, total)

    def _show_sorting(self) -> None:
        keys = [(self.model.column_number(key) or 0, descending) for key, descending in self.model.sort_keys()]
        for grid in (self.view, self.frozen.view):
            grid.grouped_header.show_sort_keys(keys)

    def _find_current_again(self) -> None:
        """A filter resets the model: the current row is looked up by its key and stays current if it is shown."""
        key, column_key = self._current
        if self.model.is_windowed:
            # Where the row now stands nobody knows yet; another order is looked at from its top.
            self.view.scrollToTop()
            self._take_over_current()
        elif key is None or not self.select_row(key, column_key):
            self._take_over_current()
        self._tell_selection()

    def _take_over_current(self) -> None:
        index = self.view.currentIndex()
        self._delegate.current = (index.row(), index.column())
        now: tuple[Hashable, str] = (None, "")
        if index.isValid():
            now = (self.model.key_at(index.row()), self.model.columns()[index.column()].key)
        self._repaint()
        if now != self._current:
            self._current = now
            self.current_changed.emit(*now)

    def _take_over_arrived(self) -> None:
        """Rows of a big table have arrived: the current one may be among them, or the last of the selected."""
        self._take_over_current()
        if self._awaits_numbers:
            self._tell_selection()

    def _tell_selection(self) -> None:
        """By ranges and not by cells: selecting a whole column of a long table must not be felt."""
        ranges = self.view.selected_ranges()
        columns = self.model.columns()
        cell_count = sum(last_row - first_row + 1 for first_row, last_row, _ in ranges)
        numeric = [own for own in ranges if columns[own[2]].is_numeric]
        numbers = self._numbers_of(numeric)
        used = {number for _, _, number in ranges}
        keys = tuple(columns[number].key for number in self.view.visible_columns() if number in used)
        self.selection_summary_changed.emit(SelectionSummary(cell_count, numbers, keys))

    def _numbers_of(self, ranges: Sequence[tuple[int, int, int]]) -> tuple[Decimal, ...]:
        """The numbers in these cells; none where there are too many, or not all are at hand: half a sum is none."""
        self._awaits_numbers = False
        if self.model.is_windowed:
            if sum(last - first + 1 for first, last, _ in ranges) > MOST_SUMMED:
                return ()
            at_hand = [self.model.has_values(first, last) for first, last, _ in ranges]  # asks for all the others
            self._awaits_numbers = not all(at_hand)
            if self._awaits_numbers:
                return ()
        values = (value for first, last, number in ranges for value in self.model.values_of(number, first, last))
        return tuple(number for value in values if (number := as_number(value)) is not None)

    def _show_hovered_row(self, row: int) -> None:
        if row != self._delegate.hovered_row:
            self._delegate.hovered_row = row
            self._repaint()

    def _show_focus(self, has_focus: bool) -> None:
        self._delegate.has_focus = has_focus
        self._repaint()

    def _repaint(self) -> None:
        self.view.viewport().update()
        self.frozen.view.viewport().update()

    def _activate_current(self) -> None:
        self._activate(self.view.currentIndex())

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid() and self.model.key_at(index.row()) is not None:
            self.activated.emit(self.model.key_at(index.row()), self.model.columns()[index.column()].key)

    def _sort_by_title(self, number: int, keeps_others: bool) -> None:
        self.cycle_sort(self.model.columns()[number].key, keeps_others)

    def _open_header_menu(self, number: int, at: QPoint) -> None:
        self.menus.open(self.menus.header_menu(number), at)

    def _open_cell_menu(self, at: QPoint) -> None:
        menu = self.menus.cell_menu()
        self.cell_menu_opening.emit(menu)
        self.menus.open(menu, self.view.viewport().mapToGlobal(at))

    # --- Qt -------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Claimed here, so that a key of the window with the same sequence does not win while the table has the focus.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and command_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            self._obey(command)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.set_zoom(self.zoom_percent)
