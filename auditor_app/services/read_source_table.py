"""The rows of a table around the one a count was read from, out of the bytes kept in the case or a file like them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from auditor_app.domain.case import StoredDocument
from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.importing.readers.tables import TEXT_SHEET, StagedFile, TableProbe
from auditor_app.storage.reading import CaseReader

ROWS_AROUND = 50
HEAD_ROWS = 10
"""Rows from the top of a sheet among which its header is."""

TableRow = tuple[int, tuple[str, ...]]
"""Number of a row in its source, and its cells as they stand there."""


@dataclass(frozen=True)
class SourceRows:
    """Rows of a sheet around one of them, and the first rows of the sheet."""

    source: SourceRow
    encoding: str
    """"" for what is no text."""
    rows: tuple[TableRow, ...]
    head: tuple[TableRow, ...]


@dataclass(frozen=True)
class SourceNotKept:
    """The case knows only name, size and sha256 of the document: its bytes must come from elsewhere."""

    source: SourceRow
    size: int


def read_source_rows(
    case: Path,
    source: SourceRow,
    *,
    file: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> SourceRows | SourceNotKept:
    """The rows around `source`; `file` stands in for a document the case does not keep, and must be the same bytes.

    InputRefusedError when `file` is another one, or when it cannot be read any more; KeyError for a document
    that is not in force.
    """
    with CaseReader(case) as reader:
        document = next((own for own in reader.documents() if own.sha256 == source.sha256), None)
        if document is None:
            raise KeyError(source.sha256)
        content = reader.document_content(source.sha256)
    if content is None and file is None:
        return SourceNotKept(source, document.size)
    with private_folder() as folder:
        if content is not None:
            staged = _written(document, content, folder)
        else:
            assert file is not None
            staged = _same_file(document, file, folder, on_progress)
        return _rows_around(staged, document, source, is_cancelled)


def _written(document: StoredDocument, content: bytes, folder: Path) -> StagedFile:
    path = folder / "source"
    path.write_bytes(content)
    return StagedFile(document.name, path, document.sha256, len(content))


def _same_file(
    document: StoredDocument, file: Path, folder: Path, on_progress: Callable[[int, int], None] | None
) -> StagedFile:
    """A copy of the file, hashed while it was copied: what is shown is what was hashed."""
    staged = stage_file(file, folder, on_progress)
    if staged.sha256 != document.sha256:
        raise InputRefusedError(Problem("source_table.another_file", file.name, {"document": document.name}))
    return staged


def _rows_around(
    staged: StagedFile, document: StoredDocument, source: SourceRow, is_cancelled: Callable[[], bool] | None
) -> SourceRows:
    encoding = document.encoding or None
    with TableReader(staged, encoding=encoding, is_cancelled=is_cancelled) as reader:
        is_text = reader.probe.container == "text"
        if not is_text and not source.sheet and reader.probe.sheets:  # a whole workbook: it opens at its first sheet
            source = replace(source, sheet=reader.probe.sheets[0].name)
        rows = reader.rows_around(source.sheet, source.row, ROWS_AROUND, ROWS_AROUND)
        return SourceRows(source, document.encoding if is_text else "", tuple(rows), _head(reader.probe, source.sheet))


def _head(probe: TableProbe, name: str) -> tuple[TableRow, ...]:
    sheet = next((own for own in probe.sheets if name in (own.name, TEXT_SHEET)), None)
    if sheet is None:
        return ()
    numbers = sheet.head_rows or tuple(range(sheet.first_row, sheet.first_row + len(sheet.head)))
    return tuple(zip(numbers, sheet.head, strict=False))[:HEAD_ROWS]
