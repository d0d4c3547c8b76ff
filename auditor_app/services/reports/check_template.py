"""Hold an office's Word template against a report before anybody relies on it."""

from __future__ import annotations

from pathlib import Path

from auditor_app.exporting.docx_template import refuse_unusable_template
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.reports.compose_report import compose_report
from auditor_app.services.reports.definition import ReportDefinition
from auditor_app.storage.reading import CaseReader


def template_problems(reader: CaseReader, definition: ReportDefinition, template: Path) -> tuple[Problem, ...]:
    """Everything wrong with it for this report, each with its place in the file; () when it can be used."""
    document = compose_report(reader, Texts(definition.language), definition)
    try:
        refuse_unusable_template(document, template)
    except UserError as error:
        return error.problems
    return ()
