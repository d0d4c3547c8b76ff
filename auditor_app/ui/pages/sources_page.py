"""Sources and log: the documents a case rests on, and everything that was done to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from auditor_app.domain.changes import first_broken_entry
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.source_columns import (
    DocumentRow,
    LogRow,
    RefusedTableRow,
    document_columns,
    log_columns,
    refused_columns,
    refused_words,
)
from auditor_app.services.view_rows import Row
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable


class SourcesPage(Page):
    """資料・履歴."""

    page_id = "sources"
    document_requested = Signal(str)
    """sha256 of the document to open"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tiles = self.add_tiles(3)
        self.documents = self.make_table("documents", document_columns(self.texts, context.time_text))
        self.documents.set_no_rows_text(self.texts("sources.empty"))
        self.documents.activated.connect(self._open_document)
        self.log = self.make_table("log", log_columns(self.texts, context.time_text))
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(
            self.table_box(self.texts("sources.open_hint"), self.documents), self.texts("sources.documents")
        )
        self.tabs.addTab(self.table_box("", self.log), self.texts("sources.log"))
        self.refused_table = self.make_table("refused", refused_columns(self.texts))
        self.refused_table.set_no_rows_text(self.texts("sources.no_refused"))
        self.tabs.addTab(self.table_box(self.texts("sources.refused_hint"), self.refused_table), "")
        self.tabs.currentChanged.connect(self._take_tab)
        self._layout.addWidget(self.tabs, 1)

    @property
    def shows_log(self) -> bool:
        return self.tabs.currentIndex() == 1

    def show_log(self) -> None:
        self.tabs.setCurrentIndex(1)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            documents, log, info = reader.documents(), reader.log(), reader.case_info()
            refused = reader.refused_rows()
        _set(self.documents, [DocumentRow(document.sha256, document) for document in documents])
        _set(self.log, [LogRow(f"log:{entry.sequence}", entry) for entry in reversed(log)])
        rows = [RefusedTableRow(f"refused:{number}", row) for number, row in enumerate(refused, start=1)]
        _set(self.refused_table, rows)
        self.tabs.setTabText(2, self.texts("sources.refused", count=len(rows)))
        self.subtitle.setText(self.texts("sources.subtitle", case=info.case_id))
        self.tiles[0].show_figure(str(len(documents)), self.texts("sources.documents"))
        self.tiles[1].show_figure(
            str(sum(document.statements for document in documents)), self.texts("sources.statements")
        )
        broken = first_broken_entry(log)
        words = (
            self.texts("sources.chain_holds") if broken is None else self.texts("sources.chain_broken", entry=broken)
        )
        self.tiles[2].show_figure(str(len(log)), words, tone="text" if broken is None else "bad")

    @property
    def view_name(self) -> str:  # type: ignore[override]
        """Exports what is in sight: documents or log."""
        return "log" if self.shows_log else "sources"

    def export_rows(self) -> list[Row]:
        field, table = ("sequence", self.log) if self.shows_log else ("sha256", self.documents)
        with self.context.case.reader() as reader:
            rows = {row[field]: row for row in selected_rows(reader, self.view_name, Selectors())}
        assert isinstance(table.model, RecordTableModel)
        shown = table.model.shown_rows()
        return [rows[row.entry.sequence if self.shows_log else row.key] for row in shown]

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        del table, row_key, column
        return ""  # documents and log entries are no figures

    def subject_for_finding(self) -> str | None:
        """A document has no figure; the finding begins with its name and digest."""
        if self.shows_log:
            return None
        table = self.documents if self.tabs.currentIndex() == 0 else self.refused_table
        assert isinstance(table.model, RecordTableModel)
        row = table.model.row_of(table.current()[0])
        if isinstance(row, DocumentRow):
            return self.texts("findingui.about_document", document=row.document.name, sha256=row.document.sha256)
        if isinstance(row, RefusedTableRow):
            return f"{row.refused.document} {row.refused.problem.place}\n{refused_words(self.texts, row)}"
        return None

    def _open_document(self, row_key: object, _column: str) -> None:
        self.document_requested.emit(str(row_key))

    def _take_tab(self, index: int) -> None:
        self._last_table = ("documents", "log", "refused")[index]
        self.status_changed.emit()


def _set(table: DataTable, rows: Sequence[object]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
