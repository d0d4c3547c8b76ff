"""The common standard: its editions, its Parts, and the revision list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.domain.published import Fact, FactKind
from auditor_app.domain.standards import Edition
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class Standard:
    """Editions known to the case, and what the reports say about Parts and revisions, whatever their year."""

    editions: tuple[Edition, ...]
    parts: tuple[Fact, ...]
    revisions: tuple[Fact, ...]


def standard(reader: CaseReader, fiscal_years: Iterable[int] | None = None) -> Standard:
    """Editions, and the Parts and revision lists published (in these years), in printed order."""
    facts = reader.facts([FactKind.STANDARD_PART, FactKind.REVISION], fiscal_years)
    return Standard(
        tuple(reader.editions()),
        tuple(fact for fact in facts if fact.key.kind is FactKind.STANDARD_PART),
        tuple(fact for fact in facts if fact.key.kind is FactKind.REVISION),
    )
