"""The charts as the user meets them: same rows as the table, hover, picking, pictures that stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.bar_chart import Bar, BarChart, BarSeries
from auditor_app.ui.charts.chart_base import RowChart
from auditor_app.ui.charts.dumbbell_chart import DumbbellChart, DumbbellPoint
from auditor_app.ui.charts.reference_line import ReferenceLine
from auditor_app.ui.palettes import DARK, HIGH_CONTRAST, LIGHT
from auditor_app.ui.widgets.data_table import DataTable

POINTS = (
    DumbbellPoint(1, "演習甲省", 99.2),
    DumbbellPoint(2, "演習乙省", 63.3),
    DumbbellPoint(3, "演習<丙>庁", 31.2, 98.2, "excluded"),
    DumbbellPoint(4, "演習丁庁", None, None, "missing", "未報告"),
    DumbbellPoint(5, "演習戊省", 100.0),
    DumbbellPoint(6, "演習己省", 0.0),
)
SERIES = (BarSeries("新規"), BarSeries("新規(再掲)", 0, is_hatched=True), BarSeries("継続", 1))
BARS = (
    Bar("a", "演習分野甲", (10.0, 2.0, 5.0)),
    Bar("b", "演習分野乙", (0.0, 0.0, 3.0)),
    Bar("c", "演習分野丙", (None, None, None), word="未転記"),
)


@pytest.fixture
def dumbbell(qtbot: QtBot, texts: Texts) -> Iterator[DumbbellChart]:
    chart = DumbbellChart(texts, LIGHT)
    qtbot.addWidget(chart)
    chart.set_series_names("公式", "独自の調査を含む")
    chart.set_points(POINTS)
    chart.set_captions("把握率", ["※ 注", "出典: 演習用(架空)"])
    chart.resize(500, 300)
    with qtbot.waitExposed(chart):
        chart.show()
    yield chart
    chart.close()


@pytest.fixture
def bars(qtbot: QtBot, texts: Texts) -> BarChart:
    chart = BarChart(texts, LIGHT)
    qtbot.addWidget(chart)
    chart.set_bars(SERIES, BARS)
    chart.resize(500, 300)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def row_point(chart: RowChart, key: object) -> QPoint:
    """The middle of a row in the plot's widget."""
    place = chart.place_of(key)
    assert place is not None
    scene = chart._view.mapViewToScene(QPointF(50 if isinstance(chart, DumbbellChart) else 5, place[0]))
    return QPoint(chart.plot.mapFromScene(scene))


def ink_count(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})


def test_rows_lie_on_the_rows_of_the_table(table: DataTable, dumbbell: DumbbellChart) -> None:
    dumbbell.resize(400, table.height())
    dumbbell.align_to_rows(table.visible_rows(), table.header_height())
    QTest.qWait(0)
    for row in table.visible_rows():
        y = dumbbell.plot.mapTo(dumbbell, row_point(dumbbell, row.key)).y()
        assert abs(y - (table.header_height() + row.centre_y)) <= 1


def test_rows_follow_the_table_when_it_scrolls(table: DataTable, dumbbell: DumbbellChart) -> None:
    table.resize(400, 140)
    table.view.verticalScrollBar().setValue(table.view.verticalScrollBar().maximum())
    dumbbell.align_to_rows(table.visible_rows(), table.header_height())
    assert dumbbell.place_of(1) is None
    assert dumbbell.place_of(6) is not None


def test_missing_and_excluded_are_never_drawn_as_zero(dumbbell: DumbbellChart) -> None:
    positions = [(spot.pos().x(), spot.pos().y()) for spot in dumbbell._primary.points()]
    assert [x for x, _ in positions] == [99.2, 63.3, 31.2, 100.0, 0.0]
    assert 3.5 not in [y for _, y in positions]
    shown = [item.toPlainText() for item in dumbbell._words if item.isVisible()]
    assert "未報告" in shown


def test_excluded_point_is_hollow(dumbbell: DumbbellChart) -> None:
    fillings = [spot.brush().color().name() for spot in dumbbell._primary.points()]
    assert fillings[2] == LIGHT.surface
    assert fillings[0] == LIGHT.series_primary


def test_redrawing_uses_the_same_items_again(dumbbell: DumbbellChart, bars: BarChart) -> None:
    show_points: Callable[[int], None] = lambda count: dumbbell.set_points(POINTS[:count])  # noqa: E731
    show_bars: Callable[[int], None] = lambda count: bars.set_bars(SERIES, BARS[:count])  # noqa: E731
    charts: tuple[tuple[RowChart, Callable[[int], None]], ...] = ((dumbbell, show_points), (bars, show_bars))
    for chart, show in charts:
        show(9)
        before = len(chart.plot.scene().items())
        for _ in range(3):
            show(2)
            show(9)
            chart.set_colours(HIGH_CONTRAST)
        assert len(chart.plot.scene().items()) == before


