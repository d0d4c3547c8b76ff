"""Two values of each row on one rate axis, joined by a line: ● the first, ◇ the second; what is missing is a word."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.reference_line import ReferenceLine, make_line, show_line
from auditor_app.ui.palettes import Colours

PointKind = Literal["counted", "excluded", "missing"]


@dataclass(frozen=True)
class DumbbellPoint:
    """One row; `word` stands at the axis when there is no number."""

    key: Hashable
    label: str
    primary: float | None
    secondary: float | None = None
    kind: PointKind = "counted"
    word: str = ""

    @property
    def has_number(self) -> bool:
        return self.kind != "missing" and (self.primary is not None or self.secondary is not None)


class DumbbellChart(RowChart):
    """Rates of 0 to 100 %."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._points: dict[Hashable, DumbbellPoint] = {}
        self._names = (texts("chart.series.primary"), texts("chart.series.secondary"))
        self._reference: ReferenceLine | None = None
        self._words: list[pg.TextItem] = []
        super().__init__(texts, colours, parent)
        self._guides = self._make_curve(-10)
        self._joins = self._make_curve(0)
        self._excluded_joins = self._make_curve(0)
        self._primary = self._make_scatter("o", 2)
        self._secondary = self._make_scatter("d", 1)
        self._line = make_line(self._view, -5)
        self.redraw()

    def set_points(self, points: Sequence[DumbbellPoint]) -> None:
        """The rows in the order of the table."""
        self._points = {point.key: point for point in points}
        self.redraw()

    def set_series_names(self, primary: str, secondary: str) -> None:
        self._names = (primary, secondary)
        self.redraw()

    def set_reference(self, reference: ReferenceLine | None) -> None:
        """A target or mean; never without the words for its basis."""
        self._reference = reference
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
        lines = [point.label]
        if not point.has_number:
            return "\n".join([*lines, self._word_of(point)])
        pairs = zip(self._names, (point.primary, point.secondary), strict=True)
        lines += [f"{name}: {value:.1f} %" for name, value in pairs if value is not None]
        if point.kind == "excluded":
            lines.append(point.word or self._texts("chart.excluded"))
        return "\n".join(lines)

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        points = self._points.values()
        entries = [LegendEntry("disc", colours.qcolor("series_primary"), self._names[0])]
        if any(point.secondary is not None for point in points):
            entries.append(LegendEntry("diamond", colours.qcolor("series_secondary"), self._names[1]))
        if any(point.kind == "excluded" for point in points):
            entries.append(LegendEntry("hollow", colours.qcolor("series_primary"), self._texts("chart.excluded")))
        if self._reference is not None:
            entries.append(self._reference.legend_entry(colours))
        return entries

    def value_limits(self) -> tuple[float, float]:
        return (-4.0, 105.0) if self._is_aligned else (-3.0, 124.0)

    def value_ticks(self) -> list[tuple[float, str]]:
        return [(float(value), str(value)) for value in (0, 25, 50, 75, 100)]

    def copy_content_to(self, other: Any) -> None:
        other.set_series_names(*self._names)
        other.set_reference(self._reference)
        other.set_points(list(self._points.values()))

    def draw(self) -> None:
        if not hasattr(self, "_line"):
            return  # the base class lays itself out before the items exist
        placed = [(self._points[key], place[0]) for key, place in self._places.items() if key in self._points]
        counted = [(point, y) for point, y in placed if point.has_number]
        self._draw_guides([y for point, y in counted])
        self._draw_joins([(point, y) for point, y in counted if point.kind == "counted"], self._joins, dashed=False)
        excluded = [(point, y) for point, y in counted if point.kind == "excluded"]
        self._draw_joins(excluded, self._excluded_joins, dashed=True)
        self._draw_points(counted)
        show_line(self._line, self._reference, self._colours, self._sign_scale)
        self._draw_words([(point, y) for point, y in placed])

    # --- drawing --------------------------------------------------------------------------------

    def _make_curve(self, depth: int) -> Any:
        curve = pg.PlotCurveItem(connect="pairs", antialias=True)
        curve.setZValue(depth)
        self._view.addItem(curve, ignoreBounds=True)
        return curve

    def _make_scatter(self, symbol: str, depth: int) -> Any:
        # Without the cache the signs are drawn as shapes; the cache would put blurred bitmaps into pictures and SVG.
        scatter = pg.ScatterPlotItem(symbol=symbol, antialias=True, useCache=False)
        scatter.setZValue(depth)
        self._view.addItem(scatter, ignoreBounds=True)
        return scatter

    def _draw_guides(self, heights: Sequence[float]) -> None:
        self._guides.setPen(QPen(self._colours.qcolor("line"), 0))
        self._guides.setData([0.0, 100.0] * len(heights), [y for y in heights for _ in range(2)])

    def _draw_joins(self, points: Sequence[tuple[DumbbellPoint, float]], curve: Any, *, dashed: bool) -> None:
        xs: list[float] = []
        ys: list[float] = []
        for point, y in points:
            if point.primary is not None and point.secondary is not None:
                xs += [point.primary, point.secondary]
                ys += [y, y]
        pen = pg.mkPen(self._colours.qcolor("series_secondary"), width=2.5 * self._sign_scale)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        curve.setPen(pen)
        curve.setData(xs, ys)

    def _draw_points(self, points: Sequence[tuple[DumbbellPoint, float]]) -> None:
        surface = self._colours.qcolor("surface")
        self._primary.setSize(9 * self._sign_scale)
        self._secondary.setSize(12 * self._sign_scale)
        first, second = self._colours.qcolor("series_primary"), self._colours.qcolor("series_secondary")
        primary = [
            self._spot(point.primary, y, first, first if point.kind == "counted" else surface)
            for point, y in points
            if point.primary is not None
        ]
        secondary = [
            self._spot(point.secondary, y, second, surface) for point, y in points if point.secondary is not None
        ]
        self._primary.setData(primary)
        self._secondary.setData(secondary)

    def _spot(self, value: float, y: float, rim: QColor, filling: QColor) -> dict[str, object]:
        return {"pos": (value, y), "pen": pg.mkPen(rim, width=2 * self._sign_scale), "brush": pg.mkBrush(filling)}

    def _draw_words(self, placed: Sequence[tuple[DumbbellPoint, float]]) -> None:
        """Missing numbers as words at the axis; alone also the values right of 100."""
        words = [(0.0, y, self._word_of(point), "missing") for point, y in placed if not point.has_number]
        if not self._is_aligned:
            words += [(103.0, y, _values(point), "text") for point, y in placed if point.has_number]
        while len(self._words) < len(words):
            item = pg.TextItem(anchor=(0, 0.5))
            self._view.addItem(item, ignoreBounds=True)
            self._words.append(item)
        for number, item in enumerate(self._words):
            item.setVisible(number < len(words))
            if number < len(words):
                x, y, text, role = words[number]
                item.setFont(self._small_font())
                item.setText(text, color=self._colours.qcolor(role))
                item.setPos(x, y)

    def _word_of(self, point: DumbbellPoint) -> str:
        return point.word or self._texts("chart.missing")


def _values(point: DumbbellPoint) -> str:
    return " / ".join(f"{value:.1f}" for value in (point.primary, point.secondary) if value is not None)
