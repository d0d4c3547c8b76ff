"""Exact numbers and the one place where they are rounded for display: half-up, never to even."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


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


def signed_points(value: Fraction | Decimal) -> str:
    """A difference in percentage points for display, with its sign.

    >>> signed_points(Decimal("7.14")), signed_points(Decimal("-1.65")), signed_points(Decimal("0.04"))
    ('+7.1', '-1.7', '±0.0')
    """
    shown = rounded(value, 1)
    return f"{shown:+f}" if shown else f"±{abs(shown):f}"


def exact_percent(value: Fraction | Decimal | None) -> str | None:
    """The form of interface.md: a string with six decimals, None where there is no number.

    >>> exact_percent(Decimal("31.2")), exact_percent(Fraction(200, 3)), exact_percent(None)
    ('31.200000', '66.666667', None)
    """
    return None if value is None else percent_text(value, 6)
