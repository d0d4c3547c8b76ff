"""Answers: of one report, of one item over the units, page by page, sorted, and as columns of numbers."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
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
        f"{_counted(connection)} AND a.report_id = ? {of_one} ORDER BY {_IN_ORDER}",
        [report_id] if item_id is None else [report_id, item_id],
    )


def answer_page(connection: sqlite3.Connection, report_id: int, offset: int, limit: int) -> list[StoredAnswer]:
    """Some of `answers`, counted from 0; within one report an offset skips at most a few thousand rows."""
    return _stored(
        connection,
        f"{_counted(connection)} AND a.report_id = ? ORDER BY {_IN_ORDER} LIMIT ? OFFSET ?",
        [report_id, limit, offset],
    )


def answers_of_item(
    connection: sqlite3.Connection, fiscal_year: int, organisation_id: int, item_id: int, role_id: int
) -> list[StoredAnswer]:
    """What the units of an organisation answered, in the order their reports were stored."""
    return _stored(
        connection,
        f"""{_counted(connection)} AND r.fiscal_year = ? AND r.organisation_id = ? AND a.item_id = ? AND a.role_id = ?
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


def scan_answers(
    connection: sqlite3.Connection, report_ids: Sequence[int] | None, columns: Sequence[AnswerColumn], batch: int
) -> Iterator[tuple[array[int], ...]]:
    """All answers that count, by report, item, role: for each batch one array of 64-bit integers a column.

    -1 is "not reported".  numpy takes such an array without copying it (`numpy.frombuffer(array, "int64")`).
    """
    if not columns or not set(columns) <= set(get_args(AnswerColumn)):
        raise ValueError("no such column of an answer")
    selected = ", ".join(f"ifnull(a.{column}, -1)" for column in columns)
    chosen, values = _chosen(report_ids)
    cursor = connection.execute(f"SELECT {selected} {_counted(connection)} {chosen} ORDER BY {_IN_ORDER}", values)
    while rows := cursor.fetchmany(batch):
        flat = array("q", chain.from_iterable(rows))
        yield tuple(flat[number :: len(columns)] for number in range(len(columns)))


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
    chosen, values = _chosen(report_ids)
    keys = [*_terms(order), *((_EXPRESSIONS[name], False) for name in ("report", "item", "role"))]
    ordered = ", ".join(f"{key.format('a')}{' DESC' * descending}" for key, descending in keys)
    past = later = ""
    if after is not None:
        past = f", (SELECT {', '.join(f'? AS {column}' for column in get_args(AnswerColumn))}) past"
        later = f"AND ({_later(keys)})"
        values = [*after, *values]
    return _stored(
        connection, f"{_counted(connection, past)} {chosen} {later} ORDER BY {ordered} LIMIT ?", [*values, limit]
    )


def _terms(order: Sequence[tuple[AnswerOrder, bool]]) -> Iterator[tuple[str, bool]]:
    """Sort keys; before each value whether there is none, so that those come last in both directions."""
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


def _counted(connection: sqlite3.Connection, further: str = "") -> str:
    """FROM and WHERE for the answers that count.

    Each answer is asked whether it was replaced only in the reports where one was: this halves a full scan.
    """
    replaced = [report_id for (report_id,) in connection.execute(f"SELECT DISTINCT s.report_id {SUPERSEDED}")]
    unless_replaced = f"""
        AND NOT (r.id IN ({", ".join(map(str, replaced))}) AND EXISTS (
            SELECT 1 {SUPERSEDED} WHERE (s.report_id, s.item_id, s.role_id) = (a.report_id, a.item_id, a.role_id)))
    """
    return f"""
        FROM report r CROSS JOIN answer a ON a.report_id = r.id {further}
        WHERE r.standing = 'counted' AND r.change_id IN (SELECT id FROM change WHERE is_in_force = 1)
        {unless_replaced if replaced else ""}
    """


def _chosen(report_ids: Sequence[int] | None) -> tuple[str, list[object]]:
    if report_ids is None:
        return "", []
    return "AND r.id IN (SELECT value FROM json_each(?))", [json.dumps([int(number) for number in report_ids])]
