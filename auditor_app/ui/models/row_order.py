"""Puts rows in order by several columns: stable, natural for numbered texts, and cells without a value always last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from threading import local
from typing import Any

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

from auditor_app.ui.models.cell_filters import as_number

Ranks = Sequence[int | None]
"""Of every row in one column, by the row's number; None for no value."""


def sorted_numbers(numbers: Sequence[int], keys: Sequence[tuple[Ranks, bool]]) -> list[int]:
    """The row numbers ordered by (ranks, descending) keys, the first key weighing most."""
    ordered = list(numbers)
    for ranks, descending in reversed(keys):
        present = [number for number in ordered if ranks[number] is not None]
        absent = [number for number in ordered if ranks[number] is None]
        present.sort(key=ranks.__getitem__, reverse=descending)  # type: ignore[arg-type]  # keeps ties both ways
        ordered = present + absent
    return ordered


def dense_ranks(values: Sequence[object]) -> list[int | None]:
    """The rank of each value among the distinct ones, from 0; None for no value."""
    ranks = [_rank(value) for value in values]
    places = {rank: place for place, rank in enumerate(sorted({rank for rank in ranks if rank is not None}))}
    return [None if rank is None else places[rank] for rank in ranks]


def _rank(value: object) -> Any:
    """A comparable rank of any cell value: numbers, then dates, then words; None for no value."""
    if value is None or value == "":
        return None
    number = as_number(value)
    if number is not None:
        return (0, number)
    if isinstance(value, bool):
        return (0, int(value))
    if isinstance(value, date):
        return (1, value.isoformat() if isinstance(value, datetime) else f"{value.isoformat()}T")
    return (2, _WordRank(str(value)))


class _WordRank:
    """A word with its collation key: Japanese order, and 16.2 before 16.10."""

    __slots__ = ("_key", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._key = _collation_key(text)

    def __lt__(self, other: _WordRank) -> bool:
        order = self._key.compare(other._key)
        # Words that collate alike (full and half width) still need one fixed order.
        return order < 0 if order else self._text < other._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _WordRank) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@lru_cache(maxsize=65536)
def _collation_key(text: str) -> QCollatorSortKey:
    return _collator().sortKey(text)


def _collator() -> QCollator:
    """One for each thread: big tables are put in order on a worker."""
    collator: QCollator | None = getattr(_own, "collator", None)
    if collator is None:
        # The C locale would compare code points and ignore the numeric mode, so the locale is always named.
        _own.collator = collator = QCollator(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
        collator.setNumericMode(True)
        collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return collator


_own = local()
