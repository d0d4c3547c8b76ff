"""Write a kept document out again, byte by byte, so that another program can open it."""

from __future__ import annotations

from pathlib import Path

from auditor_app.exporting.safe_write import written_and_verified
from auditor_app.storage.reading import CaseReader


def save_document(reader: CaseReader, sha256: str, target: Path) -> bool:
    """False when the case does not keep its bytes (above 100 MB); KeyError for a document not in force."""
    content = reader.document_content(sha256)
    if content is None:
        return False
    written_and_verified(target, content)
    return True
