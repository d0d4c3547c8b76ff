"""Reads a Word file back and holds it against its document: every heading, line, cell, footnote and field."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl, CT_Tc
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import _Element

from auditor_app.domain.documents import Block, BulletList, Chart, Document, FieldList, Paragraph, Section, Table
from auditor_app.exporting.chart_svg import chart_description, chart_notes, is_beside_table
from auditor_app.exporting.document_words import words_of
from auditor_app.exporting.provenance_section import repeats_title, with_provenance
from auditor_app.exporting.read_back import ReadBackError, require_equal
from auditor_app.exporting.table_texts import body_texts, footnote_line, header_texts
from auditor_app.exporting.writable_text import writable

_PARAGRAPH_STYLES = {"body": "Normal", "lead": "Lead", "note": "Note", "warning": "Warning"}
_LEVELS = 3
_PARAGRAPH = qn("w:p")
_CONTINUED = f"{qn('w:tcPr')}/{qn('w:vMerge')}[@{qn('w:val')}='continue']"
_PIECES: dict[str, Callable[[_Element], str]] = {
    qn("w:t"): lambda own: own.text or "",
    qn("w:br"): lambda _own: "\n",
    qn("w:tab"): lambda _own: "\t",
}


def check_docx(document: Document, path: Path) -> None:
    """ReadBackError with the place of the first thing that is not as the document says."""
    try:
        word = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ReadBackError("file", "a Word document", type(error).__name__) from error
    require_equal("title of the file", " ".join(writable(document.title).split())[:255], word.core_properties.title)
    check = _Check(document, _flow(word))
    check.front()
    for section in with_provenance(document):
        check.section(section)
    check.end()
    _check_margins(document, word.sections[0].header.paragraphs, word.sections[0].footer.paragraphs)


def _flow(word: WordDocument) -> Iterator[WordParagraph | WordTable]:
    """What stands in the file from the top to the bottom, without the empty lines between."""
    for own in word.iter_inner_content():
        if isinstance(own, WordTable) or own.text or own._p.findall(f".//{qn('w:drawing')}"):
            yield own


class _Check:
    """Goes through document and file side by side."""

    def __init__(self, document: Document, flow: Iterator[WordParagraph | WordTable]) -> None:
        self._document = document
        self._words = words_of(document.language)
        self._flow = flow

    def front(self) -> None:
        document = self._document
        if document.provenance.is_practice:
            self._line("front page", "Practice Mark", self._words.practice_yes)
        self._line("front page", "Title", document.title)
        if document.subtitle:
            self._line("front page", "Subtitle", document.subtitle)
        for remark in document.remarks:
            self._line("front page", "Warning", remark)
        if document.title_page:
            self._fields("front page", FieldList(document.title_page))
            self._line("contents", "TOC Heading", self._words.contents)
            for section in with_provenance(document):
                self._line("contents", f"toc {min(section.level, _LEVELS)}", section.title)

    def section(self, section: Section) -> None:
        if not repeats_title(self._document, section):
            self._line(section.title, f"Heading {min(section.level, _LEVELS)}", section.title)
        for block in section.blocks:
            self._block(section.title, block)

    def end(self) -> None:
        left = next(self._flow, None)
        if left is not None:
            found = left.text if isinstance(left, WordParagraph) else "a table"
            raise ReadBackError("end of the file", "", found)

    def _block(self, place: str, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._line(place, _PARAGRAPH_STYLES[block.style], block.text)
        elif isinstance(block, BulletList):
            for line in block.lines:
                self._line(place, "List Bullet", line)
        elif isinstance(block, FieldList):
            self._fields(place, block)
        elif isinstance(block, Chart):
            self._chart(place, block)
        elif block.is_long:
            self._line(place, "Note", self._words.long_table_left_out(block))
        else:
            self._table(f"{place}, {block.title}", block)

    def _line(self, place: str, style: str, text: str) -> None:
        if not text:
            return  # an empty line is written, and skipped when read
        found = next(self._flow, None)
        if not isinstance(found, WordParagraph):
            raise ReadBackError(place, text, "a table" if found else "the end")
        require_equal(place, writable(text), found.text)
        require_equal(f"{place}, style of {text!r}", style, str(found.style.name if found.style else ""))

    def _grid(self, place: str) -> CT_Tbl:
        found = next(self._flow, None)
        if not isinstance(found, WordTable):
            raise ReadBackError(place, "a table", found.text if found else "the end")
        return found._tbl

    def _fields(self, place: str, fields: FieldList) -> None:
        rows = [_texts(row) for row in self._grid(place).tr_lst]
        wanted = [[writable(name), writable(text)] for name, text in fields.fields]
        _require_rows(place, wanted, rows)

    def _chart(self, place: str, chart: Chart) -> None:
        where = self._words.chart_of(self._document.table(chart.table).title)
        self._line(place, "Caption", chart.title)
        pictures = self._pictures()
        if not pictures:
            self._line(place, "Note", chart_description(self._document, chart))
        for words in pictures:
            if " ".join(writable(chart.title).split()) not in words:
                raise ReadBackError(f"{place}, words for the picture", chart.title, words)
        self._line(place, "Note", where)
        for note in chart_notes(self._document, chart, beside_table=is_beside_table(self._document, chart)):
            self._line(place, "Table Note", footnote_line(note))

    def _pictures(self) -> list[str]:
        """The words of those that come next, however many."""
        found: list[str] = []
        for own in self._flow:
            words = own._p.xpath(".//wp:docPr/@descr") if isinstance(own, WordParagraph) else []
            if not words:
                self._flow = chain([own], self._flow)
                break
            found += words
        return found

    def _table(self, place: str, table: Table) -> None:
        self._line(place, "Caption", table.title)
        for remark in table.remarks:
            self._line(place, "Remark", remark)
        rows = self._grid(place).tr_lst
        heads = header_texts(table)
        for number, row in enumerate(rows):
            is_header = bool(row.xpath("./w:trPr/w:tblHeader"))
            require_equal(f"{place}, row {number + 1} repeats", str(number < len(heads)), str(is_header))
        wanted = [*heads, *body_texts(table, self._words.no_rows)]
        _require_rows(place, wanted, [_texts(row) for row in rows])
        for note in table.footnotes:
            self._line(f"{place}, footnotes", "Table Note", footnote_line(note))


def _texts(row: CT_Row) -> list[str]:
    """Of its cells, without those that continue the one above."""
    return [_cell_text(cell) for cell in row.tc_lst if cell.find(_CONTINUED) is None]


def _cell_text(cell: CT_Tc) -> str:
    """Its paragraphs as lines; python-docx would ask each of them several questions, in each of 200,000 cells."""
    paragraphs = cell.findall(_PARAGRAPH)
    return "\n".join("".join(_PIECES[own.tag](own) for own in each.iter(*_PIECES)) for each in paragraphs)


def _require_rows(place: str, wanted: list[list[str]], found: list[list[str]]) -> None:
    require_equal(f"{place}, number of rows", str(len(wanted)), str(len(found)))
    for number, (own, other) in enumerate(zip(wanted, found, strict=True), start=1):
        require_equal(f"{place}, row {number}, number of cells", str(len(own)), str(len(other)))
        for column, (text, read) in enumerate(zip(own, other, strict=True), start=1):
            require_equal(f"{place}, row {number}, cell {column}", text, read)


def _check_margins(document: Document, top: list[WordParagraph], foot: list[WordParagraph]) -> None:
    practice = f"【{words_of(document.language).practice}】" if document.provenance.is_practice else ""
    require_equal("top of the pages", writable(f"{practice}{document.title}"), "\n".join(own.text for own in top))
    remarks = [writable(remark) for remark in document.remarks]
    require_equal("foot of the pages", "\n".join(remarks), "\n".join(own.text for own in foot[:-1]))
