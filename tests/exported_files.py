"""Exports as other programs read them: the rows of tables as words, whatever the format."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pypdfium2

from auditor_app.foundation.formula_cells import restored

Rows = list[list[str]]
_MARKS = re.compile(r"(?: \*\d+)+$")
_BLANKS = re.compile(r"\s+")


def rows_of_html(path: Path) -> Rows:
    reader = _HtmlRows()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.rows


def rows_of_docx(path: Path) -> Rows:
    found = [row for table in docx.Document(str(path)).tables for row in table.rows]
    return [[_MARKS.sub("", cell.text) for cell in row.cells] for row in found]


def rows_of_xlsx(path: Path) -> Rows:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Excel's own extensions, such as bars in cells
        book = openpyxl.load_workbook(path)
    return [
        ["" if cell is None else _MARKS.sub("", str(cell)) for cell in row]
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
    ]


def rows_of_csv(path: Path, encoding: str = "utf-8-sig") -> Rows:
    """Without the apostrophes that keep a spreadsheet from taking a text for a formula."""
    with path.open(encoding=encoding, newline="") as file:
        return [list(map(restored, row)) for row in csv.reader(file)]


def rows_of_json(path: Path) -> Rows:
    document = json.loads(path.read_bytes())
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    return [
        [row["cells"][column["key"]]["text"] for column in block["columns"]]
        for block in blocks
        if block["kind"] == "table"
        for row in block["rows"]
    ]


def words_of_pdf(path: Path) -> str:
    """All of it without blanks, which a page sets as it likes."""
    with pypdfium2.PdfDocument(path) as document:
        return _BLANKS.sub("", "".join(page.get_textpage().get_text_range() for page in document))


READERS: dict[str, Callable[[Path], Rows]] = {
    "html": rows_of_html,
    "docx": rows_of_docx,
    "xlsx": rows_of_xlsx,
    "csv": rows_of_csv,
    "json": rows_of_json,
}


def holds_in_order(found: Rows, wanted: Sequence[Sequence[str]]) -> str:
    """The first row that is not there after those before it; "" where all are."""
    at = 0
    for row in wanted:
        own = _folded(row)
        while at < len(found) and _folded(found[at])[: len(own)] != own:
            at += 1
        if at == len(found):
            return " | ".join(row)
        at += 1
    return ""


def _folded(row: Sequence[str]) -> list[str]:
    """Line breaks and blanks at the ends are the format's own; empty cells at the end are no cells."""
    words = [_BLANKS.sub(" ", _MARKS.sub("", cell)).strip() for cell in row]
    while words and not words[-1]:
        words.pop()
    return words


class _HtmlRows(HTMLParser):
    """Cells of rows; marks of footnotes, which are raised, left out."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self._is_cell = self._is_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self._is_cell = True
        elif tag == "sup":
            self._is_mark = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._is_cell = False
        elif tag == "sup":
            self._is_mark = False

    def handle_data(self, data: str) -> None:
        if self._is_cell and not self._is_mark:
            self.rows[-1][-1] += data
