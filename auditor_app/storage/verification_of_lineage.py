"""Verifies what taking rows back relies on: the row that was taken back, and a name for every body that reported."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import get_args

from auditor_app.storage.queries.organisations import organisations
from auditor_app.storage.queries.retractions import RetractionKind

_REPORTING = """
    SELECT r.id, r.organisation_id FROM report r JOIN change c ON c.id = r.change_id AND c.is_in_force = 1 ORDER BY r.id
"""


def unknown_targets(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """(table, row, table referred to) where no foreign key watches.

    A row taken back was there before; a report in force tells of a body that still has a name.
    """
    for kind in get_args(RetractionKind):
        yield from connection.execute(
            f"""SELECT 'retraction', r.id, r.kind FROM retraction r
                LEFT JOIN {kind} t ON t.id = r.row_id AND t.change_id <= r.change_id
                WHERE r.kind = '{kind}' AND t.id IS NULL ORDER BY r.id"""
        )
    named = {own.id for own in organisations(connection)}
    for report, organisation in connection.execute(_REPORTING):
        if organisation not in named:
            yield "report", report, "organisation_name"
