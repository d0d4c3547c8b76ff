"""Tables of a document as HTML says them: which cell is a title of what, and where each footnote mark leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from auditor_app.domain.documents import Cell, Footnote, Table, TableColumn, TableRow
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.exporting.table_texts import cell_marks, column_marks, grouped_columns, has_groups
from auditor_app.exporting.writable_text import writable


@dataclass(frozen=True)
class HtmlMark:
    text: str
    anchor: str


@dataclass(frozen=True)
class HtmlNote:
    anchor: str
    mark: str
    text: str


@dataclass(frozen=True)
class HtmlCell:
    """A place of the table; `scope` says what it is the title of, and is empty for what is none."""

    text: str
    scope: str = ""
    marks: tuple[HtmlMark, ...] = ()
    across: int = 1
    down: int = 1
    style: str = ""
    share: str = ""
    """Percent of its width that is filled by a thin bar."""


@dataclass(frozen=True)
class HtmlRow:
    kind: str
    cells: tuple[HtmlCell, ...]


@dataclass(frozen=True)
class HtmlTable:
    anchor: str
    title: str
    remarks: tuple[str, ...]
    heads: tuple[tuple[HtmlCell, ...], ...]
    groups: tuple[tuple[HtmlRow, ...], ...]
    """A heading begins one, with the rows below it."""
    notes: tuple[HtmlNote, ...]
    kind: str = "table"


def html_table(table: Table, anchor: str, no_rows: str) -> HtmlTable:
    maker = _Maker(table, anchor)
    groups = maker.groups() or ((HtmlRow("row", (HtmlCell(no_rows, across=len(table.columns)),)),),)
    remarks = tuple(writable(remark) for remark in table.remarks)
    return HtmlTable(
        anchor, writable(table.title), remarks, tuple(maker.heads()), groups, html_notes(table.footnotes, anchor)
    )


def html_notes(notes: tuple[Footnote, ...], anchor: str) -> tuple[HtmlNote, ...]:
    """Each with an anchor made of the one of its table or chart."""
    return tuple(
        HtmlNote(_note_anchor(anchor, number), writable(note.mark), writable(note.text))
        for number, note in enumerate(notes, start=1)
    )


def _note_anchor(anchor: str, number: int) -> str:
    return f"{anchor}n{number}"


class _Maker:
    """One table; knows where its marks lead and which column names its rows."""

    def __init__(self, table: Table, anchor: str) -> None:
        self._table = table
        self._anchor_of = {
            note.mark: _note_anchor(anchor, number)
            for number, note in reversed(list(enumerate(table.footnotes, start=1)))
            if note.mark
        }
        self._name = next((place for place, own in enumerate(table.columns) if own.kind == "text"), -1)

    def heads(self) -> Iterator[tuple[HtmlCell, ...]]:
        table = self._table
        if not has_groups(table):
            yield tuple(self._title(place) for place in range(len(table.columns)))
            return
        groups = list(grouped_columns(table))
        yield tuple(
            HtmlCell(writable(group), "colgroup", across=count) if group else self._title(first, down=2)
            for group, first, count in groups
        )
        yield tuple(
            self._title(place) for group, first, count in groups if group for place in range(first, first + count)
        )

    def groups(self) -> tuple[tuple[HtmlRow, ...], ...]:
        found: list[list[HtmlRow]] = []
        for row in self._table.rows:
            if row.kind == "heading" or not found:
                found.append([])
            found[-1].append(self._row(row))
        return tuple(map(tuple, found))

    def _row(self, row: TableRow) -> HtmlRow:
        if row.kind == "heading":
            marks = self._marks(cell_marks(self._table, row, 0))
            return HtmlRow(
                row.kind, (HtmlCell(writable(row.cells[0].text), "rowgroup", marks, across=len(self._table.columns)),)
            )
        return HtmlRow(row.kind, tuple(self._cell(row, place) for place in range(len(row.cells))))

    def _cell(self, row: TableRow, place: int) -> HtmlCell:
        cell, column = row.cells[place], self._table.columns[place]
        marks = self._marks(cell_marks(self._table, row, place))
        share = _share(cell, column)
        return HtmlCell(
            writable(cell.text),
            "row" if place == self._name else "",
            marks,
            style=" ".join(_styles(cell, column, has_bar=bool(share))),
            share=share,
        )

    def _title(self, place: int, down: int = 1) -> HtmlCell:
        column = self._table.columns[place]
        marks = self._marks(column_marks(self._table, place))
        return HtmlCell(writable(column.title), "col", marks, down=down, style="number" if column.is_numeric else "")

    def _marks(self, marks: tuple[str, ...]) -> tuple[HtmlMark, ...]:
        return tuple(HtmlMark(writable(mark), self._anchor_of[mark]) for mark in marks)


def _styles(cell: Cell, column: TableColumn, *, has_bar: bool) -> Iterator[str]:
    if column.is_numeric:
        yield "number"
    if cell.state not in (None, State.REPORTED):
        yield "state"
    if has_bar:
        yield "bar"


def _share(cell: Cell, column: TableColumn) -> str:
    if not column.has_bars or cell.number is None:
        return ""
    return percent_text(min(max(Fraction(cell.number), Fraction(0)), Fraction(100)))
