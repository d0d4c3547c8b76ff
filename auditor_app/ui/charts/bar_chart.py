"""Stacked horizontal bars, one row per key: counts by kind, with re-listed kinds hatched."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.pixel_item import PixelItem
from auditor_app.ui.charts.reference_line import ReferenceLine, make_line, show_line
from auditor_app.ui.charts.state_patterns import paint_state
from auditor_app.ui.palettes import Colours

BAR_SHARE = 0.6
"""of the row's height"""
STRIPE_PIXELS = 5.0
STATE_PIXELS = 28.0
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
_SERIES_PLACES = (0, 2, 5, 4, 3, 7)
"""Blue and green first, told apart in every appearance; orange stays with second values everywhere."""


@dataclass(frozen=True)
class BarSeries:
    """One kind of part, the same in every bar; a hatched series shares the `colour` number of its kind."""

    name: str
    colour: int = 0
    is_hatched: bool = False


@dataclass(frozen=True)
class Bar:
    """One row with a part per series; None was not counted, and a bar of only such parts stands as a word.

    `shown` stands behind the bar instead of the total, for values that are rounded once elsewhere; `state` says why
    there is no number and is drawn as its pattern.
    """

    key: Hashable
    label: str
    parts: tuple[float | None, ...]
    word: str = ""
    shown: str = ""
    state: State | None = None

    @property
    def total(self) -> float | None:
        """None when nothing was counted; never 0."""
        known = [part for part in self.parts if part is not None]
        return sum(known) if known else None

    def start_of(self, number: int) -> float:
        return sum(part or 0.0 for part in self.parts[:number])


_Placed = tuple[Bar, float, float]
"""point, centre and height of its row"""
_Box = tuple[float, float, float, float]
"""start, length, centre and row height of one part"""


