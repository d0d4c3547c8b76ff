"""The rules a document and a case must satisfy, each failing on a planted contradiction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.consistency import RULES, CheckResult, check_statements
from auditor_app.domain.provenance import Confidence, Place
from auditor_app.domain.published import FactKey, FactKind, Statement, Value
from auditor_app.foundation.translation import LANGUAGES, Texts
from tests.published_documents import AREAS_2007, MINISTRIES_2006


def stated(
    kind: FactKind,
    value: Value,
    year: int = 2006,
    document: str = "a",
    line: int = 1,
    subject: str = "",
    aspect: str = "",
) -> Statement:
    place = Place(f"{document}.txt", document * 64, line, line)
    return Statement(FactKey(kind, year, subject, aspect), value, "", place)


def number(value: int | str, relisted: int | None = None) -> Value:
    meaning = "" if relisted is None else "relisted"
    return Value(Decimal(value), None if relisted is None else Decimal(relisted), meaning)


def failed(statements: list[Statement]) -> list[CheckResult]:
    return [result for result in check_statements(statements) if not result.holds]


def programme(document: str = "a") -> list[Statement]:
    """The ten areas of the programme for 2007, with the printed total."""
    statements = [stated(FactKind.MEASURE_TOTAL, number(159), 2007, document)]
    for area in AREAS_2007:
        for aspect, count, again in zip(("new", "continued", "total"), area.counts, area.relisted, strict=True):
            value = number(count, again or None)
            statement = stated(FactKind.MEASURE_COUNT, value, 2007, document, subject=area.name, aspect=aspect)
            statements.append(statement)
    return statements


def result_of(statements: list[Statement], rule: str) -> CheckResult:
    (result,) = [own for own in check_statements(statements) if own.rule == rule]
    return result


def test_the_programme_of_2007_adds_up() -> None:
    assert failed(programme()) == []
    assert result_of(programme(), "total_without_relisted").found == "159"


def test_equal_statements_of_two_documents_are_counted_once() -> None:
    both = [*programme("a"), *programme("b")]
    assert failed(both) == []
    assert result_of(both, "total_without_relisted").expected == "159"


@given(st.integers(0, 29), st.integers(1, 50))
def test_any_wrong_count_is_noticed(index: int, excess: int) -> None:
    statements = programme()
    wrong = statements[index + 1]
    assert wrong.value.number is not None
    statements[index + 1] = replace(wrong, value=replace(wrong.value, number=wrong.value.number + excess))
    assert "cross_footing" in {result.rule for result in failed(statements)}


def test_a_wrong_relisted_count_is_noticed() -> None:
    counts = {"new": number(6, 6), "continued": number(2, 1), "total": number(8, 6)}
    statements = [
        stated(FactKind.MEASURE_COUNT, value, subject="人材", aspect=aspect) for aspect, value in counts.items()
    ]
    (result,) = failed(statements)
    assert (result.rule, result.subject, result.expected, result.found) == ("cross_footing", "人材(再掲)", "6", "7")


def test_directions_must_add_up() -> None:
    counts = [stated(FactKind.DIRECTION_COUNT, number(n), 2008, subject=f"方向{n}") for n in (10, 9, 5)]
    right = stated(FactKind.DIRECTION_TOTAL, number(24), 2008)
    assert failed([*counts, right]) == []
    (result,) = failed([*counts, replace(right, value=number(25))])
    assert (result.rule, result.expected, result.found) == ("direction_total", "25", "24")


def test_a_total_printed_twice_is_checked_at_both_places() -> None:
    counts = [stated(FactKind.DIRECTION_COUNT, number(n), 2008, subject=f"方向{n}") for n in (10, 9, 5)]
    twice = [stated(FactKind.DIRECTION_TOTAL, number(n), 2008, line=line) for n, line in ((24, 35), (25, 300))]
    rules = {result.rule: result.expected for result in failed([*counts, *twice])}
    assert rules == {"direction_total": "25", "conflicting_statements": "24"}


def test_a_list_is_as_long_as_the_text_says() -> None:
    count = stated(FactKind.SECTOR_COUNT, number(3), aspect="new")
    sectors = [stated(FactKind.SECTOR, Value(text=name), subject=name, aspect="new") for name in ("医療", "水道")]
    (result,) = failed([count, *sectors])
    assert (result.rule, result.subject, result.expected, result.found) == ("list_length", "新規分野", "3", "2")


def reference(section: str, aspect: str, annex: str, line: int) -> Statement:
    return stated(FactKind.ANNEX_REFERENCE, Value(text=annex), 2007, line=line, subject=section, aspect=aspect)


def test_an_annex_the_heading_did_not_announce_is_a_contradiction() -> None:
    statements = [
        reference("3(1)", "announced", "別紙3-1", 49),
        reference("3(1)", "referred", "別紙5-1", 53),
        reference("3(2)", "referred", "別紙3-2", 59),
        reference("4(1)", "announced", "別紙4-1", 71),
        reference("4(1)", "referred", "別紙4-1", 73),
    ]
    results = check_statements(statements)
    assert [(own.subject, own.holds) for own in results] == [("3(1)", False), ("4(1)", True)]
    assert (results[0].expected, results[0].found) == ("別紙3-1", "別紙5-1")
    assert [place.line_from for place in results[0].places] == [49, 53]


def dated(subject: str, day: str, printed: str, **attributes: str) -> Statement:
    statement = stated(FactKind.DATED_DOCUMENT, Value(text=day), subject=subject)
    return replace(statement, attributes=tuple(sorted({"date": printed, **attributes}.items())))


def test_a_document_has_one_date_in_era_and_western_form() -> None:
    era, western = dated("計画", "2006-02-02", "平成18年2月2日"), dated("計画", "2006-02-02", "2006年2月2日")
    assert [own.holds for own in check_statements([era, western]) if own.rule == "era_date"] == [True]
    other = dated("計画", "2006-02-03", "2006年2月3日")
    assert "era_date" in {own.rule for own in failed([era, other])}


def test_a_date_that_never_was_fails() -> None:
    (result,) = failed([dated("計画", "", "平成32年2月2日", impossible="era_ended")])
    assert (result.rule, result.found) == ("era_date", "平成32年2月2日")


def test_meetings_are_numbered_in_the_order_of_their_dates() -> None:
    def meeting(which: str, day: str) -> Statement:
        return stated(FactKind.MEETING, Value(text=day), int(day[:4]), subject="会議", aspect=which)

    right = [meeting("4", "2006-02-02"), meeting("6", "2006-06-15"), meeting("10", "2007-02-02")]
    assert result_of(right, "meeting_order").found == "4, 6, 10"
    (result,) = failed([*right, meeting("11", "2005-01-01")])
    assert (result.expected, result.found) == ("4, 6, 10, 11", "11, 4, 6, 10")


def coverage() -> list[Statement]:
    return [
        replace(
            stated(FactKind.COVERAGE, Value(*own.value, "with_own_survey" if own.own_survey else ""), subject=own.name),
            position=position,
        )
        for position, own in enumerate(MINISTRIES_2006, start=1)
    ]


def test_the_nineteen_organisations_are_all_there() -> None:
    assert result_of(coverage(), "organisation_count").found == "19"
    assert failed(coverage()) == []


def test_a_missing_row_is_noticed() -> None:
    (result,) = failed([own for own in coverage() if own.key.subject != "人事院"])
    assert (result.rule, result.expected, result.found) == ("organisation_count", "19", "18")


def test_an_own_survey_below_the_official_value_fails() -> None:
    wrong = stated(FactKind.COVERAGE, Value(Decimal(50), Decimal(40), "with_own_survey"), subject="甲省")
    assert [own.rule for own in failed([wrong])] == ["own_survey_not_below_official"]


@pytest.mark.parametrize(("printed", "holds"), [("75", True), ("76.8", False)])
def test_the_worked_example_is_the_simple_mean_and_not_the_pooled_rate(printed: str, holds: bool) -> None:
    ratios = zip(("(a)", "(b)", "(c)"), ("50", "75", "100"), strict=True)
    statements = [stated(FactKind.WORKED_EXAMPLE, number(ratio), aspect=item) for item, ratio in ratios]
    statements.append(stated(FactKind.WORKED_EXAMPLE, number(printed), aspect="implementation"))
    assert result_of(statements, "worked_example").holds is holds


def test_two_press_figures_with_another_basis_contradict_each_other() -> None:
    whole = stated(FactKind.INSPECTION_RATE, number(94), 2007, "a", aspect="電子メールサーバ")
    mean = stated(FactKind.INSPECTION_RATE, number(96), 2007, "b", aspect="電子メールサーバ")
    press = [
        replace(whole, basis="全体", confidence=Confidence.PRESS),
        replace(mean, basis="全機関の平均", confidence=Confidence.PRESS),
    ]
    (result,) = failed(press)
    assert result.rule == "conflicting_statements"
    assert (result.expected, result.found) == ("94 (全体)", "96 (全機関の平均)")
    assert len(result.places) == 2


def test_nothing_to_check_says_nothing() -> None:
    assert check_statements([]) == ()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_texts(rule: str) -> None:
    for language in LANGUAGES:
        texts = Texts(language)
        assert texts(f"check.{rule}")
        assert texts(f"check.{rule}.about")
