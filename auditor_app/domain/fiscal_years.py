"""Fiscal years (April to March), era names, and the dates a Japanese text mentions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

YearForm = Literal["western", "era", "both"]


@dataclass(frozen=True)
class Era:
    """An era from its first day to its last; the last is None for the present one."""

    name: str
    english: str
    letter: str
    first_day: date
    last_day: date | None

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def western_year(self, era_year: int) -> int:
        return self.first_day.year + era_year - 1


# The days of the first two changes (30 July 1912, 25 December 1926) belong to both eras by law; Meiji was
# proclaimed in October 1868 but counts, by that proclamation, from what is now called 25 January 1868.
ERAS = (
    Era("明治", "Meiji", "M", date(1868, 1, 25), date(1912, 7, 30)),
    Era("大正", "Taisho", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("昭和", "Showa", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "Heisei", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "Reiwa", "R", date(2019, 5, 1), None),
)
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = 1886, 2199
"""The April-to-March year exists since Meiji 19."""

ERA_ENDED = "era_ended"
ERA_NOT_BEGUN = "era_not_begun"
NO_SUCH_DAY = "no_such_day"
YEARS_DISAGREE = "years_disagree"

_KANJI_DIGITS = {kanji: digit for digit, kanji in enumerate("〇一二三四五六七八九")}
_ERA_OF_NAME = {name: era for era in ERAS for name in (era.name, era.letter)}

_NUMBER = r"(?:[0-9]{1,4}|[〇一二三四五六七八九十]{1,4}|元)"
_ERA_NAMES = "|".join(era.name for era in ERAS)
_FOUR_DIGITS = r"[0-9]{4}|[〇一二三四五六七八九]{4}"

# A cell or option that is a fiscal year and nothing else: 2006, FY2006, 2006年度, 平成18年度, H18.
_WHOLE_FISCAL_YEAR = re.compile(
    rf"(?:FY)?(?P<western>{_FOUR_DIGITS})(?:年度?)?|(?P<era>{_ERA_NAMES}|[MTSHR])\.?(?P<number>{_NUMBER})(?:年度?)?",
    re.IGNORECASE,
)
# A fiscal year inside a sentence or heading; needs 年度 or FY, so that a plain year is not taken for one.
_MENTIONED_FISCAL_YEAR = re.compile(
    rf"FY(?P<fy>[0-9]{{4}})(?![0-9])|(?<![0-9])(?P<western>{_FOUR_DIGITS})年度|(?P<era>{_ERA_NAMES})(?P<number>{_NUMBER})年度"
)
# A date with its year, or an era year alone; 年度 is no date.  平成19年(2007年)4月23日 carries both years.
_MENTIONED_DATE = re.compile(
    rf"""(?:(?P<era>{_ERA_NAMES})\s*(?P<number>{_NUMBER})\s*年(?!\s*度)
            (?:\s*\(\s*(?P<beside>[0-9]{{4}})\s*年?\s*\))?
          | (?<![0-9])(?P<western>{_FOUR_DIGITS})\s*年(?!\s*度)
            (?:\s*\(\s*(?P<beside_era>{_ERA_NAMES})\s*(?P<beside_number>{_NUMBER})\s*年?\s*\))?
            (?=\s*{_NUMBER}\s*月\s*{_NUMBER}\s*日)
        )
        (?:\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日)?
        (?:\s*\(\s*(?P<behind>[0-9]{{4}})\s*年\s*
            (?:(?P<behind_month>[0-9]{{1,2}})\s*月\s*(?P<behind_day>[0-9]{{1,2}})\s*日\s*)?\))?""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class DateMention:
    """A date a text mentions, possible or not."""

    date: date | None
    """None when only a year is mentioned, or when there is no such day."""
    printed: str
    is_era: bool
    why_impossible: str = ""
    """"" | era_ended | era_not_begun | no_such_day | years_disagree."""
    year: int = 0
    """Calendar year."""


