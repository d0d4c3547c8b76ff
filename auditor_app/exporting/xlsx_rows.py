"""Rows of a big plain table as the text of a worksheet, some at a time, and the parts around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from html import escape

from xlsxwriter.utility import xl_col_to_name

from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.xlsx_texts import cell_text

SHEET_BREAK = "\f"
"""Between the rows of two sheets; no text of a cell holds it."""
MOST_ROWS = 1_048_575
"""Of a sheet, below one header row."""
NUMBER_ENDINGS = ("_percent", "_points")
"""Of fields whose numbers come as words with all their decimals."""
TEXT_STYLE, HEAD_STYLE, TITLE_STYLE, DECIMAL_STYLE, WRAPPED_STYLE = 1, 2, 3, 4, 5
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d+)?")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class SheetForm(CsvForm):
    """Puts rows into a worksheet: values as csv has them, but every text as a text and every number as a number.

    Cells say nothing of their place, which is the order they stand in, so that a row can be put together from pieces
    that many rows share.
    """

    opening, joint, closing = "<row>", "", "</row>"

    def __init__(self, rows_of_a_sheet: int = MOST_ROWS) -> None:
        super().__init__()
        self._most, self._on_sheet = rows_of_a_sheet, 0

    def begin(self, fields: Sequence[str]) -> str:
        """Nothing: each sheet gets its header from whoever writes it."""
        del fields
        return ""

    def begin_sheet(self, rows: int = 0) -> None:
        """The next rows stand on a new sheet, together with so many of those before."""
        self._on_sheet = rows

    def part(self, values: Mapping[str, object]) -> str:
        return "".join([_cell(name, value) for name, value in values.items()])

    def defused_cells(self, values: Mapping[str, object]) -> int:
        """Nothing that is written as a text is a formula."""
        del values
        return 0

    def record(self, row: Mapping[str, object], fields: Sequence[str]) -> str:
        r"""
        >>> SheetForm().record({"a": "=1+1", "b": 3, "c_percent": "66.666667"}, ["a", "b", "d", "c_percent"])
        '<row><c s="1" t="inlineStr"><is><t>=1+1</t></is></c><c><v>3</v></c><c/><c s="4"><v>66.666667</v></c></row>'
        """
        return f"{self.opening}{self.part({name: row.get(name) for name in fields})}{self.closing}"

    def rows(self, records: Sequence[str]) -> str:
        self.row_count += len(records)
        room = self._most - self._on_sheet
        if len(records) <= room:
            self._on_sheet += len(records)
            return "".join(records)
        starts = range(room, len(records), self._most)
        pieces = ["".join(records[:room]), *("".join(records[start : start + self._most]) for start in starts)]
        self._on_sheet = (len(records) - room - 1) % self._most + 1
        return SHEET_BREAK.join(pieces)

    def notes(self) -> list[str]:
        return []


def text_cell(text: str, style: int = TEXT_STYLE) -> str:
    """A typed string: it can become neither a formula nor a link, a date or a number.

    >>> text_cell("R&D _x000D_")
    '<c s="1" t="inlineStr"><is><t>R&amp;D _x005F_x000D_</t></is></c>'
    """
    kept = _ESCAPE.sub("_x005F_", escape(cell_text(text), quote=False))
    if not kept:
        return f'<c s="{style}"/>'
    space = ' xml:space="preserve"' if kept.strip() != kept or "\n" in kept else ""
    return f'<c s="{style}" t="inlineStr"><is><t{space}>{kept}</t></is></c>'


def text_row(texts: Iterable[str], style: int) -> str:
    return f"<row>{''.join(text_cell(text, style) for text in texts)}</row>"


def sheet_begin(widths: Sequence[float], frozen_rows: int, frozen_columns: int, is_first: bool) -> str:
    """What stands before the rows."""
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView{" tabSelected=" + chr(34) + "1" + chr(34) if is_first else ""} workbookViewId="0">'
        f"{_pane(frozen_rows, frozen_columns)}</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
    )


def sheet_end(filtered: str, header: str, footer: str) -> str:
    """What stands behind the rows; `filtered` is the range with the arrows, header row included."""
    arrows = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    return (
        f'</sheetData>{arrows}<pageMargins left="0.5" right="0.5" top="0.8" bottom="0.8" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>{escape(header, quote=False)}</oddHeader>"
        f"<oddFooter>{escape(footer, quote=False)}</oddFooter></headerFooter></worksheet>"
    )


def _pane(rows: int, columns: int) -> str:
    if not rows:
        return ""
    split = f'xSplit="{columns}" ' if columns else ""
    pane = "bottomRight" if columns else "bottomLeft"
    place = f"{xl_col_to_name(columns)}{rows + 1}"
    return f'<pane {split}ySplit="{rows}" topLeftCell="{place}" activePane="{pane}" state="frozen"/>'


def _cell(name: str, value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        if name.endswith(NUMBER_ENDINGS) and _DECIMAL.fullmatch(value):
            return f'<c s="{DECIMAL_STYLE}"><v>{value}</v></c>'
        return text_cell(value)
    if isinstance(value, bool):
        return text_cell("true" if value else "false")
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    if isinstance(value, float | Fraction | Decimal):
        return f'<c s="{DECIMAL_STYLE}"><v>{float(value)!r}</v></c>'
    if isinstance(value, dict | list):
        return text_cell(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return text_cell(str(value))
