"""The definition of comparing two years in plain fractions, straight from the answers of an invented world.

Written apart from the program: it asks none of its rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.standards import Edition, Item
from tests.unit.analysis.worlds import COMMON, World

Belongs = Callable[[str, str], bool]
"""Whether an item, answered by a role, is among those looked at."""
Bridge = tuple[Fraction, Fraction, Fraction]
TURNED = {"split": "merged", "merged": "split", "new": "withdrawn", "withdrawn": "new"}


class TwoYears:
    """Everything to be known of one metric between two years."""

    def __init__(self, world: World, former: int, later: int, metric: str) -> None:
        self.world, self.former, self.later, self.metric = world, former, later, metric
        self.editions = world.edition(former), world.edition(later)
        self.pairs = common_items(world, *self.editions)

    def common(self, part: str, section: str) -> set[tuple[str, str]]:
        """The pairs of items both years asked, with both ends in that Part and section."""
        ends = [{item.item: item for item in edition.items} for edition in self.editions]
        found = set()
        for one, other in self.pairs.items():
            places = [(ends[0][one], self.editions[0]), (ends[1][other], self.editions[1])]
            if all(_lies_in(item, edition, part, section) for item, edition in places) and all(
                self._asks_class(year, item) for year, (item, _) in zip((self.former, self.later), places, strict=True)
            ):
                found.add((one, other))
        return found

    def has_crosswalk(self) -> bool:
        return self.editions[0].name == self.editions[1].name or bool(_way(self.world, *self.editions))

    def value(self, year: int, bodies: Iterable[int], part: str, role: str, section: str) -> Fraction | None:
        edition = self.world.edition(year)
        items = {item.item: item for item in edition.items}
        return self._rate(
            year, bodies, lambda item, own: _lies_in(items[item], edition, part, section) and role in ("all", own)
        )

    def over_common(self, year: int, bodies: Iterable[int], part: str, role: str, section: str) -> Fraction | None:
        if not self.has_crosswalk():
            return None
        end = 0 if year == self.former else 1
        items, asked = {pair[end] for pair in self.common(part, section)}, self._roles()
        return self._rate(year, bodies, lambda item, own: item in items and own in asked and role in ("all", own))

    def answered_once(
        self, ends: list[list[int]], part: str, role: str, section: str
    ) -> tuple[int, list[Fraction | None]]:
        """How many pairs one of the years left open, and each year's rate over what both answered."""
        pairs, asked = self.common(part, section), self._roles()
        number = [dict(pairs), {other: other for _, other in pairs}]
        given = [
            {
                (number[end][item], own)
                for body in bodies
                for (item, own), counts in self.world.answers[year, body].items()
                if counts is not None and item in number[end] and own in asked and role in ("all", own)
            }
            for end, (year, bodies) in enumerate(zip((self.former, self.later), ends, strict=True))
        ]
        both = given[0] & given[1]
        rates = [
            self._rate(year, bodies, lambda item, own, end=end: (number[end].get(item), own) in both)  # type: ignore[misc]
            for end, (year, bodies) in enumerate(zip((self.former, self.later), ends, strict=True))
        ]
        return len(given[0] ^ given[1]), rates

    def _roles(self) -> set[str]:
        """Those both years asked."""
        stated = [own.roles for own in map(self.world.scopes.get, (self.former, self.later)) if own and own.roles]
        return set.intersection(*map(set, stated)) if stated else {"officer", "staff", "system"}

    def mean(self, year: int, part: str, role: str, section: str, over_common: bool = False) -> Fraction | None:
        rate = self.over_common if over_common else self.value
        rates = [rate(year, [body], part, role, section) for body in self.world.reporting(year)]
        return _mean(own for own in rates if own is not None)

    def bridge_of_mean(
        self, series: Iterable[tuple[int, ...]], delta: Fraction, part: str, role: str, section: str
    ) -> Bridge | None:
        """`series`: the bodies of each, joined series apart."""
        real, catalogue = [], []
        for members in series:
            ends = [
                (self.value(year, found, part, role, section), self.over_common(year, found, part, role, section))
                for year in (self.former, self.later)
                for found in [[own for own in members if own in self.world.reporting(year)]]
            ]
            if all(own is not None for end in ends for own in end):
                like = ends[1][1] - ends[0][1]  # type: ignore[operator]
                real.append(like)
                catalogue.append(ends[1][0] - ends[0][0] - like)  # type: ignore[operator]
        if not real:
            return None
        means = _mean(real) or Fraction(0), _mean(catalogue) or Fraction(0)
        return (*means, delta - means[0] - means[1])

    def _asks_class(self, year: int, item: Item) -> bool:
        scope = self.world.scopes.get(year)
        return scope is None or not scope.classes or item.item_class in scope.classes

    def _rate(self, year: int, bodies: Iterable[int], belongs: Belongs) -> Fraction | None:
        """By definition, over the sums of these bodies; none when one of them is excluded."""
        sums: dict[tuple[str, str], list[int]] = {}
        for body in bodies:
            if (year, body) in self.world.surveyed:
                return None
            for (item, role), counts in self.world.answers[year, body].items():
                if counts is not None and belongs(item, role):
                    pair = sums.setdefault((item, role), [0, 0])
                    pair[0] += counts[0]
                    pair[1] += counts[1]
        ratios = [Fraction(done, obliged) for obliged, done in sums.values() if obliged]
        if not ratios:
            return None
        if self.metric == "implementation":
            return 100 * sum(ratios, Fraction(0)) / len(ratios)
        if self.metric == "achievement":
            return Fraction(100 * ratios.count(Fraction(1)), len(ratios))
        return Fraction(100 * sum(done for _, done in sums.values()), sum(obliged for obliged, _ in sums.values()))


