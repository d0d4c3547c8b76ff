"""The heat map as the user meets it: every state differs from every rate, and the cell is the one of the table."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from auditor_app.domain.published import State
from auditor_app.foundation.paths import resources_folder
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.heat_cells import HeatCell, HeatColumn, HeatRow
from auditor_app.ui.charts.heat_map import HeatMap
from auditor_app.ui.palettes import COLOURS, HIGH_CONTRAST, LIGHT, Colours, contrast_ratio, ink_on, rate_colour
from auditor_app.ui.widgets.data_table import DataTable

APPEARANCES = list(COLOURS.values())
ROWS = [HeatRow(number, name) for number, name in enumerate(["演習甲省", "演習<乙>省", "演習丙庁", "演習丁庁"], 1)]
COLUMNS = [HeatColumn(part, f"第{part}部") for part in (2, 3, 4)]
CELLS = {
    (1, 2): HeatCell(57.6, "57.6"),
    (1, 3): HeatCell(0.0, "0.0"),
    (1, 4): HeatCell(100.0, "100.0"),
    (2, 2): HeatCell(None, state=State.NO_DUTY),
    (2, 3): HeatCell(None, state=State.NOT_REPORTED),
    (2, 4): HeatCell(None, state=State.NOT_TRANSCRIBED),
    (3, 2): HeatCell(None, state=State.EXCLUDED),
    (3, 3): HeatCell(80.0, "80.0", tooltip="演習の説明"),
    (4, 4): HeatCell(79.9, "79.9"),
}


@pytest.fixture
def texts() -> Texts:
    catalogue: dict[str, dict[str, str]] = {}
    for name in ("kit", "charts", "terms"):
        catalogue |= json.loads((resources_folder() / "translations" / f"{name}.json").read_text(encoding="utf-8"))
    return Texts("ja", catalogue)


def shown(chart: HeatMap, qtbot: QtBot, width: int = 500, height: int = 240) -> HeatMap:
    qtbot.addWidget(chart)
    chart.resize(width, height)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


@pytest.fixture
def chart(qtbot: QtBot, texts: Texts) -> HeatMap:
    chart = HeatMap(texts, LIGHT)
    chart.set_captions("実施率", ["※ 注", "出典: 演習用(架空)"])
    chart.set_matrix(ROWS, COLUMNS, CELLS)
    return shown(chart, qtbot)


@pytest.fixture
def large(qtbot: QtBot, texts: Texts) -> HeatMap:
    chart = HeatMap(texts, LIGHT)
    rows = [HeatRow(number, f"{number}.1 演習の節") for number in range(100)]
    columns = [HeatColumn(number, f"演習{number}省") for number in range(60)]
    chart.set_matrix(
        rows, columns, {(row, column): HeatCell(50.0, "50.0") for row in range(100) for column in range(60)}
    )
    return shown(chart, qtbot, 900, 600)


def cell_point(chart: HeatMap, row: int, column: int, across: float = 0.5, down: float = 0.5) -> QPoint:
    """A place in a cell, in the plot's widget."""
    place = chart.place_of(row)
    assert place is not None
    x = [column.key for column in COLUMNS].index(column) + across
    return QPoint(chart.plot.mapFromScene(chart._view.mapViewToScene(QPointF(x, place[0] + (down - 0.5) * place[1]))))


def picture_of(chart: HeatMap, row: int, column: int) -> QImage:
    first, last = cell_point(chart, row, column, 0.01, 0.05), cell_point(chart, row, column, 0.97, 0.93)
    image: QImage = chart.plot.grab().toImage()
    return image.copy(first.x(), first.y(), last.x() - first.x(), last.y() - first.y())


