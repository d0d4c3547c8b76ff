"""Write another version of a finding's text; after the sign-off only with a reason, and marked as such."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import FindingText, FindingVersion
from auditor_app.services.check_finding import checked_text, known_finding, named, required, storable
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def edit_finding(
    case: Path,
    number: str,
    text: FindingText,
    *,
    by: str = "",
    reason: str = "",
    author: str,
    clock: Callable[[], datetime],
) -> bool:
    """Whether anything was written: the same text again writes nothing.

    FindingRefusedError for a text that cannot be kept, and after the sign-off for one without a reason.  The earlier
    version stays in the case.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
            clean = checked_text(reader, text, finding)
        if clean == finding.text:
            return False
        told = required(reason, "finding.reason_missing", finding.number) if finding.is_locked else storable(reason)
        work.begin_change("finding_edited", {"number": finding.number})
        version = FindingVersion(0, clean, named(by, author), clock(), finding.is_locked, told)
        work.add_finding_version(finding.id, version)
        work.commit()
    return True
