"""Two years of a page side by side: what is chosen, scrolled, put in order or left out on one side, is on both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.rate_options import RateOptions
from auditor_app.services.compare_years import rate_comparison
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.pages.coverage_page import CoveragePage
from auditor_app.ui.pages.weak_areas_page import WeakAreasPage
from auditor_app.ui.two_years_lock import LEFT, RIGHT
from auditor_app.ui.two_years_window import TwoYearsWindow
from auditor_app.ui.widgets.compare_notes import pair_words
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.table_delegate import PADDING
from tests.auditor import CTRL, Auditor


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case, year=2008)


def side_by_side(auditor: Auditor, page: str, left: int = 2006, right: int = 2008) -> TwoYearsWindow:
    auditor.go(page)
    auditor.choose("compare_side_by_side")
    window = auditor.commands.of_years.two_years
    assert window is not None
    for side, year in ((LEFT, left), (RIGHT, right)):
        box = window.years[side]
        box.setCurrentIndex(box.findData(year))
        box.activated.emit(box.currentIndex())
        auditor.settle()
    return window


def table_of(window: TwoYearsWindow, side: int, name: str = "table") -> DataTable:
    return window.pages[side].tables()[name]


def name_at(table: DataTable, line: int) -> str:
    number = table.model.column_number("organisation")
    assert number is not None
    return str(table.model.index(line, number).data())


def line_of(table: DataTable, organisation: str) -> int:
    return next(line for line in range(table.model.rowCount()) if name_at(table, line) == organisation)


def test_the_page_opens_with_the_year_before_it_at_its_left(practising: Auditor) -> None:
    practising.go("coverage")
    practising.choose("compare_side_by_side")
    window = practising.commands.of_years.two_years
    assert window is not None
    assert window.isVisible()
    assert [page.fiscal_year for page in window.pages] == [2007, 2008]
    assert practising.texts("practice") in window.windowTitle()
    assert practising.window.isVisible()


def test_a_renamed_organisation_is_chosen_under_its_other_name_in_the_same_column(practising: Auditor) -> None:
    window = side_by_side(practising, "rates")
    left, right = table_of(window, LEFT), table_of(window, RIGHT)
    practising.click_cell(right, line_of(right, "白樺省"), "3:achievement")
    assert left.current() == ("白樺庁", "3:achievement")
    assert right.current() == ("白樺省", "3:achievement")
    assert line_of(left, "白樺庁") == line_of(right, "白樺省")


def test_what_came_of_a_split_is_named_and_nothing_is_chosen_in_its_place(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage")
    left, right = table_of(window, LEFT), table_of(window, RIGHT)
    practising.click_cell(right, line_of(right, "青葉省"), "official")
    practising.click_cell(left, line_of(left, "春野省"), "official")
    assert right.current()[0] is None
    assert right.selected_keys() == []
    assert window.pages[RIGHT].figure_id == ""
    for words in ("春野省", "2008-04-01", "若苗庁", "稲穂庁"):
        assert words in window.note.text()
    assert "若苗庁" in name_at(right, line_of(left, "春野省"))
    practising.click_cell(right, line_of(right, "海原庁"), "official")
    assert left.current()[0] is None
    assert all(name in window.note.text() for name in ("海原庁", "潮見庁", "磯辺庁"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("page", ["coverage", "rates"])
def test_name_of_what_came_of_it_can_be_read_in_a_window_of_1280(
    sit_down: Callable[..., Auditor], practice_case: Path, page: str, language: str
) -> None:
    auditor = sit_down(practice_case, year=2008, language=language)
    window = side_by_side(auditor, page, left=2007)
    window.resize(1280, 800)
    auditor.settle()
    right = table_of(window, RIGHT)
    number = right.model.column_number("organisation")
    assert number is not None
    room = right.view.columnWidth(number) - 2 * PADDING
    name = {"ja": "海原庁", "en": "Unabara Agency"}[language]
    gaps = [line for line in range(right.model.rowCount()) if name_at(right, line).startswith("→")]
    assert len(gaps) == 3
    merged = right.model.index(gaps[0], number)
    shown = right.view.fontMetrics().elidedText(str(merged.data()), Qt.TextElideMode.ElideRight, room)
    assert name in shown
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        told = str(merged.data(role))
        assert name in told
        assert auditor.texts("sidebyside.told.merged.later", names=name) in told
        assert "2008-04-01" in told


def test_an_organisation_stands_at_the_same_height_on_both_sides_in_any_order(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage")
    left, right = table_of(window, LEFT), table_of(window, RIGHT)
    right.cycle_sort("official", keeps_others=False)
    practising.settle()
    assert left.model.sort_keys() == (("official", False),)
    assert left.model.rowCount() == right.model.rowCount()
    both = {"青葉省", "若草省", "東雲庁", "月見省", "千歳省", "藤波省", "山吹省"}
    assert [line_of(left, name) for name in both] == [line_of(right, name) for name in both]
    shares = [row.official_percent for row in cast(RecordTableModel, right.model).shown_rows()]
    assert shares == sorted(shares)


def test_scrolling_and_columns_are_the_same_on_both_sides(practising: Auditor) -> None:
    window = side_by_side(practising, "rates")
    window.resize(900, 520)
    practising.settle()
    left, right = table_of(window, LEFT), table_of(window, RIGHT)
    bars = [(table.view.verticalScrollBar(), table.view.horizontalScrollBar()) for table in (left, right)]
    bars[LEFT][0].setValue(40)
    bars[RIGHT][1].setValue(90)
    assert [(down.value(), across.value()) for down, across in bars] == [(40, 90), (40, 90)]
    left.set_column_visible("4:implementation", is_visible=False)
    number = right.model.column_number("4:implementation")
    assert number is not None
    assert right.view.isColumnHidden(number)
    practising.click(window.lock)
    bars[LEFT][0].setValue(0)
    assert bars[RIGHT][0].value() == 40
    practising.click(window.lock)
    assert bars[RIGHT][0].value() == 0


def test_a_filter_shows_what_matches_in_either_year_on_both_sides(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage")
    left, right = table_of(window, LEFT), table_of(window, RIGHT)
    left.model.set_filter_text("official", "<50")
    practising.settle()
    assert right.model.filter_texts() == {"official": "<50"}
    assert [name_at(table, line) for table in (left, right) for line in range(table.model.rowCount())] == [
        "藤波省",
        "山吹省",
    ] * 2
    right.clear_filter("official")
    assert left.model.filter_texts() == {}


def test_areas_are_joined_by_the_crosswalk_and_the_others_say_that_they_are_not(practising: Auditor) -> None:
    window = side_by_side(practising, "weak_areas")
    pages = [cast(WeakAreasPage, page) for page in window.pages]
    practising.click(pages[LEFT].panel._levels["item"])
    practising.wait_for(lambda: ":2.2.2(1)(b):" in str(pages[LEFT].ranking.model.all_rows()))  # type: ignore[attr-defined]
    practising.settle()
    left, right = table_of(window, LEFT, "ranking"), table_of(window, RIGHT, "ranking")
    moved = next(key for key, _ in cast(RecordTableModel, left.model).all_rows() if ":2.2.2(1)(b):" in str(key))
    left.select_row(moved, "implementation")
    assert ":2.2.3(1)(a):" in str(right.current()[0])
    assert right.current()[1] == "implementation"
    changed = next(key for key, _ in cast(RecordTableModel, left.model).all_rows() if ":2.2.1(1)(b):" in str(key))
    left.select_row(changed, "implementation")
    assert right.current()[0] is None
    assert "2.2.1(1)(b)" in window.note.text()
    assert pages[RIGHT].members.model.counts() == (0, 0)


def test_level_and_what_if_are_the_same_on_both_sides(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage")
    left, right = (cast(CoveragePage, page) for page in window.pages)
    left.level.setCurrentIndex(left.level.findData("role"))
    practising.settle()
    assert right.level.currentData() == "role"
    assert left.returned is not None
    assert right.returned is not None
    practising.click_cell(left.returned, 0, "official")
    assert [table.current()[1] for table in (left.returned, right.returned)] == ["official", "official"]
    assert str(left.returned.current()[0]).split(":")[2:] == str(right.returned.current()[0]).split(":")[2:]
    practising.click_box(right.what_if)
    assert left.what_if.isChecked()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_two_years_have_in_common_is_told_as_the_comparison_tells_it(
    sit_down: Callable[..., Auditor], practice_case: Path, language: str
) -> None:
    auditor = sit_down(practice_case, year=2008, language=language)
    window = side_by_side(auditor, "rates")
    told = window.differences.text()
    with auditor.window.context.case.reader() as reader:
        [notes] = rate_comparison(reader, (2006, 2008), RateOptions()).notes()
    for words in pair_words(auditor.texts, notes):
        assert words in told
    assert auditor.texts("compare.note.common", count=60) in told
    left = sum(count for kind, count in notes.kinds if kind == "unmapped")
    kind = auditor.texts("crosswalk_kind.unmapped")
    assert auditor.texts("compare.note.kind", kind=kind, count=left) in told
    box = window.years[RIGHT]
    box.setCurrentIndex(box.findData(2007))
    box.activated.emit(box.currentIndex())
    assert "改訂版" not in window.differences.text()
    assert auditor.texts("compare.note.same_edition", edition="初版") in window.differences.text()


def test_f2_shows_the_figure_in_the_main_window(practising: Auditor) -> None:
    window = side_by_side(practising, "rates")
    right = table_of(window, RIGHT)
    practising.click_cell(right, line_of(right, "白樺省"), "3:implementation")
    right.view.setFocus()
    practising.press(Qt.Key.Key_F2, widget=right.view)
    assert practising.page.figure_id == "rates:2008:白樺省::all:3"
    assert "白樺省" in practising.inspector_words()


def test_undo_in_the_main_window_is_seen_on_both_sides(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage", 2006, 2007)
    left = table_of(window, LEFT)
    column = left.model.column_number("analysis")
    assert column is not None

    def treatment() -> str:
        return str(left.model.index(line_of(left, "藤波省"), column).data())

    before = treatment()
    practising.window.explain_and_focus("coverage:2006:藤波省")
    practising.settle()
    practising.notices.answer, practising.notices.words = 0, "独自の調査の方法を確かめたため"
    practising.click(practising.button(practising.texts("inspector.decide")))
    assert treatment() != before
    practising.choose("undo")
    assert treatment() == before
    assert left.model.rowCount() == table_of(window, RIGHT).model.rowCount()


def test_closing_and_another_case_leave_no_window_behind(practising: Auditor) -> None:
    first = side_by_side(practising, "rates")
    first.resize(1150, 700)
    practising.press(Qt.Key.Key_L, CTRL, widget=first)
    assert not first.lock.isChecked()
    practising.press(Qt.Key.Key_Escape, widget=first)
    assert practising.commands.of_years.two_years is None
    again = side_by_side(practising, "weak_areas")
    assert again.height() == 700  # as it was left; the screen of the tests is too narrow for its width
    practising.desktop.open_case(practising.window.context.case.path)
    practising.settle()
    assert practising.commands.of_years.two_years is None
    practising.go("weak_areas")
    practising.choose("compare_side_by_side")
    practising.choose("language.en")
    # the fixture fails the test when a window stays behind the program


@pytest.mark.parametrize("change", ["language.en", "theme.dark", "zoom_in", "year_form.western"])
def test_language_and_appearance_change_in_the_window_of_two_years_too(practising: Auditor, change: str) -> None:
    before = side_by_side(practising, "coverage", 2007, 2006)
    before.resize(790, 640)
    left = cast(CoveragePage, before.pages[LEFT])
    left.level.setCurrentIndex(left.level.findData("role"))
    practising.click(before.lock)
    before.pages[RIGHT].select_figure("coverage:2006:藤波省")
    table_of(before, RIGHT).cycle_sort("official", keeps_others=False)
    practising.choose(change)
    after = practising.commands.of_years.two_years
    assert after is not None
    assert after is not before
    assert after.isVisible()
    assert (after.page_id, [page.fiscal_year for page in after.pages]) == ("coverage", [2007, 2006])
    assert not after.lock.isChecked()
    assert after.size().toTuple() == (790, 640)
    assert [page.choices()["level"] for page in after.pages] == ["role", "organisation"]
    assert after.pages[RIGHT].figure_id == "coverage:2006:藤波省"
    words = after.windowTitle()
    assert practising.texts("page.coverage") in words
    if change in ("theme.dark", "zoom_in"):  # as in the main window, what was arranged by words stays where words do
        assert table_of(after, RIGHT).model.sort_keys() == (("official", False),)
        assert table_of(after, LEFT).model.sort_keys() == ()
    if change == "language.en":
        assert name_at(table_of(after, RIGHT), 0).startswith("Ministry of Aoba")


def test_a_page_without_a_second_year_offers_nothing(sit_down: Callable[..., Auditor], shipped_case: Path) -> None:
    auditor = sit_down(shipped_case)
    auditor.go("coverage")
    assert not auditor.commands.actions["compare_side_by_side"].isEnabled()
    auditor.go("standard")
    assert not auditor.commands.actions["compare_side_by_side"].isEnabled()


def test_gaps_are_shown_on_both_sides_or_on_neither(practising: Auditor) -> None:
    window = side_by_side(practising, "coverage")
    left, right = table_of(window, LEFT), table_of(window, RIGHT)

    def gaps() -> list[int]:
        return [table.model.rowCount() - table.model.counts()[0] for table in (left, right)]

    assert all(gaps())
    before = gaps()
    practising.click(window.lock)
    assert gaps() == [0, 0]
    right.cycle_sort("official", keeps_others=False)
    practising.settle()
    assert gaps() == [0, 0]
    left.model.set_filter_text("official", "<50")
    practising.settle()
    assert gaps() == [0, 0]
    left.clear_filter("official")
    practising.click(window.lock)
    assert gaps() == before
