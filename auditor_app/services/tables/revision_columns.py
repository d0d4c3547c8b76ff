"""Columns of the revision list and of the Parts of the standard."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.fact_columns import FactRow, source_columns
from auditor_app.services.tables.word_columns import text_column

BADGES: dict[str, BadgeKind] = {"new": "accent", "changed": "neutral", "reclassified": "warning"}

YearText = Callable[[int], str]


def revision_columns(texts: Texts, year_text: YearText) -> list[Column]:
    return [
        text_column("section", texts("field.section"), lambda row: row.fact.key.section, 9, is_frozen=True),
        text_column(
            "change", texts("field.change"), lambda row: _change_words(texts, row), 19, kind="badge", badge=_badge
        ),
        text_column("title", texts("field.title"), lambda row: row.fact.key.aspect, 42),
        text_column(
            "reason",
            texts("field.reason"),
            lambda row: row.shown.value.text,
            60,
            tooltip=lambda row: row.shown.value.text,
        ),
        text_column(
            "draft",
            texts("field.is_draft"),
            lambda row: texts("draft") if row.shown.is_draft else "",
            8,
            emphasis=lambda _row: "warning",
        ),
        text_column(
            "year",
            texts("field.fiscal_year"),
            lambda row: year_text(row.fact.key.fiscal_year),
            12,
            is_visible_by_default=False,
        ),
        *source_columns(texts),
    ]


def part_columns(texts: Texts, year_text: YearText) -> list[Column]:
    return [
        text_column("part", texts("field.part"), lambda row: row.fact.key.part, 6, is_frozen=True),
        text_column("title", texts("field.title"), lambda row: row.shown.value.text, 36),
        text_column("year", texts("field.fiscal_year"), lambda row: year_text(row.fact.key.fiscal_year), 23),
        *source_columns(texts),
    ]


def _change_words(texts: Texts, row: FactRow) -> str:
    change = row.shown.attribute("change")
    if change == "reclassified":
        return texts("revision.enhanced_to_basic")
    return texts(f"revision.{change}") if change else ""


def _badge(row: FactRow) -> BadgeKind | None:
    return BADGES.get(row.shown.attribute("change"))
