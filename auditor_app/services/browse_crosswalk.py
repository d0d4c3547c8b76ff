"""The crosswalk of two editions: what stands in it, what may be joined, what is missing, and what cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind, entries_between
from auditor_app.domain.crosswalk_checks import (
    Fault,
    ItemClasses,
    Remark,
    fold_number,
    new_faults,
    pair_of,
    words_of_entry,
)
from auditor_app.domain.standards import Edition, Item
from auditor_app.foundation.errors import Problem
from auditor_app.services.propose_joins import JoinProposal, propose_joins
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class CrosswalkGround:
    """Two editions with what stands between them, read from the former to the later."""

    former: Edition
    later: Edition
    entries: tuple[CrosswalkEntry, ...]
    proposals: tuple[JoinProposal, ...] = ()

    @property
    def unmapped_former(self) -> tuple[Item, ...]:
        """Items of the former edition no entry names."""
        named = {fold_number(entry.from_item) for entry in self.entries}
        return tuple(item for item in self.former.items if fold_number(item.item) not in named)

    @property
    def unmapped_later(self) -> tuple[Item, ...]:
        named = {fold_number(entry.to_item) for entry in self.entries}
        return tuple(item for item in self.later.items if fold_number(item.item) not in named)

    @property
    def kinds(self) -> tuple[tuple[CrosswalkKind, int], ...]:
        """How many entries there are of each kind that occurs."""
        counts = Counter(entry.kind for entry in self.entries)
        return tuple((kind, counts[kind]) for kind in CROSSWALK_KINDS if counts[kind])

    @cached_property
    def _classes(self) -> ItemClasses:
        return ItemClasses((self.former, self.later))

    def remark(self, entry: CrosswalkEntry) -> Remark | None:
        """What to look at in an entry that may well stand: the key of the text."""
        return self._classes.remark(entry)

    def entry(self, proposal: JoinProposal, kind: CrosswalkKind | None = None) -> CrosswalkEntry:
        """What accepting a proposal stores."""
        kind = kind or proposal.kind
        return CrosswalkEntry(self.former.name, proposal.from_item, self.later.name, proposal.to_item, kind)


def editions_to_join(reader: CaseReader) -> list[Edition]:
    """Editions with items, in the order of the years they hold for; those of no year come last."""
    with_items = [edition for edition in reader.editions() if edition.items]
    return sorted(with_items, key=lambda own: own.fiscal_years or (10_000,))


def crosswalk_ground(reader: CaseReader, former_id: int, later_id: int) -> CrosswalkGround:
    """What stands between two editions, and what may be joined; slow enough for a worker with large catalogues."""
    by_id = {edition.id: edition for edition in reader.editions()}
    former, later = by_id[former_id], by_id[later_id]
    stored = entries_between(reader.crosswalk(), former.name, later.name)
    entries = tuple({pair_of(entry): entry for entry in stored}.values())
    return CrosswalkGround(former, later, entries, propose_joins(former, later, entries))


def problems_of(
    ground: CrosswalkGround, added: Sequence[CrosswalkEntry], removed: Sequence[CrosswalkEntry] = ()
) -> tuple[Problem, ...]:
    """Why a change would be refused, told before it is tried; items are taken to be those of the editions."""
    before = {pair_of(entry): entry for entry in ground.entries}
    fresh = {pair_of(entry): entry for entry in added}
    gone = set(map(pair_of, removed)) - fresh.keys()
    after = [entry for pair, entry in {**before, **fresh}.items() if pair not in gone]
    return change_problems(after, [*fresh.values(), *removed], ground.entries)


def change_problems(
    after: Iterable[CrosswalkEntry],
    changed: Sequence[CrosswalkEntry],
    before: Iterable[CrosswalkEntry],
) -> tuple[Problem, ...]:
    """What cannot be in a crosswalk after a change, and could not be found in it before."""
    return tuple(
        Problem(fault.key, words_of_entry(fault.entry), _values(fault)) for fault in new_faults(after, changed, before)
    )


def remarks_of(ground: CrosswalkGround, entries: Iterable[CrosswalkEntry]) -> tuple[Problem, ...]:
    """What to look at in entries, stored or about to be; it stands in nobody's way."""
    found = ((ground.remark(entry), entry) for entry in entries)
    return tuple(Problem(key, words_of_entry(own), {"item": own.to_item}) for key, own in found if key is not None)


def _values(fault: Fault) -> dict[str, object]:
    other = "" if fault.other is None else words_of_entry(fault.other)
    return {"item": fault.item, "kind": fault.entry.kind, "other": other}
