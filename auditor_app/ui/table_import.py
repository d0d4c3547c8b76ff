"""One table on its way into the case: its session works on one job at a time, and what is asked last wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from auditor_app.domain.table_proposals import FileWishes, OnConflict, TableProposal
from auditor_app.foundation.errors import CancelledByUserError, UserError
from auditor_app.ui.jobs import Job, JobControl, JobRunner

if TYPE_CHECKING:
    from auditor_app.services.import_batch import ImportBatch
    from auditor_app.services.import_tables import ImportSession

Stage = Literal["preview", "counts"]
Stored = int | UserError | None
"""How many rows were stored; why not; None when it was cancelled."""


class SessionHolder(Protocol):
    """Who has the session: a worker uses it while its job runs, the window's thread only when none does."""

    def read(self, wishes: FileWishes, stage: Stage, control: JobControl) -> TableProposal | UserError | None:
        """The proposal, why there is none, or None when the reading was given up."""

    def store(
        self, author: str, clock: Callable[[], datetime], on_conflict: OnConflict, control: JobControl
    ) -> Stored: ...

    def leave(self) -> None: ...


class TableImport(QObject):
    """Reads with the session and stores; signals tell what came of it."""

    changed = Signal(object, str)
    """TableProposal, Stage: first the preview, then all rows counted"""
    refused = Signal(object)
    """UserError: the file as it is wished for cannot be read; the last proposal stays"""
    given_up = Signal()
    """the reading was cancelled"""
    busy_changed = Signal(object)
    """the Job that reads, or None"""

    def __init__(self, file: Path, held: SessionHolder, jobs: JobRunner, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.file, self.wishes = file, FileWishes()
        self._held, self._jobs, self._title = held, jobs, title
        self._job: Job | None = None
        self._is_stale, self._is_closing, self._is_paused = False, False, False

    @property
    def is_busy(self) -> bool:
        """Whether what is shown is not yet what was asked for."""
        return self._job is not None

    def ask(self, wishes: FileWishes | None = None) -> None:
        """Read the file anew with other wishes; a reading under way is given up for it."""
        self.wishes = wishes if wishes is not None else self.wishes
        self._is_paused = False
        if self._job is None:
            self._start("preview")
        else:
            self._is_stale = True
            self._job.cancel()

    def store(
        self,
        title: str,
        author: str,
        clock: Callable[[], datetime],
        on_conflict: OnConflict,
        on_done: Callable[[Stored], None],
    ) -> Job:
        """Store the last proposal as one change."""
        if self._job is not None:
            raise RuntimeError("there is no settled proposal to store")
        self._job = self._jobs.start("change", title, partial(self._held.store, author, clock, on_conflict), on_done)
        self._job.ended.connect(self._forget_job)
        return self._job

    def pause(self) -> None:
        """Count no rows after the preview; asking again goes on."""
        self._is_paused = True

    def close(self) -> None:
        """Give the session up; a job under way ends first."""
        self._is_closing = True
        if self._job is not None:
            self._job.cancel()
        else:
            self._held.leave()

    def _start(self, stage: Stage) -> None:
        self._is_stale = False
        work = partial(self._held.read, self.wishes, stage)
        self._job = self._jobs.start("read", self._title, work, partial(self._take, stage))
        self._job.ended.connect(self._forget_job)
        self.busy_changed.emit(self._job)

    @Slot(object)
    def _forget_job(self, _job: object) -> None:
        """Comes before the result, and also when a defect ended the job and no result comes."""
        self._job = None
        if self._is_closing:
            self._held.leave()
        self.busy_changed.emit(None)

    def _take(self, stage: Stage, found: TableProposal | UserError | None) -> None:
        if self._is_closing:
            return
        if self._is_stale:
            self._start("preview")
        elif isinstance(found, UserError):
            self.refused.emit(found)
        elif found is None:
            self.given_up.emit()
        else:
            self.changed.emit(found, stage)
            if stage == "preview" and not (self._job or self._is_closing or self._is_paused):
                self._start("counts")


class OwnSession:
    """The session of a file that is imported by itself."""

    def __init__(self, case: Path, file: Path) -> None:
        self._case, self._file = case, file
        self._session: ImportSession | None = None
        self._opened_with: tuple[object, ...] = ()
        self._control: JobControl | None = None

    def read(self, wishes: FileWishes, stage: Stage, control: JobControl) -> TableProposal | UserError | None:
        self._control = control
        try:
            if stage == "preview":
                session = self._opened(wishes)
                if wishes.mapping is not None:
                    session.remap(wishes.mapping, wishes.kind)
                session.confirm(wishes.names)
                return session.preview()
            session = self._opened(wishes)
            return session.propose(control.report, control.is_cancelled, declare_organisations=wishes.declared or False)
        except CancelledByUserError:
            return None
        except UserError as error:
            return error
        except BaseException:
            self.leave()  # a defect: nothing is known of the session any more
            raise

    def store(self, author: str, clock: Callable[[], datetime], on_conflict: OnConflict, control: JobControl) -> Stored:
        if self._session is None:
            raise RuntimeError("there is no proposal to store")
        try:
            return self._session.accept(
                author, clock, on_conflict=on_conflict, on_progress=control.report, is_cancelled=control.is_cancelled
            )
        except CancelledByUserError:
            return None
        except UserError as error:
            return error

    def leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.__exit__(None, None, None)

    def _opened(self, wishes: FileWishes) -> ImportSession:
        """Another encoding, or other years, need another session."""
        from auditor_app.services.import_tables import ImportSession  # brings the numbers' libraries: at first use

        wanted = (wishes.encoding, wishes.years)
        if self._session is not None and self._opened_with != wanted:
            self.leave()
        if self._session is None:
            opening = ImportSession(
                self._case,
                self._file,
                kind=wishes.kind,
                years=wishes.years,
                encoding=wishes.encoding,
                is_cancelled=self._is_cancelled,
            )
            self._session, self._opened_with = opening.__enter__(), wanted
        return self._session

    def _is_cancelled(self) -> bool:
        """Of the job under way: the session outlives the one it was opened in."""
        return self._control is not None and self._control.is_cancelled()


class BatchSession:
    """The session of a file of a list; it is stored with the others."""

    def __init__(self, batch: ImportBatch, number: int) -> None:
        self._batch, self._number = batch, number

    def read(self, wishes: FileWishes, stage: Stage, control: JobControl) -> TableProposal | UserError | None:
        try:
            session = self._batch.session(self._number, wishes)
            if stage == "preview":
                return session.preview()
            return session.propose(control.report, control.is_cancelled, declare_organisations=wishes.declared or False)
        except CancelledByUserError:
            return None
        except UserError as error:
            return error

    def store(self, author: str, clock: Callable[[], datetime], on_conflict: OnConflict, control: JobControl) -> Stored:
        raise NotImplementedError("a file of a list is stored with the others")

    def leave(self) -> None:
        """The batch keeps the session."""
