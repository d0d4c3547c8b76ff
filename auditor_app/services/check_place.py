"""Whether a document of the case has the place that is named as evidence: the line, or the sheet and its row."""

from __future__ import annotations

from pathlib import Path

from auditor_app.domain.case import StoredDocument
from auditor_app.domain.provenance import Place, lines_of
from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.errors import Problem
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.importing.readers.tables import SheetProbe, StagedFile
from auditor_app.services.evidence_place import place_of_code
from auditor_app.storage.reading import CaseReader

WORKBOOKS = ("xlsx", "xls", "ods")


def problem_of_place(case: Path, document: StoredDocument, code: str) -> Problem | None:
    """None for a place it has, for the whole document, and for words such as 別紙3 that no program can look up.

    Of a document the case keeps no bytes of, nothing can be said.
    """
    place = place_of_code(document.name, document.sha256, code)
    if place is None:
        return None
    with CaseReader(case) as reader:
        if document.is_text:
            text = reader.document_text(document.sha256)
            return None if text is None else _problem_of_lines(document, place, code, text)
        content = reader.document_content(document.sha256) if document.encoding in WORKBOOKS else None
    return None if content is None else _problem_of_cell(document, place, code, content)


def _problem_of_lines(document: StoredDocument, place: Place | SourceRow, code: str, text: str) -> Problem | None:
    lines = lines_of(text)
    last = len(lines) - (not lines[-1])
    if isinstance(place, SourceRow):
        return _unknown_sheet(document, code, ())
    if not 1 <= place.line_from <= place.line_to <= last:
        return Problem("finding.line_unknown", f"{document.name} {code}", {"last": last})
    return None


def _problem_of_cell(document: StoredDocument, place: Place | SourceRow, code: str, content: bytes) -> Problem | None:
    sheets = _sheets(document, content)
    found = next((own for own in sheets if isinstance(place, SourceRow) and own.name == place.sheet), None)
    if found is None or not isinstance(place, SourceRow):
        return _unknown_sheet(document, code, tuple(own.name for own in sheets))
    last = found.first_row + found.row_count - 1
    if not 1 <= place.row <= last:
        return Problem("finding.line_unknown", f"{document.name} {code}", {"last": last})
    return None


def _unknown_sheet(document: StoredDocument, code: str, sheets: tuple[str, ...]) -> Problem:
    return Problem("finding.sheet_unknown", f"{document.name} {code}", {"sheets": ", ".join(sheets) or "—"})


def _sheets(document: StoredDocument, content: bytes) -> tuple[SheetProbe, ...]:
    with private_folder() as folder:
        path = folder / "source"
        path.write_bytes(content)
        with TableReader(StagedFile(document.name, path, document.sha256, len(content))) as reader:
            return reader.probe.sheets
