"""Trend and bridge as the user meets them: gaps and breaks in sight, no missing value at 0, labels that add up."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.foundation.paths import resources_folder
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.bridge_bars import BridgeBar, decimals_that_add_up, equation
from auditor_app.ui.charts.trend_chart import TrendChart
from auditor_app.ui.charts.trend_frame import (
    TrendFrame,
    TrendLine,
    TrendPoint,
    most_of,
    nearest,
    shared_breaks,
    zoomed_low,
)
from auditor_app.ui.charts.waterfall_chart import WaterfallChart
from auditor_app.ui.palettes import LIGHT

YEARS = ("2006年度", "2007年度", "2008年度")


def point(value: float | None, state: State | None = State.REPORTED) -> TrendPoint:
    return TrendPoint(value, state, f"{value}" if value is not None else "対象外")


def line(key: str, *values: float | None, breaks: tuple[tuple[str, ...], ...] = ((), ("版",))) -> TrendLine:
    return TrendLine(key, key, tuple(point(own, State.REPORTED if own else State.EXCLUDED) for own in values), breaks)


LINES = [line("青葉省", 85.1, 87.5, 89.5), line("東雲庁", 89.2, 93.1, 93.3), line("藤波省", None, 88.0, 90.0)]


@pytest.fixture
def texts() -> Texts:
    catalogue: dict[str, dict[str, str]] = {}
    for name in ("kit", "charts", "terms", "compareui"):
        catalogue |= json.loads((resources_folder() / "translations" / f"{name}.json").read_text(encoding="utf-8"))
    return Texts("ja", catalogue)


@pytest.fixture
def trend(qtbot: QtBot, texts: Texts) -> TrendChart:
    chart = TrendChart(texts, LIGHT)
    qtbot.addWidget(chart)
    chart.set_captions("推移", ["出典: 演習用(架空)"])
    chart.set_lines(YEARS, LINES, goal="目標")
    chart.resize(420, 320)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


@pytest.fixture
def bridge(qtbot: QtBot, texts: Texts) -> WaterfallChart:
    chart = WaterfallChart(texts, LIGHT)
    qtbot.addWidget(chart)
    chart.resize(420, 260)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def frame_of(chart: TrendChart) -> TrendFrame:
    return chart._frame(QSizeF(chart._view.width(), chart._view.height()))


def colours_near(chart: TrendChart, at: QPointF) -> set[str]:
    image = chart.plot.grab().toImage()
    left, top = round(at.x()), round(at.y())
    return {
        image.pixelColor(x, y).name()
        for x in range(left - 4, left + 5)
        for y in range(top - 4, top + 5)
        if 0 <= x < image.width() and 0 <= y < image.height()
    }


# --- trend ----------------------------------------------------------------------------------------------------


def test_year_without_value_is_a_gap_and_never_zero(trend: TrendChart) -> None:
    assert [step for step, _, _ in trend._lines["藤波省"].segments()] == [1]
    trend.set_zoomed(False)
    trend.set_current("藤波省")
    at_zero = frame_of(trend).at(0, 0.0)
    assert LIGHT.series_primary not in colours_near(trend, at_zero)
    assert LIGHT.series_primary in colours_near(trend, frame_of(trend).at(1, 88.0))
    assert "対象外" in trend.tooltip_of("藤波省")


def test_only_the_selected_line_is_in_colour(trend: TrendChart) -> None:
    trend.set_current("東雲庁")
    assert LIGHT.series_primary in colours_near(trend, frame_of(trend).at(0, 89.2))
    trend.set_current("青葉省")
    assert LIGHT.series_primary not in colours_near(trend, frame_of(trend).at(0, 89.2))


def test_axis_that_does_not_begin_at_zero_says_so(trend: TrendChart, texts: Texts) -> None:
    assert trend.limits == (80.0, 100.0)
    assert texts("trend.zoomed", low="80") in trend.own_notes()
    trend.set_zoomed(False)
    assert trend.limits == (0.0, 100.0)
    assert texts("trend.zoomed", low="80") not in trend.own_notes()


def test_break_most_series_have_belongs_to_the_boundary(trend: TrendChart) -> None:
    lines = [*LINES, line("白樺省", 85.0, 87.0, 90.4, breaks=(("改称",), ("版",)))]
    assert shared_breaks(lines, 0) == ()
    assert shared_breaks(lines, 1) == ("版",)
    trend.set_lines(YEARS, lines, goal="目標")
    assert "断絶: 改称" in trend.tooltip_of("白樺省")


def test_click_near_a_line_picks_it_and_beside_all_nothing(trend: TrendChart, qtbot: QtBot) -> None:
    frame = frame_of(trend)
    assert nearest(frame, LINES, frame.at(1, 93.1)) == "東雲庁"
    assert nearest(frame, LINES, QPointF(frame.left + 3, frame.y(99))) is None
    with qtbot.waitSignal(trend.picked) as picked:
        QTest.keyClick(trend, Qt.Key.Key_Down)
    assert picked.args == ["青葉省"]


def test_picture_carries_title_breaks_and_footnotes(trend: TrendChart, texts: Texts) -> None:
    written = trend.to_svg()
    ElementTree.fromstring(written)
    words = written.decode("utf-8")
    for wanted in ("推移", "出典: 演習用(架空)", texts("trend.broken"), "2007年度"):
        assert wanted in words
    assert not trend.to_image(1.0).isNull()


def test_counts_have_an_axis_of_their_own(trend: TrendChart) -> None:
    trend.set_lines(("2006", "2024"), [line("CEPTOAR", 11.0, 21.0, breaks=((),))], unit="")
    assert trend.limits == (0.0, 30.0)
    assert most_of([line("a", 100.0)]) == 100.0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_no_value_lies_outside_the_axis(values: list[float]) -> None:
    low = zoomed_low([line("a", *values)])
    frame = TrendFrame(10, 10, 200, 100, low, 100.0, len(values))
    assert all(frame.top - 1e-6 <= frame.y(value) <= frame.bottom + 1e-6 for value in values)
    assert len(frame.ticks()) >= 2


# --- bridge ---------------------------------------------------------------------------------------------------


def bars(former: Fraction, real: Fraction, catalogue: Fraction) -> list[BridgeBar]:
    return [
        BridgeBar("former", "2007", former, is_total=True),
        BridgeBar("real", "実質", real),
        BridgeBar("catalogue", "基準", catalogue, is_hatched=True),
        BridgeBar("later", "2008", former + real + catalogue, is_total=True),
    ]


def test_labels_stand_with_their_signs_and_add_up(bridge: WaterfallChart) -> None:
    bridge.set_bridge(bars(Fraction(174, 2), Fraction(5), Fraction(-8, 5)))
    keys = bridge.keys()
    assert [bridge.words_of(key) for key in keys] == ["87.0", "+5.0", "−1.6", "90.4"]
    assert bridge.equation() == "87.0 + 5.0 − 1.6 = 90.4"
    assert bridge.accessibleDescription() == bridge.equation()


@given(*(st.fractions(-40, 40, max_denominator=16) for _ in range(2)), st.fractions(50, 60, max_denominator=16))
def test_rounded_labels_add_up_or_say_that_they_do_not(real: Fraction, catalogue: Fraction, former: Fraction) -> None:
    parts = bars(former, real, catalogue)
    decimals = decimals_that_add_up(parts)
    assert ("=" in equation(parts)) is (decimals is not None)
    if decimals is not None:
        shown = [Decimal(percent_text(bar.value, decimals)) for bar in parts]
        assert sum(shown[:-1], Decimal(0)) == shown[-1]


def test_numbers_that_only_add_up_exactly_say_so(bridge: WaterfallChart, texts: Texts) -> None:
    bridge.set_bridge(bars(Fraction(50), Fraction(1, 3), Fraction(1, 3)))
    assert bridge.equation() == "50.0 + 0.3 + 0.3 ≒ 50.7"
    assert texts("waterfall.rounded") in bridge.own_notes()


def test_bars_whose_foot_is_cut_say_so(bridge: WaterfallChart, texts: Texts) -> None:
    bridge.set_bridge(bars(Fraction(87), Fraction(5), Fraction(-1)))
    low = bridge._limits()[0]
    assert low > 0
    assert texts("waterfall.cut", low=f"{low:g}") in bridge.own_notes()
    bridge.set_starting_at_zero(True)
    assert bridge._limits()[0] == 0
    assert texts("waterfall.cut", low=f"{low:g}") not in bridge.own_notes()


def test_without_bridge_it_says_why(bridge: WaterfallChart) -> None:
    bridge.set_bridge([], "対応表がありません。")
    assert bridge.why_none() == "対応表がありません。"
    assert bridge.equation() == ""
    assert bridge.key_at(QPointF(10, 10)) is None
    bridge.set_bridge(bars(Fraction(87), Fraction(5), Fraction(-1)), "")
    assert bridge.why_none() == ""


def test_catalogue_part_is_hatched_and_explained(bridge: WaterfallChart, texts: Texts) -> None:
    bridge.set_bridge(bars(Fraction(60), Fraction(10), Fraction(-10)))
    assert texts("waterfall.not_on_ground") in [entry.words for entry in bridge.legend_entries(LIGHT)]
    assert bridge.tooltip_of("catalogue") == "基準\n−10.0 pt"
    ElementTree.fromstring(bridge.to_svg())
