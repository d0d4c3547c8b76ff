"""The mapped cells of a chunk by field, with what holds for the whole table filled in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor_app.domain.table_proposals import ColumnMapping
from auditor_app.importing.readers.tables import CodedColumn, TableChunk
from auditor_app.importing.returns.coded_cells import blank_cells, filtered

LABEL = "label"


@dataclass(frozen=True)
class TableCells:
    """Rows of a table: source row numbers and one dictionary-encoded column a field.

    The column `LABEL`, if there is one, is no field: a total row may be called so there.
    """

    rows: np.ndarray
    columns: dict[str, CodedColumn]

    def text(self, field: str, index: int) -> str:
        """The cell as it stands in the file."""
        column = self.columns[field]
        return column.texts[int(column.codes[index])]

    def where(self, kept: np.ndarray) -> TableCells:
        columns = {field: filtered(column, kept) for field, column in self.columns.items()}
        return TableCells(self.rows[kept], columns)


def cells_of(chunk: TableChunk, mapping: ColumnMapping, fields: tuple[str, ...]) -> TableCells:
    """The chunk's columns by field, without blank rows; a field without a column has its constant, else ""."""
    mapped = dict(zip(mapping.columns, chunk.columns, strict=False))
    blank = _blank_rows(chunk, list(mapped.values()))
    constants = {
        "fiscal_year": "" if mapping.fiscal_year is None else str(mapping.fiscal_year),
        "organisation": mapping.organisation,
    }
    nothing = np.zeros(len(chunk.rows), dtype=np.int32)
    columns = {
        field: _filled(mapped[field], constants.get(field, ""))
        if field in mapped
        else CodedColumn((constants.get(field, ""),), nothing)
        for field in fields
    }
    for column in chunk.columns[len(mapping.columns) :]:
        columns[LABEL] = column
    cells = TableCells(chunk.rows, columns)
    return cells if blank is None else cells.where(~blank)


def _blank_rows(chunk: TableChunk, columns: list[CodedColumn]) -> np.ndarray | None:
    """None where every row has something in one of the columns; most tables show that in the first."""
    blank: np.ndarray = np.ones(len(chunk.rows), dtype=np.bool_)
    for column in columns:
        cells = blank_cells(column)
        if cells is None:
            return None
        blank &= cells
    return blank if blank.any() else None


def _filled(column: CodedColumn, constant: str) -> CodedColumn:
    """What the title says holds where a row says nothing."""
    if not constant:
        return column
    return CodedColumn(tuple(text if text.strip() else constant for text in column.texts), column.codes)
