"""Record what a ministry answered; a finding that waited for it moves on in the same change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import Finding, MinistryResponse, problems_of_move, state_name
from auditor_app.foundation.errors import Problem
from auditor_app.services.check_finding import FindingRefusedError, known_finding, limited, named
from auditor_app.services.move_finding import move_of
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def record_response(
    case: Path,
    number: str,
    response: MinistryResponse,
    *,
    by: str = "",
    author: str,
    clock: Callable[[], datetime],
) -> bool:
    """Whether the finding became answered by it; FindingRefusedError before the sign-off and for an empty answer."""
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
            known = {own.id for own in reader.organisations()}
        name, at = named(by, author, finding.number), clock()
        text, plan = (limited(own, finding.number) for own in (response.text, response.plan))
        told = replace(response, text=text, plan=plan, by=name, at=at)
        _refuse(finding, told, known)
        answered = replace(finding, responses=(*finding.responses, told))
        is_moved = finding.state == "issued" and not problems_of_move(answered, "answered", name)
        work.begin_change("finding_answered", {"number": finding.number})
        work.add_ministry_response(finding.id, told)
        if is_moved:
            work.add_finding_move(finding.id, move_of(finding, "answered", name, at))
        work.commit()
    return is_moved


def _refuse(finding: Finding, response: MinistryResponse, organisations: set[int]) -> None:
    problems = []
    if finding.sign_off is None or finding.state == "withdrawn":
        problems.append(Problem("finding.response_too_early", finding.number, {"state": state_name(finding.state)}))
    if not response.text:
        problems.append(Problem("finding.response_empty", finding.number))
    if response.organisation is not None and response.organisation not in organisations:
        problems.append(Problem("finding.organisation_unknown", str(response.organisation)))
    if problems:
        raise FindingRefusedError(*problems)
