"""Two values of each row on one rate axis, joined by a line: ● the first, ◇ the second; no number is a word."""

from __future__ import annotations

from auditor_app.domain.documents import Language
from auditor_app.domain.published import State
from auditor_app.exporting.chart_axis import Axis, axis_of
from auditor_app.exporting.chart_data import ChartData, DrawnRow
from auditor_app.exporting.chart_drawing import (
    INK,
    PALE,
    PRIMARY,
    SECONDARY,
    SMALL,
    SMALL_LINE,
    Drawing,
    LegendEntry,
    Sign,
)
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
from auditor_app.exporting.document_words import state_name

ROW = 20.0
_LOOKS: tuple[tuple[Sign, str], ...] = (
    ("disc", PRIMARY),
    ("diamond", SECONDARY),
    ("square", "#009e73"),
    ("triangle", "#d55e00"),
)


def draw_dumbbell(drawing: Drawing, data: ChartData, language: Language, top: float, bottom: float) -> int:
    """Draw from `top`, rows down to `bottom` at most; returns how many rows were left out."""
    axis = axis_of(data)
    top = drawing.legend(_entries(data, language), top) + SMALL_LINE + 4
    values = [[_words(row)] for row in data.rows]
    frame = row_frame(drawing.width, data.rows, values, axis)
    rows = placed_rows(frame, data.rows, values, top, ROW)
    drawn = those_that_fit(rows, bottom)
    end = drawn[-1].top + drawn[-1].height if drawn else top
    draw_axis(drawing, frame, axis, top, end)
    draw_target(drawing, frame, axis, data.target, (top, end))
    for row in drawn:
        draw_names(drawing, frame, row)
        _draw_row(drawing, frame, axis, row, language)
    drawing.height = end
    return len(rows) - len(drawn)


def _words(row: DrawnRow) -> str:
    """All values of the row; the words of a state only beside a number, since alone they stand at the axis."""
    if not row.has_number:
        return ""
    return " / ".join(mark.words for mark in row.marks if mark.value is not None or mark.state is not None)


def _draw_row(drawing: Drawing, frame: RowFrame, axis: Axis, placed: PlacedRow, language: Language) -> None:
    row, middle = placed.row, placed.middle
    if not row.has_number:
        for mark in row.marks[:1]:
            draw_state(drawing, frame, mark, language, middle)
        return
    drawing.line(frame.left, middle, frame.right, middle, PALE)
    lines = placed.values[0]
    drawing.lines(frame.values, middle - len(lines) * SMALL_LINE / 2, lines, size=SMALL, colour=INK)
    points = [(frame.x(axis, mark.value), place) for place, mark in enumerate(row.marks) if mark.value is not None]
    if len(points) > 1:
        ends = [x for x, _place in points]
        drawing.line(min(ends), middle, max(ends), middle, SECONDARY, 2.5, "6 3" if row.is_excluded else "")
    for x, place in points:
        sign, colour = _LOOKS[place % len(_LOOKS)]
        drawing.point("hollow" if sign == "disc" and row.is_excluded else sign, x, middle, colour)


def _entries(data: ChartData, language: Language) -> list[LegendEntry]:
    entries = [LegendEntry(*_LOOKS[place % len(_LOOKS)], own.name) for place, own in enumerate(data.series)]
    if any(row.is_excluded for row in data.rows):
        entries.append(LegendEntry("hollow", PRIMARY, state_name(State.EXCLUDED, language)))
    words = CHART_WORDS[language]
    states = [entry for entry in state_entries(data, language) if _is_drawn(data, entry)]
    return [*entries, *target_entry(data, words), *states]


def _is_drawn(data: ChartData, entry: LegendEntry) -> bool:
    """A row with a number shows the other's state as a word, not as a pattern."""
    return any(row.marks[0].state is entry.sign for row in data.rows if not row.has_number and row.marks)
