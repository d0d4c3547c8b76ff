"""A coverage or answers table, read to the end and held against the case: ready to be shown and to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

import numpy as np

from auditor_app.domain.table_proposals import Conflict, ControlTotal, EffectCounts
from auditor_app.importing.readers.tables import TableChunk
from auditor_app.importing.returns.conflicts import (
    CHANGED,
    EQUAL,
    FIRST_COUNT,
    GROUP,
    ITEM,
    NEW,
    ROLE,
    BucketComparison,
    ComparedRows,
    StoredRows,
    counts_of,
)
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import fold_unit
from auditor_app.importing.returns.staging import StagedRows, share_out
from auditor_app.importing.returns.table_rows import TableRows

_MOST_CONFLICTS = 100


@dataclass
class StagedTable:
    """Groups are numbered in the order of (year, organisation, unit), and the rows come in that order."""

    table: TableRows
    folder: Path
    groups: list[GroupKey] = field(default_factory=list)
    counts: EffectCounts = field(default_factory=EffectCounts)
    conflicts: list[Conflict] = field(default_factory=list)
    totals: list[ControlTotal] = field(default_factory=list)
    rows_by_effect: np.ndarray = field(default_factory=lambda: np.zeros((3, 0), dtype=np.int64))
    """[effect, group] → rows."""
    _bucket_count: int = 0
    _looked_up: tuple[int, np.ndarray] | None = None
    """The bucket a later file asked for last: it asks in the order of the groups."""

    def buckets(self) -> Iterator[ComparedRows]:
        """The rows with their effects; the first column is the number of the group in `groups`."""
        for number in range(self._bucket_count):
            yield self._load(number)

    def rows_of(self, key: GroupKey) -> list[tuple[int, ...]]:
        """The rows of one group, for a later file of the same import: item, role, counts, source row."""
        number = self._numbers.get((*key[:2], fold_unit(key.unit)))
        if number is None:
            return []
        bucket = int(self._bucket_of_group[number])
        if self._looked_up is None or self._looked_up[0] != bucket:
            self._looked_up = bucket, self._load(bucket).rows
        rows = self._looked_up[1]
        first, last = np.searchsorted(rows[:, GROUP], (number, number + 1)).tolist()
        return [tuple(row) for row in rows[first:last, ITEM:].tolist()]

    @cached_property
    def _numbers(self) -> dict[tuple[int, int, str], int]:
        return {(*key[:2], fold_unit(key.unit)): number for number, key in enumerate(self.groups)}

    def _load(self, number: int) -> ComparedRows:
        paths = [self.folder / f"{part}-{number}.npy" for part in ("rows", "effects", "stored")]
        return ComparedRows(*(np.load(path) for path in paths))

    def organisation_names(self) -> tuple[str, ...]:
        """Whose rows these are, by the name of the latest year in the table."""
        latest = {key.organisation_id: key.fiscal_year for key in self.groups}
        return tuple(self.table.keys.book.organisation_name(own, year) for own, year in latest.items())

    def stage(
        self, chunks: Iterable[TableChunk], stored: StoredRows, is_cancelled: Callable[[], bool] | None = None
    ) -> None:
        """Reads everything, then compares bucket by bucket; stops between two when cancelled."""
        with StagedRows(self.folder, self.table.width) as staged:
            for chunk in chunks:
                staged.append(self.table.read(chunk))
            self._compare(staged, stored, is_cancelled)

    def _compare(self, staged: StagedRows, stored: StoredRows, is_cancelled: Callable[[], bool] | None) -> None:
        keys = self.table.groups.keys
        ranks = self.table.groups.ranks()
        self.groups = sorted(keys)
        bucket_of_group = _buckets(self.groups, ranks, staged.rows_of_groups(len(keys)))
        comparison = BucketComparison(
            self.groups, np.arange(len(keys)), self.table.refusals, stored, self.table.fields.counts
        )
        self.rows_by_effect = np.zeros((3, len(keys)), dtype=np.int64)
        for rows in staged.buckets(bucket_of_group):
            if is_cancelled is not None and is_cancelled():
                return
            rows[:, GROUP] = ranks[rows[:, GROUP]]
            self._keep(comparison.compare(rows), stored)
        self._bucket_of_group = bucket_of_group[np.argsort(ranks)] if len(ranks) else bucket_of_group
        self._finish(comparison)

    def _keep(self, compared: ComparedRows, stored: StoredRows) -> None:
        number, self._bucket_count = self._bucket_count, self._bucket_count + 1
        for part in ("rows", "effects", "stored"):
            np.save(self.folder / f"{part}-{number}.npy", getattr(compared, part))
        for effect in (NEW, EQUAL, CHANGED):
            groups = compared.rows[compared.effects == effect, GROUP]
            self.rows_by_effect[effect] += np.bincount(groups, minlength=len(self.groups))
        self._note_conflicts(compared, stored)

    def _note_conflicts(self, compared: ComparedRows, stored: StoredRows) -> None:
        room = _MOST_CONFLICTS - len(self.conflicts)
        changed = np.flatnonzero(compared.effects == CHANGED)[:room]
        for row, match in zip(compared.rows[changed], compared.stored[:room], strict=True):
            place = self.table.refusals.place(int(row[-1]), self.table.fields.counts[-1])
            stated, held = counts_of(row[FIRST_COUNT:-1]), counts_of(match[:-2])
            where = stored.place(int(match[-2]), int(match[-1]))
            self.conflicts.append(Conflict(place, self._words(row), held, stated, where))

    def _words(self, row: np.ndarray) -> tuple[str, ...]:
        key, book = self.groups[row[GROUP]], self.table.keys.book
        organisation = book.organisation_name(key.organisation_id, key.fiscal_year)
        item = (book.item_name(int(row[ITEM])),) if self.table.keys.has_items else ()
        return (str(key.fiscal_year), organisation, key.unit, *item, book.role_name(int(row[ROLE])))

    def _finish(self, comparison: BucketComparison) -> None:
        new, equal, changed = (int(rows.sum()) for rows in self.rows_by_effect)
        table = self.table
        self.totals = table.totals.held_against(table.groups.keys, table.keys.book)
        self.counts = EffectCounts(
            new, changed, equal, comparison.duplicates, table.refusals.row_count, table.not_reported
        )


def _buckets(groups: Sequence[GroupKey], ranks: np.ndarray, rows_of_groups: np.ndarray) -> np.ndarray:
    """Group code → bucket; a bucket holds all units of its (year, organisation)."""
    if not len(ranks):
        return np.zeros(0, dtype=np.int64)
    in_order = np.zeros(len(ranks), dtype=np.int64)
    in_order[ranks] = rows_of_groups
    families = [
        [number for number, _key in members]
        for _family, members in groupby(enumerate(groups), key=lambda own: own[1][:2])
    ]
    shared = share_out([int(in_order[members].sum()) for members in families])
    bucket_of_rank = np.zeros(len(ranks), dtype=np.int64)
    for bucket, members in zip(shared, families, strict=True):
        bucket_of_rank[members] = bucket
    by_code: np.ndarray = bucket_of_rank[ranks]
    return by_code
