"""Which schemas are ours: numbers and fingerprints, so that a foreign trigger, view or table is noticed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping

from auditor_app.domain.changes import canonical_json

APPLICATION_ID = 0x41554443
"""`AUDC` in the header of every case file."""

KNOWN_SCHEMAS: Mapping[int, str] = {
    1: "4328c0baaab7cf3c6e160c0c358837979a1932453971dc01673bd13c81ebfb84",
}
"""Fingerprint by schema number (user_version); a test proves that the migrations build exactly these."""

SCHEMA_VERSION = max(KNOWN_SCHEMAS)


def fingerprint(connection: sqlite3.Connection) -> str:
    """sha256 over everything the schema table lists, white space apart."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name, tbl_name, sql")
    listed = [[kind, name, table, " ".join((sql or "").split())] for kind, name, table, sql in rows]
    return hashlib.sha256(canonical_json(listed).encode("utf-8")).hexdigest()
