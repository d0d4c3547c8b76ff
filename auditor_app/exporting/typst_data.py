"""A document as the plain data that the page template reads: texts stay texts, whatever stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

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
from auditor_app.exporting.bundled_letters import printable
from auditor_app.exporting.chart_pictures import chart_pictures
from auditor_app.exporting.chart_svg import chart_description, chart_notes
from auditor_app.exporting.document_words import words_of
from auditor_app.exporting.pdf_columns import LANDSCAPE, PADDING, PORTRAIT, Band, TableLayout, table_layout
from auditor_app.exporting.provenance_section import repeats_title, with_provenance
from auditor_app.exporting.svg_text import shortened, text_width, unbroken_width, with_breaks, wrapped
from auditor_app.exporting.table_texts import (
    cell_marks,
    column_marks,
    footnote_line,
    grouped_columns,
    has_groups,
    with_marks,
)

Data = dict[str, Any]
BODY, FOOT = 9.5, 7.5
_TITLE, _HEADING, _SMALLEST = 22.0, 13.0, 7.0
_HEADING_LINES, _RUNNING_LINES = 6, 2
"""More of a title stands as a text below it; at the top and foot of the pages it ends with `…`."""
POINTS_PER_PIXEL = PORTRAIT / 640.0
"""Charts keep their letters' size on upright and on turned pages."""
UPRIGHT_CHART, TURNED_CHART = (640.0, 830.0), (LANDSCAPE / POINTS_PER_PIXEL, 500.0)
TALLEST_ROW = 300.0
"""Points; a higher row may be broken between pages, since it might not fit on one."""
_LINE = 1.45
"""Of a line of a table, in ems, with its share of the air around it."""


def document_data(document: Document) -> Data:
    """Everything the template prints, in order."""
    words = words_of(document.language)
    sections = [section_data(document, section) for section in with_provenance(document)]
    _make_levels_whole(sections)
    title, remarks = _line(document.title), [printable(remark) for remark in document.remarks]
    practice = words.practice if document.provenance.is_practice else ""
    return {
        "language": document.language,
        "title": shortened(title, PORTRAIT, _TITLE, _HEADING_LINES),
        "whole_title": _whole(title, _TITLE),
        "head": shortened(title, PORTRAIT - text_width(f"{practice}　", FOOT), FOOT, _RUNNING_LINES),
        "subtitle": printable(document.subtitle),
        "practice": words.practice_yes if document.provenance.is_practice else "",
        "practice_mark": practice,
        "title_page": _fields(document.title_page),
        "remarks": remarks,
        "foot": [shortened(remark, PORTRAIT, FOOT, _RUNNING_LINES) for remark in remarks],
        "contents": words.contents,
        "page_of": words.page_of,
        "groups": [
            {"turned": turned, "sections": list(group)}
            for turned, group in groupby(sections, key=lambda own: own["turned"])
        ],
    }


def section_data(document: Document, section: Section) -> Data:
    """Its pages are turned for all of it where one of its tables is wide: a table stays below its heading."""
    layouts = {own.id: table_layout(own) for own in section.blocks if isinstance(own, Table) and not own.is_long}
    is_turned = any(layout.is_turned for layout in layouts.values())
    blocks = [own for block in section.blocks for own in _blocks(document, block, layouts, is_turned=is_turned)]
    title = "" if repeats_title(document, section) else _line(section.title)
    return {
        "title": shortened(title, PORTRAIT, _HEADING, _HEADING_LINES),
        "whole_title": _whole(title, _HEADING),
        "level": max(1, section.level),
        "starts_page": section.starts_page,
        "turned": is_turned,
        "blocks": blocks,
    }


def _make_levels_whole(sections: list[Data]) -> None:
    """No level is skipped on the way down, as readers of tagged pages expect."""
    level = 0
    for section in filter(lambda own: own["title"], sections):
        level = min(section["level"], level + 1)
        section["level"] = level


def _blocks(document: Document, block: Block, layouts: dict[str, TableLayout], *, is_turned: bool) -> Iterator[Data]:
    if isinstance(block, Paragraph):
        yield {"kind": "paragraph", "style": block.style, "text": _text(block.text, is_turned=is_turned)}
    elif isinstance(block, BulletList):
        yield {"kind": "bullets", "lines": [_text(line, is_turned=is_turned) for line in block.lines]}
    elif isinstance(block, FieldList):
        yield {"kind": "fields", "fields": _fields(block.fields)}
    elif isinstance(block, Chart):
        yield from _chart_blocks(document, block, is_turned=is_turned, beside_table=block.table in layouts)
    elif block.is_long:
        sentence = words_of(document.language).long_table_left_out(block)
        yield {"kind": "paragraph", "style": "note", "text": printable(sentence)}
    else:
        yield from _table_blocks(document, block, layouts[block.id])


def _text(text: str, *, is_turned: bool = False) -> str:
    return with_breaks(printable(text), LANDSCAPE if is_turned else PORTRAIT, BODY)


def _line(text: str) -> str:
    """Of a heading or title: without breaks of its own."""
    return " ".join(printable(text).split())


def _whole(title: str, size: float) -> str:
    """A title once more, as a text, where its heading is shortened."""
    return "" if shortened(title, PORTRAIT, size, _HEADING_LINES) == title else _text(title)


def _fields(fields: tuple[tuple[str, str], ...]) -> list[list[Any]]:
    """Name, text and its size."""
    return [_field(printable(name), printable(text)) for name, text in fields]


