"""What a report says shorter than the screen: no empty columns, the weakest of a long ranking, words for no values."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from auditor_app.domain.documents import Block, BulletList, Chart, FieldList, Paragraph, Section, Table
from auditor_app.foundation.translation import Texts
from auditor_app.services.reports.ground import ReportGround

MOST_RANKED = 30
"""About a page of a ranking; the whole of it is a sheet in Excel."""
SHORT_CHAPTER = 12
"""Lines, about a quarter of a page."""
_LINES_OF_CHART, _LINES_ABOUT_TABLE = 15, 4


def without_empty_parts(section: Section) -> Section:
    """A page shows what could stand in a table or column; a report only what does."""
    blocks: list[Block] = []
    for own in section.blocks:
        if not isinstance(own, Table):
            blocks.append(own)
        elif own.rows:
            blocks.append(own if own.is_long else _without_empty_columns(own))
    return replace(section, blocks=tuple(blocks))


def _without_empty_columns(table: Table) -> Table:
    """Of words alone: where a number could stand, its state is said."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.is_numeric or any(row.cells[place].text for row in table.rows if row.kind == "row")
    ]
    if len(kept) == len(table.columns) or any(row.kind == "heading" for row in table.rows):
        return table
    rows = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def weakest_only(texts: Texts, section: Section) -> Section:
    """Of a long ranking its beginning, which is the weakest; all of it in Excel."""
    blocks: list[Block] = []
    shortened: dict[str, set[str]] = {}
    for own in section.blocks:
        if isinstance(own, Table) and not own.is_long and len(own.rows) > MOST_RANKED:
            shortened[own.id] = {row.key for row in own.rows[:MOST_RANKED]}
            remark = texts("report.weakest_only", count=MOST_RANKED, all=len(own.rows))
            blocks.append(replace(own, rows=own.rows[:MOST_RANKED], remarks=(*own.remarks, remark)))
            title = texts("report.whole_ranking", title=own.title)
            blocks.append(replace(own, id=f"{own.id}-whole", title=title, is_long=True))
        elif isinstance(own, Chart) and own.table in shortened:
            blocks.append(replace(own, rows=tuple(key for key in own.rows if key in shortened[own.table])))
        else:
            blocks.append(own)
    return replace(section, blocks=tuple(blocks))


def without_values_in_words(ground: ReportGround, section: Section) -> Section:
    """Tables of rates that have no rate at all become a sentence that says so, by state; footnotes stay."""
    tables = [own for own in section.blocks if isinstance(own, Table) and not own.is_long]
    cells = [
        next((cell for cell, column in zip(row.cells, table.columns, strict=True) if column.kind == "percent"), None)
        for table in tables
        for row in table.rows
        if row.kind == "row"
    ]
    if not cells or any(_has_rate(table) for table in tables):
        return section
    texts = ground.texts
    states = Counter(cell.state for cell in cells if cell is not None and cell.state is not None)
    told = (f"{texts(f'state.{state.value}')} {count}" for state, count in states.items())
    words = texts("report.no_rates", year=ground.year, states=texts("explain.names_join").join(told))
    notes = dict.fromkeys(note.text for table in tables for note in table.footnotes)
    return replace(section, blocks=(Paragraph(words), *(Paragraph(own, "note") for own in notes)))


def _has_rate(table: Table) -> bool:
    rates = [place for place, column in enumerate(table.columns) if column.kind == "percent"]
    return any(row.cells[place].number is not None for row in table.rows for place in rates)


def is_short(sections: tuple[Section, ...]) -> bool:
    """Whether a chapter would leave most of a page of its own empty."""
    return sum(_lines_of(block) for section in sections for block in section.blocks) <= SHORT_CHAPTER


def _lines_of(block: Block) -> int:
    match block:
        case Table():
            return 1 if block.is_long else len(block.rows) + _LINES_ABOUT_TABLE
        case Chart():
            return _LINES_OF_CHART
        case FieldList():
            return len(block.fields)
        case BulletList():
            return len(block.lines)
        case _:
            return 2
