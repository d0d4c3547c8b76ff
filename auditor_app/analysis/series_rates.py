"""The rates of a year by series: bodies that are looked at as one are pooled as the units of one body are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from auditor_app.analysis.item_joins import divided
from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.lineage import Series
from auditor_app.domain.published import State
from auditor_app.domain.rates import ItemCount, MeanRates, Rates
from auditor_app.domain.returns import ItemSum
from auditor_app.domain.year_returns import ALL, ReportingOrganisation, ReturnItem, ReturnsOfYear


@dataclass(frozen=True)
class SeriesRates:
    """The rates of a year for every series; of a series without returns that year there are none."""

    table: RatesTable
    series: tuple[Series, ...]

    def organisation(self, series: Series) -> ReportingOrganisation | None:
        """Who reported that year: the member, or what stands for several of them."""
        found = self._owners.get(series.key)
        return found[0] if found else None

    def rates(self, series: Series, part: str = ALL, role: str = ALL, section: str = "") -> Rates:
        """Whatever the analysis says: ask `state` before showing them."""
        found = self._owners.get(series.key)
        return found[1].rates(found[0].id, part, role, section) if found else Rates()

    def state(self, series: Series, rates: Rates) -> State:
        found = self._owners.get(series.key)
        return found[1].state(found[0], rates) if found else State.NOT_REPORTED

    def counts(self, series: Series) -> Iterator[tuple[ReturnItem, str, ItemCount]]:
        """(item, role, count) of every pair answered."""
        found = self._owners.get(series.key)
        return found[1].counts(found[0].id) if found else iter(())

    def sums(self, series: Series) -> Sequence[ItemSum]:
        """What its rates are made of, whatever the auditor chooses to look at."""
        found = self._owners.get(series.key)
        return found[1].returns.sums.get(found[0].id, ()) if found else ()

    def is_shown(self, series: Series) -> bool:
        """Whether its rates are shown: it reported, and is in analysis or counted in by the what-if switch."""
        found = self._owners.get(series.key)
        return bool(found and found[1].is_shown(found[0]))

    def mean(self, part: str = ALL, role: str = ALL, section: str = "") -> MeanRates:
        """Over the organisations themselves: a joined series never counts."""
        return self.table.mean(part, role, section)

    def over(self, items: Mapping[int, ReturnItem], roles: frozenset[str] | None) -> SeriesRates:
        """The same over these items and roles alone."""
        chosen, rest = divided(self.table.returns, items, roles)
        if chosen is self.table.returns:
            return self
        options = self.table.options
        without = (self.table, RatesTable(rest, options)) if rest else None
        return SeriesRates(RatesTable(chosen, options, without), self.series)

    @cached_property
    def _owners(self) -> dict[str, tuple[ReportingOrganisation, RatesTable]]:
        reporting = {own.id: own for own in self.table.returns.organisations}
        members = {own.key: [reporting[body] for body in own.members if body in reporting] for own in self.series}
        several = {key: found for key, found in members.items() if len(found) > 1}
        owners = {key: (found[0], self.table) for key, found in members.items() if len(found) == 1}
        if several:
            pooled = pooled_returns(self.table.returns, list(several.values()))
            table = RatesTable(pooled, self.table.options)
            owners |= {key: (own, table) for key, own in zip(several, pooled.organisations, strict=True)}
        return owners


def pooled_returns(returns: ReturnsOfYear, groups: Sequence[Sequence[ReportingOrganisation]]) -> ReturnsOfYear:
    """One organisation for each group: per item and role the sums of its members are added.

    It is in analysis when all its members are.
    """
    organisations = [_together(number, members) for number, members in enumerate(groups, start=1)]
    sums = {
        own.id: _added(returns, [member.id for member in members])
        for own, members in zip(organisations, groups, strict=True)
    }
    return replace(returns, organisations=tuple(organisations), sums=sums)


def _together(number: int, members: Sequence[ReportingOrganisation]) -> ReportingOrganisation:
    """Numbered from -1 downwards: no body of a case has such a number."""
    excluded = [own.standpoint for own in members if not own.is_in_analysis]
    by_rule = [own for own in excluded if own.exclusion_reason == "own_survey"]
    standpoint = (by_rule or excluded or [members[0].standpoint])[0]
    english = "、".join(own.english for own in members if own.english)
    return ReportingOrganisation(-number, "、".join(own.name for own in members), english, standpoint)


def _added(returns: ReturnsOfYear, members: Sequence[int]) -> tuple[ItemSum, ...]:
    by_pair: defaultdict[tuple[int, int], list[ItemSum]] = defaultdict(list)
    for member in members:
        for own in returns.sums.get(member, ()):
            by_pair[own.item_id, own.role_id].append(own)
    return tuple(
        found[0]._replace(
            answered=sum(own.answered for own in found),
            obliged=sum(own.obliged for own in found),
            implemented=sum(own.implemented for own in found),
        )
        for _, found in sorted(by_pair.items())
    )
