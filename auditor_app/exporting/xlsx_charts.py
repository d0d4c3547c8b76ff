"""Native charts, drawn from a sheet of their own that refers to the cells of the tables.

The sheet is needed because a spreadsheet draws the words of a state as 0: where a table has no number, the chart's
cell is empty, which is a gap, and the state stands behind the name of its row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range_abs

from auditor_app.domain.documents import Chart, Table
from auditor_app.exporting.chart_data import ChartData, chart_data
from auditor_app.exporting.xlsx_cells import number_value, scale
from auditor_app.exporting.xlsx_content import SheetContent, WorkbookContent
from auditor_app.exporting.xlsx_front import put_practice_mark
from auditor_app.exporting.xlsx_layout import TablePlace, place_words, sheet_reference
from auditor_app.exporting.xlsx_styles import FONT, MUTED, PALE, Style, recomputed_code, text_code

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""Okabe and Ito: told apart by people who see colours otherwise."""
_MARKERS = ("circle", "diamond", "square", "triangle", "x", "star", "plus", "long_dash")
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
_TARGET_COLOUR = "#D55E00"
_WIDTH, _HEIGHT = 1000, 440
_ROW_HEIGHT = 24


@dataclass(frozen=True)
class ChartBlock:
    """Where the numbers of a chart stand: a header, below it a row for each mark, series side by side."""

    data: ChartData
    sheet: str
    head_row: int

    @property
    def rows(self) -> tuple[int, int]:
        return self.head_row + 1, self.head_row + len(self.data.rows)

    @property
    def target_column(self) -> int:
        return len(self.data.series) + 1

    def reference(self, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
        cells = xl_range_abs(first_row, first_column, last_row, last_column)
        return f"={sheet_reference(self.sheet)}!{cells}"


def put_chart_data(book: WorkbookContent, sheet: SheetContent, places: dict[str, TablePlace]) -> dict[str, ChartBlock]:
    """The numbers of all charts but heat maps, one below the other, by the id of the chart."""
    sheet.widths = {0: 40.0, **dict.fromkeys(range(1, 12), 14.0)}
    sheet.put_line(0, book.words.chart_data, Style("title"), 4)
    sheet.put_line(1, book.words.chart_data_note, Style("line"), 6)
    put_practice_mark(book, sheet, 2)
    row, blocks = 3, {}
    for chart in book.document.charts():
        if chart.kind != "heat":
            block = ChartBlock(chart_data(book.document, chart), sheet.name, row + 1)
            _put_block(book, sheet, block, places[chart.table], _drawn_rows(places[chart.table].table, chart))
            blocks[chart.id] = block
            row = block.rows[1] + 2 + len(block.data.notes)
    return blocks


def _put_block(
    book: WorkbookContent, sheet: SheetContent, block: ChartBlock, place: TablePlace, drawn: list[int]
) -> None:
    data, chart, table = block.data, block.data.chart, place.table
    title = book.text(chart.title, place_words(sheet.name, block.head_row - 1, 0))
    sheet.put(block.head_row - 1, 0, title, Style("lead", text_code(title)))
    heads = [book.words.row_key, *(series.name for series in data.series)]
    heads += [book.words.target] if chart.target is not None else []
    for column, text in enumerate(heads):
        sheet.put(block.head_row, column, book.text(text, sheet.name), Style("head", text_code(text)))
    for row, (number, own) in enumerate(zip(drawn, data.rows, strict=True), start=block.head_row + 1):
        missing = dict.fromkeys(mark.words for mark in own.marks if mark.state is not None)
        name = f"{own.label} ({', '.join(missing)})" if missing else own.label
        sheet.put(row, 0, book.text(name, sheet.name), Style("text", text_code(name)))
        for column, key in enumerate(chart.series, start=1):
            told = table.columns[table.position(key)]
            value = number_value(told, table.cell(table.rows[number], key).number)
            if value is not None:
                formula = f"={place.cell_from_elsewhere(number, key)}"
                sheet.put(row, column, value, Style("number", recomputed_code(told)), formula)
        if chart.target is not None:
            first = data.series[0].column
            sheet.put(
                row, block.target_column, number_value(first, chart.target), Style("number", recomputed_code(first))
            )
    for row, note in enumerate(data.notes, start=block.rows[1] + 1):
        sheet.put_line(row, " ".join(filter(None, (note.mark, note.text))), Style("note"), 6)


def _drawn_rows(table: Table, chart: Chart) -> list[int]:
    """Places of the rows a chart draws, in its order."""
    by_key = {row.key: number for number, row in enumerate(table.rows)}
    if chart.rows:
        return [by_key[key] for key in chart.rows]
    return [number for number, row in enumerate(table.rows) if row.kind != "heading"]


def native_chart(workbook: Any, block: ChartBlock) -> Any:
    """The chart as the spreadsheet draws it, to be put on a sheet."""
    kind = block.data.chart.kind
    if kind == "lines":
        made = _lines(workbook, block)
    elif kind == "dumbbell":
        made = _dumbbell(workbook, block)
    else:
        made = _bars(workbook, block)
    made.set_title(
        {"name": _title(block.data), "name_font": {"name": FONT, "size": 12, "bold": True}, "overlay": False}
    )
    made.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9}})
    made.show_blanks_as("gap")
    made.show_na_as_empty_cell()
    return made


