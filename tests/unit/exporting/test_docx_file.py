"""A Word file shows what the document says: every cell and footnote, in styles an office can change."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.documents import Cell, Document, Footnote, Paragraph, Section, Table, TableColumn, TableRow
from auditor_app.exporting.docx_check import check_docx
from auditor_app.exporting.docx_file import docx_content, write_docx
from auditor_app.exporting.html_check import check_html
from auditor_app.exporting.html_file import write_html
from tests.unit.exporting.chart_documents import PROVENANCE
from tests.unit.exporting.report_documents import report

ROOT = Path(__file__).resolve().parents[3]
ODD = (
    "<script>alert(1)</script>",
    "</w:t></w:r></w:p>&amp;<w:p/>",
    "甲\x00\x01\x1b省",
    "\ud800上\udfff下",
    "一行目\n二行目\t列\r\n三行目",
    '" onmouseover="x" \'',
    "<?table 0?>",
    "]]>--><!--{{ title }}{% raw %}",
    "\u202e右から左",
    "名" * 3000,
)


@pytest.fixture(scope="module")
def written() -> WordDocument:
    return docx.Document(io.BytesIO(docx_content(report())))


def tables(word: WordDocument) -> list[WordTable]:
    return [own for own in word.tables if own.style is not None and own.style.name == "Audit Table"]


def plain(text: str, *, note: str = "*1") -> Document:
    """The text in every place a document has."""
    columns = (TableColumn("name", text), TableColumn("rate", text, "percent", group=text))
    rows = (TableRow((Cell(text), Cell())), TableRow((Cell(text, notes=("n",)), Cell(text))))
    table = Table("t", text, columns, rows, (text,), (Footnote("n", text, note), Footnote("all", text)))
    section = Section("s", text, (Paragraph(text), table))
    return Document(text, "ja", (section,), PROVENANCE, text, ((text, text),), (text,))


def test_every_cell_of_a_table_stands_in_the_file_with_its_footnote_mark(written: WordDocument) -> None:
    table = report().table("coverage")
    found = tables(written)[0]
    rows = [[cell.text for cell in row.cells] for row in found.rows][2:]
    marks = {"own": " *1"}
    wanted = [[cell.text + "".join(marks[note] for note in cell.notes) for cell in row.cells] for row in table.rows]
    assert rows == wanted
    assert rows[14][1:4] == ["農林水産省 *1", "31.2", "98.2"]


def test_footnotes_stand_below_their_table(written: WordDocument) -> None:
    texts = [own.text for own in written.paragraphs if own.style is not None and own.style.name == "Table Note"]
    assert texts[:2] == ["*1\t独自の把握状況調査を実施(分析の対象から除外)", "2006年度においては報告対象を限定"]


def test_header_rows_repeat_and_no_row_is_split(written: WordDocument) -> None:
    for table in tables(written):
        rows = table._tbl.tr_lst
        assert rows[0].xpath("./w:trPr/w:tblHeader")
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)
    assert [bool(row.xpath("./w:trPr/w:tblHeader")) for row in tables(written)[0]._tbl.tr_lst[:3]] == [
        True,
        True,
        False,
    ]


def test_a_wide_table_stands_on_a_turned_page_and_fits_it(written: WordDocument) -> None:
    assert [own.orientation for own in written.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    wide = tables(written)[1]
    pages = written.sections[1]
    assert pages.page_width is not None
    assert pages.left_margin is not None
    widths = [int(own.get(qn("w:w"))) for own in wide._tbl.tblGrid.findall(qn("w:gridCol"))]
    assert sum(widths) * 635 <= pages.page_width - 2 * pages.left_margin
    assert len(widths) == 16


def test_numbers_stand_on_the_right_and_a_state_is_a_word(written: WordDocument) -> None:
    cells = tables(written)[1].rows[3].cells
    assert cells[1].paragraphs[0].style is not None
    assert cells[1].paragraphs[0].style.name == "Table Number"
    state = next(cell for cell in cells if cell.text == "未報告")
    assert [run.style.name for run in state.paragraphs[0].runs] == ["State"]


def test_styles_name_a_japanese_face_and_both_languages(written: WordDocument) -> None:
    defaults = written.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    fonts, language = defaults.find(qn("w:rFonts")), defaults.find(qn("w:lang"))
    assert fonts.get(qn("w:eastAsia")) == "游ゴシック"
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == ("en-US", "ja-JP")
    names = {style.name for style in written.styles}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "List Bullet", "Audit Table"} <= names


def test_a_chart_has_words_for_those_who_do_not_see_it(written: WordDocument) -> None:
    words = written.element.body.xpath(".//wp:docPr/@descr")
    assert len(words) == 1
    assert "府省庁別の把握率" in words[0]
    assert "31.2" in words[0]


def test_pages_are_numbered_and_say_that_data_are_practice(written: WordDocument) -> None:
    pages = written.sections[0]
    assert "演習用(架空)" in pages.header.paragraphs[0].text
    fields = "".join(own.text for own in pages.footer._element.iter(qn("w:instrText")))
    assert fields.split() == ["PAGE", "NUMPAGES"]
    assert "2006年度は報告対象が限定されています。" in pages.footer.paragraphs[0].text


def test_contents_can_be_updated_but_word_asks_nothing_on_opening(written: WordDocument) -> None:
    instructions = "".join(own.text for own in written.element.body.iter(qn("w:instrText")))
    assert instructions.split()[0] == "TOC"
    assert written.settings.element.find(qn("w:updateFields")) is None
    names = {own.get(qn("w:name")) for own in written.element.body.iter(qn("w:bookmarkStart"))}
    anchors = {own.get(qn("w:anchor")) for own in written.element.body.iter(qn("w:hyperlink"))}
    assert anchors
    assert anchors <= names


def test_a_long_table_is_left_out_with_its_rows_counted(written: WordDocument) -> None:
    assert any("割合の明細" in own.text and "2,000 行" in own.text for own in written.paragraphs)


def test_the_last_section_says_what_the_document_rests_on(written: WordDocument) -> None:
    texts = [cell.text for table in written.tables[-3:] for row in table.rows for cell in row.cells]
    own = PROVENANCE
    for words in (own.case_id, own.log_head, own.program, "2026-11-22 14:05 (UTC+9)", own.sources[0].sha256):
        assert words in texts
    assert "状況を把握した者 ÷ 報告対象。" in texts


def test_nothing_leads_outside_and_no_person_or_machine_is_named() -> None:
    content = docx_content(report())
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
        assert {entry.date_time for entry in container.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not [name for name, part in parts.items() if b"TargetMode" in part]
    assert not [name for name in parts if "thumbnail" in name or "customXml" in name or "vba" in name.lower()]
    core = parts["docProps/core.xml"].decode()
    assert re.findall(r"<dc:creator>(.*?)<", core) == ["auditor-app"]
    assert set(re.findall(r"20\d\d-[^<]*", core)) == {"2026-11-22T05:05:00Z"}
    assert b"Macintosh" not in parts["docProps/app.xml"]


@pytest.mark.parametrize("text", ODD)
def test_odd_names_are_words_in_word_and_html(text: str, tmp_path: Path) -> None:
    document = plain(text)
    write_docx(document, tmp_path / "a.docx")
    check_docx(document, tmp_path / "a.docx")
    write_html(document, tmp_path / "a.html")
    check_html(document, tmp_path / "a.html")


@settings(max_examples=40)
@given(st.text(st.characters(), max_size=60).map(lambda text: f"甲{text}乙"))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    document = plain(text)
    write_docx(document, folder / "a.docx")
    check_docx(document, folder / "a.docx")
    write_html(document, folder / "a.html")
    check_html(document, folder / "a.html")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_written_report_reads_back(language: str, tmp_path: Path) -> None:
    document = report(language="ja" if language == "ja" else "en")
    write_docx(document, tmp_path / "報告書.docx")
    check_docx(document, tmp_path / "報告書.docx")


def test_a_view_without_title_page_has_no_contents(tmp_path: Path) -> None:
    document = replace(report(is_practice=False), title_page=())
    write_docx(document, tmp_path / "a.docx")
    check_docx(document, tmp_path / "a.docx")
    texts = [own.text for own in docx.Document(str(tmp_path / "a.docx")).paragraphs]
    assert texts[0] == "情報セキュリティ対策の実施状況"
    assert "目次" not in texts


def test_a_document_of_one_view_says_its_title_once(tmp_path: Path) -> None:
    document = replace(report(is_practice=False), title_page=(), sections=report().sections[:1], title="1 要旨")
    write_docx(document, tmp_path / "a.docx")
    check_docx(document, tmp_path / "a.docx")
    assert [own.text for own in docx.Document(str(tmp_path / "a.docx")).paragraphs].count("1 要旨") == 1
    write_html(document, tmp_path / "a.html")
    check_html(document, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert re.findall(r"<h\d>(1 要旨)</h\d>", page) == ["1 要旨"]


def test_the_same_document_gives_the_same_bytes_wherever_it_is_written() -> None:
    program = (
        "import hashlib; from pathlib import Path\n"
        "from dataclasses import replace\n"
        "from tests.unit.exporting.report_documents import report\n"
        "from auditor_app.exporting.docx_file import docx_content\n"
        "from auditor_app.exporting.docx_template import filled_content\n"
        "from auditor_app.exporting.html_file import html_text\n"
        "template = Path('resources/templates/report-ja.docx')\n"
        "for made in (docx_content(report()), html_text(report()).encode(), filled_content(report(), template)):\n"
        "    print(hashlib.sha256(made).hexdigest())\n"
    )
    found = set()
    for seed, zone, words in (("1", "Asia/Tokyo", "ja_JP.UTF-8"), ("77", "America/New_York", "C")):
        own = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": words, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=own, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_a_heading_alone_stands_on_the_page_of_what_follows_it() -> None:
    wide = report(is_practice=False).sections[2]
    document = replace(report(), title_page=(), sections=(Section("head", "4 課題", ()), wide))
    word = docx.Document(io.BytesIO(docx_content(document)))
    assert [own.orientation for own in word.sections] == [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
