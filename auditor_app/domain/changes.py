"""What a service changed, and the log entry that remembers it in a chain of hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ChangeKind = Literal[
    "case_created",
    "published_imported",
    "analysis_decided",
    "returns_imported",
    "topic_saved",
    "view_saved",
    "organisations_edited",
    "series_joined",
    "crosswalk_edited",
    "edition_edited",
    "scope_set",
    "year_started",
    "finding_raised",
    "finding_edited",
    "finding_moved",
    "finding_answered",
    "finding_followed_up",
    "evidence_added",
    "evidence_removed",
    "severities_saved",
    "report_saved",
]
LogAction = Literal["done", "undone", "redone", "migrated"]

GENESIS = "0" * 64
"""The `previous hash` of the first entry."""


@dataclass(frozen=True)
class Change:
    """A set of rows written together.  It is in force unless undone; what is shown is read from rows in force."""

    id: int
    kind: ChangeKind
    summary: dict[str, object]
    """Values for the text `change.<kind>` (counts, names of documents); never cell text."""
    is_in_force: bool


@dataclass(frozen=True)
class LogEntry:
    """One line of the append-only log."""

    sequence: int
    at: datetime
    """Aware, UTC."""
    author: str
    action: LogAction
    change_id: int | None
    details: dict[str, object]
    previous_hash: str
    hash: str


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces: the same content is always the same text.

    >>> canonical_json({"b": 1, "a": "省"})
    '{"a":"省","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(
    sequence: int,
    at: datetime,
    author: str,
    action: str,
    change_id: int | None,
    details: dict[str, object],
    previous_hash: str,
) -> str:
    """sha256 over the canonical content of an entry and the hash before it (tamper-evident, not tamper-proof)."""
    content = canonical_json([sequence, at.isoformat(), author, action, change_id, details, previous_hash])
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def first_broken_entry(entries: list[LogEntry]) -> int | None:
    """Sequence number of the first entry that does not follow from the one before it; None if the chain holds."""
    previous = GENESIS
    for expected, entry in enumerate(entries, start=1):
        recomputed = entry_hash(
            expected, entry.at, entry.author, entry.action, entry.change_id, entry.details, previous
        )
        if entry.sequence != expected or entry.previous_hash != previous or entry.hash != recomputed:
            return expected
        previous = entry.hash
    return None
