"""Writes a document as an editable Word file: real styles, repeated header rows, fields for pages and contents.

Pure: no clock, no network, no window.  The same document gives the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from auditor_app.domain.documents import (
    Block,
    BulletList,
    Chart,
    Document,
    FieldList,
    Footnote,
    Paragraph,
    ParagraphStyle,
    Section,
    Table,
)
from auditor_app.exporting.chart_svg import chart_description, chart_notes, is_beside_table
from auditor_app.exporting.document_words import words_of
from auditor_app.exporting.docx_package import package_bytes, set_particulars, strip_package, table_place
from auditor_app.exporting.docx_pictures import CHART_SIZE, TURNED_SIZE, word_pictures
from auditor_app.exporting.docx_styles import set_styles
from auditor_app.exporting.docx_tables import field_table, word_table
from auditor_app.exporting.docx_text import field, paragraph, runs
from auditor_app.exporting.docx_widths import LANDSCAPE, PORTRAIT, is_wide
from auditor_app.exporting.provenance_section import repeats_title, with_provenance
from auditor_app.exporting.table_texts import footnote_line

if TYPE_CHECKING:
    from docx.section import Section as Pages

_STYLES: dict[ParagraphStyle, str] = {"body": "", "lead": "Lead", "note": "Note", "warning": "Warning"}
_LEVELS = 3
_TWIP = 635
_PICTURE = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing/></w:r></w:p>'
_SECTION_END = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'


def write_docx(document: Document, path: Path) -> None:
    """The file is ready when this returns; it has not been read back yet."""
    path.write_bytes(docx_content(document))


def docx_content(document: Document) -> bytes:
    sections = with_provenance(document)
    turned = _turned(sections)
    writer = _Writer(document, is_landscape=turned[0] and not document.title_page)
    writer.write_front()
    for section, is_landscape in zip(sections, turned, strict=True):
        writer.write_section(section, is_landscape=is_landscape)
    return writer.content()


def _turned(sections: tuple[Section, ...]) -> list[bool]:
    """Which stand on turned pages: those with a wide table, and a heading alone with what follows it."""
    turned: list[bool] = []
    for section in reversed(sections):
        turned.append(_is_wide(section) if section.blocks or not turned else turned[-1])
    return turned[::-1]


class _Writer:
    """One document on its way into Word, from the top to the bottom."""

    def __init__(self, document: Document, *, is_landscape: bool) -> None:
        self._document = document
        self._words = words_of(document.language)
        self._word = docx.Document()
        self._body = self._word.element.body
        self._bookmarks = 0
        self._tables: list[str] = []
        strip_package(self._word)
        set_styles(self._word)
        set_particulars(self._word, document)
        self._pages = self._word.sections[0]
        _lay_out(self._pages, is_landscape=is_landscape)
        self._write_margins()

    def content(self) -> bytes:
        return package_bytes(self._word, self._tables)

    def write_front(self) -> None:
        """Title and marks; for a report its particulars and the table of contents, on pages of their own."""
        document = self._document
        if document.provenance.is_practice:
            self._add(paragraph(runs(self._words.practice_yes), "PracticeMark"))
        self._add(paragraph(runs(document.title), "Title"))
        if document.subtitle:
            self._add(paragraph(runs(document.subtitle), "Subtitle"))
        for remark in document.remarks:
            self._add(paragraph(runs(remark), "Warning"))
        if document.title_page:
            self._add_table(field_table(FieldList(document.title_page), PORTRAIT))
            self._write_contents()

    def write_section(self, section: Section, *, is_landscape: bool) -> None:
        """Its heading and blocks; pages are turned for the whole section where one of its tables is wide."""
        is_turned = self._turn(is_landscape=is_landscape)
        if not repeats_title(self._document, section):
            self._write_heading(section, is_turned=is_turned)
        for block in section.blocks:
            self._write_block(block)

    def _write_heading(self, section: Section, *, is_turned: bool) -> None:
        level = min(section.level, _LEVELS)
        breaks = "<w:pageBreakBefore/>" if section.starts_page and not is_turned else ""
        style = f'<w:pPr><w:pStyle w:val="Heading{level}"/>{breaks}</w:pPr>'
        self._bookmarks += 1
        mark = f'w:id="{self._bookmarks}"'
        self._add(
            f'<w:p>{style}<w:bookmarkStart {mark} w:name="{_bookmark(self._bookmarks)}"/>{runs(section.title)}'
            f"<w:bookmarkEnd {mark}/></w:p>"
        )

    def _write_block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._add(paragraph(runs(block.text), _STYLES[block.style]))
        elif isinstance(block, BulletList):
            for line in block.lines:
                self._add(paragraph(runs(line), "ListBullet"))
        elif isinstance(block, FieldList):
            self._add_table(field_table(block, self._available))
            self._add(paragraph("", "Note"))
        elif isinstance(block, Chart):
            self._write_chart(block)
        elif block.is_long:
            self._add(paragraph(runs(self._words.long_table_left_out(block)), "Note"))
        else:
            self._write_table(block)

    def _write_table(self, table: Table) -> None:
        self._add(paragraph(runs(table.title), "Caption"))
        for remark in table.remarks:
            self._add(paragraph(runs(remark), "Remark"))
        self._add_table(word_table(table, self._available, self._words.no_rows))
        self._write_footnotes(table.footnotes)
        self._add(paragraph("", "Note"))

    def _write_chart(self, chart: Chart) -> None:
        """The picture, with words for those who cannot see it, and where its numbers stand."""
        document = self._document
        self._add(paragraph(runs(chart.title), "Caption"))
        size = TURNED_SIZE if self._available == LANDSCAPE else CHART_SIZE
        is_drawn = False
        for inline in word_pictures(self._word.part, document, chart, size, self._available * _TWIP):
            element = parse_xml(_PICTURE)
            element.find(f"{qn('w:r')}/{qn('w:drawing')}").append(inline)
            self._add_element(element)
            is_drawn = True
        if not is_drawn:
            self._add(paragraph(runs(chart_description(document, chart)), "Note"))
        self._add(paragraph(runs(self._words.chart_of(document.table(chart.table).title)), "Note"))
        self._write_footnotes(chart_notes(document, chart, beside_table=is_beside_table(document, chart)))

    def _write_footnotes(self, footnotes: tuple[Footnote, ...]) -> None:
        for note in footnotes:
            self._add(paragraph(runs(footnote_line(note)), "TableNote"))

    def _write_contents(self) -> None:
        """A table of contents: its lines lead to the headings, and Word adds the pages when it is told to update it."""
        self._add(paragraph(runs(self._words.contents), "TOCHeading"))
        sections = with_provenance(self._document)
        opening = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            rf'<w:r><w:instrText xml:space="preserve"> TOC \o "1-{_LEVELS}" \h \z \u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for number, section in enumerate(sections, start=1):
            link = f'<w:hyperlink w:anchor="{_bookmark(number)}" w:history="1">{runs(section.title)}</w:hyperlink>'
            first, last = opening if number == 1 else "", closing if number == len(sections) else ""
            self._add(paragraph(f"{first}{link}{last}", f"TOC{min(section.level, _LEVELS)}"))
        self._break_page()

    def _write_margins(self) -> None:
        """Title and practice mark on top of every page; below it remarks and the number of the page."""
        top, foot = self._pages.header, self._pages.footer
        practice = f"【{self._words.practice}】" if self._document.provenance.is_practice else ""
        _fill(top._element, [paragraph(runs(f"{practice}{self._document.title}"), "Header")])
        before, between, after = self._words.page("\0", "\1").replace("\1", "\0").split("\0")
        number = runs(before) + field("PAGE", "1") + runs(between) + field("NUMPAGES", "1") + runs(after)
        lines = [paragraph(runs(line), "Footer") for line in self._document.remarks]
        _fill(foot._element, [*lines, paragraph(number, "Footer")])

    @property
    def _available(self) -> int:
        return LANDSCAPE if self._pages.orientation == WD_ORIENT.LANDSCAPE else PORTRAIT

    def _turn(self, *, is_landscape: bool) -> bool:
        """Go on on pages of that orientation; whether a new page began by it."""
        if is_landscape == (self._pages.orientation == WD_ORIENT.LANDSCAPE):
            return False
        self._pages = self._word.add_section(WD_SECTION.NEW_PAGE)
        ended = self._body.findall(qn("w:p"))[-1]  # the paragraph that holds the section before: no line of its own
        for own in list(parse_xml(f"<w:all {nsdecls('w')}>{_SECTION_END}</w:all>")[0]):
            ended.pPr.insert(0, own)
        _lay_out(self._pages, is_landscape=is_landscape)
        return True

    def _break_page(self) -> None:
        self._add('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def _add(self, markup: str) -> None:
        self._add_element(parse_xml(markup.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))

    def _add_table(self, markup: str) -> None:
        self._add_element(table_place(len(self._tables)))
        self._tables.append(markup)

    def _add_element(self, element: object) -> None:
        self._body.insert_element_before(element, "w:sectPr")


def _is_wide(section: Section) -> bool:
    return any(isinstance(own, Table) and not own.is_long and is_wide(own) for own in section.blocks)


def _lay_out(pages: Pages, *, is_landscape: bool) -> None:
    pages.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    short, long = Mm(210), Mm(297)
    pages.page_width, pages.page_height = (long, short) if is_landscape else (short, long)
    pages.left_margin = pages.right_margin = pages.top_margin = pages.bottom_margin = Mm(20)
    pages.header_distance = pages.footer_distance = Mm(10)


def _fill(element: object, paragraphs: list[str]) -> None:
    for own in list(element):  # type: ignore[call-overload]
        element.remove(own)  # type: ignore[attr-defined]
    for own in paragraphs:
        element.append(parse_xml(own.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))  # type: ignore[attr-defined]


def _bookmark(number: int) -> str:
    return f"_Toc{number:08d}"
