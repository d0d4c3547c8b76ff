"""What a workbook holds, before it is a file: the writer puts it into one, and the check compares one with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from auditor_app.domain.documents import Chart, Document
from auditor_app.exporting.cell_widths import line_count
from auditor_app.exporting.xlsx_styles import Style
from auditor_app.exporting.xlsx_texts import SheetNames, cell_text, is_cut
from auditor_app.exporting.xlsx_words import XLSX_WORDS, XlsxWords

Value = str | int | float | datetime | None
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""
LINE_HEIGHT = 18.0
_TALLEST = 400.0
"""Excel takes 409 points."""


@dataclass(frozen=True)
class Entry:
    """One cell; with a formula, `value` is what it gives, for programs that do not compute."""

    value: Value
    style: Style
    formula: str = ""
    link: str = ""
    """Place of this workbook it leads to."""


@dataclass(frozen=True)
class PlacedChart:
    chart: Chart
    row: int
    column: int


@dataclass
class SheetContent:
    """The cells of a sheet by row and column, and how it is shown and printed."""

    name: str
    entries: dict[tuple[int, int], Entry] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    frozen: tuple[int, int] = (0, 0)
    filtered: Range | None = None
    repeated_rows: tuple[int, int] | None = None
    printed: Range | None = None
    bars: list[Range] = field(default_factory=list)
    scales: list[Range] = field(default_factory=list)
    differing: Range | None = None
    charts: list[PlacedChart] = field(default_factory=list)
    outlined: tuple[int, int] | None = None
    """First and last column of a group that can be folded."""
    is_portrait: bool = False

    def put(self, row: int, column: int, value: Value, style: Style, formula: str = "", link: str = "") -> None:
        self.entries[row, column] = Entry(value, style, formula, link)

    def make_room(self, row: int, text: str, width: float) -> None:
        """A row of which a cell wraps is as high as its lines: not every program looks when it opens the file."""
        lines = line_count(text, width) if len(text) * 2 >= width or "\n" in text else 1
        if lines > 1:
            self.heights[row] = min(_TALLEST, max(self.heights.get(row, 0.0), lines * LINE_HEIGHT))

    def put_line(self, row: int, text: str, style: Style, columns: int, link: str = "") -> None:
        """A text over the first columns, which wraps, in a row that is high enough for it."""
        self.put(row, 0, cell_text(text), style, link=link)
        width = sum(self.widths.get(column, 9.0) for column in range(columns))
        self.heights[row] = min(_TALLEST, line_count(text, width) * LINE_HEIGHT + 2)
        if columns > 1:
            self.merged.append((row, 0, row, columns - 1))


@dataclass
class WorkbookContent:
    """The sheets in their order, and what was to be said of their texts."""

    document: Document
    sheets: list[SheetContent] = field(default_factory=list)
    names: SheetNames = field(default_factory=SheetNames)
    changes: list[str] = field(default_factory=list)
    """Texts that did not fit into their cell."""

    @property
    def words(self) -> XlsxWords:
        return XLSX_WORDS[self.document.language]

    def add_named(self, name: str) -> SheetContent:
        """After those before; `name` was given by `names`."""
        sheet = SheetContent(name)
        self.sheets.append(sheet)
        return sheet

    def text(self, text: str, place: str) -> str:
        """As a cell can hold it; a cut is noted."""
        if is_cut(text):
            self.changes.append(self.words.cut.format(place=place, length=f"{len(text):,}"))
        return cell_text(text)


def columns_as_wide(widths: Iterable[float], wished: float) -> int:
    """How many columns from the first on are at least as wide together; all of them where they are not."""
    together, count = 0.0, 0
    for width in widths:
        if together >= wished:
            break
        together, count = together + width, count + 1
    return max(1, count)
