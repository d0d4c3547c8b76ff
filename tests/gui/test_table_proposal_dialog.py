"""The dialog of a table's proposal in its details: constants, header rows, sheets, progress, and what stays open."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSpinBox

from auditor_app.domain.table_proposals import EffectCounts, FileFacts, TableProposal, UnknownName
from auditor_app.foundation.errors import CancelledByUserError, Problem
from auditor_app.foundation.translation import Texts
from auditor_app.ui.dialogs.import_progress import ImportProgressDialog, left_words
from auditor_app.ui.dialogs.table_proposal.decisions import Decisions, open_points, rows_to_store
from auditor_app.ui.jobs import JobControl
from tests.auditor import Auditor
from tests.return_files import (
    ANSWERS_HEADER,
    ITEMS,
    ROLES,
    answer_rows,
    catalogue_file,
    coverage_file,
    written_table,
)

LONGEST_PAUSE_SECONDS = 0.5
"""The goal is 0.1 s on a quiet machine; tests share theirs."""

FILE = FileFacts("a.csv", "", 1, "text", "utf-8", True, (), ",", ())
SURE = TableProposal(FILE, "answers", (), None, counts=EffectCounts(new=5))
UNKNOWN = UnknownName("organisation", "環境庁", "a.csv: L2", 3, ())


def points(proposal: TableProposal, decisions: Decisions, *unknown: UnknownName) -> list[str]:
    return list(open_points(proposal, decisions, is_counted=True, unknown=unknown))


def test_nothing_is_open_about_a_table_of_new_rows_only() -> None:
    assert points(SURE, Decisions()) == []
    assert rows_to_store(SURE, Decisions()) == 5


def test_every_open_point_is_named_until_it_is_decided() -> None:
    proposal = TableProposal(
        FILE,
        "answers",
        (),
        None,
        counts=EffectCounts(new=5, changed=2, refused=1),
        warnings=(Problem("returns.hidden_sheet", "a.csv"),),
    )
    assert points(proposal, Decisions(), UNKNOWN) == ["names", "conflicts", "refused", "warnings"]
    decided = Decisions({("organisation", "環境庁"): "leave_out"}, "replace", False, True, True)
    assert points(proposal, decided, UNKNOWN) == []
    assert rows_to_store(proposal, decided) == 7


def test_table_that_would_store_nothing_cannot_be_accepted() -> None:
    proposal = TableProposal(FILE, "answers", (), None, counts=EffectCounts(changed=2))
    assert points(proposal, Decisions(on_conflict="keep")) == ["nothing"]
    assert points(proposal, Decisions(on_conflict="replace")) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_time_left_is_told_in_minutes_once_it_is_long(language: str) -> None:
    texts = Texts("ja" if language == "ja" else "en")
    assert "59" in left_words(texts, 59)
    assert "2" in left_words(texts, 110)


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path) -> Auditor:
    """An auditor before a case with a small catalogue."""
    auditor = sit_down(empty_case)
    auditor.drop(catalogue_file(tmp_path))
    auditor.click(auditor.table_proposal().foot.accept_button)
    return auditor


def choose(combo: QComboBox, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def turn(spin: QSpinBox, value: int) -> None:
    spin.setValue(value)


def test_year_and_ministry_can_be_given_once_for_a_table_without_them(auditor: Auditor, tmp_path: Path) -> None:
    rows = [row[2:] for row in answer_rows()]
    auditor.drop(written_table(tmp_path, "実施.csv", ANSWERS_HEADER[2:], rows))
    dialog = auditor.table_proposal()
    assert dialog.open_points() == ["unusable"]
    given = dialog.columns.editor.given
    auditor.write(given["fiscal_year"], "平成19年度")
    given["fiscal_year"].editingFinished.emit()
    auditor.write(given["organisation"], "環境省")
    given["organisation"].editingFinished.emit()
    auditor.wait_for(lambda: dialog.open_points() == [])
    assert dialog.proposal is not None
    assert (dialog.proposal.fiscal_years, dialog.proposal.organisations) == ((2007,), ("環境省",))
    auditor.click(dialog.foot.accept_button)
    assert auditor.commands.importing.table_dialog is None


def test_year_that_is_none_is_not_taken(auditor: Auditor, tmp_path: Path) -> None:
    rows = [row[1:] for row in answer_rows()]
    auditor.drop(written_table(tmp_path, "実施.csv", ANSWERS_HEADER[1:], rows))
    dialog = auditor.table_proposal()
    line = dialog.columns.editor.given["fiscal_year"]
    auditor.write(line, "昨年")
    line.editingFinished.emit()
    QTest.qWait(400)
    auditor.settle()
    assert dialog.open_points() == ["unusable"]
    assert line.property("tone") == "bad"
    dialog.reject()


def test_rows_above_the_header_are_skipped_and_the_header_can_be_moved(auditor: Auditor, tmp_path: Path) -> None:
    rows = [("実施状況の報告",), (), ANSWERS_HEADER, *answer_rows()]
    auditor.drop(written_table(tmp_path, "題名つき.csv", ("題名", "作成日"), rows))
    dialog = auditor.table_proposal()
    editor = dialog.columns.editor
    assert (editor.header_first.value(), editor.first_data.value()) == (4, 5)
    assert dialog.open_points() == []
    turn(editor.header_first, 1)
    turn(editor.header_last, 1)
    auditor.wait_for(lambda: dialog.open_points() == ["unusable"])
    turn(editor.header_last, 4)
    turn(editor.header_first, 4)
    auditor.wait_for(lambda: dialog.open_points() == [])
    dialog.reject()


def test_sheet_can_be_chosen_and_a_hidden_one_is_marked(auditor: Auditor, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "回答"
    hidden = book.create_sheet("控え")
    hidden.sheet_state = "hidden"
    for sheet, implemented in ((first, 90), (hidden, 80)):
        sheet.append(list(ANSWERS_HEADER))
        for row in answer_rows(implemented=implemented):
            sheet.append(list(row))
    path = tmp_path / "回答.xlsx"
    book.save(path)
    auditor.drop(path)
    dialog = auditor.table_proposal()
    assert dialog.proposal is not None
    assert dialog.proposal.mapping is not None
    assert dialog.proposal.mapping.sheet == "回答"
    names = [dialog.head.sheets.itemText(number) for number in range(dialog.head.sheets.count())]
    assert names[1] == auditor.texts("table_import.sheet_hidden", name="控え", rows="7")
    choose(dialog.head.sheets, "控え")
    auditor.settle()
    assert dialog.proposal.mapping.sheet == "控え"
    assert "warnings" in dialog.open_points(), "a hidden sheet is never read unasked"
    dialog.reject()


def test_kind_can_be_changed_and_published_text_opens_its_own_proposal(auditor: Auditor, tmp_path: Path) -> None:
    auditor.drop(coverage_file(tmp_path))
    dialog = auditor.table_proposal()
    choose(dialog.head.kinds, "answers")
    auditor.settle()
    assert dialog.open_points() == ["unusable"]
    choose(dialog.head.kinds, "published-text")
    auditor.settle()
    assert auditor.commands.importing.table_dialog is None
    auditor.proposal().reject()
    auditor.settle()


def test_window_never_stands_still_while_a_large_file_is_read(auditor: Auditor, tmp_path: Path) -> None:
    rows = [
        (2007, "環境省", f"第{unit}局", item, role, 100, 90) for unit in range(4000) for item in ITEMS for role in ROLES
    ]
    path = written_table(tmp_path, "大きい.csv", ANSWERS_HEADER, rows)
    pauses = [0.0]
    last = [time.monotonic()]

    def tick() -> None:
        now = time.monotonic()
        pauses.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(tick)
    auditor.commands.importing.propose(path)
    auditor.wait_for(lambda: auditor.commands.importing.table_dialog is not None)
    timer.start()
    last[0] = time.monotonic()
    dialog = auditor.table_proposal()
    assert dialog.open_points() == []
    auditor.click(dialog.foot.accept_button)
    auditor.settle()
    timer.stop()
    assert max(pauses) < LONGEST_PAUSE_SECONDS
    assert auditor.commands.importing.table_dialog is None


def test_storing_can_be_stopped_and_leaves_the_case_as_it_was(auditor: Auditor) -> None:
    reached: list[int] = []

    def count(control: JobControl) -> None:
        try:
            for step in range(100_000_000):
                control.report(step, 100_000_000)
        except CancelledByUserError:
            reached.append(1)
            raise

    job = auditor.desktop.jobs.start("change", "保存しています", count, lambda _: None)
    progress = ImportProgressDialog(auditor.window.context, job, auditor.window)
    progress.open()
    auditor.wait_for(lambda: progress.bar.value() > 0)
    assert "/ 100,000,000" in progress.words.text()
    QTest.keyClick(progress, Qt.Key.Key_Escape)
    assert auditor.texts("import_progress.stopping") == progress.words.text()
    auditor.settle()
    assert reached == [1]
    assert not progress.isVisible()
    progress.deleteLater()
