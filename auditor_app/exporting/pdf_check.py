"""Reads a written PDF back: every text of the document is there, in order; only spaces are not compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from auditor_app.domain.documents import Document
from auditor_app.exporting.document_words import words_of
from auditor_app.exporting.pdf_pages import PDFIUM
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.svg_text import BREAK
from auditor_app.exporting.typst_data import Data, document_data

_SPACES = re.compile(rf"[\s\u200b\u00ad\u2060\ufeff{BREAK}]+")
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What the reader gives for a hyphen at the end of a line."""
_SURE = 12
"""Letters by which a text is known."""
_SVG_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")
_SHOWN, _BEFORE = 60, 10
"""Letters of what was found that an error quotes, and how many of them before the first difference."""


def check_pdf(document: Document, path: Path) -> None:
    """ReadBackError with the page, table and row where the file says something else than the document."""
    data = document_data(document)
    pages, bookmarks = _read(path)
    if not pages:
        raise ReadBackError("pdf", "pages", "none")
    reading = _Reading([_body(page, place, len(pages), data) for place, page in enumerate(pages, 1)], document)
    _check_bookmarks(data, bookmarks)
    _check_front(reading, data, bookmarks)
    for group in data["groups"]:
        for section in group["sections"]:
            for words in (section["title"], section["whole_title"]):
                reading.expect(words, f"section {section['title']}")
            for block in section["blocks"]:
                _check_block(reading, block)
    reading.expect_end()


def check_painted(document: Document, path: Path) -> None:
    """The same for pages the window painted itself: every text is somewhere on them, whatever stands between."""
    data = document_data(document)
    pages, _bookmarks = _read(path)
    found = "".join(_painted_body(page, number, len(pages), data) for number, page in enumerate(pages, 1))
    for section in (section for group in data["groups"] for section in group["sections"]):
        for place, words in _texts_of(section):
            wanted = _squeezed(words)
            for piece in (wanted[:_SURE], wanted[-_SURE:]):  # between them the head of a table may be repeated
                if piece not in found:
                    raise ReadBackError(place, piece, "nothing like it")


def _painted_body(page: str, number: int, count: int, data: Data) -> str:
    """The window paints what stands at the top and at the foot last."""
    margins = data["head"] + data["practice_mark"] + "".join(data["foot"])
    tail = _squeezed(margins + data["page_of"].format(number=number, count=count))
    if not page.endswith(tail):
        raise ReadBackError(f"page {number}, top and foot", tail, page[-len(tail) :])
    return page[: -len(tail)]


def _texts_of(section: Data) -> Iterator[tuple[str, str]]:
    yield f"section {section['title']}", section["title"] + section["whole_title"]
    for block in section["blocks"]:
        place = f"{block['kind']} {block.get('title', '')}".strip()
        if block["kind"] == "table":
            rows = ((number, words) for number, row in enumerate(block["rows"], 1) for words in row["cells"])
            yield from ((f"{place}, row {number}", words) for number, words in rows)
        for words in (*block.get("remarks", ()), *block.get("notes", ()), *_words_of(block)):
            yield place, words


