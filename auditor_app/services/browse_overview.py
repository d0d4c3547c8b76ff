"""The overview: what the case holds for a year, and everything published that has no page of its own."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.published import Fact, FactKind
from auditor_app.domain.rates import CoverageMean
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_coverage import CoverageRow, coverage_table
from auditor_app.services.browse_programme import Programme, programme
from auditor_app.services.browse_rates import RateRow, mean_row, rates_table
from auditor_app.services.check_document import case_checks
from auditor_app.services.expected_reports import ReportProgress, report_progress
from auditor_app.services.known_years import HIDDEN_KINDS as HIDDEN_KINDS
from auditor_app.services.known_years import overview_years as overview_years
from auditor_app.storage.reading import CaseReader

"""Too many and too small for an overview; they stand on their own pages."""


@dataclass(frozen=True)
class Overview:
    """What an auditor wants to know first."""

    fiscal_year: int
    organisations: int
    excluded: tuple[CoverageRow, ...]
    lowest: tuple[CoverageRow, ...]
    """The lowest official rates among those in analysis."""
    means: tuple[CoverageMean, ...]
    weak_areas: tuple[Fact, ...]
    programme: Programme
    checks: tuple[CheckResult, ...]
    rates: RateRow | None
    """The mean over the organisations in analysis, over all Parts and roles; None when nobody returned anything."""
    progress: ReportProgress | None
    """How far the returns have come in; None for a year that was not begun from an earlier one."""
    published: tuple[Fact, ...]
    """All facts of the year, in the order of their kinds."""


def overview(reader: CaseReader, fiscal_year: int, lowest: int = 3) -> Overview:
    """The overview of a year; the programme is the one for that year or, if there is none, for the next."""
    coverage = coverage_table(reader, fiscal_year)
    counted = [row for row in coverage.rows if row.is_in_analysis and row.official_percent is not None]
    found = programme(reader, fiscal_year)
    if not found.areas:
        found = programme(reader, fiscal_year + 1)
    facts = reader.facts([kind for kind in FactKind if kind not in HIDDEN_KINDS], [fiscal_year])
    table = rates_table(reader, fiscal_year)
    order = {kind: number for number, kind in enumerate(FactKind)}
    return Overview(
        fiscal_year=fiscal_year,
        organisations=len(coverage.rows),
        excluded=coverage.excluded,
        lowest=tuple(sorted(counted, key=lambda row: row.official_percent or 0)[:lowest]),
        means=coverage.means(),
        weak_areas=tuple(fact for fact in facts if fact.key.kind is FactKind.WEAK_AREA),
        programme=found,
        checks=case_checks(reader),
        rates=mean_row(table, ALL, ALL) if table.returns.sums else None,
        progress=report_progress(reader, fiscal_year),
        published=tuple(sorted(facts, key=lambda fact: order[fact.key.kind])),
    )
