"""Finding the way: pages, search, back and forward, keys alone, languages and themes, and the next start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget

from auditor_app.ui.actions import PAGES
from auditor_app.ui.dialogs.help_window import HelpWindow
from tests.auditor import ALT, CTRL, SHIFT, Auditor
from tests.builders import sha256_of

MAFF = "coverage:2006:農林水産省"
PAGE_IDS = [page for page, _ in PAGES]
THEMES = ("light", "dark", "high-contrast")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_without_a_complaint(
    sit_down: Callable[..., Auditor], shipped_case: Path, language: str, theme: str, qtlog: Any
) -> None:
    auditor = sit_down(shipped_case, language=language, theme=theme)
    before = sha256_of(shipped_case)
    for page in PAGE_IDS:
        auditor.go(page)
        for tabs in auditor.page.findChildren(QTabWidget):
            for number in range(tabs.count()):
                tabs.setCurrentIndex(number)
                auditor.settle()
        for name, table in auditor.page.tables().items():
            # nothing of the shipped figures was refused, nobody has returned anything, no edition has items to join,
            # no auditor has joined series or raised a finding
            is_empty = name in ("refused", "ranking", "members", "crosswalk", "joined") or page in (
                "answers",
                "findings",
            )
            assert bool(table.model.rowCount()) is not is_empty, f"{page}: {table.objectName()}"
        assert not auditor.window.grab().isNull()
    complaints = [record.message for record in qtlog.records if "propagateSizeHints" not in record.message]
    assert complaints == []
    assert auditor.notices.refused == []
    assert sha256_of(shipped_case) == before


def test_case_without_figures_opens_every_page(sit_down: Callable[..., Auditor], empty_case: Path) -> None:
    auditor = sit_down(empty_case)
    for page in PAGE_IDS:
        auditor.go(page)
        assert not auditor.window.grab().isNull()
    assert auditor.notices.refused == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("language", ("en", "ja")),
        ("theme", ("dark", "high-contrast", "light")),
        ("year_form", ("era", "western", "both")),
    ],
)
def test_switching_comes_back_to_the_same_page_and_figure(auditor: Auditor, name: str, values: tuple[str, ...]) -> None:
    auditor.window.go_to_figure(MAFF)
    auditor.settle()
    for value in values:
        auditor.choose(f"{name}.{value}")
        assert getattr(auditor.desktop, name) == value
        assert auditor.page.page_id == "coverage"
        assert auditor.page.figure_id == MAFF
        assert auditor.table.current()[0] == MAFF
        assert "31.2" in auditor.inspector_words()
        assert auditor.commands.actions[f"{name}.{value}"].isChecked()


def test_english_window_holds_english_words_around_the_printed_names(
    sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    auditor = sit_down(shipped_case, language="en")
    assert auditor.page.title.text() == "Coverage"
    assert "MAFF (農林水産省)" in auditor.column("organisation")


def test_zoom_goes_in_and_out_and_back(auditor: Auditor) -> None:
    height = auditor.table.view.rowHeight(0)
    auditor.choose("zoom_in")
    auditor.choose("zoom_in")
    assert auditor.desktop.zoom == 125
    auditor.choose("zoom_reset")
    assert auditor.desktop.zoom == 100
    assert auditor.table.view.rowHeight(0) == height


@pytest.mark.parametrize(
    ("wanted", "figure"),
    [
        ("農林", MAFF),
        ("ＭＡＦＦ", MAFF),
        ("maff", MAFF),
        ("農 林 水", MAFF),
        ("4.1.6", "revision:2007:"),
        ("人材", "measure_count:2007:情報セキュリティ人材"),
    ],
)
def test_search_leads_to_a_figure(auditor: Auditor, wanted: str, figure: str) -> None:
    auditor.choose("search")
    search = auditor.window.top_bar.search
    assert search.hasFocus()
    auditor.write(search, wanted)
    auditor.wait_for(search.results.isVisible)
    found = [search.results.item(row).data(Qt.ItemDataRole.UserRole)[1] for row in range(search.results.count())]
    assert any(target.startswith(figure) for target in found)
    QTest.keyClick(search, Qt.Key.Key_Return)
    auditor.settle()
    assert auditor.page.figure_id == found[0]
    assert not search.results.isVisible()
    assert search.text() == ""


def test_search_leads_to_a_page_and_says_when_nothing_is_found(auditor: Auditor) -> None:
    auditor.choose("search")
    search = auditor.window.top_bar.search
    auditor.write(search, auditor.texts("page.programme"))
    auditor.wait_for(search.results.isVisible)
    QTest.keyClick(search, Qt.Key.Key_Return)
    auditor.settle()
    assert auditor.page.page_id == "programme"
    auditor.choose("search")
    auditor.write(search, "どこにもない言葉")
    auditor.wait_for(search.results.isVisible)
    assert search.results.item(0).text() == auditor.texts("search.none")
    QTest.keyClick(search, Qt.Key.Key_Return)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    QApplication.sendEvent(search, QFocusEvent(QEvent.Type.FocusOut))
    assert not search.results.isVisible()
    assert auditor.page.page_id == "programme"


def test_back_and_forward_visit_pages_and_figures_again(auditor: Auditor) -> None:
    auditor.window.go_to_figure(MAFF)
    auditor.settle()
    auditor.go("programme")
    auditor.go("checks")
    auditor.press(Qt.Key.Key_Left, ALT)
    assert auditor.page.page_id == "programme"
    auditor.press(Qt.Key.Key_Left, ALT)
    assert (auditor.page.page_id, auditor.page.figure_id) == ("coverage", MAFF)
    auditor.press(Qt.Key.Key_Left, ALT)  # the figure was a step of its own: before it the page as it opened
    assert auditor.page.page_id == "coverage"
    assert not auditor.commands.actions["go_back"].isEnabled()
    auditor.click(auditor.window.top_bar.forward)
    assert auditor.page.figure_id == MAFF
    auditor.click(auditor.window.top_bar.forward)
    assert auditor.page.page_id == "programme"
    auditor.go("standard")
    assert not auditor.commands.actions["go_forward"].isEnabled()


def test_keys_alone_reach_every_page(auditor: Auditor) -> None:
    for number, page in enumerate(PAGE_IDS, start=1):
        row, digit = (CTRL, number) if number <= 9 else (CTRL | SHIFT, number - 9)
        auditor.press(Qt.Key(Qt.Key.Key_0 + digit), row)
        assert auditor.page.page_id == page
        assert auditor.window.rail.buttons[page].isChecked()


def test_f6_goes_round_the_parts_of_a_page_without_table_or_inspector(auditor: Auditor) -> None:
    auditor.go("reports")
    rail = auditor.window.rail.buttons["reports"]
    rail.setFocus()
    for pane in [*auditor.page.panes(), rail]:
        auditor.press(Qt.Key.Key_F6)
        assert pane.hasFocus()


@pytest.mark.parametrize("page", [page for page in PAGE_IDS if page != "reports"])
def test_f6_goes_round_table_inspector_and_rail(auditor: Auditor, page: str) -> None:
    auditor.go(page)
    auditor.table.view.setFocus()
    assert auditor.table.view.hasFocus()
    auditor.press(Qt.Key.Key_F6)
    inspector = auditor.window.inspector
    focus = QApplication.focusWidget()
    assert focus is inspector or (focus is not None and inspector.isAncestorOf(focus))
    auditor.press(Qt.Key.Key_F6)
    assert auditor.window.rail.buttons[page].hasFocus()
    auditor.press(Qt.Key.Key_F6)
    assert auditor.table.view.hasFocus()


def test_tab_goes_round_the_window_and_is_caught_nowhere(auditor: Auditor) -> None:
    auditor.table.view.setFocus()
    first = QApplication.focusWidget()
    seen = [first]
    for _ in range(120):
        auditor.press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
        seen.append(QApplication.focusWidget())
    assert QApplication.focusWidget() is first
    names = {widget.accessibleName() or widget.objectName() or type(widget).__name__ for widget in seen if widget}
    assert auditor.texts("search.name") in names, names
    assert len(seen) > 10
    auditor.press(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is seen[-1]


def test_enter_on_a_row_moves_into_its_explanation(auditor: Auditor) -> None:
    auditor.table.select_row(MAFF, "official")
    auditor.table.view.setFocus()
    auditor.press(Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    inspector = auditor.window.inspector
    assert focus is inspector or (focus is not None and inspector.isAncestorOf(focus))
    assert "31.2" in auditor.inspector_words()


def test_failed_check_shows_both_places_and_opens_each(auditor: Auditor) -> None:
    auditor.go("checks")
    assert auditor.column("holds")[:3] == [auditor.texts("holds.no")] * 3
    auditor.table.select_row("check:1")
    auditor.settle()
    words = auditor.inspector_words()
    assert "別紙3-1" in words
    assert "別紙5-1" in words
    auditor.click(auditor.button(auditor.texts("inspector.open_source")))
    assert auditor.source_windows()[0].editor.extraSelections()


def test_rail_counts_the_failed_checks(auditor: Auditor) -> None:
    auditor.wait_for(lambda: auditor.window.rail.buttons["checks"].count == "3")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_f1_explains_the_page_in_sight(sit_down: Callable[..., Auditor], shipped_case: Path, language: str) -> None:
    auditor = sit_down(shipped_case, language=language)
    for page in PAGE_IDS:
        auditor.go(page)
        auditor.choose("help")
        shown = [window for window in auditor.commands.open_windows() if isinstance(window, HelpWindow)]
        assert len(shown) == 1
        assert len(shown[0].page.toPlainText()) > 100
        shown[0].close()
    for action in ("keyboard_help", "about", "licences"):
        auditor.choose(action)
        window = auditor.commands.open_windows()[-1]
        assert window.findChildren(QLabel) or window.children()
        window.close()


def test_arrangement_page_and_window_come_back_at_the_next_start(
    sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    auditor = sit_down(shipped_case)
    auditor.table.sort_by([("official", True)])
    auditor.table.set_column_visible("reason", True)
    auditor.table.view.setColumnWidth(2, 222)
    auditor.window.resize(790, 651)  # the screen in memory has 800 x 800
    auditor.choose("toggle_inspector")
    auditor.go("programme")
    auditor.go("coverage")
    auditor.leave()
    again = sit_down(shipped_case)
    assert again.page.page_id == "coverage"
    assert again.table.model.sort_keys() == (("official", True),)
    number = again.table.model.column_number("reason")
    assert number is not None
    assert not again.table.view.isColumnHidden(number)
    assert again.table.view.columnWidth(2) == 222
    assert again.window.height() == 651
    assert not again.window.inspector.isVisible()
    assert again.settings.recent_cases() == [shipped_case]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"window.geometry": "%%%", "window.page": "nothing", "zoom": 3, "language": "fr", "theme": "pink"},
        {"window.panes": {"sizes": ["a"]}, "tables": {"coverage.table": {"order": 3}}, "year": "x", "recent_cases": 7},
        {"window.panes": {"sizes": []}, "tables": [], "year.coverage": 99999},
    ],
)
def test_nonsense_in_the_settings_never_keeps_the_window_from_opening(
    sit_down: Callable[..., Auditor], shipped_case: Path, nonsense: dict[str, object]
) -> None:
    auditor = sit_down(shipped_case, **nonsense)
    auditor.go("coverage")
    assert len(auditor.rows()) == 19


def test_window_is_usable_at_a_small_size_in_both_languages(
    sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    for language in ("ja", "en"):
        auditor = sit_down(shipped_case, language=language)
        auditor.window.resize(1024, 700)
        for page in PAGE_IDS:
            auditor.go(page)
            assert auditor.window.minimumSizeHint().width() <= 1024, page
        auditor.leave()
