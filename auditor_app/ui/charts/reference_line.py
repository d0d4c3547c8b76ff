"""A target, a mean or the auditor's own line across the rows of a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt

from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.palettes import Colours


@dataclass(frozen=True)
class ReferenceLine:
    """A value with the words that say what it rests on."""

    value: float
    words: str

    def legend_entry(self, colours: Colours) -> LegendEntry:
        return LegendEntry("line", colours.qcolor("text_muted"), self.words)


def make_line(view: Any, depth: float) -> Any:
    """The item to be given to show_line later; hidden until then."""
    line = pg.InfiniteLine(angle=90)
    line.setZValue(depth)
    line.hide()
    view.addItem(line, ignoreBounds=True)
    return line


def show_line(line: Any, reference: ReferenceLine | None, colours: Colours, scale: float) -> None:
    line.setVisible(reference is not None)
    if reference is not None:
        pen = pg.mkPen(colours.qcolor("text_muted"), width=1.5 * scale, style=Qt.PenStyle.DashLine)
        line.setPen(pen)
        line.setValue(reference.value)
