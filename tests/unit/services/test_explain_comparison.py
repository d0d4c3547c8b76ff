"""A difference between two years is explained with the numbers it is made of, and can be followed down and up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.comparison import ComparedRow
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.compare_years import CompareChoice, compare_items, compare_organisations
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import delta_id
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock
from tests.unit.services.explaining import words_of

YEARS = (2007, 2008)
FULL_SENTENCE = {"ja": ("同じ", "全体を", "合計"), "en": ("Over the same", "the whole by", "In total")}


@pytest.fixture
def reader(made_practice_case: Path) -> Iterator[CaseReader]:
    with CaseReader(made_practice_case) as reader:
        yield reader


def whole(organisation: str, former: int = 2007, later: int = 2008, metric: str = "implementation") -> str:
    return delta_id(former, later, organisation, metric, "all", "all")


def row_of(reader: CaseReader, organisation: str, years: tuple[int, int] = YEARS) -> ComparedRow:
    rows = compare_organisations(reader, CompareChoice(years)).rows
    return next(row for row in rows if row.organisation == organisation)


def points(explanation: Explanation) -> dict[str, Fraction | None]:
    """The values by their label."""
    return {own.label: None if own.number is None else Fraction(own.number) for own in explanation.values}


# --- one organisation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_ministry_has_its_account_in_one_sentence(reader: CaseReader, language: str) -> None:
    row = row_of(reader, "青葉省")
    explanation = explain_figure(reader, row.figure_id)
    step = row.last
    assert step is not None
    assert step.bridge is not None
    account = next(line for line in words_of(explanation, language).splitlines() if FULL_SENTENCE[language][2] in line)  # type: ignore[arg-type]
    assert all(piece in account for piece in FULL_SENTENCE[language])
    assert step.delta_points is not None
    assert step.like_for_like_points is not None
    for number in (step.delta_points, step.like_for_like_points):
        assert any(signed_points(number, decimals) in account for decimals in (1, 2, 3))
    assert str(step.common_items) in account
    assert any(percent_text(abs(step.bridge.catalogue), decimals) in account for decimals in (1, 2, 3))
    assert points(explanation)["value.delta"] == step.delta_points
    assert points(explanation)["value.like_for_like"] == step.like_for_like_points


def test_both_years_can_be_opened_and_give_the_difference(reader: CaseReader) -> None:
    for row in compare_organisations(reader, CompareChoice(YEARS)).rows:
        explanation = explain_figure(reader, row.figure_id)
        told = points(explanation)
        if told["value.delta"] is None:
            continue
        former, later = told["value.former"], told["value.later"]
        assert former is not None
        assert later is not None
        assert told["value.delta"] == later - former
        ends = [own for own in explanation.inputs if own.figure_id.startswith("rates:")]
        if row.kind == "joined":
            assert len(ends) == sum(len(_members(value.name)) for value in row.values)
            continue
        assert len(ends) == 2
        for own, value in zip(ends, (former, later), strict=False):
            shown = explain_figure(reader, own.figure_id).values[0]
            assert shown.number == value


def _members(names: str) -> list[str]:
    return names.split("、")


def test_its_items_are_those_that_changed_most(reader: CaseReader) -> None:
    explanation = explain_figure(reader, whole("青葉省"))
    listed = [own for own in explanation.inputs if own.figure_id.startswith("delta:")]
    items = compare_items(reader, CompareChoice(YEARS), "青葉省").rows
    deltas = [row.last.delta_points for row in items if row.last and row.last.like_for_like_points]
    sizes = sorted((abs(Fraction(delta)) for delta in deltas if delta is not None), reverse=True)
    assert 5 < len(listed) <= 12
    for own, size in zip(listed, sizes, strict=False):
        told = explain_figure(reader, own.figure_id)
        delta = points(told)["value.delta"]
        assert delta is not None
        assert abs(delta) == size
        assert told.kind == "kind.delta.implementation"


def test_items_that_are_not_common_are_listed_with_what_became_of_them(reader: CaseReader) -> None:
    left_out = words_of(explain_figure(reader, whole("青葉省"))).splitlines()[-1]
    for told in ("5.3.1(1)(c) · 廃止", "4.3.1(1)(a) · 新設", "3.2.1(1)(a) · 統合", "5.1.1(1)(c) · 区分変更"):
        assert told in left_out
    section = explain_figure(reader, delta_id(2007, 2008, "青葉省", "implementation", "all", "5", "5.1.1"))
    assert set(section.left_out) == {
        "5.1.1(1)(c) · crosswalk_kind.reclassified",
        "5.1.1(1)(d) · crosswalk_kind.reclassified",
    }


def test_the_same_edition_moves_nothing_but_the_ground(reader: CaseReader) -> None:
    explanation = explain_figure(reader, delta_id(2006, 2007, "白樺省", "implementation", "staff", "2"))
    bridge = explanation.bridge
    assert bridge is None or bridge.catalogue == 0
    assert explanation.breaks == ("renamed",)
    assert "改称" in words_of(explanation)


def test_an_item_under_another_number_names_both(reader: CaseReader) -> None:
    items = compare_items(reader, CompareChoice(YEARS), "青葉省").rows
    moved = next(row for row in items if row.former_item == "5.2.1(1)(d)")
    explanation = explain_figure(reader, moved.figure_id)
    assert {own.figure_id.split(":")[3] for own in explanation.inputs} == {"5.2.1(1)(d)", "6.2.1(1)(d)"}
    words = words_of(explanation)
    assert "5.2.1(1)(d)" in words
    assert [figure_id for figure_id, _ in explanation.trail][-1] == delta_id(
        2007, 2008, "青葉省", "implementation", moved.role, "6", "6.2.1"
    )


def test_an_item_one_edition_does_not_have_says_why_there_is_no_difference(reader: CaseReader) -> None:
    items = compare_items(reader, CompareChoice(YEARS), "青葉省").rows
    withdrawn = next(row for row in items if row.item == "5.3.1(1)(c)")
    words = words_of(explain_figure(reader, withdrawn.figure_id))
    assert "差は出せません" in words
    assert "廃止" in words


# --- the mean ---------------------------------------------------------------------------------------------------


def test_the_mean_is_told_in_three_parts_that_add_up(reader: CaseReader) -> None:
    explanation = explain_figure(reader, whole("*"))
    bridge = explanation.bridge
    assert bridge is not None
    assert bridge.total == points(explanation)["value.delta"]
    account = words_of(explanation)
    for part in (bridge.real, bridge.catalogue, bridge.organisations):
        assert any(signed_points(part, decimals) in account for decimals in (1, 2, 3))


def test_the_mean_names_who_enters_and_who_leaves(reader: CaseReader) -> None:
    lines = words_of(explain_figure(reader, whole("*"))).splitlines()
    entering = next(line for line in lines if "後の年度だけ" in line)
    leaving = next(line for line in lines if "前の年度だけ" in line)
    assert all(name in entering for name in ("山吹省", "海原庁", "若苗庁", "稲穂庁"))
    assert all(name in leaving for name in ("潮見庁", "磯辺庁", "春野省"))
    covered = words_of(explain_figure(reader, whole("*", metric="coverage"))).splitlines()
    assert any("後の年度だけ" in line and "山吹省" in line for line in covered), "its coverage was not in the mean"


def test_what_if_everybody_counts_is_explained_as_such(reader: CaseReader) -> None:
    official = explain_figure(reader, whole("*"))
    trial = explain_figure(reader, whole("*"), RateOptions(include_excluded=True))
    assert points(official) != points(trial)
    entering = [line for line in words_of(trial).splitlines() if "後の年度だけ" in line]
    assert not any("山吹省" in line for line in entering)


# --- breaks, goal, trail ----------------------------------------------------------------------------------------


def test_every_break_has_its_sentence(reader: CaseReader) -> None:
    told = 0
    for row in compare_organisations(reader, CompareChoice((2005, 2006))).rows:
        explanation = explain_figure(reader, row.figure_id)
        sentences = {sentence.key for sentence in explanation.words}
        assert {f"explain.break.{name}" for name in explanation.breaks} <= sentences
        told += len(explanation.breaks)
    assert told > 10
    excluded = explain_figure(reader, whole("山吹省"))
    assert "own_survey" in excluded.breaks
    assert "reason.excluded" in {sentence.values.get("reason") for sentence in excluded.words}
    scope = words_of(explain_figure(reader, whole("青葉省")))
    assert "「初版」から「改訂版」" in scope
    assert "区分 · 対象の段階 · 情報システム" in scope


def test_the_goal_is_an_open_distance_before_its_year_and_a_verdict_from_then_on(reader: CaseReader) -> None:
    early = explain_figure(reader, whole("青葉省", 2006, 2007))
    later = points(early)["value.later"]
    assert later is not None
    goal = next(sentence for sentence in early.words if sentence.key.startswith("explain.delta.goal."))
    assert goal.key == "explain.delta.goal.open"
    assert goal.values["years"] == 1
    assert goal.values["remaining"] == goal.values["pace"] == f"{float(100 - later):.1f}"
    last = explain_figure(reader, whole("青葉省"))
    assert "explain.delta.goal.missed" in {sentence.key for sentence in last.words}
    coverage = explain_figure(reader, whole("青葉省", metric="coverage"))
    assert not [own for own in coverage.words if "goal" in own.key], "the goal is of what is asked, not of coverage"


def test_the_way_up_leads_from_a_section_to_the_mean(reader: CaseReader) -> None:
    explanation = explain_figure(reader, delta_id(2007, 2008, "青葉省", "pooled", "staff", "5", "5.1.1"))
    ids = [figure_id for figure_id, _ in explanation.trail]
    assert ids == [
        "delta:2007-2008:*:pooled:staff:all",
        "delta:2007-2008:青葉省:pooled:staff:all",
        "delta:2007-2008:青葉省:pooled:staff:5",
    ]
    for figure_id in ids:
        assert explain_figure(reader, figure_id).figure_id == figure_id


def test_a_series_the_auditor_joined_says_so(practice_case: Path) -> None:
    with CaseReader(practice_case) as reader:
        ids = {name.name: body.id for body in reader.organisations() for name in body.names}
    with UnitOfWork(practice_case, AUTHOR, TickingClock()) as work:
        work.begin_change("series_joined", {"name": "両省"})
        work.save_joined_series(JoinedSeries("両省", "", (ids["青葉省"], ids["若草省"])))
        work.commit()
    with CaseReader(practice_case) as reader:
        words = words_of(explain_figure(reader, whole("両省")))
    assert "合算系列" in words
    assert "[rates:2007:青葉省::all:all]" in words
    assert "[rates:2008:若草省::all:all]" in words


def test_a_difference_nobody_asked_is_wrong_usage(reader: CaseReader) -> None:
    for figure_id in (whole("黒船庁"), whole("青葉省", 1999, 2001), whole("青葉省", 2008, 2007)):
        with pytest.raises(WrongUsageError):
            explain_figure(reader, figure_id)
