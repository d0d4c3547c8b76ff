"""Keeps two tables of the same kind in step: lines, scrolling, selection, order, filters and columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Signal

from auditor_app.services.pair_years import merged_order
from auditor_app.ui.models.record_table_model import Gap, RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.table_frozen import arrange_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor_app.services.tables.columns import Row

Identity = Callable[[int, "Row"], Hashable]
"""(side, row) → what the row stands for in both years."""
GapOf = Callable[[int, "Row"], Gap]
"""(side of the row, row) → what stands on the other side, which has none."""

LEFT, RIGHT = 0, 1


class TablesInStep(QObject):
    """Two tables over rows in memory; what is done to one happens to the other while the lock is closed."""

    alone = Signal(int, object)
    """side and row: it was chosen, and the other side has no row for it"""
    paired = Signal()
    """a row was chosen that both sides have"""

    def __init__(self, tables: tuple[DataTable, DataTable], identity: Identity, gap_of: GapOf, parent: QObject) -> None:
        super().__init__(parent)
        self._tables, self._identity, self._gap_of = tables, identity, gap_of
        self._models: list[RecordTableModel] = []
        self._leader = LEFT
        """The side whose order holds: the one that was put in order last."""
        self._is_locked = self._is_acting = False
        for side, table in enumerate(tables):
            assert isinstance(table.model, RecordTableModel)
            self._models.append(table.model)
            self._tie(side, table)

    def set_locked(self, is_locked: bool) -> None:
        """Locked anew, both sides stand as the left one does."""
        if is_locked == self._is_locked:
            return
        self._is_locked = is_locked
        if not is_locked:
            self._stand_alone()
            return
        with self._acting():
            self._give_columns(LEFT)
            self._give_filters(LEFT)
            self._models[RIGHT].sort_by(self._models[LEFT].sort_keys())
        self.line_up()
        self._repeat_scroll(LEFT)

    def choose_again(self, side: int) -> None:
        """That side has other rows: choose there what is chosen on the other."""
        key, column = self._tables[1 - side].current()
        self._follow_choice(1 - side, key, column)

    def line_up(self) -> None:
        """What stands for the same stands at the same height; a row that one side alone has faces a gap."""
        if not self._is_locked:
            return
        rows = [self._rows_of(side) for side in (LEFT, RIGHT)]
        shown = [self._shown_of(side, rows[side]) for side in (LEFT, RIGHT)]
        order = merged_order(shown[self._leader], shown[1 - self._leader])
        with self._acting():
            for side in (LEFT, RIGHT):
                self._models[side].line_up([self._line(side, rows, own) for own in order])
        self._repeat_scroll(self._leader)

    def _stand_alone(self) -> None:
        """Each side shows its own rows only: nothing faces them."""
        for table, own in zip(self._tables, self._models, strict=True):
            place = table.view.verticalScrollBar().value()
            own.line_up(own.shown_keys())
            table.view.verticalScrollBar().setValue(place)

    # --- rows -----------------------------------------------------------------------------------------

    def _rows_of(self, side: int) -> dict[Hashable, tuple[Hashable, Row]]:
        """(key, row) by what it stands for; should two rows stand for the same, the second is only itself."""
        found: dict[Hashable, tuple[Hashable, Row]] = {}
        for key, row in self._models[side].all_rows():
            own = self._identity(side, row)
            found[own if own not in found else ("another", side, key)] = (key, row)
        return found

    def _shown_of(self, side: int, rows: dict[Hashable, tuple[Hashable, Row]]) -> list[Hashable]:
        identity_of = {key: own for own, (key, _) in rows.items()}
        return [identity_of[key] for key in self._models[side].shown_keys()]

    def _line(self, side: int, rows: list[dict[Hashable, tuple[Hashable, Row]]], own: Hashable) -> Hashable | Gap:
        if own in rows[side]:
            return rows[side][own][0]
        return self._gap_of(1 - side, rows[1 - side][own][1])

    # --- what a side reports ---------------------------------------------------------------------------

    def _tie(self, side: int, table: DataTable) -> None:
        model, header = self._models[side], table.view.grouped_header
        table.current_changed.connect(partial(self._follow_choice, side))
        model.sort_changed.connect(partial(self._follow_order, side))
        model.filters_changed.connect(partial(self._follow_filters, side))
        model.rows_changed.connect(partial(self._follow_rows, side))
        table.view.verticalScrollBar().valueChanged.connect(partial(self._follow_scroll, side))
        table.view.horizontalScrollBar().valueChanged.connect(partial(self._follow_scroll, side))
        header.sectionResized.connect(partial(self._follow_width, side))
        header.sectionMoved.connect(partial(self._follow_columns, side))
        table.column_widths.visibility_changed.connect(partial(self._follow_columns, side))
        table.filters.row_toggled.connect(partial(self._follow_filter_row, side))
        table.row_geometry_changed.connect(partial(self._follow_zoom, side))

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """What happens meanwhile is our own doing and not to be followed back."""
        was_acting, self._is_acting = self._is_acting, True
        try:
            yield
        finally:
            self._is_acting = was_acting

    @property
    def _is_deaf(self) -> bool:
        return self._is_acting or not self._is_locked

    def _follow_choice(self, side: int, key: Hashable, column: str) -> None:
        if self._is_deaf:
            return
        other = self._tables[1 - side]
        place = self._tables[side].view.currentIndex().row()
        counterpart = self._models[1 - side].key_at(place) if place >= 0 else None
        with self._acting():
            if counterpart is not None:
                other.select_row(counterpart, column)
            else:
                other.view.selectionModel().clear()
                other.view.setCurrentIndex(QModelIndex())
        self._repeat_scroll(side)
        alone = self._models[side].row_of(key) if key is not None else None
        if counterpart is not None and key is not None:
            self.paired.emit()
        elif alone is not None:
            self.alone.emit(side, alone)
        elif counterpart is not None:
            self.alone.emit(1 - side, self._models[1 - side].row_of(counterpart))

    def _follow_order(self, side: int) -> None:
        if self._is_deaf:
            return
        self._leader = side
        with self._acting():
            self._models[1 - side].sort_by(self._models[side].sort_keys())
        self.line_up()

    def _follow_filters(self, side: int) -> None:
        if self._is_deaf:
            return
        with self._acting():
            self._give_filters(side)
        self.line_up()

    def _follow_rows(self, _side: int, _shown: int, _all: int) -> None:
        if not self._is_deaf:
            self.line_up()

    def _follow_scroll(self, side: int, _value: int) -> None:
        if not self._is_deaf:
            self._repeat_scroll(side)

    def _follow_width(self, side: int, number: int, _old: int, width: int) -> None:
        if not self._is_deaf and width:
            with self._acting():
                self._tables[1 - side].view.setColumnWidth(number, width)

    def _follow_columns(self, side: int, *_moved: int) -> None:
        if not self._is_deaf:
            with self._acting():
                self._give_columns(side)

    def _follow_filter_row(self, side: int, is_shown: bool) -> None:
        if not self._is_deaf:
            with self._acting():
                self._tables[1 - side].show_filter_row(is_shown)

    def _follow_zoom(self, side: int) -> None:
        zoom = self._tables[side].zoom_percent
        if not self._is_deaf and self._tables[1 - side].zoom_percent != zoom:
            with self._acting():
                self._tables[1 - side].set_zoom(zoom)

    # --- handing over ----------------------------------------------------------------------------------

    def _repeat_scroll(self, side: int) -> None:
        own, other = self._tables[side].view, self._tables[1 - side].view
        with self._acting():
            other.verticalScrollBar().setValue(own.verticalScrollBar().value())
            other.horizontalScrollBar().setValue(own.horizontalScrollBar().value())

    def _give_columns(self, side: int) -> None:
        """Order, visibility, widths and zoom; tables of one kind have the same columns."""
        own, other = self._tables[side], self._tables[1 - side]
        other.set_zoom(own.zoom_percent)
        header = own.view.grouped_header
        for number, column in enumerate(own.model.columns()):
            other.set_column_visible(column.key, not own.view.isColumnHidden(number))
        arrange_sections(other.view.grouped_header, [header.logicalIndex(place) for place in range(header.count())])
        for number, width in enumerate(own.column_widths.widths()):
            other.column_widths.set_width(number, width)
        other.show_filter_row(own.is_filter_row_shown)

    def _give_filters(self, side: int) -> None:
        own, other = self._models[side], self._models[1 - side]
        texts, allowed = own.filter_texts(), own.allowed_values()
        for column in own.columns():
            other.set_filter_text(column.key, texts.get(column.key, ""))
            other.set_allowed_values(column.key, allowed.get(column.key))
