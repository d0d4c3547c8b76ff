"""Appends to the log inside the writer's transaction."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from auditor_app.domain.changes import LogAction, canonical_json, entry_hash
from auditor_app.storage.queries.changes import log_head
from auditor_app.storage.tables import LogEntryRow
from auditor_app.storage.writer import driver_connection


def append_log_entry(
    connection: Connection,
    *,
    at: datetime,
    author: str,
    action: LogAction,
    change_id: int | None,
    details: dict[str, object],
) -> str:
    """One entry after the last; returns its hash, the new head of the chain."""
    at = at.astimezone(UTC)
    details = json.loads(canonical_json(details))  # what a reader will get: tuples become lists here, not later
    sequence, previous_hash = log_head(driver_connection(connection))
    sequence += 1
    head = entry_hash(sequence, at, author, action, change_id, details, previous_hash)
    connection.execute(
        insert(LogEntryRow).values(
            sequence=sequence,
            at=at.isoformat(),
            author=author,
            action=action,
            change_id=change_id,
            details=canonical_json(details),
            previous_hash=previous_hash,
            hash=head,
        )
    )
    return head
