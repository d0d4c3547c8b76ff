"""The small buttons of a table (filter row, columns, find); the page puts them where its heading has room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours

if TYPE_CHECKING:
    from auditor_app.ui.widgets.data_table import DataTable


class TableTools(QWidget):
    """Acts on one table; hidden until a layout takes it."""

    def __init__(self, table: DataTable, texts: Texts, colours: Colours) -> None:
        super().__init__(table)
        self._table = table
        self.filter_button = self._make_button(texts("table.filter.toggle"), "Ctrl+Shift+L")
        self.filter_button.setCheckable(True)
        self.find_button = self._make_button(texts("table.menu.find"), "Ctrl+F")
        self.columns_button = self._make_button(texts("table.menu.columns"), "")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for button in (self.filter_button, self.find_button, self.columns_button):
            layout.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter_button.toggled.connect(table.show_filter_row)
        self.find_button.clicked.connect(table.open_find_bar)
        self.columns_button.clicked.connect(self._open_columns)
        self.set_colours(colours)
        self.hide()

    def set_colours(self, colours: Colours) -> None:
        self.filter_button.setIcon(icon("filter", colours.text))
        self.find_button.setIcon(icon("search", colours.text))
        self.columns_button.setIcon(icon("columns", colours.text))

    def set_icon_size(self, pixels: int) -> None:
        for button in (self.filter_button, self.find_button, self.columns_button):
            button.setIconSize(QSize(pixels, pixels))

    def _make_button(self, words: str, keys: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(f"{words} ({keys})" if keys else words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _open_columns(self) -> None:
        at = self.columns_button.mapToGlobal(QPoint(0, self.columns_button.height()))
        self._table.menus.open(self._table.menus.columns_menu(), at)
