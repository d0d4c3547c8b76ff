"""The rows and columns of a proposal: what was recognised, what accepting it would do, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.published import State
from auditor_app.domain.readings import Effect, ProposalRow
from auditor_app.foundation.translation import Texts
from auditor_app.services.explained_values import shown_value
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.word_columns import text_column
from auditor_app.services.word_explanation import value_words

EFFECT_BADGES: dict[Effect, BadgeKind] = {
    Effect.NEW: "accent",
    Effect.CONFIRMS: "good",
    Effect.DIFFERS: "bad",
    Effect.EQUAL: "neutral",
}


@dataclass(frozen=True)
class RecognisedRow:
    """A row of the proposal as a table row."""

    key: int
    row: ProposalRow
    is_chosen: bool


def proposal_columns(texts: Texts) -> list[Column]:
    """Columns over RecognisedRow, in the order shown."""
    return [*_effect_columns(texts), *_content_columns(texts), *_place_columns(texts)]


def _effect_columns(texts: Texts) -> list[Column]:
    return [
        text_column(
            "chosen",
            texts("proposal.chosen"),
            lambda row: texts("proposal.in" if row.is_chosen else "proposal.out"),
            9,
            kind="badge",
            is_frozen=True,
            badge=lambda row: "good" if row.is_chosen else "neutral",
        ),
        text_column(
            "effect",
            texts("field.effect"),
            lambda row: texts(f"effect.{row.row.effect.value}"),
            18 if texts.language == "ja" else 24,
            kind="badge",
            badge=lambda row: EFFECT_BADGES[row.row.effect],
        ),
    ]


def _content_columns(texts: Texts) -> list[Column]:
    def kind(row: RecognisedRow) -> str:
        return texts(f"kind.{row.row.statement.key.kind.value}")

    def value(row: RecognisedRow) -> str:
        statement = row.row.statement
        words = value_words(texts, shown_value(statement, ""))
        return words if statement.value.secondary is None else f"{words} ({statement.value.secondary})"

    return [
        text_column("kind", texts("field.kind"), kind, 22),
        Column(
            "year",
            texts("field.fiscal_year"),
            lambda row: row.row.statement.key.fiscal_year,
            lambda row: str(row.row.statement.key.fiscal_year),
            width=7,
        ),
        text_column("subject", texts("field.subject"), _subject, 34, tooltip=_subject),
        Column(
            "value",
            texts("field.value"),
            _sort_value,
            value,
            kind="number",
            width=24,
            state=lambda row: None if row.row.statement.value.state is State.REPORTED else "word",
            filter_kind="text",
        ),
        text_column("printed", texts("field.printed"), _printed, 40, tooltip=_printed),
    ]


def _place_columns(texts: Texts) -> list[Column]:
    return [
        Column(
            "line",
            texts("field.line"),
            lambda row: row.row.statement.place.line_from,
            lambda row: row.row.statement.place.lines(),
            kind="number",
            width=8,
        ),
        text_column("stored", texts("field.stored"), _stored, 24, emphasis=lambda _row: "muted"),
    ]


def _subject(row: RecognisedRow) -> str:
    key = row.row.statement.key
    return " · ".join(text for text in (key.subject, key.section, key.role, key.part, key.aspect) if text)


def _printed(row: RecognisedRow) -> str:
    return " ".join(row.row.statement.printed.split("\n"))


def _sort_value(row: RecognisedRow) -> object:
    value = row.row.statement.value
    return value.number if value.number is not None else (value.grade or value.text or None)


def _stored(row: RecognisedRow) -> str:
    return row.row.stored.printed if row.row.stored else ""
