"""A document as JSON: every word, every exact number, every footnote, and what it rests on."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from auditor_app.domain.documents import (
    Block,
    BulletList,
    Cell,
    Chart,
    Document,
    FieldList,
    Footnote,
    Number,
    Paragraph,
    Provenance,
    Section,
    Table,
    TableRow,
)
from auditor_app.domain.numbers import FINEST, percent_text
from auditor_app.exporting.json_file import json_bytes
from auditor_app.exporting.read_back import require_equal

Json = dict[str, object]
FORMAT = "auditor-app document 1"


def write_json(document: Document, path: Path) -> None:
    """The same document gives the same bytes."""
    path.write_bytes(json_bytes(document_json(document)))


def check_json(document: Document, path: Path) -> None:
    """ReadBackError at the first section that differs."""
    found = json.loads(path.read_bytes())
    wanted = json.loads(json_bytes(document_json(document)))
    for number, section in enumerate(wanted["sections"]):
        there = found["sections"][number] if number < len(found["sections"]) else None
        require_equal(f"sections[{number}]", json.dumps(section), json.dumps(there))
    require_equal("document", json.dumps(wanted), json.dumps(found))


def document_json(document: Document) -> Json:
    """As `docs/interface.md` describes it."""
    return {
        "format": FORMAT,
        "title": document.title,
        "subtitle": document.subtitle,
        "language": document.language,
        "title_page": [list(own) for own in document.title_page],
        "remarks": list(document.remarks),
        "sections": [_section(own) for own in document.sections],
        "provenance": provenance_json(document.provenance),
    }


def provenance_json(own: Provenance) -> Json:
    """What the document rests on; the moment of writing stands in the manifest."""
    return {
        "case_id": own.case_id,
        "as_of": own.as_of.isoformat(),
        "log_head": [own.log_sequence, own.log_head],
        "program": own.program,
        "is_practice": own.is_practice,
        "rules": [f"{rule.id} v{rule.version}" for rule in own.definitions],
        "selectors": [list(pair) for pair in own.selectors],
        "sources": [{"document": source.document, "sha256": source.sha256} for source in own.sources],
    }


def number_json(number: Number) -> Json:
    """Six decimals for reading, and exactly.

    >>> number_json(Fraction(200, 3)), number_json(Decimal("31.2")), number_json(4)
    ({'value': '66.666667', 'exact': '200/3'}, {'value': '31.200000', 'exact': '31.2'}, {'value': '4', 'exact': '4'})
    """
    if isinstance(number, Fraction) and number.denominator != 1:
        return {"value": percent_text(number, FINEST), "exact": f"{number.numerator}/{number.denominator}"}
    if isinstance(number, Decimal):
        return {"value": percent_text(number, FINEST), "exact": f"{number:f}"}
    return {"value": str(int(number)), "exact": str(int(number))}


def _section(section: Section) -> Json:
    blocks = [_block(own) for own in section.blocks]
    return {"id": section.id, "title": section.title, "level": section.level, "blocks": blocks}


def _block(block: Block) -> Json:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "style": block.style, "text": block.text}
    if isinstance(block, BulletList):
        return {"kind": "list", "lines": list(block.lines)}
    if isinstance(block, FieldList):
        return {"kind": "fields", "fields": [list(pair) for pair in block.fields]}
    return _chart(block) if isinstance(block, Chart) else _table(block)


def _chart(chart: Chart) -> Json:
    return {
        "kind": "chart",
        "id": chart.id,
        "title": chart.title,
        "form": chart.kind,
        "table": chart.table,
        "category": chart.category,
        "series": list(chart.series),
        "rows": list(chart.rows),
        "target": None if chart.target is None else f"{chart.target:f}",
        "footnotes": [_footnote(own) for own in chart.footnotes],
    }


def _table(table: Table) -> Json:
    return {
        "kind": "table",
        "id": table.id,
        "title": table.title,
        "remarks": list(table.remarks),
        "columns": [
            {"key": own.key, "title": own.title, "group": own.group, "kind": own.kind, "notes": list(own.notes)}
            for own in table.columns
        ],
        "rows": [_row(table, own) for own in table.rows],
        "footnotes": [_footnote(own) for own in table.footnotes],
    }


def _row(table: Table, row: TableRow) -> Json:
    keys = [column.key for column in table.columns]
    cells = {key: _cell(cell) for key, cell in zip(keys, row.cells, strict=False)}
    return {"key": row.key, "kind": row.kind, "notes": list(row.notes), "cells": cells}


def _cell(cell: Cell) -> Json:
    return {
        "text": cell.text,
        **({} if cell.number is None else number_json(cell.number)),
        **({} if cell.state is None else {"state": cell.state.value}),
        **({"notes": list(cell.notes)} if cell.notes else {}),
        **({"figure_id": cell.figure_id} if cell.figure_id else {}),
    }


def _footnote(note: Footnote) -> Json:
    return {"id": note.id, "mark": note.mark, "text": note.text}
