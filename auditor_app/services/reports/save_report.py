"""Save, rename and remove definitions of reports, with the office's own template; each time one undoable change."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from auditor_app.exporting.template_container import template_content
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.reports.definition import ReportDefinition, definition_json, definition_of
from auditor_app.services.reports.saved_reports import report_of_case
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def save_report(
    case: Path,
    definition: ReportDefinition,
    *,
    former: str = "",
    template: Path | None = None,
    author: str,
    clock: Callable[[], datetime],
) -> ReportDefinition:
    """The latest of a name holds; `former`: the name it had, where it is renamed.

    `template`: the office's Word file, looked through and kept in the case.  InputRefusedError for one that may not be
    used and for a definition that could not be read again, WrongUsageError where another report has the new name.
    """
    content = None if template is None else template_content(template)
    if content is not None and template is not None:
        definition = replace(definition, template=_sha256(content), template_name=template.name)
    own = definition_of(definition.name, definition_json(definition))
    with CaseReader(case) as reader:
        if former and former != own.name and own.name in reader.report_definitions():
            raise WrongUsageError(Problem("report.name_taken", own.name))
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("report_saved", {"name": own.name})
        if content is not None:
            work.keep_file(own.template_name, own.template, len(content), content)
        if former and former != own.name:
            work.save_report(former, None)
        work.save_report(own.name, definition_json(own))
        work.commit()
    return own


def remove_report(case: Path, name: str, *, author: str, clock: Callable[[], datetime]) -> None:
    """Undoing brings it back; WrongUsageError for a name the case does not have."""
    with CaseReader(case) as reader:
        report_of_case(reader, name)
    with UnitOfWork(case, author, clock) as work:
        work.begin_change("report_saved", {"name": name})
        work.save_report(name, None)
        work.commit()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
