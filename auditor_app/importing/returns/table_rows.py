"""Reads the rows of a coverage or answers table chunk by chunk: names to ids, counts to numbers, all rules checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np

from auditor_app.domain.table_proposals import ColumnMapping
from auditor_app.importing.readers.tables import TableChunk, text_of_merged_count
from auditor_app.importing.returns.coded_cells import TextLookup
from auditor_app.importing.returns.counts import CountProblem, parse_count
from auditor_app.importing.returns.groups import Groups
from auditor_app.importing.returns.key_cells import KeyReader, RowKeys
from auditor_app.importing.returns.kinds import KindFields
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.row_checks import (
    CHECKS,
    NOT_REPORTED,
    UNREADABLE,
    AscertainedLimits,
    settle_no_duty,
)
from auditor_app.importing.returns.stored_obliged import StoredObliged
from auditor_app.importing.returns.table_cells import TableCells, cells_of
from auditor_app.importing.returns.totals import Totals

_MERGED = "returns.cell_merged"
_COUNT_PROBLEMS: tuple[str, ...] = (*get_args(CountProblem), _MERGED)


@dataclass
class TableRows:
    """What is known after the chunks read so far; `read` gives the rows that can be used."""

    fields: KindFields
    mapping: ColumnMapping
    keys: KeyReader
    refusals: RefusalList
    limits: AscertainedLimits | None = None
    obliged: StoredObliged | None = None
    """Of coverage: the answers the case has already."""

    def __post_init__(self) -> None:
        self.groups = Groups()
        self.rows_without_catalogue: Counter[int] = Counter()
        """How many rows of each year for which no edition holds."""
        self.totals = Totals(self.fields.counts, self.fields.keys, self.refusals)
        self.not_reported = 0
        self.read_count = 0
        self._lookups = {name: TextLookup(_count_or_problem) for name in self.fields.counts}

    @property
    def width(self) -> int:
        """Numbers in a staged row: group, item, role, the counts, the source row."""
        return 4 + len(self.fields.counts)

    def read(self, chunk: TableChunk) -> np.ndarray:
        """Rows of `width` int32 numbers: those of the chunk that hold what a row must."""
        cells = cells_of(chunk, self.mapping, (*self.fields.keys, *self.fields.counts, "unit"))
        cells = self.totals.take_out(cells)
        self.read_count += len(cells.rows)
        good = np.ones(len(cells.rows), dtype=np.bool_)
        good &= ~self._refuse_overlong(cells, chunk.overlong_rows)
        keys = self.keys.read(cells)
        counts = [self._read_counts(cells, name) for name in self.fields.counts]
        if self.fields.kind == "answers":
            counts = settle_no_duty(counts)
        named = (keys.years > 0) & (keys.organisations >= 0)
        groups = self._groups(keys, named)
        self.totals.add(groups, len(self.groups.keys), counts)
        good &= named & (keys.items >= 0) & (keys.roles >= 0)
        for count in counts:
            good &= count != UNREADABLE
        good &= ~self._refuse_failed(cells, counts, groups, keys)
        self._count(good, counts, keys)
        is_empty = np.logical_and.reduce([count == NOT_REPORTED for count in counts])
        if self.fields.kind == "coverage":
            good &= ~is_empty  # nothing to keep: coverage that is not reported is coverage that is not there
        columns = (groups, keys.items, keys.roles, *counts, cells.rows)
        return np.column_stack([column[good].astype(np.int32) for column in columns])

    def _count(self, good: np.ndarray, counts: list[np.ndarray], keys: RowKeys) -> None:
        in_catalogue = np.ones(len(good), dtype=np.bool_)
        if self.keys.years_without_catalogue:
            in_catalogue = ~np.isin(keys.years, list(self.keys.years_without_catalogue))
            self.rows_without_catalogue.update(keys.years[~in_catalogue].tolist())
        self.refusals.row_count += int((~good & in_catalogue).sum())
        needed = counts[:2]  # the survey of its own is nothing that must be reported
        unreported = np.logical_or.reduce([count == NOT_REPORTED for count in needed])
        self.not_reported += int((good & unreported).sum())

    def refuse_years_without_catalogue(self) -> None:
        """One refusal a year for all its rows, once the whole table is read; the rows of other years stay usable."""
        for year, count in sorted(self.rows_without_catalogue.items()):
            values: dict[str, object] = {"year": year, "count": f"{count:,}"}
            first = self.keys.first_rows[year]
            self.refusals.add("returns.year_without_catalogue", first, "fiscal_year", values)
            self.refusals.row_count += count

    def _groups(self, keys: RowKeys, named: np.ndarray) -> np.ndarray:
        names = self.keys.units.names
        if named.all():
            return self.groups.code(keys.years, keys.organisations, keys.units, names)
        groups = np.full(len(named), -1, dtype=np.int64)
        inside = keys.where(named)
        groups[named] = self.groups.code(inside.years, inside.organisations, inside.units, names)
        return groups

    def _read_counts(self, cells: TableCells, name: str) -> np.ndarray:
        read = self._lookups[name].spread(cells.columns[name])
        if (read < NOT_REPORTED).any():
            for number, key in enumerate(_COUNT_PROBLEMS):
                mask = read == UNREADABLE - number
                self.refusals.add_where(
                    key, mask, cells.rows, name, lambda index: {"text": _stated(cells, name, index)}
                )
            read = np.maximum(read, UNREADABLE)
        return read

    def _refuse_overlong(self, cells: TableCells, overlong: tuple[int, ...]) -> np.ndarray:
        mask = np.isin(cells.rows, overlong) if overlong else np.zeros(len(cells.rows), dtype=np.bool_)
        self.refusals.add_where("returns.row_overlong", mask, cells.rows, "", lambda _index: {})
        return mask

    def _refuse_failed(
        self, cells: TableCells, counts: list[np.ndarray], groups: np.ndarray, keys: RowKeys
    ) -> np.ndarray:
        failed = np.zeros(len(cells.rows), dtype=np.bool_)
        readable = np.logical_and.reduce([count != UNREADABLE for count in counts])
        for check in CHECKS[self.fields.kind](counts):
            mask = check.mask & readable
            if mask.any():
                self.refusals.add_where(check.key, mask, cells.rows, check.field, self._values(cells, check.field))
                failed |= mask
        if self.limits is not None:
            known = readable & (groups >= 0) & (keys.roles >= 0)
            above = known & self.limits.above(self.groups.keys, groups, keys.roles, counts[0])
            if above.any():
                self._refuse_above_ascertained(cells, above, groups, keys)
                failed |= above
        if self.obliged is not None:
            failed |= self._refuse_below_obliged(
                cells, np.where(readable, counts[1], NOT_REPORTED), counts[2], keys, groups
            )
        return failed

    def _refuse_below_obliged(
        self, cells: TableCells, ascertained: np.ndarray, own: np.ndarray, keys: RowKeys, groups: np.ndarray
    ) -> np.ndarray:
        """Coverage of which the case has answers by more people than it ascertained, by a survey of its own too."""
        assert self.obliged is not None
        most = np.where(ascertained >= 0, np.maximum(ascertained, own), NOT_REPORTED)
        found = self.obliged.above(self.groups.keys, groups, keys.roles, most)
        mask = np.zeros(len(cells.rows), dtype=np.bool_)
        mask[list(found)] = True

        def values(index: int) -> dict[str, object]:
            count, place = found[index]
            return {"text": cells.text("ascertained", index), "obliged": count, "other": place}

        self.refusals.add_where("returns.ascertained_below_obliged", mask, cells.rows, "ascertained", values)
        return mask

    def _refuse_above_ascertained(
        self, cells: TableCells, above: np.ndarray, groups: np.ndarray, keys: RowKeys
    ) -> None:
        limits = self.limits
        assert limits is not None

        def values(index: int) -> dict[str, object]:
            limit = limits.limit(int(groups[index]), int(keys.roles[index]))
            return {"text": cells.text("obliged", index), "limit": limit}

        self.refusals.add_where("returns.obliged_above_ascertained", above, cells.rows, "obliged", values)

    def _values(self, cells: TableCells, field: str) -> Callable[[int], dict[str, object]]:
        others = [name for name in self.fields.counts if name != field]

        def values(index: int) -> dict[str, object]:
            texts = {name: cells.text(name, index) for name in others}
            return {"text": cells.text(field, index), **texts}

        return values


def _stated(cells: TableCells, name: str, index: int) -> str:
    text = cells.text(name, index)
    merged = text_of_merged_count(text)
    return text if merged is None else merged


def _count_or_problem(text: str) -> int:
    """The count, `NOT_REPORTED`, or `UNREADABLE` less the number of the problem."""
    if text_of_merged_count(text) is not None:
        return UNREADABLE - _COUNT_PROBLEMS.index(_MERGED)
    count = parse_count(text)
    if count.problem is not None:
        return UNREADABLE - _COUNT_PROBLEMS.index(count.problem)
    return NOT_REPORTED if count.value is None else count.value
