"""The time line of organisations: a bar for each name over the fiscal years, and what became of what."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from auditor_app.domain.fiscal_years import fiscal_year_of
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry, paint_sign
from auditor_app.ui.charts.pixel_item import PixelItem
from auditor_app.ui.models.time_rows import NameSpan, TimeRow
from auditor_app.ui.palettes import Colours

BAR_SHARE = 0.62
"""of the row's height"""
STRIP_SHARE = 0.14
"""of the row's height: the years in which there is a report, below the bar"""
TICK_PIXELS = 38.0
ZOOM = 1.5
PAN = 0.25
SHORTEST, LONGEST = 2.0, 400.0
"""Fiscal years on the axis."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def place_of_day(day: date) -> float:
    """Where a day stands on the axis, which counts fiscal years from their first day.

    >>> place_of_day(date(2006, 4, 1)), round(place_of_day(date(2007, 1, 9)), 2)
    (2006.0, 2006.78)
    """
    year = fiscal_year_of(day)
    start, end = date(year, 4, 1), date(year + 1, 4, 1)
    return year + (day - start) / (end - start)


class TimeLine(RowChart):
    """Shows the years in which there are reports, or all time; zoomed with + and −, moved with ← and →."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._rows: dict[Hashable, TimeRow] = {}
        self._span = (2004.0, 2010.0)
        self._ticks: list[tuple[float, str]] | None = None
        super().__init__(texts, colours, parent)
        self._painting = PixelItem(self._paint)
        self._view.addItem(self._painting, ignoreBounds=True)
        self.plot.viewport().installEventFilter(self)
        self.redraw()

    def set_rows(self, rows: Sequence[TimeRow]) -> None:
        """The bodies in the order of the table; the part of time in sight stays."""
        self._rows = {row.key: row for row in rows}
        self.redraw()

    @property
    def span(self) -> tuple[float, float]:
        """First and last place in sight."""
        return self._span

    def show_span(self, first: float, last: float) -> None:
        """Bring a part of time into sight; kept between two and four hundred years."""
        middle, length = (first + last) / 2, min(LONGEST, max(SHORTEST, last - first))
        self._span = (middle - length / 2, middle + length / 2)
        self.redraw()

    def show_reports(self) -> None:
        """The years in which somebody reported, and a little around them."""
        years = [year for row in self._rows.values() for year in row.fiscal_years]
        if years:
            self.show_span(min(years) - 0.6, max(years) + 1.9)
        else:
            self.show_all()

    def show_all(self) -> None:
        """From the first to the last day that is known."""
        places = [place_of_day(day) for row in self._rows.values() for day in _days(row)]
        places += [float(year + end) for row in self._rows.values() for year in row.fiscal_years for end in (0, 1)]
        if places:
            room = max(1.0, (max(places) - min(places)) * 0.06)
            self.show_span(min(places) - room, max(places) + room)

    def zoom(self, steps: int) -> None:
        """In (positive) or out around the middle."""
        first, last = self._span
        half = (last - first) / 2 / ZOOM**steps
        self.show_span((first + last) / 2 - half, (first + last) / 2 + half)

    def pan(self, steps: int) -> None:
        """Later (positive) or earlier by a quarter of what is in sight."""
        way = (self._span[1] - self._span[0]) * PAN * steps
        self.show_span(self._span[0] + way, self._span[1] + way)

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._rows)

    def label_of(self, key: Hashable) -> str:
        return self._rows[key].label

    def tooltip_of(self, key: Hashable) -> str:
        row = self._rows.get(key)
        return row.words if row is not None else ""

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        texts = self._texts
        return [
            LegendEntry("diamond", colours.qcolor("accent"), texts("lineage.kind.renamed")),
            LegendEntry("arrow", colours.qcolor("warning"), texts("lineage.legend.became")),
            LegendEntry("disc", colours.qcolor("good"), texts("lineage.kind.created")),
            LegendEntry("hollow", colours.qcolor("bad"), texts("lineage.kind.abolished")),
            LegendEntry("strip", colours.qcolor("series_primary"), texts("lineage.legend.reports")),
        ]

    def value_limits(self) -> tuple[float, float]:
        return self._span

    def value_ticks(self) -> list[tuple[float, str]] | None:
        """The first day of fiscal years, as many as there is room for."""
        first, last = self._span
        room = max(1.0, float(self._view.width()) / TICK_PIXELS) if hasattr(self, "_view") else 8.0
        step = next((own for own in (1, 2, 5, 10, 20, 50, 100) if (last - first) / own <= room), 100)
        start = math.ceil(first / step) * step
        return [(float(year), str(year)) for year in range(start, math.floor(last) + 1, step)]

    def copy_content_to(self, other: Any) -> None:
        other.set_rows(list(self._rows.values()))
        other.show_span(*self._span)

    def draw(self) -> None:
        if hasattr(self, "_painting"):  # the base class lays itself out before the item exists
            self._painting.update()

    def own_notes(self) -> tuple[str, ...]:
        return (self._texts("lineage.legend.axis"),)

    def _take_size(self) -> None:
        """Another width has room for other years on the axis."""
        super()._take_size()
        ticks = self.value_ticks()
        if ticks != self._ticks:
            self._ticks = ticks
            self._dress()

    def _show_current(self) -> None:
        super()._show_current()
        self.draw()  # its bars are outlined

    # --- keys and wheel ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.text() in ("+", "-", ";"):
            self.zoom(-1 if event.text() == "-" else 1)
        elif event.key() in steps:
            self.pan(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel over the plot, which would swallow it: with Ctrl it zooms, with Shift it moves through time."""
        if isinstance(event, QWheelEvent) and self._take_wheel(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _take_wheel(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and turned:
            self.zoom(1 if turned > 0 else -1)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and turned:
            self.pan(-1 if turned > 0 else 1)
        else:
            return False
        return True

    # --- painting ---------------------------------------------------------------------------------

    def _paint(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        canvas = _Canvas(self._span, size, tuple(self._view.viewRange()[1]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small_font())
        painter.setPen(QPen(self._colours.qcolor("line"), 1))
        for place, _ in self.value_ticks() or []:
            x = round(canvas.x(place)) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, size.height()))
        boxes = {key: canvas.row(*place) for key, place in self._places.items() if key in self._rows}
        for key, box in boxes.items():
            self._paint_row(painter, canvas, self._rows[key], box)
        for key, box in boxes.items():
            self._paint_arrows(painter, canvas, self._rows[key], box, boxes)
        for key, box in boxes.items():
            self._paint_signs(painter, canvas, self._rows[key], box)

    def _paint_row(self, painter: QPainter, canvas: _Canvas, row: TimeRow, box: QRectF) -> None:
        bar = _bar(box)
        for number, span in enumerate(row.spans):
            is_now = number == len(row.spans) - 1 and span.to_day is None
            left, right = canvas.ends(span)
            if right - left < 1:
                continue
            area = QRectF(left, bar.top(), right - left, bar.height())
            is_current = row.key == self._current
            painter.setPen(QPen(self._colours.qcolor("accent" if is_current else "border"), 2 if is_current else 1))
            painter.setBrush(self._colours.qcolor("bar" if is_now else "neutral_soft"))
            painter.drawRoundedRect(area, 3, 3)
            self._write(painter, area, span.name, canvas)
        strip = QRectF(0, bar.bottom() + 1, 0, max(2.0, box.height() * STRIP_SHARE))
        for year in row.fiscal_years:
            start, end = canvas.x(year), canvas.x(year + 1)
            area = QRectF(start + 1, strip.top(), end - start - 2, strip.height())
            painter.fillRect(area, self._colours.qcolor("series_primary"))

    def _write(self, painter: QPainter, area: QRectF, name: str, canvas: _Canvas) -> None:
        """The name, in the part of the bar that is in sight."""
        room = area.intersected(QRectF(0, area.top(), canvas.size.width(), area.height())).adjusted(9, 0, -4, 0)
        metrics = QFontMetricsF(painter.font())
        if room.width() < metrics.height():
            return
        painter.setPen(self._colours.qcolor("text"))
        painter.drawText(room, _LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width()))

    def _paint_arrows(
        self, painter: QPainter, canvas: _Canvas, row: TimeRow, box: QRectF, boxes: dict[Hashable, QRectF]
    ) -> None:
        """From the end of a bar to the bodies it became; a short one where those are not in sight."""
        colour = self._colours.qcolor("warning")
        for mark in row.marks:
            if mark.kind not in ("merged", "split", "renamed") or not mark.targets:
                continue
            x, y = canvas.x(place_of_day(mark.day)), _bar(box).center().y()
            for target in mark.targets:
                end = boxes.get(target)
                tip = QPointF(x + 12, y) if end is None else QPointF(x, _near_edge(_bar(end), y))
                _paint_arrow(painter, QPointF(x - 5, y), tip, colour, self._sign_scale)

    def _paint_signs(self, painter: QPainter, canvas: _Canvas, row: TimeRow, box: QRectF) -> None:
        middle = _bar(box).center().y()
        signs = {"created": ("disc", "good"), "abolished": ("hollow", "bad"), "renamed": ("diamond", "accent")}
        for mark in row.marks:
            if mark.kind in signs and not mark.targets:
                sign, colour = signs[mark.kind]
                at = QPointF(canvas.x(place_of_day(mark.day)), middle)
                paint_sign(painter, at, sign, self._colours.qcolor(colour), self._colours)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Canvas:
    """From places in time and rows to pixels."""

    span: tuple[float, float]
    size: QSizeF
    rows: tuple[float, float]

    def x(self, place: float) -> float:
        first, last = self.span
        return (place - first) / (last - first) * self.size.width()

    def row(self, centre: float, height: float) -> QRectF:
        top, bottom = self.rows
        unit = self.size.height() / (bottom - top)
        return QRectF(0, (centre - height / 2 - top) * unit, self.size.width(), height * unit)

    def ends(self, span: NameSpan) -> tuple[float, float]:
        """An open end lies beyond the edge, so that the bar is seen to go on."""
        left = -8.0 if span.from_day is None else self.x(place_of_day(span.from_day))
        right = self.size.width() + 8 if span.to_day is None else self.x(place_of_day(span.to_day + timedelta(days=1)))
        return max(-8.0, left), min(self.size.width() + 8, right)


def _days(row: TimeRow) -> list[date]:
    found = [day for span in row.spans for day in (span.from_day, span.to_day) if day is not None]
    return found + [mark.day for mark in row.marks]


def _bar(box: QRectF) -> QRectF:
    """The bar within the row, a little above its middle: the strip of reports is below."""
    height = box.height() * BAR_SHARE
    return QRectF(box.left(), box.top() + box.height() * 0.1, box.width(), height)


def _near_edge(bar: QRectF, from_y: float) -> float:
    return bar.top() if from_y < bar.center().y() else bar.bottom()


def _paint_arrow(painter: QPainter, start: QPointF, tip: QPointF, colour: QColor, scale: float) -> None:
    painter.setPen(QPen(colour, 1.6 * max(1.0, scale / 2)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(start)
    if abs(tip.y() - start.y()) < 1:
        path.lineTo(tip)
        heads = [QPointF(tip.x() - 5, tip.y() - 4), QPointF(tip.x() - 5, tip.y() + 4)]
    else:
        path.lineTo(QPointF(tip.x(), start.y()))
        path.lineTo(tip)
        back = -5 if tip.y() > start.y() else 5
        heads = [QPointF(tip.x() - 4, tip.y() + back), QPointF(tip.x() + 4, tip.y() + back)]
    painter.drawPath(path)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([tip, *heads]))
