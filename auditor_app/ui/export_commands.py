"""Exporting what a page shows, by the dialog or at once in one format, and the pictures of its charts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from shiboken6 import isValid

from auditor_app.domain.documents import Document
from auditor_app.foundation.errors import UserError
from auditor_app.foundation.translation import Language
from auditor_app.services.export_page import (
    ROW_FORMATS,
    ExportFormat,
    ExportSubject,
    ExportWish,
    proposed_name,
    suffix_of,
)
from auditor_app.services.file_targets import is_there
from auditor_app.services.write_picture import write_picture
from auditor_app.ui.desk import Desk
from auditor_app.ui.dialogs.export_dialog import ExportDialog
from auditor_app.ui.export_subject import export_subject
from auditor_app.ui.export_work import WrittenExport, examined, recorded, saved_elsewhere, written
from auditor_app.ui.jobs import Job, JobKind
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.page import Page
from auditor_app.ui.pictures import png_bytes
from auditor_app.ui.shown_page import shown_page

SETTING = "export"
"""Where the choices made last are kept."""
CHART_KINDS = {
    "DumbbellChart": "dumbbell",
    "HeatMap": "heat",
    "FunnelChart": "heat",
    "BarChart": "bars",
    "TrendChart": "lines",
}
"""Charts of the window that draw figures of one of the page's document, whose notes belong to them too."""


