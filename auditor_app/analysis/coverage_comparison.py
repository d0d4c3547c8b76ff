"""Coverage of several years side by side: official percents, and like for like over the roles both years counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor_app.analysis.compared_rows import Subject, in_row_order, mean_row, series_row
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.steps import Held, breaks_of_values, counted_of, reasons_of_values
from auditor_app.domain.comparison import MEAN, Break, ComparedRow, Counted, Number, PairNotes, YearValue
from auditor_app.domain.lineage import Series
from auditor_app.domain.published import State
from auditor_app.domain.rates import CoverageSum, mean, state_of_mean, sum_coverage
from auditor_app.domain.year_returns import ALL
from auditor_app.domain.year_scope import YearScope

CoverageId = Callable[[int, str, str], str]
"""(fiscal year, organisation or "*", role) → the figure's id; "" where there is none."""


@dataclass(frozen=True)
class CoveredOrganisation:
    """One organisation's coverage in one year."""

    name: str
    is_in_analysis: bool
    has_own_survey: bool
    published: YearValue | None = None
    """Over all roles, as printed: it goes before what the counts say."""
    counts: Mapping[str, CoverageSum] = field(default_factory=dict)
    """By role; empty when nothing was returned."""


@dataclass(frozen=True)
class CoverageYear:
    """Everything known of the coverage of a year."""

    fiscal_year: int
    covered: Mapping[int, CoveredOrganisation]
    scope: YearScope | None = None

    @property
    def has_data(self) -> bool:
        return bool(self.covered)

    def members(self, series: Series) -> list[CoveredOrganisation]:
        return [self.covered[own] for own in series.members if own in self.covered]


