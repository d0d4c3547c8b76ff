"""Roles and editions of the standard."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item, Role
from auditor_app.storage.queries.organisations import day_of
from auditor_app.storage.queries.retractions import unless_retracted


def roles(connection: sqlite3.Connection) -> list[Role]:
    """Roles in the order they were declared; of one code the latest in force."""
    latest: dict[str, Role] = {}
    for identifier, code, group, name_ja, name_en in _in_force(
        connection, "role", "t.id, t.code, t.role_group, t.name_ja, t.name_en"
    ):
        latest[code] = Role(code, group, name_ja, name_en, identifier)
    return list(latest.values())


def editions(connection: sqlite3.Connection) -> list[Edition]:
    """Editions in the order they were added, each with its latest state, its content and its years."""
    states = {row[0]: row[1:] for row in _in_force(connection, "edition_state", "t.edition_id, t.state, t.state_date")}
    parts: dict[int, list[EditionPart]] = defaultdict(list)
    for edition, part, title in _in_force(connection, "edition_part", "t.edition_id, t.part, t.title"):
        parts[edition].append(EditionPart(part, title))
    sections: dict[int, list[EditionSection]] = defaultdict(list)
    for edition, section, part, title in _in_force(
        connection, "edition_section", "t.edition_id, t.section, t.part, t.title"
    ):
        sections[edition].append(EditionSection(section, part, title))
    years: dict[int, list[int]] = defaultdict(list)
    for _, edition, year in edition_year_rows(connection):
        years[edition].append(year)
    items = _items(connection)
    return [
        Edition(
            standard,
            name,
            states[identifier][0],
            day_of(states[identifier][1]),
            tuple(years[identifier]),
            tuple(parts[identifier]),
            tuple(sections[identifier]),
            tuple(items[identifier]),
            identifier,
        )
        for identifier, standard, name in _in_force(connection, "edition", "t.id, t.standard, t.name")
    ]


def edition_year_rows(connection: sqlite3.Connection) -> list[tuple[int, int, int]]:
    """(row, edition, fiscal year) of each year an edition holds for, by year.

    Within one standard a year has one edition: the one it was given last.
    """
    rows = connection.execute(
        f"""SELECT t.id, t.edition_id, t.fiscal_year, own.standard
            FROM edition_year t
            JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
            JOIN edition own ON own.id = t.edition_id
            WHERE {unless_retracted("edition_year")} ORDER BY t.fiscal_year, t.id"""
    )
    latest = {(year, standard): (row, edition, year) for row, edition, year, standard in rows}
    return list(latest.values())


def _items(connection: sqlite3.Connection) -> dict[int, list[Item]]:
    codes: dict[int, list[str]] = defaultdict(list)
    for item_id, code in connection.execute(
        """SELECT t.item_id, role.code FROM item_role t JOIN role ON role.id = t.role_id
           JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 ORDER BY t.item_id, t.role_id"""
    ):
        codes[item_id].append(code)
    items: dict[int, list[Item]] = defaultdict(list)
    for edition, identifier, item, section, item_class, title in _in_force(
        connection, "item", "t.edition_id, t.id, t.item, t.section, t.item_class, t.title"
    ):
        items[edition].append(Item(item, section, item_class, title, tuple(codes[identifier]), identifier))
    return items


def _in_force(connection: sqlite3.Connection, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Rows of one of this module's tables whose change is in force, as stored."""
    return connection.execute(
        f"SELECT {columns} FROM {table} t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 ORDER BY t.id"
    ).fetchall()
