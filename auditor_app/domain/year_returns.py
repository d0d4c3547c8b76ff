"""The returns of a fiscal year as they are compared and counted: organisations, items, and the sums of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Literal

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.published import fold_name
from auditor_app.domain.rates import ItemCount
from auditor_app.domain.returns import ItemSum
from auditor_app.domain.standards import Edition, ItemClass, Role, RoleGroup

OWN_SURVEY = "own_survey"
DECISION = "decision"
ALL = "all"
"""Every Part, or every role."""

ExclusionReason = Literal["", "own_survey", "decision"]


@dataclass(frozen=True)
class ReturnItem:
    """An item as it was asked, with the Part its section lies in."""

    id: int
    item: str
    part: str
    section: str
    item_class: ItemClass
    title: str
    edition: str


@dataclass(frozen=True)
class Standpoint:
    """Whether an organisation counts in the analysis of a year, and why not."""

    is_in_analysis: bool
    exclusion_reason: ExclusionReason
    decision: AnalysisDecision | None = None


@dataclass(frozen=True)
class ReportingOrganisation:
    """An organisation that reports in a year, under its name in that year."""

    id: int
    name: str
    english: str
    standpoint: Standpoint

    @property
    def is_in_analysis(self) -> bool:
        return self.standpoint.is_in_analysis


@dataclass(frozen=True)
class ReturnsOfYear:
    """Everything the rates of a year are computed from; sums by organisation id, in the order of the catalogue."""

    fiscal_year: int
    edition: Edition | None
    """The edition whose items are asked; None when the case has no catalogue for the year."""
    items: Mapping[int, ReturnItem]
    roles: Mapping[int, Role]
    organisations: tuple[ReportingOrganisation, ...]
    sums: Mapping[int, tuple[ItemSum, ...]]

    @cached_property
    def answered(self) -> frozenset[tuple[int, int]]:
        """(item, role) by their numbers, of everything anybody answered."""
        return frozenset(chain.from_iterable(map(pair_of, sums) for sums in self.sums.values()))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The Parts asked, in order."""
        asked = {item.part for item in self.asked_items}
        answered = {self.items[item].part for item, _ in self.answered}
        return tuple(sorted(asked | answered, key=number_key))

    @cached_property
    def asked_items(self) -> tuple[ReturnItem, ...]:
        """The items of the edition that holds, in its order."""
        return tuple(self.items[item.id] for item in self.edition.items) if self.edition else ()

    @cached_property
    def role_codes(self) -> tuple[str, ...]:
        """The roles that answer, in the order they were declared."""
        used = {role for _, role in self.answered}
        asked = {code for item in (self.edition.items if self.edition else ()) for code in item.roles}
        return tuple(role.code for role in self.roles.values() if role.id in used or role.code in asked)

    def organisation(self, name: str) -> ReportingOrganisation | None:
        """The organisation reporting under that name in this year."""
        folded = fold_name(name)
        return next((own for own in self.organisations if fold_name(own.name) == folded), None)

    def role_group(self, role_id: int) -> RoleGroup:
        return self.roles[role_id].group


def number_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts section numbers as people count: 2.2 before 2.10, and text where there is no number.

    >>> sorted(["2.10", "2.2", "10", "2"], key=number_key)
    ['2', '2.2', '2.10', '10']
    """
    return tuple(
        (0, int(part), "") if part.isdecimal() and part.isascii() else (1, 0, part) for part in number.split(".")
    )


pair_of: Callable[[ItemSum], tuple[int, int]] = itemgetter(2, 3)
"""item_id and role_id: taken out of tens of thousands of rows at once, in half the time a slice takes."""


def count_of(own: ItemSum) -> ItemCount:
    return ItemCount(own.answered, own.obliged, own.implemented)


def items_of_editions(editions: Iterable[Edition]) -> dict[int, ReturnItem]:
    """Every item of every edition by its number in the case: answers of former years point to former editions."""
    items: dict[int, ReturnItem] = {}
    for edition in editions:
        part_of = {section.section: section.part for section in edition.sections}
        for item in edition.items:
            part = part_of.get(item.section) or item.section.partition(".")[0]
            items[item.id] = ReturnItem(
                item.id, item.item, part, item.section, item.item_class, item.title, edition.name
            )
    return items
