"""What a chart draws, read from the table it is a picture of: rows, series, numbers and states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.documents import Cell, Chart, Document, Footnote, RowKind, Table, TableColumn, TableRow
from auditor_app.domain.published import State


@dataclass(frozen=True)
class Mark:
    """One value: `words` as the table shows them with the marks of its footnotes; no number, no length."""

    value: float | None
    words: str
    state: State | None


@dataclass(frozen=True)
class DrawnRow:
    label: str
    marks: tuple[Mark, ...]
    kind: RowKind
    is_excluded: bool
    """Whether its numbers are left out of the analysis though they are known."""

    @property
    def is_summary(self) -> bool:
        return self.kind in ("mean", "total")

    @property
    def has_number(self) -> bool:
        return any(mark.value is not None for mark in self.marks)


@dataclass(frozen=True)
class Series:
    name: str
    column: TableColumn

    @property
    def is_rate(self) -> bool:
        return self.column.kind == "percent"


@dataclass(frozen=True)
class ChartData:
    chart: Chart
    rows: tuple[DrawnRow, ...]
    series: tuple[Series, ...]
    notes: tuple[Footnote, ...]
    """The chart's own footnotes and those whose marks it shows."""
    marked: frozenset[str]
    """Ids of those whose marks it shows."""
    scale: tuple[float, ...]
    """All numbers of the chart, also of rows that another picture of it draws: the pictures share one axis."""

    @property
    def is_rates(self) -> bool:
        return all(series.is_rate for series in self.series)

    @property
    def target(self) -> float | None:
        return None if self.chart.target is None else float(self.chart.target)

    def states(self) -> tuple[State, ...]:
        """Those that are drawn, in the order of their definition."""
        found = {mark.state for row in self.rows for mark in row.marks}
        return tuple(state for state in State if state in found and state is not State.REPORTED)


def chart_data(document: Document, chart: Chart, only: Sequence[int] | None = None) -> ChartData:
    """`only`: places of the rows to draw, where several pictures share them; all of them else.

    KeyError where the chart names a table, column or row that the document does not have.
    """
    table = document.table(chart.table)
    rows = _rows_of(table, chart)
    columns = tuple(table.columns[table.position(key)] for key in chart.series)
    series = tuple(Series(_with_marks(name, table, own.notes), own) for name, own in _named(columns))
    category = table.position(chart.category)
    labels = _labels(table, rows, category)
    drawn = tuple(_drawn(table, row, label, category, chart) for row, label in zip(rows, labels, strict=True))
    marked = _marked(table, chart, rows, columns)
    own = {note.id for note in chart.footnotes}
    used = tuple(note for note in table.footnotes if note.id in marked - own)
    scale = tuple(mark.value for row in drawn for mark in row.marks if mark.value is not None)
    rows_drawn = drawn if only is None else tuple(drawn[place] for place in only)
    return ChartData(chart, rows_drawn, series, (*chart.footnotes, *used), marked, scale)


def _rows_of(table: Table, chart: Chart) -> tuple[TableRow, ...]:
    if not chart.rows:
        return tuple(row for row in table.rows if row.kind != "heading")
    by_key = {row.key: row for row in table.rows}
    return tuple(by_key[key] for key in chart.rows)


def _labels(table: Table, rows: tuple[TableRow, ...], category: int) -> list[str]:
    """Names of the rows; where some are the same, with the words of those columns that tell them apart."""
    labels = [row.cells[category].text for row in rows]
    for place, column in enumerate(table.columns):
        if len(set(labels)) == len(labels):
            break
        if place != category and column.kind == "text":
            longer = [
                " · ".join(filter(None, (label, row.cells[place].text)))
                for label, row in zip(labels, rows, strict=True)
            ]
            labels = longer if len(set(longer)) > len(set(labels)) else labels
    return labels


def _drawn(table: Table, row: TableRow, name: str, category: int, chart: Chart) -> DrawnRow:
    named = row.cells[category]
    marks = tuple(_mark(table, table.cell(row, key)) for key in chart.series)
    label = _with_marks(name, table, (*row.notes, *named.notes))
    return DrawnRow(label, marks, row.kind, row.key in chart.left_out)


def _mark(table: Table, cell: Cell) -> Mark:
    value = None if cell.number is None else float(cell.number)
    return Mark(value, table.shown(cell), cell.state if value is None else None)


def _with_marks(words: str, table: Table, notes: tuple[str, ...]) -> str:
    return " ".join((words, *table.marks(notes)))


def _named(columns: tuple[TableColumn, ...]) -> list[tuple[str, TableColumn]]:
    """By title, by group where the titles are all the same, by both where neither alone tells them apart."""
    titles, groups = {column.title for column in columns}, {column.group for column in columns}
    if len(titles) == len(columns) or len(groups) == 1:
        return [(column.title, column) for column in columns]
    if len(titles) == 1 and len(groups) == len(columns):
        return [(column.group, column) for column in columns]
    return [(" · ".join(text for text in (column.group, column.title) if text), column) for column in columns]


def _marked(table: Table, chart: Chart, rows: tuple[TableRow, ...], columns: tuple[TableColumn, ...]) -> frozenset[str]:
    keys = (chart.category, *chart.series)
    used = {note for row in rows for note in row.notes}
    used |= {note for row in rows for key in keys for note in table.cell(row, key).notes}
    used |= {note for column in columns for note in column.notes}
    return frozenset(note.id for note in table.footnotes if note.id in used and note.mark)
