"""Takes files that are dropped or chosen: cases are opened, tables and published texts become proposals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from auditor_app.domain.readings import Proposal
from auditor_app.foundation.errors import UserError
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.table_proposals import TableProposal
    from auditor_app.ui.dialogs.import_progress import ImportProgressDialog
    from auditor_app.ui.dialogs.proposal_dialog import ProposalDialog
    from auditor_app.ui.dialogs.table_proposal_dialog import TableProposalDialog
    from auditor_app.ui.importing_list import ImportingList
    from auditor_app.ui.table_import import Stored, TableImport

CASE_SUFFIX = ".auditcase"


class ImportingFiles(QObject):
    """Reading runs as a job; nothing is stored before the auditor accepts the proposal."""

    def __init__(self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._texts = window.texts
        self._path: Path | None = None
        self._table: TableImport | None = None
        self.dialog: ProposalDialog | None = None
        """The proposal of a published text that waits for an answer."""
        self.table_dialog: TableProposalDialog | None = None
        self.list: ImportingList | None = None
        self.progress: ImportProgressDialog | None = None
        window.closed.connect(self._leave_table)

    def choose_files(self) -> None:
        """Ask which files to import."""
        notices = self._desktop.notices
        if notices is not None:
            self.take_files(notices.files_to_open(self._texts("import.choose"), self._texts("import.kinds")))

    def take_files(self, paths: list[Path]) -> None:
        """Open a dropped case, propose a dropped file, or list several of them."""
        cases = [path for path in paths if path.suffix == CASE_SUFFIX]
        if cases:
            try:
                self._desktop.open_case(cases[0])
            except UserError as error:
                self._refuse(error)
        elif len(paths) > 1 or any(path.is_dir() for path in paths):
            self._list_files(paths)
        elif paths:
            self.propose(paths[0])

    def propose(self, path: Path) -> None:
        """Read one file; what it is decides which dialog opens."""
        if self.dialog is not None or self.table_dialog is not None:
            return
        from auditor_app.ui.table_import import OwnSession, TableImport

        self._leave_table()
        self._path = path
        title = self._texts("import.reading", document=path.name)
        session = OwnSession(self._window.context.case.path, path)
        reading = TableImport(path, session, self._desktop.jobs, title, self)
        self._table = reading
        reading.changed.connect(self._take_table)
        reading.refused.connect(self._take_table_refusal)
        reading.given_up.connect(self._leave_table)
        reading.ask()

    # --- tables -------------------------------------------------------------------------------------

    def _take_table(self, proposal: TableProposal, stage: str) -> None:
        """The first preview decides: a text whose headers say nothing may be a published text."""
        reading = self._table
        if self.table_dialog is not None or reading is None or stage != "preview":
            return
        if proposal.kind is None and proposal.file.container == "text" and self._path is not None:
            reading.pause()
            self._read_published(self._path, None, proposal)
            return
        if self._path is not None and _has_further_tables(proposal):
            self._leave_table()
            self._list_files([self._path])
            return
        self._open_table(reading, proposal)

    def _open_table(self, reading: TableImport, proposal: TableProposal) -> None:
        from auditor_app.ui.dialogs.table_proposal_dialog import TableProposalDialog

        dialog = TableProposalDialog(self._window.context, reading, self._window)
        self.table_dialog = dialog
        dialog.finished.connect(self._close_table)
        dialog.published_text_wanted.connect(self._read_as_published)
        dialog.store_wanted.connect(self._store_table)
        dialog.show_proposal(proposal, "preview")
        dialog.open()

    def _take_table_refusal(self, error: UserError) -> None:
        """Of a file of which no table was ever shown; the dialog tells its own."""
        if self.table_dialog is None:
            path = self._path
            self._leave_table()
            if path is not None:
                self._read_published(path, None, error)

    def _store_table(self) -> None:
        dialog, reading = self.table_dialog, self._table
        if dialog is None or reading is None or reading.is_busy:
            return
        from auditor_app.ui.dialogs.import_progress import ImportProgressDialog

        title = self._texts("import.storing", document=reading.file.name)
        choice = dialog.decisions.on_conflict or "keep"
        job = reading.store(title, self._desktop.author, self._desktop.clock, choice, self._take_stored)
        self.progress = ImportProgressDialog(self._window.context, job, dialog)
        self.progress.finished.connect(self._forget_progress)
        self.progress.open()

    def _take_stored(self, stored: Stored) -> None:
        dialog = self.table_dialog
        if dialog is None:
            return
        if isinstance(stored, UserError):
            dialog.show_refusal(stored)
        elif stored is None:
            dialog.say(self._texts("table_import.stopped"))
        else:
            dialog.done(QDialog.DialogCode.Accepted)
            self._on_changed()
            name = self._table.file.name if self._table is not None else ""
            self._tell(self._texts("table_import.told", document=name, count=f"{stored:,}"))

    def _forget_progress(self, _answer: int) -> None:
        progress, self.progress = self.progress, None
        if progress is not None:
            progress.deleteLater()

    def _close_table(self, _answer: int) -> None:
        dialog, self.table_dialog = self.table_dialog, None
        self._leave_table()
        if dialog is not None:
            dialog.deleteLater()

    def _leave_table(self) -> None:
        reading, self._table = self._table, None
        if reading is not None:
            reading.close()

    # --- published texts ----------------------------------------------------------------------------

    def _read_as_published(self) -> None:
        """The auditor says that what was taken for a table is a published text."""
        path = self._path
        if self.table_dialog is not None:
            self.table_dialog.reject()
        if path is not None:
            self._read_published(path, None, None)

    def _read_published(self, path: Path, encoding: str | None, table: TableProposal | UserError | None) -> None:
        """`table` is what the file gave as a table: it holds where nothing published is recognised in it."""
        title = self._texts("import.reading", document=path.name)
        work = partial(_propose, self._window.context.case.path, path, encoding)
        self._desktop.jobs.start("read", title, work, partial(self._show_published, table))

    def _show_published(self, table: TableProposal | UserError | None, found: Proposal | UserError) -> None:
        is_published = isinstance(found, Proposal) and bool(found.rows or found.reading.refusals)
        if isinstance(table, UserError) and not is_published:
            self._refuse(table)
        elif table is not None and not isinstance(table, UserError) and not is_published and _has_columns(table):
            self._open_paused_table(table)
        elif isinstance(found, UserError):
            self._leave_table()
            self._refuse(found)
        else:
            self._leave_table()
            self._open_published(found)

    def _open_paused_table(self, proposal: TableProposal) -> None:
        if self._table is not None:
            self._open_table(self._table, proposal)

    def _open_published(self, proposal: Proposal) -> None:
        from auditor_app.ui.dialogs.proposal_dialog import ProposalDialog

        parent = self.list.dialog if self.list is not None else self._window
        self.dialog = ProposalDialog(self._window.context, proposal, parent)
        self.dialog.finished.connect(self._take_answer)
        self.dialog.encoding_chosen.connect(self._read_anew)
        self.dialog.open()

    def _read_anew(self, encoding: str) -> None:
        """The auditor says that the document is in another encoding."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None and self._path is not None:
            dialog.finished.disconnect(self._take_answer)
            dialog.close()
            dialog.deleteLater()
            self._read_published(self._path, encoding, None)

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted:
            title = self._texts("import.storing", document=dialog.proposal.reading.document.name)
            work = partial(
                _accept,
                self._window.context.case.path,
                dialog.proposal,
                dialog.chosen(),
                self._desktop.author,
                self._desktop.clock,
            )
            self._desktop.jobs.start("change", title, work, self._tell_stored)
        dialog.deleteLater()

    def _tell_stored(self, stored: int) -> None:
        self._on_changed()
        words = self._texts("import.stored", count=stored)
        if self.list is not None and self._path is not None:
            self.list.mark_stored(self._path, words)
        else:
            self._tell(words)

    # --- several files ------------------------------------------------------------------------------

    def _list_files(self, paths: list[Path]) -> None:
        """All files named and all in the folders named, in one list."""
        from auditor_app.services.import_batch import ImportBatch
        from auditor_app.services.import_files import files_of
        from auditor_app.ui.importing_list import ImportingList

        try:
            files = files_of(paths)
        except UserError as error:
            self._refuse(error)
            return
        self.list = ImportingList(self._desktop, self._window, ImportBatch(self._window.context.case.path, files))
        self.list.published_wanted.connect(self._read_listed_text)
        self.list.stored.connect(self._on_changed)
        self.list.ended.connect(self._forget_list)
        self.list.begin()

    def _read_listed_text(self, path: Path) -> None:
        self._path = path
        self._read_published(path, None, None)

    def _forget_list(self) -> None:
        ended, self.list = self.list, None
        if ended is not None:
            ended.deleteLater()

    # --- telling ------------------------------------------------------------------------------------

    def _tell(self, words: str) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [words])

    def _refuse(self, error: UserError) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.refuse(error)


def _has_further_tables(proposal: TableProposal) -> bool:
    """Whether another sheet holds a table of another kind: a filled-in return form has coverage and answers."""
    kinds = {sheet.kind for sheet in proposal.file.sheets if not sheet.is_hidden}
    return bool(kinds - {None, proposal.kind})


def _has_columns(proposal: TableProposal) -> bool:
    """Whether the text has the form of a table at all."""
    return any(sheet.column_count > 1 for sheet in proposal.file.sheets)


def _propose(case: Path, path: Path, encoding: str | None, control: JobControl) -> Proposal | UserError:
    """A proposal, or the refusal: what to do with it depends on what else the file may be."""
    from auditor_app.services.import_published import propose_import  # the importer is loaded at first use

    try:
        return propose_import(
            case, path, encoding=encoding, on_progress=control.report, is_cancelled=control.is_cancelled
        )
    except UserError as error:
        return error


def _accept(
    case: Path,
    proposal: Proposal,
    chosen: set[int],
    author: str,
    clock: Callable[[], datetime],
    _control: JobControl,
) -> int:
    from auditor_app.services.import_published import accept_proposal

    return accept_proposal(case, proposal, author=author, clock=clock, chosen=chosen)
