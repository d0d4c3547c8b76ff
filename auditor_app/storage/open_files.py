"""The first bytes of a case file, read without letting go of SQLite's locks.

POSIX drops every lock a process holds on a file as soon as the process closes any descriptor of it
(https://www.sqlite.org/howtocorrupt.html, section 2.2).  So while this process has a connection to a file, what was
opened beside it to look at the header stays open until the last connection is closed.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from pathlib import Path
from threading import RLock
from typing import Any

FileId = tuple[int, int]
"""Device and inode: a case may be reached by several names."""

_lock = RLock()
_connections: Counter[FileId] = Counter()
_held: dict[FileId, int] = {}
"""Descriptors that must not be closed yet, by file."""


class CaseFileConnection(sqlite3.Connection):
    """A connection that is counted as long as it is open."""

    def __init__(self, *arguments: Any, file_id: FileId | None = None, **named: Any) -> None:
        self._file_id: FileId | None = None
        super().__init__(*arguments, **named)
        self._file_id = file_id

    def close(self) -> None:
        super().close()
        file_id, self._file_id = self._file_id, None
        if file_id is not None:
            _release(file_id)


def connect(path: Path, uri: str, **options: Any) -> sqlite3.Connection:
    """sqlite3.connect, counted; the file must exist (a missing one is refused by SQLite itself)."""
    with _lock:
        try:
            file_id = _id_of(os.stat(path))
        except OSError:
            missing: sqlite3.Connection = sqlite3.connect(uri, uri=True, **options)
            return missing

        class Counted(CaseFileConnection):
            def __init__(self, *arguments: Any, **named: Any) -> None:
                super().__init__(*arguments, file_id=file_id, **named)

        connection = sqlite3.connect(uri, uri=True, factory=Counted, **options)
        _connections[file_id] += 1
        return connection


def first_bytes(path: Path, size: int) -> bytes:
    """The first bytes of a regular file; OSError when it cannot be opened."""
    with _lock:
        file_id = _id_of(os.stat(path))
        descriptor = _held.get(file_id)
        if descriptor is None:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
            if _connections[file_id]:
                _held[file_id] = descriptor
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            return os.read(descriptor, size)
        finally:
            if file_id not in _held:
                os.close(descriptor)


def _release(file_id: FileId) -> None:
    with _lock:
        _connections[file_id] -= 1
        if _connections[file_id] <= 0:
            del _connections[file_id]
            descriptor = _held.pop(file_id, None)
            if descriptor is not None:
                os.close(descriptor)


def _id_of(status: os.stat_result) -> FileId:
    return status.st_dev, status.st_ino
