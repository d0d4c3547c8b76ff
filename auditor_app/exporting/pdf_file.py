"""Writes a document as PDF with typst: tagged, with bookmarks and its typefaces, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path

from auditor_app.domain.documents import Document
from auditor_app.exporting.pdf_columns import PORTRAIT
from auditor_app.exporting.svg_text import wrapped
from auditor_app.exporting.typst_data import FOOT, document_data
from auditor_app.exporting.typst_fonts import bundled_fonts
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.paths import resources_folder

TEMPLATE = "templates/report.typ"
_BIG = 1_000_000
"""Letters of data from which on typst is made to forget: it keeps hundreds of megabytes otherwise."""
_GENERATIONS = 10
"""It forgets what was not used in so many documents."""
MOST_CELLS = 60_000
"""Of tables that are shown: 5,000 rows of 12 columns, some ten seconds and a gigabyte while they are laid out."""


class TooLargeForPagesError(UserError):
    """More than anybody reads on paper; other formats hold it."""


def write_pdf(document: Document, path: Path) -> None:
    """The file is ready when this returns; it has not been read back yet.  ImportError where there is no typst."""
    path.write_bytes(pdf_content(document))


def pdf_content(document: Document) -> bytes:
    """Readable by screen readers (PDF/UA-1) and fit for archives (PDF/A-2a).

    Where a letter is left that no typeface has, tagged as well but by no standard: both want every letter printed.
    """
    import typst

    _refuse_what_is_too_large(document)
    data = document_data(document)
    data["foot_lines"] = sum(len(wrapped(line, PORTRAIT, FOOT)) for line in data["foot"])
    template = resources_folder() / TEMPLATE
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(
        template, root=template.parent, font_paths=bundled_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    moment = document.provenance.as_of.replace(microsecond=0)
    try:
        content = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=moment)
    except typst.TypstError:
        content = compiler.compile(format="pdf", timestamp=moment)
    if len(inputs["document"]) > _BIG:
        _forget()
    if not isinstance(content, bytes):
        raise TypeError("one document, one file")
    return content


def _refuse_what_is_too_large(document: Document) -> None:
    tables = [table for table in document.tables() if not table.is_long]
    cells = sum(len(table.rows) * len(table.columns) for table in tables)
    if cells > MOST_CELLS:
        rows = sum(len(table.rows) for table in tables)
        values: dict[str, object] = {"rows": f"{rows:,}", "cells": f"{cells:,}", "most": f"{MOST_CELLS:,}"}
        raise TooLargeForPagesError(Problem("print.too_large", document.title, values))


def _forget() -> None:
    import typst

    empty = typst.Compiler(font_paths=bundled_fonts(), ignore_system_fonts=True)
    for _ in range(_GENERATIONS + 1):
        empty.compile(b"", format="pdf")
