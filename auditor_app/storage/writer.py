"""SQLAlchemy's way to a case file: one connection, one explicit transaction, the same pragmas as everywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from auditor_app.storage.connections import BUSY_TIMEOUT_MS, open_connection
from auditor_app.storage.refusals import refusal_of


def writing_engine(path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions begin IMMEDIATE, so that a second writer is refused before it has done work.

    The driver's own BEGIN comes too late for savepoints and transactional DDL; the fix is the documented one
    (SQLAlchemy, SQLite dialect, "Serializable isolation / Savepoints / Transactional DDL").
    """

    def connect() -> sqlite3.Connection:
        return open_connection(path, "rw", busy_timeout_ms=busy_timeout_ms, foreign_keys=foreign_keys)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin_immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def driver_connection(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection beneath, for the read side's SQL inside the writer's transaction."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


@contextmanager
def refusing_unwritable(path: Path) -> Iterator[None]:
    """Around writing: locked, read-only, full and damaged files refuse the case; anything else is a defect."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        refusal = refusal_of(original, path, writing=True) if isinstance(original, sqlite3.Error) else None
        if refusal is None:
            raise
        raise refusal from error
