"""Editions of the common standard: Parts, sections, items, and the roles that answer for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

RoleGroup = Literal["officer", "staff", "system"]
EditionState = Literal["draft", "public_comment", "decided", "superseded"]
ItemClass = Literal["basic", "enhanced"]


@dataclass(frozen=True)
class Role:
    """Who answers for an item; every role belongs to one of three groups."""

    code: str
    group: RoleGroup
    name_ja: str
    name_en: str = ""
    id: int = 0
    """The case file's number; 0 before it is stored."""


@dataclass(frozen=True)
class EditionPart:
    """A Part (部); its number is text."""

    part: str
    title: str = ""


@dataclass(frozen=True)
class EditionSection:
    """A section (節/項); its number is text: 16.10 is not 16.1."""

    section: str
    part: str
    title: str = ""


@dataclass(frozen=True)
class Item:
    """A compliance item (遵守事項), the unit that is answered, e.g. 4.1.6(1)(a)."""

    item: str
    section: str
    item_class: ItemClass
    title: str = ""
    roles: tuple[str, ...] = ()
    """Codes of the roles that answer for it."""
    id: int = 0


@dataclass(frozen=True)
class Edition:
    """One edition of a standard and the fiscal years it holds for."""

    standard: str
    name: str
    state: EditionState
    state_date: date | None = None
    fiscal_years: tuple[int, ...] = ()
    parts: tuple[EditionPart, ...] = ()
    sections: tuple[EditionSection, ...] = ()
    items: tuple[Item, ...] = ()
    id: int = 0

    @property
    def is_draft(self) -> bool:
        """Not decided yet, whether it is out for comments or not."""
        return self.state in ("draft", "public_comment")


def edition_for(editions: Sequence[Edition], fiscal_year: int) -> Edition | None:
    """The edition whose items a year's returns answer: the one that names the year, else the default edition.

    Only editions with items count.  The default edition names no year: it holds for every year that has none of
    its own (`import --as catalogue` without `--year`).  Of several that would fit the latest holds.

    >>> item = (Item("2.1.1(1)(a)", "2.1.1", "basic"),)
    >>> first = Edition("基準", "初版", "decided", fiscal_years=(2006,), items=item)
    >>> default = Edition("基準", "改訂版", "decided", items=item)
    >>> [found.name if (found := edition_for([first, default], year)) else None for year in (2006, 2007)]
    ['初版', '改訂版']
    >>> edition_for([first], 2007) is None
    True
    """
    with_items = [edition for edition in editions if edition.items]
    named = [edition for edition in with_items if fiscal_year in edition.fiscal_years]
    default = [edition for edition in with_items if not edition.fiscal_years]
    return next(reversed(named or default), None)
