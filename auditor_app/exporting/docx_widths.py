"""How wide the columns of a table in Word are, and whether it needs the page turned."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from auditor_app.domain.documents import Table
from auditor_app.exporting.table_texts import cell_marks, column_marks, with_marks
from auditor_app.exporting.text_width import half_widths

PORTRAIT = 9638
"""Twentieths of a point between the margins: A4 less 2 cm on either side."""
LANDSCAPE = 14570
_DIGIT = 108
"""Of 9 points: wider than those of Yu Gothic, for machines that put another face in its place."""
_PADDING = 180
_WIDEST_TEXT = 66
_NARROWEST_TEXT, _NARROW_TEXT = 9, 20
_UNBROKEN_TITLE = 10


@dataclass(frozen=True)
class _Wish:
    """What a column would like, and what it can live with."""

    natural: int
    least: int


def is_wide(table: Table) -> bool:
    """Whether its columns would be crushed on an upright page."""
    return sum(wish.least for wish in _wishes(table)) > PORTRAIT


def column_widths(table: Table, available: int) -> tuple[int, ...]:
    """In twentieths of a point; together never more than there is room for."""
    if not table.rows:
        return (available // len(table.columns),) * len(table.columns)
    wishes = _wishes(table)
    natural, least = sum(wish.natural for wish in wishes), sum(wish.least for wish in wishes)
    if natural <= available:
        return tuple(wish.natural for wish in wishes)
    if least >= available:
        return tuple(wish.least * available // least for wish in wishes)
    spare, wanted = available - least, natural - least
    return tuple(wish.least + (wish.natural - wish.least) * spare // wanted for wish in wishes)


def _wishes(table: Table) -> list[_Wish]:
    return [_wish(table, place) for place in range(len(table.columns))]


def _wish(table: Table, place: int) -> _Wish:
    column = table.columns[place]
    title = half_widths(with_marks(column.title, column_marks(table, place)))
    cells = max(
        (
            half_widths(with_marks(row.cells[place].text, cell_marks(table, row, place)))
            for row in table.rows
            if row.kind != "heading"
        ),
        default=0,
    )
    broken_title = title if title <= _UNBROKEN_TITLE else max(_UNBROKEN_TITLE, ceil(title / 2))
    if column.is_numeric or column.kind == "date":
        width = _twips(max(min(cells, _WIDEST_TEXT), broken_title))
        return _Wish(width, width)
    natural = max(min(cells, _WIDEST_TEXT), broken_title)
    return _Wish(_twips(natural), _twips(min(natural, max(_NARROWEST_TEXT, min(natural * 2 // 5, _NARROW_TEXT)))))


def _twips(digits: int) -> int:
    return digits * _DIGIT + _PADDING
