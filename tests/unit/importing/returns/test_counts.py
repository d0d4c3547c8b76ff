"""What a cell with a count says, and what it does not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.returns import LARGEST_COUNT
from auditor_app.importing.returns.counts import parse_count

FULL_WIDTH = str.maketrans("0123456789,", "０１２３４５６７８９，")


@given(st.integers(0, LARGEST_COUNT))
def test_a_count_is_read_however_it_is_printed(count: int) -> None:
    printed = [
        str(count),
        f"{count:,}",
        f" {count}　",
        str(count).translate(FULL_WIDTH),
        f"{count:,}".translate(FULL_WIDTH),
    ]
    assert [parse_count(text).value for text in [*printed, f"{count}.0", f"{count}人"]] == [count] * 7


@pytest.mark.parametrize(
    "text", ["", "  ", "　", "-", "－", "―", "—", "ー", "N/A", "n/a", "Ｎ／Ａ", "…", "‥‥", "未報告"]
)
def test_what_is_not_reported_is_never_zero(text: str) -> None:
    assert (parse_count(text).value, parse_count(text).problem) == (None, None)


@given(st.integers(1, LARGEST_COUNT), st.sampled_from(["-", "－", "△", "▲", "−"]))
def test_a_negative_count_is_refused_in_every_form(count: int, sign: str) -> None:
    assert parse_count(f"{sign}{count:,}").problem == "returns.count_negative"


@given(st.integers(0, 10**6), st.integers(1, 9))
def test_a_fraction_of_a_person_is_refused(whole: int, tenth: int) -> None:
    assert parse_count(f"{whole}.{tenth}").problem == "returns.count_fractional"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (str(LARGEST_COUNT + 1), "too_large"),
        ("9" * 400, "too_large"),
        ("99.2%", "is_percentage"),
        ("９９％", "is_percentage"),
        ("#REF!", "is_error"),
        ("=B2+B3", "unreadable"),
        ("約50", "unreadable"),
        ("50名程度", "unreadable"),
        ("1,20", "unreadable"),
        ("1 2", "unreadable"),
        ("0x1F", "unreadable"),
        ("1e3", "fractional"),
        ("٣", "unreadable"),
        ("true", "unreadable"),
    ],
)
def test_what_is_no_count_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert parse_count(text).problem == f"returns.count_{reason}"


@given(st.text(max_size=30))
def test_any_text_is_a_count_or_unreported_or_refused(text: str) -> None:
    count = parse_count(text)
    assert count.problem is None or count.value is None
    assert count.value is None or 0 <= count.value <= LARGEST_COUNT
