"""Starts a fiscal year from an earlier one: expected units, edition, scope and views, as one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditor_app.domain.standards import edition_for
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_views import NamedView
from auditor_app.services.propose_year import ProposedView, YearProposal, refuse_begun_year
from auditor_app.services.view_definitions import check_definition, name_text
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Carry = Callable[[UnitOfWork, YearStart], None]
"""Writes what else follows into the new year, as part of the same change."""


@dataclass(frozen=True)
class YearWish:
    """What the auditor has made of a proposal."""

    fiscal_year: int
    from_year: int
    units: tuple[tuple[int, str], ...]
    """Organisation id and unit, each expected to report."""
    edition_id: int = 0
    """The edition the year asks by; 0: whichever holds."""
    scope: YearScope | None = None
    views: tuple[ProposedView, ...] = ()


@dataclass(frozen=True)
class StartedYear:
    """What the new year begins with."""

    fiscal_year: int
    organisations: int
    units: int
    views: int


def wish_of(proposal: YearProposal) -> YearWish:
    """Everything as it is proposed."""
    return YearWish(
        proposal.fiscal_year,
        proposal.from_year,
        tuple((own.id, unit) for own in proposal.organisations if own.origin != "silent" for unit in own.units),
        proposal.edition.id if proposal.edition else 0,
        proposal.scope,
        proposal.views,
    )


def start_year(
    case: Path, wish: YearWish, *, author: str, clock: Callable[[], datetime], carried: Sequence[Carry] = ()
) -> StartedYear:
    """WrongUsageError for a year begun already, one with returns, and one of which nobody is expected to report."""
    if not wish.units:
        raise WrongUsageError(Problem("year_start.nobody", "", {"year": wish.fiscal_year}))
    views = [NamedView(own.page, own.new_name.strip(), own.definition) for own in wish.views]
    for view in views:
        name_text(view.name, view.name)
        check_definition(dict(view.definition), view.name)
    organisations = len({organisation for organisation, _ in wish.units})
    done = StartedYear(wish.fiscal_year, organisations, len(set(wish.units)), len(views))
    start = YearStart(wish.fiscal_year, wish.from_year, wish.units)
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            refuse_begun_year(reader, wish.fiscal_year)
            names_edition = _must_name_edition(reader, wish)
        summary: dict[str, object] = {
            "year": done.fiscal_year,
            "organisations": done.organisations,
            "units": done.units,
        }
        work.begin_change("year_started", summary)
        work.start_year(start)
        if names_edition:
            work.add_edition_years(wish.edition_id, [wish.fiscal_year])
        if wish.scope is not None:
            work.set_year_scope(wish.scope)
        for view in views:
            work.save_view(view.page, view.name, dict(view.definition))
        for carry in carried:
            carry(work, start)
        work.commit()
    return done


def _must_name_edition(reader: CaseReader, wish: YearWish) -> bool:
    """Whether the edition holds for the year only when it is told so."""
    holding = edition_for(reader.editions(), wish.fiscal_year)
    return bool(wish.edition_id) and (holding is None or holding.id != wish.edition_id)
