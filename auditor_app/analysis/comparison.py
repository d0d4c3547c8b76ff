"""Rates of several years side by side: rows of values, and of the steps from each year to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from auditor_app.analysis.answered_once import AnsweredOnce, CommonAnswers
from auditor_app.analysis.compared_rows import Subject, in_row_order, mean_row, series_row
from auditor_app.analysis.item_joins import NOT_ASKED, YearJoin, roles_of_items
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.series_rates import SeriesRates
from auditor_app.analysis.steps import Held, breaks_of_values, counted_of, reasons_of_values
from auditor_app.domain.comparison import MEAN, Break, ComparedRow, CompareMetric, Number, PairNotes, Step, YearValue
from auditor_app.domain.lineage import Series
from auditor_app.domain.published import State
from auditor_app.domain.rates import MeanRates, Rates, mean_of, state_of_mean
from auditor_app.domain.standards import Edition
from auditor_app.domain.year_returns import ALL, OWN_SURVEY, ReportingOrganisation, Standpoint
from auditor_app.domain.year_scope import YearScope

OF_ALL = 0
"""Under this number, which no body has, stands what is published of all organisations together."""

RatesId = Callable[[int, str, str, str, str], str]
"""(fiscal year, organisation, role, Part, section) → the figure's id."""


@dataclass(frozen=True)
class ComparedYear:
    """Everything known of a year that is compared."""

    fiscal_year: int
    rates: SeriesRates
    scope: YearScope | None = None
    standpoints: Mapping[int, Standpoint] = field(default_factory=dict)
    published: Mapping[tuple[int, str, CompareMetric], YearValue] = field(default_factory=dict)
    """By organisation, Part and metric, of those who returned nothing."""

    @property
    def has_data(self) -> bool:
        return self.has_returns or bool(self.published)

    @property
    def has_returns(self) -> bool:
        return bool(self.rates.table.returns.organisations)

    def asks(self, area: Subject) -> bool:
        """Whether the year asked the role anything in that Part or section, or somebody answered of it."""
        if (area.part, area.role, area.section) == (ALL, ALL, ""):
            return True
        return (area.part, area.role, area.section) in self._asked

    @cached_property
    def _asked(self) -> frozenset[tuple[str, str, str]]:
        """(Part, role, section) of every item asked or answered, and all that lies across."""
        returns = self.rates.table.returns
        found = {
            (returns.items[item].part, role, returns.items[item].section)
            for item, roles in roles_of_items(returns).items()
            for role in roles
        }
        parts = {(part, role, "") for part, role, _ in found}
        whole = {(ALL, role, "") for _, role, _ in found}
        return frozenset(
            key
            for part, role, section in found | parts | whole
            for key in ((part, role, section), (part, ALL, section))
        )

    def tells_of(self, series: Series) -> bool:
        """Whether it reported that year, or a publication shows its rates; nothing printed can be joined."""
        if self.rates.organisation(series) is not None:
            return True
        return not series.is_joined and not self._published_of.isdisjoint(series.members)

    @cached_property
    def _published_of(self) -> frozenset[int]:
        return frozenset(organisation for organisation, _, _ in self.published)


