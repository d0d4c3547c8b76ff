"""Workbooks (xlsx, xls, ods) as coded blocks: values by calamine, the rest by what a scan of the file has marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.cell_texts import cell_text, percent_text
from auditor_app.importing.readers.coded_rows import CodedBlock, code_columns
from auditor_app.importing.readers.merged_cells import MergedCells
from auditor_app.importing.readers.protocol import Header
from auditor_app.importing.readers.sheet_marks import MOST_CELLS, SheetMarks, refuse_beyond_limits
from auditor_app.importing.readers.table_file import OnProgress, Row
from auditor_app.importing.readers.tables import ROWS_OF_A_HEAD, SheetProbe, TableProbe
from auditor_app.importing.readers.workbook_scan import WorkbookScan

_CELLS_AT_A_TIME = 50_000


class WorkbookFile:
    """Opened once; sheets stay loaded while there is room for them."""

    def __init__(self, path: Path, scan: WorkbookScan, on_progress: OnProgress) -> None:
        self._scan = scan
        self._on_progress = on_progress
        self._loaded: dict[str, calamine.CalamineSheet] = {}
        with _damage_refused():
            self._workbook = calamine.CalamineWorkbook.from_filelike(open(path, "rb"))  # noqa: SIM115 - read as long as this lives

    def probe(self) -> TableProbe:
        sheets = []
        for metadata in self._workbook.sheets_metadata:
            if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            rows, columns = self._extent(metadata.name)
            head = list(islice(self._text_rows(metadata.name, 0), ROWS_OF_A_HEAD))
            sheets.append(
                SheetProbe(
                    metadata.name,
                    is_hidden=metadata.visible != calamine.SheetVisibleEnum.Visible,
                    row_count=rows,
                    column_count=columns,
                    head=tuple(tuple(cells) for _, cells in head),
                    head_rows=tuple(number for number, _ in head),
                    merged=self._merged_in_head(metadata.name),
                )
            )
            self._on_progress(len(sheets))
        return TableProbe(self._scan.container, "", True, (), "", tuple(sheets), tuple(self._scan.warnings()))

    def blocks(self, request: Header) -> Iterator[tuple[CodedBlock, int]]:
        for first, rows in self._value_rows(request["sheet"], request["first_row"] - 1, request["counts"]):
            numbers = range(first + 1, first + 1 + len(rows))
            yield code_columns(numbers, rows, request["columns"], request["width"], cell_text), numbers[-1]

    def rows_around(self, request: Header) -> list[Row]:
        first = max(request["row"] - request["before"], 1)
        rows = self._text_rows(request["sheet"], first - 1)
        return list(islice(rows, request["row"] + request["after"] + 1 - first))

    def _text_rows(self, name: str, first: int) -> Iterator[Row]:
        for start, rows in self._value_rows(name, first):
            for number, row in enumerate(rows, start=start + 1):
                yield number, list(map(cell_text, row))

    def _merged(self, name: str, counts: Sequence[int] = ()) -> MergedCells:
        marks = self._scan.marks.get(name, SheetMarks())
        ranges = [*(self._sheet(name).merged_cell_ranges or ()), *marks.merged]
        return MergedCells(ranges, *self._extent(name), counts)

    def _merged_in_head(self, name: str) -> tuple[tuple[int, int, int, int], ...]:
        return tuple(
            (top + 1, bottom + 1, left, right)
            for (top, left), (bottom, right) in self._merged(name).ranges
            if top < ROWS_OF_A_HEAD
        )

    def _value_rows(self, name: str, first: int, counts: Sequence[int] = ()) -> Iterator[tuple[int, list[list[Any]]]]:
        """Portions of rows from `first` (from 0) on, with all that is marked put into them."""
        sheet = self._sheet(name)
        row_count, column_count = self._extent(name)
        if not row_count:
            return
        marks = self._scan.marks.get(name, SheetMarks())
        merged = self._merged(name, counts)
        left = [""] * (sheet.start[1] if sheet.start else 0)
        # Rows of nothing but formulas without a value are none to calamine.
        rows = islice(chain(sheet.iter_rows(), iter(list[Any], None)), row_count)
        size = max(_CELLS_AT_A_TIME // column_count, 1)
        start = 0
        while portion := list(islice(rows, size)):
            if left:
                portion = [[*left, *row] for row in portion]
            for row, column, text in marks.texts_of_rows(start, start + len(portion)):
                _put(portion, row - start, column, text)
            for row, column in marks.percents_of_rows(start, start + len(portion)):
                _put_percent(portion, row - start, column)
            if merged.is_needed:
                for number, cells in enumerate(portion, start=start):
                    merged.fill(number, cells)
            end = start + len(portion)
            if end > first:
                yield max(start, first), portion[max(first - start, 0) :]
            start = end

    def _extent(self, name: str) -> tuple[int, int]:
        """Rows and columns from A1 to the last cell that has something in it."""
        end = self._sheet(name).end
        marks = self._scan.marks.get(name, SheetMarks())
        rows, columns = (end[0] + 1, end[1] + 1) if end else (0, 0)
        refuse_beyond_limits(name, rows, columns)
        return max(rows, marks.row_count if marks.texts else 0), max(columns, marks.column_count if marks.texts else 0)

    def _sheet(self, name: str) -> calamine.CalamineSheet:
        if name not in self._loaded:
            with _damage_refused():
                sheet = self._workbook.get_sheet_by_name(name)
            held = sum(one.total_height * one.total_width for one in self._loaded.values())
            if held + sheet.total_height * sheet.total_width > MOST_CELLS:
                self._loaded.clear()
            self._loaded[name] = sheet
        return self._loaded[name]


def _put(portion: list[list[Any]], row: int, column: int, text: str) -> None:
    cells = portion[row]
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = text


def _put_percent(portion: list[list[Any]], row: int, column: int) -> None:
    cells = portion[row]
    if column < len(cells) and isinstance(cells[column], float):
        cells[column] = percent_text(cells[column])


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except calamine.PasswordError as error:
        raise InputRefusedError(Problem("import.workbook_encrypted")) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise InputRefusedError(Problem("import.workbook_damaged")) from error
