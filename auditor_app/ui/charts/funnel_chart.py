"""The steps of the denominators, target → ascertained → duty arose → carried out, each with its share of the others."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import PICTURE_WIDTH, RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.pixel_item import PixelItem
from auditor_app.ui.charts.state_patterns import paint_state
from auditor_app.ui.palettes import Colours

STEP_HEIGHT, SMALLEST_STEP = 68, 58
UNIT_SHARE = 0.5
"""height of a unit's heading against a step's"""
MARGIN = 16.0
_SERIES_PLACES = (0, 2, 4, 3)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class FunnelStep:
    """`count` in `unit`; without a count the step stands as its state.  Steps of one unit follow one another."""

    key: Hashable
    label: str
    count: int | None
    unit: str
    state: State = State.REPORTED
    words: str = ""
    tooltip: str = ""


@dataclass(frozen=True)
class StepShares:
    """In percent of the step before and of the first step of the same unit; None when one has no count or is 0."""

    of_previous: Fraction | None
    of_first: Fraction | None


class FunnelChart(RowChart):
    """Widths compare steps of one unit only; persons and answers stand under headings of their own."""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._steps: dict[Hashable, FunnelStep] = {}
        super().__init__(texts, colours, parent)
        self._bars = PixelItem(self._paint)
        self._view.addItem(self._bars, ignoreBounds=True)
        self.note = QLabel(self)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setContentsMargins(round(MARGIN), 4, round(MARGIN), 8)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.note)
        self.redraw()

    def set_steps(self, steps: Sequence[FunnelStep]) -> None:
        """In the order of the steps."""
        self._steps = {step.key: step for step in steps}
        self.redraw()

    def step_of(self, key: Hashable) -> FunnelStep:
        """The step shown under that key; KeyError for an unknown one."""
        return self._steps[key]

    def shares_of(self, key: Hashable) -> StepShares:
        """Never across units: answers are no part of persons."""
        group = [step for step in self._steps.values() if step.unit == self._steps[key].unit]
        place = group.index(self._steps[key])
        if place == 0:
            return StepShares(None, None)
        return StepShares(_share(group[place], group[place - 1]), _share(group[place], group[0]) if place > 1 else None)

    # --- RowChart -------------------------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        return list(self._steps)

    def label_of(self, key: Hashable) -> str:
        return self._steps[key].label

    def tooltip_of(self, key: Hashable) -> str:
        step = self._steps.get(key)
        if step is None:
            return ""
        return step.tooltip or "\n".join(
            line for line in (step.label, self._count_words(step), self._share_words(step)) if line
        )

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        entries = [LegendEntry("square", self._colour(unit, colours), unit) for unit in self._units()]
        present = {step.state for step in self._steps.values() if step.count is None}
        ordered = [state for state in State if state in present and state != State.REPORTED]
        return entries + [
            LegendEntry(state, colours.qcolor("hatch"), self._texts(f"state.{state}")) for state in ordered
        ]

    def value_limits(self) -> tuple[float, float]:
        return 0.0, 1.0

    def free_places(self) -> dict[Hashable, tuple[float, float]]:
        """Every unit begins with a heading."""
        places: dict[Hashable, tuple[float, float]] = {}
        top = 0.0
        for _, steps in groupby(self._steps.values(), key=lambda step: step.unit):
            top += UNIT_SHARE
            for step in steps:
                places[step.key] = (top + 0.5, 1.0)
                top += 1.0
        return places

    def free_extent(self) -> float:
        """Steps are not made taller than they need."""
        return max(1.0, self._needed(), float(self._view.height()) / (STEP_HEIGHT * self._unit()))

    def picture_size(self, unit: float) -> QSize:
        return QSize(round(PICTURE_WIDTH * max(1.0, unit)), round(max(1.0, self._needed()) * STEP_HEIGHT * unit))

    def own_notes(self) -> tuple[str, ...]:
        return (self._texts("chart.funnel.note"),) if len(self._units()) > 1 else ()

    def copy_content_to(self, other: Any) -> None:
        other.note.hide()  # painted under the picture
        other.set_steps(list(self._steps.values()))

    def draw(self) -> None:
        if hasattr(self, "_bars"):  # the base class lays itself out before the items exist
            self._bars.update()

    def _dress(self) -> None:
        super()._dress()
        if hasattr(self, "note"):
            self.note.setText("\n".join(self.own_notes()))
            self.note.setFont(self._small_font())
            self.note.setStyleSheet(f"color: {self._colours.text_muted}; background: {self._colours.surface}")
            self.note.setVisible(
                bool(self.own_notes()) and not self.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            )
        self.plot.setMinimumHeight(round(self._needed() * SMALLEST_STEP * self._unit()))

    def _dress_value_axis(self, name: str, *, is_shown: bool, height: int) -> None:
        """Two units have no axis in common; the counts stand beside the bars."""
        del is_shown, height
        self.plot.hideAxis(name)

    def _dress_label_axis(self) -> None:
        self.plot.hideAxis("left")

    # --- drawing --------------------------------------------------------------------------------

    def _unit(self) -> float:
        return QFontInfo(self.font()).pixelSize() / 13

    def _needed(self) -> float:
        return len(self._steps) + len(self._units()) * UNIT_SHARE

    def _units(self) -> list[str]:
        return list(dict.fromkeys(step.unit for step in self._steps.values()))

    def _colour(self, unit: str, colours: Colours) -> QColor:
        place = self._units().index(unit)
        return QColor(colours.series[_SERIES_PLACES[place % len(_SERIES_PLACES)]])

    def _paint(self, painter: QPainter, size: QSizeF, _exposed: QRectF) -> None:
        top, bottom = self._view.viewRange()[1]
        unit_y = size.height() / (bottom - top)
        seen = set[str]()
        for step in self._steps.values():
            place = self._places.get(step.key)
            if place is None:
                continue
            box = QRectF(0, (place[0] - place[1] / 2 - top) * unit_y, size.width(), place[1] * unit_y)
            if step.unit not in seen and not self._is_aligned:
                self._paint_heading(painter, box, step.unit, unit_y * UNIT_SHARE, is_first=not seen)
                seen.add(step.unit)
            self._paint_step(painter, box.adjusted(MARGIN, 4, -MARGIN, 0), step)

    def _paint_heading(self, painter: QPainter, step: QRectF, unit: str, height: float, *, is_first: bool) -> None:
        box = QRectF(MARGIN, step.top() - height, step.width() - 2 * MARGIN, height)
        painter.setFont(self._small_font())
        painter.setPen(self._colours.qcolor("text_muted"))
        painter.drawText(box.adjusted(0, 4, 0, 0), _LEFT, self._texts("chart.funnel.unit", unit=unit))
        if not is_first:
            painter.setPen(QPen(self._colours.qcolor("border"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(box.topLeft(), box.topRight())

    def _paint_step(self, painter: QPainter, box: QRectF, step: FunnelStep) -> None:
        """Label and count in one line, the bar below, the shares under the bar."""
        bold = QFont(self.font())
        bold.setBold(True)
        line, small = QFontMetricsF(bold).height(), QFontMetricsF(self._small_font()).height()
        thick = max(8.0, min(box.height() - line - small - 8, 16 * self._unit()))
        head = QRectF(box.left(), box.top(), box.width(), line)
        count = self._count_words(step)
        room = head.width() - QFontMetricsF(bold).horizontalAdvance(count) - 12
        painter.setFont(self.font())
        painter.setPen(self._colours.qcolor("text"))
        label = QFontMetricsF(self.font()).elidedText(step.label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(head, _LEFT, label)
        if step.count is not None:
            painter.setFont(bold)
        painter.setPen(self._colours.qcolor("text" if step.count is not None else "missing"))
        painter.drawText(head, _RIGHT, count)
        self._paint_bar(painter, QRectF(box.left(), head.bottom() + 2, box.width(), thick), step)
        painter.setFont(self._small_font())
        painter.setPen(self._colours.qcolor("text_muted"))
        below = QRectF(box.left(), head.bottom() + 3 + thick, box.width(), small)
        words = QFontMetricsF(self._small_font()).elidedText(
            self._share_words(step), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, _LEFT, words)

    def _paint_bar(self, painter: QPainter, track: QRectF, step: FunnelStep) -> None:
        """A thin track shows the whole width; what has no count fills it with its pattern, so that it is no 0."""
        if step.count is None:
            paint_state(painter, track, step.state, self._colours)
            return
        painter.fillRect(track, self._colours.qcolor("sunken"))
        most = max(other.count or 0 for other in self._steps.values() if other.unit == step.unit)
        bar = QRectF(track)
        bar.setWidth(track.width() * step.count / most if most else 0.0)
        painter.fillRect(bar, self._colour(step.unit, self._colours))

    # --- words ----------------------------------------------------------------------------------

    def _count_words(self, step: FunnelStep) -> str:
        if step.words:
            return step.words
        if step.count is None:
            return self._texts(f"state.{step.state}" if step.state != State.REPORTED else "chart.missing")
        return f"{step.count:,} {step.unit}"

    def _share_words(self, step: FunnelStep) -> str:
        shares = self.shares_of(step.key)
        parts = (("chart.funnel.of_previous", shares.of_previous), ("chart.funnel.of_first", shares.of_first))
        return " · ".join(self._texts(key, percent=percent_text(share)) for key, share in parts if share is not None)


def _share(part: FunnelStep, whole: FunnelStep) -> Fraction | None:
    if part.count is None or not whole.count:
        return None
    return Fraction(100 * part.count, whole.count)
