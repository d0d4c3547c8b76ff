"""How wide the columns of a printed table are, whether its page is turned, and how it is split if even that fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from auditor_app.domain.documents import Table
from auditor_app.exporting.bundled_letters import printable
from auditor_app.exporting.svg_text import text_width, unbroken_width
from auditor_app.exporting.table_texts import cell_marks, column_marks, grouped_columns, has_groups, with_marks

PORTRAIT, LANDSCAPE = 481.0, 728.0
"""Points between the margins of an A4 page."""
SIZES = (8.5, 7.5)
"""Of letters in tables, in points: the smaller where that keeps a table whole."""
PADDING = 9.0
WIDEST_TEXT, WIDEST_WORD, WIDEST_PIECE, WIDEST_TITLE = 240.0, 370.0, 110.0, 90.0
"""Points that a text, a word without a place to break, and a title wish for; and what a word insists on."""
WIDEST_WISH = 30
"""Half-width letters of a column's own wish that are listened to."""
_TITLE_LINES, _SHORT_TITLE, _SHORT_TEXT = 3, 3.2, 7.0
"""Into so many lines a title may be broken; ems up to which titles and texts are not broken."""
_ONE_WORD = 6.2
"""Ems up to which a title without a space, which would be broken inside its word, is not broken."""
_CRUSHED = 1.7
"""How many times wider than the page a table may wish to be before the page is turned."""


@dataclass(frozen=True)
class Band:
    """Columns that stand side by side, with their widths in points; the first ones are repeated in each band."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class TableLayout:
    is_turned: bool
    size: float
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class _Wish:
    natural: float
    least: float
    held_back: float = 0.0
    """What more its texts would fill, where the page has room to spare."""


def table_layout(table: Table) -> TableLayout:
    """Upright if that does not crush it, turned if it does, in smaller letters or in bands if it must be."""
    wishes = {size: _wishes(table, size) for size in SIZES}
    places = tuple(range(len(table.columns)))
    for first in (_wishes(table, SIZES[0], WIDEST_WORD), wishes[SIZES[0]]):
        if _fits(first, PORTRAIT) and sum(wish.natural for wish in first) <= PORTRAIT * _CRUSHED:
            return TableLayout(False, SIZES[0], (Band(places, _shared(first, PORTRAIT)),))
    for size in SIZES:
        if _fits(wishes[size], LANDSCAPE):
            return TableLayout(True, size, (Band(places, _shared(wishes[size], LANDSCAPE)),))
    return TableLayout(True, SIZES[-1], tuple(_bands(table, wishes[SIZES[-1]])))


def _fits(wishes: list[_Wish], room: float) -> bool:
    return sum(wish.least for wish in wishes) <= room


def _shared(wishes: list[_Wish], room: float) -> tuple[float, ...]:
    natural, least = sum(wish.natural for wish in wishes), sum(wish.least for wish in wishes)
    if natural <= room:
        held_back = sum(wish.held_back for wish in wishes)
        share = min(1.0, (room - natural) / held_back) if held_back else 0.0
        return tuple(round(wish.natural + wish.held_back * share, 1) for wish in wishes)
    spare = max(0.0, room - least) / ((natural - least) or 1.0)
    return tuple(round(wish.least + (wish.natural - wish.least) * spare, 1) for wish in wishes)


def _wishes(table: Table, size: float, piece: float = WIDEST_PIECE) -> list[_Wish]:
    """`piece`: how wide a word may be that is not broken."""
    wishes = [_wish(table, place, size, piece) for place in range(len(table.columns))]
    for group, first, count in grouped_columns(table) if has_groups(table) else ():
        share = min(text_width(printable(group), size), WIDEST_TITLE) / count + PADDING if group else 0.0
        for place in range(first, first + count):
            own = wishes[place]
            wishes[place] = _Wish(max(own.natural, share), max(own.least, share), own.held_back)
    return wishes


def _wish(table: Table, place: int, size: float, piece: float) -> _Wish:
    """A number is never broken; words are broken where words may be."""
    column = table.columns[place]
    texts = {
        printable(with_marks(row.cells[place].text, cell_marks(table, row, place)))
        for row in table.rows
        if row.kind != "heading"
    }
    title = printable(with_marks(column.title, column_marks(table, place)))
    whole, longest = text_width(title, size), unbroken_width(title, size)
    head = max(
        min(WIDEST_PIECE, longest),
        whole / _TITLE_LINES,
        min(whole, (_SHORT_TITLE if " " in title else _ONE_WORD) * size),
    )
    wished = min(column.width, WIDEST_WISH) * size / 2
    cells = min(max(WIDEST_TEXT, min(WIDEST_WORD, _longest_piece(texts, size))), _longest_line(texts, size))
    natural = max(head, min(whole, WIDEST_TITLE), wished, cells)
    if column.is_numeric or column.kind == "date":
        return _Wish(natural + PADDING, max(head, cells) + PADDING)
    least = min(natural, max(head, min(piece, _longest_piece(texts, size)), min(cells, _SHORT_TEXT * size)))
    return _Wish(natural + PADDING, least + PADDING, max(0.0, _longest_line(texts, size) - natural))


def _longest_line(texts: Iterable[str], size: float) -> float:
    return max((text_width(line, size) for text in texts for line in text.split("\n")), default=0.0)


def _longest_piece(texts: Iterable[str], size: float) -> float:
    return max((unbroken_width(text, size) for text in texts), default=0.0)


def _bands(table: Table, wishes: list[_Wish]) -> Iterable[Band]:
    """What names the rows stands first in each band: all columns up to the first one of words."""
    named = next((place for place, column in enumerate(table.columns) if not column.is_numeric), 0)
    keys = list(range(named + 1))
    fixed = sum(wishes[place].least for place in keys)
    places, used = list(keys), fixed
    for place in range(named + 1, len(wishes)):
        if used + wishes[place].least > LANDSCAPE and len(places) > len(keys):
            yield _band(places, wishes)
            places, used = list(keys), fixed
        places.append(place)
        used += wishes[place].least
    yield _band(places, wishes)


def _band(places: list[int], wishes: list[_Wish]) -> Band:
    return Band(tuple(places), _shared([wishes[place] for place in places], LANDSCAPE))
