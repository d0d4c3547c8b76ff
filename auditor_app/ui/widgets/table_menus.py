"""The menus of a table: on a title, on the cells, and the list of columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from auditor_app.foundation.translation import Texts

if TYPE_CHECKING:
    from auditor_app.ui.widgets.data_table import DataTable


class TableMenus:
    """Builds each menu when it is asked for; the table does what was chosen."""

    def __init__(self, table: DataTable, texts: Texts) -> None:
        self._table = table
        self._texts = texts

    def header_menu(self, number: int) -> QMenu:
        """For one title; a number of -1 is the empty part right of the columns."""
        menu = QMenu(self._table)
        columns = self._table.model.columns()
        if 0 <= number < len(columns):
            key = columns[number].key
            self._add(menu, "table.menu.sort_ascending", partial(self._table.sort_by, [(key, False)]))
            self._add(menu, "table.menu.sort_descending", partial(self._table.sort_by, [(key, True)]))
            if any(sorted_key != key for sorted_key, _ in self._table.model.sort_keys()):
                self._add(menu, "table.menu.sort_add", partial(self._table.cycle_sort, key, True))
        if self._table.model.sort_keys():
            self._add(menu, "table.menu.sort_remove", partial(self._table.sort_by, []))
        if 0 <= number < len(columns):
            menu.addSeparator()
            if columns[number].filter_kind != "none" and self._table.model.has_value_list(key):
                self._add(menu, "table.menu.values", partial(self._table.open_value_filter, key))
            self._add(menu, "table.menu.fit", partial(self._table.fit_column, key))
            hide = self._add(menu, "table.menu.hide", partial(self._table.set_column_visible, key, False))
            hide.setEnabled(len(self._table.view.visible_columns()) > 1)
        menu.addSeparator()
        menu.addMenu(self.columns_menu(menu))
        return menu

    def columns_menu(self, parent: QMenu | None = None) -> QMenu:
        """One checkable entry per column, and the way back to the page's own choice."""
        menu = QMenu(self._texts("table.menu.columns"), parent or self._table)
        visible = self._table.view.visible_columns()
        for number, column in enumerate(self._table.model.columns()):
            words = f"{column.group} {column.title}" if column.group else column.title
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(number in visible)
            action.setEnabled(visible != [number])
            action.toggled.connect(partial(self._table.set_column_visible, column.key))
            menu.addAction(action)
        menu.addSeparator()
        self._add(menu, "table.menu.reset_columns", self._table.reset_columns)
        return menu

    def cell_menu(self) -> QMenu:
        menu = QMenu(self._table)
        self._add(menu, "table.menu.copy", self._table.copy_selection)
        self._add(menu, "table.menu.copy_with_headers", partial(self._table.copy_selection, with_headers=True))
        self._add(menu, "table.menu.find", self._table.open_find_bar)
        return menu

    def open(self, menu: QMenu, at: QPoint) -> None:
        """Not exec(): no nested event loop; the menu goes when it closes."""
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _add(self, menu: QMenu, key: str, do: Callable[[], object]) -> QAction:
        action = QAction(self._texts(key), menu)
        action.triggered.connect(partial(_call_without_state, do))
        menu.addAction(action)
        return action


def _call_without_state(do: Callable[[], object], _is_checked: bool = False) -> None:
    """`triggered` brings a state along that these actions do not have."""
    do()
