"""Print and preview of what the page in sight shows, and of any document a page makes itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from auditor_app.domain.documents import Document
from auditor_app.domain.fiscal_years import YearForm
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.shown import ShownPage, shown_document
from auditor_app.services.open_case import CaseReader, OpenCase
from auditor_app.services.print_pages import MadePages, made_pages, page_sizes
from auditor_app.ui.desk import Desk
from auditor_app.ui.dialogs.print_preview import PrintPreview
from auditor_app.ui.document_painting import painted_pdf
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.page import Page
from auditor_app.ui.print_run import PrintRun, pages_chosen
from auditor_app.ui.shown_page import shown_page

DocumentMaker = Callable[[CaseReader], Document]
Sizes = tuple[tuple[float, float], ...]


@runtime_checkable
class MakesDocuments(Protocol):
    """A page whose document is more than the tables in sight, such as that of reports."""

    def document_maker(self) -> DocumentMaker:
        """What makes it off the window's thread; a UserError where there is nothing to make."""


class Printing(QObject):
    """The commands `print` and `print_preview`; pages are made and drawn off the window's thread."""

    def __init__(self, desktop: Desk, window: MainWindow, keep: Callable[[QWidget], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._keep = desktop, window, keep
        self._texts = window.texts
        self.ask_printer: Callable[[QPrinter, QWidget, Callable[[], None]], None] = ask_printer
        """Shows the system's dialog and calls back when it was accepted; tests put another in its place."""

    def preview(self, page: Page) -> PrintPreview:
        """A window that shows the pages as soon as they are made; what the document is refused for stands in it."""
        shown = PrintPreview(self._window.context, page.title.text(), self._window)
        shown.print_requested.connect(partial(self._print_shown, shown))
        self._keep(shown)
        self._make(page, partial(self._show, shown), partial(self._refuse_in, shown))
        return shown

    def print_page(self, page: Page) -> None:
        """Make the pages, then ask for the printer."""
        self._make(page, self._measure, self._refuse)

    # --- making -------------------------------------------------------------------------------------------------

    def _make(self, page: Page, on_made: Callable[[MadePages], None], on_refused: Callable[[UserError], None]) -> None:
        try:
            maker = self._maker_of(page)
        except UserError as error:
            on_refused(error)
            return
        work = partial(_made, self._window.context.case, maker)
        take = partial(_handed_on, on_made, on_refused)
        self._desktop.jobs.start("read", self._texts("print.making"), work, take)

    def _maker_of(self, page: Page) -> DocumentMaker:
        if isinstance(page, MakesDocuments):
            return page.document_maker()
        shown = shown_page(page)
        if not shown.parts:
            raise UserError(Problem("print.nothing_shown", page.title.text()))
        return partial(_shown, self._texts, shown, self._window.context.year_form)

    def _show(self, shown: PrintPreview, pages: MadePages) -> None:
        if isValid(shown):
            shown.show_pages(pages)

    def _refuse_in(self, shown: PrintPreview, error: UserError) -> None:
        if isValid(shown):
            shown.show_refusal("\n".join(self._texts.problem(own) for own in error.problems))

    def _refuse(self, error: UserError) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.refuse(error)

    # --- printing -----------------------------------------------------------------------------------------------

    def _measure(self, pages: MadePages) -> None:
        work = partial(_measured, pages.pdf)
        self._desktop.jobs.start("page", "", work, partial(self._ask, pages.pdf, self._window, 0))

    def _print_shown(self, shown: PrintPreview) -> None:
        if shown.pages is not None:
            self._ask(shown.pages.pdf, shown, shown.preview.current_page, shown.preview.sizes)

    def _ask(self, pdf: bytes, parent: QWidget, current: int, sizes: Sizes) -> None:
        if not isValid(parent):
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setDocName(self._window.windowTitle())
        self.ask_printer(printer, parent, partial(self._print, printer, pdf, sizes, current))

    def _print(self, printer: QPrinter, pdf: bytes, sizes: Sizes, current: int) -> None:
        pages = pages_chosen(printer, len(sizes), current)
        run = PrintRun(printer, pdf, sizes, pages, self._tell_printed, self)
        run.start(self._desktop.jobs, self._texts)

    def _tell_printed(self, count: int | None) -> None:
        if self._desktop.notices is not None:
            if count is None:
                self._desktop.notices.tell("warning", [self._texts("print.given_up")])
            else:
                self._desktop.notices.tell("good", [self._texts("print.sent", count=count)])


def ask_printer(printer: QPrinter, parent: QWidget, on_accepted: Callable[[], None]) -> None:
    """The system's own dialog: printer, pages, copies."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintCurrentPage)
    dialog.accepted.connect(on_accepted)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # that of QPrintDialog itself takes a slot by its name


def _shown(texts: Texts, shown: ShownPage, year_form: YearForm, reader: CaseReader) -> Document:
    return shown_document(reader, texts, shown, year_form=year_form)


def _made(case: OpenCase, maker: DocumentMaker, _control: JobControl) -> MadePages | UserError:
    try:
        with case.reader() as reader:
            document = maker(reader)
        return made_pages(document, painted_pdf)
    except UserError as error:
        return error


def _handed_on(
    on_made: Callable[[MadePages], None], on_refused: Callable[[UserError], None], result: MadePages | UserError
) -> None:
    if isinstance(result, UserError):
        on_refused(result)
    else:
        on_made(result)


def _measured(pdf: bytes, _control: JobControl) -> Sizes:
    return page_sizes(pdf)
