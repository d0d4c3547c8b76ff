"""A big plain table as an Excel workbook: rows go into the file as they come, and none of them stays in memory."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from xlsxwriter.utility import xl_col_to_name

from auditor_app.domain.documents import Document
from auditor_app.exporting.cell_widths import column_width
from auditor_app.exporting.document_words import as_of_text, running_lines, words_of
from auditor_app.exporting.read_back import ReadBackError, require_equal
from auditor_app.exporting.row_texts import RowStream
from auditor_app.exporting.xlsx_front import Annex, annexes
from auditor_app.exporting.xlsx_package import workbook_parts
from auditor_app.exporting.xlsx_rows import (
    HEAD_STYLE,
    SHEET_BREAK,
    TITLE_STYLE,
    WRAPPED_STYLE,
    SheetForm,
    sheet_begin,
    sheet_end,
    text_row,
)
from auditor_app.exporting.xlsx_texts import LONGEST_HEADER, SheetNames, page_text

QUICK = 1
"""Level of compression: the next ones take twice the time for a tenth of the size."""
MOST_BYTES_OF_A_SHEET = 1_900_000_000
"""Larger ones need an extension of the zip format that some readers do not know."""
_CELLS = re.compile(r"<c(?:/>| [^>]*/>|>.*?</c>| .*?</c>)", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_MEASURED_CHARACTERS = 200_000
_FROZEN_COLUMNS = 2


@dataclass(frozen=True)
class WrittenSheet:
    """What was put into one part of the file."""

    part: str
    row_count: int
    """Its header and titles not among them."""
    rows_above: int
    sha256: str


@dataclass
class WrittenRows:
    """What `check_xlsx_rows` compares the file with."""

    row_count: int = 0
    sheets: list[WrittenSheet] = field(default_factory=list)


@dataclass(frozen=True)
class PlainTable:
    """The rows and how their columns are called."""

    document: Document
    """Title, remarks and provenance; its sections are not looked at."""
    stream: RowStream
    titles: Mapping[str, str] = field(default_factory=dict)
    """By field; a field without one is its own title, as scripts know it."""


def write_xlsx_rows(table: PlainTable, path: Path, form: SheetForm | None = None) -> WrittenRows:
    """Header, frozen panes, filters, as many sheets as the rows need; definitions, sources and record behind them."""
    with path.open("wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as package:
        return _Writing(table, package, form or SheetForm()).write()


class _Writing:
    """One file on its way."""

    def __init__(self, table: PlainTable, package: ZipFile, form: SheetForm) -> None:
        self._table, self._package, self._form = table, package, form
        self._document = table.document
        self._names = SheetNames()
        self._sheets: list[str] = []
        self._filtered: dict[int, str] = {}
        self._written = WrittenRows()
        self._above = [self._document.title, *running_lines(self._document)] if self._is_marked else []

    @property
    def _is_marked(self) -> bool:
        """Rows of practice data say so above the header; others begin with the header, as programs like it."""
        return self._document.provenance.is_practice

    def write(self) -> WrittenRows:
        notes = annexes(self._document)
        own_names = {key: self._names.given(annex.title) for key, annex in notes.items()}
        self._write_tables()
        for key, annex in notes.items():
            self._write_annex(own_names[key], annex)
        for name, content in workbook_parts(self._document, self._sheets, self._filtered, len(self._above)).items():
            with self._package.open(_entry(name), "w") as part:
                part.write(content.encode())
        return self._written

    def _write_tables(self) -> None:
        texts = _pieces(self._table.stream.texts(self._form))
        first = next(texts, "")
        self._widths = self._measured(first)
        waiting: str | None = first
        while waiting is not None:
            waiting = self._write_sheet(waiting, texts)

    def _write_sheet(self, text: str, texts: Iterator[str]) -> str | None:
        """Rows up to a break; returns what comes behind it, None at the end."""
        number, before = len(self._sheets) + 1, self._written.row_count
        self._sheets.append(self._names.given(self._document.title))
        fields = self._table.stream.fields
        following: str | None = None
        with self._package.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
            sheet = _Part(part)
            frozen = min(_FROZEN_COLUMNS, max(0, len(fields) - 1))
            sheet.write(sheet_begin(self._widths, len(self._above) + 1, frozen, number == 1))
            sheet.write("".join(text_row([line], TITLE_STYLE) for line in self._above))
            sheet.write(text_row([self._title(name) for name in fields], HEAD_STYLE))
            sheet.write(text)
            for following in texts:
                if following is SHEET_BREAK or sheet.size > MOST_BYTES_OF_A_SHEET:
                    break
                sheet.write(following)
            else:
                following = None
            rows = sheet.row_count - len(self._above) - 1
            self._filtered[number] = self._filter(len(fields), rows)
            sheet.write(sheet_end(self._filtered[number], self._header(), self._footer()))
        self._written.row_count = before + rows
        self._note(number, sheet, rows, len(self._above) + 1)
        if following is SHEET_BREAK:
            return next(texts, "")
        if following is not None:
            self._form.begin_sheet(following.count(SheetForm.closing))
        return following

    def _write_annex(self, name: str, annex: Annex) -> None:
        number = len(self._sheets) + 1
        self._sheets.append(name)
        styles = {"title": TITLE_STYLE, "warning": TITLE_STYLE, "head": HEAD_STYLE}
        with self._package.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
            sheet = _Part(part)
            sheet.write(sheet_begin(annex.widths, 0, 0, False))
            for style, texts in annex.rows:
                sheet.write(text_row(texts, styles.get(style, WRAPPED_STYLE)))
            sheet.write(sheet_end("", self._header(), self._footer()))
        self._note(number, sheet, 0, sheet.row_count)

    def _note(self, number: int, sheet: _Part, rows: int, above: int) -> None:
        digest = sheet.digest.hexdigest()
        self._written.sheets.append(WrittenSheet(f"xl/worksheets/sheet{number}.xml", rows, above, digest))

    def _filter(self, columns: int, rows: int) -> str:
        head = len(self._above) + 1
        return f"A{head}:{xl_col_to_name(max(0, columns - 1))}{head + rows}"

    def _measured(self, text: str) -> list[float]:
        """Widths of the columns by the rows that come first."""
        fields = self._table.stream.fields
        cells: list[list[str]] = [[] for _ in fields]
        for row in text[:_MEASURED_CHARACTERS].split(SheetForm.closing)[:-1]:
            for column, words in enumerate(_words_of_row(row)[: len(fields)]):
                cells[column].append(words)
        return [column_width(self._title(name), own) for name, own in zip(fields, cells, strict=True)]

    def _title(self, name: str) -> str:
        return self._table.titles.get(name, name)

    def _header(self) -> str:
        words = words_of(self._document.language)
        mark = f"&R{words.practice}" if self._document.provenance.is_practice else ""
        return f"&L{page_text(self._document.title, LONGEST_HEADER - len(mark) - 2)}{mark}"

    def _footer(self) -> str:
        pages = words_of(self._document.language).page("&P", "&N")
        return f"&L{as_of_text(self._document.provenance.as_of)}&C{pages}&R&A"


class _Part:
    """A worksheet on its way into the file, with what is needed to know it again."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self.digest = hashlib.sha256()
        self.row_count = 0
        self.size = 0

    def write(self, text: str) -> None:
        content = text.encode()
        self.digest.update(content)
        self.row_count += content.count(b"</row>")
        self.size += len(content)
        self._part.write(content)


