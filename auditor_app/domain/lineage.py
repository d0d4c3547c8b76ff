"""Organisations through reorganisations: which bodies of different years are looked at as one series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import fold_name


@dataclass(frozen=True)
class JoinedSeries:
    """Bodies the auditor looks at as one through a split or merger, e.g. both halves of a ministry."""

    name: str
    english: str
    members: tuple[int, ...]
    """Ids of at least two organisations."""
    is_removed: bool = False
    """A removed one keeps its name and members in the log; it is not shown."""


@dataclass(frozen=True)
class Series:
    """What one row of a comparison follows through the years."""

    key: str
    """The smallest id of its members, e.g. "12"; "joined:<name>" of a joined series."""
    members: tuple[int, ...]
    name: str
    english: str
    is_joined: bool


@dataclass(frozen=True)
class Lineage:
    """All a case knows of its organisations: bodies with dated names, what became of them, the auditor's series."""

    organisations: tuple[Organisation, ...] = ()
    links: tuple[OrganisationLink, ...] = ()
    joined: tuple[JoinedSeries, ...] = ()

    def body(self, identifier: int | None) -> Organisation | None:
        return next((own for own in self.organisations if own.id == identifier), None)

    def name_of(self, identifier: int | None) -> str:
        """The last name of a body; "?" for one that is not there."""
        body = self.body(identifier)
        return body.names[-1].name if body is not None else "?"


def series_of(
    organisations: Sequence[Organisation], links: Sequence[OrganisationLink], joined: Sequence[JoinedSeries] = ()
) -> tuple[Series, ...]:
    """One series a body, bodies joined by renamings being one, in the order of `organisations`; joined ones last.

    Members stand from the oldest to the newest; the name is the last one any of them bore.

    >>> old, new = (OrganisationName("防衛庁", to_date=date(2007, 1, 8)), OrganisationName("防衛省", "MOD"))
    >>> bodies = [Organisation(1, (OrganisationName("財務省"),)), Organisation(2, (new,)), Organisation(3, (old,))]
    >>> renamed = OrganisationLink(3, 2, "renamed", date(2007, 1, 9))
    >>> [(own.key, own.members, own.name) for own in series_of(bodies, [renamed])]
    [('1', (1,), '財務省'), ('2', (3, 2), '防衛省')]
    >>> series_of(bodies, [], [JoinedSeries("両省", "", (1, 2))])[-1].key
    'joined:両省'
    """
    by_id = {own.id: own for own in organisations}
    made = [_series(members, by_id) for members in _renamed_groups(by_id, links)]
    wanted = [own for own in joined if not own.is_removed]
    return (
        *made,
        *(Series(f"joined:{own.name}", own.members, own.name, own.english, is_joined=True) for own in wanted),
    )


def names_between(
    series: Series, organisations: Sequence[Organisation], fiscal_years: Iterable[int]
) -> tuple[str, ...]:
    """The names its members bore from the first to the last day of these fiscal years, oldest first, each once.

    >>> names = (OrganisationName("防衛庁", to_date=date(2007, 1, 8)), OrganisationName("防衛省", "", date(2007, 1, 9)))
    >>> body = Organisation(19, names)
    >>> [names_between(series_of([body], [])[0], [body], years) for years in ([2005, 2007], [2006], [2007, 2008])]
    [('防衛庁', '防衛省'), ('防衛庁', '防衛省'), ('防衛省',)]
    """
    years = sorted(fiscal_years)
    if not years:
        return ()
    while_compared = OrganisationName("", "", date(years[0], 4, 1), date(years[-1] + 1, 3, 31))
    by_id = {own.id: own for own in organisations}
    names = [name for member in series.members if member in by_id for name in by_id[member].names]
    borne = [name for name in names if name.overlaps(while_compared)]
    borne.sort(key=lambda name: name.from_date or date.min)
    return tuple({fold_name(name.name): name.name for name in reversed(borne)}.values())[::-1]


def links_between(
    series: Series, links: Sequence[OrganisationLink], former_year: int, later_year: int
) -> tuple[OrganisationLink, ...]:
    """Links of a member that took effect after the end of the former fiscal year, up to the end of the later one.

    A merger or split without a day counts for every pair of years: nothing says that it was at another time.

    >>> merged = OrganisationLink(1, 3, "merged", date(2008, 4, 1))
    >>> one = Series("1", (1,), "潮見庁", "", False)
    >>> [len(links_between(one, [merged], *years)) for years in ((2006, 2007), (2007, 2008), (2008, 2009))]
    [0, 1, 0]
    """
    former_end, later_end = date(former_year + 1, 3, 31), date(later_year + 1, 3, 31)

    def counts(link: OrganisationLink) -> bool:
        if link.on_date is None:
            return link.kind in ("merged", "split")
        return former_end < link.on_date <= later_end

    members = set(series.members)
    return tuple(link for link in links if {link.from_id, link.to_id} & members and counts(link))


def renamed_pairs(links: Iterable[OrganisationLink]) -> list[tuple[int, int]]:
    """(old, new) of each renaming that is stored as a link between two bodies."""
    return [
        (link.from_id, link.to_id)
        for link in links
        if link.kind == "renamed" and link.from_id is not None and link.to_id is not None
    ]


def _series(members: tuple[int, ...], by_id: dict[int, Organisation]) -> Series:
    last = by_id[members[-1]].names[-1]
    return Series(str(min(members)), members, last.name, last.english, is_joined=False)


def _renamed_groups(by_id: dict[int, Organisation], links: Sequence[OrganisationLink]) -> list[tuple[int, ...]]:
    """Ids joined by renamings, the oldest first, in the order in which the first of each group stands."""
    later: dict[int, set[int]] = {}
    group_of = {identifier: frozenset({identifier}) for identifier in by_id}
    for old, new in renamed_pairs(links):
        if old in by_id and new in by_id:
            later.setdefault(old, set()).add(new)
            group = group_of[old] | group_of[new]
            group_of.update(dict.fromkeys(group, group))
    return [_oldest_first(group, later) for group in dict.fromkeys(group_of.values())]


def _oldest_first(group: frozenset[int], later: dict[int, set[int]]) -> tuple[int, ...]:
    """By how many came before; in a circle, which no check lets in, by their ids."""
    after = {identifier: _after(identifier, later) for identifier in group}

    def place(identifier: int) -> tuple[int, int]:
        return sum(identifier in after[other] for other in group - {identifier}), identifier

    return tuple(sorted(group, key=place))


def _after(start: int, later: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = [start]
    while waiting:
        found = later.get(waiting.pop(), set()) - reached
        reached |= found
        waiting += found
    return reached
