"""The named views of the case in one list: show, rename, remove, and take them to or from another case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditor_app.services.browse_views import NamedView
from auditor_app.services.tables.word_columns import text_column
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label, sized

SIZE = (820, 460)
MARGIN = 40
"""Left free at the edges of a small screen."""


@dataclass(frozen=True)
class ViewRow:
    """A view in the list."""

    key: tuple[str, str]
    page: str
    name: str
    year: str
    sorted_by: int
    filtered_by: int


class ViewDialog(QDialog):
    """Asks for what is to be done; it stores nothing itself."""

    apply_wanted = Signal(object)
    """NamedView"""
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._views: dict[tuple[str, str], NamedView] = {}
        self.setWindowTitle(context.titled(self._texts("views.title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(sized(plain_label(self._texts("views.title"), self), 1.3, bold=True))
        layout.addWidget(plain_label(self._texts("views.about"), self, wraps=True, muted=True))
        texts = self._texts
        columns = [
            text_column("name", texts("views.name"), lambda row: row.name, 30),
            text_column("page", texts("views.page"), lambda row: row.page, 16),
            text_column("year", texts("field.fiscal_year"), lambda row: row.year, 20),
            text_column("sort", texts("views.sort"), lambda row: _count(row.sorted_by), 10),
            text_column("filters", texts("views.filters"), lambda row: _count(row.filtered_by), 10),
        ]
        self._model = RecordTableModel(columns, lambda row: row.key, self)
        self.table = DataTable(self._model, texts, context.colours, name=texts("views.title"), parent=self)
        self.table.set_no_rows_text(texts("views.empty"))
        self.table.activated.connect(self._apply)
        self.table.current_changed.connect(self._show_buttons)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._buttons())
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )
        self.table.view.setFocus()

    def show_views(self, views: Sequence[NamedView]) -> None:
        """The views as they are now; the current one stays current."""
        self._views = {(view.page, view.name): view for view in views}
        self._model.set_rows([self._row(view) for view in views])
        if views and self.current() is None:
            self.table.select_row((views[0].page, views[0].name), "name")
        self._show_buttons()

    def current(self) -> NamedView | None:
        return self._views.get(cast(tuple[str, str], self.table.current()[0]))

    def _row(self, view: NamedView) -> ViewRow:
        tables = cast(dict[str, dict[str, list[object]]], view.definition.get("tables", {}))
        year = cast(int, view.definition.get("fiscal_year", 0))
        return ViewRow(
            key=(view.page, view.name),
            page=self._texts(f"page.{view.page}"),
            name=view.name,
            year=self._context.year_text(year),
            sorted_by=sum(len(state.get("sort", ())) for state in tables.values()),
            filtered_by=sum(len({*state.get("filters", ()), *state.get("values", ())}) for state in tables.values()),
        )

    # --- parts --------------------------------------------------------------------------------------

    def _buttons(self) -> QVBoxLayout:
        self.apply_button = self._button("views.apply", self._apply)
        self.apply_button.setDefault(True)
        self.rename_button = self._button("views.rename", self._rename)
        self.remove_button = self._button("views.remove", self._remove)
        self.import_button = self._button("views.import", self.import_wanted)
        self.export_button = self._button("views.export", self.export_wanted)
        self.close_button = self._button("close", self._close)
        rows = QVBoxLayout()
        for buttons, last in (
            ((self.rename_button, self.remove_button), self.apply_button),
            ((self.import_button, self.export_button), self.close_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(self._context.pixels(8))
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            row.addWidget(last)
            rows.addLayout(row)
        return rows

    def _button(self, key: str, on_click: Callable[..., None] | SignalInstance) -> QPushButton:
        button = QPushButton(self._texts(key), self)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(on_click)
        return button

    def _show_buttons(self, *_where: object) -> None:
        has_current = self.current() is not None
        for button in (self.apply_button, self.rename_button, self.remove_button):
            button.setEnabled(has_current)
        self.export_button.setEnabled(bool(self._views))

    def _apply(self, *_where: object) -> None:
        view = self.current()
        if view is not None:
            self.accept()
            self.apply_wanted.emit(view)

    def _close(self, _checked: bool = False) -> None:
        self.reject()

    def _rename(self, _checked: bool = False) -> None:
        view = self.current()
        if view is not None:
            self.rename_wanted.emit(view)

    def _remove(self, _checked: bool = False) -> None:
        view = self.current()
        if view is not None:
            self.remove_wanted.emit(view)


def _count(number: int) -> str:
    return str(number) if number else ""
