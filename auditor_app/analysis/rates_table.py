"""The rates of a year under some options, for every organisation, Part, section and role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter

from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.rates import ItemCount, MeanRates, Rates, is_small_group, mean_rates, rates_of, rates_over
from auditor_app.domain.returns import ItemSum
from auditor_app.domain.year_returns import ALL, ReportingOrganisation, ReturnItem, ReturnsOfYear, count_of, number_key


@dataclass(frozen=True)
class RatesTable:
    """The rates of a year under some options; a cell is asked for by organisation, role and Part or section."""

    returns: ReturnsOfYear
    options: RateOptions = field(default_factory=RateOptions)
    without: tuple[RatesTable, RatesTable] | None = None
    """(all, rest) where these returns are all but the rest: adding up the few that are left out then is enough."""

    def is_shown(self, organisation: ReportingOrganisation) -> bool:
        """Whether its rates are shown and counted: it is in analysis, or the what-if switch counts it in."""
        return organisation.is_in_analysis or self.options.include_excluded

    def rates(self, organisation_id: int, part: str = ALL, role: str = ALL, section: str = "") -> Rates:
        """The rates whatever the analysis says: ask `state` before showing them.  A section narrows its Part."""
        key = (organisation_id, part, role, section)
        if key not in self._known:
            self._known[key] = self._computed(*key)
        return self._known[key]

    def state(self, organisation: ReportingOrganisation, rates: Rates) -> State:
        """Why the rates are, or are not, shown for that organisation."""
        return rates.state if self.is_shown(organisation) else State.EXCLUDED

    def mean(self, part: str = ALL, role: str = ALL, section: str = "") -> MeanRates:
        """Simple mean over the organisations in analysis that have a rate."""
        key = (part, role, section)
        if key not in self._known_means:
            shown = (own for own in self.returns.organisations if self.is_shown(own))
            self._known_means[key] = mean_rates(self.rates(own.id, *key) for own in shown)
        return self._known_means[key]

    def counts(self, organisation_id: int) -> Iterator[tuple[ReturnItem, str, ItemCount]]:
        """(item, role code, count) of every answered pair of the chosen class, in catalogue order."""
        return self._counts(self.returns.sums.get(organisation_id, ()))

    def _counts(self, sums: Iterable[ItemSum]) -> Iterator[tuple[ReturnItem, str, ItemCount]]:
        returns, options = self.returns, self.options
        for own in sums:
            item, role, count = returns.items[own.item_id], returns.roles[own.role_id].code, count_of(own)
            if options.item_class and item.item_class != options.item_class:
                continue
            if is_small_group(count, options.leave_out_below):
                count = count._replace(is_left_out=True)
            elif (item.item, role) in options.completed:
                count = count._replace(implemented=count.obliged)
            yield item, role, count

    @cached_property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """(Part, section) of everything asked or answered, in the order of their numbers."""
        items = self.returns.items
        answered = {
            (items[item].part, items[item].section) for item, _ in self.returns.answered if self._is_of_class(item)
        }
        asked = {(item.part, item.section) for item in self.returns.asked_items}
        return tuple(sorted(asked | answered, key=lambda own: (number_key(own[0]), number_key(own[1]))))

    def _is_of_class(self, item_id: int) -> bool:
        return self.options.item_class in ("", self.returns.items[item_id].item_class)

    @cached_property
    def _places(self) -> list[tuple[str, str, str]]:
        """(Part, section, role) of everything answered, of the chosen class."""
        return list(dict.fromkeys(self._place_of.values()))

    @cached_property
    def _place_of(self) -> dict[tuple[int, int], tuple[str, str, str]]:
        """By item and role; what is not of the chosen class has no place."""
        items, roles = self.returns.items, self.returns.roles
        return {
            (item, role): (items[item].part, items[item].section, roles[role].code)
            for item, role in self.returns.answered
            if self._is_of_class(item)
        }

    def _groups_of(self, organisation_id: int) -> dict[tuple[str, str, str], list[ItemSum]]:
        """The sums of an organisation by Part, section and role."""
        if organisation_id not in self._groups:
            groups: dict[tuple[str, str, str], list[ItemSum]] = {place: [] for place in self._places}
            add_to = {pair: groups[place].append for pair, place in self._place_of.items()}
            for own in self.returns.sums.get(organisation_id, ()):
                add = add_to.get(own[2:4])
                if add is not None:
                    add(own)
            self._groups[organisation_id] = groups
        return self._groups[organisation_id]

    @cached_property
    def _groups(self) -> dict[int, dict[tuple[str, str, str], list[ItemSum]]]:
        return {}

    @cached_property
    def _known_means(self) -> dict[tuple[str, str, str], MeanRates]:
        return {}

    @cached_property
    def _known(self) -> dict[tuple[int, str, str, str], Rates]:
        return {}

    def _computed(self, organisation_id: int, part: str, role: str, section: str) -> Rates:
        """Straight from the sums: one exact sum over many costs less than adding up exact sums over few."""
        if self.without is not None and (part, role, section) == (ALL, ALL, ""):
            whole, rest = self.without
            return whole.rates(organisation_id) - rest.rates(organisation_id)
        sums = self._sums_of(organisation_id, part, role, section)
        if self.options.leave_out_below or self.options.completed:
            return rates_of(count for _, _, count in self._counts(sums))
        return rates_over(map(_COUNTS, sums))

    def _sums_of(self, organisation_id: int, part: str, role: str, section: str) -> Iterable[ItemSum]:
        if (part, role, section, self.options.item_class) == (ALL, ALL, "", ""):
            return self.returns.sums.get(organisation_id, ())
        return chain.from_iterable(
            sums
            for (own_part, own_section, own_role), sums in self._groups_of(organisation_id).items()
            if part in (ALL, own_part) and role in (ALL, own_role) and section in ("", own_section)
        )


_COUNTS: Callable[[ItemSum], tuple[int, int, int]] = itemgetter(4, 5, 6)
"""answered, obliged and implemented: taken out of the row at once, hundreds of thousands of times."""
