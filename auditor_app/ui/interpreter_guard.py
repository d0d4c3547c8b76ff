"""Keeps Python 3.11 alive under PySide6 6.12, whose calls give references of None, True and False back too often."""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 60
_SHARED = (None, True, False)


def keep_shared_objects_alive() -> None:
    """Give None, True and False more references than a program can lose, as Python 3.12 and later do by themselves.

    Measured with the 6.12.0 wheel on 3.11.7: `sys.getrefcount(None)` falls by one with every call that
    returns nothing (setText, update, fillRect …), the counts of True and False fall too, and after some thousand
    calls the interpreter aborts ("none_dealloc", "bool_dealloc").  From 3.12 on they are immortal: nothing to do.
    """
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or hasattr(sys, "gettotalrefcount"):
        return
    for shared in _SHARED:
        if sys.getrefcount(shared) < _PLENTY // 2:
            # The count is the first field of every object in 3.11's ordinary (not debug) build.
            ctypes.c_ssize_t.from_address(id(shared)).value += _PLENTY
