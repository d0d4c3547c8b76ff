"""The annexes (別紙) in the shape in which they were published: every printed figure, pair and footnote as it stands.

What a year has only from returns comes out in the same shape, rounded for print; what was not published and not
returned is named by its state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from auditor_app.domain.documents import (
    BulletList,
    Cell,
    FieldList,
    Footnote,
    Paragraph,
    Section,
    Table,
    TableColumn,
    TableRow,
)
from auditor_app.domain.published import Fact, State
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_coverage import CoverageRow, coverage_table, printed_pair
from auditor_app.services.browse_infrastructure import Infrastructure, infrastructure
from auditor_app.services.browse_programme import AreaRow, Programme, programme
from auditor_app.services.browse_standard import standard
from auditor_app.services.browse_weak_areas import WeakAreas, weak_areas
from auditor_app.storage.reading import CaseReader

OWN_SURVEY_MARK = "※"
YearText = Callable[[int], str]


def coverage_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙3-3: organisation and coverage, `31.2 % (98.2 %)` where there is a survey of its own, and the footnotes.

    A footnote whose row is not known is attached to none; the one about surveys of their own marks their rows.
    """
    found = coverage_table(reader, fiscal_year)
    if not found.rows:
        return None
    footnotes = tuple(
        Footnote(
            f"note-{number}",
            note.printed or note.value.text,
            OWN_SURVEY_MARK if "独自" in note.printed else "",
        )
        for number, note in enumerate(found.footnotes, start=1)
    )
    about_survey = tuple(note.id for note in footnotes if note.mark)
    rows = tuple(_coverage_row(texts, row, about_survey) for row in found.rows)
    columns = (
        TableColumn("organisation", texts("annex.column.organisation"), width=36),
        TableColumn("coverage", texts("kind.coverage"), width=18),
    )
    title = texts("annex.coverage.table", year=year)
    table = Table("annex-coverage", title, columns, rows, footnotes=footnotes)
    return Section("annex-3-3", texts("annex.coverage", year=year), (table,), starts_page=True)


def _coverage_row(texts: Texts, row: CoverageRow, about_survey: tuple[str, ...]) -> TableRow:
    name = _name(texts, row.organisation, row.english)
    has_survey = row.with_own_survey_percent is not None
    if has_survey:
        name = texts("annex.with_own_survey", organisation=name)
    printed = row.printed or printed_pair(row.official_percent, row.with_own_survey_percent)
    notes = about_survey if has_survey else ()
    words = printed if printed is not None else texts(f"state.{row.state.value}")
    value = Cell(words, row.official_percent, None if printed else row.state, figure_id=row.figure_id)
    return TableRow((Cell(name, notes=notes), value), row.figure_id)


def weak_areas_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙3-2: what was reported, the Parts of the standard, and what is to be improved by role and Part."""
    found = weak_areas(reader, fiscal_year)
    scope = coverage_table(reader, fiscal_year).scope
    if not (found.areas or scope):
        return None
    fields = tuple((texts(f"annex.scope.{own.key.aspect}"), own.printed or own.value.text) for own in scope)
    blocks = (*((FieldList(fields),) if fields else ()), *_weak_area_blocks(texts, found))
    return Section("annex-3-2", texts("annex.weak_areas", year=year), blocks, starts_page=True)


def _weak_area_blocks(texts: Texts, found: WeakAreas) -> tuple[Table, ...]:
    rows = tuple(
        TableRow(
            (
                Cell(texts(f"role.{fact.key.role}")),
                Cell(texts("part.title", part=fact.key.part, title=found.part_titles.get(fact.key.part, "")).strip()),
                Cell(fact.shown.printed, figure_id=fact.key.figure_id),
            ),
            fact.key.figure_id,
        )
        for fact in found.areas
    )
    columns = (
        TableColumn("role", texts("field.role"), width=24),
        TableColumn("part", texts("field.part"), width=30),
        TableColumn("topic", texts("annex.column.improve"), width=56),
    )
    return (Table("annex-weak-areas", texts("annex.weak_areas.table"), columns, rows),) if rows else ()


def programme_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙2: the measures of each area as they were counted, with the re-listed ones in parentheses."""
    found = programme(reader, fiscal_year)
    if not found.areas:
        return None
    counted = [fact for row in found.areas for fact in row.facts.values()]
    columns = (
        TableColumn("area", texts("field.area"), width=34),
        *(TableColumn(own, texts(f"annex.measures.{own}"), width=16) for own in ("new", "continued", "total")),
    )
    rows = tuple(_area_row(row) for row in found.areas)
    table = Table(
        "annex-programme",
        texts("annex.programme.table"),
        columns,
        (*rows, *_total_row(texts, found)),
        footnotes=(Footnote("relisted", texts("annex.relisted")), *_notes_on(texts, counted)),
    )
    directions = BulletList(tuple(f"{row.theme}: {row.count.shown.printed}" for row in found.directions if row.count))
    blocks = (table, *((Paragraph(texts("annex.directions")), directions) if directions.lines else ()))
    return Section("annex-2", texts("annex.programme", year=year), blocks, starts_page=True)


