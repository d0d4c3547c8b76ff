"""Write a document in the format its name asks for, prove what was written, and say in a manifest what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.domain.documents import Document, Table
from auditor_app.exporting.csv_encoding import CsvEncoding, Fitting
from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.document_json import provenance_json
from auditor_app.exporting.json_file import json_bytes
from auditor_app.exporting.row_texts import file_texts
from auditor_app.exporting.safe_write import (
    MANIFEST_SUFFIX,
    ExportRefusedError,
    made_and_verified,
    save_kept,
    sha256_of,
    written_and_verified,
)
from auditor_app.exporting.table_rows import TableRows, require_same_rows, unique_titles
from auditor_app.exporting.writable_text import writable
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.documents.gathered import gathered
from auditor_app.services.print_pages import PdfMaker, pdf_made_by, pdf_writer

if TYPE_CHECKING:
    Writer = Callable[[Document, Path], None]

PRACTICE_MARK = "演習用(架空) / Practice data (fictional)"
"""Stands in the manifest of every export of practice data; the rows themselves are what they are."""
MOST_PLACES = 1000
_PAIRS: dict[str, tuple[str, str, str]] = {
    ".xlsx": ("xlsx", "write_xlsx", "check_xlsx"),
    ".docx": ("docx", "write_docx", "check_docx"),
    ".html": ("html", "write_html", "check_html"),
}
"""By suffix: the writer and what reads its files back, loaded when they are asked for."""
SHEET_SUFFIXES = frozenset({".csv", ".xlsx"})
DOCUMENT_SUFFIXES = (".xlsx", ".docx", ".pdf", ".html", ".csv", ".json")


@dataclass(frozen=True)
class Exported:
    """What was written."""

    manifest: Path
    row_count: int
    replaced: int = 0
    """Characters the file's encoding cannot hold, written as 〓 because that was accepted."""
    unsigned: tuple[str, ...] = ()
    """Numbers of findings in sight that are not in a filled template, because nobody has signed them off."""


