"""Writes evidence, its removal, and the files that are kept, piece by piece."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from auditor_app.domain.findings import Evidence
from auditor_app.storage.finding_rows import named, refuse_unknown_finding, stored_time
from auditor_app.storage.finding_tables import EvidenceRemovalRow, EvidenceRow, KeptFileRow
from auditor_app.storage.packing import PackedSource, packed_pieces
from auditor_app.storage.statement_rows import insert_rows, next_id
from auditor_app.storage.writer import driver_connection


def write_kept_file(
    connection: Connection,
    name: str,
    sha256: str,
    size: int,
    content: bytes | Path | PackedSource | None,
    change_id: int,
) -> None:
    """Keeps a file once; bytes that were not kept with it come to it later.  ValueError when they are other bytes."""
    raw = driver_connection(connection)
    known = raw.execute("SELECT id, size FROM kept_file WHERE sha256 = ?", (sha256,)).fetchone()
    if known is not None and known[1] != size:
        raise ValueError("one file has one size")
    identifier = next_id(raw, "kept_file") if known is None else int(known[0])
    if known is None:
        row = {"id": identifier, "sha256": sha256, "size": size, "name": name, "change_id": change_id}
        insert_rows(connection, KeptFileRow, [row])
    if content is not None and not _has_pieces(raw, identifier):
        # The driver's own statement, so that no more than one piece is in memory.
        for position, piece in enumerate(packed_pieces(content, sha256, size)):
            raw.execute("INSERT INTO kept_piece VALUES (?, ?, ?, ?)", (identifier, position, change_id, piece))


def write_evidence(
    connection: Connection, finding_id: int, evidence: Evidence, by: str, at: datetime, change_id: int
) -> int:
    """ValueError for a file that is not kept with this hash and size."""
    refuse_unknown_finding(connection, finding_id)
    raw = driver_connection(connection)
    identifier = next_id(raw, "evidence")
    row = {
        "id": identifier,
        "finding_id": finding_id,
        "kind": evidence.kind,
        "title": evidence.title,
        "text": evidence.text,
        "effective_on": None if evidence.effective_on is None else evidence.effective_on.isoformat(),
        "file_name": evidence.file_name,
        "sha256": evidence.sha256,
        "size": evidence.size,
        "kept_file_id": _kept_file_id(raw, evidence) if evidence.kind == "file" else None,
        "path": evidence.path,
        "place": evidence.place,
        "person": evidence.person,
        "author": named(by),
        "at": stored_time(at),
        "change_id": change_id,
    }
    insert_rows(connection, EvidenceRow, [row])
    return identifier


def write_removal(connection: Connection, evidence_id: int, reason: str, by: str, at: datetime, change_id: int) -> None:
    """LookupError for evidence that is not shown (any more)."""
    if not reason.strip():
        raise ValueError("evidence is removed for a reason")
    found = driver_connection(connection).execute(
        """SELECT 1 FROM evidence t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
           WHERE t.id = ? AND NOT EXISTS (
               SELECT 1 FROM evidence_removal r JOIN change d ON d.id = r.change_id AND d.is_in_force = 1
               WHERE r.evidence_id = t.id)""",
        (evidence_id,),
    )
    if found.fetchone() is None:
        raise LookupError("the case shows no such evidence")
    row = {
        "evidence_id": evidence_id,
        "reason": reason,
        "author": named(by),
        "at": stored_time(at),
        "change_id": change_id,
    }
    insert_rows(connection, EvidenceRemovalRow, [row])


def _kept_file_id(raw: sqlite3.Connection, evidence: Evidence) -> int:
    row = raw.execute(
        "SELECT id FROM kept_file WHERE (sha256, size) = (?, ?)", (evidence.sha256, evidence.size)
    ).fetchone()
    if row is None:
        raise ValueError("a file is kept before it becomes evidence")
    return int(row[0])


def _has_pieces(raw: sqlite3.Connection, kept_file_id: int) -> bool:
    return raw.execute("SELECT 1 FROM kept_piece WHERE kept_file_id = ?", (kept_file_id,)).fetchone() is not None
