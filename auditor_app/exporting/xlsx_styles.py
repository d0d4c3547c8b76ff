"""How cells of a workbook look, and by which number format a number shows the words of the screen.

The marks of footnotes stand in the number format (`0.0%" *1"`, `@" *1"`): the cell keeps its number or its plain
words, so that it is summed, sorted and compared, and its mark goes with it wherever it is copied or sorted to.  A
column of marks beside each column of numbers would double the width of every table and stay behind when one is copied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from auditor_app.domain.documents import Cell, Number, RowKind, TableColumn
from auditor_app.domain.numbers import rounded
from auditor_app.domain.published import State
from auditor_app.exporting.writable_text import writable

StyleName = Literal[
    "title", "subtitle", "warning", "line", "head", "group", "text", "number", "date", "state",
    "recomputed", "recomputed_head", "differs", "section", "body", "lead", "note", "name", "link", "plain",
]  # fmt: skip

FONT = "Yu Gothic"
ACCENT, MUTED, PALE, WARNING = "#0072B2", "#5F6368", "#D5DBE1", "#9A3B00"
_LONGEST_WORDS = 100
"""Of words in a number format, which may have 255 characters in all."""
_TEXT_FORMAT_LIMIT = 255
"""Some versions of Excel show a longer text in a cell of the format `@` as ####."""
_PLAIN = re.compile(r"\s*[+\-−±]?\s*([\d,]+)(?:\.(\d+))?\s*%?\s*")
_NUMBER = re.compile(r"([+\-−±]?)([\d,]+(?:\.(\d+))?)(\s*%)?")
_PATTERNS = {State.EXCLUDED: 14, State.NOT_REPORTED: 18, State.NOT_TRANSCRIBED: 17, State.NO_DUTY: 0}
"""Of XlsxWriter: thin diagonal lines, sparse dots, dots, none."""
_RULED: dict[str, object] = {"valign": "top", "bottom": 1, "bottom_color": PALE}
_HEAD: dict[str, object] = {"bg_color": "#E4ECF3", "bold": True, "valign": "vcenter"}
_BASE: dict[StyleName, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "subtitle": {"font_size": 12, "font_color": MUTED},
    "warning": {"bold": True, "font_color": WARNING, "text_wrap": True, "valign": "top"},
    "line": {"font_color": MUTED, "text_wrap": True, "valign": "top"},
    "head": {**_HEAD, "bottom": 2, "bottom_color": ACCENT, "text_wrap": True},
    "group": {**_HEAD, "align": "center", "left": 1, "left_color": "#FFFFFF"},
    "text": {**_RULED, "text_wrap": True},
    "number": {**_RULED, "align": "right"},
    "date": {**_RULED, "align": "left"},
    "state": {**_RULED, "align": "right", "font_color": MUTED, "italic": True},
    "recomputed": {**_RULED, "align": "right", "font_color": MUTED, "bg_color": "#F7F7F2"},
    "recomputed_head": {
        "bg_color": "#EFEFE6",
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": MUTED,
        "text_wrap": True,
    },
    "differs": {**_RULED, "align": "center", "bold": True, "font_color": "#FFFFFF"},
    "section": {"bold": True, "font_size": 13, "bottom": 1, "bottom_color": ACCENT},
    "body": {"text_wrap": True, "valign": "top"},
    "lead": {"text_wrap": True, "valign": "top", "bold": True},
    "note": {"text_wrap": True, "valign": "top", "font_color": MUTED},
    "name": {"text_wrap": True, "valign": "top", "bold": True},
    "link": {"font_color": ACCENT, "underline": 1, "valign": "top", "text_wrap": True},
    "plain": {},
}
_ROWS: dict[RowKind, dict[str, object]] = {
    "row": {},
    "mean": {"bold": True, "bg_color": "#F1F4F7", "top": 1, "top_color": MUTED},
    "total": {"bold": True, "bg_color": "#F1F4F7", "top": 6, "top_color": MUTED},
    "heading": {"bold": True, "bg_color": "#F1F4F7"},
}


@dataclass(frozen=True)
class Style:
    """Everything a cell's look depends on."""

    name: StyleName
    code: str = "General"
    row: RowKind = "row"
    state: State | None = None
    align: str = ""
    indent: int = 0


def properties(style: Style) -> dict[str, object]:
    """For XlsxWriter."""
    own: dict[str, object] = {"font_name": FONT, **_BASE[style.name], **_ROWS[style.row]}
    if style.state is not None and _PATTERNS.get(style.state):
        own |= {"pattern": _PATTERNS[style.state], "fg_color": "#C4CAD0", "bg_color": "#FFFFFF"}
    if style.code != "General":
        own["num_format"] = style.code
    if style.align:
        own["align"] = style.align
    if style.indent:
        own["indent"] = style.indent
    return own


