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
    coded = [_code(cells, to_text) for cells in _columns(records, columns)]
    blank = _blank_rows(records, coded)
    if blank:
        kept = [place for place in range(len(records)) if place not in blank]
        chosen = [records[place] for place in kept]
        return code_columns([numbers[place] for place in kept], chosen, columns, width, to_text)
    overlong = []
    if width and max(map(len, records), default=0) > width:
        beyond = ((number, record[width:]) for number, record in zip(numbers, records, strict=True))
        overlong = [number for number, cells in beyond if not _is_blank(cells)]
    return CodedBlock(
        array("i", numbers), [texts for texts, _ in coded], [codes.tobytes() for _, codes in coded], overlong
    )


def _columns(records: Sequence[Sequence[Any]], columns: Sequence[int]) -> list[Sequence[Any]]:
    """The cells of each column, turned by `zip` where all records are of one length, which is much faster."""
    lengths = set(map(len, records))
    if len(lengths) == 1 and max(columns, default=0) < min(lengths):
        turned = list(zip(*records, strict=True))
        return [turned[column] for column in columns]
    return [[record[column] if column < len(record) else "" for record in records] for column in columns]


def _blank_rows(records: Sequence[Sequence[Any]], coded: list[tuple[list[str], array[int]]]) -> set[int]:
    """Places of the records without any text; looked at closely only where the coded columns are all empty."""
    suspects = set(range(len(records)))
    for texts, codes in coded:
        if "" not in texts:
            return set()
        empty = texts.index("")
        suspects = {place for place in suspects if codes[place] == empty}
    return {place for place in suspects if _is_blank(records[place])}


def _is_blank(cells: Sequence[Any]) -> bool:
    # 0 and FALSE are values, so a cell is empty only as the text "".
    return all(cell == "" for cell in cells)


def _code(cells: Sequence[Any], to_text: Callable[[Any], str] | None) -> tuple[list[str], array[int]]:
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
