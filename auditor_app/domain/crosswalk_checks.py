"""What a crosswalk cannot say: one rule for rows of a file and for rows made by hand."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind, inverted
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition, ItemClass

ONE_TO_ONE: frozenset[CrosswalkKind] = frozenset({"unchanged", "reworded", "moved"})
"""Kinds whose items are compared from year to year: each has one counterpart, or it would count twice."""

Pair = tuple[str, str, str, str]
End = Literal["from_item", "to_item"]

FAULT_KEYS = (
    "crosswalk.split_alone",
    "crosswalk.merged_alone",
    "crosswalk.has_another_source",
    "crosswalk.has_another_target",
    "crosswalk.item_missing",
    "crosswalk.item_not_allowed",
)

Remark = Literal["crosswalk.class_changed", "crosswalk.class_kept"]
REMARKS: tuple[Remark, ...] = ("crosswalk.class_changed", "crosswalk.class_kept")


@dataclass(frozen=True)
class Fault:
    """Why an entry cannot stand: the key of its text, the column that says so, and the item it is about."""

    key: str
    field: Literal["from_item", "to_item", "kind"]
    item: str
    entry: CrosswalkEntry
    other: CrosswalkEntry | None = dataclasses.field(default=None, compare=False)
    """An entry it cannot stand beside."""


def pair_of(entry: CrosswalkEntry) -> Pair:
    """What an entry is about; the same pair again says another kind of the same thing.

    >>> pair_of(CrosswalkEntry("初版", "２．１(1)", "改訂版", "2.1 (1)", "moved"))
    ('初版', '2.1(1)', '改訂版', '2.1(1)')
    """
    return (entry.from_edition, fold_number(entry.from_item), entry.to_edition, fold_number(entry.to_item))


def pair_either_way(entry: CrosswalkEntry) -> Pair:
    """What an entry is about, whichever of its editions it starts from.

    >>> own = CrosswalkEntry("初版", "2.1(1)", "改訂版", "2.1(2)", "split")
    >>> pair_either_way(own) == pair_either_way(inverted(own))
    True
    """
    return min(pair_of(entry), pair_of(inverted(entry)))


def told_like(entry: CrosswalkEntry, other: CrosswalkEntry) -> CrosswalkEntry:
    """The entry read in the direction in which `other` tells of the same two editions."""
    return entry if entry.from_edition == other.from_edition else inverted(entry)


def words_of_entry(entry: CrosswalkEntry) -> str:
    """Where in a crosswalk.

    >>> words_of_entry(CrosswalkEntry("初版", "2.1.1(1)(a)", "改訂版", "", "withdrawn"))
    '初版 2.1.1(1)(a) → 改訂版 －'
    """
    return f"{entry.from_edition} {entry.from_item or '－'} → {entry.to_edition} {entry.to_item or '－'}"


def fold_number(text: str) -> str:
    """The number of an item in the form in which numbers are compared.

    >>> fold_number("４．１．６（１）（ａ）"), fold_number("4.1.6 (1) (a)")
    ('4.1.6(1)(a)', '4.1.6(1)(a)')
    """
    return fold_name(text).casefold()


def wants(kind: CrosswalkKind, end: End) -> bool:
    """Whether an entry of that kind names an item there: a new item has no old one, a withdrawn one no new one."""
    return kind != ("new" if end == "from_item" else "withdrawn")


def end_faults(entry: CrosswalkEntry) -> tuple[Fault, ...]:
    """Items that are missing or too many for the kind, which the entry alone tells.

    >>> [fault.key for fault in end_faults(CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "", "new"))]
    ['crosswalk.item_not_allowed', 'crosswalk.item_missing']
    """
    found = []
    ends: tuple[tuple[End, str], ...] = (("from_item", entry.from_item), ("to_item", entry.to_item))
    for end, item in ends:
        is_wanted = wants(entry.kind, end)
        if is_wanted and not item:
            found.append(Fault("crosswalk.item_missing", end, item, entry))
        elif item and not is_wanted:
            found.append(Fault("crosswalk.item_not_allowed", end, item, entry))
    return tuple(found)


class CrosswalkTable:
    """Entries as they would stand together; of one pair the last one given holds.

    An entry told from the later edition to the former says the same as its inverse: each is read in both directions.
    """

    def __init__(self, entries: Iterable[CrosswalkEntry]) -> None:
        self._entries: dict[Pair, CrosswalkEntry] = {}
        for own in entries:
            self._entries[pair_of(own)], self._entries[pair_of(inverted(own))] = own, inverted(own)
        self._targets: dict[tuple[str, str, str], list[CrosswalkEntry]] = defaultdict(list)
        self._sources: dict[tuple[str, str, str], list[CrosswalkEntry]] = defaultdict(list)
        for (former, from_item, later, to_item), entry in self._entries.items():
            if from_item:
                self._targets[former, from_item, later].append(entry)
            if to_item:
                self._sources[former, later, to_item].append(entry)

    def beside(self, entry: CrosswalkEntry) -> tuple[CrosswalkEntry, ...]:
        """The other entries that name one of its items for the same two editions, told in the same direction."""
        own = pair_of(entry)
        near = {pair_of(other): other for other in (*self._of_source(own), *self._of_target(own))}
        return tuple(other for pair, other in near.items() if pair != own)

    def held(self, entry: CrosswalkEntry) -> CrosswalkEntry | None:
        """What the table says of the pair of an entry, told in its direction."""
        return self._entries.get(pair_of(entry))

    def faults(self, entry: CrosswalkEntry) -> tuple[Fault, ...]:
        """What stands against an entry of the table; empty when it can be."""
        own = pair_of(entry)
        kind, former, later = entry.kind, entry.from_item, entry.to_item
        target = next((other for other in self._of_source(own) if pair_of(other) != own), None)
        source = next((other for other in self._of_target(own) if pair_of(other) != own), None)
        found = list(end_faults(entry))
        if kind == "split" and target is None:
            found.append(Fault("crosswalk.split_alone", "kind", former, entry))
        if kind == "merged" and source is None:
            found.append(Fault("crosswalk.merged_alone", "kind", later, entry))
        if kind in ("new", *ONE_TO_ONE) and source is not None:
            found.append(Fault("crosswalk.has_another_source", "to_item", later, entry, source))
        if kind in ("withdrawn", *ONE_TO_ONE) and target is not None:
            found.append(Fault("crosswalk.has_another_target", "from_item", former, entry, target))
        return tuple(found)

    def _of_source(self, pair: Pair) -> list[CrosswalkEntry]:
        return self._targets.get((pair[0], pair[1], pair[2]), [])

    def _of_target(self, pair: Pair) -> list[CrosswalkEntry]:
        return self._sources.get((pair[0], pair[2], pair[3]), [])


class ItemClasses:
    """Basic or enhanced, as the editions have it: what an auditor should look at and nobody is refused for.

    A crosswalk is a source, and the kind it states holds even where the catalogues' classes say otherwise.
    """

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._classes: dict[tuple[str, str], ItemClass] = {
            (edition.name, fold_number(item.item)): item.item_class for edition in editions for item in edition.items
        }

    def remark(self, entry: CrosswalkEntry) -> Remark | None:
        """The key of the text, where a change of class is compared, or a reclassification changes no class."""
        former, from_item, later, to_item = pair_of(entry)
        before, after = self._classes.get((former, from_item)), self._classes.get((later, to_item))
        if before is None or after is None:
            return None
        if entry.kind in ONE_TO_ONE and before != after:
            return "crosswalk.class_changed"
        return "crosswalk.class_kept" if entry.kind == "reclassified" and before == after else None


def new_faults(
    entries: Iterable[CrosswalkEntry],
    changed: Iterable[CrosswalkEntry],
    before: Iterable[CrosswalkEntry] = (),
) -> tuple[Fault, ...]:
    """What cannot be among the changed entries and those beside them, unless it stood so `before`.

    `entries`: all as they would be after the change; `changed`: those added, changed or removed.
    """
    after, former = CrosswalkTable(entries), CrosswalkTable(before)
    touched: dict[Pair, CrosswalkEntry] = {}
    for entry in changed:
        near = (after.held(entry), *after.beside(entry))
        touched.update({pair_either_way(own): own for own in near if own is not None})
    excused = {fault for entry in touched.values() if former.held(entry) == entry for fault in former.faults(entry)}
    return tuple(fault for entry in touched.values() for fault in after.faults(entry) if fault not in excused)
