"""A table whose columns depend on the file: made anew when they change."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.services.tables.columns import Column
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable

RowKey = Callable[[Any], Hashable]


class ChangingTable(QWidget):
    """Holds a DataTable, which itself keeps the columns it was made with."""

    def __init__(self, context: PageContext, name: str, no_rows: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._name, self._no_rows = context, name, no_rows
        self._signature: object = None
        self.table: DataTable | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def show_rows(self, signature: object, columns: list[Column], rows: Sequence[Any], key: RowKey) -> None:
        """Rows under these columns; the same `signature` means that the columns are the same."""
        if self.table is None or signature != self._signature:
            self._signature = signature
            self._make(columns, key)
        assert self.table is not None
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(rows)

    def _make(self, columns: list[Column], key: RowKey) -> None:
        layout = self.layout()
        assert layout is not None
        old = self.table
        model = RecordTableModel(columns, key, self)
        self.table = DataTable(model, self._context.texts, self._context.colours, name=self._name, parent=self)
        self.table.set_no_rows_text(self._no_rows)
        if old is not None:
            layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        layout.addWidget(self.table)
