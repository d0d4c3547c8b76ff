"""Several files on their way into a case together: read one by one, proposed in the order they need one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import FileWishes, OnConflict, TableProposal
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.returns.kinds import IMPORT_ORDER
from auditor_app.services.import_tables import ImportSession, accept_together, propose_together

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True)
class BatchFile:
    """A file of the batch: a table with its proposal, a published text, or why it cannot be read.

    A workbook with several tables stands in the batch once for each: a filled-in return form has two.
    """

    path: Path
    proposal: TableProposal | None = None
    problems: tuple[Problem, ...] = ()
    is_published_text: bool = False


class ImportBatch:
    """Holds a session for each table; not for two threads at once, and to be closed."""

    def __init__(self, case: Path, files: Sequence[Path]) -> None:
        self._case = case
        self._sessions: dict[int, ImportSession] = {}
        self._wishes: dict[int, FileWishes] = {}
        self._kinds: dict[int, ReturnKind] = {}
        """Of the further tables of workbooks."""
        self.files = [BatchFile(file) for file in files]

    def open(self, on_progress: Progress | None = None) -> list[BatchFile]:
        """Look into every file; one that cannot be read stays in the list with its problems."""
        for number, file in enumerate(self.files):  # further tables join the list meanwhile, and are looked into too
            if on_progress is not None:
                on_progress(number, len(self.files))
            self.files[number] = self._opened(number, file.path)
        return list(self.files)

    def propose(self, on_progress: Progress | None = None, is_cancelled: IsCancelled | None = None) -> list[BatchFile]:
        """Every table as if those it needs were in the case already.  CancelledByUserError on request."""
        for number, found in self._propose(self._in_order(self._sessions), on_progress, is_cancelled).items():
            if isinstance(found, InputRefusedError):
                self.files[number] = BatchFile(self.files[number].path, problems=found.problems)
            else:
                self.files[number] = replace(self.files[number], proposal=found, problems=found.blocking)
        return list(self.files)

    def session(self, number: int, wishes: FileWishes) -> ImportSession:
        """The session of a table with other wishes; it still sees what the files before it will add."""
        before = self._wishes.get(number, FileWishes())
        is_other = (before.encoding, before.years) != (wishes.encoding, wishes.years)
        if is_other or (before.mapping is not None and wishes.mapping is None):
            self._open_anew(number, wishes)
        session = self._sessions[number]
        if wishes.mapping is not None:
            session.remap(wishes.mapping, wishes.kind)
        session.confirm(wishes.names)
        self._wishes[number] = wishes
        return session

    def forget(self, numbers: Iterable[int]) -> None:
        """These files are stored, or of no interest any more."""
        for number in list(numbers):
            self._drop(number)

    def accept(
        self,
        choices: Mapping[int, OnConflict],
        author: str,
        clock: Callable[[], datetime],
        on_progress: Progress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> int:
        """Store these files as one change; the number of rows.

        InputRefusedError when one of them means something else without the files that are left out.
        """
        numbers = self._in_order(choices)
        for number, found in self._propose(numbers, None, is_cancelled).items():
            before = self.files[number].proposal
            if isinstance(found, InputRefusedError):
                raise found
            if before is None or before.counts != found.counts or not found.is_usable:
                needed = Problem("import_batch.needs_another", self.files[number].path.name)
                raise InputRefusedError(needed, *found.blocking)
        sessions = [self._sessions[number] for number in numbers]
        on_conflict = [choices[number] for number in numbers]
        return accept_together(
            sessions, author, clock, on_conflict=on_conflict, on_progress=on_progress, is_cancelled=is_cancelled
        )

    def close(self) -> None:
        for session in self._sessions.values():
            session.__exit__(None, None, None)
        self._sessions.clear()

    def _opened(self, number: int, path: Path) -> BatchFile:
        try:
            session = self._open_anew(number, FileWishes())
            if session.is_published_text:
                self._drop(number)
                return BatchFile(path, is_published_text=True)
            for kind in session.further_kinds:
                self._kinds[len(self.files)] = kind
                self.files.append(BatchFile(path))
            session.rest()
        except InputRefusedError as error:
            self._drop(number)
            return BatchFile(path, problems=error.problems)
        return BatchFile(path)

    def _open_anew(self, number: int, wishes: FileWishes) -> ImportSession:
        file = self.files[number].path
        kind = self._kinds.get(number)
        opening = ImportSession(self._case, file, kind=kind, years=wishes.years, encoding=wishes.encoding)
        session = opening.__enter__()
        earlier = self._sessions.get(number)
        if earlier is not None:
            session.see_what_it_saw(earlier)
        self._drop(number)
        self._sessions[number] = session
        return session

    def _drop(self, number: int) -> None:
        session = self._sessions.pop(number, None)
        if session is not None:
            session.__exit__(None, None, None)

    def _in_order(self, numbers: Sequence[int] | Mapping[int, object]) -> list[int]:
        """What others need comes first; files of one kind in the order of the list."""

        def place(number: int) -> tuple[int, int]:
            kind = self._sessions[number].kind
            return (IMPORT_ORDER.index(kind) if kind else len(IMPORT_ORDER), number)

        return sorted(numbers, key=place)

    def _propose(
        self, numbers: Sequence[int], on_progress: Progress | None, is_cancelled: IsCancelled | None
    ) -> dict[int, TableProposal | InputRefusedError]:
        """By number; a file whose parser died in the middle has its refusal."""
        sessions = [self._sessions[number] for number in numbers]
        found: dict[int, TableProposal | InputRefusedError] = {}

        def note(session: ImportSession, error: InputRefusedError) -> None:
            found[numbers[sessions.index(session)]] = error

        declared = frozenset(name for number in numbers for name in self._wishes.get(number, FileWishes()).declared)
        proposals = propose_together(
            sessions, on_progress, is_cancelled, declare_organisations=declared or False, on_refused=note
        )
        usable = [number for number in numbers if number not in found]
        return found | dict(zip(usable, proposals, strict=True))
