"""A document as every export takes it: sections of paragraphs, tables, charts and footnotes, and what it rests on.

Excel, Word, PDF, web page, csv and OSCAL are made from this and nothing else, so that a number, its state and its
footnotes are the same in each.  Words are in the document's language already; numbers are exact beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from auditor_app.domain.published import State

Language = Literal["ja", "en"]
Number = int | Decimal | Fraction
ColumnKind = Literal["text", "count", "number", "percent", "points", "date"]
"""percent: 31.2 stands for 31.2 %; points: differences of percentages, always with their sign."""
RowKind = Literal["row", "mean", "total", "heading"]
ChartKind = Literal["bars", "dumbbell", "lines", "heat"]
ParagraphStyle = Literal["body", "lead", "note", "warning"]


@dataclass(frozen=True)
class Footnote:
    """What has to be read with a number.  Cells, columns, rows and charts name it by its id."""

    id: str
    text: str
    mark: str = ""
    """As it stands beside the number: `*1`; empty for a note to the table as a whole."""


# --- formulas: how a spreadsheet recomputes a number of this document from other cells of it -----------------------


@dataclass(frozen=True)
class RatioFormula:
    """Percentage of two counts in the same row; no number where the denominator is 0 or not there.

    >>> RatioFormula("ascertained", "target")
    RatioFormula(numerator='ascertained', denominator='target')
    """

    numerator: str
    denominator: str


@dataclass(frozen=True)
class DifferenceFormula:
    """One column less another in the same row."""

    minuend: str
    subtrahend: str


@dataclass(frozen=True)
class MeanFormula:
    """Simple mean of a column of a table over the rows whose `where` columns show these words."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ShareFormula:
    """Percentage of those rows, of all of them that have a number in the column, in which it is 100."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PooledFormula:
    """Percentage of the sums of two count columns over those rows."""

    table: str
    numerator: str
    denominator: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SumFormula:
    """Sum of a column over those rows."""

    table: str
    column: str
    where: tuple[tuple[str, str], ...] = ()


Formula = RatioFormula | DifferenceFormula | MeanFormula | ShareFormula | PooledFormula | SumFormula


# --- tables and charts ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One place of a table: the words the screen shows, and the exact number behind them.

    A cell without a number has a state where it could have had one; it is never 0.
    """

    text: str = ""
    number: Number | None = None
    state: State | None = None
    """None where `number` is, and in columns of words."""
    notes: tuple[str, ...] = ()
    formula: Formula | None = None
    figure_id: str = ""


@dataclass(frozen=True)
class TableColumn:
    """A column: its title stands below that of its group, which neighbouring columns share."""

    key: str
    title: str
    kind: ColumnKind = "text"
    group: str = ""
    decimals: int = 1
    """Of percent, points and number."""
    has_bars: bool = False
    """Thin bars from 0 to 100 in its cells."""
    width: int = 12
    """In half-width characters, as on the screen."""
    notes: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("count", "number", "percent", "points")


@dataclass(frozen=True)
class TableRow:
    """A row with one cell for each column; a heading spans them all and has its words in the first."""

    cells: tuple[Cell, ...]
    key: str = ""
    kind: RowKind = "row"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with what was filtered, how it is sorted, and its footnotes in the order of their marks."""

    id: str
    """Unique in its document, of ASCII letters, digits and `-`."""
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...] = ()
    """Lines above it: how many of all rows, filters, order, columns left out, the basis of every mean."""
    footnotes: tuple[Footnote, ...] = ()
    is_long: bool = False
    """Details for recomputing: in Excel a sheet of its own, elsewhere left out with a sentence."""

    def position(self, column: str) -> int:
        """Place of a column from 0; KeyError for one it does not have."""
        for place, own in enumerate(self.columns):
            if own.key == column:
                return place
        raise KeyError(column)

    def cell(self, row: TableRow, column: str) -> Cell:
        return row.cells[self.position(column)]

    def marks(self, notes: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of footnotes, in the table's order; a note without a mark has none.

        >>> table = Table("t", "", (), (), footnotes=(Footnote("own", "独自の調査", "*1"), Footnote("all", "全体")))
        >>> table.marks(("all", "own"))
        ('*1',)
        """
        return tuple(own.mark for own in self.footnotes if own.id in notes and own.mark)

    def shown(self, cell: Cell) -> str:
        """A cell's words with the marks of its footnotes.

        >>> table = Table("t", "", (), (), footnotes=(Footnote("own", "独自の調査", "*1"),))
        >>> table.shown(Cell("31.2", Decimal("31.2"), notes=("own",)))
        '31.2 *1'
        """
        return " ".join((cell.text, *self.marks(cell.notes)))


