"""Which schemas are ours: numbers and fingerprints, so that a foreign trigger, view or table is noticed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from functools import lru_cache

from auditor_app.domain.changes import canonical_json

APPLICATION_ID = 0x41554443
"""`AUDC` in the header of every case file."""

KNOWN_SCHEMAS: Mapping[int, str] = {
    1: "033d575dfcd9bce508a87968cced9750f802088381ece1cdcaf9a986f3e7c930",
    2: "73acffb1255c03c061e1688d85ca11abff55a9abf0b099bc4d8fd5231a06c7b1",
    3: "950392acb34c650b715fd9630fd1b2f61ca264fc5bd4f139eb8972353722b456",
    4: "68c60cac3338c776296775dfa1d31a8d1046e948aa5d2b378668144d23aa8ba1",
}
"""Fingerprint by schema number (user_version); a test proves that the migrations build exactly these."""

SCHEMA_VERSION = max(KNOWN_SCHEMAS)


def fingerprint(connection: sqlite3.Connection) -> str:
    """sha256 over everything the schema table lists, but for white space and the order within a table."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name, tbl_name, sql")
    listed = [[str(kind), str(name), str(table), normalised(str(sql))] for kind, name, table, sql in rows]
    return hashlib.sha256(canonical_json(listed).encode("utf-8")).hexdigest()


@lru_cache(maxsize=1024)
def normalised(sql: str) -> str:
    """A definition with single spaces, and a table's columns and constraints sorted.

    Remembered, because the definitions of every case opened are the same few hundred.
    Sorted because Alembic's batch mode, which rebuilds a table to change it, puts constraints in any order.

    >>> normalised("CREATE TABLE t (\\n  b TEXT,\\n  a TEXT DEFAULT 'x,y',\\n CHECK (a IN ('(', 'c'))\\n) STRICT")
    "CREATE TABLE t (CHECK (a IN ('(', 'c')), a TEXT DEFAULT 'x,y', b TEXT) STRICT"
    """
    squeezed = " ".join(sql.split())
    if not squeezed.startswith("CREATE TABLE "):
        return squeezed
    head, _, rest = squeezed.partition("(")
    body, _, options = rest.rpartition(")")
    return f"{head}({', '.join(sorted(_clauses(body)))}){options}"


def _clauses(body: str) -> list[str]:
    """Splits at the commas that stand outside parentheses and quotes."""
    clauses, start, depth, quote = [], 0, 0, ""
    for position, character in enumerate(body):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"`":
            quote = character
        elif character == "," and depth == 0:
            clauses.append(body[start:position].strip())
            start = position + 1
        else:
            depth += (character == "(") - (character == ")")
    return [*clauses, body[start:].strip()]
