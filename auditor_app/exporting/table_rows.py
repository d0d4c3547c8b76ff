"""A table of a document as rows of a csv file: the titles and words of the screen; marks stay with the footnotes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from auditor_app.domain.documents import Table, TableRow
from auditor_app.exporting.csv_encoding import REPLACEMENT, SAME_IN_JIS, CsvEncoding, fits
from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.json_file import JsonForm
from auditor_app.exporting.read_back import require_equal
from auditor_app.exporting.row_texts import RowsAsTheyCome
from auditor_app.foundation.formula_cells import restored

_ARROWS = "▲▼ "


class TableRows:
    """A stream of the rows shown; a heading has its words in the first column."""

    def __init__(self, table: Table) -> None:
        self.fields = unique_titles(table)
        self._table = table

    def texts(self, form: CsvForm | JsonForm) -> Iterator[str]:
        return RowsAsTheyCome(self._records(), self.fields).texts(form)

    def _records(self) -> Iterator[Mapping[str, object]]:
        for row in self._table.rows:
            yield dict(zip(self.fields, _words(self._table, row), strict=False))


def _words(table: Table, row: TableRow) -> list[str]:
    """As shown; of a difference the number alone.

    A plus sign would get an apostrophe before it, and an arrow upwards means minus in Japanese accounts.
    """
    return [
        cell.text.lstrip(_ARROWS).removeprefix("+")
        if column.kind == "points" and cell.number is not None
        else cell.text
        for column, cell in zip(table.columns, row.cells, strict=False)
    ]


def unique_titles(table: Table) -> tuple[str, ...]:
    """Each column's title below that of its group; where two are the same, the later ones are numbered."""
    found: dict[str, int] = {}
    titles = []
    for column in table.columns:
        title = " ".join(filter(None, (column.group, column.title)))
        found[title] = found.get(title, 0) + 1
        titles.append(title if found[title] == 1 else f"{title} ({found[title]})")
    return tuple(titles)


def require_same_rows(table: Table, path: Path, encoding: CsvEncoding) -> None:
    """ReadBackError where the file, read as csv, says something else than the table."""
    with path.open(encoding=encoding, newline="") as file:
        found = list(csv.reader(file))
    wanted = [list(unique_titles(table)), *(_words(table, row) for row in table.rows)]
    require_equal(path.name, str(len(wanted)), str(len(found)))
    for number, (row, there) in enumerate(zip(wanted, found, strict=True), start=1):
        for place, text in enumerate(row, start=1):
            cell = there[place - 1] if place <= len(there) else ""
            require_equal(f"{number}:{place}", fitted(text, encoding), restored(cell))


def fitted(text: str, encoding: CsvEncoding) -> str:
    """A text as a file of that encoding holds it."""
    if encoding == "utf-8-sig":
        return text.encode("utf-8", "backslashreplace").decode()
    return "".join(own if fits(own, encoding) else REPLACEMENT for own in text.translate(SAME_IN_JIS))
