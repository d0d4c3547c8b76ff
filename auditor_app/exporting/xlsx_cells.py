"""What a cell of a table is in a workbook: a number, a date or words, and how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from auditor_app.domain.documents import Cell, ColumnKind, Language, Number, RowKind, Table, TableColumn, TableRow
from auditor_app.domain.published import State
from auditor_app.exporting.document_words import state_name
from auditor_app.exporting.xlsx_content import Value
from auditor_app.exporting.xlsx_styles import Style, number_code, text_code
from auditor_app.exporting.xlsx_texts import cell_text

HUNDRED = Fraction(100)
_MOST_EXACT = 2**53
_FIRST_DAY = datetime(1900, 3, 1)
"""Excel counts a 29 February 1900; dates before that day stay words."""
_DATE_CODE = "yyyy-mm-dd"


def scale(kind: ColumnKind) -> Fraction:
    """What a number of the document is multiplied with in a cell: a cell holds 31.2 % as 0.312."""
    return 1 / HUNDRED if kind == "percent" else Fraction(1)


def number_value(column: TableColumn, number: Number | None) -> int | float | None:
    """The number nearest to it that a cell can hold; None for one beyond all of them, or none.

    >>> number_value(TableColumn("rate", "", "percent"), Fraction(200, 3))
    0.6666666666666666
    """
    if number is None:
        return None
    above, below = number.as_integer_ratio()
    if column.kind == "percent":
        below *= 100
    if above % below == 0 and abs(above // below) <= _MOST_EXACT:
        return above // below
    try:
        return above / below  # of whole numbers, rounded once
    except OverflowError:
        return None


def cell_value(column: TableColumn, cell: Cell) -> Value:
    """A number in columns of numbers, a date in columns of dates, else words; None for an empty cell.

    >>> day = TableColumn("day", "日", "date")
    >>> cell_value(day, Cell("2007-04-23")), cell_value(day, Cell("未定"))
    (datetime.datetime(2007, 4, 23, 0, 0), '未定')
    """
    if column.is_numeric:
        number = number_value(column, cell.number)
        if number is not None:
            return number
    if column.kind == "date":
        day = _day(cell.text)
        if day is not None:
            return day
    return cell_text(cell.text) or None


def shown_value(column: TableColumn, cell: Cell, language: Language) -> Value:
    """As `cell_value`; a state that the screen shows as a dash or not at all has its name.

    >>> rate = TableColumn("rate", "", "percent")
    >>> shown_value(rate, Cell("－", state=State.NO_DUTY), "ja"), shown_value(rate, Cell("未報告"), "ja")
    ('責務なし', '未報告')
    """
    value = cell_value(column, cell)
    if cell.number is not None or cell.state in (None, State.REPORTED) or any(map(str.isalnum, cell.text)):
        return value
    return state_name(cell.state, language)


def cell_style(table: Table, column: TableColumn, row: TableRow, cell: Cell, value: Value, widest_marks: str) -> Style:
    """By what the cell holds; `widest_marks` are the longest of its column."""
    is_first = cell is row.cells[0]
    marks = table.marks((*row.notes, *cell.notes) if is_first else cell.notes)
    if isinstance(value, datetime):
        return Style("date", f"{_DATE_CODE}{_literal(marks)}", row.kind)
    if isinstance(value, int | float):
        return Style("number", number_code(column, cell, marks, widest_marks), row.kind)
    code = text_code(value or "", marks)
    if column.is_numeric or cell.state not in (None, State.REPORTED):
        return Style("state", code, row.kind, cell.state if cell.number is None else None)
    return Style("text", code, row.kind, align="left", indent=0 if is_first else 1)


def widest_marks(table: Table, place: int) -> str:
    """The longest marks of the numbers of a column."""
    return max(
        (" ".join(table.marks(row.cells[place].notes)) for row in table.rows if row.cells[place].notes),
        key=len,
        default="",
    )


def shown_texts(table: Table, place: int, rows: Sequence[TableRow], language: Language) -> list[str]:
    """What stands in a column, with its marks, as wide as it is shown."""
    column = table.columns[place]
    percent = "%" if column.kind == "percent" else ""
    return [
        f"{row.cells[place].text or shown_value(column, row.cells[place], language) or ''}{percent}"
        + "".join(f" {mark}" for mark in table.marks((*row.cells[place].notes, *(row.notes if place == 0 else ()))))
        for row in rows
        if row.kind != "heading"
    ]


def row_kind_style(kind: RowKind) -> Style:
    """Of a cell without anything in it."""
    return Style("text", "@", kind)


def _day(text: str) -> datetime | None:
    if len(text) != len("2007-04-23"):
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def _literal(marks: tuple[str, ...]) -> str:
    return text_code("", marks)[1:] if marks else ""
