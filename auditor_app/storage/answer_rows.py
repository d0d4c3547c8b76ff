"""Writes the answers of one change by the hundred, checks what no foreign key does, and digests them on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

import numpy as np

from auditor_app.storage.digests import RowHash, TableDigest
from auditor_app.storage.row_blocks import insert_values, known_ids

if TYPE_CHECKING:
    import numpy.typing as npt

    Block = npt.NDArray[np.int64]

COLUMNS = ("report_id", "item_id", "role_id", "obliged", "implemented", "source_row")
BLOCK_ROWS = 50_000
NOT_REPORTED = -1
"""In a block; NULL in the table."""

_WIDTH = len(COLUMNS)

_StoredRow = tuple[int, int, int, int | None, int | None, int]


class AnswerWriter:
    """Takes rows whose keys (report, item, role) strictly increase over the whole change."""

    def __init__(self, connection: sqlite3.Connection, change_id: int) -> None:
        self._connection = connection
        self._announced = dict(
            connection.execute("SELECT id, answer_count FROM report WHERE change_id = ?", (change_id,)).fetchall()
        )
        self._written = dict.fromkeys(self._announced, 0)
        self._items = known_ids(connection, "item")
        self._roles = known_ids(connection, "role")
        self._last_key = (0, 0, 0)
        self._hash = RowHash(COLUMNS)

    def write_rows(self, rows: Iterable[_StoredRow]) -> None:
        """Tuples in the order of `COLUMNS`, None for what is not reported."""
        for batch in _batches(rows):
            flat = list(chain.from_iterable(batch))
            block = np.array([NOT_REPORTED if value is None else value for value in flat], dtype=np.int64)
            if int((block < 0).sum()) != flat.count(None):
                raise ValueError("a negative number is no count")
            self.write_block(block)

    def write_block(self, block: Block) -> None:
        """Rows as a C-contiguous int64 array or buffer of six columns, -1 for what is not reported."""
        rows = np.frombuffer(block, dtype=np.int64).reshape(-1, _WIDTH)
        for start in range(0, len(rows), BLOCK_ROWS):
            part = rows[start : start + BLOCK_ROWS]
            self._check(part)
            self._hash.update(part.data)
            insert_values(self._connection, "answer", COLUMNS, _values(part))

    def digest(self) -> TableDigest:
        """What `table_digest` would find; ValueError when a report has not the answers it announced."""
        if self._written != self._announced:
            raise ValueError("a report has another number of answers than it announced")
        return self._hash.digest()

    def _check(self, rows: Block) -> None:
        keys = rows[:, :3]
        first, last = tuple(map(int, keys[0])), tuple(map(int, keys[-1]))
        if first <= self._last_key or not _increase(keys):
            raise ValueError("answers come in the order of report, item and role, each once")
        self._last_key = last[0], last[1], last[2]
        reports, counts = np.unique(keys[:, 0], return_counts=True)
        for report_id, count in zip(reports.tolist(), counts.tolist(), strict=True):
            if report_id not in self._written:
                raise LookupError("answers belong to a report of the same change")
            self._written[report_id] += count
        for column, known in ((1, self._items), (2, self._roles)):
            if not known.issuperset(np.unique(keys[:, column]).tolist()):
                raise LookupError("an answer names an item or a role that is not in the case")


def _batches(rows: Iterable[_StoredRow]) -> Iterator[list[_StoredRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BLOCK_ROWS)):
        yield batch


def _increase(keys: Block) -> bool:
    """Whether each key is greater than the one before it."""
    report, item, role = np.diff(keys, axis=0).T
    return bool(((report > 0) | ((report == 0) & ((item > 0) | ((item == 0) & (role > 0))))).all())


def _values(rows: Block) -> list[int | None]:
    """One flat list, None for what is not reported (a further negative number fails the table's CHECK)."""
    values = cast("list[int | None]", rows.ravel().tolist())
    for row, column in np.argwhere(rows[:, 3:5] == NOT_REPORTED).tolist():
        values[row * _WIDTH + 3 + column] = None
    return values
