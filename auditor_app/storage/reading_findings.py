"""The questions about findings, evidence and reports; `CaseReader` answers them with all others.

What a finding is made of is loaded with the first question: the window is painted before anybody asks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.storage.queries import kept_files
from auditor_app.storage.reading_returns import ReturnsReader

if TYPE_CHECKING:
    from auditor_app.domain.findings import Finding, RemovedEvidence, Severity


class FindingsReader(ReturnsReader):
    """Of everything only what is in force, but for the numbers."""

    def findings(self) -> list[Finding]:
        """In the order they were raised, of every year, with all that happened to them."""
        from auditor_app.storage.queries import findings

        return list(self._ask_once(findings.findings))

    def finding(self, number: str) -> Finding | None:
        from auditor_app.storage.queries import findings

        return self._ask(findings.finding, number)

    def given_numbers(self) -> list[str]:
        """All that were ever given, also of undone changes."""
        from auditor_app.storage.queries import findings

        return self._ask(findings.given_numbers)

    def removed_evidence(self, finding_id: int) -> list[RemovedEvidence]:
        """What was taken away from a finding, in the order it was."""
        from auditor_app.storage.queries import findings

        return self._ask(findings.removed_evidence, finding_id)

    def severities(self) -> tuple[Severity, ...]:
        """The scale saved last, the gravest first; DEFAULT_SCALE when there is none."""
        from auditor_app.storage.queries import report_definitions

        return self._ask(report_definitions.severities)

    def report_definitions(self) -> dict[str, dict[str, object]]:
        """Definitions of reports by name, in the order they were first saved."""
        from auditor_app.storage.queries import report_definitions

        return self._ask(report_definitions.report_definitions)

    def kept_file(self, sha256: str) -> bytes | None:
        """The bytes of a small file; None when the case does not have them.  A big one is copied out."""
        return self._ask(kept_files.kept_file, sha256)

    def copy_kept_file(self, sha256: str, target: Path) -> bool:
        """Writes the file to `target`, which must not exist, and checks it; False when the case has no bytes of it.

        Nothing is left at `target` when it cannot be finished: OSError from the disk, CaseRefusedError for bytes
        that are not those of the hash.
        """
        return self._ask(kept_files.copy_kept_file, sha256, target)
