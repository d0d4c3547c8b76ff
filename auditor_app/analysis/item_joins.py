"""Which answers of two years are about the same items, and why the others are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Literal, NamedTuple

from auditor_app.domain.comparison import PairNotes
from auditor_app.domain.crosswalk import COMMON_KINDS, UNMAPPED, CrosswalkEntry, EditionJoin, join_editions
from auditor_app.domain.returns import ItemSum
from auditor_app.domain.standards import Edition, ItemClass
from auditor_app.domain.year_returns import ALL, ReturnItem, ReturnsOfYear, pair_of
from auditor_app.domain.year_scope import YearScope

NOT_ASKED = "not_asked"
"""An item outside what one of the years asked for."""
COMMON = "common"
ELSEWHERE = "moved"
"""A common item whose two ends lie in different Parts (or sections) is common for all, not for one of them."""


class CountedItems(NamedTuple):
    """How many items a like-for-like delta rests on, and how many it leaves out and why."""

    common: int
    others: tuple[tuple[str, int], ...]


class _Placed(NamedTuple):
    """An item of one year, or a common pair, as it is counted."""

    why: str
    """"common", or why it is not."""
    places: tuple[tuple[str, str], ...]
    """(Part, section) of the item; of both ends of a pair, the former first."""
    roles: frozenset[str]


@dataclass(frozen=True)
class YearJoin:
    """The items of a year and of the next one compared, joined."""

    former: ReturnsOfYear
    later: ReturnsOfYear
    former_edition: Edition | None
    later_edition: Edition | None
    join: EditionJoin | None
    """None where one of the years has no items at all."""
    former_scope: YearScope | None = None
    later_scope: YearScope | None = None
    item_class: ItemClass | Literal[""] = ""

    @property
    def is_same_edition(self) -> bool:
        """Whether both ask by the same edition, as far as is known."""
        both = (self.former_edition, self.later_edition)
        return None in both or both[0].name == both[1].name  # type: ignore[union-attr]

    @property
    def has_crosswalk(self) -> bool:
        return self.join is not None and self.join.is_joined

    @cached_property
    def scope_differences(self) -> tuple[str, ...]:
        if self.former_scope is None or self.later_scope is None:
            return ()
        return self.former_scope.differences(self.later_scope)

    @cached_property
    def roles(self) -> frozenset[str] | None:
        """The roles both years asked; None where neither states any."""
        scopes = (self.former_scope, self.later_scope)
        stated = [frozenset(scope.roles) for scope in scopes if scope is not None and scope.roles]
        return frozenset.intersection(*stated) if stated else None

    @cached_property
    def joined(self) -> dict[int, int]:
        """Every joined item of the former year by its number in the case → that of the later, asked or not."""
        if self.join is None or self.former_edition is None or self.later_edition is None:
            return {}
        later = {item.item: item.id for item in self.later_edition.items}
        return {
            item.id: later[self.join.common[item.item]]
            for item in self.former_edition.items
            if item.item in self.join.common
        }

    @cached_property
    def common(self) -> dict[int, int]:
        """Of the joined items those that both years asked for: they alone are compared like for like."""
        return {
            former: later
            for former, later in self.joined.items()
            if self._is_asked(self.former.items[former], self.former_scope)
            and self._is_asked(self.later.items[later], self.later_scope)
        }

    @cached_property
    def former_items(self) -> dict[int, ReturnItem]:
        """The common items of the former year, each in the Part and section where both its ends lie ("": nowhere)."""
        return {one: _placed(self.former.items[one], self.later.items[other]) for one, other in self.common.items()}

    @cached_property
    def later_items(self) -> dict[int, ReturnItem]:
        return {other: _placed(self.later.items[other], self.former.items[one]) for one, other in self.common.items()}

    @cached_property
    def common_sections(self) -> frozenset[tuple[str, str]]:
        """(Part, section) of every section in which a common item lies in both years."""
        return frozenset((item.part, item.section) for item in self.former_items.values())

    @cached_property
    def former_others(self) -> dict[int, str]:
        """Every item of the former year that is not common → why."""
        others = self.join.former_others if self.join else {}
        return self._others(self.former_edition, others, frozenset(self.common))

    @cached_property
    def later_others(self) -> dict[int, str]:
        others = self.join.later_others if self.join else {}
        return self._others(self.later_edition, others, frozenset(self.common.values()))

    def counted(self, part: str = ALL, role: str = ALL, section: str = "") -> CountedItems:
        """Over the items either year asked of the role, or that somebody answered for it."""
        key = (part, role, section)
        if key not in self._counted:
            self._counted[key] = self._count(*key)
        return self._counted[key]

    def notes(self) -> PairNotes:
        """What is to be said of the two years as a whole."""
        join = self.join
        kinds: Counter[str] = Counter(join.kinds.values() if join else ())
        kinds.update(join.former_others.values() if join else ())
        kinds.update(join.later_others.values() if join else ())
        unmapped = []
        if join is not None:
            for edition, others in ((join.former_edition, join.former_others), (join.later_edition, join.later_others)):
                unmapped += [f"{edition} {item}" for item, why in others.items() if why == UNMAPPED]
        return PairNotes(
            str(self.former.fiscal_year),
            str(self.later.fiscal_year),
            self.former_edition.name if self.former_edition else "",
            self.later_edition.name if self.later_edition else "",
            self.has_crosswalk,
            len(self.common),
            tuple(sorted(kinds.items(), key=_place_of_kind)),
            tuple(unmapped),
            self.scope_differences,
            tuple(dict.fromkeys(own.name for own in (self.former_edition, self.later_edition) if own and own.is_draft)),
        )

    def _is_asked(self, item: ReturnItem, scope: YearScope | None) -> bool:
        if self.item_class and item.item_class != self.item_class:
            return False
        return scope is None or not scope.classes or item.item_class in scope.classes

    def _is_asked_of(self, roles: frozenset[str]) -> bool:
        return self.roles is None or not roles or bool(roles & self.roles)

    def _others(self, edition: Edition | None, why: Mapping[str, str], common: frozenset[int]) -> dict[int, str]:
        """A joined item that is not common was not asked in one of the years."""
        if self.join is None:
            return {}
        return {
            item.id: why.get(item.item, NOT_ASKED)
            for item in (edition.items if edition else ())
            if item.id not in common
        }

    @cached_property
    def _counted(self) -> dict[tuple[str, str, str], CountedItems]:
        return {}

    def _count(self, part: str, role: str, section: str) -> CountedItems:
        found: Counter[str] = Counter()
        for own in self._by_area[part, section]:
            if role not in own.roles and role != ALL:
                continue
            inside = sum(
                part in (ALL, own_part) and section in ("", own_section) for own_part, own_section in own.places
            )
            why = own.why
            if why == COMMON and not self._is_asked_of(own.roles if role == ALL else frozenset({role})):
                why = NOT_ASKED
            elif why == COMMON and inside < len(own.places):
                why = ELSEWHERE
            found[why] += 1 if why == COMMON else inside
        common = found.pop(COMMON, 0)
        return CountedItems(common, tuple(sorted(found.items(), key=_place_of_kind)))

    @cached_property
    def _by_area(self) -> defaultdict[tuple[str, str], list[_Placed]]:
        areas: defaultdict[tuple[str, str], list[_Placed]] = defaultdict(list)
        for own in self._all_items():
            areas[ALL, ""].append(own)
            for area in dict.fromkeys(own.places):
                areas[area].append(own)
            for part in dict.fromkeys(part for part, _ in own.places):
                areas[part, ""].append(own)
        return areas

    def _all_items(self) -> Iterable[_Placed]:
        former, later = roles_of_items(self.former), roles_of_items(self.later)
        for one, other in self.common.items():
            ends = (self.former.items[one], self.later.items[other])
            yield _Placed(COMMON, tuple((end.part, end.section) for end in ends), former[one] | later[other])
        for returns, others, roles in (
            (self.former, self.former_others, former),
            (self.later, self.later_others, later),
        ):
            for own, why in others.items():
                item = returns.items[own]
                if not self.item_class or item.item_class == self.item_class:
                    yield _Placed(why, ((item.part, item.section),), roles[own])


def join_years(
    former: ReturnsOfYear,
    later: ReturnsOfYear,
    editions: Sequence[Edition],
    entries: Sequence[CrosswalkEntry],
    scopes: Mapping[int, YearScope],
    item_class: ItemClass | Literal[""] = "",
) -> YearJoin:
    """Join the items two years asked for; a class the auditor looks at alone counts as a scope of both."""
    one, other = edition_answered(former, editions), edition_answered(later, editions)
    return YearJoin(
        former,
        later,
        one,
        other,
        join_editions(one, other, editions, entries) if one and other else None,
        scopes.get(former.fiscal_year),
        scopes.get(later.fiscal_year),
        item_class,
    )


def edition_answered(returns: ReturnsOfYear, editions: Sequence[Edition]) -> Edition | None:
    """The edition most of whose items were answered, else the one that holds for the year.

    A year moved to another edition after its returns came in keeps the items that were answered.
    """
    counts = Counter(returns.items[own].edition for own in {item for item, _ in returns.answered})
    if not counts or (returns.edition and counts[returns.edition.name] == max(counts.values())):
        return returns.edition
    name = max(counts, key=lambda own: counts[own])
    return next(edition for edition in editions if edition.name == name)


def divided(
    returns: ReturnsOfYear, items: Mapping[int, ReturnItem], roles: frozenset[str] | None
) -> tuple[ReturnsOfYear, ReturnsOfYear | None]:
    """The returns of a year as if only these items had been asked, only of these roles; and the rest, where it is less.

    The very same returns where that leaves nothing out: what is known of them then need not be computed again.
    """
    kept = {own for own, role in returns.roles.items() if roles is None or role.code in roles}
    if all(role in kept and items.get(item) is returns.items[item] for item, role in returns.answered):
        return returns, None
    inside = {(item, role) for item, role in returns.answered if item in items and role in kept}
    chosen = replace(returns, edition=None, items=items, sums=SumsOfSome(returns.sums, inside))
    outside = returns.answered - inside
    rest = replace(returns, sums=SumsOfSome(returns.sums, outside)) if len(outside) < len(inside) else None
    return chosen, rest


@dataclass(frozen=True)
class SumsOfSome(Mapping[int, tuple[ItemSum, ...]]):
    """Of each organisation the sums of some (item, role); sorted out when they are asked for, which may be never."""

    sums: Mapping[int, tuple[ItemSum, ...]]
    pairs: AbstractSet[tuple[int, int]]

    def __getitem__(self, organisation: int) -> tuple[ItemSum, ...]:
        if organisation not in self._known:
            sums = self.sums[organisation]
            self._known[organisation] = tuple(compress(sums, map(self.pairs.__contains__, map(pair_of, sums))))
        return self._known[organisation]

    def __iter__(self) -> Iterator[int]:
        return iter(self.sums)

    def __len__(self) -> int:
        return len(self.sums)

    @cached_property
    def _known(self) -> dict[int, tuple[ItemSum, ...]]:
        return {}


def _placed(own: ReturnItem, other: ReturnItem) -> ReturnItem:
    part = own.part if own.part == other.part else ""
    section = own.section if own.section == other.section else ""
    return own if (part, section) == (own.part, own.section) else replace(own, part=part, section=section)


def roles_of_items(returns: ReturnsOfYear) -> defaultdict[int, frozenset[str]]:
    """The roles an item was asked of, or that answered it."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for item in returns.edition.items if returns.edition else ():
        found[item.id].update(item.roles)
    for own, role in returns.answered:
        found[own].add(returns.roles[role].code)
    return defaultdict(frozenset, {own: frozenset(roles) for own, roles in found.items()})


def _place_of_kind(own: tuple[str, int]) -> tuple[int, str]:
    kind = own[0]
    return (COMMON_KINDS.index(kind) if kind in COMMON_KINDS else len(COMMON_KINDS)), kind
