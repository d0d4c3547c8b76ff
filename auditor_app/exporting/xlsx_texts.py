"""Texts as a workbook can hold them: cells, names of sheets, headers and footers of printed pages."""

from __future__ import annotations

import re
import unicodedata

from auditor_app.exporting.writable_text import writable

MOST_CHARACTERS = 32_767
"""Of a cell, in the units of UTF-16 Excel counts in."""
LONGEST_SHEET_NAME = 31
LONGEST_HEADER = 255
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\t\n]|\ufffd")
_CALL = re.compile(r"(?<=[A-Za-z.])\(")
"""XlsxWriter takes a name in a formula for a newer function: a space tells them apart."""
_RESERVED = frozenset({"history", "履歴"})
"""Excel keeps this name for itself, in its English and in its Japanese version."""


def units(text: str) -> int:
    """
    >>> units("省"), units("𠮷")
    (1, 2)
    """
    return len(text) + sum(character > "\uffff" for character in text)


def cell_text(text: str) -> str:
    """What a cell can hold: no control characters, and a longer text cut, with its length at the end.

    >>> cell_text("=1+1\\r\\n次"), units(cell_text("長" * 40_000)), cell_text("長" * 40_000)[-10:]
    ('=1+1\\n次', 32767, '長…[40,000]')
    """
    if len(text) <= MOST_CHARACTERS // 2 and text.isprintable():
        return text
    whole = writable(text)
    length = units(whole)
    if length <= MOST_CHARACTERS:
        return whole
    note = f"…[{length:,}]"
    return _first_units(whole, MOST_CHARACTERS - units(note)) + note


def is_cut(text: str) -> bool:
    """Whether `cell_text` leaves a part of it out."""
    return len(text) > MOST_CHARACTERS // 2 and units(writable(text)) > MOST_CHARACTERS


def page_text(text: str, longest: int) -> str:
    """A text of our data in a header or footer, where `&` begins a command.

    >>> page_text("R&D 報告", 50), page_text("R&D 報告", 3)
    ('R&&D 報告', 'R…')
    """
    escaped = " ".join(writable(text).split()).replace("&", "&&")
    if units(escaped) <= longest:
        return escaped
    cut = _first_units(escaped, longest - 1)
    alone = len(cut) - len(cut.rstrip("&"))
    return (cut[:-1] if alone % 2 else cut) + "…"


class SheetNames:
    """Gives each sheet a name Excel takes: short, without forbidden characters, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def given(self, title: str) -> str:
        """
        >>> names = SheetNames()
        >>> [names.given(title) for title in ("把握率", "把握率", "A/B:'x'", "History", "", "ｱ" * 40)]
        ['把握率', '把握率 (2)', "A B 'x", 'History_', '_', 'ｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱｱ…ｱｱｱｱｱｱｱｱｱｱｱｱ']
        >>> names.given("Organisations behind the ranking of topics, FY2008")
        'Organisations behi…pics, FY2008'
        """
        allowed = _CALL.sub(" (", _FORBIDDEN.sub(" ", writable(title)))
        wished = " ".join(allowed.split()).strip("'") or "_"
        if _folded(wished) in _RESERVED:
            wished += "_"
        name, number = _short(wished, ""), 1
        while _folded(name) in self._taken:
            number += 1
            name = _short(wished, f" ({number})")
        self._taken.add(_folded(name))
        return name


def _short(wished: str, ending: str) -> str:
    """Cut in the middle: titles of a document differ at their ends, in what is ranked and in the year."""
    room = LONGEST_SHEET_NAME - len(ending)
    if units(wished) > room:
        tail = _first_units(wished[::-1], (room - 1) * 2 // 5)[::-1].lstrip()
        wished = _first_units(wished, room - 1 - units(tail)).rstrip(" '") + f"…{tail}"
    return wished + ending


def _folded(name: str) -> str:
    """Two names Excel takes for the same: it looks neither at case nor at width."""
    return unicodedata.normalize("NFKC", name).casefold()


def _first_units(text: str, most: int) -> str:
    kept = text[:most]
    while units(kept) > most:
        kept = kept[:-1]
    return kept
