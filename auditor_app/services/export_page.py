"""Export what a page of the window shows, in any format; say before what the file will hold and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from auditor_app.domain.documents import Document, Table
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.exporting.csv_encoding import CsvEncoding, Fitting, Unfit
from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.file_names import file_name
from auditor_app.exporting.row_texts import RowStream, file_texts
from auditor_app.exporting.safe_write import ExportRefusedError as ExportRefusedError
from auditor_app.exporting.table_rows import TableRows
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.big_tables import Control
from auditor_app.services.documents.items import MOST_ROWS
from auditor_app.services.documents.shown import ShownPage, shown_document
from auditor_app.services.documents.shown_answers import ShownAnswers, answers_document
from auditor_app.services.documents.translated_page import translated_document
from auditor_app.services.export_big_sheet import export_rows_as_sheet
from auditor_app.services.export_document import Exported, export_document, save_kept_export
from auditor_app.services.export_selected import OSCAL_SUFFIX, export_oscal
from auditor_app.services.export_view import ShownRows, export_shown, shown_stream
from auditor_app.services.open_case import OpenCase
from auditor_app.services.print_pages import PdfMaker
from auditor_app.services.select_view import Selectors
from auditor_app.storage.reading import CaseReader

__all__ = ["ExportRefusedError", "save_kept_export"]

ExportFormat = Literal["xlsx", "docx", "pdf", "html", "csv", "json", "oscal"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = ("xlsx", "docx", "pdf", "html", "csv", "json", "oscal")
ROW_FORMATS = frozenset({"csv", "json"})
"""Those that can hold the stable rows of scripts."""
PAGED_FORMATS = frozenset({"docx", "pdf", "html"})
"""Those that are read from the first page to the last."""


@dataclass(frozen=True)
class ExportWish:
    """What was chosen."""

    format: ExportFormat
    language: Language
    is_as_shown: bool = True
    """False: all fields with their stable names."""
    table: str = ""
    """Of a csv file: the table of the document; "" is the first."""
    encoding: CsvEncoding = "utf-8-sig"
    accept_unfit: bool = False
    template: Path | None = None

    @property
    def needs_document(self) -> bool:
        return self.is_as_shown and self.format != "oscal"


@dataclass(frozen=True)
class ExportSubject:
    """What a page hands over; nothing of it is read before it is wanted."""

    view: str
    name: str
    """Of the file, without suffix."""
    language: Language
    year_form: YearForm
    shown: ShownPage
    rows: Callable[[], ShownRows]
    """Asked on the window's thread; a UserError while they are not known."""
    selectors: Mapping[str, object] = field(default_factory=dict)
    """What was chosen, for the manifest of stable rows."""
    answers: ShownAnswers | None = None

    @property
    def is_big(self) -> bool:
        """Whether there are more rows than a document holds."""
        return self.answers is not None and len(self.answers.arranged) > MOST_ROWS

    @property
    def row_count(self) -> int:
        if self.answers is not None:
            return len(self.answers.arranged)
        return sum(len(part.rows) for part in self.shown.parts)

    def nothing(self) -> Problem | None:
        """Where there are no rows, or a table is filtered to nothing: on every page the same, and no file is made."""
        emptied = next((own.title for own in self.shown.parts if own.filters and own.total and not own.rows), "")
        return Problem("export.nothing", emptied or self.shown.title) if emptied or not self.row_count else None

    def formats(self) -> tuple[ExportFormat, ...]:
        """Those that make sense for the page, also those that are too small for it."""
        return EXPORT_FORMATS if self.view == "findings" else EXPORT_FORMATS[:-1]

    def refusal(self, wish: ExportWish) -> Problem | None:
        """Why it cannot be written like that."""
        if (nothing := self.nothing()) is not None:
            return nothing
        if self.is_big and wish.needs_document and wish.format != "xlsx":
            values: dict[str, object] = {"count": f"{self.row_count:,}", "most": f"{MOST_ROWS:,}"}
            return Problem("exportui.too_many_rows", "", values)
        return None


@dataclass(frozen=True)
class UnfitPlaces:
    """What an encoding cannot hold: how many characters, and the first of them with their columns' names."""

    count: int = 0
    first: tuple[tuple[Unfit, str], ...] = ()


def proposed_name(subject: ExportSubject, wish: ExportWish, *, is_practice: bool) -> str:
    """A safe name that says what it is; that of practice data says so."""
    suffix = OSCAL_SUFFIX if wish.format == "oscal" else f".{wish.format}"
    return file_name(f"practice-{subject.name}" if is_practice else subject.name, suffix)


