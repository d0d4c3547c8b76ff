"""A line for each row through points in time, named at its end; a year without a number is a gap with its state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from auditor_app.domain.documents import Language
from auditor_app.domain.published import State
from auditor_app.exporting.chart_axis import Axis, axis_of
from auditor_app.exporting.chart_data import ChartData, DrawnRow
from auditor_app.exporting.chart_drawing import (
    INK,
    MUTED,
    PALE,
    PAPER,
    SERIES,
    SMALL,
    SMALL_LINE,
    STATE_HEIGHT,
    STATE_WIDTH,
    Drawing,
    LegendEntry,
    Sign,
)
from auditor_app.exporting.chart_rows import state_entries, target_entry
from auditor_app.exporting.chart_words import CHART_WORDS
from auditor_app.exporting.document_words import state_name
from auditor_app.exporting.svg_text import text_width, wrapped

LOWEST_HEIGHT, FLATTEST = 220.0, 0.38
"""Pixels, and share of the width, that the field of the lines is high where there is room."""
NAMES_SHARE = 0.36
FEW = 3
"""So many lines have room for the value at each point."""
MOST_NAMED = 12
"""So many missing years are named one by one below the chart."""
_SIGNS: tuple[Sign, ...] = ("disc", "hollow", "square", "triangle")
_DASHES = ("", "7 3", "2 3", "9 3 2 3")
_COLOURS = len(SERIES) - 1
"""Black is the mean's."""
_LEADER, _EDGE = 22.0, 10.0


@dataclass(frozen=True)
class LineLook:
    colour: str
    sign: Sign
    dash: str = ""
    width: float = 1.8


@dataclass(frozen=True)
class Field:
    """The field of the lines: the points in time from left to right."""

    axis: Axis
    left: float
    top: float
    right: float
    bottom: float
    count: int

    def x(self, place: float) -> float:
        inside = self.right - self.left - 2 * _EDGE
        return self.left + _EDGE + (inside * place / (self.count - 1) if self.count > 1 else inside / 2)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.axis.share(value)


@dataclass(frozen=True)
class EndLabel:
    """The name of a line with its last value, beside its end."""

    lines: tuple[str, ...]
    look: LineLook
    x: float
    y: float
    is_bold: bool

    @property
    def height(self) -> float:
        return len(self.lines) * SMALL_LINE


def draw_lines(drawing: Drawing, data: ChartData, language: Language, top: float, bottom: float) -> int:
    """Draw from `top`, down to `bottom` at most; returns how many lines were left out."""
    axis = axis_of(data, may_enlarge=True)
    top = drawing.legend(_entries(data, language), top) + SMALL_LINE
    below = _room_below(data, drawing.width)
    rows = _those_that_fit(data, drawing.width, bottom - top - below - SMALL_LINE)
    looks = line_looks(data.rows)
    wanted = sum(_label_height(row, drawing.width) for _place, row in rows) + SMALL_LINE
    left = max(text_width(words, SMALL) for _tick, words in axis.ticks) + 8
    right = drawing.width - _names_room(data.rows, drawing.width) - _LEADER
    room = bottom - top - below - SMALL_LINE
    height = max(wanted, min(room, max(LOWEST_HEIGHT, drawing.width * FLATTEST)))
    field = Field(axis, left, top, right, top + height, len(data.series))
    _draw_field(drawing, field, data)
    for place, row in sorted(rows, key=lambda own: own[1].is_summary):
        _draw_line(drawing, field, row, looks[place])
    if len(rows) <= FEW:
        _draw_values(drawing, field, [row for _place, row in rows])
    _draw_labels(drawing, field, [(row, looks[place]) for place, row in rows])
    drawing.height = field.bottom + below
    _draw_below(drawing, field, data)
    return len(data.rows) - len(rows)


def line_looks(rows: Sequence[DrawnRow]) -> list[LineLook]:
    """A mean is black with diamonds, a total grey with squares; the others differ in colour, sign and dashes."""
    looks, place = [], 0
    for row in rows:
        if row.kind == "mean":
            looks.append(LineLook(INK, "diamond", width=2.4))
        elif row.kind == "total":
            looks.append(LineLook(MUTED, "square", "3 2", 2.0))
        else:
            round_ = place // _COLOURS
            dash, sign = _DASHES[(place + 2 * round_) % len(_DASHES)], _SIGNS[(place + round_) % len(_SIGNS)]
            looks.append(LineLook(SERIES[place % _COLOURS], sign, dash))
            place += 1
    return looks


