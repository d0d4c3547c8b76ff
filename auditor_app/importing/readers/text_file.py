"""A delimited text as the one sheet it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.coded_rows import CodedBlock
from auditor_app.importing.readers.csv_table import RecordParser, sniff_delimiter, stream_blocks, stream_records
from auditor_app.importing.readers.protocol import Header
from auditor_app.importing.readers.table_file import OnProgress, Row
from auditor_app.importing.readers.tables import ROWS_OF_A_HEAD, TEXT_SHEET, SheetProbe, TableProbe
from auditor_app.importing.readers.text_stream import TextEncoding, find_encoding, judge_encoding, read_blocks

_HEAD = 512 * 1024
MOST_COLUMNS = 16_384
"""As in a workbook; a text with more is no table."""


class TextFile:
    """Encoding and delimiter may be chosen by the request; else they are found."""

    def __init__(self, path: Path, request: Header, on_progress: OnProgress) -> None:
        self._path = path
        self._chosen_encoding: str | None = request.get("chosen_encoding")
        self._chosen_delimiter: str | None = request.get("chosen_delimiter")
        self._is_thorough = bool(request.get("is_thorough"))
        self._on_progress = on_progress

    def probe(self) -> TableProbe:
        encoding = self._encoding()
        first = next(read_blocks(self._path, encoding.name, _HEAD))
        head_text = first.content.decode()
        if not head_text.strip() and encoding.line_count <= first.line_count:
            raise InputRefusedError(Problem("import.blank"))
        delimiter = self._chosen_delimiter or sniff_delimiter(head_text)
        head = RecordParser(delimiter).records(head_text, 1, first.is_last)[:ROWS_OF_A_HEAD]
        widest = max((len(record) for _, record in head), default=0)
        if widest > MOST_COLUMNS:
            values: dict[str, object] = {"columns": widest, "limit": MOST_COLUMNS}
            raise InputRefusedError(Problem("import.too_many_columns", values=values))
        sheet = SheetProbe(
            TEXT_SHEET,
            is_hidden=False,
            row_count=encoding.line_count,
            column_count=widest,
            head=tuple(tuple(record) for _, record in head),
            head_rows=tuple(line for line, _ in head),
        )
        return TableProbe(
            "text", encoding.name, encoding.is_certain, encoding.alternatives, delimiter, (sheet,), warnings=()
        )

    def blocks(self, request: Header) -> Iterator[tuple[CodedBlock, int]]:
        encoding, delimiter = request["encoding"], request["delimiter"]
        if not request["is_checked"]:
            encoding = find_encoding(self._path, encoding, self._on_progress).name
        try:
            yield from stream_blocks(
                self._path,
                encoding,
                delimiter,
                request["first_row"],
                request["columns"],
                request["width"],
                request["column_count"],
            )
        except UnicodeError as error:
            values: dict[str, object] = {"encoding": encoding, "line": 0}
            raise InputRefusedError(Problem("import.encoding_breaks", values=values)) from error

    def _encoding(self) -> TextEncoding:
        """Of a long text judged by its head, until that has turned out to be wrong."""
        if self._is_thorough:
            return find_encoding(self._path, self._chosen_encoding, self._on_progress)
        return judge_encoding(self._path, self._chosen_encoding)

    def rows_around(self, request: Header) -> list[Row]:
        first, last = request["row"] - request["before"], request["row"] + request["after"]
        records = stream_records(self._path, request["encoding"], request["delimiter"], first)
        return list(islice((row for row in records if row[0] <= last), request["before"] + request["after"] + 1))
