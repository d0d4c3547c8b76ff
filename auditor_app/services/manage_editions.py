"""What the auditor decides about editions and years: states, the years an edition holds for, scopes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from auditor_app.domain.standards import Edition, EditionState
from auditor_app.domain.year_scope import YearScope
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_editions import years_held_by_others
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class EditionWish:
    """What the auditor wants an edition to be; a draft decided, the years it holds for."""

    state: EditionState
    state_date: date | None
    fiscal_years: tuple[int, ...]


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
    """What a year asked of whom, as the auditor decides it: from now on this goes before the published words.

    One that states nothing takes an earlier decision back.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            decided = reader.year_scopes().get(scope.fiscal_year, YearScope(scope.fiscal_year, (), ()))
        if decided == scope:
            return
        work.begin_change("scope_set", {"year": scope.fiscal_year})
        work.set_year_scope(scope)
        work.commit()


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
