"""Decide, against the published rule and with a reason, whether an organisation counts in the analysis of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.storage.unit_of_work import UnitOfWork


def decide_analysis(
    case: Path,
    fiscal_year: int,
    organisation: str,
    *,
    is_included: bool,
    reason: str,
    author: str,
    clock: Callable[[], datetime],
) -> None:
    """Store the decision as a change of its own; a decision without a reason is refused."""
    if not reason.strip():
        raise WrongUsageError(Problem("decision.no_reason", organisation))
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("analysis_decided", {"organisation": organisation, "is_included": is_included})
        work.decide_analysis(fiscal_year, organisation, is_included, reason.strip())
        work.commit()
