"""What a case file says of itself, of its documents, and what verifying it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from auditor_app.foundation.errors import Problem


@dataclass(frozen=True)
class CaseInfo:
    """Identity of a case, written once when it is made."""

    case_id: str
    created_at: datetime
    app_version: str
    is_practice: bool


CONTAINERS = ("xlsx", "xls", "ods", "pdf")
"""What stands in the place of an encoding for a document that is no text."""


@dataclass(frozen=True)
class StoredDocument:
    """A document kept in the case, as the latest import in force describes it."""

    name: str
    sha256: str
    size: int
    """Bytes of the original."""
    encoding: str
    encoding_is_certain: bool
    cited: str
    is_kept: bool
    """Whether its bytes are in the case; above 100 MB only hash, size and name are."""
    added_at: datetime
    """When the first import in force brought it."""
    statements: int
    """How many statements in force it carries."""
    rows: int = 0
    """How many counts and answers in force came from it; also those of kept versions."""

    @property
    def is_text(self) -> bool:
        return self.encoding not in CONTAINERS


@dataclass(frozen=True)
class RefusedRow:
    """A row of a document that could not be used when the rest of it was accepted."""

    document: str
    sha256: str
    problem: Problem
    """Where, what, and what to do."""


@dataclass(frozen=True)
class VerifiedPoint:
    """One thing `verify` looked at, and whether it holds; `detail_key` names the text that says what was found."""

    name: str
    """header | pages | references | documents | digests | summaries | log | in_force | printed | numbers"""
    holds: bool
    detail_key: str
    values: dict[str, object] = field(default_factory=dict)
    place: str = ""
