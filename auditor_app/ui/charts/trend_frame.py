"""Where a value of a year stands in a trend chart, in pixels of the view; and what lies near a point of it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF

from auditor_app.domain.published import State

FULL = 100.0
ZOOM_STEP = 10.0
NEAR_PIXELS = 9.0


@dataclass(frozen=True)
class TrendPoint:
    """The value of one year; None stands as its state and is never drawn as 0."""

    value: float | None
    state: State | None
    """None where that year has no such figure at all, e.g. before an organisation was created."""
    words: str


@dataclass(frozen=True)
class TrendLine:
    """One series through the years, with the words of what breaks it between two of them."""

    key: Hashable
    label: str
    points: tuple[TrendPoint, ...]
    breaks: tuple[tuple[str, ...], ...]
    """One entry for each step from a year to the next."""
    is_mean: bool = False
    is_joined: bool = False

    def segments(self) -> list[tuple[int, float, float]]:
        """(number, former value, later value) of the steps that have a value at both ends."""
        return [
            (number, former.value, later.value)
            for number, (former, later) in enumerate(pairwise(self.points))
            if former.value is not None and later.value is not None
        ]


@dataclass(frozen=True)
class TrendFrame:
    """The field of the lines: from `low` at the bottom to `high` at the top, the years from left to right."""

    left: float
    top: float
    width: float
    height: float
    low: float
    high: float
    years: int

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, year: float) -> float:
        """Of a year's number; half of a step is between two years."""
        return self.left + self.width * (year / (self.years - 1) if self.years > 1 else 0.5)

    def y(self, value: float) -> float:
        return self.bottom - self.height * (value - self.low) / (self.high - self.low)

    def at(self, year: int, value: float) -> QPointF:
        return QPointF(self.x(year), self.y(value))

    def ticks(self) -> list[float]:
        """Round values in steps that leave room for their words."""
        span = self.high - self.low
        rough = span / max(2.0, min(5.0, self.height / 36))
        unit = 10.0 ** math.floor(math.log10(rough))
        step = next(own * unit for own in (1, 2, 5, 10) if own * unit >= rough * 0.99)
        first = math.ceil(self.low / step)
        return [number * step for number in range(first, math.floor(self.high / step + 1e-9) + 1)]


def zoomed_low(lines: Sequence[TrendLine]) -> float:
    """Where an enlarged axis of rates begins: a round value below the lowest one."""
    values = [point.value for line in lines for point in line.points if point.value is not None]
    return max(0.0, math.floor((min(values) - 1) / ZOOM_STEP) * ZOOM_STEP) if values else 0.0


def most_of(lines: Sequence[TrendLine]) -> float:
    """The upper end of an axis of counts."""
    most = max((point.value for line in lines for point in line.points if point.value is not None), default=1.0)
    unit = 10.0 ** math.floor(math.log10(max(1.0, most)))
    return next(own * unit for own in (1, 2, 3, 4, 5, 6, 8, 10) if own * unit >= most)


def shared_breaks(lines: Sequence[TrendLine], step: int) -> tuple[str, ...]:
    """The breaks of a step that at least half of the series have: they belong to the boundary of the years."""
    own = [line.breaks[step] for line in lines if not line.is_mean and step < len(line.breaks)]
    words = list(dict.fromkeys(word for breaks in own for word in breaks))
    return tuple(word for word in words if sum(word in breaks for breaks in own) * 2 >= len(own))


def nearest(frame: TrendFrame, lines: Sequence[TrendLine], at: QPointF) -> Hashable:
    """The series whose line or point is nearest to a place; None when none is near."""
    found = [(distance, line.key) for line in lines if (distance := _distance(frame, line, at)) <= NEAR_PIXELS]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _distance(frame: TrendFrame, line: TrendLine, at: QPointF) -> float:
    points = [frame.at(year, point.value) for year, point in enumerate(line.points) if point.value is not None]
    apart = [math.hypot(own.x() - at.x(), own.y() - at.y()) for own in points]
    for step, former, later in line.segments():
        apart.append(_distance_to_segment(at, frame.at(step, former), frame.at(step + 1, later)))
    return min(apart, default=math.inf)


def _distance_to_segment(at: QPointF, start: QPointF, end: QPointF) -> float:
    along = end - start
    length = along.x() ** 2 + along.y() ** 2
    share = 0.0 if not length else QPointF.dotProduct(at - start, along) / length
    foot = start + along * max(0.0, min(1.0, share))
    return math.hypot(foot.x() - at.x(), foot.y() - at.y())
