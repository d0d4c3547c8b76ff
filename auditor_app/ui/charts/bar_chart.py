"""Stacked horizontal bars, one row per key: counts by kind, with re-listed or uncertain parts hatched."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen, QTransform
from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.palettes import Colours

BAR_SHARE = 0.6
"""of the row's height"""


@dataclass(frozen=True)
class BarSeries:
    """One kind of part, the same in every bar; `colour` is its place among the palette's series."""

    name: str
    colour: int = 0
    is_hatched: bool = False


@dataclass(frozen=True)
class Bar:
    """One row; a part of None was not counted, and a bar of such parts only stands as a word."""

    key: Hashable
    label: str
    parts: tuple[float | None, ...]
    word: str = ""

    @property
    def total(self) -> float | None:
        known = [part for part in self.parts if part is not None]
        return sum(known) if known else None


class BarChart(RowChart):
    """Counts from 0 upwards."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._bars: dict[Hashable, Bar] = {}
        self._series: tuple[BarSeries, ...] = ()
        self._items: list[Any] = []
        self._words: list[pg.TextItem] = []
        super().__init__(texts, colours, parent)
        self.redraw()

    def set_bars(self, series: Sequence[BarSeries], bars: Sequence[Bar]) -> None:
        """The bars in the order of the table; every bar has one part per series."""
        if any(len(bar.parts) != len(series) for bar in bars):
            raise ValueError("a bar has not as many parts as there are series")
        self._series, self._bars = tuple(series), {bar.key: bar for bar in bars}
        self.redraw()

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._bars)

    def label_of(self, key: Hashable) -> str:
        return self._bars[key].label

    def tooltip_of(self, key: Hashable) -> str:
        bar = self._bars.get(key)
        if bar is None:
            return ""
        if bar.total is None:
            return f"{bar.label}\n{self._word_of(bar)}"
        parts = zip(self._series, bar.parts, strict=True)
        lines = [f"{series.name}: {part:,g}" for series, part in parts if part is not None]
        return "\n".join([bar.label, *lines, f"{self._texts('chart.total')}: {bar.total:,g}"])

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        return [
            LegendEntry("hatch" if series.is_hatched else "square", pg.mkColor(_colour(series, colours)), series.name)
            for series in self._series
        ]

    def value_limits(self) -> tuple[float, float]:
        longest = max((bar.total or 0.0 for bar in self._bars.values()), default=0.0)
        return -0.02 * max(1.0, longest), max(1.0, longest) * 1.15

    def copy_content_to(self, other: Any) -> None:
        other.set_bars(self._series, list(self._bars.values()))

    def draw(self) -> None:
        placed = [(self._bars[key], *place) for key, place in self._places.items() if key in self._bars]
        while len(self._items) < len(self._series):
            item = pg.BarGraphItem(x0=[], y=[], width=[], height=[])
            self._view.addItem(item, ignoreBounds=True)
            self._items.append(item)
        for number, item in enumerate(self._items):
            item.setVisible(number < len(self._series))
            if number < len(self._series):
                self._draw_series(item, number, placed)
        self._draw_words(placed)

    # --- drawing --------------------------------------------------------------------------------

    def _draw_series(self, item: Any, number: int, placed: Sequence[tuple[Bar, float, float]]) -> None:
        series = self._series[number]
        colour = pg.mkColor(_colour(series, self._colours))
        placed = [place for place in placed if place[0].parts[number]]  # the rim of an empty part would look like one
        item.setOpts(
            x0=[sum(part or 0.0 for part in bar.parts[:number]) for bar, _, _ in placed],
            width=[bar.parts[number] or 0.0 for bar, _, _ in placed],
            y=[centre for _, centre, _ in placed],
            height=[height * BAR_SHARE for _, _, height in placed],
            brush=self._hatching(colour) if series.is_hatched else QBrush(colour),
            pen=pg.mkPen(colour, width=1) if series.is_hatched else QPen(Qt.PenStyle.NoPen),
        )

    def _hatching(self, colour: Any) -> QBrush:
        """A pattern is stretched with the plot's units; this takes the stretching back."""
        brush = QBrush(colour, Qt.BrushStyle.BDiagPattern)
        x_size, y_size = self._view.viewPixelSize()
        brush.setTransform(QTransform.fromScale(x_size, y_size))
        return brush

    def _draw_words(self, placed: Sequence[tuple[Bar, float, float]]) -> None:
        """The total behind each bar, or the word for a bar without counts."""
        while len(self._words) < len(placed):
            text = pg.TextItem(anchor=(0, 0.5))
            self._view.addItem(text, ignoreBounds=True)
            self._words.append(text)
        for number, text in enumerate(self._words):
            text.setVisible(number < len(placed))
            if number < len(placed):
                bar, centre, _ = placed[number]
                words = self._word_of(bar) if bar.total is None else f"{bar.total:,g}"
                text.setFont(self._small_font())
                text.setText(words, color=self._colours.qcolor("missing" if bar.total is None else "text"))
                text.setPos(bar.total or 0.0, centre)

    def _word_of(self, bar: Bar) -> str:
        return bar.word or self._texts("chart.missing")


def _colour(series: BarSeries, colours: Colours) -> str:
    return colours.series[series.colour % len(colours.series)]
