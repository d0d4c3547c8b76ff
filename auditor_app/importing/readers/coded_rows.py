"""Rows of cell texts made into a dictionary-encoded block, in plain Python: what the child sends to the parent."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class CodedBlock:
    """One message's worth of rows: int32 buffers of row numbers and codes, and the texts of each column."""

    rows: array[int]
    texts: list[list[str]]
    codes: list[bytes]
    overlong: list[int]


class _Numbering(dict[str, int]):
    """Numbers each key in the order of its first appearance."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def code_rows(
    numbers: Sequence[int], records: Sequence[Sequence[str]], columns: Sequence[int], width: int
) -> CodedBlock:
    """The block of the records that hold any text; cells a record does not have are empty."""
    kept = [(number, record) for number, record in zip(numbers, records, strict=True) if any(record)]
    texts = []
    codes = []
    for column in columns:
        numbering = _Numbering()
        cells = (record[column] if column < len(record) else "" for _, record in kept)
        codes.append(array("i", map(numbering.__getitem__, cells)).tobytes())
        texts.append(list(numbering))
    overlong = [number for number, record in kept if width and any(record[width:])]
    return CodedBlock(array("i", (number for number, _ in kept)), texts, codes, overlong)


def in_portions(rows: Iterator[tuple[int, Sequence[str]]], size: int) -> Iterator[list[tuple[int, Sequence[str]]]]:
    """Numbered records in lists of at most `size`."""
    portion = []
    for row in rows:
        portion.append(row)
        if len(portion) >= size:
            yield portion
            portion = []
    if portion:
        yield portion
