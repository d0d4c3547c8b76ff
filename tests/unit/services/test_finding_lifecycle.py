"""A finding goes from draft to closed only by the steps there are, taken by somebody who may, and loses nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.findings import MOVES, STATES, MinistryResponse, moves_from
from auditor_app.foundation.errors import UserError, WrongUsageError
from auditor_app.services.answer_finding import record_response
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.move_finding import possible_moves
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
)


def keys(refused: pytest.ExceptionInfo[FindingRefusedError]) -> list[str]:
    return [own.key for own in refused.value.problems]


def edit(case: Path, number: str, reason: str = "", **fields: str) -> bool:
    text = replace(finding(case, number).text, **fields)  # type: ignore[arg-type]
    return edit_finding(case, number, text, by=AUTHOR, reason=reason, author="account", clock=CLOCK)


def test_a_finding_can_go_all_the_way(empty_case: Path) -> None:
    number = answered(empty_case, raised(empty_case))
    move(empty_case, number, "being_corrected")
    move(empty_case, number, "verified", by=REVIEWER, reason="研修の記録を見た")
    move(empty_case, number, "closed")
    found = finding(empty_case, number)
    assert [own.to_state for own in found.moves] == [
        "under_review",
        "issued",
        "answered",
        "being_corrected",
        "verified",
        "closed",
    ]
    assert found.sign_off is not None
    assert found.sign_off.by == REVIEWER


def test_an_illegal_move_names_the_state_what_is_possible_and_changes_nothing(empty_case: Path) -> None:
    number = raised(empty_case)
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "closed")
    problem = refused.value.problems[0]
    assert problem.key == "finding.move_unknown"
    assert JA.problem(problem) == (
        f"{number}: 状態「下書き (draft)」から「終了 (closed)」へは進めません。 "
        "進める先: 確認中 (under_review)、取下げ (withdrawn)"
    )
    assert finding(empty_case, number).state == "draft"


def test_nobody_signs_off_what_he_wrote_himself(empty_case: Path) -> None:
    number = raised(empty_case)
    move(empty_case, number, "under_review")
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "issued", by="監査　花子")
    assert keys(refused) == ["finding.second_person"]


def test_an_incomplete_text_is_not_reviewed_and_everything_missing_is_told(empty_case: Path) -> None:
    number = raised(empty_case, replace(PLAIN, criteria="", recommendation=""))
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "under_review")
    assert keys(refused) == ["finding.missing.criteria", "finding.missing.recommendation"]


def test_after_the_sign_off_an_edit_needs_a_reason_and_is_listed(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    with pytest.raises(FindingRefusedError) as refused:
        edit(empty_case, number, effect="漏えい")
    assert keys(refused) == ["finding.reason_missing"]
    assert edit(empty_case, number, "書き忘れ", effect="漏えい")
    found = finding(empty_case, number)
    assert found.is_edited_after_review
    assert (found.versions[-1].is_after_review, found.versions[-1].reason) == (True, "書き忘れ")
    assert found.versions[0].text.effect == "", "what was signed stays as it was"


def test_the_same_text_again_writes_nothing(empty_case: Path) -> None:
    number = raised(empty_case)
    assert not edit(empty_case, number)
    assert len(finding(empty_case, number).versions) == 1


def test_the_year_in_its_number_cannot_be_changed(empty_case: Path) -> None:
    number = raised(empty_case)
    text = replace(finding(empty_case, number).text, fiscal_year=2007)
    with pytest.raises(FindingRefusedError) as refused:
        edit_finding(empty_case, number, text, author="account", clock=CLOCK)
    assert keys(refused) == ["finding.year_fixed"]


def test_an_answer_moves_an_issued_finding_and_no_other(empty_case: Path) -> None:
    response = MinistryResponse(date(2007, 9, 1), "対応します。")
    number = raised(empty_case)
    with pytest.raises(FindingRefusedError) as refused:
        record_response(empty_case, number, response, author="account", clock=CLOCK)
    assert keys(refused) == ["finding.response_too_early"]
    issued(empty_case, number)
    assert record_response(empty_case, number, response, author="account", clock=CLOCK)
    assert not record_response(empty_case, number, response, author="account", clock=CLOCK)
    found = finding(empty_case, number)
    assert (found.state, len(found.responses)) == ("answered", 2)
    undo_change(empty_case, author="account", clock=CLOCK)
    undo_change(empty_case, author="account", clock=CLOCK)
    assert (finding(empty_case, number).state, finding(empty_case, number).responses) == ("issued", ())


def test_a_rejected_answer_needs_another_one(empty_case: Path) -> None:
    number = answered(empty_case, raised(empty_case))
    move(empty_case, number, "issued", reason="計画がない")
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "answered")
    assert keys(refused) == ["finding.response_missing"]


def test_steps_nobody_may_take_now_are_told_with_their_reasons(empty_case: Path) -> None:
    number = raised(empty_case)
    move(empty_case, number, "under_review")
    told = {
        own.name: [problem.key for problem in why] for own, why in possible_moves(finding(empty_case, number), AUTHOR)
    }
    assert told == {"send_back": [], "sign_off": ["finding.second_person"], "withdraw": []}


def test_a_good_practice_is_closed_without_an_answer(empty_case: Path) -> None:
    number = raised(empty_case, replace(PLAIN, kind="good_practice", criteria="", recommendation=""))
    issued(empty_case, number)
    move(empty_case, number, "closed")
    assert finding(empty_case, number).state == "closed"
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "being_corrected")
    assert JA.problem(refused.value.problems[0]).endswith("進める先: —"), "there is nothing to be corrected"


def test_an_unknown_number_is_wrong_usage(empty_case: Path) -> None:
    with pytest.raises(WrongUsageError):
        move(empty_case, "2006-999", "under_review")


NAMES, REASONS = st.sampled_from([AUTHOR, REVIEWER, ""]), st.sampled_from(["", "理由"])
STEPS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(STATES), NAMES, REASONS),
    st.tuples(st.just("edit"), st.sampled_from(["原因甲", "原因乙", ""]), st.just(""), REASONS),
    st.tuples(st.just("answer"), st.sampled_from(["対応します", ""]), st.just(""), st.just("")),
)


@settings(max_examples=12)
@given(steps=st.lists(STEPS, min_size=3, max_size=14), kind=st.sampled_from(["finding", "good_practice"]))
def test_whatever_is_tried_only_steps_there_are_are_made_and_no_version_is_lost(
    made_empty_case: Path, steps: list[tuple[str, str, str, str]], kind: str
) -> None:
    with TemporaryDirectory() as folder:
        case = Path(shutil.copyfile(made_empty_case, Path(folder) / "a.auditcase"))
        number = raised(case, replace(PLAIN, kind=kind))  # type: ignore[arg-type]
        before = finding(case, number)
        for step in steps:
            try:
                take(case, number, *step)
            except UserError:
                assert finding(case, number) == before, "what was refused changed nothing"
            after = finding(case, number)
            assert after.versions[: len(before.versions)] == before.versions
            assert after.moves[: len(before.moves)] == before.moves
            assert after.responses[: len(before.responses)] == before.responses
            for moved in after.moves[len(before.moves) :]:
                assert (moved.from_state, moved.to_state) in {(own.from_state, own.to_state) for own in MOVES}
                assert moved.to_state in {own.to_state for own in moves_from(before)}
                if (moved.from_state, moved.to_state) == ("under_review", "issued"):
                    assert moved.by not in before.authors
            before = after


def take(case: Path, number: str, kind: str, value: str, by: str, reason: str) -> None:
    if kind == "move":
        move(case, number, value, by=by, reason=reason)
    elif kind == "edit":
        edit(case, number, reason, cause=value)
    else:
        record_response(case, number, MinistryResponse(date(2007, 9, 1), value), author="account", clock=CLOCK)
