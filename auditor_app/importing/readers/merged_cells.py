"""Merged cells: what stands in the first of them is meant for all - unless it is a count, which is nobody's then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.cell_texts import cell_text
from auditor_app.importing.readers.sheet_marks import MOST_CELLS, CellRange
from auditor_app.importing.readers.tables import merged_count


class MergedCells:
    """Fills the rows of a sheet in their order; ranges are cut to the used range first.

    In the columns `counts` nothing is filled: cells of a range over several rows or several of these columns are
    marked instead, the first one too, for nobody knows for whom it counts.
    """

    def __init__(
        self, ranges: Sequence[CellRange], row_count: int, column_count: int, counts: Collection[int] = ()
    ) -> None:
        self.ranges = sorted(
            ((top, left), (min(bottom, row_count - 1), min(right, column_count - 1)))
            for (top, left), (bottom, right) in ranges
            if top < row_count and left < column_count
        )
        covered = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in self.ranges)
        if covered > MOST_CELLS:  # ranges of one sheet never overlap
            raise InputRefusedError(Problem("import.workbook_damaged"))
        self._waiting = self.ranges[::-1]
        self._counts = sorted(counts)
        self._open: list[tuple[CellRange, Any]] = []

    @property
    def is_needed(self) -> bool:
        return bool(self._waiting or self._open)

    def fill(self, number: int, row: list[Any]) -> None:
        """Put the values of merged cells into the covered ones of row `number`."""
        while self._waiting and self._waiting[-1][0][0] <= number:
            merged = self._waiting.pop()
            if merged[0][0] == number:
                left = merged[0][1]
                self._open.append((merged, row[left] if left < len(row) else ""))
        if not self._open:
            return
        for merged, value in self._open:
            (_, left), (_, right) = merged
            row.extend([""] * (left - len(row)))
            row[left : right + 1] = [value] * (right - left + 1)
            for column in unclear_columns(merged, self._counts):
                row[column] = merged_count(cell_text(value))
        self._open = [one for one in self._open if one[0][1][0] > number]


def unclear_columns(merged: CellRange, counts: Sequence[int]) -> list[int]:
    """Of the columns with counts those in which nobody knows for whom the merged cell counts.

    >>> unclear_columns(((1, 3), (2, 3)), [3, 4]), unclear_columns(((1, 3), (1, 4)), [3, 4])
    ([3], [3, 4])
    >>> unclear_columns(((1, 3), (1, 5)), [3]), unclear_columns(((1, 2), (1, 3)), [3])
    ([], [3])
    """
    (top, left), (bottom, right) = merged
    inside = [column for column in counts if left <= column <= right]
    return [] if top == bottom and inside == [left] else inside
