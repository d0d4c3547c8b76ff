"""How the states without a number are drawn in charts: by pattern, never by a colour of a scale, and never as 0."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from auditor_app.domain.published import State
from auditor_app.ui.palettes import Colours

STRIPE, DOT, RULE = 6, 5, 4
"""pixels between two stripes, dots and rules"""


def paint_state(painter: QPainter, box: QRectF, state: State, colours: Colours) -> None:
    """Fill a box: stripes left out of the analysis, dots not reported, rules not transcribed, dashes no duty."""
    painter.fillRect(box, colours.qcolor("surface"))
    width, height = round(box.width()), round(box.height())
    painter.save()
    painter.translate(box.topLeft())
    painter.setPen(QPen(colours.qcolor("hatch"), 1))
    match state:
        case State.EXCLUDED:
            painter.drawLines(list(_stripes(width, height)))
        case State.NOT_TRANSCRIBED:
            painter.drawLines(list(_rules(width, height)))
        case State.NOT_REPORTED:
            painter.setPen(QPen(colours.qcolor("hatch"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(_dots(width, height))
        case State.NO_DUTY | State.REPORTED:
            painter.setPen(QPen(colours.qcolor("hatch"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1.5, 1.5, max(0, width - 3), max(0, height - 3)))
    painter.restore()


# Lines of our own inside the box: pattern brushes are stretched with the plot's units and blurred in an SVG,
# and Qt's SVG writer leaves clipping out.


@lru_cache(maxsize=256)
def _stripes(width: int, height: int) -> tuple[QLineF, ...]:
    lines = []
    for offset in range(STRIPE - height, width, STRIPE):
        low, high = max(0, -offset), min(height, width - offset)
        if low < high:
            lines.append(QLineF(offset + low, height - low, offset + high, height - high))
    return tuple(lines)


@lru_cache(maxsize=256)
def _rules(width: int, height: int) -> tuple[QLineF, ...]:
    first = (height % RULE) / 2 + 1
    return tuple(
        QLineF(1, first + step * RULE, width - 1, first + step * RULE) for step in range(max(1, height // RULE))
    )


@lru_cache(maxsize=256)
def _dots(width: int, height: int) -> QPolygonF:
    return QPolygonF(
        [
            QPointF(DOT / 2 + column * DOT, DOT / 2 + row * DOT)
            for row in range(max(1, height // DOT))
            for column in range(max(1, width // DOT))
        ]
    )
