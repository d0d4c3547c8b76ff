"""Published facts with the statements in force that answer them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.provenance import Confidence, Place
from auditor_app.domain.published import Fact, FactKey, FactKind, State, Statement, Value, fold_name
from auditor_app.storage.queries.organisations import organisations
from auditor_app.storage.refusals import UnreadableRowError

_IN_FORCE = """
    FROM statement s
    JOIN change c ON c.id = s.change_id AND c.is_in_force = 1
    JOIN fact f ON f.id = s.fact_id
"""
_COLUMNS = """
    s.id, f.id, f.kind, f.fiscal_year, f.subject, f.aspect, f.role, f.part, f.section, f.fiscal_year_to,
    s.number, s.secondary, s.secondary_meaning, s.lower, s.upper, s.grade, s.text, s.state,
    s.printed, s.unit, s.is_draft, s.confidence, s.basis, s.note, s.position,
    named.name, d.sha256, p.line_from, p.line_to, p.cited, p.sheet, p.cell, p.page
"""
_PLACES = """
    JOIN place p ON p.id = s.place_id
    JOIN document d ON d.id = p.document_id
    JOIN change_document named ON named.change_id = s.change_id AND named.document_id = p.document_id
"""


def facts(
    connection: sqlite3.Connection, kinds: Iterable[FactKind], fiscal_years: Iterable[int] | None = None
) -> list[Fact]:
    """Facts of these kinds (and years) in printed order: by position of the first statement, then as stored."""
    wanted_kinds = [kind.value for kind in kinds]
    condition, values = f"f.kind IN ({_marks(wanted_kinds)})", list[str | int](wanted_kinds)
    if fiscal_years is not None:
        years = list(fiscal_years)
        condition += f" AND f.fiscal_year IN ({_marks(years)})"
        values += years
    return _facts_where(connection, condition, values)


def fact(connection: sqlite3.Connection, figure_id: str) -> Fact | None:
    """The fact of that id; one of an organisation is found under any name it bears or bore."""
    for asked in (figure_id, *_ids_under_other_names(connection, figure_id)):
        found = _facts_where(connection, "f.figure_id = ?", [asked])
        if found:
            return found[0]
    return None


def fiscal_years(connection: sqlite3.Connection, kind: FactKind) -> list[int]:
    """The years for which there is a fact of this kind, ascending."""
    rows = connection.execute(
        f"SELECT DISTINCT f.fiscal_year {_IN_FORCE} WHERE f.kind = ? ORDER BY f.fiscal_year", (kind.value,)
    )
    return [year for (year,) in rows]


def _facts_where(connection: sqlite3.Connection, condition: str, values: Sequence[str | int]) -> list[Fact]:
    """`condition` is one of this module's own; what is asked for is bound."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} {_IN_FORCE} {_PLACES} WHERE {condition} ORDER BY s.id", values
    ).fetchall()
    attributes = _attributes(
        connection,
        f"SELECT a.statement_id, a.name, a.value {_IN_FORCE} "
        f"JOIN statement_attribute a ON a.statement_id = s.id WHERE {condition} ORDER BY 1, 2",
        values,
    )
    by_fact: dict[int, list[Statement]] = {}
    for row in rows:
        by_fact.setdefault(row[1], []).append(_statement(row, attributes.get(row[0], ())))
    printed_order = sorted(by_fact.items(), key=lambda item: (item[1][0].position, item[0]))
    return [Fact(statements[0].key, tuple(statements)) for _, statements in printed_order]


def _attributes(
    connection: sqlite3.Connection, sql: str, values: Sequence[str | int]
) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    for statement_id, name, value in connection.execute(sql, values):
        found[statement_id] = (*found.get(statement_id, ()), (name, value))
    return found


def _statement(row: tuple[Any, ...], attributes: tuple[tuple[str, str], ...]) -> Statement:
    (_, _, kind, fiscal_year, subject, aspect, role, part, section, fiscal_year_to) = row[:10]
    (number, secondary, secondary_meaning, lower, upper, grade, text, state) = row[10:18]
    (printed, unit, is_draft, confidence, basis, note, position) = row[18:25]
    try:
        key = FactKey(FactKind(kind), fiscal_year, subject, aspect, role, part, section, fiscal_year_to)
        known_state, known_confidence = State(state), Confidence(confidence)
    except ValueError as error:
        raise UnreadableRowError("statement") from error
    return Statement(
        key=key,
        value=Value(
            number=_decimal(number),
            secondary=_decimal(secondary),
            secondary_meaning=secondary_meaning,
            lower=_decimal(lower),
            upper=_decimal(upper),
            grade=grade,
            text=text,
            state=known_state,
        ),
        printed=printed,
        place=Place(*row[25:]),
        unit=unit,
        is_draft=bool(is_draft),
        confidence=known_confidence,
        basis=basis,
        note=note,
        attributes=attributes,
        position=position,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _ids_under_other_names(connection: sqlite3.Connection, figure_id: str) -> list[str]:
    """The same figure with the subject replaced by each name of the organisation it names."""
    fields = figure_id.split(":")
    if len(fields) < 3 or not fields[2]:
        return []
    organisation = find_organisation(organisations(connection), fields[2])
    names = [fold_name(name.name) for name in organisation.names] if organisation else []
    return [":".join([*fields[:2], name, *fields[3:]]) for name in names]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
