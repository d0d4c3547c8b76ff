"""Which answers are shown in which order: all, some reports in some order, or a list of places (4 bytes a row)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from auditor_app.services.answer_parts import AnswerRow


class ReportPlaces:
    """Where the answers of each report stand: they lie one report after the other."""

    def __init__(self, counts: Sequence[int]) -> None:
        self.counts = tuple(counts)
        self.starts = (0, *accumulate(self.counts))

    def __len__(self) -> int:
        return self.starts[-1]

    def report_of(self, place: int) -> tuple[int, int]:
        """(number of the report, row within it)"""
        number = bisect_right(self.starts, place) - 1
        return number, place - self.starts[number]

    def runs(self, places: Sequence[int]) -> list[tuple[int, int, int]]:
        """(number of the report, first row, rows) of each stretch of neighbours, in the order given."""
        found: list[tuple[int, int, int]] = []
        expected = -1
        for place in places:
            number, row = self.report_of(place)
            if place == expected and found[-1][0] == number:
                found[-1] = (number, found[-1][1], found[-1][2] + 1)
            else:
                found.append((number, row, 1))
            expected = place + 1
        return found


class ReportOrder:
    """Whole reports, some or all, in any order: needs no memory for its rows."""

    is_complete = True
    rows: Sequence[AnswerRow] = ()

    def __init__(self, places: ReportPlaces, numbers: Sequence[int]) -> None:
        self.numbers = tuple(numbers)
        self._places = places
        self._starts = (0, *accumulate(places.counts[number] for number in self.numbers))

    def __len__(self) -> int:
        return self._starts[-1]

    def places(self, first: int, last: int) -> list[int]:
        found: list[int] = []
        row, end = max(0, first), min(last, len(self) - 1)
        while row <= end:
            at = bisect_right(self._starts, row) - 1
            stop = min(end + 1, self._starts[at + 1])
            start = self._places.starts[self.numbers[at]] + row - self._starts[at]
            found.extend(range(start, start + stop - row))
            row = stop
        return found

    def row_of(self, place: int) -> int | None:
        number, row = self._places.report_of(place)
        return self._starts[self.numbers.index(number)] + row if number in self.numbers else None


class PlaceList:
    """Any rows in any order."""

    rows: Sequence[AnswerRow] = ()

    def __init__(self, places: NDArray[np.uint32], *, is_complete: bool = True) -> None:
        self.array = places
        self.is_complete = is_complete

    def __len__(self) -> int:
        return len(self.array)

    def places(self, first: int, last: int) -> list[int]:
        found: list[int] = self.array[max(0, first) : last + 1].tolist()
        return found

    def row_of(self, place: int) -> int | None:
        found = (self.array == place).nonzero()[0]
        return int(found[0]) if len(found) else None


class FirstRows:
    """The first rows of an order that is still being made: the rows themselves, their places not being known."""

    is_complete = False

    def __init__(self, rows: Sequence[AnswerRow], count: int) -> None:
        self.rows: Sequence[AnswerRow] = tuple(rows)
        self._count = count

    def __len__(self) -> int:
        return self._count

    def places(self, first: int, last: int) -> list[int]:
        del first, last
        return []

    def row_of(self, place: int) -> int | None:
        del place
        return None
