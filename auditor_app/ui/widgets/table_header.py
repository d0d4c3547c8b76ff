"""The table's header: a band of group titles above the column titles, sort arrows, and room for the filter row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from auditor_app.services.tables.columns import Column
from auditor_app.ui.palettes import Colours

PADDING = 10
ARROW_WIDTH = 12


class GroupedHeader(QHeaderView):
    """Draws itself; says what the user asked for and leaves sorting and menus to the table."""

    sort_requested = Signal(int, bool)
    """column, keep the other keys (Shift)"""
    menu_requested = Signal(int, QPoint)
    """column, global position"""

    def __init__(self, columns: Sequence[Column], colours: Colours, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._colours = colours
        self._band_height = 28
        self._filter_height = 0
        self._sort: dict[int, tuple[int, bool]] = {}
        self._filtered: set[int] = set()
        self._keeps_other_keys = False
        self.has_groups = any(column.group for column in columns)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(32)
        self.sectionClicked.connect(self._ask_for_sorting)

    def set_colours(self, colours: Colours) -> None:
        self._colours = colours
        self.viewport().update()

    def set_band_height(self, pixels: int) -> None:
        self._band_height = pixels
        self.geometriesChanged.emit()

    def set_filter_height(self, pixels: int) -> None:
        """Keep this much room below the titles for the filter row."""
        self._filter_height = pixels
        self.geometriesChanged.emit()

    def show_sort_keys(self, keys: Sequence[tuple[int, bool]]) -> None:
        """(column, descending) in order of weight; drawn as arrows, numbered when there are several."""
        self._sort = {column: (place + 1, descending) for place, (column, descending) in enumerate(keys)}
        self.viewport().update()

    def show_filtered(self, columns: set[int]) -> None:
        """Mark the columns that hide rows at present."""
        self._filtered = set(columns)
        self.viewport().update()

    def title_height(self) -> int:
        """Height of the title bands without the filter row."""
        return self._band_height * (2 if self.has_groups else 1)

    def filter_band(self) -> QRect:
        return QRect(0, self.title_height(), self.viewport().width(), self._filter_height)

    def group_spans(self) -> list[tuple[str, int, int]]:
        """(group, left, right) of each run of neighbouring visible columns of one group, in viewport pixels."""
        spans: list[tuple[str, int, int]] = []
        previous = ""
        for place in range(self.count()):
            number = self.logicalIndex(place)
            if self.isSectionHidden(number):
                continue
            group = self._columns[number].group
            left = self.sectionViewportPosition(number)
            right = left + self.sectionSize(number)
            if group and group == previous:
                spans[-1] = (group, spans[-1][1], right)
            elif group:
                spans.append((group, left, right))
            previous = group
        return spans

    def _ask_for_sorting(self, number: int) -> None:
        self.sort_requested.emit(number, self._keeps_other_keys)

    def _paint_groups(self, painter: QPainter) -> None:
        painter.setFont(self.font())
        for group, left, right in self.group_spans():
            band = QRect(left, 0, right - left, self._band_height)
            painter.fillRect(band, self._colours.qcolor("sunken"))
            painter.setPen(self._colours.qcolor("line"))
            painter.drawLine(band.left() + PADDING, band.bottom(), band.right() - PADDING, band.bottom())
            painter.setPen(self._colours.qcolor("text_muted"))
            words = painter.fontMetrics().elidedText(group, Qt.TextElideMode.ElideRight, band.width() - PADDING)
            painter.drawText(band, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_title(self, painter: QPainter, band: QRect, number: int) -> None:
        column = self._columns[number]
        is_sorted = number in self._sort
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._colours.qcolor("accent" if is_sorted else "text_muted"))
        inner = band.adjusted(PADDING, 0, -PADDING, 0)
        marks = self._marks_width(number)
        metrics = painter.fontMetrics()
        words = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, max(0, inner.width() - marks))
        width = metrics.horizontalAdvance(words)
        left = inner.right() - marks - width + 1 if column.is_numeric else inner.left()
        painter.drawText(QRect(left, band.top(), width + 2, band.height()), Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_marks(painter, QPointF(left + width + 3, band.center().y()), number)

    def _marks_width(self, number: int) -> int:
        arrow = ARROW_WIDTH + (ARROW_WIDTH - 4 if len(self._sort) > 1 else 0) if number in self._sort else 0
        return arrow + (ARROW_WIDTH if number in self._filtered else 0)

    def _paint_marks(self, painter: QPainter, at: QPointF, number: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.qcolor("accent"))
        x, y = at.x() + 1, at.y() + 0.5
        if number in self._sort:
            place, descending = self._sort[number]
            tip = 3.5 if descending else -3.5
            painter.drawPolygon(QPolygonF([QPointF(x, y - tip), QPointF(x + 8, y - tip), QPointF(x + 4, y + tip)]))
            x += ARROW_WIDTH - 2
            if len(self._sort) > 1:
                self._paint_place(painter, x, y, place)
                x += ARROW_WIDTH - 3
        if number in self._filtered:
            painter.setPen(Qt.PenStyle.NoPen)
            funnel = [(0, -4), (9, -4), (5.5, 0.5), (5.5, 4.5), (3.5, 3.5), (3.5, 0.5)]
            painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in funnel]))

    def _paint_place(self, painter: QPainter, x: float, y: float, place: int) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(8, round(self.font().pixelSize() * 0.8)))
        painter.setFont(font)
        painter.setPen(self._colours.qcolor("accent"))
        painter.drawText(QPointF(x, y + font.pixelSize() * 0.38), str(place))

    # --- Qt -------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.title_height() + self._filter_height)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's own name
        painter.save()
        painter.fillRect(rect, self._colours.qcolor("sunken"))
        top = self._band_height if self.has_groups and self._columns[logicalIndex].group else 0
        title = QRect(rect.left(), top, rect.width(), self.title_height() - top)
        if top == 0 and self.has_groups:
            # A column outside the groups stands on the same line as the grouped titles.
            title.setTop(self._band_height)
        self._paint_title(painter, title, logicalIndex)
        painter.setPen(self._colours.qcolor("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_rest(painter)
        self._paint_groups(painter)
        self._paint_edges(painter)
        painter.end()

    def _paint_rest(self, painter: QPainter) -> None:
        """The part right of the last column; the style would leave it in the window's colour."""
        rest = self.viewport().rect()
        rest.setLeft(self.length() - self.offset())
        painter.fillRect(rest, self._colours.qcolor("sunken"))
        painter.setPen(self._colours.qcolor("line"))
        painter.drawLine(rest.bottomLeft(), rest.bottomRight())

    def _paint_edges(self, painter: QPainter) -> None:
        """Short ticks between titles: where a column can be taken hold of to resize it."""
        painter.setPen(self._colours.qcolor("border"))
        top = self._band_height if self.has_groups else 0
        for number in range(self.count()):
            if not self.isSectionHidden(number):
                x = self.sectionViewportPosition(number) + self.sectionSize(number) - 1
                painter.drawLine(x, top + 8, x, top + self._band_height - 8)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        # sectionClicked does not say which keys were held.
        self._keeps_other_keys = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(self.logicalIndexAt(event.pos()), event.globalPos())
        event.accept()
