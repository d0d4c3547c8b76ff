"""Which reader a file needs, told by its content; what is no table is refused by what it is."""

from __future__ import annotations

from pathlib import Path

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.protocol import Header
from auditor_app.importing.readers.table_file import OnProgress, TableFile
from auditor_app.importing.source_file import binary_kind

_ENOUGH_TO_TELL = 64 * 1024


def opened_file(request: Header, on_progress: OnProgress) -> TableFile:
    """The reader for the file a request names; each loads only the libraries it needs."""
    path = Path(request["path"])
    with open(path, "rb") as file:
        beginning = file.read(_ENOUGH_TO_TELL)
    kind = binary_kind(beginning)
    if beginning.startswith(b"PK\x03\x04"):
        from auditor_app.importing.readers.workbook_file import WorkbookFile
        from auditor_app.importing.readers.workbook_scan import scan_zip_workbook

        return WorkbookFile(path, scan_zip_workbook(path, on_progress), on_progress)
    if kind == "ole":
        from auditor_app.importing.readers.workbook_file import WorkbookFile
        from auditor_app.importing.readers.workbook_scan import scan_old_workbook

        return WorkbookFile(path, scan_old_workbook(path), on_progress)
    if kind == "pdf":
        from auditor_app.importing.readers.pdf_file import PdfFile

        return PdfFile(path, on_progress)
    if kind:
        raise InputRefusedError(Problem(f"import.is_{kind}"))
    from auditor_app.importing.readers.text_file import TextFile

    return TextFile(path, request, on_progress)
