"""How wide a text is in a column of figures: wide and full-width characters take two."""

from __future__ import annotations

import unicodedata


def half_widths(text: str) -> int:
    """In digits, of the longest line.

    >>> half_widths("部局A"), half_widths("31.2\\n(98.2)")
    (5, 6)
    """
    return max(map(_of_line, text.split("\n")))


def _of_line(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
