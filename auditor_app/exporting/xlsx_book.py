"""A document as a workbook: which sheets there are, in which order, and what stands on each."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import Document
from auditor_app.exporting.xlsx_charts import ChartBlock, put_chart_data
from auditor_app.exporting.xlsx_content import WorkbookContent
from auditor_app.exporting.xlsx_formulas import Conditions, FormulaTexts, RecomputedValues
from auditor_app.exporting.xlsx_front import (
    FrontSheet,
    annexes,
    has_front,
    put_annex,
    put_conditions,
    put_record_end,
)
from auditor_app.exporting.xlsx_layout import TablePlace
from auditor_app.exporting.xlsx_tables import Recomputing, TableSheet, table_place


@dataclass(frozen=True)
class Workbook:
    """Everything that stands in the file."""

    content: WorkbookContent
    places: dict[str, TablePlace]
    """Of the tables, by id, in the order of their sheets."""
    blocks: dict[str, ChartBlock]
    """Of the charts, by id."""


def workbook_of(document: Document) -> Workbook:
    """Contents where there is more than a table; tables, the long ones last; then what they rest on."""
    book = WorkbookContent(document)
    notes = annexes(document)
    # The names of our own sheets first: a table of the same title gets a number, they do not.
    own_names = {key: book.names.given(annex.title) for key, annex in notes.items()}
    words = book.words
    front_name, data_name, conditions_name = map(book.names.given, (words.front, words.chart_data, words.conditions))
    tables = sorted(document.tables(), key=lambda table: table.is_long)
    is_with_front = has_front(document)
    places = {table.id: table_place(document, table, book.names.given(table.title), is_with_front) for table in tables}
    conditions = Conditions(conditions_name)
    recomputing = Recomputing(FormulaTexts(places, conditions), RecomputedValues(document))
    front = book.add_named(front_name) if is_with_front else None
    for place in places.values():
        TableSheet(book, book.add_named(place.sheet), place, recomputing).fill(is_with_front)
    following = []
    blocks = {}
    if any(chart.kind != "heat" for chart in document.charts()):
        blocks = put_chart_data(book, book.add_named(data_name), places)
        following.append(data_name)
    if conditions.values:
        put_conditions(book, book.add_named(conditions_name), conditions)
        following.append(conditions_name)
    if front is not None:
        FrontSheet(book, front, places).fill([*following, *own_names.values()])
    for key, annex in notes.items():
        sheet = book.add_named(own_names[key])
        row = put_annex(book, sheet, annex)
        if key == "record":
            put_record_end(book, sheet, row + 1, list(places.values()))
    return Workbook(book, places, blocks)
