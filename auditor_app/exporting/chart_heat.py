"""A matrix of values, rows × series, tinted on one scale with the words in it; no number is a pattern with a word."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import Language
from auditor_app.exporting.chart_axis import axis_of
from auditor_app.exporting.chart_data import ChartData, DrawnRow, Mark, Series
from auditor_app.exporting.chart_drawing import (
    FONT,
    INK,
    LINE,
    MUTED,
    PAPER,
    PRIMARY,
    SECONDARY,
    SMALL,
    SMALL_LINE,
    Drawing,
    LegendEntry,
    blended,
    ink_on,
    rate_colour,
)
from auditor_app.exporting.chart_rows import GAP, NAMES_SHARE, state_entries
from auditor_app.exporting.chart_words import CHART_WORDS
from auditor_app.exporting.document_words import state_name
from auditor_app.exporting.svg_text import balanced, text_width, wrapped

ROW, NARROWEST, WIDEST = 22.0, 44.0, 92.0
SCALE_WIDTH, SCALE_HEIGHT = 96.0, 11.0
_SCALE_STEPS = 24


@dataclass(frozen=True)
class Band:
    """Series that stand side by side; more than fit go into another band below."""

    first: int
    series: tuple[Series, ...]
    titles: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> float:
        return max(len(title) for title in self.titles) * SMALL_LINE + 4


class Tint:
    """The ground of a number: the rates' scale, or around zero for differences, or from zero for counts."""

    def __init__(self, data: ChartData) -> None:
        self._axis, self._is_rates = axis_of(data), data.is_rates
        self._far = max(abs(self._axis.low), abs(self._axis.high))

    def colour(self, value: float) -> str:
        if self._is_rates:
            return rate_colour(value)
        return blended(PAPER, SECONDARY if value < 0 else PRIMARY, 0.75 * min(1.0, abs(value) / self._far))

    @property
    def ends(self) -> tuple[tuple[float, str], tuple[float, str]]:
        return self._axis.ticks[0], self._axis.ticks[-1]


def draw_heat(drawing: Drawing, data: ChartData, language: Language, top: float, bottom: float) -> int:
    """Draw from `top`, rows down to `bottom` at most; returns how many rows were left out."""
    tint = Tint(data)
    top = _draw_legend(drawing, data, tint, language, top) + 4
    names = min(drawing.width * NAMES_SHARE, max((text_width(row.label, FONT) for row in data.rows), default=0.0)) + 2
    labels = [wrapped(row.label, names, FONT) for row in data.rows]
    cell, bands = _bands(drawing.width - names - GAP, data)
    heights = [_row_height(row, label, cell) for row, label in zip(data.rows, labels, strict=True)]
    room = (bottom - top - sum(band.head + 6 for band in bands)) / len(bands)
    count = _how_many(heights, room)
    for band in bands:
        drawing.height = top + band.head
        for place, title in enumerate(band.titles):
            middle = names + GAP + (place + 0.5) * cell
            lift = top + band.head - 3 - len(title) * SMALL_LINE
            drawing.lines(middle, lift, title, size=SMALL, colour=MUTED, anchor="middle")
        for row, label, height in zip(data.rows[:count], labels, heights, strict=False):
            y = drawing.height
            drawing.lines(names, y + (height - len(label) * LINE) / 2, label, anchor="end", is_bold=row.is_summary)
            for place in range(len(band.series)):
                mark = row.marks[band.first + place]
                box = (names + GAP + place * cell, y, cell - 1, height - 1)
                _draw_cell(drawing, mark, box, tint, data.target, language)
            drawing.height += height
        top = drawing.height + 6
    return len(data.rows) - count


def _bands(room: float, data: ChartData) -> tuple[float, list[Band]]:
    """Width of a cell, and the series in as few bands as keep the words in the cells readable."""
    words = [word for row in data.rows for mark in row.marks for word in mark.words.split()]
    least = max(NARROWEST, min(WIDEST, max((text_width(word, SMALL) for word in words), default=0.0) + 8))
    at_once = max(1, min(len(data.series), int(room / least)))
    count = -(-len(data.series) // at_once)
    at_once = -(-len(data.series) // count)
    cell = min(WIDEST, room / at_once)
    bands = []
    for first in range(0, len(data.series), at_once):
        series = data.series[first : first + at_once]
        bands.append(Band(first, series, tuple(balanced(own.name, cell - 4, SMALL) for own in series)))
    return cell, bands


def _row_height(row: DrawnRow, label: tuple[str, ...], cell: float) -> float:
    lines = max((len(wrapped(mark.words, cell - 4, SMALL)) for mark in row.marks), default=1)
    return max(ROW, len(label) * LINE + 6, lines * SMALL_LINE + 6)


def _how_many(heights: list[float], room: float) -> int:
    used = 0.0
    for count, height in enumerate(heights):
        used += height
        if used > room:
            return max(1, count)
    return len(heights)


def _draw_cell(
    drawing: Drawing,
    mark: Mark,
    box: tuple[float, float, float, float],
    tint: Tint,
    target: float | None,
    language: Language,
) -> None:
    x, y, width, height = box
    words = mark.words or ("" if mark.state is None else state_name(mark.state, language))
    lines = wrapped(words, width - 3, SMALL)
    ink = MUTED
    if mark.value is not None:
        ground = tint.colour(mark.value)
        ink = ink_on(ground)
        drawing.rect(x, y, width, height, ground)
        if target is not None and mark.value < target:
            drawing.corner(x, y, ink)
    elif mark.state is not None:
        drawing.state(x, y, width, height, mark.state)
        patch = max(text_width(line, SMALL) for line in lines) + 6
        drawing.rect(
            x + (width - patch) / 2, y + (height - len(lines) * SMALL_LINE) / 2, patch, len(lines) * SMALL_LINE, PAPER
        )
    middle = y + (height - len(lines) * SMALL_LINE) / 2
    drawing.lines(x + width / 2, middle, lines, size=SMALL, colour=ink, anchor="middle")


def _draw_legend(drawing: Drawing, data: ChartData, tint: Tint, language: Language, top: float) -> float:
    """The scale first, then the states and what a marked corner means."""
    words = CHART_WORDS[language]
    (low, low_words), (high, high_words) = tint.ends
    for step in range(_SCALE_STEPS):
        value = low + (high - low) * (step + 0.5) / _SCALE_STEPS
        width = SCALE_WIDTH / _SCALE_STEPS
        drawing.rect(step * width, top + 2, width + 0.3, SCALE_HEIGHT, tint.colour(value))
    drawing.add(
        "rect", x=0.5, y=top + 2, width=SCALE_WIDTH, height=SCALE_HEIGHT, fill="none", stroke=MUTED, stroke_width=0.6
    )
    scale = words.scale.format(low=low_words, high=high_words)
    drawing.text(SCALE_WIDTH + 6, top + 2 + SCALE_HEIGHT / 2, scale, size=SMALL, colour=MUTED)
    top += LINE + 2
    entries: list[LegendEntry] = []
    if data.chart.target is not None:
        shown = f"{data.chart.target:f}{' %' if data.is_rates else ''}"
        entries.append(LegendEntry("corner", INK, words.below_target.format(target=shown)))
    return drawing.legend([*entries, *state_entries(data, language)], top)
