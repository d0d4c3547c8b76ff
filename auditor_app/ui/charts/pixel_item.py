"""An item of a plot that is painted in pixels of the view, so that letters and lines keep their shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem

Painting = Callable[[QPainter, QSizeF, QRectF], None]
"""painter, size of the view and the part to be painted, all in pixels of the view"""


class PixelItem(pg.GraphicsObject):  # type: ignore[misc]
    """Covers the whole view and asks `painting` to fill it; made once, painted anew after update()."""

    def __init__(self, painting: Painting) -> None:
        super().__init__()
        self._painting = painting
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF() if view is None else QRectF(view.viewRect())

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: Any, _widget: Any = None) -> None:
        view = self.getViewBox()
        shown, size = view.viewRect(), QSizeF(view.width(), view.height())
        if shown.isEmpty() or size.isEmpty():
            return
        unit_x, unit_y = shown.width() / size.width(), shown.height() / size.height()
        part = option.exposedRect
        exposed = QRectF(
            (part.x() - shown.x()) / unit_x,
            (part.y() - shown.y()) / unit_y,
            part.width() / unit_x,
            part.height() / unit_y,
        )
        painter.save()
        painter.translate(shown.topLeft())
        painter.scale(unit_x, unit_y)
        self._painting(painter, size, exposed)
        painter.restore()
