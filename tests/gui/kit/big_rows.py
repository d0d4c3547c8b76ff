"""A big table without a case behind it: rows made up from their numbers, by the protocol of the windowed model."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor_app.services.big_tables import Arrangement, Condition, Control, Wanted
from auditor_app.services.tables.columns import Column, Row

WORDS = ("演習省", "架空庁", "試験局")


@dataclass(frozen=True)
class BigRow:
    place: int
    number: int | None
    word: str


COLUMNS = (
    Column("place", "順", lambda row: row.place, lambda row: str(row.place), "number", is_frozen=True),
    Column(
        "number", "数", lambda row: row.number, lambda row: "—" if row.number is None else str(row.number), "number"
    ),
    Column("word", "語", lambda row: row.word, lambda row: row.word),
)


@dataclass
class Places:
    """Any rows in any order."""

    found: Sequence[int]
    is_complete: bool = True
    rows: Sequence[Row] = ()

    def __len__(self) -> int:
        return len(self.found)

    def places(self, first: int, last: int) -> Sequence[int]:
        return self.found[first : last + 1]

    def row_of(self, place: int) -> int | None:
        return self.found.index(place) if place in self.found else None


@dataclass
class FirstPlaces(Places):
    """An order of which only the first rows are known."""

    def places(self, first: int, last: int) -> Sequence[int]:
        del first, last
        return ()


@dataclass
class BigSource:
    """`count` rows; every seventh has no number.  `delay` makes the worker slow, a step at a time."""

    count: int = 10_000
    delay: float = 0.0
    first_rows: int = 0
    read: list[int] = field(default_factory=list)
    """how many rows each reading brought"""

    def row(self, place: int) -> BigRow:
        return BigRow(place, None if place % 7 == 0 else place * 37 % 1009, WORDS[place % 3])

    def row_count(self) -> int:
        return self.count

    def whole(self) -> Arrangement:
        return Places(range(self.count))

    def known_values(self, column_key: str) -> list[tuple[Row, int | None]] | None:
        return [(BigRow(0, None, word), None) for word in WORDS] if column_key == "word" else None

    def rows(self, places: Sequence[int], control: Control) -> list[Row]:
        self._wait(control)
        self.read.append(len(places))
        return [self.row(place) for place in places]

    def arrange(self, wanted: Wanted, control: Control) -> Arrangement:
        rows = [row for row in map(self.row, range(self.count)) if _passes(row, wanted.conditions)]
        for column, descending in reversed(wanted.sort):
            ranks = dict(zip(rows, wanted.ranks(column, rows), strict=True))
            present = [row for row in rows if ranks[row] is not None]
            present.sort(key=lambda row: ranks[row] or 0, reverse=descending)
            rows = present + [row for row in rows if ranks[row] is None]
        places = [row.place for row in rows]
        if self.first_rows:
            control.hand_over(FirstPlaces(places, is_complete=False, rows=rows[: self.first_rows]))
        self._wait(control)
        return Places(places)

    def find(self, condition: Condition, arrangement: Arrangement, control: Control) -> Sequence[int]:
        self._wait(control)
        places = arrangement.places(0, len(arrangement) - 1)
        return [number for number, place in enumerate(places) if _passes(self.row(place), (condition,))]

    def _wait(self, control: Control) -> None:
        end = time.monotonic() + self.delay
        while time.monotonic() < end:
            time.sleep(0.002)
            control.report(0, 1)


def _passes(row: BigRow, conditions: Sequence[Condition]) -> bool:
    return all(any(own.accepts(row, column) for column in own.columns) for own in conditions)
