"""Computes the formulas of a workbook as a spreadsheet does, without knowing how they were made.

Only what our formulas use: four operations, comparisons, ranges, and a dozen functions.  A text among numbers is left
out by COUNT, SUM and AVERAGE, and is nothing in an argument of SUMPRODUCT, as in Excel.
"""

from __future__ import annotations

import re
from typing import Any

from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<function>[A-Z]+)(?=\()
    |(?P<range>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)|(?P<sign><>|<=|>=|[-+*/=<>(),]))""",
    re.VERBOSE,
)
Grid = list[Any]


class CellError(Exception):
    """What a spreadsheet shows as #DIV/0! or #VALUE!."""


def computed(book: Workbook, sheet: str, formula: str) -> Any:
    """What the formula gives; "" for an empty text."""
    return _Reading(book, sheet, formula).value()


def formulas(book: Workbook) -> list[tuple[str, str, str]]:
    """(sheet, cell, formula) of all."""
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


class _Reading:
    def __init__(self, book: Workbook, sheet: str, formula: str) -> None:
        assert formula.startswith("=")
        self._book, self._sheet = book, sheet
        self._tokens = [(match.lastgroup, match[match.lastgroup or 0]) for match in _TOKEN.finditer(formula[1:])]
        assert "".join(text for _, text in self._tokens) == formula[1:], formula
        self._at = 0

    def value(self) -> Any:
        value = self._compared()
        assert self._at == len(self._tokens)
        return value

    def _next(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self) -> tuple[str | None, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _compared(self) -> Any:
        left = self._added()
        while self._next() in ("=", "<", ">", "<=", ">=", "<>"):
            left = _each(self._take()[1], left, self._added())
        return left

    def _added(self) -> Any:
        left = self._multiplied()
        while self._next() in ("+", "-"):
            left = _each(self._take()[1], left, self._multiplied())
        return left

    def _multiplied(self) -> Any:
        left = self._one()
        while self._next() in ("*", "/"):
            left = _each(self._take()[1], left, self._one())
        return left

    def _one(self) -> Any:
        kind, text = self._take()
        if kind == "number":
            return float(text)
        if kind == "string":
            return text[1:-1].replace('""', '"')
        if kind == "range":
            return self._cells(text)
        if kind == "function":
            return self._function(text)
        assert text == "(", text
        value = self._compared()
        assert self._take()[1] == ")"
        return value

    def _function(self, name: str) -> Any:
        assert self._take()[1] == "("
        if name == "IF":
            return self._if()
        arguments = [self._compared()]
        while self._take()[1] == ",":
            arguments.append(self._compared())
        return _FUNCTIONS[name](arguments)

    def _if(self) -> Any:
        """Only the branch that holds may fail."""
        holds = self._compared()
        branches = []
        while self._take()[1] == ",":
            start = self._at
            try:
                branches.append((True, self._compared()))
            except CellError:
                self._at = self._end_of_argument(start)
                branches.append((False, None))
        is_fine, value = branches[0 if holds else 1]
        if not is_fine:
            raise CellError
        return value

    def _end_of_argument(self, at: int) -> int:
        depth = 0
        while depth or self._tokens[at][1] not in (",", ")"):
            depth += {"(": 1, ")": -1}.get(self._tokens[at][1], 0)
            at += 1
        return at

    def _cells(self, text: str) -> Any:
        sheet, _, cells = text.rpartition("!")
        name = sheet[1:-1].replace("''", "'") if sheet else self._sheet
        left, top, right, bottom = range_boundaries(cells)
        if (left, top) == (right, bottom) and ":" not in cells:
            return self._book[name].cell(top, left).value
        return [
            self._book[name].cell(row, column).value
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]


def _each(sign: str, left: Any, right: Any) -> Any:
    if isinstance(left, list) or isinstance(right, list):
        count = len(left) if isinstance(left, list) else len(right)
        lefts = left if isinstance(left, list) else [left] * count
        rights = right if isinstance(right, list) else [right] * count
        assert len(lefts) == len(rights)
        return [_each(sign, one, other) for one, other in zip(lefts, rights, strict=True)]
    if sign == "=":
        return left == right
    if sign == ">":
        return left > right
    if sign == "<":
        return left < right
    if isinstance(left, str) or isinstance(right, str):
        raise CellError
    first, second = (float(0 if own is None else own) for own in (left, right))
    if sign == "/":
        if second == 0:
            raise CellError
        return first / second
    return {"+": first + second, "-": first - second, "*": first * second}[sign]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _flat(arguments: Grid) -> Grid:
    return [value for own in arguments for value in (own if isinstance(own, list) else [own])]


def _numbers(arguments: Grid) -> list[float]:
    return [float(value) for value in _flat(arguments) if _is_number(value)]


def _average(arguments: Grid) -> float:
    numbers = _numbers(arguments)
    if not numbers:
        raise CellError
    return sum(numbers) / len(numbers)


def _sum_product(arguments: Grid) -> float:
    columns = [own if isinstance(own, list) else [own] for own in arguments]
    total = 0.0
    for row in zip(*columns, strict=True):
        product = 1.0
        for value in row:
            product *= float(value) if _is_number(value) else 0.0
        total += product
    return total


def _exact(arguments: Grid) -> Any:
    cells, other = arguments
    if isinstance(cells, list):
        return [_exact([cell, other]) for cell in cells]
    return _words(cells) == _words(other)


def _words(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _is_number_each(arguments: Grid) -> Any:
    return [_is_number(own) for own in arguments[0]] if isinstance(arguments[0], list) else _is_number(arguments[0])


_FUNCTIONS = {
    "ABS": lambda own: abs(own[0]),
    "AVERAGE": _average,
    "COUNT": lambda own: float(len(_numbers(own))),
    "COUNTIF": lambda own: float(sum(value == own[1] for value in own[0])),
    "EXACT": _exact,
    "ISNUMBER": _is_number_each,
    "OR": lambda own: any(own),
    "SUM": lambda own: sum(_numbers(own)),
    "SUMPRODUCT": _sum_product,
}
