"""The part of the unit of work that writes findings, what hangs on them, and how they are reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import (
    Evidence,
    FindingMove,
    FindingVersion,
    FollowUpMark,
    MinistryResponse,
    Severity,
)
from auditor_app.storage import evidence_rows, finding_rows
from auditor_app.storage.packing import PackedSource
from auditor_app.storage.queries import findings
from auditor_app.storage.transaction import CaseTransaction
from auditor_app.storage.writer import driver_connection


class FindingWork(CaseTransaction):
    """LookupError for a finding, version or evidence that is not in force; times are aware.

    Where `by` and `at` may be left out, they are the author and the clock of the work.
    """

    def given_numbers(self) -> list[str]:
        """All that were ever given, also of undone changes; asked here, nobody can take the next one meanwhile."""
        return findings.given_numbers(driver_connection(self._connection))

    def add_finding(self, number: str, version: FindingVersion) -> int:
        """A new finding with its first text; ValueError for a number that was ever given."""
        return finding_rows.write_finding(self._connection, number, version, self._change_id)

    def add_finding_version(self, finding_id: int, version: FindingVersion) -> int:
        """A later text, which holds from now on; returns its id, whatever `version.id` says."""
        return finding_rows.write_version(self._connection, finding_id, version, self._change_id)

    def add_finding_move(self, finding_id: int, move: FindingMove) -> None:
        """ValueError when the finding is not in `from_state` (any more); `version_id` 0 is its latest text."""
        finding_rows.write_move(self._connection, finding_id, move, self._change_id)

    def add_ministry_response(self, finding_id: int, response: MinistryResponse) -> None:
        by, at = self._who_and_when(response.by, response.at)
        finding_rows.write_response(self._connection, finding_id, response, by, at, self._change_id)

    def add_follow_up(self, finding_id: int, mark: FollowUpMark) -> None:
        """The latest of a year holds."""
        by, at = self._who_and_when(mark.by, mark.at)
        finding_rows.write_follow_up(self._connection, finding_id, mark, by, at, self._change_id)

    def keep_file(self, name: str, sha256: str, size: int, content: bytes | Path | PackedSource | None) -> None:
        """Keeps the bytes, once, read piece by piece; without `content` or above KEPT_LIMIT hash, size and name.

        ValueError when they are other bytes than `sha256` and `size` say.
        """
        evidence_rows.write_kept_file(self._connection, name, sha256, size, content, self._change_id)

    def add_evidence(self, finding_id: int, evidence: Evidence) -> int:
        """Of kind `file` after `keep_file` of the same sha256 and size, else ValueError; `is_kept` follows from it."""
        by, at = self._who_and_when(evidence.by, evidence.at)
        return evidence_rows.write_evidence(self._connection, finding_id, evidence, by, at, self._change_id)

    def remove_evidence(self, evidence_id: int, reason: str, by: str = "", at: datetime | None = None) -> None:
        """It is not shown from now on, and stays where it is; ValueError without a reason."""
        named, moment = self._who_and_when(by, at)
        evidence_rows.write_removal(self._connection, evidence_id, reason, named, moment, self._change_id)

    def save_severities(self, scale: Sequence[Severity]) -> None:
        """The latest holds; an empty one is the program's own again.  ValueError for a code given twice, or none."""
        finding_rows.write_scale(self._connection, scale, self._change_id)

    def save_report(self, name: str, definition: Mapping[str, object] | None) -> None:
        """The latest of a name holds; None removes it."""
        finding_rows.write_report(self._connection, name, definition, self._change_id)

    def _who_and_when(self, by: str, at: datetime | None) -> tuple[str, datetime]:
        return by or self._author, at or self._clock()
