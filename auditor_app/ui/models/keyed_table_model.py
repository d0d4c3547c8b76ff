"""What DataTable needs of any model behind it, so that a bigger table can bring another model later."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Signal

from auditor_app.services.tables.columns import Column, Row
from auditor_app.ui.models.cell_roles import CellRole

ModelIndex = QModelIndex | QPersistentModelIndex
SortKey = tuple[str, bool]
"""(column key, descending)"""


class KeyedTableModel(QAbstractTableModel):
    """A table whose rows have keys that outlive sorting and filtering."""

    rows_changed = Signal(int, int)
    """shown, all"""
    sort_changed = Signal()
    filters_changed = Signal()
    found = Signal(object)
    """the shown rows that `find_later` found, as a sorted sequence"""

    is_windowed = False
    """True where only the rows in sight are at hand: nothing may then go through all rows in the window's thread."""

    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def column_number(self, column_key: str) -> int | None:
        """Where the column stands in the model; None for an unknown key."""
        return next((number for number, column in enumerate(self.columns()) if column.key == column_key), None)

    def key_at(self, row_number: int) -> Hashable:
        """None for a row that is not at hand (yet)."""
        raise NotImplementedError

    def first_key(self) -> Hashable:
        """The key of the first row in sight; None when there is none."""
        return self.key_at(0)

    def number_of(self, key: Hashable) -> int | None:
        """The row's place among the shown rows; None when it is filtered out or unknown."""
        raise NotImplementedError

    def values_of(self, column_number: int, first_row: int, last_row: int) -> list[object]:
        """The raw values of some shown rows of one column, both ends included."""
        return [self.index(row, column_number).data(CellRole.SORT_VALUE) for row in range(first_row, last_row + 1)]

    def has_values(self, first_row: int, last_row: int) -> bool:
        """Whether the values of these rows are at hand; if not, `dataChanged` says when they are."""
        del first_row, last_row
        return True

    def counts(self) -> tuple[int, int]:
        """(shown, all)"""
        raise NotImplementedError

    def sort_by(self, keys: Sequence[SortKey]) -> None:
        raise NotImplementedError

    def sort_keys(self) -> tuple[SortKey, ...]:
        raise NotImplementedError

    def set_filter_text(self, column_key: str, text: str) -> None:
        raise NotImplementedError

    def filter_texts(self) -> dict[str, str]:
        """What was typed, by column key."""
        raise NotImplementedError

    def set_allowed_values(self, column_key: str, allowed: frozenset[str] | None) -> None:
        raise NotImplementedError

    def allowed_values(self) -> dict[str, frozenset[str]]:
        raise NotImplementedError

    def has_value_list(self, column_key: str) -> bool:
        """Whether `distinct_values` can list the column's values."""
        del column_key
        return True

    def distinct_values(self, column_key: str) -> Sequence[tuple[str, int | None]]:
        """Shown forms with their counts under all other filters (None: not counted), in the column's order."""
        raise NotImplementedError

    def clear_filters(self) -> None:
        raise NotImplementedError

    def find(self, text: str, column_keys: Sequence[str]) -> list[tuple[int, str]]:
        """(shown row, column key) of every cell whose words contain the text, in reading order."""
        raise NotImplementedError

    def find_later(self, text: str, column_keys: Sequence[str]) -> None:
        """As `find`, on a worker and by rows: for windowed models, which answer by `found`."""
        raise NotImplementedError

    def make_of_rows(
        self,
        ranges: Sequence[tuple[int, int]],
        make: Callable[[dict[int, Row]], object],
        on_made: Callable[[Any], None],
    ) -> None:
        """Read shown rows, however far apart, and make something of them on a worker, without any widget."""
        raise NotImplementedError
