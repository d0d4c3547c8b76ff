"""The returns of a fiscal year: who reported, which items were asked, and the sums every rate is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Literal

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import FactKind, fold_name
from auditor_app.domain.rates import CoverageSum, ItemCount, is_in_analysis, sum_coverage
from auditor_app.domain.returns import CoverageCount, ItemSum
from auditor_app.domain.standards import Edition, ItemClass, Role, RoleGroup, edition_for
from auditor_app.storage.reading import CaseReader

OWN_SURVEY = "own_survey"
DECISION = "decision"
ALL = "all"
"""Every Part, or every role."""

ExclusionReason = Literal["", "own_survey", "decision"]


@dataclass(frozen=True)
class ReturnItem:
    """An item as it was asked, with the Part its section lies in."""

    id: int
    item: str
    part: str
    section: str
    item_class: ItemClass
    title: str
    edition: str


@dataclass(frozen=True)
class Standpoint:
    """Whether an organisation counts in the analysis of a year, and why not."""

    is_in_analysis: bool
    exclusion_reason: ExclusionReason
    decision: AnalysisDecision | None = None


@dataclass(frozen=True)
class ReportingOrganisation:
    """An organisation that reports in a year, under its name in that year."""

    id: int
    name: str
    english: str
    standpoint: Standpoint

    @property
    def is_in_analysis(self) -> bool:
        return self.standpoint.is_in_analysis


@dataclass(frozen=True)
class ReturnsOfYear:
    """Everything the rates of a year are computed from; sums by organisation id, in the order of the catalogue."""

    fiscal_year: int
    edition: Edition | None
    """The edition whose items are asked; None when the case has no catalogue for the year."""
    items: Mapping[int, ReturnItem]
    roles: Mapping[int, Role]
    organisations: tuple[ReportingOrganisation, ...]
    sums: Mapping[int, tuple[ItemSum, ...]]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The Parts asked, in order."""
        asked = {item.part for item in self.asked_items}
        answered = {self.items[own.item_id].part for sums in self.sums.values() for own in sums}
        return tuple(sorted(asked | answered, key=number_key))

    @cached_property
    def asked_items(self) -> tuple[ReturnItem, ...]:
        """The items of the edition that holds, in its order."""
        return tuple(self.items[item.id] for item in self.edition.items) if self.edition else ()

    @cached_property
    def role_codes(self) -> tuple[str, ...]:
        """The roles that answer, in the order they were declared."""
        used = {own.role_id for sums in self.sums.values() for own in sums}
        asked = {code for item in (self.edition.items if self.edition else ()) for code in item.roles}
        return tuple(role.code for role in self.roles.values() if role.id in used or role.code in asked)

    def organisation(self, name: str) -> ReportingOrganisation | None:
        """The organisation reporting under that name in this year."""
        folded = fold_name(name)
        return next((own for own in self.organisations if fold_name(own.name) == folded), None)

    def role_group(self, role_id: int) -> RoleGroup:
        return self.roles[role_id].group


def number_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts section numbers as people count: 2.2 before 2.10, and text where there is no number.

    >>> sorted(["2.10", "2.2", "10", "2"], key=number_key)
    ['2', '2.2', '2.10', '10']
    """
    return tuple(
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in number.split(".")
    )


def count_of(own: ItemSum) -> ItemCount:
    return ItemCount(own.answered, own.obliged, own.implemented)


def returns_of_year(reader: CaseReader, fiscal_year: int) -> ReturnsOfYear:
    """The returns of a year as they are in force; without organisations when nobody reported."""
    return reader.remembered(("returns", fiscal_year), lambda: _read_returns(reader, fiscal_year))


def _read_returns(reader: CaseReader, fiscal_year: int) -> ReturnsOfYear:
    editions = reader.editions()
    sums: defaultdict[int, list[ItemSum]] = defaultdict(list)
    for own in reader.item_sums(fiscal_year):
        sums[own.organisation_id].append(own)
    counts = reader.coverage_counts(fiscal_year)
    bodies = {body.id: body for body in reader.organisations()}
    standpoints = standpoints_of_year(reader, fiscal_year, counts)
    reporting = sorted({*sums, *(count.organisation_id for count in counts)})
    organisations = tuple(_reporting(bodies[own], fiscal_year, standpoints.get(own, _COUNTED)) for own in reporting)
    return ReturnsOfYear(
        fiscal_year,
        edition_for(editions, fiscal_year),
        items_of_editions(editions),
        {role.id: role for role in reader.roles()},
        organisations,
        {own: tuple(sums[own]) for own in sums},
    )


_COUNTED = Standpoint(True, "")


def standpoints_of_year(reader: CaseReader, fiscal_year: int, counts: Iterable[CoverageCount]) -> dict[int, Standpoint]:
    """By organisation: whether it is in analysis.  An own survey counts whether it was published or returned."""
    bodies = reader.organisations()
    surveyed = {
        own for own, coverage in coverage_by_organisation(counts).items() if coverage.with_own_survey is not None
    }
    named = set(surveyed) | {count.organisation_id for count in counts}
    for fact in reader.facts([FactKind.COVERAGE], [fiscal_year]):
        body = find_organisation(bodies, fact.key.subject)
        value = fact.shown.value
        if body is not None:
            named.add(body.id)
            if value.secondary is not None and value.secondary_meaning == "with_own_survey":
                surveyed.add(body.id)
    decisions = _decisions_by_organisation(reader, bodies, fiscal_year)
    return {own: standpoint(own in surveyed, decisions.get(own)) for own in named | set(decisions)}


def standpoint(has_own_survey: bool, decision: AnalysisDecision | None) -> Standpoint:
    """The published rule, or the auditor's decision where there is one."""
    included = is_in_analysis(has_own_survey, decision.is_included if decision else None)
    reason: ExclusionReason = "" if included else (DECISION if decision else OWN_SURVEY)  # type: ignore[assignment]
    return Standpoint(included, reason, decision)


def coverage_by_organisation(counts: Iterable[CoverageCount]) -> dict[int, CoverageSum]:
    """Coverage summed over the units and roles of each organisation."""
    grouped: defaultdict[int, list[CoverageCount]] = defaultdict(list)
    for count in counts:
        grouped[count.organisation_id].append(count)
    return {own: coverage_sum(rows) for own, rows in grouped.items()}


def coverage_sum(counts: Iterable[CoverageCount]) -> CoverageSum:
    return sum_coverage(map(attrgetter("target", "ascertained", "ascertained_with_own_survey"), counts))


def _decisions_by_organisation(
    reader: CaseReader, bodies: Iterable[Organisation], fiscal_year: int
) -> dict[int, AnalysisDecision]:
    decided = {name: own for (year, name), own in reader.decisions().items() if year == fiscal_year}
    return {
        body.id: decided[fold_name(name.name)]
        for body in bodies
        for name in body.names
        if fold_name(name.name) in decided
    }


def _reporting(body: Organisation, fiscal_year: int, found: Standpoint) -> ReportingOrganisation:
    name = body.name_in(fiscal_year)
    return ReportingOrganisation(body.id, name.name, name.english, found)


def items_of_editions(editions: Iterable[Edition]) -> dict[int, ReturnItem]:
    """Every item of every edition by its number in the case: answers of former years point to former editions."""
    items: dict[int, ReturnItem] = {}
    for edition in editions:
        part_of = {section.section: section.part for section in edition.sections}
        for item in edition.items:
            part = part_of.get(item.section) or item.section.partition(".")[0]
            items[item.id] = ReturnItem(
                item.id, item.item, part, item.section, item.item_class, item.title, edition.name
            )
    return items
