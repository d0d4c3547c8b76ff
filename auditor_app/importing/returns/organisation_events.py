"""What a table says became of bodies, held against their days: an event of a body that is not there is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from auditor_app.domain.lineage import Lineage
from auditor_app.domain.lineage_checks import bodies_ending_twice, problems_of_link, told_alone
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName, find_organisation
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.organisation_cells import OrganisationCells
from auditor_app.importing.returns.plans import FIRST_PROVISIONAL_ID, CaseContext, LinkPlan
from auditor_app.importing.returns.row_refusals import RowRefusals

REFUSED = ("lineage.not_yet", "lineage.no_more", "lineage.ends_twice")
"""A body that does not exist on the day, or ends in two ways.  Days that merely do not fit are pointed out."""


@dataclass(frozen=True)
class RowEvents:
    """The links a row tells of and the case does not hold yet."""

    row: OrganisationCells
    links: tuple[LinkPlan, ...]


def hold_against_days(
    events: Sequence[RowEvents],
    made: Iterable[Sequence[OrganisationName]],
    added: Iterable[tuple[int, OrganisationName]],
    case: CaseContext,
    refusals: RowRefusals,
) -> tuple[Problem, ...]:
    """Refuses rows whose events cannot have been; what to point out of the others.

    `made`: names of new bodies, `added`: further names of those of the case.
    """
    bodies = _bodies(case, made, added)
    told = [(own.row, _link(plan, bodies)) for own in events for plan in own.links]
    before = set(_endings(Lineage(tuple(bodies), tuple(case.links))))
    lineage = Lineage(tuple(bodies), (*case.links, *(link for _, link in told)))
    twice = {problem.place: problem for problem in bodies_ending_twice(lineage) if problem.place not in before}
    pointed_out: list[Problem] = []
    for row, link in told:
        found = [*problems_of_link(lineage, link), *told_alone(lineage, link)]
        if link.from_id is not None and lineage.name_of(link.from_id) in twice:
            found.append(twice[lineage.name_of(link.from_id)])
        for problem in found:
            if problem.key in REFUSED:
                refusals.add(problem.key, row.record, "kind", **problem.values)
            else:
                pointed_out.append(replace(problem, place=row.record.place("kind")))
    return tuple(_once(pointed_out))


def _endings(lineage: Lineage) -> Iterator[str]:
    return (problem.place for problem in bodies_ending_twice(lineage))


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Several successors in one cell are told of once."""
    return list({(problem.key, problem.place): problem for problem in problems}.values())


def _bodies(
    case: CaseContext,
    made: Iterable[Sequence[OrganisationName]],
    added: Iterable[tuple[int, OrganisationName]],
) -> list[Organisation]:
    """All bodies as they will be, new ones under ids of their own."""
    bodies = {own.id: own for own in case.organisations}
    for identifier, name in added:
        bodies[identifier] = bodies[identifier].with_name(name)
    start = max([FIRST_PROVISIONAL_ID, *(identifier + 1 for identifier in bodies)])
    return [*bodies.values(), *(Organisation(start + number, tuple(names)) for number, names in enumerate(made))]


def _link(plan: LinkPlan, bodies: Sequence[Organisation]) -> OrganisationLink:
    ends = (find_organisation(bodies, name) if name else None for name in (plan.from_name, plan.to_name))
    before, after = (None if own is None else own.id for own in ends)
    return OrganisationLink(before, after, plan.kind, plan.on_date)
