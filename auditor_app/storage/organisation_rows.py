"""Writes organisations, their names and links, and the auditor's decisions about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from auditor_app.domain.organisation_naming import name_fault
from auditor_app.domain.organisations import LinkKind, OrganisationName, find_organisation
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.storage.queries.organisations import organisations
from auditor_app.storage.statement_rows import insert_rows, next_id, write_fiscal_years
from auditor_app.storage.tables import (
    AnalysisDecisionRow,
    OrganisationLinkRow,
    OrganisationNameRow,
    OrganisationParentRow,
    OrganisationRow,
)
from auditor_app.storage.writer import driver_connection


def write_organisation(connection: Connection, names: Sequence[OrganisationName], change_id: int) -> int:
    """A new organisation; ValueError without a name."""
    if not names:
        raise ValueError("an organisation has at least one name")
    identifier = next_id(driver_connection(connection), "organisation")
    insert_rows(connection, OrganisationRow, [{"id": identifier, "change_id": change_id}])
    write_names(connection, identifier, names, change_id)
    return identifier


def write_names(
    connection: Connection, organisation_id: int, names: Sequence[OrganisationName], change_id: int
) -> None:
    """ValueError when one of them cannot be a name, or another organisation bears it at the same time."""
    for name in names:
        if name_fault(name.name) or (name.english and name_fault(name.english)):
            raise ValueError("this cannot be the name of an organisation")
        if _is_taken(connection, organisation_id, name):
            raise ValueError("another organisation bears this name at that time")
    rows = [
        {
            "organisation_id": organisation_id,
            "name": name.name,
            "english": name.english,
            "from_date": _day_text(name.from_date),
            "to_date": _day_text(name.to_date),
            "change_id": change_id,
        }
        for name in names
    ]
    insert_rows(connection, OrganisationNameRow, rows)


def write_parent(
    connection: Connection,
    organisation_id: int,
    parent_id: int,
    from_date: date | None,
    to_date: date | None,
    change_id: int,
) -> None:
    row = {
        "organisation_id": organisation_id,
        "parent_id": parent_id,
        "from_date": _day_text(from_date),
        "to_date": _day_text(to_date),
        "change_id": change_id,
    }
    insert_rows(connection, OrganisationParentRow, [row])


def write_link(
    connection: Connection,
    from_id: int | None,
    to_id: int | None,
    kind: LinkKind,
    on_date: date | None,
    change_id: int,
) -> None:
    row = {
        "from_organisation_id": from_id,
        "to_organisation_id": to_id,
        "kind": kind,
        "on_date": _day_text(on_date),
        "change_id": change_id,
    }
    insert_rows(connection, OrganisationLinkRow, [row])


def write_decision(
    connection: Connection, fiscal_year: int, organisation: str, is_included: bool, reason: str, change_id: int
) -> None:
    """WrongUsageError for an unknown organisation; the table refuses an empty reason."""
    found = find_organisation(organisations(driver_connection(connection)), organisation)
    if found is None:
        raise WrongUsageError(Problem("case.unknown_organisation", place=organisation))
    write_fiscal_years(connection, {fiscal_year}, change_id)
    row = {
        "fiscal_year": fiscal_year,
        "organisation_id": found.id,
        "is_included": int(is_included),
        "reason": reason,
        "change_id": change_id,
    }
    insert_rows(connection, AnalysisDecisionRow, [row])


def _is_taken(connection: Connection, organisation_id: int, name: OrganisationName) -> bool:
    folded = fold_name(name.name)
    return any(
        fold_name(own.name) == folded and own.overlaps(name)
        for organisation in organisations(driver_connection(connection))
        if organisation.id != organisation_id
        for own in organisation.names
    )


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
