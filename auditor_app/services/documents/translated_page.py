"""The document of a page in a language the window does not speak: the same rows and columns, found by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor_app.domain.documents import Chart, Document, Paragraph, Section, Table
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.footnotes import marked_anew
from auditor_app.services.documents.ground import Ground, shown_remark
from auditor_app.services.documents.provenance import provenance
from auditor_app.services.documents.shown import (
    ShownPage,
    ShownTable,
    behind,
    can_be_computed,
    charts_of,
    same_table,
    slug,
)
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.documents.view_document import completed, parts_of, selector_words, view_title
from auditor_app.storage.reading import CaseReader


def translated_document(
    reader: CaseReader, texts: Texts, page: ShownPage, *, year_form: YearForm = "western"
) -> Document:
    """Filters, order and columns of the screen hold; what has no counterpart in this language is named in the file."""
    years = (page.fiscal_year,) if page.fiscal_year else page.selectors.years
    chosen = replace(page.selectors, years=years, filters=(), sort="")
    ground = Ground(reader, texts, chosen, year_form, page.options, is_whole=True)
    parts = parts_of(page.view, ground)
    reference = [own for section in parts.sections for own in section.blocks if isinstance(own, Table | Chart)]
    blocks: list[Table | Chart] = []
    left_out: list[Paragraph] = []
    for part in page.parts:
        screen = tabled(slug(part.name), part.title, part.columns, part.rows, key=part.key)
        own = same_table(screen, reference)
        if own is None:
            left_out.append(Paragraph(texts("document.table_not_translated", title=part.title), "warning"))
            continue
        table = _as_shown(texts, part, screen, own)
        blocks += [table, *charts_of(table, own, reference)]
    title = view_title(texts, page.view)
    section = Section(slug(page.view), title, (*left_out, *blocks, *behind(blocks, reference)))
    record = provenance(reader, texts, (*selector_words(ground), *parts.choices), parts.rules)
    document = Document(title, texts.language, (section,), record, remarks=parts.remarks)
    return completed(reader, texts, page.view, document, year_form)


def _as_shown(texts: Texts, part: ShownTable, screen: Table, own: Table) -> Table:
    """Rows and columns in sight, in their order, with the words of this language."""
    places = {column.key: place for place, column in enumerate(own.columns)}
    keys = [column.key for column in screen.columns if column.key in places]
    by_key = {row.key: row for row in own.rows}
    rows = [by_key[row.key] for row in screen.rows if row.key in by_key]
    is_whole = len(part.rows) == part.total
    shown = {row.key for row in rows}
    rows += [
        row for row in own.rows if row.key not in shown and (row.kind == "mean" or (row.kind == "total" and is_whole))
    ]
    made = [replace(row, cells=tuple(row.cells[places[key]] for key in keys)) for row in rows]
    computed = [
        replace(
            row,
            cells=tuple(own if can_be_computed(own.formula, keys) else replace(own, formula=None) for own in row.cells),
        )
        for row in made
    ]
    columns = tuple(own.columns[places[key]] for key in keys)
    count = sum(row.key in by_key for row in screen.rows)
    remarks = (*_remarks(texts, part, screen, own, count), *own.remarks[1:])
    return marked_anew(replace(own, columns=columns, rows=tuple(computed), remarks=remarks))


def _remarks(texts: Texts, part: ShownTable, screen: Table, own: Table, count: int) -> Sequence[str]:
    """Filters and order stand in the words of the screen, which is where they were set."""
    told = [shown_remark(texts, count, part.total)]
    for name, words in (("filters", part.filters), ("order", part.order), ("hidden", part.hidden)):
        if words:
            told.append(f"{texts(f'document.{name}')}: {' / '.join(words)}")
    known = {column.key for column in own.columns}
    lacking = [column.title for column in screen.columns if column.key not in known]
    if lacking:
        told.append(texts("document.columns_not_translated", columns=" / ".join(lacking)))
    if count < len(screen.rows):
        told.append(texts("document.rows_not_translated", count=f"{len(screen.rows) - count:,}"))
    return told