@dataclass(frozen=True)
class RateComparison:
    """Rows are made when they are asked for; what several rows share is computed once."""

    years: tuple[ComparedYear, ...]
    """In the order of time."""
    joins: tuple[YearJoin, ...]
    """One for each step."""
    series: tuple[Series, ...]
    lineage: Lineage
    rates_id: RatesId

    def rows(self, area: Subject) -> list[ComparedRow]:
        """A row for each series there is something to tell of, joined ones behind, the mean last."""
        rows = [self.row(own, area) for own in self.present]
        return [*rows, self.mean(area, rows)]

    def row(self, series: Series, area: Subject) -> ComparedRow:
        values = [self._value(year, series, area) for year in self.years]
        steps = [self._held(place, series, area, values).step() for place in range(len(self.joins))]
        return series_row(area, series, self.lineage, self.fiscal_years, values, steps)

    def mean(self, area: Subject, rows: Sequence[ComparedRow]) -> ComparedRow:
        """`rows`: those of all series for the same area; a joined one never counts."""
        rows = [row for row in rows if row.kind == "organisation"]
        values = [self._value_of_mean(year, area) for year in self.years]
        counts = [year.rates.mean(*where_of(area)).organisations for year in self.years]
        steps = [
            _with_open_answers(self._held(place, None, area, values), [row.steps[place] for row in rows]).step_of_mean(
                (
                    (counted_of(row.values[place : place + 2], row.steps[place]), row.steps[place].breaks)
                    for row in rows
                ),
                (counts[place], counts[place + 1]),
            )
            for place in range(len(self.joins))
        ]
        return mean_row(area, values, steps)

    def notes(self) -> tuple[PairNotes, ...]:
        """What is to be said of each two years as a whole."""
        return tuple(join.notes() for join in self.joins)

    @cached_property
    def present(self) -> tuple[Series, ...]:
        """The series that have a row."""

        def last_place(series: Series) -> int:
            return max((place for place, year in enumerate(self.years) if year.tells_of(series)), default=-1)

        return in_row_order(self.series, last_place)

    def edition(self, place: int) -> Edition | None:
        """By which edition that year answered, as far as is known."""
        if place < len(self.joins):
            return self.joins[place].former_edition
        return self.joins[-1].later_edition if self.joins else self.years[place].rates.table.returns.edition

    def breaks_of_series(self, place: int, series: Series) -> set[Break]:
        """What became of a series between two years, whatever is compared."""
        years = self.years[place], self.years[place + 1]
        found = self.lineage.breaks(series, years[0].fiscal_year, years[1].fiscal_year)
        if any(is_excluded_by_rule(year.standpoints, series) for year in years):
            found.add("own_survey")
        return found

    @cached_property
    def fiscal_years(self) -> tuple[int, ...]:
        return tuple(year.fiscal_year for year in self.years)

    @cached_property
    def _common(self) -> tuple[tuple[SeriesRates, SeriesRates], ...]:
        """The rates over the common items alone, of both ends of each step."""
        return tuple(
            (former.rates.over(join.former_items, join.roles), later.rates.over(join.later_items, join.roles))
            for join, former, later in zip(self.joins, self.years, self.years[1:], strict=False)
        )

    @cached_property
    def without_data(self) -> frozenset[str]:
        return frozenset(str(year.fiscal_year) for year in self.years if not year.has_data)

    # --- values ---------------------------------------------------------------------------------------------------

    def _value(self, year: ComparedYear, series: Series, area: Subject) -> YearValue:
        own = year.rates.organisation(series)
        if own is None:
            return self._published(year, series, area)
        rates = year.rates.rates(series, area.part, area.role, area.section)
        state = year.rates.state(series, rates)
        is_shown = state is State.REPORTED
        return YearValue(
            str(year.fiscal_year),
            percent_of(rates, area.metric) if is_shown else None,
            state,
            self._figure_id(year, own, area),
            own.name,
            "returns",
            obliged=rates.obliged if is_shown else None,
            implemented=rates.implemented if is_shown else None,
            is_void=state is State.NOT_REPORTED and not year.asks(area),
        )

    def _figure_id(self, year: ComparedYear, own: ReportingOrganisation, area: Subject) -> str:
        """ "" for several bodies together, and where the year asked nothing of the kind."""
        if own.id < 0 or not year.asks(area):
            return ""
        return self.rates_id(year.fiscal_year, own.name, *_of_rates(area))

    def _published(self, year: ComparedYear, series: Series, area: Subject) -> YearValue:
        found = None
        if area.role == ALL and not area.section and not series.is_joined:
            told = (year.published.get((member, area.part, area.metric)) for member in series.members)
            found = next((value for value in told if value is not None), None)
        if found is not None:
            return found
        name = self.lineage.name_in(series, year.fiscal_year).name
        is_asked = not year.has_returns or year.asks(area)
        is_void = not (is_asked and self.lineage.exists_in(series, year.fiscal_year))
        return YearValue(str(year.fiscal_year), None, State.NOT_REPORTED, name=name, is_void=is_void)

    def _value_of_mean(self, year: ComparedYear, area: Subject) -> YearValue:
        if not year.has_returns:
            is_published = area.role == ALL and not area.section
            found = year.published.get((OF_ALL, area.part, area.metric)) if is_published else None
            return found or YearValue(str(year.fiscal_year), None, State.NOT_REPORTED, name=MEAN)
        table = year.rates.table
        state = state_of_mean(
            table.state(own, table.rates(own.id, *where_of(area))) for own in table.returns.organisations
        )
        return YearValue(
            str(year.fiscal_year),
            percent_of(year.rates.mean(*where_of(area)), area.metric) if state is State.REPORTED else None,
            state,
            self.rates_id(year.fiscal_year, MEAN, *_of_rates(area)) if year.asks(area) else "",
            MEAN,
            "returns",
            is_void=state is State.NOT_REPORTED and not year.asks(area),
        )

    # --- steps ----------------------------------------------------------------------------------------------------

    def _held(self, place: int, series: Series | None, area: Subject, values: Sequence[YearValue]) -> Held:
        former, later, join = values[place], values[place + 1], self.joins[place]
        common: tuple[Number | None, Number | None] = (None, None)
        if join.has_crosswalk and former.basis == later.basis == "returns":
            rates = self._common[place]
            common = (
                self._over_common(rates[0], self.years[place], series, area, former),
                self._over_common(rates[1], self.years[place + 1], series, area, later),
            )
        has_common = None not in common
        once = self._answered_once(place, series, area) if has_common and series is not None else None
        return Held(
            former,
            later,
            *(common if has_common else (None, None)),
            counted=join.counted(area.part, area.role, area.section),
            breaks=self._breaks(place, series, former, later),
            reasons=self._reasons(place, area, series, former, later),
            is_unrelated=_is_unrelated(join, area),
            answered_once=once.pairs if once else 0,
            former_both=percent_of(once.former, area.metric) if once else None,
            later_both=percent_of(once.later, area.metric) if once else None,
        )

    def _answered_once(self, place: int, series: Series, area: Subject) -> AnsweredOnce | None:
        """None where every common item of the area has an answer in both years, or in neither."""
        answers = self._common_answers[place]
        key = (place, series.key)
        if key not in self._is_answered_alike:
            self._is_answered_alike[key] = answers.answered_by_both(series)
        if self._is_answered_alike[key]:
            return None
        once = answers.answered_once(series, *where_of(area))
        return once if once.pairs else None

    @cached_property
    def _common_answers(self) -> tuple[CommonAnswers, ...]:
        return tuple(CommonAnswers(*rates, join.common) for rates, join in zip(self._common, self.joins, strict=True))

    @cached_property
    def _is_answered_alike(self) -> dict[tuple[int, str], bool]:
        """By place of the step and series: asked for every row, and the same for all of them."""
        return {}

    def _over_common(
        self, rates: SeriesRates, year: ComparedYear, series: Series | None, area: Subject, value: YearValue
    ) -> Number | None:
        """None where there is no value, or no common item has a duty."""
        if value.percent is None or rates is year.rates:
            return value.percent
        if series is None:
            return percent_of(rates.mean(*where_of(area)), area.metric)
        return percent_of(rates.rates(series, *where_of(area)), area.metric)

    def _breaks(self, place: int, series: Series | None, former: YearValue, later: YearValue) -> set[Break]:
        join = self.joins[place]
        found = breaks_of_values(former, later)
        if not join.is_same_edition:
            found.add("edition")
        if join.scope_differences:
            found.add("scope")
        if series is not None:
            found |= self.breaks_of_series(place, series)
            if series.is_joined:
                found.discard("renamed")
        return found

    def _reasons(
        self, place: int, area: Subject, series: Series | None, former: YearValue, later: YearValue
    ) -> set[str]:
        years = self.years[place], self.years[place + 1]
        asked = [
            value
            for year, value in zip(years, (former, later), strict=True)
            if year.asks(area) or not year.has_returns or value.state is State.EXCLUDED
        ]
        found = reasons_of_values(asked, self.lineage, series, self.without_data)
        if len(asked) < len(years):
            found.add(NOT_ASKED)
        if former.percent is None or later.percent is None:
            return found
        if "published" in (former.basis, later.basis):
            found.add("published_only")
        else:
            found.add("no_common_items" if self.joins[place].has_crosswalk else "no_crosswalk")
        return found


