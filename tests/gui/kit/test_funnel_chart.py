"""The steps of the denominators as the user meets them, and ranked rates with a line and states."""

from __future__ import annotations

import json
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from auditor_app.domain.published import State
from auditor_app.foundation.paths import resources_folder
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.bar_chart import Bar, BarChart, BarSeries
from auditor_app.ui.charts.funnel_chart import FunnelChart, FunnelStep, StepShares
from auditor_app.ui.charts.reference_line import ReferenceLine
from auditor_app.ui.palettes import LIGHT

STEPS = [
    FunnelStep("target", "対象", 400, "人"),
    FunnelStep("ascertained", "把握", 300, "人"),
    FunnelStep("duty", "責務発生", 112, "件"),
    FunnelStep("done", "実施", 86, "件"),
]
NO_TARGET = [FunnelStep("target", "対象", None, "人", State.NOT_TRANSCRIBED), *STEPS[1:]]


@pytest.fixture
def texts() -> Texts:
    catalogue: dict[str, dict[str, str]] = {}
    for name in ("kit", "charts", "terms"):
        catalogue |= json.loads((resources_folder() / "translations" / f"{name}.json").read_text(encoding="utf-8"))
    return Texts("ja", catalogue)


@pytest.fixture
def funnel(qtbot: QtBot, texts: Texts) -> FunnelChart:
    chart = FunnelChart(texts, LIGHT)
    qtbot.addWidget(chart)
    chart.set_captions("分母の4段階", ["出典: 演習用(架空)"])
    chart.set_steps(STEPS)
    chart.resize(420, 500)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def colours_in(chart: FunnelChart, key: str) -> dict[str, int]:
    """How often each colour occurs in the row of a step."""
    place = chart.place_of(key)
    assert place is not None
    top = chart.plot.viewport().height() / chart._view.viewRange()[1][1] * (place[0] - 0.5)
    height = chart.plot.viewport().height() / chart._view.viewRange()[1][1]
    image: QImage = chart.plot.grab().toImage().copy(0, round(top), chart.plot.width(), round(height))
    counts: dict[str, int] = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return counts


def test_shares_are_of_the_step_before_and_of_the_first_of_the_same_unit(funnel: FunnelChart) -> None:
    assert funnel.shares_of("ascertained") == StepShares(Fraction(75), None)
    assert funnel.shares_of("done") == StepShares(Fraction(8600, 112), None)
    funnel.set_steps([*STEPS[:2], FunnelStep("trained", "受講", 30, "人")])
    assert funnel.shares_of("trained") == StepShares(Fraction(10), Fraction(15, 2))


def test_answers_are_never_a_share_of_persons(funnel: FunnelChart) -> None:
    assert funnel.shares_of("duty") == StepShares(None, None)
    assert funnel.tooltip_of("duty") == "責務発生\n112 件"


def test_each_unit_has_its_own_scale_and_colour(funnel: FunnelChart) -> None:
    persons, answers = LIGHT.series[0], LIGHT.series[2]
    full, less = colours_in(funnel, "target")[persons], colours_in(funnel, "ascertained")[persons]
    assert less / full == pytest.approx(0.75, abs=0.02)
    first, second = colours_in(funnel, "duty")[answers], colours_in(funnel, "done")[answers]
    assert first == pytest.approx(full, rel=0.02)
    assert second / first == pytest.approx(86 / 112, abs=0.02)


def test_a_step_without_count_is_its_state_and_not_a_zero(funnel: FunnelChart) -> None:
    funnel.set_steps([FunnelStep("target", "対象", 0, "人"), *STEPS[1:]])
    zero = colours_in(funnel, "target")
    funnel.set_steps(NO_TARGET)
    missing = colours_in(funnel, "target")
    assert LIGHT.series[0] not in missing
    assert missing.get(LIGHT.hatch, 0) > 500
    assert LIGHT.hatch not in zero
    assert funnel.tooltip_of("target") == "対象\n未転記"
    assert "未転記" in [entry.words for entry in funnel.legend_entries(LIGHT)]


def test_no_share_of_a_step_that_has_no_count_or_is_zero(funnel: FunnelChart) -> None:
    funnel.set_steps(NO_TARGET)
    assert funnel.shares_of("ascertained") == StepShares(None, None)
    funnel.set_steps([FunnelStep("target", "対象", 0, "人"), FunnelStep("ascertained", "把握", 0, "人")])
    assert funnel.shares_of("ascertained") == StepShares(None, None)