def _area_row(row: AreaRow) -> TableRow:
    cells = tuple(_fact_cell(row.facts.get(aspect)) for aspect in ("new", "continued", "total"))
    return TableRow((Cell(row.area), *cells), f"annex-programme:{row.area}")


def _fact_cell(fact: Fact | None) -> Cell:
    if fact is None:
        return Cell("", state=State.NOT_REPORTED)
    return Cell(fact.shown.printed, fact.shown.value.number, figure_id=fact.key.figure_id)


def _total_row(texts: Texts, found: Programme) -> tuple[TableRow, ...]:
    if found.printed_total is None:
        return ()
    cells = (Cell(texts("annex.printed_total")), Cell(), Cell(), _fact_cell(found.printed_total))
    return (TableRow(cells, "annex-programme:total", "total"),)


def evaluation_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙3-1: what the evaluation says of each field."""
    found = weak_areas(reader, fiscal_year).evaluations
    if not found:
        return None
    columns = (
        TableColumn("field", texts("field.subject"), width=28),
        TableColumn("statement", texts("field.statement"), width=80),
    )
    rows = tuple(
        TableRow(
            (Cell(fact.key.subject), Cell(fact.shown.value.text or fact.shown.printed, figure_id=fact.key.figure_id)),
            fact.key.figure_id,
        )
        for fact in found
    )
    table = Table("annex-evaluation", texts("annex.evaluation.table"), columns, rows, footnotes=_notes_on(texts, found))
    return Section("annex-3-1", texts("annex.evaluation", year=year), (table,), starts_page=True)


def revision_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙4-2: what the revision of the standard changes, one line an entry with all its sections."""
    facts = [fact for fact in standard(reader, [fiscal_year]).revisions if fact.key.fiscal_year == fiscal_year]
    if not facts:
        return None
    columns = (
        TableColumn("entry", texts("annex.column.entry"), width=6),
        TableColumn("title", texts("field.title"), width=40),
        TableColumn("sections", texts("field.section"), width=18),
        TableColumn("change", texts("field.change"), width=20),
        TableColumn("reason", texts("field.reason"), width=50),
    )
    entries = groupby(facts, key=lambda fact: fact.shown.attribute("entry"))
    rows = tuple(_revision_row(texts, entry or "", list(own)) for entry, own in entries)
    table = Table("annex-revision", texts("annex.revision.table"), columns, rows, footnotes=_notes_on(texts, facts))
    return Section("annex-4-2", texts("annex.revision", year=year), (table,), starts_page=True)


def _revision_row(texts: Texts, entry: str, facts: Sequence[Fact]) -> TableRow:
    first = facts[0].shown
    sections = " ".join(fact.key.section for fact in facts if fact.key.section)
    if first.attribute("and_others"):
        sections = texts("annex.and_others", sections=sections)
    change = texts(f"revision.{first.attribute('change')}")
    words = (entry.replace("-", "."), facts[0].key.aspect, sections, change, first.value.text)
    return TableRow(tuple(map(Cell, words)), f"annex-revision:{entry}")


def infrastructure_annex(reader: CaseReader, texts: Texts, fiscal_year: int, year: str) -> Section | None:
    """別紙5-1: safety standards and CEPTOARs by group of sectors."""
    found = infrastructure(reader, fiscal_year)
    if not found.sectors:
        return None
    columns = (
        TableColumn("group", texts("annex.column.group"), width=16),
        TableColumn("sectors", texts("annex.column.sectors"), width=50),
        TableColumn("safety", texts("annex.column.safety"), width=30),
        TableColumn("ceptoar", texts("annex.column.ceptoar"), width=40),
    )
    groups = tuple(dict.fromkeys(fact.key.aspect for fact in found.sectors))
    rows = tuple(_group_row(texts, found, group) for group in groups)
    lines = tuple(fact.shown.printed for fact in found.counts)
    notes = _notes_on(texts, found.states)
    table = Table("annex-infrastructure", texts("annex.infrastructure.table"), columns, rows, footnotes=notes)
    blocks = (table, *((BulletList(lines),) if lines else ()))
    return Section("annex-5-1", texts("annex.infrastructure", year=year), blocks, starts_page=True)


def _group_row(texts: Texts, found: Infrastructure, group: str) -> TableRow:
    joint = "、" if texts.language == "ja" else ", "
    sectors = joint.join(fact.key.subject for fact in found.sectors if fact.key.aspect == group)
    states = (found.state_of(subject, group) for subject in ("safety_standards", "ceptoar"))
    words = (fact.shown.value.text or fact.shown.printed if fact else "" for fact in states)
    return TableRow((Cell(texts(f"annex.group.{group}")), Cell(sectors), *map(Cell, words)), group)


def _notes_on(texts: Texts, facts: Sequence[Fact]) -> tuple[Footnote, ...]:
    """That figures were published as a draft, and that words are a summary and not those of the source."""
    is_draft = any(fact.shown.is_draft for fact in facts)
    is_summary = any(fact.shown.attribute("wording") == "summary" for fact in facts)
    kinds = (("draft", is_draft), ("summary", is_summary))
    return tuple(Footnote(kind, texts(f"annex.{kind}")) for kind, holds in kinds if holds)


def _name(texts: Texts, organisation: str, english: str) -> str:
    return organisation if texts.language == "ja" or not english else f"{english} ({organisation})"
