"""Fiscal years and eras: every day goes to its era year and back, and impossible dates are said to be so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.fiscal_years import (
    ERAS,
    era_date_text,
    era_of,
    era_year_text,
    find_dates,
    find_fiscal_years,
    fiscal_year_of,
    fiscal_year_text,
    parse_fiscal_year,
)

days = st.dates(ERAS[0].first_day, date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2006",
        "2006年度",
        "平成18年度",
        "平成十八年度",
        "H18",
        "h.18",
        "FY2006",
        "fy2006",
        "２００６年度",
        "平 成 18 年 度",
    ],
)
def test_every_way_of_writing_a_fiscal_year_is_understood(text: str) -> None:
    assert parse_fiscal_year(text) == 2006


@pytest.mark.parametrize(
    "text", ["", "年度", "18", "平成32年度", "昭和64年度", "平成0年度", "12345", "abc", "2006年度以降"]
)
def test_what_is_no_fiscal_year_is_none(text: str) -> None:
    assert parse_fiscal_year(text) is None


def test_both_names_of_the_year_of_change_mean_the_same_year() -> None:
    assert parse_fiscal_year("平成31年度") == parse_fiscal_year("令和元年度") == parse_fiscal_year("R1") == 2019


@given(days)
def test_a_day_written_in_its_era_is_found_again(day: date) -> None:
    (mention,) = find_dates(era_date_text(day))
    assert (mention.date, mention.is_era, mention.why_impossible) == (day, True, "")


@given(days)
def test_a_day_written_in_western_form_is_found_again(day: date) -> None:
    (mention,) = find_dates(f"{day.year}年{day.month}月{day.day}日")
    assert (mention.date, mention.is_era) == (day, False)


@given(days)
def test_full_width_digits_change_nothing(day: date) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isascii() else c for c in era_date_text(day))
    (mention,) = find_dates(wide)
    assert mention.date == day


@pytest.mark.parametrize("first_day", [era.first_day for era in ERAS[1:]])
def test_an_era_begins_on_its_first_day(first_day: date) -> None:
    assert era_year_text(first_day).endswith("元年")
    assert not era_year_text(date.fromordinal(first_day.toordinal() - 1)).endswith("元年")


@given(days)
def test_the_fiscal_year_runs_from_april_to_march(day: date) -> None:
    year = fiscal_year_of(day)
    assert date(year, 4, 1) <= day <= date(year + 1, 3, 31)


@given(st.integers(1886, 2100))
def test_a_fiscal_year_is_read_back_from_each_of_its_forms(year: int) -> None:
    assert parse_fiscal_year(fiscal_year_text(year)) == year
    assert parse_fiscal_year(fiscal_year_text(year, "era")) == year
    assert parse_fiscal_year(fiscal_year_text(year, "western", "en")) == year
    assert find_fiscal_years(fiscal_year_text(year, "both"))[0] == year


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("平成32年", "era_ended"),
        ("昭和64年1月8日", "era_ended"),
        ("平成元年1月7日", "era_not_begun"),
        ("2007年2月30日", "no_such_day"),
        ("平成19年2月29日", "no_such_day"),
        ("平成19年(2008年)", "years_disagree"),
    ],
)
def test_an_impossible_date_is_mentioned_with_its_reason(text: str, reason: str) -> None:
    (mention,) = find_dates(text)
    assert (mention.date, mention.why_impossible) == (None, reason)


def test_a_fiscal_year_is_no_date() -> None:
    assert find_dates("2006年度と平成18年度の計画") == []


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    find_dates(text)
    find_fiscal_years(text)
    parse_fiscal_year(text)


def test_no_era_before_meiji() -> None:
    assert era_of(date(1867, 12, 31)) is None
