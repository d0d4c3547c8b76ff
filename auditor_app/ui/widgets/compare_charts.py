"""Trend and bridge beside the compared rows: frames two charts, which are made after the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.labels import plain_label, sized

if TYPE_CHECKING:
    from auditor_app.ui.charts.bridge_bars import BridgeBar
    from auditor_app.ui.charts.trend_frame import TrendLine


class CompareCharts(QSplitter):
    """What is shown before the charts are there waits for them."""

    picked = Signal(object)
    """key of the row whose line was clicked"""
    export_requested = Signal(object, str)
    """chart, kind"""
    made = Signal()
    """both charts are there"""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._context, self._texts = context, context.texts
        self.trend_slot, self.bridge_slot = ChartSlot(self), ChartSlot(self)
        self.goal = plain_label("", self, wraps=True)
        self.bridge_title = sized(plain_label("", self, wraps=True), 1.0, bold=True)
        self.bridge_words = plain_label("", self, wraps=True, muted=True)
        self.addWidget(self._boxed(self.goal, self.trend_slot))
        self.addWidget(self._boxed(self.bridge_title, self.bridge_slot, self.bridge_words))
        self.setChildrenCollapsible(False)
        self.setSizes([context.pixels(330), context.pixels(250)])
        self._trend: tuple[Any, ...] = ()
        self._bridge: tuple[Any, ...] = ()
        self._current: object = None
        self.trend_slot.painted_first.connect(self._make_charts)

    @property
    def trend(self) -> Any:
        """None until it is made."""
        return self.trend_slot.chart

    @property
    def bridge(self) -> Any:
        return self.bridge_slot.chart

    def show_trend(
        self,
        years: Sequence[str],
        lines: Sequence[TrendLine],
        *,
        unit: str,
        goal: str,
        title: str,
        footnotes: Sequence[str],
        why_none: str = "",
    ) -> None:
        """`why_none`: what stands there where there are no lines."""
        self._trend = (tuple(years), list(lines), unit, goal, why_none, title, tuple(filter(None, footnotes)))
        self._fill_trend()

    def show_bridge(
        self, title: str, bars: Sequence[BridgeBar], why: str, *, caption: str, footnotes: Sequence[str]
    ) -> None:
        """`caption` stands over exported pictures."""
        self._bridge = (list(bars), why, caption, tuple(filter(None, footnotes)))
        self.bridge_title.setText(title)
        self._fill_bridge()

    def show_goal(self, words: str) -> None:
        """What the selected row still lacks."""
        self.goal.setText(words)
        self.goal.setVisible(bool(words))

    def set_current(self, key: object) -> None:
        self._current = key
        if self.trend is not None:
            self.trend.set_current(key)

    def _fill_trend(self) -> None:
        if self.trend is None or not self._trend:
            return
        years, lines, unit, goal, why_none, title, footnotes = self._trend
        self.trend.set_captions(title, footnotes)
        self.trend.set_lines(years, lines, unit=unit, goal=goal, why_none=why_none)
        self.trend.set_current(self._current)

    def _fill_bridge(self) -> None:
        if self.bridge is None or not self._bridge:
            return
        bars, why, caption, footnotes = self._bridge
        self.bridge.set_captions(caption, footnotes)
        self.bridge.set_bridge(bars, why)
        note = "" if self.bridge.adds_up() else f"  {self._texts('waterfall.rounded')}"
        self.bridge_words.setText(self.bridge.equation() + note)
        self.bridge_words.setVisible(bool(bars))

    def _make_charts(self) -> None:
        from auditor_app.ui.charts.trend_chart import TrendChart  # pyqtgraph, after the first paint
        from auditor_app.ui.charts.waterfall_chart import WaterfallChart

        trend = TrendChart(self._texts, self._context.colours, self.trend_slot)
        trend.picked.connect(self.picked)
        trend.export_requested.connect(self._export_trend)
        self.trend_slot.set_chart(trend)
        bridge = WaterfallChart(self._texts, self._context.colours, self.bridge_slot)
        bridge.export_requested.connect(self._export_bridge)
        self.bridge_slot.set_chart(bridge)
        self._fill_trend()
        self._fill_bridge()
        self.made.emit()

    def _export_trend(self, kind: str) -> None:
        self.export_requested.emit(self.trend, kind)

    def _export_bridge(self, kind: str) -> None:
        self.export_requested.emit(self.bridge, kind)

    def _boxed(self, title: QLabel, slot: ChartSlot, below: QLabel | None = None) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        grid = self._context.pixels(8)
        layout.setContentsMargins(grid, grid // 2, 0, 0)
        layout.setSpacing(grid // 2)
        layout.addWidget(title)
        if below is not None:
            layout.addWidget(below)
        layout.addWidget(slot, 1)
        return box
