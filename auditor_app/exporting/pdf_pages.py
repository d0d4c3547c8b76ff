"""Pages of a PDF of our own as plain pictures: for the preview and for a printer."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

PDFIUM = Lock()
"""PDFium is not made for several threads: whoever opens a PDF in this process holds it."""
POINTS_TO_THE_INCH = 72.0


@dataclass(frozen=True)
class PagePicture:
    """Pixels from the top left, four bytes each: blue, green, red, one unused."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def page_picture(pdf: bytes, number: int, dots: float) -> PagePicture:
    """A page (from 0) with so many dots to the inch."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=dots / POINTS_TO_THE_INCH, prefer_bgrx=True, rev_byteorder=False)
        picture = PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
    return picture
