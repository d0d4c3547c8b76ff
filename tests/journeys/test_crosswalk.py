"""The crosswalk of two editions before the real window: built from proposals and by hand, and taken back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from auditor_app.domain.standards import Edition
from auditor_app.services.browse_crosswalk import crosswalk_ground, editions_to_join
from auditor_app.services.browse_scopes import scope_of_year
from auditor_app.services.edit_crosswalk import change_crosswalk
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.crosswalk_columns import JoinRow
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.dialogs.crosswalk_dialog import NUMBER, CrosswalkDialog, ItemList
from auditor_app.ui.pages.standard_page import CROSSWALK, EDITIONS, StandardPage
from auditor_app.ui.widgets.crosswalk_panel import CrosswalkPanel
from tests.auditor import CTRL, Auditor
from tests.builders import AUTHOR, TickingClock

SPLIT = "4.1.4(2)(a)"


@pytest.fixture(scope="module")
def made_empty_crosswalk(made_practice_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = Path(shutil.copyfile(made_practice_case, tmp_path_factory.mktemp("crosswalk") / "practice.auditcase"))
    with OpenCase(case).reader() as reader:
        former, later = editions_to_join(reader)
        ground = crosswalk_ground(reader, former.id, later.id)
    change_crosswalk(case, former.id, later.id, [], ground.entries, author=AUTHOR, clock=TickingClock())
    return case


@pytest.fixture
def case(made_empty_crosswalk: Path, tmp_path: Path) -> Path:
    """The practice case with its two catalogues and nothing between them."""
    return Path(shutil.copyfile(made_empty_crosswalk, tmp_path / "practice.auditcase"))


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], case: Path) -> Auditor:
    seated = sit_down(case)
    seated.go("standard")
    show_tab(seated, CROSSWALK)
    return seated


def page_of(auditor: Auditor) -> StandardPage:
    return cast(StandardPage, auditor.page)


def panel_of(auditor: Auditor) -> CrosswalkPanel:
    panel = page_of(auditor).panel
    assert panel is not None
    return panel


def show_tab(auditor: Auditor, tab: int) -> None:
    page_of(auditor).tabs.setCurrentIndex(tab)
    auditor.settle()


def rows(auditor: Auditor, status: str = "") -> list[JoinRow]:
    return [row for row in panel_of(auditor).model.shown_rows() if status in ("", row.status)]


def choose(auditor: Auditor, key: str) -> None:
    """Make a row current and put the keyboard there."""
    assert panel_of(auditor).table.select_row(key, "kind")
    panel_of(auditor).table.view.setFocus()
    auditor.settle()


def stored(case: Path) -> dict[tuple[str, str], str]:
    with OpenCase(case).reader() as reader:
        return {(own.from_item, own.to_item): own.kind for own in reader.crosswalk()}


def accept_all(auditor: Auditor, kind: str) -> None:
    """Choose a kind from the menu of all shown proposals, and say yes."""
    panel = panel_of(auditor)
    panel.accept_menu.aboutToShow.emit()
    words = auditor.texts(f"crosswalk_kind.{kind}")
    action: QAction = next(own for own in panel.accept_menu.actions() if own.text().startswith(words))
    action.trigger()
    auditor.settle()


def tick(auditor: Auditor, side: ItemList, number: str) -> None:
    row = next(own for own in range(side.list.count()) if side.list.item(own).data(NUMBER) == number)
    side.list.setCurrentRow(row)
    side.list.setFocus()
    QTest.keyClick(side.list, Qt.Key.Key_Space)
    auditor.settle()


def dialog_of(auditor: Auditor) -> CrosswalkDialog:
    dialog = auditor.commands.crosswalk.crosswalk_dialog
    assert dialog is not None
    return dialog


def test_nothing_is_stored_until_a_proposal_is_accepted_with_one_key(auditor: Auditor, case: Path) -> None:
    assert {row.status for row in rows(auditor)} == {"proposed", "ambiguous", "unmapped"}
    assert stored(case) == {}
    first, second = rows(auditor)[:2]
    choose(auditor, first.key)
    auditor.press(Qt.Key.Key_F9)
    assert stored(case) == {(first.entry.from_item, first.entry.to_item): "unchanged"}
    assert panel_of(auditor).table.current()[0] == second.key  # on to the next
    auditor.press(Qt.Key.Key_F9)
    assert len(stored(case)) == 2
    auditor.press(Qt.Key.Key_Z, CTRL)
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert stored(case) == {}
    assert auditor.notices.refused == []


def test_all_shown_of_a_kind_are_accepted_after_a_question_with_their_number(auditor: Auditor, case: Path) -> None:
    expected = [row for row in rows(auditor, "proposed") if row.entry.kind == "unchanged"]
    auditor.notices.answer = None
    accept_all(auditor, "unchanged")
    assert stored(case) == {}
    auditor.notices.answer = 0
    accept_all(auditor, "unchanged")
    assert f" {len(expected)} " in auditor.notices.asked[-1]
    assert set(stored(case).values()) == {"unchanged"}
    assert len(stored(case)) == len(expected)
    auditor.choose("undo")
    assert stored(case) == {}


def test_a_whole_crosswalk_is_built_from_proposals_and_by_hand(auditor: Auditor, case: Path) -> None:
    auditor.notices.answer = 0
    for kind in ("unchanged", "moved", "reclassified", "changed", "withdrawn"):
        accept_all(auditor, kind)
    panel = panel_of(auditor)
    assert not [row for row in rows(auditor, "proposed") if row.entry.kind == "changed"]

    # the two old items that became one
    keys = [row.key for row in rows(auditor, "ambiguous")]
    assert keys == ["3.2.1(1)(a)→3.2.1(1)(a)", "3.2.1(1)(b)→3.2.1(1)(a)"]
    auditor.click(panel.chips["ambiguous"])
    panel.table.view.selectAll()
    auditor.settle()
    auditor.click(panel.edit_button)
    dialog = dialog_of(auditor)
    dialog.kind.setCurrentIndex(dialog.kind.findData("merged"))
    assert dialog.save_button.isEnabled()
    auditor.click(dialog.save_button)
    assert stored(case)["3.2.1(1)(b)", "3.2.1(1)(a)"] == "merged"

    # and the one that became two
    auditor.click(panel_of(auditor).chips[""])
    choose(auditor, f"{SPLIT}→{SPLIT}")
    auditor.press(Qt.Key.Key_Return)
    dialog = dialog_of(auditor)
    dialog.kind.setCurrentIndex(dialog.kind.findData("split"))
    assert not dialog.save_button.isEnabled()
    assert auditor.texts("crosswalk.split_alone.what", item=SPLIT) in dialog.words.text()
    tick(auditor, dialog.later, "4.1.4(2)(b)")
    auditor.click(dialog.save_button)
    assert stored(case)[SPLIT, "4.1.4(2)(b)"] == "split"
    accept_all(auditor, "new")
    assert {row.status for row in rows(auditor)} == {"stored"}
    assert not panel_of(auditor).next_button.isEnabled()
    assert all(point.holds for point in verify_case(case))
    assert auditor.notices.refused == []


def test_a_kind_that_does_not_fit_the_classes_is_stored_and_stays_marked(auditor: Auditor, case: Path) -> None:
    key = "5.1.1(1)(c)→5.1.1(1)(c)"
    choose(auditor, key)
    auditor.press(Qt.Key.Key_Return)
    dialog = dialog_of(auditor)
    assert auditor.texts("crosswalk.class_changed.what", item="5.1.1(1)(c)") not in dialog.words.text()
    dialog.kind.setCurrentIndex(dialog.kind.findData("unchanged"))
    assert auditor.texts("crosswalk.class_changed.what", item="5.1.1(1)(c)") in dialog.words.text()
    auditor.click(dialog.save_button)
    assert stored(case) == {("5.1.1(1)(c)", "5.1.1(1)(c)"): "unchanged"}
    panel = panel_of(auditor)
    auditor.click(panel.look_chip)
    assert [row.key for row in rows(auditor)] == [key]
    assert auditor.column("reason", panel.table) == [auditor.texts("crosswalk_remark.class_changed")]
    auditor.click(panel.look_chip)
    assert len(rows(auditor)) > 1
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert not panel_of(auditor).look_chip.isVisible()


def test_keys_go_from_one_open_item_to_the_next_and_back(auditor: Auditor) -> None:
    auditor.notices.answer = 0
    accept_all(auditor, "unchanged")
    waiting = [row.key for row in rows(auditor) if row.status != "stored"]
    choose(auditor, rows(auditor)[0].key)
    auditor.choose("next_difference")
    auditor.choose("next_difference")
    assert panel_of(auditor).table.current()[0] == waiting[1]
    auditor.choose("previous_difference")
    assert panel_of(auditor).table.current()[0] == waiting[0]
    auditor.click(panel_of(auditor).previous_button)
    assert panel_of(auditor).table.current()[0] == waiting[-1]


def test_items_without_counterpart_are_listed_and_the_filter_is_a_chip(auditor: Auditor) -> None:
    panel = panel_of(auditor)
    auditor.click(panel.chips["unmapped"])
    assert {(row.entry.kind, row.status) for row in rows(auditor)} == {("new", "unmapped"), ("withdrawn", "unmapped")}
    (chip,) = auditor.page.chips()
    auditor.page.clear_chip(chip[0], chip[1])
    assert panel.chips[""].isChecked()
    assert "ambiguous" in {row.status for row in rows(auditor)}


def test_difference_of_the_titles_is_marked_by_signs(auditor: Auditor) -> None:
    choose(auditor, "2.1.1(1)(c)→2.1.1(1)(c)")
    former, later = (label.accessibleName() for label in panel_of(auditor).diff.titles)
    assert former == "責任者〔－が〕不在〔－のときの〕代理を定めること"
    assert later == "責任者〔＋の〕不在〔＋に備えて〕代理〔＋の者〕を定めること"


def test_a_removed_entry_comes_back_by_undo(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("standard")
    show_tab(auditor, CROSSWALK)
    before = stored(practice_case)
    choose(auditor, "2.1.1(1)(a)→2.1.1(1)(a)")
    auditor.press(Qt.Key.Key_Delete)
    assert set(before) - set(stored(practice_case)) == {("2.1.1(1)(a)", "2.1.1(1)(a)")}
    choose(auditor, f"{SPLIT}→{SPLIT}")
    auditor.press(Qt.Key.Key_Delete)
    assert [error.problems[0].key for error in auditor.notices.refused] == ["crosswalk.split_alone"]
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert stored(practice_case) == before


def test_crosswalk_is_written_as_the_file_that_can_be_imported(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("standard")
    show_tab(auditor, CROSSWALK)
    target = auditor.notices.target = tmp_path / "crosswalk.csv"
    auditor.click(panel_of(auditor).export_button)
    auditor.wait_for(target.exists)
    with target.open(encoding="utf-8-sig", newline="") as file:
        written = {(row["from_item"], row["to_item"]): row["kind"] for row in csv.DictReader(file)}
    assert written == stored(practice_case)


def test_page_shows_the_pair_of_editions_it_is_asked_for(auditor: Auditor) -> None:
    page = page_of(auditor)
    assert page.choices() == {"tab": "crosswalk", "editions": ["初版", "改訂版"]}
    page.take_choices({"tab": "crosswalk", "editions": ["改訂版", "初版"]})
    auditor.settle()
    ground = panel_of(auditor).ground
    assert ground is not None
    assert (ground.former.name, ground.later.name) == ("改訂版", "初版")


def test_export_of_the_tab_writes_the_entries_in_sight(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("standard")
    show_tab(auditor, CROSSWALK)
    panel = panel_of(auditor)
    panel.kind.setCurrentIndex(panel.kind.findData("split"))
    panel.kind.activated.emit(panel.kind.currentIndex())
    target = auditor.notices.target = tmp_path / "split.csv"
    auditor.choose("export_csv")
    auditor.wait_for(target.exists)
    with target.open(encoding="utf-8-sig", newline="") as file:
        written = [(row["from_item"], row["to_item"], row["kind"]) for row in csv.DictReader(file)]
    assert written == [(SPLIT, SPLIT, "split"), (SPLIT, "4.1.4(2)(b)", "split")]
    show_tab(auditor, EDITIONS)
    assert auditor.page.view_name == "standards"


def test_shipped_case_says_what_a_crosswalk_needs(
    auditor: Auditor, sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    auditor.leave()
    seated = sit_down(shipped_case)
    seated.go("standard")
    show_tab(seated, CROSSWALK)
    panel = panel_of(seated)
    assert panel.table.empty_state.label.text() == seated.texts("joins.lacks_editions")
    assert panel.table.empty_state.offer.isVisible()
    assert panel.table.empty_state.x() >= panel.table.frozen.view.width() > 0  # frozen columns would cover the words
    assert not panel.add_button.isEnabled()
    show_tab(seated, EDITIONS)
    assert "2005年12月版" in page_of(seated).overview.hint.text()
    assert seated.notices.refused == []


def edition(case: Path, name: str) -> Edition:
    with OpenCase(case).reader() as reader:
        return next(own for own in reader.editions() if own.name == name)


def test_a_year_is_moved_to_another_edition_only_with_the_tick(auditor: Auditor, case: Path) -> None:
    show_tab(auditor, EDITIONS)
    page = page_of(auditor)
    page.editions.select_row(edition(case, "改訂版").id)
    auditor.click(page.overview.edition_button)
    dialog = auditor.commands.crosswalk.edition_dialog
    assert dialog is not None
    dialog.years.selectAll()
    auditor.write(dialog.years, "2007-2008")
    assert not dialog.save_button.isEnabled()
    assert "初版" in dialog.words.text()
    auditor.click_box(dialog.moves)
    auditor.click(dialog.save_button)
    assert (edition(case, "初版").fiscal_years, edition(case, "改訂版").fiscal_years) == ((2006,), (2007, 2008))
    assert "初版" in "".join(auditor.notices.told[-1][1])
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert edition(case, "初版").fiscal_years == (2006, 2007)


def test_scope_of_a_year_is_decided_and_shown_with_its_basis(auditor: Auditor, case: Path) -> None:
    show_tab(auditor, EDITIONS)
    page = page_of(auditor)
    page.years.select_row(2007)
    auditor.settle()
    auditor.click(page.overview.scope_button)
    dialog = auditor.commands.crosswalk.scope_dialog
    assert dialog is not None
    auditor.click_box(dialog.classes["enhanced"])
    auditor.click(dialog.save_button)
    with OpenCase(case).reader() as reader:
        scope = scope_of_year(reader, 2007)
    assert scope is not None
    assert (scope.classes, scope.basis) == (("basic", "enhanced"), "decided")
    assert auditor.texts("scope.basis.decided") in auditor.column("basis", page.years)
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert auditor.texts("scope.basis.decided") not in auditor.column("basis", page.years)