def test_a_click_picks_the_row_and_highlights_it(dumbbell: DumbbellChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dumbbell.picked) as told:
        QTest.mouseClick(dumbbell.plot.viewport(), Qt.MouseButton.LeftButton, pos=row_point(dumbbell, 3), delay=10)
    assert told.args == [3]
    assert dumbbell._highlight.isVisible()


def test_arrow_keys_step_through_the_rows(dumbbell: DumbbellChart, qtbot: QtBot) -> None:
    dumbbell.set_current(1)
    with qtbot.waitSignal(dumbbell.picked) as told:
        QTest.keyClick(dumbbell, Qt.Key.Key_Down)
    assert told.args == [2]


def test_hover_says_both_values_and_escapes_the_label(dumbbell: DumbbellChart) -> None:
    assert dumbbell.tooltip_of(3).split("\n")[:3] == ["演習<丙>庁", "公式: 31.2 %", "独自の調査を含む: 98.2 %"]
    dumbbell._show_tooltip_at(dumbbell.plot.mapToScene(row_point(dumbbell, 3)))
    assert "演習&lt;丙&gt;庁" in QToolTip.text()
    assert dumbbell.tooltip_of(4) == "演習丁庁\n未報告"


def test_legend_names_what_is_there_and_the_basis_of_a_mean(dumbbell: DumbbellChart) -> None:
    dumbbell.set_reference(ReferenceLine(88.96, "平均 88.96(19機関の単純平均)"))
    words = [entry.words for entry in dumbbell.legend_entries(LIGHT)]
    assert words == ["公式", "独自の調査を含む", "対象外", "平均 88.96(19機関の単純平均)"]


@pytest.mark.parametrize("name", ["dumbbell", "bars"])
def test_svg_is_xml_with_every_label_and_caption_as_text(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    chart: RowChart = request.getfixturevalue(name)
    chart.set_captions("題名", ["※ 分析の対象から除外"])
    (tmp_path / "chart.svg").write_bytes(chart.to_svg())
    root = ElementTree.fromstring((tmp_path / "chart.svg").read_text(encoding="utf-8"))
    # Qt writes one text element for each run of one script.
    words = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for expected in ("題名", "※ 分析の対象から除外", *map(chart.label_of, chart.keys())):
        assert expected in words
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))


@pytest.mark.parametrize("name", ["dumbbell", "bars"])
def test_picture_is_drawn_light_with_all_rows_whatever_the_screen_shows(
    name: str, request: pytest.FixtureRequest, table: DataTable
) -> None:
    chart: RowChart = request.getfixturevalue(name)
    chart.set_colours(DARK)
    chart.align_to_rows(table.visible_rows()[:1], table.header_height())
    image, double = chart.to_image(1), chart.to_image(2)
    assert image.pixelColor(2, 2).name() == LIGHT.surface
    assert ink_count(image) > 10
    assert double.width() == 2 * image.width()


def test_picture_goes_to_the_clipboard(dumbbell: DumbbellChart) -> None:
    dumbbell.copy_to_clipboard()
    assert not QGuiApplication.clipboard().image().isNull()


def test_menu_asks_the_page_for_the_export(dumbbell: DumbbellChart, qtbot: QtBot, texts: Texts) -> None:
    actions = {action.text(): action for action in dumbbell.make_menu().actions()}
    for kind in ("copy", "png", "svg"):
        with qtbot.waitSignal(dumbbell.export_requested) as told:
            actions[texts(f"chart.export.{kind}")].trigger()
        assert told.args == [kind]


def test_bar_names_its_parts_and_words_what_was_not_counted(bars: BarChart) -> None:
    assert BARS[2].total is None
    assert bars.tooltip_of("a") == "演習分野甲\n新規: 10\n新規(再掲): 2\n継続: 5\n計: 17"
    assert bars.words_beside("c") == "未転記"
    assert "未転記" in bars.to_svg().decode("utf-8")


def test_hatched_part_is_striped_inside_its_own_length(bars: BarChart) -> None:
    xs, _ = bars._items[1][1].getData()
    assert len(xs) > 2
    assert min(xs) >= 10
    assert max(xs) <= 12


def test_a_chart_without_rows_is_empty_and_not_an_error(texts: Texts, qtbot: QtBot) -> None:
    charts: tuple[RowChart, ...] = (DumbbellChart(texts, LIGHT), BarChart(texts, LIGHT))
    for chart in charts:
        qtbot.addWidget(chart)
        assert not chart.to_image(1).isNull()
