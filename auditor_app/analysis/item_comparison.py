"""Items of several years side by side: joined ones once, the others on their own side with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from auditor_app.analysis.compared_rows import Subject, mean_row, series_row
from auditor_app.analysis.comparison import RateComparison
from auditor_app.analysis.item_joins import NOT_ASKED, CountedItems, YearJoin
from auditor_app.analysis.steps import Held, breaks_of_values, reasons_of_values
from auditor_app.domain.comparison import (
    FORMER_ONLY,
    MEAN,
    Break,
    ComparedRow,
    CompareMetric,
    Counted,
    ItemPlace,
    Step,
    YearValue,
)
from auditor_app.domain.crosswalk import UNMAPPED
from auditor_app.domain.lineage import Series
from auditor_app.domain.published import State, fold_name
from auditor_app.domain.rates import ItemCount, mean_of, state_of_mean
from auditor_app.domain.year_returns import ALL, ReturnItem, number_key

ItemId = Callable[[int, str, str, str], str]
"""(fiscal year, organisation, item, role) → the figure's id."""
Chain = tuple[int | None, ...]
"""The number of one item in each year; None where that year's edition has none joined to it."""
Counts = Mapping[tuple[int, str], ItemCount]
"""By item and role."""
Percents = Mapping[tuple[int, str], Fraction]


