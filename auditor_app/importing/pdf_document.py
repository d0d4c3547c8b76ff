"""The text of a published PDF as a document of its own, kept beside the PDF it was taken out of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from auditor_app.domain.readings import OriginalFile, SourceDocument
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import pdf_text

MARK = b"%PDF-"


def is_pdf(path: Path) -> bool:
    """Whether the file begins as a PDF does; False for anything that cannot be read, which is refused elsewhere."""
    try:
        with path.open("rb") as file:
            return path.is_file() and file.read(len(MARK)) == MARK
    except (OSError, ValueError):
        return False


def open_pdf(path: Path, is_cancelled: Callable[[], bool] | None = None) -> SourceDocument:
    """The text of a PDF, taken out in the limited process, its pages one after another.

    Statements cite lines of that text, which is kept word for word; which page and where on it only the PDF shows.
    Refused: a PDF of pictures without text (`import.pdf_without_text`).
    """
    with private_folder() as folder:
        staged = stage_file(path, folder)
        text = pdf_text(staged, is_cancelled).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
        original = OriginalFile(staged.name, staged.path.read_bytes(), staged.sha256, "pdf")
    if not text.strip():
        raise InputRefusedError(Problem("import.pdf_without_text", original.name))
    content = text.encode("utf-8")
    digest = hashlib.sha256(content).hexdigest()
    return SourceDocument(
        f"{original.name}.txt", content, digest, "utf-8", True, text, cited=original.name, original=original
    )
