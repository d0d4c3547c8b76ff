"""Writes statements with the facts, fiscal years and places they need, thousands at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from auditor_app.domain.organisations import Organisation
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import FactKey, Statement, fold_name
from auditor_app.storage.queries.organisations import organisations
from auditor_app.storage.tables import Base, FactRow, FiscalYearRow, PlaceRow, StatementAttributeRow, StatementRow
from auditor_app.storage.writer import driver_connection

_AT_ONCE = 500
"""Values bound in one IN (…); SQLite's oldest limit is 999."""

Row = dict[str, Any]


class _PlaceKey(NamedTuple):
    """What makes a place one and the same; the fields are columns of its table."""

    document_id: int
    line_from: int
    line_to: int
    sheet: str
    cell: str
    page: int
    cited: str


def write_statements(
    connection: Connection, statements: Sequence[Statement], change_id: int, document_ids: dict[str, int]
) -> None:
    """Stores statements as rows of a change; `document_ids` by sha256 must name every document they cite."""
    raw = driver_connection(connection)
    write_fiscal_years(connection, {statement.key.fiscal_year for statement in statements}, change_id)
    fact_ids = _write_facts(connection, [statement.key for statement in statements], change_id)
    place_ids = _write_places(connection, [statement.place for statement in statements], change_id, document_ids)
    named = _organisations_by_name(organisations(raw))
    first = next_id(raw, "statement")
    rows, attributes = [], []
    for identifier, statement in enumerate(statements, start=first):
        fact_id, place_id = fact_ids[statement.key.figure_id], place_ids[statement.place]
        organisation_id = _organisation_id(named, statement.key)
        rows.append(_statement_row(identifier, statement, fact_id, place_id, organisation_id, change_id))
        attributes += [
            {"statement_id": identifier, "name": name, "value": value} for name, value in statement.attributes
        ]
    insert_rows(connection, StatementRow, rows)
    insert_rows(connection, StatementAttributeRow, attributes)


def write_fiscal_years(connection: Connection, years: Iterable[int], change_id: int) -> None:
    """Adds the years the case does not have yet."""
    known = {year for (year,) in driver_connection(connection).execute("SELECT year FROM fiscal_year")}
    new = sorted(set(years) - known)
    insert_rows(connection, FiscalYearRow, [{"year": year, "change_id": change_id} for year in new])


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """One executemany; nothing for no rows (SQLAlchemy would insert a row of defaults)."""
    if rows:
        connection.execute(insert(table), rows)


def next_id(raw: sqlite3.Connection, table: str) -> int:
    """The next free id; ours alone, because the transaction holds the only write lock.

    Giving the ids ourselves lets rows that refer to one another go in by executemany.
    """
    return int(raw.execute(f"SELECT ifnull(max(id), 0) + 1 FROM {table}").fetchone()[0])


def _write_facts(connection: Connection, keys: Iterable[FactKey], change_id: int) -> dict[str, int]:
    """Ids by figure id; a question asked before keeps its row, whatever change it came with."""
    raw = driver_connection(connection)
    by_id: dict[str, FactKey] = {}
    for key in keys:
        by_id.setdefault(key.figure_id, key)
    asked = list(by_id)
    known: dict[str, int] = {}
    for start in range(0, len(asked), _AT_ONCE):
        chunk = asked[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(chunk))
        known.update(raw.execute(f"SELECT figure_id, id FROM fact WHERE figure_id IN ({marks})", chunk).fetchall())
    new = [figure_id for figure_id in asked if figure_id not in known]
    new_ids = dict(zip(new, range(next_id(raw, "fact"), next_id(raw, "fact") + len(new)), strict=True))
    insert_rows(
        connection,
        FactRow,
        [_fact_row(identifier, by_id[figure_id], change_id) for figure_id, identifier in new_ids.items()],
    )
    return known | new_ids


def _fact_row(identifier: int, key: FactKey, change_id: int) -> Row:
    return {
        "id": identifier,
        "figure_id": key.figure_id,
        "kind": key.kind.value,
        "fiscal_year": key.fiscal_year,
        "fiscal_year_to": key.fiscal_year_to,
        "subject": key.subject,
        "aspect": key.aspect,
        "role": key.role,
        "part": key.part,
        "section": key.section,
        "change_id": change_id,
    }


def _write_places(
    connection: Connection, places: Iterable[Place], change_id: int, document_ids: dict[str, int]
) -> dict[Place, int]:
    raw = driver_connection(connection)
    stored: dict[_PlaceKey, int] = {}
    wanted = dict.fromkeys(places)
    for document_id in {document_ids[place.sha256] for place in wanted}:
        for identifier, *key in raw.execute(
            f"SELECT id, {', '.join(_PlaceKey._fields)} FROM place WHERE document_id = ?", (document_id,)
        ):
            stored[_PlaceKey(*key)] = identifier
    free = next_id(raw, "place")
    rows: list[Row] = []
    ids: dict[Place, int] = {}
    for place in wanted:
        document_id = document_ids[place.sha256]
        wanted_key = _PlaceKey(
            document_id, place.line_from, place.line_to, place.sheet, place.cell, place.page, place.cited
        )
        if wanted_key not in stored:
            stored[wanted_key] = free + len(rows)
            rows.append({"id": stored[wanted_key], **wanted_key._asdict(), "change_id": change_id})
        ids[place] = stored[wanted_key]
    insert_rows(connection, PlaceRow, rows)
    return ids


def _statement_row(
    identifier: int, statement: Statement, fact_id: int, place_id: int, organisation_id: int | None, change_id: int
) -> Row:
    value = statement.value
    return {
        "id": identifier,
        "fact_id": fact_id,
        "place_id": place_id,
        "change_id": change_id,
        "organisation_id": organisation_id,
        "number": _decimal_text(value.number),
        "secondary": _decimal_text(value.secondary),
        "secondary_meaning": value.secondary_meaning,
        "lower": _decimal_text(value.lower),
        "upper": _decimal_text(value.upper),
        "grade": value.grade,
        "text": value.text,
        "state": value.state.value,
        "printed": statement.printed,
        "unit": statement.unit,
        "is_draft": int(statement.is_draft),
        "confidence": statement.confidence.value,
        "basis": statement.basis,
        "note": statement.note,
        "position": statement.position,
    }


def _decimal_text(number: Decimal | None) -> str | None:
    """The digits as printed, without an exponent; a number that is none (NaN) fails the table's CHECK."""
    return None if number is None else f"{number:f}"


def _organisations_by_name(known: Iterable[Organisation]) -> dict[str, list[Organisation]]:
    by_name: dict[str, list[Organisation]] = {}
    for organisation in known:
        for name in {fold_name(name.name) for name in organisation.names}:
            by_name.setdefault(name, []).append(organisation)
    return by_name


def _organisation_id(by_name: dict[str, list[Organisation]], key: FactKey) -> int | None:
    """The organisation the subject names; of two that bore the name, the one that bore it in that year, else none."""
    name = fold_name(key.subject)
    bearers = by_name.get(name, [])
    if len(bearers) > 1:
        bearers = [bearer for bearer in bearers if fold_name(bearer.name_in(key.fiscal_year).name) == name]
    return bearers[0].id if len(bearers) == 1 else None
