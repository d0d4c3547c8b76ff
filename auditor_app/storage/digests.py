"""The digest of what a change wrote: recorded in the log, recomputed by `verify`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection

from auditor_app.domain.changes import canonical_json

TABLES_OF_A_CHANGE = (
    "case_info",
    "fiscal_year",
    "organisation",
    "organisation_name",
    "organisation_parent",
    "organisation_link",
    "role",
    "edition",
    "edition_state",
    "edition_part",
    "edition_section",
    "edition_year",
    "item",
    "item_role",
    "document",
    "change_document",
    "place",
    "fact",
    "statement",
    "statement_attribute",
    "analysis_decision",
    "refused_row",
    "report",
    "coverage_count",
    "answer",
)
"""Every table a change writes to; `change` and `log_entry` are covered by the chain itself."""

_PARENT = {
    "statement_attribute": ("statement_id", "statement"),
    "coverage_count": ("report_id", "report"),
    "answer": ("report_id", "report"),
}
"""Tables without a change of their own: the column and table that lead to it."""

TableDigest = dict[str, object]
"""`count`, `columns` and `sha256` of the rows of one table."""


def table_digests(connection: sqlite3.Connection, first_change: int, last_change: int) -> dict[str, TableDigest]:
    """The digest of each table that has rows of the changes `first_change` to `last_change`."""
    digests = {}
    for table in TABLES_OF_A_CHANGE:
        digest = table_digest(connection, table, columns_of(connection, table), first_change, last_change)
        if digest["count"]:
            digests[table] = digest
    return digests


def table_digest(
    connection: sqlite3.Connection, table: str, columns: Collection[str], first_change: int, last_change: int
) -> TableDigest:
    """sha256 over the rows as canonical JSON, one a line, in the order of the primary key.

    The columns are recorded with the digest, so that a column added by a later schema leaves it valid.  A
    document's bytes enter as "there" or "not there": their own sha256 is a column, checked against them.
    """
    names = [name for name in columns_of(connection, table) if name in set(columns)]
    selected = ", ".join(f"{name} IS NOT NULL" if name == "content" else f'"{name}"' for name in names) or "NULL"
    keys = ", ".join(f'"{name}"' for name in _primary_key(connection, table))
    sql = f"SELECT {selected} FROM {table} WHERE {_of_changes(table)} ORDER BY {keys}"
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(sql, (first_change, last_change)):
        digest.update(canonical_json(list(row)).encode("utf-8") + b"\n")
        count += 1
    return {"count": count, "columns": names, "sha256": digest.hexdigest()}


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]


def _of_changes(table: str) -> str:
    if table not in _PARENT:
        return "change_id BETWEEN ? AND ?"
    column, parent = _PARENT[table]
    return f"{column} IN (SELECT id FROM {parent} WHERE change_id BETWEEN ? AND ?)"


def _primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return [name for (name,) in rows]
