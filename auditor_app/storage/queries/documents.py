"""Documents kept in the case: their list, their bytes, their text."""

from __future__ import annotations

import json
import sqlite3
import zlib

from auditor_app.domain.case import RefusedRow, StoredDocument
from auditor_app.foundation.errors import Problem
from auditor_app.storage.queries.changes import time_of
from auditor_app.storage.refusals import UnreadableRowError

# An import in force: the latest one of a document says what it is called and how it is decoded.
_NAMED = """
    FROM change_document named
    JOIN change c ON c.id = named.change_id AND c.is_in_force = 1
    JOIN document d ON d.id = named.document_id
"""


def documents(connection: sqlite3.Connection) -> list[StoredDocument]:
    """Documents in force, in the order they first came in."""
    counts, rows = _statement_counts(connection), _row_counts(connection)
    found: dict[int, StoredDocument] = {}
    for identifier, name, sha256, size, encoding, is_certain, cited, is_kept, at in connection.execute(
        f"""SELECT d.id, named.name, d.sha256, d.size, named.encoding, named.encoding_is_certain, named.cited,
                   d.content IS NOT NULL, done.at
            {_NAMED} JOIN log_entry done ON done.change_id = named.change_id AND done.action = 'done'
            ORDER BY named.change_id, d.id"""
    ):
        added_at = found[identifier].added_at if identifier in found else time_of(at)
        found[identifier] = StoredDocument(
            name,
            sha256,
            size,
            encoding,
            bool(is_certain),
            cited,
            bool(is_kept),
            added_at,
            counts.get(identifier, 0),
            rows.get(identifier, 0),
        )
    return list(found.values())


def _row_counts(connection: sqlite3.Connection) -> dict[int, int]:
    """By document: rows of returns in force."""
    found = connection.execute(
        """SELECT r.document_id, sum(r.answer_count + (SELECT count(*) FROM coverage_count c WHERE c.report_id = r.id))
           FROM report r JOIN change done ON done.id = r.change_id AND done.is_in_force = 1 GROUP BY r.document_id"""
    )
    return {identifier: int(count) for identifier, count in found}


def refused_rows(connection: sqlite3.Connection) -> list[RefusedRow]:
    """What of the documents in force could not be used, in the order it was found."""
    rows = connection.execute(
        f"""SELECT DISTINCT r.id, named.name, d.sha256, r.place, r.problem, r.details
            {_NAMED} JOIN refused_row r ON r.document_id = d.id AND r.change_id = named.change_id ORDER BY r.id"""
    )
    return [
        RefusedRow(name, sha256, Problem(problem, place, json.loads(details)))
        for _, name, sha256, place, problem, details in rows
    ]


def document_content(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """The original bytes; None when only hash, size and name are kept; KeyError for an unknown document."""
    row = connection.execute("SELECT content, size FROM document WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise KeyError(sha256)
    return None if row[0] is None else unpacked(row[0], row[1])


def document_text(connection: sqlite3.Connection, sha256: str) -> str | None:
    """The text as the latest import in force decoded it; None without bytes; KeyError when not in force."""
    row = connection.execute(
        f"SELECT named.encoding {_NAMED} WHERE d.sha256 = ? ORDER BY named.change_id DESC LIMIT 1", (sha256,)
    ).fetchone()
    if row is None:
        raise KeyError(sha256)
    content = document_content(connection, sha256)
    return None if content is None else decoded(content, row[0])


def unpacked(content: bytes, size: int) -> bytes:
    """Decompressed bytes, never more than the size on record: a case from elsewhere is no reason to fill memory."""
    unpacker = zlib.decompressobj()
    try:
        original = unpacker.decompress(content, size + 1)
    except zlib.error as error:
        raise UnreadableRowError("document") from error
    if len(original) != size or not (unpacker.eof or size == 0):
        raise UnreadableRowError("document")
    return original


def decoded(content: bytes, encoding: str) -> str:
    """Strictly decoded text, without a byte order mark."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeError) as error:
        raise UnreadableRowError("encoding") from error


def _statement_counts(connection: sqlite3.Connection) -> dict[int, int]:
    return dict(
        connection.execute(
            """SELECT p.document_id, count(*) FROM statement s
               JOIN change c ON c.id = s.change_id AND c.is_in_force = 1
               JOIN place p ON p.id = s.place_id GROUP BY p.document_id"""
        ).fetchall()
    )
