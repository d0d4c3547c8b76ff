"""Write a file so that it is either the old one or the complete new one, and prove it by reading it back."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from auditor_app.foundation.errors import Problem, UserError

DATABASE_HEADER = b"SQLite format 3\0"


class ExportRefusedError(UserError):
    """The target cannot be written; nothing of it was changed."""


def written_and_verified(target: Path, content: bytes | Iterable[bytes]) -> str:
    """Write beside, fsync, read back and compare, then rename over `target`; returns the sha256 of the content.

    The content may come in pieces and be larger than memory; where making them fails, nothing is left behind.
    A case is never written over, whatever its name.
    """
    if _is_database(target):
        raise ExportRefusedError(Problem("export.is_the_case", target.name))
    try:
        handle, name = tempfile.mkstemp(prefix=".auditor-app-", suffix=".part", dir=target.parent)
    except OSError as error:
        raise ExportRefusedError(Problem("export.folder_unwritable", str(target.parent))) from error
    beside = Path(name)
    try:
        sha256 = _written(handle, [content] if isinstance(content, bytes) else content)
        if _sha256_of(beside) != sha256:
            raise ExportRefusedError(Problem("export.read_back_differs", target.name))
        os.chmod(beside, 0o644)
        os.replace(beside, target)
    except OSError as error:
        raise ExportRefusedError(Problem("export.target_unwritable", target.name)) from error
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    return sha256


def _written(handle: int, pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_database(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            return file.read(len(DATABASE_HEADER)) == DATABASE_HEADER
    except OSError:
        return False  # not there yet, or not readable: writing will say so
