"""Reads a catalogue of the common standard: editions with their Parts, sections, items and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition, EditionState, Item, ItemClass, Role
from auditor_app.domain.table_proposals import EffectCounts
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.catalogue_cells import CatalogueCells, read_cells
from auditor_app.importing.returns.catalogue_draft import EditionDraft
from auditor_app.importing.returns.catalogue_roles import resolve_roles
from auditor_app.importing.returns.names import fold_item
from auditor_app.importing.returns.plans import CaseContext, TablePlan, TableSource
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals

COMMON_STANDARD = "政府機関統一基準"
"""The standard an edition belongs to when neither file nor case names one."""


@dataclass(frozen=True)
class _Held:
    """An edition of the file held against the case."""

    is_new: bool
    """Or else the case holds it already."""
    edition: Edition | None = None
    """What is to be stored; its id is that of an edition the case knows by name only."""
    years: tuple[int, tuple[int, ...]] | None = None
    blocking: tuple[Problem, ...] = ()


def plan_catalogue(records: Sequence[Record], case: CaseContext, source: TableSource) -> TablePlan:
    """Editions to be added.  An edition the case holds with other content, or whose years are taken, blocks the file.

    Without `source.fiscal_years` an edition holds for every year that has none: there can be one such edition.
    """
    refusals = RowRefusals()
    cells = [own for record in records if (own := read_cells(record, refusals)) is not None]
    roles = resolve_roles(cells, case, refusals)
    drafts = _drafts(cells, roles, refusals)
    known = list(case.editions)
    counts = EffectCounts()
    results: list[_Held] = []
    for draft in drafts:
        held = _held_against_case(draft, known, source.fiscal_years)
        results.append(held)
        if held.edition is not None:
            known.append(held.edition)
        counts = replace(
            counts,
            new=counts.new + (draft.row_count if held.is_new else 0),
            equal=counts.equal + (0 if held.is_new else draft.row_count),
            duplicates=counts.duplicates + draft.duplicates,
        )
    editions = tuple(held.edition for held in results if held.edition is not None)
    return TablePlan(
        counts=replace(counts, refused=refusals.row_count),
        refused=refusals.problems(),
        blocking=tuple(problem for held in results for problem in held.blocking),
        roles=_new_roles(editions, roles),
        editions=editions,
        edition_years=tuple(held.years for held in results if held.years is not None),
        fiscal_years=source.fiscal_years,
    )


def _drafts(cells: Sequence[CatalogueCells], roles: dict[str, Role], refusals: RowRefusals) -> list[EditionDraft]:
    drafts: dict[str, EditionDraft] = {}
    for own in cells:
        if refusals.has(own.record):
            continue
        draft = drafts.setdefault(fold_name(own.edition), EditionDraft(own))
        draft.add(own, [roles[word].code for word in own.role_words], refusals)
    return [draft for draft in drafts.values() if draft.row_count]


def _held_against_case(draft: EditionDraft, known: Sequence[Edition], years: tuple[int, ...]) -> _Held:
    stored = next((own for own in known if _is_named(own, draft)), None)
    if stored is not None and stored.items:
        return _against_stored(draft, stored, known, years)
    new = draft.edition(stored.standard if stored else draft.standard or COMMON_STANDARD, years)
    if stored is not None:
        new = replace(
            new, id=stored.id, name=stored.name, state=draft.state or stored.state, state_date=stored.state_date
        )
        new = replace(new, fiscal_years=tuple(sorted({*stored.fiscal_years, *years})))
    others = [own for own in known if own.items]
    return _Held(True, new, blocking=_years_taken(draft, new.fiscal_years, others))


def _is_named(edition: Edition, draft: EditionDraft) -> bool:
    is_same_standard = not draft.standard or fold_name(edition.standard) == fold_name(draft.standard)
    return is_same_standard and fold_name(edition.name) == fold_name(draft.name)


def _against_stored(draft: EditionDraft, stored: Edition, known: Sequence[Edition], years: tuple[int, ...]) -> _Held:
    differing = _first_difference(draft, stored)
    if differing is not None:
        values: dict[str, object] = {"edition": stored.name, "item": differing}
        return _Held(False, blocking=(Problem("catalogue.edition_differs", draft.first.place("edition"), values),))
    if not stored.fiscal_years:
        years = ()  # it holds for every year that has none of its own, whether or not those are named now
    added = tuple(year for year in years if year not in stored.fiscal_years)
    others = [own for own in known if own.items and own is not stored]
    taken = _years_taken(draft, added, others) if added else ()
    return _Held(bool(added), years=(stored.id, added) if added and not taken else None, blocking=taken)


def _years_taken(draft: EditionDraft, years: tuple[int, ...], others: Sequence[Edition]) -> tuple[Problem, ...]:
    place = draft.first.place("edition")
    if not years:
        default = next((own for own in others if not own.fiscal_years), None)
        if default is None:
            return ()
        values: dict[str, object] = {"edition": draft.name, "other": default.name}
        return (Problem("catalogue.second_default", place, values),)
    return tuple(
        Problem("catalogue.year_taken", place, {"edition": draft.name, "other": other.name, "year": year})
        for year in years
        for other in others
        if year in other.fiscal_years
    )


def _first_difference(draft: EditionDraft, stored: Edition) -> str | None:
    """Number of the first item that is not the same; None when the file says what the case holds."""
    stated = draft.edition(stored.standard, ())
    mine, theirs = _contents(stated), _contents(stored)
    for item in (*mine, *theirs):
        if mine.get(item) != theirs.get(item):
            return item
    state: EditionState | None = draft.state
    return "-" if state is not None and state != stored.state else None


def _contents(edition: Edition) -> dict[str, tuple[str, str, ItemClass, str, frozenset[str]]]:
    parts = {section.section: section.part for section in edition.sections}

    def content(item: Item) -> tuple[str, str, ItemClass, str, frozenset[str]]:
        return parts.get(item.section, ""), item.section, item.item_class, item.title, frozenset(item.roles)

    return {fold_item(item.item): content(item) for item in edition.items}


def _new_roles(editions: Sequence[Edition], roles: dict[str, Role]) -> tuple[Role, ...]:
    used = {code for edition in editions for item in edition.items for code in item.roles}
    new = {role.code: role for role in roles.values() if not role.id and role.code in used}
    return tuple(new.values())
