"""What is open goes with the year; what has become of it is told by the same figure, and judged by the auditor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.domain.findings import FollowUpMark
from auditor_app.services.browse_findings import register
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.follow_figures import counterpart
from auditor_app.services.follow_up_findings import carried_findings, carry, follow_up, proposed_outcome
from auditor_app.services.open_case import OpenCase
from auditor_app.services.propose_outcome import ProposedOutcome
from auditor_app.services.propose_year import propose_year
from auditor_app.services.start_year import start_year, wish_of
from auditor_app.services.undo_change import undo_change
from auditor_app.services.word_explanation import sentence_words
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


def numbers_to_carry(case: Path, from_year: int, to_year: int) -> list[str]:
    with OpenCase(case).reader() as reader:
        return [own.number for own in carried_findings(reader, from_year, to_year)]


def begin(case: Path, year: int, numbers: list[str]) -> None:
    with OpenCase(case).reader() as reader:
        wish = wish_of(propose_year(reader, year))
    start_year(case, wish, author="account", clock=CLOCK, carried=[carry(numbers, by=AUTHOR, clock=CLOCK)])


def judge(case: Path, number: str, outcome: str, year: int, note: str = "記録を見た") -> None:
    mark = FollowUpMark(year, outcome, note)  # type: ignore[arg-type]
    follow_up(case, number, mark, by=AUTHOR, author="account", clock=CLOCK)


def outcome(case: Path, figure_id: str, year: int) -> ProposedOutcome:
    number = raised_on(case, figure_id)
    with OpenCase(case).reader() as reader:
        found = reader.finding(number)
        assert found is not None
        return proposed_outcome(reader, JA, found, year)


def why_not(case: Path, figure_id: str, year: int) -> str:
    with OpenCase(case).reader() as reader:
        found = counterpart(reader, figure_id, year)
    assert found.figure_id == ""
    assert found.why is not None
    return sentence_words(JA, found.why)


def followed(case: Path, figure_id: str, year: int) -> str:
    with OpenCase(case).reader() as reader:
        return counterpart(reader, figure_id, year).figure_id


def test_only_what_is_open_goes_into_the_next_year(practice_case: Path) -> None:
    raised(practice_case)
    open_one = answered(practice_case, raised(practice_case))
    settled = answered(practice_case, raised(practice_case))
    move(practice_case, settled, "verified", by=REVIEWER, reason="確認した")
    good = raised(practice_case, replace(PLAIN, kind="good_practice"))
    issued(practice_case, good)
    assert numbers_to_carry(practice_case, 2008, 2009) == [open_one]


def test_a_year_takes_open_findings_over_and_shows_them_beside_its_own(practice_case: Path) -> None:
    old = answered(practice_case, raised(practice_case))
    begin(practice_case, 2009, numbers_to_carry(practice_case, 2008, 2009))
    new = raised(practice_case, replace(PLAIN, fiscal_year=2009))
    with OpenCase(practice_case).reader() as reader:
        rows = {own.number: (own.origin, own.outcome) for own in register(reader, JA, 2009)}
        assert [own.number for own in register(reader, JA, 2006)] == [old]
    assert rows == {old: ("carried", "open"), new: ("new", None)}
    assert numbers_to_carry(practice_case, 2008, 2009) == []


def test_taking_the_year_back_takes_the_carrying_back(practice_case: Path) -> None:
    number = answered(practice_case, raised(practice_case))
    begin(practice_case, 2009, [number])
    undo_change(practice_case, author="account", clock=CLOCK)
    assert finding(practice_case, number).follow_ups == ()


def test_what_is_not_open_is_not_carried_and_the_year_is_not_begun(practice_case: Path) -> None:
    number = raised(practice_case)
    with pytest.raises(FindingRefusedError):
        begin(practice_case, 2009, [number])
    with OpenCase(practice_case).reader() as reader:
        assert 2009 not in reader.year_starts()


def test_what_was_judged_solved_stays_behind_and_what_persists_goes_on(practice_case: Path) -> None:
    solved = answered(practice_case, raised(practice_case))
    persisting = answered(practice_case, raised(practice_case))
    judge(practice_case, solved, "solved", 2007)
    judge(practice_case, persisting, "solved", 2007)
    judge(practice_case, persisting, "persisting", 2007, "見直した")
    assert numbers_to_carry(practice_case, 2008, 2009) == [persisting]
    assert len(finding(practice_case, persisting).follow_ups) == 2, "the earlier judgement stays on record"


def test_a_judgement_needs_a_note_a_later_year_and_a_signed_finding(practice_case: Path) -> None:
    draft, open_one = raised(practice_case), issued(practice_case, raised(practice_case))
    for number, year, note, key in (
        (draft, 2007, "記録", "finding.not_open"),
        (open_one, 2006, "記録", "finding.follow_up_year"),
        (open_one, 2007, " ", "finding.note_missing"),
    ):
        with pytest.raises(FindingRefusedError) as refused:
            judge(practice_case, number, "solved", year, note)
        assert [own.key for own in refused.value.problems] == [key]


def test_the_same_figure_a_year_later_proposes_whether_it_persists(practice_case: Path) -> None:
    found = outcome(practice_case, "rates:2006:青葉省::staff:3", 2007)
    assert found.outcome == "persisting"
    assert found.now is not None
    assert found.now.figure_id == "rates:2007:青葉省::staff:3"
    assert found.words.endswith("82.7 % → 89.3 %(+6.6 pt)。まだ全員が実施していません。")


def test_what_everyone_carries_out_now_is_proposed_as_solved(practice_case: Path) -> None:
    found = outcome(practice_case, "item:2006:青葉省:3.2.2(1)(a):staff", 2007)
    assert found.outcome == "solved"
    assert "92.8 % → 100.0 %" in found.words


def test_a_year_without_the_figure_says_so_and_is_never_zero(practice_case: Path) -> None:
    found = outcome(practice_case, "rates:2006:青葉省::all:all", 2009)
    assert (found.outcome, found.now) == ("open", None)
    assert "0 ではありません" in found.words


def test_an_excluded_figure_is_left_to_the_auditor(practice_case: Path) -> None:
    found = outcome(practice_case, "rates:2007:山吹省::all:3", 2006)
    assert found.outcome == "open"
    assert found.now is not None
    assert (found.now.number, found.now.printed) == ("", "分析対象外")


def test_a_renamed_ministry_is_followed_under_its_new_name(made_practice_case: Path) -> None:
    followed_ids = [followed(made_practice_case, "rates:2006:白樺庁::all:3", year) for year in (2006, 2007)]
    assert followed_ids == ["rates:2006:白樺庁::all:3", "rates:2007:白樺省::all:3"]


def test_merged_and_split_ministries_are_told_with_their_successors_and_never_summed(made_practice_case: Path) -> None:
    assert "海原庁" in why_not(made_practice_case, "rates:2006:潮見庁::all:all", 2008)
    assert "若苗庁" in why_not(made_practice_case, "rates:2006:春野省::all:all", 2008)


def test_parts_of_another_edition_are_not_the_same_by_their_number(made_practice_case: Path) -> None:
    assert "別の版" in why_not(made_practice_case, "rates:2006:青葉省::all:3", 2008)
    assert followed(made_practice_case, "rates:2006:青葉省::all:all", 2008) == "rates:2008:青葉省::all:all"


def test_items_are_followed_along_the_crosswalk_or_told_why_not(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        moved = next(own for own in reader.crosswalk() if own.kind == "moved")
        roles = next(own.roles for own in reader.editions()[0].items if own.item == moved.from_item)
    former = f"item:2007:青葉省:{moved.from_item}:{roles[0]}"
    assert followed(made_practice_case, former, 2008) == f"item:2008:青葉省:{moved.to_item}:{roles[0]}"
    assert "内容変更" in why_not(made_practice_case, "item:2007:青葉省:2.2.1(1)(b):officer", 2008)


def test_checks_and_differences_are_left_to_the_auditor(made_practice_case: Path) -> None:
    assert "自動では比べません" in why_not(made_practice_case, "check:cross_footing:広報と相談", 2008)
    delta = "delta:2006-2007:青葉省:implementation:all:3"
    assert "自動では比べません" in why_not(made_practice_case, delta, 2008)
