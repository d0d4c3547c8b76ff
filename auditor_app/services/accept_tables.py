"""Stores accepted tables - one, or all of a folder - as one change in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from auditor_app.domain.organisations import Organisation
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.conflicts import CHANGED, NEW
from auditor_app.importing.returns.locating import mapping_to_remember
from auditor_app.importing.returns.plans import LinkPlan
from auditor_app.services.propose_table import ReadyTable
from auditor_app.services.store_returns import ReturnsWriter
from auditor_app.storage.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]


def store_tables(
    work: UnitOfWork,
    tables: Sequence[ReadyTable],
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes what the tables change into an open unit of work, without committing; the number of rows stored.

    0: nothing was written, no change was begun.
    """
    kept = [table for table in tables if changed_rows(table)]
    count = sum(changed_rows(table) for table in kept)
    if not kept:
        return 0
    work.begin_change("returns_imported", {"document": _documents(kept), "rows": count})
    for sha256, table in {table.question.file.sha256: table for table in kept}.items():
        file, facts = table.question.file, table.question.facts
        work.add_source(file.name, sha256, file.size, table.question.packed, facts.encoding, facts.encoding_is_certain)
    writer = _TableWriter(work, kept[0].question.context.organisations)
    writer.declare_organisations(tables, _organisations_with_rows(kept))
    returns = ReturnsWriter(work, writer.ids, on_progress, is_cancelled)
    for table in kept:
        writer.write_names(table)
        writer.write_rows(table)
        returns.add_reports(table)
    returns.write_answers()
    for table in kept:
        writer.write_particulars(table)
    return count


def changed_rows(table: ReadyTable) -> int:
    """How many rows of a table will be stored."""
    counts = table.proposal.counts
    return counts.new + (0 if table.on_conflict == "keep" else counts.changed)


def _organisations_with_rows(tables: Sequence[ReadyTable]) -> set[int]:
    """A name of which every row was refused becomes no organisation."""
    used: set[int] = set()
    for table in tables:
        staged = table.staged
        if staged is None:
            continue
        rows = staged.rows_by_effect[NEW] + (0 if table.on_conflict == "keep" else staged.rows_by_effect[CHANGED])
        used.update(key.organisation_id for key, count in zip(staged.groups, rows.tolist(), strict=True) if count)
    return used


def _documents(tables: Sequence[ReadyTable]) -> str:
    """The names of the files for the log; of many the first three and their number."""
    names = list(dict.fromkeys(table.question.file.name for table in tables))
    return "、".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")


class _TableWriter:
    """Writes names and small tables, and learns the numbers the case gives to what had provisional ones."""

    def __init__(self, work: UnitOfWork, organisations: Sequence[Organisation]) -> None:
        self.ids: dict[int, int] = {}
        """Provisional id → the case's."""
        self._work = work
        self._organisation_ids = {fold_name(name.name): own.id for own in organisations for name in own.names}

    def declare_organisations(self, tables: Sequence[ReadyTable], used: set[int]) -> None:
        """Those that returns name first and have rows that are stored."""
        for table in tables:
            for organisation in table.pending.organisations:
                if table.plan is None and organisation.id in used:
                    self._add_organisation(organisation)

    def _add_organisation(self, organisation: Organisation) -> None:
        identifier = self._work.add_organisation(organisation.names)
        self.ids[organisation.id] = identifier
        self._organisation_ids.update((fold_name(name.name), identifier) for name in organisation.names)

    def write_names(self, table: ReadyTable) -> None:
        """Organisations, roles and editions of a small table, in the order of their provisional ids."""
        if table.plan is None:
            return
        pending = table.pending
        for organisation in pending.organisations:
            self._add_organisation(organisation)
        for role in pending.roles:
            self.ids[role.id] = self._work.add_role(role)
        for edition, provisional in zip(table.plan.editions, pending.editions, strict=True):
            identifier = edition.id
            if edition.id:
                self._work.add_edition_content(edition)
            else:
                identifier = self._work.add_edition(edition)
            self.ids[provisional.id] = identifier
            items = self._work.item_ids(identifier)
            self.ids.update((item.id, items[item.item]) for item in provisional.items)

    def write_rows(self, table: ReadyTable) -> None:
        """The rest of a small table."""
        plan, work = table.plan, self._work
        if plan is None:
            return
        for edition_id, years in plan.edition_years:
            work.add_edition_years(self.ids.get(edition_id, edition_id), years)
        for organisation_id, name in plan.names:
            identifier = self.ids.get(organisation_id, organisation_id)
            work.add_organisation_name(identifier, name)
            self._organisation_ids[fold_name(name.name)] = identifier
        for link in plan.links:
            self._write_link(link)
        takes_differing = table.on_conflict != "keep"
        crosswalk = (*plan.crosswalk, *(plan.differing_crosswalk if takes_differing else ()))
        if crosswalk:
            work.add_crosswalk(crosswalk)
        statements = (*plan.statements, *(plan.differing_statements if takes_differing else ()))
        if statements:
            work.add_statements(statements)

    def write_particulars(self, table: ReadyTable) -> None:
        """What was refused, which names were confirmed, and how the columns were mapped."""
        question, proposal = table.question, table.proposal
        self._work.add_refused_rows(question.file.sha256, [*proposal.refused, *_further(table)])
        for (kind, text), target in question.names.items():
            if question.context.aliases.get(kind, {}).get(text) != target:
                self._work.add_alias(kind, text, self.ids.get(target, target))
        if question.mapping_is_chosen and proposal.kind is not None:
            mapping = mapping_to_remember(question.located)
            self._work.save_mapping(None, proposal.kind, mapping)
            if len(proposal.organisations) == 1:
                with suppress(KeyError):
                    own = self._organisation_ids[fold_name(proposal.organisations[0])]
                    self._work.save_mapping(own, proposal.kind, mapping)

    def _write_link(self, link: LinkPlan) -> None:
        before, after = (
            self._organisation_ids[fold_name(name)] if name else None for name in (link.from_name, link.to_name)
        )
        self._work.add_organisation_link(before, after, link.kind, link.on_date)


def _further(table: ReadyTable) -> list[Problem]:
    """Refused cells beyond those listed one by one, counted by reason."""
    listed: dict[str, int] = {}
    for problem in table.proposal.refused:
        listed[problem.key] = listed.get(problem.key, 0) + 1
    place = table.question.file.name
    return [
        Problem("returns.further_refused", place, {"reason": key, "count": count - listed.get(key, 0)})
        for key, count in table.proposal.refused_by_reason.items()
        if count > listed.get(key, 0)
    ]
