"""Years side by side as a document: values, differences, breaks with their reasons, and the lines of the trend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from auditor_app.domain.comparison import (
    BREAKS,
    BRIDGE_RULE,
    DELTA_RULE,
    LIKE_FOR_LIKE_RULE,
    MEAN,
    ComparedRow,
    CompareMetric,
    Comparison,
)
from auditor_app.domain.documents import Chart, ColumnKind, DifferenceFormula, Formula, Number, RowKind, Section, Table
from auditor_app.domain.rate_options import METRICS
from auditor_app.domain.rates import COVERAGE_RULE
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.compare_published import PUBLISHED_KINDS, PUBLISHED_METRICS, PublishedKind, compare_published
from auditor_app.services.compare_years import (
    CompareChoice,
    comparable_years,
    compare_areas,
    compare_items,
    compare_organisations,
)
from auditor_app.services.documents.footnotes import Note, whole_notes
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark, state_notes
from auditor_app.services.documents.rates import RATE_RULES
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.compare_columns import (
    BREAKS as BREAKS_CELL,
)
from auditor_app.services.tables.compare_columns import (
    COUNTED_METRICS,
    DELTA,
    LIKE_FOR_LIKE,
    VALUE,
    WORD_METRICS,
    ComparedLine,
    CompareLevel,
    column_key,
    column_place,
    compare_columns,
    difference_of,
    has_state,
    reason_words,
)
from auditor_app.services.tables.compare_lines import compared_lines, figure_of_cell, short_year
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.services.tables.rate_notes import option_notes
from auditor_app.services.word_comparison import pair_words

RULES = (DELTA_RULE, LIKE_FOR_LIKE_RULE, BRIDGE_RULE, COVERAGE_RULE, *RATE_RULES)
SHOWN: tuple[CompareMetric, ...] = ("coverage", "implementation", "achievement")
"""Where no figure is asked for."""
MOST_LINES = 40
"""In a chart: more are not told apart."""
LONG_COMPARISON = 300


@dataclass(frozen=True)
class _Compared:
    """One comparison with what it is called."""

    id: str
    title: str
    level: CompareLevel
    comparison: Comparison
    published: str = ""


def compare_parts(ground: Ground) -> ViewParts:
    """Coverage and both rates, or the figure asked for; then what was published of several periods."""
    found = [*_returned(ground), *_published(ground)]
    wanted = ground.selected_ids("compare") if ground.selectors.filters or ground.selectors.sort else None
    sections = [_section(ground, own, wanted) for own in found if own.comparison.rows]
    missing = sorted({year for own in found for year in own.comparison.missing_years})
    words = ground.texts("compare.years.join").join(map(str, missing))
    remarks = (ground.texts("compare.note.missing_years", years=words),) if missing else ()
    return ViewParts(tuple(sections), RULES, remarks)


def _returned(ground: Ground) -> list[_Compared]:
    own, texts = ground.selectors, ground.texts
    known = comparable_years(ground.reader)
    years = tuple(sorted(set(own.years))) or tuple(known)
    is_published = own.level == "published" or own.metric in PUBLISHED_METRICS
    if len(years) < 2 or not set(years) & set(known) or is_published:
        return []
    level = cast(CompareLevel, own.level or "organisation")
    chosen = cast(tuple[CompareMetric, ...], (own.metric,)) if own.metric else SHOWN
    metrics = [metric for metric in chosen if metric != "coverage" or level == "organisation"]
    return [
        _Compared(
            f"compare-{metric}-{level}",
            f"{texts(f'kind.{metric}')} · {texts(f'table.compare.{level}')}",
            level,
            _compared(ground, metric, level, years),
        )
        for metric in metrics
    ]


def _compared(ground: Ground, metric: CompareMetric, level: CompareLevel, years: tuple[int, ...]) -> Comparison:
    own = ground.selectors
    is_whole = metric == "coverage" or level in ("part", "section")
    part = ALL if is_whole else own.part or ALL
    choice = CompareChoice(years, metric, own.role or ALL, part, ground.rate_options)
    if level == "item":
        return compare_items(ground.reader, choice, own.organisation or MEAN)
    if level in ("part", "section"):
        found = compare_areas(ground.reader, choice, own.organisation or MEAN, level)
        return _narrowed(found, lambda row: own.part in ("", row.part) and own.role in ("", ALL, row.role))
    found = compare_organisations(ground.reader, choice)
    return _narrowed(found, lambda row: own.organisation in ("", row.organisation, *row.lineage))


def _narrowed(found: Comparison, is_wanted: Callable[[ComparedRow], bool]) -> Comparison:
    return replace(found, rows=tuple(row for row in found.rows if is_wanted(row)))


def _published(ground: Ground) -> list[_Compared]:
    own = ground.selectors
    if own.level in ("part", "section", "item") or (own.metric and own.metric not in PUBLISHED_METRICS):
        return []
    wanted = PUBLISHED_METRICS.get(own.metric) if own.metric else None
    kinds: list[PublishedKind] = [kind for kind in PUBLISHED_KINDS if wanted in (None, kind)]
    found = [(kind, compare_published(ground.reader, kind, own.years)) for kind in kinds]
    return [
        _Compared(f"compare-{kind.replace('_', '-')}", ground.texts(f"table.compare.{kind}"), "published", one, kind)
        for kind, one in found
        if len(one.years) > 1
    ]


# --- one comparison -------------------------------------------------------------------------------------------------


def _section(ground: Ground, own: _Compared, wanted: Sequence[str] | None) -> Section:
    texts, comparison = ground.texts, own.comparison
    rows = kept(comparison.rows, wanted, lambda row: row.figure_id)
    is_trial = ground.rate_options.include_excluded and own.level != "published"
    lines = compared_lines(texts, own.level, rows, _role_names(ground, comparison), is_trial=is_trial)
    years = [short_year(year, texts, is_era=ground.year_form == "era") for year in comparison.years]
    columns = ground.shown(compare_columns(texts, own.level, years, own.published))
    pairs = comparison.pairs if own.level != "published" else ()
    table = tabled(
        own.id,
        f"{own.title} ({' / '.join(years)})",
        columns,
        lines,
        remarks=[
            shown_remark(texts, len(lines), len(comparison.rows)),
            *(pair_words(texts, pair) for pair in pairs),
        ],
        notes=_notes(ground, lines),
        figure_of=figure_of_cell,
        formula_of=_formula,
        kind_of=_kind,
        kinds=_kinds(own, columns),
        number_of=_exact_number,
        is_long=len(lines) > LONG_COMPARISON,
    )
    return Section(own.id, own.title, (table, *_trend(texts, own, table)))


def _role_names(ground: Ground, comparison: Comparison) -> dict[str, str]:
    years = [int(year) for year in comparison.years if year.isdecimal()]
    returns = [rates_table(ground.reader, year, ground.rate_options).returns for year in years]
    return {role.code: role_name(ground.texts, role) for own in returns for role in own.roles.values()}


def _notes(ground: Ground, lines: Sequence[ComparedLine]) -> list[Note]:
    """Each break and reason in full words at the cells they concern, how rates count, and what states mean."""
    texts = ground.texts
    reasons = dict.fromkeys(name for line in lines for step in line.row.steps for name in step.reasons)
    notes = [Note(f"break-{name.replace('_', '-')}", texts(f"break.{name}"), _has_break(name)) for name in BREAKS]
    notes += [Note(f"reason-{_id_of(name)}", reason_words(texts, name), _has_reason(name)) for name in reasons]
    is_rate = any(line.row.metric in METRICS for line in lines)
    counted = option_notes(texts, ground.rate_options, None) if is_rate else []
    states = (value.state for line in lines for value in line.row.values if value.percent is None and has_state(value))
    return [*notes, *whole_notes("note", counted), *state_notes(texts, states)]


def _id_of(reason: str) -> str:
    return reason.replace("_", "-").replace(":", "-")


def _has_break(name: str) -> Callable[[ComparedLine, str], bool]:
    def holds(line: ComparedLine, key: str) -> bool:
        place, what = column_place(key)
        return what == BREAKS_CELL and name in line.row.steps[place - 1].breaks

    return holds


def _has_reason(name: str) -> Callable[[ComparedLine, str], bool]:
    def holds(line: ComparedLine, key: str) -> bool:
        place, what = column_place(key)
        return what == DELTA and name in line.row.steps[place - 1].reasons

    return holds


def _kind(line: ComparedLine) -> RowKind:
    return "mean" if line.is_set_apart else "row"


def _kinds(own: _Compared, columns: Sequence[Column]) -> dict[str, ColumnKind]:
    """Of counts and grades there are no percentages."""
    metrics = {row.metric for row in own.comparison.rows}
    found: dict[str, ColumnKind] = {}
    for column in columns:
        _, what = column_place(column.key)
        if what == VALUE:
            is_text, is_count = metrics & WORD_METRICS, metrics & COUNTED_METRICS
            found[column.key] = "text" if is_text or len(metrics) > 1 else "count" if is_count else "percent"
        elif what in (DELTA, LIKE_FOR_LIKE):
            found[column.key] = "text" if metrics & (WORD_METRICS | COUNTED_METRICS) else "points"
    return found


def _exact_number(line: ComparedLine, key: str) -> Number | None:
    """The exact fraction, which the column rounds for sorting."""
    place, what = column_place(key)
    row = line.row
    if what == VALUE:
        return row.values[place].percent if row.metric not in WORD_METRICS else None
    if what == DELTA:
        points = difference_of(row, place)
        return points if points is None or row.metric not in WORD_METRICS else int(points)
    if what == LIKE_FOR_LIKE:
        return row.steps[place - 1].like_for_like_points
    return line.position if key == "position" else None


def _formula(line: ComparedLine, key: str) -> Formula | None:
    """The difference of two values of the row, where the delta is nothing else."""
    place, what = column_place(key)
    if what != DELTA or line.row.metric in WORD_METRICS | COUNTED_METRICS:
        return None
    former, later = line.row.values[place - 1], line.row.values[place]
    points = line.row.steps[place - 1].delta_points
    if points is None or former.percent is None or later.percent is None:
        return None
    if Fraction(later.percent) - Fraction(former.percent) != points:
        return None
    return DifferenceFormula(column_key(place, VALUE), column_key(place - 1, VALUE))


def _trend(texts: Texts, own: _Compared, table: Table) -> list[Chart]:
    """A line for each row with a number, through the years."""
    series = tuple(column.key for column in table.columns if column_place(column.key)[1] == VALUE)
    numeric = [row for row in table.rows if any(table.cell(row, key).number is not None for key in series)]
    has_words = any(column.kind == "text" for column in table.columns if column.key in series)
    if len(series) < 2 or not numeric or table.is_long or has_words:
        return []
    keys = tuple(row.key for row in numeric[:MOST_LINES])
    is_cut = len(keys) < len(numeric)
    title = texts("document.chart_of_first", title=table.title, count=len(keys)) if is_cut else table.title
    return [Chart(f"{own.id}-chart", title, "lines", table.id, "name", series, keys, None, table.footnotes)]
