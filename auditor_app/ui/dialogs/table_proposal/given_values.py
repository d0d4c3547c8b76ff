"""Values the auditor types because the table has none: read, or marked where they cannot be."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.ui.tooltips import tooltip_html

LONGEST_SPAN = 100
"""Years; a longer span is a slip of the pen."""
_SPAN = re.compile(r"\s*[-–~〜～]\s*")


def years_of(words: str) -> tuple[int, ...] | None:
    """One fiscal year, or from one to another; () for no words, None for words that are neither.

    >>> years_of("2007-2009"), years_of("平成19年度〜平成20年度"), years_of(" "), years_of("2010-2007")
    ((2007, 2008, 2009), (2007, 2008), (), None)
    """
    if not words.strip():
        return ()
    ends = [parse_fiscal_year(part) for part in _SPAN.split(words.strip())]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0] or 0, ends[-1] or 0
    return tuple(range(first, last + 1)) if first <= last < first + LONGEST_SPAN else None


def mark_wrong(line: QLineEdit, *, is_wrong: bool) -> None:
    """Words that cannot be read are marked, and say what could."""
    line.setProperty("tone", "bad" if is_wrong else None)
    line.setToolTip(tooltip_html(line.placeholderText()) if is_wrong else "")
    line.style().unpolish(line)
    line.style().polish(line)
