"""Weak areas as published, and what the evaluation says by field."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.published import Fact, FactKind
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class WeakAreas:
    """What a year's report names as needing improvement, and its evaluation statements."""

    fiscal_year: int
    areas: tuple[Fact, ...]
    evaluations: tuple[Fact, ...]
    part_titles: dict[str, str]


def weak_areas(reader: CaseReader, fiscal_year: int) -> WeakAreas:
    """Weak areas and evaluation statements of a year, in printed order."""
    kinds = [FactKind.WEAK_AREA, FactKind.EVALUATION, FactKind.STANDARD_PART]
    facts = reader.facts(kinds, [fiscal_year])
    return WeakAreas(
        fiscal_year,
        tuple(fact for fact in facts if fact.key.kind is FactKind.WEAK_AREA),
        tuple(fact for fact in facts if fact.key.kind is FactKind.EVALUATION),
        {fact.key.part: fact.shown.value.text for fact in facts if fact.key.kind is FactKind.STANDARD_PART},
    )