class Formats:
    """The formats of a workbook, one for each style in use."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[Style, Any] = {}

    def __call__(self, style: Style) -> Any:
        if style not in self._made:
            self._made[style] = self._workbook.add_format(properties(style))
        return self._made[style]


def text_code(text: str, marks: tuple[str, ...] = ()) -> str:
    """The format of words: they stay words when somebody edits the cell, and have their marks behind them.

    >>> text_code("4.10"), text_code("農林水産省", ("*1", "*2"))
    ('@', '@" *1 *2"')
    """
    if marks:
        return f"@{_quoted(' ' + ' '.join(marks))}"
    return "@" if len(text) <= _TEXT_FORMAT_LIMIT else "General"


def number_code(column: TableColumn, cell: Cell, marks: tuple[str, ...] = (), widest_marks: str = "") -> str:
    """The format by which a number shows its words and marks; `widest_marks` of its column keep the digits aligned.

    >>> rate = TableColumn("rate", "把握率", "percent")
    >>> number_code(rate, Cell("31.2", 31), ("*1",)), number_code(rate, Cell("31.25 %", 31))
    ('0.0%" *1"', '0.00%')
    >>> number_code(rate, Cell("31.2 % (98.2 %)", Fraction("31.2"))), number_code(rate, Cell("一部", 31))
    ('0.0%" (98.2 %)"', '"一部"')
    >>> number_code(TableColumn("delta", "差", "points"), Cell("+7.1", 7), (), "*1")
    '"+"0.0_ _*_1;"−"0.0_ _*_1;"±"0.0_ _*_1'
    """
    before, decimals, after = _words_around(column, cell)
    ending = _quoted(" " + " ".join(marks)) if marks else _room_for(widest_marks)
    if decimals is None:
        return f"{_quoted(before)}{ending}"
    digits = "0" + ("." + "0" * decimals if decimals else "")
    if column.kind in ("count", "number"):
        digits = "#,##" + digits
    ending = f"{'%' if column.kind == 'percent' else ''}{_quoted(after)}{ending}"
    if column.kind == "points":
        signs = "±±±" if cell.text.lstrip().startswith("±") else "+−±"  # a difference that rounds to none
        return ";".join(f"{_quoted(before)}{_quoted(sign)}{digits}{ending}" for sign in signs)
    return f"{_quoted(before)}{digits}{ending}"


def says_more(cell: Cell) -> bool:
    """Whether the words of a number are too long for its format and are left out of the cell."""
    return _PLAIN.fullmatch(cell.text) is None and len(cell.text) > _LONGEST_WORDS


def shown_decimals(column: TableColumn, cell: Cell) -> int:
    """With how many a cell shows its number."""
    decimals = _words_around(column, cell)[1]
    return column.decimals if decimals is None else decimals


def recomputed_code(column: TableColumn, cell: Cell | None = None) -> str:
    """The format of what a formula gives: no words, as many decimals as the cell it recomputes.

    >>> recomputed_code(TableColumn("rate", "把握率", "percent"), Cell("95.28 (案)", Fraction("95.28")))
    '0.00%'
    """
    if cell is None or column.kind == "count":
        return number_code(column, Cell())
    return number_code(replace(column, decimals=shown_decimals(column, cell)), Cell())


def _words_around(column: TableColumn, cell: Cell) -> tuple[str, int | None, str]:
    """(words before the digits, decimals, words behind them); no decimals: the words hold no such number."""
    usual = 0 if column.kind == "count" else column.decimals
    plain = _PLAIN.fullmatch(cell.text)
    if plain:
        return "", len(plain[2] or ""), ""
    if not cell.text or cell.number is None or says_more(cell):
        return "", usual, ""
    for found in _NUMBER.finditer(cell.text):
        if _says(found, cell.number):
            return cell.text[: found.start()], len(found[3] or ""), cell.text[found.end() :]
    return cell.text, None, ""


def _says(found: re.Match[str], number: Number) -> bool:
    digits, decimals = found[2].replace(",", ""), len(found[3] or "")
    return bool(digits) and f"{abs(rounded(Fraction(number), decimals)):f}" == digits


def _quoted(words: str) -> str:
    """Words in a number format: everything but a quotation mark means itself between two of them."""
    if not words:
        return ""
    return '\\"'.join(f'"{part}"' if part else "" for part in writable(words).replace("\n", " ").split('"'))


def _room_for(marks: str) -> str:
    """As much room as the marks of another cell take.

    >>> _room_for("*1")
    '_ _*_1'
    """
    return "".join(f"_{character}" for character in f" {marks}") if marks else ""
