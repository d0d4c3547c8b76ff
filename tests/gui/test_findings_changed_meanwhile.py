"""Somebody else writes at the finding while a dialog is open: nothing is lost, and what is signed is what was read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtTest import QTest

from auditor_app.domain.findings import Finding, FindingText, FollowUpMark
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.follow_up_findings import follow_up
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import raise_finding
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.dialogs.finding_move_dialog import FindingMoveDialog
from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog
from auditor_app.ui.dialogs.finding_response_dialog import FindingResponseDialog
from auditor_app.ui.dialogs.finding_text_dialog import FindingTextDialog
from auditor_app.ui.pages.findings_page import FindingsPage
from tests.auditor import Auditor
from tests.builders import AUTHOR, TickingClock

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

OTHER, SECOND = "監査 次郎", "次席 三郎"
TEXT = FindingText("格付けの未実施", 2006, condition="58.3 %", criteria="3.2.1", recommendation="周知すること。")


class Other:
    """Another person at the same case, in another program."""

    def __init__(self, case: Path) -> None:
        self.case = case
        self._who = {"author": OTHER, "clock": TickingClock()}

    def raised(self) -> str:
        return raise_finding(self.case, TEXT, by=AUTHOR, **self._who)  # type: ignore[arg-type]

    def moved(self, number: str, state: str, by: str = OTHER) -> None:
        move_finding(self.case, number, state, by=by, **self._who)  # type: ignore[arg-type]

    def edited(self, number: str, **fields: str) -> None:
        text = replace(self.finding(number).text, **fields)  # type: ignore[arg-type]
        edit_finding(self.case, number, text, reason="補足", **self._who)  # type: ignore[arg-type]

    def finding(self, number: str) -> Finding:
        with OpenCase(self.case).reader() as reader:
            found = reader.finding(number)
        assert found is not None
        return found


@pytest.fixture
def other(shipped_case: Path) -> Other:
    return Other(shipped_case)


@pytest.fixture
def seat(sit_down: Callable[..., Auditor], shipped_case: Path) -> Callable[..., Auditor]:
    def sit() -> Auditor:
        auditor = sit_down(shipped_case, year=2006)
        auditor.go("findings")
        return auditor

    return sit


def page_of(auditor: Auditor) -> FindingsPage:
    return cast(FindingsPage, auditor.page)


def dialog_of(auditor: Auditor) -> FindingDialog:
    auditor.settle()
    dialog = auditor.commands.findings.dialog
    assert dialog is not None
    return dialog


def editing(auditor: Auditor) -> FindingTextDialog:
    page_of(auditor)._ask("edit", None)
    return cast(FindingTextDialog, dialog_of(auditor))


def save(auditor: Auditor, dialog: FindingDialog) -> None:
    auditor.click(dialog.save_button)
    auditor.settle()


def test_what_another_wrote_in_another_field_stays(seat: Callable[..., Auditor], other: Other) -> None:
    number = other.raised()
    auditor = seat()
    dialog = editing(auditor)
    other.edited(number, cause="手順がない。")
    dialog.editor.prose["effect"].setPlainText("漏えい。")
    save(auditor, dialog)
    text = other.finding(number).text
    assert (text.cause, text.effect) == ("手順がない。", "漏えい。")
    assert auditor.commands.findings.dialog is None


def test_the_same_field_written_by_both_is_asked_about_with_both_in_sight(
    seat: Callable[..., Auditor], other: Other
) -> None:
    number = other.raised()
    auditor = seat()
    dialog = editing(auditor)
    other.edited(number, cause="手順がない。", owner="山田")
    dialog.editor.prose["cause"].setPlainText("人がいない。")
    save(auditor, dialog)
    assert other.finding(number).text.cause == "手順がない。", "nothing was overwritten"
    kept = cast(FindingTextDialog, dialog_of(auditor))
    assert OTHER in kept.refusal.text()
    assert "手順がない。" in kept.refusal.text()
    assert kept.editor.prose["cause"].toPlainText() == "人がいない。"
    assert kept.editor.owner.text() == "山田", "what only the other changed is there"
    kept.reject()
    assert kept.question.isVisibleTo(kept), "the words are not lost without a question"
    save(auditor, kept)
    assert (other.finding(number).text.cause, other.finding(number).text.owner) == ("人がいない。", "山田")


def test_an_edit_begun_before_the_sign_off_comes_back_and_asks_for_its_reason(
    seat: Callable[..., Auditor], other: Other
) -> None:
    number = other.raised()
    auditor = seat()
    dialog = editing(auditor)
    dialog.editor.prose["effect"].setPlainText("漏えい。")
    other.moved(number, "under_review")
    other.moved(number, "issued")
    save(auditor, dialog)
    kept = cast(FindingTextDialog, dialog_of(auditor))
    assert kept.editor.prose["effect"].toPlainText() == "漏えい。"
    assert not kept.save_button.isEnabled()
    kept.reason.setText("書き忘れ")
    save(auditor, kept)
    assert other.finding(number).text.effect == "漏えい。"


def test_a_text_that_changed_under_the_reviewer_is_not_signed(seat: Callable[..., Auditor], other: Other) -> None:
    number = other.raised()
    other.moved(number, "under_review")
    auditor = seat()
    page = page_of(auditor)
    page.detail.moves.by.setText(SECOND)
    auditor.click(page.detail.moves.buttons["sign_off"])
    dialog = cast(FindingMoveDialog, dialog_of(auditor))
    other.edited(number, recommendation="別の勧告。")
    save(auditor, dialog)
    assert other.finding(number).state == "under_review"
    assert OTHER in dialog_of(auditor).refusal.text()
    dialog_of(auditor).done(0)
    auditor.settle()
    assert page.finding() == other.finding(number), "the text there is now is in sight"


def test_an_edited_text_is_signed_on_the_page_and_the_reviewer_stops_acting(
    seat: Callable[..., Auditor], other: Other
) -> None:
    number = other.raised()
    other.moved(number, "under_review")
    other.moved(number, "issued")
    other.edited(number, cause="手順がない。")
    auditor = seat()
    page = page_of(auditor)
    assert not page.detail.moves.buttons["countersign"].isEnabled(), "the auditor at the desk wrote it"
    page.detail.moves.by.setText(SECOND)
    auditor.click(page.detail.moves.buttons["countersign"])
    save(auditor, dialog_of(auditor))
    signed = other.finding(number).sign_off
    assert signed is not None
    assert signed.by == SECOND
    assert "countersign" not in page.detail.moves.buttons
    assert page.acting() == AUTHOR, "the next edit is not written in the reviewer's name"
    assert auditor.texts("finding.countersigned") in auditor.column("what", page.history)


def test_the_kind_is_fixed_after_the_sign_off(seat: Callable[..., Auditor], other: Other) -> None:
    number = other.raised()
    other.moved(number, "under_review")
    other.moved(number, "issued")
    auditor = seat()
    dialog = editing(auditor)
    assert not dialog.editor.kind.isEnabled()
    dialog.reason.setText("補足")
    dialog.editor.prose["recommendation"].setPlainText("")
    assert not dialog.save_button.isEnabled(), "what the sign-off demanded cannot be emptied"
    dialog.done(0)
    auditor.settle()


def test_a_finding_that_cannot_be_stored_comes_back_with_its_words(seat: Callable[..., Auditor], other: Other) -> None:
    auditor = seat()
    page_of(auditor).finding_requested.emit("raise", None, None)
    dialog = cast(FindingRaiseDialog, dialog_of(auditor))
    dialog.editor.title.setText("題名")
    dialog.editor.prose["condition"].setPlainText("長い文。" * 200)
    with closing(sqlite3.connect(other.case, isolation_level=None)) as holding:
        holding.execute("BEGIN IMMEDIATE")
        auditor.click(dialog.save_button)
        QTest.qWait(100)
        auditor.settle()
        holding.execute("ROLLBACK")
    assert dialog_of(auditor) is dialog, "the words are where they were"
    assert auditor.texts("case.locked.what") in dialog.refusal.text()
    dialog.reject()
    assert dialog.question.isVisibleTo(dialog)
    save(auditor, dialog)
    assert other.finding("2006-001").text.condition == "長い文。" * 200


@pytest.mark.skipif(resource is None, reason="a full disk is made by a limit that only POSIX has")
def test_on_a_full_disk_the_words_stay_in_the_dialog(seat: Callable[..., Auditor], other: Other) -> None:
    auditor = seat()
    page_of(auditor).finding_requested.emit("raise", None, None)
    dialog = cast(FindingRaiseDialog, dialog_of(auditor))
    dialog.editor.title.setText("題名")
    dialog.editor.prose["condition"].setPlainText("長い文。" * 200)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        auditor.click(dialog.save_button)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert dialog_of(auditor) is dialog
    assert dialog.refusal.text()
    save(auditor, dialog)
    assert other.finding("2006-001").text.condition == "長い文。" * 200


def test_an_answer_to_a_finding_withdrawn_meanwhile_comes_back(seat: Callable[..., Auditor], other: Other) -> None:
    number = other.raised()
    other.moved(number, "under_review")
    other.moved(number, "issued")
    auditor = seat()
    page = page_of(auditor)
    page._ask("respond", None)
    dialog = cast(FindingResponseDialog, dialog_of(auditor))
    dialog.answer.setPlainText("対応します。")
    move_finding(other.case, number, "withdrawn", reason="重複", author=OTHER, clock=TickingClock())
    save(auditor, dialog)
    kept = cast(FindingResponseDialog, dialog_of(auditor))
    assert kept.answer.toPlainText() == "対応します。"
    assert "取下げ" in kept.refusal.text()
    kept.done(0)
    auditor.settle()
    assert other.finding(number).responses == ()


def test_a_link_to_a_carried_finding_stays_in_the_year_in_sight(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    other = Other(practice_case)
    number = other.raised()
    other.moved(number, "under_review")
    other.moved(number, "issued")
    follow_up(practice_case, number, FollowUpMark(2007, "open"), author=OTHER, clock=TickingClock())
    auditor = sit_down(practice_case, year=2007)
    auditor.go("findings")
    auditor.window.go_to("findings", f"finding:{number}")
    auditor.settle()
    assert page_of(auditor).fiscal_year == 2007
    auditor.window.choose_year(2008)
    auditor.settle()
    auditor.window.go_to("findings", f"finding:{number}")
    auditor.settle()
    assert page_of(auditor).fiscal_year == 2006, "where it was neither raised nor carried it cannot be shown"