def missing_notes(data: ChartData, language: Language) -> list[str]:
    """Which line has no number where, by state; counts where they are many."""
    words, notes = CHART_WORDS[language], []
    for state in data.states():
        places = [
            (row.label, series.name)
            for row in data.rows
            for mark, series in zip(row.marks, data.series, strict=True)
            if mark.state is state
        ]
        name = state_name(state, language)
        if len(places) <= MOST_NAMED:
            named = words.joined.join(f"{label} {when}" for label, when in places)
        else:
            named = words.joined.join(f"{when} ({count})" for when, count in Counter(own[1] for own in places).items())
        notes.append(words.missing.format(state=name, names=named))
    return notes


def enlarged_note(data: ChartData, language: Language) -> list[str]:
    axis = axis_of(data, may_enlarge=True)
    return [CHART_WORDS[language].enlarged.format(low=axis.ticks[0][1])] if axis.is_enlarged else []


def _entries(data: ChartData, language: Language) -> list[LegendEntry]:
    words = CHART_WORDS[language]
    kinds = {row.kind for row in data.rows}
    entries = [LegendEntry("diamond", INK, words.mean)] if "mean" in kinds else []
    if "total" in kinds:
        entries.append(LegendEntry("square", MUTED, words.total))
    return [*entries, *target_entry(data, words), *state_entries(data, language)]


def _names_room(rows: Sequence[DrawnRow], width: float) -> float:
    return min(width * NAMES_SHARE, max((text_width(_end_words(row), SMALL) for row in rows), default=0.0)) + 4


def _end_words(row: DrawnRow) -> str:
    last = next((mark.words for mark in reversed(row.marks) if mark.value is not None), "")
    return f"{row.label}  {last}"


def _label_height(row: DrawnRow, width: float) -> float:
    return len(wrapped(_end_words(row), width * NAMES_SHARE, SMALL)) * SMALL_LINE if row.has_number else 0.0


def _those_that_fit(data: ChartData, width: float, room: float) -> list[tuple[int, DrawnRow]]:
    """With their places; means and totals first of all, then the others in their order."""
    kept: list[tuple[int, DrawnRow]] = []
    used = 0.0
    for place, row in sorted(enumerate(data.rows), key=lambda own: not own[1].is_summary):
        used += _label_height(row, width)
        if kept and used > room:
            break
        kept.append((place, row))
    return sorted(kept, key=lambda own: own[0])


def _room_below(data: ChartData, width: float) -> float:
    titles = max(len(wrapped(own.name, width / len(data.series) - 8, SMALL)) for own in data.series)
    return titles * SMALL_LINE + 8 + len(data.states()) * (STATE_HEIGHT + 5)


def _draw_field(drawing: Drawing, field: Field, data: ChartData) -> None:
    for tick, words in field.axis.ticks:
        y = field.y(tick)
        drawing.line(field.left, y, field.right, y, MUTED if tick == 0 else PALE)
        drawing.text(field.left - 6, y, words, size=SMALL, colour=MUTED, anchor="end")
    for place in range(field.count):
        drawing.line(field.x(place), field.top, field.x(place), field.bottom, PALE)
    if data.target is not None:
        y = field.y(data.target)
        drawing.line(field.left, y, field.right, y, INK, 1.4, "5 3")
    if field.axis.is_enlarged:
        x, y = field.left, field.bottom
        points = ((x, y), (x + 4, y - 3), (x - 4, y - 6), (x + 4, y - 9), (x, y - 12))
        path = "M" + "L".join(f"{at:.2f} {height:.2f}" for at, height in points)
        drawing.add("path", d=path, fill="none", stroke=INK, stroke_width=1.4)


