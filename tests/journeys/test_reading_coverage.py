"""Reading the coverage of FY2006: the table, its order and filters, the means, the chart, and where a number stands."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from auditor_app.ui.pages.coverage_page import CoveragePage
from tests.auditor import CTRL, NO_KEY, Auditor
from tests.published_documents import MINISTRIES_2006

MAFF = "coverage:2006:農林水産省"
ENVIRONMENT = "coverage:2006:環境省"


def coverage_page(auditor: Auditor) -> CoveragePage:
    return cast(CoveragePage, auditor.page)


def sort_by_title(auditor: Auditor, column: str) -> None:
    header = auditor.table.view.grouped_header
    number = auditor.table.model.column_number(column)
    assert number is not None
    at = QPoint(header.sectionViewportPosition(number) + 20, header.title_height() - 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NO_KEY, at)
    auditor.settle()


def test_program_opens_on_the_nineteen_ministries_in_printed_order(auditor: Auditor) -> None:
    assert auditor.page.page_id == "coverage"
    assert auditor.column("organisation") == [own.name for own in MINISTRIES_2006]
    assert auditor.column("official") == [own.percent for own in MINISTRIES_2006]
    assert auditor.column("with_own_survey") == [own.own_survey or "—" for own in MINISTRIES_2006]
    assert auditor.window.windowTitle().startswith("FY2006.auditcase")
    assert "19" in auditor.window.status_line.counts.text()


def test_sorting_by_the_value_with_own_survey_brings_those_with_one_first(auditor: Auditor) -> None:
    sort_by_title(auditor, "with_own_survey")
    sort_by_title(auditor, "with_own_survey")
    assert auditor.rows()[:2] == [MAFF, ENVIRONMENT]
    sort_by_title(auditor, "with_own_survey")
    assert auditor.rows()[0] == "coverage:2006:内閣官房"


def test_filter_leaves_the_low_rates_and_its_chip_takes_it_away(auditor: Auditor) -> None:
    auditor.table.model.set_filter_text("official", "<70")
    auditor.settle()
    assert auditor.column("organisation") == ["金融庁", "農林水産省", "環境省"]
    assert "3" in auditor.window.status_line.counts.text()
    chip = auditor.window.status_line.chips.itemAt(0)
    assert chip is not None
    auditor.click(cast(QWidget, chip.widget()))
    assert len(auditor.rows()) == 19


def test_ministry_chosen_by_keyboard_is_explained_with_both_values_and_the_reason(auditor: Auditor) -> None:
    auditor.table.view.setFocus()
    auditor.press(Qt.Key.Key_Home, CTRL)
    for _ in range(14):
        auditor.press(Qt.Key.Key_Down)
    assert auditor.table.current()[0] == MAFF
    words = auditor.inspector_words()
    assert "農林水産省" in words
    assert "31.2" in words
    assert "98.2" in words
    assert auditor.texts("explain.coverage.excluded", rule="own_survey_excluded v1") in words


def test_means_are_shown_with_their_basis(auditor: Auditor) -> None:
    words = " ".join(auditor.tile_words())
    for number, basis, count in (
        ("88.96", "official", 19),
        ("95.31", "with_own_survey", 19),
        ("95.20", "in_analysis", 17),
    ):
        assert f"{auditor.texts(f'basis.{basis}.count', count=count)}: {number} %" in words


def test_what_if_switch_counts_the_excluded_in_and_says_that_it_is_a_trial(auditor: Auditor) -> None:
    page = coverage_page(auditor)
    page.what_if.setFocus()
    auditor.press(Qt.Key.Key_Space)
    assert page.what_if.isChecked()
    tile = page.tiles[4].accessibleName()
    assert "88.96 %" in tile
    assert auditor.texts("coverage.trial") in tile
    auditor.click(page.tiles[4])
    assert auditor.texts("explain.mean.what_if") in auditor.inspector_words()
    page.what_if.setChecked(False)
    assert "95.20 %" in page.tiles[4].accessibleName()


def test_mean_being_explained_follows_the_what_if_switch(auditor: Auditor) -> None:
    page = coverage_page(auditor)
    auditor.click(page.tiles[4])
    assert "95.20" in auditor.inspector_words()
    page.what_if.setChecked(True)
    auditor.settle()
    assert "88.96" in auditor.inspector_words()


def test_click_in_the_chart_selects_the_row_and_the_other_way_round(auditor: Auditor) -> None:
    page = coverage_page(auditor)
    auditor.wait_for(lambda: page.chart_slot.chart is not None)
    chart = page.chart_slot.chart
    auditor.settle()
    y, _height = chart.place_of(ENVIRONMENT)
    scene_place = chart.plot.getViewBox().mapViewToScene(chart.plot.getViewBox().viewRect().center())
    scene_place.setY(chart.plot.getViewBox().mapViewToScene(type(scene_place)(50.0, y)).y())
    QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, NO_KEY, chart.plot.mapFromScene(scene_place))
    auditor.settle()
    assert auditor.table.current()[0] == ENVIRONMENT
    assert "40.7" in auditor.inspector_words()
    auditor.table.select_row(MAFF)
    assert chart._current == MAFF


def test_selected_cells_give_a_mean_and_no_sum_of_rates(auditor: Auditor) -> None:
    auditor.table.select_row(MAFF, "official")
    auditor.table.view.setFocus()
    auditor.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    words = auditor.window.status_line.selection.text()
    assert "65.60" in words
    assert auditor.texts("status.no_sum") in words


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_every_coverage_opens_its_source_at_the_line_where_it_is_printed(auditor: Auditor, way: str) -> None:
    for own in MINISTRIES_2006:
        auditor.table.select_row(f"coverage:2006:{own.name}", "official")
        auditor.settle()
        open_source(auditor, way)
        assert own.percent is not None
        words = highlighted(auditor)
        assert own.name in words
        assert own.percent in words
        assert (own.own_survey or "") in words


def open_source(auditor: Auditor, way: str) -> None:
    """Open the source of the explained figure as an auditor does."""
    if way == "mouse":
        auditor.click(auditor.button(auditor.texts("inspector.open_source")))
    else:
        auditor.window.activateWindow()
        auditor.table.view.setFocus()
        auditor.press(Qt.Key.Key_Return, CTRL)


def highlighted(auditor: Auditor) -> str:
    """The highlighted lines of the source window, which is closed again."""
    windows = auditor.source_windows()
    assert len(windows) == 1
    selections = windows[0].editor.extraSelections()
    words = "\n".join(selection.cursor.block().text() for selection in selections)
    assert windows[0].editor.textCursor().blockNumber() == selections[0].cursor.blockNumber()
    QTest.keyClick(windows[0].editor, Qt.Key.Key_Escape)
    auditor.settle()
    assert not auditor.source_windows()
    auditor.window.activateWindow()
    return words


def test_the_current_column_is_sorted_by_key(auditor: Auditor) -> None:
    """Alt+S, as the help page of the keys says."""
    auditor.go("coverage")
    auditor.table.select_row("coverage:2006:内閣官房", "official")
    auditor.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier, auditor.table.view)
    assert auditor.rows()[0] == "coverage:2006:農林水産省"
    auditor.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier, auditor.table.view)
    assert auditor.rows()[-1] == "coverage:2006:農林水産省"
    auditor.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier, auditor.table.view)
    assert auditor.rows()[0] == "coverage:2006:内閣官房"
