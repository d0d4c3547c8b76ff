"""Invents small worlds: editions, crosswalks of every kind, renamed, split and merged bodies, surveys, scopes, answers.

Nothing in a world is checked for sense: whatever an auditor might import has to be compared somehow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from random import Random

from auditor_app.analysis.comparison import ComparedYear, RateComparison
from auditor_app.analysis.item_joins import join_years
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.rates_table import RatesTable
from auditor_app.analysis.series_rates import SeriesRates
from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind
from auditor_app.domain.lineage import JoinedSeries, series_of
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.returns import ItemSum
from auditor_app.domain.standards import Edition, EditionSection, Item, ItemClass, Role, RoleGroup
from auditor_app.domain.year_returns import (
    ReportingOrganisation,
    ReturnItem,
    ReturnsOfYear,
    Standpoint,
    items_of_editions,
)
from auditor_app.domain.year_scope import YearScope
from auditor_app.services.figure_ids import rates_id

ROLES: tuple[RoleGroup, ...] = ("officer", "staff", "system")
CLASSES: tuple[ItemClass, ...] = ("basic", "enhanced")
COMMON: tuple[CrosswalkKind, ...] = ("unchanged", "reworded", "moved")
Pair = tuple[str, str]
"""Item and role."""
Counts = tuple[int, int] | None
"""Obliged and implemented; None: nothing reported."""


@dataclass
class World:
    """Two or three years, each with an edition, and who answered what."""

    editions: list[Edition]
    edition_of: dict[int, str]
    crosswalk: list[CrosswalkEntry]
    bodies: list[Organisation]
    links: list[OrganisationLink]
    joined: list[JoinedSeries]
    surveyed: set[tuple[int, int]]
    scopes: dict[int, YearScope]
    answers: dict[tuple[int, int], dict[Pair, Counts]] = field(default_factory=dict)
    """By year and body."""

    @property
    def years(self) -> list[int]:
        return sorted(self.edition_of)

    def edition(self, year: int) -> Edition:
        return next(own for own in self.editions if own.name == self.edition_of[year])

    def reporting(self, year: int) -> list[int]:
        return sorted(body for own_year, body in self.answers if own_year == year)


def invented_world(random: Random, year_count: int = 2) -> World:
    """Anything at all; of three editions the years may use the same one, two, or the outer two."""
    editions = _editions(random)
    years = range(2006, 2006 + year_count)
    names = [edition.name for edition in editions]
    edition_of = {year: random.choice(names) for year in years}
    bodies, links = _bodies()
    joined = [JoinedSeries("丙の後継", "", (3, 4, 5))] if random.random() < 0.5 else []
    world = World(editions, edition_of, _crosswalks(random, editions), bodies, links, joined, set(), {})
    for year in years:
        if random.random() < 0.4:
            world.scopes[year] = YearScope(year, *_stated(random))
        for body in bodies:
            if random.random() < 0.15:
                world.surveyed.add((year, body.id))
            if random.random() < 0.8:
                world.answers[year, body.id] = _answers(random, world.edition(year))
    return world


def comparison_of(world: World, options: RateOptions | None = None) -> RateComparison:
    """The program's comparison of all its years."""
    series = series_of(world.bodies, world.links, world.joined)
    items = items_of_editions(world.editions)
    years = [
        ComparedYear(
            year,
            SeriesRates(RatesTable(_returns(world, year, items), options or RateOptions()), series),
            world.scopes.get(year),
            {body.id: _standpoint(world, year, body.id) for body in world.bodies},
        )
        for year in world.years
    ]
    joins = [
        join_years(one.rates.table.returns, other.rates.table.returns, world.editions, world.crosswalk, world.scopes)
        for one, other in pairwise(years)
    ]
    lineage = Lineage({body.id: body for body in world.bodies}, world.links)
    return RateComparison(tuple(years), tuple(joins), series, lineage, rates_id)


def _standpoint(world: World, year: int, body: int) -> Standpoint:
    return Standpoint(False, "own_survey") if (year, body) in world.surveyed else Standpoint(True, "")


