"""Takes files that are dropped or chosen: cases are opened, documents become proposals one after another."""

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
    from auditor_app.ui.dialogs.proposal_dialog import ProposalDialog

CASE_SUFFIX = ".auditcase"


class ImportingFiles(QObject):
    """Reading runs as a job; nothing is stored before the auditor accepts the proposal."""

    def __init__(self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._texts = window.texts
        self._waiting: list[Path] = []
        self._path: Path | None = None
        self.dialog: ProposalDialog | None = None

    def choose_files(self) -> None:
        """Ask which files to import."""
        notices = self._desktop.notices
        if notices is not None:
            self.take_files(notices.files_to_open(self._texts("import.choose"), self._texts("import.kinds")))

    def take_files(self, paths: list[Path]) -> None:
        """Open a dropped case, or read the dropped documents."""
        cases = [path for path in paths if path.suffix == CASE_SUFFIX]
        if cases:
            try:
                self._desktop.open_case(cases[0])
            except UserError as error:
                self._refuse(error)
            return
        self._waiting += paths
        self._read_next()

    def _read_next(self) -> None:
        if self.dialog is not None or not self._waiting:
            return
        self._read(self._waiting.pop(0), None)

    def _read(self, path: Path, encoding: str | None) -> None:
        self._path = path
        title = self._texts("import.reading", document=path.name)
        work = partial(_propose, self._window.context.case.path, path, encoding)
        self._desktop.jobs.start("read", title, work, self._show_proposal)

    def _read_anew(self, encoding: str) -> None:
        """The auditor says that the document is in another encoding."""
        dialog, self.dialog = self.dialog, None
        if dialog is not None and self._path is not None:
            dialog.finished.disconnect(self._take_answer)
            dialog.close()
            dialog.deleteLater()
            self._read(self._path, encoding)

    def _show_proposal(self, proposal: Proposal | UserError) -> None:
        if isinstance(proposal, UserError):
            self._refuse(proposal)
            self._read_next()
            return
        from auditor_app.ui.dialogs.proposal_dialog import ProposalDialog

        self.dialog = ProposalDialog(self._window.context, proposal, self._window)
        self.dialog.finished.connect(self._take_answer)
        self.dialog.encoding_chosen.connect(self._read_anew)
        self.dialog.open()

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None and answer == QDialog.DialogCode.Accepted:
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
        else:
            self._read_next()
        if dialog is not None:
            dialog.deleteLater()

    def _tell_stored(self, stored: int) -> None:
        self._on_changed()
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [self._texts("import.stored", count=stored)])
        self._read_next()

    def _refuse(self, error: UserError) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.refuse(error)


def _propose(case: Path, path: Path, encoding: str | None, control: JobControl) -> Proposal | UserError:
    """A proposal, or the refusal: one refused file must not stop the others."""
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
