"""The records of an old workbook (BIFF8 in an OLE container) looked through for cells shown as percentages."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.number_formats import BUILT_IN_PERCENT, TellingStyles, is_percent, is_scaled
from auditor_app.importing.readers.sheet_marks import SheetMarks

_END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on have other meanings."""
_SECTORS_IN_HEADER = 109
_BIFF8 = 0x0600
_BOF, _EOF, _BOUND_SHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_NUMBER, _RK, _FORMULA, _MULTIPLE_RK = 0x0203, 0x027E, 0x0006, 0x00BD

Record = tuple[int, bytes]


def xls_marks(content: bytes) -> dict[str, SheetMarks]:
    """Marks by sheet name; none where the workbook is older than BIFF8 or too small to have a stream of its own."""
    try:
        stream = _workbook_stream(content)
        header = next(_records(stream, 0), (0, b""))
        if header[0] != _BOF or struct.unpack_from("<H", header[1])[0] != _BIFF8:
            return {}
        styles, sheets = _globals(stream)
        return {name: _marks_of_sheet(stream, position, styles) for name, position in sheets.items()}
    except (struct.error, IndexError, UnicodeError) as error:
        raise InputRefusedError(Problem("import.workbook_damaged")) from error


def _workbook_stream(content: bytes) -> bytes:
    sector_size = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
    directory_start, smallest = struct.unpack_from("<I4xI", content, 48)
    table = _allocation_table(content, sector_size)
    directory = _chain(content, table, directory_start, sector_size)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le")
        start, size = struct.unpack_from("<II", directory, at + 116)
        if name == "Workbook" and size >= smallest:
            return _chain(content, table, start, sector_size)[:size]
    return b""


def _allocation_table(content: bytes, sector_size: int) -> list[int]:
    sectors = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", content, 76))
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // sector_size)):
        if following >= _END_OF_CHAIN:
            break
        *more, following = struct.unpack_from(f"<{sector_size // 4}I", content, (following + 1) * sector_size)
        sectors += more
    table: list[int] = []
    for sector in sectors:
        if sector < _END_OF_CHAIN:
            table += struct.unpack_from(f"<{sector_size // 4}I", content, (sector + 1) * sector_size)
    return table


def _chain(content: bytes, table: list[int], start: int, sector_size: int) -> bytes:
    parts = []
    sector = start
    for _ in range(len(content) // sector_size):  # a chain in a circle ends here
        if sector >= _END_OF_CHAIN:
            break
        parts.append(content[(sector + 1) * sector_size : (sector + 2) * sector_size])
        sector = table[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(stream: bytes) -> tuple[TellingStyles, dict[str, int]]:
    """The styles that tell, and where in the stream each sheet begins."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    sheets: dict[str, int] = {}
    for kind, data in _records(stream, 0):
        if kind == _FORMAT:
            number, length, is_wide = struct.unpack_from("<HHB", data)
            codes[number] = _text(data[5:], length, is_wide)
        elif kind == _XF:
            formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _BOUND_SHEET:
            position, length, is_wide = struct.unpack_from("<I2xBB", data)
            sheets[_text(data[8:], length, is_wide)] = position
        elif kind == _EOF:
            break
    percent = {number for number, code in codes.items() if is_percent(code)} | (BUILT_IN_PERCENT - codes.keys())
    scaled = {number for number, code in codes.items() if is_scaled(code)}
    return TellingStyles(
        frozenset(style for style, number in enumerate(formats) if number in percent),
        frozenset(style for style, number in enumerate(formats) if number in scaled),
    ), sheets


def _text(data: bytes, length: int, is_wide: int) -> str:
    return data[: 2 * length].decode("utf-16-le") if is_wide & 1 else data[:length].decode("latin-1")


def _marks_of_sheet(stream: bytes, position: int, styles: TellingStyles) -> SheetMarks:
    marks = SheetMarks()
    depth = 0
    for kind, data in _records(stream, position):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            break
        if depth == 1:  # deeper are charts
            for row, column, style in _cells(kind, data):
                if style in styles.percent:
                    marks.set_percent(row, column)
                elif style in styles.scaled:
                    marks.set_scaled(row, column)
    marks.finish()
    return marks


def _cells(kind: int, data: bytes) -> Iterator[tuple[int, int, int]]:
    """Row, column and style of each number in a record."""
    if kind in (_NUMBER, _RK, _FORMULA):
        yield struct.unpack_from("<HHH", data)
    elif kind == _MULTIPLE_RK:
        row, first = struct.unpack_from("<HH", data)
        for number, at in enumerate(range(4, len(data) - 2, 6)):
            yield row, first + number, struct.unpack_from("<H", data, at)[0]
