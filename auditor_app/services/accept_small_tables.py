"""Stores what the tables of catalogue, crosswalk, organisations and programme propose, within one change."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.domain.organisations import Organisation
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition
from auditor_app.domain.table_proposals import OnConflict
from auditor_app.importing.returns.plans import FIRST_PROVISIONAL_ID, CaseContext, TablePlan
from auditor_app.storage.unit_of_work import UnitOfWork


class SmallTableStore:
    """Stores plans one after another; later plans may name what earlier ones of the same change have added.

    The change is open and the documents of the plans are part of it already.
    """

    def __init__(self, work: UnitOfWork, case: CaseContext) -> None:
        """`case` is what the case file holds, without anything provisional."""
        self._work = work
        self._organisation_ids = _ids_by_name(case.organisations)
        self._edition_ids = {_edition_key(edition): edition.id for edition in case.editions}

    def store(self, plan: TablePlan, case: CaseContext, on_conflict: OnConflict = "keep") -> int:
        """Writes a plan made for `case`; returns how many rows of its table that are.

        keep leaves out what the case contradicts; otherwise the new kind of a pair holds from now on, and a
        differing statement stands beside the stored one.
        """
        self._store_standard(plan, case)
        self._store_organisations(plan, case)
        self._work.add_crosswalk(plan.crosswalk)
        self._work.add_statements(plan.statements)
        if on_conflict == "keep":
            return plan.counts.new
        self._work.add_crosswalk(plan.differing_crosswalk)
        self._work.add_statements(plan.differing_statements)
        return plan.counts.new + plan.counts.changed

    def _store_standard(self, plan: TablePlan, case: CaseContext) -> None:
        for role in plan.roles:
            self._work.add_role(role)
        for edition in plan.editions:
            if 0 < edition.id < FIRST_PROVISIONAL_ID:
                self._work.add_edition_content(edition)
            else:
                self._edition_ids[_edition_key(edition)] = self._work.add_edition(edition)
        for edition_id, years in plan.edition_years:
            known = next(edition for edition in case.editions if edition.id == edition_id)
            self._work.add_edition_years(self._edition_ids[_edition_key(known)], years)

    def _store_organisations(self, plan: TablePlan, case: CaseContext) -> None:
        for names in plan.organisations:
            identifier = self._work.add_organisation(names)
            self._organisation_ids.update({fold_name(name.name): identifier for name in names})
        for organisation_id, name in plan.names:
            known = next(own for own in case.organisations if own.id == organisation_id)
            identifier = self._organisation_ids[fold_name(known.names[-1].name)]
            self._work.add_organisation_name(identifier, name)
            self._organisation_ids[fold_name(name.name)] = identifier
        for link in plan.links:
            before, after = self._organisation_id(link.from_name), self._organisation_id(link.to_name)
            self._work.add_organisation_link(before, after, link.kind, link.on_date)

    def _organisation_id(self, name: str) -> int | None:
        return self._organisation_ids[fold_name(name)] if name else None


def _ids_by_name(organisations: Sequence[Organisation]) -> dict[str, int]:
    """By every name there is; of two bodies that bore the same name the later one."""
    return {fold_name(name.name): own.id for own in organisations for name in own.names}


def _edition_key(edition: Edition) -> tuple[str, str]:
    return fold_name(edition.standard), fold_name(edition.name)
