"""Topics: what the auditor follows through the standard, made, changed and removed beside the ranking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.domain.weak_areas import Topic
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.open_case import OpenCase
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.dialogs.topic_dialog import SECTION, TopicDialog
from auditor_app.ui.pages.weak_areas_page import WeakAreasPage
from tests.auditor import CTRL, Auditor

NAME = "機器の管理"


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    """An auditor before the topics of the practice case."""
    seated = sit_down(practice_case)
    seated.go("weak_areas")
    seated.window.choose_year(2007)
    seated.click(page_of(seated).panel._levels["topic"])
    return seated


def page_of(auditor: Auditor) -> WeakAreasPage:
    return cast(WeakAreasPage, auditor.page)


def titles(auditor: Auditor) -> list[str]:
    return [row.area.title for row in page_of(auditor).ranking.model.shown_rows()]  # type: ignore[attr-defined]


def stored(case: Path) -> dict[str, Topic]:
    with OpenCase(case).reader() as reader:
        return {topic.name: topic for topic in topics_of_case(reader)}


def ask(auditor: Auditor, action: str, name: str = "") -> TopicDialog | None:
    """Choose from the menu of the page, on the topic of that name."""
    page = page_of(auditor)
    if name:
        row = next(own for own in page.ranking.model.shown_rows() if own.area.title == name)  # type: ignore[attr-defined]
        page.ranking.select_row(row.figure_id)
        auditor.settle()
    button = page.panel.topic_button
    assert button.isVisible()
    words = auditor.texts(f"topic.{action}")
    next(own for own in button.menu().actions() if own.text() == words).trigger()
    auditor.settle()
    return auditor.commands.topics.dialog


def tick(auditor: Auditor, dialog: TopicDialog, section: str) -> None:
    """Go to a section in the list and press Space."""
    row = next(n for n in range(dialog.sections.count()) if dialog.sections.item(n).data(SECTION) == section)
    dialog.sections.setCurrentRow(row)
    dialog.sections.setFocus()
    QTest.keyClick(dialog.sections, Qt.Key.Key_Space)
    auditor.settle()


def new_topic(auditor: Auditor, name: str = NAME, section: str = "5.2.1") -> None:
    dialog = ask(auditor, "new")
    assert dialog is not None
    auditor.write(dialog.name, name)
    tick(auditor, dialog, section)
    auditor.click(dialog.save_button)


def test_new_topic_is_ranked_and_undo_and_redo_take_it_out_and_in(auditor: Auditor, practice_case: Path) -> None:
    before = titles(auditor)
    new_topic(auditor)
    assert stored(practice_case)[NAME] == Topic(NAME, "", "", "", ("5.2.1",))
    assert sorted(titles(auditor)) == sorted([*before, NAME])
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert sorted(titles(auditor)) == sorted(before)
    auditor.press(Qt.Key.Key_Y, CTRL)
    assert sorted(titles(auditor)) == sorted([*before, NAME])
    assert all(point.holds for point in verify_case(practice_case))
    assert auditor.notices.refused == []


def test_dialog_says_how_many_items_are_covered_and_what_is_missing(auditor: Auditor) -> None:
    dialog = ask(auditor, "new")
    assert dialog is not None
    assert dialog.words.text() == auditor.texts("topic.lacks_name")
    assert not dialog.save_button.isEnabled()
    auditor.write(dialog.name, NAME)
    assert dialog.words.text() == auditor.texts("topic.lacks_sections")
    tick(auditor, dialog, "5.2.1")
    with auditor.window.context.case.reader() as reader:
        edition = next(own for own in reader.editions() if 2007 in own.fiscal_years)
    items = [own for own in edition.items if own.section == "5.2.1"]
    pairs = sum(len(own.roles) for own in items)
    assert dialog.words.text() == auditor.texts("topic.covers", items=len(items), questions=pairs)
    dialog.role.setCurrentIndex(dialog.role.findData("system"))
    systems = [own for own in items if "system" in own.roles]
    assert dialog.words.text() == auditor.texts("topic.covers", items=len(systems), questions=len(systems))
    tick(auditor, dialog, "5.2.1")
    assert not dialog.save_button.isEnabled()
    dialog.part.setCurrentIndex(dialog.part.findData("5"))
    assert dialog.save_button.isEnabled()
    dialog.reject()


def test_sections_are_found_by_number_and_title_and_keep_their_ticks(auditor: Auditor) -> None:
    dialog = ask(auditor, "new")
    assert dialog is not None
    auditor.write(dialog.name, NAME)
    tick(auditor, dialog, "2.1.1")
    auditor.write(dialog.filter, "５．２")
    shown = [own.data(SECTION) for own in dialog._items() if not own.isHidden()]
    assert shown == ["5.2.1", "5.2.2"]
    tick(auditor, dialog, "5.2.2")
    dialog.filter.clear()
    assert dialog.topic().sections == ("2.1.1", "5.2.2")
    dialog.reject()


def test_topic_is_renamed_in_one_change(auditor: Auditor, practice_case: Path) -> None:
    new_topic(auditor)
    names = set(stored(practice_case))
    dialog = ask(auditor, "edit", NAME)
    assert dialog is not None
    assert dialog.name.text() == NAME
    dialog.name.selectAll()
    auditor.write(dialog.name, "端末の管理")
    auditor.click(dialog.save_button)
    assert set(stored(practice_case)) == (names - {NAME}) | {"端末の管理"}
    auditor.choose("undo")
    assert set(stored(practice_case)) == names


def test_saved_without_a_change_is_no_change(auditor: Auditor, practice_case: Path) -> None:
    new_topic(auditor)
    with OpenCase(practice_case).reader() as reader:
        entries = len(reader.log())
    dialog = ask(auditor, "edit", NAME)
    assert dialog is not None
    auditor.click(dialog.save_button)
    with OpenCase(practice_case).reader() as reader:
        assert len(reader.log()) == entries


def test_name_of_another_topic_cannot_be_taken(auditor: Auditor) -> None:
    new_topic(auditor)
    dialog = ask(auditor, "new")
    assert dialog is not None
    auditor.write(dialog.name, f" {NAME} ")
    tick(auditor, dialog, "2.1.1")
    assert dialog.words.text() == auditor.texts("topic.name_taken")
    assert not dialog.save_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_removed_topic_goes_without_a_question_and_comes_back_by_undo(auditor: Auditor, practice_case: Path) -> None:
    new_topic(auditor)
    asked = len(auditor.notices.asked)
    assert ask(auditor, "remove", NAME) is None
    assert NAME not in stored(practice_case)
    assert NAME not in titles(auditor)
    assert len(auditor.notices.asked) == asked
    assert auditor.texts("topic.removed", name=NAME) in auditor.notices.told[-1][1]
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert NAME in titles(auditor)


def test_topic_renamed_there_and_back_stays_in_force(auditor: Auditor, practice_case: Path) -> None:
    new_topic(auditor, "Ａ")
    for before, after in (("Ａ", "A"), ("A", "Ａ")):
        dialog = ask(auditor, "edit", before)
        assert dialog is not None
        dialog.name.selectAll()
        auditor.write(dialog.name, after)
        auditor.click(dialog.save_button)
        assert after in stored(practice_case)
