"""What the child sends, held against what it may send: nothing of it is believed before."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from auditor_app.importing.readers.protocol import BrokenAnswerError, Header
from auditor_app.importing.readers.tables import ROWS_OF_A_CHUNK, CodedColumn, TableChunk


def chunk_from_message(header: Header, buffers: list[bytes], column_count: int, last_row: int) -> TableChunk:
    """The chunk; BrokenAnswerError unless rows increase from after `last_row` on and every code has its text."""
    all_texts = header["texts"]
    _believe(header.get("kind") == "chunk", "no chunk")
    _believe(len(buffers) == column_count + 1 and len(all_texts) == column_count, "not the columns asked for")
    rows = _numbers(buffers[0])
    _believe(len(rows) <= ROWS_OF_A_CHUNK, "too many rows")
    _believe(not len(rows) or (int(rows[0]) > last_row and bool((np.diff(rows) > 0).all())), "rows out of order")
    columns = []
    for texts, buffer in zip(all_texts, buffers[1:], strict=True):
        codes = _numbers(buffer)
        _believe(len(codes) == len(rows), "a column of another length")
        _believe(isinstance(texts, list) and set(map(type, texts)) <= {str}, "a text that is none")
        _believe(not len(codes) or (int(codes.min()) >= 0 and int(codes.max()) < len(texts)), "a code without a text")
        columns.append(CodedColumn(tuple(texts), codes))
    return TableChunk(rows, tuple(columns), tuple(map(int, header["overlong"])))


def _numbers(buffer: bytes) -> npt.NDArray[np.int32]:
    _believe(len(buffer) % 4 == 0, "a buffer that is no list of numbers")
    return np.frombuffer(buffer, dtype="<i4")


def _believe(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenAnswerError(otherwise)
