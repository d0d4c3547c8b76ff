"""Cells that a spreadsheet could take for a formula: an apostrophe goes before them, and comes off again."""

from __future__ import annotations

import re

DANGEROUS_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First characters with which a spreadsheet may begin a formula (safety rule 24)."""

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def defused(cell: str) -> str:
    """The text as it may stand in a csv file; real numbers stay numbers.

    >>> defused("=1+1"), defused("-3.5"), defused("－課")
    ("'=1+1", '-3.5', "'－課")
    """
    if cell.startswith(DANGEROUS_START) and not _PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def restored(cell: str) -> str:
    """The text as it was before `defused`; an apostrophe before anything else is part of the text.

    >>> restored("'=1+1"), restored("'tis"), restored("-3.5")
    ('=1+1', "'tis", '-3.5')
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(DANGEROUS_START) else cell
