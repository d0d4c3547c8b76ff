"""A document as an Excel workbook, read back as an office would."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.documents import Cell, Document, Language, Section, Table, TableColumn, TableRow
from auditor_app.exporting.xlsx_check import check_xlsx
from auditor_app.exporting.xlsx_file import write_xlsx
from tests.unit.exporting.chart_documents import COVERAGE, OWN_SURVEY, PROVENANCE
from tests.unit.exporting.reading_workbooks import opened, row_of, shown_in_excel, texts_of, written
from tests.unit.exporting.report_documents import report
from tests.unit.exporting.workbook_documents import one_table, recomputable


def of_cells(column: TableColumn, *cells: Cell) -> Document:
    table = Table(
        "t", "表", (TableColumn("name", "名称"), column), tuple(TableRow((Cell("甲省"), own)) for own in cells)
    )
    return Document("表", "ja", (Section("s", "表", (table,)),), PROVENANCE)


def test_the_coverage_of_fy2006_stands_in_the_workbook_as_printed_with_both_values(tmp_path: Path) -> None:
    sheet = written(report(), tmp_path)["把握率"]
    for name, percent in COVERAGE:
        row = row_of(sheet, name)
        official, own = sheet.cell(row, 3), sheet.cell(row, 4)
        assert official.value == float(Fraction(percent) / 100)
        assert shown_in_excel(official).startswith(f"{percent}%")
        assert own.value == (float(Fraction(OWN_SURVEY[name]) / 100) if name in OWN_SURVEY else "—")


def test_footnotes_stand_below_the_table_and_their_marks_beside_the_words_and_numbers(tmp_path: Path) -> None:
    sheet = written(report(), tmp_path)["部ごとの実施率"]
    assert shown_in_excel(sheet.cell(row_of(sheet, "甲省"), 1)) == "甲省 *2"
    mean = sheet.cell(row_of(sheet, "平均"), 2)
    assert (mean.value, shown_in_excel(mean)) == (0.583, "58.3% *1")
    below = [text for text in texts_of(sheet) if text.startswith(("*", "「未報告」"))]
    assert below == ["*1 甲省と乙省の単純平均です。", "*2 案に基づく値です。", "「未報告」は 0 ではありません。"]
    assert row_of(sheet, below[0]) > mean.row


def test_cells_without_a_number_say_their_state_and_are_no_zero(tmp_path: Path) -> None:
    sheet = written(report(), tmp_path)["部ごとの実施率"]
    found = list(sheet[row_of(sheet, "乙省")][1:5])
    assert [cell.value for cell in found] == ["責務なし", "未報告", "分析対象外", "未転記"]
    looks = [(cell.font.color.rgb, cell.fill.patternType) for cell in found]
    assert len(set(looks)) >= 3
    assert looks[2] == ("FF5F6368", "lightUp")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_practice_data_say_so_on_every_sheet_and_page(language: Language, tmp_path: Path) -> None:
    mark = {"ja": "演習用(架空)", "en": "Practice data (fictional)"}[language]
    book = written(report(language=language), tmp_path)
    for sheet in book:
        assert mark in sheet.oddHeader.right.text, sheet.title
        assert mark in texts_of(sheet), sheet.title
    real = written(report(language=language, is_practice=False), tmp_path)
    assert all(mark not in str(sheet.oddHeader.right.text) for sheet in real)


def test_the_contents_lead_to_every_table_and_hold_every_text_in_reading_order(tmp_path: Path) -> None:
    book = written(report(), tmp_path)
    front = book.worksheets[0]
    texts = texts_of(front)
    order = [
        "1 要旨",
        "把握率が低い機関が 3 あります。",
        "・環境省 40.7 %",
        "2 把握率",
        "3.1 把握率が低い",
        "2006-001",
        "注意書き",
    ]
    places = [texts.index(text) for text in order]
    assert places == sorted(places)
    links = [cell.hyperlink for row in front.iter_rows() for cell in row if cell.hyperlink]
    assert {link.location.split("!")[0].strip("'") for link in links} == set(book.sheetnames[1:])
    assert not any(link.target for link in links)


def test_one_table_needs_no_contents_and_details_follow_it(tmp_path: Path) -> None:
    names = written(recomputable(), tmp_path).sheetnames
    assert names == ["節ごとの実施率", "遵守事項の明細", "図の数値", "条件", "定義", "出典", "記録"]


def test_header_is_frozen_filtered_and_repeated_and_means_stay_out_of_the_sorting(tmp_path: Path) -> None:
    sheet = written(recomputable(), tmp_path)["節ごとの実施率"]
    head, mean = row_of(sheet, "府省庁"), row_of(sheet, "平均")
    assert sheet.freeze_panes == f"B{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.auto_filter.ref.endswith(str(mean - 1))
    assert sheet.print_title_rows == f"${head - 1}:${head}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert f"B{head - 1}:D{head - 1}" in [str(own) for own in sheet.merged_cells.ranges]
    assert sheet.cell(head - 1, 2).value == "4.1 節"


def test_bars_in_cells_run_from_0_to_100_percent_whatever_is_in_the_column(tmp_path: Path) -> None:
    path = tmp_path / "rates.xlsx"
    write_xlsx(recomputable(), path)
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert (
        xml.count('<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>1</xm:f></x14:cfvo>') == 3
    )
    assert '<colorScale><cfvo type="num" val="0"/><cfvo type="num" val="1"/>' in xml


def test_numbers_come_back_to_the_last_bit(tmp_path: Path) -> None:
    thirds = [Fraction(number, 7) * 3 for number in range(1, 40)]
    document = of_cells(TableColumn("rate", "率", "percent"), *(Cell(f"{float(own):.1f}", own) for own in thirds))
    sheet = written(document, tmp_path)["表"]
    found = [row[1].value for row in sheet.iter_rows() if isinstance(row[1].value, float)]
    assert found == [float(own / 100) for own in thirds]


def test_counts_rates_and_differences_are_shown_as_on_the_screen(tmp_path: Path) -> None:
    kinds = {
        ("count", "1,234", 1234): ("#,##0", 1234),
        ("percent", "33.33", Fraction(100, 3)): ("0.00%", 1 / 3),
        ("percent", "31.2 % (98.2 %)", Decimal("31.2")): ('0.0%" (98.2 %)"', 0.312),
        ("points", "+7.1", Decimal("7.14")): ('"+"0.0;"−"0.0;"±"0.0', 7.14),
        ("number", "2.5", Decimal("2.5")): ("#,##0.0", 2.5),
        ("percent", "一部", Decimal(40)): ('"一部"', 0.4),
    }
    for (kind, text, number), (code, value) in kinds.items():
        column = TableColumn("c", "値", kind)  # type: ignore[arg-type]
        sheet = written(of_cells(column, Cell(text, number)), tmp_path)["表"]  # type: ignore[arg-type]
        cell = sheet.cell(row_of(sheet, "甲省"), 2)
        assert (cell.number_format, cell.value) == (code, value)


def test_dates_are_dates_and_other_words_in_their_column_stay_words(tmp_path: Path) -> None:
    days = ("2007-04-23", "平成19年4月23日", "2007-02-30", "1899-12-31", "未定")
    sheet = written(of_cells(TableColumn("day", "日付", "date"), *map(Cell, days)), tmp_path)["表"]
    first = row_of(sheet, "日付") + 1
    found = [sheet.cell(first + number, 2).value for number in range(len(days))]
    assert found == [datetime(2007, 4, 23), *days[1:]]


def test_what_somebody_needs_to_make_the_numbers_again_stands_in_the_workbook(tmp_path: Path) -> None:
    document = recomputable()
    book, own = written(document, tmp_path), document.provenance
    record = texts_of(book["記録"])
    assert {own.case_id, own.log_head, own.program, "2026-11-22 14:05 (UTC+9)", "公表順"} <= set(record)
    assert {own.sources[0].document, own.sources[0].sha256} <= set(texts_of(book["出典"]))
    definitions = texts_of(book["定義"])
    assert {"coverage_rate", "把握率", "未報告", "未転記", "責務なし", "分析対象外"} <= set(definitions)
    assert (book.properties.created, book.properties.creator) == (datetime(2026, 11, 22, 5, 5), "auditor-app")


# --- texts that would like to be something else

PAYLOADS = (
    *('=1+1', '=HYPERLINK("http://a.example","x")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "＝1+1"),
    *("'=1", "''", "http://a.example", "mailto:a@example", "file:///C:/x", "internal:'x'!A1", "external:c.xlsx"),
    *("#REF!", "#N/A", "NULL"),
    *("2007-04-23", "4.10", "1E5", "0012", "TRUE", "1/2", "１２", "50%", "(5)", "<r><t>x</t></r>", "<b>&amp;</b>"),
    *("_x000D_", "_x005F_x000D_", "x005F_", "_x0041_", "a\nb", " front", "end ", "]]>", "<!--", "&#x0;", '"', "&P&N"),
    *("𠮷野家", "e\u0301", "ｶﾞ", "\u202eabc", "\u200b", "🏛️", "ハ゜", "\ufeffx", "{=1}", "=", "==", "{{x}}", "${7*7}"),
)  # fmt: skip


def test_a_text_never_becomes_a_formula_a_link_a_date_or_a_number(tmp_path: Path) -> None:
    document = one_table(*((text,) for text in PAYLOADS))
    book = written(document, tmp_path)
    check_xlsx(document, tmp_path / "document.xlsx")
    sheet = book["表"]
    first = row_of(sheet, "列0") + 1
    for number, text in enumerate(PAYLOADS):
        cell = sheet.cell(first + number, 1)
        assert (cell.data_type, cell.hyperlink, cell.number_format) == ("s", None, "@"), text
        if "x005F" not in text:  # openpyxl takes those away itself
            assert cell.value == text
    assert not [cell for own in book for row in own.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_name_is_as_harmless_in_a_title_a_header_and_the_name_of_a_sheet(tmp_path: Path) -> None:
    for title in ("=1+1", "a/b:[c]*?\\'", "History", '&L&"Arial"R&D', "<r>x</r>", "長" * 400, "'", "定義"):
        document = one_table(("甲",), title=title)
        write_xlsx(document, tmp_path / "document.xlsx")
        check_xlsx(document, tmp_path / "document.xlsx")
        book = opened(tmp_path / "document.xlsx")
        name = book.sheetnames[0]
        assert len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.casefold() != "history"
        assert len(book.worksheets[0].HeaderFooter.oddHeader.left.text or "") <= 255


def test_control_characters_are_seen_and_a_text_too_long_for_a_cell_is_cut_and_listed(tmp_path: Path) -> None:
    document = one_table(("a\x00b\ud800c\r\nd",), ("長" * 40_000,))
    book = written(document, tmp_path)
    check_xlsx(document, tmp_path / "document.xlsx")
    sheet = book["表"]
    first = row_of(sheet, "列0") + 1
    assert sheet.cell(first, 1).value == "a\ufffdb\ufffdc\nd"
    assert sheet.cell(first + 1, 1).value.endswith("長…[40,000]")
    assert len(sheet.cell(first + 1, 1).value) == 32_767
    assert [text for text in texts_of(book["記録"]) if f"表!A{first + 1}" in text and "40,000" in text]


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=20), min_size=1, max_size=30))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("texts") / "texts.xlsx"
    document = one_table(*((text,) for text in texts))
    write_xlsx(document, path)
    check_xlsx(document, path)


def test_tables_of_the_same_name_have_sheets_of_their_own(tmp_path: Path) -> None:
    first = one_table(("甲",)).sections[0]
    table = first.blocks[0]
    assert isinstance(table, Table)
    again = Section("s2", "表", (replace(table, id="again"),))
    document = replace(one_table(), sections=(first, again))
    assert written(document, tmp_path).sheetnames[:3] == ["目次", "表", "表 (2)"]
