"""Implementation and achievement rates by organisation and Part: for published years their states only.

The published charts are pictures: their figures are *not transcribed*.  Rates recomputed from returns come
with the returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.domain.published import Fact, FactKind, State
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.storage.reading import CaseReader

ALL_ORGANISATIONS = "*"


@dataclass(frozen=True)
class RateRow:
    """The two published rates of an organisation ("*": all in analysis together) for one Part."""

    fiscal_year: int
    organisation: str
    part: str
    state: State
    implementation: Fact | None
    achievement: Fact | None
    figure_id: str
    role: str = "all"


def published_rates(reader: CaseReader, fiscal_year: int, include_excluded: bool = False) -> list[RateRow]:
    """One row per organisation and Part for which the year's report has a chart, "*" last.

    An organisation excluded from analysis is `excluded` whatever the chart shows; the others have the state of
    the chart (FY2006: `not_transcribed`).
    """
    facts = reader.facts([FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT], [fiscal_year])
    parts = sorted({fact.key.part for fact in facts})
    coverage = coverage_table(reader, fiscal_year)
    organisations = [(row.organisation, row.is_in_analysis or include_excluded) for row in coverage.rows]
    organisations.append((ALL_ORGANISATIONS, True))
    return [
        _row(fiscal_year, organisation, part, in_analysis, facts)
        for organisation, in_analysis in organisations
        for part in parts
    ]


def _row(fiscal_year: int, organisation: str, part: str, in_analysis: bool, facts: Iterable[Fact]) -> RateRow:
    by_kind: dict[FactKind, Fact] = {}
    for fact in facts:
        concerns = fact.key.part == part and fact.key.subject in (organisation, ALL_ORGANISATIONS)
        if concerns and (fact.key.kind not in by_kind or fact.key.subject == organisation):
            by_kind[fact.key.kind] = fact
    implementation = by_kind.get(FactKind.IMPLEMENTATION)
    achievement = by_kind.get(FactKind.ACHIEVEMENT)
    known = implementation or achievement
    state = known.shown.value.state if in_analysis and known else State.EXCLUDED
    return RateRow(
        fiscal_year,
        organisation,
        part,
        state,
        implementation,
        achievement,
        f"rates:{fiscal_year}:{organisation}::all:{part}",
    )
