"""What the auditor says about years: joined series, scopes, and begun years; of several rows the latest holds."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.standards import ItemClass
from auditor_app.domain.year_scope import YearScope, YearStart

_IN_FORCE = "JOIN change c ON c.id = t.change_id AND c.is_in_force = 1"


def joined_series(connection: sqlite3.Connection) -> list[JoinedSeries]:
    """In the order their names were first saved, without the removed ones."""
    members: dict[int, list[int]] = defaultdict(list)
    for series, organisation in connection.execute(
        "SELECT joined_series_id, organisation_id FROM joined_series_member ORDER BY 1, 2"
    ):
        members[series].append(organisation)
    rows = connection.execute(
        f"SELECT t.id, t.name, t.english, t.is_removed FROM joined_series t {_IN_FORCE} ORDER BY t.id"
    )
    latest = {
        name: JoinedSeries(name, english, tuple(members[identifier]), bool(is_removed))
        for identifier, name, english, is_removed in rows
    }
    return [series for series in latest.values() if not series.is_removed]


def year_scopes(connection: sqlite3.Connection) -> dict[int, YearScope]:
    """What the auditor decided, by fiscal year; a year of which nothing is stated any more has none."""
    codes: dict[int, list[str]] = defaultdict(list)
    for scope, code in connection.execute(
        "SELECT t.year_scope_id, role.code FROM year_scope_role t JOIN role ON role.id = t.role_id ORDER BY 1, role.id"
    ):
        codes[scope].append(code)
    latest: dict[int, YearScope] = {}
    for identifier, year, asks_basic, asks_enhanced, levels, systems, note in connection.execute(
        f"""SELECT t.id, t.fiscal_year, t.asks_basic, t.asks_enhanced, t.levels, t.systems, t.note
            FROM year_scope t {_IN_FORCE} ORDER BY t.fiscal_year, t.id"""
    ):
        asked: tuple[tuple[ItemClass, int], ...] = (("basic", asks_basic), ("enhanced", asks_enhanced))
        classes = tuple(name for name, is_asked in asked if is_asked)
        latest[year] = YearScope(year, classes, tuple(codes[identifier]), levels, systems, note)
    return {year: scope for year, scope in latest.items() if scope != YearScope(year, (), ())}


def year_starts(connection: sqlite3.Connection) -> dict[int, YearStart]:
    """By the fiscal year that was begun; units by organisation and name."""
    units: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for start, organisation, unit in connection.execute(
        "SELECT year_start_id, organisation_id, unit FROM expected_unit ORDER BY 1, 2, 3"
    ):
        units[start].append((organisation, unit))
    return {
        year: YearStart(year, from_year, tuple(units[identifier]))
        for identifier, year, from_year in connection.execute(
            f"SELECT t.id, t.fiscal_year, t.from_year FROM year_start t {_IN_FORCE} ORDER BY t.fiscal_year, t.id"
        )
    }
