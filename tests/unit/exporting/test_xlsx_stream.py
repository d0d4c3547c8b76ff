"""Big plain tables: every row as it came, over as many sheets as it takes, and nothing kept in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from auditor_app.domain.documents import Document
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.row_texts import FlattenedRows, RowsAsTheyCome
from auditor_app.exporting.xlsx_rows import SheetForm
from auditor_app.exporting.xlsx_stream import PlainTable, check_xlsx_rows, write_xlsx_rows
from tests.unit.exporting.chart_documents import PROVENANCE
from tests.unit.exporting.reading_workbooks import changed
from tests.unit.exporting.test_xlsx_file import PAYLOADS

FIELDS = ("fiscal_year", "organisation", "item", "ratio_percent", "source")
FIRST = "xl/worksheets/sheet1.xml"


def document(is_practice: bool = False) -> Document:
    return Document("回答", "ja", (), replace(PROVENANCE, is_practice=is_practice))


def rows(count: int) -> Iterator[Mapping[str, object]]:
    for number in range(count):
        ratio = None if number % 7 == 0 else f"{number % 100}.000000"
        name = PAYLOADS[number % len(PAYLOADS)]
        source = {"document": "a.csv", "row": number}
        yield dict(zip(FIELDS, (2006, name, "4.10", ratio, source), strict=True))


def written(path: Path, count: int, form: SheetForm | None = None, is_practice: bool = False) -> int:
    stream = RowsAsTheyCome(rows(count), FIELDS)
    done = write_xlsx_rows(PlainTable(document(is_practice), stream, {"organisation": "府省庁"}), path, form)
    check_xlsx_rows(done, path)
    return done.row_count


def test_every_row_comes_back_with_numbers_as_numbers_and_words_as_words(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert written(path, 200) == 200
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["回答", "定義", "出典", "記録"]
    sheet = book["回答"]
    found = list(sheet.iter_rows(values_only=True))
    assert found[0] == ("fiscal_year", "府省庁", "item", "ratio_percent", "source")
    for number, (year, name, item, ratio, source) in enumerate(found[1:]):
        assert (year, item) == (2006, "4.10")
        assert ratio == (None if number % 7 == 0 else number % 100)
        assert source == f'{{"document": "a.csv", "row": {number}}}'
        expected = PAYLOADS[number % len(PAYLOADS)]
        assert name == re.sub("_(?=x[0-9A-F]{4}_)", "_x005F_", expected), "openpyxl shows the escape of an inline text"
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:E201")
    assert (sheet["A2"].data_type, sheet["B2"].number_format) == ("n", "@")


def test_more_rows_than_a_sheet_holds_go_on_the_next_ones_with_a_header_each(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert written(path, 2500, SheetForm(rows_of_a_sheet=999)) == 2500
    book = openpyxl.load_workbook(path, read_only=True)
    assert book.sheetnames[:3] == ["回答", "回答 (2)", "回答 (3)"]
    found = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[:3]]
    assert [len(own) for own in found] == [1000, 1000, 503]
    assert len({own[0] for own in found}) == 1
    last = [row[4] for own in found for row in own[1:]]
    assert last == [f'{{"document": "a.csv", "row": {number}}}' for number in range(2500)]


@pytest.mark.parametrize("count", [0, 1, 998, 999, 1000, 1998, 2000])
def test_no_row_is_lost_where_a_sheet_is_just_full(count: int, tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    written(path, count, SheetForm(rows_of_a_sheet=999))
    book = openpyxl.load_workbook(path, read_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.title.startswith("回答")]
    assert sum(len(list(sheet.iter_rows())) - 1 for sheet in sheets) == count


def test_rows_that_a_csv_flattens_are_flat_in_a_sheet_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    given = [{"values": {"2006": Decimal("1.5")}}]
    stream = FlattenedRows(given, ["2006"], lambda row: row["values"])  # type: ignore[arg-type, return-value]
    check_xlsx_rows(write_xlsx_rows(PlainTable(document(), stream), path), path)
    assert openpyxl.load_workbook(path)["回答"]["A2"].value == 1.5


def test_practice_data_say_so_above_the_header_and_on_every_page(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    written(path, 5, is_practice=True)
    book = openpyxl.load_workbook(path)
    sheet = book["回答"]
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["回答", "演習用(架空)", "fiscal_year"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C4", "A3:E8", "$1:$3")
    assert all("演習用(架空)" in own.oddHeader.right.text for own in book)


def test_definitions_sources_and_record_go_with_the_rows(tmp_path: Path) -> None:
    written(tmp_path / "rows.xlsx", 3)
    book = openpyxl.load_workbook(tmp_path / "rows.xlsx")
    words = {cell.value for name in ("定義", "出典", "記録") for row in book[name].iter_rows() for cell in row}
    assert {PROVENANCE.case_id, PROVENANCE.log_head, PROVENANCE.sources[0].sha256, "coverage_rate"} <= words


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        written(tmp_path / name, 300)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("old", "new"), [(b"<v>2006</v>", b"<v>2007</v>"), (b"4.10", b"4.1"), (b"</row>", b""), (b"<row>", b"<row><row>")]
)
def test_a_file_with_other_rows_is_found(old: bytes, new: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    done = write_xlsx_rows(PlainTable(document(), RowsAsTheyCome(rows(50), FIELDS)), path)
    with pytest.raises(ReadBackError, match=r"sheet1\.xml"):
        check_xlsx_rows(done, changed(path, FIRST, lambda content: content.replace(old, new, 1)))


def test_a_file_cut_short_is_found(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    done = write_xlsx_rows(PlainTable(document(), RowsAsTheyCome(rows(50), FIELDS)), path)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(ReadBackError):
        check_xlsx_rows(done, path)