def _with_open_answers(held: Held, steps: Sequence[Step]) -> Held:
    """Of the mean: how many answers its organisations leave open, and their mean over what both years answered."""
    once = sum(step.answered_once for step in steps)
    if not once:
        return held
    both = [
        (step.former_both, step.later_both) if step.answered_once else (step.former_common, step.later_common)
        for step in steps
    ]
    counted = [(former, later) for former, later in both if former is not None and later is not None]
    return replace(
        held,
        answered_once=once,
        former_both=mean_of(Fraction(former) for former, _ in counted),
        later_both=mean_of(Fraction(later) for _, later in counted),
    )


def where_of(area: Subject) -> tuple[str, str, str]:
    """(Part, role, section), as a RatesTable is asked."""
    return area.part, area.role, area.section


def _of_rates(area: Subject) -> tuple[str, str, str]:
    return area.role, area.part, area.section


def _is_unrelated(join: YearJoin, area: Subject) -> bool:
    """Whether a section of that number is another one in the other edition, for all that is known."""
    if not area.section or join.is_same_edition:
        return False
    return (area.part, area.section) not in join.common_sections


def is_excluded_by_rule(standpoints: Mapping[int, Standpoint], series: Series) -> bool:
    """Whether one of its members is out of the analysis because it made a survey of its own."""
    found = (standpoints.get(member) for member in series.members)
    return any(own is not None and own.exclusion_reason == OWN_SURVEY for own in found)


def percent_of(rates: Rates | MeanRates, metric: CompareMetric) -> Fraction | None:
    return getattr(rates, f"{metric}_percent")  # type: ignore[no-any-return]
