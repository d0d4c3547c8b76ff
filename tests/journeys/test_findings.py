"""What an auditor does with a finding: raise it on a weak cell, prove it, have it signed, answered, and carried on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from auditor_app.domain.findings import Finding
from auditor_app.domain.rate_options import RateOptions
from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.dialogs.evidence_dialog import EvidenceDialog
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.dialogs.finding_follow_up_dialog import FindingFollowUpDialog
from auditor_app.ui.dialogs.finding_move_dialog import FindingMoveDialog
from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog
from auditor_app.ui.dialogs.finding_response_dialog import FindingResponseDialog
from auditor_app.ui.dialogs.finding_text_dialog import FindingTextDialog
from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog
from auditor_app.ui.pages.findings_page import FindingsPage
from auditor_app.ui.pages.reports_page import ReportsPage
from auditor_app.ui.pages.weak_areas_page import WeakAreasPage
from tests.auditor import CTRL, NO_KEY, Auditor
from tests.builders import AUTHOR
from tests.exported_files import rows_of_docx, rows_of_html, rows_of_xlsx, words_of_pdf

SECOND = "次席 次郎"


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case, year=2006)


def page_of(auditor: Auditor) -> FindingsPage:
    return cast(FindingsPage, auditor.page)


def dialog_of(auditor: Auditor) -> FindingDialog:
    auditor.settle()
    dialog = auditor.commands.findings.dialog
    assert dialog is not None
    return dialog


def finding(auditor: Auditor, number: str = "2006-001") -> Finding:
    with OpenCase(auditor.window.context.case.path).reader() as reader:
        found = reader.finding(number)
    assert found is not None
    return found


def go_to_cell(auditor: Auditor, organisation: str, column: str) -> None:
    auditor.go("rates")
    row = auditor.rows().index(organisation)
    auditor.click_cell(auditor.table, row, column)


def raise_on_cell(auditor: Auditor, organisation: str = "青葉省", column: str = "3:implementation") -> None:
    """With everything a review asks for."""
    go_to_cell(auditor, organisation, column)
    auditor.press(Qt.Key.Key_F9, widget=auditor.window)
    dialog = cast(FindingRaiseDialog, dialog_of(auditor))
    dialog.editor.prose["recommendation"].setPlainText("格付けの手順を周知すること。")
    auditor.click(dialog.save_button)


def take_step(auditor: Auditor, name: str, by: str = AUTHOR, reason: str = "") -> None:
    page = page_of(auditor)
    page.detail.moves.by.setText(by)
    auditor.click(page.detail.moves.buttons[name])
    dialog = cast(FindingMoveDialog, dialog_of(auditor))
    dialog.reason.setPlainText(reason)
    auditor.click(dialog.save_button)
    assert auditor.notices.refused == []


def sign_off(auditor: Auditor) -> None:
    auditor.go("findings")
    take_step(auditor, "submit")
    take_step(auditor, "sign_off", by=SECOND)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_the_life_of_a_finding_from_a_weak_cell_to_the_next_years_and_the_report(
    practising: Auditor, tmp_path: Path, practice_case: Path
) -> None:
    raise_on_cell(practising)
    assert "2006-001" in practising.notices.told[-1][1][0]
    text = finding(practising).text
    assert (text.part, len(text.organisations), len(text.figures)) == ("3", 1, 1)
    assert text.figures[0].printed in text.condition

    practising.go("findings")
    page = page_of(practising)
    proof = tmp_path / "規程の写し.txt"
    proof.write_bytes("第3条 格付けを行う。".encode())
    drop_on_page(practising, proof)
    attaching = cast(EvidenceDialog, dialog_of(practising))
    attaching.effective.setText("平成18年10月1日")
    practising.click(attaching.save_button)
    assert practising.column("effective", page.evidence) == ["2006-10-01"]

    take_step(practising, "submit")
    assert not page.detail.moves.buttons["sign_off"].isEnabled()
    assert AUTHOR in page.detail.moves.reasons.text(), "why not stands on the page"
    take_step(practising, "sign_off", by=SECOND)
    assert practising.window.rail.buttons["findings"].count == "1"

    practising.click(page.detail.moves.buttons["answer"])
    answer = cast(FindingResponseDialog, dialog_of(practising))
    answer.answer.setPlainText("指摘のとおりです。")
    answer.plan.setPlainText("研修を行います。")
    practising.click(answer.save_button)
    assert finding(practising).state == "answered"
    assert practising.column("words", page.answers) == ["指摘のとおりです。\n改善計画: 研修を行います。"]

    practising.choose("start_year")
    starting = practising.commands.of_years.dialog
    assert starting is not None
    assert starting.carried_numbers() == ("2006-001",)
    practising.click(starting.start_button)
    practising.window.remember_year("findings", 2009)
    practising.go("findings")
    assert practising.column("number", page.table) == ["2006-001"]
    assert practising.column("origin", page.table) == [practising.texts("finding.origin.carried")]
    assert "2009" in page.detail.proposal.text()
    practising.click(page.detail.buttons["follow_up"])
    judging = cast(FindingFollowUpDialog, dialog_of(practising))
    judging.outcomes["persisting"].click()
    assert not judging.save_button.isEnabled(), "a judgement says why"
    judging.note.setPlainText("報告がまだない。")
    practising.click(judging.save_button)
    mark = finding(practising).follow_up(2009)
    assert mark is not None
    assert (mark.outcome, mark.note) == ("persisting", "報告がまだない。")
    hand_in_the_report(practising, tmp_path, 2006)
    assert practising.notices.refused == []
    assert all(point.holds for point in verify_case(practice_case))


def hand_in_the_report(auditor: Auditor, folder: Path, year: int) -> None:
    """In every format; other programs read the finding, its figure, answer and evidence in each of them."""
    auditor.go("reports")
    auditor.click(cast(ReportsPage, auditor.page).buttons["export"])
    dialog = cast(ReportExportDialog, auditor.commands.reports.dialog)
    dialog.year.setCurrentIndex(dialog.year.findData(year))
    dialog.folder.setText(str(folder))
    dialog.name.setText("報告書")
    for line in dialog.lines.values():
        line.box.setChecked(True)
    auditor.click(dialog.export_button)
    read: dict[str, Callable[[Path], list[list[str]]]] = {
        ".docx": rows_of_docx,
        ".xlsx": rows_of_xlsx,
        ".html": rows_of_html,
        ".json": lambda path: [[path.read_text(encoding="utf-8")]],
        ".pdf": lambda path: [[words_of_pdf(path)]],
    }
    wanted = ("2006-001", finding(auditor).text.figures[0].printed, "指摘のとおりです。", "規程の写し.txt")
    for suffix, rows_of in read.items():
        words = "".join("".join(cell for cell in row if cell) for row in rows_of(folder / f"報告書{suffix}"))
        found = "".join(words.split())
        assert [own for own in wanted if "".join(own.split()) not in found] == [], suffix
    dialog.reject()
    auditor.settle()


def drop_on_page(auditor: Auditor, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(50, 50), action, mime, buttons, NO_KEY)
    QApplication.sendEvent(auditor.page, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(auditor.page, QDropEvent(QPointF(50, 50), action, mime, buttons, NO_KEY))
    auditor.settle()


# --- raising from anywhere --------------------------------------------------------------------------


def test_several_selected_cells_give_several_links(practising: Auditor) -> None:
    go_to_cell(practising, "青葉省", "3:implementation")
    QTest.keyClick(practising.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    practising.choose("raise_finding")
    dialog = cast(FindingRaiseDialog, dialog_of(practising))
    ids = [own.figure_id for own in dialog.editor.text().figures]
    assert ids == ["rates:2006:青葉省::all:3", "rates:2006:若草省::all:3"]
    assert len(dialog.editor.text().organisations) == 2
    dialog.done(0)
    practising.settle()


def test_a_failed_check_is_linked_by_rule_and_subject_and_leads_back_to_its_row(auditor: Auditor) -> None:
    auditor.go("checks")
    failed = next(row for row, words in enumerate(auditor.column("holds")) if words == auditor.texts("holds.no"))
    key = auditor.rows()[failed]
    auditor.click_cell(auditor.table, failed, "subject")
    auditor.press(Qt.Key.Key_F9, widget=auditor.window)
    auditor.click(dialog_of(auditor).save_button)
    number = auditor.notices.told[-1][1][0].split()[1]
    link = finding(auditor, number).text.figures[0]
    assert link.figure_id.startswith("check:")
    assert link.figure_id.count(":") >= 2
    assert number in auditor.inspector_words(), "the inspector names it on the check"
    auditor.window.go_to("findings", f"finding:{number}")
    auditor.settle()
    page = page_of(auditor)
    page.detail.show_tab("figures")
    auditor.click(page.detail.buttons["go_to_figure"])
    assert auditor.page.page_id == "checks"
    assert auditor.table.current()[0] == key


def test_a_cell_of_the_matrix_of_weak_areas_is_a_figure(practising: Auditor) -> None:
    practising.go("weak_areas")
    page = cast(WeakAreasPage, practising.page)
    practising.wait_for(lambda: page.panel.matrix_slot.chart is not None)
    practising.settle()
    chart = page.panel.matrix_slot.chart
    chart.plot.setFocus()
    QTest.keyClick(chart.plot, Qt.Key.Key_Down)
    QTest.keyClick(chart.plot, Qt.Key.Key_Right)
    practising.settle()
    role, part = chart.current_cell()
    chart.plot.setFocus()
    practising.choose("raise_finding")
    dialog = cast(FindingRaiseDialog, dialog_of(practising))
    assert [own.figure_id for own in dialog.editor.text().figures] == [f"rates:2006:*::{role}:{part}"]
    dialog.done(0)
    practising.settle()


@pytest.mark.parametrize("page", ["overview", "coverage", "compare", "answers", "programme"])
def test_other_pages_offer_what_is_selected(practising: Auditor, page: str) -> None:
    practising.go(page)
    practising.settle()
    practising.choose("raise_finding")
    if practising.commands.findings.dialog is None:
        assert practising.notices.told[-1] == ("warning", [practising.texts("findingui.nothing_selected")])
        assert not practising.page.figure_id
        return
    dialog = cast(FindingRaiseDialog, dialog_of(practising))
    assert dialog.editor.text().figures
    assert dialog.editor.text().title
    dialog.done(0)
    practising.settle()


def test_a_document_of_the_sources_begins_a_finding_without_a_figure(auditor: Auditor) -> None:
    auditor.go("sources")
    auditor.click_cell(auditor.table, 0, "document")
    auditor.choose("raise_finding")
    dialog = cast(FindingRaiseDialog, dialog_of(auditor))
    assert str(auditor.rows()[0]) in dialog.editor.text().condition
    assert not dialog.existing.isEnabled(), "there is no figure to add"
    dialog.done(0)
    auditor.settle()


def test_where_nothing_can_be_meant_it_says_what_to_do(auditor: Auditor) -> None:
    auditor.go("sources")
    auditor.page.tabs.setCurrentIndex(1)  # type: ignore[attr-defined]
    table = auditor.page.tables()["log"]
    auditor.click_cell(table, 0, "author")
    auditor.choose("raise_finding")
    assert auditor.commands.findings.dialog is None
    tone, [words] = auditor.notices.told[-1]
    assert tone == "warning"
    assert str(table.view.currentIndex().data()) in words, "what is selected, and that it has no number"


def test_menu_of_a_cell_and_inspector_raise_on_the_same_figure(practising: Auditor) -> None:
    go_to_cell(practising, "若草省", "2:implementation")
    menu = practising.table.menus.cell_menu()
    practising.page.cell_menu_opening.emit(menu)
    action = next(own for own in menu.actions() if own.text() == practising.texts("action.raise_finding"))
    action.trigger()
    first = cast(FindingRaiseDialog, dialog_of(practising)).editor.text().figures
    dialog_of(practising).done(0)
    practising.settle()
    practising.click(practising.button(practising.texts("findingui.raise_here")))
    assert cast(FindingRaiseDialog, dialog_of(practising)).editor.text().figures == first
    dialog_of(practising).done(0)
    menu.deleteLater()
    practising.settle()


def test_figures_are_added_to_a_finding_there_is_and_the_inspector_names_it_on_both(practising: Auditor) -> None:
    raise_on_cell(practising)
    go_to_cell(practising, "若草省", "3:implementation")
    practising.choose("raise_finding")
    dialog = cast(FindingRaiseDialog, dialog_of(practising))
    dialog.existing.click()
    assert dialog.number == "2006-001"
    practising.click(dialog.save_button)
    assert len(finding(practising).text.figures) == 2
    assert len(finding(practising).versions) == 2
    assert "2006-001" in practising.inspector_words()
    practising.click(practising.button("2006-001"))
    assert practising.page.page_id == "findings"
    assert page_of(practising).finding() is not None


# --- writing and reviewing --------------------------------------------------------------------------


def test_escape_asks_before_written_words_are_lost(practising: Auditor) -> None:
    raise_on_cell(practising)
    practising.go("findings")
    practising.click(page_of(practising).detail.moves.edit)
    dialog = cast(FindingTextDialog, dialog_of(practising))
    dialog.editor.prose["cause"].setPlainText("手順がない。")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.question.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.question.isVisible(), "a second one goes on writing"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    practising.click(dialog.discard_button)
    assert practising.commands.findings.dialog is None
    assert finding(practising).text.cause == ""


def test_an_edit_after_the_sign_off_needs_a_reason_and_shows_what_changed(practising: Auditor) -> None:
    raise_on_cell(practising)
    sign_off(practising)
    page = page_of(practising)
    practising.click(page.detail.moves.edit)
    dialog = cast(FindingTextDialog, dialog_of(practising))
    dialog.editor.prose["recommendation"].setPlainText("格付けの手順を全部局に周知すること。")
    assert not dialog.save_button.isEnabled()
    practising.write(dialog.reason, "範囲の補足")
    practising.click(dialog.save_button)
    assert finding(practising).is_edited_after_review
    assert page.detail.warning.isVisible()
    page.detail.show_tab("history")
    row = practising.column("what", page.history).index(practising.texts("findingui.history.after_review"))
    practising.click_cell(page.history, row, "what")
    told = [own.accessibleName() for own in page.detail.diff.findChildren(QLabel) if own.accessibleName()]
    assert told == ["格付けの手順を〔＋全部局に〕周知すること。"]


def test_the_dialog_of_a_step_says_live_who_may_not_take_it(practising: Auditor) -> None:
    raise_on_cell(practising)
    practising.go("findings")
    take_step(practising, "submit")
    page = page_of(practising)
    page.detail.moves.by.setText(SECOND)
    practising.click(page.detail.moves.buttons["sign_off"])
    dialog = cast(FindingMoveDialog, dialog_of(practising))
    assert dialog.save_button.isEnabled()
    dialog.by.setText(AUTHOR.replace(" ", "　"))
    assert not dialog.save_button.isEnabled(), "the same name, however it is spaced"
    assert practising.texts("finding.second_person.todo") in dialog.words.text()
    dialog.done(0)
    practising.settle()


def test_an_incomplete_draft_cannot_be_submitted_and_says_what_is_missing(practising: Auditor) -> None:
    go_to_cell(practising, "青葉省", "3:implementation")
    practising.choose("raise_finding")
    practising.click(dialog_of(practising).save_button)
    practising.go("findings")
    moves = page_of(practising).detail.moves
    assert not moves.buttons["submit"].isEnabled()
    assert practising.texts("finding.missing.recommendation.what") in moves.reasons.text()


def test_undo_takes_each_step_back(practising: Auditor) -> None:
    raise_on_cell(practising)
    sign_off(practising)
    practising.press(Qt.Key.Key_Z, CTRL, widget=practising.window)
    assert finding(practising).state == "under_review"
    for _ in range(2):
        practising.press(Qt.Key.Key_Z, CTRL, widget=practising.window)
    assert practising.column("number", page_of(practising).table) == []
    assert not page_of(practising).detail.isVisible()


def test_f9_in_the_window_of_two_years_raises_on_the_side_in_use(practising: Auditor) -> None:
    practising.window.remember_year("rates", 2007)
    practising.go("rates")
    practising.choose("compare_side_by_side")
    window = practising.commands.of_years.two_years
    assert window is not None
    table = window.pages[0].tables()["table"]
    practising.click_cell(table, 1, "3:implementation")
    window.activateWindow()
    table.view.setFocus()
    practising.press(Qt.Key.Key_F9, widget=table.view)
    figures = cast(FindingRaiseDialog, dialog_of(practising)).editor.text().figures
    assert [own.figure_id for own in figures] == ["rates:2006:若草省::all:3"]
    dialog_of(practising).done(0)
    practising.settle()


def test_a_figure_is_gone_to_under_the_options_it_was_linked_with(practising: Auditor) -> None:
    choice = practising.window.context.rate_choice
    choice.choose(options=RateOptions(item_class="basic"))
    raise_on_cell(practising)
    link = finding(practising).text.figures[0]
    assert link.options == RateOptions(item_class="basic")
    choice.choose(options=RateOptions())
    practising.go("findings")
    page = page_of(practising)
    assert practising.column("now", page.figures) == [link.printed]
    page.detail.show_tab("figures")
    practising.click(page.detail.buttons["go_to_figure"])
    assert practising.page.page_id == "rates"
    assert choice.options == link.options
    assert link.printed.split()[0] in practising.inspector_words()
