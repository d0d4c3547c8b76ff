"""Editions of the common standard: Parts, sections, items, and the roles that answer for them."""

from __future__ import annotations

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
