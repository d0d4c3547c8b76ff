"""Reads one row of a table of organisations: a name, the days it was borne, and what became of it."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from auditor_app.domain.days import parse_day
from auditor_app.domain.organisation_naming import NameFault, name_fault
from auditor_app.domain.organisations import LinkKind
from auditor_app.domain.published import fold_name
from auditor_app.importing.returns.cell_words import meaning_of, names_in
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals

LINK_WORDS: dict[LinkKind, tuple[str, ...]] = {
    "renamed": ("改称", "名称変更"),
    "merged": ("統合", "合併"),
    "split": ("分割", "分離"),
    "created": ("設置", "新設", "発足"),
    "abolished": ("廃止",),
}
_OF_NAMES: dict[NameFault, str] = {
    "name_missing": "organisations.name_missing",
    "name_reserved": "organisations.name_reserved",
    "name_unprintable": "organisations.name_unprintable",
}
_WITH_SUCCESSOR: tuple[LinkKind, ...] = ("renamed", "merged", "split")


NameKey = tuple[str, int]
"""A folded name, and which of the times it was borne is meant."""


@dataclass(frozen=True)
class OrganisationCells:
    """A usable row.  `from_date` and `to_date` are the first and the last day of the name."""

    record: Record
    name: str
    english: str
    from_date: date | None
    to_date: date | None
    successors: tuple[str, ...]
    kind: LinkKind | None
    on_date: date | None = None
    """The day of the change, where the days of the name do not tell it."""
    key: NameKey = ("", 0)
    successor_keys: tuple[NameKey, ...] = ()

    @property
    def says(self) -> tuple[object, ...]:
        """Everything it says; two rows that say the same, in whatever width of letters, are one."""
        after = tuple(map(fold_name, self.successors))
        return (fold_name(self.name), self.english, self.from_date, self.to_date, after, self.kind, self.on_date)

    @property
    def change_day(self) -> date | None:
        """The first day after the change this row tells of."""
        if self.on_date is not None:
            return self.on_date
        if self.kind == "created":
            return self.from_date
        return None if self.to_date is None else self.to_date + timedelta(days=1)


def read_cells(record: Record, known: Set[str], refusals: RowRefusals) -> OrganisationCells | None:
    """The row, or None when something in it is refused.  `known`: folded names that file and case hold."""
    for field in ("name", "english"):
        fault = name_fault(record.text(field)) if record.text(field) or field == "name" else None
        if fault is not None:
            refusals.add(_OF_NAMES[fault], record, field)
    first, last = _day(record, "from_date", refusals), _day(record, "to_date", refusals)
    if first is not None and last is not None and last < first:
        refusals.add("organisations.ends_before_it_begins", record, "to_date", first=first, last=last)
    successors = _successors(record, known)
    kind = _kind(record, successors, refusals)
    on_date = _day(record, "on_date", refusals)
    if refusals.has(record):
        return None
    return OrganisationCells(
        record, record.text("name"), record.text("english"), first, last, successors, kind, on_date
    )


def _successors(record: Record, known: Set[str]) -> tuple[str, ...]:
    """The names in the cell; a name that itself holds a mark such as ・ is one name where somebody bears it."""
    text = record.text("successor")
    return (text,) if fold_name(text) in known else names_in(text)


def _day(record: Record, field: str, refusals: RowRefusals) -> date | None:
    text = record.text(field)
    day = parse_day(text)
    if text and day is None:
        refusals.add("organisations.day_unreadable", record, field, text=text)
    return day


def _kind(record: Record, successors: tuple[str, ...], refusals: RowRefusals) -> LinkKind | None:
    text = record.text("kind")
    kind = meaning_of(text, LINK_WORDS)
    if text and kind is None:
        refusals.add("organisations.kind_unknown", record, "kind", text=text)
    elif successors and kind not in _WITH_SUCCESSOR:
        refusals.add("organisations.successor_without_kind", record, "kind", successor=record.text("successor"))
    elif kind in _WITH_SUCCESSOR and not successors:
        refusals.add("organisations.successor_missing", record, "successor", kind=text)
    elif kind == "renamed" and len(successors) > 1:
        refusals.add("organisations.renamed_into_several", record, "successor", successor=record.text("successor"))
    return kind
