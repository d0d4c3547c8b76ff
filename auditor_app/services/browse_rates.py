"""Implementation and achievement rates of a year: by organisation, Part, section and role, and their means.

Rates recomputed from returns and rates a source has published stay apart: each row says on what it rests.  The
charts of FY2006 are pictures; their figures are *not transcribed*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import Fact, FactKind, State
from auditor_app.domain.rate_options import Metric, RateOptions
from auditor_app.domain.rates import (
    Difference,
    MeanRates,
    Rates,
    difference_of,
    state_of_mean,
)
from auditor_app.domain.year_returns import (
    ALL,
    ReportingOrganisation,
    number_key,
)
from auditor_app.services.browse_coverage import printed_standpoints
from auditor_app.services.browse_returns import coverage_sum, returns_of_year
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, rates_id
from auditor_app.services.known_years import RATE_KINDS as RATE_KINDS
from auditor_app.storage.reading import CaseReader


def rates_table(reader: CaseReader, fiscal_year: int, options: RateOptions | None = None) -> RatesTable:
    """The rates of a year from its returns; without organisations when nobody reported."""
    chosen = options or RateOptions()
    return reader.remembered(
        ("rates", fiscal_year, chosen), lambda: RatesTable(returns_of_year(reader, fiscal_year), chosen)
    )


@dataclass(frozen=True)
class RateRow:
    """The rates of an organisation ("*": the mean over those in analysis) for one Part and role."""

    fiscal_year: int
    organisation: str
    part: str
    role: str
    state: State
    rates: Rates | None = None
    """From returns; None for a mean and for a published row."""
    mean: MeanRates | None = None
    implementation: Fact | None = None
    """As published."""
    achievement: Fact | None = None
    section: str = ""

    @property
    def figure_id(self) -> str:
        return rates_id(self.fiscal_year, self.organisation, self.role, self.part, self.section)

    @property
    def basis(self) -> Literal["returns", "published"]:
        return "returns" if self.rates is not None or self.mean is not None else "published"

    def percent(self, metric: Metric) -> Fraction | Decimal | None:
        """The rate in percent, from returns or else as published; None wherever the state is not `reported`."""
        if self.state is not State.REPORTED:
            return None
        own = self.rates or self.mean
        if own is not None:
            return getattr(own, f"{metric}_percent")  # type: ignore[no-any-return]
        return published_number(self.implementation if metric == "implementation" else self.achievement)

    def difference(self, metric: Metric) -> Difference | None:
        """How the published rate and the recomputed one stand to one another, where there are both."""
        fact = {"implementation": self.implementation, "achievement": self.achievement}.get(metric)
        published = published_number(fact)
        recomputed = self.percent(metric)
        if published is None or self.basis == "published" or not isinstance(recomputed, Fraction):
            return None
        return difference_of(published, recomputed)


def published_number(fact: Fact | None) -> Decimal | None:
    return fact.shown.value.number if fact else None


def rate_rows(reader: CaseReader, fiscal_year: int, options: RateOptions | None = None) -> list[RateRow]:
    """Every organisation × Part × role of a year, "*" last, from returns; published rows for whoever returned nothing.

    A row from returns carries the published rate of the same figure beside it (`difference`).
    """
    table = rates_table(reader, fiscal_year, options)
    facts = reader.facts(RATE_KINDS, [fiscal_year])
    rows = list(_rows_of_returns(table, facts))
    covered = {row.organisation for row in rows}
    published = published_rates(reader, fiscal_year, table.options.include_excluded, facts)
    bodies = reader.organisations()
    returned = {own.id for own in table.returns.organisations}
    known = {row.organisation: find_organisation(bodies, row.organisation) for row in published}
    rest = [
        row
        for row in published
        if row.organisation not in covered and ((body := known[row.organisation]) is None or body.id not in returned)
    ]
    return [*_without_mean(rest), *_without_mean(rows), *(row for row in (*rest, *rows) if _is_mean(row))]


def _rows_of_returns(table: RatesTable, facts: Iterable[Fact]) -> Iterator[RateRow]:
    returns, facts = table.returns, list(facts)
    if not returns.organisations:
        return
    cells = [(part, role) for part in (*returns.parts, ALL) for role in (*returns.role_codes, ALL)]
    yield from (rate_row(table, own, part, role, facts) for own in returns.organisations for part, role in cells)
    yield from (mean_row(table, part, role, facts) for part, role in cells)


def rate_row(
    table: RatesTable, own: ReportingOrganisation, part: str, role: str, facts: Iterable[Fact] = ()
) -> RateRow:
    """The rates of one organisation, with what was published of the same figure beside them."""
    rates = table.rates(own.id, part, role)
    published = _facts_of(facts, own.name, part) if role == ALL else {}
    return RateRow(
        table.returns.fiscal_year,
        own.name,
        part,
        role,
        table.state(own, rates),
        rates,
        implementation=published.get(FactKind.IMPLEMENTATION),
        achievement=published.get(FactKind.ACHIEVEMENT),
    )


def mean_row(table: RatesTable, part: str, role: str, facts: Iterable[Fact] = ()) -> RateRow:
    """The row "*": the mean over the organisations in analysis, with the published mean beside it."""
    mean = table.mean(part, role)
    published = _facts_of(facts, ALL_ORGANISATIONS, part) if role == ALL else {}
    states = (table.state(own, table.rates(own.id, part, role)) for own in table.returns.organisations)
    return RateRow(
        table.returns.fiscal_year,
        ALL_ORGANISATIONS,
        part,
        role,
        state_of_mean(states),
        mean=mean,
        implementation=published.get(FactKind.IMPLEMENTATION),
        achievement=published.get(FactKind.ACHIEVEMENT),
    )


def published_rates(
    reader: CaseReader, fiscal_year: int, include_excluded: bool = False, facts: Iterable[Fact] | None = None
) -> list[RateRow]:
    """One row per organisation and Part for which the year's report has a chart, "*" last.

    An organisation excluded from analysis is `excluded` whatever the chart shows; the others have the state of
    the chart (FY2006: `not_transcribed`).
    """
    found = list(reader.facts(RATE_KINDS, [fiscal_year]) if facts is None else facts)
    parts = sorted({fact.key.part for fact in found}, key=number_key)
    organisations = [
        (organisation, standpoint.is_in_analysis or include_excluded)
        for organisation, standpoint in printed_standpoints(reader, fiscal_year)
    ]
    organisations.append((ALL_ORGANISATIONS, True))
    return [
        _published_row(fiscal_year, organisation, part, in_analysis, found)
        for organisation, in_analysis in organisations
        for part in parts
    ]


def _published_row(fiscal_year: int, organisation: str, part: str, in_analysis: bool, facts: Iterable[Fact]) -> RateRow:
    concerned = list(facts)
    by_kind = _facts_of(concerned, ALL_ORGANISATIONS, part) | _facts_of(concerned, organisation, part)
    known = by_kind.get(FactKind.IMPLEMENTATION) or by_kind.get(FactKind.ACHIEVEMENT)
    # what is printed for all together says of one organisation only that its own chart was not transcribed
    if known and known.key.subject != organisation and known.shown.value.state is State.REPORTED:
        state = State.NOT_REPORTED
    else:
        state = known.shown.value.state if known else State.NOT_REPORTED
    return RateRow(
        fiscal_year,
        organisation,
        part,
        ALL,
        state if in_analysis else State.EXCLUDED,
        implementation=by_kind.get(FactKind.IMPLEMENTATION),
        achievement=by_kind.get(FactKind.ACHIEVEMENT),
    )


def _facts_of(facts: Iterable[Fact], subject: str, part: str) -> dict[FactKind, Fact]:
    return {fact.key.kind: fact for fact in facts if (fact.key.subject, fact.key.part) == (subject, part)}


def _is_mean(row: RateRow) -> bool:
    return row.organisation == ALL_ORGANISATIONS


def _without_mean(rows: Iterable[RateRow]) -> list[RateRow]:
    return [row for row in rows if not _is_mean(row)]


@dataclass(frozen=True)
class FunnelCount:
    """One of the four steps: people (or systems) for the first two, answers for the others."""

    key: Literal["target", "ascertained", "obliged", "implemented"]
    count: int | None
    unit: Literal["people", "answers"]
    state: State


def rate_funnel(
    reader: CaseReader, table: RatesTable, organisation: str, part: str = ALL, role: str = ALL
) -> list[FunnelCount]:
    """Target → ascertained → duty arose → carried out, of one organisation or of all in analysis ("*")."""
    chosen = [
        own
        for own in table.returns.organisations
        if own.name == organisation or (organisation == ALL_ORGANISATIONS and table.is_shown(own))
    ]
    ids = {own.id for own in chosen}
    counts = [
        count
        for count in reader.coverage_counts(table.returns.fiscal_year)
        if count.organisation_id in ids and role in (ALL, count.role)
    ]
    coverage = coverage_sum(counts) if counts else None
    rates = sum((table.rates(own, part, role) for own in ids), Rates())
    is_answered = bool(rates.items_answered)
    is_out = rates.state is State.EXCLUDED or (chosen and not any(map(table.is_shown, chosen)))
    excluded = State.EXCLUDED if is_out else None
    answered: tuple[int | None, int | None] = (rates.obliged, rates.implemented)
    if excluded or not is_answered:
        answered = (None, None)
    return [
        _funnel_count("target", coverage.target if coverage else None, "people", State.NOT_REPORTED),
        _funnel_count("ascertained", coverage.ascertained if coverage else None, "people", State.NOT_REPORTED),
        _funnel_count("obliged", answered[0], "answers", excluded or State.NOT_REPORTED),
        _funnel_count("implemented", answered[1], "answers", excluded or State.NOT_REPORTED),
    ]


def _funnel_count(
    key: Literal["target", "ascertained", "obliged", "implemented"],
    count: int | None,
    unit: Literal["people", "answers"],
    state: State,
) -> FunnelCount:
    return FunnelCount(key, count, unit, state if count is None else State.REPORTED)
