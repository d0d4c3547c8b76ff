"""Verifies the log: its chain, what it says is in force, and the rows each change is said to have written."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping

from auditor_app.domain.case import VerifiedPoint
from auditor_app.domain.changes import LogEntry, first_broken_entry
from auditor_app.storage.digests import TABLES_OF_A_CHANGE, TABLES_OF_NUMBERS, changes_with_rows, table_digest
from auditor_app.storage.queries.changes import changes, log


def log_chain(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """Each entry follows from the one before it."""
    entries = log(connection)
    broken = first_broken_entry(entries)
    if broken is not None or not entries:
        yield VerifiedPoint("log", False, "verify.log.broken", {"sequence": broken or 1}, f"#{broken or 1}")
    else:
        yield VerifiedPoint("log", True, "verify.log.holds", {"count": len(entries), "head": entries[-1].hash})


def changes_in_force(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """Each change was done once, is what the log says, and is in force as its last entry says."""
    history: dict[int, list[LogEntry]] = {}
    for entry in log(connection):
        if entry.change_id is not None:
            history.setdefault(entry.change_id, []).append(entry)
    known = changes(connection)
    holds = True
    for change in known:
        entries = history.get(change.id, [])
        actions = [entry.action for entry in entries]
        is_as_done = actions[:1] == ["done"] and actions.count("done") == 1
        is_as_said = all(
            (own.details.get("kind"), own.details.get("summary")) == (change.kind, change.summary) for own in entries
        )
        if not is_as_done or not is_as_said or change.is_in_force != (actions[-1] != "undone"):
            holds = False
            yield VerifiedPoint("in_force", False, "verify.in_force.broken", {"change": change.id}, f"#{change.id}")
    if holds:
        yield VerifiedPoint("in_force", True, "verify.in_force.holds", {"count": len(known)})


def rows_of_changes(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """The rows of each change, and of all changes at a migration, are those whose digest the log recorded."""
    return _rows_of_changes(connection, TABLES_OF_A_CHANGE)


def rows_but_answers(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """The same without the tables that hold millions of rows."""
    return _rows_of_changes(connection, [table for table in TABLES_OF_A_CHANGE if table not in TABLES_OF_NUMBERS])


def _rows_of_changes(connection: sqlite3.Connection, tables: Collection[str]) -> Iterator[VerifiedPoint]:
    holds, count = True, 0
    writers = {table: changes_with_rows(connection, table) for table in tables}
    for entry in log(connection):
        if entry.action not in ("done", "migrated"):
            continue
        first, last = (1, entry.details.get("last_change")) if entry.change_id is None else (entry.change_id,) * 2
        count += 1
        for table in _differing_tables(connection, entry.details.get("rows"), first, last, writers):
            holds = False
            values = {"sequence": entry.sequence, "table": table}
            yield VerifiedPoint("digests", False, "verify.digests.broken", values, f"#{entry.sequence} {table}")
    if holds:
        yield VerifiedPoint("digests", True, "verify.digests.holds", {"count": count})


def _differing_tables(
    connection: sqlite3.Connection, recorded: object, first: object, last: object, writers: Mapping[str, set[int]]
) -> list[str]:
    """Tables whose rows differ from the record; the log is a stranger's until its chain is checked elsewhere.

    `writers` are the changes that have rows, by table.
    """
    if not isinstance(recorded, dict) or not isinstance(first, int) or not isinstance(last, int):
        return list(writers)
    differing = [str(table) for table in recorded if table not in TABLES_OF_A_CHANGE]
    for table, changes_there in writers.items():
        if table not in recorded:
            if any(first <= change <= last for change in changes_there):
                differing.append(table)
            continue
        record = recorded[table]
        columns = record.get("columns", []) if isinstance(record, dict) else []
        if table_digest(connection, table, columns if isinstance(columns, list) else [], first, last) != record:
            differing.append(table)
    return differing
