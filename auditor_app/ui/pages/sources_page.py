"""Sources and log: the documents a case rests on, and everything that was done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from auditor_app.domain.case import RefusedRow, StoredDocument
from auditor_app.domain.changes import LogEntry, canonical_json, first_broken_entry
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.word_columns import text_column
from auditor_app.services.view_rows import Row
from auditor_app.services.word_log import entry_words
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable


@dataclass(frozen=True)
class DocumentRow:
    key: str
    document: StoredDocument


@dataclass(frozen=True)
class RefusedTableRow:
    key: str
    refused: RefusedRow


@dataclass(frozen=True)
class LogRow:
    key: str
    entry: LogEntry


class SourcesPage(Page):
    """資料・履歴."""

    page_id = "sources"
    document_requested = Signal(str)
    """sha256 of the document to open"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.tiles = self.add_tiles(3)
        self.documents = self.make_table("documents", self._document_columns())
        self.documents.set_no_rows_text(self.texts("sources.empty"))
        self.documents.activated.connect(self._open_document)
        self.log = self.make_table("log", self._log_columns())
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(
            self.table_box(self.texts("sources.open_hint"), self.documents), self.texts("sources.documents")
        )
        self.tabs.addTab(self.table_box("", self.log), self.texts("sources.log"))
        self.refused_table = self.make_table("refused", self._refused_columns())
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

    def _open_document(self, row_key: object, _column: str) -> None:
        self.document_requested.emit(str(row_key))

    def _take_tab(self, index: int) -> None:
        self._last_table = ("documents", "log", "refused")[index]
        self.status_changed.emit()

    def _document_columns(self) -> list[Column]:
        texts = self.texts
        return [
            text_column("document", texts("field.document"), lambda row: row.document.name, 32, is_frozen=True),
            text_column("cited", texts("field.cited"), _cited, 44, tooltip=_cited),
            Column(
                "statements",
                texts("field.statements"),
                lambda row: row.document.statements,
                lambda row: str(row.document.statements),
                kind="number",
                width=9,
            ),
            Column(
                "rows",
                texts("field.rows"),
                lambda row: row.document.rows,
                lambda row: f"{row.document.rows:,}",
                kind="number",
                width=9,
            ),
            Column(
                "size",
                texts("field.size"),
                lambda row: row.document.size,
                lambda row: f"{row.document.size:,}",
                kind="number",
                width=10,
            ),
            text_column("encoding", texts("field.encoding"), self._encoding_words, 12),
            self._time_column("added_at", texts("field.at"), lambda row: row.document.added_at),
            text_column("sha256", "sha256", lambda row: row.document.sha256, 66, emphasis=lambda _row: "muted"),
        ]

    def _refused_columns(self) -> list[Column]:
        texts = self.texts
        return [
            text_column("document", texts("field.document"), lambda row: row.refused.document, 26, is_frozen=True),
            text_column("place", texts("field.place"), lambda row: row.refused.problem.place, 22),
            text_column("reason", texts("field.reason"), self._refused_words, 90, tooltip=self._refused_words),
        ]

    def _refused_words(self, row: RefusedTableRow) -> str:
        problem = row.refused.problem
        return self.texts(f"{problem.key}.what", **problem.values)

    def _encoding_words(self, row: DocumentRow) -> str:
        mark = "" if row.document.encoding_is_certain else self.texts("sources.uncertain")
        return f"{row.document.encoding}{mark}"

    def _log_columns(self) -> list[Column]:
        texts = self.texts
        return [
            Column(
                "sequence",
                texts("field.sequence"),
                lambda row: row.entry.sequence,
                lambda row: str(row.entry.sequence),
                kind="number",
                width=6,
                is_frozen=True,
            ),
            self._time_column("at", texts("field.at"), lambda row: row.entry.at, is_frozen=True),
            text_column("author", texts("field.author"), lambda row: row.entry.author, 14),
            text_column("action", texts("field.action"), self._action_words, 44),
            text_column("details", texts("field.details"), _details, 40, tooltip=_details, is_visible_by_default=False),
            text_column("hash", texts("field.hash"), lambda row: row.entry.hash, 66, emphasis=lambda _row: "muted"),
        ]

    def _time_column(self, key: str, title: str, at: Callable[[Any], datetime], *, is_frozen: bool = False) -> Column:
        """Sorted by the moment, shown in local time."""

        def sort_value(row: object) -> str:
            return at(row).isoformat()

        def words(row: object) -> str:
            return self.context.time_text(at(row))

        return Column(key, title, sort_value, words, kind="date", width=16, is_frozen=is_frozen)

    def _action_words(self, row: LogRow) -> str:
        return entry_words(self.texts, row.entry.action, row.entry.details)


def _cited(row: DocumentRow) -> str:
    return row.document.cited


def _details(row: LogRow) -> str:
    return canonical_json(row.entry.details)


def _set(table: DataTable, rows: Sequence[object]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
