"""What the window's workers do for reports: services that compose and write are loaded at first use, off its thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.domain.documents import Document
from auditor_app.foundation.errors import CancelledByUserError, Problem, UserError
from auditor_app.services.open_case import CaseReader, OpenCase
from auditor_app.services.reports.definition import LATEST, ReportDefinition, SectionKind
from auditor_app.ui.jobs import JobControl

if TYPE_CHECKING:
    from auditor_app.services.print_pages import MadePages
    from auditor_app.services.reports.contents import SectionContent
    from auditor_app.services.reports.export_formats import FormatDone

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class MadePreview:
    """Pages with what their sections hold; `pages` is None where only the latter is new."""

    turn: int
    contents: dict[SectionKind, SectionContent]
    pages: MadePages | None = None


@dataclass(frozen=True)
class ExportOrder:
    """What the dialog of exports was filled with."""

    definition: ReportDefinition
    fiscal_year: int
    targets: tuple[Path, ...]
    template: Path | None = None


def saved_definitions(case: OpenCase) -> tuple[list[ReportDefinition], list[int], int]:
    """Those of the case, the years a report can be made of, and the one that is the latest."""
    from auditor_app.services.known_years import latest_year, report_years
    from auditor_app.services.reports.saved_reports import reports_of_case

    with case.reader() as reader:
        return reports_of_case(reader), report_years(reader), latest_year(reader)


def make_preview(
    case: OpenCase, definition: ReportDefinition, turn: int, control: JobControl
) -> MadePreview | UserError:
    """Hands the pages over as soon as they are made; sections nobody chose are counted after that."""
    from auditor_app.services.print_pages import made_pages
    from auditor_app.services.reports.preview_report import Previewed, preview_report
    from auditor_app.ui.document_painting import painted_pdf

    def hand_over(found: Previewed) -> None:
        control.hand_over(MadePreview(turn, found.contents, made_pages(found.document, painted_pdf)))

    try:
        with case.reader() as reader:
            found = preview_report(reader, definition, hand_over, control.is_cancelled)
    except UserError as error:
        return error
    if found is None:
        raise CancelledByUserError
    return MadePreview(turn, found.contents)


def composed_report(definition: ReportDefinition, reader: CaseReader) -> Document:
    """For printing."""
    from auditor_app.foundation.translation import Texts
    from auditor_app.services.reports.compose_report import compose_report

    return compose_report(reader, Texts(definition.language), definition)


def checked_template(
    case: OpenCase, definition: ReportDefinition, template: Path, _control: JobControl
) -> tuple[Problem, ...]:
    """What is wrong with a Word file as a template of this report."""
    from auditor_app.services.reports.check_template import template_problems

    with case.reader() as reader:
        return template_problems(reader, definition, template)


def save(
    definition: ReportDefinition, template: str, former: str, case: Path, author: str, clock: Clock, _c: JobControl
) -> ReportDefinition:
    from auditor_app.services.reports.save_report import save_report

    path = Path(template) if template else None
    return save_report(case, definition, former=former, template=path, author=author, clock=clock)


def remove(name: str, case: Path, author: str, clock: Clock, _control: JobControl) -> None:
    from auditor_app.services.reports.save_report import remove_report

    remove_report(case, name, author=author, clock=clock)


def export(case: OpenCase, order: ExportOrder, at: datetime, control: JobControl) -> Sequence[FormatDone]:
    """Each file is handed over when it is done; cancelling leaves those that are."""
    from auditor_app.services.reports.export_formats import export_formats

    done: list[FormatDone] = []

    def tell(own: FormatDone) -> None:
        done.append(own)
        control.hand_over(own)
        control.report(len(done), len(order.targets))

    with case.reader() as reader:
        return export_formats(
            reader,
            order.definition,
            order.targets,
            at,
            tell,
            fiscal_year=order.fiscal_year or LATEST,
            template=order.template,
        )


def export_elsewhere(kept: Path, target: Path, _control: JobControl) -> FormatDone:
    from auditor_app.services.reports.export_formats import save_elsewhere

    return save_elsewhere(kept, target)
