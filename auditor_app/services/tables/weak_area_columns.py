"""The columns of the published weak areas, and of the statements of the evaluation."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import FactRow, source_columns
from auditor_app.services.tables.word_columns import position_column, text_column


def weak_area_columns(texts: Texts, part_title: Callable[[str], str]) -> list[Column]:
    """Over FactRow; `part_title` gives the title of a Part in the year shown."""

    def part_words(row: FactRow) -> str:
        part = row.fact.key.part
        return texts("part.title", part=part, title=part_title(part)).strip()

    return [
        position_column(texts),
        text_column("role", texts("field.role"), lambda row: texts(f"role.{row.fact.key.role}"), 24),
        text_column("part", texts("field.part"), part_words, 28),
        text_column("topic", texts("field.topic"), lambda row: row.fact.key.aspect, 42),
        *source_columns(texts),
    ]


def evaluation_columns(texts: Texts) -> list[Column]:
    """Over FactRow."""
    return [
        text_column("field", texts("field.subject"), lambda row: row.fact.key.subject, 24, is_frozen=True),
        text_column("statement", texts("field.statement"), _statement_words, 80, tooltip=_statement_words),
        text_column("claim", texts("field.claim"), lambda row: _claim_words(texts, row), 14),
        *source_columns(texts),
    ]


def _statement_words(row: FactRow) -> str:
    return row.shown.value.text or row.shown.printed


def _claim_words(texts: Texts, row: FactRow) -> str:
    value, unit = row.shown.value, row.shown.unit
    if value.upper is not None:
        return texts("claim.below", bound=value.upper, unit=unit)
    if value.lower is not None:
        return texts("claim.at_least", bound=value.lower, unit=unit)
    return ""
