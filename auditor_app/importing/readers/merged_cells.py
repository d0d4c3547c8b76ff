"""Merged cells: what stands in the first of them is meant for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.sheet_marks import MOST_CELLS, CellRange


class MergedCells:
    """Fills the rows of a sheet in their order; ranges are cut to the used range first."""

    def __init__(self, ranges: Sequence[CellRange], row_count: int, column_count: int) -> None:
        self._waiting = sorted(
            ((top, left), (min(bottom, row_count - 1), min(right, column_count - 1)))
            for (top, left), (bottom, right) in ranges
            if top < row_count and left < column_count
        )
        covered = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in self._waiting)
        if covered > MOST_CELLS:  # ranges of one sheet never overlap
            raise InputRefusedError(Problem("import.workbook_damaged"))
        self._waiting.reverse()
        self._open: list[tuple[CellRange, Any]] = []

    @property
    def is_needed(self) -> bool:
        return bool(self._waiting or self._open)

    def fill(self, number: int, row: list[Any]) -> None:
        """Put the values of merged cells into the covered ones of row `number`."""
        while self._waiting and self._waiting[-1][0][0] <= number:
            merged = self._waiting.pop()
            if merged[0][0] == number:
                self._open.append((merged, row[merged[0][1]]))
        if not self._open:
            return
        for ((_, left), (_, right)), value in self._open:
            row[left : right + 1] = [value] * (right - left + 1)
        self._open = [one for one in self._open if one[0][1][0] > number]
