"""Named views of compared years: kept, opened again, taken to another case, and carried into a new year."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.year_returns import ALL
from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.pages.compare_page import ComparePage
from tests.auditor import ALT, Auditor
from tests.journeys.test_carrying_over_a_year import asked, start
from tests.journeys.test_comparing_years import choose, choose_years, compare_page, lines_of, select, table_of
from tests.journeys.test_views import choose_view, save_view


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case)


def definitions(case: Path) -> dict[str, dict[str, object]]:
    with OpenCase(case).reader() as reader:
        return {name: dict(own) for name, own in reader.named_views("compare").items()}


def kept_comparison(auditor: Auditor, name: str) -> list[str]:
    """Saves 2006 and 2007 by achievement of the staff role, only what is worse, and says what is shown."""
    page = compare_page(auditor)
    choose_years(auditor, page, 2006, 2007)
    choose(auditor, page.bar.measure, "achievement")
    choose(auditor, page.bar.role, "staff")
    table_of(page).model.set_filter_text("name", "省")
    shown = auditor.column("1:delta", table_of(page))
    save_view(auditor, name)
    return shown


def test_comparison_is_kept_under_a_name_and_comes_back_as_it_was(practising: Auditor) -> None:
    shown = kept_comparison(practising, "職員 2006と2007")
    assert practising.notices.refused == []
    page = compare_page(practising)
    choose_years(practising, page, 2007, 2008)
    choose(practising, page.bar.measure, "implementation")
    choose(practising, page.bar.role, ALL)
    practising.choose("clear_filters")
    practising.go("coverage")
    choose_view(practising, f"{practising.texts('page.compare')}: 職員 2006と2007")
    page = cast(ComparePage, practising.page)
    practising.wait_for(lambda: page.bar.years.years() == [2006, 2007])
    practising.settle()
    assert page.bar.role.currentData() == "staff"
    assert page.bar.measure.currentData() == "achievement"
    assert practising.column("1:delta", table_of(page)) == shown != []
    assert practising.notices.refused == []
    assert all(point.holds for point in verify_case(practising.window.context.case.path))


def test_exported_views_of_comparisons_come_into_another_case(practising: Auditor, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(practising.window.context.case.path, tmp_path / "other.auditcase"))
    shown = kept_comparison(practising, "甲")
    target = practising.notices.target = tmp_path / "views.json"
    practising.choose("export_views")
    assert json.loads(target.read_text(encoding="utf-8"))["views"][0]["definition"]["choices"]["years"] == "2006,2007"
    practising.desktop.open_case(other)
    practising.settle()
    practising.notices.files = [target]
    practising.choose("import_views")
    choose_view(practising, f"{practising.texts('page.compare')}: 甲" if practising.page.page_id != "compare" else "甲")
    page = cast(ComparePage, practising.page)
    practising.wait_for(lambda: page.bar.years.years() == [2006, 2007])
    practising.settle()
    assert practising.column("1:delta", table_of(page)) == shown != []
    assert practising.notices.refused == []


def test_back_and_forward_come_to_the_same_comparison(practising: Auditor) -> None:
    page = compare_page(practising)
    choose_years(practising, page, 2006, 2008)
    line = select(practising, page, "青葉省")
    practising.go("coverage")
    practising.press(Qt.Key.Key_Left, ALT)
    page = cast(ComparePage, practising.page)
    assert page.page_id == "compare"
    assert page.bar.years.years() == [2006, 2008]
    assert page.figure_id == line.row.figure_id
    practising.press(Qt.Key.Key_Right, ALT)
    assert practising.page.page_id == "coverage"
    practising.press(Qt.Key.Key_Left, ALT)
    assert cast(ComparePage, practising.page).bar.years.years() == [2006, 2008]


def test_comparison_goes_along_into_the_new_year_with_its_years_moved_on(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case, year=2008)
    page = compare_page(auditor)
    choose_years(auditor, page, 2007, 2008)
    save_view(auditor, "2007と2008の比較")
    choose_years(auditor, page, 2006, 2007)
    save_view(auditor, "2006と2007の比較")
    start(auditor, asked(auditor))
    found = definitions(practice_case)
    assert sorted(found) == ["2006と2007の比較", "2007と2008の比較", "2008と2009の比較"]
    assert cast(dict[str, object], found["2008と2009の比較"]["choices"])["years"] == "2008,2009"
    compare_page(auditor)
    choose_view(auditor, "2008と2009の比較")
    page = cast(ComparePage, auditor.page)
    auditor.settle()
    assert "2009" in page.notes.words()  # nothing was returned yet: said, while the last two years are shown
    assert lines_of(page)
    assert auditor.notices.refused == []
