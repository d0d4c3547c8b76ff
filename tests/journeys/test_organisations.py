"""What an auditor does when ministries are renamed, merged and split: look, record, join, undo, pass on as csv."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from auditor_app.services.browse_organisations import lineage_of_case
from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.charts.time_line import TimeLine
from auditor_app.ui.dialogs.organisation_dialog import OrganisationDialog
from auditor_app.ui.dialogs.organisation_event_dialog import OrganisationEventDialog
from auditor_app.ui.dialogs.organisation_name_dialog import OrganisationNameDialog
from auditor_app.ui.dialogs.organisation_series_dialog import OrganisationSeriesDialog
from auditor_app.ui.pages.organisations_page import OrganisationsPage
from auditor_app.ui.widgets.body_picker import BodyPicker
from tests.auditor import CTRL, Auditor


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], shipped_case: Path) -> Auditor:
    """An auditor before the organisations of the shipped case."""
    return seated(sit_down, shipped_case)


def seated(sit_down: Callable[..., Auditor], case: Path, **choices: object) -> Auditor:
    found = sit_down(case, **choices)
    found.go("organisations")
    found.wait_for(lambda: page_of(found).chart_slot.chart is not None)
    found.settle()
    return found


def page_of(auditor: Auditor) -> OrganisationsPage:
    return cast(OrganisationsPage, auditor.page)


def chart_of(auditor: Auditor) -> TimeLine:
    return cast(TimeLine, page_of(auditor).chart_slot.chart)


def names_of(case: Path, name: str) -> list[tuple[str, str, str]]:
    with OpenCase(case).reader() as reader:
        body = next(own for own in reader.organisations() if own.is_called(name))
    return [(own.name, str(own.from_date), str(own.to_date)) for own in body.names]


def choose_body(auditor: Auditor, name: str) -> None:
    table = page_of(auditor).table
    auditor.click_cell(table, auditor.column("name", table).index(name), "name")


def open_dialog(auditor: Auditor, action: str) -> OrganisationDialog:
    page = page_of(auditor)
    bar = next(own for own in (page.bar, page.detail_bar, page.joined_bar) if action in own._buttons)
    auditor.click(bar.button(action))
    dialog = auditor.commands.organisations.dialog
    assert dialog is not None
    return dialog


def tick(auditor: Auditor, picker: BodyPicker, *names: str) -> None:
    """Type part of a name, and press Space on what is found."""
    for name in names:
        auditor.write(picker.filter, name)
        shown = [picker.list.item(n).text() for n in range(picker.list.count())]
        row = next(n for n, words in enumerate(shown) if words.startswith(name) or f"({name}" in words)
        assert not picker.list.item(row).isHidden()
        picker.list.setCurrentRow(row)
        picker.list.setFocus()
        QTest.keyClick(picker.list, Qt.Key.Key_Space)
        picker.filter.clear()
    auditor.settle()


def rename(auditor: Auditor, old: str, new: str, day: str) -> None:
    choose_body(auditor, old)
    dialog = cast(OrganisationNameDialog, open_dialog(auditor, "rename"))
    auditor.write(dialog.name, new)
    auditor.write(dialog.first, day)
    auditor.click(dialog.save_button)


def test_ministry_of_defence_is_one_row_with_two_names(auditor: Auditor) -> None:
    page = page_of(auditor)
    assert auditor.column("name", page.table).count("防衛省") == 1
    assert "防衛庁" not in auditor.column("name", page.table)
    choose_body(auditor, "防衛省")
    assert auditor.column("what", page.details) == ["防衛庁 (Defense Agency)", "防衛省 (MOD)"]
    assert auditor.column("from", page.details) == ["1954-07-01", "2007-01-09"]
    assert auditor.column("fate", page.table)[-1] == "2007-01-09 防衛庁から改称"
    words = chart_of(auditor).tooltip_of(page.table.current()[0])
    assert words.splitlines()[:2] == ["防衛庁 1954-07-01 – 2007-01-08", "防衛省 2007-01-09 –"]


def test_renamed_ministry_is_one_series_with_both_names_and_undo_and_redo_take_it_out_and_in(
    auditor: Auditor, shipped_case: Path
) -> None:
    rename(auditor, "環境省", "自然省", "平成21年4月1日")
    after = [("環境省", "None", "2009-03-31"), ("自然省", "2009-04-01", "None")]
    assert names_of(shipped_case, "自然省") == after
    page = page_of(auditor)
    assert auditor.column("name", page.table)[17] == "自然省"
    assert auditor.column("what", page.details) == ["環境省 (MOE)", "自然省"]
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert names_of(shipped_case, "環境省") == [("環境省", "None", "None")]
    assert auditor.column("name", page.table)[17] == "環境省"
    auditor.press(Qt.Key.Key_Y, CTRL)
    assert names_of(shipped_case, "自然省") == after
    assert auditor.notices.refused == []
    assert all(point.holds for point in verify_case(shipped_case))


def test_dialog_stays_and_says_what_is_wrong_until_it_is_mended(auditor: Auditor, shipped_case: Path) -> None:
    choose_body(auditor, "環境省")
    dialog = cast(OrganisationNameDialog, open_dialog(auditor, "rename"))
    assert dialog.words.text() == auditor.texts("lineage.lacks_name")
    auditor.write(dialog.name, "財務省")
    assert dialog.words.text() == auditor.texts("lineage.lacks_day")
    auditor.write(dialog.first, "2009-02-30")
    assert dialog.words.text() == auditor.texts("lineage.lacks_readable_day")
    dialog.first.clear()
    auditor.write(dialog.first, "2009-04-01")
    assert "財務省" in dialog.words.text()
    assert auditor.texts("lineage.name_shared.todo") in dialog.words.text()
    assert not dialog.save_button.isEnabled()
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.name.clear()
    auditor.write(dialog.name, "自然省")
    assert dialog.words.text().splitlines() == ["環境省 – 2009-03-31", "自然省 2009-04-01 –"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    auditor.settle()
    assert names_of(shipped_case, "環境省") == [("環境省", "None", "None")]


def test_wrong_day_of_a_renaming_is_corrected_from_the_table_of_names(auditor: Auditor, shipped_case: Path) -> None:
    choose_body(auditor, "防衛省")
    details = page_of(auditor).details
    auditor.click_cell(details, 1, "what")
    auditor.press(Qt.Key.Key_Return, widget=details.view)
    dialog = cast(OrganisationNameDialog, auditor.commands.organisations.dialog)
    assert (dialog.name.text(), dialog.first.text()) == ("防衛省", "2007-01-09")
    dialog.first.selectAll()
    auditor.write(dialog.first, "H19.1.10")
    auditor.click(dialog.save_button)
    assert names_of(shipped_case, "防衛省") == [
        ("防衛庁", "1954-07-01", "2007-01-09"),
        ("防衛省", "2007-01-10", "None"),
    ]


def test_merger_into_a_new_ministry_is_recorded_and_its_pair_joined_and_marked(
    auditor: Auditor, shipped_case: Path
) -> None:
    choose_body(auditor, "人事院")
    dialog = cast(OrganisationEventDialog, open_dialog(auditor, "event"))
    auditor.write(dialog.day, "2009/4/1")
    auditor.write(dialog.new_names, "人事宮内庁")
    assert dialog.words.text().startswith("人事院 → 人事宮内庁")
    assert auditor.texts("lineage.merged_from_one.what") in dialog.words.text()
    tick(auditor, dialog.sources, "宮内庁")
    assert dialog.words.text() == "統合: 人事院・宮内庁 → 人事宮内庁 2009-04-01"
    auditor.click(dialog.save_button)
    choose_body(auditor, "宮内庁")
    page = page_of(auditor)
    assert auditor.column("fate", page.table)[4] == "2009-04-01 人事宮内庁に統合"
    joining = cast(OrganisationSeriesDialog, open_dialog(auditor, "join"))
    assert len(joining.members.ticked()) == 3, "what it was merged with and into is suggested"
    auditor.write(joining.name, "人事宮内")
    auditor.click(joining.save_button)
    assert auditor.column("joined", page.table).count("人事宮内") == 3
    assert auditor.column("members", page.joined) == ["人事院・宮内庁・人事宮内庁"]
    with OpenCase(shipped_case).reader() as reader:
        assert [own.name for own in lineage_of_case(reader).joined] == ["人事宮内"]
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert auditor.column("members", page.joined) == []
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert "人事宮内庁" not in auditor.column("name", page.table)


def test_joined_series_is_changed_and_removed(sit_down: Callable[..., Auditor], shipped_case: Path) -> None:
    auditor = seated(sit_down, shipped_case, language="en")
    choose_body(auditor, "総務省")
    dialog = cast(OrganisationSeriesDialog, open_dialog(auditor, "join"))
    auditor.write(dialog.name, "Two")
    assert dialog.words.text() == auditor.texts("lineage.lacks_members")
    tick(auditor, dialog.members, "外務省")
    auditor.click(dialog.save_button)
    page = page_of(auditor)
    auditor.click_cell(page.joined, 0, "name")
    dialog = cast(OrganisationSeriesDialog, open_dialog(auditor, "change_series"))
    dialog.name.clear()
    auditor.write(dialog.name, "Both")
    auditor.click(dialog.save_button)
    assert auditor.column("name", page.joined) == ["Both"]
    auditor.click_cell(page.joined, 0, "name")
    auditor.click(page.joined_bar.button("remove_series"))
    assert auditor.column("name", page.joined) == []
    assert not page.joined_bar.button("change_series").isEnabled()


def test_joined_series_has_its_english_name_in_english(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    with OpenCase(practice_case).reader() as reader:
        (series,) = lineage_of_case(reader).joined
    assert series.english not in ("", series.name)
    page = page_of(auditor := seated(sit_down, practice_case, language="en"))
    assert auditor.column("name", page.joined) == [series.english]
    assert auditor.column("joined", page.table).count(series.english) == len(series.members)


def test_event_and_name_are_taken_back_and_what_is_needed_is_refused(auditor: Auditor, shipped_case: Path) -> None:
    page = page_of(auditor)
    choose_body(auditor, "総務省")
    dialog = cast(OrganisationEventDialog, open_dialog(auditor, "event"))
    dialog.kind.setCurrentIndex(dialog.kind.findData("split"))
    auditor.click_box(dialog.goes_on)
    auditor.write(dialog.day, "2009-04-01")
    auditor.write(dialog.new_names, "郵政庁")
    auditor.click(dialog.save_button)
    choose_body(auditor, "総務省")
    assert auditor.column("kind", page.details) == ["名称", "分割"]
    auditor.click_cell(page.details, 1, "what")
    assert not page.detail_bar.button("correct").isEnabled()
    auditor.click(page.detail_bar.button("remove"))
    assert auditor.column("kind", page.details) == ["名称"]
    auditor.click_cell(page.details, 0, "what")
    auditor.click(page.detail_bar.button("remove"))
    assert [problem.key for problem in auditor.notices.refused[-1].problems] == ["lineage.name_published"]
    choose_body(auditor, "郵政庁")
    auditor.click_cell(page.details, 0, "what")
    auditor.click(page.detail_bar.button("remove"))
    assert "郵政庁" not in auditor.column("name", page.table)
    assert all(point.holds for point in verify_case(shipped_case))


def test_new_agency_is_added_as_created(auditor: Auditor) -> None:
    dialog = cast(OrganisationNameDialog, open_dialog(auditor, "add"))
    auditor.write(dialog.name, "デジタル庁")
    auditor.write(dialog.english, "Digital Agency")
    auditor.click_box(dialog.is_created)
    assert dialog.words.text() == auditor.texts("lineage.lacks_day")
    auditor.write(dialog.first, "令和3年9月1日")
    auditor.click(dialog.save_button)
    page = page_of(auditor)
    assert auditor.column("fate", page.table)[-1] == "2021-09-01 新設"
    assert auditor.column("since", page.table)[-1] == "2021-09-01"


def test_lineage_goes_out_as_csv_and_comes_in_again(
    auditor: Auditor, sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path
) -> None:
    rename(auditor, "環境省", "自然省", "2009-04-01")
    auditor.notices.target = tmp_path / "organisations.csv"
    menu = page_of(auditor).bar.files.menu()
    next(own for own in menu.actions() if own.text() == auditor.texts("lineage.do.export")).trigger()
    auditor.settle()
    assert (tmp_path / "organisations.csv").exists()
    auditor.leave()
    other = seated(sit_down, empty_case)
    other.notices.files = [tmp_path / "organisations.csv"]
    menu = page_of(other).bar.files.menu()
    next(own for own in menu.actions() if own.text() == other.texts("lineage.do.import")).trigger()
    dialog = other.table_proposal()
    assert dialog.open_points() == [], dialog.foot.words.text()
    other.click(dialog.foot.accept_button)
    assert names_of(empty_case, "環境省") == [("環境省", "None", "2009-03-31"), ("自然省", "2009-04-01", "None")]
    assert "自然省" in other.column("name", page_of(other).table)


def test_rows_in_sight_are_exported_by_the_button_at_the_top(auditor: Auditor, tmp_path: Path) -> None:
    auditor.notices.target = tmp_path / "shown.csv"
    auditor.choose("export_csv")
    lines = (tmp_path / "shown.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 20, "nineteen bodies, one of them with two names"


def test_time_line_and_table_choose_the_same_body(auditor: Auditor) -> None:
    page, chart = page_of(auditor), chart_of(auditor)
    choose_body(auditor, "内閣府")
    assert chart._current == page.table.current()[0]
    centre, _ = chart.place_of(page.table.model.key_at(6)) or (0.0, 0.0)
    place = chart.plot.mapFromScene(chart._view.mapViewToScene(QPointF(2006.5, centre)))
    QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    auditor.wait_for(lambda: page.table.current()[0] == page.table.model.key_at(6))
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert page.table.current()[0] == page.table.model.key_at(7)


def test_time_line_is_zoomed_and_moved_by_buttons_keys_and_wheel(auditor: Auditor) -> None:
    page, chart = page_of(auditor), chart_of(auditor)
    first, last = chart.span
    assert first < 2005 < 2008 < last < 2012
    auditor.click(page.time_bar.buttons["all"])
    assert chart.span[0] < 1954.25 < 2007.78 < chart.span[1]
    auditor.click(page.time_bar.buttons["reports"])
    assert chart.span == (first, last)
    QTest.keyClick(chart, Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)
    assert chart.span[0] > first
    QTest.keyClick(chart, Qt.Key.Key_Minus)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.span[0] > first
    assert chart.span[1] > last
    before = chart.span
    turn_wheel(chart, 120)
    assert chart.span[1] - chart.span[0] < before[1] - before[0]
    QTest.keyClick(chart, Qt.Key.Key_Home)
    assert chart.span[0] < 1954.25


def turn_wheel(chart: TimeLine, by: int) -> None:
    target = chart.plot.viewport()
    centre = QPointF(target.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(target.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def test_time_line_is_saved_as_a_picture_with_every_body(auditor: Auditor, tmp_path: Path) -> None:
    auditor.notices.target = tmp_path / "line.svg"
    chart_of(auditor).export_requested.emit("svg")
    auditor.settle()
    content = (tmp_path / "line.svg").read_text(encoding="utf-8")
    assert content.startswith("<?xml")
    image = chart_of(auditor).to_image(1.0)
    assert image.height() > 19 * 26


def test_case_without_published_figures_opens_on_the_page(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = seated(sit_down, empty_case)
    assert auditor.column("years") == [""] * 19
    assert chart_of(auditor).span[0] < 1954.25, "without reports all time is in sight"


def test_practice_case_shows_its_mergers_splits_and_creations(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = seated(sit_down, practice_case)
    fates = [fate for fate in auditor.column("fate") if fate]
    assert any("統合" in fate for fate in fates)
    assert any("分割" in fate for fate in fates)
    assert any("新設" in fate for fate in fates)
    assert any("改称" in fate for fate in fates)


def test_two_ministries_held_apart_are_joined_by_a_renaming(auditor: Auditor) -> None:
    choose_body(auditor, "総務省")
    dialog = cast(OrganisationEventDialog, open_dialog(auditor, "event"))
    dialog.kind.setCurrentIndex(dialog.kind.findData("renamed"))
    assert not dialog.new_names.isVisible()
    auditor.write(dialog.day, "2012-04-01")
    assert dialog.words.text() == auditor.texts("lineage.lacks_renamed")
    tick(auditor, dialog.successors, "外務省")
    auditor.click(dialog.save_button)
    fates = dict(zip(auditor.column("name"), auditor.column("fate"), strict=True))
    assert fates["総務省"] == "2012-04-01 外務省に改称"
    assert fates["外務省"] == "2012-04-01 総務省から改称"
