"""A document for sheets: what stands below each finding, gathered into one table for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from auditor_app.domain.documents import Cell, Document, FieldList, Section, Table, TableColumn, TableRow
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.finding_details import DETAIL

_KINDS = ("figures", "answers", "evidence")


def gathered(document: Document) -> Document:
    """The same words and numbers; every row begins with the number of its finding."""
    details = [own for own in document.sections if own.id.startswith(DETAIL)]
    if not details:
        return document
    texts = Texts(document.language)
    tables = [_fields_table(texts, details), *filter(None, (_gathered(texts, kind, details) for kind in _KINDS))]
    made = Section("findings-in-full", texts("document.finding_texts"), tuple(tables), details[0].level)
    sections: list[Section] = []
    for own in document.sections:
        if own is details[0]:
            sections.append(made)
        elif own not in details:
            sections.append(own)
    return replace(document, sections=tuple(sections))


def _number(section: Section) -> str:
    return section.id.removeprefix(DETAIL)


def _number_column(texts: Texts) -> TableColumn:
    return TableColumn("finding", texts("findingshow.number"), width=10)


def _fields_table(texts: Texts, details: Sequence[Section]) -> Table:
    """Particulars and texts: a column for each that any finding has."""
    by_number = {_number(own): dict(_fields(own)) for own in details}
    names = list(dict.fromkeys(name for fields in by_number.values() for name in fields))
    columns = [TableColumn(f"field-{place}", name, width=24) for place, name in enumerate(names)]
    titles = {_number(own): own.title for own in details}
    rows = [
        TableRow((Cell(number), Cell(titles[number]), *(Cell(fields.get(name, "")) for name in names)), number)
        for number, fields in by_number.items()
    ]
    title = TableColumn("title", texts("findingshow.title"), width=40)
    words = texts("document.finding_texts")
    return Table("finding-texts", words, (_number_column(texts), title, *columns), tuple(rows))


def _fields(section: Section) -> Iterable[tuple[str, str]]:
    return (pair for block in section.blocks if isinstance(block, FieldList) for pair in block.fields)


def _gathered(texts: Texts, kind: str, details: Sequence[Section]) -> Table | None:
    """All tables of a kind, which have the same columns, in one."""
    found = [
        (_number(section), block)
        for section in details
        for block in section.blocks
        if isinstance(block, Table) and block.id.startswith(f"{kind}-")
    ]
    if not found:
        return None
    rows = [
        replace(row, cells=(Cell(number), *row.cells), key=f"{number}:{row.key}")
        for number, table in found
        for row in table.rows
    ]
    columns = (_number_column(texts), *found[0][1].columns)
    return Table(f"finding-{kind}", texts(f"document.finding_{kind}"), columns, tuple(rows))
