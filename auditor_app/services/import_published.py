"""Import a published text: read it, hold it against the case as a proposal, and store what the auditor accepts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

from auditor_app.domain.organisations import Organisation, OrganisationName, find_organisation
from auditor_app.domain.published import Fact, FactKind, Statement
from auditor_app.domain.readings import (
    DocumentReading,
    Effect,
    Proposal,
    ProposalRow,
    UnknownOrganisation,
)
from auditor_app.importing.near_names import near_names
from auditor_app.importing.pdf_document import is_pdf, open_pdf
from auditor_app.importing.published_text.reader import read_published_text
from auditor_app.importing.source_file import open_document
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

ORGANISATION_KINDS = (FactKind.COVERAGE, FactKind.INSPECTION_GRADE)
"""Kinds whose subject is an organisation."""


def propose_import(
    case: Path,
    file: Path,
    *,
    fiscal_year: int | None = None,
    encoding: str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """Read a published text and say, row by row, what accepting it would do.  Stores nothing.

    Raises InputRefusedError when the file cannot be read as text.
    """
    document = open_pdf(file, is_cancelled) if is_pdf(file) else open_document(file, encoding)
    reading = read_published_text(document, fiscal_year, on_progress, is_cancelled)
    with CaseReader(case) as reader:
        return hold_against_case(reader, reading)


def hold_against_case(reader: CaseReader, reading: DocumentReading) -> Proposal:
    """Compare every statement of a reading with what the case holds."""
    kinds = sorted({statement.key.kind for statement in reading.statements})
    stored = {fact.key.figure_id: fact for fact in reader.facts(kinds)} if kinds else {}
    rows = [_row(statement, stored.get(statement.key.figure_id)) for statement in reading.statements]
    return Proposal(reading, tuple(rows), _unknown_organisations(reading.statements, reader.organisations()))


def accept_proposal(
    case: Path,
    proposal: Proposal,
    *,
    author: str,
    clock: Callable[[], datetime],
    chosen: Collection[int] | None = None,
) -> int:
    """Store the rows of a proposal (`chosen`: their indexes; None: all) as one change; returns how many were stored.

    Rows the case already has from this document are not stored again; when nothing is left, nothing is written,
    not even to the log.
    """
    wanted = {row.statement for index, row in enumerate(proposal.rows) if chosen is None or index in chosen}
    reading = proposal.reading
    with UnitOfWork(case, author, clock) as work:
        # held against the case anew under the write lock: another program may have stored the same meanwhile
        with CaseReader(case) as reader:
            current = hold_against_case(reader, reading)
        statements = [
            row.statement for row in current.rows if row.effect is not Effect.EQUAL and row.statement in wanted
        ]
        if not statements:
            return 0
        summary: dict[str, object] = {"document": reading.document.name, "statements": len(statements)}
        if reading.refusals:
            summary["refused"] = len(reading.refusals)
        work.begin_change("published_imported", summary)
        if (original := reading.document.original) is not None:
            size = len(original.content)
            work.add_source(original.name, original.sha256, size, original.content, original.kind, True)
        work.add_document(reading.document)
        subjects = {statement.key.subject for statement in statements if statement.key.kind in ORGANISATION_KINDS}
        for unknown in current.unknown_organisations:
            if unknown.name in subjects:
                work.add_organisation([OrganisationName(unknown.name)])
        work.add_statements(statements)
        work.add_refused_rows(reading.document.sha256, reading.refusals)
        work.commit()
    return len(statements)


def _row(statement: Statement, fact: Fact | None) -> ProposalRow:
    if fact is None:
        return ProposalRow(statement, Effect.NEW)
    same = [own for own in fact.statements if own.says_the_same_as(statement)]
    here = (statement.place.sha256, statement.place.line_from)
    if any((own.place.sha256, own.place.line_from) == here for own in same):
        return ProposalRow(statement, Effect.EQUAL, fact.shown)
    return ProposalRow(statement, Effect.CONFIRMS if same else Effect.DIFFERS, fact.shown)


def _unknown_organisations(
    statements: Sequence[Statement], organisations: Sequence[Organisation]
) -> tuple[UnknownOrganisation, ...]:
    known = [name.name for organisation in organisations for name in organisation.names]
    found: dict[str, UnknownOrganisation] = {}
    for statement in statements:
        name = statement.key.subject
        is_new = statement.key.kind in ORGANISATION_KINDS and name not in found
        if is_new and find_organisation(organisations, name) is None:
            found[name] = UnknownOrganisation(name, statement.place.line_from, near_names(name, known))
    return tuple(found.values())
