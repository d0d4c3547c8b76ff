"""Verifies returns: items and roles of answers, how many a report has, and every sum against its answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from auditor_app.domain.case import VerifiedPoint

_DIFFERING_SUMS = """
    SELECT change_id, fiscal_year, organisation_id, item_id, role_id
    FROM (
        SELECT r.change_id, r.fiscal_year, r.organisation_id, a.item_id, a.role_id,
               1 AS answered, a.obliged, a.implemented
        FROM report r CROSS JOIN answer a ON a.report_id = r.id
        WHERE r.standing = 'counted' AND a.implemented IS NOT NULL
        UNION ALL
        SELECT s.change_id, r.fiscal_year, r.organisation_id, s.item_id, s.role_id,
               -1, -a.obliged, -a.implemented
        FROM answer_superseded s
        JOIN answer a ON (a.report_id, a.item_id, a.role_id) = (s.report_id, s.item_id, s.role_id)
        JOIN report r ON r.id = s.report_id
        WHERE a.implemented IS NOT NULL
        UNION ALL
        SELECT change_id, fiscal_year, organisation_id, item_id, role_id, -answered, -obliged, -implemented
        FROM item_sum
    )
    GROUP BY change_id, fiscal_year, organisation_id, item_id, role_id
    HAVING sum(answered) <> 0 OR sum(obliged) <> 0 OR sum(implemented) <> 0
"""
"""Of each change, undone ones too: its answers, less those it replaces, less the sums it stored; nothing remains."""

_WRONGLY_REPLACED = """
    SELECT s.report_id, s.item_id, s.role_id
    FROM answer_superseded s JOIN report r ON r.id = s.report_id
    WHERE r.standing <> 'counted' OR r.change_id >= s.change_id
    UNION ALL
    SELECT s.report_id, s.item_id, s.role_id
    FROM answer_superseded s JOIN change c ON c.id = s.change_id AND c.is_in_force = 1
    GROUP BY s.report_id, s.item_id, s.role_id HAVING count(*) > 1
"""
"""Answers replaced that did not count, or that count as replaced twice: they would be taken off twice."""

_MISCOUNTED = """
    SELECT r.id, r.answer_count, (SELECT count(*) FROM answer a WHERE a.report_id = r.id) AS found
    FROM report r WHERE r.answer_count <> found
"""

_UNKNOWN_TARGETS = """
    SELECT 'answer', report_id, 'item' FROM answer WHERE item_id NOT IN (SELECT id FROM item)
    UNION ALL SELECT 'answer', report_id, 'role' FROM answer WHERE role_id NOT IN (SELECT id FROM role)
    UNION ALL SELECT 'item_sum', change_id, 'fiscal_year' FROM item_sum
              WHERE fiscal_year NOT IN (SELECT year FROM fiscal_year)
    UNION ALL SELECT 'item_sum', change_id, 'organisation' FROM item_sum
              WHERE organisation_id NOT IN (SELECT id FROM organisation)
    UNION ALL SELECT 'item_sum', change_id, 'item' FROM item_sum WHERE item_id NOT IN (SELECT id FROM item)
    UNION ALL SELECT 'item_sum', change_id, 'role' FROM item_sum WHERE role_id NOT IN (SELECT id FROM role)
    UNION ALL SELECT 'item_sum', change_id, 'change' FROM item_sum WHERE change_id NOT IN (SELECT id FROM change)
    UNION ALL SELECT 'alias', id, kind FROM alias WHERE kind = 'item' AND target_id NOT IN (SELECT id FROM item)
    UNION ALL SELECT 'alias', id, kind FROM alias WHERE kind = 'role' AND target_id NOT IN (SELECT id FROM role)
    UNION ALL SELECT 'alias', id, kind FROM alias
              WHERE kind = 'organisation' AND target_id NOT IN (SELECT id FROM organisation)
"""


def answer_count(connection: sqlite3.Connection) -> int:
    """How many answers the reports announce."""
    return int(connection.execute("SELECT ifnull(sum(answer_count), 0) FROM report").fetchone()[0])


def unknown_targets(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """(table, row, table referred to) where no foreign key watches: items and roles of answers, sums, aliases."""
    yield from connection.execute(_UNKNOWN_TARGETS)


def summaries(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """What is shown without reading the answers is what the answers say."""
    holds = True
    for change, year, organisation, item, role in connection.execute(_DIFFERING_SUMS):
        holds = False
        values = {"year": year, "organisation": organisation, "item": item, "role": role}
        yield VerifiedPoint("summaries", False, "verify.summaries.broken", values, f"#{change}")
    for report, item, role in connection.execute(_WRONGLY_REPLACED):
        holds = False
        values = {"report": report, "item": item, "role": role}
        yield VerifiedPoint("summaries", False, "verify.summaries.replaced", values, f"report {report}")
    for report, announced, found in connection.execute(_MISCOUNTED):
        holds = False
        values = {"report": report, "announced": announced, "found": found}
        yield VerifiedPoint("summaries", False, "verify.summaries.miscounted", values, f"report {report}")
    if holds:
        count = connection.execute("SELECT count(*) FROM item_sum").fetchone()[0]
        yield VerifiedPoint("summaries", True, "verify.summaries.holds", {"count": count})
