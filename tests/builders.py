"""Makes what tests start from: cases, a clock that ticks, sha256 of a file."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

from auditor_app.services.create_case import create_case

AUTHOR = "監査人 甲"
JAPAN = timezone(timedelta(hours=9))


class TickingClock:
    """Starts on 23 April 2007 and goes on by a second at each look."""

    def __init__(self) -> None:
        self._now = datetime(2007, 4, 23, 9, 0, tzinfo=JAPAN)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def new_case(path: Path, *, with_published: bool = True) -> Path:
    create_case(path, author=AUTHOR, clock=TickingClock(), with_published=with_published)
    return path


def new_practice_case(path: Path) -> Path:
    from auditor_app.services.create_practice_case import create_practice_case  # with all that reads tables

    create_practice_case(path, author=AUTHOR, clock=TickingClock())
    return path


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
