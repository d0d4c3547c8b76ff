"""Tables of a document as tables of Word: header rows that repeat, rows that stay whole, figures to the right."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.domain.documents import FieldList, Table, TableColumn, TableRow
from auditor_app.domain.published import State
from auditor_app.exporting.docx_styles import FIELD_TABLE_STYLE, HEAD_SHADE, ROW_SHADE, TABLE_STYLE
from auditor_app.exporting.docx_text import attribute, paragraph, runs
from auditor_app.exporting.docx_widths import column_widths, marks_room, marks_width
from auditor_app.exporting.table_texts import cell_marks, column_marks, grouped_columns, has_groups

_NAME_SHARE = 22
"""Percent of the page for the names of a field list."""


def word_table(table: Table, available: int, no_rows: str) -> str:
    """`available` is the width of the page in twentieths of a point; `no_rows` what an empty table says."""
    found = column_widths(table, available)
    widths = found.widths
    hung = tuple(marks_room(table, place) if own.is_numeric else 0 for place, own in enumerate(table.columns))
    body = "".join(_row(table, row, widths, hung) for row in table.rows) or _spanning_row(
        table, runs(no_rows), "TableText"
    )
    rows = "".join(_header(table, widths)) + body
    if found.is_small:
        rows = rows.replace('<w:pStyle w:val="Table', '<w:pStyle w:val="SmallTable')  # words hold no `<` here
    return _table(TABLE_STYLE, widths, rows, table.title)


def field_table(fields: FieldList, available: int) -> str:
    """Names in a narrow column, words beside them."""
    narrow = available * _NAME_SHARE // 100
    widths = (narrow, available - narrow)
    rows = "".join(
        _markup_of_row(
            _cell(paragraph(runs(name), "FieldName"), widths[0]) + _cell(paragraph(runs(text), "FieldText"), widths[1]),
            may_split=True,
        )
        for name, text in fields.fields
    )
    return _table(FIELD_TABLE_STYLE, widths, rows, "")


def _table(style: str, widths: tuple[int, ...], rows: str, title: str) -> str:
    look = '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
    look += ' w:noVBand="1"/>'
    caption = f"<w:tblCaption w:val={attribute(title)}/>" if title else ""
    properties = (
        f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}{caption}</w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _header(table: Table, widths: tuple[int, ...]) -> Iterator[str]:
    """One row, or two where columns stand under titles of groups; Word repeats them on every page."""
    if not has_groups(table):
        titles = "".join(_title(table, place, widths[place]) for place in range(len(widths)))
        yield _markup_of_row(titles, is_header=True)
        return
    upper, lower = [], []
    for group, first, count in grouped_columns(table):
        places = range(first, first + count)
        if group:
            upper.append(_head_cell(_centred(group), sum(widths[own] for own in places), span=count))
            lower += [_title(table, own, widths[own]) for own in places]
        else:
            upper.append(_title(table, first, widths[first], merge="restart"))
            lower.append(_head_cell(paragraph("", "TableHead"), widths[first], merge="continue"))
    yield _markup_of_row("".join(upper), is_header=True)
    yield _markup_of_row("".join(lower), is_header=True)


def _centred(group: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="TableHead"/><w:jc w:val="center"/></w:pPr>{runs(group)}</w:p>'


def _title(table: Table, place: int, width: int, merge: str = "") -> str:
    column = table.columns[place]
    content = runs(column.title) + _marks(column_marks(table, place))
    side = '<w:jc w:val="right"/>' if column.is_numeric else ""
    markup = f'<w:p><w:pPr><w:pStyle w:val="TableHead"/>{side}</w:pPr>{content}</w:p>'
    return _head_cell(markup, width, merge=merge)


def _head_cell(content: str, width: int, *, span: int = 1, merge: str = "") -> str:
    return _cell(content, width, span=span, merge=merge, shade=HEAD_SHADE, at_foot=True)


def _row(table: Table, row: TableRow, widths: tuple[int, ...], hung: tuple[int, ...]) -> str:
    """`hung`: room for marks at the right of each column, so that figures stand below each other."""
    if row.kind == "heading":
        content = _words(row.cells[0].text, None, is_bold=True) + _marks(cell_marks(table, row, 0))
        return _spanning_row(table, content, "TableHead")
    is_sum = row.kind in ("mean", "total")
    cells = []
    for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        marks = cell_marks(table, row, place)
        content = _words(cell.text, cell.state, is_bold=is_sum) + _marks(marks)
        indent = hung[place] - marks_width(marks) if hung[place] else 0
        cells.append(
            _cell(paragraph(content, _style(column), indent), widths[place], shade=ROW_SHADE if is_sum else "")
        )
    return _markup_of_row("".join(cells))


def _spanning_row(table: Table, content: str, style: str) -> str:
    width = 0  # Word takes it from the grid
    return _markup_of_row(_cell(paragraph(content, style), width, span=len(table.columns)))


def _words(text: str, state: State | None, *, is_bold: bool) -> str:
    if state is not None and state is not State.REPORTED:
        return runs(text, "State")
    return runs(text, "Strong" if is_bold else "")


def _marks(marks: tuple[str, ...]) -> str:
    return runs("".join(f" {mark}" for mark in marks), "NoteMark")


def _style(column: TableColumn) -> str:
    return "TableNumber" if column.is_numeric else "TableText"


def _cell(content: str, width: int, *, span: int = 1, merge: str = "", shade: str = "", at_foot: bool = False) -> str:
    own = f'<w:tcW w:w="{width}" w:type="{"dxa" if width else "auto"}"/>'
    own += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    own += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    own += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    own += '<w:vAlign w:val="bottom"/>' if at_foot else ""
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{content}</w:tc>"


def _markup_of_row(cells: str, *, is_header: bool = False, may_split: bool = False) -> str:
    own = ("" if may_split else "<w:cantSplit/>") + ("<w:tblHeader/>" if is_header else "")
    return f"<w:tr>{f'<w:trPr>{own}</w:trPr>' if own else ''}{cells}</w:tr>"
