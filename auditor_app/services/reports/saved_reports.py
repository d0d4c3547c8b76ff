"""The definitions of reports a case has."""

from __future__ import annotations

from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.reports.definition import ReportDefinition, definition_of
from auditor_app.storage.reading import CaseReader


def reports_of_case(reader: CaseReader) -> list[ReportDefinition]:
    """By name."""
    return [definition_of(name, value) for name, value in sorted(reader.report_definitions().items())]


def report_of_case(reader: CaseReader, name: str) -> ReportDefinition:
    """WrongUsageError, naming those there are, for a name the case does not have."""
    found = {own.name: own for own in reports_of_case(reader)}
    if name not in found:
        raise WrongUsageError(Problem("report.unknown", name, {"known": "、".join(found) or "—"}))
    return found[name]
