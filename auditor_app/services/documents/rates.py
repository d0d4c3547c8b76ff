"""The rates of a year as a document: the table, a heat map, and the item ratios every rate is recomputed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor_app.domain.documents import (
    Block,
    Chart,
    Formula,
    MeanFormula,
    PooledFormula,
    RatioFormula,
    RowKind,
    Section,
    ShareFormula,
    Table,
)
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import METRICS, Metric
from auditor_app.domain.rates import (
    ACHIEVEMENT_RULE,
    ANALYSIS_RULE,
    IMPLEMENTATION_RULE,
    ITEM_RATIO_RULE,
    POOLED_RULE,
    RATE_MEAN_RULE,
    ItemCount,
    item_ratio,
)
from auditor_app.domain.year_returns import ALL, OWN_SURVEY, ReturnItem
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_rates import RateRow
from auditor_app.services.documents.coverage import left_out_words
from auditor_app.services.documents.footnotes import Note, whole_notes
from auditor_app.services.documents.ground import Ground, ViewParts, shown_remark, state_notes
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, item_id
from auditor_app.services.show_rates import RatesOfYear, part_titles, rates_of_year
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.rate_columns import (
    OrganisationRow,
    column_part,
    rate_columns,
    rate_table_rows,
    role_choices,
)
from auditor_app.services.tables.rate_notes import rates_notes
from auditor_app.services.tables.word_columns import text_column

RATE_RULES = (
    ITEM_RATIO_RULE,
    IMPLEMENTATION_RULE,
    ACHIEVEMENT_RULE,
    POOLED_RULE,
    RATE_MEAN_RULE,
    ANALYSIS_RULE,
)
MOST_ITEM_ROWS = 50_000
"""With more, no spreadsheet recomputes a table in reasonable time: the values stand without formulas."""


def rates_parts(ground: Ground) -> ViewParts:
    """A section for each year."""
    return ViewParts(tuple(rates_section(ground, year) for year in ground.years("rates")), RATE_RULES)


def rates_section(ground: Ground, fiscal_year: int) -> Section:
    """Table, heat map, and in Excel the item ratios behind them."""
    options = ground.rate_options
    found = rates_of_year(ground.reader, fiscal_year, ground.selectors.role or ALL, options)
    live = _LiveRates(ground, found)
    table = _table(ground, found, live)
    charts = [_heat_map(found, table)] if table.rows else []
    blocks: tuple[Block, ...] = (table, *charts, *live.tables())
    title = f"{ground.texts('page.rates')} {ground.year_text(fiscal_year)}"
    return Section(f"rates-{fiscal_year}", title, blocks)


def analysis_notes(texts: Texts, found: RatesOfYear) -> list[Note]:
    """Why organisations are not in analysis, or are in it against the rule."""
    rule = f"{ANALYSIS_RULE[0]} v{ANALYSIS_RULE[1]}"
    by_name = {own.name: own.standpoint for own in found.table.returns.organisations}

    def is_by_rule(row: OrganisationRow, key: str) -> bool:
        point = by_name.get(row.key)
        by_rule = point.exclusion_reason == OWN_SURVEY if point is not None else not row.is_in_analysis
        return key == "analysis" and by_rule

    notes = [Note("excluded", texts("explain.coverage.excluded", rule=rule), is_by_rule)]
    for number, (name, point) in enumerate(by_name.items(), start=1):
        if point.decision is not None:
            how = "included" if point.is_in_analysis else "excluded"
            told = {"author": point.decision.author, "reason": point.decision.reason}
            words = texts(f"explain.coverage.{how}_by_decision", **told)
            notes.append(Note(f"decision-{number}", words, _is_of(name)))
    return notes


def _is_of(name: str):  # type: ignore[no-untyped-def]
    return lambda row, key: key == "analysis" and row.key == name


def _table(ground: Ground, found: RatesOfYear, live: _LiveRates) -> Table:
    texts = ground.texts
    titles = part_titles(ground.reader)
    wanted = _wanted_organisations(ground, found)
    rows = [row for row in rate_table_rows(texts, found) if wanted is None or row.key in wanted]
    if wanted is not None:
        rows.sort(key=lambda row: wanted.index(row.key))
    own_part = ground.selectors.part
    parts = [(part, titles.get(part, "")) for part in found.parts if own_part in ("", ALL, part)]
    columns = [own for own in ground.shown(rate_columns(texts, parts)) if _is_of_part(own, own_part)]
    states = [cell.state for row in rows for cell in row.cells.values()]
    notes = [
        *analysis_notes(texts, found),
        Note("published", texts("document.published_differs"), _contradicts),
        *whole_notes("note", rates_notes(texts, found)),
        *state_notes(texts, states),
    ]
    return tabled(
        f"rates-{found.fiscal_year}",
        f"{texts('page.rates')} {ground.year_text(found.fiscal_year)} · {_role_words(texts, found)}",
        columns,
        rows,
        remarks=[
            shown_remark(texts, sum(row.key != ALL_ORGANISATIONS for row in rows), _count(found)),
            *(mean_remark(texts, found) if any(row.key == ALL_ORGANISATIONS for row in rows) else []),
        ],
        notes=notes,
        figure_of=_figure,
        formula_of=live.formula,
        kind_of=_kind,
        kinds={"missing": "count", "position": "count"},
    )


def _wanted_organisations(ground: Ground, found: RatesOfYear) -> list[str] | None:
    """In the order asked for; a row stands where any of its figures is left by the filters."""
    ids = ground.selected_ids("rates")
    if ids is None:
        return None
    of_figure = {cell.figure_id: row.organisation for row in found.rows for cell in row.cells.values()}
    return list(dict.fromkeys(of_figure[own] for own in ids if own in of_figure))


def _is_of_part(column: Column, part: str) -> bool:
    return part in ("", ALL) or ":" not in column.key or column_part(column.key)[0] == part


def _count(found: RatesOfYear) -> int:
    return sum(row.organisation != ALL_ORGANISATIONS for row in found.rows)


def _kind(row: OrganisationRow) -> RowKind:
    return "mean" if row.key == ALL_ORGANISATIONS else "row"


def _figure(row: OrganisationRow, key: str) -> str:
    part, _ = column_part(key)
    cell = row.cell(part)
    return cell.figure_id if cell else ""


def _contradicts(row: OrganisationRow, key: str) -> bool:
    """Whether what was published of the figure cannot be what the returns give."""
    if ":" not in key:
        return False
    part, metric = column_part(key)
    cell = row.cell(part)
    return cell is not None and cell.difference(metric) == "contradiction"


def _role_words(texts: Texts, found: RatesOfYear) -> str:
    names = dict(role_choices(texts, found.table.returns))
    return texts("role.all") if found.role == ALL else names.get(found.role, found.role)


def mean_remark(texts: Texts, found: RatesOfYear) -> list[str]:
    """The basis of the mean: how many organisations it counts, and who is not counted."""
    mean = found.mean.cells.get(ALL) if found.mean else None
    if mean is None or mean.mean is None:
        return []
    names = {row.key: row.name for row in rate_table_rows(texts, found)}
    left_out = [
        names[row.organisation]
        for row in found.rows
        if row.organisation != ALL_ORGANISATIONS and row.cells[ALL].percent("implementation") is None
    ]
    return [f"{texts('explain.rates.mean', count=mean.mean.organisations)} {left_out_words(texts, left_out)}"]


def _heat_map(found: RatesOfYear, table: Table) -> Chart:
    keys = {column.key for column in table.columns}
    series = tuple(own for part in (ALL, *found.parts) if (own := f"{part}:implementation") in keys)
    return Chart(f"{table.id}-chart", table.title, "heat", table.id, "organisation", series, (), None, table.footnotes)


# --- what the rates are recomputed from ---------------------------------------------------------------------------


@dataclass(frozen=True)
class _ItemRow:
    """One item for one role of one organisation, pooled over its units."""

    key: str
    organisation: str
    item: ReturnItem
    role: str
    count: ItemCount
    is_counted: bool

    @property
    def ratio(self) -> Fraction | None:
        if self.count.is_left_out:
            return None
        ratio = item_ratio(self.count.obliged, self.count.implemented)
        return None if ratio is None else 100 * ratio


@dataclass(frozen=True)
class _PartRow:
    """The rates of one organisation for one Part, or for all."""

    key: str
    organisation: str
    part: str
    cell: RateRow
    is_counted: bool


class _LiveRates:
    """The long tables of a year, and the formulas that lead from them to its rates."""

    def __init__(self, ground: Ground, found: RatesOfYear) -> None:
        self._texts, self._found = ground.texts, found
        self._year = ground.year_text(found.fiscal_year)
        self._names = {row.key: row.name for row in rate_table_rows(ground.texts, found)}
        self._roles = dict(role_choices(ground.texts, found.table.returns))
        self._items = self._item_rows()
        self.is_live = 0 < len(self._items) <= MOST_ITEM_ROWS

    @property
    def items_id(self) -> str:
        return f"rates-{self._found.fiscal_year}-items"

    @property
    def parts_id(self) -> str:
        return f"rates-{self._found.fiscal_year}-parts"

    def formula(self, row: OrganisationRow, key: str) -> Formula | None:
        """Of a cell of the table: from the items of the organisation, or the mean of those counted."""
        if not self.is_live or ":" not in key:
            return None
        part, metric = column_part(key)
        cell = row.cell(part)
        if cell is None or cell.percent(metric) is None or cell.basis == "published":
            return None
        if row.key != ALL_ORGANISATIONS:
            return self._from_items(row.name, part, metric)
        where = (("part", self._part_words(part)), ("counted", self._texts("yes")))
        return MeanFormula(self.parts_id, metric, where)

    def tables(self) -> list[Table]:
        """None where there is nothing to recompute from."""
        return [self._parts_table(), self._items_table()] if self.is_live else []

    def _from_items(self, name: str, part: str, metric: Metric) -> Formula:
        where = (("organisation", name), *((("part", part),) if part != ALL else ()))
        if metric == "implementation":
            return MeanFormula(self.items_id, "ratio", where)
        if metric == "achievement":
            return ShareFormula(self.items_id, "ratio", where)
        return PooledFormula(self.items_id, "implemented", "obliged", where)

    def _item_rows(self) -> list[_ItemRow]:
        table, role = self._found.table, self._found.role
        rows = []
        for own in table.returns.organisations:
            is_counted = table.is_shown(own)
            for item, code, count in table.counts(own.id):
                if role in (ALL, code):
                    key = item_id(self._found.fiscal_year, own.name, item.item, code)
                    rows.append(_ItemRow(key, self._names[own.name], item, code, count, is_counted))
            if len(rows) > MOST_ITEM_ROWS:
                return rows
        return rows

    def _part_words(self, part: str) -> str:
        return self._texts("rates.all_parts") if part == ALL else part

    def _parts_table(self) -> Table:
        texts, table = self._texts, self._found.table
        rows = [
            _PartRow(f"{own.name}:{part}", self._names[own.name], part, row.cells[part], table.is_shown(own))
            for row in self._found.rows
            if (own := table.returns.organisation(row.organisation)) is not None
            for part in (ALL, *self._found.parts)
            if part in row.cells and row.cells[part].basis == "returns"
        ]
        columns = [
            text_column("organisation", texts("field.organisation"), lambda row: row.organisation, 17),
            text_column("part", texts("field.part"), lambda row: self._part_words(row.part), 9),
            text_column("counted", texts("document.counted"), lambda row: texts("yes" if row.is_counted else "no"), 9),
            *(_metric_column(texts, metric) for metric in METRICS),
        ]
        return tabled(
            self.parts_id,
            texts("document.rates_of_organisations", year=self._year),
            columns,
            rows,
            notes=state_notes(texts, (row.cell.state for row in rows)),
            figure_of=lambda row, _key: row.cell.figure_id,
            formula_of=self._part_formula,
            is_long=True,
        )

    def _part_formula(self, row: _PartRow, key: str) -> Formula | None:
        if key not in METRICS or row.cell.percent(key) is None:
            return None
        return self._from_items(row.organisation, row.part, key)

    def _items_table(self) -> Table:
        texts = self._texts
        columns = item_columns(texts, self._roles)
        return tabled(
            self.items_id,
            texts("document.item_ratios", year=self._year),
            columns,
            self._items,
            notes=state_notes(texts, (row.count.state for row in self._items)),
            figure_of=lambda row, _key: row.key,
            formula_of=_ratio_formula,
            kinds={"obliged": "count", "implemented": "count"},
            is_long=True,
        )


def item_columns(texts: Texts, roles: Mapping[str, str]) -> Sequence[Column]:
    """Over item rows; what was left out of the rates shows its numbers in words only, so that no sum counts them."""
    return [
        text_column("organisation", texts("field.organisation"), lambda row: row.organisation, 17),
        text_column("part", texts("field.part"), lambda row: row.item.part, 5),
        text_column("section", texts("field.section"), lambda row: row.item.section, 8),
        text_column("item", texts("field.item"), lambda row: row.item.item, 13),
        text_column("role", texts("field.role"), lambda row: roles.get(row.role, row.role), 18),
        text_column("class", texts("answers.class"), lambda row: texts(f"answers.class.{row.item.item_class}"), 6),
        text_column("title", texts("field.title"), lambda row: row.item.title, 40),
        _count_column("obliged", texts("field.obliged")),
        _count_column("implemented", texts("field.implemented")),
        Column(
            "ratio",
            texts("field.ratio_percent"),
            lambda row: row.ratio,
            lambda row: _ratio_words(texts, row),
            kind="percent",
            meaning=lambda row: row.count.state,
            bar=lambda row: None if row.ratio is None else float(row.ratio) / 100,
        ),
    ]


def _ratio_words(texts: Texts, row: _ItemRow) -> str:
    return texts(f"state.{row.count.state.value}") if row.ratio is None else percent_text(row.ratio)


def _count_column(key: str, title: str) -> Column:
    def count(row: _ItemRow) -> int | None:
        is_known = row.count.answered and not row.count.is_left_out
        return int(getattr(row.count, key)) if is_known else None

    def words(row: _ItemRow) -> str:
        return f"{getattr(row.count, key):,}" if row.count.answered else "—"

    return Column(key, title, count, words, kind="number", width=10, meaning=lambda row: row.count.state)


def _ratio_formula(row: _ItemRow, key: str) -> Formula | None:
    return RatioFormula("implemented", "obliged") if key == "ratio" and row.ratio is not None else None


def _metric_column(texts: Texts, metric: Metric) -> Column:
    def words(row: _PartRow) -> str:
        percent = row.cell.percent(metric)
        return texts(f"chart.cell.{row.cell.state.value}") if percent is None else percent_text(percent)

    return Column(
        metric,
        texts(f"rates.column.{metric}"),
        lambda row: row.cell.percent(metric),
        words,
        kind="percent",
        meaning=lambda row: None if row.cell.state is State.REPORTED else row.cell.state,
    )
