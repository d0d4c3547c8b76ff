"""Save the office's own scale of severity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import Severity
from auditor_app.foundation.errors import Problem
from auditor_app.services.check_finding import FindingRefusedError, storable
from auditor_app.storage.unit_of_work import UnitOfWork


def save_severities(case: Path, scale: Sequence[Severity], *, author: str, clock: Callable[[], datetime]) -> None:
    """The gravest first; an empty scale is the program's own again.  Findings keep the level they have.

    FindingRefusedError for a level without code or name, and for a code given twice.
    """
    clean = [
        replace(own, code=storable(own.code), name_ja=storable(own.name_ja), name_en=storable(own.name_en))
        for own in scale
    ]
    codes = [own.code for own in clean]
    problems = [Problem("finding.level_nameless", own.code) for own in clean if not (own.code and own.name_ja)]
    problems += [Problem("finding.level_twice", own) for own in dict.fromkeys(codes) if codes.count(own) > 1]
    if problems:
        raise FindingRefusedError(*problems)
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("severities_saved", {"levels": len(clean)})
        work.save_severities(clean)
        work.commit()