def _title(data: ChartData) -> str:
    """XlsxWriter takes a title that begins with = for a reference."""
    title = data.chart.title[:255]
    return f" {title}" if title.startswith("=") else title


def _bars(workbook: Any, block: ChartBlock) -> Any:
    """Lying bars in the table's order from the top; standing ones where a target has to be drawn through them."""
    has_target = block.data.target is not None
    made = workbook.add_chart({"type": "column" if has_target else "bar"})
    for number in range(len(block.data.series)):
        made.add_series({**_series(block, number), "fill": {"color": COLOURS[number % 8]}, "gap": 60})
    if has_target:
        made.combine(_target(workbook, block))
        made.set_x_axis(_names_axis())
        made.set_y_axis(_value_axis(block.data))
        made.set_size({"width": _WIDTH, "height": _HEIGHT})
        return made
    made.set_x_axis(_value_axis(block.data))  # of lying bars, XlsxWriter names the axes as they are seen
    made.set_y_axis({**_names_axis(), "reverse": True})
    lines = len(block.data.rows) * max(1, len(block.data.series)) * _ROW_HEIGHT
    made.set_size({"width": _WIDTH, "height": min(_HEIGHT * 4, max(_HEIGHT, lines + 120))})
    return made


def _dumbbell(workbook: Any, block: ChartBlock) -> Any:
    """Two marks above each name, joined by a line."""
    made = workbook.add_chart({"type": "line"})
    for number in range(len(block.data.series)):
        marker = _marker(number)
        made.add_series({**_series(block, number), "line": {"none": True}, "marker": marker})
    made.set_high_low_lines({"line": {"color": MUTED, "width": 2}})
    if block.data.target is not None:
        made.combine(_target(workbook, block))
    made.set_x_axis(_names_axis())
    made.set_y_axis(_value_axis(block.data))
    made.set_size({"width": _WIDTH, "height": _HEIGHT})
    return made


def _lines(workbook: Any, block: ChartBlock) -> Any:
    """A line for each row; a missing point is a gap."""
    made = workbook.add_chart({"type": "line"})
    last = len(block.data.series)
    for number, row in enumerate(range(block.rows[0], block.rows[1] + 1)):
        colour = COLOURS[number % len(COLOURS)]
        made.add_series(
            {
                "name": block.reference(row, 0, row, 0).split(":")[0],
                "categories": block.reference(block.head_row, 1, block.head_row, last),
                "values": block.reference(row, 1, row, last),
                "line": {"color": colour, "width": 2, "dash_type": _DASHES[number // len(COLOURS) % len(_DASHES)]},
                "marker": _marker(number),
            }
        )
    made.set_x_axis(_names_axis())
    made.set_y_axis(_value_axis(block.data))
    made.set_size({"width": _WIDTH, "height": _HEIGHT})
    return made


def _series(block: ChartBlock, number: int) -> dict[str, object]:
    first, last = block.rows
    return {
        "name": block.reference(block.head_row, number + 1, block.head_row, number + 1).split(":")[0],
        "categories": block.reference(first, 0, last, 0),
        "values": block.reference(first, number + 1, last, number + 1),
    }


def _target(workbook: Any, block: ChartBlock) -> Any:
    line = workbook.add_chart({"type": "line"})
    series = _series(block, block.target_column - 1)
    line.add_series({**series, "line": {"color": _TARGET_COLOUR, "width": 1.75, "dash_type": "dash"}})
    return line


def _marker(number: int) -> dict[str, object]:
    colour = COLOURS[number % len(COLOURS)]
    kind = _MARKERS[number % len(_MARKERS)]
    return {"type": kind, "size": 8, "fill": {"color": colour}, "border": {"color": colour}}


def _names_axis() -> dict[str, object]:
    return {"num_font": {"name": FONT, "size": 9}, "line": {"color": MUTED}, "label_position": "low"}


def _value_axis(data: ChartData) -> dict[str, object]:
    """Rates from 0 to 100 %; other numbers as they come, from 0 where none is below it."""
    axis: dict[str, object] = {
        "num_font": {"name": FONT, "size": 9},
        "major_gridlines": {"visible": True, "line": {"color": PALE, "width": 0.75}},
        "line": {"none": True},
    }
    values = data.scale
    if data.is_rates:
        return axis | {
            "min": 0,
            "max": max(1, float(max(values, default=0)) * float(scale("percent"))),
            "num_format": "0%",
        }
    return axis | ({"min": 0} if min(values, default=0) >= 0 else {})
