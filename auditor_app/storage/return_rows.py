"""Writes reports, coverage counts, and which answers a change replaces."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from auditor_app.domain.returns import AnswerKey, NewCoverageCount, NewReport
from auditor_app.storage.document_rows import documents_of_change
from auditor_app.storage.queries.returns import SUPERSEDED
from auditor_app.storage.return_tables import ReportRow
from auditor_app.storage.statement_rows import insert_rows, next_id, write_fiscal_years
from auditor_app.storage.writer import driver_connection


def write_reports(connection: Connection, reports: Sequence[NewReport], change_id: int) -> list[int]:
    """Stores reports and returns their ids, in order; LookupError when a document is not in the case."""
    write_fiscal_years(connection, sorted({report.fiscal_year for report in reports}), change_id)
    document_ids = documents_of_change(connection, dict.fromkeys(report.sha256 for report in reports), change_id)
    first = next_id(driver_connection(connection), "report")
    rows = [
        {
            "id": first + number,
            "fiscal_year": report.fiscal_year,
            "organisation_id": report.organisation_id,
            "unit": report.unit,
            "document_id": document_ids[report.sha256],
            "sheet": report.sheet,
            "standing": report.standing,
            "answer_count": report.answer_count,
            "change_id": change_id,
        }
        for number, report in enumerate(reports)
    ]
    insert_rows(connection, ReportRow, rows)
    return [first + number for number in range(len(rows))]


def announces_answers(raw: sqlite3.Connection, change_id: int) -> bool:
    """Whether a report of the change says that it has answers."""
    sql = "SELECT 1 FROM report WHERE change_id = ? AND answer_count > 0 LIMIT 1"
    return raw.execute(sql, (change_id,)).fetchone() is not None


def write_coverage_counts(connection: Connection, rows: Iterable[NewCoverageCount]) -> None:
    driver_connection(connection).executemany(
        """INSERT INTO coverage_count
               (report_id, role_id, target, ascertained, ascertained_with_own_survey, source_row)
           VALUES (?, ?, ?, ?, ?, ?)""",
        rows,
    )


def write_superseded(connection: Connection, keys: Sequence[AnswerKey], change_id: int) -> None:
    """Marks stored answers as replaced; ValueError when one does not count (any more), so it had nothing to lose."""
    raw = driver_connection(connection)
    _refuse_uncounted(raw, keys, change_id)
    raw.executemany(
        f"""INSERT INTO answer_superseded (report_id, item_id, role_id, change_id)
            VALUES (?, ?, ?, {int(change_id)})""",
        sorted(keys),
    )


def _refuse_uncounted(raw: sqlite3.Connection, keys: Sequence[AnswerKey], change_id: int) -> None:
    counted = {
        report_id
        for (report_id,) in raw.execute(
            """SELECT r.id FROM report r JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
               WHERE r.standing = 'counted' AND r.change_id <> ?""",
            (change_id,),
        )
    }
    if not counted.issuperset(key.report_id for key in keys):
        raise ValueError("only an answer of an earlier report that counts can be replaced")
    # Asked one by one only where the report has a replaced answer at all: a whole file may be replaced at once.
    known = {report_id for (report_id,) in raw.execute(f"SELECT DISTINCT s.report_id {SUPERSEDED}")}
    replaced = f"SELECT 1 {SUPERSEDED} WHERE (s.report_id, s.item_id, s.role_id) = (?, ?, ?)"
    if any(raw.execute(replaced, key).fetchone() for key in keys if key.report_id in known):
        raise ValueError("an answer is replaced once")
