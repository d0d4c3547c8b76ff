"""The identity of the case."""

from __future__ import annotations

import sqlite3

from auditor_app.domain.case import CaseInfo
from auditor_app.storage.queries.changes import time_of
from auditor_app.storage.refusals import UnreadableRowError


def case_info(connection: sqlite3.Connection) -> CaseInfo:
    row = connection.execute("SELECT case_id, created_at, app_version, is_practice FROM case_info").fetchone()
    if row is None:
        raise UnreadableRowError("case_info")
    return CaseInfo(row[0], time_of(row[1]), row[2], bool(row[3]))
