"""The coverage of a year as a document: both values of everybody, the means with their basis, and the counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.documents import (
    Block,
    Cell,
    Chart,
    DifferenceFormula,
    Formula,
    MeanFormula,
    PooledFormula,
    RatioFormula,
    Section,
    Table,
    TableRow,
)
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_MEAN_RULE, COVERAGE_RULE, CoverageMean
from auditor_app.domain.year_returns import ALL, OWN_SURVEY
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_coverage import CoverageRow, CoverageTable, coverage_of_units, coverage_table
from auditor_app.services.documents.footnotes import Note, whole_notes
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark, state_notes
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.figure_ids import mean_id
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.coverage_columns import coverage_columns, returned_columns, returned_name
from auditor_app.services.tables.word_columns import text_column

MEANS_DECIMALS = 2


def coverage_parts(ground: Ground) -> ViewParts:
    """A section for each year."""
    sections = tuple(coverage_section(ground, year) for year in ground.years("coverage"))
    what_if = ground.rate_options.include_excluded
    remarks = (ground.texts("explain.mean.what_if"),) if what_if else ()
    return ViewParts(sections, (COVERAGE_RULE, COVERAGE_MEAN_RULE, ANALYSIS_RULE), remarks)


def coverage_section(ground: Ground, fiscal_year: int) -> Section:
    """Table, chart, counts as returned, and in Excel the values every mean is taken of."""
    found = coverage_table(ground.reader, fiscal_year)
    wanted = ground.selected_ids("coverage")
    blocks: list[Block] = []
    rows = kept(found.rows, wanted, _figure)
    roles = [row for row in found.returned if row.role != ALL]
    chosen = kept(roles, wanted, _figure)
    if rows or not chosen:
        left_out = tuple(own.figure_id for own in found.rows if not own.is_in_analysis)
        table = _main_table(ground, found, rows, is_live=len(chosen) == len(roles))
        blocks += [table, *([dumbbell(table, left_out=left_out)] if rows else [])]
    if roles:
        blocks.append(_returned_table(ground, found, chosen, "roles"))
        units = coverage_of_units(ground.reader, fiscal_year, ground.selectors.organisation)
        blocks.append(_returned_table(ground, found, _units_of(units, rows, chosen), "units"))
    if rows:
        blocks.append(_values_of_means(ground, found))
    title = f"{ground.texts('page.coverage')} {ground.year_text(fiscal_year)}"
    return Section(f"coverage-{fiscal_year}", title, tuple(blocks))


def _units_of(
    units: Sequence[CoverageRow], rows: Sequence[CoverageRow], roles: Sequence[CoverageRow]
) -> list[CoverageRow]:
    """Those whose organisation or role is shown."""
    whole = {row.organisation for row in rows}
    of_role = {(row.organisation, row.role) for row in roles}
    return [row for row in units if row.organisation in whole or (row.organisation, row.role) in of_role]


def coverage_notes(texts: Texts, found: CoverageTable, rows: Sequence[CoverageRow]) -> list[Note]:
    """Own surveys, exclusions with their reason, drafts and contradictions; then scope, published notes, states."""
    decided = [row for row in found.rows if row.decision is not None]
    notes = [
        Note("draft", texts("explain.fact.draft"), lambda row, key: key == "official" and is_draft(row)),
        Note("contradicted", texts("explain.contradicted"), lambda row, key: key == "official" and is_disputed(row)),
        Note("own-survey", texts("document.own_survey"), lambda row, key: key == "with_own_survey" and has_survey(row)),
        Note(
            "excluded",
            texts("explain.coverage.excluded", rule=f"{ANALYSIS_RULE[0]} v{ANALYSIS_RULE[1]}"),
            lambda row, key: key == "analysis" and row.exclusion_reason == OWN_SURVEY,
        ),
        *(_decision_note(texts, own) for own in decided),
    ]
    return [*notes, *year_notes(texts, found), *state_notes(texts, (row.state for row in rows))]


def year_notes(texts: Texts, found: CoverageTable) -> list[Note]:
    """What holds for the whole table: what the year's reports were limited to, and the published footnotes."""
    scope = [
        texts("document.scope", what=texts(f"aspect.{own.key.aspect}"), words=own.value.text or own.printed)
        for own in found.scope
    ]
    printed = [texts("document.published_note", words=own.value.text or own.printed) for own in found.footnotes]
    return [*whole_notes("scope", scope), *whole_notes("published", printed)]


