"""What a heat map shows and how one cell of it is painted."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from auditor_app.domain.published import State
from auditor_app.ui.charts.chart_legend import corner_mark
from auditor_app.ui.charts.state_patterns import paint_state
from auditor_app.ui.palettes import Colours, ink_on, rate_colour

_CENTRED = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True)
class HeatRow:
    key: Hashable
    label: str


@dataclass(frozen=True)
class HeatColumn:
    key: Hashable
    label: str


@dataclass(frozen=True)
class HeatCell:
    """`value` in percent counts only when `state` is reported; `words` are what stands in the cell."""

    value: float | None
    words: str = ""
    state: State = State.REPORTED
    tooltip: str = ""

    @property
    def is_number(self) -> bool:
        return self.state == State.REPORTED and self.value is not None


class CellPainter:
    """Paints cells in one appearance and font; keeps what it measured for the next painting."""

    def __init__(self, colours: Colours, font: QFont) -> None:
        self._colours, self._font = colours, font
        self._metrics = QFontMetricsF(font)
        self._widths: dict[str, float] = {}

    def begin(self, painter: QPainter) -> None:
        painter.setFont(self._font)

    def paint(self, painter: QPainter, box: QRectF, cell: HeatCell, words: str, *, is_below: bool) -> None:
        if cell.is_number and cell.value is not None:
            ground, ink = _scale_colours(self._colours, round(cell.value * 2))
            painter.fillRect(box, ground)
        else:
            ink = self._colours.qcolor("text_muted")
            paint_state(painter, box, cell.state, self._colours)
        if is_below:
            self._mark(painter, box, ink)
        if self._fits(words, box):
            self._write(painter, box, words, ink, on_pattern=not cell.is_number)

    def _fits(self, words: str, box: QRectF) -> bool:
        width = self._widths.get(words)
        if width is None:
            width = self._widths[words] = self._metrics.horizontalAdvance(words)
        return width + 4 <= box.width() and self._metrics.ascent() <= box.height()

    def _write(self, painter: QPainter, box: QRectF, words: str, ink: QColor, *, on_pattern: bool) -> None:
        if on_pattern and words:
            patch = QRectF(0, 0, self._widths[words] + 6, min(box.height(), self._metrics.height()))
            patch.moveCenter(box.center())
            painter.fillRect(patch & box, self._colours.qcolor("surface"))
        painter.setPen(ink)
        painter.drawText(box, _CENTRED, words)

    def _mark(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        size = min(self._metrics.height() * 0.45, box.height() * 0.6, box.width() * 0.4)
        painter.drawPolygon(corner_mark(box, size))


@lru_cache(maxsize=1024)
def _scale_colours(colours: Colours, half_percents: int) -> tuple[QColor, QColor]:
    """Ground and ink; half a percent is finer than the eye."""
    ground = rate_colour(colours, half_percents / 2)
    return QColor(ground), QColor(ink_on(ground))