def export_document(
    document: Document,
    target: Path,
    at: datetime,
    *,
    table: str = "",
    encoding: CsvEncoding = "utf-8-sig",
    accept_unfit: bool = False,
    template: Path | None = None,
    pdf_maker: PdfMaker | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> Exported:
    """Write beside the target, read back, compare with the document, then rename; a manifest stands beside it.

    The same document gives the same bytes; `at`, the moment of writing, stands in the manifest alone.  A csv file
    holds one table, the first unless `table` names another.  `template`: an office's own Word file to fill;
    `pdf_maker`: what makes a pdf where there is no typst, without which it is refused there (NoPagesError).
    `go_on` is asked between the steps: what it raises ends the work, and nothing is written.
    ExportRefusedError where the target cannot be written, with the finished file where it could be kept;
    WrongUsageError for an unknown suffix.
    """
    refuse_what_does_not_fit(target, encoding, template)
    if target.suffix.lower() in SHEET_SUFFIXES:
        document = gathered(document)
    if target.suffix.lower() == ".csv":
        return _export_csv(document, target, at, table, encoding, accept_unfit=accept_unfit)
    write, check = _writer(target, template, pdf_maker)
    made_by: dict[str, object] = {"pdf_made_by": pdf_made_by()} if target.suffix.lower() == ".pdf" else {}
    unsigned = _unsigned(document) if template is not None else ()
    left_out = {"findings_not_signed": list(unsigned)} if unsigned else {}
    manifest = {**manifest_of(document, at), **made_by, **left_out}
    try:
        sha256 = made_and_verified(target, _step(write, document, go_on), _step(check, document, go_on))
    except ExportRefusedError as error:
        keep_manifest(error, manifest)
        raise
    return Exported(write_manifest(target, manifest, sha256), _row_count(document), unsigned=unsigned)


def save_kept_export(kept: Path, target: Path) -> None:
    """A finished export that its target did not take goes to another one, with its manifest."""
    beside = manifest_path(kept)
    manifest = beside.read_bytes() if beside.is_file() else b""
    beside.unlink(missing_ok=True)
    try:
        sha256 = save_kept(kept, target)
    except ExportRefusedError:
        if manifest:
            beside.write_bytes(manifest)
        raise
    if manifest:
        import json

        write_manifest(target, json.loads(manifest), sha256)


def refuse_what_does_not_fit(target: Path, encoding: CsvEncoding, template: Path | None) -> None:
    """WrongUsageError for an encoding or a template where the format has none."""
    suffix = target.suffix.lower()
    if encoding != "utf-8-sig" and suffix != ".csv":
        raise WrongUsageError(Problem("export.encoding_only_csv", encoding))
    if template is not None and suffix != ".docx":
        raise WrongUsageError(Problem("export.template_only_docx", template.name))


def _step(work: Writer, document: Document, go_on: Callable[[], None]) -> Callable[[Path], None]:
    """One step of writing, after which it may be given up."""

    def step(path: Path) -> None:
        work(document, path)
        go_on()

    return step


def _writer(target: Path, template: Path | None, pdf_maker: PdfMaker | None) -> tuple[Writer, Writer]:
    suffix = target.suffix.lower()
    if suffix == ".pdf":
        return pdf_writer(target.name, pdf_maker)
    if suffix == ".json":
        from auditor_app.exporting.document_json import check_json, write_json

        return write_json, check_json
    if suffix not in _PAIRS:
        values: dict[str, object] = {"known": ", ".join(DOCUMENT_SUFFIXES), "suffix": target.suffix}
        raise WrongUsageError(Problem("export.format_unknown", target.name, values))
    if template is not None:
        return _filled(template)
    kind, writer, checker = _PAIRS[suffix]
    rooms = (f"auditor_app.exporting.{kind}_file", f"auditor_app.exporting.{kind}_check")
    return getattr(import_module(rooms[0]), writer), getattr(import_module(rooms[1]), checker)


def _filled(template: Path) -> tuple[Writer, Writer]:
    """An office's own template decides what of the document the file holds; it is filled again and compared."""
    from auditor_app.exporting.docx_template import check_filled, fill_template

    return (
        lambda document, path: fill_template(document, template, path),
        lambda document, path: check_filled(document, template, path),
    )


def _export_csv(
    document: Document, target: Path, at: datetime, table_id: str, encoding: CsvEncoding, *, accept_unfit: bool
) -> Exported:
    tables = list(document.tables())
    if not tables:
        raise WrongUsageError(Problem("export.nothing", document.title))
    table = document.table(table_id) if table_id else next((own for own in tables if not own.is_long), tables[0])
    form, fitting = CsvForm(), Fitting(encoding, lambda: 0)

    def make(path: Path) -> None:
        nonlocal form, fitting
        form = CsvForm()
        fitting = Fitting(encoding, lambda: form.row_count)
        path.write_bytes(b"".join(fitting.pieces(file_texts(TableRows(table), form), accept=accept_unfit)))

    def check(path: Path) -> None:
        require_same_rows(table, path, encoding)

    sha256 = made_and_verified(target, make, check)
    manifest = manifest_of(document, at)
    manifest |= {
        "table": table.id,
        "remarks": [*document.remarks, *table.remarks],
        "footnotes": _footnotes(table),
        "notes": form.notes(),
        **fitting.as_json(),
    }
    return Exported(write_manifest(target, manifest, sha256), form.row_count, fitting.count)


def _footnotes(table: Table) -> list[dict[str, object]]:
    """Each with the cells it belongs to, the head being row 1 and the first column 1; a note without is of all."""
    titles = unique_titles(table)
    told: list[dict[str, object]] = []
    for note in table.footnotes:
        places = [
            [number, place]
            for number, row in enumerate(table.rows, start=2)
            for place, cell in enumerate(row.cells, start=1)
            if note.id in cell.notes or note.id in row.notes
        ]
        heads = [title for title, own in zip(titles, table.columns, strict=True) if note.id in own.notes]
        told.append({"mark": note.mark, "text": note.text, "columns": heads, "cells": places[:MOST_PLACES]})
    return told


# --- manifest -------------------------------------------------------------------------------------------------------


def manifest_of(document: Document, at: datetime) -> dict[str, object]:
    """What is to be said of a document's export, before the file is there."""
    own = document.provenance
    practice = {"practice": PRACTICE_MARK} if own.is_practice else {}
    replaced = sum(
        writable(cell.text) != cell.text.replace("\r\n", "\n")
        for table in document.tables()
        for row in table.rows
        for cell in row.cells
    )
    return {
        **practice,
        "title": document.title,
        "language": document.language,
        "tables": [{"id": table.id, "title": table.title, "rows": len(table.rows)} for table in document.tables()],
        **({"cells_with_unwritable_characters": replaced} if replaced else {}),
        "exported_at": at.isoformat(),
        **provenance_json(own),
    }


def write_manifest(target: Path, manifest: Mapping[str, object], sha256: str) -> Path:
    """Beside the file, with its name, format and digest."""
    path = manifest_path(target)
    written_and_verified(path, json_bytes({**manifest, **_file_of(target, sha256)}))
    return path


def keep_manifest(error: ExportRefusedError, manifest: Mapping[str, object]) -> None:
    """Beside a finished file that is kept, so that it can be checked and saved elsewhere."""
    if error.kept is not None:
        own = _file_of(error.kept, sha256_of(error.kept))
        manifest_path(error.kept).write_bytes(json_bytes({**manifest, **own}))


def _file_of(target: Path, sha256: str) -> dict[str, object]:
    return {"file": target.name, "format": target.suffix.lower().lstrip("."), "sha256": sha256}


def manifest_path(target: Path) -> Path:
    """Where the manifest of an export stands."""
    return target.with_name(f"{target.name}{MANIFEST_SUFFIX}")


def _unsigned(document: Document) -> tuple[str, ...]:
    numbers = document.fields.get("unsigned")
    return tuple(map(str, numbers)) if isinstance(numbers, list) else ()


def _row_count(document: Document) -> int:
    """Of the tables a reader sees; details for recomputing are not counted."""
    return sum(len(table.rows) for table in document.tables() if not table.is_long)
