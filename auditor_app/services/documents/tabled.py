"""Makes the table of a document from the screen's own columns and rows, so that both say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from auditor_app.domain.documents import Cell, ColumnKind, Formula, Number, RowKind, Table, TableColumn, TableRow
from auditor_app.domain.numbers import MINUS
from auditor_app.domain.published import State
from auditor_app.services.documents.footnotes import Marks, Note
from auditor_app.services.tables.columns import Column

FigureOf = Callable[[Any, str], str]
"""The figure id behind a cell: of a row and the key of a column; "" where there is none."""
NumberOf = Callable[[Any, str], Number | None]
FormulaOf = Callable[[Any, str], Formula | None]
_PLAIN_NUMBER = re.compile(r"[+−±-]?\d[\d,]*(?:\.(\d+))?")
_ARROWS = "▲▼ "


def tabled(
    table_id: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    key: str | Callable[[Any], object] = "key",
    remarks: Sequence[str] = (),
    notes: Sequence[Note] = (),
    figure_of: FigureOf | None = None,
    formula_of: FormulaOf | None = None,
    kind_of: Callable[[Any], RowKind] | None = None,
    kinds: Mapping[str, ColumnKind] | None = None,
    number_of: NumberOf | None = None,
    is_long: bool = False,
) -> Table:
    """The rows in the order given, in these columns: words as displayed, exact numbers beside them.

    `key` names or reads what tells a row from the others; `kinds` says of a column what its numbers are where that
    cannot be told from them, as in a table without rows; `number_of` gives exact numbers where the columns' own are
    rounded for sorting.
    """
    numbers = number_of or _number_of(columns)
    key_of: Callable[[Any], object] = key if callable(key) else lambda row: getattr(row, str(key))
    marks = Marks(notes)
    heads = [_head(column, rows, (kinds or {}).get(column.key), marks, numbers) for column in columns]
    made = [
        TableRow(
            tuple(_cell(column, row, marks, numbers, figure_of, formula_of) for column in columns),
            str(key_of(row)),
            kind_of(row) if kind_of else "row",
        )
        for row in rows
    ]
    return Table(table_id, title, tuple(heads), tuple(made), tuple(remarks), marks.footnotes(), is_long)


def exact_number(value: object) -> Number | None:
    """The number a cell stands for; None for words, and for the floats no exact column has."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        return None
    return value


def _number_of(columns: Sequence[Column]) -> NumberOf:
    by_key = {column.key: column for column in columns}
    return lambda row, key: exact_number(by_key[key].value(row))


def _cell(
    column: Column,
    row: Any,
    marks: Marks,
    number_of: NumberOf,
    figure_of: FigureOf | None,
    formula_of: FormulaOf | None,
) -> Cell:
    number = number_of(row, column.key) if column.is_numeric else None
    state = column.meaning(row) if column.is_numeric and number is None and column.meaning else None
    return Cell(
        column.display(row),
        number,
        None if state is State.REPORTED else state,
        marks.of_cell(row, column.key),
        formula_of(row, column.key) if formula_of else None,
        figure_of(row, column.key) if figure_of else "",
    )


def _head(
    column: Column, rows: Sequence[Any], kind: ColumnKind | None, marks: Marks, number_of: NumberOf
) -> TableColumn:
    numbers = [
        (number, column.display(row))
        for row in rows
        if column.is_numeric and (number := number_of(row, column.key)) is not None
    ]
    own_kind = kind or kind_of_column(column, numbers)
    return TableColumn(
        column.key,
        column.title,
        own_kind,
        column.group,
        _decimals([words for _, words in numbers]) if own_kind != "count" else 0,
        column.bar is not None,
        column.width,
        marks.of_column(column.key),
    )


def kind_of_column(column: Column, numbers: Sequence[tuple[Number, str]]) -> ColumnKind:
    """What the numbers of a column are, told from their words; text where a word stands beside a number (a unit)."""
    if column.kind == "date":
        return "date"
    if column.kind == "percent":
        return "percent"
    if column.kind != "number":
        return "text"
    plain = [words.strip(_ARROWS) for _, words in numbers]
    if not all(_PLAIN_NUMBER.fullmatch(words) for words in plain):
        return "text"
    if any(words[0] in f"+±{MINUS}" for words in plain):
        return "points"
    return "count" if all(isinstance(number, int) for number, _ in numbers) else "number"


def _decimals(displayed: Sequence[str]) -> int:
    """As many as are displayed; one where nothing is."""
    found = [_PLAIN_NUMBER.fullmatch(words.strip(_ARROWS)) for words in displayed]
    return max((len(match[1] or "") for match in found if match), default=1)
