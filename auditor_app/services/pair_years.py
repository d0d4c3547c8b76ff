"""Two years of one page beside each other: which organisation of the one is which of the other, and which area."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditor_app.domain.comparison import PairNotes
from auditor_app.domain.crosswalk import EditionJoin, join_editions
from auditor_app.domain.lineage import Series, links_between, series_of
from auditor_app.domain.organisations import (
    LinkKind,
    Organisation,
    OrganisationLink,
    OrganisationName,
    find_organisation,
)
from auditor_app.domain.published import fold_name
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.standards import Edition, edition_for
from auditor_app.services.compare_years import rate_comparison
from auditor_app.services.figure_ids import ALL_ORGANISATIONS
from auditor_app.storage.reading import CaseReader

REORGANISED: tuple[LinkKind, ...] = ("merged", "split", "created", "abolished")


@dataclass(frozen=True)
class Reorganised:
    """Why an organisation of one year has no counterpart in the other: what came of it, or what it came of."""

    kind: LinkKind
    on_date: date | None
    names: tuple[OrganisationName, ...]
    """Borne in the other year; none for what was created or abolished."""
    is_later: bool
    """Whether these are what became of it, and not what it was before."""


@dataclass(frozen=True)
class AskedItems:
    """What the two years asked, and what of it is the same.  Without a catalogue for a year nothing is."""

    editions: tuple[str, str]
    """Of the first and second year; "" where the case has none."""
    join: EditionJoin | None
    """Of the earlier and the later year, in the order of time."""
    sections: frozenset[str]
    """Numbers of sections in which a common item lies in both years."""
    parts: frozenset[str]

    @property
    def is_same_edition(self) -> bool:
        return bool(self.editions[0]) and self.editions[0] == self.editions[1]


@dataclass(frozen=True)
class Area:
    """What a row about an area stands for; "" for what it does not go down to."""

    role: str
    part: str
    section: str = ""
    item: str = ""
    topic: str = ""


@dataclass(frozen=True)
class YearPair:
    """A first and a second year, in any order of time, and what of them belongs together."""

    years: tuple[int, int]
    bodies: tuple[Organisation, ...]
    links: tuple[OrganisationLink, ...]
    asked: AskedItems
    notes: PairNotes | None
    """What comparing the two says of them, in the order of time; None for a year beside itself."""

    def organisation_key(self, fiscal_year: int, name: str) -> str:
        """The same for every name of a series; an unknown organisation is only itself."""
        if name == ALL_ORGANISATIONS:
            return name
        series = self._series_of(fiscal_year, name)
        return series.key if series is not None else f"name:{fold_name(name)}"

    def area_key(self, fiscal_year: int, area: Area) -> Hashable:
        """The same for both years where the area is joined; else one that no row of the other year has."""
        if area.topic:
            return ("topic", area.topic, area.role)
        own = ("only", fiscal_year, area)
        if self.asked.is_same_edition:
            return area
        if area.item:
            former = self._former_item(fiscal_year, area.item)
            return ("item", area.role, former) if former else own
        if area.section:
            return area if area.section in self.asked.sections else own
        return area if area.part in self.asked.parts else own

    def _former_item(self, fiscal_year: int, item: str) -> str:
        """The number a common item has in the earlier year; "" for any other."""
        common = self.asked.join.common if self.asked.join else {}
        if fiscal_year == min(self.years):
            return item if item in common else ""
        return next((former for former, later in common.items() if later == item), "")

    def reorganised(self, fiscal_year: int, name: str) -> tuple[Reorganised, ...]:
        """What separates an organisation of one of the years from the other year; () when nothing is on record."""
        series = self._series_of(fiscal_year, name)
        if series is None:
            return ()
        former, later = sorted(self.years)
        own = set(series.members)
        is_later = fiscal_year == former
        touching = [
            link
            for link in links_between(series, self.links, former, later)
            if link.kind in REORGANISED and (link.from_id if is_later else link.to_id) in own
        ]
        other = later if is_later else former
        by_reason: dict[tuple[LinkKind, date | None], list[OrganisationName]] = {}
        for link in touching:
            names = by_reason.setdefault((link.kind, link.on_date), [])
            names += self._names([link.to_id if is_later else link.from_id], other)
        return tuple(Reorganised(kind, day, tuple(names), is_later) for (kind, day), names in by_reason.items())

    def _names(self, members: Iterable[int | None], fiscal_year: int) -> list[OrganisationName]:
        wanted = set(members)
        return [body.name_in(fiscal_year) for body in self.bodies if body.id in wanted]

    def _series_of(self, fiscal_year: int, name: str) -> Series | None:
        folded = fold_name(name)
        body = next((own for own in self.bodies if fold_name(own.name_in(fiscal_year).name) == folded), None)
        body = body or find_organisation(self.bodies, name)
        if body is None:
            return None
        return next(own for own in series_of(self.bodies, self.links) if body.id in own.members)


def pair_years(reader: CaseReader, first: int, second: int) -> YearPair:
    """Organisations along their lineage, items along the crosswalk; the auditor's joined series stay apart here."""
    return YearPair(
        (first, second),
        tuple(reader.organisations()),
        tuple(reader.organisation_links()),
        _asked_items(reader, first, second),
        next(iter(rate_comparison(reader, (first, second), RateOptions()).notes()), None),
    )


def _asked_items(reader: CaseReader, first: int, second: int) -> AskedItems:
    editions = reader.editions()
    asked = [edition_for(editions, year) for year in (first, second)]
    names = (asked[0].name if asked[0] else "", asked[1].name if asked[1] else "")
    former, later = asked if first <= second else reversed(asked)
    if former is None or later is None:
        return AskedItems(names, None, frozenset(), frozenset())
    join = join_editions(former, later, editions, reader.crosswalk())
    places = [_places(former), _places(later)]
    sections, parts = set(), set()
    for one, other in join.common.items():
        (section, part), (later_section, later_part) = places[0][one], places[1][other]
        sections |= {section} & {later_section}
        parts |= {part} & {later_part}
    return AskedItems(names, join, frozenset(sections), frozenset(parts))


def _places(edition: Edition) -> dict[str, tuple[str, str]]:
    """Section and Part of every item."""
    part_of = {section.section: section.part for section in edition.sections}
    return {
        item.item: (item.section, part_of.get(item.section) or item.section.partition(".")[0]) for item in edition.items
    }


def merged_order(first: Sequence[Hashable], second: Sequence[Hashable]) -> list[Hashable]:
    """The order of the first, with what only the second has standing behind what precedes it there.

    Where both have something of their own at the same place, that of the first comes first.

    >>> merged_order(["a", "b", "d"], ["a", "x", "d", "y"])
    ['a', 'b', 'x', 'd', 'y']
    """
    order, of_both = list(first), set(first) & set(second)
    place = _behind(order, 0, of_both)
    for own in second:
        if own in of_both:
            place = _behind(order, order.index(own) + 1, of_both)
        else:
            order.insert(place, own)
            place += 1
    return order


def _behind(order: Sequence[Hashable], place: int, of_both: set[Hashable]) -> int:
    """The next place that is taken by something both have, or the end."""
    return next((at for at in range(place, len(order)) if order[at] in of_both), len(order))
