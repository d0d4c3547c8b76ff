"""One short, read-only connection on one state of a case; no SQLAlchemy (docs/decisions/0001)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar, TypeVarTuple, cast

from auditor_app.storage.case_file import check_header
from auditor_app.storage.case_memory import CaseMemory
from auditor_app.storage.connections import BUSY_TIMEOUT_MS, open_connection
from auditor_app.storage.refusals import refusing_unreadable

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class CaseConnection:
    """Ask it inside its with block, in the thread that made it, and leave soon.

    All answers come from the state of the file at the first question; until it is left, a writer waits and is
    refused as locked in the end.  `check_case` says whether the file deserves trust; here only its header is read.
    """

    def __init__(self, path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS, memory: CaseMemory | None = None) -> None:
        self.path = Path(path)
        self._memory = memory
        self._busy_timeout_ms = busy_timeout_ms
        self._connection: sqlite3.Connection | None = None
        self._kept: dict[Hashable, object] = {}

    def __enter__(self) -> Self:
        check_header(self.path, busy_timeout_ms=self._busy_timeout_ms)
        with refusing_unreadable(self.path):
            connection = open_connection(self.path, "ro", busy_timeout_ms=self._busy_timeout_ms)
            connection.execute("BEGIN")
            self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._kept.clear()

    def _ask(
        self, question: Callable[Concatenate[sqlite3.Connection, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        with refusing_unreadable(self.path):
            return question(self._open, *arguments, **named)

    def _ask_once(self, question: Callable[[sqlite3.Connection, *Ts], T], *arguments: *Ts) -> T:
        """As `_ask`, for what is asked again and again; kept until the reader is left, so hand out copies."""
        key = (question, arguments)
        if key not in self._kept:
            self._kept[key] = self._ask(question, *arguments)
        return cast(T, self._kept[key])

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("a CaseReader answers only inside its with block")
        return self._connection
