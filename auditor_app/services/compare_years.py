"""Years side by side by definition: reads what the case holds of them, and lets `analysis` compare it.

Nothing is refused: what cannot be compared stands there without a delta, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Literal, cast

from auditor_app.analysis.compared_areas import part_areas, section_areas
from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.comparison import OF_ALL, ComparedYear, RateComparison
from auditor_app.analysis.coverage_comparison import CoverageComparison, CoverageYear, CoveredOrganisation
from auditor_app.analysis.item_comparison import ItemComparison
from auditor_app.analysis.item_joins import join_years
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.series_rates import SeriesRates
from auditor_app.domain.comparison import MEAN, ComparedRow, CompareMetric, Comparison, YearValue
from auditor_app.domain.lineage import Series, series_of
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import State, fold_name
from auditor_app.domain.rate_options import METRICS, Metric, RateOptions
from auditor_app.domain.rates import CoverageSum
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.collecting import collector_paused
from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.services.browse_coverage import CoverageRow, coverage_table
from auditor_app.services.browse_rates import RATE_KINDS, RateRow, published_rates, rates_table
from auditor_app.services.browse_returns import standpoints_of_year
from auditor_app.services.browse_scopes import scopes
from auditor_app.services.figure_ids import DeltaFields, coverage_return_id, delta_fields, item_id, mean_id, rates_id
from auditor_app.services.known_years import comparable_years as comparable_years
from auditor_app.storage.reading import CaseReader

ROWS_BETWEEN_REPORTS = 50


@dataclass(frozen=True)
class CompareChoice:
    """Which years are held against each other, and by what."""

    fiscal_years: tuple[int, ...]
    metric: CompareMetric = "implementation"
    role: str = ALL
    part: str = ALL
    options: RateOptions = RateOptions()  # noqa: RUF009  # frozen


def compare_organisations(reader: CaseReader, choice: CompareChoice) -> Comparison:
    """A row for each series: those of the latest year in its order, those that ended, joined ones; the mean last."""
    if choice.metric == "coverage":
        coverage = coverage_comparison(reader, choice.fiscal_years, choice.options)
        return _comparison(coverage, coverage.rows(choice.role))
    with collector_paused():  # what was read is looked through once, when the rows are there
        rates = rate_comparison(reader, choice.fiscal_years, choice.options)
        return _comparison(rates, rates.rows(Subject(choice.metric, choice.part, choice.role)))


def compare_areas(
    reader: CaseReader, choice: CompareChoice, organisation: str, level: Literal["part", "section"]
) -> Comparison:
    """All roles and each, times every Part (or section) and, for Parts, all of them together.

    `organisation`: "*", or any name a series or one of its bodies bears or bore; without such a series no rows.
    Coverage knows of no areas: then a row for each role.
    """
    if choice.metric == "coverage":
        coverage = coverage_comparison(reader, choice.fiscal_years, choice.options)
        return _comparison(coverage, _rows_of_roles(coverage, organisation))
    rates = rate_comparison(reader, choice.fiscal_years, choice.options)
    areas = section_areas(rates, choice.metric) if level == "section" else part_areas(rates, choice.metric)
    return _comparison(rates, [row for area in areas for row in _rows_of(rates, area, organisation)])


def compare_items(
    reader: CaseReader,
    choice: CompareChoice,
    organisation: str,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Items of the chosen Part and role, joined ones once; raises CancelledByUserError when given up."""
    rates = rate_comparison(reader, choice.fiscal_years, choice.options)
    items = _items_of(rates, choice.metric, organisation)
    rows = []
    if items is not None:
        questions = items.questions(choice.part, choice.role)
        for done, row in enumerate(items.rows(questions)):
            if done % ROWS_BETWEEN_REPORTS == 0:
                if is_cancelled is not None and is_cancelled():
                    raise CancelledByUserError
                if on_progress is not None:
                    on_progress(done, len(questions))
            rows.append(row)
    return _comparison(rates, rows)


def compare_everything(
    reader: CaseReader,
    fiscal_years: Iterable[int],
    options: RateOptions = RateOptions(),  # noqa: B008  # frozen
) -> Iterator[ComparedRow]:
    """Series by series every Part and role by every rate, the means last; then the coverage of every role."""
    years = tuple(fiscal_years)
    rates = rate_comparison(reader, years, options)
    if any(year.has_data for year in rates.years):
        areas = [area for metric in METRICS for area in part_areas(rates, metric)]
        yield from chain.from_iterable(zip(*(rates.rows(area) for area in areas), strict=True))
    coverage = coverage_comparison(reader, years, options)
    if any(year.has_data for year in coverage.years):
        yield from chain.from_iterable(zip(*(coverage.rows(role) for role in coverage.roles), strict=True))


