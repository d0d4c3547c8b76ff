"""Weak areas as a document: the rankings with the organisations behind each mean, and what was published as weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor_app.domain.documents import Block, Chart, Formula, MeanFormula, Section, Table
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import METRICS, Metric
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.browse_weak_areas import weak_areas
from auditor_app.services.documents.footnotes import whole_notes
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark, state_notes
from auditor_app.services.documents.publications import fact_table
from auditor_app.services.documents.rates import RATE_RULES
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.rank_weak_areas import DEFAULT_LINE, LEVELS, Level, RankedArea, ranked_areas, ranked_topics
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import fact_rows
from auditor_app.services.tables.ranking_columns import (
    AreaRow,
    MemberRow,
    area_title,
    member_columns,
    member_rows,
    ranking_columns,
    ranking_rows,
)
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.services.tables.rate_notes import option_notes
from auditor_app.services.tables.weak_area_columns import evaluation_columns, weak_area_columns
from auditor_app.services.tables.word_columns import text_column

MOST_BARS = 30
"""In the chart: the weakest, as many as a report's ranking shows; more are not told apart."""
LONG_RANKING = 200
"""Rows from which on a ranking is a detail: in Excel a sheet of its own, elsewhere left out."""
MOST_MEMBERS = 50_000


def weak_area_parts(ground: Ground) -> ViewParts:
    """For each year the rankings of the returns, then what was published."""
    sections = [own for year in ground.years("weak-areas") for own in _sections(ground, year)]
    line = (ground.texts("document.line"), f"{percent_text(DEFAULT_LINE)} %")
    return ViewParts(tuple(sections), RATE_RULES, choices=(line,))


def _sections(ground: Ground, fiscal_year: int) -> list[Section]:
    texts, year = ground.texts, ground.year_text(fiscal_year)
    sections = []
    table = rates_table(ground.reader, fiscal_year, ground.rate_options)
    if table.returns.organisations:
        blocks = [block for level in LEVELS for block in _ranking(ground, fiscal_year, level)]
        title = f"{texts('weak_areas.returned')} {year}"
        sections.append(Section(f"weak-areas-{fiscal_year}", title, tuple(blocks)))
    published = published_tables(ground, fiscal_year)
    if any(own.rows for own in published):
        title = f"{texts('document.published_weak')} {year}"
        sections.append(Section(f"weak-areas-{fiscal_year}-published", title, tuple(published)))
    return sections


def published_tables(ground: Ground, fiscal_year: int) -> list[Table]:
    """The areas named as weak, and the statements of the evaluation."""
    texts = ground.texts
    found = weak_areas(ground.reader, fiscal_year)
    wanted = ground.selected_ids("weak-areas")
    areas = fact_rows(kept(found.areas, wanted, lambda own: own.key.figure_id))
    columns = weak_area_columns(texts, lambda part: found.part_titles.get(part, ""))
    prefix = f"weak-areas-{fiscal_year}"
    tables = [fact_table(ground, f"{prefix}-areas", texts("weak_areas.areas"), columns, areas, len(found.areas))]
    if wanted is None:  # statements of a year, which no row for programs tells
        words, statements = texts("weak_areas.evaluations"), fact_rows(found.evaluations)
        tables.append(fact_table(ground, f"{prefix}-evaluations", words, evaluation_columns(texts), statements))
    return tables


