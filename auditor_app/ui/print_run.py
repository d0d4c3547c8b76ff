"""Sends the pages of a PDF to a printer, one after the other: drawn on a worker, painted in the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from auditor_app.foundation.translation import Texts
from auditor_app.services.print_pages import PagePicture, page_picture
from auditor_app.ui.jobs import Job, JobControl, JobRunner
from auditor_app.ui.pictures import image_of

FINEST = 300.0
"""Dots to the inch: what more gives nobody sees, and a page takes 35 MB already."""


class PrintRun(QObject):
    """Ends by itself: `on_done` gets how many pages went out; None when it was given up."""

    def __init__(
        self,
        printer: QPrinter,
        pdf: bytes,
        sizes: Sequence[tuple[float, float]],
        pages: Sequence[int],
        on_done: Callable[[int | None], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._printer, self._pdf, self._sizes = printer, pdf, sizes
        self._left, self._count = list(pages), len(pages)
        self._on_done = on_done
        self._painter = QPainter()
        self._awaited = -1
        """The page a worker draws; -1 for none."""

    def start(self, jobs: JobRunner, texts: Texts) -> None:
        """Draw the next page; it comes back to `_take`."""
        self._jobs, self._texts = jobs, texts
        self._draw_next()

    def _draw_next(self) -> None:
        if not self._left:
            self._end(self._count)
            return
        self._awaited = self._left.pop(0)
        dots = min(FINEST, float(self._printer.resolution()))
        done = self._count - len(self._left)
        title = self._texts("print.printing", number=done, count=self._count)
        job = self._jobs.start("read", title, partial(_draw, self._pdf, self._awaited, dots), self._take)
        job.ended.connect(self._look_after)

    def _take(self, picture: PagePicture) -> None:
        width, height = self._sizes[self._awaited]
        orientation = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
        self._awaited = -1
        self._printer.setPageOrientation(orientation)
        if not (self._printer.newPage() if self._painter.isActive() else self._painter.begin(self._printer)):
            self._end(None)
            return
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._painter.drawImage(QRectF(self._painter.viewport()), image_of(picture))
        self._draw_next()

    def _look_after(self, _job: Job) -> None:
        """A page that was cancelled or failed never comes: after it the printer is let go."""
        QTimer.singleShot(0, self, partial(self._give_up_on, self._awaited))

    def _give_up_on(self, page: int) -> None:
        if page >= 0 and self._awaited == page:
            self._end(None)

    def _end(self, count: int | None) -> None:
        self._awaited = -1
        if self._painter.isActive():
            if count is None:
                self._printer.abort()
            self._painter.end()
        self._on_done(count)
        self.deleteLater()


def pages_chosen(printer: QPrinter, count: int, current: int) -> list[int]:
    """Places from 0 of the pages the dialog asks for, in order; all of them where it asks for none that are there."""
    if printer.printRange() == QPrinter.PrintRange.PageRange:
        first, last = printer.fromPage() or 1, printer.toPage() or count
        chosen = [page for page in range(first - 1, last) if 0 <= page < count]
        return chosen or list(range(count))
    if printer.printRange() == QPrinter.PrintRange.CurrentPage and 1 <= current <= count:
        return [current - 1]
    return list(range(count))


def _draw(pdf: bytes, page: int, dots: float, control: JobControl) -> PagePicture:
    picture = page_picture(pdf, page, dots)
    control.report(1, 1)  # here it learns that it was cancelled
    return picture
