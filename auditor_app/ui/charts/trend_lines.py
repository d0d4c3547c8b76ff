"""The lines of compared rows, in the words of the auditor; rows without any number have none."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.compare_columns import ComparedLine
from auditor_app.services.tables.compare_lines import trend_states
from auditor_app.ui.charts.trend_frame import TrendLine, TrendPoint


def trend_lines(texts: Texts, lines: Iterable[ComparedLine]) -> list[TrendLine]:
    """One line for each row that has a number in any of the years."""
    drawn = [_line(texts, line) for line in lines]
    return [line for line in drawn if any(point.value is not None for point in line.points)]


def _line(texts: Texts, line: ComparedLine) -> TrendLine:
    is_of_role = bool(line.row.section or line.row.item or line.row.former_item or not line.row.series)
    label = " · ".join(filter(None, (line.name, line.details, line.role if is_of_role else "")))
    return TrendLine(
        line.key,
        label,
        tuple(TrendPoint(*point) for point in trend_states(texts, line)),
        tuple(tuple(texts(f"break_word.{own}") for own in step.breaks) for step in line.row.steps),
        is_mean=line.is_set_apart,
        is_joined=line.row.kind == "joined",
    )