def _ranking(ground: Ground, fiscal_year: int, level: Level) -> list[Block]:
    """The areas of a level, weakest first, with a chart of the weakest; in Excel the organisations behind them."""
    texts, own = ground.texts, ground.selectors
    table = rates_table(ground.reader, fiscal_year, ground.rate_options)
    topics = topics_of_case(ground.reader)
    areas = ranked_topics(table, topics) if level == "topic" else ranked_areas(table, level)
    if not areas:
        return []
    roles = {role.code: role_name(texts, role) for role in table.returns.roles.values()}
    chosen = kept(areas, ground.selected_ids("weak-areas"), lambda area: area.figure_id)
    rows = ranking_rows(texts, chosen, roles, role=own.role or "all", part=own.part)
    table_id = f"weak-areas-{fiscal_year}-{level}"
    members = _members_table(ground, f"{table_id}-organisations", rows, fiscal_year, level)
    notes = whole_notes("note", option_notes(texts, ground.rate_options, table.returns.edition))
    made = tabled(
        table_id,
        f"{texts(f'document.ranking.{level}')} {ground.year_text(fiscal_year)}",
        ground.shown(ranking_columns(texts)),
        rows,
        key="figure_id",
        remarks=[
            shown_remark(texts, len(rows), len(areas)),
            *([texts("document.weakest_first"), _basis(ground, areas)] if rows else []),
        ],
        notes=[*notes, *state_notes(texts, (row.area.state for row in rows))],
        figure_of=lambda row, _key: row.figure_id,
        formula_of=_mean_formula(members),
        kinds={"missing": "count", "below": "count", "position": "count"},
        is_long=len(rows) > LONG_RANKING,
    )
    chart = _chart(texts, made) if rows and level != "item" else None
    return [made, *([chart] if chart else []), *([members] if members else [])]


def _basis(ground: Ground, areas: Sequence[RankedArea]) -> str:
    """Of every mean in the ranking: over whom it is taken."""
    members = areas[0].organisations
    names = [own.organisation.name for own in members if own.state is State.EXCLUDED]
    words = ground.texts("document.mean_of_those_in_analysis")
    if not names:
        return words
    return f"{words} {ground.texts('document.left_out', names=ground.texts('explain.names_join').join(names))}"


def _chart(texts: Texts, table: Table) -> Chart:
    keys = tuple(row.key for row in table.rows[:MOST_BARS])
    category = "title" if any(table.cell(row, "title").text for row in table.rows) else "number"
    target = Decimal(int(DEFAULT_LINE))
    is_cut = len(keys) < len(table.rows)
    return Chart(
        f"{table.id}-chart",
        texts("document.chart_of_lowest", title=table.title, count=len(keys)) if is_cut else table.title,
        "bars",
        table.id,
        category,
        ("implementation",),
        keys,
        target,
        table.footnotes,
    )


# --- the organisations behind the means -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Member:
    """An organisation in an area."""

    key: str
    area: AreaRow
    row: MemberRow


def _members_table(
    ground: Ground, table_id: str, rows: Sequence[AreaRow], fiscal_year: int, level: Level
) -> Table | None:
    """Their rates, from which the means are recomputed; None where there are too many to be of use."""
    texts = ground.texts
    members = [
        _Member(f"{row.figure_id}|{own.key}", row, own)
        for row in rows
        for own in (member_rows(texts, row) if len(rows) <= MOST_MEMBERS else ())
    ]
    if not members or len(members) > MOST_MEMBERS:
        return None
    titles: Mapping[str, str] = {row.figure_id: area_title(row) for row in rows}
    area = text_column("area", texts("document.area"), lambda own: titles[own.area.figure_id], 40)
    columns = [area, *(_of_member(column) for column in member_columns(texts))]
    return tabled(
        table_id,
        texts(f"document.ranking.{level}.organisations", year=ground.year_text(fiscal_year)),
        columns,
        members,
        notes=state_notes(texts, (own.row.own.state for own in members)),
        kinds={"missing": "count", "items": "count"},
        is_long=True,
    )


def _of_member(column: Column) -> Column:
    """The same column over members with their area."""
    meaning, bar = column.meaning, column.bar
    return Column(
        column.key,
        column.title,
        lambda own: column.value(own.row),
        lambda own: column.display(own.row),
        kind=column.kind,
        group=column.group,
        meaning=(lambda own: meaning(own.row)) if meaning else None,
        bar=(lambda own: bar(own.row)) if bar else None,
        width=column.width,
    )


def _mean_formula(members: Table | None):  # type: ignore[no-untyped-def]
    def formula(row: AreaRow, key: str) -> Formula | None:
        metric: Metric | None = next((own for own in METRICS if own == key), None)
        if members is None or metric is None or row.area.percent(metric) is None:
            return None
        return MeanFormula(members.id, metric, (("area", area_title(row)),))

    return formula
