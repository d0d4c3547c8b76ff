"""A document as pages: made once as PDF, shown and printed page by page as pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from auditor_app.domain.documents import Document
from auditor_app.exporting.pdf_pages import PagePicture, page_picture, page_sizes
from auditor_app.exporting.typst_fonts import has_typst
from auditor_app.foundation.errors import Problem, UserError

PdfMaker = Callable[[Document], bytes]
"""Makes a PDF where there is no typst; the window paints one itself."""
Writer = Callable[[Document, Path], None]

__all__ = [
    "MadePages",
    "NoPagesError",
    "PagePicture",
    "PdfMaker",
    "made_pages",
    "page_data",
    "page_picture",
    "page_sizes",
    "pdf_made_by",
    "pdf_writer",
]


class NoPagesError(UserError):
    """There is nothing that could make pages here."""


@dataclass(frozen=True)
class MadePages:
    """The PDF, and what made it: only typst's is tagged and the same on every machine."""

    pdf: bytes
    made_by: Literal["typst", "window"]


def page_data(document: Document) -> dict[str, Any]:
    """What stands on the pages, as plain data without marks of its own: for whoever paints them without typst."""
    from auditor_app.exporting.svg_text import BREAK
    from auditor_app.exporting.typst_data import document_data

    data: dict[str, Any] = json.loads(json.dumps(document_data(document), ensure_ascii=False).replace(BREAK, ""))
    return data


def pdf_made_by() -> Literal["typst", "window"]:
    """What makes PDF files here."""
    return "typst" if has_typst() else "window"


def made_pages(document: Document, fallback: PdfMaker | None = None) -> MadePages:
    """NoPagesError where there is neither typst nor a fallback."""
    if has_typst():
        from auditor_app.exporting.pdf_file import pdf_content

        return MadePages(pdf_content(document), "typst")
    return MadePages(_required(fallback, document.title)(document), "window")


def pdf_writer(place: str, fallback: PdfMaker | None = None) -> tuple[Writer, Writer]:
    """What writes a PDF here, and what reads it back; NoPagesError where there is neither typst nor a fallback."""
    from auditor_app.exporting.pdf_check import check_painted, check_pdf

    if has_typst():
        from auditor_app.exporting.pdf_file import write_pdf

        return write_pdf, check_pdf
    make = _required(fallback, place)

    def write(document: Document, path: Path) -> None:
        path.write_bytes(make(document))

    return write, check_painted


def _required(maker: PdfMaker | None, place: str) -> PdfMaker:
    if maker is None:
        raise NoPagesError(Problem("print.no_maker", place))
    return maker
