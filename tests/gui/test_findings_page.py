"""The page of findings and its dialogs: counts that narrow, evidence that is looked after, names shown as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from auditor_app.domain.documents import Table
from auditor_app.domain.findings import Finding, FindingText, FollowUpMark
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import log_day
from auditor_app.services.documents.view_document import view_document
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.follow_up_findings import follow_up
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding, raise_finding
from auditor_app.services.select_view import Selectors
from auditor_app.ui.dialogs.evidence_dialog import EvidenceDialog
from auditor_app.ui.dialogs.evidence_removal_dialog import EvidenceRemovalDialog
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog
from auditor_app.ui.dialogs.finding_severities_dialog import FindingSeveritiesDialog
from auditor_app.ui.pages.findings_page import FindingsPage
from tests.auditor import Auditor
from tests.builders import AUTHOR, TickingClock

SECOND = "次席 次郎"
ODD = "<b>=1+1</b> & \"'"
TEXT = FindingText("格付けの未実施", 2006, condition="58.3 %", criteria="3.2.1", recommendation="周知すること。")


class Desk:
    """Findings of a case, written as the auditor of the window would."""

    def __init__(self, case: Path) -> None:
        self.case = case
        self._who = {"author": AUTHOR, "clock": TickingClock()}

    def raised(self, text: FindingText = TEXT) -> str:
        return raise_finding(self.case, text, **self._who)  # type: ignore[arg-type]

    def issued(self, text: FindingText = TEXT) -> str:
        number = self.raised(text)
        move_finding(self.case, number, "under_review", **self._who)  # type: ignore[arg-type]
        move_finding(self.case, number, "issued", by=SECOND, **self._who)  # type: ignore[arg-type]
        return number

    def edited(self, number: str, text: FindingText) -> None:
        edit_finding(self.case, number, text, reason="補足", **self._who)  # type: ignore[arg-type]

    def carried(self, number: str, year: int) -> None:
        follow_up(self.case, number, FollowUpMark(year, "open"), **self._who)  # type: ignore[arg-type]

    def finding(self, number: str) -> Finding:
        with OpenCase(self.case).reader() as reader:
            found = reader.finding(number)
        assert found is not None
        return found


@pytest.fixture
def desk(shipped_case: Path) -> Desk:
    return Desk(shipped_case)


@pytest.fixture
def seat(sit_down: Callable[..., Auditor], shipped_case: Path) -> Callable[..., Auditor]:
    """Opens the window on the findings of the shipped case."""

    def sit(**choices: object) -> Auditor:
        auditor = sit_down(shipped_case, year=2006, **choices)
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


def close(auditor: Auditor) -> None:
    dialog_of(auditor).done(0)
    auditor.settle()


# --- register ---------------------------------------------------------------------------------------


def test_an_empty_register_says_how_to_raise_one_and_offers_it(
    sit_down: Callable[..., Auditor], empty_case: Path
) -> None:
    auditor = sit_down(empty_case)
    auditor.go("findings")
    page = page_of(auditor)
    assert "F9" in page.table.empty_state.label.text()
    assert not page.detail.isVisible()
    auditor.click(page.table.empty_state.offer)
    assert cast(FindingRaiseDialog, dialog_of(auditor)).editor.text().figures == ()
    close(auditor)


def test_tiles_count_and_narrow_and_widen_again(seat: Callable[..., Auditor], desk: Desk) -> None:
    desk.raised(replace(TEXT, kind="good_practice"))
    late = desk.issued(replace(TEXT, due_date=date(2007, 3, 31)))
    desk.issued(replace(TEXT, due_date=date(2199, 3, 31)))
    desk.edited(late, replace(TEXT, due_date=date(2007, 3, 31), cause="手順がない。"))
    auditor = seat()
    page = page_of(auditor)
    counts = {name: tile.accessibleName().rpartition(": ")[2].split()[0] for name, tile in page.bar.tiles.items()}
    assert counts == {"open": "2", "overdue": "1", "changed": "0", "after_review": "1", "good_practice": "1"}
    for tile, left in (("overdue", 1), ("open", 2), ("good_practice", 1), ("after_review", 1)):
        auditor.click(page.bar.tiles[tile])
        assert len(auditor.rows(page.table)) == left, tile
        assert len(page.chips()) == 1, "a chip says why"
    auditor.click(page.bar.tiles["after_review"])
    assert len(auditor.rows(page.table)) == 3
    assert auditor.window.rail.buttons["findings"].count == "2"


def test_all_years_stand_together_and_a_year_has_what_was_carried_into_it(
    seat: Callable[..., Auditor], desk: Desk
) -> None:
    old = desk.issued()
    new = desk.raised(replace(TEXT, fiscal_year=2007))
    desk.carried(old, 2007)
    auditor = seat()
    page = page_of(auditor)
    assert auditor.rows(page.table) == [old]
    auditor.window.choose_year(2007)
    auditor.settle()
    assert auditor.rows(page.table) == [old, new]
    assert auditor.column("origin", page.table) == [
        auditor.texts(f"finding.origin.{own}") for own in ("carried", "new")
    ]
    auditor.window.choose_year(2006)
    auditor.click(page.bar.scopes[True])
    assert auditor.rows(page.table) == [old, new]


def test_a_year_without_findings_names_the_others_and_shows_them(seat: Callable[..., Auditor], desk: Desk) -> None:
    number = desk.raised()
    auditor = seat()
    auditor.window.choose_year(2007)
    auditor.settle()
    page = page_of(auditor)
    assert "全年度では 1 件" in page.table.empty_state.label.text()
    auditor.click(page.table.empty_state.offer)
    assert auditor.rows(page.table) == [number]
    assert page.bar.scopes[True].isChecked()


def test_what_is_overdue_says_on_which_day_on_the_screen_and_in_exports(
    seat: Callable[..., Auditor], desk: Desk
) -> None:
    desk.raised(replace(TEXT, due_date=date(2007, 3, 31)))
    auditor = seat()
    tile = page_of(auditor).bar.tiles["overdue"]
    assert f"{date.today().isoformat()} 現在" in tile.accessibleName()
    with OpenCase(desk.case).reader() as reader:
        last = log_day(reader)
        document = view_document(reader, Texts("ja"), "findings", Selectors())
    assert last != date.today(), "the clock of these tests stands in another year"
    assert last.isoformat() in tile.toolTip()
    tables = (block for part in document.sections for block in part.blocks if isinstance(block, Table))
    remarks = [own for table in tables for own in table.remarks]
    assert any(f"{last.isoformat()}(案件の最後の記録の日" in own for own in remarks)


def test_the_search_field_finds_findings_by_number_title_and_organisation(
    seat: Callable[..., Auditor], desk: Desk
) -> None:
    with OpenCase(desk.case).reader() as reader:
        body = next(own.id for own in reader.organisations() if own.names[-1].name == "農林水産省")
    number = desk.raised(replace(TEXT, title="暗号化の手順", organisations=(body,)))
    other = desk.raised(replace(TEXT, fiscal_year=2007))
    auditor = seat()
    auditor.go("coverage")
    search = auditor.window.top_bar.search
    for words, found in ((number, number), ("暗号化", number), ("農林水産", number), ("格付けの", other)):
        search.setText(words)
        search.show_results()
        lines = [search.results.item(row) for row in range(search.results.count())]
        assert [own for own in lines if own.text().startswith(found)], words
    search.setText(other)
    search.show_results()
    search._choose(search.results.item(0))
    auditor.settle()
    assert (auditor.page.page_id, auditor.page.fiscal_year) == ("findings", 2007)
    assert page_of(auditor).table.current()[0] == other


def test_names_and_texts_stand_as_they_were_written(seat: Callable[..., Auditor], desk: Desk) -> None:
    text = replace(TEXT, title=ODD, condition=f"{ODD}\n<img src=x>", owner=ODD, tags=(ODD,))
    number = desk.issued(text)
    desk.edited(number, replace(text, condition="<img src=y>"))
    auditor = seat()
    page = page_of(auditor)
    assert ODD in page.detail.title.text()
    page.detail.show_tab("history")
    auditor.settle()
    for label in page.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText:
            assert "<img" not in label.text(), "words of the auditor are escaped where marks are shown"
    assert page.detail.prose.findChildren(QLabel)[1].text() == "<img src=y>"
    page._ask("edit", None)
    assert dialog_of(auditor).windowTitle()
    close(auditor)


def test_a_figure_that_has_changed_since_is_marked_with_words(seat: Callable[..., Auditor], desk: Desk) -> None:
    with OpenCase(desk.case).reader() as reader:
        proposed = propose_finding(reader, Texts("ja"), "coverage:2006:農林水産省")
    link = proposed.figures[0]
    desk.raised(replace(proposed, figures=(replace(link, number="1/3", printed="33.3 %"),)))
    auditor = seat()
    page = page_of(auditor)
    assert auditor.column("change", page.figures) == [auditor.texts("findingui.figure.changed")]
    assert auditor.column("former", page.figures) == ["33.3 %"]
    assert auditor.column("now", page.figures) == [link.printed]
    assert page.detail.warning.isVisible()
    assert auditor.page.figure_id == "coverage:2006:農林水産省"
    assert "農林水産省" in auditor.inspector_words()
    page.detail.show_tab("figures")
    auditor.click(page.detail.buttons["go_to_figure"])
    assert auditor.page.page_id == "coverage"


def test_export_writes_the_findings_in_sight(seat: Callable[..., Auditor], desk: Desk, tmp_path: Path) -> None:
    desk.raised()
    desk.raised(replace(TEXT, title="別の件"))
    auditor = seat()
    page_of(auditor).table.model.set_filter_text("title", "別")
    auditor.notices.target = tmp_path / "findings.json"
    auditor.choose("export_json")
    assert auditor.notices.refused == []
    rows = json.loads((tmp_path / "findings.json").read_text(encoding="utf-8"))
    assert [row["title"] for row in rows] == ["別の件"]


# --- evidence ---------------------------------------------------------------------------------------


@pytest.fixture
def proving(seat: Callable[..., Auditor], desk: Desk) -> Auditor:
    desk.raised()
    auditor = seat()
    page_of(auditor).detail.show_tab("evidence")
    return auditor


def attach(auditor: Auditor, action: str) -> EvidenceDialog:
    auditor.click(page_of(auditor).detail.buttons[action])
    return cast(EvidenceDialog, dialog_of(auditor))


def test_a_file_is_opened_as_a_copy_nobody_can_write_to(proving: Auditor, tmp_path: Path) -> None:
    proof = tmp_path / "規程 第3条.txt"
    proof.write_bytes(b"rule")
    proving.notices.files = [proof]
    dialog = attach(proving, "attach_file")
    proving.click(dialog.save_button)
    opened: list[Path] = []

    def note(path: Path) -> bool:
        opened.append(path)
        return True

    proving.commands.findings.of_evidence.open_file = note
    proof.unlink()
    proving.click(page_of(proving).detail.buttons["open_evidence"])
    assert [own.name for own in opened] == ["規程 第3条.txt"]
    assert opened[0].read_bytes() == b"rule"
    assert opened[0].stat().st_mode & 0o222 == 0
    assert opened[0].parent.parent.stat().st_mode & 0o077 == 0


def test_what_became_of_files_outside_is_told_on_demand(proving: Auditor, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for file in files:
        file.write_bytes(b"as it was")
    proving.notices.files = files
    dialog = attach(proving, "attach_external")
    for _ in files:
        proving.click(dialog.save_button)
        if proving.commands.findings.dialog is not None:
            dialog = cast(EvidenceDialog, dialog_of(proving))
    page = page_of(proving)
    assert set(proving.column("look", page.evidence)) == {proving.texts("findingui.look.unchecked")}
    files[1].write_bytes(b"not as it")
    files[2].unlink()
    proving.click(page.detail.buttons["check_evidence"])
    looks = [proving.texts(f"findingui.look.{own}") for own in ("unchanged", "changed", "missing")]
    assert proving.column("look", page.evidence) == looks


def test_files_that_are_dropped_together_are_told_apart_and_closing_stops_the_rest(
    proving: Auditor, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("一.txt", "二.txt", "三.txt")]
    for file in files:
        file.write_bytes(file.name.encode())
    page_of(proving)._ask("attach_files", files)
    dialog = cast(EvidenceDialog, dialog_of(proving))
    assert dialog.title_line.text() == "一.txt"
    proving.click(dialog.save_button)
    dialog = cast(EvidenceDialog, dialog_of(proving))
    assert dialog.title_line.text() == "二.txt"
    dialog.reject()
    proving.settle()
    assert proving.commands.findings.dialog is None
    assert proving.column("title", page_of(proving).evidence) == ["一.txt"]


def test_note_interview_and_source_are_attached_and_one_is_taken_out_with_a_reason(
    sit_down: Callable[..., Auditor], desk: Desk
) -> None:
    auditor = sit_down(desk.case, year=2006)
    auditor.go("coverage")
    auditor.choose("raise_finding")
    auditor.click(dialog_of(auditor).save_button)
    auditor.go("findings")
    page = page_of(auditor)
    page.detail.show_tab("evidence")
    note = attach(auditor, "attach_note")
    note.title_line.setText("現地確認")
    assert not note.save_button.isEnabled()
    note.text.setPlainText("表示がなかった。")
    auditor.click(note.save_button)
    interview = attach(auditor, "attach_interview")
    interview.title_line.setText("聞き取り")
    interview.text.setPlainText("配布していない。")
    assert not interview.save_button.isEnabled(), "with whom has to be said"
    interview.person.setText("総務課長")
    auditor.click(interview.save_button)
    source = attach(auditor, "attach_source")
    auditor.click(source.save_button)
    kinds = [auditor.texts(f"finding.evidence.{own}") for own in ("note", "interview", "source")]
    assert auditor.column("kind", page.evidence) == kinds
    auditor.click_cell(page.evidence, 2, "title")
    auditor.click(page.detail.buttons["open_evidence"])
    assert auditor.source_windows(), "a source opens at its place"
    auditor.click_cell(page.evidence, 0, "title")
    auditor.click(page.detail.buttons["remove_evidence"])
    removal = cast(EvidenceRemovalDialog, dialog_of(auditor))
    assert not removal.save_button.isEnabled()
    auditor.write(removal.reason, "別の件のもの")
    auditor.click(removal.save_button)
    assert auditor.column("look", page.evidence)[-1] == auditor.texts("findingui.look.removed")
    auditor.choose("undo")
    assert auditor.texts("findingui.look.removed") not in auditor.column("look", page.evidence)
    assert auditor.notices.refused == []


# --- severities, keyboard, names ----------------------------------------------------------------------


def test_the_office_has_its_own_scale_in_its_own_order(proving: Auditor) -> None:
    page = page_of(proving)
    proving.click(page.bar.severities)
    dialog = cast(FindingSeveritiesDialog, dialog_of(proving))
    dialog.do["add"].click()
    row = dialog.levels.rowCount() - 1
    for column, words in ((0, "緊急"), (1, "Urgent")):
        item = dialog.levels.item(row, column)
        assert item is not None
        item.setText(words)
    for _ in range(row):
        dialog.do["up"].click()
    proving.click(dialog.save_button)
    with OpenCase(proving.window.context.case.path).reader() as reader:
        scale = reader.severities()
    assert [own.name_ja for own in scale] == ["緊急", "重大", "中程度", "軽微", "参考"]
    page._ask("edit", None)
    offered = cast(FindingRaiseDialog, dialog_of(proving)).editor.severity
    assert offered.itemText(0) == "緊急"
    close(proving)


def test_a_level_without_a_name_or_named_twice_is_not_saved(proving: Auditor) -> None:
    proving.click(page_of(proving).bar.severities)
    dialog = cast(FindingSeveritiesDialog, dialog_of(proving))
    first = dialog.levels.item(0, 0)
    assert first is not None
    first.setText(" ")
    assert not dialog.save_button.isEnabled()
    first.setText("中程度")
    assert not dialog.save_button.isEnabled()
    dialog.do["default"].click()
    assert dialog.save_button.isEnabled()
    close(proving)


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(proving: Auditor) -> None:
    page = page_of(proving)
    page._ask("edit", None)
    for parent in (cast(QWidget, page), dialog_of(proving)):
        for widget in parent.findChildren(QWidget):
            if not isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QListWidget):
                continue
            is_part = widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), QLineEdit | QComboBox)
            if is_part or not widget.isVisibleTo(parent):
                continue
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named, f"{type(widget).__name__} {widget.objectName()} in {type(parent).__name__}"
    close(proving)


def test_enter_on_a_row_opens_its_text_and_tab_leaves_a_field_of_several_lines(proving: Auditor) -> None:
    page = page_of(proving)
    page.table.view.setFocus()
    proving.press(Qt.Key.Key_Return, widget=page.table.view)
    dialog = cast(FindingRaiseDialog, dialog_of(proving))
    condition = dialog.editor.prose["condition"]
    condition.setFocus()
    QTest.keyClick(condition, Qt.Key.Key_Tab)
    assert dialog.editor.prose["criteria"].hasFocus()
    close(proving)
