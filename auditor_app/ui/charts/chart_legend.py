"""The strip above a chart: what each sign means; also drawn into the exported picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from auditor_app.domain.published import State
from auditor_app.ui.charts.state_patterns import paint_state
from auditor_app.ui.palettes import Colours
from auditor_app.ui.tooltips import tooltip_html

Sign = Literal["disc", "diamond", "hollow", "square", "hatch", "line", "corner", "scale", "arrow", "strip"] | State
SIGN_WIDTH, GAP = 12.0, 14.0
_WIDE_SIGNS: dict[Sign, float] = {"scale": 100.0, **dict.fromkeys(State, 24.0)}


@dataclass(frozen=True)
class LegendEntry:
    """A sign, its colour and its words."""

    sign: Sign
    colour: QColor
    words: str


class LegendStrip(QWidget):
    """Draws the entries from the left, in a second line when they do not fit."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours
        self._entries: tuple[LegendEntry, ...] = ()
        self.right_margin = 0

    def show_entries(self, entries: Sequence[LegendEntry], colours: Colours) -> None:
        self._entries, self._colours = tuple(entries), colours
        self.setAccessibleName(" ".join(entry.words for entry in self._entries))
        self.setToolTip(tooltip_html("\n".join(entry.words for entry in self._entries)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 10)

    def height_needed(self, width: int) -> int:
        """So that all entries stand in full size at this width."""
        metrics = QFontMetricsF(self.font())
        lines = len(_wrapped(self._entries, metrics, width - 16.0 - self.right_margin))
        return max(self.sizeHint().height(), round((metrics.height() + 3) * lines) + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colours.qcolor("sunken"))
        painter.setFont(self.font())
        area = QRectF(self.rect()).adjusted(12, 0, -self.right_margin - 4, 0)
        paint_legend(painter, area, self._entries, self._colours)
        painter.end()


def paint_legend(painter: QPainter, area: QRectF, entries: Sequence[LegendEntry], colours: Colours) -> None:
    """Entries from left to right, wrapped into as many lines as the area has room for, centred in height."""
    metrics = QFontMetricsF(painter.font())
    line_height = metrics.height() + 3
    lines = _wrapped(entries, metrics, area.width())
    if len(lines) * line_height > area.height():
        # Closer and smaller rather than left out: a mean is never shown without its basis.
        font = painter.font()
        font.setPixelSize(max(8, round(font.pixelSize() * 0.85)))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        lines = _wrapped(entries, metrics, area.width())
        line_height = min(metrics.height() + 1, max(metrics.ascent(), area.height() / len(lines)))
    y = area.center().y() - line_height * len(lines) / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in lines:
        x = area.left()
        for entry in line:
            sign_width = _WIDE_SIGNS.get(entry.sign, SIGN_WIDTH)
            paint_sign(painter, QPointF(x + sign_width / 2, y + line_height / 2), entry.sign, entry.colour, colours)
            painter.setPen(colours.qcolor("text_muted"))
            room = QRectF(x + sign_width + 4, y, area.right() - x - sign_width - 4, line_height)
            words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
            x += _entry_width(entry, metrics)
        y += line_height


def _wrapped(entries: Sequence[LegendEntry], metrics: QFontMetricsF, width: float) -> list[list[LegendEntry]]:
    lines: list[list[LegendEntry]] = [[]]
    used = 0.0
    for entry in entries:
        needed = _entry_width(entry, metrics)
        if lines[-1] and used + needed - GAP > width:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += needed
    return lines


def _entry_width(entry: LegendEntry, metrics: QFontMetricsF) -> float:
    return _WIDE_SIGNS.get(entry.sign, SIGN_WIDTH) + 4 + metrics.horizontalAdvance(entry.words) + GAP


def paint_sign(painter: QPainter, at: QPointF, sign: Sign, colour: QColor, colours: Colours) -> None:
    """One sign around a point, as it looks in the chart."""
    painter.setPen(QPen(colour, 1.6))
    surface = colours.qcolor("surface")
    match sign:
        case State():
            paint_state(painter, QRectF(at.x() - 11, at.y() - 6, 22, 12), sign, colours)
        case "disc":
            painter.setBrush(colour)
            painter.drawEllipse(at, 4, 4)
        case "hollow":
            painter.setBrush(surface)
            painter.drawEllipse(at, 4, 4)
        case "diamond":
            painter.setBrush(surface)
            steps = [(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)]
            painter.drawPolygon(QPolygonF([QPointF(at.x() + dx, at.y() + dy) for dx, dy in steps]))
        case "square" | "hatch":
            painter.setPen(QPen(colour, 1))
            painter.setBrush(colour if sign == "square" else QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.drawRect(QRectF(at.x() - 5, at.y() - 5, 10, 10))
        case "line":
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(at.x(), at.y() - 7), QPointF(at.x(), at.y() + 7))
        case "corner":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(corner_mark(QRectF(at.x() - 5, at.y() - 5, 10, 10), 9))
        case "arrow":
            painter.setBrush(colour)
            painter.drawLine(QPointF(at.x() - 6, at.y()), QPointF(at.x() + 2, at.y()))
            tip = QPointF(at.x() + 6, at.y())
            painter.drawPolygon(QPolygonF([tip, QPointF(at.x() + 1, at.y() - 4), QPointF(at.x() + 1, at.y() + 4)]))
        case "strip":
            painter.fillRect(QRectF(at.x() - 6, at.y() - 1.5, 12, 3), colour)
        case "scale":
            _paint_scale(painter, QRectF(at.x() - 48, at.y() - 6, 96, 12), colours)


def corner_mark(box: QRectF, size: float) -> QPolygonF:
    """The triangle in the upper right corner of what is below the auditor's line."""
    tip = box.topRight()
    return QPolygonF([tip, QPointF(tip.x() - size, tip.y()), QPointF(tip.x(), tip.y() + size)])


def _paint_scale(painter: QPainter, box: QRectF, colours: Colours) -> None:
    gradient = QLinearGradient(box.topLeft(), box.topRight())
    steps = len(colours.rate_scale) - 1
    for step, colour in enumerate(colours.rate_scale):
        gradient.setColorAt(step / steps, QColor(colour))
    painter.setPen(QPen(colours.qcolor("border"), 1))
    painter.setBrush(gradient)
    painter.drawRect(box)
