"""The rates of a year under some options, for every organisation, Part, section and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.rates import ItemCount, MeanRates, Rates, is_small_group, mean_rates, rates_of
from auditor_app.domain.year_returns import ALL, ReportingOrganisation, ReturnItem, ReturnsOfYear, count_of, number_key


@dataclass(frozen=True)
class RatesTable:
    """The rates of a year under some options; a cell is asked for by organisation, role and Part or section."""

    returns: ReturnsOfYear
    options: RateOptions = field(default_factory=RateOptions)

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
        returns, options = self.returns, self.options
        for own in returns.sums.get(organisation_id, ()):
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
        asked = ((item.part, item.section) for item in self.returns.asked_items)
        answered = ((part, section) for groups in self._groups.values() for part, section, _ in groups)
        return tuple(sorted(set(chain(asked, answered)), key=lambda own: (number_key(own[0]), number_key(own[1]))))

    @cached_property
    def _groups(self) -> dict[int, dict[tuple[str, str, str], list[ItemCount]]]:
        """By organisation: the counts of each (Part, section, role)."""
        groups: dict[int, dict[tuple[str, str, str], list[ItemCount]]] = {}
        for organisation_id in self.returns.sums:
            own: defaultdict[tuple[str, str, str], list[ItemCount]] = defaultdict(list)
            for item, role, count in self.counts(organisation_id):
                own[item.part, item.section, role].append(count)
            groups[organisation_id] = own
        return groups

    @cached_property
    def _known_means(self) -> dict[tuple[str, str, str], MeanRates]:
        return {}

    @cached_property
    def _known(self) -> dict[tuple[int, str, str, str], Rates]:
        return {}

    def _computed(self, organisation_id: int, part: str, role: str, section: str) -> Rates:
        """Straight from the counts for one Part and role; sums of these for what lies across."""
        if not section and part == ALL:
            return sum((self.rates(organisation_id, own, role) for own in self.returns.parts), Rates())
        if not section and role == ALL:
            return sum((self.rates(organisation_id, part, own) for own in self.returns.role_codes), Rates())
        return rates_of(
            chain.from_iterable(
                counts
                for (own_part, own_section, own_role), counts in self._groups.get(organisation_id, {}).items()
                if part in (ALL, own_part) and role in (ALL, own_role) and section in ("", own_section)
            )
        )
