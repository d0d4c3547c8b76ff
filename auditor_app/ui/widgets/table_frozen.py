"""Keeps the first columns in sight: a second view over the body's left edge, in step with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.palettes import Colours
from auditor_app.ui.widgets.table_delegate import CellDelegate
from auditor_app.ui.widgets.table_view import GridView, TableView


class FrozenColumns(QObject):
    """The overlay and what ties it to the body: scroll, selection, sizes, order, row heights."""

    changed = Signal()

    def __init__(
        self,
        body: TableView,
        model: KeyedTableModel,
        columns: Sequence[Column],
        colours: Colours,
        delegate: CellDelegate,
    ) -> None:
        super().__init__(body)
        self._body = body
        self._columns = tuple(columns)
        self._moving = False
        self.view = _FrozenView(model, columns, colours, delegate, body)
        self.view.show_body(body)
        self._tie()
        self.refresh()

    def frozen(self) -> list[int]:
        """Frozen model columns that are visible."""
        return [
            number
            for number, column in enumerate(self._columns)
            if column.is_frozen and not self._body.isColumnHidden(number)
        ]

    def refresh(self) -> None:
        """Take over widths, hiding, order and height from the body and lay the overlay at its left edge."""
        frozen = set(self.frozen())
        self._keep_frozen_first()
        for number in range(len(self._columns)):
            self.view.setColumnHidden(number, number not in frozen)
            if number in frozen:
                self.view.setColumnWidth(number, self._body.columnWidth(number))
        self._copy_order()
        self.view.verticalHeader().setDefaultSectionSize(self._body.verticalHeader().defaultSectionSize())
        self.place()

    def place(self) -> None:
        """Lay the overlay over the body's left edge; needed whenever the body's geometry changed."""
        width = sum(self._body.columnWidth(number) for number in self.frozen())
        self._body.frozen_width = width
        header_height = self._body.grouped_header.height()
        frame = self._body.frameWidth()
        self.view.setGeometry(frame, frame, width, header_height + self._body.viewport().height())
        self.view.setVisible(width > 0)
        self.view.raise_()
        self.changed.emit()

    def _tie(self) -> None:
        body_bar, own_bar = self._body.verticalScrollBar(), self.view.verticalScrollBar()
        body_bar.valueChanged.connect(own_bar.setValue)
        own_bar.valueChanged.connect(body_bar.setValue)
        body_bar.rangeChanged.connect(self._repeat_scroll)
        body_header, own_header = self._body.grouped_header, self.view.grouped_header
        body_header.sectionResized.connect(self._take_width)
        own_header.sectionResized.connect(self._give_width)
        body_header.sectionMoved.connect(self._move_like_body)
        own_header.sectionMoved.connect(self._move_like_overlay)
        self._body.geometry_changed.connect(self.place)

    def _repeat_scroll(self) -> None:
        self.view.verticalScrollBar().setValue(self._body.verticalScrollBar().value())

    def _take_width(self, number: int, _old: int, width: int) -> None:
        if self._columns[number].is_frozen and width and self.view.columnWidth(number) != width:
            self.view.setColumnWidth(number, width)
        self.place()

    def _give_width(self, number: int, _old: int, width: int) -> None:
        if width and self._columns[number].is_frozen and self._body.columnWidth(number) != width:
            self._body.setColumnWidth(number, width)

    def _move_like_overlay(self, number: int, _old: int, _new: int) -> None:
        if self._moving:
            return
        header = self._body.grouped_header
        target = self.view.grouped_header.visualIndex(number)
        header.moveSection(header.visualIndex(number), target)

    def _move_like_body(self) -> None:
        if not self._moving:
            self._keep_frozen_first()
            self._copy_order()
            self.place()

    def _keep_frozen_first(self) -> None:
        """A column dragged across the border goes back to its own side."""
        header = self._body.grouped_header
        order = [header.logicalIndex(place) for place in range(header.count())]
        wanted = sorted(order, key=lambda number: not self._columns[number].is_frozen)
        self._arrange(header, wanted)

    def _copy_order(self) -> None:
        header = self._body.grouped_header
        order = [header.logicalIndex(place) for place in range(header.count())]
        self._arrange(self.view.grouped_header, order)

    def _arrange(self, header: QHeaderView, order: Sequence[int]) -> None:
        was_moving, self._moving = self._moving, True
        try:
            arrange_sections(header, order)
        finally:
            self._moving = was_moving


def arrange_sections(header: QHeaderView, order: Sequence[int]) -> None:
    """Bring a header's sections into this order of model columns."""
    for place, number in enumerate(order):
        if header.logicalIndex(place) != number:
            header.moveSection(header.visualIndex(number), place)


class _FrozenView(GridView):
    """The overlay: takes clicks, but the keyboard stays with the body."""

    def __init__(
        self,
        model: KeyedTableModel,
        columns: Sequence[Column],
        colours: Colours,
        delegate: CellDelegate,
        parent: QWidget,
    ) -> None:
        super().__init__(model, columns, colours, delegate, parent)
        self._body: TableView | None = None
        self._line_role = "border"
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_body(self, body: TableView) -> None:
        self._body = body
        self.setSelectionModel(body.selectionModel())
        self.setFocusProxy(body)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._body is not None:
            QCoreApplication.sendEvent(self._body.viewport(), event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._body is not None and self._body.horizontalScrollBar().value() > 0:
            # Only while something lies beneath: the border of the frozen part.
            painter = QPainter(self.viewport())
            painter.setPen(self.cell_delegate.colours.qcolor(self._line_role))
            x = self.viewport().width() - 1
            painter.drawLine(x, 0, x, self.viewport().height())
            painter.end()
