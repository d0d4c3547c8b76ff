"""F9 raises a finding on what is selected: the very number of each cell, of no more figures than one finding holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog
from auditor_app.ui.pages.findings_page import FindingsPage
from auditor_app.ui.pages.standard_page import StandardPage
from auditor_app.ui.widgets.data_table import DataTable
from tests.auditor import Auditor

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], practice_case: Path) -> Iterator[Auditor]:
    seated = sit_down(practice_case, year=2006)
    yield seated
    if seated.commands.findings.dialog is not None:
        close(seated)


def raising(auditor: Auditor) -> FindingRaiseDialog:
    auditor.press(Qt.Key.Key_F9)
    auditor.settle()
    dialog = auditor.commands.findings.dialog
    assert dialog is not None, auditor.notices.told
    return cast(FindingRaiseDialog, dialog)


def close(auditor: Auditor) -> None:
    dialog = auditor.commands.findings.dialog
    assert dialog is not None
    dialog.done(0)
    auditor.settle()


def stretch(table: DataTable, right: int = 0, down: int = 0) -> None:
    for _ in range(right):
        QTest.keyClick(table.view, Qt.Key.Key_Right, SHIFT)
    for _ in range(down):
        QTest.keyClick(table.view, Qt.Key.Key_Down, SHIFT)


@pytest.mark.parametrize(
    ("page", "table", "row", "column"),
    [
        ("rates", "table", "若草省", "5:implementation"),
        ("rates", "table", "若草省", "5:achievement"),
        ("rates", "table", "若草省", "missing"),
        ("rates", "table", "*", "all:achievement"),
        ("weak_areas", "ranking", None, "achievement"),
        ("weak_areas", "ranking", None, "missing"),
        ("weak_areas", "members", None, "pooled"),
    ],
)
def test_the_number_of_the_cell_is_the_number_of_the_finding(
    auditor: Auditor, page: str, table: str, row: str | None, column: str
) -> None:
    auditor.go(page)
    auditor.settle()
    grid = auditor.page.tables()[table]
    auditor.click_cell(grid, auditor.rows(grid).index(row) if row else 0, column)
    shown = str(grid.view.currentIndex().data())
    [link] = raising(auditor).editor.text().figures
    assert link.printed.removesuffix(" %") == shown


def test_a_link_to_an_achievement_rate_leads_to_its_cell_and_is_held_against_it(auditor: Auditor) -> None:
    auditor.go("rates")
    auditor.click_cell(auditor.table, auditor.rows().index("若草省"), "5:achievement")
    raising(auditor).accept()
    auditor.settle()
    assert "2006-001" in auditor.inspector_words(), "the figure names it"
    auditor.go("findings")
    page = cast(FindingsPage, auditor.page)
    assert auditor.column("former", page.figures) == auditor.column("now", page.figures) == ["45.5 %"]
    assert "45.5" in auditor.inspector_words()
    page.figure_requested.emit(page.figures.model.key_at(0) and page.figure_of("figures", "figure:0", ""))
    auditor.settle()
    assert auditor.page.page_id == "rates"
    assert auditor.table.current() == ("若草省", "5:achievement")


def test_the_tile_of_a_mean_raises_on_its_own_measure(auditor: Auditor) -> None:
    auditor.go("rates")
    auditor.settle()
    tile = auditor.page.tiles[2]  # type: ignore[attr-defined]
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    auditor.settle()
    [link] = raising(auditor).editor.text().figures
    assert link.figure_id == "rates:2006:*::all:all#achievement"
    assert link.printed in tile.accessibleName()


def test_an_english_window_names_organisations_in_english(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case, language="en", year=2006)
    auditor.go("rates")
    auditor.click_cell(auditor.table, 0, "all:implementation")
    picker = raising(auditor).editor.organisations
    assert picker.list.item(0).text() == "Ministry of Aoba (青葉省)"
    close(auditor)


def test_a_selection_of_too_many_keeps_the_current_cell_and_names_what_it_leaves_out(auditor: Auditor) -> None:
    auditor.go("rates")
    table = auditor.table
    auditor.click_cell(table, auditor.rows().index("青葉省"), "2:implementation")
    stretch(table, right=9, down=10)
    key, column = table.current()
    dialog = raising(auditor)
    figures = dialog.editor.text().figures
    assert len(figures) == 50
    current = auditor.page.figure_of("table", key, column) + f"#{column.partition(':')[2]}"
    assert current in [own.figure_id for own in figures]
    words = dialog.remark.text()
    assert "60 件" in words
    assert "2006年度" in words, "some of them are named"
    assert "ほか 55 件" in words


def test_all_cells_of_a_table_are_its_figures_and_no_more(sit_down: Callable[..., Auditor], shipped_case: Path) -> None:
    auditor = sit_down(shipped_case, year=2006)
    auditor.go("coverage")
    auditor.click_cell(auditor.table, 0, "official")
    QTest.keyClick(auditor.table.view, Qt.Key.Key_A, CONTROL)
    dialog = raising(auditor)
    ids = [own.figure_id for own in dialog.editor.text().figures]
    surveys = [own for own in auditor.column("with_own_survey") if own != "—"]
    assert surveys
    assert len(ids) == len(auditor.rows()) + len(surveys), "every organisation once, and every value with an own survey"
    assert dialog.remark.isHidden()
    close(auditor)


def test_an_organisation_without_a_number_gives_a_finding_about_it(auditor: Auditor) -> None:
    auditor.go("organisations")
    page = auditor.page
    table = page.tables()["table"]
    auditor.click_cell(table, 0, "name")
    name = str(table.view.currentIndex().data())
    dialog = raising(auditor)
    text = dialog.editor.text()
    assert (text.title, text.figures, text.condition) == (name, (), "")
    assert len(text.organisations) == 1
    assert not dialog.remark.isHidden()


def test_where_nothing_can_be_raised_it_is_said_what_is_selected(auditor: Auditor) -> None:
    auditor.go("standard")
    page = cast(StandardPage, auditor.page)
    page.tabs.setCurrentIndex(1)
    auditor.settle()
    table = page.tables()["editions"]
    auditor.click_cell(table, 0, table.model.columns()[0].key)
    auditor.press(Qt.Key.Key_F9)
    auditor.settle()
    assert auditor.commands.findings.dialog is None
    assert str(table.view.currentIndex().data()) in str(auditor.notices.told[-1])
