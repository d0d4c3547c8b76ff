"""What cannot be in the lineage of organisations: each check names what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise

from auditor_app.domain.days import FIRST_DAY, LAST_DAY, day_after, day_before, is_likely
from auditor_app.domain.lineage import JoinedSeries, Lineage
from auditor_app.domain.organisation_naming import NameFault, name_fault
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem

ENDING: tuple[LinkKind, ...] = ("renamed", "merged", "abolished")
"""After such a link its source is no more; a split one may go on beside what left it."""
FEWEST_MEMBERS = 2
_OF_NAMES: dict[NameFault, str] = {
    "name_missing": "lineage.name_missing",
    "name_reserved": "lineage.name_reserved",
    "name_unprintable": "lineage.name_unprintable",
}


def problems_of(lineage: Lineage) -> list[Problem]:
    """All that is wrong, in the order of bodies and links; [] for a lineage that can be.

    >>> one = Organisation(1, (OrganisationName("甲庁", "", None, date(2007, 3, 31)), OrganisationName("乙庁")))
    >>> [(problem.key, problem.place) for problem in problems_of(Lineage((one,)))]
    [('lineage.names_overlap', '乙庁')]
    """
    return [
        *(problem for body in lineage.organisations for problem in problems_of_body(body)),
        *shared_names(lineage),
        *(problem for link in lineage.links for problem in problems_of_link(lineage, link)),
        *links_told_twice(lineage),
        *bodies_ending_twice(lineage),
        *(problem for link in lineage.links for problem in told_alone(lineage, link)),
        *circles(lineage),
        *(problem for own in lineage.joined for problem in problems_of_joined(lineage, own)),
    ]


def problems_of_body(body: Organisation) -> Iterator[Problem]:
    """Of its names: missing, backwards, two on one day, none on a day between two, the same one twice running."""
    for name in body.names:
        if fault := name_fault(name.name) or (name_fault(name.english) if name.english else None):
            yield Problem(_OF_NAMES[fault], name.name)
        yield from _unlikely((name.from_date, name.to_date), name.name)
        if name.from_date and name.to_date and name.to_date < name.from_date:
            yield Problem("lineage.dates_reversed", name.name, {"first": name.from_date, "last": name.to_date})
    for earlier, later in pairwise(body.names):
        values: dict[str, object] = {"one": earlier.name, "other": later.name}
        if earlier.overlaps(later):
            yield Problem("lineage.names_overlap", later.name, values)
        elif earlier.to_date and later.from_date and day_after(earlier.to_date) != later.from_date:
            days = {"last": earlier.to_date, "first": later.from_date}
            yield Problem("lineage.names_apart", later.name, {**values, **days})
        elif fold_name(earlier.name) == fold_name(later.name):
            yield Problem("lineage.name_unchanged", later.name, values)


def shared_names(lineage: Lineage) -> Iterator[Problem]:
    """The same name borne by two bodies on one day: a return could not be given to one of them."""
    bearers: dict[str, list[tuple[int, OrganisationName]]] = {}
    for body in lineage.organisations:
        for name in body.names:
            bearers.setdefault(fold_name(name.name), []).append((body.id, name))
    for borne in bearers.values():
        for (one, name), (other, same) in combinations(borne, 2):
            if one != other and name.overlaps(same):
                yield Problem("lineage.name_shared", name.name, {"name": name.name})


def problems_of_link(lineage: Lineage, link: OrganisationLink) -> Iterator[Problem]:
    """An end that is not there, and days on which a body did not exist yet or no more."""
    place = words_of_link(lineage, link)
    source, target = lineage.body(link.from_id), lineage.body(link.to_id)
    if (source is None and link.kind != "created") or (target is None and link.kind != "abolished"):
        yield Problem("lineage.body_unknown", place)
        return
    day = link.on_date
    if day is None:
        return
    yield from _unlikely((day,), place)
    if source is not None:
        yield from _days_of_source(source, link.kind, day, place)
    if target is not None:
        yield from _days_of_target(target, link.kind, day, place)


def _unlikely(days: Iterable[date | None], place: str) -> Iterator[Problem]:
    for day in days:
        if day is not None and not is_likely(day):
            yield Problem("lineage.day_unlikely", place, {"day": day, "first": FIRST_DAY, "last": LAST_DAY})


def _days_of_source(source: Organisation, kind: LinkKind, day: date, place: str) -> Iterator[Problem]:
    first, last = _first_day(source), _last_day(source)
    if first is not None and first >= day:
        yield Problem("lineage.not_yet", place, {"name": source.names[0].name, "first": first, "day": day})
    if kind in ENDING and (last is None or last >= day):
        yield Problem("lineage.goes_on", place, {"name": source.names[-1].name, "day": day})
    elif last is not None and last < day_before(day):
        yield Problem("lineage.no_more", place, {"name": source.names[-1].name, "last": last, "day": day})


def _days_of_target(target: Organisation, kind: LinkKind, day: date, place: str) -> Iterator[Problem]:
    first, last = _first_day(target), _last_day(target)
    values: dict[str, object] = {"name": target.names[0].name, "first": first, "day": day}
    if kind == "created" and first is not None and first != day:
        yield Problem("lineage.created_on_another_day", place, values)
    elif first is not None and first > day:
        yield Problem("lineage.not_yet", place, values)
    if last is not None and last < day:
        yield Problem("lineage.no_more", place, {"name": target.names[-1].name, "last": last, "day": day})


def links_told_twice(lineage: Lineage) -> Iterator[Problem]:
    """The same kind between the same bodies again, or a body created twice."""
    seen: set[tuple[object, ...]] = set()
    for link in lineage.links:
        told = (link.from_id, link.to_id, link.kind)
        if told in seen:
            yield Problem("lineage.told_twice", words_of_link(lineage, link))
        seen.add(told)


def bodies_ending_twice(lineage: Lineage) -> Iterator[Problem]:
    """Abolished and merged, or merged on two days: only one of it can have been the end."""
    ends: dict[int, set[tuple[LinkKind, date | None]]] = {}
    for link in lineage.links:
        if link.kind in ENDING and link.from_id is not None:
            ends.setdefault(link.from_id, set()).add((link.kind, link.on_date))
    for identifier, told in ends.items():
        if len(told) > 1:
            yield Problem("lineage.ends_twice", lineage.name_of(identifier))


def told_alone(lineage: Lineage, link: OrganisationLink) -> Iterator[Problem]:
    """A new body out of one alone, or an ended one with a single successor, is a renaming.

    A body taken in by one that was there before, and one that splits off from a body that goes on, are neither.
    """
    source, target = lineage.body(link.from_id), lineage.body(link.to_id)
    if source is None or target is None or link.on_date is None:
        return
    alike = [own for own in lineage.links if own.kind == link.kind]
    is_new = _first_day(target) == link.on_date
    is_over = _last_day(source) == day_before(link.on_date)
    if link.kind == "merged" and is_new and len({own.from_id for own in alike if own.to_id == target.id}) == 1:
        yield Problem("lineage.merged_from_one", words_of_link(lineage, link))
    elif link.kind == "split" and is_over and len({own.to_id for own in alike if own.from_id == source.id}) == 1:
        yield Problem("lineage.split_into_one", words_of_link(lineage, link))


def circles(lineage: Lineage) -> Iterator[Problem]:
    """A body that becomes, over any number of steps, what it came from; each circle once, at its first body."""
    after: dict[int, list[int]] = {}
    for link in lineage.links:
        if link.from_id is not None and link.to_id is not None:
            after.setdefault(link.from_id, []).append(link.to_id)
    told: set[int] = set()
    for start in after:
        path = _way_back(start, after)
        if path and not told & set(path):
            told |= set(path)
            place = " → ".join(lineage.name_of(identifier) for identifier in path)
            yield Problem("lineage.circle", place, {"name": lineage.name_of(start)})


def _way_back(start: int, after: dict[int, list[int]]) -> list[int]:
    """The shortest way from a body to itself, [] when there is none."""
    ways, reached = [[start]], set[int]()
    while ways:
        way = ways.pop(0)
        for following in after.get(way[-1], []):
            if following == start:
                return [*way, start]
            if following not in reached:
                reached.add(following)
                ways.append([*way, following])
    return []


def problems_of_joined(lineage: Lineage, own: JoinedSeries) -> Iterator[Problem]:
    """Of a joined series: fewer than two bodies, a body that is not there, a name that something else bears."""
    if own.is_removed:
        return
    folded = fold_name(own.name)
    if not folded:
        yield Problem("lineage.joined_without_name")
    elif fault := name_fault(own.name) or (name_fault(own.english) if own.english else None):
        yield Problem(_OF_NAMES[fault], own.name)
    elif any(body.is_called(own.name) for body in lineage.organisations):
        yield Problem("lineage.joined_name_taken", own.name)
    elif any(fold_name(other.name) == folded and other != own for other in lineage.joined if not other.is_removed):
        yield Problem("lineage.joined_name_twice", own.name)
    if len(set(own.members)) < FEWEST_MEMBERS:
        yield Problem("lineage.joined_too_few", own.name)
    elif any(lineage.body(member) is None for member in own.members):
        yield Problem("lineage.joined_unknown", own.name)


def words_of_link(lineage: Lineage, link: OrganisationLink) -> str:
    """Where a problem of a link is: its bodies and its day.

    >>> words_of_link(Lineage((Organisation(7, (OrganisationName("星見庁"),)),)), OrganisationLink(None, 7, "created"))
    '→ 星見庁'
    """
    before = lineage.name_of(link.from_id) if link.from_id is not None else ""
    after = lineage.name_of(link.to_id) if link.to_id is not None else ""
    return " ".join(filter(None, (before, "→", after, str(link.on_date or ""))))


def _first_day(body: Organisation) -> date | None:
    """None: always there, as far as is known."""
    return body.names[0].from_date


def _last_day(body: Organisation) -> date | None:
    """None: still there."""
    return body.names[-1].to_date
