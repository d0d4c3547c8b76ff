"""What stands in the places of a written table: words with their footnote marks, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from auditor_app.domain.documents import Footnote, Table, TableRow
from auditor_app.exporting.writable_text import writable


def cell_marks(table: Table, row: TableRow, place: int) -> tuple[str, ...]:
    """Marks beside a cell; those of its row stand beside the first."""
    own = row.cells[place].notes
    return table.marks((*own, *row.notes) if place == 0 else own)


def column_marks(table: Table, place: int) -> tuple[str, ...]:
    return table.marks(table.columns[place].notes)


def with_marks(text: str, marks: tuple[str, ...]) -> str:
    """As `Table.shown` puts them.

    >>> with_marks("31.2", ("*1", "*2"))
    '31.2 *1 *2'
    """
    return " ".join((text, *marks))


def footnote_line(note: Footnote) -> str:
    """A footnote as it stands below its table."""
    return f"{note.mark}\t{note.text}" if note.mark else note.text


def grouped_columns(table: Table) -> Iterator[tuple[str, int, int]]:
    """Neighbouring columns under one title of a group: title, first column, how many; "" stands alone.

    Only asked of a table that `has_groups`.
    """
    place = 0
    for group, columns in groupby(table.columns, key=lambda column: column.group):
        count = len(list(columns))
        if group:
            yield group, place, count
        else:
            yield from (("", place + own, 1) for own in range(count))
        place += count


def has_groups(table: Table) -> bool:
    return any(column.group for column in table.columns)


def header_texts(table: Table) -> list[list[str]]:
    """What has to be read in the header of a written table: each title once, in the upper row where it spans both."""
    titles = [writable(with_marks(own.title, column_marks(table, place))) for place, own in enumerate(table.columns)]
    if not has_groups(table):
        return [titles]
    groups = list(grouped_columns(table))
    upper = [writable(group) if group else titles[first] for group, first, _ in groups]
    return [upper, [titles[own] for group, first, count in groups if group for own in range(first, first + count)]]


def body_texts(table: Table, no_rows: str) -> list[list[str]]:
    """What has to be read below: of a heading one text, of a table without rows the words that say so."""
    return [_row_texts(table, row) for row in table.rows] or [[no_rows]]


def _row_texts(table: Table, row: TableRow) -> list[str]:
    cells = row.cells[:1] if row.kind == "heading" else row.cells
    return [writable(with_marks(own.text, cell_marks(table, row, place))) for place, own in enumerate(cells)]
