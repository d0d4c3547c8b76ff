"""Small pictures of the pages of a PDF, drawn one at a time when a list asks for them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QImage
from shiboken6 import isValid

from auditor_app.foundation.translation import Texts
from auditor_app.services.print_pages import PagePicture, page_picture
from auditor_app.ui.jobs import JobControl, JobRunner
from auditor_app.ui.pictures import image_of

_POINTS = 72.0


class PageListModel(QAbstractListModel):
    """A row for each page, named by its number."""

    def __init__(self, texts: Texts, jobs: JobRunner, room: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts, self._jobs, self._room = texts, jobs, room
        self._pdf = b""
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._images: dict[int, QImage] = {}
        self._asked: list[int] = []
        self._turn, self._drawing = 0, False

    def show_pages(self, pdf: bytes, sizes: tuple[tuple[float, float], ...]) -> None:
        self.beginResetModel()
        try:
            self._pdf, self._sizes = pdf, sizes
            self._images.clear()
            self._asked.clear()
            self._turn += 1
        finally:
            self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._sizes)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._sizes):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._texts("print.page", number=index.row() + 1, count=len(self._sizes))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._image(index.row())
        return None

    def _image(self, page: int) -> QImage:
        if page not in self._images:
            blank = QImage(self._size_of(page), QImage.Format.Format_RGB32)
            blank.fill(QColor(Qt.GlobalColor.white))
            self._images[page] = blank
            self._asked.append(page)
            self._draw_next()
        return self._images[page]

    def _scale(self, page: int) -> float:
        width, height = self._sizes[page]
        return min(self._room.width() / width, self._room.height() / height)

    def _size_of(self, page: int) -> QSize:
        width, height = self._sizes[page]
        return QSize(round(width * self._scale(page)), round(height * self._scale(page)))

    def _draw_next(self) -> None:
        if self._drawing or not self._asked:
            return
        page = self._asked.pop(0)
        self._drawing = True
        work = partial(_draw, self._pdf, page, self._scale(page) * _POINTS)
        self._jobs.start("page", "", work, partial(self._take, self._turn, page))

    def _take(self, turn: int, page: int, picture: PagePicture) -> None:
        if not isValid(self):
            return
        self._drawing = False
        if turn == self._turn:
            self._images[page] = image_of(picture)
            index = self.index(page)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])
        self._draw_next()


def _draw(pdf: bytes, page: int, dots: float, _control: JobControl) -> PagePicture:
    return page_picture(pdf, page, dots)
