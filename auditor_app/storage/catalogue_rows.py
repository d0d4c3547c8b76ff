"""Writes roles and editions of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
    row = {"id": identifier, "standard": edition.standard, "name": edition.name, "change_id": change_id}
    insert_rows(connection, EditionRow, [row])
    write_state(connection, identifier, edition.state, edition.state_date, change_id)
    _write_content(connection, edition, identifier, change_id)
    write_years(connection, identifier, edition.fiscal_years, change_id)
    return identifier


def write_edition_content(connection: Connection, edition: Edition, change_id: int) -> None:
    """Parts, sections, items and further years of an edition known by name only (`edition.id`).

    ValueError when the case has no such edition, or it has items already.
    """
    known = next((own for own in editions(driver_connection(connection)) if own.id == edition.id), None)
    if known is None or known.items:
        raise ValueError("only an edition without items gets its content later")
    if edition.state != known.state:
        write_state(connection, known.id, edition.state, edition.state_date, change_id)
    parts, sections = {own.part for own in known.parts}, {own.section for own in known.sections}
    missing = replace(
        edition,
        parts=tuple(own for own in edition.parts if own.part not in parts),
        sections=tuple(own for own in edition.sections if own.section not in sections),
    )
    _write_content(connection, missing, known.id, change_id)
    years = [year for year in edition.fiscal_years if year not in known.fiscal_years]
    write_years(connection, known.id, years, change_id)


def _write_content(connection: Connection, edition: Edition, edition_id: int, change_id: int) -> None:
    shared = {"edition_id": edition_id, "change_id": change_id}
    parts = [{"part": part.part, "title": part.title, **shared} for part in edition.parts]
    insert_rows(connection, EditionPartRow, parts)
    sections = [
        {"section": section.section, "part": section.part, "title": section.title, **shared}
        for section in edition.sections
    ]
    insert_rows(connection, EditionSectionRow, sections)
    _write_items(connection, edition, edition_id, change_id)


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