@dataclass(frozen=True)
class CoverageComparison:
    """Rows are made when they are asked for."""

    years: tuple[CoverageYear, ...]
    """In the order of time."""
    series: tuple[Series, ...]
    lineage: Lineage
    coverage_id: CoverageId
    include_excluded: bool = False
    """What-if: organisations excluded from analysis counted in the mean."""

    def rows(self, role: str = ALL) -> list[ComparedRow]:
        """A row for each series there is something to tell of, joined ones behind, the mean last."""
        rows = {own: self.row(own, role) for own in self.present}
        return [*rows.values(), self.mean(role, rows)]

    def row(self, series: Series, role: str) -> ComparedRow:
        values = [self._value(year, series, role) for year in self.years]
        steps = [self._held(place, series, role, values).step() for place in self._places]
        return series_row(Subject("coverage", role=role), series, self.lineage, self._fiscal_years, values, steps)

    def mean(self, role: str, rows: Mapping[Series, ComparedRow]) -> ComparedRow:
        """Simple mean of the official values of the organisations in analysis."""
        values = [self._value_of_mean(year, role) for year in self.years]
        counted = [(own, row) for own, row in rows.items() if not own.is_joined]
        steps = [
            self._held_of_mean(place, role, values).step_of_mean(
                (self._counted_of(own, row, place), row.steps[place].breaks) for own, row in counted
            )
            for place in self._places
        ]
        return mean_row(Subject("coverage", role=role), values, steps)

    def notes(self) -> tuple[PairNotes, ...]:
        """What is to be said of each two years as a whole; coverage knows of no items."""
        return tuple(
            PairNotes(
                str(self.years[place].fiscal_year),
                str(self.years[place + 1].fiscal_year),
                "",
                "",
                has_crosswalk=False,
                common_items=0,
                kinds=(),
                unmapped=(),
                scope_differences=self._scope_differences(place),
            )
            for place in self._places
        )

    @cached_property
    def present(self) -> tuple[Series, ...]:
        """The series that have a row."""

        def last_place(series: Series) -> int:
            return max((place for place, year in enumerate(self.years) if year.members(series)), default=-1)

        return in_row_order(self.series, last_place)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """All together, then those any of the years counted."""
        counted = (own.counts for year in self.years for own in year.covered.values())
        return (ALL, *dict.fromkeys(role for counts in counted for role in counts))

    @property
    def _places(self) -> range:
        return range(len(self.years) - 1)

    @cached_property
    def _fiscal_years(self) -> tuple[int, ...]:
        return tuple(year.fiscal_year for year in self.years)

    @cached_property
    def _without_data(self) -> frozenset[str]:
        return frozenset(str(year.fiscal_year) for year in self.years if not year.has_data)

    # --- values ---------------------------------------------------------------------------------------------------

    def _value(self, year: CoverageYear, series: Series, role: str) -> YearValue:
        """Printed percents of several bodies cannot be put together; their counts can."""
        members = year.members(series)
        years = str(year.fiscal_year)
        if len(members) == 1 and role == ALL and members[0].published is not None:
            return members[0].published
        found = _counted(members, None if role == ALL else frozenset({role}))
        if found is None:
            name = self.lineage.name_in(series, year.fiscal_year).name
            is_void = not members and not self.lineage.exists_in(series, year.fiscal_year)
            return YearValue(years, None, State.NOT_REPORTED, name=name, is_void=is_void)
        name = "、".join(own.name for own in members)
        figure_id = self.coverage_id(year.fiscal_year, name, role) if len(members) == 1 else ""
        return YearValue(years, found.official_percent, found.state, figure_id, name, "returns")

    def _value_of_mean(self, year: CoverageYear, role: str) -> YearValue:
        values = [(own, self._value(year, own, role)) for own in self._counted_in(year)]
        percent = mean(value.percent for _, value in values if value.percent is not None)
        bases = {value.basis for _, value in values if value.percent is not None}
        return YearValue(
            str(year.fiscal_year),
            percent,
            state_of_mean(value.state for _, value in values) if year.covered else State.NOT_REPORTED,
            self.coverage_id(year.fiscal_year, MEAN, role),
            MEAN,
            "published" if bases == {"published"} else "returns" if bases else "",
        )

    def _counted_of(self, series: Series, row: ComparedRow, place: int) -> Counted:
        """Who is excluded from analysis has a coverage, and does not count in the mean."""
        found = counted_of(row.values[place : place + 2], row.steps[place])
        is_in = [
            self.include_excluded or all(own.is_in_analysis for own in year.members(series))
            for year in self.years[place : place + 2]
        ]
        return found._replace(
            former=found.former if is_in[0] else None,
            later=found.later if is_in[1] else None,
        )

    def _counted_in(self, year: CoverageYear) -> Iterable[Series]:
        """One for each organisation in analysis: two bodies of one series count as the two they were that year."""
        return (
            Series(str(body), (body,), own.name, "", is_joined=False)
            for body, own in year.covered.items()
            if own.is_in_analysis or self.include_excluded
        )

    # --- steps ----------------------------------------------------------------------------------------------------

    def _held(self, place: int, series: Series, role: str, values: Sequence[YearValue]) -> Held:
        former, later = values[place], values[place + 1]
        common = self._common(place, series, role, former, later)
        reasons = reasons_of_values((former, later), self.lineage, series, self._without_data)
        if former.percent is not None and later.percent is not None:
            has_counts = all(_roles(year.members(series)) for year in self.years[place : place + 2])
            reasons.add("no_common_items" if has_counts else "published_only")
        return Held(former, later, *common, breaks=self._breaks(place, series, former, later), reasons=reasons)

    def _common(
        self, place: int, series: Series, role: str, former: YearValue, later: YearValue
    ) -> tuple[Number | None, Number | None]:
        """The values themselves where both years counted the same roles, else the counts of those both asked.

        The same roles by a printed percent and by counts would differ by the rounding alone.
        """
        if former.percent is None or later.percent is None:
            return None, None
        ends = [year.members(series) for year in self.years[place : place + 2]]
        counted = [_roles(own) if role == ALL else _roles(own) & {role} for own in ends]
        roles = counted[0] & counted[1] & self._asked(place, counted[0] | counted[1])
        has_counts = all(counted)
        is_printed_alike = former.basis == later.basis and not self._scope_differences(place)
        if roles == counted[0] == counted[1] if has_counts else is_printed_alike:
            return former.percent, later.percent
        one, other = (_percent(_counted(own, roles)) for own in ends)
        return (None, None) if one is None or other is None else (one, other)

    def _held_of_mean(self, place: int, role: str, values: Sequence[YearValue]) -> Held:
        former, later = values[place], values[place + 1]
        common = [self._mean_of_common(place, role, end) for end in (0, 1)]
        breaks = breaks_of_values(former, later) | self._breaks_of_scope(place)
        reasons = reasons_of_values((former, later), self.lineage, None, self._without_data)
        if former.percent is not None and later.percent is not None:
            reasons.add("published_only")
        both = (common[0], common[1]) if None not in common else (None, None)
        return Held(former, later, *both, breaks=breaks, reasons=reasons)

    def _mean_of_common(self, place: int, role: str, end: int) -> Number | None:
        """Of the organisations in analysis that year, each over the roles it counted in both years.

        Who counted in one of the years only stands with all the roles both years asked.
        """
        found = []
        years = self.years[place : place + 2]
        for own in self._counted_in(years[end]):
            values = [self._value(year, own, role) for year in years]
            common = self._common(place, own, role, values[0], values[1])[end]
            if common is None and values[1 - end].percent is None:
                common = self._alone(place, years[end], own, role, values[end])
            if common is not None:
                found.append(common)
        return mean(found)

    def _alone(self, place: int, year: CoverageYear, own: Series, role: str, value: YearValue) -> Number | None:
        """The value itself, unless that holds roles only one of the years asked."""
        if role != ALL or not self._scope_differences(place):
            return value.percent
        roles = _roles(year.members(own))
        asked = self._asked(place, roles)
        return value.percent if roles and roles == asked else _percent(_counted(year.members(own), asked))

    def _breaks(self, place: int, series: Series, former: YearValue, later: YearValue) -> set[Break]:
        years = self.years[place], self.years[place + 1]
        found = breaks_of_values(former, later) | self._breaks_of_scope(place)
        found |= self.lineage.breaks(series, years[0].fiscal_year, years[1].fiscal_year)
        surveyed = [any(own.has_own_survey for own in year.members(series)) for year in years]
        if surveyed[0] != surveyed[1]:
            found.add("own_survey")
        if series.is_joined:
            found.discard("renamed")
        return found

    def _breaks_of_scope(self, place: int) -> set[Break]:
        return {"scope"} if self._scope_differences(place) else set()

    def _scope_differences(self, place: int) -> tuple[str, ...]:
        former, later = (year.scope for year in self.years[place : place + 2])
        return () if former is None or later is None else former.differences(later)

    def _asked(self, place: int, roles: frozenset[str]) -> frozenset[str]:
        for year in self.years[place : place + 2]:
            if year.scope is not None and year.scope.roles:
                roles &= frozenset(year.scope.roles)
        return roles


def _roles(members: Iterable[CoveredOrganisation]) -> frozenset[str]:
    return frozenset(role for own in members for role in own.counts)


def _counted(members: Iterable[CoveredOrganisation], roles: frozenset[str] | None) -> CoverageSum | None:
    """The counts of these roles (None: of all) together; None where nothing was returned of them."""
    found = [counts for own in members for role, counts in own.counts.items() if roles is None or role in roles]
    return sum_coverage((own.target, own.ascertained, own.with_own_survey) for own in found) if found else None


def _percent(counts: CoverageSum | None) -> Number | None:
    return counts.official_percent if counts else None
