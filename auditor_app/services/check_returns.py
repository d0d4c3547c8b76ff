"""Hold what was published against what the returns give: equal, apart by rounding, or a contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import Fact, FactKind
from auditor_app.domain.rate_options import Metric
from auditor_app.domain.rates import Difference
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_rates import RATE_KINDS, published_number, rate_rows
from auditor_app.storage.reading import CaseReader

RECOMPUTED = "recomputed"
"""The rule's id."""

_METRICS: tuple[tuple[Metric, str, str], ...] = (
    ("implementation", "implementation", "実施率"),
    ("achievement", "achievement", "到達率"),
)


def check_returns(reader: CaseReader) -> Iterator[CheckResult]:
    """One result for each published rate whose figure can be recomputed; it fails on a contradiction only."""
    returned = set(reader.returns_years())
    for year in sorted(returned & set(reader.fiscal_years(FactKind.COVERAGE))):
        for row in coverage_table(reader, year).rows:
            if row.fact is not None and row.difference is not None and row.counts is not None:
                subject = f"把握率 {row.organisation} {fiscal_year_text(year)}"
                yield _result(subject, row.fact, row.counts.official_percent, row.difference)
    for year in sorted(returned & {year for kind in RATE_KINDS for year in reader.fiscal_years(kind)}):
        if any(published_number(fact) is not None for fact in reader.facts(RATE_KINDS, [year])):
            yield from _check_rates(reader, year)


def _check_rates(reader: CaseReader, year: int) -> Iterator[CheckResult]:
    for row in rate_rows(reader, year):
        for metric, attribute, words in _METRICS:
            fact: Fact | None = getattr(row, attribute)
            difference, recomputed = row.difference(metric), row.percent(metric)
            if fact is not None and difference is not None:
                subject = f"{words} {row.organisation} 第{row.part}部 {fiscal_year_text(year)}"
                yield _result(subject, fact, recomputed, difference)


def _result(subject: str, fact: Fact, recomputed: Fraction | Decimal | None, difference: Difference) -> CheckResult:
    shown = fact.shown
    number = published_number(fact)
    decimals = 1 if number is None else max(0, -int(number.as_tuple().exponent))  # as many as were printed beside it
    found = "—" if recomputed is None else f"{percent_text(recomputed, decimals)} %"
    return CheckResult(RECOMPUTED, subject, shown.printed, found, difference != "contradiction", (shown.place,))
