"""What an auditor does with the tables ministries send: look them over, decide, import, and take them back."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.importing.readers import child_process
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.dialogs.table_proposal.decisions import NameId
from auditor_app.ui.importing_list import ImportingList
from tests.auditor import Auditor
from tests.builders import sha256_of
from tests.published_documents import Release, release_text
from tests.return_files import (
    ANSWERS_HEADER,
    ITEMS,
    answer_rows,
    answers_file,
    catalogue_file,
    coverage_file,
    written_table,
)


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], empty_case: Path) -> Auditor:
    """An auditor before a case that knows the ministries, and nothing of any year."""
    return sit_down(empty_case)


def answers_of(case: Path, organisation: str = "環境省") -> list[tuple[str, int | None, int | None]]:
    """(item, obliged, implemented) of the counted answers of an organisation."""
    with OpenCase(case).reader() as reader:
        items = {item.id: item.item for edition in reader.editions() for item in edition.items}
        wanted = next(own.id for own in reader.organisations() if any(name.name == organisation for name in own.names))
        return [
            (items[answer.item_id], answer.obliged, answer.implemented)
            for report in reader.reports(organisation_id=wanted)
            if report.standing == "counted"
            for answer in reader.answers(report.id)
        ]


def import_file(auditor: Auditor, path: Path) -> None:
    """Drop a file in which nothing is to be decided, and accept it."""
    auditor.drop(path)
    dialog = auditor.table_proposal()
    assert dialog.open_points() == [], dialog.foot.words.text()
    auditor.click(dialog.foot.accept_button)
    assert auditor.commands.importing.table_dialog is None


def test_catalogue_coverage_and_answers_are_proposed_and_imported_one_after_another(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    before = sha256_of(empty_case)
    auditor.drop(catalogue_file(tmp_path))
    dialog = auditor.table_proposal()
    assert auditor.texts("table_kind.catalogue") in dialog.head.sentence.text()
    assert "「遵守事項」" in dialog.head.sentence.text()
    assert dialog.foot.accept_button.text() == auditor.texts("table_import.accept", count="3")
    assert sha256_of(empty_case) == before, "nothing is stored before it is accepted"
    auditor.click(dialog.foot.accept_button)
    import_file(auditor, coverage_file(tmp_path))
    import_file(auditor, answers_file(tmp_path))
    assert [row[1:] for row in answers_of(empty_case)] == [(100, 90)] * 6
    assert [tone for tone, _ in auditor.notices.told] == ["good"] * 3
    assert all(point.holds for point in verify_case(empty_case))


def test_answers_before_their_catalogue_are_refused_with_the_reason_and_nothing_changes(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    before = sha256_of(empty_case)
    auditor.drop(answers_file(tmp_path))
    dialog = auditor.table_proposal()
    assert not dialog.foot.accept_button.isEnabled()
    assert auditor.texts("table_import.todo.returns.no_catalogue") in dialog.head.bad.text()
    auditor.press(Qt.Key.Key_Escape, widget=dialog)
    assert auditor.commands.importing.table_dialog is None
    assert sha256_of(empty_case) == before


def test_undo_takes_a_whole_import_back_and_redo_brings_it_again(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    import_file(auditor, answers_file(tmp_path))
    auditor.choose("undo")
    assert answers_of(empty_case) == []
    auditor.choose("redo")
    assert len(answers_of(empty_case)) == 6


def test_second_import_of_the_same_file_offers_nothing(auditor: Auditor, empty_case: Path, tmp_path: Path) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    answers = answers_file(tmp_path)
    import_file(auditor, answers)
    before = sha256_of(empty_case)
    auditor.drop(answers)
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["nothing"]
    assert "6" in dialog.tiles.tiles["equal"].accessibleName()
    dialog.reject()
    assert sha256_of(empty_case) == before


def test_headers_the_program_does_not_know_are_mapped_by_hand_and_remembered(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    header = ("年度", "府省庁", "部局", "遵守事項", "役割", "甲欄", "乙欄")
    auditor.drop(written_table(tmp_path, "様式違い.csv", header, answer_rows()))
    dialog = auditor.table_proposal()
    assert "unusable" in dialog.open_points()
    editor = dialog.columns.editor
    if dialog.proposal is not None and dialog.proposal.kind != "answers":
        choose(dialog.head.kinds, "answers")
        auditor.settle()
    choose(editor.combos["obliged"], 5)
    choose(editor.combos["implemented"], 6)
    auditor.wait_for(lambda: dialog.open_points() == [])
    assert [column.key for column in dialog.columns.preview.table.model.columns()][-3:-1] == ["obliged", "implemented"]  # type: ignore[union-attr]
    auditor.click(dialog.foot.accept_button)
    assert [row[1:] for row in answers_of(empty_case)] == [(100, 90)] * 6
    auditor.drop(written_table(tmp_path, "様式違い2.csv", header, answer_rows(year=2008)))
    again = auditor.table_proposal()
    assert auditor.texts("table_import.mapping_remembered") in again.head.sentence.text()
    assert again.open_points() == []
    again.reject()


def choose(combo: object, value: object) -> None:
    """Choose an entry as the mouse does."""
    from PySide6.QtWidgets import QComboBox

    assert isinstance(combo, QComboBox)
    index = combo.findData(value)
    assert index >= 0, value
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_near_match_is_confirmed_once_and_remembered_for_the_next_file(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    auditor.drop(answers_file(tmp_path, "環境庁"))
    dialog = auditor.table_proposal()
    assert dialog.open_points()[0] == "names"
    assert not dialog.foot.accept_button.isEnabled()
    dialog.show_tab("names")
    tab = dialog.names
    tab.table.select_row(("organisation", "環境庁"))
    suggestion = next(own for own in tab.table.model.columns() if own.key == "suggestions")
    assert "環境省" in suggestion.display(tab.table.model.row_of(("organisation", "環境庁")))  # type: ignore[attr-defined]
    answers = tab.answers
    index = next(number for number in range(answers.count()) if "環境省" in answers.itemText(number))
    answers.setCurrentIndex(index)
    answers.activated.emit(index)
    auditor.settle()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    assert len(answers_of(empty_case)) == 6
    auditor.drop(answers_file(tmp_path, "環境庁", year=2008, name="翌年.csv"))
    assert auditor.table_proposal().open_points() == []
    auditor.table_proposal().reject()


def test_unknown_ministry_can_be_added_as_a_new_one(auditor: Auditor, empty_case: Path, tmp_path: Path) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    auditor.drop(answers_file(tmp_path, "演習庁"))
    dialog = auditor.table_proposal()
    key: NameId = ("organisation", "演習庁")
    dialog.choose_names({key: "declare"})
    auditor.settle()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    assert len(answers_of(empty_case, "演習庁")) == 6


def test_choice_for_a_name_can_be_taken_back(auditor: Auditor, tmp_path: Path) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    auditor.drop(answers_file(tmp_path, "環境庁"))
    dialog = auditor.table_proposal()
    key: NameId = ("organisation", "環境庁")
    dialog.choose_names({key: "declare"})
    auditor.settle()
    assert dialog.proposal is not None
    assert dialog.proposal.counts.new == 6
    dialog.choose_names({key: None})
    auditor.settle()
    assert dialog.proposal.counts.new == 0
    assert dialog.open_points()[0] == "names"
    dialog.choose_names({key: "leave_out"})
    auditor.settle()
    assert "names" not in dialog.open_points()
    dialog.reject()


def test_refused_rows_are_shown_with_place_text_and_reason_and_the_rest_is_imported_on_request(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    rows = [list(row) for row in answer_rows()]
    rows[1][6] = 101  # more than were obliged
    rows[3][5] = "百"
    auditor.drop(written_table(tmp_path, "誤り.csv", ANSWERS_HEADER, rows))
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["refused"]
    assert not dialog.foot.accept_button.isEnabled()
    table = dialog.refused.table
    places = " ".join(auditor.column("place", table))
    assert "3行 実施数" in places
    assert "5行 責務発生数" in places
    assert "百" in " ".join(auditor.column("text", table) + auditor.column("reason", table))
    table.view.selectAll()
    table.copy_selection(with_headers=True)
    assert "3行 実施数" in auditor.application.clipboard().text()
    box = dialog.foot.consents["refused"]
    assert "2" in box.text()
    auditor.click_box(box)
    assert dialog.foot.accept_button.isEnabled()
    auditor.click(dialog.foot.accept_button)
    assert len(answers_of(empty_case)) == 4
    with OpenCase(empty_case).reader() as reader:
        assert len(reader.refused_rows()) == 2


@pytest.mark.parametrize(("choice", "implemented"), [("keep", 90), ("replace", 95), ("version", 90)])
def test_rows_that_differ_from_the_case_wait_for_a_choice(
    auditor: Auditor, empty_case: Path, tmp_path: Path, choice: str, implemented: int
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    import_file(auditor, answers_file(tmp_path))
    rows = answer_rows(implemented=95)[:2] + answer_rows()[2:] + answer_rows(year=2008)[:1]
    auditor.drop(written_table(tmp_path, "訂正.csv", ANSWERS_HEADER, rows))
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["conflicts"]
    dialog.show_tab("conflicts")
    table = dialog.conflicts.list.table
    assert table is not None
    assert auditor.column("stored.1", table) == ["90", "90"]
    assert auditor.column("stated.1", table) == ["95", "95"]
    auditor.click_box(dialog.conflicts.buttons[choice])  # type: ignore[index]
    assert dialog.rows_to_store() == (1 if choice == "keep" else 3)
    auditor.click(dialog.foot.accept_button)
    assert {row[2] for row in answers_of(empty_case)} == {90, implemented}
    assert all(point.holds for point in verify_case(empty_case))


def test_uncertain_encoding_is_asked_for_before_anything_can_be_imported(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    header = ("fiscal_year", "organisation", "unit", "item", "role", "obliged", "implemented")
    rows = [(2007, "環境省", "", item, "staff", 100, 90) for item in ITEMS]
    path = written_table(tmp_path, "short.csv", header, rows, encoding="euc_jp")
    before = sha256_of(empty_case)
    auditor.drop(path)
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["encoding"]
    assert not dialog.foot.accept_button.isEnabled()
    choose(dialog.head.encodings, "cp932")
    auditor.settle()
    assert dialog.proposal is not None
    assert dialog.proposal.file.encoding == "cp932"
    assert dialog.open_points() != [], "in the wrong encoding the ministry is no ministry"
    assert sha256_of(empty_case) == before
    choose(dialog.head.encodings, "euc_jp")
    auditor.settle()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    assert len(answers_of(empty_case)) == 3


def test_guessed_encoding_can_be_confirmed_as_it_is(auditor: Auditor, tmp_path: Path) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    header = ("fiscal_year", "organisation", "unit", "item", "role", "obliged", "implemented")
    rows = [(2007, "環境省", "", item, "staff", 100, 90) for item in ITEMS]
    auditor.drop(written_table(tmp_path, "short.csv", header, rows, encoding="euc_jp"))
    dialog = auditor.table_proposal()
    auditor.click_box(dialog.foot.consents["encoding"])
    assert dialog.open_points() == []
    dialog.reject()


def test_text_that_is_no_table_still_becomes_the_proposal_of_a_published_text(auditor: Auditor, tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text("昨日は雨でした。\n明日は晴れるでしょう。\n", encoding="utf-8")
    auditor.drop(path)
    dialog = auditor.proposal()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
    auditor.settle()


def test_everything_can_be_decided_by_keyboard(auditor: Auditor, empty_case: Path, tmp_path: Path) -> None:
    auditor.drop(catalogue_file(tmp_path))
    dialog = auditor.table_proposal()
    reached: set[str] = set()
    widget = dialog.focusWidget() or dialog
    for _ in range(80):
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = dialog.focusWidget() or dialog
        reached.add(widget.accessibleName() or type(widget).__name__)
    assert {auditor.texts("table_import.kind"), auditor.texts("table_field.item")} <= reached
    QTest.keyClick(dialog.foot.accept_button, Qt.Key.Key_Return)
    auditor.settle()
    with OpenCase(empty_case).reader() as reader:
        assert [item.item for edition in reader.editions() for item in edition.items] == list(ITEMS)


def test_second_catalogue_waits_until_it_is_said_for_which_years_it_holds(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    import_file(auditor, catalogue_file(tmp_path))
    text = catalogue_file(tmp_path).read_text(encoding="utf-8")
    path = tmp_path / "第2版.csv"
    path.write_text(text.replace("演習用基準", "演習用基準第2版"), encoding="utf-8")
    auditor.drop(path)
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["unusable"]
    assert auditor.texts("table_import.todo.catalogue.second_default") in dialog.head.bad.text()
    assert dialog.head.years.isVisible()
    auditor.write(dialog.head.years, "2008-2010")
    dialog.head.years.editingFinished.emit()
    auditor.settle()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    with OpenCase(empty_case).reader() as reader:
        assert (2008, 2009, 2010) in [edition.fiscal_years for edition in reader.editions()]


# --- a parser that does not do its work -----------------------------------------------------------------


def parsing_processes() -> list[int]:
    """The child processes that parse files at present."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and b"readers.child" in (status.parent / "cmdline").read_bytes():
                found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the process by /proc")