def inks(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("colours", APPEARANCES, ids=lambda colours: colours.name)
def test_every_rate_can_be_read_on_its_colour(colours: Colours) -> None:
    for percent in range(1001):
        ground = rate_colour(colours, percent / 10)
        assert contrast_ratio(ink_on(ground), ground) >= 4.5


@pytest.mark.parametrize("colours", APPEARANCES, ids=lambda colours: colours.name)
def test_the_scale_is_told_apart_by_lightness_alone(colours: Colours) -> None:
    to_surface = [contrast_ratio(rate_colour(colours, percent), colours.surface) for percent in range(0, 101, 5)]
    assert to_surface == sorted(to_surface, reverse=True)
    assert len(set(to_surface)) == len(to_surface)


@pytest.mark.parametrize("colours", APPEARANCES, ids=lambda colours: colours.name)
def test_no_state_has_a_colour_of_the_scale_and_zero_has(chart: HeatMap, colours: Colours) -> None:
    chart.set_colours(colours)
    scale = {rate_colour(colours, half / 2) for half in range(201)} - {colours.text, colours.surface}
    for key, cell in CELLS.items():
        found = inks(picture_of(chart, *key)) & scale
        assert bool(found) == cell.is_number, key
    assert rate_colour(colours, 0.0) in inks(picture_of(chart, 1, 3))


def test_the_states_differ_from_each_other_and_from_an_empty_cell_without_their_words(chart: HeatMap) -> None:
    blank = {key: HeatCell(None, " ", cell.state) for key, cell in CELLS.items() if not cell.is_number}
    chart.set_matrix(ROWS, COLUMNS, blank)
    pictures = [picture_of(chart, *key).scaled(80, 20) for key in blank] + [picture_of(chart, 4, 2).scaled(80, 20)]
    for number, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[number + 1 :])


def test_a_state_with_a_value_is_still_no_rate(chart: HeatMap) -> None:
    chart.set_matrix(ROWS, COLUMNS, {(1, 2): HeatCell(31.2, "31.2", State.EXCLUDED)})
    chart.set_line(50)
    assert rate_colour(LIGHT, 31.0) not in inks(picture_of(chart, 1, 2))
    assert not chart._is_below(HeatCell(31.2, "31.2", State.EXCLUDED))


def test_rates_below_the_line_carry_a_mark_and_those_on_it_do_not(chart: HeatMap) -> None:
    corner = {key: cell_point(chart, *key, 0.97, 0.08) for key in ((4, 4), (3, 3))}
    chart.set_line(80.0)
    image = chart.plot.grab().toImage()
    colour = {key: image.pixelColor(point).name() for key, point in corner.items()}
    assert colour[4, 4] == "#000000"
    assert colour[3, 3] == rate_colour(LIGHT, 80.0)
    assert "80 % 未満" in [entry.words for entry in chart.legend_entries(LIGHT)]


def test_the_legend_names_the_scale_and_only_the_states_that_are_there(chart: HeatMap) -> None:
    words = [entry.words for entry in chart.legend_entries(LIGHT)]
    assert words == ["0 → 100 %", "責務なし", "未報告", "分析対象外", "未転記"]
    chart.set_matrix(ROWS, COLUMNS, {(1, 2): HeatCell(1.0)})
    assert [entry.words for entry in chart.legend_entries(LIGHT)] == ["0 → 100 %"]


def test_a_click_picks_the_cell_and_a_double_click_opens_it(chart: HeatMap, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.picked) as told:
        QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=cell_point(chart, 2, 3), delay=10)
    assert told.args == [2, 3]
    assert chart.hasFocus()
    with qtbot.waitSignal(chart.activated) as told:
        QTest.mouseDClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=cell_point(chart, 2, 3), delay=10)
        QTest.mouseRelease(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=cell_point(chart, 2, 3))
    assert told.args == [2, 3]


def test_arrow_keys_step_and_enter_opens(chart: HeatMap, qtbot: QtBot) -> None:
    chart.set_current(1, 2)
    steps = [
        (Qt.Key.Key_Right, [1, 3]),
        (Qt.Key.Key_Down, [2, 3]),
        (Qt.Key.Key_Left, [2, 2]),
        (Qt.Key.Key_Left, [2, 2]),
    ]
    for key, cell in steps:
        with qtbot.waitSignal(chart.picked) as told:
            QTest.keyClick(chart, key)
        assert told.args == cell
    with qtbot.waitSignal(chart.activated) as told:
        QTest.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [2, 2]


