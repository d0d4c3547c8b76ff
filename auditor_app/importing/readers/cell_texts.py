"""A cell's value as the text an auditor would read, without the noise of binary fractions."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

_DIGITS_OF_A_SHEET = 15
"""Spreadsheet programs keep no more; what a float says beyond them is noise."""
_LARGEST_PLAIN_INTEGER = 10**_DIGITS_OF_A_SHEET


def cell_text(value: Any) -> str:
    """Texts as they are; 75.0 as `75`, dates in ISO form, TRUE and FALSE, durations in hours.

    >>> cell_text(75.0), cell_text(0.1 + 0.2), cell_text(True), cell_text(datetime.date(2006, 4, 1))
    ('75', '0.3', 'TRUE', '2006-04-01')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    raise TypeError(f"a cell of type {type(value).__name__}")


def number_text(value: float) -> str:
    """The number with the 15 digits a sheet keeps, never with an exponent.

    >>> number_text(1e20), number_text(1e-7), number_text(99.2)
    ('100000000000000000000', '0.0000001', '99.2')
    """
    if -_LARGEST_PLAIN_INTEGER < value < _LARGEST_PLAIN_INTEGER and value == int(value):
        return str(int(value))
    return _plain(_decimal(value))


def percent_text(value: float) -> str:
    """What a cell in a percent format shows, with all its digits.

    >>> percent_text(0.992), percent_text(1.0)
    ('99.2%', '100%')
    """
    return _plain(_decimal(value) * 100) + "%"


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.{_DIGITS_OF_A_SHEET}g}")


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
