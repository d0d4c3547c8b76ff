"""Reads an HTML file back: every heading, line, cell, footnote and field, and nothing that runs or leads outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from auditor_app.domain.documents import Block, BulletList, Chart, Document, FieldList, Footnote, Paragraph, Table
from auditor_app.exporting.chart_svg import chart_description, chart_notes, is_beside_table
from auditor_app.exporting.document_words import as_of_text, words_of
from auditor_app.exporting.provenance_section import repeats_title, with_provenance
from auditor_app.exporting.read_back import ReadBackError, require_equal
from auditor_app.exporting.table_texts import body_texts, header_texts
from auditor_app.exporting.writable_text import writable

_LINES = frozenset({"h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "caption", "figcaption", "desc"})
_CELLS = frozenset({"th", "td"})
_VOID = frozenset({"meta", "br", "hr", "wbr"})
_FORBIDDEN = frozenset(
    {"script", "link", "iframe", "object", "embed", "img", "image", "base", "form", "input", "foreignobject", "use"}
)
_LEVELS = 3


@dataclass
class _Grid:
    """A table as it was read: rows of its header and of its body."""

    heads: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


_Line = tuple[str, str]
"""Tag and words."""


def check_html(document: Document, path: Path) -> None:
    """ReadBackError with the place of the first thing that is not as the document says."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadBackError("file", "a page in UTF-8", type(error).__name__) from error
    reader = _Reader()
    reader.feed(text)
    reader.close()
    require_equal("language", document.language, reader.language)
    wanted, found = list(_wanted(document)), reader.flow
    for number, (place, own) in enumerate(wanted):
        if number >= len(found):
            raise ReadBackError(place, str(own), "the end")
        _require_same(place, own, found[number])
    if len(found) > len(wanted):
        raise ReadBackError("end of the page", "", str(found[len(wanted)]))


def _require_same(place: str, wanted: _Line | _Grid, found: _Line | _Grid) -> None:
    if isinstance(wanted, _Grid) and isinstance(found, _Grid):
        _require_rows(f"{place}, header", wanted.heads, found.heads)
        _require_rows(place, wanted.rows, found.rows)
    else:
        require_equal(place, str(wanted), str(found))


def _require_rows(place: str, wanted: list[list[str]], found: list[list[str]]) -> None:
    require_equal(f"{place}, number of rows", str(len(wanted)), str(len(found)))
    for number, (own, other) in enumerate(zip(wanted, found, strict=True), start=1):
        require_equal(f"{place}, row {number}, number of cells", str(len(own)), str(len(other)))
        for column, (text, read) in enumerate(zip(own, other, strict=True), start=1):
            require_equal(f"{place}, row {number}, cell {column}", text, read)


class _Reader(HTMLParser):
    """Lines and tables in their order; refuses what runs, loads or leads out of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow: list[_Line | _Grid] = []
        self.language = ""
        self._open: list[str] = []
        self._words: list[str] = []
        self._row: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._refuse_active(tag, attrs)
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag in _VOID:
            return
        self._open.append(tag)
        if tag in _LINES or tag in _CELLS:
            self._words = []
        elif tag == "tr":
            self._row = []
        elif tag == "thead":
            self.flow.append(_Grid())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._refuse_active(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise ReadBackError("page", f"an end of {tag}", "tags that do not nest")
        if tag in _LINES:
            self.flow.append((tag, "".join(self._words)))
        elif tag in _CELLS:
            self._row.append("".join(self._words))
        elif tag == "tr":
            grid = self.flow[-1]
            if not isinstance(grid, _Grid):
                raise ReadBackError("page", "a table", "a row outside of any")
            (grid.heads if self._open[-1] == "thead" else grid.rows).append(self._row)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def _refuse_active(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FORBIDDEN:
            raise ReadBackError("page", "nothing that runs or loads", tag)
        for name, value in attrs:
            own = (value or "").strip().lower()
            leads_out = name in ("href", "xlink:href", "src", "action") and not own.startswith("#")
            if name.startswith("on") or leads_out or "url(" in own.replace("url(#", ""):
                raise ReadBackError(f"page, {tag}", "nothing that runs or leads outside", f"{name}={value}")


def _wanted(document: Document) -> Iterator[tuple[str, _Line | _Grid]]:
    """What has to stand in the page, with the place it has there."""
    words = words_of(document.language)
    practice = [words.practice_yes] if document.provenance.is_practice else []
    for line in practice:
        yield "front", ("p", line)
    yield "front", ("h1", writable(document.title))
    for line in (*filter(None, [document.subtitle]), *document.remarks):
        yield "front", ("p", writable(line))
    yield from _fields("front", FieldList(document.title_page))
    yield "contents", ("h2", words.contents)
    sections = with_provenance(document)
    for section in sections:
        yield "contents", ("li", writable(section.title))
    for section in sections:
        if not repeats_title(document, section):
            yield section.title, (f"h{min(section.level, _LEVELS) + 1}", writable(section.title))
        for block in section.blocks:
            yield from _block(document, section.title, block)
    for line in (*practice, *document.remarks):
        yield "foot", ("p", writable(line))
    own = document.provenance
    yield "foot", ("p", writable(f"{as_of_text(own.as_of)} · {own.program}"))


def _block(document: Document, place: str, block: Block) -> Iterator[tuple[str, _Line | _Grid]]:
    if isinstance(block, Paragraph):
        yield place, ("p", writable(block.text))
    elif isinstance(block, BulletList):
        yield from ((place, ("li", writable(line))) for line in block.lines)
    elif isinstance(block, FieldList):
        yield from _fields(place, block)
    elif isinstance(block, Chart):
        yield from _chart(document, f"{place}, {block.title}", block)
    elif block.is_long:
        yield place, ("p", writable(words_of(document.language).long_table_left_out(block)))
    else:
        yield from _table(document, f"{place}, {block.title}", block)


def _fields(place: str, fields: FieldList) -> Iterator[tuple[str, _Line]]:
    for name, text in fields.fields:
        yield place, ("dt", writable(name))
        yield place, ("dd", writable(text))


def _chart(document: Document, place: str, chart: Chart) -> Iterator[tuple[str, _Line]]:
    yield place, ("figcaption", writable(chart.title))
    yield place, ("desc", writable(chart_description(document, chart)))
    yield place, ("p", writable(words_of(document.language).chart_of(document.table(chart.table).title)))
    yield from _notes(place, chart_notes(document, chart, beside_table=is_beside_table(document, chart)))


def _table(document: Document, place: str, table: Table) -> Iterator[tuple[str, _Line | _Grid]]:
    for remark in table.remarks:
        yield place, ("p", writable(remark))
    yield place, ("caption", writable(table.title))
    yield place, _Grid(header_texts(table), body_texts(table, words_of(document.language).no_rows))
    yield from _notes(place, table.footnotes)


def _notes(place: str, notes: tuple[Footnote, ...]) -> Iterator[tuple[str, _Line]]:
    for note in notes:
        yield f"{place}, footnotes", ("li", writable(" ".join(filter(None, [note.mark, note.text]))))
