"""Answers: of one report, of one item over the units, page by page, sorted, and as columns of numbers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from auditor_app.domain.returns import AnswerKey, Report, StoredAnswer
from auditor_app.storage.queries.returns import REPORT, SUPERSEDED, reports_of

AnswerColumn = Literal["report_id", "item_id", "role_id", "obliged", "implemented", "source_row"]
AnswerOrder = Literal["report", "item", "role", "obliged", "implemented", "missing", "ratio", "source_row"]

_COLUMNS = ", ".join(f"a.{column}" for column in get_args(AnswerColumn))
_IN_ORDER = "r.id, a.item_id, a.role_id"
_EXPRESSIONS: dict[AnswerOrder, str] = {
    "report": "{}.report_id",
    "item": "{}.item_id",
    "role": "{}.role_id",
    "obliged": "{}.obliged",
    "implemented": "{}.implemented",
    "missing": "{0}.obliged - {0}.implemented",
    # Division by 0 is NULL in SQLite: where no duty arose there is no ratio.
    "ratio": "1.0 * {0}.implemented / {0}.obliged",
    "source_row": "{}.source_row",
}


def answers(connection: sqlite3.Connection, report_id: int, item_id: int | None = None) -> list[StoredAnswer]:
    """Answers of a report that count, in the order item, role; none of a report kept as a version."""
    of_one = "" if item_id is None else "AND a.item_id = ?"
    return _stored(
        connection,
        f"{counted(connection)} AND a.report_id = ? {of_one} ORDER BY {_IN_ORDER}",
        [report_id] if item_id is None else [report_id, item_id],
    )


def answer_page(connection: sqlite3.Connection, report_id: int, offset: int, limit: int) -> list[StoredAnswer]:
    """Some of `answers`, counted from 0; within one report an offset skips at most a few thousand rows."""
    return _stored(
        connection,
        f"{counted(connection)} AND a.report_id = ? ORDER BY {_IN_ORDER} LIMIT ? OFFSET ?",
        [report_id, limit, offset],
    )


def answers_of_item(
    connection: sqlite3.Connection, fiscal_year: int, organisation_id: int, item_id: int, role_id: int
) -> list[StoredAnswer]:
    """What the units of an organisation answered, in the order their reports were stored."""
    return _stored(
        connection,
        f"""{counted(connection)} AND r.fiscal_year = ? AND r.organisation_id = ? AND a.item_id = ? AND a.role_id = ?
            ORDER BY {_IN_ORDER}""",
        [fiscal_year, organisation_id, item_id, role_id],
    )


def answer_versions(connection: sqlite3.Connection, key: AnswerKey) -> list[tuple[Report, StoredAnswer]]:
    """All stored answers to the question of `key`, whether they count or not, with their reports, oldest first."""
    rows = connection.execute(
        f"""{REPORT} JOIN report asked ON (asked.fiscal_year, asked.organisation_id, asked.unit)
                                        = (r.fiscal_year, r.organisation_id, r.unit)
            WHERE asked.id = ? AND r.answer_count > 0 ORDER BY r.id""",
        (key.report_id,),
    ).fetchall()
    found = []
    for report in reports_of(connection, rows):
        row = connection.execute(
            f"SELECT {_COLUMNS} FROM answer a WHERE a.report_id = ? AND a.item_id = ? AND a.role_id = ?",
            (report.id, key.item_id, key.role_id),
        ).fetchone()
        if row is not None:
            found.append((report, StoredAnswer._make(row)))
    return found


def top_answers(
    connection: sqlite3.Connection,
    order: Sequence[tuple[AnswerOrder, bool]],
    limit: int,
    after: StoredAnswer | None = None,
    report_ids: Sequence[int] | None = None,
) -> list[StoredAnswer]:
    """The first answers in an order of (name, descending), or those after `after`; without a value they come last.

    One statement, so that other threads run meanwhile.  Equal ones come by report, item, role.
    """
    chosen, values = chosen_reports(report_ids)
    by_key: list[tuple[AnswerOrder, bool]] = [("report", False), ("item", False), ("role", False)]
    order = [*order, *by_key]
    ordered = ", ".join(
        f"{_EXPRESSIONS[name].format('a')} {'DESC' if descending else 'ASC'} NULLS LAST" for name, descending in order
    )
    past = later = ""
    if after is not None:
        past = f", (SELECT {', '.join(f'? AS {column}' for column in get_args(AnswerColumn))}) past"
        later = f"AND ({_later(list(_keys(order)))})"
        values = [*after, *values]
    return _stored(
        connection, f"{counted(connection, past)} {chosen} {later} ORDER BY {ordered} LIMIT ?", [*values, limit]
    )


def _keys(order: Sequence[tuple[AnswerOrder, bool]]) -> Iterator[tuple[str, bool]]:
    """What to compare: before each value whether there is none, so that those come last in both directions."""
    for name, descending in order:
        yield f"({_EXPRESSIONS[name]}) IS NULL", False
        yield _EXPRESSIONS[name], descending


def _later(keys: Sequence[tuple[str, bool]]) -> str:
    """The condition that a row stands behind the one of `past`."""
    cases, equal = [], ""
    for key, descending in keys:
        own, other = f"({key.format('a')})", f"({key.format('past')})"
        cases.append(f"({equal}{own} {'<' if descending else '>'} {other})")
        equal += f"{own} IS {other} AND "
    return " OR ".join(cases)


def _stored(connection: sqlite3.Connection, rest: str, values: Sequence[object]) -> list[StoredAnswer]:
    return list(map(StoredAnswer._make, connection.execute(f"SELECT {_COLUMNS} {rest}", values)))


def counted(connection: sqlite3.Connection, further: str = "") -> str:
    """FROM and WHERE for the answers that count, `a`, with their reports, `r`."""
    # The + keeps SQLite from walking the reports by change, which would cost sorting all answers.
    return f"""
        FROM report r CROSS JOIN answer a ON a.report_id = r.id {further}
        WHERE r.standing = 'counted' AND +r.change_id IN (SELECT id FROM change WHERE is_in_force = 1)
        {unless_replaced(connection)}
    """


def unless_replaced(connection: sqlite3.Connection) -> str:
    """The condition that an answer `a` of a report `r` was not replaced.

    Each answer is asked for it only in the reports where one was: asking all would halve the speed of a scan.
    """
    reports = [report_id for (report_id,) in connection.execute(f"SELECT DISTINCT s.report_id {SUPERSEDED}")]
    if not reports:
        return ""
    return f"""
        AND NOT (r.id IN ({", ".join(map(str, reports))}) AND EXISTS (
            SELECT 1 {SUPERSEDED} WHERE (s.report_id, s.item_id, s.role_id) = (a.report_id, a.item_id, a.role_id)))
    """


def chosen_reports(report_ids: Sequence[int] | None) -> tuple[str, list[object]]:
    if report_ids is None:
        return "", []
    return "AND r.id IN (SELECT value FROM json_each(?))", [json.dumps([int(number) for number in report_ids])]
