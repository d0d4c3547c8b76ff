"""Makes what tests start from: cases, a clock that ticks, sha256 of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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


_made: dict[str, bytes] = {}
"""Cases made before by name: from the second time on they are written, not made."""


def written_again(path: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The case `make` makes at `path`; all cases of one name share content and identity."""
    if name in _made:
        path.write_bytes(_made[name])
    else:
        make(path)
        _made[name] = path.read_bytes()
    return path


def new_case(path: Path, *, with_published: bool = True) -> Path:
    def make(own: Path) -> None:
        create_case(own, author=AUTHOR, clock=TickingClock(), with_published=with_published)

    return written_again(path, "shipped" if with_published else "empty", make)


def new_practice_case(path: Path) -> Path:
    from auditor_app.services.create_practice_case import create_practice_case  # with all that reads tables

    return written_again(path, "practice", lambda own: create_practice_case(own, author=AUTHOR, clock=TickingClock()))


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
