"""Texts that try to be something else stay texts in every format, wherever they stand."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as OpenedCell

from auditor_app.domain.documents import (
    Block,
    BulletList,
    Cell,
    Definition,
    Document,
    FieldList,
    Footnote,
    Paragraph,
    Provenance,
    Section,
    Source,
    Table,
    TableColumn,
    TableRow,
)
from auditor_app.exporting.writable_text import writable
from auditor_app.foundation.formula_cells import DANGEROUS_START, restored
from auditor_app.services.export_document import export_document
from tests.hostile_texts import ALL, CHARACTERS, ENDLESS, FORMULAS, MARKUP

AT = datetime(2026, 11, 23, tzinfo=UTC)
SHORT = (*FORMULAS, *MARKUP, *CHARACTERS)


def document_with(texts: tuple[str, ...]) -> Document:
    """Each text as a name, a unit and a remark beside a number; some of them as titles and notes besides."""
    rows = tuple(
        TableRow((Cell(text), Cell("31.2", 31), Cell(text, notes=("own",))), f"row-{number}")
        for number, text in enumerate(texts)
    )
    columns = (
        TableColumn("name", texts[0] or "名称"),
        TableColumn("count", texts[-1] or "数", "count", group=texts[1 % len(texts)]),
        TableColumn("remark", "備考"),
    )
    notes = (Footnote("own", texts[0], "*1"), Footnote("all", texts[-1]))
    table = Table("hostile", texts[0], columns, rows, tuple(texts[:3]), notes)
    record = Provenance(
        "case",
        AT,
        1,
        "0" * 64,
        "auditor-app",
        (Definition("rule", 1, texts[0], texts[-1]),),
        ((texts[0], texts[-1]),),
        (Source(texts[0], "0" * 64),),
    )
    blocks: tuple[Block, ...] = (
        *(Paragraph(text) for text in texts[:40]),
        BulletList(texts[:40]),
        FieldList(tuple((text, text) for text in texts[:40])),
        table,
    )
    return Document(texts[0], "ja", (Section("one", texts[0], blocks),), record, texts[-1], remarks=texts[:2])


def exported(document: Document, folder: Path, suffix: str) -> Path:
    target = folder / f"out{suffix}"
    export_document(document, target, AT)  # which reads it back and compares
    return target


@pytest.mark.parametrize(
    ("suffix", "texts"),
    [
        *((suffix, texts) for suffix in (".xlsx", ".docx", ".html", ".csv", ".json") for texts in (SHORT, ENDLESS)),
        (".xlsx", SHORT[::-1]),
        (".pdf", SHORT),
    ],
)
def test_every_format_takes_them_and_reads_back_the_same(tmp_path: Path, suffix: str, texts: tuple[str, ...]) -> None:
    assert exported(document_with(texts), tmp_path, suffix).stat().st_size > 0


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    book = load_workbook(exported(document_with(SHORT), tmp_path, ".xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f" or leads_out(cell)] == []
    found = {str(cell.value) for cell in cells}
    assert all(text in found for text in FORMULAS if text == writable(text).strip("\n") and "\t" not in text)
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert not [name for name in package.namelist() if "external" in name.lower() or "vba" in name.lower()]


def leads_out(cell: OpenedCell) -> bool:
    """Contents link to sheets of the same file."""
    return cell.hyperlink is not None and cell.hyperlink.target is not None


def test_word_shows_them_as_words(tmp_path: Path) -> None:
    file = docx.Document(str(exported(document_with(SHORT), tmp_path, ".docx")))
    shown = {paragraph.text for paragraph in file.paragraphs}
    shown |= {cell.text for table in file.tables for row in table.rows for cell in row.cells}
    assert {text for text in MARKUP if not any(text in words for words in shown)} == set()
    with zipfile.ZipFile(tmp_path / "out.docx") as package:
        code = package.read("word/document.xml").decode()
    assert "w:fldSimple" not in code.replace("PAGE", "")
    assert "<script" not in code


class Tags(HTMLParser):
    """Notes the elements of a page and where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.outward: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src") and not (value or "").startswith(("#", "data:image"))):
                self.outward.append(f"{tag} {name}={value}")


def test_a_page_runs_nothing_and_leads_nowhere(tmp_path: Path) -> None:
    text = exported(document_with(SHORT), tmp_path, ".html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert not tags.names & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "x"}
    assert tags.outward == []
    assert html.escape("<script>alert(1)</script>", quote=False) in text


def test_no_cell_of_a_csv_file_begins_a_formula_and_each_comes_back(tmp_path: Path) -> None:
    target = exported(document_with(ALL), tmp_path, ".csv")
    rows = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(DANGEROUS_START)] == []
    wanted = [text.encode("utf-8", "backslashreplace").decode() for text in ALL]
    assert [restored(row[0]) for row in rows[1:]] == wanted


def test_json_holds_every_character(tmp_path: Path) -> None:
    target = exported(document_with(ALL), tmp_path, ".json")
    found = json.loads(target.read_bytes())
    table = next(block for block in found["sections"][0]["blocks"] if block["kind"] == "table")
    assert [row["cells"]["name"]["text"] for row in table["rows"]] == list(ALL)


def rows_of_manifest(target: Path) -> Iterator[object]:
    manifest = json.loads(target.with_name(f"{target.name}.manifest.json").read_bytes())
    yield manifest.get("cells_with_unwritable_characters")


def test_characters_no_file_can_hold_are_counted_in_the_manifest(tmp_path: Path) -> None:
    target = exported(document_with(("甲\x00乙", "丙")), tmp_path, ".xlsx")
    assert list(rows_of_manifest(target)) == [2]