def test_keys_that_mean_nothing_here_are_left_to_the_window(chart: HeatMap) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(chart, event)
    assert not event.isAccepted()


def test_the_frame_shows_where_the_keyboard_is(chart: HeatMap) -> None:
    chart.set_current(None)
    assert not chart._rims[1].isVisible()
    chart.activateWindow()
    chart.clearFocus()
    chart.setFocus()
    assert chart._rims[1].isVisible()


def test_a_screen_reader_hears_title_and_current_cell(chart: HeatMap) -> None:
    chart.set_current(2, 3)
    assert chart.accessibleName() == "実施率"
    assert chart.accessibleDescription() == "演習<乙>省 · 第3部\n未報告"


def test_hover_says_where_and_what_and_escapes_the_names(chart: HeatMap) -> None:
    chart._show_tooltip_at(chart.plot.mapToScene(cell_point(chart, 2, 2)))
    assert "演習&lt;乙&gt;省 · 第2部\n責務なし" in QToolTip.text()
    chart._show_tooltip_at(chart.plot.mapToScene(cell_point(chart, 3, 3)))
    assert "演習の説明" in QToolTip.text()


def test_rows_lie_on_the_rows_of_the_table(table: DataTable, chart: HeatMap) -> None:
    chart.resize(400, table.height())
    chart.align_to_rows(table.visible_rows(), table.header_height())
    QTest.qWait(0)
    places = [place for place in table.visible_rows() if place.key in set(chart.keys())]
    assert places
    for row in places:
        assert isinstance(row.key, int)
        y = chart.plot.mapTo(chart, cell_point(chart, row.key, 3)).y()
        assert abs(y - (table.header_height() + row.centre_y)) <= 1


def test_a_large_matrix_scrolls_to_the_current_cell(large: HeatMap) -> None:
    assert large._down.isVisible()
    assert large._across.isVisible()
    large.set_current(99, 59)
    (left, right), (top, bottom) = large._view.viewRange()
    assert left <= 59
    assert right >= 60
    assert top <= 99
    assert bottom >= 100
    large.set_current(0, 0)
    assert large._view.viewRange()[0][0] == pytest.approx(0)
    assert large._view.viewRange()[1][0] == pytest.approx(0)


def test_a_large_matrix_can_be_seen_at_once(large: HeatMap) -> None:
    large.set_fits_whole(True)
    assert not large._down.isVisible()
    assert not large._across.isVisible()
    assert [round(end) for limits in large._view.viewRange() for end in limits] == [0, 60, 0, 100]


def test_few_rows_are_not_blown_up(chart: HeatMap) -> None:
    chart.resize(500, 700)
    first, second = cell_point(chart, 1, 2), cell_point(chart, 2, 2)
    assert second.y() - first.y() <= 60


def test_svg_has_every_name_word_and_caption_as_text(chart: HeatMap) -> None:
    root = ElementTree.fromstring(chart.to_svg().decode("utf-8"))
    words = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    names = [row.label for row in ROWS] + [column.label for column in COLUMNS]
    for expected in (*names, "57.6", "責務なし", "未転記", "対象外", "実施率", "※ 注", "出典: 演習用(架空)"):
        assert expected in words
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))


def test_the_picture_of_a_large_matrix_holds_every_cell_readable(large: HeatMap) -> None:
    image = large.to_image(1)
    assert image.width() > 60 * 35
    assert image.height() > 100 * 24


def test_redrawing_uses_the_same_items_again(chart: HeatMap) -> None:
    before = len(chart.plot.scene().items())
    for _ in range(3):
        chart.set_matrix(ROWS[:1], COLUMNS, CELLS)
        chart.set_colours(HIGH_CONTRAST)
        chart.set_matrix(ROWS, COLUMNS, CELLS)
    assert len(chart.plot.scene().items()) == before


def test_a_matrix_without_rows_is_empty_and_not_an_error(texts: Texts, qtbot: QtBot) -> None:
    chart = HeatMap(texts, LIGHT)
    qtbot.addWidget(chart)
    assert not chart.to_image(1).isNull()
    QTest.keyClick(chart, Qt.Key.Key_Down)
