"""Compresses the bytes of a document as they are kept in a case."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEPT_LIMIT = 100_000_000
"""Bytes above which only hash, size and name are kept (safety rule 1)."""

QUICK = 2
"""Level of zlib.  Measured for a returns file of 60 MB: 0.3 s and 9.2 MB; at level 6 it is 1.2 s and 6.6 MB."""

PIECE = 1 << 20
"""Bytes read, compressed and written at a time."""


@dataclass(frozen=True)
class PackedSource:
    """A document compressed in advance, in a private file; `size` is that of the document."""

    path: Path
    size: int


class SourcePacker:
    """Fed with a document piece by piece while it is copied and hashed, so that it is not read a second time.

    Whoever feeds it hashes the same pieces: what is kept is what was hashed, without hashing it again.
    """

    def __init__(self, target: IO[bytes], path: Path) -> None:
        self._target = target
        self._path = path
        self._packer = zlib.compressobj(QUICK)
        self._size = 0

    def feed(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size <= KEPT_LIMIT:
            self._target.write(self._packer.compress(piece))

    def finish(self) -> PackedSource | None:
        """None when there is too much to be kept."""
        if self._size > KEPT_LIMIT:
            return None
        self._target.write(self._packer.flush())
        self._target.flush()
        return PackedSource(self._path, self._size)


def packed_pieces(content: bytes | Path | PackedSource, sha256: str, size: int, level: int = QUICK) -> Iterator[bytes]:
    """The zlib stream of a document, piece by piece; above KEPT_LIMIT nothing, but the bytes are read and checked.

    ValueError when they are not those of `sha256` and `size`.  What was packed in advance was hashed from the same
    pieces (`SourcePacker`) and is not unpacked for it.
    """
    if isinstance(content, PackedSource):
        if content.size != size:
            raise _changed()
        if size <= KEPT_LIMIT:
            yield from pieces_of(content.path)
        return
    digest, packer, read, packed = hashlib.sha256(), zlib.compressobj(level), 0, b""
    for piece in pieces_of(content):
        digest.update(piece)
        read += len(piece)
        if read > size:
            break
        if size <= KEPT_LIMIT:
            packed += packer.compress(piece)
        if len(packed) >= PIECE:
            yield packed
            packed = b""
    if (read, digest.hexdigest()) != (size, sha256):
        raise _changed()
    if size <= KEPT_LIMIT:
        yield packed + packer.flush()


def pieces_of(content: bytes | Path) -> Iterator[bytes]:
    """The bytes as they are, PIECE at a time."""
    if isinstance(content, bytes):
        yield from (content[start : start + PIECE] for start in range(0, len(content), PIECE))
        return
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _changed() -> ValueError:
    return ValueError("the bytes of a document changed since they were read")
