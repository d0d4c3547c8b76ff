"""What a reader tells about a file (probe), what it is asked for (request), and what it gives (chunks)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from auditor_app.foundation.errors import Problem

if TYPE_CHECKING:
    import numpy as np

Container = Literal["text", "xlsx", "xls", "ods", "pdf"]

ROWS_OF_A_CHUNK = 100_000
ROWS_OF_A_HEAD = 200
TEXT_SHEET = ""
"""The name of the one sheet of a text file."""


_MERGED_COUNT = "\0merged:"
"""No cell of a workbook can hold a NUL."""


def merged_count(text: str) -> str:
    """The text of a merged cell in a column of counts, marked as nobody's count; a blank one stays blank."""
    return _MERGED_COUNT + text if text.strip() else text


def text_of_merged_count(text: str) -> str | None:
    """What stands in a cell so marked; None for any other cell.

    >>> text_of_merged_count(merged_count("12")), text_of_merged_count("12"), merged_count("")
    ('12', None, '')
    """
    return text[len(_MERGED_COUNT) :] if text.startswith(_MERGED_COUNT) else None


@dataclass(frozen=True)
class StagedFile:
    """The private copy of a file from outside; everything is read from `path`, never again from the original."""

    name: str
    path: Path
    sha256: str
    size: int


@dataclass(frozen=True)
class SheetProbe:
    """One sheet: its extent and its first rows as cell texts; `head[0]` is source row `first_row`."""

    name: str
    is_hidden: bool
    row_count: int
    """Of the used range, empty rows in between included; for a text the number of lines, estimated if it is long."""
    column_count: int
    head: tuple[tuple[str, ...], ...]
    first_row: int = 1
    head_rows: tuple[int, ...] = ()
    """Source row of each row of `head`: they are not consecutive where cells of a text hold line ends."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Merged cells of the head: first and last source row, first and last column (from 0)."""


@dataclass(frozen=True)
class TableProbe:
    """What a file is taken for, before any of it is imported."""

    container: Container
    encoding: str
    encoding_is_certain: bool
    alternatives: tuple[str, ...]
    delimiter: str
    sheets: tuple[SheetProbe, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class TableRequest:
    """The columns wanted (from 0) of the rows of a sheet from source row `first_row` on."""

    sheet: str
    first_row: int
    columns: tuple[int, ...]
    encoding: str = ""
    """"" for the one of the probe."""
    delimiter: str = ""
    """"" for the one of the probe."""
    width: int = 0
    """Cells of the header; rows with a text beyond it are named in `TableChunk.overlong_rows`.  0: not asked."""
    counts: tuple[int, ...] = ()
    """Columns (from 0) of counts: a merged cell there is not the count of every row it covers."""


@dataclass(frozen=True)
class CodedColumn:
    """A column by dictionary: `texts[codes[i]]` is the text of the i-th cell, exactly as in the file, "" if empty."""

    texts: tuple[str, ...]
    codes: np.ndarray


@dataclass(frozen=True)
class TableChunk:
    """Rows in the order of the file, with the requested columns in the requested order."""

    rows: np.ndarray
    """Source row numbers, int32, increasing: physical line of a text, row of a sheet, row in a table of a pdf."""
    columns: tuple[CodedColumn, ...]
    overlong_rows: tuple[int, ...] = ()