class BarChart(RowChart):
    """Counts from 0 upwards."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._bars: dict[Hashable, Bar] = {}
        self._series: tuple[BarSeries, ...] = ()
        self._items: list[tuple[Any, Any]] = []
        self._reference: ReferenceLine | None = None
        self._axis_end: float | None = None
        super().__init__(texts, colours, parent)
        self._line = make_line(self._view, 5)
        self._words = PixelItem(self._paint_words)
        self._words.setZValue(6)
        self._view.addItem(self._words, ignoreBounds=True)
        self.redraw()

    def set_bars(self, series: Sequence[BarSeries], bars: Sequence[Bar]) -> None:
        """The bars in the order of the table; every bar has one part per series."""
        if any(len(bar.parts) != len(series) for bar in bars):
            raise ValueError("a bar has not as many parts as there are series")
        self._series, self._bars = tuple(series), {bar.key: bar for bar in bars}
        self.redraw()

    def set_reference(self, reference: ReferenceLine | None) -> None:
        """A target, a mean or the auditor's line; never without the words for its basis."""
        self._reference = reference
        self.redraw()

    def set_axis_end(self, value: float | None) -> None:
        """Where the axis ends whatever the bars are: 100 for rates.  None: at the longest bar."""
        self._axis_end = value
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
        if bar.shown:
            return f"{bar.label}\n{bar.shown}"
        parts = zip(self._series, bar.parts, strict=True)
        lines = [f"{series.name}: {part:,g}" for series, part in parts if part is not None]
        return "\n".join([bar.label, *lines, f"{self._texts('chart.total')}: {bar.total:,g}"])

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        """One entry per name: hatched parts of several colours may mean the same thing."""
        named = {series.name: series for series in reversed(self._series)}
        entries = [
            LegendEntry("hatch" if series.is_hatched else "square", _colour(series, colours), series.name)
            for series in reversed(named.values())
        ]
        if self._reference is not None:
            entries.append(self._reference.legend_entry(colours))
        present = {bar.state for bar in self._bars.values() if bar.total is None}
        states = [state for state in State if state in present]
        return entries + [
            LegendEntry(state, colours.qcolor("hatch"), self._texts(f"state.{state}")) for state in states
        ]

    def value_limits(self) -> tuple[float, float]:
        longest = max((bar.total or 0.0 for bar in self._bars.values()), default=0.0)
        longest = max(1.0, longest if self._axis_end is None else self._axis_end)
        return -0.03 * longest, longest * max(1.15, self._share_with_words())

    def value_ticks(self) -> list[tuple[float, str]] | None:
        """An axis with a fixed end is not numbered beyond it."""
        if self._axis_end is None:
            return None
        return [(self._axis_end * step / 4, f"{self._axis_end * step / 4:g}") for step in range(5)]

    def _share_with_words(self) -> float:
        """How much longer than the longest bar the axis must be for the words behind it."""
        metrics = QFontMetricsF(self._small_font())
        counted = [key for key, bar in self._bars.items() if bar.total is not None]
        widest = max((metrics.horizontalAdvance(self.words_beside(key)) for key in counted), default=0.0) + 12
        width = float(self._view.width())
        return min(2.0, width / (width - widest)) if width > widest else 2.0

    def copy_content_to(self, other: Any) -> None:
        other.set_reference(self._reference)
        other.set_axis_end(self._axis_end)
        other.set_bars(self._series, list(self._bars.values()))

    def draw(self) -> None:
        if not hasattr(self, "_words"):
            return  # the base class lays itself out before the items exist
        placed = [(self._bars[key], *place) for key, place in self._places.items() if key in self._bars]
        while len(self._items) < len(self._series):
            self._items.append((self._make_bars(), self._make_stripes()))
        for number, (bars, stripes) in enumerate(self._items):
            self._draw_series(number, bars, stripes, placed if number < len(self._series) else [])
        show_line(self._line, self._reference, self._colours, self._sign_scale)
        self._words.update()

    # --- drawing --------------------------------------------------------------------------------

    def _make_bars(self) -> Any:
        bars = pg.BarGraphItem(x0=[], y=[], width=[], height=[])
        self._view.addItem(bars, ignoreBounds=True)
        return bars

    def _make_stripes(self) -> Any:
        stripes = pg.PlotCurveItem(connect="pairs", antialias=True)
        self._view.addItem(stripes, ignoreBounds=True)
        return stripes

    def _draw_series(self, number: int, bars: Any, stripes: Any, placed: Sequence[_Placed]) -> None:
        series = self._series[number] if number < len(self._series) else BarSeries("")
        colour = _colour(series, self._colours)
        # The rim of an empty part would look like a part.
        boxes = [(bar.start_of(number), bar.parts[number] or 0.0, y, height) for bar, y, height in placed]
        boxes = [box for box in boxes if box[1] > 0]
        if series.is_hatched:
            pen = pg.mkPen(colour, width=self._sign_scale)
            self._set_bars(bars, boxes, QBrush(Qt.BrushStyle.NoBrush), pen)
        else:
            self._set_bars(bars, boxes, QBrush(colour), QPen(Qt.PenStyle.NoPen))
        stripes.setVisible(series.is_hatched)
        if series.is_hatched:
            self._set_stripes(stripes, boxes, colour)

    def _set_bars(self, item: Any, bars: Sequence[_Box], brush: QBrush, pen: QPen) -> None:
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
        has_size = unit_x > 0 and unit_y > 0  # a chart that is not yet laid out has no pixels
        lines = [line for bar in bars for line in _stripes(bar, unit_x, unit_y)] if has_size else []
        item.setPen(pg.mkPen(colour, width=self._sign_scale))
        item.setData(
            [x for line in lines for x in (line[0], line[2])], [y for line in lines for y in (line[1], line[3])]
        )

    def _paint_words(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        """Behind each bar its total; without counts the pattern of the state, of one length because it is no bar."""
        low, high = self.value_limits()
        top, bottom = self._view.viewRange()[1]
        unit_x, unit_y = size.width() / (high - low), size.height() / (bottom - top)
        painter.setFont(self._small_font())
        for key, (centre, height) in self._places.items():
            bar = self._bars.get(key)
            if bar is None:
                continue
            thick = height * BAR_SHARE * unit_y
            box = QRectF(((bar.total or 0.0) - low) * unit_x, (centre - top) * unit_y - thick / 2, STATE_PIXELS, thick)
            if bar.total is None and bar.state is not None:
                paint_state(painter, box, bar.state, self._colours)
                box.moveLeft(box.right())
            painter.setPen(self._colours.qcolor("missing" if bar.total is None else "text"))
            room = QRectF(box.left() + 4, (centre - top - height / 2) * unit_y, size.width(), height * unit_y)
            self._clear_line(painter, room, key, (self._reference.value - low) * unit_x if self._reference else None)
            painter.drawText(room, _LEFT, self.words_beside(key))

    def _clear_line(self, painter: QPainter, room: QRectF, key: Hashable, line: float | None) -> None:
        """Quiet ground where the words would lie on the line."""
        metrics = QFontMetricsF(self._small_font())
        patch = QRectF(0, 0, metrics.horizontalAdvance(self.words_beside(key)) + 4, metrics.height())
        patch.moveCenter(room.center())
        patch.moveLeft(room.left() - 2)
        if line is not None and patch.left() <= line <= patch.right():
            painter.fillRect(patch, self._colours.qcolor("accent_soft" if key == self._current else "surface"))

    def words_beside(self, key: Hashable) -> str:
        """What stands behind a bar, or instead of it."""
        bar = self._bars[key]
        return self._word_of(bar) if bar.total is None else bar.shown or f"{bar.total:,g}"

    def _word_of(self, bar: Bar) -> str:
        return bar.word or self._texts(f"state.{bar.state}" if bar.state else "chart.missing")


def _colour(series: BarSeries, colours: Colours) -> QColor:
    return QColor(colours.series[_SERIES_PLACES[series.colour % len(_SERIES_PLACES)]])


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
