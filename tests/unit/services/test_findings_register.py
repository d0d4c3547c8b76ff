"""The register shows what is due, what changed under a finding, and what was edited after its review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from auditor_app.domain.findings import FigureLink, Severity
from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingRow, finding_page, register, register_years
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.link_figures import changed_figures, figures_now
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding
from auditor_app.services.save_severities import save_severities
from auditor_app.services.tables.finding_columns import finding_columns
from auditor_app.services.tables.finding_detail_columns import figure_columns, figure_rows
from auditor_app.services.undo_change import undo_change
from tests.unit.services.finding_steps import (
    AUTHOR,
    CLOCK,
    JA,
    PLAIN,
    REVIEWER,
    answered,
    finding,
    issued,
    move,
    raised,
    raised_on,
)


def rows(case: Path, texts: Texts = JA, today: date = date(2007, 7, 1)) -> dict[str, FindingRow]:
    with OpenCase(case).reader() as reader:
        return {own.number: own for own in register(reader, texts, today=today)}


def exclude(case: Path, organisation: str) -> None:
    decide_analysis(case, 2006, organisation, is_included=False, reason="試し", author="account", clock=CLOCK)


def test_a_figure_that_changed_since_is_marked_and_undo_takes_the_mark_back(practice_case: Path) -> None:
    number = raised_on(practice_case, "rates:2006:青葉省::all:3")
    other = raised_on(practice_case, "item:2006:青葉省:3.1.1(1)(a):staff")
    assert rows(practice_case)[number].changed_count == 0
    exclude(practice_case, "青葉省")
    found = rows(practice_case)
    assert (found[number].changed_count, found[other].changed_count) == (1, 0), "an item ratio stays what it was"
    with OpenCase(practice_case).reader() as reader:
        now = changed_figures(reader, JA, finding(practice_case, number))[0].now
    assert now is not None
    assert (now.state, now.printed) == (State.EXCLUDED, "分析対象外")
    undo_change(practice_case, author="account", clock=CLOCK)
    assert rows(practice_case)[number].changed_count == 0


def test_a_figure_that_is_gone_counts_as_changed(practice_case: Path) -> None:
    gone = FigureLink("rates:2006:なくなった省::all:3", "なくなった省", "1.0 %", "1", "%")
    number = raised(practice_case, replace(PLAIN, figures=(gone,)))
    with OpenCase(practice_case).reader() as reader:
        figure = finding_page(reader, JA, number).figures[0]
    assert (figure.is_changed, figure.now) == (True, None)


def test_what_was_linked_in_one_language_is_not_changed_by_reading_it_in_the_other(practice_case: Path) -> None:
    for figure_id in (
        "rates:2006:青葉省::system:2",
        "delta:2005-2006:青葉省:implementation:all:3",
        "check:cross_footing:広報と相談",
        "coverage:2006:青葉省",
    ):
        raised_on(practice_case, figure_id)
    assert [own.changed_count for own in rows(practice_case, Texts("en")).values()] == [0, 0, 0, 0]


def test_what_is_overdue_is_told_until_it_is_settled(practice_case: Path) -> None:
    due = replace(PLAIN, due_date=date(2007, 6, 30))
    number, settled = raised(practice_case, due), raised(practice_case, due)
    answered(practice_case, settled)
    move(practice_case, settled, "verified", by=REVIEWER, reason="確認した")
    assert [rows(practice_case)[own].is_overdue for own in (number, settled)] == [True, False]
    assert not rows(practice_case, today=date(2007, 6, 30))[number].is_overdue, "on its last day it is not"


def test_without_a_day_given_the_case_itself_says_what_day_it_is(practice_case: Path) -> None:
    """So that a document of the same state is the same on any day."""
    number = raised(practice_case, replace(PLAIN, due_date=date(2007, 4, 22)))
    with OpenCase(practice_case).reader() as reader:
        assert [own.is_overdue for own in register(reader, JA)] == [True]
    assert number == "2006-001"


def test_an_edit_after_the_review_is_listed_with_who_signed(practice_case: Path) -> None:
    number = issued(practice_case, raised(practice_case))
    text = replace(finding(practice_case, number).text, effect="漏えい")
    edit_finding(practice_case, number, text, by=AUTHOR, reason="書き忘れ", author="account", clock=CLOCK)
    row = rows(practice_case)[number]
    assert (row.is_edited_after_review, row.signed_by) == (True, REVIEWER)


def test_a_level_the_scale_no_longer_has_is_kept_and_comes_last(practice_case: Path) -> None:
    number = raised(practice_case, replace(PLAIN, severity="low"))
    save_severities(practice_case, [Severity("a", "甲", "A"), Severity("b", "乙", "B")], author="account", clock=CLOCK)
    other = raised(practice_case, replace(PLAIN, severity="b"))
    found = rows(practice_case)
    assert (found[number].severity_words, found[number].severity_rank) == ("low", 2)
    assert (found[other].severity_words, found[other].severity_rank) == ("乙", 1)
    text = replace(finding(practice_case, number).text, effect="漏えい")
    assert edit_finding(practice_case, number, text, author="account", clock=CLOCK)


def test_columns_say_where_it_is_and_sort_by_the_order_of_states(practice_case: Path) -> None:
    first, second = (
        raised_on(practice_case, "item:2006:青葉省:3.1.1(1)(a):staff"),
        issued(practice_case, raised(practice_case)),
    )
    found = rows(practice_case)
    columns = {own.key: own for own in finding_columns(JA)}
    assert columns["area"].display(found[first]) == "第3部 · 3.1.1(1)(a) · 行政事務従事者"
    assert columns["organisations"].display(found[second]) == "政府全体"
    assert [columns["state"].value(found[own]) for own in (first, second)] == [0, 2]
    assert columns["due_date"].display(found[first]) == "—"


def test_the_years_of_the_register_are_those_raised_or_followed_up_in(practice_case: Path) -> None:
    raised(practice_case)
    raised(practice_case, replace(PLAIN, fiscal_year=2008))
    with OpenCase(practice_case).reader() as reader:
        assert register_years(reader) == [2006, 2008]


def test_a_change_smaller_than_what_is_printed_is_seen_in_the_table(practice_case: Path) -> None:
    with OpenCase(practice_case).reader() as reader:
        link = propose_finding(reader, JA, "coverage:2006:青葉省").figures[0]
        almost = replace(link, number=str(Fraction(link.number) - Fraction(1, 250)))
        (row,) = figure_rows(figures_now(reader, JA, [almost]))
    columns = {own.key: own for own in figure_columns(JA)}
    assert columns["former"].display(row) == link.printed
    assert columns["now"].display(row) == f"{link.printed} (+0.004)"
