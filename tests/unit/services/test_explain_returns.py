"""Every number made of returns can be recomputed by somebody else from what its explanation lists."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.services.browse_rates import rate_rows
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import answer_id, item_id, rates_id
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.returns_by_hand import ByHand
from tests.returns_documents import (
    ORGANISATIONS,
    PARTS,
    ROLES,
    SILENT,
    SURVEYED,
    UNDIVIDED,
    WITHOUT_DUTY,
    YEARS,
    AnswerLine,
    Returns,
    case_of_returns,
    invented_returns,
)
from tests.unit.services.explaining import Returned, counts_of, explained, numbers, words_of

CLOCK = TickingClock()
FIRST, SECOND = YEARS


@pytest.fixture
def reader(returned: Returned) -> Iterator[CaseReader]:
    with CaseReader(returned.case) as reader:
        yield reader


# --- rates ------------------------------------------------------------------------------------------------------


def test_the_rates_of_a_ministry_follow_from_the_items_listed(reader: CaseReader) -> None:
    shown = 0
    for year in YEARS:
        for row in rate_rows(reader, year):
            if row.organisation == "*" or row.state is not State.REPORTED:
                continue
            explanation = explain_figure(reader, row.figure_id)
            counts = [counts_of(own.printed) for own in explanation.inputs]
            ratios = [Fraction(*own) for own in counts]
            assert numbers(explanation) == [
                100 * sum(ratios) / len(ratios),
                Fraction(100 * ratios.count(Fraction(1)), len(ratios)),
                Fraction(100 * sum(own[0] for own in counts), sum(own[1] for own in counts)),
            ]
            assert [row.percent(metric) for metric in ("implementation", "achievement", "pooled")] == numbers(
                explanation
            )
            shown += 1
    assert shown > 100


def test_the_mean_follows_from_the_ministries_listed_and_names_those_left_out(
    reader: CaseReader, returned: Returned
) -> None:
    by_hand = ByHand(returned.returns)
    for year in YEARS:
        for part in (*PARTS, "all"):
            explanation = explain_figure(reader, rates_id(year, "*", "all", part))
            members = [explain_figure(reader, own.figure_id) for own in explanation.inputs]
            for place in range(3):
                values = [value for own in members if (value := numbers(own)[place]) is not None]
                assert numbers(explanation)[place] == sum(values) / len(values)
            states = {own: by_hand.rates(year, own, part).state for own in ORGANISATIONS}
            assert {own.label for own in explanation.inputs} == {
                own for own, state in states.items() if state == "reported"
            }
            assert set(explanation.left_out) == {own for own, state in states.items() if state != "reported"}
            assert str(len(members)) in words_of(explanation)


def test_a_mean_without_any_rate_has_the_state_of_the_page(reader: CaseReader) -> None:
    for year in YEARS:
        for row in rate_rows(reader, year):
            assert {value.state for value in explain_figure(reader, row.figure_id).values} == {row.state}


def test_a_mean_of_nothing_says_what_it_is_nothing_of(tmp_path: Path) -> None:
    """No duty, blank cells, an excluded ministry: no mean of them is a number, and each says why."""
    items = invented_returns(32, items_per_section=1).items

    def line(organisation: str, role: str, count: int | None) -> AnswerLine:
        return AnswerLine(SECOND, organisation, "", items[0].item, role, count, count)

    lines = (
        line(UNDIVIDED, "staff", 0),
        line(WITHOUT_DUTY, "staff", None),
        line(WITHOUT_DUTY, "officer", None),
        line(SURVEYED, "system", 5),
    )
    case, _ = case_of_returns(tmp_path, Returns(items, (), lines))
    decide_analysis(case, SECOND, SURVEYED, is_included=False, reason="試験", author=AUTHOR, clock=CLOCK)
    states = {}
    for role in ROLES:
        explanation = explained(case, rates_id(SECOND, "*", role, "2"))
        states[role] = {value.state for value in explanation.values}
        assert [value.number for value in explanation.values] == [None] * 3
        assert "0 機関" not in words_of(explanation)
    assert states == {"staff": {State.NO_DUTY}, "officer": {State.NOT_REPORTED}, "system": {State.NOT_REPORTED}}


def test_a_section_counts_its_own_items_and_not_those_of_a_longer_number(
    reader: CaseReader, returned: Returned
) -> None:
    by_hand = ByHand(returned.returns)
    for section in ("3.1.1", "3.10.1"):
        explanation = explain_figure(reader, rates_id(SECOND, UNDIVIDED, "staff", "3", section))
        found = by_hand.rates(SECOND, UNDIVIDED, "3", "staff", section)
        assert numbers(explanation) == [found.rates[0], found.rates[2], found.rates[1]]
        assert all(own.label.startswith(f"{section}(") for own in explanation.inputs)


def test_items_without_duty_or_report_are_left_out_by_name(reader: CaseReader, returned: Returned) -> None:
    explanation = explain_figure(reader, rates_id(FIRST, WITHOUT_DUTY, "system", "5"))
    asked = {
        own.item
        for own in returned.returns.answers
        if (own.fiscal_year, own.organisation) == (FIRST, WITHOUT_DUTY)
        and own.role == "system"
        and own.item.startswith("5.")
    }
    assert [own.state for own in explanation.values] == [State.NO_DUTY] * 3
    assert {own.split(" ")[0] for own in explanation.left_out} == asked
    assert explanation.inputs == ()
    assert "0 % でも 100 % でもありません" in words_of(explanation)


def test_an_excluded_ministry_has_a_reason_and_no_rate_until_it_is_counted_in(
    reader: CaseReader, returned: Returned
) -> None:
    figure_id = rates_id(FIRST, SURVEYED, "all", "all")
    explanation = explain_figure(reader, figure_id)
    assert [own.state for own in explanation.values] == [State.EXCLUDED] * 3
    assert "独自の把握状況調査" in words_of(explanation)
    assert "survey of its own" in words_of(explanation, "en")
    tried = explain_figure(reader, figure_id, RateOptions(include_excluded=True))
    found = ByHand(returned.returns, with_excluded=True).rates(FIRST, SURVEYED)
    assert numbers(tried) == [found.rates[0], found.rates[2], found.rates[1]]
    assert SURVEYED in explain_figure(reader, rates_id(FIRST, "*", "all", "all")).left_out


def test_a_decision_names_its_author_and_reason(own_case: Path, returned: Returned) -> None:
    decide_analysis(own_case, SECOND, UNDIVIDED, is_included=False, reason="記入誤りが多い", author=AUTHOR, clock=CLOCK)
    figure_id = rates_id(SECOND, UNDIVIDED, "all", "2")
    words = words_of(explained(own_case, figure_id))
    assert (AUTHOR in words, "記入誤りが多い" in words) == (True, True)
    assert [own.state for own in explained(own_case, figure_id).values] == [State.EXCLUDED] * 3
    decide_analysis(own_case, FIRST, SURVEYED, is_included=True, reason="再調査を確認", author=AUTHOR, clock=CLOCK)
    found = ByHand(returned.returns, with_excluded=True).rates(FIRST, SURVEYED)
    assert numbers(explained(own_case, rates_id(FIRST, SURVEYED, "all", "all")))[0] == found.rates[0]


@pytest.mark.parametrize(
    ("options", "by_hand"),
    [
        (RateOptions(item_class="basic"), {"item_class": "basic"}),
        (RateOptions(item_class="enhanced"), {"item_class": "enhanced"}),
        (RateOptions(leave_out_below=500), {"leave_out_below": 500}),
    ],
)
def test_what_the_auditor_chose_is_in_the_number_and_in_the_words(
    reader: CaseReader, returned: Returned, options: RateOptions, by_hand: dict[str, object]
) -> None:
    figure_id = rates_id(SECOND, SURVEYED, "all", "all")
    explanation = explain_figure(reader, figure_id, options)
    found = ByHand(returned.returns, **by_hand).rates(SECOND, SURVEYED)  # type: ignore[arg-type]
    assert numbers(explanation) == [found.rates[0], found.rates[2], found.rates[1]]
    assert len(explanation.words) == len(explain_figure(reader, figure_id).words) + 1


def test_items_left_out_as_small_groups_are_named_and_never_called_unreported(reader: CaseReader) -> None:
    """With a limit nobody reaches nothing is left: the auditor's choice, neither zero nor a gap in the returns."""
    for figure_id in (rates_id(SECOND, UNDIVIDED, "all", "3"), rates_id(FIRST, "*", "all", "3")):
        explanation = explain_figure(reader, figure_id, RateOptions(leave_out_below=10**9))
        assert [own.state for own in explanation.values] == [State.EXCLUDED] * 3
        assert "1,000,000,000 人未満" in words_of(explanation)
        assert "独自の把握状況調査" not in words_of(explanation)
        assert "未報告" not in words_of(explanation)
        assert [own.number for own in explanation.steps[2:]] in ([None] * 2, [])
        assert explanation.left_out
    some = explain_figure(reader, rates_id(SECOND, UNDIVIDED, "all", "3"), RateOptions(leave_out_below=500))
    small = [own for own in some.left_out if own not in explain_figure(reader, some.figure_id).left_out]
    assert len(small) + len(some.inputs) == len(explain_figure(reader, some.figure_id).inputs)
    for own in small:
        item, role = own.replace("role.", "").split(" · ")
        ratio = explain_figure(reader, item_id(SECOND, UNDIVIDED, item, role), RateOptions(leave_out_below=500))
        assert ratio.values[0].state is State.REPORTED, "its own ratio is shown all the same"