def _read(path: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """Texts of the pages, and the bookmarks with the places of their pages."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(path) as pdf:
        pages = []
        for page in pdf:
            with_text = page.get_textpage()
            pages.append(_squeezed(with_text.get_text_range()))
            with_text.close()
            page.close()
        marks = [(mark.get_title(), _page_of(mark)) for mark in pdf.get_toc()]
    return pages, marks


def _page_of(mark: Any) -> int:
    place = mark.get_dest()
    return -1 if place is None else int(place.get_index())


def _squeezed(text: str) -> str:
    """Without spaces and in folded forms: one glyph may stand for two letters that look alike."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text.translate(_HYPHENS)))


def _body(page: str, number: int, count: int, data: Data) -> str:
    """Without what stands at the top and at the foot of every page, which has to be there."""
    top = _squeezed(data["head"] + data["practice_mark"])
    foot = _squeezed("".join(data["foot"]) + data["page_of"].format(number=number, count=count))
    if not page.startswith(top):
        raise ReadBackError(f"page {number}, top", top, page[: len(top)])
    if not page.endswith(foot):
        raise ReadBackError(f"page {number}, foot", foot, page[-len(foot) :])
    return page[len(top) : len(page) - len(foot)]


def _first_difference(first: str, second: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)


class _Reading:
    """The pages' texts from the first to the last; a table's head is passed over where a page begins with it."""

    def __init__(self, bodies: list[str], document: Document) -> None:
        self._bodies = bodies
        self._page, self._at = 0, 0
        self._words = words_of(document.language)
        self.table_head = ""

    def go_to(self, page: int) -> None:
        self._page, self._at = page, 0

    def expect(self, text: str, place: str) -> None:
        """The text comes next, on this page or broken over several."""
        wanted = _squeezed(text)
        while wanted:
            rest = self._rest()
            length = min(len(rest), len(wanted))
            if rest[:length] != wanted[:length]:
                start = max(0, _first_difference(rest, wanted) - _BEFORE)
                shown = slice(start, start + _SHOWN)
                raise ReadBackError(f"page {self._page + 1}, {place}", wanted[shown], rest[shown])
            self._at += length
            wanted = wanted[length:]

    def expect_mixed(self, texts: Sequence[str], place: str) -> None:
        """The same letters come next, in any order: titles in two lines, cells of a row broken between pages."""
        wanted, found = _squeezed("".join(texts)), ""
        while len(found) < len(wanted):
            piece = self._rest()[: len(wanted) - len(found)]
            found, self._at = found + piece, self._at + len(piece)
        if sorted(found) != sorted(wanted):
            raise ReadBackError(f"page {self._page + 1}, {place}", wanted[:_SHOWN], found[:_SHOWN])

    def _rest(self) -> str:
        """What is left of the page, or the next page with something on it."""
        while self._at >= len(self._bodies[self._page]):
            if self._page + 1 == len(self._bodies):
                raise ReadBackError(f"page {self._page + 1}", "more text", "the end")
            self._page, self._at = self._page + 1, 0
            length = len(self.table_head)
            if sorted(self._bodies[self._page][:length]) == sorted(self.table_head):
                self._at = length
        return self._bodies[self._page][self._at :]

    def expect_end(self) -> None:
        left = self._bodies[self._page][self._at :] + "".join(self._bodies[self._page + 1 :])
        if left:
            raise ReadBackError(f"page {self._page + 1}", "the end", left[:_SHOWN])


def _check_bookmarks(data: Data, bookmarks: list[tuple[str, int]]) -> None:
    titles = list(filter(None, (section["title"] for group in data["groups"] for section in group["sections"])))
    named = [_squeezed(title) for title, _page in bookmarks]
    wanted = ([_squeezed(data["contents"])] if data["title_page"] and len(named) > len(titles) else []) + [
        _squeezed(title) for title in titles
    ]
    if named != wanted:
        raise ReadBackError("bookmarks", " / ".join(wanted), " / ".join(named))


def _check_front(reading: _Reading, data: Data, bookmarks: list[tuple[str, int]]) -> None:
    """Title, marks and particulars; the pages of the contents are passed over, the bookmarks say the same."""
    reading.expect(data["title"] + data["whole_title"], "title")
    reading.expect(data["subtitle"], "subtitle")
    reading.expect(data["practice"], "practice mark")
    for name, words, _size in data["title_page"]:
        reading.expect(name + words, f"title page, {name}")
    for remark in data["remarks"]:
        reading.expect(remark, "remark")
    if data["title_page"]:
        count = sum(len(group["sections"]) for group in data["groups"])
        reading.go_to(bookmarks[-count][1])


def _check_block(reading: _Reading, block: Data) -> None:
    checks = {"table": _check_table, "chart": _check_chart}
    check = checks.get(block["kind"])
    if check is not None:
        check(reading, block)
        return
    for words in _words_of(block):
        reading.expect(words, block["kind"])


def _words_of(block: Data) -> Iterator[str]:
    if block["kind"] == "bullets":
        yield from (f"•{line}" for line in block["lines"])
    elif block["kind"] == "fields":
        yield from (name + words for name, words, _size in block["fields"])
    elif block["kind"] == "paragraph":
        yield block["text"]


def _check_chart(reading: _Reading, block: Data) -> None:
    place = f"chart {block['title']}"
    reading.expect(block["title"], place)
    for words in _SVG_TEXT.findall(block["svg"]):
        reading.expect(unescape(words), place)
    for words in (block["where"], *block["notes"]):
        reading.expect(words, place)


def _check_table(reading: _Reading, block: Data) -> None:
    place = f"table {block['title']}"
    for words in (block["title"], *block["remarks"], block["empty"]):
        reading.expect(words, place)
    if block["rows"]:
        head = [title["text"] for titles in block["head"] for title in titles]
        reading.expect_mixed(head, f"{place}, head")
        reading.table_head = _squeezed("".join(head))
    for number, row in enumerate(block["rows"], 1):
        if row["lines"] == "many":
            reading.expect_mixed(row["cells"], f"{place}, row {number}")
        else:
            reading.expect("".join(row["cells"]), f"{place}, row {number}")
    reading.table_head = ""
    for note in block["notes"]:
        reading.expect(note, f"{place}, footnote")
