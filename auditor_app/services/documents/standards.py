"""The common standard as a document: Parts, revisions, editions, what each year asked, and the crosswalk."""

from __future__ import annotations

from itertools import pairwise

from auditor_app.domain.documents import Section, Table
from auditor_app.domain.standards import Edition
from auditor_app.services.browse_editions import editions_side_by_side, years_of_editions
from auditor_app.services.browse_standard import standard
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark
from auditor_app.services.documents.publications import fact_table
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.edition_columns import EditionRow, YearRow, edition_columns, year_columns
from auditor_app.services.tables.fact_columns import fact_rows
from auditor_app.services.tables.revision_columns import part_columns, revision_columns

FIRST_YEAR_UNKNOWN = 10_000


def standard_parts(ground: Ground) -> ViewParts:
    """What was published, then what the auditor holds as editions and scopes."""
    texts = ground.texts
    found = standard(ground.reader, ground.selectors.years or None)
    wanted = ground.selected_ids("standards")
    revisions = kept(found.revisions, wanted, lambda fact: fact.key.figure_id)
    parts = kept(found.parts, wanted, lambda fact: fact.key.figure_id)
    published = [
        fact_table(
            ground,
            "revisions",
            texts("standard.revisions"),
            revision_columns(texts, ground.year_text),
            fact_rows(revisions),
            len(found.revisions),
        ),
        fact_table(
            ground,
            "parts",
            texts("standard.parts"),
            part_columns(texts, ground.year_text),
            fact_rows(parts),
            len(found.parts),
        ),
    ]
    sections = [Section("standards-published", texts("standard.tab.revisions"), tuple(published))]
    if wanted is None:
        own = (_editions(ground), _years(ground))
        sections.append(Section("standards-editions", texts("standard.tab.editions"), own))
    return ViewParts(tuple(sections))


def _editions(ground: Ground) -> Table:
    texts = ground.texts
    editions = editions_side_by_side(ground.reader)
    known = {part.part for own in editions if own.edition.items for part in own.parts}
    columns = [
        column
        for column in ground.shown(edition_columns(texts, ground.year_text))
        if not _part_of(column) or _part_of(column) in known
    ]
    rows = [EditionRow(own.edition.id, own) for own in editions]
    return tabled(
        "editions",
        texts("editions.title"),
        columns,
        rows,
        remarks=[shown_remark(texts, len(rows), len(rows))],
        notes=[Note("draft", texts("rates.draft"), lambda row, key: key == "name" and row.summary.edition.is_draft)],
    )


def _part_of(column: Column) -> str:
    return column.key.removeprefix("part") if column.key.startswith("part") else ""


def _years(ground: Ground) -> Table:
    texts = ground.texts
    roles = {role.code: role for role in ground.reader.roles()}
    rows = [YearRow(line.fiscal_year, line, roles) for line in years_of_editions(ground.reader)]
    columns = ground.shown(year_columns(texts, ground.year_text))
    return tabled("years", texts("editions.years"), columns, rows, remarks=[shown_remark(texts, len(rows), len(rows))])


def crosswalk_parts(ground: Ground) -> ViewParts:
    """A table for each two neighbouring editions that have items: what is stored, and what is open."""
    from auditor_app.services.browse_crosswalk import crosswalk_ground  # with all that proposes joins
    from auditor_app.services.tables.crosswalk_columns import join_columns, join_rows

    texts = ground.texts
    editions = sorted((own for own in ground.reader.editions() if own.items), key=_first_year)
    sections = []
    for former, later in pairwise(editions):
        rows = join_rows(crosswalk_ground(ground.reader, former.id, later.id))
        title = f"{former.name} → {later.name}"
        columns = ground.shown(join_columns(texts))
        remarks = [shown_remark(texts, len(rows), len(rows))]
        table = tabled(f"crosswalk-{former.id}-{later.id}", title, columns, rows, remarks=remarks)
        sections.append(Section(table.id, title, (table,)))
    return ViewParts(tuple(sections))


def _first_year(edition: Edition) -> int:
    return edition.fiscal_years[0] if edition.fiscal_years else FIRST_YEAR_UNKNOWN
