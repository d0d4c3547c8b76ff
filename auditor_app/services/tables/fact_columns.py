"""Columns that many tables of facts share: texts, numbers with their states, source place, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.explanations import ShownValue
from auditor_app.domain.published import Fact, State, Statement
from auditor_app.foundation.translation import Texts
from auditor_app.services.explained_values import shown_value
from auditor_app.services.tables.columns import Column
from auditor_app.services.word_explanation import value_words


@dataclass(frozen=True)
class FactRow:
    """A fact as a table row; the figure id is its key."""

    key: str
    fact: Fact
    position: int

    @property
    def shown(self) -> Statement:
        return self.fact.shown


def fact_rows(facts: Sequence[Fact]) -> list[FactRow]:
    """Rows in the order given, numbered from 1."""
    return [FactRow(fact.key.figure_id, fact, position) for position, fact in enumerate(facts, start=1)]


def value_column(texts: Texts, title: str, width: int = 14) -> Column:
    """The value of a fact: a number with its unit, a grade, a bounded claim, or the words of its state."""

    def words(row: FactRow) -> str:
        return value_words(texts, _value(row))

    return Column(
        "value",
        title,
        lambda row: row.shown.value.number if row.shown.value.number is not None else (words(row) or None),
        words,
        kind="number",
        width=width,
        state=lambda row: None if row.shown.value.state is State.REPORTED else "word",
        meaning=lambda row: None if row.shown.value.state is State.REPORTED else row.shown.value.state,
        filter_kind="text",
    )


def source_columns(texts: Texts, *, visible: bool = True) -> list[Column]:
    """Confidence and place, last in every table of facts."""
    return [
        Column(
            "confidence",
            texts("field.confidence"),
            lambda row: row.shown.confidence.value,
            lambda row: texts(f"confidence.{row.shown.confidence.value}"),
            width=9,
            is_visible_by_default=visible,
            emphasis=lambda row: "warning" if row.shown.confidence.rank else "muted",
        ),
        Column(
            "place",
            texts("field.place"),
            lambda row: row.shown.place.code(),
            lambda row: row.shown.place.code(),
            width=18,
            is_visible_by_default=visible,
            emphasis=lambda _row: "muted",
            tooltip=lambda row: f"{row.shown.place.document}: {row.shown.printed}",
        ),
    ]


def _value(row: FactRow) -> ShownValue:
    return shown_value(row.shown, "")
