"""How wide texts are in a spreadsheet, counted in digits: what Excel calls a column width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import ceil

NARROWEST, WIDEST = 4, 60
_AIR = 3
"""Room for borders and an indent."""


def text_width(text: str) -> int:
    """In digits: wide and full-width characters take two.

    >>> text_width("部局A")
    5
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def column_width(title: str, texts: Iterable[str], wished: int = 0) -> int:
    """Enough for the longest line and for half of a long title, which wraps; never wider than a screen.

    >>> column_width("府省庁", ["内閣官房", "公正取引委員会"]), column_width("備考", ["長い説明" * 50])
    (17, 60)
    """
    longest = max((line_width(text) for text in texts), default=0)
    words = max((text_width(word) for word in title.split() if word.isascii()), default=0)
    head = max((text_width(title) + 1) // 2 + 2, words)  # Japanese breaks anywhere, a Latin word nowhere
    return min(WIDEST, max(NARROWEST, longest + _AIR, head + _AIR, min(wished, WIDEST)))


def line_width(text: str) -> int:
    """Of the longest of its lines."""
    return max((text_width(line) for line in text.split("\n")), default=0)


def line_count(text: str, width: float) -> int:
    """Lines it takes in a cell of that width which wraps; at least one.

    >>> line_count("注", 20), line_count("独自の把握状況調査を実施", 20), line_count("a\\nb", 20)
    (1, 2, 2)
    """
    return sum(max(1, ceil(text_width(line) / max(1.0, width - 1))) for line in text.split("\n"))
