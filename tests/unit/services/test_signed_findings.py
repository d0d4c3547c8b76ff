"""What was signed stays what a second person stands for: invisible names, edits after the sign-off, renewed signing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.documents import FieldList
from auditor_app.domain.findings import FindingText, MinistryResponse
from auditor_app.domain.persons import is_same_person
from auditor_app.foundation.translation import Texts
from auditor_app.services.answer_finding import record_response
from auditor_app.services.attach_evidence import Attaching, attach_interview, attach_note
from auditor_app.services.browse_findings import finding_page
from auditor_app.services.check_finding import LONGEST_TEXT, FindingRefusedError
from auditor_app.services.documents.finding_details import finding_section
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.undo_change import undo_change
from auditor_app.services.verify_case import verify_case
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

THIRD = "監査 三郎"
INVISIBLE = ["\u200b", "\u2060", "\ufe0f", "\U000e0101", "\u00ad", "\u202e", "\u3164", "\u2800", "\u034f", "\ufeff"]


def keys(refused: pytest.ExceptionInfo[FindingRefusedError]) -> list[str]:
    return [own.key for own in refused.value.problems]


def edit(case: Path, number: str, *, by: str = AUTHOR, reason: str = "補足", **fields: object) -> bool:
    text = replace(finding(case, number).text, **fields)  # type: ignore[arg-type]
    return edit_finding(case, number, text, by=by, reason=reason, author="account", clock=CLOCK)


@pytest.mark.parametrize("sign", INVISIBLE, ids=[f"{ord(own):04X}" for own in INVISIBLE])
def test_what_nobody_sees_makes_no_second_person_and_no_name(empty_case: Path, sign: str) -> None:
    number = raised(empty_case)
    move(empty_case, number, "under_review")
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "issued", by=f"監査{sign} 花子{sign}")
    assert keys(refused) == ["finding.second_person"]
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "issued", by=f" {sign}{sign} ")
    assert keys(refused) == ["finding.nameless"]


def test_a_name_is_kept_as_it_is_seen(empty_case: Path) -> None:
    number = raised(empty_case)
    move(empty_case, number, "under_review")
    move(empty_case, number, "issued", by="\u202e葛\U000e0100城\u200b　二郎")
    signed = finding(empty_case, number).sign_off
    assert signed is not None
    assert signed.by == "葛\U000e0100城 二郎", "the form of a letter is part of how a name is written"
    assert is_same_person(signed.by, "葛城二郎")


def test_whoever_was_interviewed_has_a_name_that_is_seen(empty_case: Path) -> None:
    number = raised(empty_case)
    with pytest.raises(FindingRefusedError) as refused:
        attach_interview(Attaching(empty_case, number, "account", CLOCK), "手順はない。", "\u200b")
    assert keys(refused) == ["finding.person_missing"]


def test_a_text_nobody_sees_is_missing(empty_case: Path) -> None:
    number = raised(empty_case, replace(PLAIN, recommendation="\u200b\n\u3164"))
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "under_review")
    assert keys(refused) == ["finding.missing.recommendation"]


def test_a_signed_finding_is_not_made_a_good_practice_to_close_it_alone(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    with pytest.raises(FindingRefusedError) as refused:
        edit(empty_case, number, kind="good_practice")
    assert keys(refused) == ["finding.kind_fixed"]
    move(empty_case, number, "withdrawn", reason="種別違い")
    move(empty_case, number, "draft", reason="推奨事例として起こし直す")
    assert edit(empty_case, number, kind="good_practice"), "as a draft it has to be signed anew anyway"


def test_a_good_practice_edited_after_the_sign_off_is_not_closed_alone(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case, replace(PLAIN, kind="good_practice")))
    edit(empty_case, number, condition="別の話。")
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "closed")
    assert keys(refused) == ["finding.not_countersigned"]
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "issued")
    assert keys(refused) == ["finding.second_person"]
    move(empty_case, number, "issued", by=REVIEWER)
    move(empty_case, number, "closed")
    assert finding(empty_case, number).state == "closed"


def test_an_edited_text_is_signed_by_somebody_who_did_not_write_it(empty_case: Path) -> None:
    number = answered(empty_case, raised(empty_case))
    edit(empty_case, number, by=REVIEWER, cause="手順がない。")
    move(empty_case, number, "being_corrected")
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "verified", by=THIRD, reason="記録を見た")
    assert keys(refused) == ["finding.not_countersigned"]
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "being_corrected", by=REVIEWER)
    assert keys(refused) == ["finding.second_person"], "the reviewer wrote at it now"
    move(empty_case, number, "being_corrected", by=THIRD)
    found = finding(empty_case, number)
    assert (found.state, found.is_edited_after_review) == ("being_corrected", False)
    assert found.sign_off is not None
    assert (found.sign_off.by, found.sign_off.version_id) == (THIRD, found.versions[-1].id)
    move(empty_case, number, "verified", by=THIRD, reason="記録を見た")
    assert all(own.holds for own in verify_case(empty_case))


def test_signing_an_edited_text_anew_asks_for_no_new_answer_and_can_be_undone(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    edit(empty_case, number, cause="手順がない。")
    response = MinistryResponse(date(2007, 9, 1), "対応します。")
    move(empty_case, number, "issued", by=THIRD)
    assert record_response(empty_case, number, response, author="account", clock=CLOCK)
    move(empty_case, number, "issued", reason="計画がない")
    edit(empty_case, number, effect="漏えい")
    record_response(empty_case, number, response, author="account", clock=CLOCK)
    move(empty_case, number, "answered", by=THIRD)
    assert finding(empty_case, number).state == "answered"
    undo_change(empty_case, author="account", clock=CLOCK)
    assert finding(empty_case, number).is_edited_after_review


def test_nothing_is_signed_anew_that_was_not_edited(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    with pytest.raises(FindingRefusedError) as refused:
        move(empty_case, number, "issued", by=THIRD)
    assert keys(refused) == ["finding.move_unknown"]
    assert "answered" in Texts("ja").problem(refused.value.problems[0])


@pytest.mark.parametrize("name", ["condition", "criteria", "recommendation"])
def test_after_the_sign_off_what_it_demanded_cannot_be_emptied(empty_case: Path, name: str) -> None:
    number = issued(empty_case, raised(empty_case))
    with pytest.raises(FindingRefusedError) as refused:
        edit(empty_case, number, **{name: "\u200b"})
    assert keys(refused) == [f"finding.missing.{name}"]
    assert len(finding(empty_case, number).versions) == 1


def test_a_report_prints_what_nobody_signed_with_its_reason_and_the_signed_wording(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    edit(empty_case, number, reason="誤記", condition="半分しか格付けをしていない。")
    with OpenCase(empty_case).reader() as reader:
        section = finding_section(JA, finding_page(reader, JA, number), str)
        words = [words for block in section.blocks if isinstance(block, FieldList) for words in block.fields]
    told = dict(words)
    assert told["現状"] == "半分しか格付けをしていない。"
    assert told["承認された文: 現状"] == PLAIN.condition
    assert told["承認後の修正"].startswith("承認後に修正された欄: 現状(修正後の文はまだ承認されていません)\n")
    assert told["承認後の修正"].endswith(": 誤記")
    move(empty_case, number, "issued", by=THIRD)
    with OpenCase(empty_case).reader() as reader:
        section = finding_section(JA, finding_page(reader, JA, number), str)
    assert "承認された文: 現状" not in str(section)


@pytest.mark.parametrize("long", ["respond", "note", "title", "reason", "name"])
def test_no_text_is_longer_than_a_cell_or_page_takes(empty_case: Path, long: str) -> None:
    number = issued(empty_case, raised(empty_case))
    with pytest.raises(FindingRefusedError) as refused:
        write(empty_case, number, long, "長" * (LONGEST_TEXT + 1))
    assert keys(refused) == ["finding.text_too_long"]


def write(case: Path, number: str, what: str, words: str) -> None:
    """These words as one of all that is written at a finding."""
    if what == "respond":
        response = MinistryResponse(date(2007, 9, 1), "対応します。", plan=words)
        record_response(case, number, response, author="account", clock=CLOCK)
    elif what == "reason":
        edit(case, number, reason=words, cause="手順がない。")
    elif what == "name":
        move(case, number, "withdrawn", by=words, reason="重複")
    else:
        to = Attaching(case, number, "account", CLOCK, title=words if what == "title" else "")
        attach_note(to, words if what == "note" else "メモ")


def test_before_the_sign_off_a_field_may_be_emptied(empty_case: Path) -> None:
    number = raised(empty_case)
    assert edit(empty_case, number, condition="")
    assert finding(empty_case, number).text == FindingText(
        PLAIN.title, 2006, criteria=PLAIN.criteria, recommendation=PLAIN.recommendation
    )
