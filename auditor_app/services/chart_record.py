"""What is said below the picture of a chart beside the page's own notes: exclusions, states, and the case's state."""

from __future__ import annotations

from auditor_app import __version__
from auditor_app.domain.documents import Document, Table
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.exporting.chart_svg import chart_notes
from auditor_app.foundation.errors import UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.shown import ShownPage, shown_document
from auditor_app.services.open_case import OpenCase

MOST_NAMES = 3
"""Rows that are named before a note; more are counted by the note's own words."""


def chart_record(case: OpenCase, texts: Texts, page: ShownPage, kind: str, year_form: YearForm) -> list[str]:
    """`kind`: of the document's chart that draws the same, whose notes the picture has to carry; "" for none."""
    with case.reader() as reader:
        info, (sequence, head) = reader.case_info(), reader.log_head()
        notes = []
        try:
            document = shown_document(reader, texts, page, year_form=year_form) if kind and page.parts else None
        except UserError:
            document = None  # a page whose tables hold nothing has charts without notes
        if document is not None:
            notes = _notes(document, kind)
    values: dict[str, object] = {"case": info.case_id, "entry": f"{sequence:,}", "head": head[:12]}
    return [*notes, texts("exportui.chart_state", program=f"auditor-app {__version__}", **values)]


def _notes(document: Document, kind: str) -> list[str]:
    """Of the first chart of that kind, each with the rows it belongs to; else those of the first table."""
    chart = next((own for own in document.charts() if own.kind == kind), None)
    table = document.table(chart.table) if chart is not None else next(document.tables())
    notes = chart_notes(document, chart) if chart is not None else table.footnotes
    column = chart.category if chart is not None else table.columns[0].key
    return list(dict.fromkeys(f"{_names(table, column, note.id)}{note.text}" for note in notes))


def _names(table: Table, column: str, note: str) -> str:
    found = [
        table.cell(row, column).text
        for row in table.rows
        if row.kind == "row" and (note in row.notes or any(note in cell.notes for cell in row.cells))
    ]
    return f"{'、'.join(found)}: " if 0 < len(found) <= MOST_NAMES else ""
