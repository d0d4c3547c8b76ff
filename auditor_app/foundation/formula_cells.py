"""Cells that a spreadsheet could take for a formula: an apostrophe goes before them, and comes off again."""

from __future__ import annotations

import re

DANGEROUS_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First characters with which a spreadsheet may begin a formula (safety rule 24)."""

_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_HIDDEN_START = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+[=+\\-@＝＋－＠]")
"""A sign of a formula behind white space or signs of no width: what reads the file may drop those."""


def defused(cell: str) -> str:
    """The text as it may stand in a csv file; real numbers stay numbers.

    >>> defused("=1+1"), defused("-3.5"), defused("－課"), defused("'=1")
    ("'=1+1", '-3.5', "'－課", "''=1")
    """
    if cell[:1].isalnum():  # nearly all cells, and by the million
        return cell
    is_safe = not _may_be_formula(cell.lstrip("'")) or _PLAIN_NUMBER.fullmatch(cell) is not None
    return cell if is_safe else f"'{cell}"


def restored(cell: str) -> str:
    """The text as it was before `defused`; an apostrophe before anything else is part of the text.

    >>> restored("'=1+1"), restored("'tis"), restored("-3.5"), restored("''=1")
    ('=1+1', "'tis", '-3.5', "'=1")
    """
    return cell[1:] if cell[:1] == "'" and _may_be_formula(cell.lstrip("'")) else cell


def _may_be_formula(text: str) -> bool:
    return text.startswith(DANGEROUS_START) or _HIDDEN_START.match(text) is not None
