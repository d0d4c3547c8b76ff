"""Common items that only one of two years has an answer for: what is compared is then not the same in both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor_app.analysis.series_rates import SeriesRates
from auditor_app.domain.lineage import Series
from auditor_app.domain.rates import Rates, rates_of
from auditor_app.domain.year_returns import ALL


@dataclass(frozen=True)
class AnsweredOnce:
    """How many (item, role) pairs one of the years left open, and the rates over those both answered."""

    pairs: int
    former: Rates
    later: Rates


@dataclass(frozen=True)
class CommonAnswers:
    """What a series answered of the common items in two years."""

    former: SeriesRates
    """Over the common items alone, as `later`."""
    later: SeriesRates
    common: Mapping[int, int]
    """Items of the former year → those of the later one."""

    def answered_by_both(self, series: Series) -> bool:
        """Whether every common item that has an answer in one of the years has one in the other, too."""
        former = {(self.common[own.item_id], own.role_id) for own in self.former.sums(series) if own.answered}
        return former == {(own.item_id, own.role_id) for own in self.later.sums(series) if own.answered}

    def answered_once(self, series: Series, part: str = ALL, role: str = ALL, section: str = "") -> AnsweredOnce:
        """Of an area; an item whose two ends lie in different Parts counts for all of them together alone."""
        former = {
            (self.common[item.id], own_role): count
            for item, own_role, count in self.former.counts(series)
            if count.answered and _is_in(item.part, own_role, item.section, part, role, section)
        }
        later = {
            (item.id, own_role): count
            for item, own_role, count in self.later.counts(series)
            if count.answered and _is_in(item.part, own_role, item.section, part, role, section)
        }
        both = former.keys() & later.keys()
        return AnsweredOnce(
            len(former.keys() ^ later.keys()),
            rates_of(former[pair] for pair in both),
            rates_of(later[pair] for pair in both),
        )


def _is_in(own_part: str, own_role: str, own_section: str, part: str, role: str, section: str) -> bool:
    return part in (ALL, own_part) and role in (ALL, own_role) and section in ("", own_section)
