"""Reads one row of a catalogue: what each cell says, or why it cannot be used."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import EditionState, ItemClass
from auditor_app.importing.returns.cell_words import meaning_of, names_in
from auditor_app.importing.returns.records import Record
from auditor_app.importing.returns.row_refusals import RowRefusals

_CLASSES: dict[ItemClass, tuple[str, ...]] = {
    "basic": ("基本", "基本遵守事項"),
    "enhanced": ("強化", "強化遵守事項"),
}
_STATES: dict[EditionState, tuple[str, ...]] = {
    "draft": ("案", "草案"),
    "public_comment": ("意見募集", "意見募集中", "パブリックコメント"),
    "decided": ("決定", "決定済み", "施行"),
    "superseded": ("旧版", "廃止", "改定済み", "改訂済み"),
}
_PART = re.compile(r"(?:第|part)?([0-9]{1,2})部?", re.IGNORECASE)
_SECTION = re.compile(r"第?([0-9]{1,3}(?:\.[0-9]{1,3})*)[節項]?")


@dataclass(frozen=True)
class CatalogueCells:
    """A usable row; numbers of Part, section and item are text in half-width characters."""

    record: Record
    edition: str
    standard: str
    state: EditionState | None
    item: str
    part: str
    section: str
    item_class: ItemClass
    role_words: tuple[str, ...]
    """As they stand in the cell."""
    title: str
    part_title: str
    section_title: str


def read_cells(record: Record, refusals: RowRefusals) -> CatalogueCells | None:
    """The row, or None when something in it is refused."""
    state = _state(record, refusals)
    item_class = _item_class(record, refusals)
    part, section = _numbers(record, refusals)
    item = fold_name(record.text("item"))
    roles = names_in(record.text("role"))
    _refuse_missing(record, refusals, roles)
    if section and re.match(re.escape(section) + "[0-9]", item):
        # a spreadsheet that took 16.10 for a number shows 16.1
        refusals.add("catalogue.section_cut", record, "section", section=section, item=item)
    if item_class is None or refusals.has(record):
        return None
    return CatalogueCells(
        record=record,
        edition=record.text("edition"),
        standard=record.text("standard"),
        state=state,
        item=item,
        part=part,
        section=section,
        item_class=item_class,
        role_words=roles,
        title=record.text("title"),
        part_title=record.text("part_title"),
        section_title=record.text("section_title"),
    )


def _refuse_missing(record: Record, refusals: RowRefusals, roles: tuple[str, ...]) -> None:
    if not record.text("edition"):
        refusals.add("catalogue.edition_missing", record, "edition")
    if not re.search("[0-9]", unicodedata.normalize("NFKC", record.text("item"))):
        refusals.add("catalogue.item_without_number", record, "item", text=record.text("item"))
    if not roles:
        refusals.add("catalogue.role_missing", record, "role")


def _state(record: Record, refusals: RowRefusals) -> EditionState | None:
    text = record.text("state")
    state = meaning_of(text, _STATES)
    if text and state is None:
        refusals.add("catalogue.state_unknown", record, "state", text=text)
    return state


def _item_class(record: Record, refusals: RowRefusals) -> ItemClass | None:
    text = record.text("class")
    item_class = meaning_of(text, _CLASSES)
    if item_class is None:
        refusals.add("catalogue.class_unknown", record, "class", text=text)
    return item_class


def _numbers(record: Record, refusals: RowRefusals) -> tuple[str, str]:
    """Part and section; "" for what is refused."""
    part = _PART.fullmatch(fold_name(record.text("part")))
    section = _SECTION.fullmatch(fold_name(record.text("section")))
    if part is None:
        refusals.add("catalogue.part_unreadable", record, "part", text=record.text("part"))
    if section is None:
        refusals.add("catalogue.section_unreadable", record, "section", text=record.text("section"))
    if part is None or section is None:
        return "", ""
    number = str(int(part[1]))
    above, _, below = section[1].partition(".")
    if above != number or not below:
        refusals.add("catalogue.section_outside_part", record, "section", section=section[1], part=number)
    return number, section[1]
