"""The stable JSON rows of what comes from returns: coverage, rates and weak areas (interface.md section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.domain.numbers import exact_percent
from auditor_app.domain.published import State
from auditor_app.domain.returns import SourceRow
from auditor_app.services.browse_coverage import CoverageRow, CoverageTable
from auditor_app.services.browse_rates import RateRow
from auditor_app.services.rank_weak_areas import RankedArea

Row = dict[str, object]


def coverage_rows_json(table: CoverageTable) -> Iterator[Row]:
    """The published rows in printed order, then the sums of the returns: role `all`, then each role."""
    yield from (coverage_json(row) for row in table.rows if row.fact is not None)
    yield from (coverage_json(row) for row in table.returned)


def coverage_json(row: CoverageRow) -> Row:
    return {
        "fiscal_year": row.fiscal_year,
        "organisation": row.organisation,
        "role": row.role,
        "target": row.target,
        "ascertained": row.ascertained,
        "official_percent": exact_percent(row.official_percent),
        "with_own_survey_percent": exact_percent(row.with_own_survey_percent),
        "printed": row.printed,
        "state": row.state.value,
        "in_analysis": row.is_in_analysis,
        "exclusion_reason": row.exclusion_reason or None,
        "source": _place_json(row),
        "figure_id": row.figure_id,
    }


def _place_json(row: CoverageRow) -> Row | None:
    if row.source is not None:
        return {"document": row.source.document, "sha256": row.source.sha256, "place": row.source.code()}
    return source_row_json(row.source_row) if row.source_row else None


def source_row_json(source: SourceRow) -> Row:
    return {"document": source.document, "sha256": source.sha256, "place": source.code()}


def rate_json(row: RateRow) -> Row:
    """The number of items stands wherever the organisation's returns are shown, also when it is 0."""
    counted = row.rates if row.state in (State.REPORTED, State.NO_DUTY) else None
    return {
        "fiscal_year": row.fiscal_year,
        "organisation": row.organisation,
        "part": row.part,
        "role": row.role,
        "items_with_duty": counted.items_with_duty if counted else None,
        "items_achieved": counted.items_achieved if counted else None,
        "implementation_percent": exact_percent(row.percent("implementation")),
        "pooled_percent": exact_percent(row.percent("pooled")),
        "achievement_percent": exact_percent(row.percent("achievement")),
        "state": row.state.value,
        "figure_id": row.figure_id,
    }


def ranked_json(area: RankedArea) -> Row:
    return {
        "fiscal_year": area.fiscal_year,
        "basis": "returns",
        "level": area.level,
        "role": area.role,
        "part": area.part,
        "section": area.section or None,
        "item": area.item or None,
        "topic": area.title if area.level == "topic" else None,
        "title": area.title or None,
        "implementation_percent": exact_percent(area.percent("implementation")),
        "achievement_percent": exact_percent(area.percent("achievement")),
        "pooled_percent": exact_percent(area.percent("pooled")),
        "missing": area.missing,
        "organisations": area.mean.organisations,
        "organisations_below": area.organisations_below,
        "state": area.state.value,
        "figure_id": area.figure_id,
    }
