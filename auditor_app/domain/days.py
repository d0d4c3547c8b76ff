"""The day that a cell or a field names, in the forms in which days are written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from auditor_app.domain.fiscal_years import find_dates

FIRST_DAY, LAST_DAY = date(1868, 1, 1), date(2199, 12, 31)
"""The days on which something of government can have happened or be foreseen; any other is a slip of the pen."""

_PLAIN_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHORT_ERA_DAY = re.compile(r"([MTSHR])\s*([0-9]{1,2}|元)[./-]([0-9]{1,2})[./-]([0-9]{1,2})", re.IGNORECASE)
_ERA_OF_LETTER = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}


def parse_day(text: str) -> date | None:
    """The day a text names; None when it names none, one that never was, or one no ministry can have known.

    >>> [str(parse_day(text)) for text in ("2007-01-09", "2007/1/9", "平成19年1月9日", "H19.1.9", "２００７年１月９日")]
    ['2007-01-09', '2007-01-09', '2007-01-09', '2007-01-09', '2007-01-09']
    >>> [parse_day(text) for text in ("2007-02-30", "H32.1.1", "平成19年", "39091", "1/9/2007")]
    [None, None, None, None, None]
    >>> str(parse_day("2007-01-09 00:00:00")), parse_day("0001-01-01"), parse_day("9999-12-31")
    ('2007-01-09', None, None)
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
    day = found[0].date if is_whole else None
    return day if day is not None and is_likely(day) else None


def is_likely(day: date) -> bool:
    """Whether it lies between FIRST_DAY and LAST_DAY."""
    return FIRST_DAY <= day <= LAST_DAY


def day_before(day: date) -> date:
    """The calendar's first day has none before it."""
    return day - timedelta(days=1) if day > date.min else day


def day_after(day: date) -> date:
    """The calendar's last day has none after it."""
    return day + timedelta(days=1) if day < date.max else day
