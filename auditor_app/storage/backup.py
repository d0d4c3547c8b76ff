"""Copies of a case: made by SQLite's backup interface, opened and compared before they are kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from auditor_app.domain.changes import first_broken_entry
from auditor_app.storage.case_file import check_case, passes_quick_check
from auditor_app.storage.connections import open_connection
from auditor_app.storage.queries.changes import log
from auditor_app.storage.refusals import refused, refusing_unreadable
from auditor_app.storage.schema import fingerprint
from auditor_app.storage.whole_files import file_beside, put_in_place


@dataclass(frozen=True)
class Inventory:
    """What a copy must have in common with its original."""

    schema: str
    row_counts: tuple[tuple[str, int], ...]
    log_hashes: tuple[str, ...]
    first_broken_entry: int | None
    is_sound: bool


def save_copy(source: Path, target: Path, *, may_replace: bool = False) -> None:
    """A verified copy of a case under another name ("save as"); `target` appears whole or not at all."""
    check_case(source)
    if target.exists() and target.samefile(source):
        raise refused("case.same_file", target)
    copy_verified(source, target, may_replace=may_replace)


def copy_verified(source: Path, target: Path, *, may_replace: bool = False) -> Inventory:
    """Copies any SQLite file of ours, whatever its schema number, and compares both; returns what they hold."""
    if target.exists() and not may_replace:
        raise refused("case.exists", target)
    with file_beside(target) as beside:
        copy_into(source, beside)
        original, copied = inventory(source), inventory(beside)
        if original != copied or not copied.is_sound:
            raise refused("case.copy_failed", target)
        put_in_place(beside, target, may_replace=may_replace)
    return copied


def copy_into(source: Path, target: Path) -> None:
    """All pages of `source` into the existing file `target`, as of one moment."""
    with (
        refusing_unreadable(source),
        closing(open_connection(source, "ro")) as original,
        closing(open_connection(target, "rw")) as copied,
    ):
        # Holding the read lock first: the backup interface itself would wait for a writer for ever.
        original.execute("BEGIN")
        original.execute("SELECT count(*) FROM sqlite_master").fetchone()
        original.backup(copied)


def inventory(path: Path) -> Inventory:
    with refusing_unreadable(path), closing(open_connection(path, "ro")) as connection:
        entries = log(connection)
        return Inventory(
            schema=fingerprint(connection),
            row_counts=_row_counts(connection),
            log_hashes=tuple(entry.hash for entry in entries),
            first_broken_entry=first_broken_entry(entries),
            is_sound=passes_quick_check(connection),
        )


def _row_counts(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    quoted = [(name, '"' + name.replace('"', '""') + '"') for (name,) in tables]
    return tuple((name, connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in quoted)
