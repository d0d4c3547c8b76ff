"""What a new return is held against beside the rows that count: kept versions, and how many had a duty at most."""

from __future__ import annotations

import sqlite3
from typing import Literal

from auditor_app.storage.queries.returns import SUPERSEDED

KeptRow = tuple[str, int, tuple[int, ...]]
"""Unit, item (0 for coverage), and role with the counts, -1 for what is not reported."""
MostObliged = tuple[str, int, int, str, str, int]
"""Unit, role, the most obliged of an answer, and where it stands: document, sheet, row."""

_IN_FORCE = "FROM report r JOIN change c ON c.id = r.change_id AND c.is_in_force = 1"
_OF_ORGANISATION = "WHERE r.fiscal_year = ? AND r.organisation_id = ? AND r.standing ="


def kept_rows(
    connection: sqlite3.Connection,
    kind: Literal["answers", "coverage"],
    fiscal_year: int,
    organisation_id: int,
    sha256: str,
) -> list[KeptRow]:
    """Rows of one document that are kept as versions beside those that count."""
    columns, table = (
        "0, t.role_id, t.target, t.ascertained, ifnull(t.ascertained_with_own_survey, -1)",
        "coverage_count",
    )
    if kind == "answers":
        columns, table = "t.item_id, t.role_id, ifnull(t.obliged, -1), ifnull(t.implemented, -1)", "answer"
    rows = connection.execute(
        f"SELECT r.unit, {columns} {_IN_FORCE} CROSS JOIN {table} t ON t.report_id = r.id {_OF_ORGANISATION} 'version' "
        "AND r.document_id = (SELECT id FROM document WHERE sha256 = ?)",
        (fiscal_year, organisation_id, sha256),
    )
    return [(unit, item, tuple(rest)) for unit, item, *rest in rows]


def most_obliged(connection: sqlite3.Connection, fiscal_year: int, organisation_id: int) -> list[MostObliged]:
    """Of each report and role the answer that counts with the most obliged (SQLite takes the rest from that row)."""
    replaced = f"SELECT 1 {SUPERSEDED} WHERE (s.report_id, s.item_id, s.role_id) = (a.report_id, a.item_id, a.role_id)"
    rows = connection.execute(
        f"""SELECT r.unit, a.role_id, max(a.obliged), named.name, r.sheet, a.source_row
            {_IN_FORCE}
            JOIN change_document named ON named.change_id = r.change_id AND named.document_id = r.document_id
            CROSS JOIN answer a ON a.report_id = r.id
            {_OF_ORGANISATION} 'counted' AND a.obliged > 0 AND NOT EXISTS ({replaced})
            GROUP BY r.id, a.role_id""",
        (fiscal_year, organisation_id),
    )
    return rows.fetchall()
