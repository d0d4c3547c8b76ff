"""The table as the user meets it: titles, filters, keys, clipboard, frozen columns, arrangement."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.foundation.translation import Texts
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.palettes import DARK, LIGHT
from auditor_app.ui.widgets.data_table import DataTable, SelectionSummary
from auditor_app.ui.widgets.table_clipboard import CopiedCell, as_html, as_text
from auditor_app.ui.widgets.table_header import GroupedHeader
from tests.gui.kit.rows import PRACTICE, Line, practice_model, shown_numbers

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def model_of(table: DataTable) -> RecordTableModel:
    return cast(RecordTableModel, table.model)


def click_title(header: GroupedHeader, number: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    at = QPoint(header.sectionViewportPosition(number) + 20, header.title_height() - 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifiers, at)


def press(table: DataTable, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(table.view, key, modifiers)


def test_title_clicks_sort_upwards_downwards_and_back_to_the_official_order(table: DataTable) -> None:
    header = table.view.grouped_header
    click_title(header, 2)
    assert shown_numbers(model_of(table)) == [6, 3, 2, 1, 5, 4]
    click_title(header, 2)
    assert shown_numbers(model_of(table)) == [5, 1, 2, 3, 6, 4]
    click_title(header, 2)
    assert shown_numbers(model_of(table)) == [1, 2, 3, 4, 5, 6]


def test_shift_click_adds_a_key_and_a_plain_click_starts_over(table: DataTable) -> None:
    header = table.view.grouped_header
    click_title(header, 4)
    click_title(header, 2, SHIFT)
    click_title(header, 2, SHIFT)
    assert table.model.sort_keys() == (("use", False), ("official", True))
    click_title(header, 2)
    assert table.model.sort_keys() == (("official", False),)


def test_a_click_on_a_title_selects_nothing(table: DataTable) -> None:
    click_title(table.view.grouped_header, 2)
    assert not table.view.selectionModel().hasSelection()


def test_title_of_a_frozen_column_sorts_too(table: DataTable) -> None:
    click_title(table.frozen.view.grouped_header, 1)
    assert table.model.sort_keys() == (("name", False),)


def test_group_title_spans_its_visible_columns(table: DataTable) -> None:
    header = table.view.grouped_header
    left = header.sectionViewportPosition(2)
    right = header.sectionViewportPosition(3) + header.sectionSize(3)
    assert header.group_spans() == [("把握率(%)", left, right)]
    table.set_column_visible("own", False)
    assert header.group_spans() == [("把握率(%)", left, left + header.sectionSize(2))]


def test_filter_row_filters_as_typed_and_stays_under_its_columns(table: DataTable) -> None:
    press(table, Qt.Key.Key_L, CONTROL | SHIFT)
    assert table.filters.is_row_shown
    body, frozen = table.filters.rows
    assert body.edits[2].isVisible()
    assert not body.edits[1].isVisible()
    assert frozen.edits[1].isVisible()
    told: list[list[tuple[str, str]]] = []
    table.filters_changed.connect(told.append)
    QTest.keyClicks(body.edits[2], "<90")
    assert told[-1] == [("official", "<90")]
    assert shown_numbers(model_of(table)) == [2, 3, 6]
    table.view.setColumnWidth(2, 222)
    assert body.edits[2].width() == 222 - 6
    assert body.edits[2].x() == table.view.grouped_header.sectionViewportPosition(2) + 3


def test_hiding_the_filter_row_keeps_its_filters_and_a_chip_can_remove_them(table: DataTable) -> None:
    told: list[list[tuple[str, str]]] = []
    table.filters_changed.connect(told.append)
    table.model.set_filter_text("official", ">50")
    table.model.set_allowed_values("use", frozenset({"分析対象"}))
    table.show_filter_row(True)
    table.show_filter_row(False)
    assert told[-1] == [("official", ">50"), ("use", "分析対象")]
    table.clear_filter("official")
    table.clear_filter("use")
    assert told[-1] == []


def test_empty_state_says_why_and_clears_the_filters(table: DataTable) -> None:
    table.model.set_filter_text("name", "どこにもない")
    assert table.empty_state.isVisible()
    table.empty_state.button.click()
    assert not table.empty_state.isVisible()
    assert table.model.counts() == (6, 6)
    model_of(table).set_rows([])
    assert table.empty_state.isVisible()
    assert not table.empty_state.button.isVisible()


def test_value_popup_shows_only_the_ticked_values(table: DataTable) -> None:
    table.open_value_filter("use")
    popup = table.filters.popup
    assert [popup.list.item(row).text() for row in range(popup.list.count())] == ["分析対象  (5)", "分析対象外  (1)"]
    popup.tick_none()
    popup.list.item(1).setCheckState(Qt.CheckState.Checked)
    popup.apply()
    assert shown_numbers(model_of(table)) == [3]
    table.open_value_filter("use")
    popup.remove()
    assert table.model.allowed_values() == {}


def test_searching_in_the_value_popup_means_only_what_is_found(table: DataTable) -> None:
    table.open_value_filter("name")
    table.filters.popup.search.setText("丙")
    table.filters.popup.apply()
    assert shown_numbers(model_of(table)) == [3]


def test_current_row_survives_filtering_and_is_told_when_it_disappears(table: DataTable, qtbot: QtBot) -> None:
    assert table.select_row(3, "official")
    table.model.set_filter_text("official", "<90")
    assert table.current() == (3, "official")
    assert table.view.currentIndex().row() == 1
    with qtbot.waitSignal(table.current_changed) as told:
        table.model.set_filter_text("official", ">90")
    assert told.args == [None, ""]
    assert not table.select_row(3)


def test_enter_and_double_click_open_the_row(table: DataTable, qtbot: QtBot) -> None:
    table.select_row(2, "official")
    with qtbot.waitSignal(table.activated) as told:
        press(table, Qt.Key.Key_Return)
    assert told.args == [2, "official"]
    cell = table.view.visualRect(table.model.index(0, 2)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, NONE, cell)
    with qtbot.waitSignal(table.activated) as told:
        QTest.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, NONE, cell)
    assert told.args == [1, "official"]


def test_excels_keys_move_and_extend(table: DataTable) -> None:
    table.select_row(3, "official")
    press(table, Qt.Key.Key_Down, CONTROL)
    assert table.current() == (6, "official")
    press(table, Qt.Key.Key_Home, CONTROL)
    assert table.current() == (1, "order")
    press(table, Qt.Key.Key_End, CONTROL)
    assert table.current() == (6, "use")
    press(table, Qt.Key.Key_Up, CONTROL | SHIFT)
    assert table.current() == (1, "use")
    assert len(table.view.selectionModel().selectedIndexes()) == 6


def test_copied_block_is_text_and_html(table: DataTable) -> None:
    table.select_row(3, "official")
    press(table, Qt.Key.Key_Right, SHIFT)
    press(table, Qt.Key.Key_Down, SHIFT)
    press(table, Qt.Key.Key_C, CONTROL)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text().replace("\r\n", "\n") == "31.2\t98.2\n未報告\t—\n"
    press(table, Qt.Key.Key_C, CONTROL | SHIFT)
    assert clipboard.text().startswith("把握率(%) 公式\t把握率(%) 独自の調査を含む")
    assert "<td" in clipboard.mimeData().html()


def test_copied_words_never_become_a_formula_or_markup() -> None:
    block = [[CopiedCell("=1+1"), CopiedCell("+67.0", is_number=True), CopiedCell("a\tb"), CopiedCell("<b>")]]
    assert as_text(block) == '\'=1+1\t+67.0\t"a\tb"\t<b>\r\n'
    assert "&lt;b&gt;" in as_html(block, has_header=False)


def test_selection_summary_leaves_states_out(table: DataTable, qtbot: QtBot) -> None:
    table.select_row(3, "official")
    with qtbot.waitSignal(table.selection_summary_changed) as told:
        press(table, Qt.Key.Key_Down, SHIFT)
    summary = told.args[0]
    assert summary == SelectionSummary(2, (Decimal("31.2"),), ("official",))


def test_find_bar_steps_through_the_matches(table: DataTable, texts: Texts) -> None:
    press(table, Qt.Key.Key_F, CONTROL)
    assert table.find_bar.isVisible()
    table.find_bar.edit.setText("庁")
    assert table.find_bar.count_label.text() == texts("table.find.count", place=1, count=2)
    assert table.current() == (3, "name")
    QTest.keyClick(table.find_bar.edit, Qt.Key.Key_Return)
    assert table.current() == (4, "name")
    QTest.keyClick(table.find_bar.edit, Qt.Key.Key_Return)
    assert table.current() == (3, "name")
    QTest.keyClick(table.find_bar.edit, Qt.Key.Key_Escape)
    assert not table.find_bar.isVisible()


def test_frozen_columns_follow_scroll_width_height_and_selection(table: DataTable) -> None:
    table.resize(420, 160)
    frozen = table.frozen.view
    assert frozen.visible_columns() == [0, 1]
    table.view.verticalScrollBar().setValue(table.view.verticalScrollBar().maximum())
    assert frozen.verticalScrollBar().value() == table.view.verticalScrollBar().value() > 0
    table.view.horizontalScrollBar().setValue(50)
    frozen.setColumnWidth(1, 180)
    assert table.view.columnWidth(1) == 180
    assert frozen.width() == table.view.columnWidth(0) + 180
    table.set_zoom(150)
    assert frozen.rowHeight(0) == table.view.rowHeight(0) == 39
    assert frozen.grouped_header.height() == table.view.grouped_header.height()
    table.select_row(2, "name")
    assert frozen.currentIndex() == table.view.currentIndex()


def test_cell_beneath_the_frozen_columns_is_scrolled_into_sight(table: DataTable) -> None:
    table.resize(420, 300)
    bar = table.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    table.select_row(1, "official")
    assert table.view.columnViewportPosition(2) >= table.frozen.view.width()


def test_column_dragged_across_the_frozen_border_goes_back(table: DataTable) -> None:
    header = table.view.grouped_header
    header.moveSection(header.visualIndex(4), 0)
    assert table.view.visible_columns()[:2] == [0, 1]
    header.moveSection(header.visualIndex(4), 2)
    assert table.view.visible_columns() == [0, 1, 4, 2, 3]


def test_arrangement_survives_a_round_trip_through_json(table: DataTable, texts: Texts, qtbot: QtBot) -> None:
    header = table.view.grouped_header
    header.moveSection(header.visualIndex(4), 2)
    table.set_zoom(120)
    table.view.setColumnWidth(2, 240)
    table.set_column_visible("own", False)
    table.set_column_visible("hidden", True)
    table.sort_by([("use", True), ("official", False)])
    table.model.set_filter_text("official", ">=０")
    table.model.set_allowed_values("use", frozenset({"分析対象"}))
    table.show_filter_row(True)
    state = json.loads(json.dumps(table.save_state()))
    other = DataTable(practice_model(), texts, LIGHT)
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.save_state() == state
    assert other.view.visible_columns() == table.view.visible_columns()
    assert other.view.columnWidth(2) == 240


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"order": ["gone", "use", 7], "widths": {"gone": 3, "use": "wide", "name": -4}, "hidden": ["gone", None]},
        {"hidden": ["order", "name", "official", "own", "use", "hidden"], "sort": [["gone", True], "x", [1, 2]]},
        {"zoom": "big", "filters": {"gone": "x", "name": 3}, "values": {"use": "分析対象", "gone": []}, "sort": 5},
    ],
)
def test_damaged_or_foreign_arrangements_do_no_harm(table: DataTable, state: dict[str, object]) -> None:
    table.restore_state(state)
    assert table.view.visible_columns()
    assert 50 <= table.zoom_percent <= 200


def test_zoom_keys_change_rows_and_go_back_exactly(table: DataTable) -> None:
    widths = table.column_widths.widths()
    for _ in range(3):
        press(table, Qt.Key.Key_Plus, CONTROL)
    assert table.zoom_percent == 130
    press(table, Qt.Key.Key_Minus, CONTROL)
    press(table, Qt.Key.Key_0, CONTROL)
    assert table.zoom_percent == 100
    assert table.view.rowHeight(0) == 26
    assert table.column_widths.widths() == widths


def test_row_geometry_names_the_rows_in_sight(table: DataTable, qtbot: QtBot) -> None:
    rows = table.visible_rows()
    assert [row.key for row in rows] == [1, 2, 3, 4, 5, 6]
    assert (rows[1].centre_y, rows[1].height) == (39.0, 26)
    assert table.header_height() == 52
    with qtbot.waitSignal(table.row_geometry_changed):
        table.sort_by([("official", True)])
    assert table.visible_rows()[0].key == 5


def test_last_visible_column_cannot_be_hidden(table: DataTable) -> None:
    for key in ("order", "name", "official", "own", "use"):
        table.set_column_visible(key, False)
    assert table.view.visible_columns() == [4]


def test_menus_have_words_and_do_what_they_say(table: DataTable, texts: Texts) -> None:
    menu = table.menus.header_menu(2)
    actions = {action.text(): action for action in menu.actions()}
    actions[texts("table.menu.sort_descending")].trigger()
    assert table.model.sort_keys() == (("official", True),)
    columns = table.menus.columns_menu()
    next(action for action in columns.actions() if action.text() == "備考").trigger()
    assert 5 in table.view.visible_columns()
    assert table.menus.cell_menu().actions()


def test_hostile_words_are_painted_as_words(table: DataTable) -> None:
    hostile = Line(9, "<img src=x>&amp;\n\0" + "長" * 5000, Decimal(1), Decimal(2), "<script>")
    model_of(table).set_rows([*PRACTICE, hostile])
    table.set_colours(DARK)
    table.select_row(9)
    image = table.grab().toImage()
    assert len({image.pixel(x, y) for x in range(0, 400, 7) for y in range(60, 300, 7)}) > 3


def test_a_condition_that_cannot_be_read_is_marked(table: DataTable) -> None:
    table.show_filter_row(True)
    number = next(
        n for n, column in enumerate(table.model.columns()) if column.filters_numbers and not column.is_frozen
    )
    edit, key = table.filters.rows[0].edits[number], table.model.columns()[number].key
    usual = edit.toolTip()
    for text, is_marked in (("<90abc", True), ("<90", False), ("対象外", False)):
        table.model.set_filter_text(key, text)
        assert bool(edit.property("unclear")) is is_marked
        assert (edit.toolTip() == usual) is not is_marked
