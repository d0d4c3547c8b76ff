"""What all row charts share: rows beside a table or alone, hover, picking, captions, pictures, copying."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any, Literal, Protocol, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontInfo, QGuiApplication, QImage, QKeyEvent, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QMenu, QToolButton, QToolTip, QVBoxLayout, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.chart_legend import LegendEntry, LegendStrip
from auditor_app.ui.charts.chart_picture import ChartPicture
from auditor_app.ui.charts.matrix_headers import RowHeader
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import LIGHT, Colours
from auditor_app.ui.tooltips import tooltip_html

ExportKind = Literal["png", "svg", "copy"]
AXIS_HEIGHT = 24
FREE_ROW_HEIGHT = 26
PICTURE_WIDTH = 760
LONGEST_LABEL = 240


class RowPlace(Protocol):
    """Where the table draws a row; DataTable.visible_rows() gives these."""

    @property
    def key(self) -> Hashable: ...
    @property
    def centre_y(self) -> float: ...
    @property
    def height(self) -> int: ...


Own = TypeVar("Own", bound="RowChart")


class RowChart(QWidget):
    """A chart with one row per key.  Beside a table it takes the table's rows; alone it lists all with their labels.

    Import this module after the first paint: pyqtgraph brings numpy along.
    """

    picked = Signal(object)
    """the key of the row that was clicked or stepped to"""
    activated = Signal(object)
    """the key of the row that was double-clicked or entered"""
    export_requested = Signal(str)
    """png, svg or copy: the page asks for the file name and calls to_image, to_svg or copy_to_clipboard"""

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._colours = texts, colours
        self._title, self._footnotes, self._mark = "", tuple[str, ...](), ""
        self._record: tuple[str, ...] = ()
        self._places: dict[Hashable, tuple[float, float]] = {}
        self._is_aligned = False
        self._sign_scale = 1.0
        self._current: Hashable = None
        self._header_height = 0
        self._axis_looks: dict[str, tuple[object, ...]] = {}
        self._build()

    def _build(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.legend = LegendStrip(self._colours, self)
        self.menu_button = QToolButton(self)
        self.menu_button.setAccessibleName(self._texts("chart.menu"))
        self.menu_button.setToolTip(self._texts("chart.menu"))
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.clicked.connect(self._open_menu_at_button)
        self.plot = pg.PlotWidget(self, background=None)
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._row_header = RowHeader()
        self.plot.setAxisItems({"left": self._row_header})
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        # pyqtgraph makes its menus without a parent and never deletes them; as our children they go with the chart
        item.ctrlMenu.setParent(self, item.ctrlMenu.windowFlags())
        item.hideButtons()
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.layout.setSpacing(0)
        self._view = item.getViewBox()
        self._view.setMouseEnabled(False, False)
        self._view.invertY(True)
        self._view.setDefaultPadding(0)
        self._highlight = QGraphicsRectItem()
        self._highlight.setZValue(-20)
        self._view.addItem(self._highlight, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.legend)
        layout.addWidget(self.plot, 1)
        self._view.sigResized.connect(self._take_size)
        self.plot.scene().sigMouseMoved.connect(self._show_tooltip_at)
        self.plot.scene().sigMouseClicked.connect(self._pick_at)

    # --- what a kind of chart brings ------------------------------------------------------------

    def keys(self) -> list[Hashable]:
        """All keys in the order of the table."""
        raise NotImplementedError

    def label_of(self, key: Hashable) -> str:
        raise NotImplementedError

    def tooltip_of(self, key: Hashable) -> str:
        """Plain words; escaped before they are shown."""
        raise NotImplementedError

    def legend_entries(self, colours: Colours) -> list[LegendEntry]:
        raise NotImplementedError

    def value_limits(self) -> tuple[float, float]:
        """The axis from and to; it starts at 0, with a little room for the signs."""
        raise NotImplementedError

    def value_ticks(self) -> list[tuple[float, str]] | None:
        """None leaves the ticks to the axis."""
        return None

    def draw(self) -> None:
        """Bring the items up to date with rows and places; never removes and adds them again."""
        raise NotImplementedError

    def copy_content_to(self, other: Any) -> None:
        """Give another chart of the same class the same content, for the picture."""
        raise NotImplementedError

    def free_places(self) -> dict[Hashable, tuple[float, float]]:
        """(centre, height) of every row when the chart stands alone; one unit is one row."""
        return {key: (number + 0.5, 1.0) for number, key in enumerate(self.keys())}

    def free_extent(self) -> float:
        """How many units high the plot is when the chart stands alone."""
        return max(1, len(self._places))

    def picture_size(self, unit: float) -> QSize:
        """The plot's size in pictures; `unit` is the font's size against the usual one."""
        height = (max(3, len(self.keys())) * FREE_ROW_HEIGHT + AXIS_HEIGHT) * unit
        return QSize(round(PICTURE_WIDTH * max(1.0, unit)), round(height))

    def own_notes(self) -> tuple[str, ...]:
        """What must be said under every picture of this kind of chart, whatever the page's footnotes are."""
        return ()

    # --- content and place ----------------------------------------------------------------------

    def set_captions(self, title: str, footnotes: Sequence[str] = ()) -> None:
        """What is painted into every exported picture: title, then footnotes and source."""
        self._title, self._footnotes = title, tuple(footnotes)
        self.setAccessibleName(title)

    def set_mark(self, mark: str) -> None:
        """Words that stand first below every exported picture: what marks practice data."""
        self._mark = mark

    def set_record(self, lines: Sequence[str]) -> None:
        """Words that stand last below every exported picture: notes of its figures, and the state of the case."""
        self._record = tuple(lines)

    def set_current(self, key: Hashable) -> None:
        """Highlight the row of the table's current row; None for none."""
        self._current = key
        self._show_current()

    def set_colours(self, colours: Colours) -> None:
        self._colours = colours
        self.redraw()

    def align_to_rows(self, rows: Sequence[RowPlace], header_height: int) -> None:
        """Stand beside a table: the plot begins where its header ends and every row lies on its row."""
        is_scrolled_only = self._is_aligned and self._header_height == header_height
        self._is_aligned, self._header_height = True, header_height
        self._places = {row.key: (row.centre_y, float(row.height)) for row in rows}
        if is_scrolled_only:
            self._take_size()
        else:
            self.redraw()

    def stand_alone(self) -> None:
        """List all rows with their labels."""
        self._is_aligned = False
        self.redraw()

    def redraw(self) -> None:
        """Everything anew from content, places and colours."""
        if not self._is_aligned:
            self._places = self.free_places()
        self._dress()
        self._take_size()

    def place_of(self, key: Hashable) -> tuple[float, float] | None:
        """(centre, height) of a row in the plot's own units; None when it is out of sight."""
        return self._places.get(key)

    # --- pictures -------------------------------------------------------------------------------

    def to_image(self, scale: float = 2.0) -> QImage:
        """The whole chart with all rows, labels and captions, in the light appearance documents have."""
        twin = self._twin(scale)
        try:
            return self._picture(twin).as_image(scale)
        finally:
            twin.deleteLater()

    def to_svg(self) -> bytes:
        """The same picture as lines and letters: the content of an SVG file."""
        twin = self._twin(1.0)
        try:
            return self._picture(twin).as_svg()
        finally:
            twin.deleteLater()

    def copy_to_clipboard(self) -> None:
        QGuiApplication.clipboard().setImage(self.to_image())

    def _picture(self, twin: RowChart) -> ChartPicture:
        entries = self.legend_entries(LIGHT)
        own = [note for note in (self._mark, *self.own_notes(), *self._footnotes) if note]
        said = {words.strip() for note in own for words in note.replace("※", "\n").splitlines()}
        notes = [*own, *(line for line in self._record if line.rpartition(": ")[2] not in said)]
        return ChartPicture(twin.plot, self._title, entries, notes, LIGHT, self.font())

    def _twin(self: Own, sign_scale: float) -> Own:
        """A chart of its own for the picture: beside a table only the rows in sight are drawn, and without labels."""
        twin = type(self)(self._texts, LIGHT)
        twin.setFont(self.font())
        twin._sign_scale = sign_scale  # signs and lines are drawn in pixels of the picture, whatever its scale
        self.copy_content_to(twin)
        twin.stand_alone()
        twin.legend.hide()
        twin.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        unit = QFontInfo(self.font()).pixelSize() / 13
        twin.resize(self.picture_size(unit))
        twin.show()  # never on the screen: only a shown widget is laid out
        twin.redraw()
        return twin

    # --- drawing what is shared -----------------------------------------------------------------

    def _dress(self) -> None:
        colours = self._colours
        self.menu_button.setIcon(icon("image", colours.text_muted))
        size = round(16 * QFontInfo(self.font()).pixelSize() / 13)
        self.menu_button.setIconSize(QSize(size, size))
        self.legend.show_entries(self.legend_entries(colours), colours)
        self.plot.setBackground(colours.qcolor("surface"))
        on_top = self._is_aligned and self._header_height >= AXIS_HEIGHT * 2
        axis_height = round(AXIS_HEIGHT * max(1.0, QFontInfo(self.font()).pixelSize() / 13))
        if self._is_aligned:
            self.legend.setFixedHeight(max(0, self._header_height - (axis_height if on_top else 0)))
        else:
            self._fit_legend()
        for name in ("top", "bottom"):
            self._dress_value_axis(name, is_shown=(name == "top") == on_top, height=axis_height)
        self._dress_label_axis()
        self._highlight.setBrush(colours.qcolor("accent_soft"))
        self._highlight.setPen(QPen(Qt.PenStyle.NoPen))
        self.menu_button.resize(self.menu_button.sizeHint())
        self._place_menu_button()
        self.legend.right_margin = self.menu_button.width() + 4
        self.menu_button.raise_()

    def _place_menu_button(self) -> None:
        self.menu_button.move(self.width() - self.menu_button.width() - 4, 2)

    def _fit_legend(self) -> None:
        """Alone, the legend is as high as its entries need at this width."""
        self.legend.setFixedHeight(self.legend.height_needed(self.width()))

    def _dress_value_axis(self, name: str, *, is_shown: bool, height: int) -> None:
        axis = self.plot.getPlotItem().getAxis(name)
        self.plot.showAxis(name, is_shown)
        axis.setHeight(height if is_shown else 0)
        ticks = self.value_ticks()
        look = (self._colours, self._small_font(), ticks, is_shown)
        if not is_shown or self._axis_looks.get(name) == look:
            return  # setting the same again would draw the axis again
        self._axis_looks[name] = look
        axis.setPen(self._colours.qcolor("line"))
        axis.setTextPen(self._colours.qcolor("text_muted"))
        axis.setStyle(tickLength=4, tickFont=self._small_font(), autoReduceTextSpace=False)
        axis.enableAutoSIPrefix(False)
        axis.setTicks(None if ticks is None else [ticks])

    def _dress_label_axis(self) -> None:
        self.plot.showAxis("left", not self._is_aligned)
        if self._is_aligned:
            return
        labels = [self.label_of(key) for key in self.keys()]
        self._row_header.set_labels(labels, self.font(), self._colours.qcolor("text"))
        self._row_header.setWidth(self._row_header.width_for(LONGEST_LABEL * QFontInfo(self.font()).pixelSize() / 13))

    def _small_font(self) -> Any:
        font = self.font()
        font.setPixelSize(max(8, round(QFontInfo(font).pixelSize() * 0.85)))
        return font

    def _take_size(self) -> None:
        """Beside a table one unit of the plot is one pixel; alone it is one row."""
        extent = self._view.height() if self._is_aligned else self.free_extent()
        low, high = self.value_limits()
        self._view.setRange(xRange=(low, high), yRange=(0, max(1.0, extent)), padding=0)
        self.draw()
        self._show_current()

    def _show_current(self) -> None:
        place = self.place_of(self._current)
        self._highlight.setVisible(place is not None)
        if place is not None:
            low, high = self.value_limits()
            self._highlight.setRect(QRectF(low, place[0] - place[1] / 2, high - low, place[1]))

    # --- mouse, keys, menu ----------------------------------------------------------------------

    def key_at(self, scene_position: QPointF) -> Hashable:
        """The row under a point of the scene; None beside all rows."""
        if not self._view.sceneBoundingRect().contains(scene_position):
            return None
        y = self._view.mapSceneToView(scene_position).y()
        return next((key for key, (centre, height) in self._places.items() if abs(y - centre) <= height / 2), None)

    def _show_tooltip_at(self, position: QPointF) -> None:
        key = self.key_at(position)
        if key is None:
            QToolTip.hideText()
            return
        at = self.plot.mapToGlobal(self.plot.mapFromScene(position))
        QToolTip.showText(at, tooltip_html(self.tooltip_of(key)), self.plot)

    def _pick_at(self, event: Any) -> None:
        key = self.key_at(event.scenePos())
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.set_current(key)
            (self.activated if event.double() else self.picked).emit(key)

    def _open_menu_at_button(self) -> None:
        self._open_menu(self.menu_button.mapToGlobal(QPoint(0, self.menu_button.height())))

    def make_menu(self) -> QMenu:
        menu = QMenu(self)
        for kind in ("copy", "png", "svg"):
            menu.addAction(self._texts(f"chart.export.{kind}")).triggered.connect(partial(self._ask_for, kind))
        return menu

    def _ask_for(self, kind: ExportKind, _is_checked: bool = False) -> None:
        self.export_requested.emit(kind)

    def _open_menu(self, at: QPoint) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current in self.keys():
            self.activated.emit(self._current)
            return
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        keys, step = self.keys(), steps.get(Qt.Key(event.key()))
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        place = keys.index(self._current) + step if self._current in keys else 0
        self.set_current(keys[max(0, min(len(keys) - 1, place))])
        self.picked.emit(self._current)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if not self._is_aligned:
            self._fit_legend()
        self._place_menu_button()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "plot"):
            self.redraw()
