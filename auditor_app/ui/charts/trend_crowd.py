"""The muted lines of a trend chart: all that are neither selected nor a mean nor joined, thousands if need be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from auditor_app.ui.charts.trend_frame import TrendFrame, TrendLine
from auditor_app.ui.palettes import Colours

DOTS = (1.5, 2.5)
"""in widths of the line"""
DECIMALS = 1


@dataclass(frozen=True)
class Crowd:
    """What there is to draw, each line and point once: with the decimals of the table many coincide."""

    solid: tuple[tuple[int, float, float], ...]
    """(number of the year, value, value of the next year)"""
    dotted: tuple[tuple[int, float, float], ...]
    points: tuple[tuple[int, float], ...]


def crowd_of(lines: Iterable[TrendLine]) -> Crowd:
    solid: dict[tuple[int, float, float], None] = {}
    dotted: dict[tuple[int, float, float], None] = {}
    points: dict[tuple[int, float], None] = {}
    for line in lines:
        if line.is_mean or line.is_joined:
            continue
        for step, former, later in line.segments():
            is_broken = step < len(line.breaks) and bool(line.breaks[step])
            (dotted if is_broken else solid)[step, round(former, DECIMALS), round(later, DECIMALS)] = None
        for number, own in enumerate(line.points):
            if own.value is not None:
                points[number, round(own.value, DECIMALS)] = None
    return Crowd(tuple(solid), tuple(dotted), tuple(points))


def paint_crowd(painter: QPainter, frame: TrendFrame, crowd: Crowd, colours: Colours) -> None:
    """All of a kind at once: each call costs more than what it draws."""
    colour = colours.qcolor("hatch")
    pen = QPen(colour, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(frame.at(step, own), frame.at(step + 1, later)) for step, own, later in crowd.solid])
    pen.setDashPattern(DOTS)
    painter.setPen(pen)
    painter.drawLines([QLineF(frame.at(step, own), frame.at(step + 1, later)) for step, own, later in crowd.dotted])
    painter.setPen(QPen(colour, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints(list[QPointF](frame.at(number, value) for number, value in crowd.points))