class ExportCommands(QObject):
    """The case is only read."""

    def __init__(self, desktop: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self._texts = window.texts
        self.dialog: ExportDialog | None = None
        self._job: Job | None = None
        """The one that looks through what is wished for, or writes it."""
        self._made: dict[Language, Document] = {}
        self._agreed: Path | None = None
        """A file the auditor has already agreed to replace."""
        self._kept: Path | None = None
        """A finished file that waits for another place."""
        self.show_folder: Callable[[Path], object] = _show_folder
        """Opens a folder in the system's own program; tests put another in its place."""

    # --- the dialog -------------------------------------------------------------------------------

    def open_dialog(self, page: Page) -> None:
        """What was chosen the last time is chosen again."""
        subject = self._subject(page)
        if subject is None or self.dialog is not None:
            return
        self._made, self._agreed, self._kept = {}, None, None
        last = self._window.context.settings.record(SETTING)
        last = {**last, "folder": str(_folder(last.get("folder")))}
        dialog = self.dialog = ExportDialog(self._window.context, subject, last, self._window)
        dialog.examine_wanted.connect(self._examine)
        dialog.write_wanted.connect(self._write)
        dialog.cancel_wanted.connect(self._cancel)
        dialog.target_wanted.connect(self._choose_target)
        dialog.template_wanted.connect(self._choose_template)
        dialog.elsewhere_wanted.connect(self._save_elsewhere)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()
        dialog.start()

    def _examine(self, wish: ExportWish) -> None:
        """Look through the latest wish; one that is no longer wished for is given up."""
        dialog = self.dialog
        if dialog is None:
            return
        self._cancel()
        try:
            rows = dialog.subject.rows() if _needs_rows(wish) else []
        except UserError as error:
            dialog.show_refusal(error.problems)
            return
        work = partial(examined, self._window.context.case, dialog.subject, wish, rows, self._made)
        self._job = self._start("read", self._texts("exportui.examining"), work, self._take_examined)

    def _take_examined(self, result: Any) -> None:
        if self.dialog is not None:
            self.dialog.show_examined(result)

    def _write(self) -> None:
        dialog = self.dialog
        target = dialog.target() if dialog is not None else None
        if dialog is None or target is None or not self._may_replace(target):
            return
        wish = dialog.wish()
        try:
            rows = dialog.subject.rows() if _needs_rows(wish) else []
        except UserError as error:
            dialog.show_refusal(error.problems)
            return
        self._window.context.settings.set(SETTING, dialog.choices())
        dialog.show_busy(self._texts("export.writing"))
        document = self._made.get(wish.language)
        work = partial(
            written,
            self._window.context.case,
            dialog.subject,
            wish,
            rows,
            target,
            self._desktop.clock(),
            document,
        )
        self._job = self._start("read", self._texts("export.writing"), work, self._take_written)
        self._job.progressed.connect(dialog.show_progress)
        self._job.ended.connect(self._end_busy)

    def _end_busy(self, _job: Job) -> None:
        """Also when writing was cancelled: the dialog is where it was, and nothing was written."""
        if self.dialog is not None:
            self.dialog.show_busy("")

    def _take_written(self, result: WrittenExport) -> None:
        if not result.problems:
            if self.dialog is not None:
                self.dialog.accept()
            self._tell_written(result)
            return
        self._kept = result.kept
        if self.dialog is not None:
            self.dialog.show_refusal(result.problems, result.kept)
        else:
            self._tell_refused(result)

    def _choose_target(self) -> None:
        """The system's dialog asks itself before a file is replaced."""
        dialog = self.dialog
        if dialog is None:
            return
        target = self._ask_target(str(dialog.target() or ""), suffix_of(dialog.wish()))
        if target is not None:
            dialog.fields.show_target(target)
            self._agreed = dialog.target()

    def _choose_template(self) -> None:
        dialog, notices = self.dialog, self._desktop.notices
        if dialog is None or notices is None:
            return
        files = notices.files_to_open(self._texts("exportui.template.choose"), "Word (*.docx)")
        if files:
            dialog.fields.set_template(files[0])

    def _may_replace(self, target: Path) -> bool:
        notices = self._desktop.notices
        if target == self._agreed or not is_there(target) or notices is None:
            return True
        question = self._texts("exportui.replace_question", file=target.name)
        return notices.choice(self._texts("exportui.title"), question, [self._texts("exportui.replace")]) == 0

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _forget_dialog(self, _answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        self._cancel()
        self._made = {}
        if dialog is not None:
            dialog.deleteLater()

    # --- at once ----------------------------------------------------------------------------------

    def export_at_once(self, format_: ExportFormat, page: Page) -> None:
        """As the screen shows it; csv and json hold the stable rows of scripts.  Only the file is asked for."""
        subject = self._subject(page)
        if subject is None:
            return
        wish = ExportWish(format_, subject.language, is_as_shown=format_ not in ROW_FORMATS)
        name = proposed_name(subject, wish, is_practice=self._window.context.case.is_practice)
        target = self._ask_target(name, suffix_of(wish))
        if target is None:
            return
        case, now = self._window.context.case, self._desktop.clock()
        rows = subject.rows() if _needs_rows(wish) else []
        work = partial(written, case, subject, wish, rows, target, now, None)
        self._job = self._start("read", self._texts("export.writing"), work, self._take_written)

    def export_chart(self, chart: Any, kind: str) -> None:
        """PNG or SVG to a file, or the picture to the clipboard, with all that has to be said of its figures."""
        page, notices = self._window.current_page(), self._desktop.notices
        if page is None or notices is None:
            return
        case = self._window.context.case
        target = None
        if kind != "copy":
            name = f"{page.page_id}-{page.years_in_names()}.{kind}"
            suggestion = f"practice-{name}" if case.is_practice else name
            target = notices.file_to_save(self._texts("export.chart"), suggestion, f"{kind.upper()} (*.{kind})")
            if target is None:
                return
        drawn = CHART_KINDS.get(type(chart).__name__, "")
        work = partial(recorded, case, self._texts, shown_page(page), drawn, self._window.context.year_form)
        self._start("page", "", work, partial(self._take_picture, chart, kind, target))

    def _take_picture(self, chart: Any, kind: str, target: Path | None, record: list[str]) -> None:
        if not isValid(chart):
            return
        chart.set_mark(self._texts("practice") if self._window.context.case.is_practice else "")
        chart.set_record(record)
        notices = self._desktop.notices
        if target is None or notices is None:
            chart.copy_to_clipboard()
            return
        try:
            write_picture(target, chart.to_svg() if kind == "svg" else png_bytes(chart.to_image(2.0)), f".{kind}")
        except UserError as error:
            notices.refuse(error)
            return
        notices.tell("good", [self._texts("export.chart_done", file=target.name)])

    # --- a finished file that its target did not take ---------------------------------------------

    def _save_elsewhere(self) -> None:
        kept = self._kept
        if kept is None:
            return
        target = self._ask_target(kept.name, kept.suffix)
        if target is not None:
            work = partial(saved_elsewhere, kept, target)
            self._start("read", self._texts("export.writing"), work, self._take_written)

    # --- what is told -----------------------------------------------------------------------------

    def _tell_written(self, result: WrittenExport) -> None:
        """Format, rows, that it was read back, where it and its manifest are."""
        notices, texts, target = self._desktop.notices, self._texts, result.target
        self._kept = None
        if notices is None:
            return
        lines = [texts("exportui.saved", file=target.name)]
        if result.done is not None and result.wish is not None:
            format_ = texts(f"exportui.{result.wish.format}")
            rows = f"{result.done.row_count:,}"
            lines = [texts("exportui.done", format=format_, file=target.name, rows=rows)]
        lines.append(texts("exportui.verified", folder=str(target.parent), manifest=f"{target.name}.manifest.json"))
        if result.done is not None and result.done.replaced:
            lines.append(texts("exportui.replaced", count=f"{result.done.replaced:,}"))
        if result.done is not None and result.done.unsigned:
            lines.append(texts("export.unsigned_left_out", numbers=", ".join(result.done.unsigned)))
        notices.offer("good", lines, texts("exportui.show_folder"), partial(self.show_folder, target.parent))

    def _tell_refused(self, result: WrittenExport) -> None:
        notices = self._desktop.notices
        if notices is None:
            return
        if result.kept is None:
            notices.refuse(UserError(*result.problems))
            return
        lines = [self._texts.problem(own) for own in result.problems]
        lines.append(self._texts("export.kept", path=str(result.kept)))
        notices.offer("bad", lines, self._texts("exportui.elsewhere"), self._save_elsewhere)

    # --- plumbing ---------------------------------------------------------------------------------

    def _subject(self, page: Page) -> ExportSubject | None:
        """None, with the reason told, where there is nothing or it is not known yet."""
        try:
            subject = export_subject(page)
            nothing = subject.nothing()
            if nothing is None:
                return subject
            error = UserError(nothing)
        except UserError as refusal:
            error = refusal
        if self._desktop.notices is not None:
            self._desktop.notices.refuse(error)
        return None

    def _ask_target(self, suggestion: str, suffix: str) -> Path | None:
        notices = self._desktop.notices
        kinds = f"{suffix.rpartition('.')[2].upper()} (*{suffix})"
        return notices.file_to_save(self._texts("exportui.title"), suggestion, kinds) if notices is not None else None

    def _start(self, kind: JobKind, title: str, work: Callable[[Any], Any], take: Callable[[Any], None]) -> Job:
        job = self._desktop.jobs.start(kind, title, work, take)
        job.ended.connect(self._forget_job)
        return job

    def _forget_job(self, job: Job) -> None:
        if job is self._job:
            self._job = None


def _needs_rows(wish: ExportWish) -> bool:
    """Whether the stable rows are asked of the page."""
    return not wish.needs_document


def _folder(last: object) -> Path:
    """That of the last export while it is there, else that of documents."""
    own = Path(last) if isinstance(last, str) and last else None
    if own is not None and own.is_dir():
        return own
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def _show_folder(folder: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
