"""Write a report into a file, by suffix; in Word into the office's own template where its definition names one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from auditor_app.domain.documents import Document
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.foundation.translation import Texts
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.services.export_document import Exported, export_document
from auditor_app.services.reports.compose_report import compose_report
from auditor_app.services.reports.definition import LATEST, ReportDefinition
from auditor_app.storage.reading import CaseReader

REPORT_SUFFIXES = (".docx", ".pdf", ".xlsx", ".html", ".json")


def export_report(
    reader: CaseReader,
    definition: ReportDefinition,
    target: Path,
    at: datetime,
    fiscal_year: int = LATEST,
    template: Path | None = None,
) -> Exported:
    """Composed in the definition's language; `template` outweighs the one it names.

    Refusals as of `export_document` and `compose_report`.
    """
    report = compose_report(reader, Texts(definition.language), definition, fiscal_year)
    if template is not None:
        return export_document(report, target, at, template=template)
    return export_composed(reader, definition, report, target, at)


def export_composed(
    reader: CaseReader, definition: ReportDefinition, report: Document, target: Path, at: datetime
) -> Exported:
    """The same for a report that is composed already, as for several formats of one."""
    if target.suffix.lower() != ".docx" or not definition.template:
        return export_document(report, target, at)
    with kept_template(reader, definition) as template:
        return export_document(report, target, at, template=template)


@contextmanager
def kept_template(reader: CaseReader, definition: ReportDefinition) -> Iterator[Path]:
    """The template out of the case, in a private folder that goes afterwards; refused where it has no such file."""
    with private_folder() as folder:
        template = folder / "template.docx"
        try:
            is_kept = reader.copy_kept_file(definition.template, template)
        except KeyError:
            is_kept = False
        if not is_kept:
            raise InputRefusedError(Problem("report.template_gone", definition.template_name))
        yield template
