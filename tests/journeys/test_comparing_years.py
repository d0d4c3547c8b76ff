"""Comparing years: from the table of the years by F8 to differences, trend, bridge and what cannot be compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor_app.domain.comparison import MEAN
from auditor_app.domain.numbers import percent_text
from auditor_app.services.compare_years import CompareChoice, compare_organisations
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.compare_columns import ComparedLine
from auditor_app.ui.charts.bridge_bars import bridge_bars
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.pages.compare_page import ComparePage
from auditor_app.ui.pages.standard_page import StandardPage
from auditor_app.ui.widgets.data_table import DataTable
from tests.auditor import Auditor


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case)


def compare_page(auditor: Auditor) -> ComparePage:
    auditor.go("compare")
    page = cast(ComparePage, auditor.page)
    auditor.wait_for(lambda: page.charts.bridge is not None)
    auditor.settle()
    return page


def table_of(page: ComparePage) -> DataTable:
    assert page.table is not None
    return page.table


def lines_of(page: ComparePage) -> list[ComparedLine]:
    model = table_of(page).model
    assert isinstance(model, RecordTableModel)
    return model.shown_rows()


def row_of(page: ComparePage, organisation: str) -> int:
    return next(row for row, line in enumerate(lines_of(page)) if line.row.organisation == organisation)


def select(auditor: Auditor, page: ComparePage, organisation: str, column: str = "1:delta") -> ComparedLine:
    auditor.click_cell(table_of(page), row_of(page, organisation), column)
    return lines_of(page)[row_of(page, organisation)]


def choose_years(auditor: Auditor, page: ComparePage, *years: int) -> None:
    for year, action in page.bar.years._actions.items():
        if action.isChecked() != (year in years):
            action.setChecked(year in years)
    auditor.settle()
    assert page.bar.years.years() == list(years)


def choose(auditor: Auditor, combo: Any, value: str) -> None:
    number = combo.findData(value)
    assert number >= 0, value
    combo.setCurrentIndex(number)
    combo.activated.emit(number)
    auditor.settle()


def test_page_opens_on_the_last_two_years_and_says_which_items_they_have_in_common(practising: Auditor) -> None:
    page = compare_page(practising)
    assert page.bar.years.years() == [2007, 2008]
    assert lines_of(page)[0].row.organisation == MEAN
    words = page.notes.words()
    assert "初版" in words
    assert "改訂版" in words
    assert practising.texts("compare.note.common", count=60) in words
    assert practising.texts("compare.note.scope", differences="区分・対象の段階・情報システム") in words


def test_keyboard_is_in_the_table_when_it_has_arrived_and_stays_there(practising: Auditor) -> None:
    page = compare_page(practising)
    assert QApplication.focusWidget() is table_of(page).view
    choose_years(practising, page, 2006, 2007, 2008)
    assert QApplication.focusWidget() is table_of(page).view


def test_values_and_differences_are_those_the_service_computes(practising: Auditor) -> None:
    page = compare_page(practising)
    with OpenCase(practising.window.context.case.path).reader() as reader:
        expected = compare_organisations(reader, CompareChoice((2007, 2008)))
    row = next(own for own in expected.rows if own.organisation == "青葉省")
    shown = row_of(page, "青葉省")
    table = table_of(page)
    for place, value in enumerate(row.values):
        assert value.percent is not None
        assert practising.column(f"{place}:value", table)[shown] == percent_text(value.percent)
    step = row.last
    assert step is not None
    assert step.delta_points is not None
    sign = "▲ +" if step.delta_points > 0 else "▼ −"
    assert practising.column("1:delta", table)[shown] == f"{sign}{percent_text(abs(Fraction(step.delta_points)))}"
    assert practising.column("1:like_for_like", table)[shown].lstrip("+−") == percent_text(
        abs(Fraction(step.like_for_like_points or 0))
    )


def test_split_ministry_stands_beside_its_successors_and_is_not_summed(practising: Auditor) -> None:
    page = compare_page(practising)
    table = table_of(page)
    former, first, second = (row_of(page, name) for name in ("春野省", "若苗庁", "稲穂庁"))
    values = [practising.column(f"{place}:value", table) for place in (0, 1)]
    assert values[0][former][0].isdecimal()
    assert values[1][former] == "—"
    for successor in (first, second):
        assert values[0][successor] == "—"
        assert values[1][successor][0].isdecimal()
        assert practising.column("1:delta", table)[successor] == practising.texts("compare.not_comparable")
        assert practising.texts("break_word.split") in practising.column("1:breaks", table)[successor]


def test_renamed_ministry_is_one_row_under_both_names(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2007)
    table = table_of(page)
    shown = row_of(page, "白樺省")
    assert practising.column("name", table)[shown] == "白樺庁 → 白樺省"
    assert practising.column("1:breaks", table)[shown] == practising.texts("break_word.renamed")
    assert sum("白樺" in name for name in practising.column("name", table)) == 1
    assert practising.column("1:delta", table)[shown].startswith(("▲", "▼"))


def test_joined_series_is_marked_and_the_mean_does_not_count_it(practising: Auditor) -> None:
    page = compare_page(practising)
    joined = [line for line in lines_of(page) if line.row.kind == "joined"]
    assert joined
    assert all(line.name == practising.texts("joined_series.name", name=line.row.organisation) for line in joined)
    counted = [
        Fraction(line.row.values[1].percent)
        for line in lines_of(page)
        if line.row.kind == "organisation" and line.row.values[1].percent is not None
    ]
    assert lines_of(page)[0].row.values[1].percent == sum(counted, Fraction(0)) / len(counted)


def test_excluded_year_is_a_word_on_hatching_and_a_gap_in_the_trend(practising: Auditor) -> None:
    page = compare_page(practising)
    line = select(practising, page, "山吹省")
    shown = row_of(page, "山吹省")
    assert practising.column("0:value", table_of(page))[shown] == practising.texts("compare.state.excluded")
    drawn = page.charts.trend._lines[line.key]
    assert drawn.points[0].value is None
    assert drawn.segments() == []
    assert page.charts.bridge.why_none()
    assert practising.texts("reason.excluded") in page.charts.bridge.why_none()


def test_f8_walks_to_the_next_difference_and_tells_when_it_begins_anew(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2007)
    differing = [
        line.key for line in lines_of(page) if line.row.steps[0].change in ("new", "worse", "better", "solved")
    ]
    assert len(differing) > 2
    table_of(page).select_row(lines_of(page)[0].key, "name")
    table_of(page).view.setFocus()
    practising.settle()
    seen = []
    for _ in differing:
        practising.press(Qt.Key.Key_F8)
        seen.append(table_of(page).current()[0])
        assert table_of(page).current()[1] == "1:delta"
    assert seen == differing
    assert practising.texts("compare.wrapped.next") not in practising.window.status_line.selection.text()
    practising.press(Qt.Key.Key_F8)
    assert table_of(page).current()[0] == differing[0]
    assert practising.texts("compare.wrapped.next") in practising.window.status_line.selection.text()
    practising.press(Qt.Key.Key_F7)
    assert table_of(page).current()[0] == differing[-1]
    assert practising.texts("compare.wrapped.previous") in practising.window.status_line.selection.text()


def test_difference_keys_are_off_where_no_years_are_compared(practising: Auditor) -> None:
    compare_page(practising)
    assert practising.commands.actions["next_difference"].isEnabled()
    practising.go("coverage")
    assert not practising.commands.actions["next_difference"].isEnabled()


def test_chip_shows_only_what_cannot_be_compared_and_gives_all_back(practising: Auditor) -> None:
    page = compare_page(practising)
    every = len(lines_of(page))
    chip = page.chips_row.buttons["not_comparable"]
    count = int(chip.text().split()[-1])
    practising.click(chip)
    shown = lines_of(page)
    assert len(shown) == count
    assert {line.row.steps[-1].change for line in shown} == {"not_comparable"}
    assert any(words for _, _, words in page.chips())
    practising.click(chip)
    assert len(lines_of(page)) == every
    practising.click(page.chips_row.buttons["changed"])
    assert all(line.row.steps[-1].change in ("new", "worse", "better", "solved") for line in lines_of(page))
    page.clear_chip("organisation", "change")
    practising.settle()
    assert not page.chips_row.buttons["changed"].isChecked()


def test_bridge_of_the_selected_row_adds_up_in_its_labels(practising: Auditor) -> None:
    page = compare_page(practising)
    for name in (MEAN, "青葉省", "白樺省", "東雲庁"):
        select(practising, page, name)
        bridge = page.charts.bridge
        bars = bridge.keys()
        numbers = [Decimal(bridge.words_of(bar).replace("−", "-").replace("±", "")) for bar in bars]
        assert bridge.adds_up() is (sum(numbers[:-1], Decimal(0)) == numbers[-1]), name
        assert ("organisations" in bars) is (name == MEAN)
        assert page.charts.bridge_words.text().startswith(bridge.equation())


def test_two_editions_are_a_break_in_table_trend_and_tooltip(practising: Auditor) -> None:
    page = compare_page(practising)
    line = select(practising, page, "青葉省", "1:breaks")
    table = table_of(page)
    assert practising.column("1:breaks", table)[row_of(page, "青葉省")] == "版・範囲"
    tooltip = table.model.index(row_of(page, "青葉省"), table.model.column_number("1:breaks") or 0).data(
        Qt.ItemDataRole.ToolTipRole
    )
    assert practising.texts("break.edition") in tooltip
    assert page.charts.trend._lines[line.key].breaks == (("版", "範囲"),)


def test_three_years_stand_in_locked_groups_and_every_step_has_its_difference(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2007, 2008)
    table = table_of(page)
    groups = [group for group, _, _ in table.view.grouped_header.group_spans()]
    assert groups == ["2006年度", "2007年度", "2008年度"]
    header, number = table.view.grouped_header, table.model.column_number("2:delta")
    assert number is not None
    header.moveSection(header.visualIndex(number), 2)
    practising.settle()
    order = [table.model.columns()[own].key for own in table.view.visible_columns()]
    assert order[:6] == ["name", "2:value", "2:delta", "2:like_for_like", "2:breaks", "0:value"]
    line = select(practising, page, "青葉省", "2:delta")
    assert page.figure_id == "delta:2007-2008:青葉省:implementation:all:all"
    select(practising, page, "青葉省", "1:delta")
    assert page.figure_id == "delta:2006-2007:青葉省:implementation:all:all"
    assert len(page.charts.trend._lines[line.key].segments()) == 2


def test_value_cell_is_explained_by_its_year_and_difference_by_both(practising: Auditor) -> None:
    page = compare_page(practising)
    select(practising, page, "青葉省", "0:value")
    assert page.figure_id == "rates:2007:青葉省::all:all"
    select(practising, page, "青葉省", "1:like_for_like")
    assert page.figure_id == "delta:2007-2008:青葉省:implementation:all:all"
    practising.settle()
    assert "青葉省" in practising.inspector_words()


def test_difference_asked_for_from_elsewhere_brings_its_own_years(practising: Auditor) -> None:
    page = compare_page(practising)
    practising.window.go_to_figure("delta:2006-2007:千歳省:achievement:all:3")
    practising.settle()
    assert page.bar.years.years() == [2006, 2007]
    assert page.bar.measure.currentData() == "achievement"
    assert page.bar.part.currentData() == "3"
    assert page.figure_id == "delta:2006-2007:千歳省:achievement:all:3"
    key, column = table_of(page).current()
    assert (str(key).split("|")[0], column) == ("organisation", "1:delta")


def test_click_on_a_line_selects_its_row(practising: Auditor) -> None:
    page = compare_page(practising)
    line = lines_of(page)[row_of(page, "東雲庁")]
    trend = page.charts.trend
    frame = trend._frame(trend._view.size())
    value = line.row.values[1].percent
    assert value is not None
    at = frame.at(1, float(value))
    place = trend.plot.mapFromScene(trend._view.mapToScene(at))
    QTest.mouseClick(trend.plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    practising.settle()
    assert table_of(page).current()[0] == line.key


def test_goal_says_what_is_left_and_how_fast_it_must_go(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2007)
    line = select(practising, page, "青葉省")
    value = line.row.values[1].percent
    assert value is not None
    left = percent_text(100 - value)
    assert page.charts.goal.text() == practising.texts("compare.goal.open", remaining=left, year="2007", pace=left)


def test_unmapped_items_lead_to_the_crosswalk_of_these_editions(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2007, 2008)
    assert len(page.notes.buttons) == 1  # the other pair has one edition
    practising.click(page.notes.buttons[0])
    standard = cast(StandardPage, practising.page)
    assert standard.page_id == "standard"
    panel = standard.panel
    assert panel is not None
    assert panel.isVisible()
    assert panel.ground is not None
    assert (panel.ground.former.name, panel.ground.later.name) == ("初版", "改訂版")


def test_parts_sections_and_items_of_one_ministry_have_their_differences(practising: Auditor) -> None:
    page = compare_page(practising)
    choose(practising, page.bar.level, "part")
    assert {line.row.organisation for line in lines_of(page)} == {MEAN}
    choose(practising, page.bar.organisation, "青葉省")
    assert {line.row.part for line in lines_of(page)} == {"all", "2", "3", "4", "5", "6"}
    choose(practising, page.bar.level, "section")
    choose(practising, page.bar.part, "2")
    assert all(line.name.startswith("2.") for line in lines_of(page))
    choose(practising, page.bar.level, "item")
    moved = next(line for line in lines_of(page) if line.row.former_item == "2.2.2(1)(b)")
    assert moved.name == "2.2.2(1)(b) → 2.2.3(1)(a)"
    new = next(line for line in lines_of(page) if line.row.item == "2.3.2(1)(d)")
    assert new.row.values[0].percent is None
    column = table_of(page).model.column_number("1:delta")
    assert column is not None
    place = lines_of(page).index(new)
    tooltip = table_of(page).model.index(place, column).data(Qt.ItemDataRole.ToolTipRole)
    assert practising.texts("crosswalk_kind.new") in tooltip
    unmapped = [line for line in lines_of(page) if line.row.item == "2.3.1(1)(c)"]
    assert len(unmapped) == 2  # the same number in both editions is not the same item
    assert all(line.row.steps[0].delta_points is None for line in unmapped)


def test_coverage_is_compared_without_items(practising: Auditor) -> None:
    page = compare_page(practising)
    choose(practising, page.bar.measure, "coverage")
    assert not page.bar.part.isVisible()
    assert lines_of(page)[0].row.metric == "coverage"
    assert practising.column("1:value", table_of(page))[row_of(page, "青葉省")][0].isdecimal()


def test_role_is_shared_with_the_pages_of_rates(practising: Auditor) -> None:
    page = compare_page(practising)
    choose(practising, page.bar.role, "staff")
    assert page.figure_id.split(":")[4] == "staff"
    practising.go("rates")
    assert practising.window.context.rate_choice.role == "staff"


def test_arrangement_and_question_are_there_another_day(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    first = sit_down(practice_case)
    page = compare_page(first)
    choose_years(first, page, 2006, 2008)
    table_of(page).sort_by([("1:delta", True)])
    first.settle()
    assert lines_of(page)[0].row.organisation == MEAN  # set apart, whatever the order
    ordered = [line.key for line in lines_of(page)]
    first.leave()
    again = compare_page(second := sit_down(practice_case))
    assert again.bar.years.years() == [2006, 2008]
    assert table_of(again).model.sort_keys() == (("1:delta", True),)
    assert [line.key for line in lines_of(again)] == ordered
    second.leave()


def test_block_is_copied_with_sign_and_arrow(practising: Auditor) -> None:
    page = compare_page(practising)
    select(practising, page, "青葉省", "1:delta")
    practising.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    shown = practising.column("1:delta", table_of(page))[row_of(page, "青葉省")]
    assert QApplication.clipboard().text().strip() == shown


def test_export_has_the_rows_shown_in_the_form_of_scripts(practising: Auditor) -> None:
    page = compare_page(practising)
    practising.click(page.chips_row.buttons["not_comparable"])
    rows = page.export_rows()
    assert [row["organisation"] for row in rows] == [line.row.organisation for line in lines_of(page)]
    assert all(row["delta_points"] is None for row in rows)
    assert page.export_choices()["years"] == [2007, 2008]


def test_single_report_opens_on_published_figures_and_says_why(auditor: Auditor) -> None:
    page = compare_page(auditor)
    assert page.bar.level.currentData() == "published"
    assert auditor.texts("compare.note.why_published", years="2006") in page.notes.words()
    assert {line.row.metric for line in lines_of(page)} <= {"inspection_grade", "inspection_rate"}
    assert "定義" in "".join(auditor.column("1:breaks", table_of(page)))
    choose(auditor, page.bar.published, "finding_share")
    unlisted = [words for words in auditor.column("1:value", table_of(page)) if words.startswith("≦")]
    assert unlisted  # not in the list, which is not zero
    choose(auditor, page.bar.level, "organisation")
    assert lines_of(page) == []
    assert "2006" in table_of(page).empty_state.label.text()


def test_empty_case_says_what_to_bring(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = sit_down(empty_case)
    auditor.go("compare")
    page = cast(ComparePage, auditor.page)
    auditor.settle()
    assert page.bar.level.currentData() == "organisation"
    assert not page.charts.isVisible()
    assert table_of(page).empty_state.label.text() == auditor.texts("compare.empty.none")


def test_trend_is_exported_with_its_notes(practising: Auditor, tmp_path: Path) -> None:
    page = compare_page(practising)
    practising.notices.target = tmp_path / "trend.svg"
    page.charts.trend.export_requested.emit("svg")
    practising.settle()
    written = (tmp_path / "trend.svg").read_text(encoding="utf-8")
    assert practising.texts("trend.zoomed", low="80") in written
    assert practising.texts("practice") in written


@pytest.mark.parametrize("language", ["ja", "en"])
def test_wide_window_shows_names_and_breaks_whole_and_leaves_the_charts_room(
    sit_down: Callable[..., Auditor], practice_case: Path, language: str
) -> None:
    auditor = sit_down(practice_case, language=language)
    auditor.window.resize(1920, 1080)
    page = compare_page(auditor)
    table = table_of(page)
    metrics = QFontMetrics(table.view.font())
    names = auditor.column("name", table)
    number = table.model.column_number("name")
    assert number is not None
    assert max(metrics.horizontalAdvance(name) for name in names) + 20 <= table.view.columnWidth(number)
    assert table.width_needed() <= table.width() + 1
    assert page.charts.width() >= 290


def test_language_brings_its_own_widths(practising: Auditor) -> None:
    page = compare_page(practising)
    table = table_of(page)
    assert table.save_state()["widths"] == {}
    table.column_widths.set_width(table.model.column_number("1:delta") or 0, 140)
    assert table.save_state()["widths"] == {"1:delta": 140}


def test_grades_are_not_drawn_and_another_target_is_no_missing_report(auditor: Auditor) -> None:
    page = compare_page(auditor)
    assert page.charts.trend.keys() == []
    assert page.charts.trend.legend_entries(auditor.window.context.colours) == []
    line = next(own for own in lines_of(page) if own.row.last and "other_target" in own.row.last.reasons)
    table_of(page).select_row(line.key, "1:value")
    auditor.settle()
    index = table_of(page).view.currentIndex()
    assert auditor.texts("reason.not_inspected") in index.data(Qt.ItemDataRole.ToolTipRole)


def test_mean_says_whom_its_like_for_like_counts(practising: Auditor) -> None:
    page = compare_page(practising)
    mean, single = select(practising, page, MEAN), select(practising, page, "青葉省")
    bars = [bridge_bars(practising.texts, line.row, 1)[1] for line in (mean, single)]
    assert mean.row.last is not None
    assert mean.row.last.bridge is not None
    assert mean.row.last.like_for_like_points != mean.row.last.bridge.real
    assert "両年度の機関" in bars[0].full_label
    assert bars[1].full_label == ""


def test_exported_chart_is_named_by_its_years(practising: Auditor) -> None:
    assert compare_page(practising).years_in_names() == "2007-2008"
