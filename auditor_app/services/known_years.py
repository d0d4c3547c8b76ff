"""Which fiscal years a case knows, without loading what reads their figures."""

from __future__ import annotations

from auditor_app.domain.published import FactKind
from auditor_app.services.expected_reports import years_with_reports
from auditor_app.storage.reading import CaseReader

RATE_KINDS = (FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT)
HIDDEN_KINDS = frozenset({FactKind.ANNEX_REFERENCE, FactKind.MEASURE, FactKind.DIRECTION})


def comparable_years(reader: CaseReader) -> list[int]:
    """Years with returns, published coverage or published rates."""
    published = (FactKind.COVERAGE, *RATE_KINDS)
    return sorted({*reader.returns_years(), *(year for kind in published for year in reader.fiscal_years(kind))})


def overview_years(reader: CaseReader) -> list[int]:
    """Every fiscal year the case says anything about."""
    published = {year for kind in FactKind if kind not in HIDDEN_KINDS for year in reader.fiscal_years(kind)}
    return sorted(published | set(years_with_reports(reader)))


def report_years(reader: CaseReader) -> list[int]:
    """Years a report can be made of: with figures, or with findings alone."""
    of_findings = {int(own[:4]) for own in reader.given_numbers() if own[:4].isdecimal()}
    return sorted({*overview_years(reader), *comparable_years(reader), *of_findings})


def latest_year(reader: CaseReader) -> int:
    """The latest year with coverage or rates; without any, the latest the case says anything about; 0 for none."""
    return max(comparable_years(reader) or report_years(reader), default=0)