def test_what_if_one_item_were_completed(reader: CaseReader) -> None:
    figure_id = rates_id(SECOND, SURVEYED, "staff", "all")
    before = explain_figure(reader, figure_id)
    open_item = next(own for own in before.inputs if len(set(counts_of(own.printed))) == 2)
    pair = (open_item.label.split(" ")[0], "staff")
    after = explain_figure(reader, figure_id, RateOptions(completed=frozenset({pair})))
    gain = 1 - Fraction(*counts_of(open_item.printed))
    had, has = numbers(before)[0], numbers(after)[0]
    assert had is not None
    assert has == had + 100 * gain / len(before.inputs)


# --- items and answers ------------------------------------------------------------------------------------------


def lines_of_item(returns: Returns, year: int, organisation: str, item: str, role: str) -> list[AnswerLine]:
    return [
        own
        for own in returns.answers
        if (own.fiscal_year, own.organisation, own.item, own.role) == (year, organisation, item, role)
    ]


def test_the_ratio_of_an_item_is_pooled_over_its_units(reader: CaseReader, returned: Returned) -> None:
    for line in returned.returns.answers[::17]:
        key = (line.fiscal_year, line.organisation, line.item, line.role)
        explanation = explain_figure(reader, item_id(*key))
        lines = lines_of_item(returned.returns, *key)
        whole = [
            (own.implemented, own.obliged) for own in lines if own.obliged is not None and own.implemented is not None
        ]
        done, obliged = sum(own[0] for own in whole), sum(own[1] for own in whole)
        (value,) = explanation.values
        expected = Fraction(100 * done, obliged) if obliged else None
        assert value.number == expected
        state = State.REPORTED if obliged else State.NO_DUTY if whole else State.NOT_REPORTED
        assert value.state is state
        assert len(explanation.inputs) == len(lines)
        sums = [counts_of(own.printed) for own in explanation.inputs if "/" in own.printed]
        assert (sum(own[0] for own in sums), sum(own[1] for own in sums)) == (done, obliged)


