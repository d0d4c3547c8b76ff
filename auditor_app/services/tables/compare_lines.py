"""Compared rows as the page shows them: their names, the figure behind each cell, their words beside the charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor_app.domain.comparison import DELTA as ID_OF_DELTA
from auditor_app.domain.comparison import MEAN, ComparedRow, Step, distance_to_goal
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import METRICS
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.compare_columns import (
    COUNTED_METRICS,
    DELTA,
    LIKE_FOR_LIKE,
    VALUE,
    WORD_METRICS,
    ComparedLine,
    CompareLevel,
    column_key,
    column_place,
    has_state,
    line_key,
    numbers_of,
    reason_words,
    value_words,
)

LINEAGE_ARROW = " → "


def compared_lines(
    texts: Texts, level: CompareLevel, rows: Sequence[ComparedRow], roles: Mapping[str, str], *, is_trial: bool
) -> list[ComparedLine]:
    """`roles`: the words of role codes; a trial counts excluded organisations in and says so."""
    return [
        ComparedLine(
            line_key(row),
            position,
            _name(texts, level, row, is_trial=is_trial),
            row,
            roles.get(row.role, row.role) if row.role != ALL else texts("role.all"),
            _details(texts, row),
            numbers_of(row),
            is_set_apart=level == "organisation" and row.kind == "mean",
        )
        for position, row in enumerate(rows, start=1)
    ]


def organisation_words(texts: Texts, row: ComparedRow, *, is_trial: bool = False) -> str:
    """The name, of a renamed one the former name too; a joined series and the mean say what they are."""
    if row.organisation == MEAN:
        return texts("rates.mean_with_excluded" if is_trial else "rates.mean")
    is_renamed = row.kind != "joined" and len(row.lineage) > 1
    name = LINEAGE_ARROW.join(row.lineage) if is_renamed else row.organisation
    if texts.language == "en" and row.english:
        name = f"{row.english} ({name})" if is_renamed else row.english
    return texts("joined_series.name", name=name) if row.kind == "joined" else name


def _name(texts: Texts, level: CompareLevel, row: ComparedRow, *, is_trial: bool) -> str:
    match level:
        case "item":
            is_renumbered = bool(row.item and row.former_item and row.item != row.former_item)
            return f"{row.former_item}{LINEAGE_ARROW}{row.item}" if is_renumbered else row.item or row.former_item
        case "section":
            return f"{row.section} {row.title}"
        case "part":
            is_of_all = row.part == ALL
            return texts("rates.all_parts") if is_of_all else f"{texts('rates.part', part=row.part)} {row.title}"
        case "published":
            return row.english if texts.language == "en" and row.english else row.organisation
    return organisation_words(texts, row, is_trial=is_trial)


def _details(texts: Texts, row: ComparedRow) -> str:
    if row.kind == "published" and (row.metric in ("inspection_rate", *COUNTED_METRICS) or not row.title):
        return " · ".join(filter(None, (row.title, texts(f"kind.{row.metric}"))))
    return " ".join(filter(None, (row.section, row.title))) if row.kind == "published" else row.title


def figure_of_cell(line: ComparedLine | None, column: str) -> str:
    """A value's own figure; of every other cell the difference it belongs to; "" without a row."""
    if line is None:
        return ""
    row = line.row
    place, what = column_place(column)
    if what == VALUE:
        return row.values[place].figure_id
    if not row.steps:
        return row.values[-1].figure_id if row.values else ""
    return row.figure_id_of(row.steps[place - 1]) if place > 0 else row.figure_id


def measure_of_cell(line: ComparedLine | None, column: str) -> str:
    """Which measure of the cell's figure it shows; "" for the first."""
    place, what = column_place(column)
    if line is None:
        return ""
    if what == VALUE:
        return line.row.metric if line.row.metric in ("achievement", "pooled") else ""
    return LIKE_FOR_LIKE if what == LIKE_FOR_LIKE and place > 0 and line.row.steps else ""


def cell_of_figure(line: ComparedLine, figure_id: str) -> tuple[str, str] | None:
    """(row key, column key) of the cell a figure stands in; None when it is none of this row's."""
    for place, value in enumerate(line.row.values):
        if value.figure_id == figure_id:
            return line.key, column_key(place, VALUE)
    if not figure_id.startswith(f"{ID_OF_DELTA}:"):
        return None
    steps = enumerate(line.row.steps, start=1)
    place = next((place for place, step in steps if line.row.figure_id_of(step) == figure_id), 0)
    return (line.key, column_key(place, DELTA)) if place else None


def has_goal(lines: Sequence[ComparedLine]) -> bool:
    """Whether these are rates of what the standard asks; coverage and published figures are none."""
    return bool(lines) and lines[0].row.metric in METRICS


def goal_words(texts: Texts, line: ComparedLine) -> str:
    """How far the latest value is from the goal, and the pace that needs; "" for what has no such goal."""
    row = line.row
    if not has_goal([line]):
        return ""
    latest = next((value for value in reversed(row.values) if value.percent is not None), None)
    if latest is None or latest.percent is None:
        return texts("compare.goal.unknown")
    distance = distance_to_goal(latest.percent, int(latest.years[:4]))
    remaining = percent_text(distance.remaining)
    pace = percent_text(distance.pace) if distance.pace is not None else ""
    return texts(f"compare.goal.{distance.outcome}", year=latest.years, remaining=remaining, pace=pace)


def bridge_words(texts: Texts, step: Step) -> str:
    """Why a step has no bridge."""
    reasons = [reason_words(texts, reason) for reason in step.reasons] or [
        texts(f"break.{name}") for name in step.breaks
    ]
    return texts("compare.bridge.none", reasons="\n".join(reasons) or texts("compare.bridge.no_reason"))


def short_year(years: str, texts: Texts, *, is_era: bool) -> str:
    """For a group of narrow columns: one form only; of a span the two years.

    >>> short_year("2020-2021", Texts("ja", {}), is_era=False), short_year("2007", Texts("ja", {}), is_era=False)
    ('2020–21', '2007年度')
    """
    if not years.isdecimal():
        first, last = years.split("-")
        return f"{first}–{last[2:]}"
    return fiscal_year_text(int(years), "era" if is_era else "western", texts.language)


def unit_of(lines: Sequence[ComparedLine]) -> str:
    """The unit of the lines that have numbers."""
    return "" if any(line.row.metric in COUNTED_METRICS for line in lines) else "%"


def trend_states(texts: Texts, line: ComparedLine) -> list[tuple[float | None, State | None, str]]:
    """(value, state, words) of every year; no state where that year has no such figure at all."""
    row, numbers = line.row, line.numbers
    return [
        (
            None if value.percent is None or row.metric in WORD_METRICS else float(numbers[column_key(place, VALUE)]),
            value.state if has_state(value) else None,
            value_words(texts, row, value),
        )
        for place, value in enumerate(row.values)
    ]
