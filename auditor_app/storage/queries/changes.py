"""Changes, the log, and which change undo and redo would touch."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from auditor_app.domain.changes import GENESIS, Change, LogEntry
from auditor_app.storage.refusals import UnreadableRowError

_CHANGE = "SELECT c.id, c.kind, c.summary, c.is_in_force FROM change c"


def changes(connection: sqlite3.Connection) -> list[Change]:
    """All changes ever made, oldest first, in force or not."""
    return [_change(row) for row in connection.execute(f"{_CHANGE} ORDER BY c.id")]


def last_undoable(connection: sqlite3.Connection) -> Change | None:
    """The last change in force; the making of the case itself stays."""
    row = connection.execute(
        f"{_CHANGE} WHERE c.is_in_force = 1 AND c.kind <> 'case_created' ORDER BY c.id DESC LIMIT 1"
    ).fetchone()
    return _change(row) if row else None


def last_redoable(connection: sqlite3.Connection) -> Change | None:
    """The change undone last, unless a new change was made since."""
    row = connection.execute(
        f"""{_CHANGE} JOIN log_entry undone ON undone.change_id = c.id AND undone.action = 'undone'
            WHERE c.is_in_force = 0
              AND undone.sequence > (SELECT max(sequence) FROM log_entry WHERE action = 'done')
            ORDER BY undone.sequence DESC LIMIT 1"""
    ).fetchone()
    return _change(row) if row else None


def log(connection: sqlite3.Connection) -> list[LogEntry]:
    """The whole log, oldest first."""
    return [
        _entry(row)
        for row in connection.execute(
            "SELECT sequence, at, author, action, change_id, details, previous_hash, hash "
            "FROM log_entry ORDER BY sequence"
        )
    ]


def log_head(connection: sqlite3.Connection) -> tuple[int, str]:
    """Sequence number and hash of the last entry; (0, GENESIS) of an empty log."""
    row = connection.execute("SELECT sequence, hash FROM log_entry ORDER BY sequence DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def _change(row: tuple[Any, ...]) -> Change:
    identifier, kind, summary, is_in_force = row
    return Change(identifier, kind, json_object(summary), bool(is_in_force))


def _entry(row: tuple[Any, ...]) -> LogEntry:
    sequence, at, author, action, change_id, details, previous_hash, own_hash = row
    return LogEntry(sequence, time_of(at), author, action, change_id, json_object(details), previous_hash, own_hash)


def time_of(text: str) -> datetime:
    """An aware time from its stored form."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableRowError("time") from error
    if moment.tzinfo is None:
        raise UnreadableRowError("time without zone")
    return moment


def json_object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRowError("json") from error
    if not isinstance(value, dict):
        raise UnreadableRowError("json")
    return value
