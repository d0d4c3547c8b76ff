"""Editions side by side with the years they hold for, and what each year asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.standards import Edition, edition_for
from auditor_app.domain.year_scope import YearScope
from auditor_app.services.browse_scopes import scopes
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class PartItems:
    """How many items of each class a Part has."""

    part: str
    title: str
    basic: int
    enhanced: int


@dataclass(frozen=True)
class EditionSummary:
    """One edition as it stands beside the others."""

    edition: Edition
    parts: tuple[PartItems, ...]
    is_default: bool
    """Whether it holds for every year that no edition names."""

    @property
    def basic(self) -> int:
        return sum(own.basic for own in self.parts)

    @property
    def enhanced(self) -> int:
        return sum(own.enhanced for own in self.parts)


@dataclass(frozen=True)
class YearLine:
    """A fiscal year with the edition that holds for it and what it asked of whom."""

    fiscal_year: int
    edition: Edition | None
    holds_by: Literal["named", "default", "none"]
    scope: YearScope | None
    has_returns: bool


def editions_side_by_side(reader: CaseReader) -> tuple[EditionSummary, ...]:
    """All editions in the order they were added, each with the size of its Parts."""
    return tuple(
        EditionSummary(edition, _parts(edition), is_default=bool(edition.items) and not edition.fiscal_years)
        for edition in reader.editions()
    )


def years_of_editions(reader: CaseReader) -> tuple[YearLine, ...]:
    """Every year an edition names, that has a scope, or of which returns are in the case."""
    editions, stated = reader.editions(), scopes(reader)
    returned = set(reader.returns_years())
    years = sorted({*stated, *returned, *(year for edition in editions for year in edition.fiscal_years)})
    return tuple(_year_line(year, editions, stated.get(year), year in returned) for year in years)


def years_held_by_others(editions: Sequence[Edition], edition_id: int, years: Sequence[int]) -> dict[int, Edition]:
    """Of these years those another edition of the same standard holds."""
    own = next(edition for edition in editions if edition.id == edition_id)
    others = [other for other in editions if other.standard == own.standard and other.id != own.id]
    return {year: other for year in sorted(years) for other in others if year in other.fiscal_years}


def _parts(edition: Edition) -> tuple[PartItems, ...]:
    part_of = {section.section: section.part for section in edition.sections}
    numbers = dict.fromkeys([*(own.part for own in edition.parts), *part_of.values()])
    titles = {own.part: own.title for own in edition.parts}
    counts = {part: {"basic": 0, "enhanced": 0} for part in numbers}
    for item in edition.items:
        part = part_of.get(item.section, item.section.partition(".")[0])
        counts.setdefault(part, {"basic": 0, "enhanced": 0})[item.item_class] += 1
    return tuple(PartItems(part, titles.get(part, ""), own["basic"], own["enhanced"]) for part, own in counts.items())


def _year_line(year: int, editions: Sequence[Edition], scope: YearScope | None, has_returns: bool) -> YearLine:
    with_items = edition_for(editions, year)
    named = next((own for own in reversed(editions) if year in own.fiscal_years), None)
    if with_items is not None and year in with_items.fiscal_years:
        return YearLine(year, with_items, "named", scope, has_returns)
    if named is not None and with_items is None:
        return YearLine(year, named, "named", scope, has_returns)
    return YearLine(year, with_items, "default" if with_items else "none", scope, has_returns)
