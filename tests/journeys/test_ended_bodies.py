"""Ends of bodies that contradict their reports: said before they are saved, and listed by the checks afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

from auditor_app.services.check_ended_bodies import ENDED_BODY, check_ended_bodies
from auditor_app.services.open_case import OpenCase
from auditor_app.ui.dialogs.organisation_event_dialog import OrganisationEventDialog
from auditor_app.ui.dialogs.organisation_name_dialog import OrganisationNameDialog
from tests.auditor import Auditor
from tests.journeys.test_organisations import choose_body, open_dialog, seated


def checked(case: Path) -> dict[str, tuple[str, bool, bool]]:
    with OpenCase(case).reader() as reader:
        return {own.subject: (own.found, own.holds, bool(own.places)) for own in check_ended_bodies(reader)}


def test_ends_of_the_practice_case_and_of_the_shipped_one_fit_their_reports(
    practice_case: Path, shipped_case: Path
) -> None:
    found = checked(practice_case)
    assert found["春野省"][1:] == (True, True)
    assert all(holds for case in (practice_case, shipped_case) for _, holds, _ in checked(case).values())


def test_abolishing_a_body_that_goes_on_reporting_is_warned_of_and_listed(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = seated(sit_down, practice_case)
    choose_body(auditor, "青葉省")
    dialog = cast(OrganisationEventDialog, open_dialog(auditor, "event"))
    dialog.kind.setCurrentIndex(dialog.kind.findData("abolished"))
    auditor.write(dialog.day, "0001-01-01")
    assert dialog.words.text() == auditor.texts("lineage.lacks_readable_day")
    assert not dialog.save_button.isEnabled()
    dialog.day.clear()
    auditor.write(dialog.day, "H19.4.1")
    assert "青葉省" in dialog.words.text()
    assert "2007, 2008年度の報告" in dialog.words.text()
    assert "2006" not in dialog.words.text()
    assert dialog.words.property("tone") == "warning"
    auditor.click(dialog.save_button)
    auditor.settle()
    found, holds, has_place = checked(practice_case)["青葉省"]
    assert (found.endswith("2006年度、2007年度、2008年度"), holds, has_place) == (True, False, True)
    auditor.go("checks")
    rows = auditor.column("rule")
    assert auditor.texts(f"check.{ENDED_BODY}") in rows
    assert auditor.notices.refused == []
    auditor.choose("undo")
    assert "青葉省" not in checked(practice_case)


def test_end_after_the_last_report_needs_no_warning_and_no_day_before_1868_is_taken(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = seated(sit_down, practice_case)
    choose_body(auditor, "青葉省")
    dialog = cast(OrganisationEventDialog, open_dialog(auditor, "event"))
    dialog.kind.setCurrentIndex(dialog.kind.findData("abolished"))
    auditor.write(dialog.day, "2009-04-01")
    assert dialog.words.property("tone") == ""
    dialog.reject()
    auditor.settle()
    renaming = cast(OrganisationNameDialog, open_dialog(auditor, "rename"))
    auditor.write(renaming.name, "新緑省")
    auditor.write(renaming.first, "0001-01-01")
    assert renaming.words.text() == auditor.texts("lineage.lacks_readable_day")
    assert not renaming.save_button.isEnabled()
