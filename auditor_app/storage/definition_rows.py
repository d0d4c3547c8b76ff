"""Writes what the auditor defines: aliases, saved mappings, topics, named views and crosswalks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection

from auditor_app.domain.changes import canonical_json
from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.standards import Edition
from auditor_app.domain.weak_areas import Topic
from auditor_app.storage.definition_tables import AliasRow, CrosswalkEntryRow, NamedViewRow, SavedMappingRow, TopicRow
from auditor_app.storage.queries.standards import editions
from auditor_app.storage.statement_rows import insert_rows
from auditor_app.storage.writer import driver_connection

AliasKind = Literal["organisation", "role", "item"]


def write_alias(connection: Connection, kind: AliasKind, text: str, target_id: int, change_id: int) -> None:
    """LookupError when the case has nothing of that kind and number."""
    if driver_connection(connection).execute(f"SELECT 1 FROM {kind} WHERE id = ?", (target_id,)).fetchone() is None:
        raise LookupError("an alias stands for something in the case")
    insert_rows(connection, AliasRow, [{"kind": kind, "text": text, "target_id": target_id, "change_id": change_id}])


def write_mapping(
    connection: Connection,
    organisation_id: int | None,
    kind: ReturnKind,
    mapping: dict[str, object],
    change_id: int,
) -> None:
    row = {
        "organisation_id": organisation_id,
        "kind": kind,
        "mapping": canonical_json(mapping),
        "change_id": change_id,
    }
    insert_rows(connection, SavedMappingRow, [row])


def write_topic(connection: Connection, topic: Topic, change_id: int) -> None:
    row = {
        "name": topic.name,
        "english": topic.english,
        "role": topic.role,
        "part": topic.part,
        "sections": canonical_json(list(topic.sections)),
        "is_removed": int(topic.is_removed),
        "change_id": change_id,
    }
    insert_rows(connection, TopicRow, [row])


def write_view(
    connection: Connection, page: str, name: str, definition: dict[str, object] | None, change_id: int
) -> None:
    row = {
        "page": page,
        "name": name,
        "definition": None if definition is None else canonical_json(definition),
        "change_id": change_id,
    }
    insert_rows(connection, NamedViewRow, [row])


def write_crosswalk(connection: Connection, entries: Sequence[CrosswalkEntry], change_id: int) -> None:
    """Editions by name, items by number; ValueError when the case knows one not, or two of that name."""
    known = editions(driver_connection(connection))
    rows = []
    for entry in entries:
        before, after = _edition(known, entry.from_edition), _edition(known, entry.to_edition)
        rows.append(
            {
                "from_edition_id": before.id,
                "from_item_id": _item_id(before, entry.from_item),
                "to_edition_id": after.id,
                "to_item_id": _item_id(after, entry.to_item),
                "kind": entry.kind,
                "change_id": change_id,
            }
        )
    insert_rows(connection, CrosswalkEntryRow, rows)


def _edition(known: Sequence[Edition], name: str) -> Edition:
    found = [edition for edition in known if edition.name == name]
    if len(found) != 1:
        raise ValueError("a crosswalk joins two editions of the case")
    return found[0]


def _item_id(edition: Edition, number: str) -> int | None:
    if not number:
        return None
    found = next((item.id for item in edition.items if item.item == number), None)
    if found is None:
        raise ValueError("a crosswalk names items of its editions")
    return found
