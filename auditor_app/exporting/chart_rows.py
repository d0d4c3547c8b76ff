"""What bars and dumbbells share: a row of the table on each line, its name on the left, its value on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.documents import Language
from auditor_app.exporting.chart_axis import Axis
from auditor_app.exporting.chart_data import ChartData, DrawnRow, Mark
from auditor_app.exporting.chart_drawing import (
    FONT,
    INK,
    LINE,
    MUTED,
    PALE,
    PAPER,
    SMALL,
    SMALL_LINE,
    STATE_HEIGHT,
    STATE_WIDTH,
    Drawing,
    LegendEntry,
)
from auditor_app.exporting.chart_words import ChartWords
from auditor_app.exporting.document_words import state_name
from auditor_app.exporting.svg_text import text_width, wrapped

NAMES_SHARE, VALUES_SHARE = 0.36, 0.28
"""Of the width: what names and values may take at most before they are broken into lines."""
GAP = 10.0
_AIR = 6.0
VALUES_GAP = 10.0
"""A disc at 100 reaches into it."""


@dataclass(frozen=True)
class RowFrame:
    """Where names, axis and values stand from left to right."""

    names: float
    """Right edge of the names."""
    left: float
    right: float
    values: float
    values_room: float

    def x(self, axis: Axis, value: float) -> float:
        return self.left + (self.right - self.left) * axis.share(value)


@dataclass(frozen=True)
class PlacedRow:
    row: DrawnRow
    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    """Lines of the words on the right, one group of lines for each that has a place of its own."""
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def row_frame(width: float, rows: Sequence[DrawnRow], values: Sequence[Sequence[str]], axis: Axis) -> RowFrame:
    """As wide as names and values need, within their shares."""
    longest = max((text_width(row.label, FONT) for row in rows), default=0.0)
    names = min(width * NAMES_SHARE, longest) + 2
    room = (
        min(width * VALUES_SHARE, max((text_width(own, SMALL) for group in values for own in group), default=0.0)) + 2
    )
    last_tick = text_width(axis.ticks[-1][1], SMALL) / 2
    right = width - max(room + VALUES_GAP, last_tick)
    return RowFrame(names, names + GAP, right, right + VALUES_GAP, room)


def placed_rows(
    frame: RowFrame, rows: Sequence[DrawnRow], values: Sequence[Sequence[str]], top: float, least: float
) -> list[PlacedRow]:
    """One below the other, each as high as its words and `least` ask for."""
    placed = []
    for row, words in zip(rows, values, strict=True):
        names = wrapped(row.label, frame.names, FONT)
        groups = tuple(wrapped(own, frame.values_room, SMALL) for own in words)
        height = max(least, len(names) * LINE + _AIR, sum(max(1, len(own)) for own in groups) * SMALL_LINE + _AIR)
        placed.append(PlacedRow(row, names, groups, top, height))
        top += height
    return placed


def those_that_fit(rows: Sequence[PlacedRow], bottom: float) -> list[PlacedRow]:
    """From the first on; at least one, so that a picture is never empty."""
    return [row for place, row in enumerate(rows) if place == 0 or row.top + row.height <= bottom]


def draw_axis(drawing: Drawing, frame: RowFrame, axis: Axis, top: float, bottom: float) -> None:
    """Words above, thin lines all the way down; zero is darker."""
    for tick, words in axis.ticks:
        x = frame.x(axis, tick)
        drawing.text(x, top - SMALL_LINE / 2 - 2, words, size=SMALL, colour=MUTED, anchor="middle")
        drawing.line(x, top, x, bottom, MUTED if tick == 0 else PALE)


def draw_names(drawing: Drawing, frame: RowFrame, placed: PlacedRow) -> None:
    """A mean or total is bold, below a thin line."""
    is_bold = placed.row.is_summary
    if is_bold:
        drawing.line(0.0, placed.top, drawing.width, placed.top, PALE)
    top = placed.middle - len(placed.names) * LINE / 2
    drawing.lines(frame.names, top, placed.names, anchor="end", is_bold=is_bold)


def draw_state(drawing: Drawing, frame: RowFrame, mark: Mark, language: Language, middle: float) -> None:
    """At the beginning of the axis: the pattern and the word, which nobody takes for a length."""
    if mark.state is None:
        return
    words = mark.words or state_name(mark.state, language)
    x = frame.left + 4
    drawing.state(x, middle - STATE_HEIGHT / 2, STATE_WIDTH, STATE_HEIGHT, mark.state)
    x += STATE_WIDTH + 5
    drawing.rect(x - 2, middle - SMALL_LINE / 2, text_width(words, SMALL) + 4, SMALL_LINE, PAPER)
    drawing.text(x, middle, words, size=SMALL, colour=MUTED)


def draw_target(drawing: Drawing, frame: RowFrame, axis: Axis, target: float | None, span: tuple[float, float]) -> None:
    if target is not None:
        x = frame.x(axis, target)
        drawing.line(x, span[0], x, span[1], INK, 1.4, "5 3")


def target_entry(data: ChartData, words: ChartWords) -> list[LegendEntry]:
    if data.chart.target is None:
        return []
    unit = " %" if data.is_rates else ""
    return [LegendEntry("target", INK, words.target.format(target=f"{data.chart.target:f}{unit}"))]


def state_entries(data: ChartData, language: Language) -> list[LegendEntry]:
    return [LegendEntry(state, MUTED, state_name(state, language)) for state in data.states()]
