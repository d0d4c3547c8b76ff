"""Several files at once: read together, decided one by one, stored as one change, and reported file by file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal, Slot

from auditor_app.domain.table_proposals import FileWishes, OnConflict, UnknownName
from auditor_app.foundation.errors import CancelledByUserError, UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.problem_words import problem_line
from auditor_app.ui.desk import Desk
from auditor_app.ui.dialogs.import_list_dialog import ImportListDialog
from auditor_app.ui.dialogs.import_progress import ImportProgressDialog
from auditor_app.ui.dialogs.table_proposal.decisions import Decisions, open_points, rows_to_store
from auditor_app.ui.dialogs.table_proposal_dialog import TableProposalDialog
from auditor_app.ui.jobs import Job, JobControl
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.models.import_list_columns import ListedFile
from auditor_app.ui.table_import import BatchSession, Stored, TableImport

if TYPE_CHECKING:
    from auditor_app.services.import_batch import BatchFile, ImportBatch

Step = Literal["open", "propose"]


@dataclass(frozen=True)
class FileDecision:
    """What was decided about one file of the list."""

    decisions: Decisions = field(default_factory=Decisions)
    wishes: FileWishes = field(default_factory=FileWishes)
    names: tuple[UnknownName, ...] = ()
    """All that were unknown at some time."""
    stored: str = ""
    """How many rows were stored, in words."""


class ImportingList(QObject):
    """Lives as long as its dialog; the sessions of the files are closed with it."""

    published_wanted = Signal(object)
    """path of a published text that is to be looked over"""
    stored = Signal()
    """the case has changed"""
    ended = Signal()

    def __init__(self, desktop: Desk, window: MainWindow, batch: ImportBatch) -> None:
        super().__init__(window)
        self._desktop, self._window, self._batch = desktop, window, batch
        self._texts = window.texts
        self._files: list[BatchFile] = list(batch.files)
        self._decided: dict[int, FileDecision] = {}
        self._job: Job | None = None
        self._reading: TableImport | None = None
        self._open_number = -1
        self._is_closing = False
        self.file_dialog: TableProposalDialog | None = None
        self.progress: ImportProgressDialog | None = None
        self.dialog = ImportListDialog(window.context, window)
        self.dialog.file_wanted.connect(self.open_file)
        self.dialog.store_wanted.connect(self.store_ready)
        self.dialog.finished.connect(self._close)
        window.closed.connect(self._leave_batch)

    def begin(self) -> None:
        """Show the list and read its files."""
        self._show()
        self.dialog.open()
        self._read("open")

    def mark_stored(self, path: Path, words: str) -> None:
        """A published text of the list was stored by itself."""
        for number, file in enumerate(self._files):
            if file.path == path:
                self._decided[number] = FileDecision(stored=words)
        self._read("propose")

    # --- reading ------------------------------------------------------------------------------------

    def _read(self, step: Step) -> None:
        title = self._texts("import_list.opening", count=len(self._files))
        job = self._desktop.jobs.start("read", title, partial(_read, self._batch, step), partial(self._take, step))
        self._begin_job(job)
        self.dialog.show_job(job)

    def _begin_job(self, job: Job) -> None:
        self._job = job
        job.ended.connect(self._forget_job)

    @Slot(object)
    def _forget_job(self, _job: object) -> None:
        self._job = None
        if self._is_closing:
            self._batch.close()
            return
        self._files = list(self._batch.files)
        self.dialog.show_job(None)
        self._show()

    def _take(self, step: Step, found: list[BatchFile] | UserError) -> None:
        if self._is_closing:
            return
        if isinstance(found, UserError):
            self.dialog.show_refusal(found)
            return
        self._files = found
        self._show()
        if step == "open":
            self._read("propose")

    def _show(self) -> None:
        rows = [self._listed(number, file) for number, file in enumerate(self._files)]
        self.dialog.show_files(rows)

    def _listed(self, number: int, file: BatchFile) -> ListedFile:
        return listed_file(self._texts, number, file, self._decided.get(number, FileDecision()))

    # --- one file -----------------------------------------------------------------------------------

    def open_file(self, number: int) -> None:
        """Look one file over: what is decided there holds for it in the list."""
        file = self._files[number]
        if file.is_published_text:
            self.published_wanted.emit(file.path)
            return
        if self.file_dialog is not None or self._job is not None:
            return
        decision = self._decided.get(number, FileDecision())
        title = self._texts("import.reading", document=file.path.name)
        reading = TableImport(file.path, BatchSession(self._batch, number), self._desktop.jobs, title, self)
        dialog = TableProposalDialog(self._window.context, reading, self.dialog, is_of_list=True)
        dialog.take_over(decision.decisions, decision.names)
        self._reading, self.file_dialog, self._open_number = reading, dialog, number
        dialog.store_wanted.connect(self._settle)
        dialog.published_text_wanted.connect(self._take_as_published)
        dialog.finished.connect(self._close_file)
        dialog.open()
        reading.ask(decision.wishes)

    def _settle(self) -> None:
        dialog = self.file_dialog
        if dialog is not None:
            wishes = dialog.reading.wishes
            self._decided[self._open_number] = FileDecision(dialog.decisions, wishes, dialog.unknown_names())
            dialog.accept()

    def _take_as_published(self) -> None:
        path = self._files[self._open_number].path
        if self.file_dialog is not None:
            self.file_dialog.reject()
        self.published_wanted.emit(path)

    def _close_file(self, _answer: int) -> None:
        """What others of the list mean may have changed with it: all are held against the case anew."""
        dialog, self.file_dialog = self.file_dialog, None
        reading, self._reading = self._reading, None
        if dialog is None or reading is None:
            return
        reading.close()
        decided = self._decided.get(self._open_number, FileDecision())
        work = partial(_take_up, self._batch, self._open_number, decided.wishes)
        job = self._desktop.jobs.start("read", dialog.windowTitle(), work, partial(self._take, "propose"))
        self._begin_job(job)
        self.dialog.show_job(job)
        dialog.deleteLater()

    # --- storing ------------------------------------------------------------------------------------

    def store_ready(self) -> None:
        """Store every file about which nothing is left to decide."""
        ready = {
            number: self._decided.get(number, FileDecision()).decisions.on_conflict or "keep"
            for number, file in enumerate(self._files)
            if self._listed(number, file).state == "ready"
        }
        if not ready or self._job is not None:
            return
        title = self._texts("import_list.storing", count=len(ready))
        work = partial(_store, self._batch, ready, self._desktop.author, self._desktop.clock)
        job = self._desktop.jobs.start("change", title, work, partial(self._take_stored, ready))
        self._begin_job(job)
        self.progress = ImportProgressDialog(self._window.context, job, self.dialog)
        self.progress.finished.connect(self._forget_progress)
        self.progress.open()

    def _take_stored(self, ready: Mapping[int, OnConflict], stored: Stored) -> None:
        if isinstance(stored, UserError):
            self.dialog.show_refusal(stored)
        elif stored is None:
            self.dialog.say(self._texts("table_import.stopped"))
        else:
            self.dialog.show_refusal(None)
            for number in ready:
                self._decided[number] = self._as_stored(number)
            self._batch.forget(ready)
            self.stored.emit()
            self._read("propose")

    def _as_stored(self, number: int) -> FileDecision:
        count = self._listed(number, self._files[number]).row_count
        return FileDecision(stored=self._texts("import_list.rows_stored", count=f"{count:,}"))

    def _forget_progress(self, _answer: int) -> None:
        progress, self.progress = self.progress, None
        if progress is not None:
            progress.deleteLater()

    def _close(self, _answer: int) -> None:
        self._leave_batch()
        self.dialog.deleteLater()
        self.ended.emit()

    def _leave_batch(self) -> None:
        self._is_closing = True
        if self._job is not None:
            self._job.cancel()
        else:
            self._batch.close()


def listed_file(texts: Texts, number: int, file: BatchFile, decided: FileDecision) -> ListedFile:
    """The row of the list: what state a file is in, and why."""
    row = ListedFile(number, file.path.name, "waiting", proposal=file.proposal)
    if decided.stored:
        return replace(row, state="stored", reason=decided.stored)
    if file.is_published_text:
        return replace(row, state="published", reason=texts("import_list.published_about"))
    if file.proposal is None:
        words = " ".join(problem_line(texts, own, file.path.name) for own in file.problems)
        return replace(row, state="refused", reason=words) if words else row
    proposal = file.proposal
    unknown = tuple({(own.kind, own.text): own for own in (*decided.names, *proposal.unknown_names)}.values())
    points = open_points(proposal, decided.decisions, is_counted=True, unknown=unknown)
    if not points:
        return replace(row, state="ready", row_count=rows_to_store(proposal, decided.decisions))
    if points == ["nothing"]:
        return replace(row, state="nothing", reason=texts("table_import.open.nothing"))
    if points == ["unusable"] and not proposal.missing_fields and proposal.kind is not None:
        words = " ".join(problem_line(texts, own, file.path.name) for own in proposal.blocking)
        return replace(row, state="refused", reason=words)
    between = "、" if texts.language == "ja" else ", "
    words = between.join(texts(f"import_list.open_points.{point}") for point in points if point != "nothing")
    return replace(row, state="to_decide", reason=words)


def _read(batch: ImportBatch, step: Step, control: JobControl) -> list[BatchFile] | UserError:
    try:
        if step == "open":
            return batch.open(control.report)
        return batch.propose(control.report, control.is_cancelled)
    except UserError as error:
        return error


def _take_up(batch: ImportBatch, number: int, wishes: FileWishes, control: JobControl) -> list[BatchFile] | UserError:
    """The file as it was settled (or left as it was), then all files anew."""
    try:
        batch.session(number, wishes)
        return batch.propose(control.report, control.is_cancelled)
    except UserError as error:
        return error


def _store(
    batch: ImportBatch,
    choices: Mapping[int, OnConflict],
    author: str,
    clock: Callable[[], datetime],
    control: JobControl,
) -> Stored:
    try:
        return batch.accept(choices, author, clock, control.report, control.is_cancelled)
    except CancelledByUserError:
        return None
    except UserError as error:
        return error
