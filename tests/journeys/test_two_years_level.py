"""Two years side by side stand level: the row of an organisation has the same height on the screen in both years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint

from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.two_years_lock import LEFT, RIGHT
from auditor_app.ui.two_years_window import TwoYearsWindow
from auditor_app.ui.widgets.data_table import DataTable
from tests.auditor import Auditor
from tests.journeys.test_two_years_side_by_side import side_by_side, table_of

TABLE = {"coverage": "table", "rates": "table", "weak_areas": "ranking"}


def lines(window: TwoYearsWindow, table: DataTable) -> list[tuple[int, int]]:
    """Top and height of every line, in the window."""
    model = cast(RecordTableModel, table.model)
    rects = [table.view.visualRect(model.index(line, 0)) for line in range(model.rowCount())]
    viewport = table.view.viewport()
    return [(viewport.mapTo(window, QPoint(0, rect.top())).y(), rect.height()) for rect in rects]


def assert_level(auditor: Auditor, window: TwoYearsWindow, page: str) -> None:
    auditor.settle()
    left, right = table_of(window, LEFT, TABLE[page]), table_of(window, RIGHT, TABLE[page])
    assert lines(window, left) == lines(window, right)
    assert left.view.viewport().size() == right.view.viewport().size()
    for bar in ("verticalScrollBar", "horizontalScrollBar"):
        ranges = [getattr(table.view, bar)().maximum() for table in (left, right)]
        assert ranges[LEFT] == ranges[RIGHT], bar


@pytest.mark.parametrize("zoom", [100, 150])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("page", "left", "right"), [("coverage", 2005, 2006), ("rates", 2005, 2006)])
def test_rows_stand_level_when_only_one_of_the_years_has_returns(
    sit_down: Callable[..., Auditor], practice_case: Path, page: str, left: int, right: int, language: str, zoom: int
) -> None:
    auditor = sit_down(practice_case, year=2008, language=language, zoom=zoom)
    window = side_by_side(auditor, page, left, right)
    for size in ((1280, 800), (1920, 1050), (1400, 600)):
        window.resize(*size)
        assert_level(auditor, window, page)
    table = table_of(window, RIGHT)
    table.cycle_sort(window.pages[RIGHT].first_column, keeps_others=False)
    assert_level(auditor, window, page)
    table.model.set_filter_text("organisation", "庁" if language == "ja" else "Agency")
    assert_level(auditor, window, page)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("page", ["coverage", "rates", "weak_areas"])
def test_rows_stand_level_in_years_of_different_editions(
    sit_down: Callable[..., Auditor], practice_case: Path, page: str, language: str
) -> None:
    auditor = sit_down(practice_case, year=2008, language=language)
    window = side_by_side(auditor, page)
    for size in ((1280, 800), (1920, 1050), (1100, 600)):
        window.resize(*size)
        auditor.settle()
        if page == "weak_areas":
            auditor.wait_for(lambda: table_of(window, RIGHT, "ranking").model.rowCount() > 0)
        assert_level(auditor, window, page)


def test_what_is_moved_between_two_tables_moves_on_both_sides(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case, year=2008)
    window = side_by_side(auditor, "weak_areas")
    window.resize(1280, 900)
    auditor.settle()
    splitter = window.pages[LEFT].panel.splitter  # type: ignore[attr-defined]
    splitter.moveSplitter(splitter.sizes()[0] + 60, 1)
    assert_level(auditor, window, "weak_areas")


def test_scrolling_follows_to_the_last_row(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case, year=2008, zoom=150)
    window = side_by_side(auditor, "rates", 2005, 2006)
    window.resize(1920, 700)
    auditor.settle()
    bars = [table_of(window, side).view.verticalScrollBar() for side in (LEFT, RIGHT)]
    assert bars[LEFT].maximum() > 0
    for side in (LEFT, RIGHT):
        bars[side].setValue(bars[side].maximum())
        assert bars[LEFT].value() == bars[RIGHT].value() == bars[side].maximum()
        bars[side].setValue(0)