def _field(name: str, text: str) -> list[Any]:
    """A digest is set a little smaller, so that it stands on one line and is found as it is."""
    room, longest = PORTRAIT * 0.69, unbroken_width(text, BODY)
    size = BODY if longest <= room else BODY * room / longest
    if size < _SMALLEST:
        size = BODY
    return [with_breaks(name, PORTRAIT * 0.25, BODY), with_breaks(text, PORTRAIT * 0.7, size), round(size, 2)]


def _chart_blocks(document: Document, chart: Chart, *, is_turned: bool, beside_table: bool) -> Iterator[Data]:
    """Each picture with what it says for those who do not see it; below the last the notes whose marks it shows."""
    size, words = TURNED_CHART if is_turned else UPRIGHT_CHART, words_of(document.language)
    pictures = chart_pictures(document, chart, size)
    notes = _notes(chart_notes(document, chart, beside_table=beside_table), is_turned=is_turned)
    where = words.chart_of(document.table(chart.table).title)
    for place, svg in enumerate(pictures):
        is_last = place == len(pictures) - 1
        title = chart.title if place == 0 else f"{chart.title} {words.continued}"
        yield {
            "kind": "chart",
            "title": _line(title),
            "svg": svg,
            "width": round(size[0] * POINTS_PER_PIXEL, 2),
            "alt": printable(f"{title} {chart_description(document, chart)}"),
            "where": printable(where) if is_last else "",
            "notes": notes if is_last else [],
        }


def _notes(notes: tuple[Footnote, ...], *, is_turned: bool) -> list[str]:
    return [_text(footnote_line(note).replace("\t", " "), is_turned=is_turned) for note in notes]


# --- tables -----------------------------------------------------------------------------------------------------------


def _table_blocks(document: Document, table: Table, layout: TableLayout) -> Iterator[Data]:
    """One for each band of columns; remarks stand above the first, footnotes below the last."""
    words = words_of(document.language)
    for place, band in enumerate(layout.bands):
        is_last = place == len(layout.bands) - 1
        title = table.title if place == 0 else f"{table.title} {words.continued}"
        yield {
            "kind": "table",
            "title": printable(title),
            "size": layout.size,
            "widths": band.widths,
            "numeric": [table.columns[own].is_numeric for own in band.columns],
            "remarks": [_text(own, is_turned=layout.is_turned) for own in table.remarks] if place == 0 else [],
            "head": _head(table, band, layout.size),
            "rows": [_row(table, row, band, layout.size) for row in table.rows],
            "empty": "" if table.rows else words.no_rows,
            "notes": _notes(table.footnotes, is_turned=layout.is_turned) if is_last else [],
        }


def _head(table: Table, band: Band, size: float) -> list[list[Data]]:
    """One line of titles, or two where columns share the title of a group."""
    if not has_groups(table):
        return [[_title(table, own, width, size) for own, width in zip(band.columns, band.widths, strict=True)]]
    width = dict(zip(band.columns, band.widths, strict=True))
    above: list[Data] = []
    below: list[Data] = []
    for group, first, count in grouped_columns(table):
        places = [own for own in range(first, first + count) if own in width]
        titles = [_title(table, own, width[own], size) for own in places]
        if group and places:
            room = sum(width[own] for own in places) - PADDING
            words = with_breaks(printable(group), room, size)
            above.append({"text": words, "columns": len(places), "rows": 1, "numeric": titles[0]["numeric"]})
            below += titles
        else:
            above += [{**title, "rows": 2} for title in titles]
    return [above, below]


def _title(table: Table, place: int, width: float, size: float) -> Data:
    text = printable(with_marks(table.columns[place].title, column_marks(table, place)))
    return {
        "text": with_breaks(text, width - PADDING, size),
        "columns": 1,
        "rows": 1,
        "numeric": table.columns[place].is_numeric,
    }


def _row(table: Table, row: TableRow, band: Band, size: float) -> Data:
    if row.kind == "heading":
        room = sum(band.widths) - PADDING
        text = with_breaks(printable(with_marks(row.cells[0].text, cell_marks(table, row, 0))), room, size)
        return {"kind": row.kind, "cells": [text], "marked": {}, "bars": {}, "lines": "one"}
    texts = [
        with_breaks(printable(with_marks(row.cells[own].text, cell_marks(table, row, own))), width - PADDING, size)
        for own, width in zip(band.columns, band.widths, strict=True)
    ]
    height = max((_height(text, width, size) for text, width in zip(texts, band.widths, strict=True)), default=0.0)
    return {
        "kind": row.kind,
        "cells": texts,
        "marked": dict(_states(row, band)),
        "bars": dict(_bars(table, row, band)),
        "lines": "many" if height > TALLEST_ROW else "one" if height <= size * _LINE else "some",
    }


def _height(text: str, width: float, size: float) -> float:
    if "\n" not in text and text_width(text, size) <= width - PADDING:
        return size * _LINE
    return len(wrapped(text, width - PADDING, size)) * size * _LINE


def _states(row: TableRow, band: Band) -> Iterable[tuple[str, str]]:
    """Places of cells without a number because of a state: hatched or muted, never like a number."""
    for place, own in enumerate(band.columns):
        state = row.cells[own].state
        if state is not None and state is not State.REPORTED:
            yield str(place), state.value


def _bars(table: Table, row: TableRow, band: Band) -> Iterable[tuple[str, float]]:
    """Length of the thin bar in a cell, of 0 to 100."""
    for place, own in enumerate(band.columns):
        number = row.cells[own].number
        if table.columns[own].has_bars and number is not None:
            yield str(place), round(min(100.0, max(0.0, float(number))), 3)
