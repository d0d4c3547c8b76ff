"""Workbooks come in as an auditor would read them; what is dangerous or misleading in them is refused or named."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.unit.importing.readers.reading import (
    SHEET,
    changed_zip,
    read_table,
    refusal_of,
    rows_of,
    small_workbook,
    workbook,
    written,
)

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def sheet_replaced(old: bytes, new: bytes) -> dict[str, Callable[[bytes], bytes]]:
    return {SHEET: lambda content: content.replace(old, new, 1)}


def warnings_of(path: Path) -> list[str]:
    return [warning.key for warning in read_table(path)[0].warnings]


def test_cells_are_read_as_they_are_meant(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(1, 1, [75, 0.1 + 0.2, True, "0075", 1e-7])
        sheet.write_row(2, 1, [0.992, 0.3], percent)
        sheet.write_datetime(2, 3, datetime.datetime(2006, 4, 1), day)
        sheet.write_number(2, 4, 8, day)
        sheet.write_formula(2, 5, "=1/0", None, "#DIV/0!")

    assert rows_of(workbook(tmp_path / "a.xlsx", fill)) == {
        2: ("", "75", "0.3", "TRUE", "0075", "0.0000001"),
        3: ("", "99.2%", "30%", "2006-04-01", "1900-01-08", "#DIV/0!"),
    }


def test_a_number_and_the_same_number_as_text_and_true_stay_what_they_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", lambda book: book.add_worksheet().write_column(0, 0, [1, True, 0, False, "x"]))
    assert list(rows_of(path).values()) == [("1",), ("TRUE",), ("0",), ("FALSE",), ("x",)]


def test_merged_cells_hold_their_value_in_every_row_they_cover(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 2, 1, "外務省")
        sheet.write_column(0, 2, [1, 2, 3, 4])

    assert rows_of(workbook(tmp_path / "a.xlsx", fill)) == {
        1: ("外務省", "外務省", "1"),
        2: ("外務省", "外務省", "2"),
        3: ("外務省", "外務省", "3"),
        4: ("", "", "4"),
    }


def test_hidden_sheets_are_named_as_hidden(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("回答").write(0, 0, "x")
        hidden = book.add_worksheet("控え")
        hidden.write(0, 0, "y")
        hidden.hide()

    probe, _ = read_table(workbook(tmp_path / "a.xlsx", fill))
    assert [(sheet.name, sheet.is_hidden) for sheet in probe.sheets] == [("回答", False), ("控え", True)]


def test_a_formula_without_a_value_is_shown_as_the_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["計", 1, 2], ["計", None, "=B1+C1"], ['=A1&"x"', None, None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == {1: ("計", "1", "2"), 2: ("計", "", "=B1+C1"), 3: ('=A1&"x"', "", "")}


def test_numbers_shown_in_thousands_are_warned_of(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("表").write(3, 2, 12_000, book.add_format({"num_format": "#,##0,"}))

    probe, rows = read_table(workbook(tmp_path / "a.xlsx", fill))
    assert rows == {4: ("", "", "12000")}
    assert [(one.key, one.place, one.values["first"]) for one in probe.warnings] == [
        ("import.numbers_scaled", "表!C4", "C4")
    ]


@pytest.mark.parametrize("claim", ["A1:XFD1048576", "A1:BDWGN5", "nonsense"])
def test_a_claimed_extent_is_not_believed(tmp_path: Path, claim: str) -> None:
    path = small_workbook(tmp_path / "a.xlsx")
    changed_zip(path, {SHEET: lambda content: re.sub(rb'ref="[^"]*"', f'ref="{claim}"'.encode(), content, count=1)})
    if claim == "nonsense":
        assert refusal_of(path) == "import.workbook_damaged"
    else:
        assert rows_of(path)[3] == ("防衛省", "250")


@pytest.mark.parametrize("place", ["XFD1048576", "CRXP1", "C2000000", "ZZ1000000"])
def test_a_far_cell_is_refused_with_the_numbers(tmp_path: Path, place: str) -> None:
    cell = f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"><v>1</v></c></row></sheetData>'
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), sheet_replaced(b"</sheetData>", cell.encode()))
    assert refusal_of(path) == "import.sheet_too_large"


@pytest.mark.parametrize("form", ["<c  r='{}'><v>1</v></c>", "<c s='0' r='{}'><v>1</v></c>"])
def test_a_far_cell_written_oddly_does_no_harm(tmp_path: Path, form: str) -> None:
    cell = f"<row>{form.format('XFD1048576')}</row></sheetData>"
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), sheet_replaced(b"</sheetData>", cell.encode()))
    assert refusal_of(path) in ("import.parser_died", "import.sheet_too_large", "import.workbook_damaged")


def test_formats_down_to_the_edge_of_the_sheet_do_not_make_it_large(tmp_path: Path) -> None:
    cells = b'<row r="9" s="1"><c r="XFD9" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), sheet_replaced(b"</sheetData>", cells))
    assert len(rows_of(path)) == 3


def test_a_zip_bomb_is_refused_while_it_is_unpacked(tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as container, container.open("xl/media/a.png", "w") as entry:
        for _ in range(201):
            entry.write(bytes(1024**2))
    assert refusal_of(path) == "import.zip_too_large"


def test_a_size_that_is_a_lie_is_refused(tmp_path: Path) -> None:
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), {}, {"xl/media/a.bin": bytes(5_000_000)})
    path.write_bytes(path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    assert refusal_of(path) == "import.workbook_damaged"


def test_too_many_entries_and_odd_names_are_refused(tmp_path: Path) -> None:
    many = changed_zip(small_workbook(tmp_path / "a.xlsx"), {}, {f"x/{number}": b"" for number in range(1_000)})
    assert refusal_of(many) == "import.zip_too_many_entries"
    for name in ("../a", "/a", "C:a", "XL/workbook.xml"):
        odd = changed_zip(small_workbook(tmp_path / "b.xlsx"), {}, {name: b"x"})
        assert refusal_of(odd) == "import.zip_odd_names", name


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
    assert refusal_of(changed_zip(small_workbook(tmp_path / "a.xlsx"), sheet_replaced(b"<worksheet", declared))) == (
        "import.xml_doctype"
    )
    workbook_part = {"xl/workbook.xml": lambda content: content.replace(b"<workbook", b"<!DOCTYPE x><workbook", 1)}
    assert refusal_of(changed_zip(small_workbook(tmp_path / "b.xlsx"), workbook_part)) == "import.xml_doctype"


@pytest.mark.parametrize("before", [b"", b"<!--" + b"x" * 1024**2 + b"-->", b"<!--" + b"x" * (1024**2 - 70) + b"-->"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "docProps/app.xml"])
def test_a_doctype_is_refused_in_every_part_however_far_down(tmp_path: Path, part: str, before: bytes) -> None:
    def declared(content: bytes) -> bytes:
        head, root = content.split(b"?>", 1)
        return head + b"?>" + before + b"<!DOCTYPE x>" + root

    assert refusal_of(changed_zip(small_workbook(tmp_path / "a.xlsx"), {part: declared})) == "import.xml_doctype"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</worksheet>", b""),
        (b"</row>", b"</raw>"),
        (b"<v>100</v>", b"<v>&count;</v>"),
        (b"UTF-8", b"UTF-7"),
    ],
)
def test_a_sheet_that_is_no_xml_is_refused_and_not_read_as_far_as_it_goes(
    tmp_path: Path, old: bytes, new: bytes
) -> None:
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), sheet_replaced(old, new))
    assert refusal_of(path) == "import.workbook_damaged"


def test_an_empty_part_beside_the_sheets_does_no_harm(tmp_path: Path) -> None:
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), {}, {"Configurations2/accelerator/current.xml": b""})
    assert len(rows_of(path)) == 3


def test_encrypted_workbooks_are_refused_as_such(tmp_path: Path) -> None:
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    assert refusal_of(written(tmp_path, "a.xlsx", container)) == "import.workbook_encrypted"


@pytest.mark.parametrize(
    ("entry", "key"),
    [
        ("xl/vbaProject.bin", "import.has_macros"),
        ("xl/externalLinks/externalLink1.xml", "import.has_links"),
        ("xl/embeddings/oleObject1.bin", "import.has_embedded"),
    ],
)
def test_macros_links_and_embedded_documents_are_warned_of(tmp_path: Path, entry: str, key: str) -> None:
    path = changed_zip(small_workbook(tmp_path / "a.xlsx"), {}, {entry: b"<x/>"})
    assert warnings_of(path) == [key]
    assert len(rows_of(path)) == 3


@pytest.mark.parametrize(
    ("entries", "key"),
    [
        ({"word/document.xml": b""}, "import.is_word"),
        ({"ppt/presentation.xml": b""}, "import.is_slides"),
        ({"xl/workbook.bin": b""}, "import.is_binary_workbook"),
        ({"a.csv": b"x"}, "import.is_zip"),
    ],
)
def test_other_zip_containers_are_refused_by_what_they_are(tmp_path: Path, entries: dict[str, bytes], key: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as container:
        for name, content in entries.items():
            container.writestr(name, content)
    assert refusal_of(tmp_path / "a.xlsx") == key


@pytest.mark.parametrize("name", ["returns.xls", "returns.ods"])
def test_old_and_open_workbooks_are_read_like_new_ones(name: str) -> None:
    probe, rows = read_table(EXAMPLES / name)
    assert probe.container == name.rpartition(".")[2]
    assert rows[1] == ("年度", "府省庁", "対象者数", "把握率")
    assert rows[2] == ("2006", "外務省", "75", "99.2%")
    assert rows[3][:3] == ("2006", "外務省", "250")
    assert [(sheet.name, sheet.is_hidden) for sheet in probe.sheets] == [("把握状況", False), ("控え", True)]
