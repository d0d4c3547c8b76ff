"""Whether a file is a case this program may open, checked in the order of safety rule 13."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from auditor_app.storage.connections import BUSY_TIMEOUT_MS, open_connection
from auditor_app.storage.open_files import first_bytes
from auditor_app.storage.refusals import refused, refusing_unreadable
from auditor_app.storage.schema import APPLICATION_ID, KNOWN_SCHEMAS, fingerprint

QUICK_CHECK_LIMIT = 64 * 1024 * 1024
"""Larger files are checked page by page only by `verify_case`."""

_HEADER_SIZE = 100
_MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True)
class Header:
    """What the first 100 bytes say (https://www.sqlite.org/fileformat2.html#the_database_header)."""

    page_size: int
    page_count: int | None
    """None when a program too old to keep it wrote last."""
    change_counter: int
    uses_rollback_journal: bool
    application_id: int
    user_version: int


def check_case(
    path: Path, *, known_schemas: Mapping[int, str] = KNOWN_SCHEMAS, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> None:
    """CaseRefusedError unless the file is a whole, unaltered case of this program's schema; reads only.

    The one write: a change that was cut off by a crash is rolled back first, as SQLite always does.
    """
    check_header(path, known_schemas=known_schemas, busy_timeout_ms=busy_timeout_ms)
    check_whole(path, known_schemas[max(known_schemas)], busy_timeout_ms=busy_timeout_ms)


def check_header(
    path: Path, *, known_schemas: Mapping[int, str] = KNOWN_SCHEMAS, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Header:
    """The part of `check_case` that costs nothing: the file itself and its first 100 bytes."""
    header = check_origin(path, known_schemas=known_schemas, busy_timeout_ms=busy_timeout_ms)
    known = max(known_schemas)
    if header.user_version < known:
        raise refused("case.older", path, found=header.user_version, known=known)
    return header


def check_origin(
    path: Path, *, known_schemas: Mapping[int, str] = KNOWN_SCHEMAS, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Header:
    """That the file is whole and a case of this program or of an older version of it."""
    header = read_header(path)
    if header.application_id != APPLICATION_ID:
        raise refused("case.foreign", path)
    known = max(known_schemas)
    if header.user_version > known:
        raise refused("case.newer", path, found=header.user_version, known=known)
    if header.user_version not in known_schemas:
        raise refused("case.damaged", path)
    if not header.uses_rollback_journal:
        raise refused("case.altered", path)
    if _journal_of(path).exists():
        _roll_back_interrupted_change(path, busy_timeout_ms)
        header = read_header(path)
    _check_size(path, header)
    return header


def check_whole(path: Path, expected_fingerprint: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Schema equal to ours, pages sound (quick_check, which also tries every CHECK and NOT NULL)."""
    with (
        refusing_unreadable(path, is_checked=False),
        closing(open_connection(path, "ro", busy_timeout_ms=busy_timeout_ms)) as case,
    ):
        if fingerprint(case) != expected_fingerprint:
            raise refused("case.altered", path)
        if path.stat().st_size <= QUICK_CHECK_LIMIT and not passes_quick_check(case):
            raise refused("case.damaged", path)


def passes_quick_check(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def read_header(path: Path) -> Header:
    """The header of a SQLite file; refuses what is missing, no file, empty, or not SQLite."""
    head = _first_bytes(path)
    if not head:
        raise refused("case.empty", path)
    if not head.startswith(_MAGIC):
        raise refused("case.damaged" if _MAGIC.startswith(head) else "case.foreign", path)
    if len(head) < _HEADER_SIZE:
        raise refused("case.damaged", path)
    change_counter, page_count, valid_for = _number(head, 24), _number(head, 28), _number(head, 92)
    page_size = int.from_bytes(head[16:18], "big")
    return Header(
        page_size=65536 if page_size == 1 else page_size,
        page_count=page_count if page_count and change_counter == valid_for else None,
        change_counter=change_counter,
        uses_rollback_journal=head[18:20] == b"\x01\x01",
        application_id=_number(head, 68),
        user_version=_number(head, 60),
    )


def _first_bytes(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refused("case.directory", path)
        if not stat.S_ISREG(mode):  # a pipe or device could hang the program or never end
            raise refused("case.not_a_file", path)
        return first_bytes(path, _HEADER_SIZE)
    except (FileNotFoundError, NotADirectoryError):
        raise refused("case.missing", path) from None
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise refused("case.unreadable", path) from None


def _number(head: bytes, offset: int) -> int:
    return int.from_bytes(head[offset : offset + 4], "big")


def _check_size(path: Path, header: Header) -> None:
    """A truncated file, or one with something appended, is told by its size before SQLite touches it."""
    size = path.stat().st_size
    if header.page_size < 512 or size % header.page_size:
        raise refused("case.damaged", path)
    if header.page_count is not None and size != header.page_size * header.page_count:
        raise refused("case.damaged", path)


def _journal_of(path: Path) -> Path:
    path = path.resolve()  # SQLite puts it beside the file a link points to
    return path.with_name(path.name + "-journal")


def _roll_back_interrupted_change(path: Path, busy_timeout_ms: int) -> None:
    """Lets SQLite undo what a crash left half written; a read-only connection could not."""
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise refused("case.interrupted", path)
    with (
        refusing_unreadable(path, is_checked=False),
        closing(open_connection(path, "rw", busy_timeout_ms=busy_timeout_ms)) as case,
    ):
        case.execute("SELECT count(*) FROM sqlite_master").fetchone()
