"""The digest of what a change wrote: recorded in the log, recomputed by `verify`."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

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
    "answer_superseded",
    "alias",
    "saved_mapping",
    "topic",
    "named_view",
    "crosswalk_entry",
    "joined_series",
    "joined_series_member",
    "retraction",
    "year_scope",
    "year_scope_role",
    "year_start",
    "expected_unit",
    "finding",
    "finding_version",
    "finding_organisation",
    "finding_figure",
    "finding_move",
    "finding_response",
    "finding_follow_up",
    "kept_file",
    "kept_piece",
    "evidence",
    "evidence_removal",
    "severity_scale",
    "severity",
    "report_definition",
)
"""Every table a change writes to but `item_sum`, which `verify` recomputes; the chain itself covers the log."""

TABLES_OF_NUMBERS = ("answer", "answer_superseded")
"""Digested as numbers, not as JSON: there are millions of rows (docs/decisions/0011)."""

_PARENT = {
    "statement_attribute": ("statement_id", "statement"),
    "coverage_count": ("report_id", "report"),
    "answer": ("report_id", "report"),
    "joined_series_member": ("joined_series_id", "joined_series"),
    "year_scope_role": ("year_scope_id", "year_scope"),
    "expected_unit": ("year_start_id", "year_start"),
    "finding_organisation": ("finding_version_id", "finding_version"),
    "finding_figure": ("finding_version_id", "finding_version"),
    "severity": ("severity_scale_id", "severity_scale"),
}
"""Tables without a change of their own: the column and table that lead to it."""

_ROWS_AT_ONCE = 10_000

TableDigest = dict[str, object]
"""`count`, `columns` and `sha256` of the rows of one table."""


class RowHash:
    """sha256 over rows of numbers, each as a 64-bit little-endian integer, -1 for NULL."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = list(columns)
        self._count = 0
        self._hash = hashlib.sha256()

    def update(self, values: memoryview) -> None:
        """Whole rows of 64-bit integers in this machine's order."""
        content = values.cast("B")
        self._count += len(content) // (8 * len(self._columns))
        if sys.byteorder == "big":
            swapped = array("q", content.tobytes())
            swapped.byteswap()
            content = memoryview(swapped).cast("B")
        self._hash.update(content)

    def digest(self) -> TableDigest:
        return {"count": self._count, "columns": self._columns, "sha256": self._hash.hexdigest()}


def table_digests(
    connection: sqlite3.Connection,
    first_change: int,
    last_change: int,
    known: Mapping[str, TableDigest] | None = None,
) -> dict[str, TableDigest]:
    """The digest of each table that has rows of the changes `first_change` to `last_change`.

    `known` holds digests taken while the rows were written: millions of them are not read again.
    """
    digests = {}
    for table in TABLES_OF_A_CHANGE:
        digest = (known or {}).get(table)
        if digest is None:
            digest = table_digest(connection, table, columns_of(connection, table), first_change, last_change)
        if digest["count"]:
            digests[table] = digest
    return digests


def table_digest(
    connection: sqlite3.Connection, table: str, columns: Collection[str], first_change: int, last_change: int
) -> TableDigest:
    """sha256 over the rows in the order of the primary key: as canonical JSON, one a line, or as numbers.

    The columns are recorded with the digest, so that a column added by a later schema leaves it valid.  A
    document's bytes enter as "there" or "not there": their own sha256 is a column, checked against them.
    """
    names = [name for name in columns_of(connection, table) if name in set(columns)]
    if table in TABLES_OF_NUMBERS:
        return _digest_of_numbers(connection, table, names, first_change, last_change)
    selected = ", ".join(f"{name} IS NOT NULL" if name == "content" else f'"{name}"' for name in names) or "NULL"
    keys = ", ".join(f'"{name}"' for name in _primary_key(connection, table))
    sql = f"SELECT {selected} FROM {table} WHERE {_of_changes(table)} ORDER BY {keys}"
    digest, count = hashlib.sha256(), 0
    for row in connection.execute(sql, (first_change, last_change)):
        digest.update(canonical_json(list(row)).encode("utf-8") + b"\n")
        count += 1
    return {"count": count, "columns": names, "sha256": digest.hexdigest()}


def _digest_of_numbers(
    connection: sqlite3.Connection, table: str, names: Sequence[str], first_change: int, last_change: int
) -> TableDigest:
    selected = ", ".join(f'ifnull("{name}", -1)' for name in names) or "-1"
    keys = ", ".join(f'"{name}"' for name in _primary_key(connection, table))
    sql = f"SELECT {selected} FROM {table} WHERE {_of_changes(table)} ORDER BY {keys}"
    rows = connection.execute(sql, (first_change, last_change))
    found = RowHash(names or ["-1"])
    while batch := rows.fetchmany(_ROWS_AT_ONCE):
        found.update(memoryview(array("q", chain.from_iterable(batch))))
    return found.digest()


def changes_with_rows(connection: sqlite3.Connection, table: str) -> set[int]:
    """Every change that has rows in a table: most have none in most tables, which need not be digested to see it."""
    if table not in _PARENT:
        return {change for (change,) in connection.execute(f"SELECT DISTINCT change_id FROM {table}")}
    column, parent = _PARENT[table]
    rows = connection.execute(
        f"SELECT DISTINCT p.change_id FROM {parent} p WHERE EXISTS (SELECT 1 FROM {table} t WHERE t.{column} = p.id)"
    )
    return {change for (change,) in rows}


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
