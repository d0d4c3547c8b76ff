"""Which item of one edition answers which item of another, with the kind of change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import Literal

from auditor_app.domain.standards import Edition

CrosswalkKind = Literal[
    "unchanged", "reworded", "changed", "moved", "split", "merged", "new", "withdrawn", "reclassified"
]
CROSSWALK_KINDS: tuple[CrosswalkKind, ...] = (
    "unchanged",
    "reworded",
    "changed",
    "moved",
    "split",
    "merged",
    "new",
    "withdrawn",
    "reclassified",
)


@dataclass(frozen=True)
class CrosswalkEntry:
    """One row of a crosswalk; a new item has no `from_item`, a withdrawn one no `to_item`."""

    from_edition: str
    from_item: str
    to_edition: str
    to_item: str
    kind: CrosswalkKind
    id: int = field(default=0, compare=False)
    """The case file's number for the row; 0 before it is stored."""


COMMON_KINDS: tuple[CrosswalkKind, ...] = ("unchanged", "reworded", "moved")
"""Kinds that leave an item what it was: only so joined items are compared like for like."""
UNMAPPED = "unmapped"
"""An item no crosswalk names: its number alone never joins it."""

_INVERTED: dict[CrosswalkKind, CrosswalkKind] = {
    "split": "merged",
    "merged": "split",
    "new": "withdrawn",
    "withdrawn": "new",
}
_MOST_TELLING: tuple[CrosswalkKind, ...] = ("split", "merged", "changed", "reclassified", "withdrawn", "new")


@dataclass(frozen=True)
class EditionJoin:
    """The items of two editions, each either common to both or not, and then why not."""

    former_edition: str
    later_edition: str
    is_joined: bool
    """Whether anything joins the editions: they are the same, or crosswalks lead from one to the other."""
    common: Mapping[str, str]
    """Item of the former edition → the one of the later that is the same; one to one."""
    kinds: Mapping[str, CrosswalkKind]
    """How a common item is joined, by its number in the former edition."""
    former_others: Mapping[str, str]
    """Every other item of the former edition → a kind of the crosswalk, or "unmapped"."""
    later_others: Mapping[str, str]


def inverted(entry: CrosswalkEntry) -> CrosswalkEntry:
    """The same entry read from the later edition to the former.

    >>> inverted(CrosswalkEntry("改訂版", "2.1.1(1)(b)", "初版", "2.1.1(1)(a)", "split"))
    CrosswalkEntry(from_edition='初版', from_item='2.1.1(1)(a)', to_edition='改訂版', to_item='2.1.1(1)(b)', \
kind='merged', id=0)
    """
    kind = _INVERTED.get(entry.kind, entry.kind)
    return CrosswalkEntry(entry.to_edition, entry.to_item, entry.from_edition, entry.from_item, kind, entry.id)


def entries_between(entries: Iterable[CrosswalkEntry], former: str, later: str) -> tuple[CrosswalkEntry, ...]:
    """What is stored of two editions in either direction, read from the former to the later, each once.

    >>> back = CrosswalkEntry("改訂版", "", "初版", "2.1.1(1)(a)", "new")
    >>> [(own.from_item, own.kind) for own in entries_between([back], "初版", "改訂版")]
    [('2.1.1(1)(a)', 'withdrawn')]
    """
    read = (inverted(own) if own.from_edition == later else own for own in entries)
    return tuple(dict.fromkeys(own for own in read if (own.from_edition, own.to_edition) == (former, later)))


def join_editions(
    former: Edition, later: Edition, editions: Sequence[Edition], entries: Sequence[CrosswalkEntry]
) -> EditionJoin:
    """Which items of two editions are common: the same edition item by item, else by crosswalk.

    Editions without a crosswalk of their own are joined by way of others, on the shortest way there is.  Without
    any way every item is unmapped.

    >>> from auditor_app.domain.standards import Item
    >>> def edition(name, *items):
    ...     return Edition("基準", name, "decided", items=tuple(Item(own, "2.1.1", "basic") for own in items))
    >>> first, second, third = edition("初版", "a", "b"), edition("二版", "a", "b"), edition("三版", "a", "c")
    >>> entries = [CrosswalkEntry("初版", "a", "二版", "a", "unchanged"),
    ...            CrosswalkEntry("初版", "b", "二版", "b", "changed"),
    ...            CrosswalkEntry("二版", "a", "三版", "c", "moved")]
    >>> found = join_editions(first, third, [first, second, third], entries)
    >>> found.common, found.kinds, found.former_others, found.later_others
    ({'a': 'c'}, {'a': 'moved'}, {'b': 'changed'}, {'a': 'unmapped'})
    >>> join_editions(first, third, [first, third], entries).is_joined
    False
    """
    if former.name == later.name:
        same = {item.item: item.item for item in former.items}
        return EditionJoin(former.name, later.name, True, same, dict.fromkeys(same, "unchanged"), {}, {})
    by_name = {edition.name: edition for edition in (*editions, former, later)}
    way = _way(former.name, later.name, list(by_name), entries)
    if not way:
        return _direct(former, later, ())
    steps = [
        _direct(by_name[one], by_name[other], entries_between(entries, one, other)) for one, other in pairwise(way)
    ]
    return reduce(_composed, steps)