def fold(text: str) -> str:
    """NFKC without white space.

    >>> fold("平 成 １８ 年度")
    '平成18年度'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def japanese_number(text: str) -> int | None:
    """A small number in digits or kanji; 元 is 1.

    >>> japanese_number("18"), japanese_number("十八"), japanese_number("二〇〇六"), japanese_number("元")
    (18, 18, 2006, 1)
    >>> japanese_number("二十"), japanese_number("省") is None
    (20, True)
    """
    if text == "元":
        return 1
    if re.fullmatch("[0-9]+", text):
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        if len(tens) > 1 or len(units) > 1 or not all(c in _KANJI_DIGITS for c in tens + units):
            return None
        return 10 * (_KANJI_DIGITS[tens] if tens else 1) + (_KANJI_DIGITS[units] if units else 0)
    if text and all(character in _KANJI_DIGITS for character in text):
        return int("".join(str(_KANJI_DIGITS[character]) for character in text))
    return None


def parse_fiscal_year(text: str) -> int | None:
    """The fiscal year a cell or option names; None when it names none, or one that never was.

    >>> [parse_fiscal_year(text) for text in ("2006", "2006年度", "平成18年度", "H18", "FY2006", "２００６ 年 度")]
    [2006, 2006, 2006, 2006, 2006, 2006]
    >>> parse_fiscal_year("令和元年度"), parse_fiscal_year("平成31年度"), parse_fiscal_year("平成32年度")
    (2019, 2019, None)
    """
    match = _WHOLE_FISCAL_YEAR.fullmatch(fold(text))
    return _fiscal_year_named(match["western"], match["era"], match["number"]) if match else None


def find_fiscal_years(text: str) -> list[int]:
    """The fiscal years a sentence or heading mentions, in order.

    >>> find_fiscal_years("2006年度の評価を踏まえた平成 19 年度の計画(2008年まで)")
    [2006, 2007]
    """
    found = []
    for match in _MENTIONED_FISCAL_YEAR.finditer(fold(text)):
        year = _fiscal_year_named(match["fy"] or match["western"], match["era"], match["number"])
        if year is not None:
            found.append(year)
    return found


def _fiscal_year_named(western: str | None, era_name: str | None, number: str | None) -> int | None:
    if western:
        year = japanese_number(western) or 0
        return year if FIRST_FISCAL_YEAR <= year <= LAST_FISCAL_YEAR else None
    era = _ERA_OF_NAME[(era_name or "").upper()]
    era_year = japanese_number(number or "")
    if not era_year:
        return None
    year = era.western_year(era_year)
    # Both names of a year of change are in use (平成31年度, 令和元年度), but there was no 昭和64年度.
    is_borne = year <= LAST_FISCAL_YEAR and (era.last_day is None or date(year, 4, 1) <= era.last_day)
    return year if is_borne and year >= FIRST_FISCAL_YEAR else None


def fiscal_year_of(day: date) -> int:
    """The fiscal year a day lies in.

    >>> fiscal_year_of(date(2007, 3, 31)), fiscal_year_of(date(2007, 4, 1))
    (2006, 2007)
    """
    return day.year if day.month >= 4 else day.year - 1


def era_of(day: date) -> Era | None:
    """The later of two eras on the day of a change; None before Meiji."""
    return next((era for era in reversed(ERAS) if era.holds_on(day)), None)


def era_year_text(day: date) -> str:
    """The year of a day in its era; the western year before Meiji.

    >>> era_year_text(date(2007, 4, 23)), era_year_text(date(2019, 5, 1)), era_year_text(date(2019, 4, 30))
    ('平成19年', '令和元年', '平成31年')
    """
    era = era_of(day)
    if era is None:
        return f"{day.year}年"
    number = day.year - era.first_day.year + 1
    return f"{era.name}{'元' if number == 1 else number}年"


def era_date_text(day: date) -> str:
    """
    >>> era_date_text(date(2007, 4, 23))
    '平成19年4月23日'
    """
    return f"{era_year_text(day)}{day.month}月{day.day}日"


def fiscal_year_text(year: int, form: YearForm = "western", language: str = "ja") -> str:
    """A fiscal year for display.  A year of change bears the new era's name, as the government's own papers do.

    >>> [fiscal_year_text(2006, form) for form in ("western", "era", "both")]
    ['2006年度', '平成18年度', '2006年度(平成18年度)']
    >>> [fiscal_year_text(2006, form, "en") for form in ("western", "era", "both")]
    ['FY2006', 'FY Heisei 18', 'FY2006 (Heisei 18)']
    """
    day = date(year, 12, 31)
    era = era_of(day)
    if form == "western" or era is None:
        return f"FY{year}" if language == "en" else f"{year}年度"
    number = year - era.first_day.year + 1
    if language == "en":
        return f"FY {era.english} {number}" if form == "era" else f"FY{year} ({era.english} {number})"
    era_form = f"{era_year_text(day)}度"
    return era_form if form == "era" else f"{year}年度({era_form})"


def find_dates(text: str) -> list[DateMention]:
    """The dates a text mentions, in order; an impossible one is mentioned with the reason, never dropped.

    >>> [(str(found.date), found.why_impossible) for found in find_dates("平成19年4月23日、2007年2月30日、平成32年")]
    [('2007-04-23', ''), ('None', 'no_such_day'), ('None', 'era_ended')]
    >>> [(found.year, found.why_impossible) for found in find_dates("平成19年(2007年)、平成19年(2008年)")]
    [(2007, ''), (2007, 'years_disagree')]
    >>> [str(found.date) for found in find_dates("平成19年4月23日(2007年4月23日)、2007年(平成19年)4月23日")]
    ['2007-04-23', '2007-04-23']
    >>> [found.why_impossible for found in find_dates("平成19年4月23日(2007年4月24日)、昭和64年1月8日")]
    ['years_disagree', 'era_ended']
    """
    return list(_date_mentions(unicodedata.normalize("NFKC", text)))


def _date_mentions(text: str) -> Iterator[DateMention]:
    for match in _MENTIONED_DATE.finditer(text):
        era = _ERA_OF_NAME[match["era"]] if match["era"] else None
        number = japanese_number(match["number"] or match["western"])
        if number is None:
            continue
        year = era.western_year(number) if era else number
        why = _years_disagree(match, year)
        day = None
        if match["month"]:
            day = _day(year, japanese_number(match["month"]) or 0, japanese_number(match["day"]) or 0)
            why = why or ("" if day else NO_SUCH_DAY)
        why = _outside_era(era, number, year, day) or why
        yield DateMention(None if why else day, match.group().strip(), era is not None, why, year)


def _years_disagree(match: re.Match[str], year: int) -> str:
    """Whether a second year or date in parentheses contradicts the first."""
    others = [int(other) for other in (match["beside"], match["behind"]) if other]
    if match["beside_era"]:
        number = japanese_number(match["beside_number"]) or 0
        others.append(_ERA_OF_NAME[match["beside_era"]].western_year(number))
    days_differ = bool(match["behind_month"] and match["month"]) and (
        (japanese_number(match["month"]), japanese_number(match["day"]))
        != (int(match["behind_month"]), int(match["behind_day"]))
    )
    return YEARS_DISAGREE if days_differ or any(other != year for other in others) else ""


def _outside_era(era: Era | None, era_year: int, year: int, day: date | None) -> str:
    if era is None:
        return ""
    if era_year < 1 or (day is not None and day < era.first_day):
        return ERA_NOT_BEGUN
    first_possible = day or date(min(year, 9999), 1, 1)
    return ERA_ENDED if era.last_day is not None and first_possible > era.last_day else ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
