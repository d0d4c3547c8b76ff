"""Collects what of a table is refused: the first cells one by one, all of them by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from auditor_app.domain.table_proposals import MOST_REFUSED_LISTED
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.records import Places


@dataclass(frozen=True)
class Refusal:
    """One refused cell (field "": the row as a whole)."""

    row: int
    field: str
    problem: Problem


class RefusalList:
    """At most `MOST_REFUSED_LISTED` are kept one by one; a row refused for two reasons counts as one row."""

    def __init__(self, places: Places, columns: dict[str, int], limit: int = MOST_REFUSED_LISTED) -> None:
        self.places = places
        self.by_reason: Counter[str] = Counter()
        self.row_count = 0
        self._columns = columns
        self._limit = limit
        self._listed: list[Refusal] = []

    def add(self, key: str, row: int, field: str, values: dict[str, object]) -> None:
        """One cell; whether its row is refused for other reasons too is the caller's count."""
        self.by_reason[key] += 1
        if len(self._listed) < self._limit:
            self._listed.append(Refusal(row, field, Problem(key, self.place(row, field), values)))

    def add_where(
        self, key: str, mask: np.ndarray, rows: np.ndarray, field: str, values: Callable[[int], dict[str, object]]
    ) -> None:
        """Every cell of a chunk for which `mask` holds; `values` gives the particulars of its n-th row."""
        found = np.flatnonzero(mask)
        if not len(found):
            return
        room = self._limit - len(self._listed)
        for index in found[:room].tolist():
            self.add(key, int(rows[index]), field, values(index))
        self.by_reason[key] += max(0, len(found) - max(0, room))

    def place(self, row: int, field: str) -> str:
        column = self._columns.get(field)
        return self.places.row(row) if column is None else self.places.cell(row, column, field)

    @property
    def listed(self) -> list[Refusal]:
        """In the order of the rows."""
        return sorted(self._listed, key=lambda refusal: refusal.row)
