"""Critical infrastructure: sectors, safety standards and information-sharing bodies (CEPTOAR)."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.published import Fact, FactKind
from auditor_app.storage.reading import CaseReader

COUNT_KINDS = (FactKind.SECTOR_COUNT, FactKind.CEPTOAR_COUNT)


@dataclass(frozen=True)
class Infrastructure:
    """The sectors of a year by group (existing, new), the printed counts, and how far each group is."""

    fiscal_year: int
    sectors: tuple[Fact, ...]
    counts: tuple[Fact, ...]
    states: tuple[Fact, ...]

    def states_of(self, group: str) -> tuple[Fact, ...]:
        """What is said of that group, and of all sectors together."""
        return tuple(fact for fact in self.states if fact.key.aspect in (group, "all"))

    def state_of(self, subject: str, group: str) -> Fact | None:
        """safety_standards or ceptoar, for a group: its own statement, else the one for all sectors."""
        own = [fact for fact in self.states_of(group) if fact.key.subject == subject]
        return next((fact for fact in own if fact.key.aspect == group), next(iter(own), None))


def infrastructure(reader: CaseReader, fiscal_year: int) -> Infrastructure:
    """Everything published about critical infrastructure in a year, in printed order."""
    facts = reader.facts([FactKind.SECTOR, *COUNT_KINDS, FactKind.SECTOR_STATE], [fiscal_year])
    return Infrastructure(
        fiscal_year,
        tuple(fact for fact in facts if fact.key.kind is FactKind.SECTOR),
        tuple(fact for fact in facts if fact.key.kind in COUNT_KINDS),
        tuple(fact for fact in facts if fact.key.kind is FactKind.SECTOR_STATE),
    )
