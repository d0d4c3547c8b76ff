"""Answers by the hundred thousand as an Excel workbook: streamed, plain rows under titles, and what they rest on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from auditor_app.domain.documents import Document
from auditor_app.domain.rates import ITEM_RATIO_RULE
from auditor_app.exporting.row_texts import RowStream
from auditor_app.exporting.safe_write import made_and_verified
from auditor_app.exporting.xlsx_stream import PlainTable, WrittenRows, check_xlsx_rows, write_xlsx_rows
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.ground import Ground
from auditor_app.services.documents.provenance import provenance
from auditor_app.services.documents.view_document import selector_words, view_title
from auditor_app.services.export_document import Exported, manifest_of, write_manifest
from auditor_app.services.select_view import Selectors, streamed_rows
from auditor_app.storage.reading import CaseReader


def export_big_sheet(reader: CaseReader, texts: Texts, selectors: Selectors, target: Path, at: datetime) -> Exported:
    """The rows of the view `items` as they come, with the titles of the screen."""
    chosen = selector_words(Ground(reader, texts, selectors))
    return export_rows_as_sheet(reader, texts, streamed_rows(reader, "items", selectors), chosen, target, at)


def export_rows_as_sheet(
    reader: CaseReader, texts: Texts, rows: RowStream, chosen: list[tuple[str, str]], target: Path, at: datetime
) -> Exported:
    """The same for answers arranged by the window; rows can be had once, so a refused target keeps nothing."""
    record = provenance(reader, texts, chosen, (ITEM_RATIO_RULE,))
    document = Document(view_title(texts, "items"), texts.language, (), record)
    table = PlainTable(document, rows, {name: field_title(texts, name) for name in rows.fields})
    written = WrittenRows()

    def make(path: Path) -> None:
        nonlocal written
        written = write_xlsx_rows(table, path)

    sha256 = made_and_verified(target, make, lambda path: check_xlsx_rows(written, path), can_repeat=False)
    manifest = {**manifest_of(document, at), "view": "items", "rows": written.row_count}
    return Exported(write_manifest(target, manifest, sha256), written.row_count)


def field_title(texts: Texts, name: str) -> str:
    """What a field of scripts is called on the screen; its own name where it has no other."""
    keys = (f"field.items.{name}", f"field.{name}", f"table_field.{name}")
    key = next(filter(texts.has, keys), "")
    return texts(key) if key else name
