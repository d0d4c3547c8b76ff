"""A difference taken apart: former value, what really changed, what else moved the number, later value."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QWidget

from auditor_app.domain.numbers import percent_text, rounded
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.bridge_bars import BridgeBar, decimals_that_add_up, equation, shown_decimals
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.painted_chart import PaintedChart
from auditor_app.ui.palettes import Colours

BAR_SHARE = 0.56
STRIPE = 5.0
_CENTRE = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextDontClip)
_WRAPPED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class WaterfallChart(PaintedChart):
    """Bars from left to right; where there is no bridge it says why instead."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._bars: dict[Hashable, BridgeBar] = {}
        self._why = ""
        self._starts_at_zero = False
        super().__init__(texts, colours, parent)

    def set_bridge(self, bars: Sequence[BridgeBar], why: str = "") -> None:
        """The first and the last bar are totals; `why`: what is said when there are none."""
        self._bars, self._why = {bar.key: bar for bar in bars}, why
        self.setAccessibleDescription(self.equation() or why)
        self.redraw()

    def equation(self) -> str:
        """How the bars add up, with as many decimals as that needs."""
        return equation(list(self._bars.values()))

    def adds_up(self) -> bool:
        """Whether the numbers add up as they are rounded; the exact ones always do."""
        return not self._bars or decimals_that_add_up(list(self._bars.values())) is not None

    def words_of(self, key: Hashable) -> str:
        """The label at a bar: a total, or a part with its sign."""
        bar, decimals = self._bars[key], shown_decimals(list(self._bars.values()))
        if bar.is_total:
            return percent_text(bar.value, decimals)
        shown = rounded(bar.value, decimals)
        sign = "−" if shown < 0 else "+" if shown > 0 else "±"
        return f"{sign}{percent_text(abs(shown), decimals)}"

    def why_none(self) -> str:
        return "" if self._bars else self._why

    def set_starting_at_zero(self, starts_at_zero: bool) -> None:
        self._starts_at_zero = starts_at_zero
        self.redraw()

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._bars)

    def label_of(self, key: Hashable) -> str:
        return self._bars[key].label

    def tooltip_of(self, key: Hashable) -> str:
        bar = self._bars.get(key)
        if bar is None:
            return ""
        label = _in_one_line(bar.full_label or bar.label)
        value = f"{self.words_of(key)} {'%' if bar.is_total else 'pt'}"
        return "\n".join(filter(None, (label, value, bar.note)))

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        if not self._bars:
            return []
        entries = [
            LegendEntry("square", self._colour(1, colours), self._texts("waterfall.up")),
            LegendEntry("square", self._colour(-1, colours), self._texts("waterfall.down")),
        ]
        if any(bar.is_hatched for bar in self._bars.values()):
            entries.append(LegendEntry("hatch", colours.qcolor("text_muted"), self._texts("waterfall.not_on_ground")))
        return entries

    def own_notes(self) -> tuple[str, ...]:
        low = self._limits()[0]
        cut = (self._texts("waterfall.cut", low=f"{low:g}"),) if self._bars and low > 0 else ()
        is_rounded = (self._texts("waterfall.rounded"),) if self._bars and not self.adds_up() else ()
        return (*filter(None, (self.equation(),)), *is_rounded, *cut)

    def copy_content_to(self, other: Any) -> None:
        other._starts_at_zero = self._starts_at_zero
        other.set_bridge(list(self._bars.values()), self._why)

    def key_at(self, scene_position: QPointF) -> Hashable:
        if not self._bars or not self._view.sceneBoundingRect().contains(scene_position):
            return None
        place = math.floor(self._view.mapSceneToView(scene_position).x() * len(self._bars))
        return list(self._bars)[place] if 0 <= place < len(self._bars) else None

    def make_menu(self) -> QMenu:
        menu = super().make_menu()
        menu.addSeparator()
        whole = menu.addAction(self._texts("waterfall.from_zero"))
        whole.setCheckable(True)
        whole.setChecked(self._starts_at_zero)
        whole.toggled.connect(self.set_starting_at_zero)
        return menu

    # --- drawing --------------------------------------------------------------------------------

    def _unit(self) -> float:
        return QFontInfo(self.font()).pixelSize() / 13

    def _levels(self) -> list[tuple[float, float]]:
        """(from, to) of every bar in its own order."""
        levels, level = [], 0.0
        for bar in self._bars.values():
            start = 0.0 if bar.is_total else level
            level = float(bar.value) if bar.is_total else level + float(bar.value)
            levels.append((start, level))
        return levels

    def _limits(self) -> tuple[float, float]:
        """The axis is cut where the parts would vanish beside the totals; the bars then show where."""
        ends = [to for _, to in self._levels()] or [0.0, 1.0]
        lowest, highest = min(ends), max(ends)
        room = max(highest - lowest, 2.0)
        low = math.floor((lowest - room * 0.7) / 5) * 5
        return (0.0 if self._starts_at_zero or low <= 20 else float(low)), highest + room * 0.05

    def _colour(self, sign: int, colours: Colours) -> QColor:
        return QColor(colours.series[0 if sign >= 0 else 3])

    def _paint(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._bars:
            painter.setFont(self.font())
            painter.setPen(self._colours.qcolor("text_muted"))
            room = QRectF(12, 12, size.width() - 24, size.height() - 24)
            painter.drawText(room, _WRAPPED, self._why)
            return
        small = QFontMetricsF(self._small_font())
        words = QFontMetricsF(self._bold())
        top = words.height() + 6
        low, high = self._limits()
        field = QRectF(8, top, size.width() - 16, max(10.0, size.height() - top - small.height() * 2 - 6))
        column = field.width() / len(self._bars)

        def y_of(value: float) -> float:
            return field.bottom() - field.height() * (max(value, low) - low) / (high - low)

        painter.setPen(QPen(self._colours.qcolor("border"), 1))
        painter.drawLine(field.bottomLeft(), field.bottomRight())
        before: QPointF | None = None
        for number, (bar, (start, to)) in enumerate(zip(self._bars.values(), self._levels(), strict=True)):
            left = field.left() + column * (number + 0.5 - BAR_SHARE / 2)
            edges = sorted((y_of(start), y_of(to)))
            box = QRectF(left, edges[0], column * BAR_SHARE, max(2.0, edges[1] - edges[0]))
            level = y_of(start if not bar.is_total else to)
            if before is not None:
                painter.setPen(QPen(self._colours.qcolor("text_muted"), 1, Qt.PenStyle.DotLine))
                painter.drawLine(before, QPointF(left, level))
            self._paint_bar(painter, box, bar, is_cut=bar.is_total and low > 0)
            before = QPointF(box.right(), y_of(to))
            self._paint_words(painter, box, bar, column)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _paint_bar(self, painter: QPainter, box: QRectF, bar: BridgeBar, *, is_cut: bool) -> None:
        colour = (
            self._colours.qcolor("hatch") if bar.is_total else self._colour(1 if bar.value >= 0 else -1, self._colours)
        )
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if not bar.is_hatched else self._colours.qcolor("surface"))
        painter.drawRect(box)
        if bar.is_hatched:
            painter.drawLines(_stripes(box))
        if is_cut and box.height() > 14:
            self._paint_cut(painter, box)

    def _paint_cut(self, painter: QPainter, box: QRectF) -> None:
        """A white zigzag across the foot of a bar whose axis does not begin at 0."""
        y, steps = box.bottom() - 7, max(2, round(box.width() / 8))
        points = [
            QPointF(box.left() - 2 + (box.width() + 4) * step / steps, y + (2.5 if step % 2 else -2.5))
            for step in range(steps + 1)
        ]
        painter.setPen(QPen(self._colours.qcolor("surface"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))

    def _paint_words(self, painter: QPainter, box: QRectF, bar: BridgeBar, column: float) -> None:
        bold, small = QFontMetricsF(self._bold()), QFontMetricsF(self._small_font())
        painter.setFont(self._bold())
        painter.setPen(self._colours.qcolor("text"))
        above = QRectF(box.center().x() - column / 2, box.top() - bold.height() - 2, column, bold.height())
        words = self.words_of(bar.key)
        if bold.horizontalAdvance(words) > column - 2:
            painter.setFont(self._small_font())
        painter.drawText(above, _CENTRE, words)
        painter.setFont(self._small_font())
        painter.setPen(self._colours.qcolor("text_muted"))
        foot = self._view.height() - small.height() * 2 - 3
        room = QRectF(box.center().x() - column / 2 + 2, foot, column - 4, small.height() * 2 + 2)
        has_room = all(small.horizontalAdvance(line) < room.width() for line in bar.full_label.split("\n"))
        painter.drawText(room, _WRAPPED, bar.full_label if bar.full_label and has_room else bar.label)


def _in_one_line(label: str) -> str:
    """Latin words are kept apart, Japanese ones are not."""
    return label.replace("\n", " " if label.isascii() else "")


def _stripes(box: QRectF) -> list[QLineF]:
    """45-degree lines inside a bar, as lines of our own: pattern brushes blur in an SVG."""
    lines = []
    for step in range(math.ceil((box.width() + box.height()) / STRIPE)):
        offset = step * STRIPE - box.height()
        low, high = max(0.0, -offset), min(box.height(), box.width() - offset)
        if low < high:
            ends = [(box.left() + offset + rise, box.bottom() - rise) for rise in (low, high)]
            lines.append(QLineF(*ends[0], *ends[1]))
    return lines
