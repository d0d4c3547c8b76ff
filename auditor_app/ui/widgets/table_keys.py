"""Which keys mean what in a table; read by the table itself, so that they win over the window's own keys."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Command = Literal[
    "copy", "copy_with_headers", "find", "find_next", "find_previous", "filter_row", "values", "zoom_in", "zoom_out",
    "zoom_reset", "sort", "add_sort",
]  # fmt: skip

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier

_COMMANDS: dict[tuple[Qt.KeyboardModifier, Qt.Key], Command] = {
    (_CONTROL, Qt.Key.Key_C): "copy",
    (_CONTROL | _SHIFT, Qt.Key.Key_C): "copy_with_headers",
    (_CONTROL, Qt.Key.Key_F): "find",
    (_NONE, Qt.Key.Key_F3): "find_next",
    (_SHIFT, Qt.Key.Key_F3): "find_previous",
    (_CONTROL | _SHIFT, Qt.Key.Key_L): "filter_row",
    (_ALT, Qt.Key.Key_Down): "values",
    (_ALT, Qt.Key.Key_S): "sort",
    (_ALT | _SHIFT, Qt.Key.Key_S): "add_sort",
    (_CONTROL, Qt.Key.Key_Plus): "zoom_in",
    # On a Japanese keyboard + is Shift+; and on an American one Shift+=.
    (_CONTROL | _SHIFT, Qt.Key.Key_Plus): "zoom_in",
    (_CONTROL, Qt.Key.Key_Equal): "zoom_in",
    (_CONTROL, Qt.Key.Key_Semicolon): "zoom_in",
    (_CONTROL, Qt.Key.Key_Minus): "zoom_out",
    (_CONTROL, Qt.Key.Key_0): "zoom_reset",
}


def command_of(event: QKeyEvent) -> Command | None:
    """The table command a key press asks for; None when it is an ordinary key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _COMMANDS.get((modifiers, Qt.Key(event.key())))
