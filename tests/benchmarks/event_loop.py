"""Waits in Qt's event loop until something is so, as the program itself does."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

PATIENCE_SECONDS = 300


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether it came in time; looks every millisecond."""
    loop, poll, end = QEventLoop(), QTimer(), time.perf_counter() + seconds
    came = False

    def look() -> None:
        nonlocal came
        came = came or condition()  # once so is enough: the next work may have begun before the loop has ended
        if came or time.perf_counter() > end:
            loop.quit()

    poll.setInterval(1)
    poll.timeout.connect(look)
    poll.start()
    loop.exec()
    poll.stop()
    return came


def wait_for(condition: Callable[[], bool]) -> None:
    assert wait_until(condition), "what was waited for did not come"


def pause(seconds: float) -> None:
    wait_until(lambda: False, seconds)
