"""Delimited text as records and coded blocks; by the csv module, or by the fast way where lines are plain."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.coded_rows import CodedBlock, code_rows
from auditor_app.importing.readers.limits import WORTH_PANDAS
from auditor_app.importing.readers.text_stream import TextBlock, read_blocks, refuse_what_is_no_text
from auditor_app.importing.source_file import LONGEST_LINE

DELIMITERS = (",", "\t", ";", "|", "，")
_RECORDS_TO_JUDGE = 200


class RecordParser:
    """Records with the physical line each begins on; a record that a block leaves open goes on in the next."""

    def __init__(self, delimiter: str) -> None:
        csv.field_size_limit(LONGEST_LINE)
        self._delimiter = delimiter
        self._open_text = ""
        self._open_line = 0

    @property
    def is_open(self) -> bool:
        return bool(self._open_text)

    def records(self, text: str, first_line: int, is_last: bool) -> list[tuple[int, list[str]]]:
        """Blank lines are records without cells.  InputRefusedError for a quote that is never closed."""
        lines = list(io.StringIO(self._open_text + text, newline=""))
        begin = self._open_line if self._open_text else first_line
        self._open_text = ""
        reader = csv.reader(lines, delimiter=self._delimiter)
        found = []
        start = 0
        try:
            for record in reader:
                found.append((begin + start, record))
                last, start = start, reader.line_num
        except csv.Error as error:
            raise _cell_too_long(begin + start) from error
        if found and self._is_unfinished(lines[last:]):
            line, _ = found.pop()
            if is_last:
                raise InputRefusedError(Problem("import.quote_not_closed", values={"line": line}))
            self._open_text, self._open_line = "".join(lines[last:]), line
        return found

    def _is_unfinished(self, lines: list[str]) -> bool:
        try:
            list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False


def _cell_too_long(line: int) -> InputRefusedError:
    return InputRefusedError(Problem("import.cell_too_long", values={"line": line, "limit": LONGEST_LINE}))


def sniff_delimiter(head: str) -> str:
    """The delimiter by which most of the first records have the same number of cells, at least two."""
    best = (0, 0, DELIMITERS[0])
    for delimiter in DELIMITERS:
        try:
            found = RecordParser(delimiter).records(head, 1, is_last=False)[:_RECORDS_TO_JUDGE]
        except InputRefusedError:
            continue
        widths = [len(record) for _, record in found if len(record) > 1]
        if widths:
            usual = max(set(widths), key=lambda width: (widths.count(width), width))
            best = max(best, (widths.count(usual), usual, delimiter), key=lambda entry: entry[:2])
    return best[2]


def stream_records(path: Path, encoding: str, delimiter: str, first_row: int) -> Iterator[tuple[int, list[str]]]:
    """Records from physical line `first_row` on; blocks before it are passed over where that is safe."""
    parser = RecordParser(delimiter)
    for block in read_blocks(path, encoding):
        following = block.first_line + block.line_count
        if following <= first_row and not parser.is_open and b'"' not in block.content:
            continue
        for line, record in parser.records(block.content.decode(), block.first_line, block.is_last):
            if line >= first_row:
                yield line, record


def stream_blocks(
    path: Path, encoding: str, delimiter: str, first_row: int, columns: Sequence[int], width: int, column_count: int
) -> Iterator[tuple[CodedBlock, int]]:
    """Coded blocks with the bytes done so far; `column_count` is how wide the rows are expected to be."""
    parser = RecordParser(delimiter)
    expected = max(column_count, width, *(column + 1 for column in columns))
    is_fast = path.stat().st_size >= WORTH_PANDAS and len(delimiter.encode()) == 1
    for whole in read_blocks(path, encoding):
        refuse_what_is_no_text(whole)
        block = _from_line(whole, first_row)
        coded = None
        if is_fast and not parser.is_open and block.content:
            from auditor_app.importing.readers.plain_csv import code_plain_lines

            coded = code_plain_lines(block, delimiter, columns, width, expected)
        if coded is None:
            found = parser.records(block.content.decode(), block.first_line, block.is_last)
            coded = code_rows([line for line, _ in found], [record for _, record in found], columns, width)
        yield coded, block.bytes_done


def _from_line(block: TextBlock, first_row: int) -> TextBlock:
    surplus = first_row - block.first_line
    if surplus <= 0:
        return block
    lines = block.content.splitlines(keepends=True)[surplus:] if surplus < block.line_count else []
    return TextBlock(b"".join(lines), first_row, len(lines), block.bytes_done, block.is_last)
