"""A table model over plain rows in memory: multi-key sorting, filters and search, for up to about 20,000 rows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor_app.services.tables.columns import Column, Row
from auditor_app.ui.models.cell_filters import FilterExpression, as_number, fold, parse_filter
from auditor_app.ui.models.cell_roles import CellRole, alignment_of
from auditor_app.ui.models.keyed_table_model import KeyedTableModel, ModelIndex, SortKey
from auditor_app.ui.models.row_order import Ranks, dense_ranks, sorted_numbers
from auditor_app.ui.tooltips import tooltip_html

_log = logging.getLogger(__name__)

NO_ROW = -1


@dataclass(frozen=True)
class Gap:
    """A line without a row: another table, lined up with this one, has a row there."""

    words: str
    """Why there is none; they stand where the row would name itself, which may be a narrow column."""
    told: str = ""
    """The same in a sentence, for the tooltip; "" where the words are enough."""


class RecordTableModel(KeyedTableModel):
    """Rows stand in the order given (the official order) until a sort key is set; removing all keys restores it."""

    def __init__(
        self, columns: Sequence[Column], key: Callable[[Row], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._by_key = {column.key: column for column in self._columns}
        self._numbers = {column.key: number for number, column in enumerate(self._columns)}
        if len(self._by_key) != len(self._columns):
            raise ValueError("two columns have the same key")
        self._key = key
        self._rows: list[Row] = []
        self._keys: list[Hashable] = []
        self._shown: list[int] = []
        """The rows that pass the filters, in order."""
        self._lines: list[int] = []
        """The row on each line: those shown, unless others were lined up; NO_ROW on a gap."""
        self._gaps: dict[int, Gap] = {}
        self._place: dict[Hashable, int] = {}
        self._sort: tuple[SortKey, ...] = ()
        self._texts: dict[str, str] = {}
        self._filters: dict[str, FilterExpression] = {}
        self._allowed: dict[str, frozenset[str]] = {}
        self._search = ""
        self._ranks: dict[str, Ranks] = {}
        """By column: where each row stands in it; words are compared once, not at every filter and change of order."""

    # --- rows -----------------------------------------------------------------------------------

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; sorting and filters stay."""
        keys = [self._key(row) for row in rows]
        if len(set(keys)) != len(keys):
            raise ValueError("two rows have the same key")
        self.beginResetModel()
        try:
            self._rows, self._keys, self._ranks = list(rows), keys, {}
            self._show(self._arranged())
        finally:
            self.endResetModel()
        self.rows_changed.emit(*self.counts())

    def columns(self) -> Sequence[Column]:
        return self._columns

    def column_number(self, column_key: str) -> int | None:
        return self._numbers.get(column_key)

    def row_at(self, index: ModelIndex) -> Row | None:
        """The row behind an index; None for an index that is not ours."""
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        number = self._lines[index.row()]
        return None if number == NO_ROW else self._rows[number]

    def row_of(self, key: Hashable) -> Row | None:
        """The row with this key, shown or not."""
        return next((row for row, own in zip(self._rows, self._keys, strict=True) if own == key), None)

    def shown_rows(self) -> list[Row]:
        """The rows as they stand on the screen: filtered and in order."""
        return [self._rows[number] for number in self._shown]

    def all_rows(self) -> list[tuple[Hashable, Row]]:
        """(key, row) of every row, shown or not, in the order given."""
        return list(zip(self._keys, self._rows, strict=True))

    def shown_keys(self) -> list[Hashable]:
        """Their keys, in the same order, whatever else is lined up."""
        return [self._keys[number] for number in self._shown]

    def line_up(self, lines: Sequence[Hashable | Gap]) -> None:
        """Show these rows, also ones the filters leave out, with gaps between them, until order or filters change."""
        numbers = {key: number for number, key in enumerate(self._keys)}
        wanted = [NO_ROW if isinstance(line, Gap) else numbers[line] for line in lines]
        gaps = {place: line for place, line in enumerate(lines) if isinstance(line, Gap)}
        if (wanted, gaps) == (self._lines, self._gaps):
            return
        self.beginResetModel()
        try:
            self._stand(wanted, gaps)
        finally:
            self.endResetModel()
        self.rows_changed.emit(*self.counts())

    def first_key(self) -> Hashable:
        return next((self._keys[number] for number in self._lines if number != NO_ROW), None)

    def key_at(self, row_number: int) -> Hashable:
        if not 0 <= row_number < len(self._lines) or self._lines[row_number] == NO_ROW:
            return None
        return self._keys[self._lines[row_number]]

    def number_of(self, key: Hashable) -> int | None:
        return self._place.get(key)

    def values_of(self, column_number: int, first_row: int, last_row: int) -> list[object]:
        value = self._columns[column_number].value
        lines = self._lines[first_row : last_row + 1]
        return [None if number == NO_ROW else value(self._rows[number]) for number in lines]

    def index_of(self, key: Hashable, column_key: str = "") -> QModelIndex:
        """The index of a row's cell; invalid when the row is not shown."""
        number = self.number_of(key)
        return QModelIndex() if number is None else self.index(number, self._numbers.get(column_key, 0))

    def counts(self) -> tuple[int, int]:
        return sum(number != NO_ROW for number in self._lines), len(self._rows)

    # --- order and filters ----------------------------------------------------------------------

    def sort_by(self, keys: Sequence[SortKey]) -> None:
        """Order by several columns, the first one first; unknown columns are left out."""
        self._sort = tuple((key, bool(descending)) for key, descending in keys if key in self._by_key)
        self._rearrange()
        self.sort_changed.emit()

    def sort_keys(self) -> tuple[SortKey, ...]:
        return self._sort

    def set_filter_text(self, column_key: str, text: str) -> None:
        """Set a column's condition as typed; an empty text removes it."""
        column = self._by_key.get(column_key)
        if column is not None:
            self._set_condition(column_key, parse_filter(text, is_number=column.filters_numbers), text.strip())

    def _set_condition(self, column_key: str, expression: FilterExpression | None, text: str) -> None:
        if column_key not in self._by_key or self._filters.get(column_key) == expression:
            return
        self._filters.pop(column_key, None)
        self._texts.pop(column_key, None)
        if expression is not None:
            self._filters[column_key] = expression
            self._texts[column_key] = text
        self._refilter()

    def filter_texts(self) -> dict[str, str]:
        return dict(self._texts)

    def set_allowed_values(self, column_key: str, allowed: frozenset[str] | None) -> None:
        """Show only rows whose shown form is one of these; None removes the restriction."""
        if column_key not in self._by_key or self._allowed.get(column_key) == allowed:
            return
        self._allowed.pop(column_key, None)
        if allowed is not None:
            self._allowed[column_key] = frozenset(allowed)
        self._refilter()

    def allowed_values(self) -> dict[str, frozenset[str]]:
        return dict(self._allowed)

    def set_search(self, text: str) -> None:
        """Show only rows in which any column contains the text."""
        if fold(text) != self._search:
            self._search = fold(text)
            self._refilter()

    def clear_filters(self) -> None:
        self._filters, self._texts, self._allowed, self._search = {}, {}, {}, ""
        self._refilter()

    def has_filters(self) -> bool:
        return bool(self._filters or self._allowed or self._search)

    def distinct_values(self, column_key: str) -> Sequence[tuple[str, int | None]]:
        column = self._by_key[column_key]
        passing = [number for number in range(len(self._rows)) if self._passes(number, without_values_of=column_key)]
        ordered = sorted_numbers(passing, [(self._ranks_of(column_key), False)])
        counts = Counter(self._display(column, number) for number in ordered)
        return list(counts.items())

    def find(self, text: str, column_keys: Sequence[str]) -> list[tuple[int, str]]:
        wanted = fold(text)
        if not wanted:
            return []
        columns = [self._by_key[key] for key in column_keys if key in self._by_key]
        return [
            (place, column.key)
            for place, number in enumerate(self._lines)
            for column in columns
            if number != NO_ROW and wanted in fold(self._display(column, number))
        ]

    def _refilter(self) -> None:
        self._rearrange()
        self.filters_changed.emit()
        self.rows_changed.emit(*self.counts())

    def _rearrange(self) -> None:
        shown = self._arranged()
        is_lined_up = self._lines != self._shown
        if shown == self._shown and not is_lined_up:
            return
        if not is_lined_up and len(shown) == len(self._shown) and set(shown) == set(self._shown):
            self._permute(shown)
            return
        self.beginResetModel()
        try:
            self._show(shown)
        finally:
            self.endResetModel()

    def _permute(self, shown: list[int]) -> None:
        """The same rows in another order: selections and open editors move with their rows."""
        self.layoutAboutToBeChanged.emit()
        try:
            old_indexes = self.persistentIndexList()
            keys = [self.key_at(index.row()) for index in old_indexes]
            self._show(shown)
            new_indexes = [
                self.index(self._place[key], index.column()) for key, index in zip(keys, old_indexes, strict=True)
            ]
            self.changePersistentIndexList(old_indexes, new_indexes)
        finally:
            self.layoutChanged.emit()

    def _show(self, shown: list[int]) -> None:
        self._shown = shown
        self._stand(shown, {})

    def _stand(self, lines: list[int], gaps: dict[int, Gap]) -> None:
        self._lines, self._gaps = lines, gaps
        self._place = {self._keys[number]: place for place, number in enumerate(lines) if number != NO_ROW}

    def _arranged(self) -> list[int]:
        passing = [number for number in range(len(self._rows)) if self._passes(number)]
        return sorted_numbers(passing, [(self._ranks_of(key), descending) for key, descending in self._sort])

    def _ranks_of(self, column_key: str) -> Ranks:
        if column_key not in self._ranks:
            value = self._by_key[column_key].value
            self._ranks[column_key] = dense_ranks([value(row) for row in self._rows])
        return self._ranks[column_key]

    def _passes(self, number: int, without_values_of: str = "") -> bool:
        row = self._rows[number]
        for key, expression in self._filters.items():
            column = self._by_key[key]
            if not expression.accepts(column.value(row), column.display(row)):
                return False
        for key, allowed in self._allowed.items():
            if key != without_values_of and self._by_key[key].display(row) not in allowed:
                return False
        return not self._search or any(self._search in fold(column.display(row)) for column in self._columns)

    def _display(self, column: Column, number: int) -> str:
        return column.display(self._rows[number])

    # --- Qt -------------------------------------------------------------------------------------

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return self._gap_data(index, role)
        if not 0 <= index.column() < len(self._columns):
            return None
        column = self._columns[index.column()]
        try:
            if role == CellRole.ROW_KEY:
                return self.key_at(index.row())
            return cell_data(column, row, role)
        except Exception:  # noqa: BLE001  Qt calls this from C++: an exception would leave the view half painted
            _log.exception("column %s cannot show a row for role %s", column.key, role)
            return None

    def _gap_data(self, index: ModelIndex, role: int) -> Any:
        """A gap says why it is one where the row would name itself, and nothing anywhere else."""
        gap = self._gaps.get(index.row()) if index.isValid() else None
        named = max((number for number, column in enumerate(self._columns) if column.is_frozen), default=0)
        if gap is None or index.column() != named:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return gap.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return gap.told or gap.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip_html(gap.told or gap.words)
        return "word" if role == CellRole.STATE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return header_data(self._columns, section, orientation, role)