def _way(former: str, later: str, names: Sequence[str], entries: Iterable[CrosswalkEntry]) -> list[str]:
    """The shortest chain of editions from one to the other, by the order of `names`; empty where there is none."""
    linked = {(own.from_edition, own.to_edition) for own in entries}
    before: dict[str, str] = {former: ""}
    waiting = [former]
    while waiting and later not in before:
        here = waiting.pop(0)
        for name in names:
            if name not in before and ((here, name) in linked or (name, here) in linked):
                before[name] = here
                waiting.append(name)
    way = [later] if later in before else []
    while way and before[way[0]]:
        way.insert(0, before[way[0]])
    return way


def _direct(former: Edition, later: Edition, entries: Sequence[CrosswalkEntry]) -> EditionJoin:
    """Common is what is joined exactly once on both sides, by a kind that leaves it what it was."""
    former_items = {item.item for item in former.items}
    later_items = {item.item for item in later.items}
    targets: defaultdict[str, list[CrosswalkEntry]] = defaultdict(list)
    sources: defaultdict[str, list[CrosswalkEntry]] = defaultdict(list)
    for own in entries:
        if own.from_item in former_items | {""} and own.to_item in later_items | {""}:
            targets[own.from_item].append(own)
            sources[own.to_item].append(own)
    kinds: dict[str, CrosswalkKind] = {}
    common: dict[str, str] = {}
    for item in former.items:
        joined = targets.get(item.item, [])
        if len(joined) == 1 and joined[0].kind in COMMON_KINDS and len(sources[joined[0].to_item]) == 1:
            common[item.item], kinds[item.item] = joined[0].to_item, joined[0].kind
    reached = set(common.values())
    return EditionJoin(
        former.name,
        later.name,
        bool(entries),
        common,
        kinds,
        {
            item.item: _why_not(
                targets.get(item.item, []), [sources[own.to_item] for own in targets[item.item]], "split"
            )
            for item in former.items
            if item.item not in common
        },
        {
            item.item: _why_not(
                sources.get(item.item, []), [targets[own.from_item] for own in sources[item.item]], "merged"
            )
            for item in later.items
            if item.item not in reached
        },
    )


def _why_not(own: Sequence[CrosswalkEntry], beyond: Iterable[Sequence[CrosswalkEntry]], several: CrosswalkKind) -> str:
    """The kind of an item that is not common: of its own entries, else of those its counterpart has beside.

    `several` is what it is when it is joined more than once by kinds that would each leave it what it was.
    """
    if not own:
        return UNMAPPED
    found = {entry.kind for entry in own}
    told = next((kind for kind in _MOST_TELLING if kind in found), None)
    if told is not None:
        return told
    if len(own) > 1:
        return several
    beside = {entry.kind for entries in beyond for entry in entries}
    return next((kind for kind in _MOST_TELLING if kind in beside), "merged" if several == "split" else "split")


def _composed(first: EditionJoin, second: EditionJoin) -> EditionJoin:
    """Common all the way, or of the kind that first ends it."""
    common = {item: second.common[middle] for item, middle in first.common.items() if middle in second.common}
    lost = {
        item: second.former_others.get(middle, UNMAPPED)
        for item, middle in first.common.items()
        if middle not in second.common
    }
    back = {later: middle for middle, later in second.common.items()}
    reached = set(common.values())
    gained = {later: first.later_others.get(middle, UNMAPPED) for later, middle in back.items() if later not in reached}
    return EditionJoin(
        first.former_edition,
        second.later_edition,
        True,
        common,
        {item: max(first.kinds[item], second.kinds[first.common[item]], key=COMMON_KINDS.index) for item in common},
        {**first.former_others, **lost},
        {**gained, **second.later_others},
    )
