"""Stacked horizontal bars, one row per key: counts by kind, the re-listed share of each part hatched."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.palettes import Colours

BAR_SHARE = 0.6
"""of the row's height"""
STRIPE_PIXELS = 5.0
_SERIES_PLACES = (0, 5, 2, 4, 3, 7)
"""Blue and sky blue first: two kinds of one thing; orange stays with second values everywhere."""


@dataclass(frozen=True)
class BarPoint:
    """One row: a part per series (None: not counted), and how much of each part is hatched (re-listed)."""

    key: Hashable
    label: str
    parts: tuple[float | None, ...]
    hatched: tuple[float, ...] = ()
    word: str = ""

    @property
    def total(self) -> float | None:
        """None when nothing was counted; such a row stands as a word and never as 0."""
        known = [part for part in self.parts if part is not None]
        return sum(known) if known else None

    def start_of(self, number: int) -> float:
        return sum(part or 0.0 for part in self.parts[:number])

    def plain_part(self, number: int) -> float:
        return max(0.0, (self.parts[number] or 0.0) - self.hatched_part(number))

    def hatched_part(self, number: int) -> float:
        hatched = self.hatched[number] if number < len(self.hatched) else 0.0
        return min(hatched, self.parts[number] or 0.0)


_Placed = tuple[BarPoint, float, float]
"""point, centre and height of its row"""
_Box = tuple[float, float, float, float]
"""start, length, centre and row height of one part"""


