"""Compresses the bytes of a document as they are kept in a case."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

KEPT_LIMIT = 100_000_000
"""Bytes above which only hash, size and name are kept (safety rule 1)."""

QUICK = 2
"""Level of zlib.  Measured for a returns file of 60 MB: 0.3 s and 9.2 MB; at level 6 it is 1.2 s and 6.6 MB."""


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
