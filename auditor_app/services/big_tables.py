"""What a table too large for memory asks of whoever holds its rows: pages, an order, and where words stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = Any
"""Whatever the page shows."""

SortKey = tuple[str, bool]
"""(column key, descending)"""


@dataclass(frozen=True)
class Condition:
    """A row passes when `accepts(row, column key)` holds for any of the columns.

    `accepts` may be asked about a row of which only the named column's cell is filled: that is how a filter on a
    few hundred names decides over millions of rows.
    """

    columns: tuple[str, ...]
    accepts: Callable[[Row, str], bool]
    bounds: tuple[int | None, int | None] | None = None
    """The same for whole numbers, where the condition is only that: smallest and largest (None: open)."""


@dataclass(frozen=True)
class Wanted:
    """An order (the first key weighs most) and conditions that all must hold."""

    sort: tuple[SortKey, ...]
    conditions: tuple[Condition, ...]
    ranks: Callable[[str, Sequence[Row]], list[int | None]]
    """Ranks the cells of a column among one another, from 0; equal cells equally; None: no value, always last."""


class Control(Protocol):
    """The worker's line to the window."""

    def is_cancelled(self) -> bool: ...

    def report(self, done: int, total: int) -> None:
        """Raises CancelledByUserError when the work is no longer wanted."""

    def hand_over(self, value: object) -> None:
        """Pass on a first result while the work goes on."""


class Arrangement(Protocol):
    """Which rows are shown in which order.  A *place* is a row's number in the source, whatever is shown."""

    is_complete: bool
    """False for a first result: rows beyond it are there but not known yet."""
    rows: Sequence[Row]
    """The first rows themselves, where they are at hand already."""

    def __len__(self) -> int: ...

    def places(self, first: int, last: int) -> Sequence[int]:
        """Places of the shown rows `first` to `last`; fewer where they are not known yet."""

    def row_of(self, place: int) -> int | None:
        """The shown row of a place; None when it is not shown."""


class RowSource(Protocol):
    """Holds the rows.  What takes a control may take long and is called on a worker; the rest answers at once."""

    def row_count(self) -> int: ...

    def whole(self) -> Arrangement:
        """All rows in their own order."""

    def known_values(self, column_key: str) -> list[tuple[Row, int | None]] | None:
        """One row for each value of a column with few values, and how often it occurs if that is known."""

    def rows(self, places: Sequence[int], control: Control) -> list[Row]: ...

    def arrange(self, wanted: Wanted, control: Control) -> Arrangement: ...

    def find(self, condition: Condition, arrangement: Arrangement, control: Control) -> Sequence[int]:
        """The shown rows that pass, in order."""
