"""Starting a year from the last: what changed is listed, waiting is shown as waiting, and undo takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem

from auditor_app.ui.dialogs.start_year_dialog import StartYearDialog
from auditor_app.ui.pages.coverage_page import CoveragePage
from auditor_app.ui.pages.overview_page import OverviewPage
from auditor_app.ui.pages.rates_page import RatesPage
from tests.auditor import CTRL, Auditor
from tests.unit.services.test_start_year import reorganise


@pytest.fixture
def practising(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    return sit_down(practice_case, year=2008)


def asked(auditor: Auditor) -> StartYearDialog:
    auditor.choose("start_year")
    dialog = auditor.commands.of_years.dialog
    assert dialog is not None
    return dialog


def line_of(dialog: StartYearDialog, name: str) -> QTreeWidgetItem:
    found = dialog.tree.findItems(name, Qt.MatchFlag.MatchExactly)
    assert found, name
    return found[0]


def lines(dialog: StartYearDialog) -> list[str]:
    return [dialog.changes.item(row).text() for row in range(dialog.changes.count())]


def start(auditor: Auditor, dialog: StartYearDialog) -> None:
    auditor.click(dialog.start_button)
    auditor.settle()


def years(auditor: Auditor) -> list[int]:
    box = auditor.window.top_bar.years
    return [box.itemData(row) for row in range(box.count())]


def test_the_dialog_lists_what_changes_and_who_is_expected(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    reorganise(practice_case)
    auditor = sit_down(practice_case, year=2008)
    dialog = asked(auditor)
    assert auditor.texts("practice.title", title=auditor.texts("year_start.title")) == dialog.windowTitle()
    assert dialog.fiscal_year() == 2009
    words = "\n".join(lines(dialog))
    for told in ("月見省 → 望月省", "2009-10-01に統合。代わりに豊穂庁", "星見庁: 2009-10-01に廃止", "新設: 新庁"):
        assert told in words
    assert "改訂版" in words
    assert line_of(dialog, "望月省").childCount() == 5
    assert line_of(dialog, "豊穂庁").childCount() == 0
    assert not dialog.tree.findItems("青葉省", Qt.MatchFlag.MatchExactly)
    dialog.reject()
    auditor.settle()
    assert auditor.commands.of_years.dialog is None


def test_units_that_are_unticked_are_not_expected(practising: Auditor) -> None:
    dialog = asked(practising)
    before = len(dialog.wish().units)
    line_of(dialog, "青葉省").setCheckState(0, Qt.CheckState.Unchecked)
    wakakusa = line_of(dialog, "若草省").child(0)
    assert wakakusa is not None
    wakakusa.setCheckState(0, Qt.CheckState.Unchecked)
    assert len(dialog.wish().units) == before - 9
    assert line_of(dialog, "若草省").checkState(0) == Qt.CheckState.PartiallyChecked
    start(practising, dialog)
    practising.go("rates")
    assert "青葉省" not in practising.rows()
    assert "若草省" in practising.rows()


def test_the_started_year_waits_on_every_page_and_undo_takes_it_back(practising: Auditor) -> None:
    practising.go("rates")
    before = years(practising)
    start(practising, asked(practising))
    assert practising.notices.told[-1][0] == "good"
    overview = cast(OverviewPage, practising.page)
    assert (overview.page_id, overview.fiscal_year) == ("overview", 2009)
    assert "50" in overview.attention[0][0].text()
    assert "大臣官房" in overview.attention[0][0].text()
    practising.go("rates")
    page = cast(RatesPage, practising.page)
    assert years(practising) == [*before, 2009]
    assert page.fiscal_year == 2009
    not_reported = practising.texts("chart.cell.not_reported")
    assert set(practising.column("all:implementation", page.table)) == {not_reported}
    assert practising.texts("year_start.waiting_count", count=12) in practising.tile_words()[0]
    assert not any("0 %" in words or "0.0" in words for words in practising.tile_words())
    practising.go("coverage")
    assert set(practising.column("official", cast(CoveragePage, practising.page).table)) == {
        practising.texts("state.not_reported")
    }
    assert practising.texts("explain.coverage_return.expected") in practising.inspector_words()
    practising.go("weak_areas")
    practising.go("answers")
    practising.press(Qt.Key.Key_Z, CTRL, widget=practising.window)
    practising.go("rates")
    assert years(practising) == before


def test_a_form_is_offered_for_the_units_the_year_waits_for(practising: Auditor) -> None:
    dialog = asked(practising)
    line_of(dialog, "青葉省").setCheckState(0, Qt.CheckState.Unchecked)
    start(practising, dialog)
    practising.choose("make_form")
    form = practising.commands.forms.dialog
    assert form is not None
    assert form.fiscal_year() == 2009
    assert form.organisation_name() == "若草省", "who is expected stands first"
    assert "育成局" in form.unit_names()
    form.reject()
    practising.settle()


def test_a_year_that_is_there_is_refused_and_can_be_visited(practising: Auditor) -> None:
    dialog = asked(practising)
    dialog.year.setCurrentIndex(dialog.year.findData(2008))
    assert not dialog.start_button.isEnabled()
    assert "2008" in dialog.words.text()
    assert (dialog.tree.topLevelItemCount(), dialog.edition.count(), dialog.origin.text()) == (0, 0, "")
    practising.click(dialog.visit_button)
    assert practising.commands.of_years.dialog is None
    assert (practising.page.page_id, practising.page.fiscal_year) == ("overview", 2008)


def test_a_gap_is_said_and_another_edition_says_what_becomes_of_its_items(practising: Auditor) -> None:
    dialog = asked(practising)
    dialog.year.setCurrentIndex(dialog.year.findData(2011))
    assert any("2年度を飛ばして" in line for line in lines(dialog))
    assert dialog.start_button.isEnabled()
    first = next(row for row in range(dialog.edition.count()) if dialog.edition.itemText(row).endswith("初版"))
    dialog.edition.setCurrentIndex(first)
    dialog.edition.activated.emit(first)
    assert any(line.startswith("統一基準: 改訂版 → 初版") and "変更なし" in line for line in lines(dialog))
    start(practising, dialog)
    practising.go("rates")
    assert practising.page.fiscal_year == 2011
    assert "初版" in cast(RatesPage, practising.page).notes.text()


def test_nobody_expected_is_no_year(practising: Auditor) -> None:
    dialog = asked(practising)
    for row in range(dialog.tree.topLevelItemCount()):
        top = dialog.tree.topLevelItem(row)
        assert top is not None
        top.setCheckState(0, Qt.CheckState.Unchecked)
    assert not dialog.start_button.isEnabled()
    assert dialog.words.text() == practising.texts("year_start.expects_nobody")
    dialog.reject()


def test_a_case_with_nothing_in_it_says_what_is_missing(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = sit_down(empty_case)
    dialog = asked(auditor)
    assert not dialog.start_button.isEnabled()
    assert auditor.texts("year_start.no_previous.todo") in dialog.words.text()
    assert dialog.visit_button.isHidden()
    dialog.reject()
