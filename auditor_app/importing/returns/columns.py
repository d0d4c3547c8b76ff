"""Finds the header of a table and says which column is which field, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import RecognisedHeader
from auditor_app.importing.readers.tables import SheetProbe
from auditor_app.importing.returns.header_words import fields_by_word, fold_header
from auditor_app.importing.returns.kinds import KINDS

TALLEST_HEADER = 4
"""Rows."""
FEWEST_RECOGNISED = 2
"""Headers, below which a row is no header: one word proves nothing."""


@dataclass(frozen=True)
class HeaderReading:
    """A header found in a sheet, read as that of one kind."""

    kind: ReturnKind
    sheet: SheetProbe
    header_rows: tuple[int, ...]
    """Source rows."""
    first_data_row: int
    recognised: tuple[RecognisedHeader, ...]

    @property
    def columns(self) -> dict[str, int]:
        return {own.field: own.column for own in self.recognised}

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a column."""
        return tuple(field for field in KINDS[self.kind].required if field not in self.columns)

    @property
    def score(self) -> tuple[bool, float, int, int]:
        """Better is greater: all required fields, share of them found, headers recognised, fewer header rows."""
        required = KINDS[self.kind].required
        return (
            not self.missing,
            1 - len(self.missing) / len(required),
            len(self.recognised),
            -len(self.header_rows),
        )


def row_numbers(sheet: SheetProbe) -> Sequence[int]:
    """Source rows of the head."""
    return sheet.head_rows or range(sheet.first_row, sheet.first_row + len(sheet.head))


@lru_cache(maxsize=512)
def find_header(sheet: SheetProbe, kind: ReturnKind) -> HeaderReading | None:
    """The best header of that kind in the first rows of a sheet, the topmost of equal ones; None if there is none.

    Below a header that has everything no better one is looked for: what follows are its rows.
    """
    best: HeaderReading | None = None
    numbers = row_numbers(sheet)
    for top in range(len(sheet.head)):
        if best is not None and not best.missing and numbers[top] > best.header_rows[-1]:
            break
        for height in range(1, min(TALLEST_HEADER, len(sheet.head) - top) + 1):
            if not any(sheet.head[top]) or not any(sheet.head[top + height - 1]):
                break
            recognised = _recognise(sheet.head[top : top + height], kind)
            if len(recognised) < FEWEST_RECOGNISED:
                continue
            rows = tuple(numbers[top : top + height])
            found = HeaderReading(kind, sheet, rows, rows[-1] + 1, recognised)
            if best is None or found.score > best.score:
                best = found
    return best


def read_header(sheet: SheetProbe, kind: ReturnKind, header_rows: Sequence[int]) -> tuple[RecognisedHeader, ...]:
    """What the rows the user calls the header name."""
    return _recognise(_rows(sheet, header_rows), kind)


def header_texts(sheet: SheetProbe, header_rows: Sequence[int]) -> list[str]:
    """The header of each column as printed, rows joined by a space."""
    rows = _rows(sheet, header_rows)
    width = max(map(len, rows), default=0)
    return [
        " ".join(dict.fromkeys(row[column].strip() for row in rows if column < len(row) and row[column].strip()))
        for column in range(width)
    ]


def best_reading(sheets: Sequence[SheetProbe], kinds: Sequence[ReturnKind]) -> HeaderReading | None:
    """The best header over sheets and kinds; a hidden sheet only when no visible one has any."""
    for is_hidden in (False, True):
        found = [
            reading
            for sheet in sheets
            if sheet.is_hidden is is_hidden
            for kind in kinds
            if (reading := find_header(sheet, kind)) is not None
        ]
        if found:
            return max(found, key=lambda reading: reading.score)
    return None


def _rows(sheet: SheetProbe, header_rows: Sequence[int]) -> list[tuple[str, ...]]:
    wanted = set(header_rows)
    return [cells for row, cells in zip(row_numbers(sheet), sheet.head, strict=False) if row in wanted]


def _recognise(rows: Sequence[tuple[str, ...]], kind: ReturnKind) -> tuple[RecognisedHeader, ...]:
    words = fields_by_word(kind)
    found: dict[str, RecognisedHeader] = {}
    filled = [_fill_right(row) for row in rows]
    for column in range(max(map(len, rows))):
        for text in _readings_of_column(rows, filled, column):
            field = words.get(fold_header(text))
            if field is not None:
                found.setdefault(field, RecognisedHeader(field, text, column))
                break
    return tuple(found.values())


def _readings_of_column(
    rows: Sequence[tuple[str, ...]], filled: Sequence[tuple[str, ...]], column: int
) -> Iterator[str]:
    """What the header of a column may say: all its rows joined, with the group's title, the lowest text alone."""
    own = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
    grouped = [row[column].strip() for row in filled[:-1] if column < len(row)] + own[-1:]
    if not own:
        return
    lowest_row = rows[-1][column].strip() if column < len(rows[-1]) else ""
    yield "".join(dict.fromkeys(own))
    if lowest_row:
        yield "".join(dict.fromkeys(text for text in grouped if text))
        yield lowest_row
    elif len(own) == 1:
        yield own[0]


def _fill_right(row: tuple[str, ...]) -> tuple[str, ...]:
    """A group's title stands in the first cell of its merged cells; it holds for those without a text of their own."""
    filled: list[str] = []
    for cell in row:
        filled.append(cell if cell.strip() or not filled else filled[-1])
    return tuple(filled)