def _returns(world: World, year: int, items: dict[int, ReturnItem]) -> ReturnsOfYear:
    roles = {number: Role(role, role, role, id=number) for number, role in enumerate(ROLES, start=1)}
    number_of = {role.code: number for number, role in roles.items()}
    edition = world.edition(year)
    item_id = {item.item: item.id for item in edition.items}
    bodies = {body.id: body for body in world.bodies}
    sums = {}
    for body in world.reporting(year):
        rows = [
            ItemSum(year, body, item_id[item], number_of[role], int(counts is not None), *(counts or (0, 0)))
            for (item, role), counts in world.answers[year, body].items()
        ]
        sums[body] = tuple(sorted(rows, key=lambda own: (own.item_id, own.role_id)))
    organisations = tuple(
        ReportingOrganisation(body, bodies[body].name_in(year).name, "", _standpoint(world, year, body))
        for body in world.reporting(year)
    )
    return ReturnsOfYear(year, edition, items, roles, organisations, sums)


def _editions(random: Random) -> list[Edition]:
    editions = []
    for number, name in enumerate(("初版", "第二版", "第三版")):
        sections = {f"{part}.{at}.1": part for part in "23" for at in (1, 10) if random.random() < 0.9} or {
            "2.1.1": "2"
        }
        items = [
            Item(
                f"{section}(1)({letter})",
                section,
                random.choice(CLASSES),
                roles=tuple(random.sample(ROLES, random.randint(1, 3))),
            )
            for section in sections
            for letter in "ab"
            if random.random() < 0.85
        ] or [Item("2.1.1(1)(a)", "2.1.1", "basic", roles=("staff",))]
        numbered = [
            Item(own.item, own.section, own.item_class, own.title, own.roles, 100 * number + at)
            for at, own in enumerate(items, start=1)
        ]
        known = tuple(EditionSection(section, part) for section, part in {**sections, "2.1.1": "2"}.items())
        editions.append(Edition("基準", name, "decided", sections=known, items=tuple(numbered), id=number + 1))
    return editions


def _crosswalks(random: Random, editions: list[Edition]) -> list[CrosswalkEntry]:
    entries: list[CrosswalkEntry] = []
    for one, other in ((0, 1), (1, 2), (0, 2)):
        if random.random() < 0.7:
            former, later = editions[one], editions[other]
            if random.random() < 0.3:
                former, later = later, former  # stored from the later edition to the former
            entries += _rows(random, former, later)
    return entries


def _rows(random: Random, former: Edition, later: Edition) -> list[CrosswalkEntry]:
    rows: dict[tuple[str, str], CrosswalkKind] = {}
    targets = [item.item for item in later.items]
    for item in former.items:
        chance = random.random()
        if chance < 0.6:
            same = item.item if item.item in targets else random.choice(targets)
            rows[item.item, same] = random.choice(COMMON)
        elif chance < 0.7:
            rows[item.item, ""] = "withdrawn"
        elif chance < 0.9:
            for _ in range(random.randint(1, 2)):
                rows[item.item, random.choice(targets)] = random.choice(CROSSWALK_KINDS)
    for target in targets:
        if random.random() < 0.1:
            rows["", target] = "new"
    return [CrosswalkEntry(former.name, one, later.name, other, kind) for (one, other), kind in rows.items()]


def _bodies() -> tuple[list[Organisation], list[OrganisationLink]]:
    """One that stays, one renamed under one number, one that splits in two, and one renamed as two bodies."""
    day = date(2007, 10, 1)
    names = {
        1: (OrganisationName("甲省"),),
        2: (OrganisationName("乙庁", to_date=date(2007, 9, 30)), OrganisationName("乙省", "", day)),
        3: (OrganisationName("丙省"),),
        4: (OrganisationName("丁庁"),),
        5: (OrganisationName("戊庁"),),
        6: (OrganisationName("己庁"),),
        7: (OrganisationName("己省"),),
    }
    links = [
        OrganisationLink(3, 4, "split", day),
        OrganisationLink(3, 5, "split", day),
        OrganisationLink(6, 7, "renamed", day),
    ]
    return [Organisation(number, own) for number, own in names.items()], links


def _stated(random: Random) -> tuple[tuple[ItemClass, ...], tuple[str, ...], str]:
    classes = random.choice(((), CLASSES[:1], CLASSES[1:], CLASSES))
    roles = tuple(random.sample(ROLES, random.randint(0, 3)))
    return classes, roles, random.choice(("", "課長相当職以上", "全職員"))


def _answers(random: Random, edition: Edition) -> dict[Pair, Counts]:
    found: dict[Pair, Counts] = {}
    for item in edition.items:
        for role in ROLES:
            if random.random() < (0.9 if role in item.roles else 0.1):
                obliged = random.randint(1, 12)
                counts = (None, (0, 0), (obliged, obliged), (obliged, random.randint(0, obliged)))
                found[item.item, role] = random.choice(counts)
    return found
