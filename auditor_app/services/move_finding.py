"""Move a finding to its next state, or say what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import Finding, FindingMove, FindingState, FindingVersion, problems_of_move
from auditor_app.foundation.errors import Problem
from auditor_app.services.browse_findings import japan_minute
from auditor_app.services.browse_findings import possible_moves as possible_moves
from auditor_app.services.check_finding import FindingRefusedError, known_finding, limited, named
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def move_finding(
    case: Path,
    number: str,
    to_state: FindingState,
    *,
    seen: FindingVersion | None = None,
    by: str = "",
    reason: str = "",
    author: str,
    clock: Callable[[], datetime],
) -> FindingMove:
    """FindingRefusedError with everything that is in the way; the state stays what it was.

    `seen`: the text whoever moves it had in sight, refused where it is another one now; None: the newest.
    """
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
        name, told = named(by, author, finding.number), limited(reason, finding.number)
        problems = [*_unseen(finding, seen), *problems_of_move(finding, to_state, name, told)]
        if problems:
            raise FindingRefusedError(*problems)
        move = move_of(finding, to_state, name, clock(), told)
        countersign = {"is_countersign": True} if move.is_countersign else {}
        work.begin_change("finding_moved", {"number": finding.number, "to": to_state, **countersign})
        work.add_finding_move(finding.id, move)
        work.commit()
    return move


def move_of(finding: Finding, to_state: FindingState, by: str, at: datetime, reason: str = "") -> FindingMove:
    """The step from where the finding stands, on the text it has now."""
    return FindingMove(finding.state, to_state, by, at, reason, finding.versions[-1].id)


def _unseen(finding: Finding, seen: FindingVersion | None) -> list[Problem]:
    latest = finding.versions[-1]
    if seen is None or seen.id == latest.id:
        return []
    values: dict[str, object] = {"by": latest.by, "at": japan_minute(latest.at)}
    return [Problem("finding.text_since_changed", finding.number, values)]
