"""Looks up the distinct texts of a column once and spreads what they mean over its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from auditor_app.importing.readers.tables import CodedColumn

_MOST_REMEMBERED = 200_000
"""Texts; a column in which every cell differs must not fill the memory."""


class _Meanings(dict[str, int]):
    def __init__(self, meaning: Callable[[str], int]) -> None:
        self._meaning = meaning

    def __missing__(self, text: str) -> int:
        found = self[text] = self._meaning(text)
        return found


class TextLookup:
    """Remembers what texts mean from chunk to chunk: text → integer."""

    def __init__(self, meaning: Callable[[str], int]) -> None:
        self._known = _Meanings(meaning)

    def of(self, texts: tuple[str, ...]) -> np.ndarray:
        """The meaning of each text, int64."""
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        return np.fromiter(map(self._known.__getitem__, texts), dtype=np.int64, count=len(texts))

    def forget(self) -> None:
        self._known.clear()

    def spread(self, column: CodedColumn) -> np.ndarray:
        """The meaning of each cell."""
        meanings: np.ndarray = self.of(column.texts)[column.codes]
        return meanings


def marked_cells(column: CodedColumn, texts: np.ndarray) -> np.ndarray | None:
    """Cells whose text is marked in `texts`; None when there are none, so that the usual chunk costs nothing."""
    if not texts.any():
        return None
    mask: np.ndarray = texts.astype(np.bool_)[column.codes]
    return mask if mask.any() else None


def blank_cells(column: CodedColumn) -> np.ndarray | None:
    """Cells without anything but white space; None when there are none."""
    texts = column.texts
    if "" not in texts and not any(map(str.isspace, texts)):
        return None
    return marked_cells(column, np.fromiter((not text.strip() for text in texts), np.bool_, count=len(texts)))


def filtered(column: CodedColumn, kept: np.ndarray) -> CodedColumn:
    return CodedColumn(column.texts, column.codes[kept])


def distinct_runs(values: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values with the index of each row's value among them; cheap where equal values stand together."""
    if not len(values):
        return values, np.zeros(0, dtype=np.int64)
    starts = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1))
    distinct, of_run = np.unique(values[starts], return_inverse=True)
    lengths = np.diff(np.append(starts, len(values)))
    return distinct, np.repeat(of_run, lengths)