@pytest.mark.parametrize(("is_killed", "key"), [(False, "import.parser_hung"), (True, "import.parser_died")])
def test_parser_that_hangs_or_dies_is_told_and_the_window_and_the_case_live_on(
    auditor: Auditor,
    empty_case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_killed: bool,
    key: str,
) -> None:
    defaults = TableReader.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "patience", 1.0)
    import_file(auditor, catalogue_file(tmp_path))
    auditor.drop(answers_file(tmp_path))
    dialog = auditor.table_proposal()
    before = sha256_of(empty_case)
    (process,) = parsing_processes()
    os.kill(process, signal.SIGSTOP)
    choose(dialog.columns.editor.combos["unit"], -1)
    if is_killed:
        auditor.wait_for(lambda: dialog.reading.is_busy)
        QTest.qWait(200)  # until it has been asked
        os.kill(process, signal.SIGKILL)
    auditor.wait_for(lambda: bool(dialog.head.bad.text()))
    auditor.settle()
    assert auditor.texts(f"{key}.what", seconds=1) in dialog.head.bad.text()
    assert not dialog.foot.accept_button.isEnabled()
    assert parsing_processes() == []
    choose(dialog.columns.editor.combos["unit"], 2)
    auditor.wait_for(lambda: dialog.open_points() == [])
    dialog.reject()
    auditor.settle()
    assert parsing_processes() == []
    assert sha256_of(empty_case) == before


