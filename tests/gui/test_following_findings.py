"""A finding is followed up in any later year there is, whatever year is in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding
from auditor_app.ui.dialogs.finding_follow_up_dialog import FindingFollowUpDialog
from auditor_app.ui.pages.findings_page import FindingsPage
from tests.auditor import Auditor
from tests.unit.services.finding_steps import JA, finding, issued, raised

FIGURE = "rates:2006:若草省::all:5#achievement"


@pytest.fixture
def number(practice_case: Path) -> str:
    with OpenCase(practice_case).reader() as reader:
        text = propose_finding(reader, JA, FIGURE)
    return issued(practice_case, raised(practice_case, replace(text, recommendation="改善すること。")))


def judging(auditor: Auditor) -> FindingFollowUpDialog:
    page = cast(FindingsPage, auditor.page)
    auditor.click(page.detail.buttons["follow_up"])
    auditor.settle()
    dialog = auditor.commands.findings.dialog
    assert dialog is not None
    return cast(FindingFollowUpDialog, dialog)


def test_every_later_year_of_the_case_can_be_judged_from_the_year_it_was_raised_in(
    sit_down: Callable[..., Auditor], practice_case: Path, number: str
) -> None:
    auditor = sit_down(practice_case, year=2006)
    auditor.go("findings")
    dialog = judging(auditor)
    assert [dialog.year.itemData(own) for own in range(dialog.year.count())] == [2007, 2008]
    assert dialog.fiscal_year == 2007
    assert "到達率" in dialog.proposal.text(), "the measure the finding rests on"
    first = dialog.proposal.text()
    dialog.note.setPlainText("報告を待つ。")
    dialog.year.setCurrentIndex(1)
    assert dialog.proposal.text() != first
    assert dialog.note.toPlainText() == "報告を待つ。", "what was begun stays"
    dialog.outcomes["persisting"].click()
    auditor.click(dialog.save_button)
    auditor.settle()
    mark = finding(practice_case, number).follow_up(2008)
    assert mark is not None
    assert (mark.outcome, mark.note) == ("persisting", "報告を待つ。")
    assert finding(practice_case, number).follow_up(2007) is None


def test_the_dialog_says_which_finding_and_what_was_judged_before(
    sit_down: Callable[..., Auditor], practice_case: Path, number: str
) -> None:
    auditor = sit_down(practice_case, year=2006)
    auditor.go("findings")
    dialog = judging(auditor)
    assert number in dialog.windowTitle()
    dialog.note.setPlainText("改善された。")
    dialog.outcomes["solved"].click()
    auditor.click(dialog.save_button)
    auditor.settle()
    dialog = judging(auditor)
    assert dialog.fiscal_year == 2008, "the first year that is not judged"
    assert auditor.texts("finding.outcome.solved") in dialog.year.itemText(0)
    dialog.year.setCurrentIndex(0)
    assert dialog.note.toPlainText() == "改善された。"
    assert dialog.outcomes["solved"].isChecked()
    dialog.done(0)
    auditor.settle()
