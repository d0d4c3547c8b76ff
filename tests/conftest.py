"""Settings all tests share: windows in memory, the program's own folder in a temporary one, a fixed name and clock."""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.foundation.paths import HOME_VARIABLE, settings_folder
from tests.auditor import Auditor
from tests.builders import AUTHOR, new_case, new_practice_case

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")  # properties are not about time, of which a busy machine takes more

DENIED_QT_MESSAGES = (
    "different thread",
    "QThread: Destroyed",
    "Timers cannot be started",
    "endResetModel called",
    "endInsertRows called",
    "endRemoveRows called",
    "QBasicTimer",
    "QPainter::begin",
    "Internal C++ object",
    "libshiboken",
)
"""What Qt says before it crashes or paints nothing: a test in which it is said has failed, whatever it asserted."""


@pytest.fixture(autouse=True)
def no_denied_qt_message(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    capture = getattr(request.node, "qt_log_capture", None)
    said = [record.message for record in capture.records] if capture is not None else []
    assert [message for message in said if any(denied in message for denied in DENIED_QT_MESSAGES)] == []


@pytest.fixture(autouse=True)
def no_key_held() -> Iterator[None]:
    """A click with Shift leaves Qt believing that the key is still down: the next test would select otherwise."""
    yield
    if QApplication.instance() is not None and QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        widget = QWidget()
        QTest.keyRelease(widget, Qt.Key.Key_Shift)
        widget.deleteLater()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names counted here: numbering them anew would look at all the thousands before, for each test."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, logs and first cases lie in a folder of this test; messages are Japanese unless asked otherwise."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    monkeypatch.setenv("AUDITOR_APP_AUTHOR", AUTHOR)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    return home


@pytest.fixture(scope="session")
def made_shipped_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_case(tmp_path_factory.mktemp("cases") / "shipped.auditcase")


@pytest.fixture(scope="session")
def made_empty_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_case(tmp_path_factory.mktemp("cases") / "empty.auditcase", with_published=False)


@pytest.fixture(scope="session")
def made_practice_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice case, for looking at only."""
    return new_practice_case(tmp_path_factory.mktemp("cases") / "practice.auditcase")


@pytest.fixture
def practice_case(made_practice_case: Path, tmp_path: Path) -> Path:
    """A practice case to be changed at will."""
    return Path(shutil.copyfile(made_practice_case, tmp_path / "practice.auditcase"))


@pytest.fixture
def shipped_case(made_shipped_case: Path, tmp_path: Path) -> Path:
    """A case with the shipped report, to be changed at will."""
    return Path(shutil.copyfile(made_shipped_case, tmp_path / "FY2006.auditcase"))


@pytest.fixture
def empty_case(made_empty_case: Path, tmp_path: Path) -> Path:
    """A case that knows the ministries but no published figures."""
    return Path(shutil.copyfile(made_empty_case, tmp_path / "empty.auditcase"))


class LastingMemory:
    """What stays for the whole run, modules and collected tests: the collector need not look at it after each test."""

    def __init__(self) -> None:
        self._modules = 0

    def set_aside(self) -> None:
        """Between two tests, when nothing of either is there; again whenever more has been loaded."""
        if len(sys.modules) > self._modules:
            gc.collect()
            gc.freeze()
            self._modules = len(sys.modules)


@pytest.fixture(scope="session")
def lasting_memory() -> LastingMemory:
    return LastingMemory()


@pytest.fixture
def sit_down(lasting_memory: LastingMemory, qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Auditor]]:
    """Opens the program on a case; everything is closed afterwards, and a window left behind fails the test."""
    lasting_memory.set_aside()
    before = set(qapp.topLevelWidgets())
    seated: list[Auditor] = []

    def start(case: Path, **choices: object) -> Auditor:
        auditor = Auditor(qapp, qtbot, case, settings_folder() / "settings.json", choices)
        seated.append(auditor)
        return auditor

    yield start
    for auditor in seated:
        auditor.leave()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()  # menus of the chart library hang on to themselves until then
    left = [widget for widget in qapp.topLevelWidgets() if widget not in before]
    assert not left, (
        f"left behind: {[(type(widget).__name__, widget.windowTitle() or widget.property('title')) for widget in left]}"
    )


@pytest.fixture
def auditor(sit_down: Callable[..., Auditor], shipped_case: Path) -> Auditor:
    """An auditor before the window on the shipped case, in Japanese and light colours."""
    return sit_down(shipped_case)
