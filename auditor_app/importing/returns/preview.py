"""The first rows of a table as they are understood: each mapped cell with its text, its reading and its problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.table_proposals import ColumnMapping, PreviewCell, PreviewRow
from auditor_app.foundation.errors import Problem
from auditor_app.importing.readers.merged_cells import unclear_columns
from auditor_app.importing.readers.tables import (
    CodedColumn,
    SheetProbe,
    TableChunk,
    merged_count,
    text_of_merged_count,
)
from auditor_app.importing.returns.columns import row_numbers
from auditor_app.importing.returns.counts import parse_count
from auditor_app.importing.returns.kinds import count_columns
from auditor_app.importing.returns.names import NameBook
from auditor_app.importing.returns.records import Places
from auditor_app.importing.returns.table_rows import TableRows

PREVIEW_ROWS = 20


def head_chunk(sheet: SheetProbe, mapping: ColumnMapping) -> TableChunk:
    """The first rows behind the header, as a reader would give them."""
    rows = [
        (number, cells)
        for number, cells in zip(row_numbers(sheet), sheet.head, strict=False)
        if number >= mapping.first_data_row and any(cell.strip() for cell in cells)
    ][:PREVIEW_ROWS]
    unclear = _unclear_counts(sheet, mapping)
    columns = []
    for column in mapping.columns.values():
        texts = tuple(_text(cells, column, (number, column) in unclear) for number, cells in rows)
        columns.append(CodedColumn(texts, np.arange(len(rows), dtype=np.int32)))
    return TableChunk(np.array([number for number, _cells in rows], dtype=np.int32), tuple(columns))


def _unclear_counts(sheet: SheetProbe, mapping: ColumnMapping) -> set[tuple[int, int]]:
    """Row and column of the merged cells of which nobody knows for whom they count."""
    counts = count_columns(mapping)
    return {
        (row, column)
        for top, bottom, left, right in sheet.merged
        for column in unclear_columns(((top, left), (bottom, right)), counts)
        for row in range(top, min(bottom, top + len(sheet.head)) + 1)
    }


def _text(cells: Sequence[str], column: int, is_unclear: bool) -> str:
    text = cells[column] if column < len(cells) else ""
    return merged_count(text) if is_unclear else text


def preview_counts(chunk: TableChunk, table: TableRows) -> tuple[PreviewRow, ...]:
    """Rows of a coverage or answers table; `table` is used up for it."""
    table.read(chunk)
    by_cell: dict[tuple[int, str], Problem] = {}
    for refusal in table.refusals.listed:
        by_cell.setdefault((refusal.row, refusal.field), refusal.problem)
    return tuple(
        PreviewRow(
            row,
            {
                name: PreviewCell(_as_shown(text), _reading(name, texts, table), by_cell.get((row, name)))
                for name, text in texts.items()
            },
            (problem,) if (problem := by_cell.get((row, ""))) else (),
        )
        for row, texts in _texts(chunk, table.mapping)
    )


def preview_records(
    chunk: TableChunk, mapping: ColumnMapping, problems: Sequence[Problem], places: Places
) -> tuple[PreviewRow, ...]:
    """Rows of a small table, with what its rules refused."""
    by_place = {problem.place: problem for problem in problems}
    return tuple(
        PreviewRow(
            row,
            {
                name: PreviewCell(
                    _as_shown(text),
                    text.strip() if _as_shown(text) == text else "",
                    by_place.get(places.cell(row, mapping.columns[name], name)),
                )
                for name, text in texts.items()
            },
            (problem,) if (problem := by_place.get(places.row(row))) else (),
        )
        for row, texts in _texts(chunk, mapping)
    )


def _texts(chunk: TableChunk, mapping: ColumnMapping) -> list[tuple[int, dict[str, str]]]:
    return [
        (
            row,
            {
                name: column.texts[int(column.codes[index])]
                for name, column in zip(mapping.columns, chunk.columns, strict=True)
            },
        )
        for index, row in enumerate(chunk.rows.tolist())
    ]


def _as_shown(text: str) -> str:
    merged = text_of_merged_count(text)
    return text if merged is None else merged


def _reading(name: str, texts: Mapping[str, str], table: TableRows) -> str:
    """What a cell is taken for, in the words of the case; "" where it says nothing that can be used."""
    text, book, mapping = texts[name], table.keys.book, table.mapping
    year = parse_fiscal_year(texts.get("fiscal_year", "")) or mapping.fiscal_year
    if name in table.fields.counts:
        value = parse_count(text).value
        return "" if value is None else str(value)
    if name == "fiscal_year":
        return str(year or "")
    if name == "unit":
        return " ".join(text.split())
    return _name_reading(name, text, year or 0, book)


def _name_reading(name: str, text: str, year: int, book: NameBook) -> str:
    if name == "role":
        role = book.role_id(text)
        return book.role_name(role) if role is not None else ""
    if not year:
        return ""
    if name == "organisation":
        organisation = book.organisation_id(text, year)
        return book.organisation_name(organisation, year) if organisation is not None else ""
    edition = book.edition_id(year)
    item = book.item_id(text, edition) if edition is not None else None
    return book.item_name(item) if item is not None else ""
