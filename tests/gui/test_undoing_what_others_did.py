"""Ctrl+Z never takes back what another person or program did before it was shown, named and agreed to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.findings import FindingText
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import raise_finding
from auditor_app.services.undo_change import undo_change
from tests.auditor import CTRL, Auditor
from tests.builders import AUTHOR, TickingClock

OTHER = "次席 次郎"
TEXT = FindingText("格付けの未実施", 2006)


def raised(case: Path, author: str) -> str:
    return raise_finding(case, TEXT, by=author, author=author, clock=TickingClock())


def numbers(case: Path) -> list[str]:
    with OpenCase(case).reader() as reader:
        return [own.number for own in reader.findings()]


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], shipped_case: Path) -> Auditor:
    """With a finding of one's own, so that there is something to undo."""
    raised(shipped_case, AUTHOR)
    auditor = sit_down(shipped_case, year=2006)
    auditor.go("findings")
    return auditor


@pytest.mark.parametrize("author", [OTHER, AUTHOR])
def test_a_change_of_another_program_is_shown_first_and_then_asked_about(
    auditor: Auditor, shipped_case: Path, author: str
) -> None:
    number = raised(shipped_case, author)
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert number in numbers(shipped_case), "nobody had seen it yet"
    assert auditor.notices.asked == []
    assert len(auditor.rows()) == 2
    auditor.notices.answer = None
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert number in numbers(shipped_case)
    assert author in auditor.notices.asked[-1]
    assert number in auditor.notices.asked[-1]
    auditor.notices.answer = 0
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert numbers(shipped_case) == ["2006-001"]


def test_what_one_did_oneself_is_taken_back_without_a_question(auditor: Auditor, shipped_case: Path) -> None:
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert auditor.notices.asked == []
    assert numbers(shipped_case) == []


def test_a_second_press_before_the_first_was_shown_takes_nothing_more_back(
    auditor: Auditor, shipped_case: Path
) -> None:
    raised(shipped_case, AUTHOR)
    auditor.commands.reload()
    auditor.settle()
    auditor.commands.undo()
    auditor.commands.undo()
    auditor.settle()
    assert numbers(shipped_case) == ["2006-001"]
    assert auditor.notices.refused == []


def test_bringing_back_what_another_took_back_is_asked_about_too(auditor: Auditor, shipped_case: Path) -> None:
    undo_change(shipped_case, author=OTHER, clock=TickingClock())
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert numbers(shipped_case) == [], "read anew, and nothing else"
    auditor.notices.answer = 0
    auditor.press(Qt.Key.Key_Y, CTRL)
    assert OTHER in auditor.notices.asked[-1]
    assert len(numbers(shipped_case)) == 1


def test_only_the_change_that_was_agreed_to_is_taken_back(shipped_case: Path) -> None:
    raised(shipped_case, AUTHOR)
    with OpenCase(shipped_case).reader() as reader:
        seen = reader.last_undoable()
    assert seen is not None
    number = raised(shipped_case, OTHER)
    with pytest.raises(CaseRefusedError) as refused:
        undo_change(shipped_case, author=AUTHOR, clock=TickingClock(), seen=seen.id)
    assert refused.value.problems[0].key == "case.overtaken"
    assert number in numbers(shipped_case)
