"""The document of a page as it stands on the screen: its columns, rows, filters and order, with what belongs to them.

The words are those of the window's own columns and rows.  Footnotes, states, formulas, charts and the tables behind
the rates come from the document of the view, for every cell that says the same there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor_app.domain.documents import (
    Cell,
    Chart,
    DifferenceFormula,
    Document,
    Formula,
    RatioFormula,
    Section,
    Table,
    TableRow,
)
from auditor_app.domain.fiscal_years import YearForm, fiscal_year_text
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.footnotes import marked_anew
from auditor_app.services.documents.ground import Ground, shown_remark
from auditor_app.services.documents.provenance import Rule, provenance
from auditor_app.services.documents.tabled import FigureOf, tabled
from auditor_app.services.documents.view_document import completed, parts_of, view_title
from auditor_app.services.select_view import Selectors
from auditor_app.services.tables.columns import Column
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class ShownTable:
    """A table of a page: the columns in sight and the rows that pass its filters, both in the order of the screen."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    total: int
    """Rows there are without filters."""
    key: str | Callable[[Any], object] = "key"
    filters: Sequence[str] = ()
    """In words, one for each column that is filtered."""
    order: Sequence[str] = ()
    """In words, the first key first; () for the official order."""
    hidden: Sequence[str] = ()
    """Titles of the columns that are out of sight."""
    figure_of: FigureOf | None = None


@dataclass(frozen=True)
class ShownPage:
    """What the window shows of a view."""

    view: str
    title: str
    parts: Sequence[ShownTable]
    fiscal_year: int = 0
    """0: the page does not go by years."""
    selectors: Selectors = Selectors()  # noqa: RUF009  # frozen
    """What else was chosen that changes the numbers: role, Part, metric, level, years compared."""
    options: RateOptions | None = None
    choices: Sequence[tuple[str, str]] = ()
    """What was chosen, in words, for the record."""
    remarks: Sequence[str] = ()
    """What the page says of all it shows."""


def shown_document(reader: CaseReader, texts: Texts, page: ShownPage, *, year_form: YearForm = "western") -> Document:
    """What the screen says, in the order in which it says it."""
    reference, rules = _reference(reader, texts, page, year_form)
    blocks: list[Table | Chart] = []
    for part in page.parts:
        table = _table(texts, part)
        own = same_table(table, reference)
        if own is None:
            blocks.append(table)
            continue
        enriched = _enriched(table, own, is_whole=len(part.rows) == part.total)
        blocks += [enriched, *charts_of(enriched, own, reference)]
    section = Section(slug(page.view), page.title, (*blocks, *behind(blocks, reference)))
    record = provenance(reader, texts, _chosen(texts, page, year_form), rules)
    title = page.title or view_title(texts, page.view)
    document = Document(title, texts.language, (section,), record, remarks=tuple(page.remarks))
    return completed(reader, texts, page.view, document, year_form)


def _reference(
    reader: CaseReader, texts: Texts, page: ShownPage, year_form: YearForm
) -> tuple[list[Table | Chart], tuple[Rule, ...]]:
    """Tables and charts of the view for the same choices, without filters; none of a view of millions."""
    if page.view == "items":
        return [], ()
    years = (page.fiscal_year,) if page.fiscal_year else page.selectors.years
    chosen = replace(page.selectors, years=years, filters=(), sort="")
    ground = Ground(reader, texts, chosen, year_form, page.options, is_whole=True)
    parts = parts_of(page.view, ground)
    blocks = [block for section in parts.sections for block in section.blocks if isinstance(block, Table | Chart)]
    return blocks, parts.rules


def _chosen(texts: Texts, page: ShownPage, year_form: YearForm) -> list[tuple[str, str]]:
    told = list(page.choices)
    if page.fiscal_year:
        told.insert(0, (texts("field.fiscal_year"), fiscal_year_text(page.fiscal_year, year_form, texts.language)))
    for part in page.parts:
        told += [
            (f"{part.title} · {texts(f'document.{name}')}", words)
            for name, words in (("filters", " / ".join(part.filters)), ("order", " / ".join(part.order)))
            if words
        ]
    return told


# --- one table ------------------------------------------------------------------------------------------------------


def _table(texts: Texts, part: ShownTable) -> Table:
    return tabled(
        slug(part.name),
        part.title,
        part.columns,
        part.rows,
        key=part.key,
        remarks=_remarks(texts, part),
        figure_of=part.figure_of,
    )


def _remarks(texts: Texts, part: ShownTable) -> list[str]:
    told = [shown_remark(texts, len(part.rows), part.total)]
    for name, words in (("filters", part.filters), ("order", part.order), ("hidden", part.hidden)):
        if words:
            told.append(f"{texts(f'document.{name}')}: {' / '.join(words)}")
    return told


