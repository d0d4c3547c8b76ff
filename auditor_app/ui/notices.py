"""The only way to tell the user something or to ask; tests put a recording one in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from auditor_app.foundation.errors import UserError
from auditor_app.foundation.translation import Texts
from auditor_app.ui.widgets.notice_bar import NoticeBar, Tone


class Notices(Protocol):
    """Telling and asking."""

    def tell(self, tone: Tone, lines: list[str]) -> None: ...

    def offer(self, tone: Tone, lines: list[str], action: str, on_taken: Callable[[], object]) -> None: ...

    def refuse(self, error: UserError) -> None: ...

    def files_to_open(self, title: str, kinds: str) -> list[Path]: ...

    def file_to_save(self, title: str, suggestion: str, kinds: str) -> Path | None: ...

    def text(self, title: str, question: str) -> str | None: ...

    def choice(self, title: str, question: str, answers: list[str]) -> int | None: ...


class WindowNotices:
    """Notices in the window's bar, questions in dialogs of the window."""

    def __init__(self, texts: Texts, bar: NoticeBar, window: QWidget) -> None:
        self._texts, self._bar, self._window = texts, bar, window
        self._on_taken: Callable[[], object] = lambda: None
        bar.details_requested.connect(self._take_offer)

    def tell(self, tone: Tone, lines: list[str]) -> None:
        self._bar.show_notice(tone, lines)

    def offer(self, tone: Tone, lines: list[str], action: str, on_taken: Callable[[], object]) -> None:
        """The same with a button for what can be done about it."""
        self._on_taken = on_taken
        self._bar.show_notice(tone, lines, action)

    def _take_offer(self) -> None:
        self._bar.hide()
        self._on_taken()

    def refuse(self, error: UserError) -> None:
        """Say each problem: where, what happened, what to do."""
        self._bar.show_notice("bad", [self._texts.problem(problem) for problem in error.problems])

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        names, _ = QFileDialog.getOpenFileNames(self._window, title, "", kinds)
        return [Path(name) for name in names]

    def file_to_save(self, title: str, suggestion: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, suggestion, kinds)
        return Path(name) if name else None

    def text(self, title: str, question: str) -> str | None:
        answer, accepted = QInputDialog.getText(self._window, title, question, QLineEdit.EchoMode.Normal)
        return answer if accepted else None

    def choice(self, title: str, question: str, answers: list[str]) -> int | None:
        """The number of the answer chosen, None when the question was closed."""
        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        buttons = [box.addButton(answer, QMessageBox.ButtonRole.AcceptRole) for answer in answers]
        box.addButton(self._texts("cancel"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return buttons.index(clicked) if clicked in buttons else None
