"""The fast way through delimited text whose lines are records, by pandas; loaded by long files only."""

from __future__ import annotations

import io
import warnings
from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from auditor_app.importing.readers.coded_rows import CodedBlock
from auditor_app.importing.readers.text_stream import TextBlock

_SENTINEL = "\U0010ffff"
"""A last line of these makes pandas keep every column as text (`01` is not 1), and sorts after all other texts."""

Codes = npt.NDArray[np.int32]


def code_plain_lines(
    block: TextBlock, delimiter: str, columns: Sequence[int], width: int, expected: int
) -> CodedBlock | None:
    """The block coded, or None where its lines are not its records or are wider than `expected` cells."""
    content = block.content
    if content.count(b"\r") != content.count(b"\r\n") or _SENTINEL.encode() in content:
        return None
    frame = _read(content, delimiter, expected)
    line_count = block.line_count
    if frame is None or len(frame) != line_count + 1:
        return None
    coded = [_codes_and_texts(frame[column]) for column in range(expected)]
    blank = np.ones(line_count, dtype=bool)
    for codes, texts in coded:
        blank &= _is_empty(codes, texts)
    rows = np.arange(block.first_line, block.first_line + line_count, dtype=np.int32)
    beyond = np.zeros(line_count, dtype=bool)
    for codes, texts in coded[width:] if width else ():
        beyond |= ~_is_empty(codes, texts)
    overlong = rows[beyond].tolist()
    if blank.any():
        rows = rows[~blank]
        coded = [_without_unused(codes[~blank], texts) for codes, texts in coded]
    wanted = [coded[column] for column in columns]
    return CodedBlock(
        array("i", rows.tobytes()), [texts for _, texts in wanted], [codes.tobytes() for codes, _ in wanted], overlong
    )


def _read(content: bytes, delimiter: str, expected: int) -> pd.DataFrame | None:
    end = b"" if content.endswith(b"\n") else b"\n"
    sentinel = delimiter.join([_SENTINEL] * expected).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return pd.read_csv(
                io.BytesIO(content + end + sentinel),
                header=None,
                names=range(expected),
                index_col=False,
                dtype="category",
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                sep=delimiter,
                engine="c",
                encoding="utf-8",
                low_memory=False,
            )
        except (pd.errors.ParserError, pd.errors.ParserWarning):
            return None


def _codes_and_texts(column: pd.Series) -> tuple[Codes, list[str]]:
    """Without the sentinel, which is the last cell and the last text."""
    texts: list[str] = column.cat.categories.tolist()
    codes: Codes = column.cat.codes.to_numpy().astype(np.int32)
    if texts[-1] != _SENTINEL:
        raise ValueError("the sentinel is not where it sorts")
    return codes[:-1], texts[:-1]


def _is_empty(codes: Codes, texts: list[str]) -> npt.NDArray[np.bool_]:
    # Sorted: the empty text comes first, if there is one.
    if texts and texts[0] == "":
        return np.equal(codes, 0)
    return np.zeros(len(codes), dtype=bool)


def _without_unused(codes: Codes, texts: list[str]) -> tuple[Codes, list[str]]:
    used, renumbered = np.unique(codes, return_inverse=True)
    return renumbered.astype(np.int32), [texts[code] for code in used]
