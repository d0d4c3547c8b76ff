"""The interpreter survives many calls into Qt: PySide6 6.12 on Python 3.11 loses references of None, True, False."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import auditor_app.ui  # noqa: F401  importing the room sets the guard


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
@pytest.mark.parametrize("shared", [None, True, False])
def test_shared_objects_have_references_to_spare(shared: bool | None) -> None:
    assert sys.getrefcount(shared) > 1 << 50


def test_many_calls_that_return_nothing_do_no_harm(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for _ in range(30_000):
        label.setEnabled(True)
        label.update()
    assert label.isEnabled()
