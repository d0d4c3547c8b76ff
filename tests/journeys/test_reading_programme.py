"""Reading the programme: every printed count opens the line where it stands; totals say what they rest on."""

from __future__ import annotations

from typing import cast

import pytest

from auditor_app.ui.pages.programme_page import ProgrammePage
from tests.auditor import Auditor
from tests.journeys.test_reading_coverage import highlighted, open_source
from tests.published_documents import AREAS_2007

COUNTS = ("new", "continued", "total")


def programme_page(auditor: Auditor) -> ProgrammePage:
    auditor.go("programme")
    return cast(ProgrammePage, auditor.page)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_every_count_opens_its_source_at_the_line_where_it_is_printed(auditor: Auditor, way: str) -> None:
    page = programme_page(auditor)
    for area in AREAS_2007:
        for aspect, count, relisted in zip(COUNTS, area.counts, area.relisted, strict=True):
            page.areas.select_row(area.name, aspect)
            auditor.settle()
            assert auditor.page.figure_id == f"measure_count:2007:{area.name}:{aspect}"
            open_source(auditor, way)
            words = highlighted(auditor)
            assert str(count) in words
            assert not relisted or str(relisted) in words


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_named_measures_and_directions_open_their_source_too(auditor: Auditor, way: str) -> None:
    page = programme_page(auditor)
    for number, table in enumerate((page.measures, page.directions)):
        page.tabs.setCurrentIndex(number)
        keys = auditor.rows(table)
        assert keys
        for key in keys[::5]:
            table.select_row(str(key))
            auditor.settle()
            open_source(auditor, way)
            assert highlighted(auditor)


def test_tiles_show_the_printed_total_beside_the_recomputed_one(auditor: Auditor) -> None:
    page = programme_page(auditor)
    words = auditor.tile_words()
    assert sum("159" in tile for tile in words) == 2
    assert any("170" in tile for tile in words)
    assert any("24" in tile for tile in words)
    auditor.click(page.tiles[1])
    assert "170" in auditor.inspector_words()
    assert "11" in auditor.inspector_words()


def test_input_of_a_sum_leads_to_the_figure_it_rests_on(auditor: Auditor) -> None:
    page = programme_page(auditor)
    auditor.click(page.tiles[2])
    auditor.click(auditor.button(AREAS_2007[4].name))
    assert page.areas.current() == (AREAS_2007[4].name, "total")
    assert auditor.page.figure_id == f"measure_count:2007:{AREAS_2007[4].name}:total"


def test_selected_counts_are_added_up_and_rates_are_not(auditor: Auditor) -> None:
    page = programme_page(auditor)
    page.areas.select_row(AREAS_2007[0].name, "total")
    page.areas.view.setFocus()
    model = page.areas.view.selectionModel()
    page.areas.view.selectColumn(page.areas.view.currentIndex().column())
    assert model.hasSelection()
    auditor.settle()
    assert auditor.texts("status.sum", sum="170") in auditor.window.status_line.selection.text()
