"""Where the parts of a table lie on its sheet, and by which references formulas and charts name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell

from auditor_app.domain.documents import Table

SUMMARIES = ("mean", "total")


@dataclass(frozen=True)
class TablePlace:
    """A table on its sheet; rows and columns count from 0."""

    table: Table
    sheet: str
    head_row: int
    """Of the titles of its columns; those of groups stand one above."""
    recomputed: Mapping[str, int] = field(default_factory=dict)
    """Columns of formulas, by the key of the column they recompute."""

    @property
    def first_row(self) -> int:
        return self.head_row + 1

    @property
    def last_row(self) -> int:
        """Of its rows; the header where there are none."""
        return self.head_row + len(self.table.rows)

    @property
    def last_column(self) -> int:
        return len(self.table.columns) - 1

    @property
    def check_column(self) -> int | None:
        """Where a row says that one of its values differs from its recomputation."""
        return max(self.recomputed.values()) + 1 if self.recomputed else None

    def column(self, key: str) -> int:
        return self.table.position(key)

    def cell(self, row: int, key: str) -> str:
        """A cell of the same sheet; `row` is the place in the table."""
        return str(xl_rowcol_to_cell(self.first_row + row, self.column(key), col_abs=True))

    def cell_from_elsewhere(self, row: int, key: str) -> str:
        own = xl_rowcol_to_cell(self.first_row + row, self.column(key), row_abs=True, col_abs=True)
        return f"{sheet_reference(self.sheet)}!{own}"

    def check_cells(self) -> str:
        """The column that says where values differ, as seen from another sheet."""
        column = self.check_column or 0
        return f"{sheet_reference(self.sheet)}!{xl_range_abs(self.first_row, column, self.last_row, column)}"

    def ranges(self, key: str, sheet: str) -> list[str]:
        """The cells of a column in all rows that are counted, as seen from a sheet: without means and totals."""
        return [self._range(first, last, self.column(key), sheet) for first, last in self.counted_rows]

    @cached_property
    def counted_rows(self) -> list[tuple[int, int]]:
        """(first, last) of each run of rows that are neither mean nor total; thousands of formulas ask for it."""
        runs = groupby(enumerate(self.table.rows), key=lambda own: own[1].kind in SUMMARIES)
        counted = [[place for place, _ in run] for is_summary, run in runs if not is_summary]
        return [(places[0], places[-1]) for places in counted]

    def _range(self, first: int, last: int, column: int, sheet: str) -> str:
        own = str(xl_range_abs(self.first_row + first, column, self.first_row + last, column))
        return own if sheet == self.sheet else f"{sheet_reference(self.sheet)}!{own}"


def sheet_reference(name: str) -> str:
    """
    >>> sheet_reference("A'B")
    "'A''B'"
    """
    doubled = name.replace("'", "''")
    return f"'{doubled}'"


def place_words(sheet: str, row: int, column: int) -> str:
    """A place as a person names it.

    >>> place_words("把握率", 4, 2)
    '把握率!C5'
    """
    return f"{sheet}!{xl_col_to_name(column)}{row + 1}"
