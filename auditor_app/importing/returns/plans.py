"""What the rows of a small table (catalogue, crosswalk, organisations, programme) know and would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import Fact, Statement
from auditor_app.domain.returns import CoverageCount
from auditor_app.domain.standards import Edition, Role
from auditor_app.domain.table_proposals import Conflict, EffectCounts, UnknownName
from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.records import Record


@dataclass(frozen=True)
class CaseContext:
    """What the case holds that the rows of a table are held against; of a batch also what earlier files will add.

    What is not stored yet has provisional ids from `FIRST_PROVISIONAL_ID` on.
    """

    organisations: Sequence[Organisation] = ()
    links: Sequence[OrganisationLink] = ()
    roles: Sequence[Role] = ()
    editions: Sequence[Edition] = ()
    crosswalk: Sequence[CrosswalkEntry] = ()
    facts: Sequence[Fact] = ()
    """Those of the programme."""
    aliases: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Kind of name → text as confirmed → id."""
    coverage: Sequence[CoverageCount] = ()


FIRST_PROVISIONAL_ID = 2_000_000_000
"""Ids from here on name what an import has yet to add; the case file gives them their numbers."""


@dataclass(frozen=True)
class TableSource:
    """The file a table stands in, and what the user said about it."""

    document: str
    sha256: str
    sheet: str
    fiscal_years: tuple[int, ...] = ()
    """`--year`: for a catalogue the years it holds for; empty: every year that has none."""


@dataclass(frozen=True)
class LinkPlan:
    """What became of what, by name: ids may not exist yet."""

    from_name: str
    to_name: str
    kind: LinkKind
    on_date: date | None = None


@dataclass(frozen=True)
class TablePlan:
    """What accepting a small table writes, in the order roles, editions, years, organisations, names, links, …"""

    counts: EffectCounts = field(default_factory=EffectCounts)
    refused: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What is worth looking at and is stored all the same."""
    blocking: tuple[Problem, ...] = ()
    unknown_names: tuple[UnknownName, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    roles: tuple[Role, ...] = ()
    editions: tuple[Edition, ...] = ()
    """New ones; one with an id is in the case by name only, and gets its content now."""
    edition_years: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """(id of an edition already there, years it holds for from now on)."""
    organisations: tuple[tuple[OrganisationName, ...], ...] = ()
    """New ones, each with all its names, oldest first."""
    names: tuple[tuple[int, OrganisationName], ...] = ()
    """Further names of organisations already there, or a name with dates that were not known before."""
    links: tuple[LinkPlan, ...] = ()
    crosswalk: tuple[CrosswalkEntry, ...] = ()
    statements: tuple[Statement, ...] = ()
    differing_crosswalk: tuple[CrosswalkEntry, ...] = ()
    """Pairs the case joins by another kind; left out when the stored ones are kept."""
    differing_statements: tuple[Statement, ...] = ()
    """Statements the case contradicts; left out when the stored ones are kept, else both stand side by side."""
    fiscal_years: tuple[int, ...] = ()
    organisation_names: tuple[str, ...] = ()
    """Organisations concerned."""


class KindRules(Protocol):
    """Reads the records of one small kind; pure: the same records and case give the same plan.

    One function a kind: `plan_catalogue`, `plan_crosswalk`, `plan_organisations`, `plan_programme`.
    """

    def __call__(self, records: Sequence[Record], case: CaseContext, source: TableSource) -> TablePlan: ...
