"""A matrix of rates, rows × columns, on one scale; what has no number is a pattern with a word, never a colour."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontInfo, QFontMetrics, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QGraphicsRectItem, QGridLayout, QMenu, QScrollBar, QToolTip, QVBoxLayout, QWidget

from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_base import FREE_ROW_HEIGHT, LONGEST_LABEL, PICTURE_WIDTH, RowChart
from auditor_app.ui.charts.chart_legend import LegendEntry
from auditor_app.ui.charts.heat_cells import CellPainter, HeatCell, HeatColumn, HeatRow
from auditor_app.ui.charts.matrix_headers import ColumnHeader
from auditor_app.ui.charts.pixel_item import PixelItem
from auditor_app.ui.palettes import Colours
from auditor_app.ui.tooltips import tooltip_html

TALLEST_ROW = 40
SMALL_CELL = 14
SCROLL_STEPS = 120
"""steps of a scroll bar for one row or column; a notch of the wheel is as many angle units"""
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
"""A mapping does not take keys of a narrower type by itself."""


class HeatMap(RowChart):
    """Rates of 0 to 100 %; more rows and columns than can be read are scrolled, or drawn small when asked for."""

    picked = Signal(object, object)
    """row key and column key of the cell that was clicked or stepped to"""
    activated = Signal(object, object)
    """row key and column key of the cell that was double-clicked or entered"""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        self._rows: dict[Hashable, HeatRow] = {}
        self._columns: dict[Hashable, HeatColumn] = {}
        self._cells: dict[tuple[Hashable, Hashable], HeatCell] = {}
        self._line: float | None = None
        self._current_column: Hashable = None
        self._fits_whole = False
        self._rows_shown, self._columns_shown = 1.0, 1.0
        super().__init__(texts, colours, parent)
        self._header = ColumnHeader()
        self.plot.setAxisItems({"top": self._header})
        self._painter = CellPainter(colours, self.font())
        self._matrix = PixelItem(self._paint)
        self._view.addItem(self._matrix, ignoreBounds=True)
        self._rims = (self._make_rim(10), self._make_rim(11))
        self._across, self._down = QScrollBar(Qt.Orientation.Horizontal, self), QScrollBar(self)
        self._add_scroll_bars()
        self.redraw()

    def set_matrix(
        self,
        rows: Sequence[HeatRow],
        columns: Sequence[HeatColumn],
        cells: Mapping[tuple[Row, Column], HeatCell],
    ) -> None:
        """Rows in the order of the table; a cell that is not given stays empty."""
        self._rows, self._columns = {row.key: row for row in rows}, {column.key: column for column in columns}
        self._cells = {(row, column): cell for (row, column), cell in cells.items()}
        self.redraw()

    def set_line(self, percent: float | None) -> None:
        """Mark the rates below the auditor's line; None for no line."""
        self._line = percent
        self.redraw()

    def set_fits_whole(self, fits_whole: bool) -> None:
        """All cells at once however small they become, instead of scrolling."""
        self._fits_whole = fits_whole
        self.redraw()

    def set_current(self, key: Hashable, column_key: Hashable = None) -> None:
        """Frame the cell and bring it into sight; without a column the whole row; None for none."""
        self._current, self._current_column = key, column_key
        cell = self._cells.get((key, column_key))
        self.setAccessibleDescription(self._words_about(key, column_key) if cell else "")
        self._bring_into_sight()
        self._show_current()

    # --- RowChart -------------------------------------------------------------------------------

    def current_cell(self) -> tuple[Hashable, Hashable]:
        """Row key and column key of the cell that is marked; None where nothing is."""
        return self._current, self._current_column

    def keys(self) -> list[Hashable]:
        return list(self._rows)

    def label_of(self, key: Hashable) -> str:
        return self._rows[key].label

    def tooltip_of(self, key: Hashable) -> str:
        """The whole row in words."""
        if key not in self._rows:
            return ""
        shown = [(column, self._cells.get((key, column.key))) for column in self._columns.values()]
        return "\n".join(
            [self.label_of(key), *(f"{column.label}: {self._long(cell)}" for column, cell in shown if cell)]
        )

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        entries = [LegendEntry("scale", colours.qcolor("text"), self._texts("chart.heat.scale"))]
        if self._line is not None:
            words = self._texts("chart.heat.below", percent=f"{self._line:g}")
            entries.append(LegendEntry("corner", colours.qcolor("text"), words))
        present = {cell.state for cell in self._cells.values() if not cell.is_number}
        ordered = [state for state in State if state in present and state != State.REPORTED]
        return entries + [
            LegendEntry(state, colours.qcolor("hatch"), self._texts(f"state.{state}")) for state in ordered
        ]

    def value_limits(self) -> tuple[float, float]:
        first = self._across.value() / SCROLL_STEPS
        return first, first + self._columns_shown

    def free_extent(self) -> float:
        return self._rows_shown

    def picture_size(self, unit: float) -> QSize:
        metrics = QFontMetrics(self.font())
        labels = max((metrics.horizontalAdvance(row.label) for row in self._rows.values()), default=0)
        width = min(labels, LONGEST_LABEL * unit) + 24 + len(self._columns) * self._smallest_column()
        size = QSize(round(max(PICTURE_WIDTH * unit, width)), 0)
        header = self._header.height_for(max(1.0, (size.width() - labels) / max(1, len(self._columns))))
        return QSize(size.width(), round(max(3, len(self._rows)) * FREE_ROW_HEIGHT * unit) + header + 2)

    def copy_content_to(self, other: Any) -> None:
        other.set_line(self._line)
        other.set_matrix(list(self._rows.values()), list(self._columns.values()), self._cells)

    def draw(self) -> None:
        self._matrix.update()

    def redraw(self) -> None:
        if hasattr(self, "_down"):  # the base class draws before the items exist
            self._painter = CellPainter(self._colours, self._small_font())
            super().redraw()

    # --- layout ---------------------------------------------------------------------------------

    def _add_scroll_bars(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.plot)
        grid = QGridLayout()
        grid.setSpacing(0)
        grid.addWidget(self.plot, 0, 0)
        grid.addWidget(self._down, 0, 1)
        grid.addWidget(self._across, 1, 0)
        layout.insertLayout(0, grid, 1)  # the legend below: the names of the columns lie where a table has its own
        for bar in (self._across, self._down):
            bar.setSingleStep(SCROLL_STEPS)
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.valueChanged.connect(self._take_size)
        self.plot.viewport().installEventFilter(self)

    def _unit(self) -> float:
        return QFontInfo(self.font()).pixelSize() / 13

    def _smallest_row(self) -> float:
        return 3.0 if self._fits_whole else (FREE_ROW_HEIGHT - 2) * self._unit()

    def _smallest_column(self) -> float:
        """Wide enough for a rate and for short names and words, such as those of a Part and of a state."""
        if self._fits_whole:
            return 3.0
        metrics, small = QFontMetrics(self.font()), QFontMetrics(self._small_font())
        longest = metrics.height() * 2.5
        names = max((metrics.horizontalAdvance(column.label) for column in self._columns.values()), default=0)
        states = {cell.state for cell in self._cells.values() if not cell.is_number}
        words = [small.horizontalAdvance(self._texts(f"chart.cell.{state}")) for state in states]
        short = [width for width in words if width <= longest]
        return max([small.horizontalAdvance("100.0") + 10, min(names, longest) + 8, *(width + 6 for width in short)])

    def _arrange(self) -> None:
        """What fits, from the chart's own size: the view's is known only after the bars came or went."""
        label_width = 0 if self._is_aligned else self._label_width()
        width = self.width() - label_width
        header = self._header_height_needed(width)
        height = self.height() - self.legend.minimumHeight() - header
        bar, rows, columns = self._down.sizeHint().width(), len(self._rows), len(self._columns)
        has_down = not self._is_aligned and rows * self._smallest_row() > height
        has_across = columns * self._smallest_column() > width - has_down * bar
        has_down = not self._is_aligned and rows * self._smallest_row() > height - has_across * bar
        room_x, room_y = max(1, width - has_down * bar), max(1, height - has_across * bar)
        self._columns_shown = max(1.0, min(columns, room_x / self._smallest_column()))
        fitting = room_y / self._smallest_row()
        self._rows_shown = max(1.0, min(fitting, max(rows, room_y / (TALLEST_ROW * self._unit()))))
        self._header.setHeight(header)
        self._row_header.setWidth(label_width)
        hidden_rows = rows - self._rows_shown if has_down else 0.0
        for scroll, hidden in ((self._down, hidden_rows), (self._across, columns - self._columns_shown)):
            scroll.setRange(0, max(0, math.ceil(hidden * SCROLL_STEPS)))
        self._down.setVisible(has_down)
        self._across.setVisible(has_across)
        self._down.setPageStep(round(self._rows_shown * SCROLL_STEPS))
        self._across.setPageStep(round(self._columns_shown * SCROLL_STEPS))

    def _take_size(self) -> None:
        if not hasattr(self, "_down"):
            return
        low, high = self.value_limits()
        if self._is_aligned:
            top, bottom = 0.0, max(1.0, self._view.height())
        else:
            top = self._down.value() / SCROLL_STEPS
            bottom = top + self._rows_shown
        self._view.setRange(xRange=(low, high), yRange=(top, bottom), padding=0)
        self.draw()
        self._show_current()

    def _dress(self) -> None:
        words = self._colours.qcolor("text")
        self._header.set_labels([column.label for column in self._columns.values()], self.font(), words)
        super()._dress()
        self._fit_legend()
        self._arrange()

    def _dress_value_axis(self, name: str, *, is_shown: bool, height: int) -> None:
        del is_shown, height
        self.plot.showAxis(name, name == "top")

    def _header_height_needed(self, width: float) -> int:
        if self._is_aligned:
            self._header.keep_upright()
            return self._header_height
        return self._header.height_for(max(self._smallest_column(), width / max(1, len(self._columns))))

    def _label_width(self) -> int:
        return self._row_header.width_for(min(LONGEST_LABEL * self._unit(), self.width() * 0.4))

    def _place_menu_button(self) -> None:
        legend = self.legend.geometry()
        self.menu_button.move(self.width() - self.menu_button.width() - 4, legend.y() + 2)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.redraw()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._place_menu_button()

    # --- drawing --------------------------------------------------------------------------------

    def _make_rim(self, depth: int) -> QGraphicsRectItem:
        rim = QGraphicsRectItem()
        rim.setZValue(depth)
        self._view.addItem(rim, ignoreBounds=True)
        return rim

    def _paint(self, painter: QPainter, size: QSizeF, exposed: QRectF) -> None:
        """Cells on whole pixels with a pixel between them, unless they are too small for that."""
        low, high = self.value_limits()
        top, bottom = self._view.viewRange()[1]
        width, unit_y = size.width() / (high - low), size.height() / (bottom - top)
        columns = list(self._columns)
        first = max(0, math.floor(low + exposed.left() / width))
        last = min(len(columns), math.ceil(low + exposed.right() / width))
        edges = [round((number - low) * width) for number in range(first, last + 1)]
        self._painter.begin(painter)
        for row_key in self._rows:
            place = self._places.get(row_key)
            if place is None:
                continue
            above = round((place[0] - place[1] / 2 - top) * unit_y)
            below = round((place[0] + place[1] / 2 - top) * unit_y)
            if below < exposed.top() or above > exposed.bottom():
                continue
            gap = 1 if min(below - above, width) > 8 else 0
            for column, left, right in zip(columns[first:last], edges, edges[1:], strict=False):
                cell = self._cells.get((row_key, column))
                if cell is not None:
                    box = QRectF(left, above, right - left - gap, below - above - gap)
                    self._painter.paint(painter, box, cell, self._short(cell), is_below=self._is_below(cell))

    def _is_below(self, cell: HeatCell) -> bool:
        return self._line is not None and cell.is_number and cell.value is not None and cell.value < self._line

    def _show_current(self) -> None:
        place = self.place_of(self._current)
        self._highlight.hide()
        for rim in getattr(self, "_rims", ()):
            rim.setVisible(place is not None)
        if place is None or not self._columns:
            return
        keys = list(self._columns)
        is_cell = self._current_column in self._columns
        left = keys.index(self._current_column) if is_cell else 0
        box = QRectF(left, place[0] - place[1] / 2, 1 if is_cell else len(keys), place[1])
        is_small = self._view.height() / max(1.0, self._rows_shown) < SMALL_CELL
        thick = (2 if is_small else 3) + (1 if self.hasFocus() else 0)
        for rim, role, width in zip(self._rims, ("surface", "warning"), (thick + 3, thick), strict=True):
            rim.setPen(pg.mkPen(self._colours.qcolor(role), width=width * self._sign_scale))
            rim.setRect(box)

    def _bring_into_sight(self) -> None:
        rows, columns = list(self._rows), list(self._columns)
        for bar, keys, key, shown in (
            (self._down, rows, self._current, self._rows_shown),
            (self._across, columns, self._current_column, self._columns_shown),
        ):
            if key in keys:
                at, first = keys.index(key), bar.value() / SCROLL_STEPS
                if at < first:
                    bar.setValue(at * SCROLL_STEPS)
                elif at + 1 > first + shown:
                    bar.setValue(math.ceil((at + 1 - shown) * SCROLL_STEPS))

    # --- words ----------------------------------------------------------------------------------

    def _short(self, cell: HeatCell) -> str:
        if cell.words:
            return cell.words
        return f"{cell.value:.1f}" if cell.is_number else self._texts(f"chart.cell.{cell.state}")

    def _long(self, cell: HeatCell) -> str:
        return f"{self._short(cell)} %" if cell.is_number else cell.words or self._texts(f"state.{cell.state}")

    def _words_about(self, row_key: Hashable, column_key: Hashable) -> str:
        cell = self._cells.get((row_key, column_key))
        if cell is None or row_key not in self._rows or column_key not in self._columns:
            return ""
        names = f"{self._rows[row_key].label} · {self._columns[column_key].label}"
        return cell.tooltip or f"{names}\n{self._long(cell)}"

    # --- mouse, keys ----------------------------------------------------------------------------

    def cell_at(self, scene_position: QPointF) -> tuple[Hashable, Hashable] | None:
        """Row and column under a point of the scene; None beside all cells."""
        row_key = self.key_at(scene_position)
        column = math.floor(self._view.mapSceneToView(scene_position).x())
        if row_key is None or not 0 <= column < len(self._columns):
            return None
        return row_key, list(self._columns)[column]

    def _show_tooltip_at(self, position: QPointF) -> None:
        cell = self.cell_at(position)
        if cell is None:
            QToolTip.hideText()
            return
        at = self.plot.mapToGlobal(self.plot.mapFromScene(position))
        QToolTip.showText(at, tooltip_html(self._words_about(*cell)), self.plot)

    def _pick_at(self, event: Any) -> None:
        cell = self.cell_at(event.scenePos())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # the arrow keys go on from here
            self.set_current(*cell)
            (self.activated if event.double() else self.picked).emit(*cell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls; pyqtgraph would swallow it above the names."""
        if isinstance(event, QWheelEvent) and not self._is_aligned:
            turned = event.angleDelta()
            across = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
            self._across.setValue(self._across.value() - across)
            if not across:
                self._down.setValue(self._down.value() - turned.y() * 2)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_cell = self._current in self._rows and self._current_column in self._columns
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_cell:
            self.activated.emit(self._current, self._current_column)
        elif step is not None and self._rows and self._columns:
            rows, columns = list(self._rows), list(self._columns)
            row = rows.index(self._current) if self._current in self._rows else 0
            column = columns.index(self._current_column) if self._current_column in self._columns else 0
            if is_cell:
                row = max(0, min(len(rows) - 1, row + step[0]))
                column = max(0, min(len(columns) - 1, column + step[1]))
            self.set_current(rows[row], columns[column])
            self.picked.emit(self._current, self._current_column)
        else:
            QWidget.keyPressEvent(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows where the keyboard is, also before any cell was picked."""
        super().focusInEvent(event)
        if self._current_column not in self._columns and self._rows and self._columns:
            self.set_current(
                self._current if self._current in self._rows else next(iter(self._rows)), next(iter(self._columns))
            )
        self._show_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_current()

    def make_menu(self) -> QMenu:
        menu = super().make_menu()
        menu.addSeparator()
        whole = menu.addAction(self._texts("chart.heat.fit"))
        whole.setCheckable(True)
        whole.setChecked(self._fits_whole)
        whole.toggled.connect(self.set_fits_whole)
        return menu
