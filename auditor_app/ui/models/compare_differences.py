"""The way from one difference between years to the next, in reading order and round past the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.services.tables.compare_columns import DIFFERENCES, ComparedLine


@dataclass(frozen=True)
class Difference:
    """A cell to go to, and where it stands among all of them."""

    row_key: str
    place: int
    """Of the later year."""
    number: int
    count: int
    has_wrapped: bool


def has_differences(lines: Sequence[ComparedLine]) -> bool:
    return any(step.change in DIFFERENCES for line in lines for step in line.row.steps)


def next_difference(lines: Sequence[ComparedLine], now: tuple[int, int], direction: int) -> Difference | None:
    """From (row, place of the year) `now` to the next (1) or previous (-1) one; None where nothing differs."""
    cells = [
        (row, place)
        for row, line in enumerate(lines)
        for place, step in enumerate(line.row.steps, start=1)
        if step.change in DIFFERENCES
    ]
    if not cells:
        return None
    ahead = [cell for cell in cells if (cell > now if direction > 0 else cell < now)]
    row, place = (ahead or cells)[0 if direction > 0 else -1]
    return Difference(lines[row].key, place, cells.index((row, place)) + 1, len(cells), has_wrapped=not ahead)
