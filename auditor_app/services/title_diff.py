"""Where the wording of two titles differs, piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKENS = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
SHORTEST_SHARED = 2
"""A single letter shared between two differences tells nothing and only chops the text up."""


@dataclass(frozen=True)
class DiffPiece:
    """A stretch of text that both titles have, or only the former, or only the later one."""

    kind: Literal["same", "removed", "added"]
    text: str


def title_diff(former: str, later: str) -> tuple[DiffPiece, ...]:
    """The pieces in reading order; what was removed comes before what was added in its place.

    Joined without the added pieces they are the former title, without the removed ones the later.

    >>> [(own.kind, own.text) for own in title_diff("代理を定めること", "代理の者を定めること")]
    [('same', '代理'), ('added', 'の者'), ('same', 'を定めること')]
    """
    before, after = _TOKENS.findall(former), _TOKENS.findall(later)
    pieces: list[DiffPiece] = []
    removed = added = ""
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (tag, first, end, first_after, end_after) in enumerate(opcodes):
        old, new = "".join(before[first:end]), "".join(after[first_after:end_after])
        is_between = 0 < number < len(opcodes) - 1
        if tag != "equal" or (is_between and len(old) < SHORTEST_SHARED):
            removed, added = removed + old, added + new
            continue
        pieces += [*_difference(removed, added), DiffPiece("same", old)]
        removed = added = ""
    return (*pieces, *_difference(removed, added))


def _difference(removed: str, added: str) -> list[DiffPiece]:
    found = [DiffPiece("removed", removed), DiffPiece("added", added)]
    return [piece for piece in found if piece.text]