class StackedBarChart(RowChart):
    """Counts from 0 upwards."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._points: dict[Hashable, BarPoint] = {}
        self._names: tuple[str, ...] = ()
        self._hatched_name = ""
        self._items: list[tuple[Any, Any, Any]] = []
        self._words: list[pg.TextItem] = []
        super().__init__(texts, colours, parent)
        self.redraw()

    def set_series_names(self, names: Sequence[str], hatched_name: str = "") -> None:
        """What the parts are, from the left; `hatched_name` says what the hatching means."""
        self._names, self._hatched_name = tuple(names), hatched_name
        self.redraw()

    def set_points(self, points: Sequence[BarPoint]) -> None:
        """The rows in the order of the table."""
        self._points = {point.key: point for point in points}
        self.redraw()

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._points)

    def label_of(self, key: Hashable) -> str:
        return self._points[key].label

    def tooltip_of(self, key: Hashable) -> str:
        point = self._points.get(key)
        if point is None:
            return ""
        if point.total is None:
            return f"{point.label}\n{self._word_of(point)}"
        lines = [self._part_words(point, number) for number, part in enumerate(point.parts) if part is not None]
        return "\n".join([point.label, *lines, f"{self._texts('chart.total')}: {point.total:,g}"])

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        entries = [LegendEntry("square", _colour(number, colours), name) for number, name in enumerate(self._names)]
        if self._hatched_name:
            entries.append(LegendEntry("hatch", colours.qcolor("text_muted"), self._hatched_name))
        return entries

    def value_limits(self) -> tuple[float, float]:
        longest = max((point.total or 0.0 for point in self._points.values()), default=0.0)
        return -0.03 * max(1.0, longest), max(1.0, longest) * 1.15

    def copy_content_to(self, other: Any) -> None:
        other.set_series_names(self._names, self._hatched_name)
        other.set_points(list(self._points.values()))

    def draw(self) -> None:
        placed = [(self._points[key], *place) for key, place in self._places.items() if key in self._points]
        series_count = max((len(point.parts) for point, _, _ in placed), default=0)
        while len(self._items) < series_count:
            self._items.append((self._make_bars(), self._make_bars(), self._make_stripes()))
        for number, items in enumerate(self._items):
            here = [place for place in placed if number < len(place[0].parts)]
            self._draw_series(number, *items, here)
        self._draw_words(placed)

    # --- drawing --------------------------------------------------------------------------------

    def _make_bars(self) -> Any:
        bars = pg.BarGraphItem(x0=[], y=[], width=[], height=[])
        self._view.addItem(bars, ignoreBounds=True)
        return bars

    def _make_stripes(self) -> Any:
        stripes = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._view.addItem(stripes, ignoreBounds=True)
        return stripes

    def _draw_series(self, number: int, plain: Any, rim: Any, stripes: Any, placed: Sequence[_Placed]) -> None:
        colour = _colour(number, self._colours)
        solid = [(point.start_of(number), point.plain_part(number), y, height) for point, y, height in placed]
        striped = [
            (point.start_of(number) + point.plain_part(number), point.hatched_part(number), y, height)
            for point, y, height in placed
        ]
        self._set_bars(plain, solid, QBrush(colour), QPen(Qt.PenStyle.NoPen))
        self._set_bars(rim, striped, QBrush(Qt.BrushStyle.NoBrush), pg.mkPen(colour, width=self._sign_scale))
        self._set_stripes(stripes, striped, colour)

    def _set_bars(self, item: Any, bars: Sequence[_Box], brush: QBrush, pen: QPen) -> None:
        bars = [bar for bar in bars if bar[1] > 0]  # the rim of an empty part would look like a part
        item.setOpts(
            x0=[start for start, _, _, _ in bars],
            width=[length for _, length, _, _ in bars],
            y=[y for _, _, y, _ in bars],
            height=[height * BAR_SHARE for _, _, _, height in bars],
            brush=brush,
            pen=pen,
        )

    def _set_stripes(self, item: Any, bars: Sequence[_Box], colour: QColor) -> None:
        """Slanted lines of our own: a pattern brush is stretched with the plot's units and blurred in an SVG."""
        unit_x, unit_y = self._view.viewPixelSize()
        lines = [line for bar in bars for line in _stripes(bar, unit_x, unit_y)]
        item.setPen(pg.mkPen(colour, width=self._sign_scale))
        item.setData(
            [x for line in lines for x in (line[0], line[2])], [y for line in lines for y in (line[1], line[3])]
        )

    def _draw_words(self, placed: Sequence[_Placed]) -> None:
        """The total behind each bar, or the word for a row without counts."""
        while len(self._words) < len(placed):
            text = pg.TextItem(anchor=(0, 0.5))
            self._view.addItem(text, ignoreBounds=True)
            self._words.append(text)
        for number, text in enumerate(self._words):
            text.setVisible(number < len(placed))
            if number < len(placed):
                point, centre, _ = placed[number]
                words = self._word_of(point) if point.total is None else f"{point.total:,g}"
                text.setFont(self._small_font())
                text.setText(words, color=self._colours.qcolor("missing" if point.total is None else "text"))
                text.setPos(point.total or 0.0, centre)

    def _part_words(self, point: BarPoint, number: int) -> str:
        name = self._names[number] if number < len(self._names) else str(number + 1)
        words = f"{name}: {point.parts[number]:,g}"
        hatched = point.hatched_part(number)
        if not hatched:
            return words
        return words + " " + self._texts("chart.of_which", name=self._hatched_name, count=f"{hatched:,g}")

    def _word_of(self, point: BarPoint) -> str:
        return point.word or self._texts("chart.missing")


def _colour(number: int, colours: Colours) -> QColor:
    return QColor(colours.series[_SERIES_PLACES[number % len(_SERIES_PLACES)]])


def _stripes(box: _Box, unit_x: float, unit_y: float) -> list[tuple[float, float, float, float]]:
    """45-degree lines (x, y, x, y) inside a part; `unit_x` and `unit_y` are the size of one pixel."""
    start, length, centre, row_height = box
    width, height = length / unit_x, row_height * BAR_SHARE / unit_y
    bottom = centre + row_height * BAR_SHARE / 2
    lines = []
    for step in range(math.ceil((width + height) / STRIPE_PIXELS)):
        offset = step * STRIPE_PIXELS - height
        low, high = max(0.0, -offset), min(height, width - offset)
        if low < high:
            at = [(start + (offset + rise) * unit_x, bottom - rise * unit_y) for rise in (low, high)]
            lines.append((*at[0], *at[1]))
    return lines
