"""Files that appear whole or not at all: written beside, synced, then put in place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.refusals import refused


@contextmanager
def file_beside(path: Path) -> Iterator[Path]:
    """An empty file in the folder of `path` to work on; gone afterwards, with its journal, unless put in place."""
    if not path.parent.is_dir():
        raise refused("case.folder_missing", path)
    try:
        handle, name = tempfile.mkstemp(prefix=".auditor-app-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise refused("case.folder_read_only", path) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
    finally:
        for leftover in (beside, beside.with_name(beside.name + "-journal")):
            with suppress(FileNotFoundError):
                leftover.unlink()


def put_in_place(beside: Path, path: Path, *, may_replace: bool = False) -> None:
    """Moves a finished file to `path` in one step; refuses to replace another file unless told to."""
    _sync(beside)
    try:
        if may_replace:
            os.replace(beside, path)
        else:
            _move_to_free_name(beside, path)
    except FileExistsError:
        raise refused("case.exists", path) from None
    except OSError as error:
        raise _unwritable(path) from error
    if os.name == "posix":
        _sync(path.parent)


def _move_to_free_name(beside: Path, path: Path) -> None:
    if os.name == "nt":
        os.rename(beside, path)  # refuses an existing name by itself
        return
    try:
        os.link(beside, path)  # rename would replace silently, link refuses
    except FileExistsError:
        raise
    except OSError:  # a file system without links (FAT, some network drives)
        if path.exists():
            raise FileExistsError(path) from None
        os.replace(beside, path)


def _unwritable(path: Path) -> CaseRefusedError:
    return refused("case.directory" if path.is_dir() else "case.folder_read_only", path)


def _sync(path: Path) -> None:
    """Content and name reach the disk; a folder cannot be opened for this on Windows."""
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
