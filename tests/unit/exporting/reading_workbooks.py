"""Reads workbooks as somebody who was only given the file."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from auditor_app.domain.documents import Document
from auditor_app.exporting.xlsx_file import write_xlsx


def opened(path: Path, *, values: bool = False) -> Workbook:
    """With formulas, or with what they gave when the file was written."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # bars in cells
        return openpyxl.load_workbook(path, data_only=values)


def written(document: Document, folder: Path) -> Workbook:
    path = folder / "document.xlsx"
    write_xlsx(document, path)
    return opened(path)


def row_of(sheet: Any, words: str) -> int:
    """The first row with a cell that says so."""
    return next(int(cell.row) for row in sheet.iter_rows() for cell in row if cell.value == words)


def texts_of(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def shown_in_excel(cell: Any) -> str:
    """Number or words with the marks of its format, as the grid shows them; rates and words alone."""
    code = cell.number_format
    marks = "".join(re.findall(r'"([^"]*)"', code))
    if isinstance(cell.value, str):
        return f"{cell.value}{marks if code.startswith('@') else ''}"
    decimals = len(re.search(r"0(?:\.(0+))?", code)[1] or "")  # type: ignore[index]
    digits = f"{cell.value * (100 if '%' in code else 1):.{decimals}f}"
    return f"{digits}{'%' if '%' in code else ''}{marks}"


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same file with one part changed."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(content, "w") as after:
        for name in before.namelist():
            own = before.read(name)
            if name == part:
                new = change(own)
                assert new != own
                own = new
            after.writestr(name, own)
    path.write_bytes(content.getvalue())
    return path
