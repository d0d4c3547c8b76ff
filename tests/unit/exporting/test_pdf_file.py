"""The PDF of a document: every text on its pages as it is, tagged, the same bytes each time, and read back."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.documents import Cell, Document, Footnote, Paragraph, Section, Table, TableColumn, TableRow
from auditor_app.exporting.bundled_letters import printable
from auditor_app.exporting.document_words import words_of
from auditor_app.exporting.pdf_check import check_pdf
from auditor_app.exporting.pdf_columns import LANDSCAPE, PORTRAIT, table_layout
from auditor_app.exporting.pdf_file import MOST_CELLS, TooLargeForPagesError, pdf_content, write_pdf
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.svg_text import text_width
from tests.unit.exporting.chart_documents import COVERAGE, coverage_document, document_of, percent
from tests.unit.exporting.report_documents import long_table, rates_table, report

MARKUP = (
    '#eval("1+1")',
    "*太字* _em_ `raw`",
    "$x^2$ @ref <label>",
    "= 見出し",
    "- 箇条 + 1 / 語: 説明",
    '#import "@preview/x:1.0": *',
    "// 注 /* 注 */ \\# ~ -- --- ...",
    "https://example.org",
    "&lt;b&gt; </text> {x} [x]",
    "\u202e右から左 \u0600 \U0001f600",
)


def table_of(*texts: str, columns: int = 1) -> Table:
    heads = tuple(TableColumn(f"c{place}", f"列{place}") for place in range(columns))
    rows = tuple(
        TableRow(tuple(Cell(text) for text in texts[first : first + columns]), key=str(first))
        for first in range(0, len(texts), columns)
    )
    return Table("t", "表", heads, rows)


def written(document: Document, folder: Path) -> Path:
    """Written and read back."""
    path = folder / "document.pdf"
    write_pdf(document, path)
    check_pdf(document, path)
    return path


def pages_of(path: Path) -> list[str]:
    """As another program reads them, without spaces."""
    with pdfplumber.open(path) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_report_is_read_back_text_by_text(tmp_path: Path, language: str) -> None:
    document = report(language="ja" if language == "ja" else "en")
    path = written(document, tmp_path)
    words = "".join(pages_of(path))
    for name, rate in COVERAGE:
        assert name + ("*1" if name in ("農林水産省", "環境省") else "") + rate in words
    assert document.provenance.log_head in words
    assert "地方支分部局からの報告がありません。" in words


def test_pages_bear_title_practice_mark_remarks_and_their_number(tmp_path: Path) -> None:
    document = report()
    pages = pages_of(written(document, tmp_path))
    assert len(pages) == 6
    for number, words in enumerate(pages, start=1):
        assert words.startswith("情報セキュリティ対策の実施状況演習用(架空)")
        assert words.endswith(f"2006年度は報告対象が限定されています。{number}/6ページ")


def test_it_is_tagged_in_its_language_with_bookmarks_and_a_description_of_its_chart(tmp_path: Path) -> None:
    document = report(is_practice=False)
    path = written(document, tmp_path)
    content = path.read_bytes()
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang ?\(ja", content)
    assert b"pdfuaid" in content
    assert b"pdfaid" in content
    with pypdfium2.PdfDocument(path) as pdf:
        marks = [(mark.level, mark.get_title()) for mark in pdf.get_toc()]
        about = pdf.get_metadata_dict()
    titles = [section.title for section in document.sections]
    assert [title for _, title in marks if title in titles] == titles
    assert (1, "2.1 実施率") in marks
    assert about["Title"] == document.title
    assert about["CreationDate"].startswith("D:20261122050500")


def test_wide_tables_turn_their_pages_and_only_these(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(written(report(), tmp_path)) as pdf:
        turned = [pdf.get_page_size(number)[0] > pdf.get_page_size(number)[1] for number in range(len(pdf))]
    assert turned == [False, False, False, False, True, False]


def test_the_head_of_a_table_is_repeated_and_its_rows_stay_whole(tmp_path: Path) -> None:
    table = table_of(*(f"{place} 番目の府省庁の\n二行の説明" for place in range(150)))
    pages = pages_of(written(document_of(table), tmp_path))
    with_rows = [words for words in pages if "番目の府省庁" in words]
    assert len(with_rows) >= 3
    assert all("列0" in words for words in with_rows)
    for words in with_rows:
        assert words.count("番目の府省庁の") == words.count("二行の説明")


def test_a_row_higher_than_a_page_goes_on_over_the_next_ones(tmp_path: Path) -> None:
    table = table_of("短い", "長い文章です。" * 700, "次の行", "最後の行", columns=2)
    pages = pages_of(written(document_of(table), tmp_path))
    assert sum(words.count("長い文章です。") for words in pages) >= 690  # a page may break within one
    assert sum("長い文章です。" in words for words in pages) >= 2


def test_nothing_in_a_name_is_read_as_markup(tmp_path: Path) -> None:
    document = document_of(table_of(*MARKUP), title=MARKUP[0])
    document = replace(document, sections=(*document.sections, Section("s2", MARKUP[3], (Paragraph(MARKUP[2]),))))
    words = "".join(pages_of(written(document, tmp_path)))
    for text in MARKUP[:-1]:
        assert "".join(text.split()) in words
    assert "〔U+202E〕右から左〔U+0600〕〔U+1F600〕" in words


@settings(max_examples=25)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=8))
def test_whatever_names_are_it_can_be_written_and_read_back(texts: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        written(document_of(table_of(*texts)), Path(folder))


def test_a_word_longer_than_its_column_is_broken_and_not_cut(tmp_path: Path) -> None:
    words = "".join(pages_of(written(document_of(table_of("W" * 400, "漢" * 400, "9a" * 32)), tmp_path)))
    assert words.count("W") == 400
    assert words.count("漢") == 400
    assert "9a" * 32 in words  # a digest can be copied


def test_digests_and_the_case_id_are_copied_and_found_as_they_are(tmp_path: Path) -> None:
    source = ("証拠", f"press-release-2007-04-23.csv\nsha256 {'7b' * 32}")
    document = replace(report(), title_page=(source,))
    path = written(document, tmp_path)
    with pypdfium2.PdfDocument(path) as pdf:
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "\u200b" not in text
    own = document.provenance
    for digest in (own.log_head, own.case_id, own.sources[0].sha256, "7b" * 32):
        assert digest in text  # on one line, with no letter between


@pytest.mark.parametrize("text", ["長い題名の報告" * 1500, "W" * 10_000])
def test_titles_and_remarks_of_ten_thousand_letters_are_printed_whole_once(tmp_path: Path, text: str) -> None:
    (first, *others) = report().sections
    document = replace(
        report(), title=f"甲{text}", remarks=(f"乙{text}",), sections=(replace(first, title=f"丙{text}"), *others)
    )
    words = "".join(pages_of(written(document, tmp_path)))  # read back: nothing of it is missing
    assert 3 * 0.98 * len("".join(text.split())) < len(words) < 6 * len(text)


@pytest.mark.parametrize("has_title_page", [True, False])
def test_a_document_of_one_view_says_its_title_once_above_its_tables(tmp_path: Path, *, has_title_page: bool) -> None:
    document = document_of(coverage_document().table("coverage"), title="1. 把握率")
    document = replace(document, title_page=(("作成", "甲"),) if has_title_page else ())
    pages = pages_of(written(document, tmp_path))
    at_the_top = len(pages)
    title_contents_heading = 3 if has_title_page else 1
    assert "".join(pages).count("1.把握率") == at_the_top + title_contents_heading


def test_a_table_wider_than_any_page_goes_on_below_with_its_names(tmp_path: Path) -> None:
    columns = (
        TableColumn("name", "府省庁"),
        *(TableColumn(f"c{n}", f"第{n}節の割合", "percent") for n in range(40)),
    )
    rows = tuple(TableRow((Cell(name), *(percent("50.5") for _ in range(40))), key=name) for name in ("甲省", "乙省"))
    table = Table("wide", "広い表", columns, rows, footnotes=(Footnote("n", "一度だけの注"),))
    layout = table_layout(table)
    assert layout.is_turned
    assert len(layout.bands) > 1
    assert sorted(place for band in layout.bands for place in band.columns[1:]) == list(range(1, 41))
    assert all(sum(band.widths) <= LANDSCAPE + 1 for band in layout.bands)
    words = "".join(pages_of(written(document_of(table), tmp_path)))
    assert words.count("甲省") == len(layout.bands)
    assert words.count("一度だけの注") == 1


def test_the_coverage_table_fits_an_upright_page_and_the_rates_do_not() -> None:
    assert not table_layout(next(coverage_document().tables())).is_turned
    assert table_layout(rates_table()).is_turned
    assert sum(table_layout(next(coverage_document().tables())).bands[0].widths) <= PORTRAIT


def test_a_japanese_title_is_not_broken_inside_its_word() -> None:
    """全員実施ま/で: a crowded table gives such a title its room first."""
    names = ("公表順", "府省庁", "役割", "実施率", "到達率", "全員実施まで", "基準線未満", "対象者数", "把握者数")
    columns = tuple(
        TableColumn(f"c{place}", name, "count" if place > 2 else "text", width=6) for place, name in enumerate(names)
    )
    words = [Cell("独立行政法人情報処理推進機構と関係する全ての地方支分部局")] * 3
    row = TableRow((*words, *(Cell("10", 10) for _ in names[3:])), key="a")
    layout = table_layout(Table("t", "順位", columns, (row,)))
    for name, width in zip(names, layout.bands[0].widths, strict=True):
        assert width >= len(name) * layout.size


def test_the_title_of_a_group_over_one_column_is_not_broken() -> None:
    columns = (TableColumn("name", "府省庁"), TableColumn("v", "値", "percent", "2007年度", width=4))
    layout = table_layout(Table("t", "比較", columns, (TableRow((Cell("甲省"), percent("99.8"))),)))
    assert layout.bands[0].widths[1] >= text_width("2007年度", layout.size)


def test_long_tables_are_left_out_with_a_sentence(tmp_path: Path) -> None:
    words = "".join(pages_of(written(report(), tmp_path)))
    assert "".join(words_of("ja").long_table_left_out(long_table()).split()) in words
    assert "4.1.6(1)(1999)" not in words


def test_too_many_values_for_pages_are_refused_before_anything_is_made() -> None:
    table = table_of(*(["x"] * (MOST_CELLS + 10)), columns=10)
    with pytest.raises(TooLargeForPagesError) as refused:
        pdf_content(document_of(table))
    assert refused.value.problems[0].key == "print.too_large"


def test_the_same_document_gives_the_same_bytes_in_another_process_zone_and_locale() -> None:
    program = (
        "from tests.unit.exporting.report_documents import report;"
        "from auditor_app.exporting.pdf_file import pdf_content; import hashlib;"
        "print(hashlib.sha256(pdf_content(report())).hexdigest())"
    )
    found = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=own).stdout
        for own in (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8"},
            {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LANG": "C"},
        )
    }
    assert len(found) == 1


# --- the check ------------------------------------------------------------------------------------------------------


def with_changed_cell(document: Document, rate: str) -> Document:
    """農林水産省 with another official coverage."""
    (section,) = document.sections
    table = next(document.tables())
    rows = tuple(
        replace(row, cells=(*row.cells[:2], Cell(rate, Decimal(rate)), *row.cells[3:]))
        if row.key == "農林水産省"
        else row
        for row in table.rows
    )
    blocks = tuple(replace(table, rows=rows) if block is table else block for block in section.blocks)
    return replace(document, sections=(replace(section, blocks=blocks),))


def test_a_file_that_says_another_number_is_noticed_with_its_page_table_and_row(tmp_path: Path) -> None:
    document = document_of(next(coverage_document().tables()))
    path = written(with_changed_cell(document, "31.3"), tmp_path)
    with pytest.raises(ReadBackError) as found:
        check_pdf(document, path)
    assert found.value.place == "page 1, table 把握率, row 15"
    assert "31.2" in found.value.expected
    assert "31.3" in found.value.found


def test_a_missing_footnote_row_or_heading_is_noticed(tmp_path: Path) -> None:
    document = report()
    (summary, coverage, *others) = document.sections
    table = next(document.tables())
    without_note = replace(table, footnotes=table.footnotes[:1])
    without_row = replace(table, rows=table.rows[:-1])
    for changed in (without_note, without_row):
        blocks = tuple(changed if block == table else block for block in coverage.blocks)
        other = replace(document, sections=(summary, replace(coverage, blocks=blocks), *others))
        path = tmp_path / "other.pdf"
        write_pdf(other, path)
        with pytest.raises(ReadBackError):
            check_pdf(document, path)
    path = tmp_path / "shorter.pdf"
    write_pdf(replace(document, sections=document.sections[:-1]), path)
    with pytest.raises(ReadBackError) as found:
        check_pdf(document, path)
    assert found.value.place == "bookmarks"


def test_letters_without_a_shape_are_named_and_joined_ones_kept() -> None:
    assert printable("か\u3099e\u0301") == "がé"
    assert printable("ｶﾞ ㈱ 神 ﷺ") == "ｶﾞ ㈱ 神 〔U+FDFA〕"
