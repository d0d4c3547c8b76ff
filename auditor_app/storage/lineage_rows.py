"""Writes what the auditor says about years: rows taken back, joined series, scopes, and begun years."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.storage.lineage_tables import (
    ExpectedUnitRow,
    JoinedSeriesMemberRow,
    JoinedSeriesRow,
    RetractionRow,
    YearScopeRoleRow,
    YearScopeRow,
    YearStartRow,
)
from auditor_app.storage.queries.definitions import crosswalk
from auditor_app.storage.queries.organisations import organisation_links, organisations
from auditor_app.storage.queries.retractions import RetractionKind
from auditor_app.storage.queries.standards import edition_year_rows, roles
from auditor_app.storage.statement_rows import insert_rows, next_id, write_fiscal_years
from auditor_app.storage.writer import driver_connection


def write_retractions(connection: Connection, kind: RetractionKind, row_ids: Collection[int], change_id: int) -> None:
    """Rows as the reader shows them; what they stood in for is taken back with them and does not come up again.

    ValueError for a row that is not shown.
    """
    raw = driver_connection(connection)
    before = _shown(raw, kind)
    if not before.issuperset(row_ids):
        raise ValueError("only a row in force is taken back")
    gone = set(row_ids)
    while gone:
        insert_rows(
            connection,
            RetractionRow,
            [{"kind": kind, "row_id": row_id, "change_id": change_id} for row_id in sorted(gone)],
        )
        gone = _shown(raw, kind) - before


def write_joined_series(connection: Connection, series: JoinedSeries, change_id: int) -> None:
    """ValueError without a name, with fewer than two bodies, or with one the case does not know.

    A series whose body is gone (all its names taken back) can still be removed.
    """
    raw = driver_connection(connection)
    members = sorted(set(series.members))
    if not series.name.strip() or len(members) < 2:
        raise ValueError("a joined series has a name and joins at least two organisations")
    if not series.is_removed:
        _refuse_unknown_organisations(raw, members)
    identifier = next_id(raw, "joined_series")
    row = {
        "id": identifier,
        "name": series.name,
        "english": series.english,
        "is_removed": int(series.is_removed),
        "change_id": change_id,
    }
    insert_rows(connection, JoinedSeriesRow, [row])
    insert_rows(
        connection,
        JoinedSeriesMemberRow,
        [{"joined_series_id": identifier, "organisation_id": member} for member in members],
    )


def write_year_scope(connection: Connection, scope: YearScope, change_id: int) -> None:
    """ValueError for a role the case does not know, and for what a document says: that is read, not decided."""
    raw = driver_connection(connection)
    role_ids = {role.code: role.id for role in roles(raw)}
    if scope.basis != "decided":
        raise ValueError("what a document says of a year is not decided by the auditor")
    if not role_ids.keys() >= set(scope.roles) or not {"basic", "enhanced"} >= set(scope.classes):
        raise ValueError("a scope names classes of items, and roles of the case")
    write_fiscal_years(connection, {scope.fiscal_year}, change_id)
    identifier = next_id(raw, "year_scope")
    row = {
        "id": identifier,
        "fiscal_year": scope.fiscal_year,
        "asks_basic": int("basic" in scope.classes),
        "asks_enhanced": int("enhanced" in scope.classes),
        "levels": scope.levels,
        "systems": scope.systems,
        "note": scope.note,
        "change_id": change_id,
    }
    insert_rows(connection, YearScopeRow, [row])
    asked = sorted({role_ids[code] for code in scope.roles})
    insert_rows(connection, YearScopeRoleRow, [{"year_scope_id": identifier, "role_id": role_id} for role_id in asked])


def write_year_start(connection: Connection, start: YearStart, change_id: int) -> None:
    """ValueError when a year would begin from itself, or expects an organisation the case does not know."""
    raw = driver_connection(connection)
    if start.from_year == start.fiscal_year:
        raise ValueError("a year is begun from another one")
    _refuse_unknown_organisations(raw, (organisation for organisation, _ in start.units))
    write_fiscal_years(connection, {start.fiscal_year, start.from_year}, change_id)
    identifier = next_id(raw, "year_start")
    row = {
        "id": identifier,
        "fiscal_year": start.fiscal_year,
        "from_year": start.from_year,
        "change_id": change_id,
    }
    insert_rows(connection, YearStartRow, [row])
    units = [
        {"year_start_id": identifier, "organisation_id": organisation, "unit": unit}
        for organisation, unit in sorted(set(start.units))
    ]
    insert_rows(connection, ExpectedUnitRow, units)


def _shown(raw: sqlite3.Connection, kind: RetractionKind) -> set[int]:
    """The rows of a table that readers get to see."""
    if kind == "organisation_name":
        return {name.id for own in organisations(raw) for name in own.names}
    if kind == "organisation_link":
        return {link.id for link in organisation_links(raw)}
    if kind == "crosswalk_entry":
        return {entry.id for entry in crosswalk(raw)}
    return {row_id for row_id, _, _ in edition_year_rows(raw)}


def _refuse_unknown_organisations(raw: sqlite3.Connection, wanted: Iterable[int]) -> None:
    if not {own.id for own in organisations(raw)}.issuperset(wanted):
        raise ValueError("the case has no organisation of that number")
