"""Writes roles and editions of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from auditor_app.domain.standards import Edition, EditionState, Role
from auditor_app.storage.queries.standards import editions, roles
from auditor_app.storage.statement_rows import insert_rows, next_id, write_fiscal_years
from auditor_app.storage.tables import (
    EditionPartRow,
    EditionRow,
    EditionSectionRow,
    EditionStateRow,
    EditionYearRow,
    ItemRoleRow,
    ItemRow,
    RoleRow,
)
from auditor_app.storage.writer import driver_connection


def write_role(connection: Connection, role: Role, change_id: int) -> int:
    """A role; the same one again keeps its id; ValueError when the code means something else already."""
    raw = driver_connection(connection)
    for known in roles(raw):
        if known.code == role.code:
            if (known.group, known.name_ja, known.name_en) != (role.group, role.name_ja, role.name_en):
                raise ValueError("this role code means something else already")
            return known.id
    identifier = next_id(raw, "role")
    row = {
        "id": identifier,
        "code": role.code,
        "role_group": role.group,
        "name_ja": role.name_ja,
        "name_en": role.name_en,
        "change_id": change_id,
    }
    insert_rows(connection, RoleRow, [row])
    return identifier


def write_edition(connection: Connection, edition: Edition, change_id: int) -> int:
    """An edition with all its content; ValueError when the standard has one of that name, or a role is unknown."""
    raw = driver_connection(connection)
    if any((known.standard, known.name) == (edition.standard, edition.name) for known in editions(raw)):
        raise ValueError("the standard has an edition of this name")
    identifier = next_id(raw, "edition")
    shared = {"edition_id": identifier, "change_id": change_id}
    row = {"id": identifier, "standard": edition.standard, "name": edition.name, "change_id": change_id}
    insert_rows(connection, EditionRow, [row])
    write_state(connection, identifier, edition.state, edition.state_date, change_id)
    insert_rows(
        connection, EditionPartRow, [{"part": part.part, "title": part.title, **shared} for part in edition.parts]
    )
    insert_rows(
        connection,
        EditionSectionRow,
        [
            {"section": section.section, "part": section.part, "title": section.title, **shared}
            for section in edition.sections
        ],
    )
    _write_items(connection, edition, identifier, change_id)
    write_years(connection, identifier, edition.fiscal_years, change_id)
    return identifier


def write_state(
    connection: Connection, edition_id: int, state: EditionState, on_date: date | None, change_id: int
) -> None:
    row = {
        "edition_id": edition_id,
        "state": state,
        "state_date": None if on_date is None else on_date.isoformat(),
        "change_id": change_id,
    }
    insert_rows(connection, EditionStateRow, [row])


def write_years(connection: Connection, edition_id: int, fiscal_years: Sequence[int], change_id: int) -> None:
    write_fiscal_years(connection, fiscal_years, change_id)
    rows = [{"edition_id": edition_id, "fiscal_year": year, "change_id": change_id} for year in fiscal_years]
    insert_rows(connection, EditionYearRow, rows)


def _write_items(connection: Connection, edition: Edition, edition_id: int, change_id: int) -> None:
    raw = driver_connection(connection)
    role_ids = {role.code: role.id for role in roles(raw)}
    rows, item_roles = [], []
    for identifier, item in enumerate(edition.items, start=next_id(raw, "item")):
        rows.append(
            {
                "id": identifier,
                "edition_id": edition_id,
                "item": item.item,
                "section": item.section,
                "item_class": item.item_class,
                "title": item.title,
                "change_id": change_id,
            }
        )
        for code in item.roles:
            if code not in role_ids:
                raise ValueError("an item names a role the case does not know")
            item_roles.append({"item_id": identifier, "role_id": role_ids[code], "change_id": change_id})
    insert_rows(connection, ItemRow, rows)
    insert_rows(connection, ItemRoleRow, item_roles)
