"""How parent and child talk: a length, a JSON header, then raw buffers whose lengths the header names.  No pickles."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from auditor_app.foundation.errors import Problem
from auditor_app.importing.readers.tables import Container, SheetProbe, TableProbe

LARGEST_HEADER = 256 * 1024**2
LARGEST_BUFFER = 4 * 1024**2
MOST_BUFFERS = 20_000
"""Bytes and numbers that no honest message exceeds; the parent believes no more."""
_LENGTH = struct.Struct("<I")

Header = dict[str, Any]


class BrokenAnswerError(Exception):
    """What came through the pipe is no message: the child is broken, or worse."""


def write_message(stream: BinaryIO, header: Header, buffers: Sequence[bytes] = ()) -> None:
    """Send one message; `buffers` is added to the header."""
    encoded = json.dumps({**header, "buffers": [len(buffer) for buffer in buffers]}).encode()
    stream.write(_LENGTH.pack(len(encoded)))
    stream.write(encoded)
    for buffer in buffers:
        stream.write(buffer)
    stream.flush()


def read_message(stream: BinaryIO) -> tuple[Header, list[bytes]] | None:
    """The next message, None at the end; BrokenAnswerError for anything that is none."""
    prefix = stream.read(_LENGTH.size)
    if not prefix:
        return None
    (length,) = _LENGTH.unpack(_whole(prefix, _LENGTH.size))
    if length > LARGEST_HEADER:
        raise BrokenAnswerError(f"a header of {length} bytes")
    try:
        header = json.loads(_whole(stream.read(length), length))
    except (ValueError, RecursionError) as error:
        raise BrokenAnswerError("the header is no JSON") from error
    sizes = header.get("buffers") if isinstance(header, dict) else None
    if not isinstance(sizes, list) or len(sizes) > MOST_BUFFERS:
        raise BrokenAnswerError("the header names no buffers")
    if not all(type(size) is int and 0 <= size <= LARGEST_BUFFER for size in sizes):
        raise BrokenAnswerError("a buffer has no possible size")
    return header, [_whole(stream.read(size), size) for size in sizes]


def _whole(content: bytes, size: int) -> bytes:
    if len(content) != size:
        raise BrokenAnswerError("the message ends early")
    return content


def problem_as_json(problem: Problem) -> Header:
    values = {name: value if isinstance(value, int) else str(value) for name, value in problem.values.items()}
    return {"key": problem.key, "place": problem.place, "values": values}


def problem_from_json(data: Header) -> Problem:
    return Problem(str(data["key"]), str(data["place"]), dict(data["values"]))


def probe_as_json(probe: TableProbe) -> Header:
    return {
        "container": probe.container,
        "encoding": probe.encoding,
        "encoding_is_certain": probe.encoding_is_certain,
        "alternatives": probe.alternatives,
        "delimiter": probe.delimiter,
        "sheets": [vars(sheet) for sheet in probe.sheets],
        "warnings": [problem_as_json(warning) for warning in probe.warnings],
    }


def probe_from_json(data: Header) -> TableProbe:
    return TableProbe(
        cast(Container, str(data["container"])),
        str(data["encoding"]),
        bool(data["encoding_is_certain"]),
        tuple(map(str, data["alternatives"])),
        str(data["delimiter"]),
        tuple(map(_sheet_from_json, data["sheets"])),
        tuple(map(problem_from_json, data["warnings"])),
    )


def _sheet_from_json(data: Header) -> SheetProbe:
    head = tuple(tuple(map(str, cells)) for cells in data["head"])
    head_rows = tuple(map(int, data["head_rows"]))
    if len(head) != len(head_rows):
        raise BrokenAnswerError("the head of a sheet has rows without a number")
    return SheetProbe(
        str(data["name"]),
        bool(data["is_hidden"]),
        int(data["row_count"]),
        int(data["column_count"]),
        head,
        int(data["first_row"]),
        head_rows,
        tuple((int(top), int(bottom), int(left), int(right)) for top, bottom, left, right in data["merged"]),
    )
