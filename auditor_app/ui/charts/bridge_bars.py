"""The parts of a difference as bars, in the words of the auditor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from auditor_app.domain import numbers
from auditor_app.domain.comparison import ComparedRow
from auditor_app.domain.numbers import percent_text
from auditor_app.foundation.translation import Texts


@dataclass(frozen=True)
class BridgeBar:
    """A total stands on the axis; a part, with its sign, between the totals."""

    key: str
    label: str
    value: Fraction | Decimal
    is_total: bool = False
    is_hatched: bool = False
    """What did not change on the ground is hatched."""
    full_label: str = ""
    """Stands in place of the label where there is room for it."""
    note: str = ""
    """What else is said where the bar is pointed at."""


def bridge_bars(texts: Texts, row: ComparedRow, place: int) -> list[BridgeBar]:
    """Of the step to the year at `place`; [] where there is no bridge."""
    bridge = row.steps[place - 1].bridge
    former, later = row.values[place - 1].percent, row.values[place].percent
    if bridge is None or former is None or later is None:
        return []
    catalogue = "scope" if row.metric == "coverage" else "catalogue"
    bars = [
        BridgeBar("former", row.values[place - 1].years, former, is_total=True),
        _real_bar(texts, bridge.real, is_of_mean=row.kind == "mean"),
        BridgeBar("catalogue", texts(f"compare.bridge.{catalogue}"), bridge.catalogue, is_hatched=True),
    ]
    if row.kind == "mean":
        bars.append(
            BridgeBar("organisations", texts("compare.bridge.organisations"), bridge.organisations, is_hatched=True)
        )
    return [*bars, BridgeBar("later", row.values[place].years, later, is_total=True)]


def _real_bar(texts: Texts, points: Fraction, *, is_of_mean: bool) -> BridgeBar:
    """Of a mean it is not the like-for-like of the table, which counts who enters or leaves as well."""
    label = texts("compare.bridge.real")
    if not is_of_mean:
        return BridgeBar("real", label, points)
    full, note = texts("compare.bridge.real_of_mean"), texts("compare.bridge.real_of_mean.note")
    return BridgeBar("real", label, points, full_label=full, note=note)


def decimals_that_add_up(bars: Sequence[BridgeBar]) -> int | None:
    """With how many decimals the rounded numbers add up as they stand there; None when not with a few.

    >>> parts = [BridgeBar("a", "", Fraction("62.05"), True), BridgeBar("r", "", Fraction("1.05"))]
    >>> decimals_that_add_up([*parts, BridgeBar("b", "", Fraction("63.10"), True)])
    2
    >>> thirds = [BridgeBar(key, "", Fraction(1, 3)) for key in "ab"]
    >>> decimals_that_add_up([*thirds, BridgeBar("c", "", Fraction(2, 3), True)]) is None
    True
    """
    return numbers.decimals_that_add_up([bar.value for bar in bars]) if bars else 1


def shown_decimals(bars: Sequence[BridgeBar]) -> int:
    """As many as it takes to add up; where that never happens, those of the table."""
    return decimals_that_add_up(bars) or 1


def equation(bars: Sequence[BridgeBar]) -> str:
    """The bars as a sum in one line; with ≒ where only the exact values add up.

    >>> bars = [BridgeBar("a", "", Fraction(62), True), BridgeBar("r", "", Fraction(-1))]
    >>> equation([*bars, BridgeBar("b", "", Fraction(61), True)])
    '62.0 − 1.0 = 61.0'
    >>> equation([*(BridgeBar(key, "", Fraction(1, 3)) for key in "ab"), BridgeBar("c", "", Fraction(2, 3), True)])
    '0.3 + 0.3 ≒ 0.7'
    """
    if not bars:
        return ""
    decimals = shown_decimals(bars)
    parts = [
        f"{'−' if bar.value < 0 else '+'} {percent_text(abs(Fraction(bar.value)), decimals)}" for bar in bars[1:-1]
    ]
    first, last = percent_text(bars[0].value, decimals), percent_text(bars[-1].value, decimals)
    return " ".join([first, *parts, "≒" if decimals_that_add_up(bars) is None else "=", last])
