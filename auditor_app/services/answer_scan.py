"""Reads answers through once, a chunk at a time: which pass a condition, and by what they are sorted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from auditor_app.domain.published import State
from auditor_app.services.answer_order import PlaceList, ReportPlaces
from auditor_app.services.answer_parts import AnswerParts, AnswerRow
from auditor_app.services.big_tables import Condition, Control, Wanted
from auditor_app.storage.reading import CaseReader

Level = Literal["report", "item", "role", "obliged", "implemented", "ratio", "missing", "state", "source"]
"""What a column of the table depends on; each has far fewer different values than there are answers."""

LEVELS: dict[str, Level] = {
    "fiscal_year": "report",
    "organisation": "report",
    "unit": "report",
    "document": "report",
    "item": "item",
    "title": "item",
    "part": "item",
    "section": "item",
    "class": "item",
    "role": "role",
    "obliged": "obliged",
    "implemented": "implemented",
    "ratio": "ratio",
    "missing": "missing",
    "state": "state",
    "source_row": "source",
}
_STORED: dict[Level, tuple[Literal["item_id", "role_id", "obliged", "implemented", "source_row"], ...]] = {
    "report": (),
    "item": ("item_id",),
    "role": ("role_id",),
    "obliged": ("obliged",),
    "implemented": ("implemented",),
    "ratio": ("obliged", "implemented"),
    "missing": ("obliged", "implemented"),
    "state": ("obliged", "implemented"),
    "source": ("source_row",),
}
NO_VALUE = 0xFFFF_FFFF
LARGEST_KEY = NO_VALUE - 1
COARSE_LIMIT = 0xFFFF
"""Ratios of counts up to this differ by more than one step of a 32-bit key; larger ones need a second key."""
FIRST_MATCHES = 256
_NOTHING = np.zeros(1, dtype=np.int64)
_LOW, _HIGH = (0, 1) if sys.byteorder == "little" else (1, 0)

Keys = NDArray[np.uint32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Chunk:
    """Some answers in stored order, as columns."""

    report: NDArray[np.int64]
    """Numbers of reports, not ids."""
    place: NDArray[np.uint32]
    columns: dict[str, NDArray[np.int64]]
    """Stored columns by name; -1 is "not reported"."""


class AnswerScan:
    """One pass over the answers of some reports (their numbers, in stored order)."""

    def __init__(
        self, reader: CaseReader, parts: AnswerParts, places: ReportPlaces, reports: Sequence[int], control: Control
    ) -> None:
        self._reader, self._parts, self._places, self._control = reader, parts, places, control
        self._reports = np.array(reports, dtype=np.int64)
        self._is_whole = len(reports) == len(parts.reports)
        counts = np.array([places.counts[number] for number in reports], dtype=np.int64)
        self._ends = np.cumsum(counts)
        # By how much a row's place among all answers is ahead of its place among those of the chosen reports.
        starts = np.array([places.starts[number] for number in reports], dtype=np.int64)
        self._shift = starts - (self._ends - counts)

    def __len__(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    def chunks(self, levels: set[Level]) -> Iterator[Chunk]:
        """Raises CancelledByUserError between two chunks when the result is no longer wanted."""
        names = tuple(dict.fromkeys(name for level in levels for name in _STORED[level])) or ("role_id",)
        ids = None if self._is_whole else [self._parts.reports[number].id for number in self._reports.tolist()]
        done = 0
        for columns in self._reader.scan_answers(ids, names):
            arrays = [np.frombuffer(column, dtype=np.int64) for column in columns]
            rows = np.arange(done, done + len(arrays[0]), dtype=np.int64)
            at = np.searchsorted(self._ends, rows, side="right")
            place = (rows + self._shift[at]).astype(np.uint32)
            yield Chunk(self._reports[at], place, dict(zip(names, arrays, strict=True)))
            done += len(rows)
            self._control.report(done, len(self))

    def matches(self, conditions: Sequence[Condition], *, hands_over: bool = False) -> NDArray[np.uint32]:
        """Places of the answers that pass all conditions, in stored order; the first ones on the way if wanted."""
        tests = [_Test(condition, self._parts) for condition in conditions]
        found = np.empty(len(self), dtype=np.uint32)  # untouched memory costs nothing
        count = 0
        for chunk in self.chunks({level for test in tests for level in test.levels}):
            passing = chunk.place[_all_pass(tests, chunk)]
            found[count : count + len(passing)] = passing
            was_few, count = count < FIRST_MATCHES, count + len(passing)
            if hands_over and was_few and count >= FIRST_MATCHES:
                self._control.hand_over(PlaceList(found[:count].copy(), is_complete=False))
        return found[:count].copy()

    def in_order(self, wanted: Wanted, *, with_fine_ratio: bool = False) -> NDArray[np.uint32]:
        """Places of the answers that pass, sorted: by 8 bytes a row while sorting, 4 in the end."""
        keys = _keys(self._parts, wanted, with_fine_ratio)
        tests = [_Test(condition, self._parts) for condition in wanted.conditions]
        packed = np.empty((len(self), 2), dtype=np.uint32)
        stored = [np.empty(len(self), dtype=np.uint32) for _ in keys[1:]]
        targets = [*stored, packed[:, _HIGH]]
        places = None if self._is_whole and not tests else np.empty(len(self), dtype=np.uint32)
        count, largest = 0, 0
        for chunk in self.chunks({level for test in tests for level in test.levels} | {key.level for key in keys}):
            largest = max(largest, int(chunk.columns.get("obliged", _NOTHING).max()))
            passing = _all_pass(tests, chunk) if tests else slice(None)
            kept = chunk.place[passing]
            for key, target in zip(keys, targets, strict=True):
                target[count : count + len(kept)] = key.of(chunk)[passing]
            if places is not None:
                places[count : count + len(kept)] = kept
            count += len(kept)
        if largest > COARSE_LIMIT and not with_fine_ratio and any(column == "ratio" for column, _ in wanted.sort):
            return self.in_order(wanted, with_fine_ratio=True)
        order = _sorted(packed[:count], [key[:count] for key in stored])
        return order if places is None else places[order]


# --- conditions --------------------------------------------------------------------------------------------------


class _Test:
    """A condition, decided once for each report, item, role and pair of numbers."""

    def __init__(self, condition: Condition, parts: AnswerParts) -> None:
        self._condition = condition
        self.levels = {LEVELS[column] for column in condition.columns}
        self._report = np.array([self.passes(AnswerRow(report=own), "report") for own in parts.reports], dtype=bool)
        self._item = _by_id({own.id: self.passes(AnswerRow(item=own), "item") for own in parts.items.values()})
        self._role = _by_id({own.id: self.passes(AnswerRow(role=own), "role") for own in parts.roles.values()})
        self._known: dict[Level, dict[int, bool]] = {level: {} for level in _CODED}

    def passes(self, row: AnswerRow, level: Level) -> bool:
        return any(self._condition.accepts(row, key) for key in self._condition.columns if LEVELS[key] == level)

    def mask(self, chunk: Chunk) -> Mask:
        passing = np.zeros(len(chunk.place), dtype=bool)
        for level in self.levels:
            passing |= self._mask_of(level, chunk)
        return passing

    def _mask_of(self, level: Level, chunk: Chunk) -> Mask:
        match level:
            case "report":
                return self._report[chunk.report]
            case "item":
                return self._item[chunk.columns["item_id"]]
            case "role":
                return self._role[chunk.columns["role_id"]]
            case "source":
                return self._mask_of_sources(chunk.columns["source_row"])
        codes, row_of = _CODED[level]
        return _decided(codes(chunk), self._known[level], lambda code: self.passes(row_of(code), level))

    def _mask_of_sources(self, rows: NDArray[np.int64]) -> Mask:
        """Hardly any number of a row comes twice: within bounds they are compared, else decided one by one."""
        if self._condition.bounds is None:
            return _decided(rows, {}, lambda number: self.passes(AnswerRow(source_row=number), "source"))
        low, high = self._condition.bounds
        return (rows >= (0 if low is None else low)) & (rows <= (NO_VALUE if high is None else high))


def _all_pass(tests: Sequence[_Test], chunk: Chunk) -> Mask:
    passing = np.ones(len(chunk.place), dtype=bool)
    for test in tests:
        passing &= test.mask(chunk)
    return passing


def _by_id(decided: dict[int, bool]) -> Mask:
    found = np.zeros(max(decided, default=0) + 1, dtype=bool)
    for number, passes in decided.items():
        found[number] = passes
    return found


def _decided(values: NDArray[np.int64], known: dict[int, bool], decide: Callable[[int], bool]) -> Mask:
    """Decide each distinct value once."""
    distinct, at = np.unique(values, return_inverse=True)
    for value in distinct.tolist():
        if value not in known:
            known[value] = decide(value)
    return np.array([known[value] for value in distinct.tolist()], dtype=bool)[at]


# --- order -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Key:
    """What a column is sorted by: 32 bits a row; rows without a value come last in both directions."""

    level: Level
    ascending: Callable[[Chunk], NDArray[np.int64]]
    """-1: no value"""
    descending: bool

    def of(self, chunk: Chunk) -> Keys:
        values = self.ascending(chunk)
        turned = LARGEST_KEY - values if self.descending else values
        return np.where(values < 0, NO_VALUE, turned).astype(np.uint32)


def _keys(parts: AnswerParts, wanted: Wanted, with_fine_ratio: bool) -> list[_Key]:
    keys = []
    for column, descending in wanted.sort:
        level = LEVELS[column]
        if column == "ratio":
            keys.append(_Key(level, _coarse_ratio, descending))
            if with_fine_ratio:
                keys.append(_Key(level, _ratio_rest, descending))
        elif column in _NUMBERS:
            keys.append(_Key(level, _NUMBERS[column], descending))
        else:
            keys.append(_Key(level, _ranked(parts, column, wanted), descending))
    return keys


def _sorted(packed: Keys, further: Sequence[Keys]) -> Keys:
    """Row numbers sorted by keys, the first of `further` weighing most, the high half of `packed` least.

    The row number in the low half makes the fast unstable sort a stable one.
    """
    packed[:, _LOW] = np.arange(len(packed), dtype=np.uint32)
    packed.reshape(-1).view(np.uint64).sort()
    order: Keys = packed[:, _LOW].copy()
    for key in reversed(further):
        packed[:, _HIGH] = key[order]
        packed[:, _LOW] = np.arange(len(packed), dtype=np.uint32)
        packed.reshape(-1).view(np.uint64).sort()
        order = order[packed[:, _LOW]]
    return order


def _ranked(parts: AnswerParts, column: str, wanted: Wanted) -> Callable[[Chunk], NDArray[np.int64]]:
    """Names are ranked once; a row takes the rank of its report, item or role."""
    level = LEVELS[column]
    if level == "report":
        ranks = wanted.ranks(column, [AnswerRow(report=own) for own in parts.reports])
        of_report = np.array([-1 if rank is None else rank for rank in ranks], dtype=np.int64)
        return lambda chunk: of_report[chunk.report]
    if level == "item":
        ids, rows = list(parts.items), [AnswerRow(item=own) for own in parts.items.values()]
    else:
        ids, rows = list(parts.roles), [AnswerRow(role=own) for own in parts.roles.values()]
    by_id = np.full(max(ids, default=0) + 1, -1, dtype=np.int64)
    by_id[ids] = [-1 if rank is None else rank for rank in wanted.ranks(column, rows)]
    name = _STORED[level][0]
    return lambda chunk: by_id[chunk.columns[name]]


def _obliged(chunk: Chunk) -> NDArray[np.int64]:
    return chunk.columns["obliged"]


def _implemented(chunk: Chunk) -> NDArray[np.int64]:
    return chunk.columns["implemented"]


def _missing(chunk: Chunk) -> NDArray[np.int64]:
    obliged, implemented = _obliged(chunk), _implemented(chunk)
    return np.where((obliged < 0) | (implemented < 0), -1, obliged - implemented)


def _source_row(chunk: Chunk) -> NDArray[np.int64]:
    return chunk.columns["source_row"]


def _state(chunk: Chunk) -> NDArray[np.int64]:
    obliged, implemented = _obliged(chunk), _implemented(chunk)
    is_missing = (obliged < 0) | ((implemented < 0) & (obliged > 0))
    return np.where(is_missing, STATES.index(State.NOT_REPORTED), np.where(obliged == 0, 1, 0))


STATES = (State.REPORTED, State.NO_DUTY, State.NOT_REPORTED)
"""In the order in which they are sorted."""

_NUMBERS: dict[str, Callable[[Chunk], NDArray[np.int64]]] = {
    "obliged": _obliged,
    "implemented": _implemented,
    "missing": _missing,
    "state": _state,
    "source_row": _source_row,
}


def _pairs(chunk: Chunk) -> NDArray[np.int64]:
    return (_obliged(chunk) + 1) << 32 | (_implemented(chunk) + 1)


def _row_of_pair(pair: int) -> AnswerRow:
    return AnswerRow(obliged=_number((pair >> 32) - 1), implemented=_number((pair & NO_VALUE) - 1))


def _row_of_missing(missing: int) -> AnswerRow:
    return AnswerRow() if missing < 0 else AnswerRow(obliged=missing, implemented=0)


def _row_of_state(state: int) -> AnswerRow:
    return (AnswerRow(obliged=1, implemented=1), AnswerRow(obliged=0, implemented=0), AnswerRow())[state]


def _number(code: int) -> int | None:
    return None if code < 0 else code


_CODED: dict[Level, tuple[Callable[[Chunk], NDArray[np.int64]], Callable[[int], AnswerRow]]] = {
    "obliged": (_obliged, lambda code: AnswerRow(obliged=_number(code))),
    "implemented": (_implemented, lambda code: AnswerRow(implemented=_number(code))),
    "ratio": (_pairs, _row_of_pair),
    "missing": (_missing, _row_of_missing),
    "state": (_state, _row_of_state),
}
"""The different values of a chunk as whole numbers, and a row that shows such a value in its column."""


def _coarse_ratio(chunk: Chunk) -> NDArray[np.int64]:
    """The exact ratio cut off to 32 bits."""
    return _scaled_ratio(chunk)[0]


def _ratio_rest(chunk: Chunk) -> NDArray[np.int64]:
    """The next 32 bits: counts fit in 31, so two different ratios differ within the 64."""
    quotient, rest, divisor = _scaled_ratio(chunk)
    return np.where(quotient < 0, -1, rest * LARGEST_KEY // divisor)


def _scaled_ratio(chunk: Chunk) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    obliged, implemented = _obliged(chunk), _implemented(chunk)
    has_ratio = (obliged > 0) & (implemented >= 0)
    divisor = np.where(has_ratio, obliged, 1)
    quotient, rest = np.divmod(np.where(has_ratio, implemented, 0) * LARGEST_KEY, divisor)
    return np.where(has_ratio, quotient, -1), rest, divisor
