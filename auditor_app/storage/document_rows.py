"""Writes documents: the bytes once, and for each import how they are named and decoded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, insert, literal

from auditor_app.domain.changes import canonical_json
from auditor_app.domain.readings import SourceDocument
from auditor_app.foundation.errors import Problem
from auditor_app.storage.packing import KEPT_LIMIT, QUICK, PackedSource, packed_pieces
from auditor_app.storage.statement_rows import insert_rows, next_id
from auditor_app.storage.tables import ChangeDocumentRow, DocumentRow, RefusedRowRow
from auditor_app.storage.writer import driver_connection

_SMALL = 6
"""Level of zlib for a published text, which is short."""


def write_document(connection: Connection, document: SourceDocument, change_id: int) -> int:
    """Keeps a document as part of a change; ValueError when its bytes are not those of its sha256."""
    size = len(document.content)
    return write_source(
        connection,
        document.sha256,
        size,
        document.content,
        {
            "name": document.name,
            "encoding": document.encoding,
            "encoding_is_certain": int(document.encoding_is_certain),
            "cited": document.cited,
        },
        change_id,
        level=_SMALL,
    )


def write_source(
    connection: Connection,
    sha256: str,
    size: int,
    content: bytes | Path | PackedSource | None,
    naming: dict[str, object],
    change_id: int,
    *,
    level: int = QUICK,
) -> int:
    """Keeps the bytes, once, and how this change names and decodes them; ValueError when they are other bytes.

    Without `content`, or above KEPT_LIMIT, only hash, size and name are kept.
    """
    packed = None if content is None else _packed(content, sha256, size, level)
    raw = driver_connection(connection)
    row = raw.execute("SELECT id FROM document WHERE sha256 = ?", (sha256,)).fetchone()
    document_id = next_id(raw, "document") if row is None else int(row[0])
    if row is None:
        new = {"id": document_id, "sha256": sha256, "size": size, "change_id": change_id}
        connection.execute(insert(DocumentRow).values(**new, content=literal(packed, LargeBinary)))
    known = "SELECT 1 FROM change_document WHERE change_id = ? AND document_id = ?"
    if raw.execute(known, (change_id, document_id)).fetchone() is None:
        connection.execute(insert(ChangeDocumentRow).values(change_id=change_id, document_id=document_id, **naming))
    return document_id


def _packed(content: bytes | Path | PackedSource, sha256: str, size: int, level: int) -> bytes | None:
    """The bytes compressed, read and checked piece by piece; None when there are too many to be kept."""
    packed = b"".join(packed_pieces(content, sha256, size, level))
    return packed if size <= KEPT_LIMIT else None


def documents_of_change(connection: Connection, sha256s: Iterable[str], change_id: int) -> dict[str, int]:
    """Ids by sha256; a document brought by an earlier change in force is cited by this one as it is named there."""
    return {sha256: _document_of_change(connection, sha256, change_id) for sha256 in sha256s}


def _document_of_change(connection: Connection, sha256: str, change_id: int) -> int:
    raw = driver_connection(connection)
    row = raw.execute(
        """SELECT d.id, named.change_id, named.name, named.encoding, named.encoding_is_certain, named.cited
           FROM document d
           JOIN change_document named ON named.document_id = d.id
           JOIN change c ON c.id = named.change_id AND c.is_in_force = 1
           WHERE d.sha256 = ? ORDER BY named.change_id DESC LIMIT 1""",
        (sha256,),
    ).fetchone()
    if row is None:
        raise LookupError("a statement cites a document that is not in the case")
    document_id, named_by, name, encoding, is_certain, cited = row
    if named_by != change_id:
        connection.execute(
            insert(ChangeDocumentRow).values(
                change_id=change_id,
                document_id=document_id,
                name=name,
                encoding=encoding,
                encoding_is_certain=is_certain,
                cited=cited,
            )
        )
    return int(document_id)


def write_refused_rows(connection: Connection, sha256: str, problems: Sequence[Problem], change_id: int) -> None:
    """Keeps what of a document could not be used, so that a loss is never only a count."""
    document_id = documents_of_change(connection, [sha256], change_id)[sha256]
    first = next_id(driver_connection(connection), "refused_row")
    rows = [
        {
            "id": first + number,
            "change_id": change_id,
            "document_id": document_id,
            "place": problem.place,
            "problem": problem.key,
            "details": canonical_json({name: str(value) for name, value in problem.values.items()}),
        }
        for number, problem in enumerate(problems)
    ]
    insert_rows(connection, RefusedRowRow, rows)
