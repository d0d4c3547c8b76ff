"""The last section of every document: what it rests on, as blocks that each format writes like any other."""

from __future__ import annotations

from auditor_app.domain.documents import Block, Cell, Document, FieldList, Section, Table, TableColumn, TableRow
from auditor_app.exporting.document_words import definition_rows, provenance_fields, source_rows, words_of

PROVENANCE = "provenance"
DEFINITIONS = "provenance-definitions"
SOURCES = "provenance-sources"


def with_provenance(document: Document) -> tuple[Section, ...]:
    """The document's sections and, after them, that of its provenance with definitions and sources."""
    words, own = words_of(document.language), document.provenance
    blocks: list[Block] = [FieldList(provenance_fields(document))]
    if own.definitions:
        columns = (
            TableColumn("rule", words.rule, width=20),
            TableColumn("version", words.version, "count", width=4),
            TableColumn("name", words.name, width=20),
            TableColumn("words", words.words, width=60),
        )
        blocks.append(_table(DEFINITIONS, words.definitions, columns, definition_rows(own)))
    if own.sources:
        names = (TableColumn("document", words.document, width=40), TableColumn("sha256", words.sha256, width=64))
        blocks.append(_table(SOURCES, words.sources, names, source_rows(own)))
    return (*document.sections, Section(PROVENANCE, words.provenance, tuple(blocks)))


def repeats_title(document: Document, section: Section) -> bool:
    """Whether its heading would say once more what stands just above it: in documents of one view."""
    is_first = bool(document.sections) and section is document.sections[0]
    return is_first and not document.title_page and section.title == document.title


def _table(table_id: str, title: str, columns: tuple[TableColumn, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(table_id, title, columns, tuple(TableRow(tuple(Cell(text) for text in row)) for row in rows))
