"""What a case holds that the rows of a table are held against; in a batch also what its earlier files will add."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.organisations import Organisation, OrganisationLink, find_organisation
from auditor_app.domain.published import FactKind
from auditor_app.domain.returns import CoverageCount, ReturnKind
from auditor_app.domain.standards import Edition, Item, Role
from auditor_app.importing.returns.plans import FIRST_PROVISIONAL_ID, CaseContext, LinkPlan, TablePlan
from auditor_app.storage.reading import CaseReader

_PROGRAMME_KINDS = (FactKind.MEASURE_COUNT, FactKind.MEASURE_TOTAL)

# No provisional id means two things: one table maps them all to the numbers the case gives.  They fit into int32.
_FIRST_ORGANISATION, _FIRST_ITEM, _FIRST_ROLE, _FIRST_EDITION = (
    FIRST_PROVISIONAL_ID + step * 10_000_000 for step in range(4)
)


@dataclass(frozen=True)
class PendingNames:
    """What an accepted table will add under names later tables may use; its ids are provisional."""

    organisations: tuple[Organisation, ...] = ()
    roles: tuple[Role, ...] = ()
    editions: tuple[Edition, ...] = ()
    """Those whose items are new; one the case knows by name only keeps its id."""


def read_context(reader: CaseReader, kind: ReturnKind | None) -> CaseContext:
    """All names, and of the rest what the kind is held against."""
    coverage: list[CoverageCount] = []
    if kind in ("coverage", "answers"):
        coverage = [own for year in reader.returns_years() for own in reader.coverage_counts(year)]
    return CaseContext(
        organisations=reader.organisations(),
        links=reader.organisation_links(),
        roles=reader.roles(),
        editions=reader.editions(),
        crosswalk=reader.crosswalk(),
        facts=reader.facts(_PROGRAMME_KINDS) if kind == "programme" else (),
        aliases={
            "organisation": reader.aliases("organisation"),
            "item": reader.aliases("item"),
            "role": reader.aliases("role"),
        },
        coverage=coverage,
    )


def pending_of_plan(plan: TablePlan, context: CaseContext) -> PendingNames:
    """The new names of a small table, with provisional ids."""
    organisations = [
        Organisation(identifier, names)
        for identifier, names in enumerate(plan.organisations, start=next_organisation_id(context))
    ]
    roles = [
        replace(role, id=identifier)
        for identifier, role in enumerate(plan.roles, start=_next_id((own.id for own in context.roles), _FIRST_ROLE))
    ]
    return PendingNames(tuple(organisations), tuple(roles), tuple(_pending_editions(plan.editions, context)))


def with_pending(context: CaseContext, plan: TablePlan | None, pending: PendingNames) -> CaseContext:
    """The case as it will be once the table is accepted, as far as later tables ask."""
    replaced = {own.id for own in pending.editions}
    editions = [own for own in context.editions if own.id not in replaced] + list(pending.editions)
    organisations = [*context.organisations, *pending.organisations]
    crosswalk, links = list(context.crosswalk), list(context.links)
    if plan is not None:
        years = dict(plan.edition_years)
        editions = [
            replace(own, fiscal_years=tuple(sorted({*own.fiscal_years, *years.get(own.id, ())}))) for own in editions
        ]
        by_id = {own.id: own for own in organisations}
        for target, name in plan.names:
            by_id[target] = by_id[target].with_name(name)
        organisations = list(by_id.values())
        crosswalk += plan.crosswalk
        links += [_pending_link(link, organisations) for link in plan.links]
    return replace(
        context,
        organisations=organisations,
        roles=[*context.roles, *pending.roles],
        editions=editions,
        crosswalk=crosswalk,
        links=links,
    )


def _pending_link(plan: LinkPlan, organisations: Sequence[Organisation]) -> OrganisationLink:
    ends = (find_organisation(organisations, name) if name else None for name in (plan.from_name, plan.to_name))
    before, after = (None if own is None else own.id for own in ends)
    return OrganisationLink(before, after, plan.kind, plan.on_date)


def with_coverage(context: CaseContext, further: Sequence[CoverageCount]) -> CaseContext:
    """What an earlier table says of a unit and role comes after what the case says, and counts."""
    return replace(context, coverage=[*context.coverage, *further])


def next_organisation_id(context: CaseContext) -> int:
    return _next_id((own.id for own in context.organisations), _FIRST_ORGANISATION)


def _pending_editions(editions: Iterable[Edition], context: CaseContext) -> Iterable[Edition]:
    edition_id = _next_id((own.id for own in context.editions), _FIRST_EDITION)
    item_id = _next_id((item.id for own in context.editions for item in own.items), _FIRST_ITEM)
    for edition in editions:
        items: list[Item] = []
        for item in edition.items:
            items.append(replace(item, id=item_id))
            item_id += 1
        if edition.id:
            yield replace(edition, items=tuple(items))
        else:
            yield replace(edition, id=edition_id, items=tuple(items))
            edition_id += 1


def _next_id(known: Iterable[int], first: int) -> int:
    return max((own + 1 for own in known if own >= first), default=first)
