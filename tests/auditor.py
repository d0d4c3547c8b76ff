"""An auditor before the real window: what a journey does by mouse and keyboard, and what it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.foundation.errors import UserError
from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Texts
from auditor_app.ui.commands import Commands
from auditor_app.ui.desktop import Desktop
from auditor_app.ui.dialogs.proposal_dialog import ProposalDialog
from auditor_app.ui.dialogs.source_window import SourceWindow
from auditor_app.ui.dialogs.table_proposal_dialog import TableProposalDialog
from auditor_app.ui.importing_list import ImportingList
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.notice_bar import Tone
from tests.builders import AUTHOR, TickingClock

NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PATIENCE_MILLISECONDS = 20_000


@dataclass
class RecordingNotices:
    """Notes what the program says and answers its questions from what the test has laid ready."""

    told: list[tuple[Tone, list[str]]] = field(default_factory=list)
    offered: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    refused: list[UserError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    target: Path | None = None
    words: str | None = None
    answer: int | None = None

    def tell(self, tone: Tone, lines: list[str]) -> None:
        self.told.append((tone, lines))

    def offer(self, tone: Tone, lines: list[str], action: str, on_taken: Callable[[], object]) -> None:
        self.told.append((tone, lines))
        self.offered.append((action, on_taken))

    def refuse(self, error: UserError) -> None:
        self.refused.append(error)

    def files_to_open(self, title: str, kinds: str) -> list[Path]:
        self.asked.append(f"{title} {kinds}")
        return self.files

    def file_to_save(self, title: str, suggestion: str, kinds: str) -> Path | None:
        self.asked.append(f"{title} {suggestion} {kinds}")
        return self.target

    def text(self, title: str, question: str) -> str | None:
        self.asked.append(f"{title} {question}")
        return self.words

    def choice(self, title: str, question: str, answers: list[str]) -> int | None:
        self.asked.append(f"{title} {question} {answers}")
        return self.answer


class Auditor:
    """Holds the desktop; windows are made anew now and then, so ask for `window` each time."""

    def __init__(
        self, application: QApplication, qtbot: QtBot, case: Path, settings: Path, choices: dict[str, object]
    ) -> None:
        self.application, self.qtbot = application, qtbot
        self.notices = RecordingNotices()
        self.settings = Settings(settings)
        self.settings.set("theme", "light")
        for name, value in choices.items():
            self.settings.set(name, value)
        self.desktop = Desktop(
            application,
            self.settings,
            language="ja",
            author=AUTHOR,
            clock=TickingClock(),
            make_notices=lambda _texts, _window: self.notices,
        )
        window = self.desktop.open_case(case)
        if not self.settings.text("window.geometry", ""):
            window.resize(1360, 860)  # the offscreen platform's screen is smaller than any real one
        self.settle()

    def leave(self) -> None:
        """Close the program; may be called twice."""
        if self.desktop.window is None:
            return
        self.desktop.close()
        self.desktop.window.deleteLater()
        self.desktop.window = None
        self.desktop.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # --- what there is --------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        assert self.desktop.window is not None
        return self.desktop.window

    @property
    def commands(self) -> Commands:
        assert self.desktop.commands is not None
        return self.desktop.commands

    @property
    def texts(self) -> Texts:
        return self.window.texts

    @property
    def page(self) -> Page:
        page = self.window.current_page()
        assert page is not None
        return page

    @property
    def table(self) -> DataTable:
        table = self.page.current_table()
        assert table is not None
        return table

    def rows(self, table: DataTable | None = None) -> list[object]:
        """Keys of the rows in sight, from top to bottom."""
        model = cast(RecordTableModel, (table or self.table).model)
        return [model.key_at(number) for number in range(model.rowCount())]

    def column(self, key: str, table: DataTable | None = None) -> list[str]:
        """The words of a column, from top to bottom."""
        model = cast(RecordTableModel, (table or self.table).model)
        number = model.column_number(key)
        assert number is not None, key
        return [str(model.index(row, number).data()) for row in range(model.rowCount())]

    def inspector_words(self) -> str:
        """Every label of the inspector, one a line."""
        return "\n".join(label.text() for label in self._explained().findChildren(QLabel))

    def _explained(self) -> QWidget:
        return cast(QWidget, self.window.inspector.widget())

    def tile_words(self) -> list[str]:
        """Caption and number of the tiles of the page."""
        tiles = cast(Iterable[QWidget], getattr(self.page, "tiles", ()))
        return [tile.accessibleName() for tile in tiles]

    def source_windows(self) -> list[SourceWindow]:
        return [shown for shown in self.commands.open_windows() if isinstance(shown, SourceWindow)]

    # --- what one does --------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until all work is done and everything has been shown."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: not self.desktop.jobs.running(), timeout=PATIENCE_MILLISECONDS)
            self.application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        if self.desktop.window is not None and QApplication.activeWindow() is None:
            self.window.activateWindow()
            self.application.processEvents()  # the keyboard is the window's again, as after any dialog

    def wait_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MILLISECONDS)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY, widget: QWidget | None = None) -> None:
        """Press a key where the focus is; only a widget given explicitly gets it without having the focus."""
        target = widget or QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def write(self, widget: QWidget, words: str) -> None:
        """Enter words as a Japanese input method does."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)

    def click(self, button: QWidget) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, NO_KEY, QPoint(button.width() // 2, button.height() // 2))
        self.settle()

    def click_box(self, box: QWidget) -> None:
        """Click a check box or a radio button, whose mark stands at its left."""
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, NO_KEY, QPoint(8, box.height() // 2))
        self.settle()

    def click_cell(self, table: DataTable, row: int, column: str) -> None:
        """Click a cell, be it in the frozen part or in the body."""
        number = table.model.column_number(column)
        assert number is not None
        view = table.frozen.view if number in table.frozen.view.visible_columns() else table.view
        view.scrollTo(table.model.index(row, number))
        place = view.visualRect(table.model.index(row, number)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NO_KEY, place)
        self.settle()

    def go(self, page: str) -> None:
        self.window.go_to(page)
        self.settle()

    def choose(self, action: str) -> None:
        """Choose an action of the menus."""
        self.commands.actions[action].trigger()
        self.settle()

    def button(self, words: str) -> QPushButton:
        """The button of the inspector that says so."""
        found = [own for own in self._explained().findChildren(QPushButton) if own.text().startswith(words)]
        assert found, f"no button {words!r}"
        return found[0]

    def drop(self, *paths: Path) -> None:
        """Drop files on the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        buttons, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
        entering = QDragEnterEvent(QPoint(50, 50), action, mime, buttons, NO_KEY)
        QApplication.sendEvent(self.window, entering)
        assert entering.isAccepted()
        QApplication.sendEvent(self.window, QDropEvent(QPointF(50, 50), action, mime, buttons, NO_KEY))
        self.settle()

    def proposal(self) -> ProposalDialog:
        """The proposal that waits for an answer."""
        self.wait_for(lambda: self.commands.importing.dialog is not None)
        assert self.commands.importing.dialog is not None
        return self.commands.importing.dialog

    def table_proposal(self) -> TableProposalDialog:
        """The proposal of a table that waits for an answer, all its rows counted."""
        self.wait_for(lambda: self.commands.importing.table_dialog is not None)
        self.settle()
        assert self.commands.importing.table_dialog is not None
        return self.commands.importing.table_dialog

    def import_list(self) -> ImportingList:
        """The list of several files, all of them read."""
        self.wait_for(lambda: self.commands.importing.list is not None)
        self.settle()
        assert self.commands.importing.list is not None
        return self.commands.importing.list
