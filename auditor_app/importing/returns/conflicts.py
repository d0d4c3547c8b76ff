"""Holds the rows of a bucket against one another and against what the case holds: new, equal, changed, or refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.row_checks import NOT_REPORTED

NEW, EQUAL, CHANGED = 0, 1, 2
GROUP, ITEM, ROLE, FIRST_COUNT = 0, 1, 2, 3
"""Columns of a staged row; the last one is the source row."""
_NARROW = 1 << 20


class StoredRows(Protocol):
    """What the case holds, and what earlier files of the same import will add."""

    def rows_of(self, group: GroupKey) -> Sequence[tuple[int, ...]]:
        """(item, role, counts …, report, source row) of each row that counts; report < 0: of an earlier file."""
        ...

    def kept_rows_of(self, group: GroupKey) -> Collection[tuple[int, ...]]:
        """(item, role, counts …) of each row that is kept as a version beside the one that counts."""
        ...

    def place(self, report_id: int, source_row: int) -> str:
        """Where a stored row stands."""
        ...


@dataclass(frozen=True)
class ComparedRows:
    """Rows in key order, each key once, with what accepting them would do."""

    rows: np.ndarray
    effects: np.ndarray
    stored: np.ndarray
    """For each CHANGED row, in order: the stored counts, report and source row."""


@dataclass
class BucketComparison:
    """Compares bucket after bucket; counts what was the same row once more."""

    group_keys: Sequence[GroupKey]
    ranks: np.ndarray
    refusals: RefusalList
    stored: StoredRows
    count_fields: tuple[str, ...]
    duplicates: int = 0

    def compare(self, rows: np.ndarray) -> ComparedRows:
        groups = np.unique(rows[:, GROUP])
        stored = self._stored_rows(groups.tolist())
        keys, stored_keys = packed_keys(rows, stored, self.ranks)
        if (keys[1:] < keys[:-1]).any():
            order = np.argsort(keys, kind="stable")
            rows, keys = rows[order], keys[order]
        if (keys[1:] == keys[:-1]).any():
            kept = self._without_duplicates(rows, keys)
            rows, keys = rows[kept], keys[kept]
        if not len(stored):
            nothing = np.zeros((0, stored.shape[1] - FIRST_COUNT), dtype=np.int32)
            return ComparedRows(rows, np.zeros(len(rows), dtype=np.int8), nothing)
        return self._against_stored(rows, keys, stored, stored_keys)

    def _stored_rows(self, groups: Sequence[int]) -> np.ndarray:
        """group, item, role, counts …, report, source row"""
        width = FIRST_COUNT + len(self.count_fields) + 2
        parts = [np.zeros((0, width), dtype=np.int32)]
        for code in groups:
            found = self.stored.rows_of(self.group_keys[code])
            if len(found):
                part = np.empty((len(found), width), dtype=np.int32)
                part[:, GROUP] = code
                part[:, ITEM:] = found
                parts.append(part)
        return np.concatenate(parts)

    def _without_duplicates(self, rows: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """Which rows stay: of equal ones the first; of those that differ none, each naming another."""
        starts = np.concatenate(([0], np.flatnonzero(keys[1:] != keys[:-1]) + 1))
        run = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(keys))))
        first = starts[run]
        counts = rows[:, FIRST_COUNT:-1]
        differs = (counts != counts[first]).any(axis=1)
        refused = np.logical_or.reduceat(differs, starts)[run]
        is_first = np.arange(len(keys)) == first
        self.duplicates += int((~is_first & ~refused).sum())
        other = np.where(differs, first, _first_differing(differs, starts)[run])
        self.refusals.row_count += int(refused.sum())
        sources = rows[:, -1]
        self.refusals.add_where(
            "returns.same_key_differs",
            refused,
            sources,
            self.count_fields[-1],
            lambda index: {
                "text": self._counts_text(rows, index),
                "other": self.refusals.place(int(sources[other[index]]), self.count_fields[-1]),
                "other_text": self._counts_text(rows, int(other[index])),
            },
        )
        kept: np.ndarray = is_first & ~refused
        return kept

    def _against_stored(
        self, rows: np.ndarray, keys: np.ndarray, stored: np.ndarray, stored_keys: np.ndarray
    ) -> ComparedRows:
        order = np.argsort(stored_keys, kind="stable")
        stored, stored_keys = stored[order], stored_keys[order]
        at = np.minimum(np.searchsorted(stored_keys, keys), len(stored_keys) - 1)
        is_stored = stored_keys[at] == keys
        match = stored[at]
        last = FIRST_COUNT + len(self.count_fields)
        differs = is_stored & (rows[:, FIRST_COUNT:-1] != match[:, FIRST_COUNT:last]).any(axis=1)
        of_batch = differs & (match[:, last] < 0)
        if of_batch.any():
            self._refuse_in_batch(rows, match, of_batch)
        differs &= ~self._kept_already(rows, differs & ~of_batch)
        effects = np.where(differs, CHANGED, np.where(is_stored, EQUAL, NEW)).astype(np.int8)
        kept = ~of_batch
        return ComparedRows(rows[kept], effects[kept], match[kept & differs][:, FIRST_COUNT:])

    def _kept_already(self, rows: np.ndarray, differs: np.ndarray) -> np.ndarray:
        """Rows that differ from what counts, but of which the case keeps the very version: nothing is new in them."""
        kept = np.zeros(len(rows), dtype=np.bool_)
        for code in np.unique(rows[differs, GROUP]).tolist():
            versions = set(self.stored.kept_rows_of(self.group_keys[code]))
            if versions:
                found = np.flatnonzero(differs & (rows[:, GROUP] == code))
                kept[found] = [tuple(row) in versions for row in rows[found, ITEM:-1].tolist()]
        return kept

    def _refuse_in_batch(self, rows: np.ndarray, match: np.ndarray, mask: np.ndarray) -> None:
        self.refusals.row_count += int(mask.sum())
        self.refusals.add_where(
            "returns.same_key_differs",
            mask,
            rows[:, -1],
            self.count_fields[-1],
            lambda index: {
                "text": self._counts_text(rows, index),
                "other": self.stored.place(int(match[index, -2]), int(match[index, -1])),
                "other_text": self._counts_text(match, index),
            },
        )

    def _counts_text(self, rows: np.ndarray, index: int) -> str:
        return " / ".join(counts_of(rows[index, FIRST_COUNT : FIRST_COUNT + len(self.count_fields)]))


def counts_of(numbers: np.ndarray) -> tuple[str, ...]:
    """Counts as texts, "" = not reported."""
    return tuple("" if number == NOT_REPORTED else str(number) for number in numbers.tolist())


def packed_keys(rows: np.ndarray, stored: np.ndarray, ranks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One number a row that orders by report, item and role; the same packing for both tables."""
    items, stored_items, item_span = _dense(rows[:, ITEM], stored[:, ITEM])
    roles, stored_roles, role_span = _dense(rows[:, ROLE], stored[:, ROLE])

    def packed(table: np.ndarray, item: np.ndarray, role: np.ndarray) -> np.ndarray:
        keys: np.ndarray = (ranks[table[:, GROUP]] * item_span + item) * role_span + role
        return keys

    return packed(rows, items, roles), packed(stored, stored_items, stored_roles)


def _dense(column: np.ndarray, further: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Ids as small numbers in the same order: ids to come (of a catalogue in the same import) are far from the rest."""
    both = [own for own in (column, further) if len(own)]
    lowest = min((int(own.min()) for own in both), default=0)
    span = max((int(own.max()) for own in both), default=0) - lowest + 1
    if span <= _NARROW:
        return column.astype(np.int64) - lowest, further.astype(np.int64) - lowest, span
    distinct = np.unique(np.concatenate(both))
    return np.searchsorted(distinct, column), np.searchsorted(distinct, further), len(distinct)


def _first_differing(differs: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """For each run the first row that differs from the run's first; its start where none does."""
    positions = np.where(differs, np.arange(len(differs)), len(differs))
    first = np.minimum.reduceat(positions, starts)
    return np.where(first < len(differs), first, starts)
