"""Writes a document as an Excel workbook: the same document always gives the same bytes.

No formula, link or reference is ever made from a text of the document: every text is written as a text.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook as XlsxWorkbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from auditor_app.domain.documents import Document
from auditor_app.exporting.document_words import PROGRAM_NAME, as_of_text, words_of
from auditor_app.exporting.xlsx_book import Workbook, workbook_of
from auditor_app.exporting.xlsx_charts import native_chart
from auditor_app.exporting.xlsx_content import Entry, Range, SheetContent
from auditor_app.exporting.xlsx_styles import Formats
from auditor_app.exporting.xlsx_texts import LONGEST_HEADER, page_text

A4 = 9
_OPTIONS = {
    "in_memory": True,  # no temporary files: their times would depend on the time zone
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BAR = {
    "type": "data_bar",
    "bar_color": "#9CC9E8",
    "bar_solid": True,
    "bar_border_color": "#9CC9E8",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
    "data_bar_2010": True,
}
_SCALE = {
    "type": "2_color_scale",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
    "min_color": "#FFFFFF",
    "max_color": "#56B4E9",
}


class _ExactSheet(Worksheet):  # type: ignore[misc]
    """Leaves numbers and formulas as they are.

    XlsxWriter writes 16 digits of a number, and 17 are needed for it to come back as it was; and it looks for newer
    functions in formulas, which takes as long as all the rest and would find them in the name of a sheet too.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        own = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{own}><v>{number!r}</v></c>")


def write_xlsx(document: Document, path: Path) -> None:
    """Tables with formulas, charts, footnotes, definitions, sources and record; OSError where the disk refuses it."""
    content = io.BytesIO()  # the library would say more about a full disk than anybody can use
    _write(document, content)
    path.write_bytes(content.getbuffer())


def _write(document: Document, file: io.BytesIO) -> None:
    book = workbook_of(document)
    with XlsxWorkbook(file, _OPTIONS) as workbook:
        _set_properties(workbook, document)
        formats = Formats(workbook)
        for content in book.content.sheets:
            sheet = workbook.add_worksheet(content.name, worksheet_class=_ExactSheet)
            _write_cells(sheet, content, formats)
            _set_view(sheet, content)
            _set_colours(sheet, content, workbook)
            _set_pages(sheet, content, document)
            _insert_charts(workbook, sheet, content, book)


def made_at(document: Document) -> datetime:
    """The time of the state of the case, as files hold it."""
    return document.provenance.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _set_properties(workbook: Any, document: Document) -> None:
    own = document.provenance
    title = page_text(document.title, LONGEST_HEADER).replace("&&", "&")
    workbook.set_properties({"title": title, "author": PROGRAM_NAME, "created": made_at(document)})
    particulars = {"case_id": own.case_id, "log_head": own.log_head, "program": own.program}
    for name, value in particulars.items():
        workbook.set_custom_property(name, page_text(value, LONGEST_HEADER).replace("&&", "&"), "text")


def _write_cells(sheet: Any, content: SheetContent, formats: Formats) -> None:
    for column, width in sorted(content.widths.items()):
        folded = content.outlined is not None and content.outlined[0] <= column <= content.outlined[1]
        sheet.set_column(column, column, width, None, {"level": 1} if folded else {})
    for row, height in sorted(content.heights.items()):
        sheet.set_row(row, height)
    for row, column, last_row, last_column in content.merged:
        sheet.merge_range(row, column, last_row, last_column, "", formats(content.entries[row, column].style))
    for (row, column), entry in sorted(content.entries.items()):
        _write_cell(sheet, row, column, entry, formats(entry.style))


def _write_cell(sheet: Any, row: int, column: int, entry: Entry, look: Any) -> None:
    value = entry.value
    if entry.link:
        sheet.write_url(row, column, f"internal:{entry.link}", look, _as_string(str(value)))
    elif entry.formula:
        sheet.write_formula(row, column, entry.formula, look, value)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, _as_string(value), look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _as_string(text: str) -> str:
    """XlsxWriter takes a text from `<r>` to `</r>` for markup of its own: such a one is given to it as markup."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text, quote=False)}</t></r>'
    return text


def _set_view(sheet: Any, content: SheetContent) -> None:
    sheet.hide_gridlines(2)
    if any(content.frozen):
        sheet.freeze_panes(*content.frozen)
        sheet.set_selection(*content.frozen, *content.frozen)
    if content.filtered is not None:
        sheet.autofilter(*content.filtered)
    if content.entries:
        last_row = max(row for row, _ in content.entries)
        last_column = max(column for _, column in content.entries)
        sheet.ignore_errors({"number_stored_as_text": _range_words((0, 0, last_row, last_column))})


def _set_colours(sheet: Any, content: SheetContent, workbook: Any) -> None:
    for cells in content.bars:
        sheet.conditional_format(*cells, dict(_BAR))
    for cells in content.scales:
        sheet.conditional_format(*cells, dict(_SCALE))
    if content.differing is not None:
        first_row, _, _, last_column = content.differing
        own = xl_rowcol_to_cell(first_row, last_column, col_abs=True)
        red = workbook.add_format({"bg_color": "#B3261E", "font_color": "#FFFFFF"})
        sheet.conditional_format(*content.differing, {"type": "formula", "criteria": f'={own}="≠"', "format": red})


def _set_pages(sheet: Any, content: SheetContent, document: Document) -> None:
    if content.is_portrait:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    if content.repeated_rows is not None:
        sheet.repeat_rows(*content.repeated_rows)
    if content.printed is not None:
        sheet.print_area(*content.printed)
    words = words_of(document.language)
    mark = f"&R{words.practice}" if document.provenance.is_practice else ""
    sheet.set_header(f"&L{page_text(document.title, LONGEST_HEADER - len(mark) - 2)}{mark}")
    sheet.set_footer(f"&L{as_of_text(document.provenance.as_of)}&C{words.page('&P', '&N')}&R&A")


def _insert_charts(workbook: Any, sheet: Any, content: SheetContent, book: Workbook) -> None:
    for placed in content.charts:
        description = page_text(placed.chart.title, LONGEST_HEADER).replace("&&", "&")
        sheet.insert_chart(
            placed.row,
            placed.column,
            native_chart(workbook, book.blocks[placed.chart.id]),
            {"description": description, "object_position": 2},
        )


def _range_words(cells: Range) -> str:
    return str(xl_range(*cells))
