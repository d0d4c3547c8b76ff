"""What a user types above a column, read as a condition: words, `<90`, `>=50`, `80..95`, or `-` for no number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True)
class TextContains:
    """The shown words contain this text; width, case and kana width do not matter."""

    text: str

    def accepts(self, value: object, display: str) -> bool:
        del value  # words are compared as they are shown
        return fold(self.text) in fold(display)


@dataclass(frozen=True)
class NumberBetween:
    """A number within bounds; a cell without a number never matches."""

    low: Decimal | None = None
    high: Decimal | None = None
    includes_low: bool = True
    includes_high: bool = True

    def accepts(self, value: object, display: str) -> bool:
        del display
        number = as_number(value)
        if number is None:
            return False
        return self._is_above_low(number) and self._is_below_high(number)

    def _is_above_low(self, number: Decimal) -> bool:
        return self.low is None or number > self.low or (self.includes_low and number == self.low)

    def _is_below_high(self, number: Decimal) -> bool:
        return self.high is None or number < self.high or (self.includes_high and number == self.high)


@dataclass(frozen=True)
class NumberIsNot:
    """A number other than this one."""

    number: Decimal

    def accepts(self, value: object, display: str) -> bool:
        del display
        number = as_number(value)
        return number is not None and number != self.number


@dataclass(frozen=True)
class NoNumber:
    """Cells that hold a state instead of a number."""

    def accepts(self, value: object, display: str) -> bool:
        del display
        return value is None


FilterExpression = TextContains | NumberBetween | NumberIsNot | NoNumber

_NUMBER = r"([+-]?\d+(?:\.\d+)?)\s*%?"
_COMPARISON = re.compile(rf"(<=|>=|<>|!=|<|>|=)\s*{_NUMBER}")
_RANGE = re.compile(rf"{_NUMBER}\s*(?:\.\.|~)\s*{_NUMBER}")
_DASHES = {"-", "―", "—", "–", "−", "ー"}


def parse_filter(text: str, *, is_number: bool) -> FilterExpression | None:
    """The condition of a typed text; None for an empty one.

    In a number column a text that is no condition is searched in the shown form, so that `99.` and a state's
    name work too.

    >>> parse_filter("８０..95", is_number=True)
    NumberBetween(low=Decimal('80'), high=Decimal('95'), includes_low=True, includes_high=True)
    >>> parse_filter(" ", is_number=True) is None
    True
    """
    plain = fold(text)
    if not plain:
        return None
    if not is_number:
        return TextContains(plain)
    if plain in _DASHES:
        return NoNumber()
    plain = plain.replace(",", "").replace("≦", "<=").replace("≧", ">=").replace("≤", "<=").replace("≥", ">=")
    return _parse_comparison(plain) or _parse_range(plain) or TextContains(fold(text))


def is_unclear(text: str) -> bool:
    """Whether a text for a number column begins like a condition and is none: `<90abc` finds nothing.

    >>> is_unclear("<90abc"), is_unclear("<90"), is_unclear("対象外")
    (True, False, False)
    """
    begins_like_one = fold(text)[:1] in tuple("<>=≦≧≤≥")
    return begins_like_one and isinstance(parse_filter(text, is_number=True), TextContains)


def may_be_number(text: str) -> bool:
    """Whether the text could stand in the shown form of a number.

    >>> may_be_number("１,２"), may_be_number("3.2.1(a)"), may_be_number("省")
    (True, False, False)
    """
    return not set(fold(text)) - set("0123456789,.+-%" + "".join(_DASHES))


def _parse_comparison(plain: str) -> FilterExpression | None:
    match = _COMPARISON.fullmatch(plain)
    if not match:
        return None
    number = Decimal(match[2])
    conditions: dict[str, FilterExpression] = {
        "<": NumberBetween(high=number, includes_high=False),
        "<=": NumberBetween(high=number),
        ">": NumberBetween(low=number, includes_low=False),
        ">=": NumberBetween(low=number),
        "=": NumberBetween(low=number, high=number),
        "<>": NumberIsNot(number),
        "!=": NumberIsNot(number),
    }
    return conditions[match[1]]


def _parse_range(plain: str) -> FilterExpression | None:
    # NFKC turns the wave dash's full-width sister into "~" but leaves 〜 alone.
    match = _RANGE.fullmatch(plain.replace("〜", "~"))
    if not match:
        return None
    low, high = sorted((Decimal(match[1]), Decimal(match[2])))
    return NumberBetween(low=low, high=high)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which words are compared: NFKC, without case and without blanks around."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def as_number(value: object) -> Decimal | None:
    """A cell's raw value as an exact number; None when it holds none (never 0)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    if isinstance(value, float):
        number = Decimal(str(value))
        return number if number.is_finite() else None
    return None
