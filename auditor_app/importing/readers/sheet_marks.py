"""What the cells' values alone do not tell of a sheet: its extent, and cells to be read otherwise."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor_app.foundation.errors import InputRefusedError, Problem

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 5_000_000
_MOST_ODD_CELLS = 200_000
"""Errors and formulas without a value: a sheet with more of them is no return."""

CellRange = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class SheetMarks:
    """Rows and columns count from 0; a position is row x 16,384 + column, and positions are added in any order."""

    row_count: int = 0
    column_count: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    """Cells whose text is not their value: `#N/A`, `=A1+B1`."""
    percents: array[int] = field(default_factory=lambda: array("q"))
    scaled_count: int = 0
    first_scaled: str = ""
    has_formulas: bool = False
    merged: list[CellRange] = field(default_factory=list)
    _sorted_texts: list[int] | None = None

    def reach(self, row: int, column: int) -> None:
        """Note a cell with a value."""
        self.row_count = max(self.row_count, row + 1)
        self.column_count = max(self.column_count, column + 1)

    def set_text(self, row: int, column: int, text: str) -> None:
        self.reach(row, column)
        self.texts[row * MOST_COLUMNS + column] = text
        if len(self.texts) > _MOST_ODD_CELLS:
            raise InputRefusedError(Problem("import.too_many_odd_cells", values={"limit": _MOST_ODD_CELLS}))

    def set_percent(self, row: int, column: int) -> None:
        self.percents.append(row * MOST_COLUMNS + column)

    def set_scaled(self, row: int, column: int) -> None:
        self.scaled_count += 1
        self.first_scaled = self.first_scaled or cell_name(row, column)

    def finish(self) -> None:
        """Put positions in order; afterwards they can be asked for."""
        if any(one > two for one, two in zip(self.percents, self.percents[1:], strict=False)):
            self.percents = array("q", sorted(self.percents))
        self._sorted_texts = sorted(self.texts)

    def percents_of_rows(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Row and column of each cell shown as a percentage in the rows from `first` to before `end`."""
        at = bisect_left(self.percents, first * MOST_COLUMNS)
        while at < len(self.percents) and self.percents[at] < end * MOST_COLUMNS:
            yield divmod(self.percents[at], MOST_COLUMNS)
            at += 1

    def texts_of_rows(self, first: int, end: int) -> Iterator[tuple[int, int, str]]:
        positions = self._sorted_texts or []
        at = bisect_left(positions, first * MOST_COLUMNS)
        while at < len(positions) and positions[at] < end * MOST_COLUMNS:
            yield *divmod(positions[at], MOST_COLUMNS), self.texts[positions[at]]
            at += 1


def refuse_beyond_limits(sheet: str, row_count: int, column_count: int) -> None:
    """Refused with the numbers, before any table is built."""
    if row_count > MOST_ROWS or column_count > MOST_COLUMNS or row_count * column_count > MOST_CELLS:
        values: dict[str, object] = {
            "sheet": sheet,
            "rows": row_count,
            "columns": column_count,
            "cells": row_count * column_count,
            "limit": MOST_CELLS,
        }
        raise InputRefusedError(Problem("import.sheet_too_large", values=values))


def cell_name(row: int, column: int) -> str:
    """
    >>> cell_name(0, 0), cell_name(11, 27)
    ('A1', 'AB12')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def column_index(letters: bytes) -> int:
    """
    >>> column_index(b"A"), column_index(b"XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
