"""Practising: from the start page into the practice case, which says on every page and export that it is invented."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from auditor_app.ui.pages.overview_page import OverviewPage
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.practice_band import PracticeBand
from tests.auditor import CTRL, SHIFT, Auditor
from tests.builders import sha256_of

MARK = "演習用(架空)"


def bands(auditor: Auditor) -> list[PracticeBand]:
    return auditor.window.findChildren(PracticeBand)


def case_shown(auditor: Auditor) -> Path:
    return auditor.window.context.case.path


def test_click_on_the_start_page_makes_and_opens_the_practice_case_once(
    auditor: Auditor, shipped_case: Path, own_home: Path
) -> None:
    auditor.go("overview")
    button = cast(OverviewPage, auditor.page).practice_button
    assert button.isVisible()
    before = sha256_of(shipped_case)
    auditor.click(button)
    made = own_home / "documents" / "practice.auditcase"
    auditor.wait_for(lambda: case_shown(auditor) == made)
    assert auditor.window.windowTitle().startswith(f"【{MARK}】")
    assert sha256_of(shipped_case) == before
    assert auditor.notices.refused == []
    first = sha256_of(made)
    auditor.desktop.open_case(shipped_case)
    auditor.settle()
    assert MARK not in auditor.window.windowTitle()
    auditor.choose("open_practice_case")
    assert case_shown(auditor) == made
    assert sha256_of(made) == first


@pytest.mark.parametrize("way", ["shortcut", "button"])
def test_practice_case_opens_by_the_keyboard_alone(
    auditor: Auditor, practice_case: Path, own_home: Path, way: str
) -> None:
    made = own_home / "documents" / "practice.auditcase"
    made.parent.mkdir()
    practice_case.rename(made)
    auditor.go("overview")
    if way == "shortcut":
        auditor.press(Qt.Key.Key_P, CTRL | SHIFT)
    else:
        cast(OverviewPage, auditor.page).practice_button.setFocus()
        auditor.press(Qt.Key.Key_Space)
    assert case_shown(auditor) == made


def test_every_page_of_the_practice_case_shows_the_mark(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    for page in auditor.window.rail.buttons:
        auditor.go(page)
        assert MARK in auditor.window.windowTitle()
        assert [band.isVisible() and MARK in band.text() for band in bands(auditor)] == [True], page
        assert is_painted(auditor, bands(auditor)[0]), page
    auditor.go("overview")
    assert not cast(OverviewPage, auditor.page).practice_button.isVisible()


def is_painted(auditor: Auditor, widget: QWidget) -> bool:
    """Whether a picture of the window shows the widget with something written in it."""
    corner = widget.mapTo(auditor.window, QPoint(0, 0))
    picture = auditor.window.grab(widget.rect().translated(corner)).toImage()
    middle = picture.height() // 2
    return len({picture.pixel(x, middle) for x in range(picture.width())}) > 5


def test_mark_stands_in_the_chosen_language(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case, language="en")
    assert auditor.window.windowTitle().startswith("[Practice data (fictional)]")
    assert "Practice data (fictional)" in bands(auditor)[0].text()


def test_real_case_carries_no_mark(auditor: Auditor) -> None:
    assert bands(auditor) == []
    assert MARK not in auditor.window.windowTitle()


def test_source_window_of_the_practice_case_carries_the_mark(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("sources")
    with auditor.window.context.case.reader() as reader:
        sheet = next(own for own in reader.documents() if own.name == "published.csv")
    auditor.commands.show_document(sheet.sha256)
    auditor.settle()
    assert [MARK in window.windowTitle() for window in auditor.source_windows()] == [True]
    QTest.keyClick(auditor.source_windows()[0], Qt.Key.Key_Escape)


def test_every_export_of_the_practice_case_is_marked_in_name_and_manifest(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    for page in auditor.window.rail.buttons:
        auditor.go(page)
        if not auditor.commands.actions["export_csv"].isEnabled():
            continue
        if page in ("infrastructure", "findings"):  # there are no invented figures of it, and no findings yet
            auditor.choose("export_csv")
            assert auditor.notices.refused.pop().problems[0].key == "export.nothing"
            continue
        for suffix in ("csv", "json"):
            target = auditor.notices.target = tmp_path / f"{page}.{suffix}"
            auditor.choose(f"export_{suffix}")
            auditor.wait_for(target.exists)
            assert " practice-" in auditor.notices.asked[-1]
            manifest = json.loads((tmp_path / f"{page}.{suffix}.manifest.json").read_bytes())
            assert MARK in manifest["practice"], page
            assert MARK not in target.read_text(encoding="utf-8-sig").partition("\n")[0]


def test_pictures_of_its_charts_are_marked(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    seen = 0
    for page in auditor.window.rail.buttons:
        auditor.go(page)
        for slot in auditor.page.findChildren(ChartSlot):
            auditor.wait_for(lambda slot=slot: slot.chart is not None)  # type: ignore[misc]
            seen += 1
            target = auditor.notices.target = tmp_path / f"{page}-{seen}.svg"
            auditor.page.export_chart_requested.emit(slot.chart, "svg")
            auditor.settle()
            assert MARK in target.read_text(encoding="utf-8"), page
    assert seen >= 2


def test_undo_takes_one_import_of_the_practice_case_back_and_redo_brings_it_again(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("coverage")
    organisations = len(auditor.rows())
    auditor.choose("undo")
    auditor.choose("undo")
    with auditor.window.context.case.reader() as reader:
        assert reader.returns_years() == [2006, 2007, 2008]  # the coverage of 2008 is still there
        assert {report.fiscal_year for report in reader.reports() if report.answer_count} == {2006, 2007}
    auditor.choose("redo")
    auditor.choose("redo")
    auditor.go("coverage")
    assert len(auditor.rows()) == organisations
    assert auditor.notices.refused == []
