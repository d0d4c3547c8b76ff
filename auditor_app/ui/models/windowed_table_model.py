"""A table model over millions of rows: it holds those in sight, and a worker reads, orders and searches the rest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer
from shiboken6 import isValid

from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.services.big_tables import Arrangement, Control, RowSource
from auditor_app.services.tables.columns import Column, Row
from auditor_app.ui.jobs import Job, JobRunner
from auditor_app.ui.models.cell_filters import may_be_number
from auditor_app.ui.models.cell_roles import alignment_of
from auditor_app.ui.models.keyed_table_model import KeyedTableModel, ModelIndex, SortKey
from auditor_app.ui.models.record_table_model import cell_data, header_data
from auditor_app.ui.models.row_window import RowWindow
from auditor_app.ui.models.table_conditions import TableConditions, containing

_log = logging.getLogger(__name__)

NOT_HERE_YET = "…"
TYPING_PAUSE_MILLISECONDS = 250
MOST_TICKABLE = 3000
"""More values than this are found by typing and not in a list."""


@dataclass(frozen=True)
class WindowWords:
    """What the status line says while a worker is busy for the table."""

    arranging: str
    finding: str
    copying: str


class WindowedTableModel(KeyedTableModel):
    """What is shown stays until the worker has something better; a newer wish cancels the older one."""

    is_windowed = True

    def __init__(
        self,
        columns: Sequence[Column],
        key: Callable[[Row], Hashable],
        jobs: JobRunner,
        words: WindowWords,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._numbers = {column.key: number for number, column in enumerate(self._columns)}
        if len(self._numbers) != len(self._columns):
            raise ValueError("two columns have the same key")
        self._key, self._jobs, self._words = key, jobs, words
        self._source: RowSource | None = None
        self._arrangement: Arrangement | None = None
        self._conditions = TableConditions()
        self._in_force: tuple[TableConditions, Arrangement | None] = (self._conditions, None)
        self._arranging: Job | None = None
        self._finding: Job | None = None
        self._turn = 0
        """Counts wishes: what was begun for an older one is not shown any more."""
        self._window = RowWindow(jobs, self)
        self._window.came.connect(self._show_rows)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._arrange)

    # --- rows -----------------------------------------------------------------------------------

    def set_source(self, source: RowSource | None) -> None:
        """Show other rows; sorting and filters stay."""
        whole = None if source is None else source.whole()
        self._turn += 1
        self._source, self._in_force = source, (TableConditions(), whole)
        if self._conditions == TableConditions() or source is None:
            self._show(whole)
        else:
            self._show(None)
            self._arrange()

    def columns(self) -> Sequence[Column]:
        return self._columns

    def column_number(self, column_key: str) -> int | None:
        return self._numbers.get(column_key)

    def row_number(self, number: int) -> Row | None:
        """The shown row if it is here; else it is on its way."""
        return self._window.row(number) if 0 <= number < self.rowCount() else None

    def key_at(self, row_number: int) -> Hashable:
        """None while the row is on its way."""
        row = self.row_number(row_number)
        return None if row is None else self._key(row)

    def number_of(self, key: Hashable) -> int | None:
        """Among the rows that are here; `number_of_place` knows the others."""
        return next((number for number, row in self._window.loaded() if self._key(row) == key), None)

    def number_of_place(self, place: int) -> int | None:
        """The shown row of a place in the source; None when it is filtered out or not known yet."""
        return None if self._arrangement is None else self._arrangement.row_of(place)

    def has_values(self, first_row: int, last_row: int) -> bool:
        return self._window.has(first_row, last_row)

    def values_of(self, column_number: int, first_row: int, last_row: int) -> list[object]:
        value = self._columns[column_number].value
        rows = (self.row_number(number) for number in range(first_row, last_row + 1))
        return [None if row is None else value(row) for row in rows]

    def counts(self) -> tuple[int, int]:
        """(0, 0) also while the first arrangement is being made: that no row matches is not known before."""
        is_known = self._source is not None and self._arrangement is not None
        return self.rowCount(), self._source.row_count() if self._source is not None and is_known else 0

    def make_of_rows(
        self,
        ranges: Sequence[tuple[int, int]],
        make: Callable[[dict[int, Row]], object],
        on_made: Callable[[Any], None],
    ) -> None:
        if self._source is None or self._arrangement is None or not self._arrangement.is_complete:
            return
        work = partial(_make_of_rows, self._source, self._arrangement, _merged(ranges), make)
        self._jobs.start("read", self._words.copying, work, on_made)

    # --- order and filters ----------------------------------------------------------------------

    def sort_by(self, keys: Sequence[SortKey]) -> None:
        known = tuple((key, bool(descending)) for key, descending in keys if key in self._numbers)
        self._wish(replace(self._conditions, sort=known), pause=0)

    def sort_keys(self) -> tuple[SortKey, ...]:
        return self._conditions.sort

    def set_filter_text(self, column_key: str, text: str) -> None:
        if column_key in self._numbers:
            self._wish(self._conditions.with_text(column_key, text), pause=TYPING_PAUSE_MILLISECONDS)

    def filter_texts(self) -> dict[str, str]:
        return dict(self._conditions.texts)

    def set_allowed_values(self, column_key: str, allowed: frozenset[str] | None) -> None:
        if column_key in self._numbers:
            self._wish(self._conditions.with_allowed(column_key, allowed), pause=0)

    def allowed_values(self) -> dict[str, frozenset[str]]:
        return dict(self._conditions.allowed)

    def set_search(self, text: str, column_keys: Sequence[str]) -> None:
        """Show only rows in which one of the columns contains the text."""
        known = tuple(key for key in column_keys if key in self._numbers)
        wish = replace(self._conditions, search=text.strip(), search_columns=known if text.strip() else ())
        self._wish(wish, pause=TYPING_PAUSE_MILLISECONDS)

    def search_text(self) -> str:
        return self._conditions.search

    def clear_filters(self) -> None:
        self._wish(self._conditions.without_filters(), pause=0)

    @property
    def has_filters(self) -> bool:
        return self._conditions.has_filters

    def set_conditions(self, conditions: TableConditions) -> None:
        """Order and filters at once."""
        self._wish(conditions, pause=0)

    def has_value_list(self, column_key: str) -> bool:
        known = None if self._source is None else self._source.known_values(column_key)
        return known is not None and len(known) <= MOST_TICKABLE

    def distinct_values(self, column_key: str) -> list[tuple[str, int | None]]:
        """Only for columns known to have few values, counted where that needs no pass over the rows."""
        number = self._numbers.get(column_key)
        known = None if self._source is None or number is None else self._source.known_values(column_key)
        if known is None or number is None:
            return []
        display = self._columns[number].display
        ranks = TableConditions().wanted(self._columns).ranks(column_key, [row for row, _ in known])
        order = sorted(range(len(known)), key=lambda at: (ranks[at] is None, ranks[at] or 0))
        counts: Counter[str] = Counter()
        for at in order:
            counts[display(known[at][0])] += known[at][1] or 0
        is_counted = all(count is not None for _, count in known)
        return [(words, count if is_counted else None) for words, count in counts.items()]

    def find(self, text: str, column_keys: Sequence[str]) -> list[tuple[int, str]]:
        """Never at once: see `find_later`."""
        del text, column_keys
        return []

    def find_later(self, text: str, column_keys: Sequence[str]) -> None:
        """Look for the words on a worker; `found` brings the shown rows that hold them."""
        if self._finding is not None:
            self._finding.cancel()
            self._finding = None
        columns = [self._columns[self._numbers[key]] for key in column_keys if key in self._numbers]
        if not may_be_number(text):
            columns = [column for column in columns if not column.is_numeric]  # of which there are far too many
        if not text.strip() or self._source is None or self._arrangement is None or not columns:
            self.found.emit(())
            return
        work = partial(_find, self._source, containing(text, columns), self._arrangement)
        self._finding = self._jobs.start("read", self._words.finding, work, self._take_found)

    def _take_found(self, result: tuple[Arrangement, Sequence[int]] | None) -> None:
        if isValid(self) and result is not None and result[0] is self._arrangement:
            self.found.emit(result[1])

    @property
    def is_at_rest(self) -> bool:
        """Whether the rows shown are the ones last asked for."""
        return self._arranging is None and not self._soon.isActive()

    def complete_arrangement(self) -> Arrangement | None:
        """Which rows are shown in which order; None while that is still being found out."""
        arrangement = self._arrangement
        return arrangement if self.is_at_rest and arrangement is not None and arrangement.is_complete else None

    # --- arranging ------------------------------------------------------------------------------

    def _wish(self, conditions: TableConditions, pause: int) -> None:
        before, self._conditions = self._conditions, conditions
        if conditions == before:
            return
        self._turn += 1
        self._announce(before)
        if self._source is not None:
            self._soon.start(pause)

    def _announce(self, before: TableConditions) -> None:
        if self._conditions.sort != before.sort:
            self.sort_changed.emit()
        if replace(self._conditions, sort=before.sort) != before:
            self.filters_changed.emit()

    def _arrange(self) -> None:
        self._soon.stop()
        if self._arranging is not None:
            self._arranging.cancel()
            self._arranging = None
        if self._source is None:
            return
        conditions = self._conditions
        if not conditions.sort and not conditions.has_filters:
            self._take_arrangement(self._turn, self._source.whole())
            return
        work = partial(_arrange, self._source, conditions, self._columns)
        done = partial(self._take_arrangement, self._turn)
        self._arranging = self._jobs.start("read", self._words.arranging, work, done)
        self._arranging.handed_over.connect(partial(self._take_first, self._turn))

    def _is_awaited(self, turn: int) -> bool:
        return isValid(self) and turn == self._turn

    def _take_first(self, turn: int, arrangement: Arrangement) -> None:
        """A first page while the worker goes on."""
        if self._is_awaited(turn) and self._arranging is not None:
            self._show(arrangement)

    def _take_arrangement(self, turn: int, arrangement: Arrangement | None) -> None:
        if not self._is_awaited(turn):
            return
        has_first = self._arranging is not None and self._arrangement is not None and not self._arrangement.is_complete
        self._arranging = None
        if arrangement is None:
            self._return_to_last()
            return
        self._in_force = (self._conditions, arrangement)
        if has_first:
            self._complete(arrangement)
        else:
            self._show(arrangement)

    def _return_to_last(self) -> None:
        """The user cancelled: title arrows, chips and rows say again what they said before."""
        before, (self._conditions, arrangement) = self._conditions, self._in_force
        self._turn += 1
        self._announce(before)
        if arrangement is not self._arrangement:
            self._show(arrangement)

    def _show(self, arrangement: Arrangement | None) -> None:
        self.beginResetModel()
        try:
            self._arrangement = arrangement
            self._window.show(self._source, arrangement)
        finally:
            self.endResetModel()
        self.rows_changed.emit(*self.counts())

    def _complete(self, whole: Arrangement) -> None:
        """The first rows are in sight already, and the complete arrangement begins with them: nothing may jump."""
        shown = self.rowCount()
        if len(whole) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(whole) - 1)
        try:
            self._arrangement = whole
            self._window.go_on(whole)
        finally:
            if len(whole) > shown:
                self.endInsertRows()
        self._show_rows(0, len(whole) - 1)
        self.rows_changed.emit(*self.counts())

    def _show_rows(self, first: int, last: int) -> None:
        last = min(last, self.rowCount() - 1)
        if 0 <= first <= last and self._columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # --- Qt -------------------------------------------------------------------------------------

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() or self._arrangement is None else len(self._arrangement)

    def columnCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.column() < len(self._columns):
            return None
        column = self._columns[index.column()]
        try:
            row = self.row_number(index.row())
            if row is None:
                return _not_here_yet(column, role)
            return cell_data(column, row, role)
        except Exception:  # noqa: BLE001  Qt calls this from C++: an exception would leave the view half painted
            _log.exception("column %s cannot show a row for role %s", column.key, role)
            return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return header_data(self._columns, section, orientation, role)


def _not_here_yet(column: Column, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return NOT_HERE_YET
        case Qt.ItemDataRole.TextAlignmentRole:
            return alignment_of(column)
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {NOT_HERE_YET}"
    return None


# --- on the worker ---------------------------------------------------------------------------------


def _arrange(
    source: RowSource, conditions: TableConditions, columns: Sequence[Column], control: Control
) -> Arrangement | None:
    """None when the user cancelled: the table then goes back to what it showed."""
    try:
        return source.arrange(conditions.wanted(columns), control)
    except CancelledByUserError:
        return None


def _find(
    source: RowSource, condition: Any, arrangement: Arrangement, control: Control
) -> tuple[Arrangement, Sequence[int]]:
    return arrangement, source.find(condition, arrangement, control)


def _make_of_rows(
    source: RowSource,
    arrangement: Arrangement,
    ranges: Sequence[tuple[int, int]],
    make: Callable[[dict[int, Row]], object],
    control: Control,
) -> object:
    numbers = [number for first, last in ranges for number in range(first, last + 1)]
    places = [place for first, last in ranges for place in arrangement.places(first, last)]
    return make(dict(zip(numbers, source.rows(places, control), strict=True)))


def _merged(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same rows without doubles: a selection of several columns names its rows once for each."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