def header_data(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> Any:
    """What a title answers for one role; the same for every model behind the table."""
    if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(columns):
        return None
    column = columns[section]
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return column.title
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip_html(column.header_tooltip or " ".join(filter(None, (column.group, column.title))))
    return None


def cell_data(column: Column, row: Row, role: int) -> Any:
    """What one cell answers for one role; the same for every model behind the table."""
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return column.display(row)
        case Qt.ItemDataRole.ToolTipRole:
            return tooltip_html(column.tooltip(row)) if column.tooltip else None
        case Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {column.display(row)}"
        case CellRole.SORT_VALUE:
            return column.value(row)
        case CellRole.STATE:
            return _state_of(column, row)
        case CellRole.BAR_SHARE:
            return column.bar(row) if column.bar else None
        case CellRole.BAR_ROLE:
            return column.bar_role
        case CellRole.BADGE:
            return column.badge(row) if column.badge else None
        case CellRole.BADGES:
            return list(column.badges(row)) if column.badges else None
        case CellRole.EMPHASIS:
            return column.emphasis(row) if column.emphasis else None
    return None


def _state_of(column: Column, row: Row) -> str | None:
    """The look of a cell without a number: what the column says, or a dash or word by what is shown."""
    if column.state is not None:
        look = column.state(row)
        if look is not None:
            return look
    if not column.is_numeric or as_number(column.value(row)) is not None:
        return None
    return "word" if any(letter.isalnum() for letter in column.display(row)) else "dash"