def test_an_answer_shows_the_row_it_stands_in(reader: CaseReader, returned: Returned) -> None:
    with returned.written.answers.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for line in returned.returns.answers[::19]:
        figure_id = answer_id(line.fiscal_year, line.organisation, line.unit, line.item, line.role)
        explanation = explain_figure(reader, figure_id)
        (source,) = explanation.source_rows
        assert source.row == returned.written.answer_rows[line]
        assert rows[source.row - 1][1:4] == [line.organisation, line.unit, line.item]
        (value,) = explanation.values
        has_ratio = bool(line.obliged) and line.implemented is not None
        assert (value.number is not None) == has_ratio
        if has_ratio:
            assert value.number == Fraction(100 * (line.implemented or 0), line.obliged or 1)
        assert explanation.figure_id == figure_id


def test_the_way_back_up_leads_from_the_answer_to_the_mean_over_all(reader: CaseReader, returned: Returned) -> None:
    line = next(own for own in returned.returns.answers if own.organisation == WITHOUT_DUTY and own.obliged)
    figure_id = answer_id(line.fiscal_year, line.organisation, line.unit, line.item, line.role)
    trail = [own for own, _ in explain_figure(reader, figure_id).trail]
    assert trail[0] == rates_id(line.fiscal_year, "*", line.role, "all")
    assert trail[-1] == item_id(line.fiscal_year, line.organisation, line.item, line.role)
    kinds = [explain_figure(reader, own).kind for own in trail]
    assert kinds == ["kind.rates"] * 4 + ["kind.item_ratio"]


def test_the_four_steps_of_the_denominator_are_there(reader: CaseReader, returned: Returned) -> None:
    line = next(own for own in returned.returns.answers if own.organisation == UNDIVIDED and own.obliged)
    explanation = explain_figure(reader, item_id(line.fiscal_year, UNDIVIDED, line.item, line.role))
    coverage = next(
        own
        for own in returned.returns.coverage
        if (own.fiscal_year, own.organisation, own.role) == (line.fiscal_year, UNDIVIDED, line.role)
    )
    assert [own.label for own in explanation.steps] == [
        "step.target",
        "step.ascertained",
        "step.obliged",
        "step.implemented",
    ]
    assert [own.number for own in explanation.steps][:2] == [coverage.target, coverage.ascertained]


def test_steps_of_what_was_not_reported_have_a_state_and_no_zero(reader: CaseReader) -> None:
    steps = explain_figure(reader, rates_id(SECOND, SILENT, "all", "all")).steps
    assert [own.number is None for own in steps] == [False, False, True, True]
    assert [own.state for own in steps[2:]] == [State.NOT_REPORTED] * 2