def dumbbell(table: Table, category: str = "organisation", left_out: tuple[str, ...] = ()) -> Chart:
    """Both values of each row, joined; hollow where a row is not counted in the analysis."""
    rows = tuple(row.key for row in table.rows if row.kind == "row")
    series = ("official", "with_own_survey")
    return Chart(
        f"{table.id}-chart", table.title, "dumbbell", table.id, category, series, rows, None, table.footnotes, left_out
    )


def is_draft(row: CoverageRow) -> bool:
    return row.fact is not None and row.fact.shown.is_draft


def is_disputed(row: CoverageRow) -> bool:
    return row.fact is not None and row.fact.is_contradicted


def has_survey(row: CoverageRow) -> bool:
    return row.with_own_survey_percent is not None


def _decision_note(texts: Texts, decided: CoverageRow) -> Note:
    decision = decided.decision
    assert decision is not None
    is_in = "included" if decided.is_in_analysis else "excluded"
    words = texts(f"explain.coverage.{is_in}_by_decision", author=decision.author, reason=decision.reason)
    figure = decided.figure_id
    return Note(
        f"decision-{decided.position}",
        words,
        lambda row, key: key == "analysis" and (row.figure_id == figure or row.organisation == decided.organisation),
    )


def _figure(row: CoverageRow) -> str:
    return row.figure_id


def _main_table(ground: Ground, found: CoverageTable, rows: Sequence[CoverageRow], *, is_live: bool) -> Table:
    """With a mean where an organisation it counts is shown.  `is_live`: all roles are beside it to be pooled."""
    texts, year = ground.texts, ground.year_text(found.fiscal_year)
    what_if = ground.rate_options.include_excluded
    columns = ground.shown(coverage_columns(texts))
    names = {row.organisation for row in rows}
    means = [mean for mean in found.means(what_if) if names & set(mean.organisations)]
    told = mean_remarks(texts, found, what_if=what_if, shown=names)
    remarks = [shown_remark(texts, len(rows), len(found.rows)), *told]
    table = tabled(
        f"coverage-{found.fiscal_year}",
        f"{texts('page.coverage')} {year}",
        columns,
        rows,
        key="figure_id",
        remarks=remarks,
        notes=coverage_notes(texts, found, rows),
        figure_of=lambda row, _key: row.figure_id,
        formula_of=lambda row, key: _main_formula(texts, found, row, key, is_live=is_live),
        kinds={"difference": "points", "position": "count"},
    )
    return replace(table, rows=(*table.rows, *(_mean_row(texts, found, table, mean, what_if) for mean in means)))


def _main_formula(texts: Texts, found: CoverageTable, row: CoverageRow, key: str, *, is_live: bool) -> Formula | None:
    """What was published is a number as printed; what comes from returns is pooled from the counts beside it."""
    if key == "difference" and row.difference_points is not None:
        return DifferenceFormula("with_own_survey", "official")
    if is_live and key == "official" and row.fact is None and row.official_percent is not None:
        where = (("organisation", returned_name(texts, row)),)
        return PooledFormula(f"coverage-{found.fiscal_year}-roles", "ascertained", "target", where)
    return None


def mean_remarks(
    texts: Texts, found: CoverageTable, *, what_if: bool, shown: Collection[str] | None = None
) -> list[str]:
    """The basis of each mean: how many are counted, and who is not; `shown`: only where one of these is counted."""
    names = {row.organisation: returned_name(texts, row) for row in found.rows}
    told = []
    for mean in found.means(what_if):
        if mean.percent is None or (shown is not None and not set(shown) & set(mean.organisations)):
            continue
        words = texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
        left_out = [names[own] for own in mean.left_out]
        trial = f" ({texts('coverage.trial')})" if what_if and mean.basis == "in_analysis" else ""
        told.append(f"{words}{trial}: {texts(f'explain.mean.{mean.basis}')} {left_out_words(texts, left_out)}")
    return told


