"""Ministries and agencies: a continuing body with dated names, parents and successors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from auditor_app.domain.published import fold_name

LinkKind = Literal["renamed", "merged", "split", "created", "abolished"]


@dataclass(frozen=True)
class OrganisationName:
    """A name an organisation bore from one day to another (both included; None: open)."""

    name: str
    english: str = ""
    from_date: date | None = None
    to_date: date | None = None
    id: int = field(default=0, compare=False)
    """The case file's number for the row that says so; 0 before it is stored."""

    def holds_in(self, fiscal_year: int) -> bool:
        """Whether the name was borne on the last day of the fiscal year (31 March of the next calendar year).

        >>> OrganisationName("防衛庁", to_date=date(2007, 1, 8)).holds_in(2005)
        True
        >>> OrganisationName("防衛庁", to_date=date(2007, 1, 8)).holds_in(2006)
        False
        """
        day = date(fiscal_year + 1, 3, 31)
        return (self.from_date is None or self.from_date <= day) and (self.to_date is None or day <= self.to_date)

    def overlaps(self, other: OrganisationName) -> bool:
        """Whether both are borne on some day."""
        first = max(self.from_date or date.min, other.from_date or date.min)
        return first <= min(self.to_date or date.max, other.to_date or date.max)


@dataclass(frozen=True)
class OrganisationLink:
    """One body becoming another; a created one comes from none, an abolished one goes to none."""

    from_id: int | None
    to_id: int | None
    kind: LinkKind
    on_date: date | None = None
    """From this day on; None: the day is not known."""
    id: int = field(default=0, compare=False)
    """As of `OrganisationName`."""


@dataclass(frozen=True)
class Organisation:
    """One body through all its names; `id` is the case file's number for it."""

    id: int
    names: tuple[OrganisationName, ...]

    def with_name(self, name: OrganisationName) -> Organisation:
        """With one name more, in the order of time; the same name for the same time says its days better.

        >>> known = Organisation(19, (OrganisationName("防衛省"),))
        >>> [str(own.from_date) for own in known.with_name(OrganisationName("防衛省", "", date(2007, 1, 9))).names]
        ['2007-01-09']
        """
        folded = fold_name(name.name)
        kept = [own for own in self.names if fold_name(own.name) != folded or not own.overlaps(name)]
        return replace(self, names=tuple(sorted([*kept, name], key=lambda own: own.from_date or date.min)))

    def is_called(self, name: str) -> bool:
        """Whether it bears or bore that name, whatever the spacing or width of its letters."""
        return any(fold_name(own.name) == fold_name(name) for own in self.names)

    def name_in(self, fiscal_year: int) -> OrganisationName:
        """Its name in a fiscal year; the last one known when none is dated for it."""
        return next((own for own in self.names if own.holds_in(fiscal_year)), self.names[-1])


def find_organisation(organisations: Sequence[Organisation], name: str) -> Organisation | None:
    """The organisation that bears or bore `name`, or None."""
    return next((organisation for organisation in organisations if organisation.is_called(name)), None)
