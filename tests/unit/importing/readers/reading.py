"""What the tests of the readers share: a file written, staged and read through the real parsing process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.importing.readers.tables import TableProbe, TableRequest

Rows = dict[int, tuple[str, ...]]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def read_table(path: Path, sheet: int = 0, first_row: int = 1, encoding: str | None = None) -> tuple[TableProbe, Rows]:
    """The probe, and every row from `first_row` on by its source row."""
    with private_folder() as folder, TableReader(stage_file(path, folder), encoding=encoding) as reader:
        probe = reader.probe
        seen = probe.sheets[sheet]
        request = TableRequest(seen.name, first_row, tuple(range(seen.column_count)), width=seen.column_count)
        rows: Rows = {}
        for chunk in reader.chunks(request):
            columns = [[column.texts[code] for code in column.codes] for column in chunk.columns]
            rows.update(zip(chunk.rows.tolist(), zip(*columns, strict=True), strict=True))
        return probe, rows


def rows_of(path: Path, sheet: int = 0) -> Rows:
    return read_table(path, sheet)[1]


def refusal_of(path: Path) -> str:
    """The key of the refusal; the file is named in it."""
    with pytest.raises(InputRefusedError) as refused:
        read_table(path)
    (problem,) = refused.value.problems
    assert problem.place.startswith(path.name) or problem.place == ""
    return problem.key


def workbook(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return path


def small_workbook(path: Path) -> Path:
    """府省庁 and 対象者数 of two ministries."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("把握状況")
        for row, cells in enumerate([("府省庁", "対象者数"), ("外務省", 100), ("防衛省", 250)]):
            sheet.write_row(row, 0, cells)

    return workbook(path, fill)


def changed_zip(
    path: Path, changes: dict[str, Callable[[bytes], bytes]], added: dict[str, bytes] | None = None
) -> Path:
    """The container anew, with some of its entries changed and others added."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, entry in (added or {}).items():
            new.writestr(name, entry)
    return path


SHEET = "xl/worksheets/sheet1.xml"
