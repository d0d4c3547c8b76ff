"""Writes a document as PDF with typst: tagged, with bookmarks, its fonts inside, the same bytes for the same document."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from auditor_app.domain.documents import Document
from auditor_app.exporting.svg_text import wrapped
from auditor_app.exporting.typst_data import PORTRAIT, document_data
from auditor_app.exporting.typst_fonts import bundled_fonts
from auditor_app.foundation.paths import resources_folder

TEMPLATE = "templates/report.typ"
STANDARDS = ("ua-1", "a-2a")
"""Readable by screen readers (PDF/UA-1) and fit for archives (PDF/A-2a)."""
_FOOT = 7.5


def write_pdf(document: Document, path: Path) -> None:
    """The file is ready when this returns; it has not been read back yet.  ImportError where there is no typst."""
    path.write_bytes(pdf_content(document))


def pdf_content(document: Document) -> bytes:
    """By the standards; without them where a typeface lacks a letter that they want to see printed."""
    import typst

    data = document_data(document)
    data["foot_lines"] = sum(len(wrapped(line, PORTRAIT, _FOOT)) for line in data["foot"])
    compiler = typst.Compiler(
        _template(),
        root=resources_folder() / "templates",
        font_paths=bundled_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
    )
    content = compiler.compile(format="pdf", pdf_standards=list(STANDARDS), timestamp=document.provenance.as_of)
    if not isinstance(content, bytes):
        raise TypeError("one document, one file")
    return content


@lru_cache(maxsize=1)
def _template() -> bytes:
    return (resources_folder() / TEMPLATE).read_bytes()
