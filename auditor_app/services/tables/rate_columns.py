"""The columns of the table of rates: organisation, both rates for each Part and for all, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import Metric
from auditor_app.domain.rates import Rates
from auditor_app.domain.standards import Role
from auditor_app.domain.year_returns import ALL, ReturnsOfYear
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_rates import RateRow
from auditor_app.services.figure_ids import ALL_ORGANISATIONS
from auditor_app.services.show_rates import RatesOfOrganisation, RatesOfYear
from auditor_app.services.tables.columns import BadgeKind, Column, StateLook
from auditor_app.services.tables.word_columns import position_column, text_column

SHOWN_METRICS: tuple[Metric, ...] = ("implementation", "achievement")
HIDDEN_METRICS: tuple[Metric, ...] = ("pooled",)


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation, or the mean of those in analysis, with its rates by Part."""

    key: str
    """Name of the organisation; "*" for the mean."""
    position: int
    name: str
    is_in_analysis: bool
    cells: Mapping[str, RateRow]
    """By Part, and under `all`."""

    def cell(self, part: str) -> RateRow | None:
        return self.cells.get(part)


def rate_columns(texts: Texts, parts: Sequence[tuple[str, str]]) -> list[Column]:
    """`parts`: (Part, title) in order; all Parts together come first: the number asked for most."""
    columns = [
        position_column(texts),
        text_column("organisation", texts("field.organisation"), lambda row: row.name, 17, is_frozen=True),
    ]
    for part, title in ((ALL, texts("rates.all_parts")), *parts):
        group = texts("rates.part", part=part) if part != ALL else title
        columns += [_rate_column(texts, part, metric, group, title) for metric in (*SHOWN_METRICS, *HIDDEN_METRICS)]
    columns += [_missing_column(texts), _analysis_column(texts)]
    return columns


def rate_table_rows(texts: Texts, rates: RatesOfYear) -> list[OrganisationRow]:
    """A row for each organisation and for the mean; what is counted in as a trial says so."""
    is_trial = rates.table.options.include_excluded
    return [
        OrganisationRow(
            row.organisation, position, _name_of(texts, row, is_trial=is_trial), row.is_in_analysis, row.cells
        )
        for position, row in enumerate(rates.rows, start=1)
    ]


def _name_of(texts: Texts, row: RatesOfOrganisation, *, is_trial: bool) -> str:
    name = row.organisation
    if name == ALL_ORGANISATIONS:
        name = texts("rates.mean_with_excluded" if is_trial else "rates.mean")
    elif texts.language == "en" and row.english:
        name = f"{row.english} ({name})"
    return texts("rates.trial_name", name=name) if is_trial and not row.is_in_analysis else name


def column_part(column: str) -> tuple[str, Metric]:
    """Part and measure of a column's key; all Parts and implementation for the others.

    >>> column_part("3:achievement"), column_part("organisation")
    (('3', 'achievement'), ('all', 'implementation'))
    """
    part, _, metric = column.partition(":")
    return (part, metric) if metric else (ALL, "implementation")  # type: ignore[return-value]


def role_name(texts: Texts, role: Role) -> str:
    """A role's name; one the case declared may have no English name."""
    return role.name_ja if texts.language == "ja" else role.name_en or role.name_ja


def role_choices(texts: Texts, returns: ReturnsOfYear) -> list[tuple[str, str]]:
    """(code, name) of the roles that answer in a year."""
    answering = set(returns.role_codes)
    return [(role.code, role_name(texts, role)) for role in returns.roles.values() if role.code in answering]


def state_look(state: State) -> StateLook | None:
    """How a cell without a rate is drawn; None for a rate."""
    if state is State.REPORTED:
        return None
    return "hatch" if state is State.EXCLUDED else "word"


def rate_words(texts: Texts, row: RateRow | None, metric: Metric) -> str:
    """A rate with one decimal, or the words of its state."""
    if row is None:
        return texts(f"chart.cell.{State.NOT_REPORTED.value}")
    percent = row.percent(metric)
    if percent is not None:
        return percent_text(percent)
    return texts(f"chart.cell.{row.state.value}")


def _rate_column(texts: Texts, part: str, metric: Metric, group: str, title: str) -> Column:
    def state(row: OrganisationRow) -> StateLook | None:
        cell = row.cell(part)
        return state_look(cell.state if cell else State.NOT_REPORTED)

    return Column(
        f"{part}:{metric}",
        texts(f"rates.column.{metric}"),
        lambda row: _percent(row.cell(part), metric),
        lambda row: rate_words(texts, row.cell(part), metric),
        kind="percent",
        group=group,
        state=state,
        meaning=lambda row: cell.state if (cell := row.cell(part)) else State.NOT_REPORTED,
        bar=_bar(part, metric),
        bar_role="bar" if metric == "implementation" else "bar_secondary",
        emphasis=lambda row: "strong" if row.key == "*" else None,
        header_tooltip=" ".join(filter(None, (group, title, texts(f"kind.{metric}")))),
        width=9,
        is_visible_by_default=metric in SHOWN_METRICS,
    )


def _percent(row: RateRow | None, metric: Metric) -> object:
    return None if row is None else row.percent(metric)


def _bar(part: str, metric: Metric) -> Callable[[OrganisationRow], float | None]:
    def share(row: OrganisationRow) -> float | None:
        cell = row.cell(part)
        percent = cell.percent(metric) if cell else None
        return None if percent is None else float(percent) / 100

    return share


def _missing_column(texts: Texts) -> Column:
    def rates(row: OrganisationRow) -> Rates | None:
        cell = row.cell(ALL)
        return cell.rates if cell and cell.state is State.REPORTED else None

    return Column(
        "missing",
        texts("field.missing"),
        lambda row: None if (own := rates(row)) is None else own.missing,
        lambda row: "—" if (own := rates(row)) is None else f"{own.missing:,}",
        kind="number",
        width=11,
        header_tooltip=texts("rates.missing.help"),
    )


def _analysis_column(texts: Texts) -> Column:
    def words(row: OrganisationRow) -> str:
        return texts("coverage.counted" if row.is_in_analysis else "coverage.excluded")

    def badge(row: OrganisationRow) -> BadgeKind | None:
        return None if row.is_in_analysis else "warning"

    return text_column(
        "analysis",
        texts("field.in_analysis"),
        words,
        14,
        kind="badge",
        badge=badge,
        emphasis=lambda row: "muted" if row.is_in_analysis else None,
    )