@dataclass(frozen=True)
class Chart:
    """A picture of a table of the same document: one mark for each row (and series), in the table's order.

    `bars`: one bar a row; `dumbbell`: two series a row, joined; `heat`: rows × series as tinted cells with their
    words; `lines`: a line for each row through the series, which are points in time.  Rates begin at 0.  A cell
    without a number is drawn as its state, never as 0.
    """

    id: str
    title: str
    kind: ChartKind
    table: str
    category: str
    """Key of the column that names the rows."""
    series: tuple[str, ...]
    """Keys of the columns drawn."""
    rows: tuple[str, ...] = ()
    """Keys of the rows drawn; () for all but headings."""
    target: Decimal | None = None
    footnotes: tuple[Footnote, ...] = ()
    left_out: tuple[str, ...] = ()
    """Keys of the rows whose numbers are known but not counted in the analysis: drawn hollow."""


# --- sections ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: ParagraphStyle = "body"


@dataclass(frozen=True)
class BulletList:
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FieldList:
    """Names and words one below the other: the particulars of a finding, or of the title page."""

    fields: tuple[tuple[str, str], ...]


Block = Paragraph | BulletList | FieldList | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, up to the next section of any level."""

    id: str
    title: str
    """With its number, as it is printed."""
    blocks: tuple[Block, ...]
    level: int = 1
    starts_page: bool = False


@dataclass(frozen=True)
class Source:
    """A document the case was filled from."""

    document: str
    sha256: str


@dataclass(frozen=True)
class Definition:
    """A rule by which numbers of this document were computed."""

    id: str
    version: int
    name: str
    words: str


@dataclass(frozen=True)
class Provenance:
    """What somebody else needs to recompute the document on another machine.

    Everything in it follows from the state of the case, so that the same state gives the same bytes; the moment of
    writing stands in the manifest beside the file.
    """

    case_id: str
    as_of: datetime
    """Time of the last entry of the log, aware."""
    log_sequence: int
    log_head: str
    program: str
    """auditor-app and its version."""
    definitions: tuple[Definition, ...] = ()
    selectors: tuple[tuple[str, str], ...] = ()
    """What was chosen, filtered and sorted, as (name, words)."""
    sources: tuple[Source, ...] = ()
    is_practice: bool = False


@dataclass(frozen=True)
class Document:
    """What is written into a file.  Footnotes belong to tables and charts; `remarks` are true of all of it."""

    title: str
    language: Language
    sections: tuple[Section, ...]
    provenance: Provenance
    subtitle: str = ""
    title_page: tuple[tuple[str, str], ...] = ()
    """Particulars of a report's title page; () for an export of one view, which has none."""
    remarks: tuple[str, ...] = ()
    """Practice data, drafts, scope: shown on top, and at the foot of every page where there are pages."""
    fields: dict[str, object] = field(default_factory=dict)
    """What an office's own template may use besides (see docs/templates.md)."""

    def tables(self) -> Iterator[Table]:
        """All of them in order, the long ones too."""
        return (block for section in self.sections for block in section.blocks if isinstance(block, Table))

    def charts(self) -> Iterator[Chart]:
        return (block for section in self.sections for block in section.blocks if isinstance(block, Chart))

    def table(self, table_id: str) -> Table:
        """KeyError for an id it does not have."""
        for own in self.tables():
            if own.id == table_id:
                return own
        raise KeyError(table_id)
