"""The sheets around the tables: contents with all the text, conditions, definitions, sources, record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.documents import BulletList, Chart, Document, FieldList, Paragraph, Section, Table
from auditor_app.domain.published import State
from auditor_app.exporting.document_words import (
    definition_rows,
    provenance_fields,
    running_lines,
    source_rows,
    state_meaning,
    state_name,
    words_of,
)
from auditor_app.exporting.xlsx_content import SheetContent, WorkbookContent
from auditor_app.exporting.xlsx_formulas import Conditions
from auditor_app.exporting.xlsx_layout import TablePlace, place_words, sheet_reference
from auditor_app.exporting.xlsx_styles import Style, StyleName, text_code
from auditor_app.exporting.xlsx_words import XLSX_WORDS

AnnexRow = tuple[StyleName, tuple[str, ...]]
AnnexName = Literal["definitions", "sources", "record"]
_NAMES_WIDTH, _TEXT_WIDTH = 28.0, 96.0
_PARAGRAPHS: dict[str, StyleName] = {"body": "body", "lead": "lead", "note": "note", "warning": "warning"}


@dataclass(frozen=True)
class Annex:
    """A sheet of plain rows, which the writer of big tables puts down as well."""

    title: str
    widths: tuple[float, ...]
    rows: tuple[AnnexRow, ...]


def annexes(document: Document) -> dict[AnnexName, Annex]:
    """What every workbook has: definitions and states, sources, and what somebody needs to make it again."""
    words, own = words_of(document.language), XLSX_WORDS[document.language]
    marked: list[AnnexRow] = [("warning", (text,)) for text in running_lines(document)]
    rules = definition_rows(document.provenance)
    definitions: list[AnnexRow] = [("title", (own.definitions,)), *marked]
    if rules:
        definitions.append(("head", (words.rule, words.version, words.name, words.words)))
        definitions += [("body", rule) for rule in rules]
    definitions += [("plain", ()), ("head", (words.state, "", "", words.meaning))]
    definitions += [
        ("body", (state_name(state, document.language), "", "", state_meaning(state, document.language)))
        for state in State
    ]
    definitions += [("plain", ())]
    definitions += [("line", (text,)) for text in (own.recomputed_note, own.differing_note, own.marks_note)]
    sources: list[AnnexRow] = [("title", (own.sources,)), *marked]
    sources.append(("head", (words.document, words.sha256)))
    sources += [("body", row) for row in source_rows(document.provenance)]
    record: list[AnnexRow] = [
        ("title", (own.record,)),
        ("subtitle", (document.title,)),
        *marked,
    ]
    record += [("body", pair) for pair in provenance_fields(document)]
    return {
        "definitions": Annex(own.definitions, (26.0, 7.0, 34.0, 90.0), tuple(definitions)),
        "sources": Annex(own.sources, (70.0, 68.0), tuple(sources)),
        "record": Annex(own.record, (34.0, 96.0), tuple(record)),
    }


def put_annex(book: WorkbookContent, sheet: SheetContent, annex: Annex) -> int:
    """All its rows; returns the first one below."""
    sheet.widths = dict(enumerate(annex.widths))
    for row, (style, texts) in enumerate(annex.rows):
        if len(texts) == 1:
            sheet.put_line(row, book.text(texts[0], place_words(sheet.name, row, 0)), Style(style), len(annex.widths))
            continue
        for column, text in enumerate(texts):
            kept = book.text(text, place_words(sheet.name, row, column))
            name: StyleName = "name" if style == "body" and column == 0 else style
            sheet.put(row, column, kept or None, Style(name, text_code(kept)))
            sheet.make_room(row, kept, annex.widths[column])
    return len(annex.rows)


def put_record_end(book: WorkbookContent, sheet: SheetContent, row: int, places: Sequence[TablePlace]) -> None:
    """How many values differ from their recomputation, as a formula, and which texts did not fit."""
    checked = [place for place in places if place.check_column is not None and place.table.rows]
    if checked:
        counts = [f'COUNTIF({place.check_cells()},"≠")' for place in checked]
        columns = {place.sheet: (place.check_column, place.first_row) for place in checked}
        count = sum(
            entry.value == "≠"
            for own in book.sheets
            if own.name in columns
            for (at, column), entry in own.entries.items()
            if column == columns[own.name][0] and at >= columns[own.name][1]
        )
        sheet.put(row, 0, book.words.differing, Style("name", "@"))
        sheet.put(row, 1, count, Style("number", "0", align="left"), "=" + "+".join(counts))
        row += 1
    if book.changes:
        sheet.put_line(row + 1, book.words.changed_texts, Style("lead"), 2)
        for number, change in enumerate(book.changes, start=row + 2):
            sheet.put_line(number, change, Style("body"), 2)


def put_practice_mark(book: WorkbookContent, sheet: SheetContent, row: int) -> None:
    """On sheets that no remark of the document is put on."""
    if book.document.provenance.is_practice:
        sheet.put_line(row, words_of(book.document.language).practice, Style("warning"), 2)


def put_conditions(book: WorkbookContent, sheet: SheetContent, conditions: Conditions) -> None:
    sheet.widths = {0: 60.0, 1: 30.0}
    sheet.put_line(0, book.words.conditions, Style("title"), 2)
    sheet.put_line(1, book.words.conditions_note, Style("line"), 2)
    put_practice_mark(book, sheet, 2)
    for row, value in enumerate(conditions.values, start=conditions.FIRST_ROW):
        code = text_code(value) if isinstance(value, str) else "General"
        sheet.put(row, 0, value, Style("text", code))


# --- contents ---------------------------------------------------------------------------------------------


def has_front(document: Document) -> bool:
    """Whether there is more than one plain table to be told of."""
    blocks = [block for section in document.sections for block in section.blocks]
    shown = [block for block in blocks if isinstance(block, Table) and not block.is_long]
    has_text = any(isinstance(block, Paragraph | BulletList | FieldList) for block in blocks)
    return bool(document.title_page) or has_text or len(shown) != 1


class FrontSheet:
    """Title, list of sheets, and every text of the document in reading order, with links to the tables."""

    def __init__(self, book: WorkbookContent, sheet: SheetContent, places: dict[str, TablePlace]) -> None:
        self._book, self._sheet, self._places = book, sheet, places
        self._row = 0

    def fill(self, annex_sheets: Sequence[str]) -> None:
        document, sheet = self._book.document, self._sheet
        sheet.widths = {0: _NAMES_WIDTH, 1: _TEXT_WIDTH}
        sheet.is_portrait = True
        self._line(document.title, "title")
        if document.subtitle:
            self._line(document.subtitle, "subtitle")
        for text in running_lines(document):
            self._line(text, "warning")
        for name, words in document.title_page:
            self._pair(name, words)
        self._row += 1
        self._line(self._book.words.sheets, "section")
        for place in self._places.values():
            rows = self._book.words.row_count.format(count=f"{len(place.table.rows):,}")
            self._link(place.sheet, f"{place.table.title} ({rows})")
        for name in annex_sheets:
            self._link(name, "")
        for section in document.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        self._row += 1
        self._line(section.title, "section")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                self._line(block.text, _PARAGRAPHS[block.style])
            elif isinstance(block, BulletList):
                for text in block.lines:
                    self._line(f"・{text}", "body")
            elif isinstance(block, FieldList):
                for name, words in block.fields:
                    self._pair(name, words)
            elif isinstance(block, Table):
                self._link(self._places[block.id].sheet, block.title)
            elif isinstance(block, Chart):
                self._link(
                    self._places[block.table].sheet, f"{words_of(self._book.document.language).chart}: {block.title}"
                )

    def _line(self, text: str, style: StyleName) -> None:
        kept = self._book.text(text, place_words(self._sheet.name, self._row, 0))
        self._sheet.put_line(self._row, kept, Style(style), 2)
        self._row += 1

    def _pair(self, name: str, words: str) -> None:
        for column, (text, style) in enumerate(((name, "name"), (words, "body"))):
            kept = self._book.text(text, place_words(self._sheet.name, self._row, column))
            own: StyleName = "name" if style == "name" else "body"
            self._sheet.put(self._row, column, kept or None, Style(own, text_code(kept)))
            self._sheet.make_room(self._row, kept, (_NAMES_WIDTH, _TEXT_WIDTH)[column])
        self._row += 1

    def _link(self, sheet: str, words: str) -> None:
        link = f"{sheet_reference(sheet)}!A1"
        self._sheet.put(self._row, 0, sheet, Style("link", text_code(sheet)), link=link)
        if words:
            kept = self._book.text(words, place_words(self._sheet.name, self._row, 1))
            self._sheet.put(self._row, 1, kept, Style("body", text_code(kept)))
        self._row += 1
