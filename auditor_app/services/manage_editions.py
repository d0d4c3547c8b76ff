"""Editions side by side with the years they hold for, and what the auditor decides about states, years and scopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from auditor_app.domain.standards import Edition, EditionState, edition_for
from auditor_app.domain.year_scope import YearScope
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_scopes import scopes
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]


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


@dataclass(frozen=True)
class EditionWish:
    """What the auditor wants an edition to be; a draft decided, the years it holds for."""

    state: EditionState
    state_date: date | None
    fiscal_years: tuple[int, ...]


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
    own = _edition(editions, edition_id)
    others = [other for other in editions if other.standard == own.standard and other.id != own.id]
    return {year: other for year in sorted(years) for other in others if year in other.fiscal_years}


def edit_edition(
    case: Path, edition_id: int, wish: EditionWish, *, moves: bool = False, author: str, clock: Clock
) -> dict[int, str]:
    """Gives an edition its state and exactly these years, as one change; the years moved, with who held them.

    A year has one edition: naming a year another edition holds is refused (WrongUsageError) unless `moves` says
    that it is to be moved.  An edition with items that holds for no year holds for all the others, which only one can.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            editions, rows = reader.editions(), reader.edition_year_rows()
        own = _edition(editions, edition_id)
        added = sorted(set(wish.fiscal_years) - set(own.fiscal_years))
        dropped = sorted(set(own.fiscal_years) - set(wish.fiscal_years))
        held = years_held_by_others(editions, edition_id, added)
        if held and not moves:
            raise WrongUsageError(*(_taken(own, year, other) for year, other in held.items()))
        _refuse_second_default(own, wish.fiscal_years, editions, held)
        has_other_state = (own.state, own.state_date) != (wish.state, wish.state_date)
        if not (added or dropped or has_other_state):
            return {}
        work.begin_change("edition_edited", {"edition": own.name})
        if has_other_state:
            work.set_edition_state(edition_id, wish.state, wish.state_date)
        outdated = [row for row, edition, year in rows if _is_outdated(edition, year, own.id, dropped, held)]
        if outdated:
            work.retract("edition_year", outdated)
        work.add_edition_years(edition_id, added)
        work.commit()
        return {year: other.name for year, other in held.items()}


def set_scope(case: Path, scope: YearScope, *, author: str, clock: Clock) -> None:
    """What a year asked of whom, as the auditor decides it; from now on this goes before the published words."""
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            if scopes(reader).get(scope.fiscal_year) == scope:
                return
        work.begin_change("scope_set", {"year": scope.fiscal_year})
        work.set_year_scope(scope)
        work.commit()


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


def _edition(editions: Sequence[Edition], edition_id: int) -> Edition:
    return next(own for own in editions if own.id == edition_id)


def _taken(own: Edition, year: int, other: Edition) -> Problem:
    return Problem("edition.year_taken", own.name, {"edition": own.name, "year": year, "other": other.name})


def _refuse_second_default(
    own: Edition, years: Sequence[int], editions: Sequence[Edition], held: dict[int, Edition]
) -> None:
    """Two editions with items that name no year would both hold for every year without one."""
    left = {edition.id: set(edition.fiscal_years) for edition in editions if edition.items}
    for year, other in held.items():
        left.get(other.id, set()).discard(year)
    if own.items:
        left[own.id] = set(years)
    defaults = [edition for edition in editions if edition.id in left and not left[edition.id]]
    before = [edition for edition in editions if edition.items and not edition.fiscal_years]
    if len(defaults) > 1 and len(defaults) > len(before):
        first, second = defaults[0], defaults[1]
        values: dict[str, object] = {"edition": second.name, "other": first.name}
        raise WrongUsageError(Problem("edition.second_default", own.name, values))


def _is_outdated(edition: int, year: int, own: int, dropped: Sequence[int], held: dict[int, Edition]) -> bool:
    """Rows of years the edition gives up, or that it takes from others."""
    return year in dropped if edition == own else year in held and held[year].id == edition
