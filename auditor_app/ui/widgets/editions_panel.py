"""Editions side by side above, below them the years with the edition that holds and what was asked of whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from auditor_app.services.tables.edition_columns import PARTS, EditionRow, YearRow
from auditor_app.services.tables.word_columns import listed
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import heading, plain_label

if TYPE_CHECKING:
    from auditor_app.domain.standards import Role
    from auditor_app.services.browse_editions import EditionSummary, YearLine


class EditionsPanel(QWidget):
    """Frames two tables of the page; it reads and stores nothing itself."""

    edition_requested = Signal(object)
    """the EditionRow to be changed"""
    scope_requested = Signal(object)
    """the YearRow whose scope is to be decided; None: of a year not listed"""
    import_requested = Signal()

    def __init__(self, context: PageContext, editions: DataTable, years: DataTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.editions, self.years = editions, years
        grid = context.pixels(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, grid, 0, 0)
        layout.setSpacing(grid)
        self.hint = plain_label("", self, wraps=True, muted=True)
        layout.addWidget(self.hint)
        self.edition_button = self._button("editions.edit", "edit", self._edit_edition)
        self.import_button = self._button("editions.import", "import", self.import_requested.emit)
        self.scope_button = self._button("scope.edit", "edit", self._edit_scope)
        self.other_button = self._button("scope.other_year", "add", self._edit_other)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self._boxed("editions.title", editions, (self.edition_button, self.import_button)))
        splitter.addWidget(self._boxed("editions.years", years, (self.scope_button, self.other_button)))
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([context.pixels(240), context.pixels(300)])
        layout.addWidget(splitter, 1)
        years.set_no_rows_text(self._texts("editions.no_years"))
        editions.set_no_rows_text(self._texts("editions.empty"))
        for table in (editions, years):
            table.current_changed.connect(self._show_buttons)
            table.rows_changed.connect(self._show_buttons)
        self._show_buttons()

    def show_editions(
        self, editions: Sequence[EditionSummary], years: Sequence[YearLine], roles: Sequence[Role]
    ) -> None:
        """Columns of Parts no edition has stay hidden."""
        self._model(self.editions).set_rows([EditionRow(own.edition.id, own) for own in editions])
        by_code = {role.code: role for role in roles}
        self._model(self.years).set_rows([YearRow(line.fiscal_year, line, by_code) for line in years])
        known = {part.part for own in editions if own.edition.items for part in own.parts}
        for part in PARTS:
            self.editions.set_column_visible(f"part{part}", part in known)
        without = [own.edition.name for own in editions if not own.edition.items]
        self.hint.setVisible(bool(without))
        self.hint.setText(self._texts("editions.without_items", editions=listed(self._texts, without)))
        for table in (self.editions, self.years):
            if table.model.counts()[0] and table.current()[0] is None:
                table.select_row(table.model.key_at(0))

    def current_edition(self) -> EditionRow | None:
        return cast("EditionRow | None", self._current(self.editions))

    def current_year(self) -> YearRow | None:
        return cast("YearRow | None", self._current(self.years))

    def _boxed(self, key: str, table: DataTable, buttons: Sequence[QPushButton]) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._context.pixels(4))
        row = QHBoxLayout()
        row.addWidget(heading(self._texts(key), box), 1)
        for button in buttons:
            row.addWidget(button)
        row.addWidget(table.tools)
        layout.addLayout(row)
        layout.addWidget(table, 1)
        return box

    def _button(self, key: str, picture: str, on_click: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._texts(key), self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(16), self._context.pixels(16)))
        button.clicked.connect(lambda _checked=False: on_click())
        return button

    def _edit_edition(self) -> None:
        row = self.current_edition()
        if row is not None:
            self.edition_requested.emit(row)

    def _edit_scope(self) -> None:
        row = self.current_year()
        if row is not None:
            self.scope_requested.emit(row)

    def _edit_other(self) -> None:
        self.scope_requested.emit(None)

    def _show_buttons(self, *_what: object) -> None:
        self.edition_button.setEnabled(self.current_edition() is not None)
        self.scope_button.setEnabled(self.current_year() is not None)

    def _current(self, table: DataTable) -> object:
        key = table.current()[0]
        return self._model(table).row_of(key) if key is not None else None

    def _model(self, table: DataTable) -> RecordTableModel:
        return cast(RecordTableModel, table.model)
