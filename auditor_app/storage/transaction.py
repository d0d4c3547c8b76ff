"""A transaction on a case in which each change is logged with what it wrote; what can be written says `UnitOfWork`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, insert, update

from auditor_app.domain.changes import Change, ChangeKind, LogAction, canonical_json
from auditor_app.storage.case_file import check_header
from auditor_app.storage.connections import BUSY_TIMEOUT_MS
from auditor_app.storage.digests import TableDigest, table_digests
from auditor_app.storage.log_writing import append_log_entry
from auditor_app.storage.queries import changes
from auditor_app.storage.refusals import refused
from auditor_app.storage.statement_rows import next_id
from auditor_app.storage.tables import ChangeRow
from auditor_app.storage.writer import driver_connection, refusing_unwritable, writing_engine


class CaseTransaction:
    """Begins by taking the write lock, so that a second writer is refused (`case.locked`) before it has done anything.

    Left without commit, nothing has happened.
    """

    def __init__(
        self, path: Path, author: str, clock: Callable[[], datetime], *, busy_timeout_ms: int = BUSY_TIMEOUT_MS
    ) -> None:
        self.path = Path(path)
        self._author = author
        self._clock = clock
        self._busy_timeout_ms = busy_timeout_ms
        self._engine: Engine | None = None
        self._open_connection: Connection | None = None
        self._open_change: Change | None = None

    def __enter__(self) -> Self:
        check_header(self.path, busy_timeout_ms=self._busy_timeout_ms)
        self._engine = writing_engine(self.path, busy_timeout_ms=self._busy_timeout_ms)
        try:
            with refusing_unwritable(self.path):
                self._open_connection = self._engine.connect()
                self._open_connection.begin()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()
        if isinstance(error, Exception):
            with refusing_unwritable(self.path):
                raise error

    def begin_change(self, kind: ChangeKind, summary: dict[str, object]) -> int:
        """Opens a change: what is added from here on belongs to it, and is undone with it."""
        self._finish_change()
        identifier = next_id(driver_connection(self._connection), "change")
        self._connection.execute(
            insert(ChangeRow).values(id=identifier, kind=kind, summary=canonical_json(summary), is_in_force=1)
        )
        self._open_change = Change(identifier, kind, summary, is_in_force=True)
        return identifier

    def undo(self, seen: int | None = None) -> Change:
        """Takes the last change out of force; CaseRefusedError when there is none (the making of the case stays).

        `seen`: the change that is meant; where another one is the last by now, it is refused as well.
        """
        self._finish_change()
        found = changes.last_undoable(driver_connection(self._connection))
        return self._set_in_force(found, "undone", seen)

    def redo(self, seen: int | None = None) -> Change:
        """Puts the change undone last back in force; CaseRefusedError when there is none, or a newer one was made."""
        self._finish_change()
        found = changes.last_redoable(driver_connection(self._connection))
        return self._set_in_force(found, "redone", seen)

    def commit(self) -> None:
        """Logs the open change and makes everything permanent at once."""
        with refusing_unwritable(self.path):
            self._finish_change()
            self._connection.commit()
        self._close()

    def _set_in_force(self, found: Change | None, action: LogAction, seen: int | None) -> Change:
        if found is None:
            raise refused(f"case.nothing_to_be_{action}", self.path)
        if seen not in (None, found.id):
            raise refused("case.overtaken", self.path)
        is_in_force = action == "redone"
        self._connection.execute(update(ChangeRow).where(ChangeRow.id == found.id).values(is_in_force=int(is_in_force)))
        self._append(action, found.id, {"kind": found.kind, "summary": found.summary})
        return Change(found.id, found.kind, found.summary, is_in_force)

    def _finish_change(self) -> None:
        """The log entry `done`, with a digest of every row the change wrote."""
        change = self._open_change
        if change is None:
            return
        known = self._known_digests(change.id)
        self._open_change = None
        rows = table_digests(driver_connection(self._connection), change.id, change.id, known)
        self._append("done", change.id, {"kind": change.kind, "summary": change.summary, "rows": rows})

    def _known_digests(self, change_id: int) -> dict[str, TableDigest]:
        """Those taken while the rows of a change were written, by table; asked once, when the change is finished."""
        del change_id
        return {}

    def _append(self, action: LogAction, change_id: int, details: dict[str, object]) -> None:
        append_log_entry(
            self._connection,
            at=self._clock(),
            author=self._author,
            action=action,
            change_id=change_id,
            details=details,
        )

    @property
    def _connection(self) -> Connection:
        if self._open_connection is None:
            raise RuntimeError("a UnitOfWork writes only inside its with block, and not after commit")
        return self._open_connection

    @property
    def _change_id(self) -> int:
        if self._open_change is None:
            raise RuntimeError("begin_change comes first: every row belongs to a change")
        return self._open_change.id

    def _close(self) -> None:
        """Rolls back what was not committed."""
        connection, self._open_connection = self._open_connection, None
        engine, self._engine = self._engine, None
        self._open_change = None
        if connection is not None:
            connection.close()
        if engine is not None:
            engine.dispose()
