"""Proposes how a new fiscal year begins from an earlier one, and lists what has changed between the two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any, Literal, cast

from auditor_app.domain.crosswalk import join_editions
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationLink, find_organisation
from auditor_app.domain.published import FactKind
from auditor_app.domain.standards import Edition, edition_for
from auditor_app.domain.year_scope import YearScope
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_scopes import scope_of_year
from auditor_app.services.browse_views import NamedView, compared_years, views_of_case
from auditor_app.services.expected_reports import WHOLE, expected_units, reported_units, years_with_reports
from auditor_app.services.view_definitions import LONGEST_NAME
from auditor_app.storage.reading import CaseReader

Origin = Literal["continued", "renamed", "successor", "created", "silent"]
ENDING_KINDS: tuple[LinkKind, ...] = ("renamed", "merged", "split", "abolished")


@dataclass(frozen=True)
class ProposedOrganisation:
    """An organisation there is at the end of the new year."""

    id: int
    name: str
    english: str
    origin: Origin
    """silent: it is there, but neither reported nor was expected to; it is listed and not proposed."""
    former_names: tuple[str, ...]
    """What it was called in the earlier year, or what it came of."""
    units: tuple[str, ...]
    """As in the earlier year; "" for an organisation that reports as a whole, or whose units nobody knows yet."""
    has_reported: bool
    """In the earlier year, itself or what it came of."""


@dataclass(frozen=True)
class EndedOrganisation:
    """One that reported in the earlier year and is no more at the end of the new one."""

    name: str
    english: str
    kind: LinkKind
    on_date: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True)
class ProposedView:
    """A named view of the earlier year, as it is to be saved for the new one."""

    page: str
    name: str
    new_name: str
    definition: Mapping[str, object]


@dataclass(frozen=True)
class YearProposal:
    """What the new year would begin with, and what differs from the earlier one."""

    fiscal_year: int
    from_year: int
    organisations: tuple[ProposedOrganisation, ...]
    """In official order; those that are not proposed too."""
    ended: tuple[EndedOrganisation, ...]
    former_edition: Edition | None
    editions: tuple[Edition, ...]
    """Those the new year can ask by."""
    edition: Edition | None
    """The one that is proposed; None when the case has no catalogue."""
    holds_already: bool
    """Whether that edition holds for the new year without being told so."""
    scope: YearScope | None
    """What the new year would ask, as the earlier one did; None where nothing is stated, or it has its own."""
    views: tuple[ProposedView, ...]

    @property
    def skipped_years(self) -> int:
        """Years between the two."""
        return self.fiscal_year - self.from_year - 1

    @property
    def not_reported(self) -> tuple[ProposedOrganisation, ...]:
        """Who did not report in the earlier year although it was there."""
        return tuple(own for own in self.organisations if not own.has_reported and own.origin != "created")


def last_year(reader: CaseReader) -> int | None:
    """The latest year that can be begun from: reported or expected, else published; None for an empty case."""
    return max(years_to_begin_from(reader), default=None)


def years_to_begin_from(reader: CaseReader) -> list[int]:
    """Where nobody ever returned anything, those whose coverage was published name the organisations."""
    return years_with_reports(reader) or reader.fiscal_years(FactKind.COVERAGE)


def refuse_begun_year(reader: CaseReader, fiscal_year: int) -> None:
    """WrongUsageError for a year that was begun already or has returns."""
    if fiscal_year in reader.year_starts():
        raise WrongUsageError(Problem("year_start.begun", "", {"year": fiscal_year}))
    if fiscal_year in reader.returns_years():
        raise WrongUsageError(Problem("year_start.has_returns", "", {"year": fiscal_year}))


def propose_year(reader: CaseReader, fiscal_year: int, pages: Iterable[str] = ()) -> YearProposal:
    """From the latest year before it; views of these pages.  WrongUsageError where there is nothing to begin from."""
    refuse_begun_year(reader, fiscal_year)
    from_year = max((year for year in years_to_begin_from(reader) if year < fiscal_year), default=None)
    if from_year is None:
        raise WrongUsageError(Problem("year_start.no_previous", "", {"year": fiscal_year}))
    editions = reader.editions()
    former, holding = edition_for(editions, from_year), edition_for(editions, fiscal_year)
    edition = holding or former
    named = [own for own in editions if own.items and own.fiscal_years]
    lineage = _Lineage(reader, from_year, fiscal_year)
    return YearProposal(
        fiscal_year,
        from_year,
        tuple(lineage.organisations()),
        tuple(lineage.ended()),
        former,
        tuple(own for own in editions if own in named or own == edition),
        edition,
        holding is not None,
        _scope(reader, from_year, fiscal_year),
        tuple(_views(views_of_case(reader, pages), _moved_years(reader, from_year, fiscal_year))),
    )


def item_kinds(reader: CaseReader, former: Edition | None, later: Edition | None) -> tuple[tuple[str, int], ...]:
    """What becomes of the items from one edition to the other: a kind of the crosswalk, or unmapped, and how many."""
    if former is None or later is None or former.id == later.id:
        return ()
    join = join_editions(former, later, reader.editions(), reader.crosswalk())
    counted = Counter([*join.kinds.values(), *join.former_others.values(), *join.later_others.values()])
    return tuple(counted.most_common())


def _scope(reader: CaseReader, from_year: int, fiscal_year: int) -> YearScope | None:
    scope = scope_of_year(reader, from_year)
    if scope is None or scope_of_year(reader, fiscal_year) is not None:
        return None
    return replace(scope, fiscal_year=fiscal_year, basis="decided")


def _moved_years(reader: CaseReader, from_year: int, fiscal_year: int) -> dict[int, int]:
    """For the years up to the earlier one: the next that the case knows, the new one at last; latest first."""
    known = sorted({year for year in years_to_begin_from(reader) if year < from_year} | {from_year, fiscal_year})
    return dict(reversed(list(pairwise(known))))


def _views(views: Sequence[NamedView], moved: Mapping[int, int]) -> Iterable[ProposedView]:
    """Views of the earlier year, and comparisons up to it: these with every year moved on."""
    from_year = next(iter(moved))
    taken = {(view.page, view.name) for view in views}
    for view in views:
        compared = compared_years(view.definition)
        if compared:
            follows = max(compared) == from_year and set(compared) <= set(moved)
            own = {year: moved[year] for year in compared} if follows else {}
        else:
            own = {from_year: moved[from_year]} if view.definition.get("fiscal_year") == from_year else {}
        if own:
            name = _free_name(view, own, taken)
            taken.add((view.page, name))
            yield ProposedView(view.page, view.name, name, _of_years(view.definition, own, is_compared=bool(compared)))


def _of_years(definition: Mapping[str, object], moved: Mapping[int, int], *, is_compared: bool) -> dict[str, object]:
    """The same view of other years, without what was supposed of their items."""
    made = dict(definition)
    if is_compared:
        choices = cast(dict[str, Any], made["choices"])
        made["choices"] = {**choices, "years": ",".join(map(str, sorted(moved.values())))}
    else:
        made["fiscal_year"] = max(moved.values())
    if "rates" in made:
        made["rates"] = {**cast(dict[str, Any], made["rates"]), "completed": []}
    return made


def _free_name(view: NamedView, moved: Mapping[int, int], taken: set[tuple[str, str]]) -> str:
    """The name with the new years in it: in place of the earlier ones, or behind; numbered if even that is taken."""
    years = "|".join(map(str, moved))
    name = re.sub(years, lambda found: str(moved[int(found[0])]), view.name)
    if name == view.name:
        name = f"{view.name[: LONGEST_NAME - 10]} {max(moved.values())}"
    free, number = name, 2
    while (view.page, free) in taken:
        free, number = f"{name[: LONGEST_NAME - 10]} ({number})", number + 1
    return free


class _Lineage:
    """Organisations from the end of one year to the end of another."""

    def __init__(self, reader: CaseReader, from_year: int, fiscal_year: int) -> None:
        self._years = (from_year, fiscal_year)
        self._bodies = {body.id: body for body in reader.organisations()}
        self._links = reader.organisation_links()
        reported, expected = reported_units(reader, from_year), expected_units(reader, from_year)
        published = [] if reported or expected else _published(reader, from_year, list(self._bodies.values()))
        self._reported = {*reported, *published}
        self._units = {**dict.fromkeys(published, (WHOLE,)), **expected, **reported}

    def organisations(self) -> Iterable[ProposedOrganisation]:
        """Everybody there at the end of the new year."""
        former = self._former_of_successors()
        for body in self._bodies.values():
            if not self._is_there(body, self._years[1]):
                continue
            sources = former.get(body.id, [])
            if body.id in self._units:
                yield self._continued(body)
            elif sources:
                yield self._successor(body, sources)
            else:
                is_new = not self._is_there(body, self._years[0])
                yield self._proposed(body, "created" if is_new else "silent", (), (WHOLE,), has_reported=False)

    def ended(self) -> Iterable[EndedOrganisation]:
        for identifier in self._bodies:
            body = self._bodies[identifier]
            if identifier not in self._units or self._is_there(body, self._years[1]):
                continue
            ways = self._ways_out(identifier)
            name = body.name_in(self._years[0])
            reached = self._successors(identifier)
            yield EndedOrganisation(
                name.name,
                name.english,
                ways[0].kind if ways else "abolished",
                ways[0].on_date if ways else name.to_date,
                tuple(self._bodies[own].name_in(self._years[1]).name for own in reached),
            )

    def _continued(self, body: Organisation) -> ProposedOrganisation:
        before, now = (body.name_in(year).name for year in self._years)
        origin: Origin = "continued" if before == now else "renamed"
        former = () if before == now else (before,)
        has_reported = body.id in self._reported
        return self._proposed(body, origin, former, self._units[body.id], has_reported=has_reported)

    def _successor(self, body: Organisation, sources: Sequence[int]) -> ProposedOrganisation:
        """A body of its own under a new name keeps the units; what a merger or split left has units nobody knows."""
        names = tuple(self._bodies[own].name_in(self._years[0]).name for own in sources)
        ways = {link.kind for own in sources for link in self._ways_out(own)}
        is_renamed = len(sources) == 1 and ways == {"renamed"}
        units = self._units[sources[0]] if is_renamed else (WHOLE,)
        has_reported = any(own in self._reported for own in sources)
        origin: Origin = "renamed" if is_renamed else "successor"
        return self._proposed(body, origin, names, units, has_reported=has_reported)

    def _proposed(
        self, body: Organisation, origin: Origin, former: tuple[str, ...], units: tuple[str, ...], *, has_reported: bool
    ) -> ProposedOrganisation:
        name = body.name_in(self._years[1])
        return ProposedOrganisation(body.id, name.name, name.english, origin, former, units, has_reported)

    def _former_of_successors(self) -> dict[int, list[int]]:
        """What reported in the earlier year and is no more, by each body it has become."""
        former: dict[int, list[int]] = {}
        for identifier in self._units:
            if not self._is_there(self._bodies[identifier], self._years[1]):
                for successor in self._successors(identifier):
                    former.setdefault(successor, []).append(identifier)
        return former

    def _successors(self, identifier: int) -> list[int]:
        """What it has become by the end of the new year, also by way of others that are no more."""
        reached: dict[int, None] = {}
        waiting, seen = [identifier], {identifier}
        while waiting:
            for link in self._ways_out(waiting.pop(0)):
                target = link.to_id
                if target is None or target in seen or target not in self._bodies:
                    continue
                seen.add(target)
                if self._is_there(self._bodies[target], self._years[1]):
                    reached[target] = None
                else:
                    waiting.append(target)
        return list(reached)

    def _ways_out(self, identifier: int) -> list[OrganisationLink]:
        """What ended it by the end of the new year; a link without a day may have been at any time."""
        end = _last_day(self._years[1])
        return [
            link
            for link in self._links
            if link.from_id == identifier
            and link.kind in ENDING_KINDS
            and (link.on_date is None or link.on_date <= end)
        ]

    def _is_there(self, body: Organisation, fiscal_year: int) -> bool:
        """On the last day of a year: it has a name then, and no dated link has ended or not yet begun it.

        A ministry may go on after a part of it was split off: then it keeps its name.
        """
        day = _last_day(fiscal_year)
        dated = [(link, link.on_date) for link in self._links if link.on_date is not None]
        has_ended = any(
            link.from_id == body.id and link.kind in ("renamed", "merged", "abolished") and on <= day
            for link, on in dated
        )
        is_to_come = any(link.to_id == body.id and link.kind != "merged" and on > day for link, on in dated)
        return any(name.holds_in(fiscal_year) for name in body.names) and not has_ended and not is_to_come


def _published(reader: CaseReader, fiscal_year: int, bodies: list[Organisation]) -> list[int]:
    facts = reader.facts([FactKind.COVERAGE], [fiscal_year])
    found = (find_organisation(bodies, fact.key.subject) for fact in facts)
    return [body.id for body in found if body is not None]


def _last_day(fiscal_year: int) -> date:
    return date(fiscal_year + 1, 3, 31)
