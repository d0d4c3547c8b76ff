"""What an auditor has arranged comes back: tables as they were left, and whole pages under a name."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.actions import PAGES
from auditor_app.ui.dialogs.view_dialog import ViewDialog
from auditor_app.ui.pages.coverage_page import CoveragePage
from auditor_app.ui.pages.rates_page import RatesPage
from auditor_app.ui.pages.weak_areas_page import WeakAreasPage
from tests.auditor import CTRL, SHIFT, Auditor
from tests.builders import sha256_of


def logged(case: Path) -> int:
    with OpenCase(case).reader() as reader:
        return len(reader.log())


def view_names(case: Path) -> dict[str, list[str]]:
    with OpenCase(case).reader() as reader:
        return {page: names for page, _ in PAGES if (names := list(reader.named_views(page)))}


def layout(case: Path, page: str) -> dict[str, dict[str, object]]:
    with OpenCase(case).reader() as reader:
        return cast(dict[str, dict[str, object]], reader.layout(page))


def save_view(auditor: Auditor, name: str) -> None:
    auditor.notices.words = name
    auditor.press(Qt.Key.Key_D, CTRL | SHIFT)


def listed(auditor: Auditor) -> list[str]:
    """The views in the menu as it is opened now."""
    menu = next(own for own in auditor.commands.actions["save_view"].associatedObjects() if isinstance(own, QMenu))
    menu.aboutToShow.emit()
    fixed = set(auditor.commands.actions.values())
    return [own.text() for own in menu.actions() if own not in fixed and not own.isSeparator()]


def choose_view(auditor: Auditor, words: str) -> None:
    menu = next(own for own in auditor.commands.actions["save_view"].associatedObjects() if isinstance(own, QMenu))
    menu.aboutToShow.emit()
    next(own for own in menu.actions() if own.text() == words).trigger()
    auditor.settle()


def open_list(auditor: Auditor) -> ViewDialog:
    auditor.press(Qt.Key.Key_B, CTRL | SHIFT)
    assert auditor.commands.views.dialog is not None
    return auditor.commands.views.dialog


# --- tables come back as they were left -----------------------------------------------------------------


def test_sorted_and_filtered_table_comes_back_in_the_same_case_and_in_no_other(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copyfile(shipped_case, tmp_path / "other.auditcase"))
    auditor = sit_down(shipped_case)
    entries = logged(shipped_case)
    auditor.table.cycle_sort("official", keeps_others=False)
    auditor.table.model.set_filter_text("official", "<90")
    shown = auditor.rows()
    auditor.leave()
    assert logged(shipped_case) == entries
    assert layout(shipped_case, "coverage")["table"]["filters"] == {"official": "<90"}
    assert 0 < len(shown) < 19
    assert len(sit_down(other).rows()) == 19
    again = sit_down(shipped_case)
    assert again.rows() == shown
    assert all(point.holds for point in verify_case(shipped_case))


def test_page_left_for_another_is_kept_without_waiting_for_the_end(auditor: Auditor, shipped_case: Path) -> None:
    auditor.table.cycle_sort("official", keeps_others=False)
    auditor.go("programme")
    assert layout(shipped_case, "coverage")["table"]["sort"] == [["official", False]]
    auditor.commands.case_commands._look_at_file()  # what the clock does every two seconds
    auditor.settle()
    assert auditor.notices.told == []  # the file is another one, the case is not


def test_looking_at_every_page_writes_nothing(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    before = sha256_of(practice_case)
    auditor = sit_down(practice_case)
    for page, _ in PAGES:
        auditor.go(page)
    auditor.leave()
    assert sha256_of(practice_case) == before


def test_rebuilt_window_has_the_table_as_it_was(auditor: Auditor) -> None:
    auditor.table.cycle_sort("organisation", keeps_others=False)
    shown = auditor.rows()
    auditor.choose("theme.dark")
    assert auditor.rows() == shown


def test_case_that_somebody_else_writes_leaves_the_table_in_the_settings(
    sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    auditor = sit_down(shipped_case)
    auditor.table.cycle_sort("official", keeps_others=False)
    shown = auditor.rows()
    with closing(sqlite3.connect(shipped_case, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        auditor.leave()
    with OpenCase(shipped_case).reader() as reader:
        assert reader.layout("coverage") is None
    assert auditor.notices.refused == []
    assert sit_down(shipped_case).rows() == shown


@pytest.mark.parametrize("broken", ['{"table": 3}', '{"table": {"sort": [[1, 2]], "widths": {"official": "x"}}}'])
def test_layout_that_makes_no_sense_does_not_keep_a_page_from_opening(
    sit_down: Callable[..., Auditor], shipped_case: Path, broken: str
) -> None:
    with closing(sqlite3.connect(shipped_case)) as connection:
        connection.execute("INSERT INTO page_layout VALUES ('coverage', ?)", (broken,))
        connection.commit()
    assert len(sit_down(shipped_case).rows()) == 19


# --- named views ----------------------------------------------------------------------------------------


def test_saved_view_brings_the_page_back_as_it_was_looked_at(auditor: Auditor, shipped_case: Path) -> None:
    page = cast(CoveragePage, auditor.page)
    auditor.table.cycle_sort("official", keeps_others=False)
    auditor.table.model.set_filter_text("official", "<90")
    auditor.table.set_column_visible("with_own_survey", False)
    auditor.click_box(page.what_if)
    shown = auditor.rows()
    save_view(auditor, "低い把握率")
    assert view_names(shipped_case) == {"coverage": ["低い把握率"]}
    assert auditor.notices.told[-1][0] == "good"
    auditor.choose("clear_filters")
    auditor.table.sort_by([])
    auditor.click_box(page.what_if)
    auditor.go("programme")
    assert listed(auditor) == [f"{auditor.texts('page.coverage')}: 低い把握率"]
    choose_view(auditor, listed(auditor)[0])
    assert auditor.page.page_id == "coverage"
    assert auditor.rows() == shown
    assert cast(CoveragePage, auditor.page).what_if.isChecked()
    number = auditor.table.model.column_number("with_own_survey")
    assert number is not None
    assert auditor.table.view.isColumnHidden(number)
    assert listed(auditor) == ["低い把握率"]
    assert auditor.notices.refused == []


def test_saving_a_view_is_a_change_that_undo_takes_back(auditor: Auditor, shipped_case: Path) -> None:
    entries = logged(shipped_case)
    save_view(auditor, "一時")
    assert logged(shipped_case) == entries + 1
    assert "一時" in auditor.commands.actions["undo"].text()
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert view_names(shipped_case) == {}
    auditor.press(Qt.Key.Key_Y, CTRL)
    assert view_names(shipped_case) == {"coverage": ["一時"]}
    assert all(point.holds for point in verify_case(shipped_case))


def test_view_of_the_rates_holds_the_choices_of_the_bar(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("rates")
    auditor.window.choose_year(2007)
    bar = cast(RatesPage, auditor.page).bar
    bar.measure.setCurrentIndex(bar.measure.findData("achievement"))
    bar.role.setCurrentIndex(bar.role.findData("staff"))
    bar.item_class.setCurrentIndex(bar.item_class.findData("basic"))
    auditor.click_box(bar.what_if)
    wanted = auditor.window.context.rate_choice.options
    save_view(auditor, "職員の到達率")
    auditor.window.choose_year(2008)
    bar.role.setCurrentIndex(0)
    auditor.click_box(bar.what_if)
    auditor.go("coverage")
    choose_view(auditor, f"{auditor.texts('page.rates')}: 職員の到達率")
    choice = auditor.window.context.rate_choice
    assert (auditor.page.page_id, auditor.page.fiscal_year) == ("rates", 2007)
    assert (choice.role, choice.metric, choice.options) == ("staff", "achievement", wanted)
    assert cast(RatesPage, auditor.page).bar.role.currentData() == "staff"


def test_view_of_the_answers_holds_their_filters(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("answers")
    auditor.wait_for(lambda: auditor.table.model.counts()[0] > 0)
    auditor.table.model.set_allowed_values("part", frozenset({"3"}))
    chips = auditor.page.chips()
    save_view(auditor, "第3部")
    auditor.choose("clear_filters")
    assert auditor.page.chips() == []
    choose_view(auditor, "第3部")
    assert auditor.page.chips() == chips != []


def test_view_of_the_weak_areas_holds_level_and_line(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("weak_areas")
    page = cast(WeakAreasPage, auditor.page)
    page.panel.bar.line.setValue(55)
    auditor.click(page.panel._levels["topic"])
    topics = auditor.rows(page.ranking)
    save_view(auditor, "テーマ")
    auditor.click(page.panel._levels["item"])
    page.panel.bar.line.setValue(80)
    auditor.settle()
    choose_view(auditor, "テーマ")
    assert auditor.window.context.rate_choice.line == Fraction(55)
    assert page.panel._levels["topic"].isChecked()
    assert auditor.rows(page.ranking) == topics != []


def test_list_of_views_renames_removes_and_shows_by_keyboard(auditor: Auditor, shipped_case: Path) -> None:
    auditor.table.model.set_filter_text("official", "<90")
    shown = auditor.rows()
    save_view(auditor, "甲")
    auditor.choose("clear_filters")
    save_view(auditor, "乙")
    dialog = open_list(auditor)
    assert sorted(auditor.column("name", dialog.table)) == ["乙", "甲"]
    dialog.table.select_row(("coverage", "甲"))
    auditor.notices.words = "丙"
    auditor.click(dialog.rename_button)
    assert sorted(view_names(shipped_case)["coverage"]) == [
        "丙",
        "乙",
    ]
    dialog.table.select_row(("coverage", "乙"))
    auditor.click(dialog.remove_button)
    assert view_names(shipped_case) == {"coverage": ["丙"]}
    assert auditor.column("name", dialog.table) == ["丙"]
    dialog.table.select_row(("coverage", "丙"))
    dialog.table.view.setFocus()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Return)
    auditor.settle()
    assert auditor.commands.views.dialog is None
    assert auditor.rows() == shown
    auditor.choose("undo")
    assert sorted(view_names(shipped_case)["coverage"]) == ["丙", "乙"]


def test_name_that_is_taken_or_empty_is_refused(auditor: Auditor, shipped_case: Path) -> None:
    save_view(auditor, "甲")
    save_view(auditor, "乙")
    dialog = open_list(auditor)
    dialog.table.select_row(("coverage", "甲"))
    for name in ("乙", "  ", "改\n行"):
        auditor.notices.words = name
        auditor.click(dialog.rename_button)
    assert [error.problems[0].key for error in auditor.notices.refused] == [
        "views.name_taken",
        "views.not_a_name",
        "views.not_a_name",
    ]
    assert sorted(view_names(shipped_case)["coverage"]) == ["乙", "甲"]
    auditor.click(dialog.close_button)
    entries = logged(shipped_case)
    auditor.notices.words = None
    auditor.choose("save_view")
    auditor.notices.words, auditor.notices.answer = "甲", None
    auditor.choose("save_view")  # asks whether to replace it, and is told no
    assert logged(shipped_case) == entries


def test_exported_views_come_into_another_case(
    sit_down: Callable[..., Auditor], shipped_case: Path, practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(shipped_case)
    auditor.table.model.set_filter_text("official", "<90")
    save_view(auditor, "低い把握率")
    target = auditor.notices.target = tmp_path / "views.json"
    auditor.choose("export_views")
    auditor.desktop.open_case(practice_case)
    auditor.settle()
    auditor.notices.files = [target]
    auditor.choose("import_views")
    assert view_names(practice_case) == {"coverage": ["低い把握率"]}
    entries = logged(practice_case)
    auditor.choose("import_views")
    assert logged(practice_case) == entries  # the same once more is no change
    assert auditor.notices.refused == []
    assert all(point.holds for point in verify_case(practice_case))


GOOD = {
    "version": 1,
    "fiscal_year": 2006,
    "tables": {
        "table": {
            "version": 1,
            "order": [],
            "widths": {},
            "hidden": [],
            "sort": [["official", True]],
            "filters": {},
            "values": {},
            "zoom": 100,
            "filter_row": False,
        }
    },
    "choices": {},
}


def views_file(folder: Path, definition: object, **more: object) -> Path:
    view = {"page": "coverage", "name": "甲", "definition": definition, **more}
    path = folder / "views.json"
    path.write_text(json.dumps({"format": "auditor-app views", "version": 1, "views": [view]}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("definition", "more", "place"),
    [
        ([], {}, "views.json.views[0].definition"),
        ({**GOOD, "version": 2}, {}, "views.json.views[0].definition.version"),
        ({**GOOD, "fiscal_year": -1}, {}, "views.json.views[0].definition.fiscal_year"),
        ({**GOOD, "fiscal_year": True}, {}, "views.json.views[0].definition.fiscal_year"),
        ({**GOOD, "macro": "x"}, {}, "views.json.views[0].definition.macro"),
        ({**GOOD, "tables": {"table": {"sort": []}}}, {}, "views.json.views[0].definition.tables.table.version"),
        (
            {**GOOD, "tables": {"table": {**GOOD["tables"]["table"], "sort": [["official"]]}}},  # type: ignore[index]
            {},
            "views.json.views[0].definition.tables.table.sort[0]",
        ),
        ({**GOOD, "rates": {"line": "1e99"}}, {}, "views.json.views[0].definition.rates"),
        (GOOD, {"page": "nowhere"}, "views.json.views[0].page"),
        (GOOD, {"name": " "}, "views.json.views[0].name"),
        (GOOD, {"name": "あ" * 101}, "views.json.views[0].name"),
    ],
)
def test_file_that_is_not_understood_is_refused_with_its_place(
    auditor: Auditor, shipped_case: Path, tmp_path: Path, definition: object, more: dict[str, object], place: str
) -> None:
    before = sha256_of(shipped_case)
    auditor.notices.files = [views_file(tmp_path, definition, **more)]
    auditor.choose("import_views")
    assert len(auditor.notices.refused) == 1
    problem = auditor.notices.refused[0].problems[0]
    assert problem.place.startswith(place)
    assert auditor.texts.problem(problem)
    assert sha256_of(shipped_case) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b'{"a": NaN}', b'{"a": 1, "a": 2}', b"3"])
def test_file_that_is_no_json_of_views_is_refused(auditor: Auditor, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "views.json"
    path.write_bytes(content)
    auditor.notices.files = [path]
    auditor.choose("import_views")
    assert len(auditor.notices.refused) == 1


def test_view_of_a_year_that_is_not_there_says_so(auditor: Auditor, tmp_path: Path) -> None:
    auditor.notices.files = [views_file(tmp_path, {**GOOD, "fiscal_year": 1999})]
    auditor.choose("import_views")
    choose_view(auditor, "甲")
    assert auditor.notices.told[-1][0] == "warning"
    assert auditor.table.model.sort_keys() == (("official", True),)
