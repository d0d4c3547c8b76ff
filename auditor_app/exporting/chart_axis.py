"""The axis of values: rates from 0 to 100, counts from 0, differences around 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.numbers import MINUS
from auditor_app.exporting.chart_data import ChartData, Series

FULL = 100.0
STEP_OF_ENLARGED = 10.0
_ROUND = (1, 2, 5, 10)


@dataclass(frozen=True)
class Axis:
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, value: float) -> float:
        """Where a value stands, 0 at the low end to 1 at the high one; beyond them as at the ends."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    @property
    def is_enlarged(self) -> bool:
        """Whether a rate's axis does not begin at 0: never without a word."""
        return self.low > 0


def axis_of(data: ChartData, *, may_enlarge: bool = False) -> Axis:
    """For all series of a chart; only lines may begin above 0."""
    values = data.scale
    if data.is_rates and max(values, default=0.0) <= FULL:
        low = _enlarged_low(values) if may_enlarge else 0.0
        step = 25.0 if low == 0 else STEP_OF_ENLARGED if FULL - low > STEP_OF_ENLARGED else 2.0
        return _axis(low, FULL, step, data.series)
    drawn = [0.0, *values, *([] if data.target is None else [data.target])]
    step = _round_step((max(drawn) - min(drawn)) or 1.0)
    return _axis(math.floor(min(drawn) / step) * step, math.ceil((max(drawn) or step) / step) * step, step, data.series)


def _enlarged_low(values: Sequence[float]) -> float:
    if not values:
        return 0.0
    low = math.floor((min(values) - 1) / STEP_OF_ENLARGED) * STEP_OF_ENLARGED
    return low if low >= 50 else 0.0


def _round_step(span: float) -> float:
    """Four to ten steps of 1, 2 or 5 times a power of ten."""
    unit = 10.0 ** math.floor(math.log10(span / 4))
    return next(own * unit for own in _ROUND if span / (own * unit) <= 8)


def _axis(low: float, high: float, step: float, series: Sequence[Series]) -> Axis:
    is_signed = any(own.column.kind == "points" for own in series)
    count = round((high - low) / step)
    ticks = [low + place * step for place in range(count + 1)]
    words = [_words(tick, step, is_signed=is_signed) for tick in ticks]
    if all(own.is_rate for own in series):
        words[-1] += " %"
    return Axis(low, high, tuple(zip(ticks, words, strict=True)))


def _words(tick: float, step: float, *, is_signed: bool) -> str:
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    shown = f"{abs(tick):,.{decimals}f}"
    if tick < 0:
        return MINUS + shown
    return f"+{shown}" if is_signed and tick > 0 else shown