def common_items(world: World, former: Edition, later: Edition) -> dict[str, str]:
    """Joined exactly once on both sides and left what it was, on every step of the way."""
    if former.name == later.name:
        return {item.item: item.item for item in former.items}
    found = {item.item: item.item for item in former.items}
    for one, other in _way(world, former, later):
        step = _joined_once(_between(world, one, other))
        found = {first: step[last] for first, last in found.items() if last in step}
    return found if _way(world, former, later) else {}


def _way(world: World, former: Edition, later: Edition) -> list[tuple[Edition, Edition]]:
    if _between(world, former, later):
        return [(former, later)]
    for middle in world.editions:
        if middle not in (former, later) and _between(world, former, middle) and _between(world, middle, later):
            return [(former, middle), (middle, later)]
    return []


def _between(world: World, former: Edition, later: Edition) -> set[tuple[str, str, str]]:
    rows = {
        (own.from_item, own.to_item, own.kind)
        for own in world.crosswalk
        if (own.from_edition, own.to_edition) == (former.name, later.name)
    }
    turned = {
        _turned(own) for own in world.crosswalk if (own.to_edition, own.from_edition) == (former.name, later.name)
    }
    return rows | turned


def _turned(own: CrosswalkEntry) -> tuple[str, str, str]:
    return own.to_item, own.from_item, TURNED.get(own.kind, own.kind)


def _joined_once(rows: set[tuple[str, str, str]]) -> dict[str, str]:
    sources, targets = Counter(own[0] for own in rows), Counter(own[1] for own in rows)
    return {
        one: other
        for one, other, kind in rows
        if one and other and kind in COMMON and sources[one] == 1 and targets[other] == 1
    }


def _lies_in(item: Item, edition: Edition, part: str, section: str) -> bool:
    part_of = {own.section: own.part for own in edition.sections}
    return part in ("all", part_of[item.section]) and section in ("", item.section)


def _mean(values: Iterable[Fraction]) -> Fraction | None:
    found = list(values)
    return sum(found, Fraction(0)) / len(found) if found else None
