"""Reading rates: from the table of both rates, by heat map and ranking, down to the row of one unit's answer."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.numbers import percent_text
from auditor_app.services.open_case import OpenCase
from auditor_app.services.show_rates import rates_of_year
from auditor_app.ui.pages.answers_page import AnswersPage
from auditor_app.ui.pages.coverage_page import CoveragePage
from auditor_app.ui.pages.rates_page import RatesPage
from auditor_app.ui.pages.weak_areas_page import WeakAreasPage
from auditor_app.ui.widgets.data_table import DataTable
from tests.auditor import ALT, Auditor


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case, **{"year.rates": 2006, "year.weak_areas": 2006, "year.coverage": 2006})


def rates_page(auditor: Auditor) -> RatesPage:
    auditor.go("rates")
    page = cast(RatesPage, auditor.page)
    auditor.wait_for(lambda: page.heat_slot.chart is not None)
    return page


def weak_areas_page(auditor: Auditor) -> WeakAreasPage:
    auditor.go("weak_areas")
    page = cast(WeakAreasPage, auditor.page)
    auditor.wait_for(lambda: page.panel.matrix_slot.chart is not None)
    auditor.settle()
    return page


def numbers(auditor: Auditor, column: str, table: DataTable) -> list[Decimal]:
    return [Decimal(words) for words in auditor.column(column, table) if words[:1].isdecimal()]


def row_of(auditor: Auditor, table: DataTable, organisation: str) -> int:
    return auditor.rows(table).index(organisation)


def test_both_rates_of_every_part_stand_in_one_table_as_the_service_computes_them(practising: Auditor) -> None:
    page = rates_page(practising)
    with OpenCase(practising.window.context.case.path).reader() as reader:
        expected = rates_of_year(reader, 2006, "all", page.rate_options())
    row = next(own for own in expected.rows if own.organisation == "青葉省")
    shown = row_of(practising, page.table, "青葉省")
    for part in ("all", "2", "3", "4", "5", "6"):
        for metric in ("implementation", "achievement"):
            percent = row.cells[part].percent(metric)
            assert percent is not None
            assert practising.column(f"{part}:{metric}", page.table)[shown] == percent_text(percent)


def test_excluded_organisation_has_no_rate_until_the_what_if_counts_it_in(practising: Auditor) -> None:
    page = rates_page(practising)
    shown = row_of(practising, page.table, "藤波省")
    assert practising.column("all:implementation", page.table)[shown] == practising.texts("chart.cell.excluded")
    before = practising.tile_words()
    practising.click_box(page.bar.what_if)
    assert practising.column("all:implementation", page.table)[shown][0].isdecimal()
    after = practising.tile_words()
    assert before != after
    assert any(practising.texts("coverage.trial") in words for words in after)
    practising.click_box(page.bar.what_if)
    assert practising.tile_words() == before


def test_role_class_and_small_groups_change_the_numbers_and_say_so(practising: Auditor) -> None:
    page = rates_page(practising)
    official = practising.column("all:implementation", page.table)
    page.bar.role.setCurrentIndex(page.bar.role.findData("staff"))
    practising.settle()
    assert practising.column("all:implementation", page.table) != official
    assert ":staff:" in page.figure_id
    page.bar.role.setCurrentIndex(0)
    page.bar.small_groups.setValue(10)
    practising.settle()
    assert practising.column("all:implementation", page.table) != official
    assert practising.texts("explain.rates.small_groups", limit=10) in page.notes.text()
    assert practising.texts("explain.rates.small_groups", limit=10) in practising.inspector_words()
    assert practising.texts("rates.left_out_items", count="").strip("。. ") in page.notes.text()
    page.bar.small_groups.setValue(0)
    practising.window.choose_year(2008)
    practising.settle()
    both = practising.column("all:implementation", page.table)
    page.bar.item_class.setCurrentIndex(page.bar.item_class.findData("enhanced"))
    practising.settle()
    assert practising.column("all:implementation", page.table) != both


def test_selection_is_the_same_in_table_and_heat_map(practising: Auditor) -> None:
    page = rates_page(practising)
    heat = cast(Any, page.heat_slot.chart)
    practising.click_cell(page.table, row_of(practising, page.table, "月見省"), "all:achievement")
    assert heat.current_cell() == ("月見省", "all")
    heat.picked.emit("千歳省", "3")
    practising.settle()
    assert page.table.current() == ("千歳省", "3:implementation")
    assert page.figure_id == "rates:2006:千歳省::all:3"
    assert "千歳省" in practising.inspector_words()


def test_four_steps_follow_the_selected_organisation(practising: Auditor) -> None:
    page = rates_page(practising)
    page.charts.setCurrentIndex(1)
    practising.click_cell(page.table, row_of(practising, page.table, "青葉省"), "all:implementation")
    funnel = cast(Any, page.funnel_slot.chart)
    words = practising.inspector_words()
    for key in ("target", "ascertained", "obliged", "implemented"):
        step = funnel.step_of(key)
        assert step.count is not None
        assert f"{practising.texts(f'step.{key}')} {step.count:,}" in words.replace("→", "")


def test_part_nobody_of_an_organisation_reported_is_not_zero(practising: Auditor) -> None:
    page = rates_page(practising)
    shown = row_of(practising, page.table, "千歳省")
    assert practising.column("5:implementation", page.table)[shown] == practising.texts("chart.cell.not_reported")


def test_ranking_begins_with_the_weakest_and_counts_who_is_below_the_line(practising: Auditor) -> None:
    page = weak_areas_page(practising)
    ranked = numbers(practising, "implementation", page.ranking)
    assert ranked == sorted(ranked)
    below = practising.column("below", page.ranking)[0]
    members = numbers(practising, "implementation", page.members)
    assert below == f"{sum(own < 90 for own in members)} / {len(members)}"
    page.panel.bar.line.setValue(40)
    practising.settle()
    assert practising.column("below", page.ranking)[0] == f"{sum(own < 40 for own in members)} / {len(members)}"


def test_every_level_is_ranked_and_topics_are_the_case_s_own(practising: Auditor) -> None:
    page = weak_areas_page(practising)
    counts = {}
    for level, button in page.panel._levels.items():
        practising.click(button)
        practising.settle()
        counts[level] = len(practising.rows(page.ranking))
    assert counts["part"] < counts["section"] < counts["item"]
    assert counts["topic"] == 5
    assert practising.column("title", page.ranking)


def test_cell_of_the_matrix_narrows_the_ranking_and_the_same_cell_widens_it(practising: Auditor) -> None:
    page = weak_areas_page(practising)
    everything = len(practising.rows(page.ranking))
    matrix = cast(Any, page.panel.matrix_slot.chart)
    matrix.picked.emit("staff", "3")
    practising.settle()
    assert set(practising.column("part", page.ranking)) == {"3"}
    assert len(practising.rows(page.ranking)) < everything
    matrix.picked.emit("staff", "3")
    practising.settle()
    assert len(practising.rows(page.ranking)) == everything


def test_drill_from_a_weak_section_down_to_the_source_row_and_back(practising: Auditor) -> None:
    page = weak_areas_page(practising)
    practising.click(page.panel._levels["item"])
    practising.settle()
    item = practising.column("number", page.ranking)[0]
    page.members.activated.emit(page.members.model.key_at(0), "implementation")
    practising.settle()
    answers = cast(AnswersPage, practising.page)
    assert answers.page_id == "answers"
    practising.wait_for(lambda: answers.model.is_at_rest and answers.model.rowCount() > 0)
    assert answers.model.rowCount() < answers.model.counts()[1]
    assert {answers.model.index(row, 3).data() for row in range(answers.model.rowCount())} == {item}
    practising.click_cell(answers.table, 0, "ratio")
    practising.settle()
    assert practising.texts("explain.source_rows") in practising.inspector_words()
    practising.choose("open_source")
    practising.settle()
    assert practising.commands.open_windows()
    practising.choose("go_back")
    assert practising.page.page_id == "weak_areas"


def test_what_if_the_weakest_items_were_completed_is_a_trial_on_both_pages(practising: Auditor) -> None:
    before = practising.column("all:implementation", rates_page(practising).table)
    page = weak_areas_page(practising)
    practising.click_cell(page.ranking, 0, "implementation")
    practising.click(page.panel.completed_button)
    practising.settle()
    assert page.panel.bar.completed.isVisible()
    rates = rates_page(practising)
    after = practising.column("all:implementation", rates.table)
    assert after != before
    assert practising.texts("explain.rates.completed", count=len(rates.rate_options().completed)) in rates.notes.text()
    practising.click(rates.bar.completed)
    assert practising.column("all:implementation", rates.table) == before


def test_way_back_up_leads_from_an_item_to_all_organisations(practising: Auditor) -> None:
    practising.window.go_to_figure("rates:2006:青葉省::staff:3:3.1.1")
    practising.settle()
    assert practising.page.page_id == "rates"
    practising.click(practising.button("青葉省 ›"))
    practising.settle()
    assert practising.page.figure_id == "rates:2006:青葉省::staff:all"
    practising.press(Qt.Key.Key_Left, ALT)
    assert "3.1.1" in practising.inspector_words()


def test_coverage_opens_by_role_and_by_unit_down_to_the_row(practising: Auditor) -> None:
    practising.go("coverage")
    page = cast(CoveragePage, practising.page)
    page.level.setCurrentIndex(1)
    practising.settle()
    assert page.returned is not None
    assert set(practising.column("role", page.returned)) >= {practising.texts("role.staff")}
    page.level.setCurrentIndex(2)
    practising.settle()
    assert all(practising.column("source", page.returned))
    practising.click_cell(page.returned, 0, "official")
    practising.settle()
    assert practising.texts("explain.source_rows") in practising.inspector_words()


def test_decision_about_the_analysis_counts_the_organisation_in(practising: Auditor) -> None:
    page = rates_page(practising)
    practising.notices.answer, practising.notices.words = 0, "独自の調査の方法を確認した"
    practising.click_cell(page.table, row_of(practising, page.table, "藤波省"), "all:implementation")
    practising.settle()
    practising.click(practising.button(practising.texts("inspector.decide")))
    practising.settle()
    shown = row_of(practising, page.table, "藤波省")
    assert practising.column("all:implementation", page.table)[shown][0].isdecimal()
    practising.choose("undo")
    practising.settle()
    assert practising.column("all:implementation", page.table)[shown] == practising.texts("chart.cell.excluded")