def test_parser_that_cannot_even_start_refuses_the_file(
    auditor: Auditor, empty_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sha256_of(empty_case)
    monkeypatch.setattr(child_process, "child_command", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    auditor.drop(answers_file(tmp_path))
    auditor.wait_for(lambda: bool(auditor.notices.refused))
    assert [problem.key for problem in auditor.notices.refused[0].problems] == ["import.parser_died"]
    assert auditor.commands.importing.table_dialog is None
    assert sha256_of(empty_case) == before


# --- several files at once ------------------------------------------------------------------------------


def states(listed: ImportingList) -> dict[str, str]:
    """State by name of the file."""
    return {row.name: row.state for row in listed.dialog.files}


def test_folder_is_listed_and_what_is_ready_goes_in_as_one_change(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "19年度"
    folder.mkdir()
    answers_file(folder, name="a_実施状況.csv")
    answers_file(folder, "環境庁", year=2008, name="b_別名.csv")
    catalogue_file(folder, name="z_統一基準.csv")
    coverage_file(folder, name="c_把握状況.csv")
    (folder / "d_broken.xlsx").write_bytes(b"PK\x03\x04 xl/workbook.xml broken")
    before = sha256_of(empty_case)
    auditor.drop(folder)
    listed = auditor.import_list()
    assert states(listed) == {
        "a_実施状況.csv": "ready",
        "b_別名.csv": "to_decide",
        "c_把握状況.csv": "ready",
        "d_broken.xlsx": "refused",
        "z_統一基準.csv": "ready",
    }
    assert sha256_of(empty_case) == before
    auditor.click(listed.dialog.accept_button)
    auditor.settle()
    assert states(listed)["a_実施状況.csv"] == "stored"
    assert states(listed)["b_別名.csv"] == "to_decide"
    listed.dialog.copy_list()
    copied = auditor.application.clipboard().text()
    assert "a_実施状況.csv" in copied
    assert "d_broken.xlsx" in copied
    auditor.press(Qt.Key.Key_Escape, widget=listed.dialog)
    assert auditor.commands.importing.list is None
    assert len(answers_of(empty_case)) == 6
    auditor.choose("undo")
    assert answers_of(empty_case) == []
    with OpenCase(empty_case).reader() as reader:
        assert [edition for edition in reader.editions() if edition.items] == [], "one undo takes all files back"


def test_file_of_a_list_is_decided_in_its_own_proposal_and_stored_with_the_others(
    auditor: Auditor, empty_case: Path, tmp_path: Path
) -> None:
    files = [catalogue_file(tmp_path), answers_file(tmp_path, "環境庁"), coverage_file(tmp_path)]
    auditor.drop(*files)
    listed = auditor.import_list()
    listed.dialog.table.select_row(1)
    assert states(listed)["実施状況.csv"] == "to_decide"
    auditor.click(listed.dialog.open_button)
    dialog = listed.file_dialog
    assert dialog is not None
    auditor.settle()
    assert dialog.open_points()[0] == "names"
    tab = dialog.names
    index = next(number for number in range(tab.answers.count()) if "環境省" in tab.answers.itemText(number))
    tab.answers.activated.emit(index)
    auditor.settle()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    assert states(listed)["実施状況.csv"] == "ready"
    auditor.click(listed.dialog.accept_button)
    auditor.settle()
    assert set(states(listed).values()) == {"stored"}
    listed.dialog.reject()
    auditor.settle()
    assert len(answers_of(empty_case)) == 6
    assert all(point.holds for point in verify_case(empty_case))


def test_leaving_a_list_stores_nothing(auditor: Auditor, empty_case: Path, tmp_path: Path) -> None:
    before = sha256_of(empty_case)
    auditor.drop(catalogue_file(tmp_path), coverage_file(tmp_path))
    auditor.import_list().dialog.reject()
    auditor.settle()
    assert sha256_of(empty_case) == before


def test_published_text_in_a_list_is_looked_over_by_itself(auditor: Auditor, tmp_path: Path) -> None:
    release = tmp_path / "release.txt"
    release.write_text(release_text(Release()), encoding="utf-8")
    auditor.drop(catalogue_file(tmp_path), release)
    listed = auditor.import_list()
    assert states(listed)["release.txt"] == "published"
    listed.open_file(1)
    auditor.click(auditor.proposal().accept_button)
    auditor.settle()
    assert states(listed) == {"統一基準.csv": "ready", "release.txt": "stored"}
    listed.dialog.reject()
    auditor.settle()