def test_shares_are_rounded_half_up_in_words(funnel: FunnelChart) -> None:
    assert funnel.tooltip_of("done") == "実施\n86 件\n前の段階の 76.8 %"
    funnel.set_steps([FunnelStep(1, "対象", 2000, "人"), FunnelStep(2, "把握", 1, "人")])
    assert funnel.tooltip_of(2).endswith("前の段階の 0.1 %")


def test_screen_and_picture_say_that_lengths_compare_one_unit_only(funnel: FunnelChart, texts: Texts) -> None:
    note = texts("chart.funnel.note")
    assert funnel.note.isVisible()
    assert funnel.note.text() == note
    root = ElementTree.fromstring(funnel.to_svg().decode("utf-8"))
    words = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    for expected in (note, "出典: 演習用(架空)", "責務発生", "112 件", "単位: 人"):
        assert expected.replace(" ", "") in words.replace(" ", "")
    funnel.set_steps(STEPS[:2])
    assert not funnel.note.isVisible()


def test_steps_are_reached_by_keyboard_and_opened_by_enter(funnel: FunnelChart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(funnel.picked) as told:
        QTest.keyClick(funnel, Qt.Key.Key_Down)
    assert told.args == ["target"]
    with qtbot.waitSignal(funnel.activated) as told:
        QTest.keyClick(funnel, Qt.Key.Key_Return)
    assert told.args == ["target"]


def test_steps_redrawn_use_the_same_items_again(funnel: FunnelChart) -> None:
    before = len(funnel.plot.scene().items())
    for steps in (STEPS[:1], NO_TARGET, STEPS):
        funnel.set_steps(steps)
    assert len(funnel.plot.scene().items()) == before


def test_a_funnel_without_steps_is_empty_and_not_an_error(texts: Texts, qtbot: QtBot) -> None:
    chart = FunnelChart(texts, LIGHT)
    qtbot.addWidget(chart)
    assert not chart.to_image(1).isNull()


@pytest.fixture
def ranking(qtbot: QtBot, texts: Texts) -> BarChart:
    chart = BarChart(texts, LIGHT)
    qtbot.addWidget(chart)
    bars = [Bar("a", "格付け", (61.4,), shown="61.4 %"), Bar("b", "監査", (None,), state=State.NO_DUTY)]
    chart.set_bars([BarSeries("実施率")], bars)
    chart.set_axis_end(100)
    chart.set_reference(ReferenceLine(80.0, "基準線 80 %"))
    chart.resize(500, 200)
    with qtbot.waitExposed(chart):
        chart.show()
    return chart


def test_ranked_rates_have_a_line_whose_words_stand_in_the_legend(ranking: BarChart) -> None:
    assert [entry.words for entry in ranking.legend_entries(LIGHT)] == ["実施率", "基準線 80 %", "責務なし"]
    assert ranking._line.isVisible()
    assert ranking._line.value() == 80.0
    assert ranking.value_limits()[1] >= 100
    assert ranking.tooltip_of("a") == "格付け\n61.4 %"


def test_a_ranked_state_is_a_pattern_with_its_word(ranking: BarChart) -> None:
    assert ranking.tooltip_of("b") == "監査\n責務なし"
    assert ranking.words_beside("b") == "責務なし"
    root = ElementTree.fromstring(ranking.to_svg().decode("utf-8"))
    assert "責務なし" in "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    image = ranking.plot.grab().toImage()
    assert LIGHT.hatch in {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height() // 2, image.height())
    }


def test_words_behind_the_longest_bar_have_room_however_narrow_the_chart(ranking: BarChart) -> None:
    ranking.set_bars([BarSeries("実施率")], [Bar("a", "格付け", (100.0,), shown="100.0 %")])
    for width in (260, 900):
        ranking.resize(width, 200)
        low, high = ranking.value_limits()
        room = (high - 100.0) / (high - low) * ranking._view.width()
        assert room >= ranking.fontMetrics().horizontalAdvance("100.0 %") * 0.85


def test_an_axis_of_rates_is_not_numbered_beyond_100(ranking: BarChart) -> None:
    assert ranking.value_ticks() == [(0, "0"), (25, "25"), (50, "50"), (75, "75"), (100, "100")]
