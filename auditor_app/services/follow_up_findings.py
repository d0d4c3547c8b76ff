"""Follow findings up in later years: carry them over with a year, and judge them persisting or solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import Finding, FollowUpMark, state_name
from auditor_app.domain.year_scope import YearStart
from auditor_app.foundation.errors import Problem
from auditor_app.services.check_finding import FindingRefusedError, known_finding, limited, named, required
from auditor_app.services.propose_outcome import carried_findings as carried_findings
from auditor_app.services.propose_outcome import is_to_carry
from auditor_app.services.propose_outcome import proposed_outcome as proposed_outcome
from auditor_app.services.start_year import Carry
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def carry(numbers: Sequence[str], *, by: str, clock: Callable[[], datetime]) -> Carry:
    """For `start_year(carried=[…])`: part of the change that begins the year; refuses what is not open."""

    def write(work: UnitOfWork, start: YearStart) -> None:
        with CaseReader(work.path) as reader:
            findings = [known_finding(reader, number) for number in dict.fromkeys(numbers)]
        refused = [own for own in findings if not is_to_carry(own, start.from_year)]
        if refused:
            raise FindingRefusedError(
                *(Problem("finding.not_open", own.number, {"state": state_name(own.state)}) for own in refused)
            )
        for finding in findings:
            work.add_follow_up(finding.id, FollowUpMark(start.fiscal_year, "open", "", by, clock()))

    return write


def follow_up(
    case: Path, number: str, mark: FollowUpMark, *, by: str = "", author: str, clock: Callable[[], datetime]
) -> None:
    """How a finding stands in a later year; the latest mark of a year holds.

    FindingRefusedError before the sign-off, for a year not after its own, and for a judgement without a note.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
        problems = []
        if not finding.is_locked or finding.state == "withdrawn":
            problems.append(_not_open(finding))
        if mark.fiscal_year <= finding.text.fiscal_year:
            values: dict[str, object] = {"year": finding.text.fiscal_year}
            problems.append(Problem("finding.follow_up_year", finding.number, values))
        if problems:
            raise FindingRefusedError(*problems)
        is_judged = mark.outcome != "open"
        note = required(mark.note, "finding.note_missing", finding.number) if is_judged else limited(mark.note, number)
        work.begin_change("finding_followed_up", {"number": finding.number, "year": mark.fiscal_year})
        work.add_follow_up(finding.id, replace(mark, note=note, by=named(by, author), at=clock()))
        work.commit()


def _not_open(finding: Finding) -> Problem:
    return Problem("finding.not_open", finding.number, {"state": state_name(finding.state)})