def left_out_words(texts: Texts, names: Sequence[str]) -> str:
    """Who is not counted in a mean; that nobody is left out, where nobody is."""
    if not names:
        return texts("document.nobody_left_out")
    return texts("document.left_out", names=texts("explain.names_join").join(names))


def _mean_row(texts: Texts, found: CoverageTable, table: Table, mean: CoverageMean, what_if: bool) -> TableRow:
    """A line of its own below the organisations, in the column of the values it is taken of."""
    column = "with_own_survey" if mean.basis == "with_own_survey" else "official"
    name = texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
    if what_if and mean.basis == "in_analysis":
        name = f"{name} ({texts('coverage.trial')})"
    where = () if mean.basis != "in_analysis" or what_if else (("in_analysis", texts("yes")),)
    source = "counted" if mean.basis == "with_own_survey" else "official"
    percent = Cell(
        "—" if mean.percent is None else percent_text(mean.percent, MEANS_DECIMALS),
        mean.percent,
        formula=MeanFormula(_values_id(found), source, where) if mean.percent is not None else None,
        figure_id=mean_id(found.fiscal_year, mean.basis) if mean.percent is not None else "",
    )
    cells = {"organisation": Cell(name), column: percent}
    return TableRow(tuple(cells.get(own.key, Cell()) for own in table.columns), f"mean:{mean.basis}", "mean")


@dataclass(frozen=True)
class _MeanValue:
    """What an organisation counts with in the means."""

    key: str
    row: CoverageRow

    @property
    def counted(self) -> Decimal | Fraction | None:
        own = self.row.with_own_survey_percent
        return self.row.official_percent if own is None else own


def _values_id(found: CoverageTable) -> str:
    return f"coverage-{found.fiscal_year}-values"


def _values_of_means(ground: Ground, found: CoverageTable) -> Table:
    """Everybody, whatever was filtered: a mean is always over all on its basis."""
    texts = ground.texts
    in_analysis = texts("field.in_analysis")
    columns = [
        text_column("organisation", texts("coverage.organisation"), lambda row: returned_name(texts, row.row), 17),
        _percent(texts("coverage.official"), "official", lambda row: row.row.official_percent),
        _percent(texts("document.counted_value"), "counted", lambda row: row.counted),
        text_column("in_analysis", in_analysis, lambda row: texts("yes" if row.row.is_in_analysis else "no"), 10),
    ]
    rows = [_MeanValue(row.figure_id, row) for row in found.rows]
    title = texts("document.values_of_means", year=ground.year_text(found.fiscal_year))
    return tabled(_values_id(found), title, columns, rows, is_long=True)


def _percent(title: str, key: str, value: object) -> Column:
    def words(row: object) -> str:
        number = value(row)  # type: ignore[operator]
        return "—" if number is None else percent_text(number)

    return Column(key, title, value, words, kind="percent")  # type: ignore[arg-type]


def _returned_table(ground: Ground, found: CoverageTable, rows: Sequence[CoverageRow], level: str) -> Table:
    """The counts as they were returned; every rate beside them is recomputed from its own row."""
    texts = ground.texts
    level_key = "role" if level == "roles" else "unit"
    return tabled(
        f"coverage-{found.fiscal_year}-{level}",
        f"{texts(f'coverage.level.{level_key}')} {ground.year_text(found.fiscal_year)}",
        ground.shown(returned_columns(texts)),
        rows,
        key="figure_id",
        remarks=[texts("document.row_count", count=f"{len(rows):,}")],
        notes=coverage_notes(texts, found, rows),
        figure_of=lambda row, _key: row.figure_id,
        formula_of=_returned_formula,
        kinds={"difference": "points", "target": "count", "ascertained": "count", "with_own": "count"},
        is_long=level == "units",
    )


def _returned_formula(row: CoverageRow, key: str) -> Formula | None:
    if key == "official" and row.official_percent is not None:
        return RatioFormula("ascertained", "target")
    if key == "with_own_survey" and row.with_own_survey_percent is not None:
        return RatioFormula("with_own", "target")
    if key == "difference" and row.difference_points is not None:
        return DifferenceFormula("with_own_survey", "official")
    return None
