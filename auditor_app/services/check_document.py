"""The consistency checks over everything a case holds."""

from __future__ import annotations

from auditor_app.domain.consistency import CheckResult, check_statements
from auditor_app.domain.published import FactKind
from auditor_app.services.check_ended_bodies import check_ended_bodies
from auditor_app.services.check_returns import check_returns
from auditor_app.storage.reading import CaseReader


def case_checks(reader: CaseReader) -> tuple[CheckResult, ...]:
    """All checks over all statements in force; failed ones first, otherwise in the order of the rules."""
    statements = [statement for fact in reader.facts(list(FactKind)) for statement in fact.statements]
    results = (*check_statements(statements), *check_returns(reader), *check_ended_bodies(reader))
    return tuple(sorted(results, key=lambda result: result.holds))
