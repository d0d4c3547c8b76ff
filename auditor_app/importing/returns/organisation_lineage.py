"""What became of what: successors that exist, no circle among them, and the days between two names of one body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from auditor_app.domain.published import fold_name
from auditor_app.importing.near_names import near_names
from auditor_app.importing.returns.organisation_cells import NameKey, OrganisationCells
from auditor_app.importing.returns.organisation_periods import StoredNames
from auditor_app.importing.returns.plans import CaseContext
from auditor_app.importing.returns.row_refusals import RowRefusals, words_of


def refuse_unknown_successors(rows: Sequence[OrganisationCells], case: CaseContext, refusals: RowRefusals) -> None:
    """A successor has a row of its own or is in the case."""
    named = {fold_name(row.name): row.name for row in rows}
    named |= {fold_name(name.name): name.name for own in case.organisations for name in own.names}
    for row in rows:
        for successor in row.successors:
            if fold_name(successor) not in named:
                near = words_of(near_names(successor, list(named.values())))
                refusals.add("organisations.successor_unknown", row.record, "successor", name=successor, near=near)


def refuse_circles(
    rows: Sequence[OrganisationCells], case: CaseContext, names: StoredNames, refusals: RowRefusals
) -> None:
    """Nothing becomes, over any number of steps, what it came from; a name may come back at another time."""
    after = _successors(rows, case, names)
    for row in rows:
        for successor, key in zip(row.successors, row.successor_keys, strict=True):
            if row.key in _reached_from(key, after):
                refusals.add("organisations.circle", row.record, "successor", name=row.name, successor=successor)


def _successors(
    rows: Sequence[OrganisationCells], case: CaseContext, names: StoredNames
) -> Mapping[NameKey, set[NameKey]]:
    after: dict[NameKey, set[NameKey]] = defaultdict(set)
    for row in rows:
        after[row.key].update(row.successor_keys)
    keys = {own.id: [names.key(own, name) for name in own.names] for own in case.organisations}
    for borne in keys.values():
        for earlier, later in pairwise(borne):
            after[earlier].add(later)
    for link in case.links:
        if link.from_id in keys and link.to_id in keys:
            after[keys[link.from_id][-1]].add(keys[link.to_id][0])
    return after


def _reached_from(start: NameKey, after: Mapping[NameKey, set[NameKey]]) -> set[NameKey]:
    """`start` itself and all that came after it."""
    reached, waiting = set[NameKey](), [start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += after.get(key, ())
    return reached


def with_days_of_renamings(
    rows: Sequence[OrganisationCells], names: StoredNames, refusals: RowRefusals
) -> list[OrganisationCells]:
    """The rows, with the last day of an old name and the first day of the new one told by each other.

    A new name that only the case has gets a row as well.  A renaming that leaves a gap, overlaps, or has no day at
    all is refused.
    """
    stored = names.by_key
    found = {row.key: row for row in rows}
    added: list[OrganisationCells] = []
    old_name: dict[NameKey, NameKey] = {}
    for row in rows:
        if row.kind != "renamed":
            continue
        old, new = row.key, row.successor_keys[0]
        if old_name.setdefault(new, old) != old:
            refusals.add("organisations.renamed_from_two", row.record, "successor", name=row.successors[0])
        if new not in found and new not in stored:
            continue  # its row was refused, and this one is for the same reason
        if new not in found:
            name = stored[new]
            found[new] = OrganisationCells(row.record, name.name, "", name.from_date, None, (), None, key=new)
            added.append(found[new])
        last = found[old].to_date or (stored[old].to_date if old in stored else None)
        first = found[new].from_date or (stored[new].from_date if new in stored else None)
        last, first = _told_by_each_other(last, first)
        if last is None or first is None:
            refusals.add("organisations.renamed_without_day", row.record, "to_date", name=row.name)
        elif first != last + timedelta(days=1):
            refusals.add("organisations.renamed_with_gap", row.record, "to_date", last=last, first=first)
        found[old], found[new] = replace(found[old], to_date=last), replace(found[new], from_date=first)
    return [replace(row, from_date=found[row.key].from_date, to_date=found[row.key].to_date) for row in (*rows, *added)]


def _told_by_each_other(last: date | None, first: date | None) -> tuple[date | None, date | None]:
    """The last day of an old name and the first of the new one, either from the other."""
    if last is None and first is not None:
        return first - timedelta(days=1), first
    if first is None and last is not None:
        return last, last + timedelta(days=1)
    return last, first
