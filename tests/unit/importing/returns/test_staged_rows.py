"""Rows of a large table: shared out to buckets, sorted, held against one another."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.importing.returns import staging
from auditor_app.importing.returns.conflicts import CHANGED, EQUAL, NEW, BucketComparison
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.records import Places
from auditor_app.importing.returns.refusals import RefusalList

GROUPS = [GroupKey(2006, 1, "甲局"), GroupKey(2006, 2, ""), GroupKey(2007, 1, "甲局")]
ROW = st.tuples(st.integers(0, 2), st.integers(1, 3), st.integers(1, 2), st.integers(-1, 2), st.integers(-1, 2))


class Stored:
    """What a case holds of the groups."""

    def __init__(self, rows: dict[GroupKey, list[tuple[int, ...]]]) -> None:
        self._rows = rows

    def kept_rows_of(self, _group: GroupKey) -> Sequence[tuple[int, ...]]:
        return ()

    def rows_of(self, group: GroupKey) -> Sequence[tuple[int, ...]]:
        return self._rows.get(group, [])

    def place(self, report_id: int, source_row: int) -> str:
        return f"{report_id}: L{source_row}"


def compare(
    rows: list[tuple[int, ...]], stored: dict[GroupKey, list[tuple[int, ...]]]
) -> tuple[BucketComparison, object]:
    comparison = BucketComparison(
        GROUPS, np.arange(3), RefusalList(Places("a.csv", ""), {}), Stored(stored), ("obliged", "implemented")
    )
    numbered = [(*row, number) for number, row in enumerate(rows, start=2)]
    return comparison, comparison.compare(np.array(numbered, dtype=np.int32).reshape(-1, 6))


@given(st.lists(ROW, max_size=40), st.lists(ROW, max_size=10))
def test_each_key_comes_once_in_order_and_every_row_is_accounted_for(
    rows: list[tuple[int, ...]], stored_rows: list[tuple[int, ...]]
) -> None:
    known = {row[:3]: row[3:] for row in stored_rows}
    stored: dict[GroupKey, list[tuple[int, ...]]] = {}
    for (group, item, role), counts in known.items():
        stored.setdefault(GROUPS[group], []).append((item, role, *counts, 7, 99))
    comparison, compared = compare(rows, stored)
    stated: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for row in rows:
        stated.setdefault(row[:3], set()).add(row[3:])
    agreed = {key: next(iter(values)) for key, values in stated.items() if len(values) == 1}
    found = [tuple(row) for row in compared.rows[:, :5].tolist()]  # type: ignore[attr-defined]
    assert found == sorted((*key, *counts) for key, counts in agreed.items())
    refused = sum(1 for row in rows if row[:3] not in agreed)
    assert comparison.refusals.row_count == refused
    assert len(rows) == len(found) + comparison.duplicates + refused
    for row, effect in zip(found, compared.effects.tolist(), strict=True):  # type: ignore[attr-defined]
        expected = NEW if row[:3] not in known else EQUAL if known[row[:3]] == row[3:] else CHANGED
        assert effect == expected


def test_rows_that_contradict_each_other_name_each_other() -> None:
    comparison, _compared = compare([(0, 1, 1, 5, 4), (0, 1, 1, 5, 3)], {})
    listed = [own.problem for own in comparison.refusals.listed]
    assert [(own.place, own.values["other"]) for own in listed] == [
        ("a.csv: L2", "a.csv: L3"),
        ("a.csv: L3", "a.csv: L2"),
    ]
    assert [own.values["text"] for own in listed] == ["5 / 4", "5 / 3"]


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_buckets_hold_their_groups_whole_whatever_the_size_of_a_block(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "_ROWS_OF_A_BLOCK", block)
    rows = np.array([(number % 5, number) for number in range(100)], dtype=np.int32)
    with tempfile.TemporaryDirectory() as folder, staging.StagedRows(Path(folder), 2) as staged:
        for start in range(0, 100, 30):
            staged.append(rows[start : start + 30])
        buckets = list(staged.buckets(np.array([0, 1, 1, 0, 2])))
    assert [sorted(set(bucket[:, 0].tolist())) for bucket in buckets] == [[0, 3], [1, 2], [4]]
    assert sorted(row for bucket in buckets for row in bucket[:, 1].tolist()) == list(range(100))
    assert all(np.all(np.diff(bucket[:, 1]) > 0) for bucket in buckets)
