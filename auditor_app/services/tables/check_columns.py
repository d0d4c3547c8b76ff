"""The table of the checks: whether each holds, what was expected and found, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.consistency import CheckResult
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column, Emphasis
from auditor_app.services.tables.word_columns import text_column


@dataclass(frozen=True)
class CheckRow:
    """A check as a table row."""

    key: str
    result: CheckResult


def check_rows(results: Sequence[CheckResult]) -> list[CheckRow]:
    """In the order the checks are made, numbered from 1."""
    return [CheckRow(f"check:{number}", result) for number, result in enumerate(results, start=1)]


def check_columns(texts: Texts) -> list[Column]:
    """Over CheckRow."""
    return [
        text_column(
            "holds",
            texts("field.holds"),
            lambda row: texts("holds.yes" if row.result.holds else "holds.no"),
            10,
            kind="badge",
            is_frozen=True,
            badge=lambda row: "good" if row.result.holds else "bad",
        ),
        text_column("rule", texts("field.rule"), lambda row: texts(f"check.{row.result.rule}"), 22, is_frozen=True),
        text_column("subject", texts("field.subject"), lambda row: row.result.subject, 26),
        text_column("expected", texts("field.expected"), _expected, 16, tooltip=_expected),
        text_column("found", texts("field.found"), _found, 16, tooltip=_found, emphasis=_emphasis),
        text_column("places", texts("field.places"), _places, 44, tooltip=_places, emphasis=lambda _row: "muted"),
    ]


def _expected(row: CheckRow) -> str:
    return row.result.expected


def _found(row: CheckRow) -> str:
    return row.result.found


def _emphasis(row: CheckRow) -> Emphasis | None:
    return None if row.result.holds else "bad"


def _places(row: CheckRow) -> str:
    return "; ".join(place.code() for place in row.result.places)
