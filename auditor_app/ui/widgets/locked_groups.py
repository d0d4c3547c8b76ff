"""Keeps column groups together: whoever drags one column of a group moves the whole group, and none comes between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from auditor_app.services.tables.columns import Column
from auditor_app.ui.widgets.table_frozen import arrange_sections


class LockedGroups(QObject):
    """Puts a header's columns in order again after each move, by groups of columns that say `keeps_group`."""

    def __init__(self, header: QHeaderView, columns: Sequence[Column]) -> None:
        super().__init__(header)
        self._header = header
        self._columns = tuple(columns)
        self._is_arranging = False
        self._before = self._order()
        header.sectionMoved.connect(self._keep_together)

    def _order(self) -> list[int]:
        return [self._header.logicalIndex(place) for place in range(self._header.count())]

    def _keep_together(self, moved: int, _old: int, _new: int) -> None:
        if self._is_arranging:
            return
        wanted = with_groups_together(self._columns, self._before, self._order(), moved)
        self._is_arranging = True
        try:
            arrange_sections(self._header, wanted)
        finally:
            self._is_arranging = False
        self._before = self._order()


def with_groups_together(
    columns: Sequence[Column], before: Sequence[int], after: Sequence[int], moved: int
) -> list[int]:
    """The order after `moved` was dragged, each group in one piece.

    Within a group a column may change its place; beyond its group it takes the others along, in the order they had.
    """
    group = _group(columns, moved)
    order = list(after)
    if group:
        own = [number for number in after if _group(columns, number) == group]
        places = [order.index(number) for number in own]
        if places[-1] - places[0] != len(own) - 1:  # it was dragged out of its group
            own = [number for number in before if _group(columns, number) == group]
            at = order.index(moved)
            rest = [number for number in order if number not in own]
            place = sum(number not in own for number in order[:at])
            order = [*rest[:place], *own, *rest[place:]]
    return _gathered(columns, order)


def _gathered(columns: Sequence[Column], order: Sequence[int]) -> list[int]:
    """Every group at the place of its first column."""
    firsts: dict[object, int] = {}
    for place, number in enumerate(order):
        firsts.setdefault(_group(columns, number) or number, place)
    return sorted(order, key=lambda number: firsts[_group(columns, number) or number])


def _group(columns: Sequence[Column], number: int) -> str:
    return columns[number].group if columns[number].keeps_group else ""
