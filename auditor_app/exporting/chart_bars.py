"""Ranked bars: one for each row and series, from zero; a row without a number is its state."""

from __future__ import annotations

from auditor_app.domain.documents import Language
from auditor_app.exporting.chart_axis import Axis, axis_of
from auditor_app.exporting.chart_data import ChartData, DrawnRow
from auditor_app.exporting.chart_drawing import INK, MUTED, SERIES, SMALL, SMALL_LINE, Drawing, LegendEntry
from auditor_app.exporting.chart_rows import (
    PlacedRow,
    RowFrame,
    draw_axis,
    draw_names,
    draw_state,
    draw_target,
    placed_rows,
    row_frame,
    state_entries,
    target_entry,
    those_that_fit,
)
from auditor_app.exporting.chart_words import CHART_WORDS

BAR, ROW = 11.0, 21.0
_KINDS = (0, 2, 5, 4, 3, 7)


def draw_bars(drawing: Drawing, data: ChartData, language: Language, top: float, bottom: float) -> int:
    """Draw from `top`, rows down to `bottom` at most; returns how many rows were left out."""
    words = CHART_WORDS[language]
    axis, colours = axis_of(data), _colours(data)
    entries = [*_series_entries(data), *target_entry(data, words), *state_entries(data, language)]
    top = drawing.legend(entries, top) + SMALL_LINE + 4
    values = [[_words(row, place) for place in _drawn_places(row)] for row in data.rows]
    frame = row_frame(drawing.width, data.rows, values, axis)
    rows = placed_rows(frame, data.rows, values, top, ROW)
    drawn = those_that_fit(rows, bottom)
    end = drawn[-1].top + drawn[-1].height if drawn else top
    draw_axis(drawing, frame, axis, top, end)
    for row in drawn:
        draw_names(drawing, frame, row)
        _draw_row(drawing, frame, axis, row, language, colours)
    draw_target(drawing, frame, axis, data.target, (top, end))
    drawing.height = end
    return len(rows) - len(drawn)


def _draw_row(
    drawing: Drawing, frame: RowFrame, axis: Axis, placed: PlacedRow, language: Language, colours: list[str]
) -> None:
    places = _drawn_places(placed.row)
    step = (placed.height - 6) / len(places)
    for number, (place, lines) in enumerate(zip(places, placed.values, strict=True)):
        mark, middle = placed.row.marks[place], placed.top + 3 + (number + 0.5) * step
        colour = MUTED if mark.value is None else INK
        drawing.lines(frame.values, middle - len(lines) * SMALL_LINE / 2, lines, size=SMALL, colour=colour)
        if mark.value is None:
            draw_state(drawing, frame, mark, language, middle)
            continue
        ends = sorted((frame.x(axis, 0.0), frame.x(axis, mark.value)))
        drawing.bar(ends[0], middle - BAR / 2, ends[1] - ends[0], BAR, colours[place], place)


def _drawn_places(row: DrawnRow) -> list[int]:
    """Of the marks that have a number or a state; where nothing was asked there is no bar, unless in the whole row."""
    return [place for place, mark in enumerate(row.marks) if mark.value is not None or mark.state is not None] or [0]


def _words(row: DrawnRow, place: int) -> str:
    """Beside the bar; those of a state stand at the axis."""
    mark = row.marks[place]
    return mark.words if mark.state is None else ""


def _colours(data: ChartData) -> list[str]:
    """Second values of a rate are orange as everywhere; kinds of a count are blue, green, sky."""
    places = range(len(SERIES)) if data.is_rates else _KINDS
    return [SERIES[places[place % len(places)]] for place in range(len(data.series))]


def _series_entries(data: ChartData) -> list[LegendEntry]:
    return [
        LegendEntry("hatched" if place else "box", _colours(data)[place], series.name, place)
        for place, series in enumerate(data.series)
    ]
