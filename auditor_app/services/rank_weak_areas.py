"""Rank what is weak: Parts, sections, items and topics by rate, people missing, and organisations below a line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import Metric
from auditor_app.domain.rates import ItemCount, MeanRates, Rates, mean_rates, rates_of, state_of_mean
from auditor_app.domain.weak_areas import Topic
from auditor_app.domain.year_returns import ALL, ReportingOrganisation, ReturnItem, number_key
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, item_id, rates_id, topic_id

Level = Literal["part", "section", "item", "topic"]
LEVELS: tuple[Level, ...] = ("part", "section", "item", "topic")
Key = tuple[str, ...]

DEFAULT_LINE = Fraction(90)
"""Percent below which a rate counts as weak, until the auditor draws another line; no published rule sets one."""


@dataclass(frozen=True)
class OrganisationRates:
    """One organisation's part in an area."""

    organisation: ReportingOrganisation
    rates: Rates
    state: State


@dataclass(frozen=True)
class RankedArea:
    """An area (Part, section, item or topic, for a role) over the organisations in analysis."""

    fiscal_year: int
    level: Level
    role: str
    part: str
    section: str
    item: str
    title: str
    mean: MeanRates
    missing: int
    """People (or systems) missing to full achievement, over the organisations counted."""
    organisations_below: int
    """How many of them lie below the line by the metric asked for."""
    organisations: tuple[OrganisationRates, ...]

    @property
    def state(self) -> State:
        """Why there is a mean or none."""
        return state_of_mean(own.state for own in self.organisations)

    @property
    def figure_id(self) -> str:
        if self.level == "topic":
            return topic_id(self.fiscal_year, self.title)
        if self.level == "item":
            return item_id(self.fiscal_year, ALL_ORGANISATIONS, self.item, self.role)
        return rates_id(self.fiscal_year, ALL_ORGANISATIONS, self.role, self.part, self.section)

    def percent(self, metric: Metric) -> Fraction | None:
        return getattr(self.mean, f"{metric}_percent")  # type: ignore[no-any-return]


def ranked_areas(
    table: RatesTable, level: Level, line: Fraction = DEFAULT_LINE, metric: Metric = "implementation"
) -> list[RankedArea]:
    """Every area of a level, in the order of the catalogue; topics have `ranked_topics`."""
    keys: dict[Key, tuple[ReturnItem, str]] = {}
    grouped: dict[int, dict[Key, list[ItemCount]]] = {}
    for own in table.returns.organisations:
        counts: defaultdict[Key, list[ItemCount]] = defaultdict(list)
        for item, role, count in table.counts(own.id):
            key = _key(level, item, role)
            keys.setdefault(key, (item, role))
            counts[key].append(count)
        grouped[own.id] = counts
    titles = _section_titles(table)
    ordered = sorted(keys, key=lambda key: tuple(number_key(field) for field in key))
    return [
        _area(table, level, *keys[key], titles, lambda own, key=key: grouped[own].get(key, []), line, metric)  # type: ignore[misc]
        for key in ordered
    ]


def ranked_topics(
    table: RatesTable, topics: Sequence[Topic], line: Fraction = DEFAULT_LINE, metric: Metric = "implementation"
) -> list[RankedArea]:
    """The auditor's topics in the order they were saved."""
    groups = {role.code: role.group for role in table.returns.roles.values()}
    areas = []
    for topic in topics:
        counts = {
            own.id: [
                count
                for item, role, count in table.counts(own.id)
                if topic.covers(item.section, item.part, groups[role])
            ]
            for own in table.returns.organisations
        }
        members = _members(table, counts.__getitem__)
        section = "、".join(topic.sections)
        areas.append(
            _ranked(table, "topic", topic.role or ALL, topic.part, section, "", topic.name, members, line, metric)
        )
    return areas


def _key(level: Level, item: ReturnItem, role: str) -> Key:
    return {"part": (item.part, role), "section": (item.part, item.section, role)}.get(
        level, (item.part, item.section, item.item, role)
    )


def _section_titles(table: RatesTable) -> dict[str, str]:
    edition = table.returns.edition
    return {section.section: section.title for section in edition.sections} if edition else {}


def _area(
    table: RatesTable,
    level: Level,
    item: ReturnItem,
    role: str,
    titles: dict[str, str],
    counts_of: Callable[[int], Iterable[ItemCount]],
    line: Fraction,
    metric: Metric,
) -> RankedArea:
    section = "" if level == "part" else item.section
    name = item.item if level == "item" else ""
    title = item.title if level == "item" else titles.get(section, "")
    return _ranked(table, level, role, item.part, section, name, title, _members(table, counts_of), line, metric)


def _members(table: RatesTable, counts_of: Callable[[int], Iterable[ItemCount]]) -> tuple[OrganisationRates, ...]:
    members = []
    for own in table.returns.organisations:
        rates = rates_of(counts_of(own.id))
        members.append(OrganisationRates(own, rates, table.state(own, rates)))
    return tuple(members)


def _ranked(
    table: RatesTable,
    level: Level,
    role: str,
    part: str,
    section: str,
    item: str,
    title: str,
    members: tuple[OrganisationRates, ...],
    line: Fraction,
    metric: Metric,
) -> RankedArea:
    counted = [own.rates for own in members if own.state is State.REPORTED]
    percents = [getattr(rates, f"{metric}_percent") for rates in counted]
    return RankedArea(
        fiscal_year=table.returns.fiscal_year,
        level=level,
        role=role,
        part=part,
        section=section,
        item=item,
        title=title,
        mean=mean_rates(counted),
        missing=sum(rates.missing for rates in counted),
        organisations_below=sum(percent < line for percent in percents),
        organisations=members,
    )


def figure_of_member(area: RankedArea, organisation: str) -> str:
    """The figure id of one organisation's rates in an area."""
    if area.level == "topic":
        return topic_id(area.fiscal_year, area.title, organisation)
    if area.level == "item":
        return item_id(area.fiscal_year, organisation, area.item, area.role)
    return rates_id(area.fiscal_year, organisation, area.role, area.part, area.section)


def pairs_of(table: RatesTable, area: RankedArea, topics: Sequence[Topic] = ()) -> frozenset[tuple[str, str]]:
    """The (item, role) pairs of an area: what the what-if "if these were completed" takes as carried out."""
    topic = next((own for own in topics if area.level == "topic" and own.name == area.title), None)
    groups = {role.code: role.group for role in table.returns.roles.values()}

    def belongs(item: ReturnItem, role: str) -> bool:
        if topic is not None:
            return topic.covers(item.section, item.part, groups[role])
        wanted = (area.role, area.part, area.section or item.section, area.item or item.item)
        return (role, item.part, item.section, item.item) == wanted

    return frozenset(
        (item.item, role)
        for own in table.returns.organisations
        for item, role, _ in table.counts(own.id)
        if belongs(item, role)
    )
