"""What exporting does off the window's thread; its services are loaded there, at first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.domain.fiscal_years import YearForm
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.chart_record import chart_record
from auditor_app.services.documents.shown import ShownPage
from auditor_app.services.examine_export import Documents, ExaminedExport, examine_export
from auditor_app.services.export_document import Exported
from auditor_app.services.export_page import (
    ExportRefusedError,
    ExportSubject,
    ExportWish,
    export_page,
    save_kept_export,
)
from auditor_app.services.export_view import ShownRows
from auditor_app.services.open_case import OpenCase
from auditor_app.ui.document_painting import painted_pdf
from auditor_app.ui.jobs import JobControl

if TYPE_CHECKING:
    from auditor_app.domain.documents import Document


@dataclass(frozen=True)
class WrittenExport:
    """What became of a file: written, or refused with reasons and, where it was finished, the place it is kept at."""

    target: Path
    wish: ExportWish | None
    done: Exported | None = None
    problems: Sequence[Problem] = ()
    kept: Path | None = None


def examined(
    case: OpenCase, subject: ExportSubject, wish: ExportWish, rows: ShownRows, made: Documents, control: JobControl
) -> ExaminedExport:
    return examine_export(case, subject, wish, rows, made, control)


def written(
    case: OpenCase,
    subject: ExportSubject,
    wish: ExportWish,
    rows: ShownRows,
    target: Path,
    at: datetime,
    document: Document | None,
    control: JobControl,
) -> WrittenExport:
    """What the world refuses is handed back, to be told where it was asked for."""
    try:
        refusal = subject.refusal(wish)
        if refusal is not None:
            raise UserError(refusal)
        done = export_page(case, subject, wish, rows, target, at, control, document=document, pdf_maker=painted_pdf)
    except ExportRefusedError as error:
        return WrittenExport(target, wish, problems=error.problems, kept=error.kept)
    except UserError as error:
        return WrittenExport(target, wish, problems=error.problems)
    return WrittenExport(target, wish, done)


def saved_elsewhere(kept: Path, target: Path, _control: JobControl) -> WrittenExport:
    """A finished file that its target did not take."""
    try:
        save_kept_export(kept, target)
    except ExportRefusedError as error:
        return WrittenExport(target, None, problems=error.problems, kept=error.kept)
    return WrittenExport(target, None)


def recorded(
    case: OpenCase, texts: Texts, page: ShownPage, kind: str, year_form: YearForm, _control: JobControl
) -> list[str]:
    """What is said below the picture of a chart."""
    return chart_record(case, texts, page, kind, year_form)
