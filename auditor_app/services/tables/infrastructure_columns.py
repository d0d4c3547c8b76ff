"""The table of the sectors of critical infrastructure, with how far each sector's group is."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.domain.published import Fact
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import FactRow, source_columns
from auditor_app.services.tables.word_columns import position_column, text_column

StateOf = Callable[[str, str], Fact | None]
"""What is said of a subject (safety_standards, ceptoar) for a group of sectors."""


def sector_columns(texts: Texts, state_of: StateOf) -> list[Column]:
    """Over FactRow."""
    return [
        position_column(texts),
        text_column("sector", texts("field.sector"), lambda row: row.fact.key.subject, 24, is_frozen=True),
        text_column("group", texts("field.group"), lambda row: texts(f"group.{row.fact.key.aspect}"), 16),
        text_column("safety", texts("subject.safety_standards"), _words(state_of, "safety_standards"), 30),
        text_column("ceptoar", texts("subject.ceptoar"), _words(state_of, "ceptoar"), 44),
        *source_columns(texts),
    ]


def _words(state_of: StateOf, subject: str) -> Callable[[FactRow], str]:
    def words(row: FactRow) -> str:
        state = state_of(subject, row.fact.key.aspect)
        return state.shown.value.text if state else ""

    return words
