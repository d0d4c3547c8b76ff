"""Rows of cell texts made into a dictionary-encoded block, in plain Python: what the child sends to the parent."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CodedBlock:
    """One message's worth of rows: int32 buffers of row numbers and codes, and the texts of each column."""

    rows: array[int]
    texts: list[list[str]]
    codes: list[bytes]
    overlong: list[int]


class _Numbering(dict[Any, int]):
    """Numbers each key in the order of its first appearance."""

    def __missing__(self, key: Any) -> int:
        number = self[key] = len(self)
        return number


def code_rows(
    numbers: Sequence[int], records: Sequence[Sequence[str]], columns: Sequence[int], width: int
) -> CodedBlock:
    """The block of the records that hold any text; cells a record does not have are empty."""
    return code_columns(numbers, records, columns, width, None)


def code_columns(
    numbers: Sequence[int],
    records: Sequence[Sequence[Any]],
    columns: Sequence[int],
    width: int,
    to_text: Callable[[Any], str] | None,
) -> CodedBlock:
    """As `code_rows`, with values that `to_text` makes texts of, once for each distinct value."""
    # 0 and FALSE are values, so a value is empty only as the text "".
    kept = [
        (number, record) for number, record in zip(numbers, records, strict=True) if record and set(record) != _EMPTY
    ]
    texts = []
    codes = []
    for column in columns:
        cells = [record[column] if column < len(record) else "" for _, record in kept]
        column_texts, column_codes = _code(cells, to_text)
        texts.append(column_texts)
        codes.append(column_codes.tobytes())
    overlong = [number for number, record in kept if width and len(record) > width and set(record[width:]) != _EMPTY]
    return CodedBlock(array("i", (number for number, _ in kept)), texts, codes, overlong)


_EMPTY = {""}


def _code(cells: list[Any], to_text: Callable[[Any], str] | None) -> tuple[list[str], array[int]]:
    if to_text is not None and bool in set(map(type, cells)):  # TRUE and 1 are one key to Python
        cells = [to_text(cell) if isinstance(cell, bool) else cell for cell in cells]
    numbering = _Numbering()
    codes = array("i", map(numbering.__getitem__, cells))
    if to_text is None:
        return list(numbering), codes
    by_text = _Numbering()
    renumbered = [by_text[to_text(value)] for value in numbering]
    if len(by_text) < len(renumbered):  # 75 as a number and as a text
        codes = array("i", map(renumbered.__getitem__, codes))
    return list(by_text), codes
