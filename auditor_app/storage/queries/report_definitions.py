"""How findings are graded and reports are put together; the latest in force holds."""

from __future__ import annotations

import sqlite3

from auditor_app.domain.findings import DEFAULT_SCALE, Severity
from auditor_app.storage.queries.changes import json_object


def severities(connection: sqlite3.Connection) -> tuple[Severity, ...]:
    """The scale saved last, the gravest first; DEFAULT_SCALE when there is none, or one without levels."""
    rows = connection.execute(
        """SELECT level.code, level.name_ja, level.name_en FROM severity level WHERE level.severity_scale_id = (
               SELECT max(t.id) FROM severity_scale t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1)
           ORDER BY level.position"""
    )
    return tuple(Severity(*row) for row in rows) or DEFAULT_SCALE


def report_definitions(connection: sqlite3.Connection) -> dict[str, dict[str, object]]:
    """Definitions by name, in the order they were first saved, without the removed ones."""
    rows = connection.execute(
        """SELECT t.name, t.definition FROM report_definition t
           JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 ORDER BY t.id"""
    )
    latest = dict(rows.fetchall())
    return {name: json_object(definition) for name, definition in latest.items() if definition is not None}
