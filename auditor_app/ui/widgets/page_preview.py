"""The pages of a PDF one below the other, as they will be printed: scrolled, zoomed, drawn when they come in sight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from auditor_app.foundation.translation import Texts
from auditor_app.services.print_pages import PagePicture, page_picture, page_sizes
from auditor_app.ui.jobs import JobControl, JobRunner
from auditor_app.ui.palettes import Colours
from auditor_app.ui.pictures import image_of

GAP = 16
SCREEN_DOTS, POINTS = 96.0, 72.0
MOST_KEPT = 12
"""Pages whose pictures are kept: at 100 % each takes 3.5 MB."""
ZOOMS = (25, 33, 50, 67, 75, 90, 100, 125, 150, 200, 300, 400)
Fit = Literal["width", "page", "each", "none"]
"""`each`: every page as wide as the room but not above 100 %, a turned one on a smaller scale."""


@dataclass(frozen=True)
class _Drawn:
    dots: float
    image: QImage


class PagePreview(QAbstractScrollArea):
    """Shows any PDF; making one is somebody else's work."""

    page_changed = Signal(int, int)
    """page in sight from 1, number of pages; 0, 0 while there are none"""
    zoom_changed = Signal(int)
    """percent"""
    sizes_changed = Signal()
    """other pages are there now"""

    def __init__(self, texts: Texts, colours: Colours, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._colours, self._jobs = texts, colours, jobs
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._drawn: dict[int, _Drawn] = {}
        self._turn, self._drawing = 0, False
        self._fit: Fit = "width"
        self._zoom, self._message = 100, ""
        self._told = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(texts("print.pages"))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)
        self.show_message(texts("print.nothing"))

    # --- what is shown ----------------------------------------------------------------------------------

    def show_pdf(self, pdf: bytes) -> None:
        """Replace the pages; the place stays where it was, and old pages stand until the new ones are drawn."""
        self._turn += 1
        self._jobs.start("page", "", partial(_read_sizes, pdf), partial(self._take_sizes, self._turn, pdf))

    def show_message(self, words: str) -> None:
        """Words instead of pages: what is under way, or why there are none."""
        self._turn += 1
        self._pdf, self._sizes, self._message = b"", (), words
        self._drawn.clear()
        self.setAccessibleDescription(words)
        self._lay_out()

    @property
    def pdf(self) -> bytes:
        return self._pdf

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    @property
    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Width and height of each page in points."""
        return self._sizes

    @property
    def current_page(self) -> int:
        """The one in the middle of what is in sight, from 1; 0 while there are none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        return next(
            (at + 1 for at, box in enumerate(self._boxes()) if middle <= box.bottom() + GAP / 2), self.page_count
        )

    def go_to_page(self, number: int) -> None:
        boxes = self._boxes()
        if boxes:
            at = min(max(1, number), len(boxes)) - 1
            self.verticalScrollBar().setValue(round(boxes[at].top() - GAP))

    # --- zoom ---------------------------------------------------------------------------------------------

    @property
    def zoom_percent(self) -> int:
        """100 is the size on paper."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        self._fit = "none"
        self._set_zoom(percent)

    def zoom_in(self) -> None:
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self._zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        self.set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self._zoom), ZOOMS[0]))

    def fit(self, fit: Fit) -> None:
        """Keep the widest page, or whole pages, in sight whatever the window's size."""
        self._fit = fit
        self._lay_out()

    def _set_zoom(self, percent: int) -> None:
        page, self._zoom = self.current_page, min(max(percent, ZOOMS[0]), ZOOMS[-1])
        self._set_ranges()
        self.go_to_page(page)
        self.zoom_changed.emit(self._zoom)
        self.viewport().update()

    def _lay_out(self) -> None:
        if self._sizes and self._fit != "none":
            room = QSize(self.viewport().width() - 2 * GAP, self.viewport().height() - 2 * GAP)
            down = room.height() / max(height for _width, height in self._sizes)
            across = room.width() / max(width for width, _height in self._sizes)
            each = min(room.width() / self._narrowest, SCREEN_DOTS / POINTS)
            scale = {"page": min(across, down), "each": each}.get(self._fit, across)
            zoom = int(scale * POINTS / SCREEN_DOTS * 100)
            if zoom != self._zoom:
                self._set_zoom(zoom)
        self._set_ranges()
        self._tell_page()
        self.viewport().update()

    # --- geometry -----------------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Pixels of the screen for a point of paper."""
        return self._zoom / 100 * SCREEN_DOTS / POINTS

    @property
    def _narrowest(self) -> float:
        return min((width for width, _height in self._sizes), default=1.0)

    def _scale_of(self, width: float) -> float:
        return self._scale * (self._narrowest / width if self._fit == "each" else 1.0)

    def _boxes(self) -> list[QRectF]:
        """Where each page lies in the whole, which begins at 0, 0."""
        widest = max((width * self._scale_of(width) for width, _height in self._sizes), default=0.0)
        across = max(widest + 2 * GAP, float(self.viewport().width()))
        boxes, top = [], float(GAP)
        for width, height in self._sizes:
            scale = self._scale_of(width)
            box = QRectF((across - width * scale) / 2, top, width * scale, height * scale)
            boxes.append(box)
            top = box.bottom() + GAP
        return boxes

    def _set_ranges(self) -> None:
        boxes, port = self._boxes(), self.viewport().size()
        across = max((round(box.width()) + 2 * GAP for box in boxes), default=0)
        down = round(boxes[-1].bottom()) + GAP if boxes else 0
        for bar, whole, part in (
            (self.horizontalScrollBar(), across, port.width()),
            (self.verticalScrollBar(), down, port.height()),
        ):
            bar.setPageStep(part)
            bar.setSingleStep(GAP * 2)
            bar.setRange(0, max(0, whole - part))

    # --- drawing ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._colours.qcolor("window"))
        if not self._sizes:
            painter.setPen(self._colours.qcolor("text_muted"))
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(GAP, GAP, -GAP, -GAP), flags, self._message)
            painter.end()
            return
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        sight = QRectF(left, top, self.viewport().width(), self.viewport().height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wanted = []
        for number, box in enumerate(self._boxes()):
            if box.intersects(sight):
                self._paint_page(painter, number, box.translated(-left, -top))
                wanted.append(number)
        painter.end()
        self._draw_next(wanted)

    def _paint_page(self, painter: QPainter, number: int, box: QRectF) -> None:
        drawn = self._drawn.get(number)
        painter.fillRect(box, Qt.GlobalColor.white)
        if drawn is not None and drawn.dots == self._dots_of(number):  # pixel by pixel, or its letters are blurred
            drawn.image.setDevicePixelRatio(self.devicePixelRatioF())
            painter.drawImage(QPoint(round(box.left()), round(box.top())), drawn.image)
        elif drawn is not None:
            painter.drawImage(box, drawn.image)
        painter.setPen(QPen(self._colours.qcolor("border"), 1))
        painter.drawRect(box)

    def _draw_next(self, wanted: list[int]) -> None:
        """One page at a time, those in sight first; the next one when it is there."""
        dots = {number: self._dots_of(number) for number in wanted}
        missing = [number for number in wanted if number not in self._drawn or self._drawn[number].dots != dots[number]]
        if not missing or self._drawing:
            return
        self._drawing = True
        number = missing[0]
        work = partial(_draw, self._pdf, number, dots[number])
        self._jobs.start("page", "", work, partial(self._take_page, self._turn, number, dots[number]))

    def _dots_of(self, number: int) -> float:
        return self._scale_of(self._sizes[number][0]) * POINTS * self.devicePixelRatioF()

    def _take_page(self, turn: int, number: int, dots: float, picture: PagePicture) -> None:
        if not isValid(self):
            return
        self._drawing = False
        if turn == self._turn:
            self._drawn[number] = _Drawn(dots, image_of(picture))
            self._forget_far_ones()
        self.viewport().update()

    def _forget_far_ones(self) -> None:
        here = self.current_page - 1
        for number in sorted(self._drawn, key=lambda own: abs(own - here))[MOST_KEPT:]:
            del self._drawn[number]

    def _take_sizes(self, turn: int, pdf: bytes, sizes: tuple[tuple[float, float], ...]) -> None:
        if not isValid(self) or turn != self._turn:
            return
        self._pdf, self._sizes = pdf, sizes
        self._drawn = {number: _Drawn(0.0, own.image) for number, own in self._drawn.items() if number < len(sizes)}
        self._told = (0, 0)
        self.sizes_changed.emit()
        self._lay_out()

    def _tell_page(self) -> None:
        told = (self.current_page, self.page_count)
        if told != self._told:
            self._told = told
            if told[1]:
                self.setAccessibleDescription(self._texts("print.page", number=told[0], count=told[1]))
            self.page_changed.emit(*told)

    # --- events -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms, as everywhere."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn pages; Home and End go to the first and last."""
        pages = {
            Qt.Key.Key_PageDown: self.current_page + 1,
            Qt.Key.Key_PageUp: self.current_page - 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: self.page_count,
        }
        page = pages.get(Qt.Key(event.key()))
        if page is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.go_to_page(page)


def _read_sizes(pdf: bytes, _control: JobControl) -> tuple[tuple[float, float], ...]:
    return page_sizes(pdf)


def _draw(pdf: bytes, number: int, dots: float, _control: JobControl) -> PagePicture:
    return page_picture(pdf, number, dots)
