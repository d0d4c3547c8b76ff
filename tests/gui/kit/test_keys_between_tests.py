"""No test finds a key still held that the one before it has pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


@pytest.mark.parametrize("turn", ["one test", "the next"])
def test_shift_of_a_click_is_let_go_before_the_next_test(qtbot: QtBot, turn: str) -> None:
    del turn
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.ShiftModifier
