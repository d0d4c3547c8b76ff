"""The private copy of a file from outside, made once and hashed while it is made."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.private_folder import private_file
from auditor_app.importing.readers.tables import StagedFile
from auditor_app.importing.source_file import binary_kind, open_regular_file

LARGEST_TEXT = 2 * 1024**3
LARGEST_CONTAINER = 100 * 1024**2
"""Bytes, of a workbook or a pdf: these are unpacked into memory."""
_BLOCK = 1024**2
_ENOUGH_TO_TELL = 64 * 1024


def stage_file(
    source: Path,
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
    on_block: Callable[[bytes, int], None] | None = None,
) -> StagedFile:
    """Copy `source` into `folder`; refused if it is no regular file, empty, or too large for what it is.

    `on_block` is given all that is copied and hashed, block by block, each with the size the file is said to have.
    """
    place = source.name or str(source)
    target = folder / f"source-{secrets.token_hex(4)}"
    descriptor, size = open_regular_file(source)
    try:
        with os.fdopen(descriptor, "rb") as incoming, private_file(folder, target.name) as copy:
            digest, copied = _copy(incoming, copy, place, _both(on_block, on_progress, size))
    except InputRefusedError:
        target.unlink(missing_ok=True)
        raise
    except OSError as error:
        target.unlink(missing_ok=True)
        raise InputRefusedError(Problem("import.unreadable", place)) from error
    return StagedFile(source.name, target, digest, copied)


def _both(
    on_block: Callable[[bytes, int], None] | None, on_progress: Callable[[int, int], None] | None, size: int
) -> Callable[[bytes, int], None]:
    def told(block: bytes, done: int) -> None:
        if on_block is not None:
            on_block(block, size)
        if on_progress is not None:
            on_progress(done, size)

    return told


def _copy(incoming: IO[bytes], copy: IO[bytes], place: str, on_block: Callable[[bytes, int], None]) -> tuple[str, int]:
    digest = hashlib.sha256()
    copied = 0
    largest = LARGEST_TEXT
    while block := incoming.read(_BLOCK):
        if copied == 0 and binary_kind(block[:_ENOUGH_TO_TELL]):
            largest = LARGEST_CONTAINER
        copied += len(block)
        if copied > largest:
            raise InputRefusedError(Problem("import.too_large", place, {"megabytes": largest // 1024**2}))
        digest.update(block)
        copy.write(block)
        on_block(block, copied)
    if copied == 0:
        raise InputRefusedError(Problem("import.empty", place))
    return digest.hexdigest(), copied
