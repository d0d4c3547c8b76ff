"""A workbook's container looked through before calamine opens it: limits, marks of each sheet, and what to warn of."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.zip_check import ContainerProblems, OnBlock, opened_zip, unpack_counted
from auditor_app.importing.readers.ods_scan import OdsScan
from auditor_app.importing.readers.sheet_marks import SheetMarks
from auditor_app.importing.readers.table_file import OnProgress
from auditor_app.importing.readers.workbook_parts import XlsxParts, xlsx_parts
from auditor_app.importing.readers.xls_scan import xls_marks
from auditor_app.importing.readers.xlsx_scan import XlsxSheetScan

_PROBLEMS = ContainerProblems(
    damaged="import.workbook_damaged",
    encrypted="import.workbook_encrypted",
    too_many_entries="import.zip_too_many_entries",
    odd_names="import.zip_odd_names",
    too_large="import.zip_too_large",
    doctype="import.xml_doctype",
)
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "xl/macrosheets/")
_LINKS = ("xl/externallinks/",)
_EMBEDDED = ("xl/embeddings/", "xl/activex/", "object ")


@dataclass
class WorkbookScan:
    """What is known of a workbook beside its values."""

    container: Literal["xlsx", "xls", "ods"]
    marks: dict[str, SheetMarks] = field(default_factory=dict)
    awaits_computing: bool = False
    contents: tuple[str, ...] = ()
    """Names of the container's entries, lower case."""

    def warnings(self) -> Iterator[Problem]:
        """What the auditor should know; nothing of it is ever run or followed."""
        for beginnings, key in (
            (_MACROS, "import.has_macros"),
            (_LINKS, "import.has_links"),
            (_EMBEDDED, "import.has_embedded"),
        ):
            if any(
                name.startswith(beginnings) or (name.endswith("vbaproject.bin") and key == "import.has_macros")
                for name in self.contents
            ):
                yield Problem(key)
        if self.awaits_computing and any(marks.has_formulas for marks in self.marks.values()):
            yield Problem("import.formulas_not_computed")
        for name, marks in self.marks.items():
            if marks.scaled_count:
                values: dict[str, object] = {"count": marks.scaled_count, "first": marks.first_scaled}
                yield Problem("import.numbers_scaled", f"{name}!{marks.first_scaled}", values)


def scan_zip_workbook(path: Path, on_progress: OnProgress) -> WorkbookScan:
    """For xlsx and ods; anything else in a zip container is refused by what it is."""
    with opened_zip(path, _PROBLEMS) as container:
        names = tuple(name.lower() for name in container.namelist())
        if "xl/workbook.xml" in names:
            return _scan_xlsx(container, names, on_progress)
        if "xl/workbook.bin" in names:
            raise InputRefusedError(Problem("import.is_binary_workbook"))
        if "content.xml" in names and b"opendocument.spreadsheet" in _first_bytes(container, "mimetype"):
            return _scan_ods(container, names, on_progress)
        for beginning, kind in (("word/", "word"), ("ppt/", "slides"), ("content.xml", "word")):
            if any(name.startswith(beginning) for name in names):
                raise InputRefusedError(Problem(f"import.is_{kind}"))
        raise InputRefusedError(Problem("import.is_zip"))


def _scan_xlsx(container: zipfile.ZipFile, names: tuple[str, ...], on_progress: OnProgress) -> WorkbookScan:
    parts: XlsxParts = xlsx_parts(container)
    scans = {name: XlsxSheetScan(name, parts.styles) for name, entry in parts.entries.items() if entry}
    on_blocks: dict[str, OnBlock] = {parts.entries[name]: scan.feed for name, scan in scans.items()}
    unpack_counted(container, _PROBLEMS, on_blocks, on_progress)
    marks = {name: scan.finish() for name, scan in scans.items()}
    return WorkbookScan("xlsx", marks, parts.awaits_computing, names)


def _scan_ods(container: zipfile.ZipFile, names: tuple[str, ...], on_progress: OnProgress) -> WorkbookScan:
    if b"manifest:encryption-data" in _first_bytes(container, "META-INF/manifest.xml"):
        raise InputRefusedError(Problem("import.workbook_encrypted"))
    scan = OdsScan()
    unpack_counted(container, _PROBLEMS, {"content.xml": scan.feed}, on_progress)
    return WorkbookScan("ods", scan.finish(), contents=names)


def _first_bytes(container: zipfile.ZipFile, name: str) -> bytes:
    if name not in container.namelist():
        return b""
    with container.open(name) as stream:
        return stream.read(1024**2)


def scan_old_workbook(path: Path) -> WorkbookScan:
    """For an OLE container; calamine tells whether it is a workbook, an encrypted one is refused here."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InputRefusedError(Problem("import.workbook_encrypted"))
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise InputRefusedError(Problem("import.is_other_ole"))
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return WorkbookScan("xls", xls_marks(content), contents=("vbaproject.bin",) if has_macros else ())
