"""How wide the columns of compared years are where nothing is cut: the names first, then what breaks the last step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from auditor_app.domain.comparison import Step
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.compare_columns import BREAKS, ComparedLine, column_key

CHARACTER, BADGE_CHARACTER = 6.8, 6.2
"""Pixels of half a Japanese character at 100 %, of words and of badges; of a bold Latin letter on average."""
PADDING, BADGE_RIM = 24, 16
WIDEST = 420
LEAST_NAME = {"ja": 118, "en": 148}
"""Japanese names are short: at 1280 pixels the breaks need the room more."""
LEAST_DETAILS, LEAST_BREAKS = 120, 92


WidthWanted = tuple[str, int, int]
"""(column, least, most), in pixels at 100 %."""


def widths_wanted(texts: Texts, lines: Sequence[ComparedLine]) -> list[WidthWanted]:
    """In the order in which the columns may take the room there is."""
    found = [("name", LEAST_NAME[texts.language], _widest(line.name for line in lines))]
    if any(line.row.kind == "published" for line in lines):
        found.append(("details", LEAST_DETAILS, _widest(line.details for line in lines)))
    if lines and lines[0].row.steps:
        last = len(lines[0].row.steps)
        rows = [_break_words(texts, line.row.steps[-1]) for line in lines]
        most = max(PADDING + sum(round(_units(own) * BADGE_CHARACTER) + BADGE_RIM for own in row) for row in rows)
        found.append((column_key(last, BREAKS), LEAST_BREAKS, min(WIDEST, most)))
    return [(key, min(least, most), most) for key, least, most in found]


def _break_words(texts: Texts, step: Step) -> list[str]:
    words = [texts(f"break_word.{own}") for own in step.breaks]
    return [texts("reason_word.incomplete"), *words] if step.answered_once else words


def _widest(words: Iterable[str]) -> int:
    return min(WIDEST, PADDING + round(max((_units(own) for own in words), default=0) * CHARACTER))


def _units(words: str) -> int:
    return sum(2 if east_asian_width(own) in "WF" else 1 for own in words)
