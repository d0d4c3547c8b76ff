"""Changes of a crosswalk by hand: each is one change of the case, refused where the crosswalk could not say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.crosswalk import CrosswalkEntry, entries_between
from auditor_app.domain.crosswalk_checks import fold_number, pair_of
from auditor_app.domain.standards import Edition
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_crosswalk import change_problems
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Clock = Callable[[], datetime]

MOST_PROBLEMS = 12
"""Of a refusal: the first ones tell what is wrong, a hundred would hide it."""


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
        between = entries_between(stored, former.name, later.name)
        before = {pair_of(entry): entry for entry in between}
        wanted = {pair_of(entry): entry for entry in (_with_known_items(own, former, later) for own in added)}
        fresh = {pair: entry for pair, entry in wanted.items() if before.get(pair) != entry}
        gone = {pair: before[pair] for pair in map(pair_of, removed) if pair in before and pair not in wanted}
        after = {pair: entry for pair, entry in {**before, **fresh}.items() if pair not in gone}
        problems = change_problems(after.values(), [*fresh.values(), *gone.values()], before.values())
        if problems:
            raise WrongUsageError(*problems[:MOST_PROBLEMS])
        if not fresh and not gone:
            return 0
        summary: dict[str, object] = {"former": former.name, "later": later.name, "entries": len(fresh) + len(gone)}
        work.begin_change("crosswalk_edited", summary)
        outdated = [entry.id for entry in between if pair_of(entry) in fresh or pair_of(entry) in gone]
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

        near = "、".join(near_names(number, [item.item for item in edition.items]))
        values: dict[str, object] = {"item": number, "edition": edition.name, "near": near}
        raise WrongUsageError(Problem("crosswalk.item_unknown", f"{edition.name} {number}", values))
    return found