def suffix_of(wish: ExportWish) -> str:
    return OSCAL_SUFFIX if wish.format == "oscal" else f".{wish.format}"


def made_document(reader: CaseReader, subject: ExportSubject, language: Language, control: Control) -> Document:
    """As the screen shows it; in another language its rows and columns, found by their keys."""
    texts = Texts(language)
    if subject.answers is not None:
        return answers_document(reader, texts, subject.answers, subject.year_form, control)
    make = shown_document if language == subject.language else translated_document
    return make(reader, texts, subject.shown, year_form=subject.year_form)


def unfit_places(
    case: OpenCase,
    subject: ExportSubject,
    wish: ExportWish,
    rows: ShownRows,
    document: Document | None,
    control: Control,
) -> UnfitPlaces:
    """What of a csv file the encoding wished for cannot hold; nothing is written."""
    if wish.format != "csv" or wish.encoding == "utf-8-sig":
        return UnfitPlaces()
    with case.reader() as reader:
        if wish.needs_document:
            own = _current(reader, document) or made_document(reader, subject, wish.language, control)
            stream: RowStream = TableRows(chosen_table(own, wish))
        else:
            stream, _ = shown_stream(reader, subject.view, rows, control)
        form = CsvForm()
        fitting = Fitting(wish.encoding, lambda: form.row_count)
        for _ in fitting.pieces(file_texts(stream, form), accept=True):
            control.report(form.row_count, max(subject.row_count, form.row_count))
    titles = list(stream.fields)
    return UnfitPlaces(fitting.count, tuple((own, titles[own.column - 1]) for own in fitting.unfit))


def template_problems(document: Document, template: Path) -> Sequence[Problem]:
    """Everything wrong with an office's Word file for this document, each with its place."""
    from auditor_app.exporting.docx_template import refuse_unusable_template

    try:
        refuse_unusable_template(document, template)
    except UserError as error:
        return error.problems
    return ()


def chosen_table(document: Document, wish: ExportWish) -> Table:
    """The table a csv file holds."""
    tables = list(document.tables())
    if wish.table:
        return document.table(wish.table)
    return next((own for own in tables if not own.is_long), tables[0])


def export_page(
    case: OpenCase,
    subject: ExportSubject,
    wish: ExportWish,
    rows: ShownRows,
    target: Path,
    at: datetime,
    control: Control,
    *,
    document: Document | None = None,
    pdf_maker: PdfMaker | None = None,
) -> Exported:
    """`document`: made before, used while it is of the state the case is in; else it is made now.

    Refusals as of `export_document`; CancelledByUserError as long as nothing has been written.
    """
    if wish.format in ROW_FORMATS and not wish.is_as_shown:
        chosen = dict(subject.selectors)
        return export_shown(
            case,
            subject.view,
            rows,
            target,
            chosen,
            at,
            control,
            encoding=wish.encoding,
            accept_unfit=wish.accept_unfit,
        )
    with case.reader() as reader:
        if wish.format == "oscal":
            return _export_findings(reader, subject, wish, rows, target, at)
        if subject.answers is not None and subject.is_big:
            stream = subject.answers.arranged.stream(reader, control)
            texts = Texts(wish.language)
            return export_rows_as_sheet(reader, texts, stream, subject.answers.chosen(texts), target, at)
        own = _current(reader, document) or made_document(reader, subject, wish.language, control)
        control.report(0, 0)
        return export_document(
            own,
            target,
            at,
            table=wish.table if wish.format == "csv" else "",
            encoding=wish.encoding,
            accept_unfit=wish.accept_unfit,
            template=wish.template,
            pdf_maker=pdf_maker,
            go_on=lambda: control.report(0, 0),
        )


def _export_findings(
    reader: CaseReader, subject: ExportSubject, wish: ExportWish, rows: ShownRows, target: Path, at: datetime
) -> Exported:
    """Those in sight."""
    numbers = [str(row["number"]) for row in rows] if not hasattr(rows, "stream") else []
    return export_oscal(reader, Texts(wish.language), subject.view, Selectors(), target, at, numbers)


def _current(reader: CaseReader, document: Document | None) -> Document | None:
    """A document made before, unless the case has gone on meanwhile."""
    if document is None:
        return None
    own = document.provenance
    if (own.log_sequence, own.log_head) != reader.log_head():
        raise UserError(Problem("export.case_changed"))
    return document
