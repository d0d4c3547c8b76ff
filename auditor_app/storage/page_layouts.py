"""Remembers how a page's table is laid out: the one thing in a case that is overwritten and not logged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from auditor_app.domain.changes import canonical_json
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.case_file import check_header
from auditor_app.storage.connections import open_connection

_PATIENCE_MS = 100
"""A column's width is not worth waiting for another program."""


def remember_layout(path: Path, name: str, state: dict[str, object]) -> bool:
    """Whether the case now holds this layout; a case that cannot be written just now is left alone.

    Writes only what differs, so that a case merely looked at keeps its bytes.
    """
    text = canonical_json(state)
    try:
        check_header(path, busy_timeout_ms=_PATIENCE_MS)
        with closing(open_connection(path, "rw", busy_timeout_ms=_PATIENCE_MS)) as connection:
            known = connection.execute("SELECT state FROM page_layout WHERE name = ?", (name,)).fetchone()
            if known != (text,):
                connection.execute(
                    "INSERT INTO page_layout VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state",
                    (name, text),
                )
    except (sqlite3.OperationalError, CaseRefusedError):
        return False
    return True
