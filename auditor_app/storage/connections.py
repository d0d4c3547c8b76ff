"""How a SQLite connection to a case file is opened: the path as a URI, the pragmas, and nothing else."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Literal

from auditor_app.storage.open_files import connect

BUSY_TIMEOUT_MS = 5000
"""How long one waits for another program's lock before the case is refused as locked."""

SAFE_PRAGMAS = {
    "foreign_keys": "ON",
    "trusted_schema": "OFF",
    "journal_mode": "DELETE",
    "synchronous": "FULL",
    "cell_size_check": "ON",
    "mmap_size": "0",
    # Without this INSERT OR REPLACE would delete a row without firing the trigger that refuses deletions.
    "recursive_triggers": "ON",
}
"""Set on every connection (safety rule 15); the busy timeout is added by `open_connection`."""

Mode = Literal["ro", "rw"]


def case_uri(path: Path, mode: Mode) -> str:
    """`path` as SQLite's URI, quoted so that ?, # and % in a name stay part of the name.

    >>> case_uri(Path("/a/b?c#d%.auditcase"), "ro")
    'file:///a/b%3Fc%23d%25.auditcase?mode=ro'
    """
    uri = Path(os.path.abspath(path)).as_uri()
    if not uri.startswith("file:///"):  # \\server\share: SQLite takes no host name, but a path of two slashes
        uri = uri.replace("file://", "file:////", 1)
    return f"{uri}?mode={mode}"


def open_connection(
    path: Path, mode: Mode, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS, foreign_keys: bool = True
) -> sqlite3.Connection:
    """A connection in autocommit mode (BEGIN is ours to say); never creates a file.

    `foreign_keys=False` is for the copy a migration works on only: SQLite cannot rebuild a referenced table
    otherwise; the migration runs foreign_key_check before it commits.
    """
    connection = connect(path, case_uri(path, mode), isolation_level=None, timeout=busy_timeout_ms / 1000)
    try:
        connection.execute(f"PRAGMA busy_timeout={int(busy_timeout_ms)}")
        for name, value in SAFE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}").fetchall()
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        if mode == "ro":
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection
