"""Stores the rows of coverage and answers tables: reports, counts, sums, and what they supersede."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from auditor_app.domain.returns import AnswerKey, NewCoverageCount, NewReport, Standing
from auditor_app.domain.table_proposals import OnConflict
from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.importing.returns.conflicts import CHANGED, FIRST_COUNT, GROUP, ITEM, NEW, ROLE, ComparedRows
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.staged_table import StagedTable
from auditor_app.services.propose_table import ReadyTable
from auditor_app.storage.unit_of_work import UnitOfWork

_ROWS_AT_ONCE = 100_000
_NARROW = 1 << 20


@dataclass(frozen=True)
class _Reports:
    """Of one table: the number of the report of each group, -1 where it has none."""

    staged: StagedTable
    on_conflict: OnConflict
    counted: np.ndarray
    versions: np.ndarray


class ReturnsWriter:
    """First all reports of all tables, then the answers in the order of their reports."""

    def __init__(
        self,
        work: UnitOfWork,
        ids: dict[int, int],
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._work = work
        self._ids = ids
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled
        self._answers: list[_Reports] = []
        self._shared: set[tuple[int, int]] = set()
        self._held_back: list[np.ndarray] = []
        """Sums of a year and organisation that several files tell of: a change has one sum of each."""
        self._expected = 0
        self._written = 0

    def add_reports(self, table: ReadyTable) -> None:
        """The reports of a table; of coverage its counts too."""
        staged = table.staged
        if staged is None:
            return
        of_effect = staged.rows_by_effect
        replaces = table.on_conflict == "replace"
        counted = of_effect[NEW] + (of_effect[CHANGED] if replaces else 0)
        versions = of_effect[CHANGED] if table.on_conflict == "version" else np.zeros_like(counted)
        has_answers = staged.table.fields.kind == "answers"
        new, slots = [], []
        for number, key in enumerate(staged.groups):
            for standing, counts in (("counted", counted), ("version", versions)):
                if counts[number]:
                    new.append(self._report(table, key, standing, int(counts[number]) if has_answers else 0))  # type: ignore[arg-type]
                    slots.append((standing, number))
        numbers = {"counted": np.full(len(counted), -1), "version": np.full(len(counted), -1)}
        for (standing, number), report_id in zip(slots, self._work.add_reports(new), strict=True):
            numbers[standing][number] = report_id
        reports = _Reports(staged, table.on_conflict, numbers["counted"], numbers["version"])
        if has_answers:
            self._answers.append(reports)
            self._expected += int(counted.sum() + versions.sum())
        else:
            self._write_coverage(reports)

    def write_answers(self) -> None:
        """All answers of the tables given, with the sums over units."""
        self._shared = _shared_families([reports.staged.groups for reports in self._answers])
        for reports in self._answers:
            for compared in reports.staged.buckets():
                self._write_bucket(reports, compared)
        if self._held_back:
            self._work.add_item_sum_block(_added_up(np.concatenate(self._held_back)))

    def _report(self, table: ReadyTable, key: GroupKey, standing: Standing, answer_count: int) -> NewReport:
        question = table.question
        organisation_id = self._ids.get(key.organisation_id, key.organisation_id)
        return NewReport(
            key.fiscal_year,
            organisation_id,
            key.unit,
            question.file.sha256,
            question.places.sheet,
            standing,
            answer_count,
        )

    def _write_coverage(self, reports: _Reports) -> None:
        for compared in reports.staged.buckets():
            rows, report_ids, _is_version = self._chosen(reports, compared)
            counts = [
                NewCoverageCount(
                    report, self._ids.get(role, role), target, ascertained, None if own < 0 else own, source
                )
                for report, (_group, _item, role, target, ascertained, own, source) in zip(
                    report_ids.tolist(), rows.tolist(), strict=True
                )
            ]
            self._work.add_coverage_counts(counts)

    def _write_bucket(self, reports: _Reports, compared: ComparedRows) -> None:
        rows, report_ids, is_version = self._chosen(reports, compared)
        if reports.on_conflict == "replace" and len(compared.stored):
            changed = compared.rows[compared.effects == CHANGED]
            report_column = compared.stored[:, -2]
            keys = np.column_stack((report_column, self._real(changed[:, ITEM]), self._real(changed[:, ROLE])))
            self._work.supersede_answers([AnswerKey(*key) for key in keys.tolist()])
        block = np.empty((len(rows), 6), dtype=np.int64)
        block[:, 0] = report_ids
        block[:, 1] = self._real(rows[:, ITEM])
        block[:, 2] = self._real(rows[:, ROLE])
        block[:, 3:] = rows[:, FIRST_COUNT:]
        block = _in_key_order(block)
        for start in range(0, len(block), _ROWS_AT_ONCE):
            self._work.add_answer_block(np.ascontiguousarray(block[start : start + _ROWS_AT_ONCE]))
            self._report_progress(min(_ROWS_AT_ONCE, len(block) - start))
        self._add_sums(reports, compared, rows[~is_version])

    def _chosen(self, reports: _Reports, compared: ComparedRows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rows to be stored, their reports, and which are kept as versions only."""
        effects = compared.effects
        wanted = (NEW,) if reports.on_conflict == "keep" else (NEW, CHANGED)
        chosen = np.flatnonzero(np.isin(effects, wanted))
        rows = compared.rows[chosen]
        is_version: np.ndarray = np.zeros(len(rows), dtype=np.bool_)
        if reports.on_conflict == "version":
            is_version = effects[chosen] == CHANGED
        groups = rows[:, GROUP]
        report_ids = np.where(is_version, reports.versions[groups], reports.counted[groups])
        return rows, report_ids, is_version

    def _add_sums(self, reports: _Reports, compared: ComparedRows, counted: np.ndarray) -> None:
        """What the counted rows add to the sums, less what the rows they replace had added."""
        added = [(counted[:, [GROUP, ITEM, ROLE]], counted[:, FIRST_COUNT:-1], 1)]
        if reports.on_conflict == "replace" and len(compared.stored):
            changed = compared.rows[compared.effects == CHANGED]
            added.append((changed[:, [GROUP, ITEM, ROLE]], compared.stored[:, :2], -1))
        keys = np.concatenate([own for own, _counts, _sign in added])
        counts = np.concatenate([own for _keys, own, _sign in added]).astype(np.int64)
        signs = np.concatenate([np.full(len(own), sign) for own, _counts, sign in added])
        families, of_group = _families(reports.staged.groups)
        is_answered = np.asarray((counts >= 0).all(axis=1))
        values = np.where(is_answered[:, None], counts, 0) * signs[:, None]
        summed = _summed(of_group[keys[:, 0]], keys[:, 1:], is_answered * signs, values)
        if len(summed):
            is_shared = np.array([family in self._shared for family in families])[summed[:, 0]]
            sums = self._item_sums(families, summed)
            self._held_back += [sums[is_shared]] if is_shared.any() else []
            self._work.add_item_sum_block(sums[~is_shared])

    def _item_sums(self, families: list[tuple[int, int]], summed: np.ndarray) -> np.ndarray:
        """With the columns of `ItemSum`."""
        year, organisation = np.array(families, dtype=np.int64)[summed[:, 0]].T
        names = (self._real(column) for column in (organisation, summed[:, 1], summed[:, 2]))
        return np.column_stack((year, *names, *summed[:, 3:].T))

    def _real(self, column: np.ndarray) -> np.ndarray:
        """Ids as the case numbers them."""
        if not self._ids:
            return column
        distinct, of_row = np.unique(column, return_inverse=True)
        real: np.ndarray = np.array([self._ids.get(own, own) for own in distinct.tolist()], dtype=np.int64)[of_row]
        return real

    def _report_progress(self, rows: int) -> None:
        self._written += rows
        if self._is_cancelled is not None and self._is_cancelled():
            raise CancelledByUserError
        if self._on_progress is not None:
            self._on_progress(self._written, self._expected)


def _in_key_order(block: np.ndarray) -> np.ndarray:
    """As it is, unless versions stand between the rows that count or provisional ids were in another order."""
    report, item, role = block[:, 0], block[:, 1], block[:, 2]
    keys = (report - report.min(initial=0)) << 42 | item << 16 | role if len(block) else report
    if len(block) and int(item.max()) < 1 << 26 and int(role.max()) < 1 << 16 and (keys[1:] > keys[:-1]).all():
        return block
    return block[np.lexsort((role, item, report))]


def _families(groups: list[GroupKey]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """The (year, organisation) pairs, and which of them each group belongs to."""
    families = list(dict.fromkeys((key.fiscal_year, key.organisation_id) for key in groups))
    places = {family: place for place, family in enumerate(families)}
    return families, np.array([places[key[:2]] for key in groups], dtype=np.int64)


def _summed(family: np.ndarray, keys: np.ndarray, answered: np.ndarray, values: np.ndarray) -> np.ndarray:
    """family, item, role, answered, obliged, implemented: one row for each of the first three."""
    if not len(family):
        return np.zeros((0, 6), dtype=np.int64)
    items, item = _numbered(keys[:, 0])
    roles, role = _numbered(keys[:, 1])
    first = int(family.min())
    slot = ((family - first) * len(items) + item) * len(roles) + role
    size = (int(family.max()) - first + 1) * len(items) * len(roles)
    used = np.flatnonzero(np.bincount(slot, minlength=size))
    # exact: a bucket has less than 2**22 rows of counts below 2**31, and 2**53 is where floating point stops counting
    sums = [np.bincount(slot, weights=own, minlength=size)[used].astype(np.int64) for own in (answered, *values.T)]
    family_item, role_place = np.divmod(used, len(roles))
    family_place, item_place = np.divmod(family_item, len(items))
    return np.column_stack((family_place + first, items[item_place], roles[role_place], *sums))


def _numbered(column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct ids in order and the place of each row's among them; without sorting where ids lie close together."""
    lowest = int(column.min())
    shifted = column - lowest
    span = int(shifted.max()) + 1
    if span > _NARROW:
        return np.unique(column, return_inverse=True)
    is_there = np.zeros(span, dtype=np.bool_)
    is_there[shifted] = True
    places = np.cumsum(is_there) - 1
    return np.flatnonzero(is_there) + lowest, places[shifted]


def _shared_families(groups: list[list[GroupKey]]) -> set[tuple[int, int]]:
    """(year, organisation) pairs of more than one table."""
    tables = Counter(family for keys in groups for family in {key[:2] for key in keys})
    return {family for family, count in tables.items() if count > 1}


def _added_up(sums: np.ndarray) -> np.ndarray:
    """One row of each year, organisation, item and role."""
    sums = sums[np.lexsort(sums[:, 3::-1].T)]
    starts = np.flatnonzero(np.concatenate(([True], (sums[1:, :4] != sums[:-1, :4]).any(axis=1))))
    return np.column_stack((sums[starts, :4], np.add.reduceat(sums[:, 4:], starts)))
