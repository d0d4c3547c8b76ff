"""The page of reports: sections in any order, drafts that are never lost, pages that follow, files in many formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QSpinBox

from auditor_app.services.open_case import OpenCase
from auditor_app.services.reports.definition import ReportDefinition
from auditor_app.services.reports.drafts import key_of
from auditor_app.services.reports.save_report import save_report
from auditor_app.services.reports.saved_reports import reports_of_case
from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog
from auditor_app.ui.dialogs.report_name_dialog import ReportNameDialog
from auditor_app.ui.dialogs.report_organisations_dialog import ReportOrganisationsDialog
from auditor_app.ui.pages.reports_page import ReportsPage
from auditor_app.ui.widgets.report_sections import CONTENT, KIND, SectionList
from tests.auditor import ALT, CTRL, Auditor
from tests.builders import AUTHOR, TickingClock
from tests.unit.exporting.word_templates import template_of

OWN = ReportDefinition("室の報告", "室の監査報告書", sections=("coverage", "annex_3_3"), fiscal_year=2006)
ODD = "<b>=1+1</b> & \"'"


@pytest.fixture
def seat(sit_down: Callable[..., Auditor], shipped_case: Path) -> Callable[..., Auditor]:
    """Opens the window on the reports of the shipped case."""

    def sit(*saved: ReportDefinition, **choices: object) -> Auditor:
        for own in saved:
            save_report(shipped_case, own, author=AUTHOR, clock=TickingClock())
        auditor = sit_down(shipped_case, **choices)
        auditor.go("reports")
        return auditor

    return sit


def page_of(auditor: Auditor) -> ReportsPage:
    return cast(ReportsPage, auditor.page)


def definitions(auditor: Auditor) -> dict[str, ReportDefinition]:
    with OpenCase(auditor.window.context.case.path).reader() as reader:
        return {own.name: own for own in reports_of_case(reader)}


def listed(auditor: Auditor) -> list[str]:
    """What stands in the list of definitions and can be chosen."""
    own = page_of(auditor).list.list
    items = [own.item(row) for row in range(own.count())]
    return [item.text() for item in items if item.flags() & Qt.ItemFlag.ItemIsSelectable]


def words_of_pages(auditor: Auditor) -> str:
    """The text of the pages in the preview, as soon as they are those of the definition in sight."""
    page = page_of(auditor)
    auditor.wait_for(lambda: not page.is_making())
    auditor.settle()
    auditor.wait_for(lambda: page.preview.pages.page_count > 0)
    with pypdfium2.PdfDocument(page.preview.pages.pdf) as pdf:
        return "".join(own.get_textpage().get_text_range() for own in pdf)


def dialog_of(auditor: Auditor) -> object:
    auditor.settle()
    assert auditor.commands.reports.dialog is not None
    return auditor.commands.reports.dialog


def item_of(sections: SectionList, kind: str) -> int:
    return next(row for row in range(sections.count()) if sections.item(row).data(KIND) == kind)


# --- what stands there at once ----------------------------------------------------------------------


def test_a_report_is_there_before_anything_is_saved(seat: Callable[..., Auditor]) -> None:
    auditor = seat()
    assert len(listed(auditor)) == 2
    words = words_of_pages(auditor)
    assert "31.2 % (98.2 %)" in words
    assert definitions(auditor) == {}, "and the case has none of it"
    page = page_of(auditor)
    assert page.preview.count.text() == f"/ {page.preview.pages.page_count}"


def test_sections_say_what_they_hold_and_when_there_is_nothing(seat: Callable[..., Auditor]) -> None:
    auditor = seat()
    words_of_pages(auditor)
    sections = page_of(auditor).form.sections
    told = {sections.item(row).data(KIND): sections.item(row).data(CONTENT) for row in range(sections.count())}
    assert told["findings"] == auditor.texts("reportui.content.entries", count="0")
    assert told["good_practices"] == auditor.texts("reportui.content.none")
    assert "19" in told["annex_3_3"]
    assert all(told.values())


def test_an_empty_case_says_what_to_do(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = sit_down(empty_case)
    auditor.go("reports")
    page = page_of(auditor)
    assert page.preview.pages.page_count == 0
    assert auditor.texts("reportui.no_figures.todo") in page.preview.pages.accessibleDescription()
    assert not page.buttons["export"].isEnabled()
    auditor.choose("print")
    assert [own.problems[0].key for own in auditor.notices.refused] == ["reportui.no_figures"]


def test_the_inspector_gives_way_and_comes_back(seat: Callable[..., Auditor]) -> None:
    auditor = seat()
    assert not auditor.window.inspector_pane.isVisible()
    auditor.window.save_state()
    assert auditor.settings.record("window.panes")["inspector"] is True
    auditor.go("coverage")
    assert auditor.window.inspector_pane.isVisible()


# --- undo ---------------------------------------------------------------------------------------------


def test_undo_takes_back_what_is_not_saved_before_anything_the_case_has(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page, undo = page_of(auditor), auditor.commands.actions["undo"]
    sections = page.form.sections
    before = sections.chosen()
    sections.setCurrentRow(item_of(sections, "annex_3_3"))
    sections.setFocus()
    while sections.chosen() == before:
        QTest.keyClick(sections, Qt.Key.Key_Up, ALT)
    words_of_pages(auditor)
    page.form.office.setText("監査室")
    words_of_pages(auditor)
    moved = sections.chosen()
    assert moved != before
    assert auditor.texts("reportui.unsaved_step") in undo.text()
    auditor.choose("undo")
    assert (page.form.office.text(), sections.chosen()) == ("", moved)
    words_of_pages(auditor)
    auditor.choose("undo")
    assert sections.chosen() == before
    assert not page.entry().is_changed
    assert list(definitions(auditor)) == [OWN.name], "and the case is as it was"
    words_of_pages(auditor)
    auditor.choose("redo")
    assert sections.chosen() == moved
    auditor.choose("undo")
    assert auditor.texts("reportui.unsaved_step") not in undo.text()
    auditor.choose("undo")
    auditor.wait_for(lambda: definitions(auditor) == {})


def test_a_definition_that_undo_takes_away_and_redo_brings_back_is_chosen_again(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    page.show_entry(key_of(OWN.name))
    for _ in range(2):
        auditor.choose("undo")
        auditor.wait_for(lambda: page.entry().is_start)
        auditor.choose("redo")
        auditor.wait_for(lambda: page.entry().key == key_of(OWN.name))
    assert page.form.title.text() == OWN.title


# --- sections -----------------------------------------------------------------------------------------


def test_sections_are_ordered_and_chosen_by_keyboard_alone(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    sections = page.form.sections
    sections.setCurrentRow(item_of(sections, "annex_3_3"))
    sections.setFocus()
    while sections.chosen()[0] != "annex_3_3":
        QTest.keyClick(sections, Qt.Key.Key_Up, ALT)
    QTest.keyClick(sections, Qt.Key.Key_Space)
    QTest.keyClick(sections, Qt.Key.Key_Space)
    auditor.settle()
    assert page.entry().definition.sections == ("annex_3_3", "coverage")
    words = words_of_pages(auditor)
    assert words.index("機関名") < words.index("公表順")
    auditor.click(page.form.later)
    assert sections.currentRow() == item_of(sections, "annex_3_3")


def test_sections_are_ordered_by_dragging(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    sections = page.form.sections
    row = item_of(sections, "annex_3_3")
    assert sections.model().moveRow(QModelIndex(), row, QModelIndex(), 0), "what dropping a dragged section does"
    assert page.entry().definition.sections == ("annex_3_3", "coverage")
    assert sections.count() == len({sections.item(own).data(KIND) for own in range(sections.count())})


# --- drafts ---------------------------------------------------------------------------------------------


def test_what_is_not_saved_outlives_other_definitions_pages_and_the_window(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    page.form.title.setText(ODD)
    assert listed(auditor)[0].startswith("●")
    assert auditor.texts("reportui.unsaved") in page.subtitle.text()
    page.show_entry("start:0")
    auditor.go("coverage")
    auditor.go("reports")
    page.show_entry(key_of(OWN.name))
    assert page.form.title.text() == ODD
    auditor.desktop.choose("language", "en")
    auditor.settle()
    assert page_of(auditor).form.title.text() == ODD
    auditor.desktop.open_case(auditor.window.context.case.path, "reports")
    auditor.settle()
    assert page_of(auditor).form.title.text() == ODD, "closing the case keeps it"
    assert definitions(auditor)[OWN.name] == OWN
    auditor.click(page_of(auditor).buttons["discard"])
    assert page_of(auditor).form.title.text() == OWN.title


def test_saving_one_to_start_from_asks_for_a_free_name_and_can_be_undone(seat: Callable[..., Auditor]) -> None:
    auditor = seat()
    page = page_of(auditor)
    page.form.office.setText("監査室")
    page.form.office.setFocus()
    auditor.press(Qt.Key.Key_S, CTRL, page.form.office)
    dialog = cast(ReportNameDialog, dialog_of(auditor))
    dialog.field.setText(" ")
    assert not dialog.save_button.isEnabled()
    dialog.field.setText("室の報告")
    auditor.click(dialog.save_button)
    assert definitions(auditor)["室の報告"].office == "監査室"
    assert page.entry().definition.name == "室の報告"
    assert not page.entry().is_changed
    auditor.choose("undo")
    assert definitions(auditor) == {}


def test_definitions_are_duplicated_renamed_and_removed_with_undo(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    auditor.click(page.list.tools["duplicate"])
    copy = page.entry().definition.name
    assert copy != OWN.name
    auditor.press(Qt.Key.Key_S, CTRL, page.form.title)
    assert set(definitions(auditor)) == {OWN.name, copy}
    page.form.office.setText("監査室")
    auditor.press(Qt.Key.Key_F2, widget=page.list.list)
    dialog = cast(ReportNameDialog, dialog_of(auditor))
    dialog.field.setText(OWN.name)
    assert not dialog.save_button.isEnabled(), "another one has that name"
    dialog.field.setText("別名")
    auditor.click(dialog.save_button)
    assert definitions(auditor)["別名"].office == "", "renaming saves nothing else"
    assert page.entry().definition.office == "監査室"
    auditor.notices.answer = None
    auditor.press(Qt.Key.Key_Delete, widget=page.list.list)
    assert "別名" in definitions(auditor), "what was not saved is asked about"
    auditor.notices.answer = 0
    auditor.press(Qt.Key.Key_Delete, widget=page.list.list)
    assert set(definitions(auditor)) == {OWN.name}
    auditor.choose("undo")
    assert set(definitions(auditor)) == {OWN.name, "別名"}
    assert any(own.endswith("別名") for own in listed(auditor))


def test_a_report_is_limited_to_organisations_found_by_typing(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    auditor.click(page.form.organisations_button)
    dialog = cast(ReportOrganisationsDialog, dialog_of(auditor))
    dialog.picker.filter.setText("農林")
    shown = [
        dialog.picker.list.item(row)
        for row in range(dialog.picker.list.count())
        if not dialog.picker.list.item(row).isHidden()
    ]
    assert [own.text() for own in shown] == ["農林水産省"]
    shown[0].setCheckState(Qt.CheckState.Checked)
    dialog.accept()
    auditor.settle()
    assert page.entry().definition.organisations == ("農林水産省",)
    assert page.form.organisations.text() == "農林水産省"
    words = words_of_pages(auditor)
    assert "農林水産省" in words
    assert "外務省" not in words.partition("この文書の根拠")[0]


# --- template -------------------------------------------------------------------------------------------


def test_a_template_is_checked_at_once_and_kept_with_the_definition(
    seat: Callable[..., Auditor], tmp_path: Path
) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    auditor.notices.files = [template_of(tmp_path, "{{ titel }}")]
    auditor.click(page.form.template_choose)
    assert "titel" in page.form.template_words.text()
    assert page.entry().definition.template_name == "", "one that cannot be used is not taken"
    auditor.notices.files = [template_of(tmp_path, "監査室 {{ title }}")]
    auditor.click(page.form.template_choose)
    assert page.form.template.text() == "ひな形.docx"
    assert page.preview.remark.isVisible(), "its look is not that of the pages"
    auditor.click(page.buttons["save"])
    saved = definitions(auditor)[OWN.name]
    assert (saved.template_name, len(saved.template)) == ("ひな形.docx", 64)
    assert not page.entry().is_changed
    auditor.click(page.form.template_remove)
    auditor.click(page.buttons["save"])
    assert definitions(auditor)[OWN.name].template == ""


# --- pages ------------------------------------------------------------------------------------------------


def test_old_pages_stand_until_new_ones_are_there_and_the_newest_win(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    words_of_pages(auditor)
    for title in ("第一稿", "第二稿", "決定稿"):
        page.form.title.setText(title)
        page.make_pages()
        assert page.preview.pages.page_count > 0
    words = words_of_pages(auditor)
    assert "決定稿" in words
    assert "第二稿" not in words


def test_pages_that_were_given_up_are_not_waited_for(seat: Callable[..., Auditor]) -> None:
    auditor = seat(OWN)
    page = page_of(auditor)
    words_of_pages(auditor)
    page.form.title.setText("別の表題")
    page.make_pages()
    for job in auditor.desktop.jobs.running():
        job.cancel()
    auditor.settle()
    auditor.wait_for(lambda: not page.preview.pages.page_count or "別の表題" in words_of_pages(auditor))
    assert not page.preview.state.text()
    page.make_pages()
    assert "別の表題" in words_of_pages(auditor)


def test_what_cannot_be_composed_is_told_in_the_place_of_the_pages(seat: Callable[..., Auditor]) -> None:
    unknown = ReportDefinition("不明", "不明", organisations=("無い省",))
    auditor = seat(unknown)
    page = page_of(auditor)
    auditor.wait_for(lambda: "無い省" in page.preview.pages.accessibleDescription())
    assert page.preview.pages.page_count == 0
    assert not auditor.notices.refused


# --- export -------------------------------------------------------------------------------------------------


def test_several_formats_go_into_one_folder_and_each_says_what_became_of_it(
    seat: Callable[..., Auditor], tmp_path: Path
) -> None:
    auditor = seat(OWN, language="en")
    page = page_of(auditor)
    auditor.click(page.buttons["export"])
    dialog = cast(ReportExportDialog, dialog_of(auditor))
    dialog.folder.setText(str(tmp_path / "none"))
    assert not dialog.export_button.isEnabled()
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "室の監査報告書 2006.json").mkdir()
    dialog.folder.setText(str(folder))
    for suffix, line in dialog.lines.items():
        line.box.setChecked(suffix in (".html", ".json", ".pdf"))
    auditor.click(dialog.export_button)
    names = {own.name for own in folder.iterdir() if own.is_file()}
    assert names == {
        f"室の監査報告書 2006{own}" for own in (".html", ".html.manifest.json", ".pdf", ".pdf.manifest.json")
    }
    assert "把握率" in (folder / "室の監査報告書 2006.html").read_text("utf-8"), "in the definition's language"
    assert auditor.texts("reportui.state.written", file="室の監査報告書 2006.pdf") == dialog.lines[".pdf"].words.text()
    assert "室の監査報告書 2006.json" in dialog.lines[".json"].words.text(), "and why not"
    assert not auditor.notices.refused
    dialog.reject()
    auditor.settle()
    assert auditor.commands.reports.dialog is None


def test_a_finished_file_whose_folder_is_gone_is_saved_elsewhere(seat: Callable[..., Auditor], tmp_path: Path) -> None:
    auditor = seat(OWN)
    auditor.choose("export")
    dialog = cast(ReportExportDialog, dialog_of(auditor))
    folder = tmp_path / "usb"
    folder.mkdir()
    dialog.folder.setText(str(folder))
    for suffix, line in dialog.lines.items():
        line.box.setChecked(suffix == ".html")
    order = dialog.order()
    folder.rmdir()
    dialog.export_requested.emit(order)
    auditor.settle()
    line = dialog.lines[".html"]
    assert line.elsewhere.isVisible()
    auditor.notices.target = tmp_path / "別.html"
    auditor.click(line.elsewhere)
    assert (tmp_path / "別.html").is_file()
    assert not line.elsewhere.isVisible()
    dialog.reject()
    auditor.settle()


def test_next_year_is_chosen_where_the_files_are(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("reports")
    auditor.click(page_of(auditor).buttons["export"])
    dialog = cast(ReportExportDialog, dialog_of(auditor))
    assert "2008" in dialog.year.currentText()
    dialog.year.setCurrentIndex(dialog.year.findData(2007))
    assert dialog.name.text().endswith("2007")
    assert dialog.order().fiscal_year == 2007
    dialog.name.setText("a/b")
    assert not dialog.export_button.isEnabled()
    dialog.reject()
    auditor.settle()


# --- names and markup ---------------------------------------------------------------------------------------


def test_everything_has_a_name_and_no_label_takes_markup(seat: Callable[..., Auditor]) -> None:
    auditor = seat(ReportDefinition(ODD, ODD, office=ODD))
    page = page_of(auditor)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QSpinBox)
    for kind in kinds:
        for widget in page.findChildren(kind):
            inner = widget.parentWidget()
            if isinstance(inner, QSpinBox | QComboBox) or widget.objectName().startswith("qt_"):
                continue
            named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
            assert named, widget
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    assert ODD in listed(auditor)


@pytest.mark.parametrize("name", [".", "..", "../x", "長" * 200, "a\\b"])
def test_the_files_of_a_report_cannot_bear_such_a_name(seat: Callable[..., Auditor], tmp_path: Path, name: str) -> None:
    auditor = seat(OWN)
    auditor.choose("export")
    dialog = dialog_of(auditor)
    assert isinstance(dialog, ReportExportDialog)
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText(name)
    assert not dialog.export_button.isEnabled()
    key = "export.name_too_long" if len(name) > 100 else "export.name_unusable"
    assert auditor.texts(f"{key}.todo") in dialog.words.text()
    dialog.name.setText("報告")
    assert dialog.export_button.isEnabled()
