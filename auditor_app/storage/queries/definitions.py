"""What the auditor defined, and how pages are laid out; of several rows of the same name the latest in force holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Literal

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.weak_areas import Topic
from auditor_app.storage.queries.changes import json_object
from auditor_app.storage.queries.retractions import unless_retracted


def aliases(connection: sqlite3.Connection, kind: Literal["organisation", "role", "item"]) -> dict[str, int]:
    """Number of the organisation, role or item by the text that stands for it."""
    return {
        text: target_id
        for own_kind, text, target_id in _in_force(connection, "alias", "t.kind, t.text, t.target_id")
        if own_kind == kind
    }


def mapping(connection: sqlite3.Connection, organisation_id: int | None, kind: ReturnKind) -> dict[str, object] | None:
    """The mapping saved last for an organisation (None: for files of several) and kind."""
    found = None
    for own_organisation, own_kind, text in _in_force(
        connection, "saved_mapping", "t.organisation_id, t.kind, t.mapping"
    ):
        if (own_organisation, own_kind) == (organisation_id, kind):
            found = text
    return None if found is None else json_object(found)


def topics(connection: sqlite3.Connection) -> list[Topic]:
    """In the order they were first saved; removed ones too, since they may stand for a shipped topic."""
    latest: dict[str, Topic] = {}
    for name, english, role, part, sections, is_removed in _in_force(
        connection, "topic", "t.name, t.english, t.role, t.part, t.sections, t.is_removed"
    ):
        latest[name] = Topic(name, english, role, part, tuple(json.loads(sections)), bool(is_removed))
    return list(latest.values())


def named_views(connection: sqlite3.Connection, page: str) -> dict[str, dict[str, object]]:
    """Definitions of a page's views by name, in the order they were first saved."""
    rows = _in_force(connection, "named_view", "t.page, t.name, t.definition")
    latest = {name: definition for own_page, name, definition in rows if own_page == page}
    return {name: json_object(definition) for name, definition in latest.items() if definition is not None}


def crosswalk(connection: sqlite3.Connection) -> list[CrosswalkEntry]:
    """In the order they were first stored; of one pair of items the latest kind holds."""
    rows = connection.execute(
        f"""SELECT former.name, ifnull(former_item.item, ''), later.name, ifnull(later_item.item, ''), t.kind, t.id
            FROM crosswalk_entry t
            JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
            JOIN edition former ON former.id = t.from_edition_id
            JOIN edition later ON later.id = t.to_edition_id
            LEFT JOIN item former_item ON former_item.id = t.from_item_id
            LEFT JOIN item later_item ON later_item.id = t.to_item_id
            WHERE {unless_retracted("crosswalk_entry")}
            ORDER BY t.id"""
    )
    latest = {row[:4]: CrosswalkEntry(*row) for row in rows}
    return list(latest.values())


def layout(connection: sqlite3.Connection, name: str) -> dict[str, object] | None:
    """How a page's table was left; None before it ever was."""
    row = connection.execute("SELECT state FROM page_layout WHERE name = ?", (name,)).fetchone()
    return None if row is None else json_object(row[0])


def _in_force(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows of one of this module's tables whose change is in force, oldest first."""
    return connection.execute(
        f"SELECT {columns} FROM {table} t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 ORDER BY t.id"
    )
