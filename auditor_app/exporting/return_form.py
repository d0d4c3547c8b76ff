"""Writes the return form: one workbook for one ministry and year, with cells to fill in and everything else locked.

The same form gives the same bytes.  Nothing in a cell is ever a formula: every text is written as a text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.returns import LARGEST_COUNT
from auditor_app.domain.standards import ItemClass
from auditor_app.exporting.cell_widths import text_width
from auditor_app.foundation.translation import Texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORM_VERSION = 1

CellStyle = Literal["title", "hint", "head", "heading", "text", "number", "input", "ticket"]

_HEADER_ROW = 3
_FIRST_ROW = _HEADER_ROW + 1
_WIDEST = 60
_MADE_AT = datetime(2007, 4, 23)
"""Written into every form whenever it is made, so that a form made twice is the same file."""
_STYLES: dict[CellStyle, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "hint": {"font_color": "#444444"},
    "head": {"bold": True, "bg_color": "#D9E2EC", "border": 1, "text_wrap": True, "valign": "vcenter"},
    "heading": {"bold": True, "valign": "top", "text_wrap": True},
    "text": {"border": 1, "valign": "top", "text_wrap": True},
    "number": {"border": 1, "valign": "top", "num_format": "0", "align": "left"},
    "input": {"border": 1, "valign": "top", "num_format": "#,##0", "bg_color": "#FFF8DC", "locked": False},
    "ticket": {"font_size": 7, "font_color": "#666666"},
}
_FREE = {"select_locked_cells": True, "format_columns": True, "format_rows": True, "autofilter": True}


@dataclass(frozen=True)
class CoverageLine:
    """A unit and role whose people are counted, with what is known of them."""

    unit: str
    """"" is the whole ministry."""
    role: str
    """Its Japanese name."""
    target: int | None = None
    ascertained: int | None = None
    ascertained_with_own_survey: int | None = None


@dataclass(frozen=True)
class QuestionLine:
    """An item that a unit answers in a role, with the answer that is known."""

    unit: str
    role: str
    part: str
    section: str
    item: str
    item_class: ItemClass
    title: str
    obliged: int | None = None
    implemented: int | None = None


@dataclass(frozen=True)
class ReturnForm:
    """Everything that stands in a form.  Questions follow one another by unit and role, as coverage does."""

    organisation: str
    fiscal_year: int
    edition: str
    case_id: str
    is_practice: bool
    coverage: tuple[CoverageLine, ...]
    questions: tuple[QuestionLine, ...]


def return_form_content(form: ReturnForm, texts: Texts) -> bytes:
    """The bytes of the workbook; `texts` are Japanese, whatever language the window speaks."""
    output = io.BytesIO()
    workbook = Workbook(
        output,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    workbook.set_properties({"title": texts("form.title"), "author": "auditor-app", "created": _MADE_AT})
    book = _Book(form, texts, workbook)
    book.write_help()
    book.write_coverage()
    book.write_questions()
    workbook.close()
    return output.getvalue()


class _Book:
    """The three sheets of one form, in their order."""

    def __init__(self, form: ReturnForm, texts: Texts, workbook: Workbook) -> None:
        self._form = form
        self._texts = texts
        self._workbook = workbook
        self._styles: dict[CellStyle, Format] = {
            name: workbook.add_format({"font_name": "Yu Gothic", **style}) for name, style in _STYLES.items()
        }
        self._highest_obliged: dict[tuple[str, str], str] = {}
        """(unit, role) → how many can be obliged: those ascertained, by a survey of its own too, if that is known."""

    def write_help(self) -> None:
        """How to fill in and return the form, what its words mean, and the numbers by which it is known."""
        name = self._texts("form.sheet.help")
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 24, self._styles["heading"])
        sheet.set_column(1, 1, 96)
        self._write_titles(sheet, self._texts("form.title"), self._texts("form.help.intro"))
        row = _HEADER_ROW
        for key in _HELP:
            self._write(sheet, row, 0, self._texts(f"form.help.{key}"), "heading")
            self._write(sheet, row, 1, self._texts(f"form.help.{key}.text"), "text")
            row += 1
        self._write_ticket(sheet, name, row + 1)

    def write_coverage(self) -> None:
        """One row for each unit and role."""
        name = self._texts("form.sheet.coverage")
        sheet = self._sheet(name)
        self._write_titles(sheet, self._title("form.coverage.title"), self._texts("form.coverage.hint"))
        headers = [self._texts(f"form.head.{field}") for field in (*_WHO, *_COVERAGE_COUNTS)]
        self._write_table(sheet, headers, list(self._coverage_rows()), len(_COVERAGE_COUNTS))
        for number, line in enumerate(self._form.coverage):
            row, column = _FIRST_ROW + number, len(_WHO) + 1
            cells = f"'{name}'!{xl_range_abs(row, column, row, column + 1)}"
            highest = f"=IF(COUNT({cells})=0,{LARGEST_COUNT},MAX({cells}))"
            self._highest_obliged[line.unit, line.role] = highest
        first, last = _FIRST_ROW, _FIRST_ROW + max(0, len(self._form.coverage) - 1)
        target, ascertained, own_survey = range(len(_WHO), len(_WHO) + 3)
        self._bound(sheet, (first, target, last, target), "target", 0, LARGEST_COUNT)
        self._bound(sheet, (first, ascertained, last, ascertained), "ascertained", 0, self._beside(first, target))
        lowest, highest = self._beside(first, ascertained), self._beside(first, target)
        self._bound(sheet, (first, own_survey, last, own_survey), "ascertained_with_own_survey", lowest, highest)

    def write_questions(self) -> None:
        """One row for each unit, role and item."""
        sheet = self._sheet(self._texts("form.sheet.answers"))
        self._write_titles(sheet, self._title("form.answers.title"), self._texts("form.answers.hint"))
        headers = [self._texts(f"form.head.{field}") for field in (*_WHO, *_ITEM, *_ANSWER_COUNTS)]
        self._write_table(sheet, headers, list(self._question_rows()), len(_ANSWER_COUNTS))
        obliged = len(_WHO) + len(_ITEM)
        first = _FIRST_ROW
        for who, block in groupby(self._form.questions, key=lambda line: (line.unit, line.role)):
            last = first + len(list(block)) - 1
            highest = self._highest_obliged.get(who, LARGEST_COUNT)
            self._bound(sheet, (first, obliged, last, obliged), "obliged", 0, highest)
            first = last + 1
        implemented = (_FIRST_ROW, obliged + 1, max(_FIRST_ROW, first - 1), obliged + 1)
        self._bound(sheet, implemented, "implemented", 0, self._beside(_FIRST_ROW, obliged))

    def _coverage_rows(self) -> Iterator[list[str | int | None]]:
        for line in self._form.coverage:
            counts = (line.target, line.ascertained, line.ascertained_with_own_survey)
            yield [*self._who(line.unit, line.role), *counts]

    def _question_rows(self) -> Iterator[list[str | int | None]]:
        for line in self._form.questions:
            item_class = self._texts(f"form.class.{line.item_class}")
            item = (line.part, line.section, line.item, item_class, line.title)
            yield [*self._who(line.unit, line.role), *item, line.obliged, line.implemented]

    def _who(self, unit: str, role: str) -> tuple[int, str, str, str]:
        return self._form.fiscal_year, self._form.organisation, unit, role

    def _title(self, key: str) -> str:
        title = self._texts(
            key, organisation=self._form.organisation, year=fiscal_year_text(self._form.fiscal_year, "both")
        )
        return self._texts("practice.title", title=title) if self._form.is_practice else title

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._workbook.add_worksheet(name)
        sheet.protect("", _FREE)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _write_titles(self, sheet: Worksheet, title: str, hint: str) -> None:
        self._write(sheet, 0, 0, title, "title")
        self._write(sheet, 1, 0, hint, "hint")

    def _write_table(
        self, sheet: Worksheet, headers: Sequence[str], rows: Sequence[Sequence[str | int | None]], inputs: int
    ) -> None:
        """The header row and the rows below it; the last `inputs` columns are to be filled in."""
        first_input = len(headers) - inputs
        sheet.set_row(_HEADER_ROW, 32)
        for column, header in enumerate(headers):
            self._write(sheet, _HEADER_ROW, column, header, "head")
            sheet.set_column(column, column, _column_width(header, [row[column] for row in rows]))
        for number, row in enumerate(rows, start=_FIRST_ROW):
            for column, value in enumerate(row):
                self._write(sheet, number, column, value, _style(column >= first_input, value))
        sheet.freeze_panes(_FIRST_ROW, len(_WHO))
        sheet.repeat_rows(_HEADER_ROW)
        sheet.autofilter(_HEADER_ROW, 0, _HEADER_ROW + max(1, len(rows)), len(headers) - 1)
        sheet.set_selection(_FIRST_ROW, first_input, _FIRST_ROW, first_input)

    def _write_ticket(self, sheet: Worksheet, name: str, row: int) -> None:
        """What the form is about, as cells with names."""
        form = self._form
        self._write(sheet, row, 0, self._texts("form.ticket"), "ticket")
        values: dict[str, str | int] = {
            "organisation": form.organisation,
            "fiscal_year": form.fiscal_year,
            "case": form.case_id,
            "edition": form.edition,
            "version": FORM_VERSION,
        }
        for column, (field, value) in enumerate(values.items(), start=1):
            self._write(sheet, row, column, value, "ticket")
            cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
            self._workbook.define_name(f"form_{field}", f"='{name}'!{cell}")

    def _write(self, sheet: Worksheet, row: int, column: int, value: str | int | None, style: CellStyle) -> None:
        if isinstance(value, int):
            sheet.write_number(row, column, value, self._styles[style])
        elif value:
            sheet.write_string(row, column, value, self._styles[style])
        else:
            sheet.write_blank(row, column, None, self._styles[style])

    def _beside(self, row: int, column: int) -> str:
        """A cell of the same row: the column stays, the row moves with the cell that is checked."""
        return f"={xl_rowcol_to_cell(row, column, col_abs=True)}"

    def _bound(
        self, sheet: Worksheet, cells: tuple[int, int, int, int], field: str, lowest: int | str, highest: int | str
    ) -> None:
        """A whole number between two bounds; a bound that is a blank cell bounds nothing."""
        sheet.data_validation(
            *cells,
            {
                "validate": "integer",
                "criteria": "between",
                "minimum": lowest,
                "maximum": highest,
                "ignore_blank": True,
                "input_title": self._texts(f"form.head.{field}")[:32],
                "input_message": self._texts(f"form.input.{field}"),
                "error_title": self._texts("form.error.title"),
                "error_message": self._texts(f"form.error.{field}"),
            },
        )


_HELP = (
    "steps",
    "coverage",
    "target",
    "ascertained",
    "own_survey",
    "answers",
    "obliged",
    "implemented",
    "blank",
    "zero",
    "return",
)
_WHO = ("fiscal_year", "organisation", "unit", "role")
_ITEM = ("part", "section", "item", "class", "item_title")
_COVERAGE_COUNTS = ("target", "ascertained", "ascertained_with_own_survey")
_ANSWER_COUNTS = ("obliged", "implemented")


def _style(is_input: bool, value: str | int | None) -> CellStyle:
    if is_input:
        return "input"
    return "number" if isinstance(value, int) else "text"


def _column_width(header: str, values: Sequence[str | int | None]) -> float:
    """Enough for the longest text, and for half of a long header, which wraps; never wider than the screen."""
    widest = max((text_width(str(value)) for value in set(values) if value is not None), default=0)
    return min(_WIDEST, max(widest, (text_width(header) + 1) // 2 + 2, 7) + 2)
