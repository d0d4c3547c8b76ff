"""The names beside the rows and above the columns of a chart; they scroll with its view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

GAP = 4.0
LONGEST_TURNED = 120.0


class ColumnHeader(pg.AxisItem):  # type: ignore[misc]
    """Upright when the names fit, else in two lines, else turned.  One unit of the axis is one column."""

    def __init__(self) -> None:
        super().__init__("top")
        self._labels: tuple[str, ...] = ()
        self._colour, self._font, self._is_turned = QColor(), QFont(), False

    def set_labels(self, labels: Sequence[str], font: QFont, colour: QColor) -> None:
        self._labels, self._font, self._colour = tuple(labels), font, colour
        self.update()

    def height_for(self, column_width: float) -> int:
        """The height at which the names can be read; decides whether they are turned."""
        metrics = QFontMetricsF(self._font)
        widest = max((metrics.horizontalAdvance(label) for label in self._labels), default=0.0)
        room = column_width - GAP
        self._is_turned = widest > room * 1.8
        if self._is_turned:
            return round(min(widest, LONGEST_TURNED * metrics.height() / 18) + 2 * GAP)
        return round(metrics.height() * (1 if widest <= room else 2) + 2 * GAP)

    def keep_upright(self) -> None:
        """Beside a table the header's height is given."""
        self._is_turned = False

    def boundingRect(self) -> QRectF:
        return QRectF(self.rect())

    def paint(self, painter: QPainter, _option: Any, _widget: Any = None) -> None:
        low, high = self.range
        if high <= low or not self._labels:
            return
        width = self.size().width() / (high - low)
        painter.save()
        painter.setFont(self._font)
        painter.setPen(self._colour)
        painter.setClipRect(self.boundingRect())  # a column scrolled halfway out
        for number in range(max(0, math.floor(low)), min(len(self._labels), math.ceil(high))):
            self._paint_label(painter, number, (number - low) * width, width)
        painter.restore()

    def _paint_label(self, painter: QPainter, number: int, left: float, width: float) -> None:
        metrics, height, label = QFontMetricsF(self._font), self.size().height(), self._labels[number]
        if not self._is_turned:
            box = QRectF(left + GAP / 2, 0, width - GAP, height - 2)
            words = "\n".join(_lines(label, metrics, box.width(), max(1, int(height / metrics.height()))))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), words)
            return
        if number % math.ceil(metrics.height() * 0.8 / width):
            return  # names would lie on one another: every second or third is shown, hovering tells the rest
        painter.save()
        painter.translate(left + width / 2, height - GAP)
        painter.rotate(-90)
        words = metrics.elidedText(label, Qt.TextElideMode.ElideRight, height - GAP)
        box = QRectF(0, -metrics.height() / 2, height, metrics.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


class RowHeader(pg.AxisItem):  # type: ignore[misc]
    """Names at the right edge, cut off at the end when too long.  One unit of the axis is one row."""

    def __init__(self) -> None:
        super().__init__("left")
        self._labels: tuple[str, ...] = ()
        self._colour, self._font = QColor(), QFont()

    def set_labels(self, labels: Sequence[str], font: QFont, colour: QColor) -> None:
        self._labels, self._font, self._colour = tuple(labels), font, colour
        self.update()

    def width_for(self, longest: float) -> int:
        """The width at which the names can be read, up to a name as wide as `longest`."""
        metrics = QFontMetricsF(self._font)
        return round(max(40.0, min(longest, max(map(metrics.horizontalAdvance, self._labels), default=0.0)) + 18))

    def boundingRect(self) -> QRectF:
        return QRectF(self.rect())

    def paint(self, painter: QPainter, _option: Any, _widget: Any = None) -> None:
        low, high = sorted(self.range)  # the rows run downwards
        if high <= low or not self._labels:
            return
        metrics, height = QFontMetricsF(self._font), self.size().height() / (high - low)
        every = max(1, math.ceil(metrics.ascent() / height))
        width = self.size().width() - 3 * GAP
        painter.save()
        painter.setFont(self._font)
        painter.setPen(self._colour)
        painter.setClipRect(self.boundingRect())
        for number in range(max(0, math.floor(low)), min(len(self._labels), math.ceil(high))):
            if number % every == 0:
                box = QRectF(GAP, (number + 0.5 - low) * height - metrics.height() / 2, width, metrics.height())
                words = metrics.elidedText(self._labels[number], Qt.TextElideMode.ElideRight, width)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()


def _lines(label: str, metrics: QFontMetricsF, width: float, most: int) -> list[str]:
    """The name in one line, or broken at a blank or, in Japanese, in the middle."""
    if metrics.horizontalAdvance(label) <= width or most < 2:
        return [metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)]
    middle = len(label) / 2
    blanks = [place for place, sign in enumerate(label) if sign == " "]
    cut = min(blanks, key=lambda place: abs(place - middle)) if blanks else math.ceil(middle)
    parts = (label[:cut].rstrip(), label[cut:].lstrip())
    return [metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in parts]
