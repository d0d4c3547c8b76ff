"""Writes a document as one file of HTML: its own style and pictures inside, no script, no address outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from auditor_app.domain.documents import Block, BulletList, Chart, Document, FieldList, Paragraph, Table
from auditor_app.exporting.chart_svg import chart_notes, chart_svg, is_beside_table
from auditor_app.exporting.document_words import as_of_text, words_of
from auditor_app.exporting.html_tables import HtmlTable, html_notes, html_table
from auditor_app.exporting.provenance_section import repeats_title, with_provenance
from auditor_app.exporting.writable_text import writable
from auditor_app.foundation.paths import resources_folder

CHART_SIZE = (900.0, 40_000.0)
"""As high as its rows need: nothing ends at the foot of a page here."""
LEVELS = 3


@dataclass(frozen=True)
class _HtmlSection:
    anchor: str
    title: str
    level: int
    repeats_title: bool
    starts_page: bool
    blocks: tuple[dict[str, object] | HtmlTable, ...]


def write_html(document: Document, path: Path) -> None:
    """The file is ready when this returns; it has not been read back yet."""
    path.write_text(html_text(document), encoding="utf-8", newline="\n")


def html_text(document: Document) -> str:
    """The whole page; whatever the document's words hold, they are words."""
    return _Page(document).text()


class _Page:
    """One document on its way into HTML; anchors are numbers, never names of its own."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words = words_of(document.language)
        self._tables = {
            block.id: _anchor(place, number)
            for place, section in enumerate(document.sections, start=1)
            for number, block in enumerate(section.blocks, start=1)
            if isinstance(block, Table)
        }

    def text(self) -> str:
        document = self._document
        practice = self._words.practice_yes if document.provenance.is_practice else ""
        mark = f"【{self._words.practice}】" if practice else ""
        return _template().render(
            language=document.language,
            words=self._words,
            program=writable(document.provenance.program),
            top_line=writable(f"{mark}{document.title}"),
            style=Markup(_style()),
            practice=practice,
            title=writable(document.title),
            subtitle=writable(document.subtitle),
            remarks=[writable(remark) for remark in document.remarks],
            title_page=_pairs(FieldList(document.title_page)),
            as_of=as_of_text(document.provenance.as_of),
            sections=list(self._sections()),
        )

    def _sections(self) -> Iterator[_HtmlSection]:
        for place, section in enumerate(with_provenance(self._document), start=1):
            blocks = tuple(
                self._block(block, _anchor(place, number)) for number, block in enumerate(section.blocks, start=1)
            )
            title, level = writable(section.title), min(section.level, LEVELS)
            is_repeated = repeats_title(self._document, section)
            yield _HtmlSection(f"s{place}", title, level, is_repeated, section.starts_page, blocks)

    def _block(self, block: Block, anchor: str) -> dict[str, object] | HtmlTable:
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "style": block.style, "text": writable(block.text), "anchor": ""}
        if isinstance(block, BulletList):
            return {"kind": "bullets", "lines": [writable(line) for line in block.lines]}
        if isinstance(block, FieldList):
            return {"kind": "fields", "fields": _pairs(block)}
        if isinstance(block, Chart):
            return self._chart(block, anchor)
        if block.is_long:
            words = self._words.long_table_left_out(block)
            return {"kind": "paragraph", "style": "note", "text": writable(words), "anchor": anchor}
        return html_table(block, anchor, self._words.no_rows)

    def _chart(self, chart: Chart, anchor: str) -> dict[str, object]:
        document = self._document
        return {
            "kind": "chart",
            "anchor": anchor,
            "title": writable(chart.title),
            "picture": Markup(chart_svg(document, chart, CHART_SIZE)),
            "table_anchor": self._tables[chart.table],
            "where": writable(self._words.chart_of(document.table(chart.table).title)),
            "notes": html_notes(chart_notes(document, chart, beside_table=is_beside_table(document, chart)), anchor),
        }


def _anchor(section: int, block: int) -> str:
    return f"s{section}b{block}"


def _pairs(fields: FieldList) -> list[tuple[str, str]]:
    return [(writable(name), writable(text)) for name, text in fields.fields]


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(resources_folder() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("document.html.j2")


@lru_cache(maxsize=1)
def _style() -> str:
    return (resources_folder() / "templates" / "document.css").read_text(encoding="utf-8")
