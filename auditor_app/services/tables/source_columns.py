"""The tables of sources and log: documents, what of them was refused, and everything done to the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditor_app.domain.case import RefusedRow, StoredDocument
from auditor_app.domain.changes import LogEntry, canonical_json
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.word_columns import text_column
from auditor_app.services.word_log import entry_words

TimeText = Callable[[datetime], str]


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


def document_columns(texts: Texts, time_text: TimeText) -> list[Column]:
    """Over DocumentRow; `time_text` puts a moment into words."""
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
        text_column("encoding", texts("field.encoding"), lambda row: _encoding_words(texts, row), 12),
        _time_column(time_text, "added_at", texts("field.at"), lambda row: row.document.added_at),
        text_column("sha256", "sha256", lambda row: row.document.sha256, 66, emphasis=lambda _row: "muted"),
    ]


def refused_columns(texts: Texts) -> list[Column]:
    """Over RefusedTableRow."""
    return [
        text_column("document", texts("field.document"), lambda row: row.refused.document, 26, is_frozen=True),
        text_column("place", texts("field.place"), lambda row: row.refused.problem.place, 22),
        text_column(
            "reason",
            texts("field.reason"),
            lambda row: refused_words(texts, row),
            90,
            tooltip=lambda row: refused_words(texts, row),
        ),
    ]


def log_columns(texts: Texts, time_text: TimeText) -> list[Column]:
    """Over LogRow."""
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
        _time_column(time_text, "at", texts("field.at"), lambda row: row.entry.at, is_frozen=True),
        text_column("author", texts("field.author"), lambda row: row.entry.author, 14),
        text_column("action", texts("field.action"), lambda row: _action_words(texts, row), 44),
        text_column("details", texts("field.details"), _details, 40, tooltip=_details, is_visible_by_default=False),
        text_column("hash", texts("field.hash"), lambda row: row.entry.hash, 66, emphasis=lambda _row: "muted"),
    ]


def refused_words(texts: Texts, row: RefusedTableRow) -> str:
    problem = row.refused.problem
    return texts(f"{problem.key}.what", **problem.values)


def _encoding_words(texts: Texts, row: DocumentRow) -> str:
    mark = "" if row.document.encoding_is_certain else texts("sources.uncertain")
    return f"{row.document.encoding}{mark}"


def _action_words(texts: Texts, row: LogRow) -> str:
    return entry_words(texts, row.entry.action, row.entry.details)


def _time_column(
    time_text: TimeText, key: str, title: str, at: Callable[[Any], datetime], *, is_frozen: bool = False
) -> Column:
    """Sorted by the moment."""

    def sort_value(row: object) -> str:
        return at(row).isoformat()

    def words(row: object) -> str:
        return time_text(at(row))

    return Column(key, title, sort_value, words, kind="date", width=16, is_frozen=is_frozen)


def _cited(row: DocumentRow) -> str:
    return row.document.cited


def _details(row: LogRow) -> str:
    return canonical_json(row.entry.details)
