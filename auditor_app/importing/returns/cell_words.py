"""What the words in cells of small tables mean: fixed words with synonyms, several names in one cell, days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from auditor_app.domain.fiscal_years import find_dates
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import RoleGroup

Meaning = TypeVar("Meaning", bound=str)

_BETWEEN_NAMES = re.compile(r"[、,，/／;；\n]|・(?=\S)")
_PLAIN_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHORT_ERA_DAY = re.compile(r"([MTSHR])\s*([0-9]{1,2}|元)[./-]([0-9]{1,2})[./-]([0-9]{1,2})", re.IGNORECASE)
_ERA_OF_LETTER = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}

ROLE_GROUPS: dict[RoleGroup, tuple[str, ...]] = {
    "officer": ("情報セキュリティ責任者等", "責任者等", "責任者"),
    "staff": ("行政事務従事者", "従事者", "職員"),
    "system": ("情報システム", "システム"),
}
"""Words for the three groups in the cell that declares a further role's group."""


def fold_word(text: str) -> str:
    """The form in which fixed words are compared.

    >>> fold_word(" Ｂａｓｉｃ "), fold_word("変更 なし")
    ('basic', '変更なし')
    """
    return fold_name(text).casefold()


def meaning_of(text: str, words: Mapping[Meaning, Sequence[str]]) -> Meaning | None:
    """The meaning one of whose words a cell holds; its own name is one of them.

    >>> meaning_of("Ｂａｓｉｃ", {"basic": ("基本",), "enhanced": ("強化",)}), meaning_of("強", {"enhanced": ("強化",)})
    ('basic', None)
    """
    folded = fold_word(text)
    return next((own for own, known in words.items() if folded in map(fold_word, (str(own), *known))), None)


def names_in(text: str) -> tuple[str, ...]:
    """The names in one cell, in order, each once.

    >>> names_in("行政事務従事者、情報システム / officer"), names_in("")
    (('行政事務従事者', '情報システム', 'officer'), ())
    """
    return tuple(dict.fromkeys(name for part in _BETWEEN_NAMES.split(text) if (name := part.strip())))


def parse_day(text: str) -> date | None:
    """The day a cell names; None when it names none, or one that never was.

    >>> [str(parse_day(text)) for text in ("2007-01-09", "2007/1/9", "平成19年1月9日", "H19.1.9", "２００７年１月９日")]
    ['2007-01-09', '2007-01-09', '2007-01-09', '2007-01-09', '2007-01-09']
    >>> [parse_day(text) for text in ("2007-02-30", "H32.1.1", "平成19年", "39091", "1/9/2007")]
    [None, None, None, None, None]
    >>> str(parse_day("2007-01-09 00:00:00"))
    '2007-01-09'
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    plain = _PLAIN_DAY.fullmatch(folded)
    if plain:
        folded = f"{plain[1]}年{int(plain[2])}月{int(plain[3])}日"
    short = _SHORT_ERA_DAY.fullmatch(folded)
    if short:
        folded = f"{_ERA_OF_LETTER[short[1].upper()]}{short[2]}年{short[3]}月{short[4]}日"
    found = find_dates(folded)
    is_whole = len(found) == 1 and "".join(found[0].printed.split()) == "".join(folded.split())
    return found[0].date if is_whole else None
