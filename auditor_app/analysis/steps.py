"""From one year to the next: what every step of a comparison is made of, whatever is compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from auditor_app.analysis.item_joins import CountedItems
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.domain.comparison import (
    Break,
    Bridge,
    Change,
    Counted,
    MeanOf,
    Number,
    Step,
    YearValue,
    bridge_of_mean,
    bridge_of_one,
    change_of,
    difference,
    in_order,
    reasons_in_order,
)
from auditor_app.domain.lineage import Series
from auditor_app.domain.published import State, fold_name

_NO_CHANGE_BY_VALUES: frozenset[Break] = frozenset({"edition", "scope", "definition"})
_OF_WHO_COUNTS: frozenset[Break] = frozenset({"split", "merged", "own_survey"})
NOTHING_COUNTED = CountedItems(0, ())


@dataclass(frozen=True)
class Held:
    """Two values of neighbouring years held against each other, and what is known besides."""

    former: YearValue
    later: YearValue
    former_common: Number | None = None
    later_common: Number | None = None
    counted: CountedItems = NOTHING_COUNTED
    breaks: Collection[Break] = field(default_factory=frozenset)
    reasons: Collection[str] = field(default_factory=frozenset)
    """Why a side has no value, or there is no like-for-like delta."""
    is_unrelated: bool = False
    """The two values have but their name in common: no delta is told."""
    answered_once: int = 0
    """Common (item, role) pairs with an answer in one of the years alone."""
    former_both: Number | None = None
    """Over what both years answered, where something was answered once."""
    later_both: Number | None = None

    @cached_property
    def delta(self) -> Number | None:
        return None if self.is_unrelated else difference(self.former.percent, self.later.percent)

    @cached_property
    def like_for_like(self) -> Number | None:
        """Where every item is common this is the delta: a difference of exact means is worth not taking twice."""
        is_all_common = self.former_common is self.former.percent and self.later_common is self.later.percent
        if is_all_common and not self.is_unrelated:
            return self.delta
        return difference(self.former_common, self.later_common)

    def step(self) -> Step:
        """Of an organisation."""
        return self._step(bridge_of_one(self.delta, self.like_for_like), self.breaks)

    def step_of_mean(
        self, organisations: Iterable[tuple[Counted, Collection[Break]]], counts: tuple[int, int] = (0, 0)
    ) -> Step:
        """Of the mean, bridged by what it counts of each organisation; `counts`: how many each year, where known.

        Who enters or leaves it breaks it by what became of that organisation.
        """
        found = list(organisations)
        moved = (breaks for own, breaks in found if (own.former is None) != (own.later is None))
        of_movers = {name for breaks in moved for name in breaks if name in _OF_WHO_COUNTS}
        means = MeanOf(self.former.percent, counts[0]), MeanOf(self.later.percent, counts[1])
        bridge = None if self.is_unrelated else bridge_of_mean(*means, (own for own, _ in found))
        return self._step(bridge, {*self.breaks, *of_movers})

    def _step(self, bridge: Bridge | None, breaks: Iterable[Break]) -> Step:
        delta, like_for_like = self.delta, self.like_for_like
        named = in_order(breaks)
        return Step(
            self.former.years,
            self.later.years,
            delta,
            like_for_like,
            self.former_common,
            self.later_common,
            self.counted.common,
            self.counted.others,
            bridge,
            named,
            reasons_in_order(self._all_reasons()),
            self._change(delta, named),
            self.answered_once,
            self.former_both,
            self.later_both,
        )

    def _all_reasons(self) -> set[str]:
        found = set(self.reasons) if self.delta is None or self.like_for_like is None else set()
        return found | {"incomplete"} if self.answered_once else found

    def _change(self, delta: Number | None, breaks: Sequence[Break]) -> Change:
        if self.answered_once:
            return change_of(self.former_both, self.later_both)
        if self.like_for_like is not None:
            return change_of(self.former_common, self.later_common)
        if delta is None or _NO_CHANGE_BY_VALUES & set(breaks):
            return "not_comparable"
        return change_of(self.former.percent, self.later.percent)


def counted_of(values: Sequence[YearValue], step: Step) -> Counted:
    """Of a row whose value is None in a year in which it does not count."""
    former, later = values
    return Counted(former.percent, later.percent, step.former_common, step.later_common)


def breaks_of_values(former: YearValue, later: YearValue) -> set[Break]:
    """What the values themselves tell: another name, another basis, a picture."""
    found: set[Break] = set()
    if former.name and later.name and fold_name(former.name) != fold_name(later.name):
        found.add("renamed")
    if former.percent is not None and later.percent is not None and former.basis != later.basis:
        found.add("definition")
    if State.NOT_TRANSCRIBED in (former.state, later.state):
        found.add("not_transcribed")
    return found


def reasons_of_values(
    values: Iterable[YearValue], lineage: Lineage, series: Series | None, without_data: Collection[str]
) -> set[str]:
    """Why a side has no value; `without_data`: the years of which the case knows nothing."""
    found = set()
    for value in values:
        if value.percent is not None or value.state is State.NOT_TRANSCRIBED:
            continue
        year = int(value.years)
        if value.years in without_data:
            found.add("year_without_data")
        elif value.state is not State.NOT_REPORTED or series is None:
            found.add(value.state.value)
        elif lineage.is_yet_to_come(series, year):
            found.add("created")
        elif lineage.is_gone(series, year):
            found.add("abolished")
        else:
            found.add(State.NOT_REPORTED.value)
    return found