@dataclass(frozen=True)
class ItemComparison:
    """The item ratios of one series, or their means over the organisations in analysis."""

    rates: RateComparison
    series: Series | None
    """None: the means."""
    metric: CompareMetric
    item_id: ItemId

    def rows(self, questions: Iterable[tuple[Chain, str]]) -> Iterator[ComparedRow]:
        """Row by row, so that whoever waits can be told how far it is."""
        return (self._row(chain, role) for chain, role in questions)

    def questions(self, part: str = ALL, role: str = ALL) -> list[tuple[Chain, str]]:
        """(item, role) of each row by the numbers of the latest year, where either end lies in that Part."""
        found = []
        for chain in self._chains:
            items = self._items(chain)
            roles = {own for place, item in items for own in self._roles[place].get(item.id, ())}
            if part == ALL or any(item.part == part for _, item in items):
                found += [(chain, own) for own in self._role_order if own in roles and role in (ALL, own)]
        return found

    def is_called(self, chain: Chain, item: str) -> bool:
        """Whether the item has that number in one of the years; of the former year it may stand behind a "-"."""
        number = fold_name(item).removeprefix(FORMER_ONLY)
        return any(fold_name(own.item) == number for _, own in self._items(chain))

    # --- which items are one ------------------------------------------------------------------------------------

    @cached_property
    def _chains(self) -> list[Chain]:
        """Joined from year to year, whether or not every year asked for them."""
        chains: list[list[int | None]] = []
        ending: dict[int, list[int | None]] = {}
        for place, asked in enumerate(self._roles):
            joined = self.rates.joins[place - 1].joined if place else {}
            goes_on = {later: ending[former] for former, later in joined.items() if former in ending and later in asked}
            ending = {}
            for item in asked:
                chain = goes_on.get(item)
                if chain is None:
                    chain = [None] * place
                    chains.append(chain)
                chain.append(item)
                ending[item] = chain
            for own in chains:
                own.extend([None] * (place + 1 - len(own)))
        return [tuple(chain) for chain in sorted(chains, key=self._order)]

    def _order(self, chain: Sequence[int | None]) -> tuple[object, ...]:
        item = self._items(chain)[-1][1]
        return number_key(item.part), number_key(item.section), number_key(item.item)

    def _items(self, chain: Sequence[int | None]) -> list[tuple[int, ReturnItem]]:
        """(place of the year, item), oldest first."""
        items = self._items_of_case
        return [(place, items[number]) for place, number in enumerate(chain) if number is not None]

    @cached_property
    def _items_of_case(self) -> Mapping[int, ReturnItem]:
        return self.rates.years[-1].rates.table.returns.items

    @cached_property
    def _roles(self) -> list[dict[int, set[str]]]:
        """Of each year the items asked or answered, with their roles; of the class looked at alone."""
        found = []
        for place, year in enumerate(self.rates.years):
            returns, options = year.rates.table.returns, year.rates.table.options
            edition = self.rates.edition(place)
            roles = {item.id: set(item.roles) for item in (edition.items if edition else ())}
            for item, role in returns.answered:
                roles.setdefault(item, set()).add(returns.roles[role].code)
            wanted = options.item_class
            found.append({own: of for own, of in roles.items() if wanted in ("", returns.items[own].item_class)})
        return found

    @cached_property
    def _role_order(self) -> tuple[str, ...]:
        return tuple(role.code for role in self.rates.years[-1].rates.table.returns.roles.values())

    # --- values -------------------------------------------------------------------------------------------------

    @cached_property
    def _counts(self) -> list[Counts]:
        """Of the one series, in each year."""
        series = self.series
        return [_by_question(year.rates.counts(series)) if series else {} for year in self.rates.years]

    @cached_property
    def _counts_of_bodies(self) -> list[dict[int, Counts]]:
        """Of everybody in analysis, in each year."""
        tables = [year.rates.table for year in self.rates.years]
        return [
            {own.id: _by_question(table.counts(own.id)) for own in table.returns.organisations if table.is_shown(own)}
            for table in tables
        ]

    @cached_property
    def _percents_of_bodies(self) -> list[dict[int, Percents]]:
        return [{body: self._percents(counts) for body, counts in own.items()} for own in self._counts_of_bodies]

    @cached_property
    def _percents_of_series(self) -> list[dict[Series, Percents]]:
        """The same by series: through the years it is these that enter or leave the means."""
        members = [own for own in self.rates.present if not own.is_joined]
        found = []
        for year, bodies in zip(self.rates.years, self._percents_of_bodies, strict=True):
            owners = {own: year.rates.organisation(own) for own in members if year.rates.is_shown(own)}
            found.append(
                {
                    own: bodies.get(body.id) or self._percents(_by_question(year.rates.counts(own)))
                    for own, body in owners.items()
                    if body is not None
                }
            )
        return found

    def _percents(self, counts: Counts) -> Percents:
        """Of the pairs that have a ratio."""
        found = ((question, self._percent(count)) for question, count in counts.items())
        return {question: percent for question, percent in found if percent is not None}

    def _value(self, place: int, item: ReturnItem | None, role: str) -> YearValue:
        year = self.rates.years[place]
        if self.series is None:
            return self._value_of_mean(place, item, role)
        own = year.rates.organisation(self.series)
        name = own.name if own else self.rates.lineage.name_in(self.series, year.fiscal_year).name
        years = str(year.fiscal_year)
        if own is None or item is None:
            basis: Literal["returns", ""] = "returns" if own else ""
            is_void = self._is_void(place, item, role)
            return YearValue(years, None, State.NOT_REPORTED, name=name, basis=basis, is_void=is_void)
        count = self._counts[place].get((item.id, role), _NOTHING)
        state = count.state if year.rates.is_shown(self.series) else State.EXCLUDED
        is_shown = state is State.REPORTED
        return YearValue(
            years,
            self._percent(count) if is_shown else None,
            state,
            self.item_id(year.fiscal_year, name, item.item, role) if own.id > 0 else "",
            name,
            "returns",
            obliged=count.obliged if is_shown else None,
            implemented=count.implemented if is_shown else None,
            is_void=state is State.NOT_REPORTED and self._is_unasked(place, item, role),
        )

    def _value_of_mean(self, place: int, item: ReturnItem | None, role: str) -> YearValue:
        year = self.rates.years[place]
        years = str(year.fiscal_year)
        if item is None or not year.has_returns:
            basis: Literal["returns", ""] = "returns" if year.has_returns else ""
            is_void = self._is_void(place, item, role)
            return YearValue(years, None, State.NOT_REPORTED, name=MEAN, basis=basis, is_void=is_void)
        question = (item.id, role)
        states = {own.get(question, _NOTHING).state for own in self._counts_of_bodies[place].values()}
        percents = [own[question] for own in self._percents_of_bodies[place].values() if question in own]
        figure_id = self.item_id(year.fiscal_year, MEAN, item.item, role)
        state = state_of_mean(states)
        is_void = state is State.NOT_REPORTED and self._is_unasked(place, item, role)
        return YearValue(years, mean_of(percents), state, figure_id, MEAN, "returns", is_void=is_void)

    def _is_void(self, place: int, item: ReturnItem | None, role: str) -> bool:
        fiscal_year = self.rates.years[place].fiscal_year
        is_there = self.series is None or self.rates.lineage.exists_in(self.series, fiscal_year)
        return not is_there or self._is_unasked(place, item, role)

    def _is_unasked(self, place: int, item: ReturnItem | None, role: str) -> bool:
        """Whether the year has no such item, or leaves it or the role out of its scope."""
        year = self.rates.years[place]
        if not year.has_returns:
            return False
        if item is None or role not in self._roles[place].get(item.id, ()):
            return True
        scope = year.scope
        if scope is None:
            return False
        return role not in (scope.roles or (role,)) or item.item_class not in (scope.classes or (item.item_class,))

    def _percent(self, count: ItemCount) -> Fraction | None:
        """The ratio; under the achievement rate an item is achieved or it is not."""
        if not count.obliged or count.is_left_out:
            return None
        if self.metric == "achievement":
            return Fraction(100 if count.implemented == count.obliged else 0)
        return Fraction(100 * count.implemented, count.obliged)

    # --- rows ---------------------------------------------------------------------------------------------------

    def _row(self, chain: Chain, role: str) -> ComparedRow:
        items = [None if number is None else self._items_of_case[number] for number in chain]
        values = [self._value(place, item, role) for place, item in enumerate(items)]
        steps = [self._step(place, items, role, values) for place in range(len(self.rates.joins))]
        known = [item for item in items if item is not None]
        subject = Subject(
            self.metric,
            known[-1].part,
            role,
            known[-1].section,
            known[-1].item,
            known[0].item if len(known) > 1 else "",
            known[-1].title,
        )
        if self.series is None:
            row = mean_row(subject, values, steps)
        else:
            row = series_row(subject, self.series, self.rates.lineage, self.rates.fiscal_years, values, steps)
        return replace(row, items=tuple(self._place(place, item, role) for place, item in enumerate(items)))

    def _place(self, place: int, item: ReturnItem | None, role: str) -> ItemPlace | None:
        if item is None or role not in self._roles[place].get(item.id, ()):
            return None
        return ItemPlace(item.part, item.section, item.item)

    def _step(self, place: int, items: Sequence[ReturnItem | None], role: str, values: Sequence[YearValue]) -> Step:
        join, former, later = self.rates.joins[place], values[place], values[place + 1]
        ends = items[place], items[place + 1]
        why = self._why_apart(join, ends, role)
        is_common = not why and None not in ends
        has_both = is_common and former.percent is not None and later.percent is not None
        held = Held(
            former,
            later,
            former.percent if has_both else None,
            later.percent if has_both else None,
            CountedItems(1, ()) if is_common else CountedItems(0, tuple((own, 1) for own in why)),
            self._breaks(place, former, later, is_common),
            self._reasons(place, ends, role, values, why),
        )
        if self.series is None:
            return held.step_of_mean(self._counted(place, ends, role, is_common))
        return held.step()

    def _why_apart(self, join: YearJoin, ends: Sequence[ReturnItem | None], role: str) -> tuple[str, ...]:
        """Why the two ends are not common; empty where they are, and where there is neither."""
        former, later = ends
        if join.roles is not None and role not in join.roles:
            return (NOT_ASKED,)
        if former is not None and (later is None or former.id not in join.common):
            return (join.former_others.get(former.id, UNMAPPED),)
        if later is not None and former is None:
            return (join.later_others.get(later.id, UNMAPPED),)
        return ()

    def _breaks(self, place: int, former: YearValue, later: YearValue, is_common: bool) -> set[Break]:
        """What is the same item in both editions is not broken by the change of edition."""
        join = self.rates.joins[place]
        found = breaks_of_values(former, later)
        if self.series is not None:
            found |= self.rates.breaks_of_series(place, self.series)
            if self.series.is_joined:
                found.discard("renamed")
        if not is_common and not join.is_same_edition:
            found.add("edition")
        if join.scope_differences and (not is_common or {"levels", "systems"} & set(join.scope_differences)):
            found.add("scope")
        return found

    def _reasons(
        self,
        place: int,
        ends: Sequence[ReturnItem | None],
        role: str,
        values: Sequence[YearValue],
        why: Iterable[str],
    ) -> set[str]:
        join = self.rates.joins[place]
        unasked = [self._is_unasked(place + end, item, role) for end, item in enumerate(ends)]
        two = zip(values[place : place + 2], unasked, strict=True)
        asked = [value for value, is_unasked in two if not is_unasked]
        found = reasons_of_values(asked, self.rates.lineage, self.series, self.rates.without_data)
        if join.join is not None:
            named = {own if own in (UNMAPPED, NOT_ASKED) else f"kind:{own}" for own in why}
            found |= {"no_crosswalk" if own == UNMAPPED and not join.has_crosswalk else own for own in named}
        if not found and any(unasked):
            found.add(NOT_ASKED)
        return found

    def _counted(
        self, place: int, ends: Sequence[ReturnItem | None], role: str, is_common: bool
    ) -> list[tuple[Counted, Collection[Break]]]:
        """Of every organisation the mean counts in either year."""
        former, later = (
            {own: known[item.id, role] for own, known in percents.items() if (item.id, role) in known} if item else {}
            for item, percents in zip(ends, self._percents_of_series[place : place + 2], strict=True)
        )
        found: list[tuple[Counted, Collection[Break]]] = []
        for own in {**former, **later}:
            values = former.get(own), later.get(own)
            breaks = self.rates.breaks_of_series(place, own) if None in values else ()
            found.append((Counted(*values, *(values if is_common else (None, None))), breaks))
        return found


_NOTHING = ItemCount(0, 0, 0)


def _by_question(counts: Iterable[tuple[ReturnItem, str, ItemCount]]) -> dict[tuple[int, str], ItemCount]:
    return {(item.id, role): count for item, role, count in counts}
