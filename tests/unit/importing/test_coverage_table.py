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
    assert set(values_of(reading)) <= {(own.name, *own.value) for own in rows}


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
        ("甲省 (独自の調査を含める場合) 50.0 % (40.0 %)", "own_survey_below_official"),
        ("甲省 50.0 %\n甲省 51.0 %", "organisation_twice"),
        ("甲省", "value_missing"),
        ("甲省 9O.5 %", "cell_unclear"),
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


TABLE = "2006年度\n機関名\t把握率\n内閣官房\t99.2 %\n人事院\t95.9 %\n"


@pytest.mark.parametrize(
    "row",
    [
        *("警察庁\t9 9.2 %", "文部科学省\t1 00.0 %", "警察庁\t90. 0 %", "警察庁  9 9.2 %", "警察庁 9 9.2 %"),
        *("甲省\t90～95 %", "甲省\t90~95", "甲省\t90±2 %", "甲省\t約95 %", "甲省約95 %", "甲省\t63・3 %"),
        *("農林水産省\t31.2 % (98.2 %", "甲省\t90.0 %→95.0 %", "甲省\t99.2％％", "甲省\t1,0 %", "甲省\t90/100"),
        *("甲省\t976‰", "甲省\t90.1ポイント", "甲省\t9割弱", "甲省\t8割以上", "甲省\t99.1234 %", "甲省\t90 %以上"),
        *("国土交通省\t海上保安庁\t90.0 %", "甲\t省\t90.0 %", "甲省(2006年度)\t90 %", "甲省\t99.2\x07 %"),
        *("甲省\t,5.9 %", "甲省\t・9.2 %", "甲省\t05.9 %", "、甲省\t9 %", "甲0省\t9 %", '"甲省\t9 %', "–甲省\t9 %"),
        *("甲省\t①9.0 %", "甲省\t9²%", "甲省\t9½ %", "甲省\t+3 %", "甲省\t調査中", "甲省\t90 %(98 %)(97 %)"),
    ],
)
def test_a_cell_that_can_be_read_in_two_ways_is_no_number(row: str) -> None:
    reading = read_text(f"{TABLE}{row}\n")
    assert refused(reading) == ["cell_unclear"]
    assert [name for name, _, _ in values_of(reading)] == ["内閣官房", "人事院"]
    assert "\x07" not in str(reading.refusals[0].values["text"])
    assert [line.line for line in reading.unrecognised] in ([], [1])


def test_a_value_broken_over_two_lines_is_no_value() -> None:
    reading = read_text(f"{TABLE}甲省\t95\n.9 %\n")
    assert set(refused(reading)) == {"cell_unclear"}
    assert len(values_of(reading)) == 2


@pytest.mark.parametrize("row", ["農林\n水産省\t31.2 %", "農林水産\n省\t31.2 %", "事務局\t31.2 %"])
def test_a_broken_name_is_no_organisation(row: str) -> None:
    reading = read_text(f"{TABLE}{row}\n")
    assert refused(reading) == ["name_unclear"]
    assert len(values_of(reading)) == 2


def test_the_rest_of_a_name_below_its_row_breaks_it() -> None:
    reading = read_text(f"{TABLE}農林水\t31.2 %\n産省\n")
    assert "name_unclear" in refused(reading)
    assert len(values_of(reading)) == 2


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("法務省(本省)\t90.0 %", "法務省(本省)"),
        ("法務省 (本省)  90.0 %", "法務省(本省)"),
        ("演習省0001\t90.0 %", "演習省0001"),
        ("総　務　省\t90.0 %", "総務省"),
        ("甲省(注1)\t90.0 % ※2", "甲省"),
        ("3 甲省・・・・90.0", "甲省"),
        ("甲省¹\t90.0 %", "甲省"),
    ],
)
def test_a_note_or_number_of_the_name_is_kept_and_a_mark_is_not(row: str, name: str) -> None:
    reading = read_text(f"{TABLE}{row}\n")
    assert values_of(reading)[2:] == [(name, Decimal("90.0"), None)]
    assert reading.refusals == ()


def test_a_single_row_without_its_gap_is_refused_among_rows_with_one() -> None:
    assert refused(read_text(f"{TABLE}甲省15.0 %\n")) == ["name_runs_into_value"]


@pytest.mark.parametrize(
    ("header", "note", "is_told"),
    [
        ("把握率(括弧内は前年度)", "", False),
        ("把握率", "", False),
        ("把握率", "\n注) 括弧内は前年度の値\n", False),
        ("把握率", "\n: 独自の把握状況調査を実施\n", True),
        ("把握率(独自の調査を含む)", "", True),
    ],
)
def test_a_second_value_means_what_the_table_says(header: str, note: str, is_told: bool) -> None:
    reading = read_text(f"2006年度\n機関名\t{header}\n甲省\t90 % (91 %)\n乙省\t95 %\n{note}")
    assert refused(reading) == ([] if is_told else ["second_value_unclear"])
    told = [("甲省", Decimal(90), Decimal(91))] if is_told else []
    assert values_of(reading) == [*told, ("乙省", Decimal(95), None)]


@pytest.mark.parametrize(
    ("table", "reasons", "count"),
    [
        ('"機関名","把握率"\n"内閣官房","99.2 %"\n"人事院","95.9 %"\n', [], 2),
        ("機関名\t把握率\t実施率\t到達率\n内閣官房\t99.2 %\t1 %\t2 %\n人事院\t95.9 %\t－\t3 %\n", [], 2),
        ("機関名\t把握率\t実施率\n内閣官房\t99.2 %\t1 %\n人事院\t95.9 %\n", ["cell_unclear"], 1),
        ("機関名\t対象者数\t把握率\n内閣官房\t1,200\t99.2 %\n人事院\t9\t95.9 %\n", [], 2),
        ("機関名\t報告率\n内閣官房\t99.2 %\n人事院\t95.9 %\n", ["columns_unclear"], 0),
        ("機関名\t把握率\t謎\n内閣官房\t99.2 %\t3\n人事院\t95.9 %\t4\n", ["columns_unclear"], 0),
        ("機関名\t把握率\n甲省\t約90 %\n乙省\t9割弱\n", ["cell_unclear"] * 2, 0),
        ("機関名\t把握率\n甲省\t－\n乙省\t－\n丙省\t－\n丁省\t90.0 %\n", [], 4),
    ],
)
def test_no_row_of_a_table_is_lost_without_a_word(table: str, reasons: list[str], count: int) -> None:
    reading = read_text(f"2006年度\n{table}")
    assert refused(reading) == reasons
    assert len(values_of(reading)) == count


@pytest.mark.parametrize("heading", ["H20", "H20年度", "FY2008", "平成20年度", "2008年度", "2008年度(平成20年度)"])
def test_a_heading_names_the_fiscal_year(heading: str) -> None:
    reading = read_text(f"{heading}\n機関名\t把握率\n甲省\t90 %\n乙省\t91 %\n")
    assert {own.key.fiscal_year for own in coverage_of(reading)} == {2008}


@pytest.mark.parametrize("span", ["2005～2006年度", "2005年度～2006年度", "平成17・18年度", "H17～H18", "2005-06年度"])
def test_a_span_of_years_asks_which(span: str) -> None:
    table = f"{span}\n機関名\t把握率\n甲省\t90 %\n乙省\t91 %\n"
    assert refused(read_text(table)) == ["year_is_span"]
    assert {own.key.fiscal_year for own in coverage_of(read_text(table, fiscal_year=2006))} == {2006}
