"""The returns of a fiscal year: who reported, which items were asked, and the sums every rate is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter, itemgetter

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import FactKind, fold_name
from auditor_app.domain.rates import CoverageSum, is_in_analysis, sum_coverage
from auditor_app.domain.returns import CoverageCount, ItemSum
from auditor_app.domain.standards import edition_for
from auditor_app.domain.year_returns import (
    DECISION,
    OWN_SURVEY,
    ExclusionReason,
    ReportingOrganisation,
    ReturnsOfYear,
    Standpoint,
    items_of_editions,
)
from auditor_app.services.expected_reports import expected_units
from auditor_app.storage.reading import CaseReader


def returns_of_year(reader: CaseReader, fiscal_year: int) -> ReturnsOfYear:
    """The returns of a year as they are in force; who is expected and has not reported yet is there without sums.

    Without organisations when nobody reported or was expected to.
    """
    return reader.remembered(("returns", fiscal_year), lambda: _read_returns(reader, fiscal_year))


def _read_returns(reader: CaseReader, fiscal_year: int) -> ReturnsOfYear:
    editions = reader.editions()
    by_organisation = groupby(reader.item_sums(fiscal_year), key=itemgetter(_ORGANISATION))
    sums = {organisation: tuple(found) for organisation, found in by_organisation}
    coverage = reader.coverage_sums(fiscal_year)
    bodies = {body.id: body for body in reader.organisations()}
    standpoints = standpoints_of_year(reader, fiscal_year, coverage)
    reporting = sorted(sums.keys() | coverage.keys() | (expected_units(reader, fiscal_year).keys() & bodies.keys()))
    organisations = tuple(_reporting(bodies[own], fiscal_year, standpoints.get(own, _COUNTED)) for own in reporting)
    return ReturnsOfYear(
        fiscal_year,
        edition_for(editions, fiscal_year),
        items_of_editions(editions),
        {role.id: role for role in reader.roles()},
        organisations,
        sums,
    )


_ORGANISATION = ItemSum._fields.index("organisation_id")
_COUNTED = Standpoint(True, "")


def standpoints_of_year(
    reader: CaseReader, fiscal_year: int, coverage: Mapping[int, CoverageSum]
) -> dict[int, Standpoint]:
    """By organisation: whether it is in analysis.  An own survey counts whether it was published or returned.

    `coverage`: what each organisation returned, summed over its units and roles.
    """
    bodies = reader.organisations()
    surveyed = {own for own, found in coverage.items() if found.with_own_survey is not None}
    named = set(coverage)
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
    """Coverage summed over the units and roles of each organisation; without the counts ask the reader for it."""
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
