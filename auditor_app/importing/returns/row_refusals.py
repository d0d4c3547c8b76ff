"""Collects what the rows of a small table are refused for, in the order of the rows."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.records import Record


class RowRefusals:
    """A row may be refused for several reasons; it is counted once."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str, str], tuple[int, Problem]] = {}
        self._rows: set[int] = set()

    def add(self, key: str, record: Record, field: str = "", **values: object) -> None:
        """`key` names the text; the place is the cell of `field`, or the row."""
        problem = Problem(key, record.place(field), values)
        self._found.setdefault((record.row, key, problem.place), (record.row, problem))
        self._rows.add(record.row)

    def has(self, record: Record) -> bool:
        return record.row in self._rows

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for _, problem in sorted(self._found.values(), key=lambda own: own[0]))


def words_of(names: Sequence[str]) -> str:
    """Names for a message; "" for none.

    >>> words_of(["総務省", "財務省"]), words_of([])
    ('総務省、財務省', '')
    """
    return "、".join(names)
