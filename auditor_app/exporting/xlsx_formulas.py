"""Formulas beside values: each recomputes a number of the document from cells of the same workbook.

A formula is made of our own references only; the words by which it chooses rows stand in cells.  Rows are compared by
EXACT, not by COUNTIFS and its kin: those take "4.10" for 4.1, "＞5" or "*" for patterns, and "A" for "a", and an
auditor's section numbers and names would be mixed up in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditor_app.domain.documents import (
    Cell,
    ColumnKind,
    DifferenceFormula,
    Document,
    Formula,
    MeanFormula,
    PooledFormula,
    RatioFormula,
    ShareFormula,
    SumFormula,
    Table,
    TableColumn,
)
from auditor_app.exporting.xlsx_cells import HUNDRED, cell_value, scale
from auditor_app.exporting.xlsx_content import Value
from auditor_app.exporting.xlsx_layout import SUMMARIES, TablePlace, sheet_reference
from auditor_app.exporting.xlsx_styles import shown_decimals
from auditor_app.exporting.xlsx_texts import cell_text

Where = tuple[tuple[str, str], ...]


class Conditions:
    """What formulas compare with, each in a cell of a sheet of its own, in the order of first use."""

    FIRST_ROW = 3

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.values: list[Value] = []
        """One below the other from `FIRST_ROW` on."""
        self._rows: dict[tuple[bool, str], int] = {}

    def cell(self, words: str, value: Value) -> str:
        """Where `value`, which a column shows as `words`, stands."""
        key = (isinstance(value, str), words)
        if key not in self._rows:
            self._rows[key] = self.FIRST_ROW + len(self.values)
            self.values.append(value)
        return f"{sheet_reference(self.sheet)}!$A${self._rows[key] + 1}"


class RecomputedValues:
    """What formulas give, computed exactly from the document; rows are looked up by an index."""

    def __init__(self, document: Document) -> None:
        self._tables = {table.id: table for table in document.tables()}
        self._found: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[int]]] = {}

    def value(self, table: Table, row: int, formula: Formula) -> Fraction | None:
        """In the units of the document; None where there is nothing to compute from."""
        if isinstance(formula, RatioFormula):
            above, below = (_number(table, row, key) for key in (formula.numerator, formula.denominator))
            return None if above is None or not below else HUNDRED * above / below
        if isinstance(formula, DifferenceFormula):
            first, second = (_number(table, row, key) for key in (formula.minuend, formula.subtrahend))
            return None if first is None or second is None else first - second
        source = self._tables[formula.table]
        rows = self._rows(source, formula.where)
        if isinstance(formula, PooledFormula):
            done = sum(_numbers(source, rows, formula.numerator), Fraction(0))
            of = sum(_numbers(source, rows, formula.denominator), Fraction(0))
            return HUNDRED * done / of if of else None
        numbers = _numbers(source, rows, formula.column)
        if not numbers:
            return None
        if isinstance(formula, ShareFormula):
            return HUNDRED * sum(own == HUNDRED for own in numbers) / len(numbers)
        return sum(numbers, Fraction(0)) / (len(numbers) if isinstance(formula, MeanFormula) else 1)

    def _rows(self, table: Table, where: Where) -> list[int]:
        keys = tuple(key for key, _ in where)
        if (table.id, keys) not in self._found:
            places = [table.position(key) for key in keys]
            index: dict[tuple[str, ...], list[int]] = {}
            for number, row in enumerate(table.rows):
                if row.kind not in SUMMARIES:
                    index.setdefault(tuple(row.cells[place].text for place in places), []).append(number)
            self._found[table.id, keys] = index
        return self._found[table.id, keys].get(tuple(words for _, words in where), [])


class FormulaTexts:
    """Formulas as a spreadsheet reads them."""

    def __init__(self, places: dict[str, TablePlace], conditions: Conditions) -> None:
        self._places, self._conditions = places, conditions
        self._shown: dict[tuple[str, str], dict[str, Value]] = {}

    def text(self, place: TablePlace, row: int, column: TableColumn, formula: Formula) -> str:
        """For a cell beside `row` of a table, in the units of `column`."""
        if isinstance(formula, RatioFormula):
            above, below = place.cell(row, formula.numerator), place.cell(row, formula.denominator)
            factor = _times(HUNDRED * scale(column.kind))
            return f'=IF(COUNT({above},{below})<2,"",IF({below}=0,"",{above}/{below}{factor}))'
        if isinstance(formula, DifferenceFormula):
            first, second = place.cell(row, formula.minuend), place.cell(row, formula.subtrahend)
            units = {_kind(place, key) for key in (formula.minuend, formula.subtrahend)}
            if len(units) == 1:
                factor = _times(scale(column.kind) / scale(units.pop()))
                return f'=IF(COUNT({first},{second})<2,"",({first}-{second}){factor})'
            terms = [
                f"{cell}{_times(scale(column.kind) / scale(_kind(place, key)))}"
                for cell, key in ((first, formula.minuend), (second, formula.subtrahend))
            ]
            return f'=IF(COUNT({first},{second})<2,"",{terms[0]}-{terms[1]})'
        return self._over_rows(place, row, column, formula)

    def _over_rows(
        self,
        place: TablePlace,
        row: int,
        column: TableColumn,
        formula: MeanFormula | ShareFormula | PooledFormula | SumFormula,
    ) -> str:
        source = self._places[formula.table]
        chosen = self._chosen(place, row, source, formula.where)
        if isinstance(formula, PooledFormula):
            above, below = (
                _sum(source.ranges(key, place.sheet), chosen) for key in (formula.numerator, formula.denominator)
            )
            return f'=IF({below}=0,"",{above}/{_bracketed(below)}{_times(HUNDRED * scale(column.kind))})'
        cells, kind = source.ranges(formula.column, place.sheet), _kind(source, formula.column)
        count = _count(cells, chosen)
        if isinstance(formula, ShareFormula):
            full = _sum_of_products(
                [(f"({own}={_plain(HUNDRED * scale(kind))})", own_chosen) for own, own_chosen in _pairs(cells, chosen)]
            )
            return f'=IF({count}=0,"",{_bracketed(full)}/{_bracketed(count)}{_times(HUNDRED * scale(column.kind))})'
        factor = _times(scale(column.kind) / scale(kind))
        total = _sum(cells, chosen)
        if isinstance(formula, SumFormula):
            return f'=IF({count}=0,"",{_bracketed(total)}{factor})'
        mean = f"{_bracketed(total)}/{_bracketed(count)}" if chosen else f"AVERAGE({','.join(cells) or 0})"
        return f'=IF({count}=0,"",{mean}{factor})'

    def _chosen(self, place: TablePlace, row: int, source: TablePlace, where: Where) -> list[list[str]]:
        """For each condition, by run of rows: whether a row's words are the ones asked for."""
        return [
            [
                f"EXACT({cells},{self._criterion(place, row, source, key, words)})"
                for cells in source.ranges(key, place.sheet)
            ]
            for key, words in where
        ]

    def _criterion(self, place: TablePlace, row: int, source: TablePlace, key: str, words: str) -> str:
        """A cell of the same row that says these words, as a person would point at it; else one of the conditions."""
        asked = source.table.columns[source.column(key)]
        if asked.kind == "text":
            for column, cell in zip(place.table.columns, place.table.rows[row].cells, strict=True):
                if column.kind == "text" and words and cell.text == words:
                    return place.cell(row, column.key)
        return self._conditions.cell(words, self._asked_value(source, asked, words))

    def _asked_value(self, source: TablePlace, column: TableColumn, words: str) -> Value:
        """As the cells of that column hold what they show: a number where they hold numbers."""
        if column.kind == "text":
            return cell_text(words)
        if (source.table.id, column.key) not in self._shown:
            cells = [source.table.cell(row, column.key) for row in source.table.rows]
            self._shown[source.table.id, column.key] = {cell.text: cell_value(column, cell) for cell in cells}
        return self._shown[source.table.id, column.key].get(words, cell_text(words))