def _tables(blocks: Iterable[Table | Chart]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def same_table(table: Table, blocks: Sequence[Table | Chart]) -> Table | None:
    """The table of the view that has most of its cells; None where none has any."""
    rows, columns = {row.key for row in table.rows}, {column.key for column in table.columns}

    def common(own: Table) -> tuple[int, int]:
        return len(columns & {c.key for c in own.columns}), len(rows & {row.key for row in own.rows})

    known = [own for own in _tables(blocks) if not own.is_long or own.rows]
    best = max(known, key=lambda own: common(own)[0] * common(own)[1], default=None)
    return best if best is not None and min(common(best)) > 0 else None


def _enriched(table: Table, own: Table, *, is_whole: bool) -> Table:
    """With notes, states, formulas and figures of the cells that say the same; means and totals below."""
    places = {column.key: place for place, column in enumerate(own.columns)}
    by_key = {row.key: row for row in own.rows}
    keys = [column.key for column in table.columns]
    rows = [_enriched_row(row, by_key.get(row.key), keys, places) for row in table.rows]
    shown = {row.key for row in table.rows}
    rows += [
        _enriched_row(TableRow(tuple(Cell() for _ in keys), row.key, row.kind), row, keys, places, is_new=True)
        for row in own.rows
        if row.key not in shown and (row.kind == "mean" or (row.kind == "total" and is_whole))
    ]
    columns = [
        replace(column, kind=known.kind, decimals=known.decimals, notes=known.notes)
        if (known := own.columns[places[column.key]] if column.key in places else None)
        else column
        for column in table.columns
    ]
    made = Table(own.id, table.title, tuple(columns), tuple(rows), (*table.remarks, *own.remarks[1:]), own.footnotes)
    return marked_anew(made)


def _enriched_row(
    row: TableRow, known: TableRow | None, keys: Sequence[str], places: dict[str, int], *, is_new: bool = False
) -> TableRow:
    if known is None:
        return row
    cells = []
    for key, cell in zip(keys, row.cells, strict=True):
        other = known.cells[places[key]] if key in places else None
        if other is None or not (is_new or other.text == cell.text):
            cells.append(cell)
            continue
        formula = other.formula if can_be_computed(other.formula, keys) else None
        figure = cell.figure_id or other.figure_id
        cells.append(Cell(other.text, other.number, other.state, other.notes, formula, figure))
    return TableRow(tuple(cells), row.key, known.kind, known.notes)


def can_be_computed(formula: Formula | None, keys: Sequence[str]) -> bool:
    """Whether the columns a formula of the same row needs are in sight."""
    if isinstance(formula, RatioFormula):
        return formula.numerator in keys and formula.denominator in keys
    if isinstance(formula, DifferenceFormula):
        return formula.minuend in keys and formula.subtrahend in keys
    return formula is not None


def charts_of(table: Table, own: Table, blocks: Sequence[Table | Chart]) -> list[Chart]:
    """The view's charts of this table, with the rows and columns in sight."""
    keys = {column.key for column in table.columns}
    rows = [row.key for row in table.rows if row.kind == "row"]
    charts = []
    for chart in blocks:
        if not isinstance(chart, Chart) or chart.table != own.id or chart.category not in keys:
            continue
        series = tuple(key for key in chart.series if key in keys)
        drawn = tuple(key for key in rows if not chart.rows or key in chart.rows)
        if series and drawn:
            charts.append(replace(chart, table=table.id, series=series, rows=drawn, footnotes=table.footnotes))
    return charts


def behind(blocks: Sequence[Table | Chart], reference: Sequence[Table | Chart]) -> list[Table]:
    """The long tables that formulas lead to, and those that these lead to in turn."""
    found: list[Table] = []
    while True:
        known = {block.id for block in (*blocks, *found)}
        more = [own for own in _tables(reference) if own.id not in known and _is_used(own, (*blocks, *found))]
        if not more:
            return found
        found += [replace(own, is_long=True) for own in more]


def _is_used(table: Table, blocks: Sequence[Table | Chart]) -> bool:
    """Whether a formula leads to it."""
    return any(
        _leads_to(cell.formula, table.id)
        for block in _tables(blocks)
        for row in block.rows
        for cell in row.cells
        if cell.formula is not None
    )


def _leads_to(formula: Formula | None, table_id: str) -> bool:
    return getattr(formula, "table", "") == table_id


def slug(name: str) -> str:
    """An id of ASCII letters, digits and dashes."""
    return "".join(own if own.isascii() and own.isalnum() else "-" for own in name).strip("-") or "table"
