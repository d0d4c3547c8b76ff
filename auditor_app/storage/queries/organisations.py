"""Organisations with the names in force, and the auditor's decisions about them."""

from __future__ import annotations

import sqlite3
from datetime import date

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.storage.queries.changes import time_of
from auditor_app.storage.queries.retractions import unless_retracted
from auditor_app.storage.refusals import UnreadableRowError


def organisations(connection: sqlite3.Connection) -> list[Organisation]:
    """All organisations in the order they were declared, each with its names from the oldest to the newest.

    A name stored again for the same time says its days better than the earlier row, which is left out.  A body
    all of whose names were taken back is none.
    """
    found: dict[int, Organisation] = {}
    for identifier, name, english, from_date, to_date, row in connection.execute(
        f"""SELECT t.organisation_id, t.name, t.english, t.from_date, t.to_date, t.id
            FROM organisation_name t
            JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
            WHERE {unless_retracted("organisation_name")}
            ORDER BY t.organisation_id, t.id"""
    ):
        own = OrganisationName(name, english, day_of(from_date), day_of(to_date), row)
        found[identifier] = found.get(identifier, Organisation(identifier, ())).with_name(own)
    return list(found.values())


def organisation_links(connection: sqlite3.Connection) -> list[OrganisationLink]:
    """Each renaming, merger, split, creation and abolition in force, in the order they were stored."""
    return [
        OrganisationLink(from_id, to_id, kind, day_of(on_date), identifier)
        for identifier, from_id, to_id, kind, on_date in connection.execute(
            f"""SELECT t.id, t.from_organisation_id, t.to_organisation_id, t.kind, t.on_date
                FROM organisation_link t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
                WHERE {unless_retracted("organisation_link")} ORDER BY t.id"""
        )
    ]


def decisions(connection: sqlite3.Connection) -> dict[tuple[int, str], AnalysisDecision]:
    """The latest decision in force by fiscal year and folded name, under every name of the organisation."""
    known = {organisation.id: organisation for organisation in organisations(connection)}
    latest: dict[tuple[int, str], AnalysisDecision] = {}
    for fiscal_year, organisation_id, is_included, reason, author, at in connection.execute(
        """SELECT a.fiscal_year, a.organisation_id, a.is_included, a.reason, done.author, done.at
           FROM analysis_decision a
           JOIN change c ON c.id = a.change_id AND c.is_in_force = 1
           JOIN log_entry done ON done.change_id = a.change_id AND done.action = 'done'
           ORDER BY a.id"""
    ):
        organisation = known.get(organisation_id)
        if organisation is None:  # all its names were taken back
            continue
        decision = AnalysisDecision(
            fiscal_year, organisation.name_in(fiscal_year).name, bool(is_included), reason, author, time_of(at)
        )
        for name in organisation.names:
            latest[fiscal_year, fold_name(name.name)] = decision
    return latest


def day_of(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableRowError("day") from error