def differs_formula(pairs: Sequence[tuple[str, str, Fraction]]) -> str:
    """≠ where a value and its recomputation, (cells, tolerance), differ; a number on one side only differs too."""
    tests = ",".join(
        f"IF(COUNT({value},{again})=2,ABS({value}-{again})>{_plain(tolerance)},COUNT({value},{again})=1)"
        for value, again, tolerance in pairs
    )
    return f'=IF(OR({tests}),"≠","")'


def tolerance(column: TableColumn, cell: Cell) -> Fraction:
    """In the units of the cell: half of the last digit shown, and a little for the computer's own rounding."""
    digit = Fraction(1, 2 * 10 ** shown_decimals(column, cell))
    return scale(column.kind) * (digit + Fraction(1, 10**9))


def differ(column: TableColumn, cell: Cell, again: Fraction | None) -> bool:
    """What `differs_formula` says of one pair."""
    if cell.number is None or again is None:
        return (cell.number is None) != (again is None)
    if cell.number == again:
        return False
    return abs(Fraction(cell.number) - again) * scale(column.kind) > tolerance(column, cell)


def _number(table: Table, row: int, key: str) -> Fraction | None:
    number = table.cell(table.rows[row], key).number
    return None if number is None else Fraction(number)


def _numbers(table: Table, rows: Sequence[int], key: str) -> list[Fraction]:
    place = table.position(key)
    found = (table.rows[row].cells[place].number for row in rows)
    return [Fraction(number) for number in found if number is not None]


def _kind(place: TablePlace, key: str) -> ColumnKind:
    return place.table.columns[place.column(key)].kind


def _pairs(cells: list[str], chosen: list[list[str]]) -> list[tuple[str, list[str]]]:
    return [(own, [condition[run] for condition in chosen]) for run, own in enumerate(cells)]


def _sum_of_products(terms: list[tuple[str, list[str]]]) -> str:
    return "+".join(f"SUMPRODUCT(1*{'*'.join([*conditions, term])})" for term, conditions in terms) or "0"


def _count(cells: list[str], chosen: list[list[str]]) -> str:
    if not chosen:
        return f"COUNT({','.join(cells)})" if cells else "0"
    return _bracketed(_sum_of_products([(f"ISNUMBER({own})", conditions) for own, conditions in _pairs(cells, chosen)]))


def _sum(cells: list[str], chosen: list[list[str]]) -> str:
    """The words of states among the numbers count as nothing: in SUM, and in SUMPRODUCT as an argument of its own."""
    if not chosen:
        return f"SUM({','.join(cells)})" if cells else "0"
    return "+".join(f"SUMPRODUCT(1*{'*'.join(conditions)},{own})" for own, conditions in _pairs(cells, chosen)) or "0"


def _bracketed(expression: str) -> str:
    return f"({expression})" if "+" in expression else expression


def _times(factor: Fraction) -> str:
    """
    >>> _times(Fraction(1)), _times(Fraction(100)), _times(Fraction(1, 100))
    ('', '*100', '/100')
    """
    if factor == 1:
        return ""
    return f"*{factor.numerator}" if factor.denominator == 1 else f"/{factor.denominator}"


def _plain(number: Fraction) -> str:
    """A number as formulas are written, without an exponent.

    >>> _plain(Fraction(1, 2000)), _plain(Fraction(100))
    ('0.0005', '100')
    """
    return f"{float(number):.14f}".rstrip("0").rstrip(".")
