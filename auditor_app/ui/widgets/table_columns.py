"""The columns of a table on the screen: widths that survive zooming and hiding, visibility, and the page's defaults."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics

from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.widgets.table_frozen import FrozenColumns, arrange_sections
from auditor_app.ui.widgets.table_view import TableView

WIDEST = 2000


class ColumnWidths(QObject):
    """Keeps every width as it would be at 100 %, so that zooming there and back changes nothing."""

    visibility_changed = Signal()

    def __init__(self, model: KeyedTableModel, view: TableView, frozen: FrozenColumns, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._view = view
        self._frozen = frozen
        self._scale = 1.0
        self._is_applying = False
        self._widths = [100] * len(model.columns())
        self._own = list(self._widths)
        view.grouped_header.sectionResized.connect(self._remember)

    def widths(self) -> list[int]:
        """At 100 %; a hidden column keeps the width it had."""
        return list(self._widths)

    def changed(self) -> dict[int, int]:
        """By column number, the widths that are no longer the page's own, which suit its language and contents."""
        pairs = enumerate(zip(self._widths, self._own, strict=True))
        return {number: width for number, (width, own) in pairs if width != own}

    def take_changed(self, changed: Mapping[int, int]) -> None:
        """These widths, and the page's own for all other columns."""
        for number, own in enumerate(self._own):
            width = changed.get(number, own)
            self.set_width(number, width if width > 0 else own)

    def let_fill(self, column_key: str, least: int, most: int, room: int) -> None:
        """Make a column's own width what `room` (in pixels) has left beside the others, between two widths at 100 %.

        Who has set it to another width keeps that."""
        number = self._model.column_number(column_key)
        if number is None or self._view.isColumnHidden(number) or self._widths[number] != self._own[number]:
            return
        others = sum(self._widths[own] for own in self._view.visible_columns() if own != number)
        self._own[number] = max(least, min(most, int(room / self._scale) - others))
        self.set_width(number, self._own[number])

    def set_width(self, number: int, pixels: int) -> None:
        if pixels > 0:
            self._widths[number] = min(pixels, WIDEST)
            self._apply(number)

    def set_scale(self, scale: float) -> None:
        self._scale = scale
        for number in range(len(self._widths)):
            self._apply(number)

    def set_visible(self, column_key: str, is_visible: bool) -> None:
        """The last visible column stays: a table without any would be a trap."""
        number = self._model.column_number(column_key)
        if number is None or (not is_visible and self._view.visible_columns() == [number]):
            return
        self._view.setColumnHidden(number, not is_visible)
        self._apply(number)
        self._frozen.refresh()
        self.visibility_changed.emit()

    def reset(self) -> None:
        """Order, widths and visibility as the page defined them."""
        columns = self._model.columns()
        arrange_sections(self._view.grouped_header, range(len(columns)))
        for number, column in enumerate(columns):
            self._view.setColumnHidden(number, not column.is_visible_by_default)
            self._own[number] = max(column.width * 7 + 22, self._title_width(column))
            self.set_width(number, self._own[number])
        self._frozen.refresh()
        self.visibility_changed.emit()

    def _title_width(self, column: Column) -> int:
        """Room for the title and a numbered sort arrow."""
        font = QFont(self._view.grouped_header.font())
        font.setBold(True)
        marks = 22 if column.is_tight else 44
        return round(QFontMetrics(font).horizontalAdvance(column.title) / self._scale) + marks

    def _apply(self, number: int) -> None:
        # A hidden column would come into sight by being resized; it takes its width when it is shown.
        if not self._view.isColumnHidden(number):
            self._is_applying = True
            self._view.setColumnWidth(number, round(self._widths[number] * self._scale))
            self._is_applying = False

    def _remember(self, number: int, _old: int, width: int) -> None:
        if width > 0 and not self._is_applying:
            self._widths[number] = round(width / self._scale)
