"""Reads a table of organisations: bodies with dated names, and what was merged, split, created or abolished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.domain.table_proposals import EffectCounts
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.organisation_cells import NameKey, OrganisationCells, read_cells
from auditor_app.importing.returns.organisation_events import RowEvents, hold_against_days
from auditor_app.importing.returns.organisation_lineage import (
    refuse_circles,
    refuse_unknown_successors,
    with_days_of_renamings,
)
from auditor_app.importing.returns.organisation_periods import StoredNames, bodies_of, with_periods
from auditor_app.importing.returns.plans import CaseContext, LinkPlan, TablePlan, TableSource
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals

_UNDATED: dict[LinkKind | None, str] = {
    "merged": "organisations.break_without_day",
    "split": "organisations.break_without_day",
    "created": "organisations.event_without_day",
    "abolished": "organisations.event_without_day",
}


def plan_organisations(records: Sequence[Record], case: CaseContext, source: TableSource) -> TablePlan:
    """Bodies, names and links to be added.  A renamed body is one organisation with two names.

    A name the case holds with other days is refused; days it does not know yet are added.
    """
    del source  # organisations are the same whatever file tells of them
    refusals = RowRefusals()
    known = {fold_name(name.name) for own in case.organisations for name in own.names}
    known |= {fold_name(record.text("name")) for record in records} - {""}
    rows = [own for record in records if (own := read_cells(record, known, refusals)) is not None]
    read = len(rows)
    rows = list({row.says: row for row in reversed(rows)}.values())[::-1]
    duplicates = read - len(rows)
    rows, names = with_periods(rows, case, refusals)
    refuse_unknown_successors(rows, case, refusals)
    refuse_circles(rows, case, names, refusals)
    rows = with_days_of_renamings([row for row in rows if not refusals.has(row.record)], names, refusals)
    draft, usable, warnings = _drafted(rows, case, names, refusals)
    links = [link for row in usable for link in _new_links(row, case)]
    stated = {row.record.row for row in usable}
    new = {row.record.row for row in usable if row.key in draft.changed or _new_links(row, case)}
    return TablePlan(
        counts=EffectCounts(new=len(new), equal=len(stated - new), duplicates=duplicates, refused=refusals.row_count),
        refused=refusals.problems(),
        warnings=warnings,
        notes=_without_day(usable, case),
        organisations=tuple(draft.organisations),
        names=tuple(draft.names),
        links=tuple(links),
        organisation_names=tuple(dict.fromkeys(row.name for row in usable)),
    )


def _drafted(
    rows: Sequence[OrganisationCells], case: CaseContext, names: StoredNames, refusals: RowRefusals
) -> tuple[_Draft, list[OrganisationCells], tuple[Problem, ...]]:
    """What is to be written, the rows it comes from, and what to point out.

    A row that is refused may be what another one needs: it is drafted anew until all rows left can stay.
    """
    while True:
        rows = [row for row in rows if not refusals.has(row.record)]
        refuse_unknown_successors(rows, case, refusals)
        if any(refusals.has(row.record) for row in rows):
            continue
        draft = _Draft(case, names, refusals)
        for body in _bodies(rows):
            draft.add_body(body)
        events = [RowEvents(row, tuple(_new_links(row, case))) for row in rows if not refusals.has(row.record)]
        warnings = hold_against_days(events, draft.organisations, draft.names, case, refusals)
        if not any(refusals.has(row.record) for row in rows):
            return draft, list(rows), warnings


def _bodies(rows: Sequence[OrganisationCells]) -> list[list[OrganisationCells]]:
    """Rows by body, in the order of the file."""
    body_of = bodies_of(rows)
    grouped: dict[NameKey, list[OrganisationCells]] = defaultdict(list)
    for row in rows:
        grouped[body_of[row.key]].append(row)
    return list(grouped.values())


class _Draft:
    """What is to be written, body by body."""

    def __init__(self, case: CaseContext, stored: StoredNames, refusals: RowRefusals) -> None:
        self.organisations: list[tuple[OrganisationName, ...]] = []
        self.names: list[tuple[int, OrganisationName]] = []
        self.changed: set[NameKey] = set()
        """Names that are new or get days."""
        self._case = case
        self._stored = stored
        self._refusals = refusals

    def add_body(self, rows: Sequence[OrganisationCells]) -> None:
        names = _names(rows)
        stored = self._stored_bodies(rows)
        if len(stored) > 1:
            for row in rows:
                self._refusals.add("organisations.body_is_two", row.record, "name", name=row.name)
            return
        own = next(iter(stored.values()), None)
        filled = {key: _filled(name, self._stored.name_of(own, key), own) for key, name in names.items()}
        if any(self._refuse_differing(row, filled[row.key], own) for row in rows):
            return
        if self._refuse_overlaps(rows, filled, own):
            return
        new = {key: name for key, name in filled.items() if own is None or name not in own.names}
        self.changed.update(new)
        ordered = sorted(new.values(), key=lambda name: name.from_date or date.min)
        if own is None:
            self.organisations.append(tuple(ordered))
        else:
            self.names += [(own.id, name) for name in ordered]

    def _stored_bodies(self, rows: Sequence[OrganisationCells]) -> dict[int, Organisation]:
        """Bodies of the case that bear one of the names in the days told (or, untold, at any time)."""
        named = {row.key: OrganisationName(row.name, "", row.from_date, row.to_date) for row in rows}
        renamed = {row.successor_keys[0] for row in rows if row.kind == "renamed"}
        return {
            own.id: own
            for own in self._case.organisations
            for name in own.names
            if ((key := self._stored.key(own, name)) in named and name.overlaps(named[key]))
            or (key not in named and key in renamed)
        }

    def _refuse_differing(self, row: OrganisationCells, name: OrganisationName, own: Organisation | None) -> bool:
        """Whether the case holds the name with another day or English name than this row tells."""
        stored = self._stored.name_of(own, row.key)
        if stored is None:
            return False
        for field, before, now in (
            ("from_date", stored.from_date, name.from_date),
            ("to_date", stored.to_date, name.to_date),
            ("english", stored.english, name.english),
        ):
            if before and before != now:
                values: dict[str, object] = {"name": row.name, "stored": before, "stated": now}
                self._refusals.add("organisations.stored_differs", row.record, field, **values)
                return True
        return False

    def _refuse_overlaps(
        self, rows: Sequence[OrganisationCells], names: dict[NameKey, OrganisationName], own: Organisation | None
    ) -> bool:
        """Whether a name is borne on a day on which the body bears another one."""
        kept = {self._stored.key(own, name): name for name in own.names} if own else {}
        merged = sorted((kept | names).values(), key=lambda name: name.from_date or date.min)
        for earlier, later in pairwise(merged):
            if earlier.overlaps(later):
                for row in rows:
                    values: dict[str, object] = {"one": earlier.name, "other": later.name}
                    self._refusals.add("organisations.names_overlap", row.record, "name", **values)
                return True
        return False


def _names(rows: Sequence[OrganisationCells]) -> dict[NameKey, OrganisationName]:
    """The names by their times, with the English name of whichever row tells it."""
    found: dict[NameKey, OrganisationName] = {}
    for row in rows:
        known = found.get(row.key)
        english = row.english or (known.english if known else "")
        found[row.key] = OrganisationName(row.name, english, row.from_date, row.to_date)
    return found


def _filled(name: OrganisationName, stored: OrganisationName | None, own: Organisation | None) -> OrganisationName:
    """What the file leaves open is as the case has it; of the English name also where it has it at another time."""
    if stored is None:
        names = own.names if own else ()
        same = (known.english for known in names if fold_name(known.name) == fold_name(name.name))
        return replace(name, english=name.english or next(same, ""))
    return OrganisationName(
        stored.name, name.english or stored.english, name.from_date or stored.from_date, name.to_date or stored.to_date
    )


def _new_links(row: OrganisationCells, case: CaseContext) -> list[LinkPlan]:
    """What the row tells of mergers, splits, creation and abolition, as far as the case does not hold it."""
    if row.kind is None or row.kind == "renamed":
        return []
    name_of = {own.id: {fold_name(name.name) for name in own.names} for own in case.organisations}
    found = []
    for successor in row.successors or ("",):
        before, after = ("", row.name) if row.kind == "created" else (row.name, successor)
        is_stored = any(
            link.kind == row.kind
            and _is_called(before, link.from_id, name_of)
            and _is_called(after, link.to_id, name_of)
            for link in case.links
        )
        if not is_stored:
            found.append(LinkPlan(before, after, row.kind, row.change_day))
    return found


def _without_day(rows: Sequence[OrganisationCells], case: CaseContext) -> tuple[Problem, ...]:
    """Rows whose event comes in without its day, with what that means for every comparison of years."""
    return tuple(
        Problem(_UNDATED[row.kind], row.record.place("kind"), {"name": row.name})
        for row in rows
        if row.change_day is None and row.kind in _UNDATED and _new_links(row, case)
    )


def _is_called(name: str, organisation_id: int | None, name_of: dict[int, set[str]]) -> bool:
    """Whether a link's end is the body of that name; no name means no body."""
    if organisation_id is None or not name:
        return organisation_id is None and not name
    return fold_name(name) in name_of.get(organisation_id, ())
