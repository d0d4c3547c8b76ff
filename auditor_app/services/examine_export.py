"""Look through an export before it is written: its document, characters that do not fit, a template's problems."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from auditor_app.domain.documents import Document
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Language
from auditor_app.services.big_tables import Control
from auditor_app.services.export_page import (
    ExportSubject,
    ExportWish,
    UnfitPlaces,
    made_document,
    template_problems,
    unfit_places,
)
from auditor_app.services.export_view import ShownRows
from auditor_app.services.open_case import OpenCase

Documents = MutableMapping[Language, Document]
"""Made once for each language, as long as the dialog is open."""


@dataclass(frozen=True)
class ExaminedExport:
    """What was found for one wish; with problems it cannot be written."""

    wish: ExportWish
    document: Document | None = None
    row_count: int = 0
    """Stable rows, where these are wished for."""
    unfit: UnfitPlaces = UnfitPlaces()  # noqa: RUF009  # frozen
    problems: Sequence[Problem] = ()


def examine_export(
    case: OpenCase, subject: ExportSubject, wish: ExportWish, rows: ShownRows, made: Documents, control: Control
) -> ExaminedExport:
    """Nothing is written, and what stands in the way is told, not raised."""
    refusal = subject.refusal(wish)
    if refusal is not None:
        return ExaminedExport(wish, problems=(refusal,))
    try:
        document = None
        if wish.needs_document and not subject.is_big:
            document = made.get(wish.language) or _made(case, subject, wish.language, made, control)
        unfit = unfit_places(case, subject, wish, rows, document, control)
        problems: Sequence[Problem] = ()
        if wish.template is not None and document is not None:
            problems = template_problems(document, wish.template)
        return ExaminedExport(wish, document, len(rows), unfit, problems)
    except UserError as error:
        return ExaminedExport(wish, problems=error.problems)


def _made(case: OpenCase, subject: ExportSubject, language: Language, made: Documents, control: Control) -> Document:
    with case.reader() as reader:
        document = made_document(reader, subject, language, control)
    made[language] = document
    return document