def _draw_line(drawing: Drawing, field: Field, row: DrawnRow, look: LineLook) -> None:
    points = [
        None if mark.value is None else (field.x(place), field.y(mark.value)) for place, mark in enumerate(row.marks)
    ]
    for former, later in pairwise(points):
        if former is not None and later is not None:
            drawing.line(*former, *later, look.colour, look.width, look.dash)
    for point in points:
        if point is not None:
            drawing.point(look.sign, *point, look.colour, 3.4)


def _draw_values(drawing: Drawing, field: Field, rows: Sequence[DrawnRow]) -> None:
    """Above a point, or below it, where it does not lie on another value; the last one stands at the line's end."""
    for place in range(field.count):
        marks = [row.marks[place] for row in rows if any(own.value is not None for own in row.marks[place + 1 :])]
        ys = sorted((field.y(mark.value), mark.words) for mark in marks if mark.value is not None)
        taken = [y for y, _words in ys]
        for y, words in ys:
            for middle in (y - SMALL_LINE, y + SMALL_LINE):
                if all(abs(middle - other) >= SMALL_LINE * 0.9 for other in taken if other != y):
                    taken.append(middle)
                    _draw_value(drawing, field.x(place), middle, words)
                    break


def _draw_value(drawing: Drawing, x: float, middle: float, words: str) -> None:
    width = text_width(words, SMALL)
    drawing.rect(x - width / 2, middle - SMALL_LINE / 2, width, SMALL_LINE, PAPER, fill_opacity=0.75)
    drawing.text(x, middle, words, size=SMALL, anchor="middle")


def _draw_labels(drawing: Drawing, field: Field, rows: Sequence[tuple[DrawnRow, LineLook]]) -> None:
    """Beside the ends, moved apart where they would touch, with a thin line to where each belongs."""
    room = drawing.width - field.right - _LEADER
    labels = sorted((own for own in (_label(field, *pair, room) for pair in rows) if own), key=lambda own: own.y)
    for label, middle in zip(labels, _apart(labels, field), strict=True):
        x = field.right + _LEADER
        drawing.line(label.x + 5, label.y, field.right + 4, label.y, PALE, 0.8)
        drawing.line(field.right + 4, label.y, x - 3, middle, label.look.colour, 0.8)
        drawing.lines(x, middle - label.height / 2, label.lines, size=SMALL, is_bold=label.is_bold)


def _label(field: Field, row: DrawnRow, look: LineLook, room: float) -> EndLabel | None:
    ends = [(field.x(place), mark.value) for place, mark in enumerate(row.marks) if mark.value is not None]
    if not ends:
        return None
    x, value = ends[-1]
    return EndLabel(wrapped(_end_words(row), room, SMALL), look, x, field.y(value), row.is_summary)


def _apart(labels: Sequence[EndLabel], field: Field) -> list[float]:
    """Middles in the labels' order: as near to their ends as can be without touching."""
    middles: list[float] = []
    edge = field.top - SMALL_LINE / 2
    for label in labels:
        middles.append(max(label.y, edge + label.height / 2))
        edge = middles[-1] + label.height / 2
    edge = field.bottom + SMALL_LINE / 2
    for place in range(len(labels) - 1, -1, -1):
        half = labels[place].height / 2
        middles[place] = min(middles[place], edge - half)
        edge = middles[place] - half
    return middles


def _draw_below(drawing: Drawing, field: Field, data: ChartData) -> None:
    """Under each point in time how many lines have no number there, by state, and its name."""
    y = field.bottom + 6
    for state in data.states():
        for place, count in enumerate(_counts(data, state)):
            if count:
                x = field.x(place) - STATE_WIDTH / 2 - 6
                drawing.state(x, y, STATE_WIDTH, STATE_HEIGHT, state)
                drawing.text(x + STATE_WIDTH + 4, y + STATE_HEIGHT / 2, str(count), size=SMALL, colour=MUTED)
        y += STATE_HEIGHT + 5
    room = (field.right - field.left) / field.count - 4
    for place, series in enumerate(data.series):
        lines = wrapped(series.name, room, SMALL)
        drawing.lines(field.x(place), y, lines, size=SMALL, colour=INK, anchor="middle")


def _counts(data: ChartData, state: State) -> list[int]:
    return [sum(row.marks[place].state is state for row in data.rows) for place in range(len(data.series))]
