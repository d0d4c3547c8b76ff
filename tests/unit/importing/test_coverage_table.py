"""Coverage tables of any ministries, in any layout, spelling and encoding, come back exactly or are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.published import FactKind, State, Statement
from auditor_app.domain.readings import DocumentReading
from auditor_app.foundation.translation import LANGUAGES, Texts
from tests.published_documents import (
    ENCODINGS,
    MINISTRIES_2006,
    SPELLINGS,
    TABLE_LAYOUTS,
    Ministry,
    Release,
    Spelling,
    TableLayout,
    coverage_page,
    read_text,
    spelled,
)

HEAD = "各府省庁の対策実施状況報告(平成19年度)の集計結果\n\n"


def coverage_of(reading: DocumentReading) -> list[Statement]:
    return [own for own in reading.statements if own.key.kind is FactKind.COVERAGE]


def values_of(reading: DocumentReading) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(own.key.subject, own.value.number, own.value.secondary) for own in coverage_of(reading)]


def refused(reading: DocumentReading) -> list[str]:
    for problem in reading.refusals:
        for language in LANGUAGES:
            assert problem.place in Texts(language).problem(problem)
    return [problem.key.removeprefix("import.") for problem in reading.refusals]


@pytest.mark.parametrize("layout", TABLE_LAYOUTS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_table_of_2006_comes_back_in_every_layout(layout: TableLayout, spelling: Spelling) -> None:
    reading = read_text(spelled(coverage_page(Release(layout=layout)), spelling))
    assert values_of(reading) == [(own.name, *own.value) for own in MINISTRIES_2006]
    assert [own.position for own in coverage_of(reading)] == list(range(1, 20))
    assert {own.key.fiscal_year for own in coverage_of(reading)} == {2006}
    assert reading.refusals == ()


def test_the_printed_form_and_the_line_are_kept() -> None:
    reading = read_text(coverage_page(Release()))
    maff = next(own for own in coverage_of(reading) if own.key.subject == "農林水産省")
    assert maff.printed == "農林水産省 (独自の調査を含める場合)\t31.2 % (98.2 %)"
    assert (maff.place.line_from, maff.place.line_to) == (18, 18)
    assert maff.place.cited == "各府省庁の対策実施状況報告(2006年度)の集計結果"
    assert str(coverage_of(reading)[4].value.number) == "100.0"


names = st.builds(
    lambda stem, kind, number: stem + kind + number,
    st.text("演習架空模擬試験文化食料", min_size=1, max_size=6),
    st.sampled_from(["省", "庁", "府", "院", "局", "委員会"]),
    st.sampled_from(["", "", "0001", "0002", "12"]),
)
percents = st.integers(0, 1000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}")


@st.composite
def ministries(draw: st.DrawFn) -> list[Ministry]:
    """Two to twelve organisations, one of them at least with a value."""
    rows = []
    for name in draw(st.lists(names, min_size=2, max_size=12, unique=True)):
        percent = draw(st.one_of(st.none(), percents))
        own = None if percent is None else draw(st.one_of(st.none(), percents))
        if percent is not None and own is not None and Decimal(own) < Decimal(percent):
            percent, own = own, percent
        rows.append(Ministry(name, percent, own))
    return [*rows, Ministry("最後省", "50.0")]


@settings(max_examples=150, deadline=None)
@given(
    ministries(),
    st.sampled_from([layout for layout in TABLE_LAYOUTS if layout != "no_gap"]),
    st.sampled_from(SPELLINGS),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["2007年度", "平成19年度", "平成十九年度"]),
)
def test_any_ministries_come_back_exactly(
    rows: list[Ministry], layout: TableLayout, spelling: Spelling, encoding: str, year: str
) -> None:
    release = Release(year_text=year, ministries=rows, layout=layout, footnotes=())
    reading = read_text(spelled(coverage_page(release), spelling), encoding)
    assert values_of(reading) == [(own.name, *own.value) for own in rows]
    assert {own.key.fiscal_year for own in coverage_of(reading)} == {2007}
    states = [own.value.state for own in coverage_of(reading)]
    assert states == [State.NOT_REPORTED if own.percent is None else State.REPORTED for own in rows]


@settings(max_examples=100, deadline=None)
@given(ministries(), st.sampled_from(SPELLINGS))
def test_a_lost_gap_never_yields_a_wrong_value(rows: list[Ministry], spelling: Spelling) -> None:
    reading = read_text(spelled(coverage_page(Release(ministries=rows, layout="no_gap", footnotes=())), spelling))
    printed = {own.name: own.value for own in rows if not own.name[-1].isdigit()}
    for name, number, own in values_of(reading):
        if name in printed:
            assert (number, own) == printed[name]


@pytest.mark.parametrize("mark", ["－", "-", "―", "N/A", "未報告", "…"])
def test_what_was_not_reported_is_not_zero(mark: str) -> None:
    reading = read_text(f"{HEAD}機関名\t把握率\n甲省\t{mark}\n乙省\t0.0 %\n")
    states = [(own.value.state, own.value.number) for own in coverage_of(reading)]
    assert states == [(State.NOT_REPORTED, None), (State.REPORTED, Decimal("0.0"))]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("甲省 120.5 %", "value_out_of_range"),
        ("甲省 -3.2 %", "value_out_of_range"),
        ("甲省 △3.2 %", "value_out_of_range"),
        ("甲省 50.0 % (40.0 %)", "own_survey_below_official"),
        ("甲省 50.0 %\n甲省 51.0 %", "organisation_twice"),
        ("甲省", "value_missing"),
        ("甲省 9O.5 %", "row_unreadable"),
        ("甲省 90.5 % 91.5 %", "value_ambiguous"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_the_others_are_kept(rows: str, reason: str) -> None:
    reading = read_text(f"{HEAD}機関名 把握率\n乙省 99.2 %\n{rows}\n丙省 98.0 %\n")
    assert refused(reading) == [reason]
    assert [name for name, _, _ in values_of(reading)] == ["乙省", "丙省"]
    assert not any(line.line == 5 for line in reading.unrecognised)


@pytest.mark.parametrize(
    "table",
    [
        "機関名\n甲省\n乙省\n丙省\n把握率\n99.2 %\n98.2 %\n97.2 %\n",
        "機関名 把握率\n99.2 %\n甲省\n98.2 %\n乙省\n",
        "機関名 把握率\n甲省\n99.2 %\n乙省\n丙省\n97.2 %\n",
    ],
)
def test_names_and_values_that_cannot_be_paired_are_refused_as_a_whole(table: str) -> None:
    reading = read_text(HEAD + table)
    assert refused(reading) == ["table_unreadable"]
    assert values_of(reading) == []


def test_without_a_fiscal_year_the_table_is_refused_until_the_auditor_gives_one() -> None:
    table = "機関名 把握率\n甲省 99.2 %\n乙省 98.0 %\n"
    assert refused(read_text(table)) == ["no_fiscal_year"]
    assert {own.key.fiscal_year for own in coverage_of(read_text(table, fiscal_year=2008))} == {2008}


def test_a_year_that_contradicts_the_heading_is_refused() -> None:
    reading = read_text(f"{HEAD}機関名 把握率\n甲省 99.2 %\n乙省 98.0 %\n", fiscal_year=2006)
    assert refused(reading) == ["year_contradicts"]
    assert values_of(reading) == []


def test_a_table_goes_on_after_a_page_break() -> None:
    reading = read_text(f"{HEAD}機関名 把握率\n甲省 99.2 %\n- 3 -\n機関名 把握率\n乙省 98.0 %\n平均 98.6 %\n")
    assert [(own.key.subject, own.position) for own in coverage_of(reading)] == [("甲省", 1), ("乙省", 2)]


def test_another_metric_is_not_taken_for_coverage() -> None:
    reading = read_text(f"{HEAD}機関名 把握率\n甲省 99.2 %\n乙省 98 %\n機関名 実施率\n甲省 50.0 %\n乙省 60.0 %\n")
    assert [number for _, number, _ in values_of(reading)] == [Decimal("99.2"), Decimal("98")]


def test_a_footnote_belongs_to_the_table_and_to_no_row() -> None:
    notes = [own for own in read_text(coverage_page(Release())).statements if own.key.kind is FactKind.FOOTNOTE]
    assert [(own.key.subject, own.key.aspect, own.value.text) for own in notes] == [
        ("", "1", "2006年度においては報告対象を限定"),
        ("", "2", "独自の把握状況調査を実施(分析の対象から除外)"),
    ]


def test_an_annex_label_above_or_below_the_page_is_its_place() -> None:
    page = coverage_page(Release())
    above, below = read_text(f"別紙3-3\n\n{page}"), read_text(f"{page}\n別紙 3 - 3\n")
    assert {own.place.cited for own in coverage_of(above)} == {"別紙3-3"}
    assert {own.place.cited for own in coverage_of(below)} == {"別紙3-3"}