def compare_figure(reader: CaseReader, figure_id: str, options: RateOptions) -> ComparedRow | None:
    """The row of a delta, with exactly its two years; None when the case has no such figure.

    Also of a series or an area that neither year knows, but the case: its row says why there is nothing.
    """
    fields = delta_fields(figure_id)
    if fields is None or not (fields.former.isdecimal() and fields.later.isdecimal()):
        return None
    years = (int(fields.former), int(fields.later))
    if years[0] >= years[1] or not set(years) & set(comparable_years(reader)):
        return None
    if fields.metric == "coverage":
        coverage = coverage_comparison(reader, years, options)
        rows: Iterable[ComparedRow] = _coverage_of_figure(coverage, fields)
    elif fields.metric not in METRICS:
        return None
    else:
        rows = _rows_of_figure(rate_comparison(reader, years, options), fields)
    found = [row for row in rows if _is_of(row, fields)]
    return next((row for row in found if row.figure_id == figure_id), next(iter(found), None))


def _is_of(row: ComparedRow, fields: DeltaFields) -> bool:
    """Whatever the series is called in the two years: through more years it bears the name of the last one."""
    own = delta_fields(row.figure_id)
    return own is not None and replace(own, organisation=fields.organisation) == fields


def _coverage_of_figure(coverage: CoverageComparison, fields: DeltaFields) -> Iterable[ComparedRow]:
    if fields.organisation == MEAN:
        return _rows_of_roles(coverage, MEAN, (fields.role,))
    return [coverage.row(own, fields.role) for own in _series_called(coverage, fields.organisation)]


def _rows_of_figure(rates: RateComparison, fields: DeltaFields) -> Iterable[ComparedRow]:
    metric = cast(CompareMetric, fields.metric)
    series = _series_called(rates, fields.organisation)
    if not fields.item:
        area = next(_areas_named(rates, metric, fields), None)
        if area is None:
            return ()
        return rates.rows(area)[-1:] if fields.organisation == MEAN else [rates.row(own, area) for own in series]
    chosen: Iterable[Series | None] = (None,) if fields.organisation == MEAN else series
    found = [ItemComparison(rates, own, metric, item_id) for own in chosen]
    return chain.from_iterable(
        items.rows(own for own in items.questions(fields.part, fields.role) if items.is_called(own[0], fields.item))
        for items in found
    )


def _areas_named(rates: RateComparison, metric: CompareMetric, fields: DeltaFields) -> Iterator[Subject]:
    """The area of the two years, else of any edition: other years may have asked what these two do not."""
    yield from (
        area
        for area in (section_areas(rates, metric) if fields.section else part_areas(rates, metric))
        if tuple(map(fold_name, (area.part, area.role, area.section))) == (fields.part, fields.role, fields.section)
    )
    returns = rates.years[-1].rates.table.returns
    if fields.role not in (ALL, *(fold_name(role.code) for role in returns.roles.values())):
        return
    for item in returns.items.values():
        if fold_name(item.part) == fields.part and fields.section in ("", fold_name(item.section)):
            role = next((own.code for own in returns.roles.values() if fold_name(own.code) == fields.role), ALL)
            yield Subject(metric, item.part, role, item.section if fields.section else "")


def _series_called(known: RateComparison | CoverageComparison, name: str) -> list[Series]:
    """Those of the years compared first: a name may have passed from one body to another."""
    find = known.lineage.called
    return list(dict.fromkeys([*find(known.present, name), *find(known.series, name)]))


def _rows_of(rates: RateComparison, area: Subject, organisation: str) -> list[ComparedRow]:
    if organisation == MEAN:
        return rates.rows(area)[-1:]
    series = rates.lineage.find(rates.present, organisation)
    return [rates.row(series, area)] if series else []


def _rows_of_roles(
    coverage: CoverageComparison, organisation: str, roles: Iterable[str] | None = None
) -> list[ComparedRow]:
    chosen = coverage.roles if roles is None else roles
    if organisation == MEAN:
        return [coverage.rows(role)[-1] for role in chosen]
    series = coverage.lineage.find(coverage.present, organisation)
    return [coverage.row(series, role) for role in chosen] if series else []


def _items_of(rates: RateComparison, metric: CompareMetric, organisation: str) -> ItemComparison | None:
    series = None if organisation == MEAN else rates.lineage.find(rates.present, organisation)
    if series is None and organisation != MEAN:
        return None
    return ItemComparison(rates, series, metric, item_id)


# --- what the case holds -------------------------------------------------------------------------------------------


def rate_comparison(reader: CaseReader, fiscal_years: Iterable[int], options: RateOptions) -> RateComparison:
    """All rates of these years, ready to be held against each other; kept while the case stays as it is."""
    years = tuple(sorted(set(fiscal_years)))

    def make() -> RateComparison:
        with collector_paused():
            return _rate_comparison(reader, years, options)

    return reader.remembered(("compared rates", years, options), make)


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
    tables = {year: rates_table(reader, year, options) for year in fiscal_years}
    years = [
        ComparedYear(
            year,
            SeriesRates(tables[year], series),
            stated.get(year),
            standpoints_of_year(reader, year, {})
            | {own.id: own.standpoint for own in tables[year].returns.organisations},
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
    called = {name: find_organisation(bodies, name) for name in {row.organisation for row in rows}}
    found: dict[tuple[int, str, CompareMetric], YearValue] = {}
    for row in rows:
        body = called[row.organisation]
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
