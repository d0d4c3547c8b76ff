"""Exact numbers and the one place where they are rounded for display: half-up, never to even."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MINUS = "−"
"""In words; files for machines keep the sign of the keyboard."""
MOST_DECIMALS = 3
"""Of parts that are to add up as they are printed."""
FINEST = 6
"""Decimals of the files for machines, and of a difference too small for fewer."""


def rounded(value: Fraction | Decimal, decimals: int) -> Decimal:
    """`value` with so many decimals, half-up (away from zero), exactly.

    >>> rounded(Fraction(1, 8) * 100, 0), rounded(Fraction(-5, 2), 0), rounded(Decimal("88.9578"), 2)
    (Decimal('13'), Decimal('-3'), Decimal('88.96'))
    """
    exact = Fraction(value)
    scaled = abs(exact) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (
        Decimal(units if exact >= 0 else -units)
        .scaleb(-decimals)
        .quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    )


def percent_text(value: Fraction | Decimal, decimals: int = 1) -> str:
    """A percentage for display.

    >>> percent_text(Decimal("31.2")), percent_text(Fraction(1, 3) * 100, 2)
    ('31.2', '33.33')
    """
    return f"{rounded(value, decimals):f}"


def signed_points(value: Fraction | Decimal, decimals: int = 1) -> str:
    """A difference in percentage points for display, with its sign.

    >>> signed_points(Decimal("7.14")), signed_points(Decimal("-1.65")), signed_points(Decimal("0.04"))
    ('+7.1', '−1.7', '±0.0')
    """
    shown = rounded(value, decimals)
    return f"{'+' if shown > 0 else MINUS if shown < 0 else '±'}{abs(shown):f}"


def told_points(value: Fraction | Decimal) -> str:
    """With as many decimals as it takes to tell a difference from none: a rise of 0.002 points is a rise.

    >>> [told_points(Decimal(points)) for points in ("-1.65", "0.0019", "-0.04", "0", "0.00000001")]
    ['−1.7', '+0.002', '−0.04', '±0.0', '+0.000000']
    """
    decimals = next((own for own in range(1, FINEST) if rounded(value, own)), FINEST) if value else 1
    shown = signed_points(value, decimals)
    return f"{'+' if value > 0 else MINUS}{shown[1:]}" if value else shown


def decimals_that_add_up(*sums: Sequence[Fraction | Decimal]) -> int | None:
    """With how many decimals all sums add up as printed, each to its last number; None when not with a few.

    >>> decimals_that_add_up([Fraction("62.05"), Fraction("1.05"), Fraction("63.10")])
    2
    >>> decimals_that_add_up([Fraction(1, 3), Fraction(1, 3), Fraction(2, 3)]) is None
    True
    """
    for decimals in range(1, MOST_DECIMALS + 1):
        shown = [[rounded(part, decimals) for part in own] for own in sums]
        if all(sum(parts[:-1], Decimal(0)) == parts[-1] for parts in shown):
            return decimals
    return None


def exact_percent(value: Fraction | Decimal | None) -> str | None:
    """The form of interface.md: a string with six decimals, None where there is no number.

    >>> exact_percent(Decimal("31.2")), exact_percent(Fraction(200, 3)), exact_percent(None)
    ('31.200000', '66.666667', None)
    """
    return None if value is None else percent_text(value, FINEST)