def check_xlsx_rows(written: WrittenRows, path: Path) -> None:
    """ReadBackError where the file, read as a spreadsheet would, does not hold the rows that were given."""
    try:
        with ZipFile(path) as package:
            _check_sheets(written, path.name, package)
    except (BadZipFile, zlib.error, EOFError) as error:
        raise ReadBackError(path.name, "xlsx", str(error)) from error


def _check_sheets(written: WrittenRows, name: str, package: ZipFile) -> None:
    parts = [own for own in package.namelist() if own.startswith("xl/worksheets/")]
    require_equal(name, "\n".join(sheet.part for sheet in written.sheets), "\n".join(parts))
    for sheet in written.sheets:
        try:
            digest, rows = _read(package, sheet.part)
        except expat.ExpatError as error:
            raise ReadBackError(f"{name}!{sheet.part}", "XML", str(error)) from error
        require_equal(f"{name}!{sheet.part}", str(sheet.row_count + sheet.rows_above), str(rows))
        require_equal(f"{name}!{sheet.part}", sheet.sha256, digest)
    require_equal(name, str(written.row_count), str(sum(sheet.row_count for sheet in written.sheets)))


def _read(package: ZipFile, part: str) -> tuple[str, int]:
    """(digest, rows) of a worksheet; every byte goes through a parser of XML."""
    digest, rows, parser, rest = hashlib.sha256(), 0, expat.ParserCreate(), b""
    with package.open(part) as content:
        while block := content.read(2**20):
            digest.update(block)
            parser.Parse(block, False)
            joined = rest + block
            rows += joined.count(b"</row>")
            rest = joined[-5:]
    parser.Parse(b"", True)
    return digest.hexdigest(), rows


def _pieces(texts: Iterator[str]) -> Iterator[str]:
    """Rows of one sheet at a time, and the very `SHEET_BREAK` between those of two."""
    for text in texts:
        if SHEET_BREAK not in text:
            yield text
            continue
        for number, piece in enumerate(text.split(SHEET_BREAK)):
            if number:
                yield SHEET_BREAK
            yield piece


def _words_of_row(row: str) -> Sequence[str]:
    """The words of each cell, to see how wide they are."""
    return [_TAGS.sub("", cell) for cell in _CELLS.findall(row)]


def _entry(name: str) -> ZipInfo:
    """Without the time of writing."""
    entry = ZipInfo(name, _FIRST_DAY)
    entry.compress_type = ZIP_DEFLATED
    setattr(entry, "_compresslevel", QUICK)  # noqa: B010  # has no public name before Python 3.13
    entry.external_attr = 0o600 << 16
    return entry
