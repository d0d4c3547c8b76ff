"""The return form from the window: made for a ministry, filled in, dropped on the window again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.services.open_case import OpenCase
from auditor_app.ui.dialogs.form_dialog import FormDialog
from tests.auditor import CTRL, SHIFT, Auditor
from tests.builders import sha256_of

MINISTRY = "青葉省"


def known_units(case: Path) -> set[str]:
    """What the ministry returned for the year, unit by unit."""
    with OpenCase(case).reader() as reader:
        ministry = next(own for own in reader.organisations() if own.is_called(MINISTRY))
        return {own.unit for own in reader.reports(2007, ministry.id)}


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    seated = sit_down(practice_case)
    seated.go("rates")
    seated.window.choose_year(2007)
    return seated


def open_form(auditor: Auditor) -> FormDialog:
    auditor.press(Qt.Key.Key_F, CTRL | SHIFT)
    assert auditor.commands.forms.dialog is not None
    return auditor.commands.forms.dialog


def choose_ministry(auditor: Auditor, dialog: FormDialog, name: str = MINISTRY) -> None:
    line = dialog.organisation.lineEdit()
    assert line is not None
    line.selectAll()
    auditor.write(line, name)
    auditor.settle()


def units_in(path: Path, sheet: str = "把握状況") -> set[object]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=5, values_only=True)
    return {row[2] for row in rows if row[0]}


def test_form_is_made_by_keyboard_with_the_known_units(auditor: Auditor, practice_case: Path, tmp_path: Path) -> None:
    before = sha256_of(practice_case)
    dialog = open_form(auditor)
    assert dialog.fiscal_year() == 2007
    choose_ministry(auditor, dialog)
    assert set(dialog.unit_names()) == known_units(practice_case) != set()
    target = tmp_path / "様式.xlsx"
    auditor.write(dialog.target_field, str(target.with_suffix("")))
    QTest.keyClick(dialog.target_field, Qt.Key.Key_Return)
    auditor.settle()
    assert auditor.commands.forms.dialog is None
    assert units_in(target) == known_units(practice_case)
    told = "\n".join(auditor.notices.told[-1][1])
    assert target.name in told
    assert str(tmp_path) in told
    assert MINISTRY in told
    assert sha256_of(practice_case) == before


def test_units_can_be_added_and_taken_out(auditor: Auditor, tmp_path: Path) -> None:
    dialog = open_form(auditor)
    choose_ministry(auditor, dialog)
    dialog.units.setPlainText("大臣官房\n 新設局 \n\n大臣官房")
    dialog.year.setCurrentIndex(dialog.year.findData(2006))
    assert dialog.unit_names() == ["大臣官房", "新設局"]  # what was written by hand stays
    auditor.notices.target = tmp_path / "form.xlsx"
    auditor.click(dialog.write_button)
    assert "practice-" in auditor.notices.asked[-1]
    assert MINISTRY in auditor.notices.asked[-1]
    assert units_in(tmp_path / "form.xlsx") == {"大臣官房", "新設局"}


def test_form_that_exists_is_replaced_only_when_the_auditor_says_so(
    auditor: Auditor, practice_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "form.xlsx"
    target.write_bytes(b"filled in by a ministry")
    dialog = open_form(auditor)
    choose_ministry(auditor, dialog)
    auditor.write(dialog.target_field, str(target))
    auditor.notices.answer = None
    auditor.click(dialog.write_button)
    assert target.read_bytes() == b"filled in by a ministry"
    assert auditor.commands.forms.dialog is dialog
    auditor.notices.answer = 0
    auditor.click(dialog.write_button)
    assert units_in(target) == known_units(practice_case)


def test_refusal_stands_in_the_dialog_and_nothing_is_lost(
    auditor: Auditor, practice_case: Path, tmp_path: Path
) -> None:
    dialog = open_form(auditor)
    choose_ministry(auditor, dialog)
    auditor.write(dialog.target_field, str(tmp_path / "nowhere" / "form.xlsx"))
    auditor.click(dialog.write_button)
    assert auditor.commands.forms.dialog is dialog
    assert "nowhere" in dialog.words.text()
    dialog.show_target(practice_case)
    auditor.notices.answer = 0
    before = sha256_of(practice_case)
    auditor.click(dialog.write_button)
    assert sha256_of(practice_case) == before
    auditor.notices.target = None
    dialog.target_field.clear()
    auditor.click(dialog.write_button)
    assert auditor.commands.forms.dialog is dialog
    dialog.reject()


def test_words_that_are_no_ministry_make_no_form(auditor: Auditor) -> None:
    dialog = open_form(auditor)
    choose_ministry(auditor, dialog, "存在しない省")
    assert not dialog.write_button.isEnabled()
    assert dialog.words.text() == auditor.texts("form_dialog.no_organisation")
    dialog.reject()


def test_case_without_a_catalogue_says_what_to_do_first(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = sit_down(empty_case)
    dialog = open_form(auditor)
    assert not dialog.write_button.isEnabled()
    assert dialog.words.text() == auditor.texts("form_dialog.no_catalogue")
    dialog.reject()


@pytest.mark.parametrize("page", ["rates", "answers"])
def test_page_without_returns_offers_the_form(sit_down: Callable[..., Auditor], empty_case: Path, page: str) -> None:
    auditor = sit_down(empty_case)
    auditor.go(page)
    offer = auditor.table.empty_state.offer
    assert offer.isVisible()
    auditor.click(offer)
    assert auditor.commands.forms.dialog is not None
    auditor.commands.forms.dialog.reject()


def test_filled_form_dropped_on_the_window_brings_both_sheets_in_as_one_change(
    auditor: Auditor, practice_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "form.xlsx"
    dialog = open_form(auditor)
    choose_ministry(auditor, dialog)
    dialog.units.setPlainText("新設局")
    auditor.write(dialog.target_field, str(target))
    auditor.click(dialog.write_button)
    fill_in(target)
    with OpenCase(practice_case).reader() as reader:
        entries = len(reader.log())
    auditor.drop(target)
    listed = auditor.import_list()
    auditor.click(listed.dialog.accept_button)
    with OpenCase(practice_case).reader() as reader:
        assert len(reader.log()) == entries + 1
        counts = [own for own in reader.coverage_counts(2007) if own.unit == "新設局"]
        reports = [own for own in reader.reports(2007) if own.unit == "新設局"]
        assert {own.target for own in counts} == {50}
        assert [own.answer_count > 0 for own in reports] == [True]
    listed.dialog.reject()
    auditor.choose("undo")
    with OpenCase(practice_case).reader() as reader:
        assert not [own for own in reader.coverage_counts(2007) if own.unit == "新設局"]


def fill_in(path: Path) -> None:
    """As a ministry does: 50 people of each role, all ascertained, 10 with the duty, 9 carried it out."""
    book = openpyxl.load_workbook(path)
    for name, numbers in (
        ("把握状況", {"対象者数": 50, "把握者数": 50}),
        ("実施状況", {"責務発生数": 10, "実施数": 9}),
    ):
        sheet = book[name]
        columns = {cell.value: cell.column for cell in sheet[4]}
        for row in range(5, sheet.max_row + 1):
            if sheet.cell(row, 1).value:
                for header, number in numbers.items():
                    sheet.cell(row, columns[header]).value = number
    book.save(path)
