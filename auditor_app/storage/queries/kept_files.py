"""Files kept as evidence: unpacked piece by piece, and never more than the size on record."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor_app.storage.refusals import UnreadableRowError

_PIECE = 1 << 20


def kept_file(connection: sqlite3.Connection, sha256: str) -> bytes | None:
    """The bytes; None when only hash, size and name are kept, or the case does not know the file."""
    found = _size_and_pieces(connection, sha256)
    return None if found is None else b"".join(checked(*found, sha256))


def copy_kept_file(connection: sqlite3.Connection, sha256: str, target: Path) -> bool:
    """Writes the bytes to a new file that nobody else may read; what cannot be finished is taken away again."""
    found = _size_and_pieces(connection, sha256)
    if found is None:
        return False
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in checked(*found, sha256):
                file.write(piece)
    except BaseException:
        target.unlink()
        raise
    return True


def sizes_of_kept(connection: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Id, sha256 and size of every file whose bytes are kept."""
    return connection.execute(
        """SELECT id, sha256, size FROM kept_file
           WHERE id IN (SELECT kept_file_id FROM kept_piece) ORDER BY id"""
    ).fetchall()


def packed_pieces_of(connection: sqlite3.Connection, kept_file_id: int) -> Iterator[bytes]:
    """The zlib stream of a file as it is stored, one row at a time."""
    for (piece,) in connection.execute(
        "SELECT content FROM kept_piece WHERE kept_file_id = ? ORDER BY position", (kept_file_id,)
    ):
        yield piece


def checked(size: int, packed: Iterable[bytes], sha256: str) -> Iterator[bytes]:
    """The bytes, piece by piece; UnreadableRowError, at the latest at the end, when they are not those of the hash."""
    digest, read = hashlib.sha256(), 0
    for piece in _unpacked(packed):
        read += len(piece)
        if read > size:  # a case from elsewhere is no reason to fill a disk
            raise UnreadableRowError("kept file")
        digest.update(piece)
        yield piece
    if (read, digest.hexdigest()) != (size, sha256):
        raise UnreadableRowError("kept file")


def _unpacked(packed: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    try:
        for piece in packed:
            rest = piece
            while rest:
                if unpacked := unpacker.decompress(rest, _PIECE):
                    yield unpacked
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise UnreadableRowError("kept file") from error
    if not unpacker.eof:
        raise UnreadableRowError("kept file")


def _size_and_pieces(connection: sqlite3.Connection, sha256: str) -> tuple[int, Iterator[bytes]] | None:
    row = connection.execute(
        """SELECT id, size FROM kept_file
           WHERE sha256 = ? AND id IN (SELECT kept_file_id FROM kept_piece)""",
        (sha256,),
    ).fetchone()
    return None if row is None else (row[1], packed_pieces_of(connection, row[0]))
