"""A chart of many rows as pictures that hold all of them: drawn a little smaller, or else as several."""

from __future__ import annotations

from itertools import pairwise

from auditor_app.domain.documents import Chart, Document
from auditor_app.exporting.chart_data import ChartData, chart_data
from auditor_app.exporting.chart_svg import drawn_chart

Size = tuple[float, float]
SCALES = (1.0, 0.9, 0.8)
"""Smaller than that the letters, eight points high in print, would be hard to read."""
MOST_PICTURES = 4
"""A chart of more rows is no picture any more: it leaves some out, and says so."""


def chart_pictures(document: Document, chart: Chart, size: Size) -> tuple[str, ...]:
    """SVG pictures to be printed in a width of `size`, where each is at most as high; mostly one.

    What is drawn on a larger sheet is printed smaller; where that is not enough, each picture has some of the rows.
    """
    data = chart_data(document, chart)
    for count in range(1, MOST_PICTURES + 1):
        shares = [None] if count == 1 else _shared_out(data, count)
        for scale in SCALES:
            sheet = (size[0] / scale, size[1] / scale)
            parts = [drawn_chart(document, chart, sheet, rows) for rows in shares]
            if not any(part.left_out for part in parts):
                return tuple(part.svg for part in parts)
    return (drawn_chart(document, chart, size).svg,)


def _shared_out(data: ChartData, count: int) -> list[list[int]]:
    """Places of the rows of each picture, about as many in each; lines are compared with their mean in all of them."""
    is_lines = data.chart.kind == "lines"
    repeated = [place for place, row in enumerate(data.rows) if is_lines and row.is_summary]
    others = [place for place in range(len(data.rows)) if place not in repeated]
    ends = [round(len(others) * part / count) for part in range(count + 1)]
    return [sorted([*others[first:last], *repeated]) for first, last in pairwise(ends)]
