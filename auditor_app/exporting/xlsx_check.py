"""Reads a workbook back with another program's reader and compares every cell with the document."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from auditor_app.domain.documents import Document
from auditor_app.exporting.read_back import ReadBackError, require_equal
from auditor_app.exporting.xlsx_book import workbook_of
from auditor_app.exporting.xlsx_content import Entry, SheetContent, WorkbookContent
from auditor_app.exporting.xlsx_layout import place_words
from auditor_app.exporting.xlsx_styles import Style

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FOREIGN_PARTS = re.compile(r"externalLinks|vbaProject|connections|queryTables|customXml|embeddings")


def check_xlsx(document: Document, path: Path) -> None:
    """ReadBackError with sheet and cell where the file does not say what the document says, or says more.

    Numbers are compared to the last bit, number formats with the marks of footnotes as well; of a formula both its text
    and the value it was written with.
    """
    content = workbook_of(document).content
    _require_nothing_foreign(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # bars in cells have an extension that openpyxl leaves out
        _check_content(content, path)


def _check_content(content: WorkbookContent, path: Path) -> None:
    written = openpyxl.load_workbook(path, read_only=True)
    computed = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        require_equal(path.name, "\n".join(sheet.name for sheet in content.sheets), "\n".join(written.sheetnames))
        for sheet in content.sheets:
            _check_cells(sheet, written[sheet.name])
            if any(entry.formula for entry in sheet.entries.values()):
                _check_values(sheet, computed[sheet.name])
    finally:
        written.close()
        computed.close()


def _check_cells(sheet: SheetContent, found: Any) -> None:
    found.reset_dimensions()  # the file's own word on how far it goes
    waiting = {place: entry for place, entry in sheet.entries.items() if _is_seen(entry)}
    for cells in found.iter_rows():
        for cell in cells:
            if cell.value is None:
                continue
            row, column = cell.row - 1, cell.column - 1
            place = place_words(sheet.name, row, column)
            entry = waiting.pop((row, column), None)
            if entry is None:
                raise ReadBackError(place, "", str(cell.value))
            _check_cell(place, entry, cell)
    for (row, column), entry in waiting.items():
        raise ReadBackError(place_words(sheet.name, row, column), str(entry.formula or entry.value), "")


def _check_cell(place: str, entry: Entry, cell: Any) -> None:
    if entry.formula:
        require_equal(place, entry.formula, str(cell.value) if cell.data_type == "f" else f"{cell.value} (no formula)")
    elif isinstance(entry.value, str):
        require_equal(place, _as_read(entry.value), str(cell.value) if cell.data_type == "s" else repr(cell.value))
    else:
        _require_same_value(place, entry.value, cell.value)
    if entry.style.code != Style("plain").code:
        require_equal(place, entry.style.code, str(cell.number_format))


def _check_values(sheet: SheetContent, found: Any) -> None:
    """What formulas gave when the file was written."""
    found.reset_dimensions()
    values = {
        (cell.row - 1, cell.column - 1): cell.value
        for cells in found.iter_rows()
        for cell in cells
        if cell.value is not None
    }
    for (row, column), entry in sheet.entries.items():
        if entry.formula:
            own = values.get((row, column))
            _require_same_value(place_words(sheet.name, row, column), entry.value, "" if own is None else own)


def _require_same_value(place: str, expected: object, found: object) -> None:
    is_number = isinstance(expected, int | float)
    same_kind = isinstance(found, int | float) if is_number else isinstance(found, datetime | str)
    if not same_kind or found != expected:
        raise ReadBackError(place, repr(expected), repr(found))


def _require_nothing_foreign(path: Path) -> None:
    """No macro, no query, no link that leads out of the file."""
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                content = package.read(name)  # compares the checksum too
                if _FOREIGN_PARTS.search(name) or (name.endswith(".rels") and b"External" in content):
                    raise ReadBackError(f"{path.name}!{name}", "", name)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ReadBackError(path.name, "xlsx", str(error)) from error


def _is_seen(entry: Entry) -> bool:
    return bool(entry.formula) or entry.value not in (None, "")


def _as_read(text: str) -> str:
    """As openpyxl reads shared texts: it takes every `x005F_` away, not only those that protect an escape."""
    return _ESCAPE.sub("_x005F_", text).replace("x005F_", "")
