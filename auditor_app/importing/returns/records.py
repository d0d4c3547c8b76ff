"""The rows of a small table as records: field → text and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor_app.domain.table_proposals import ColumnMapping
from auditor_app.foundation.formula_cells import restored

if TYPE_CHECKING:
    from auditor_app.importing.readers.tables import TableChunk


@dataclass(frozen=True)
class Places:
    """How places in one table are written: `file.xlsx: 回答!D12`, `answers.csv: L12 obliged`."""

    document: str
    sheet: str

    def row(self, row: int) -> str:
        """
        >>> Places("a.xlsx", "回答").row(12), Places("a.csv", "").row(12)
        ('a.xlsx: 回答!12', 'a.csv: L12')
        """
        return f"{self.document}: {self.sheet}!{row}" if self.sheet else f"{self.document}: L{row}"

    def cell(self, row: int, column: int, field: str) -> str:
        """
        >>> Places("a.xlsx", "回答").cell(12, 3, "obliged"), Places("a.csv", "").cell(12, 3, "obliged")
        ('a.xlsx: 回答!D12', 'a.csv: L12 obliged')
        """
        if self.sheet:
            return f"{self.document}: {self.sheet}!{column_letters(column)}{row}"
        return f"{self.document}: L{row} {field}"


def column_letters(column: int) -> str:
    """
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701), column_letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True)
class Record:
    """One row; a field without a column, or with an empty cell, has the text ""."""

    row: int
    texts: Mapping[str, str]
    """Without white space around them, and without the apostrophe our own csv puts before what looks like a formula;
    fields that are constant for the table are filled in."""
    columns: Mapping[str, int]
    places: Places

    def text(self, field: str) -> str:
        return self.texts.get(field, "")

    def place(self, field: str = "") -> str:
        """The cell of a field; the row, for a field without a column."""
        column = self.columns.get(field)
        return self.places.row(self.row) if column is None else self.places.cell(self.row, column, field)


def read_records(chunks: Iterable[TableChunk], mapping: ColumnMapping, places: Places) -> Iterator[Record]:
    """The rows of a table that are not blank.  The chunks hold the mapped columns in the order of `mapping.columns`."""
    constants = {"organisation": mapping.organisation} if mapping.organisation else {}
    if mapping.fiscal_year is not None:
        constants["fiscal_year"] = str(mapping.fiscal_year)
    for chunk in chunks:
        texts = [[restored(column.texts[code].strip()) for code in column.codes] for column in chunk.columns]
        for row, cells in zip(chunk.rows.tolist(), zip(*texts, strict=True), strict=True):
            if any(cells):
                named = constants | {name: text for name, text in zip(mapping.columns, cells, strict=False) if text}
                yield Record(row, named, mapping.columns, places)
