"""What SQLite and the file system say, as a refusal the user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import InvalidOperation
from pathlib import Path

from auditor_app.foundation.errors import CaseRefusedError, Problem

_KEY_OF_CODE = {
    sqlite3.SQLITE_BUSY: "case.locked",
    sqlite3.SQLITE_LOCKED: "case.locked",
    sqlite3.SQLITE_READONLY: "case.read_only",
    sqlite3.SQLITE_PERM: "case.read_only",
    sqlite3.SQLITE_CANTOPEN: "case.unreadable",
    sqlite3.SQLITE_CORRUPT: "case.damaged",
    sqlite3.SQLITE_NOTADB: "case.damaged",
    sqlite3.SQLITE_FORMAT: "case.damaged",
    sqlite3.SQLITE_IOERR: "case.disk_error",
    sqlite3.SQLITE_FULL: "case.disk_full",
}


def refused(key: str, path: Path, **values: object) -> CaseRefusedError:
    """The refusal `key` for the case at `path`; only the file's name is told, never the folders above it."""
    return CaseRefusedError(Problem(key, place=path.name, values=values))


def refusal_of(error: sqlite3.Error, path: Path, *, writing: bool = False) -> CaseRefusedError | None:
    """The refusal for what the world did to the file; None when the error is a defect of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # what Python's driver says itself: text that is no UTF-8, or a misuse
        return refused("case.damaged", path) if isinstance(error, sqlite3.OperationalError) else None
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return refused("case.interrupted", path)
    primary = code & 0xFF
    if writing and primary == sqlite3.SQLITE_CANTOPEN:  # the journal cannot be made in a read-only folder
        return refused("case.read_only", path)
    key = _KEY_OF_CODE.get(primary)
    return refused(key, path) if key else None


@contextmanager
def refusing_unreadable(path: Path, *, is_checked: bool = True) -> Iterator[None]:
    """Around reading: what SQLite refuses, and rows no version of this program writes, refuse the case.

    Before a file is checked, anything SQLite stumbles over is the file's fault; afterwards it may be a defect.
    """
    try:
        yield
    except sqlite3.Error as error:
        refusal = refusal_of(error, path)
        if refusal is None and not is_checked and isinstance(error, sqlite3.DatabaseError):
            refusal = refused("case.damaged", path)
        if refusal is None:
            raise
        raise refusal from error
    except (UnreadableRowError, InvalidOperation, UnicodeDecodeError) as error:
        # UnicodeDecodeError: the driver cannot decode SQLite's own message about a damaged schema
        raise refused("case.damaged", path) from error


class UnreadableRowError(Exception):
    """A row holds what this program never writes (an unknown state, a text where a number belongs)."""
