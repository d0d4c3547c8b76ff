"""Upgrades an older case: a verified backup beside it, the work done on a copy, the copy put in place whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from auditor_app.storage.backup import copy_into, copy_verified
from auditor_app.storage.case_file import check_origin, check_whole, read_header
from auditor_app.storage.connections import BUSY_TIMEOUT_MS, open_connection
from auditor_app.storage.digests import table_digests
from auditor_app.storage.log_writing import append_log_entry
from auditor_app.storage.refusals import refused
from auditor_app.storage.revisions import apply_revisions
from auditor_app.storage.schema import KNOWN_SCHEMAS
from auditor_app.storage.whole_files import file_beside, put_in_place
from auditor_app.storage.writer import driver_connection, refusing_unwritable, writing_engine


def needs_migration(path: Path, *, known_schemas: Mapping[int, str] = KNOWN_SCHEMAS) -> bool:
    """Whether the case has an older schema; refuses what is no case of ours."""
    return check_origin(path, known_schemas=known_schemas).user_version < max(known_schemas)


def migrate(
    path: Path,
    clock: Callable[[], datetime],
    author: str,
    *,
    known_schemas: Mapping[int, str] = KNOWN_SCHEMAS,
    further_locations: Sequence[Path] = (),
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
) -> Path:
    """Brings a case to the newest schema and logs it; returns the backup.  Refused, the case is as it was.

    `known_schemas` and `further_locations` are for tests with a revision of their own.
    """
    path = path.resolve()
    header = check_origin(path, known_schemas=known_schemas, busy_timeout_ms=busy_timeout_ms)
    old, new = header.user_version, max(known_schemas)
    check_whole(path, known_schemas[old], busy_timeout_ms=busy_timeout_ms)
    moment = clock().astimezone(UTC)
    backup = path.with_name(f"{path.stem}.backup-{old}-{moment:%Y%m%dT%H%M%SZ}.auditcase")
    with file_beside(path) as beside:
        with _other_writers_kept_out(path, busy_timeout_ms):
            held = copy_verified(path, backup)
            if held.first_broken_entry is not None:
                raise refused("case.log_broken", path, sequence=held.first_broken_entry)
            copy_into(backup, beside)
            try:
                _upgrade(beside, moment, author, old, further_locations)
            except DBAPIError as error:
                raise refused("case.upgrade_failed", path) from error
            check_whole(beside, known_schemas[new])
        # The lock ends here, because Windows replaces no open file; a write in between shows in the counter.
        if read_header(path).change_counter != header.change_counter:
            raise refused("case.locked", path)
        shutil.copymode(path, beside)
        put_in_place(beside, path, may_replace=True)
    return backup


def _upgrade(path: Path, moment: datetime, author: str, old: int, further_locations: Sequence[Path]) -> None:
    """Foreign keys are off, for SQLite rebuilds no referenced table otherwise, and checked before the commit."""
    engine = writing_engine(path, foreign_keys=False)
    try:
        with refusing_unwritable(path), engine.begin() as connection:
            new = apply_revisions(connection, further_locations)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise refused("case.upgrade_failed", path)
            _log_migration(connection, moment, author, old, new)
    finally:
        engine.dispose()


def _log_migration(connection: Connection, moment: datetime, author: str, old: int, new: int) -> None:
    """Digests everything anew: the columns of the new schema are covered from here on."""
    raw = driver_connection(connection)
    last_change = int(raw.execute("SELECT max(id) FROM change").fetchone()[0])
    details: dict[str, object] = {
        "from_schema": old,
        "to_schema": new,
        "last_change": last_change,
        "rows": table_digests(raw, 1, last_change),
    }
    append_log_entry(connection, at=moment, author=author, action="migrated", change_id=None, details=details)


@contextmanager
def _other_writers_kept_out(path: Path, busy_timeout_ms: int) -> Iterator[None]:
    """Holds the write lock; readers go on."""
    with refusing_unwritable(path):
        connection = open_connection(path, "rw", busy_timeout_ms=busy_timeout_ms)
    with closing(connection):
        with refusing_unwritable(path):
            connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()
