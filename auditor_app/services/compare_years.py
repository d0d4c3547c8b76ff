"""Years side by side by definition: reads what the case holds of them, and lets `analysis` compare it.

Nothing is refused: what cannot be compared stands there without a delta, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.comparison import OF_ALL, ComparedYear, RateComparison
from auditor_app.analysis.coverage_comparison import CoverageComparison, CoverageYear, CoveredOrganisation
from auditor_app.analysis.item_joins import join_years
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.series_rates import SeriesRates
from auditor_app.domain.comparison import MEAN, ComparedRow, CompareMetric, Comparison, YearValue
from auditor_app.domain.lineage import Series, series_of
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import FactKind, State
from auditor_app.domain.rate_options import METRICS, Metric, RateOptions
from auditor_app.domain.rates import CoverageSum
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_coverage import CoverageRow, coverage_table
from auditor_app.services.browse_rates import RATE_KINDS, RateRow, published_rates, rates_table
from auditor_app.services.browse_returns import standpoints_of_year
from auditor_app.services.browse_scopes import scopes
from auditor_app.services.figure_ids import coverage_return_id, mean_id, rates_id
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class CompareChoice:
    """Which years are held against each other, and by what."""

    fiscal_years: tuple[int, ...]
    metric: CompareMetric = "implementation"
    role: str = ALL
    part: str = ALL
    options: RateOptions = RateOptions()  # noqa: RUF009  # frozen


def comparable_years(reader: CaseReader) -> list[int]:
    """Years with returns, published coverage or published rates."""
    published = (FactKind.COVERAGE, *RATE_KINDS)
    return sorted({*reader.returns_years(), *(year for kind in published for year in reader.fiscal_years(kind))})


def compare_organisations(reader: CaseReader, choice: CompareChoice) -> Comparison:
    """A row for each series: those of the latest year in its order, those that ended, joined ones; the mean last."""
    if choice.metric == "coverage":
        coverage = coverage_comparison(reader, choice.fiscal_years, choice.options)
        return _comparison(coverage, coverage.rows(choice.role))
    rates = rate_comparison(reader, choice.fiscal_years, choice.options)
    return _comparison(rates, rates.rows(Subject(choice.metric, choice.part, choice.role)))


# --- what the case holds -------------------------------------------------------------------------------------------


def rate_comparison(reader: CaseReader, fiscal_years: Iterable[int], options: RateOptions) -> RateComparison:
    """All rates of these years, ready to be held against each other; kept while the case stays as it is."""
    years = tuple(sorted(set(fiscal_years)))
    return reader.remembered(("compared rates", years, options), lambda: _rate_comparison(reader, years, options))


def coverage_comparison(reader: CaseReader, fiscal_years: Iterable[int], options: RateOptions) -> CoverageComparison:
    """The coverage of these years, ready to be held against each other."""
    stated, bodies = scopes(reader), reader.organisations()
    years = [CoverageYear(year, _covered(reader, bodies, year), stated.get(year)) for year in sorted(set(fiscal_years))]
    return CoverageComparison(
        tuple(years), _series(reader, bodies), _lineage(reader, bodies), _coverage_id, options.include_excluded
    )


def _rate_comparison(reader: CaseReader, fiscal_years: Sequence[int], options: RateOptions) -> RateComparison:
    bodies, editions, stated = reader.organisations(), reader.editions(), scopes(reader)
    series, entries = _series(reader, bodies), reader.crosswalk()
    years = [
        ComparedYear(
            year,
            SeriesRates(rates_table(reader, year, options), series),
            stated.get(year),
            standpoints_of_year(reader, year, reader.coverage_counts(year)),
            _published_of(reader, bodies, year, options.include_excluded),
        )
        for year in fiscal_years
    ]
    joins = [
        join_years(former.rates.table.returns, later.rates.table.returns, editions, entries, stated, options.item_class)
        for former, later in pairwise(years)
    ]
    return RateComparison(tuple(years), tuple(joins), series, _lineage(reader, bodies), rates_id)


def _series(reader: CaseReader, bodies: Sequence[Organisation]) -> tuple[Series, ...]:
    return series_of(bodies, reader.organisation_links(), reader.joined_series())


def _lineage(reader: CaseReader, bodies: Sequence[Organisation]) -> Lineage:
    return Lineage({body.id: body for body in bodies}, reader.organisation_links())


def _published_of(
    reader: CaseReader, bodies: Sequence[Organisation], fiscal_year: int, include_excluded: bool
) -> dict[tuple[int, str, CompareMetric], YearValue]:
    """By organisation, Part and metric what a publication shows, also where it shows but a picture."""
    facts = reader.facts(RATE_KINDS, [fiscal_year])
    rows = published_rates(reader, fiscal_year, include_excluded, facts) if facts else []
    found: dict[tuple[int, str, CompareMetric], YearValue] = {}
    for row in rows:
        body = find_organisation(bodies, row.organisation)
        if body is None and row.organisation != MEAN:
            continue
        for metric in METRICS:
            value = _published_value(row, metric)
            found[body.id if body else OF_ALL, row.part, metric] = value
            # of all Parts together nothing is published: the first Part tells why
            state = State.NOT_REPORTED if value.state is State.REPORTED else value.state
            found.setdefault(
                (body.id if body else OF_ALL, ALL, metric), replace(value, percent=None, state=state, printed="")
            )
    return found


def _published_value(row: RateRow, metric: Metric) -> YearValue:
    fact = {"implementation": row.implementation, "achievement": row.achievement}.get(metric)
    percent = row.percent(metric) if fact is not None else None
    state = State.NOT_REPORTED if percent is None and row.state is State.REPORTED else row.state
    printed = fact.shown.printed if fact is not None and percent is not None else ""
    name = MEAN if row.organisation == MEAN else row.organisation
    return YearValue(str(row.fiscal_year), percent, state, row.figure_id, name, "published", printed)


def _covered(reader: CaseReader, bodies: Sequence[Organisation], fiscal_year: int) -> dict[int, CoveredOrganisation]:
    table = coverage_table(reader, fiscal_year)
    counts: dict[int, dict[str, CoverageSum]] = {}
    for row in table.returned:
        body = find_organisation(bodies, row.organisation)
        if body is not None and row.counts is not None and row.role != ALL:
            counts.setdefault(body.id, {})[row.role] = row.counts
    found = {}
    for row in table.rows:
        body = find_organisation(bodies, row.organisation)
        if body is not None:
            found[body.id] = CoveredOrganisation(
                row.organisation,
                row.is_in_analysis,
                row.with_own_survey_percent is not None,
                _published_coverage(row) if row.fact is not None else None,
                counts.get(body.id, {}),
            )
    return found


def _published_coverage(row: CoverageRow) -> YearValue:
    return YearValue(
        str(row.fiscal_year),
        row.official_percent,
        row.state,
        row.figure_id,
        row.organisation,
        "published",
        row.printed or "",
    )


def _coverage_id(fiscal_year: int, organisation: str, role: str) -> str:
    if organisation != MEAN:
        return coverage_return_id(fiscal_year, organisation, role)
    return mean_id(fiscal_year, "in_analysis") if role == ALL else ""


def _comparison(comparison: RateComparison | CoverageComparison, rows: Iterable[ComparedRow]) -> Comparison:
    return Comparison(
        tuple(str(year.fiscal_year) for year in comparison.years),
        tuple(rows),
        comparison.notes(),
        tuple(year.fiscal_year for year in comparison.years if not year.has_data),
    )
