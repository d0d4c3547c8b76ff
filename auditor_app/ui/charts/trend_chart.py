"""Rates through the years, one line for each row of the table: the selected one in colour, breaks dotted and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.painted_chart import PaintedChart
from auditor_app.ui.charts.state_patterns import paint_state
from auditor_app.ui.charts.trend_crowd import DOTS, crowd_of, paint_crowd
from auditor_app.ui.charts.trend_frame import (
    FULL,
    TrendFrame,
    TrendLine,
    most_of,
    nearest,
    shared_breaks,
    zoomed_low,
)
from auditor_app.ui.palettes import Colours
from auditor_app.ui.tooltips import tooltip_html

CROWD_MARGIN = 8
STATE_WIDTH, STATE_HEIGHT = 20.0, 11.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextDontClip)
_WRAPPED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)


class TrendChart(PaintedChart):
    """Two years make a slope chart, more of them a trend; a year without value is a gap with the mark of its state."""

    picture_height = 420

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._lines: dict[Hashable, TrendLine] = {}
        self._years: tuple[str, ...] = ()
        self._unit_words, self._goal_words = "%", ""
        self._is_zoomed, self._why_none = True, ""
        self._most, self._zoomed_low, self._has_states = most_of(()), zoomed_low(()), False
        self._shared: list[tuple[str, ...]] = []
        self._crowd = crowd_of(())
        self._crowd_picture: tuple[tuple[object, ...], QPixmap] | None = None
        super().__init__(texts, colours, parent)

    def set_lines(
        self, years: Sequence[str], lines: Sequence[TrendLine], *, unit: str = "%", goal: str = "", why_none: str = ""
    ) -> None:
        """`years`: the words under the axis; `goal`: what the line at 100 % is called, "" for none.

        `why_none`: what is said instead where there are no lines."""
        self._why_none = why_none
        drawn = list(lines)
        self._most, self._zoomed_low = most_of(drawn), zoomed_low(drawn)
        self._shared = [shared_breaks(drawn, step) for step in range(len(years) - 1)]
        self._crowd, self._crowd_picture = crowd_of(drawn), None
        self._has_states = any(point.value is None for line in drawn for point in line.points)
        self._years, self._lines = tuple(years), {line.key: line for line in lines}
        self._unit_words, self._goal_words = unit, goal
        self.redraw()

    @property
    def limits(self) -> tuple[float, float]:
        """Lower and upper end of the axis."""
        return self._limits()

    def set_zoomed(self, is_zoomed: bool) -> None:
        """Begin the axis just below the lowest value, and say so; else at 0."""
        self._is_zoomed = is_zoomed
        self.redraw()

    @property
    def is_zoomed(self) -> bool:
        return self._is_zoomed and self._limits()[0] > 0

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._lines)

    def label_of(self, key: Hashable) -> str:
        return self._lines[key].label

    def tooltip_of(self, key: Hashable) -> str:
        line = self._lines.get(key)
        if line is None:
            return ""
        words = [line.label]
        for number, (year, point) in enumerate(zip(self._years, line.points, strict=False)):
            unit = self._unit_words if point.value is not None else ""
            words.append(f"{year}: {point.words}{' ' if unit else ''}{unit}")
            if number < len(line.breaks) and line.breaks[number]:
                words.append(
                    self._texts("trend.break", breaks=self._texts("compare.list_join").join(line.breaks[number]))
                )
        return "\n".join(words)

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        lines = self._lines.values()
        if not lines:
            return []
        entries = [LegendEntry("disc", colours.qcolor("series_primary"), self._texts("trend.selected"))]
        if any(line.is_mean for line in lines):
            entries.append(LegendEntry("diamond", colours.qcolor("text"), self._texts("trend.mean")))
        if any(line.is_joined for line in lines):
            entries.append(LegendEntry("square", colours.qcolor("text_muted"), self._texts("trend.joined")))
        states = {point.state for line in lines for point in line.points if point.value is None}
        ordered = [state for state in State if state in states and state is not State.REPORTED]
        return entries + [
            LegendEntry(state, colours.qcolor("hatch"), self._texts(f"chart.cell.{state.value}")) for state in ordered
        ]

    def own_notes(self) -> tuple[str, ...]:
        """Neither breaks nor an axis that does not begin at 0 are ever left unsaid."""
        notes = []
        if any(breaks for line in self._lines.values() for breaks in line.breaks):
            notes.append(self._texts("trend.broken"))
        if self.is_zoomed:
            notes.append(self._texts("trend.zoomed", low=f"{self._limits()[0]:g}"))
        return tuple(notes)

    def copy_content_to(self, other: Any) -> None:
        other._is_zoomed, other._current = self._is_zoomed, self._current
        other.set_lines(
            self._years,
            list(self._lines.values()),
            unit=self._unit_words,
            goal=self._goal_words,
            why_none=self._why_none,
        )

    def key_at(self, scene_position: QPointF) -> Hashable:
        """The line near a point of the scene."""
        if not self._view.sceneBoundingRect().contains(scene_position):
            return None
        inside = self._view.mapSceneToView(scene_position)
        size = QSizeF(self._view.width(), self._view.height())
        at = QPointF(inside.x() * size.width(), inside.y() * size.height())
        return nearest(self._frame(size), list(self._lines.values()), at)

    def _show_tooltip_at(self, position: QPointF) -> None:
        key = self.key_at(position)
        if key is None:
            QToolTip.hideText()
        else:
            at = self.plot.mapToGlobal(self.plot.mapFromScene(position))
            QToolTip.showText(at, tooltip_html(self.tooltip_of(key)), self.plot)

    def make_menu(self) -> QMenu:
        menu = super().make_menu()
        menu.addSeparator()
        zoom = menu.addAction(self._texts("trend.zoom"))
        zoom.setCheckable(True)
        zoom.setChecked(self._is_zoomed)
        zoom.setEnabled(self._unit_words == "%")
        zoom.toggled.connect(self.set_zoomed)
        return menu

    # --- drawing --------------------------------------------------------------------------------

    def _unit(self) -> float:
        return QFontInfo(self.font()).pixelSize() / 13

    def _limits(self) -> tuple[float, float]:
        if self._unit_words != "%" or (self._most < FULL and not self._goal_words):
            return 0.0, self._most
        return (self._zoomed_low if self._is_zoomed else 0.0), FULL

    def _frame(self, size: QSizeF) -> TrendFrame:
        """Room at the top for what the boundaries are called, at the bottom for states and years."""
        unit = self._unit()
        small = QFontMetricsF(self._small_font())
        left, right = small.horizontalAdvance("100") + 34 * unit, 34 * unit
        top = small.height() + 6 * unit
        below = small.height() + 6 * unit + (STATE_HEIGHT + 8 * unit if self._has_states else 0)
        low, high = self._limits()
        width, height = max(10.0, size.width() - left - right), max(10.0, size.height() - top - below)
        return TrendFrame(left, top, width, height, low, high, len(self._years))

    def _paint(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        if not self._years or not self._lines:
            painter.setFont(self.font())
            painter.setPen(self._colours.qcolor("text_muted"))
            painter.drawText(
                QRectF(8, 8, size.width() - 16, size.height() - 16),
                _WRAPPED,
                self._why_none or self._texts("trend.nothing"),
            )
            return
        frame = self._frame(size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_boundaries(painter, frame)
        self._paint_axis(painter, frame, size)
        current = self._lines.get(self._current)
        others = [line for line in self._lines.values() if line is not current]
        self._paint_crowd(painter, frame)
        for line in others:
            if line.is_joined:
                self._paint_line(painter, frame, line, self._colours.qcolor("text_muted"), 1.2)
            elif line.is_mean:
                self._paint_line(painter, frame, line, self._colours.qcolor("text"), 1.6)
        if current is not None:
            self._paint_line(painter, frame, current, self._colours.qcolor("series_primary"), 2.8)
            if not current.is_mean:
                self._paint_own_breaks(painter, frame, current)
            self._paint_values(painter, frame, current)
        self._paint_states(painter, frame, current)

    def _paint_axis(self, painter: QPainter, frame: TrendFrame, size: QSizeF) -> None:
        painter.setFont(self._small_font())
        metrics = QFontMetricsF(self._small_font())
        for tick in frame.ticks():
            y = frame.y(tick)
            is_goal = tick == FULL and bool(self._goal_words)
            role, style = ("text_muted", Qt.PenStyle.DashLine) if is_goal else ("line", Qt.PenStyle.SolidLine)
            painter.setPen(QPen(self._colours.qcolor(role), 1, style))
            painter.drawLine(QPointF(frame.left - 8, y), QPointF(frame.right + 8, y))
            painter.setPen(self._colours.qcolor("text_muted"))
            box = QRectF(0, y - metrics.height() / 2, frame.left - 26, metrics.height())
            painter.drawText(box, _RIGHT, f"{tick:g}")
        if self._goal_words:
            room = QRectF(frame.right + 9, frame.y(FULL) - metrics.height() / 2, size.width(), metrics.height())
            painter.drawText(room, _LEFT, self._texts("trend.goal"))
        if self.is_zoomed:
            self._paint_cut(painter, frame)
        bottom = size.height() - metrics.height() - 3
        for number, year in enumerate(self._years):
            x = frame.x(number)
            painter.setPen(QPen(self._colours.qcolor("border"), 1))
            painter.drawLine(QPointF(x, frame.top), QPointF(x, frame.bottom))
            painter.setPen(self._colours.qcolor("text"))
            width = metrics.horizontalAdvance(year) + 4
            left = max(0.0, min(size.width() - width, x - width / 2))
            painter.drawText(QRectF(left, bottom, width, metrics.height()), _CENTRE, year)

    def _paint_cut(self, painter: QPainter, frame: TrendFrame) -> None:
        """The sign of an axis that does not begin at 0."""
        x, y = frame.left - 8, frame.bottom
        painter.setPen(QPen(self._colours.qcolor("warning"), 1.6))
        painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in ((0, -9), (-4, -6), (4, -3), (0, 0))]))
        metrics = QFontMetricsF(self._small_font())
        words = self._texts("trend.cut", low=f"{frame.low:g}")
        box = QRectF(frame.left + 4, y - metrics.height() - 1, metrics.horizontalAdvance(words) + 4, metrics.height())
        painter.fillRect(box, self._colours.qcolor("surface"))
        painter.drawText(box, _LEFT, words)

    def _paint_boundaries(self, painter: QPainter, frame: TrendFrame) -> None:
        """Two dashed lines and a name where most series break."""
        metrics = QFontMetricsF(self._small_font())
        for step, shared in enumerate(self._shared):
            words = self._texts("compare.list_join").join(shared)
            if not words:
                continue
            x = frame.x(step + 0.5)
            painter.setPen(QPen(self._colours.qcolor("warning"), 1.2, Qt.PenStyle.DashLine))
            for shift in (-3, 3):
                painter.drawLine(QPointF(x + shift, frame.top), QPointF(x + shift, frame.bottom))
            room = frame.width / max(1, len(self._years) - 1) - 4
            painter.setFont(self._small_font())
            painter.setPen(self._colours.qcolor("warning"))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(x - room / 2, 2, room, metrics.height()), _CENTRE, shown)

    def _paint_crowd(self, painter: QPainter, frame: TrendFrame) -> None:
        """Once for each data and size: on the screen the crowd is repainted with every other selection."""
        if not isinstance(painter.device(), QWidget):  # an export is drawn in lines
            paint_crowd(painter, frame, self._crowd, self._colours)
            return
        ratio = self.devicePixelRatioF()
        made_for = (frame, ratio, self._colours.name)
        if self._crowd_picture is None or self._crowd_picture[0] != made_for:
            picture = QPixmap(QSizeF(frame.right + CROWD_MARGIN, frame.bottom + CROWD_MARGIN).toSize() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_crowd(inner, frame, self._crowd, self._colours)
            inner.end()
            self._crowd_picture = (made_for, picture)
        painter.drawPixmap(QPointF(0, 0), self._crowd_picture[1])

    def _paint_line(self, painter: QPainter, frame: TrendFrame, line: TrendLine, colour: QColor, width: float) -> None:
        width *= self._sign_scale if self._sign_scale < 1 else 1.0
        for step, former, later in line.segments():
            pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
            if step < len(line.breaks) and line.breaks[step]:
                pen.setDashPattern(DOTS)
            painter.setPen(pen)
            painter.drawLine(frame.at(step, former), frame.at(step + 1, later))
        for number, point in enumerate(line.points):
            if point.value is not None:
                self._paint_point(painter, frame.at(number, point.value), line, colour, width + 1.2)

    def _paint_point(self, painter: QPainter, at: QPointF, line: TrendLine, colour: QColor, size: float) -> None:
        painter.setPen(QPen(colour, 1.4))
        is_current = line.key == self._current
        painter.setBrush(colour if is_current or line.is_mean else self._colours.qcolor("surface"))
        if line.is_mean:
            steps = ((0, -size - 2), (size + 2, 0), (0, size + 2), (-size - 2, 0))
            painter.drawPolygon(QPolygonF([at + QPointF(dx, dy) for dx, dy in steps]))
        elif line.is_joined:
            painter.drawRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
        else:
            painter.drawEllipse(at, size, size)

    def _paint_values(self, painter: QPainter, frame: TrendFrame, line: TrendLine) -> None:
        """The selected line's values beside its points, on quiet ground."""
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for number, point in enumerate(line.points):
            if point.value is None:
                continue
            at = frame.at(number, point.value)
            width = metrics.horizontalAdvance(point.words) + 6
            is_high = at.y() - metrics.height() - 6 < frame.top
            top = at.y() + 6 if is_high else at.y() - metrics.height() - 6
            box = QRectF(at.x() - width / 2, top, width, metrics.height())
            painter.fillRect(box, self._colours.qcolor("surface"))
            painter.setPen(self._colours.qcolor("text"))
            painter.drawText(box, _CENTRE, point.words)

    def _paint_own_breaks(self, painter: QPainter, frame: TrendFrame, line: TrendLine) -> None:
        """What breaks the selected series alone stands at its line, between the years."""
        metrics = QFontMetricsF(self._small_font())
        painter.setFont(self._small_font())
        for step, breaks in enumerate(line.breaks):
            own = [word for word in breaks if word not in self._shared[step]]
            words = self._texts("compare.list_join").join(own)
            values = [own.value for own in line.points[step : step + 2] if own.value is not None]
            if not words or not values:
                continue
            is_low = frame.y(sum(values) / len(values)) > (frame.top + frame.bottom) / 2
            y = frame.top + metrics.height() if is_low else frame.bottom - 2 * metrics.height() - 4
            room = frame.width / max(1, len(self._years) - 1) - 12
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            box = QRectF(0, 0, metrics.horizontalAdvance(words) + 8, metrics.height() + 2)
            box.moveCenter(QPointF(frame.x(step + 0.5), y))
            painter.fillRect(box, self._colours.qcolor("warning_soft"))
            painter.setPen(self._colours.qcolor("warning"))
            painter.drawText(box, _CENTRE, words)

    def _paint_states(self, painter: QPainter, frame: TrendFrame, current: TrendLine | None) -> None:
        """Below the axis, where no value ever stands: how many have none in a year; the selected one's is framed."""
        metrics = QFontMetricsF(self._small_font())
        painter.setFont(self._small_font())
        for number in range(len(self._years)):
            points = [line.points[number] for line in self._lines.values() if number < len(line.points)]
            counts = Counter(point.state for point in points if point.value is None and point.state is not None)
            own = current.points[number] if current is not None and number < len(current.points) else None
            gap, word_gap = 8.0, 3.0
            widths = [STATE_WIDTH + word_gap + metrics.horizontalAdvance(f"{count}") for count in counts.values()]
            left = frame.x(number) - (sum(widths) + gap * (len(widths) - 1)) / 2
            for (state, count), width in zip(counts.items(), widths, strict=True):
                box = QRectF(left, frame.bottom + 6, STATE_WIDTH, STATE_HEIGHT)
                paint_state(painter, box, state, self._colours)
                is_own = own is not None and own.value is None and own.state is state
                painter.setBrush(Qt.BrushStyle.NoBrush)
                if is_own:
                    painter.setPen(QPen(self._colours.qcolor("series_primary"), 2))
                    painter.drawRect(box)
                painter.setPen(self._colours.qcolor("series_primary" if is_own else "text_muted"))
                room = QRectF(box.right() + word_gap, box.top() - 3, 20, STATE_HEIGHT + 6)
                painter.drawText(room, _LEFT, f"{count}")
                left += width + gap
