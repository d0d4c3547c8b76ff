"""The day that a cell or a field names, in the forms in which days are written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from auditor_app.domain.fiscal_years import find_dates

_PLAIN_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHORT_ERA_DAY = re.compile(r"([MTSHR])\s*([0-9]{1,2}|元)[./-]([0-9]{1,2})[./-]([0-9]{1,2})", re.IGNORECASE)
_ERA_OF_LETTER = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}


def parse_day(text: str) -> date | None:
    """The day a text names; None when it names none, or one that never was.

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
