"""The columns of the ranking of weak areas, and of the organisations behind one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import Metric
from auditor_app.domain.year_returns import ALL, ReportingOrganisation
from auditor_app.foundation.translation import Texts
from auditor_app.services.rank_weak_areas import DEFAULT_LINE, OrganisationRates, RankedArea
from auditor_app.services.tables.columns import Column, Emphasis
from auditor_app.services.tables.rate_columns import state_look
from auditor_app.services.tables.word_columns import position_column, text_column

METRICS: tuple[Metric, ...] = ("implementation", "achievement", "pooled")


@dataclass(frozen=True)
class AreaRow:
    """A ranked area with what the table needs beside it."""

    position: int
    area: RankedArea
    role: str
    """In words."""
    line: Fraction
    metric: Metric

    @property
    def figure_id(self) -> str:
        return self.area.figure_id


@dataclass(frozen=True)
class MemberRow:
    """One organisation's rates in the area that is selected."""

    position: int
    own: OrganisationRates
    name: str
    line: Fraction
    metric: Metric

    @property
    def key(self) -> str:
        return self.own.organisation.name


def ranking_rows(
    texts: Texts,
    areas: Iterable[RankedArea],
    roles: Mapping[str, str],
    *,
    role: str = ALL,
    part: str = "",
    line: Fraction = DEFAULT_LINE,
    metric: Metric = "implementation",
) -> list[AreaRow]:
    """Weakest first; those of one role and Part where these are chosen.  `roles`: the words of role codes."""
    chosen = [area for area in areas if role in (ALL, area.role) or area.role == ALL]
    chosen = [area for area in chosen if part in ("", area.part)]
    weakest = sorted(chosen, key=lambda area: _weakness(area, metric))
    return [
        AreaRow(position, area, roles.get(area.role, texts("role.all")), line, metric)
        for position, area in enumerate(weakest, start=1)
    ]


def member_rows(texts: Texts, row: AreaRow) -> list[MemberRow]:
    """The organisations behind a ranked area, in official order."""
    return [
        MemberRow(position, own, member_name(texts, own.organisation), row.line, row.metric)
        for position, own in enumerate(row.area.organisations, start=1)
    ]


def member_name(texts: Texts, own: ReportingOrganisation) -> str:
    return own.name if texts.language == "ja" or not own.english else own.english


def area_title(row: AreaRow) -> str:
    """Number, title and role of an area, as a heading over its organisations."""
    return " · ".join(filter(None, (_number(row), row.area.title, row.role)))


def _weakness(area: RankedArea, metric: Metric) -> tuple[bool, Fraction]:
    percent = area.percent(metric)
    return (percent is None, percent if percent is not None else Fraction(0))


def ranking_columns(texts: Texts) -> list[Column]:
    """Over AreaRow: what it is, both rates, people missing, organisations below the line."""
    return [
        position_column(texts),
        text_column("number", texts("ranking.number"), _number, 11, is_frozen=True),
        text_column("title", texts("field.title"), lambda row: row.area.title, 20, tooltip=lambda row: row.area.title),
        text_column("role", texts("field.role"), lambda row: row.role, 14),
        text_column("part", texts("field.part"), lambda row: row.area.part, 5),
        *(_percent_column(texts, own, _area_percent(own), _area_state, _area_emphasis) for own in METRICS),
        Column(
            "missing",
            texts("field.missing"),
            lambda row: row.area.missing if row.area.mean.organisations else None,
            lambda row: f"{row.area.missing:,}" if row.area.mean.organisations else "—",
            kind="number",
            width=10,
            header_tooltip=texts("rates.missing.help"),
        ),
        Column(
            "below",
            texts("ranking.below"),
            lambda row: row.area.organisations_below if row.area.mean.organisations else None,
            _below_words,
            kind="number",
            width=10,
            emphasis=lambda row: "bad" if row.area.organisations_below else None,
            header_tooltip=texts("rates.line.help"),
        ),
    ]


def member_columns(texts: Texts) -> list[Column]:
    """Over MemberRow: the organisations behind a ranked area."""
    return [
        text_column("organisation", texts("field.organisation"), lambda row: row.name, 17, is_frozen=True),
        *(
            _percent_column(texts, metric, _member_percent(metric), _member_state, _member_emphasis)
            for metric in METRICS
        ),
        Column(
            "missing",
            texts("field.missing"),
            lambda row: row.own.rates.missing if row.own.state is State.REPORTED else None,
            lambda row: f"{row.own.rates.missing:,}" if row.own.state is State.REPORTED else "—",
            kind="number",
            width=10,
        ),
        Column(
            "items",
            texts("field.items_with_duty"),
            lambda row: row.own.rates.items_with_duty if row.own.state is State.REPORTED else None,
            lambda row: str(row.own.rates.items_with_duty) if row.own.state is State.REPORTED else "—",
            kind="number",
            width=9,
        ),
    ]


def _number(row: AreaRow) -> str:
    return row.area.item or row.area.section or row.area.part


def _below_words(row: AreaRow) -> str:
    count = row.area.mean.organisations
    return f"{row.area.organisations_below} / {count}" if count else "—"


def _area_percent(metric: Metric) -> Callable[[AreaRow], Fraction | None]:
    return lambda row: row.area.percent(metric)


def _area_state(row: AreaRow) -> State:
    return row.area.state


def _area_emphasis(row: AreaRow) -> Emphasis | None:
    percent = row.area.percent(row.metric)
    return "bad" if percent is not None and percent < row.line else None


def _member_percent(metric: Metric) -> Callable[[MemberRow], Fraction | None]:
    def percent(row: MemberRow) -> Fraction | None:
        if row.own.state is not State.REPORTED:
            return None
        return getattr(row.own.rates, f"{metric}_percent")  # type: ignore[no-any-return]

    return percent


def _member_state(row: MemberRow) -> State:
    return row.own.state


def _member_emphasis(row: MemberRow) -> Emphasis | None:
    percent = _member_percent(row.metric)(row)
    return "bad" if percent is not None and percent < row.line else None


def _percent_column(
    texts: Texts,
    metric: Metric,
    percent: Callable[..., Fraction | None],
    state: Callable[..., State],
    emphasis: Callable[..., Emphasis | None],
) -> Column:
    def words(row: object) -> str:
        own = percent(row)
        return texts(f"chart.cell.{state(row).value}") if own is None else percent_text(own)

    return Column(
        metric,
        texts(f"rates.column.{metric}"),
        percent,
        words,
        kind="percent",
        state=lambda row: state_look(state(row)) if percent(row) is None else None,
        meaning=state,
        bar=lambda row: None if (own := percent(row)) is None else float(own) / 100,
        bar_role="bar" if metric == "implementation" else "bar_secondary",
        emphasis=lambda row: emphasis(row) if metric == row.metric else None,
        header_tooltip=texts(f"kind.{metric}"),
        width=10,
        is_visible_by_default=metric != "pooled",
    )
