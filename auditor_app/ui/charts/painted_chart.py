"""A chart that one item paints from edge to edge, axes and all: years are words, and numbers stand at their marks."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import PICTURE_WIDTH, RowChart
from auditor_app.ui.charts.pixel_item import PixelItem
from auditor_app.ui.palettes import Colours

SMALLEST_HEIGHT = 60


class PaintedChart(RowChart):
    """A subclass has its content ready before it calls `__init__`, which draws it."""

    picture_height = 340
    """Of a picture, at 100 %."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(texts, colours, parent)
        self._painting = PixelItem(self._paint)
        self._view.addItem(self._painting, ignoreBounds=True)
        self.plot.setMinimumHeight(SMALLEST_HEIGHT)
        self.redraw()

    def _paint(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        """`size` of the view and the part to be painted, in its pixels."""
        raise NotImplementedError

    # --- RowChart -------------------------------------------------------------------------------

    def value_limits(self) -> tuple[float, float]:
        return 0.0, 1.0

    def free_places(self) -> dict[Hashable, tuple[float, float]]:
        return dict.fromkeys(self.keys(), (0.5, 1.0))

    def free_extent(self) -> float:
        return 1.0

    def picture_size(self, unit: float) -> QSize:
        return QSize(round(PICTURE_WIDTH * max(1.0, unit)), round(self.picture_height * unit))

    def draw(self) -> None:
        if hasattr(self, "_painting"):  # the base class lays itself out before the items exist
            self._painting.update()

    def _show_current(self) -> None:
        self._highlight.hide()
        self.draw()

    def _dress_value_axis(self, name: str, *, is_shown: bool, height: int) -> None:
        del is_shown, height
        self.plot.hideAxis(name)

    def _dress_label_axis(self) -> None:
        self.plot.hideAxis("left")
