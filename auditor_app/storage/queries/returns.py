"""Reports, coverage counts and item sums in force."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from itertools import repeat
from operator import itemgetter
from typing import Any

from auditor_app.domain.rates import CoverageSum, sum_coverage
from auditor_app.domain.returns import CoverageCount, ItemSum, Report, SourceRow

REPORT = """
    SELECT r.id, r.fiscal_year, r.organisation_id, r.unit, named.name, d.sha256, r.sheet, r.standing, r.answer_count,
           r.change_id
    FROM report r
    JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
    JOIN document d ON d.id = r.document_id
    JOIN change_document named ON named.change_id = r.change_id AND named.document_id = r.document_id
"""
SUPERSEDED = """
    FROM answer_superseded s JOIN change replacing ON replacing.id = s.change_id AND replacing.is_in_force = 1
"""
_SUM_IN_FORCE = "change_id NOT IN (SELECT id FROM change WHERE is_in_force = 0)"


def returns_years(connection: sqlite3.Connection) -> list[int]:
    """Years with answers or coverage counts in force, oldest first."""
    rows = connection.execute(
        """SELECT DISTINCT r.fiscal_year FROM report r JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
           WHERE r.standing = 'counted'
             AND (r.answer_count > 0 OR EXISTS (SELECT 1 FROM coverage_count WHERE report_id = r.id))
           ORDER BY r.fiscal_year"""
    )
    return [year for (year,) in rows]


def coverage_counts(connection: sqlite3.Connection, fiscal_year: int) -> list[CoverageCount]:
    """By organisation, unit and role; of several reports of the same the latest change counts."""
    rows = connection.execute(
        """SELECT r.organisation_id, r.unit, role.code, t.target, t.ascertained, t.ascertained_with_own_survey,
                  named.name, d.sha256, r.sheet, t.source_row
           FROM report r
           JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
           JOIN coverage_count t ON t.report_id = r.id
           JOIN role ON role.id = t.role_id
           JOIN document d ON d.id = r.document_id
           JOIN change_document named ON named.change_id = r.change_id AND named.document_id = r.document_id
           WHERE r.fiscal_year = ? AND r.standing = 'counted'
           ORDER BY r.organisation_id, r.unit, role.id, r.change_id, r.id""",
        (fiscal_year,),
    )
    latest = {row[:3]: row for row in rows}
    return [_coverage_count(fiscal_year, row) for row in latest.values()]


def _coverage_count(fiscal_year: int, row: tuple[Any, ...]) -> CoverageCount:
    organisation_id, unit, role, target, ascertained, with_own_survey, document, sha256, sheet, source_row = row
    source = SourceRow(document, sha256, sheet, source_row)
    return CoverageCount(fiscal_year, organisation_id, unit, role, target, ascertained, with_own_survey, source)


def coverage_sums(connection: sqlite3.Connection, fiscal_year: int) -> dict[int, CoverageSum]:
    """The same counts summed over units and roles, by organisation.

    Without the documents they come from: of thousands of counts these took two thirds of the time.
    """
    rows = connection.execute(
        """SELECT r.organisation_id, r.unit, role.code, t.target, t.ascertained, t.ascertained_with_own_survey
           FROM report r
           JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
           JOIN coverage_count t ON t.report_id = r.id
           JOIN role ON role.id = t.role_id
           WHERE r.fiscal_year = ? AND r.standing = 'counted'
           ORDER BY r.change_id, r.id""",
        (fiscal_year,),
    )
    latest = {row[:3]: row[3:] for row in rows}
    counts: defaultdict[int, list[tuple[int, int, int | None]]] = defaultdict(list)
    for (organisation, _, _), count in latest.items():
        counts[organisation].append(count)
    return {organisation: sum_coverage(found) for organisation, found in counts.items()}


def item_sums(connection: sqlite3.Connection, fiscal_year: int, organisation_id: int | None = None) -> list[ItemSum]:
    """Sums over the changes in force, in the order organisation, item, role.

    Only where several changes wrote to an organisation is anything added up: GROUP BY over all of a year took
    twice as long as reading the rows.
    """
    of_one = "" if organisation_id is None else f"AND organisation_id = {int(organisation_id)}"
    writers = connection.execute(
        f"""SELECT DISTINCT organisation_id, change_id FROM item_sum
            WHERE fiscal_year = ? {of_one} AND {_SUM_IN_FORCE}""",
        (fiscal_year,),
    )
    changes_of = Counter(organisation for organisation, _ in writers)
    several = ", ".join(str(organisation) for organisation, count in changes_of.items() if count > 1)
    rows = connection.execute(
        f"""SELECT fiscal_year, organisation_id, item_id, role_id, answered, obliged, implemented FROM item_sum
            WHERE fiscal_year = ? {of_one} AND organisation_id NOT IN ({several}) AND {_SUM_IN_FORCE}
            ORDER BY organisation_id, item_id, role_id""",
        (fiscal_year,),
    ).fetchall()
    if several:
        rows += connection.execute(
            f"""SELECT fiscal_year, organisation_id, item_id, role_id, sum(answered), sum(obliged), sum(implemented)
                FROM item_sum
                WHERE fiscal_year = ? AND organisation_id IN ({several}) AND {_SUM_IN_FORCE}
                GROUP BY organisation_id, item_id, role_id ORDER BY organisation_id, item_id, role_id""",
            (fiscal_year,),
        )
        rows.sort(key=itemgetter(1))  # stable: within an organisation the order stays
    # the rows have the columns of an ItemSum: `_make`, which asks each for its length, takes twice as long
    return list(map(tuple.__new__, repeat(ItemSum), rows))


def reports(
    connection: sqlite3.Connection, fiscal_year: int | None = None, organisation_id: int | None = None
) -> list[Report]:
    """Reports with answers, counted ones and kept versions, in the order they were stored."""
    conditions, values = ["r.answer_count > 0"], []
    for column, value in (("fiscal_year", fiscal_year), ("organisation_id", organisation_id)):
        if value is not None:
            conditions.append(f"r.{column} = ?")
            values.append(value)
    rows = connection.execute(f"{REPORT} WHERE {' AND '.join(conditions)} ORDER BY r.id", values).fetchall()
    return reports_of(connection, rows)


def reports_of(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> list[Report]:
    """Reports from rows of `REPORT`, each with the number of its answers replaced."""
    replaced = dict(connection.execute(f"SELECT s.report_id, count(*) {SUPERSEDED} GROUP BY s.report_id").fetchall())
    return [Report(*(*row, replaced.get(row[0], 0))) for row in rows]
