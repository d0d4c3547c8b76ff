"""How wide the columns of a table in Word are, and whether it needs the page turned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from auditor_app.domain.documents import Table, TableRow
from auditor_app.exporting.cell_widths import line_width
from auditor_app.exporting.table_texts import cell_marks, column_marks, grouped_columns, has_groups, with_marks

PORTRAIT = 9638
"""Twentieths of a point between the margins: A4 less 2 cm on either side."""
LANDSCAPE = 14570
_DIGIT = 108
"""Of 9 points: wider than those of Yu Gothic, for machines that put another face in its place."""
_PADDING = 220
_BOLD = 1.12
_CRUSHED = 1.25
"""Below that the generous digits give the room."""
_WIDEST_TEXT = 66
_NARROWEST_STATE, _NARROWEST_TEXT, _NARROW_TEXT = 6, 9, 20
_LONGEST_WORD, _SHORT_STATE = 24, 10
_UNBROKEN_TITLE, _SHORT_TITLE = 10, 15
"""Digits up to which a title stands on one line whatever it costs, and where there is room for it."""
_RAISED = 72
"""Of a digit of a raised mark."""
_WORD = re.compile(r"[!-~\u00c0-\u024f]+")


@dataclass(frozen=True)
class ColumnWidths:
    """In twentieths of a point; a table that is crushed even on a turned page is set in smaller letters."""

    widths: tuple[int, ...]
    is_small: bool = False


@dataclass(frozen=True)
class _Wish:
    """What a column would like, and what it can live with."""

    natural: int
    least: int


def is_wide(table: Table) -> bool:
    """Whether its columns would be crushed on an upright page."""
    return sum(wish.least for wish in _wishes(table)) > PORTRAIT


def column_widths(table: Table, available: int) -> ColumnWidths:
    """Together never more than there is room for."""
    if not table.rows:
        return ColumnWidths((available // len(table.columns),) * len(table.columns))
    wishes = _wishes(table)
    natural, least = sum(wish.natural for wish in wishes), sum(wish.least for wish in wishes)
    if natural <= available:
        return ColumnWidths(tuple(wish.natural for wish in wishes))
    if least >= available:
        return ColumnWidths(
            tuple(wish.least * available // least for wish in wishes), is_small=least > available * _CRUSHED
        )
    spare, wanted = available - least, natural - least
    return ColumnWidths(tuple(wish.least + (wish.natural - wish.least) * spare // wanted for wish in wishes))


def marks_room(table: Table, place: int) -> int:
    """Twentieths of a point that the longest marks of a column of figures take: figures without end before it."""
    figures = (row for row in table.rows if row.kind != "heading" and row.cells[place].number is not None)
    return max((marks_width(cell_marks(table, row, place)) for row in figures), default=0)


def marks_width(marks: tuple[str, ...]) -> int:
    """Raised marks are set in letters about two thirds as wide."""
    return sum(line_width(f" {mark}") for mark in marks) * _RAISED


def _wishes(table: Table) -> list[_Wish]:
    wishes = [_wish(table, place) for place in range(len(table.columns))]
    if has_groups(table):
        for group, first, count in grouped_columns(table):
            share = _twips(ceil(_broken_title(group) / count)) if group else 0
            for place in range(first, first + count):
                own = wishes[place]
                wishes[place] = _Wish(max(own.natural, share), max(own.least, share))
    return wishes


def _wish(table: Table, place: int) -> _Wish:
    column = table.columns[place]
    rows = [row for row in table.rows if row.kind != "heading"]
    heading = with_marks(column.title, column_marks(table, place))
    title, whole = _broken_title(heading), _broken_title(heading, _SHORT_TITLE)
    if column.is_numeric:
        marks = ceil(marks_room(table, place) / _DIGIT)
        numbers = _widest_cell(table, [row for row in rows if row.cells[place].number is not None], place, marks)
        words = [row for row in rows if row.cells[place].number is None]
        natural, least = (
            max(numbers, _widest_cell(table, words, place)),
            max(numbers, _least_of_states(table, words, place)),
        )
        return _Wish(_twips(max(natural, whole)), _twips(max(least, title)))
    natural = max(min(_widest_cell(table, rows, place), _WIDEST_TEXT), whole)
    least = (
        natural
        if column.kind == "date"
        else max(_least(rows, place, _NARROWEST_TEXT), min(natural * 2 // 5, _NARROW_TEXT), title)
    )
    return _Wish(_twips(natural), _twips(min(natural, least)))


def _least(rows: Sequence[TableRow], place: int, narrowest: int) -> int:
    """What words need so that none of letters is broken."""
    texts = {row.cells[place].text for row in rows}
    widest = max(map(line_width, texts), default=0)
    return min(widest, max(narrowest, min(_LONGEST_WORD, max(map(_longest_word, texts), default=0) + 1)))


def _least_of_states(table: Table, rows: Sequence[TableRow], place: int) -> int:
    """What words in place of figures need: the marks of a short one stay beside it."""
    marked = (
        line_width(row.cells[place].text) + ceil(marks_width(cell_marks(table, row, place)) / _DIGIT)
        for row in rows
        if row.cells[place].notes
    )
    return max(_least(rows, place, _NARROWEST_STATE), min(max(marked, default=0), _SHORT_STATE))


def _widest_cell(table: Table, rows: Sequence[TableRow], place: int, hung: int = 0) -> int:
    """`hung`: digits that the marks of the column take beside its figures, whether a cell has one or not."""
    widest, seen = 0, set()
    for row in rows:
        text = row.cells[place].text
        marks = cell_marks(table, row, place) if not hung and (row.notes or row.cells[place].notes) else ()
        if not marks and ((text, row.kind) in seen or 2 * len(text) * _BOLD <= widest):
            continue  # measuring takes longer than seeing that it cannot be wider
        seen.add((text, row.kind))
        width = line_width(with_marks(text, marks))
        widest = max(widest, width if row.kind == "row" else ceil(width * _BOLD))
    return widest + hung


def _broken_title(title: str, unbroken: int = _UNBROKEN_TITLE) -> int:
    """A long title is broken into two lines, but never within a word of letters."""
    width = ceil(line_width(title) * _BOLD)
    return width if width <= unbroken else max(_UNBROKEN_TITLE, ceil(width / 2), _longest_word(title) + 1)


def _longest_word(text: str) -> int:
    """Of the letters that no line breaks between; Japanese breaks anywhere."""
    return max(map(len, _WORD.findall(text)), default=0)


def _twips(digits: int) -> int:
    return digits * _DIGIT + _PADDING
