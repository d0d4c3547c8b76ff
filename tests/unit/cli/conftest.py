"""Runs a command in this process and keeps what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from auditor_app.cli.commands import run
from auditor_app.ui.desktop import Desktop


@dataclass(frozen=True)
class Answer:
    """Exit code and what was printed, byte for byte."""

    code: int
    stdout: bytes
    stderr: bytes

    @property
    def text(self) -> str:
        return self.stdout.decode("utf-8")

    @property
    def errors(self) -> list[str]:
        return self.stderr.decode("utf-8").splitlines()

    @property
    def json(self) -> Any:
        """The one JSON value on stdout; anything beside it is an error."""
        return json.loads(self.stdout)


Command = Callable[..., Answer]


@pytest.fixture
def command(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """`command("show", case, "coverage")`: what `auditor-app show …` does and says."""
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")  # `screenshot` sets it, for the whole of a process that ends with it

    def answer(*words: object) -> Answer:
        capsysbinary.readouterr()
        code = run([str(word) for word in words])
        printed = capsysbinary.readouterr()
        return Answer(code, printed.out, printed.err)

    yield answer
    application = QApplication.instance()
    if application is not None:  # what a picture leaves behind would be dressed anew with every later window
        for desktop in application.findChildren(Desktop):
            if desktop.window is not None:
                desktop.window.deleteLater()
            desktop.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
