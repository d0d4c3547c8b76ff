"""The crosswalk of two editions: what stands in it, what is missing, and every change of it by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind
from auditor_app.domain.crosswalk_checks import fold_number, new_faults, pair_of
from auditor_app.domain.standards import Edition, Item
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.propose_joins import JoinProposal, propose_joins
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]

_INVERSE: dict[CrosswalkKind, CrosswalkKind] = {
    "split": "merged",
    "merged": "split",
    "new": "withdrawn",
    "withdrawn": "new",
}
MOST_PROBLEMS = 12
"""Of a refusal: the first ones tell what is wrong, a hundred would hide it."""


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
    entries = entries_between(reader.crosswalk(), former.name, later.name)
    return CrosswalkGround(former, later, entries, propose_joins(former, later, entries))


def entries_between(entries: Iterable[CrosswalkEntry], former: str, later: str) -> tuple[CrosswalkEntry, ...]:
    """The entries of two editions; what was stored from the later to the former one is read the other way round."""
    found: dict[tuple[str, ...], CrosswalkEntry] = {}
    for entry in entries:
        if (entry.from_edition, entry.to_edition) == (former, later):
            found[pair_of(entry)] = entry
        elif (entry.from_edition, entry.to_edition) == (later, former):
            turned = CrosswalkEntry(
                former, entry.to_item, later, entry.from_item, _INVERSE.get(entry.kind, entry.kind), entry.id
            )
            found.setdefault(pair_of(turned), turned)
    return tuple(found.values())


def change_crosswalk(
    case: Path,
    former_id: int,
    later_id: int,
    added: Sequence[CrosswalkEntry],
    removed: Sequence[CrosswalkEntry] = (),
    *,
    author: str,
    clock: Clock,
) -> int:
    """Adds or changes entries and removes others as one change; how many entries that concerned (0: no change).

    An entry of a pair that stands there already changes its kind.  WrongUsageError, and nothing is stored, when an
    item is unknown or a kind impossible beside the others.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            editions, stored = reader.editions(), reader.crosswalk()
        former, later = _editions(editions, former_id, later_id)
        before = {pair_of(entry): entry for entry in entries_between(stored, former.name, later.name)}
        wanted = {pair_of(entry): entry for entry in (_with_known_items(own, former, later) for own in added)}
        fresh = {pair: entry for pair, entry in wanted.items() if before.get(pair) != entry}
        gone = {pair: before[pair] for pair in map(pair_of, removed) if pair in before and pair not in wanted}
        after = {pair: entry for pair, entry in {**before, **fresh}.items() if pair not in gone}
        _refuse_impossible(after.values(), [*fresh.values(), *gone.values()], before.values(), (former, later))
        if not fresh and not gone:
            return 0
        summary: dict[str, object] = {"former": former.name, "later": later.name, "entries": len(fresh) + len(gone)}
        work.begin_change("crosswalk_edited", summary)
        outdated = [before[pair].id for pair in (*fresh, *gone) if pair in before]
        if outdated:
            work.retract("crosswalk_entry", outdated)
        work.add_crosswalk(list(fresh.values()))
        work.commit()
        return len(fresh) + len(gone)


def _editions(editions: Sequence[Edition], former_id: int, later_id: int) -> tuple[Edition, Edition]:
    by_id = {edition.id: edition for edition in editions}
    former, later = by_id[former_id], by_id[later_id]
    if former is later:
        raise WrongUsageError(Problem("crosswalk.same_edition", former.name, {"edition": former.name}))
    for edition in (former, later):
        if sum(own.name == edition.name for own in editions) > 1:
            raise WrongUsageError(Problem("crosswalk.edition_ambiguous", edition.name, {"edition": edition.name}))
    return former, later


def _with_known_items(entry: CrosswalkEntry, former: Edition, later: Edition) -> CrosswalkEntry:
    """With the numbers as the editions write them."""
    return replace(
        entry,
        from_edition=former.name,
        from_item=_known_item(former, entry.from_item),
        to_edition=later.name,
        to_item=_known_item(later, entry.to_item),
    )


def _known_item(edition: Edition, number: str) -> str:
    if not number.strip():
        return ""
    found = next((item.item for item in edition.items if fold_number(item.item) == fold_number(number)), None)
    if found is None:
        from auditor_app.importing.near_names import near_names  # only for a refusal

        near = "、".join(near_names(number, [item.item for item in edition.items])) or "－"
        values: dict[str, object] = {"item": number, "edition": edition.name, "near": near}
        raise WrongUsageError(Problem("crosswalk.item_unknown", f"{edition.name} {number}", values))
    return found


def _refuse_impossible(
    after: Iterable[CrosswalkEntry],
    changed: Sequence[CrosswalkEntry],
    before: Iterable[CrosswalkEntry],
    editions: tuple[Edition, Edition],
) -> None:
    faults = new_faults(list(after), changed, editions, before)
    if faults:
        problems = [
            Problem(fault.key, _place(fault.entry), {"item": fault.item, "kind": fault.entry.kind}) for fault in faults
        ]
        raise WrongUsageError(*problems[:MOST_PROBLEMS])


def _place(entry: CrosswalkEntry) -> str:
    """Where in the crosswalk, e.g. 初版 2.1.1(1)(a) → 改訂版 2.1.1(1)(a)."""
    return f"{entry.from_edition} {entry.from_item or '－'} → {entry.to_edition} {entry.to_item or '－'}"
