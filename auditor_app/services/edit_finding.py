"""Write another version of a finding's text; after the sign-off only with a reason, and marked as such.

An edit is of the text its writer had in sight: what others changed since is put together with it, field by field.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import Finding, FindingText, FindingVersion
from auditor_app.domain.merged_texts import last_change_of, merge_texts
from auditor_app.foundation.errors import Named, Problem
from auditor_app.services.browse_findings import japan_minute
from auditor_app.services.check_finding import (
    FindingRefusedError,
    checked_text,
    known_finding,
    limited,
    named,
    required,
)
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def edit_finding(
    case: Path,
    number: str,
    text: FindingText,
    *,
    made_from: FindingVersion | None = None,
    by: str = "",
    reason: str = "",
    author: str,
    clock: Callable[[], datetime],
) -> bool:
    """Whether anything was written: the same text again writes nothing.

    `made_from`: the version its writer had in sight; None where nobody else can have written since.
    FindingRefusedError for a text that cannot be kept, after the sign-off for one without a reason, and where somebody
    changed the same field since.  The earlier version stays in the case.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
            clean = checked_text(reader, _put_together(finding, text, made_from), finding)
        if clean == finding.text:
            return False
        is_needed = finding.is_locked
        told = required(reason, "finding.reason_missing", number) if is_needed else limited(reason, number)
        work.begin_change("finding_edited", {"number": finding.number})
        version = FindingVersion(0, clean, named(by, author), clock(), finding.is_locked, told)
        work.add_finding_version(finding.id, version)
        work.commit()
    return True


def _put_together(finding: Finding, text: FindingText, made_from: FindingVersion | None) -> FindingText:
    """The text as it is to be; FindingRefusedError where somebody changed since what it changes."""
    if made_from is None or made_from.id == finding.versions[-1].id:
        return text
    merged = merge_texts(made_from.text, text, finding.text)
    if merged.conflicts:
        other = last_change_of(finding.versions, merged.conflicts[0])
        names = tuple(Named(f"findingui.field.{own}") for own in merged.conflicts)
        values: dict[str, object] = {"fields": names, "by": other.by, "at": japan_minute(other.at)}
        raise FindingRefusedError(Problem("finding.fields_since_changed", finding.number, values))
    return merged.text
