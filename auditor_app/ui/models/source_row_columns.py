"""The columns of a sheet as a plain grid: the letter a spreadsheet gives them above what the sheet calls them."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.foundation.translation import Texts
from auditor_app.services.read_source_table import SourceRows, TableRow
from auditor_app.services.tables.columns import Column, Emphasis

MOST_COLUMNS = 200
"""Further ones are not shown: a sheet may claim thousands, and nobody reads them side by side."""
NARROWEST, WIDEST = 8, 40
LETTERS = 26


def letters_of(column: int) -> str:
    """What a spreadsheet calls the column (from 0).

    >>> letters_of(0), letters_of(25), letters_of(26), letters_of(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def header_of(found: SourceRows) -> TableRow | None:
    """The row among the first ones that names the columns: the first in which most of the cells hold words.

    Only a help for the eye: nothing is read by it.
    """
    width = max((len(cells) for _, cells in (*found.head, *found.rows)), default=0)
    for row in found.head:
        words = sum(1 for cell in row[1] if cell and not _is_number(cell))
        if row[0] < found.source.row and words >= max(2, (width + 1) // 2):
            return row
    return None


def source_row_columns(texts: Texts, found: SourceRows, header: TableRow | None) -> list[Column]:
    """Row number first, frozen; the row a count came from is marked in it and bold."""
    wanted = found.source.row
    width = min(MOST_COLUMNS, max((len(cells) for _, cells in found.rows), default=1))

    def emphasis(row: TableRow) -> Emphasis | None:
        return "strong" if row[0] == wanted else None

    number = Column(
        "row",
        texts("source_table.column.row"),
        lambda row: row[0],
        lambda row: f"▶ {row[0]}" if row[0] == wanted else str(row[0]),
        kind="badge",
        badge=lambda row: "accent" if row[0] == wanted else "neutral",
        width=10,
        is_frozen=True,
    )
    return [number, *(_cell_column(place, found, header, emphasis) for place in range(width))]


def _cell_column(
    place: int, found: SourceRows, header: TableRow | None, emphasis: Callable[[TableRow], Emphasis | None]
) -> Column:
    def text(row: TableRow) -> str:
        return row[1][place] if place < len(row[1]) else ""

    title = text(header) if header is not None else ""
    longest = max((width_of(text(row)) for row in found.rows), default=0)
    return Column(
        f"cell.{place}",
        " ".join(title.split()),
        text,
        text,
        group=letters_of(place),
        emphasis=emphasis,
        tooltip=text,
        width=min(WIDEST, max(NARROWEST, longest + 3, width_of(title) + 4)),
    )


def width_of(text: str) -> int:
    """In half-width characters, which is what widths of columns are given in.

    >>> width_of("環境省 A")
    8
    """
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "").replace("-", "").strip().isdigit()
