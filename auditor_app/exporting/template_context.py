"""A document as a template sees it: words and lists of words, and nothing with a life of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta, timezone

from auditor_app.domain.documents import (
    Block,
    BulletList,
    Chart,
    Document,
    FieldList,
    Footnote,
    Paragraph,
    Section,
    Table,
    TableRow,
)
from auditor_app.domain.published import State
from auditor_app.exporting.chart_svg import chart_description, chart_notes, is_beside_table
from auditor_app.exporting.document_words import (
    as_of_text,
    definition_rows,
    provenance_fields,
    source_rows,
    state_name,
    words_of,
)
from auditor_app.exporting.table_texts import cell_marks, column_marks, with_marks
from auditor_app.exporting.template_fields import (
    DEFINITION,
    FINDING,
    ROOT,
    SOURCE,
    FieldKind,
    FlagKind,
    ListKind,
    RecordKind,
    TextKind,
    fixed_words,
)
from auditor_app.exporting.writable_text import writable

Record = dict[str, object]
Picture = Callable[[Chart], object]
"""Makes what stands for a chart's picture."""
_JAPAN = timezone(timedelta(hours=9))


def template_context(document: Document, picture: Picture) -> Record:
    """Every field of `template_fields.ROOT`."""
    own, words = document.provenance, words_of(document.language)
    tables = {table.id: _table(document, table) for table in document.tables()}
    charts = {chart.id: _chart(document, chart, picture) for chart in document.charts()}
    context: Record = {
        "title": writable(document.title),
        "subtitle": writable(document.subtitle),
        "language": document.language,
        "practice": words.practice if own.is_practice else "",
        "prepared_on": f"{own.as_of.astimezone(_JAPAN):%Y-%m-%d}",
        "as_of": as_of_text(own.as_of),
        "fiscal_years": _plain(document.fields.get("fiscal_years"), ROOT["fiscal_years"].kind),
        "organisations": _plain(document.fields.get("organisations"), ROOT["organisations"].kind),
        "particulars": _named(document.title_page),
        "remarks": [writable(remark) for remark in document.remarks],
        "sections": [_section(section, document, tables, charts) for section in document.sections],
        "tables": list(tables.values()),
        "table_by_id": tables,
        "charts": list(charts.values()),
        "chart_by_id": charts,
        "findings": _findings(document),
        "provenance": _named(provenance_fields(document)),
        "definitions": [_zipped(DEFINITION, row) for row in definition_rows(own)],
        "sources": [_zipped(SOURCE, row) for row in source_rows(own)],
        "case_id": writable(own.case_id),
        "log_sequence": str(own.log_sequence),
        "log_head": writable(own.log_head),
        "program": writable(own.program),
        "words": fixed_words(words),
    }
    return context


def _findings(document: Document) -> list[Record]:
    comma = "、" if document.language == "ja" else ", "
    found: list[Record] = []
    for own in _list(document.fields.get("findings")):
        finding = _record(own, FINDING)
        found.append(finding | {"organisation_names": comma.join(map(str, _list(finding["organisations"])))})
    return found


def _section(
    section: Section, document: Document, tables: Mapping[str, Record], charts: Mapping[str, Record]
) -> Record:
    blocks = [_block(block, document, tables, charts) for block in section.blocks]
    return {"title": writable(section.title), "level": str(min(section.level, 3)), "blocks": blocks}


def _block(block: Block, document: Document, tables: Mapping[str, Record], charts: Mapping[str, Record]) -> Record:
    """With every field, so that none is unknown: those of another kind are empty."""
    found: Record = {"style": "", "text": "", "lines": [], "fields": [], "table": _NO_TABLE, "chart": _NO_CHART}
    if isinstance(block, Paragraph):
        return found | {"kind": "paragraph", "style": block.style, "text": writable(block.text)}
    if isinstance(block, BulletList):
        return found | {"kind": "list", "lines": [writable(line) for line in block.lines]}
    if isinstance(block, FieldList):
        return found | {"kind": "fields", "fields": _named(block.fields)}
    if isinstance(block, Chart):
        return found | {"kind": "chart", "chart": charts[block.id]}
    if block.is_long:
        words = words_of(document.language).long_table_left_out(block)
        return found | {"kind": "left_out", "text": writable(words), "table": tables[block.id]}
    return found | {"kind": "table", "table": tables[block.id]}


def _table(document: Document, table: Table) -> Record:
    columns = [
        {
            "key": column.key,
            "title": writable(with_marks(column.title, column_marks(table, place))),
            "group": writable(column.group),
            "full_title": writable(f"{column.group} {with_marks(column.title, column_marks(table, place))}".strip()),
            "is_number": column.is_numeric,
        }
        for place, column in enumerate(table.columns)
    ]
    words = words_of(document.language)
    return {
        "id": table.id,
        "title": writable(table.title),
        "remarks": [writable(remark) for remark in table.remarks],
        "columns": columns,
        "rows": [] if table.is_long else [_row(document, table, row) for row in table.rows],
        "footnotes": _footnotes(table.footnotes),
        "left_out": writable(words.long_table_left_out(table)) if table.is_long else "",
    }


def _row(document: Document, table: Table, row: TableRow) -> Record:
    cells = []
    for place, cell in enumerate(row.cells):
        marks = cell_marks(table, row, place)
        state = cell.state if cell.state not in (None, State.REPORTED) else None
        cells.append(
            {
                "words": writable(with_marks(cell.text, marks)),
                "text": writable(cell.text),
                "marks": writable(" ".join(marks)),
                "state": state_name(state, document.language) if state else "",
                "is_number": table.columns[place].is_numeric,
            }
        )
    return {
        "kind": row.kind,
        "is_sum": row.kind in ("mean", "total"),
        "is_heading": row.kind == "heading",
        "cells": cells,
    }


def _chart(document: Document, chart: Chart, picture: Picture) -> Record:
    return {
        "id": chart.id,
        "title": writable(chart.title),
        "picture": picture(chart),
        "description": writable(chart_description(document, chart)),
        "footnotes": _footnotes(chart_notes(document, chart, beside_table=is_beside_table(document, chart))),
    }


_NO_TABLE: Record = {
    **dict.fromkeys(("id", "title", "left_out"), ""),
    **{name: [] for name in ("remarks", "columns", "rows", "footnotes")},
}
_NO_CHART: Record = {**dict.fromkeys(("id", "title", "picture", "description"), ""), "footnotes": []}


def _footnotes(notes: Sequence[Footnote]) -> list[Record]:
    return [{"mark": writable(note.mark), "text": writable(note.text)} for note in notes]


def _named(pairs: Sequence[tuple[str, str]]) -> list[Record]:
    return [{"name": writable(name), "words": writable(words)} for name, words in pairs]


def _zipped(kind: RecordKind, row: Sequence[str]) -> Record:
    return dict(zip(kind.fields, map(writable, row), strict=True))


def _plain(value: object, kind: FieldKind) -> object:
    """A value of `Document.fields` as words and lists of words, with every field there is; what it lacks is empty."""
    if isinstance(kind, ListKind):
        return [_plain(item, kind.of) for item in _list(value)]
    if isinstance(kind, RecordKind):
        return _record(value, kind)
    if isinstance(kind, FlagKind):
        return bool(value)
    assert isinstance(kind, TextKind)
    return "" if value is None else writable(str(value))


def _record(value: object, kind: RecordKind) -> Record:
    own = value if isinstance(value, Mapping) else {}
    return {name: _plain(own.get(name), described.kind) for name, described in kind.fields.items()}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
