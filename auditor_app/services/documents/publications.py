"""What was published and is shown as it is: overview, programme, infrastructure, the standard's list of revisions."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.documents import (
    Block,
    BulletList,
    Cell,
    Chart,
    FieldList,
    Section,
    SumFormula,
    Table,
    TableRow,
)
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.programme import PROGRAMME_TOTAL_RULE
from auditor_app.domain.published import Fact
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_MEAN_RULE, RATE_MEAN_RULE, CoverageMean
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_infrastructure import Infrastructure, infrastructure
from auditor_app.services.browse_overview import Overview, overview, overview_years
from auditor_app.services.browse_programme import Programme, programme
from auditor_app.services.documents.coverage import left_out_words
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark, state_notes
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.figure_ids import sum_id
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import FactRow, fact_rows
from auditor_app.services.tables.infrastructure_columns import sector_columns
from auditor_app.services.tables.overview_columns import published_columns
from auditor_app.services.tables.programme_columns import (
    COUNTS,
    AreaTableRow,
    area_columns,
    area_figure,
    area_rows,
    direction_columns,
    directions_of,
    measure_columns,
    measures_of,
)
from auditor_app.services.tables.rate_columns import SHOWN_METRICS


def fact_notes(texts: Texts, rows: Sequence[FactRow], value: str = "") -> list[Note]:
    """Drafts and contradictions at the value (or the first words) of a fact, and what states mean."""
    return [
        Note("draft", texts("explain.fact.draft"), lambda row, key: key == value and row.shown.is_draft),
        Note("contradicted", texts("explain.contradicted"), lambda row, key: key == value and row.fact.is_contradicted),
        *state_notes(texts, (row.shown.value.state for row in rows)),
    ]


def fact_table(
    ground: Ground,
    table_id: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[FactRow],
    total: int | None = None,
) -> Table:
    """A table over facts, in the columns in sight."""
    texts, shown = ground.texts, ground.shown(columns)
    value = next((own.key for own in shown if own.key == "value"), shown[0].key)
    return tabled(
        table_id,
        title,
        shown,
        rows,
        remarks=[shown_remark(texts, len(rows), len(rows) if total is None else total)],
        notes=fact_notes(texts, rows, value),
        figure_of=lambda row, _key: row.key,
    )


# --- overview -------------------------------------------------------------------------------------------------------


def overview_parts(ground: Ground) -> ViewParts:
    """For each year what is asked for first, then everything published of it."""
    years = ground.selectors.years or overview_years(ground.reader)
    sections = tuple(_overview(ground, year) for year in years)
    return ViewParts(sections, (COVERAGE_MEAN_RULE, ANALYSIS_RULE, RATE_MEAN_RULE))


def _overview(ground: Ground, fiscal_year: int) -> Section:
    texts = ground.texts
    found = overview(ground.reader, fiscal_year)
    rows = fact_rows(found.published)
    title = f"{texts('page.overview')} {ground.year_text(fiscal_year)}"
    table = fact_table(ground, f"overview-{fiscal_year}", texts("overview.published"), published_columns(texts), rows)
    return Section(f"overview-{fiscal_year}", title, (FieldList(tuple(overview_fields(texts, found))), table))


def overview_fields(texts: Texts, found: Overview) -> list[tuple[str, str]]:
    """The numbers asked for first, each mean with its basis."""
    fields = [
        (texts(f"basis.{mean.basis}"), f"{percent_text(mean.percent, 2)} % ({_basis_words(texts, mean)})")
        for mean in found.means
        if mean.percent is not None
    ]
    rates = found.rates
    if rates is not None and rates.mean is not None:
        for metric in SHOWN_METRICS:
            percent = rates.percent(metric)
            if percent is not None:
                name = texts(f"rates.mean.{metric}", count=rates.mean.organisations)
                fields.append((name, f"{percent_text(percent)} %"))
    if found.weak_areas:
        fields.append((texts("weak_areas.count"), str(len(found.weak_areas))))
    if found.programme.areas:
        name = texts("overview.measures", year=found.programme.fiscal_year)
        fields.append((name, str(found.programme.totals.without_relisted)))
    fields.append((texts("report.count.failed"), str(sum(not result.holds for result in found.checks))))
    return fields


def _basis_words(texts: Texts, mean: CoverageMean) -> str:
    count = texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
    return f"{count}; {left_out_words(texts, mean.left_out)}"


# --- programme ------------------------------------------------------------------------------------------------------


def programme_parts(ground: Ground) -> ViewParts:
    """A section for each programme."""
    sections = tuple(_programme(ground, year) for year in ground.years("programme"))
    return ViewParts(sections, (PROGRAMME_TOTAL_RULE,))


def _programme(ground: Ground, fiscal_year: int) -> Section:
    texts = ground.texts
    found = programme(ground.reader, fiscal_year)
    rows = kept(area_rows(found), ground.selected_ids("programme", "area"), lambda row: row.key)
    table = _areas(ground, found, rows)
    prefix, measures, is_all = f"programme-{fiscal_year}", measures_of(found), len(rows) == len(found.areas)
    shown = [fact for row in rows for fact in row.area.measures] if not is_all else measures
    directions = directions_of(found) if is_all else []
    blocks: list[Block] = [FieldList(tuple(_totals(ground, found))), table]
    if rows:
        series = ("new", "continued")
        keys = tuple(row.key for row in table.rows if row.kind == "row")
        blocks.append(
            Chart(f"{table.id}-chart", table.title, "bars", table.id, "area", series, keys, None, table.footnotes)
        )
    if measures:
        title = texts("programme.measures", count=len(measures))
        chosen = fact_rows(shown)
        blocks.append(fact_table(ground, f"{prefix}-measures", title, measure_columns(texts), chosen, len(measures)))
    if directions:
        title = texts("programme.directions", year=ground.year_text(found.directions_year))
        blocks.append(
            fact_table(ground, f"{prefix}-directions", title, direction_columns(texts), fact_rows(directions))
        )
    title = f"{texts('page.programme')} {ground.year_text(fiscal_year)}"
    return Section(prefix, title, tuple(blocks))


def _totals(ground: Ground, found: Programme) -> list[tuple[str, str]]:
    """The control total: what is printed, and what the areas add up to without measures counted twice."""
    texts, totals = ground.texts, found.totals
    printed = found.printed_total
    number = printed.shown.value.number if printed else None
    fields = [(texts("programme.printed_total"), "—" if number is None else str(number))]
    agrees = number is not None and number == totals.without_relisted
    addition = f" {texts('programme.agrees' if agrees else 'programme.differs')}" if number is not None else ""
    fields.append((texts("programme.without_relisted"), f"{totals.without_relisted}{addition}"))
    fields.append((texts("programme.sum"), str(totals.total)))
    fields.append((texts("programme.relisted"), str(totals.relisted)))
    return fields


def _areas(ground: Ground, found: Programme, rows: Sequence[AreaTableRow]) -> Table:
    texts = ground.texts
    relisted = {f"{name}_relisted" for name in ("new", "continued", "total")}
    table = tabled(
        f"programme-{found.fiscal_year}",
        texts("programme.areas"),
        area_columns(texts),
        rows,
        remarks=[shown_remark(texts, len(rows), len(found.areas))],
        notes=[
            Note("relisted", texts("document.relisted"), columns=frozenset(relisted)),
            Note(
                "draft", texts("explain.fact.draft"), lambda row, key: key in COUNTS and _is_draft(row.area.facts, key)
            ),
        ],
        figure_of=lambda row, key: area_figure(row.area, key),
        kinds={**dict.fromkeys(COUNTS, "count"), "position": "count"},
    )
    if len(rows) != len(found.areas) or not rows:
        return table
    return Table(
        table.id,
        table.title,
        table.columns,
        (*table.rows, _sum_row(texts, table, found)),
        (*table.remarks, texts("explain.sum.without_relisted", **_sums(found))),
        table.footnotes,
    )


def _is_draft(facts: dict[str, Fact], key: str) -> bool:
    fact = facts.get(key.removesuffix("_relisted"))
    return fact is not None and fact.shown.is_draft


def _sums(found: Programme) -> dict[str, object]:
    totals = found.totals
    return {"total": totals.total, "relisted": totals.relisted, "sum": totals.without_relisted}


def _sum_row(texts: Texts, table: Table, found: Programme) -> TableRow:
    """The sums of the columns; a count that is not printed is left out of them, as the note beside it says."""
    cells = []
    for column in table.columns:
        numbers = [cell.number for row in table.rows if (cell := table.cell(row, column.key)).number is not None]
        if column.key in COUNTS and numbers:
            total = sum(int(number) for number in numbers)
            figure = sum_id(found.fiscal_year, column.key) if column.key in ("new", "continued", "total") else ""
            cells.append(Cell(f"{total:,}", total, formula=SumFormula(table.id, column.key), figure_id=figure))
        else:
            cells.append(Cell(texts("programme.sum") if column.key == "area" else ""))
    return TableRow(tuple(cells), "total", "total")


# --- infrastructure -------------------------------------------------------------------------------------------------


def infrastructure_parts(ground: Ground) -> ViewParts:
    """A section for each year."""
    return ViewParts(tuple(_infrastructure(ground, year) for year in ground.years("infrastructure")))


def _infrastructure(ground: Ground, fiscal_year: int) -> Section:
    texts = ground.texts
    found = infrastructure(ground.reader, fiscal_year)
    wanted = ground.selected_ids("infrastructure")
    sectors = kept(found.sectors, wanted, lambda fact: fact.key.figure_id)
    counts = kept(found.counts, wanted, lambda fact: fact.key.figure_id)
    blocks: list[Block] = []
    if counts:
        fields = [(_count_words(texts, fact), f"{fact.shown.value.number}") for fact in counts]
        blocks.append(FieldList(tuple(fields)))
    if sectors:
        columns = sector_columns(texts, found.state_of)
        title = texts("table.infrastructure.sectors")
        rows = fact_rows(sectors)
        blocks.append(fact_table(ground, f"infrastructure-{fiscal_year}", title, columns, rows, len(found.sectors)))
    if found.states and wanted is None:
        blocks.append(BulletList(tuple(_states(texts, found))))
    title = f"{texts('page.infrastructure')} {ground.year_text(fiscal_year)}"
    return Section(f"infrastructure-{fiscal_year}", title, tuple(blocks))


def _count_words(texts: Texts, fact: Fact) -> str:
    group = texts(f"group.{fact.key.aspect or 'all'}")
    return f"{texts(f'kind.{fact.key.kind.value}')}({group})"


def _states(texts: Texts, found: Infrastructure) -> list[str]:
    """How far each group is, as published."""
    return [
        f"{texts(f'subject.{fact.key.subject}')} · {texts(f'group.{fact.key.aspect}')}: {fact.shown.value.text}"
        for fact in found.states
    ]
