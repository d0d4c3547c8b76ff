"""Answers as columns of numbers, for sorting and filtering millions of them; the only reader that needs numpy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from auditor_app.storage.queries.answers import AnswerColumn, chosen_reports, unless_replaced

_REPORTS_AT_ONCE = 32
"""About 50,000 answers of ministries."""

Column = npt.NDArray[np.int64]


def scan_answers(
    connection: sqlite3.Connection, report_ids: Sequence[int] | None, columns: Sequence[AnswerColumn]
) -> Iterator[tuple[Column, ...]]:
    """All answers that count, by report, item, role; one array a column for each batch of whole reports.

    SQLite joins a report's numbers into one text: no Python object is made for each of them, and other threads
    run meanwhile (a quarter of the time that rows take).
    """
    if not columns or not set(columns) <= set(get_args(AnswerColumn)):
        raise ValueError("no such column of an answer")
    where = f"FROM answer a WHERE a.report_id = r.id {unless_replaced(connection)}"
    selected = ", ".join(f"(SELECT group_concat(ifnull(a.{column}, -1)) {where})" for column in columns)
    chosen, values = chosen_reports(report_ids)
    cursor = connection.execute(
        f"""SELECT {selected} FROM report r
            WHERE r.standing = 'counted' AND r.answer_count > 0
              AND +r.change_id IN (SELECT id FROM change WHERE is_in_force = 1) {chosen}
            ORDER BY r.id""",
        values,
    )
    while reports := cursor.fetchmany(_REPORTS_AT_ONCE):
        yield tuple(_numbers(texts) for texts in zip(*reports, strict=True))


def _numbers(texts: Sequence[str | None]) -> Column:
    """The numbers of several texts; a report all of whose answers were replaced has none."""
    return np.fromstring(",".join(text for text in texts if text), dtype=np.int64, sep=",")
