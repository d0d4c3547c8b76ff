"""The organisations of a case as the page shows them: bodies with names, what became of them, years they report in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from auditor_app.domain.lineage import JoinedSeries, Lineage
from auditor_app.domain.lineage_edits import EditGround, LineageEvent, events_of
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.published import FactKind, fold_name
from auditor_app.storage.reading import CaseReader

REPORTING_KINDS = (FactKind.COVERAGE, FactKind.INSPECTION_GRADE)
"""Published figures that stand for a report of the organisation they name."""


@dataclass(frozen=True)
class Body:
    """One body with everything that is told of it."""

    organisation: Organisation
    position: int
    """In the order in which the case came to know them, which for the shipped ones is the official one."""
    events: tuple[LineageEvent, ...]
    """In which it is a source or a successor."""
    joined: tuple[JoinedSeries, ...]
    """The auditor's series it is a member of."""
    fiscal_years: tuple[int, ...]
    """In which it reported, or a published figure tells of its report."""


def lineage_of_case(reader: CaseReader) -> Lineage:
    joined = tuple(own for own in reader.joined_series() if not own.is_removed)
    return Lineage(tuple(reader.organisations()), tuple(reader.organisation_links()), joined)


def bodies_of(reader: CaseReader, lineage: Lineage) -> tuple[Body, ...]:
    """All bodies in official order."""
    years = reader.remembered("years of organisations", partial(_reporting_years, reader, lineage))
    events = events_of(lineage.links)
    return tuple(
        Body(
            own,
            position,
            tuple(event for event in events if own.id in (*event.sources, *event.successors)),
            tuple(joined for joined in lineage.joined if own.id in joined.members),
            tuple(sorted(years.get(own.id, ()))),
        )
        for position, own in enumerate(lineage.organisations, start=1)
    )


def edit_ground(reader: CaseReader) -> EditGround:
    """What an edit of the lineage must leave as it is."""
    lineage = lineage_of_case(reader)
    by_name = {fold_name(name.name): own.id for own in lineage.organisations for name in own.names}
    decided = {by_name[name] for _, name in reader.decisions() if name in by_name}
    expected = {identifier for start in reader.year_starts().values() for identifier, _ in start.units}
    named = {fold_name(fact.key.subject) for fact in reader.facts(list(FactKind))}
    in_use = {*_returning_years(reader), *reader.aliases("organisation").values(), *decided, *expected}
    years = {own: frozenset(years) for own, years in _reporting_years(reader, lineage).items()}
    return EditGround(lineage, frozenset(named & set(by_name)), frozenset(in_use), years)


def _reporting_years(reader: CaseReader, lineage: Lineage) -> dict[int, set[int]]:
    found = _returning_years(reader)
    by_name = {fold_name(name.name): own.id for own in lineage.organisations for name in own.names}
    for fact in reader.facts(REPORTING_KINDS):
        identifier = by_name.get(fold_name(fact.key.subject))
        if identifier is not None:
            found.setdefault(identifier, set()).add(fact.key.fiscal_year)
    return found


def _returning_years(reader: CaseReader) -> dict[int, set[int]]:
    """Years by body, from its answers and coverage counts."""
    found: dict[int, set[int]] = {}
    for report in reader.reports():
        found.setdefault(report.organisation_id, set()).add(report.fiscal_year)
    for year in reader.returns_years():
        for count in reader.coverage_counts(year):
            found.setdefault(count.organisation_id, set()).add(year)
    return found
