"""A table on a sheet of its own: remarks above, a header in two levels, rows, formulas, footnotes, charts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from xlsxwriter.utility import xl_rowcol_to_cell

from auditor_app.domain.documents import Chart, Document, Table, TableColumn, TableRow
from auditor_app.exporting.cell_widths import column_width, line_count
from auditor_app.exporting.document_words import running_lines, words_of
from auditor_app.exporting.xlsx_cells import (
    cell_style,
    number_value,
    row_kind_style,
    shown_texts,
    shown_value,
    widest_marks,
)
from auditor_app.exporting.xlsx_content import PlacedChart, SheetContent, WorkbookContent, columns_as_wide
from auditor_app.exporting.xlsx_formulas import (
    FormulaTexts,
    RecomputedValues,
    differ,
    differs_formula,
    tolerance,
)
from auditor_app.exporting.xlsx_layout import SUMMARIES, TablePlace, place_words
from auditor_app.exporting.xlsx_styles import Style, StyleName, recomputed_code, says_more

_REMARKS_ABOVE = 6
"""More of them would leave little of the screen to the rows: what is above the rows stays in sight."""
_LINES_AS_WIDE = 90.0
_FROZEN_AS_WIDE = 48
_CHART_ROWS = 24
_CHART_AS_WIDE = 135.0
_ROWS_WITH_CHARTS_BELOW = 60
_MEASURED_ROWS = 2000
_COLUMNS_BEYOND = 12
_DIFFERS_WIDTH = 4.0


@dataclass(frozen=True)
class Recomputing:
    """What the formulas of a workbook need."""

    texts: FormulaTexts
    values: RecomputedValues


def lines_above(document: Document, table: Table, has_front: bool) -> list[tuple[StyleName, str]]:
    """Title, marks that hold for the whole document, remarks."""
    lines: list[tuple[StyleName, str]] = [("title", table.title)]
    if not has_front:
        others = [text for text in (document.title, document.subtitle) if text and text != table.title]
        lines += [("subtitle", text) for text in others]
    lines += [("warning", text) for text in running_lines(document)]
    lines += [("line", text) for text in table.remarks[:_REMARKS_ABOVE]]
    return lines


def table_place(document: Document, table: Table, sheet: str, has_front: bool) -> TablePlace:
    """Where it will lie."""
    above = len(lines_above(document, table, has_front)) + (len(table.remarks) > _REMARKS_ABOVE)
    head_row = above + 1 + any(column.group for column in table.columns)
    first = len(table.columns)
    computed = [
        column.key
        for place, column in enumerate(table.columns)
        if any(row.cells[place].formula is not None for row in table.rows if row.kind != "heading")
    ]
    return TablePlace(table, sheet, head_row, {key: first + number for number, key in enumerate(computed)})


class TableSheet:
    """Fills the sheet of one table."""

    def __init__(self, book: WorkbookContent, sheet: SheetContent, place: TablePlace, recomputing: Recomputing) -> None:
        self._book, self._sheet, self._place = book, sheet, place
        self._table, self._recomputing = place.table, recomputing
        self._language = book.document.language

    def fill(self, has_front: bool) -> None:
        self._set_widths()
        self._put_above(has_front)
        self._put_header()
        marks = [widest_marks(self._table, number) for number in range(len(self._table.columns))]
        for number, row in enumerate(self._table.rows):
            self._put_row(number, row, marks)
        if not self._table.rows:
            no_rows = words_of(self._language).no_rows
            self._sheet.put_line(self._place.first_row, no_rows, Style("note"), self._line_columns)
        if self._place.recomputed:
            self._put_recomputed()
        below = self._put_below()
        self._place_charts(below)
        self._set_view(below)

    # --- above ---------------------------------------------------------------------------------------------------

    def _set_widths(self) -> None:
        table, words = self._table, self._book.words
        for number, column in enumerate(table.columns):
            texts = shown_texts(table, number, table.rows[:_MEASURED_ROWS], self._language)
            self._sheet.widths[number] = column_width(self._title(column), texts, column.width)
        for key, number in self._place.recomputed.items():
            title = words.recomputed_column.format(title=self._column(key).title)
            self._sheet.widths[number] = column_width(title, (), 10)
        if self._place.check_column is not None:
            self._sheet.widths[self._place.check_column] = _DIFFERS_WIDTH
        self._line_columns = max(2, columns_as_wide(self._following_widths(), _LINES_AS_WIDE))

    def _following_widths(self) -> list[float]:
        return [self._sheet.widths[number] for number in sorted(self._sheet.widths)] + [9.0] * _COLUMNS_BEYOND

    def _put_above(self, has_front: bool) -> None:
        lines = lines_above(self._book.document, self._table, has_front)
        if len(self._table.remarks) > _REMARKS_ABOVE:
            lines.append(("line", self._book.words.more_remarks))
        for row, (style, text) in enumerate(lines):
            self._sheet.put_line(row, text, Style(style), self._line_columns)

    def _put_header(self) -> None:
        table, row = self._table, self._place.head_row
        for number, column in enumerate(table.columns):
            align, indent = ("right", 0) if column.is_numeric else ("left", int(number > 0))
            style = Style("head", align=align, indent=indent)
            self._sheet.put(row, number, self._text(self._title(column), row, number), style)
        lines = max(self._title_lines(column, number) for number, column in enumerate(table.columns))
        self._sheet.heights[row] = 18.0 * max(2, lines)
        for key, number in self._place.recomputed.items():
            title = self._book.words.recomputed_column.format(title=self._column(key).title)
            self._sheet.put(row, number, self._text(title, row, number), Style("recomputed_head", align="right"))
        if self._place.check_column is not None:
            self._sheet.put(row, self._place.check_column, "≠", Style("recomputed_head", align="center"))
        if any(column.group for column in table.columns):
            self._put_groups(row - 1)

    def _put_groups(self, row: int) -> None:
        for group, neighbours in groupby(enumerate(self._table.columns), key=lambda own: own[1].group):
            columns = [number for number, _ in neighbours]
            for number in columns:
                self._sheet.put(row, number, None, Style("group"))
            if group:
                self._sheet.put(row, columns[0], self._text(group, row, columns[0]), Style("group"))
                if len(columns) > 1:
                    self._sheet.merged.append((row, columns[0], row, columns[-1]))

    def _title_lines(self, column: TableColumn, number: int) -> int:
        return line_count(self._title(column), self._sheet.widths[number] - 2)

    def _title(self, column: TableColumn) -> str:
        return " ".join((column.title, *self._table.marks(column.notes)))

    # --- rows ----------------------------------------------------------------------------------------------------

    def _put_row(self, number: int, row: TableRow, marks: list[str]) -> None:
        at = self._place.first_row + number
        for place, (column, cell) in enumerate(zip(self._table.columns, row.cells, strict=True)):
            if row.kind == "heading" and place:
                self._sheet.put(at, place, None, row_kind_style(row.kind))
                continue
            value = shown_value(column, cell, self._language)
            if isinstance(value, str) and len(value) > 1000:
                self._text(cell.text, at, place)
            if cell.number is not None and says_more(cell):
                self._note_left_out(at, place, cell.text)
            if isinstance(value, str) and row.kind != "heading":
                self._sheet.make_room(at, value, self._sheet.widths[place] - 1)
            self._sheet.put(at, place, value, cell_style(self._table, column, row, cell, value, marks[place]))

    def _put_recomputed(self) -> None:
        for number, row in enumerate(self._table.rows):
            if row.kind == "heading":
                continue
            pairs, is_different = [], False
            at = self._place.first_row + number
            for key, target in self._place.recomputed.items():
                column, cell = self._column(key), self._table.cell(row, key)
                if cell.formula is None:
                    continue
                again = self._recomputing.values.value(self._table, number, cell.formula)
                text = self._recomputing.texts.text(self._place, number, column, cell.formula)
                value = number_value(column, again)
                style = Style("recomputed", recomputed_code(column, cell))
                self._sheet.put(at, target, "" if value is None else value, style, text)
                own = xl_rowcol_to_cell(at, target, col_abs=True)
                pairs.append((self._place.cell(number, key), own, tolerance(column, cell)))
                is_different |= differ(column, cell, again)
            self._put_difference(at, pairs, is_different)

    def _put_difference(self, at: int, pairs: list[tuple[str, str, Fraction]], is_different: bool) -> None:
        if pairs and self._place.check_column is not None:
            formula = differs_formula(pairs)
            self._sheet.put(at, self._place.check_column, "≠" if is_different else "", Style("differs"), formula)

    # --- below and beside ----------------------------------------------------------------------------------------

    def _put_below(self) -> int:
        """Footnotes, and remarks that found no room above; returns the first row below them."""
        row = self._place.last_row + 2
        lines: list[tuple[StyleName, str]] = (
            [("name", words_of(self._language).footnotes)] if self._table.footnotes else []
        )
        lines += [("body", " ".join(filter(None, (note.mark, note.text)))) for note in self._table.footnotes]
        lines += [("line", text) for text in self._table.remarks[_REMARKS_ABOVE:]]
        told = {note.text for note in self._table.footnotes}
        for chart in self._charts():
            notes = (note for note in chart.footnotes if note.text not in told)
            own = (" ".join(filter(None, (note.mark, note.text))) for note in notes)
            lines += [("note", f"{words_of(self._language).chart}「{chart.title}」: {text}") for text in own]
        for style, text in lines:
            self._sheet.put_line(row, text, Style(style), self._line_columns)
            row += 1
        return row + 1

    def _place_charts(self, below: int) -> None:
        own = self._charts()
        first, last = self._place.first_row, self._place.last_row
        for chart in (chart for chart in own if chart.kind == "heat"):
            self._sheet.scales += [(first, column, last, column) for column in map(self._place.column, chart.series)]
        is_below = len(self._table.rows) <= _ROWS_WITH_CHARTS_BELOW
        row = below if is_below else self._place.head_row
        column = 0 if is_below else max(self._sheet.widths) + 2
        for chart in own:
            if chart.kind != "heat":
                self._sheet.charts.append(PlacedChart(chart, row, column))
                row += _CHART_ROWS

    def _charts(self) -> list[Chart]:
        return [chart for chart in self._book.document.charts() if chart.table == self._table.id]

    def _set_view(self, below: int) -> None:
        sheet, place, table = self._sheet, self._place, self._table
        sheet.frozen = (place.first_row, self._frozen_columns())
        last = place.last_row
        rows = list(table.rows)
        while rows and rows[-1].kind in SUMMARIES:  # who sorts by a column leaves the means at the bottom
            rows.pop()
            last -= 1
        last_column = place.last_column if place.check_column is None else place.check_column
        sheet.filtered = (place.head_row, 0, max(last, place.head_row), last_column)
        sheet.repeated_rows = (place.head_row - any(column.group for column in table.columns), place.head_row)
        charts = below + _CHART_ROWS * sum(chart.column == 0 for chart in sheet.charts)
        last_printed = max(place.last_column, self._line_columns - 1)
        if charts > below:
            last_printed = max(last_printed, columns_as_wide(self._following_widths(), _CHART_AS_WIDE) - 1)
        if last_printed > place.last_column and place.check_column is not None:
            last_printed = max(last_printed, place.check_column)  # all of the formulas, or none
        sheet.printed = (0, 0, charts, last_printed)
        coloured = {column for _, column, _, _ in sheet.scales}
        if table.rows:
            sheet.bars = [
                (place.first_row, number, place.last_row, number)
                for number, column in enumerate(table.columns)
                if column.has_bars and number not in coloured
            ]
        if place.check_column is not None:
            sheet.differing = (place.first_row, min(place.recomputed.values()), place.last_row, place.check_column)
            sheet.outlined = (min(place.recomputed.values()), place.check_column)

    def _frozen_columns(self) -> int:
        """Up to the first columns of words, which name the row."""
        columns = self._table.columns
        first = next((number for number, column in enumerate(columns[:3]) if column.kind == "text"), None)
        if first is None:
            return 0
        count, together = first + 1, sum(self._sheet.widths[number] for number in range(first + 1))
        while count < len(columns) and columns[count].kind == "text":
            together += self._sheet.widths[count]
            if together > _FROZEN_AS_WIDE:
                break
            count += 1
        return count if count < len(columns) else 0

    def _column(self, key: str) -> TableColumn:
        return self._table.columns[self._place.column(key)]

    def _text(self, text: str, row: int, column: int) -> str:
        return self._book.text(text, place_words(self._sheet.name, row, column))

    def _note_left_out(self, row: int, column: int, words: str) -> None:
        place = place_words(self._sheet.name, row, column)
        self._book.changes.append(self._book.words.words_left_out.format(place=place, words=words))
