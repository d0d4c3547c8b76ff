"""Import tables ministries returned: read them, hold them against the case as proposals, store what is accepted."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType

from auditor_app.domain.returns import CoverageCount, Report, ReturnKind, SourceRow
from auditor_app.domain.table_proposals import ColumnMapping, FileFacts, NameKind, OnConflict, TableProposal
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.private_folder import private_file
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import EarlyProcess, ReadAgainError, TableReader
from auditor_app.importing.readers.tables import StagedFile
from auditor_app.importing.returns.kinds import IMPORT_ORDER
from auditor_app.importing.returns.locating import (
    Located,
    file_facts,
    locate,
    locate_mapped,
    looks_like_a_table,
    remembered_mapping,
)
from auditor_app.importing.returns.mapping_file import mapping_from, read_mapping_file
from auditor_app.importing.returns.plans import CaseContext
from auditor_app.services.accept_tables import store_tables
from auditor_app.services.propose_table import ReadyTable, TableQuestion, preview_table, read_table
from auditor_app.services.table_context import read_context, with_coverage, with_pending
from auditor_app.storage.packing import PackedSource, SourcePacker
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _CaseState:
    """What a proposal rests on; `head` tells whether it still holds."""

    head: tuple[int, str]
    context: CaseContext
    reports: Sequence[Report]


class ImportSession:
    """One file on its way into a case: `with ImportSession(case, file) as session: …`.

    Owns the limited child process that parses the file and a private folder; both are gone after the with block.
    Raises InputRefusedError on entering when the file cannot be read at all.  Not for two threads at once.
    """

    def __init__(
        self,
        case: Path,
        file: Path,
        *,
        kind: ReturnKind | None = None,
        years: tuple[int, ...] = (),
        encoding: str | None = None,
        mapping: ColumnMapping | Mapping[str, object] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """`mapping` may be the object of a mapping file (see `load_mapping`)."""
        self.case = case
        self.file = file
        self._kind = kind
        self._years = years
        self._encoding = encoding
        self._mapping = mapping
        self._is_cancelled = is_cancelled
        self._names: dict[tuple[NameKind, str], int] = {}
        self._earlier: Sequence[ReadyTable] = ()
        self._declare: bool | frozenset[str] = False
        self._ready: ReadyTable | None = None
        self._head: tuple[int, str] | None = None
        self._attempts = 0

    def __enter__(self) -> ImportSession:
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="auditor-app-"))
            self._folder = Path(folder)
            early = EarlyProcess()
            stack.callback(early.end)
            self._staged, self._packed = self._stage(early)
            self._reader = stack.enter_context(
                TableReader(
                    self._staged, encoding=self._encoding, is_cancelled=self._is_cancelled, process=early.take()
                )
            )
            self._facts: FileFacts = file_facts(self._staged, self._reader.probe)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ready = None
        self._stack.close()

    def _stage(self, early: EarlyProcess) -> tuple[StagedFile, PackedSource | None]:
        """The private copy; what the case will keep is compressed, and the parsing process started, meanwhile."""
        folder = self._folder / "file"
        folder.mkdir()

        def on_block(block: bytes, size: int) -> None:
            early.on_block(self.file.name, block, size)
            packer.feed(block)

        with private_file(folder, "packed") as target:
            packer = SourcePacker(target, folder / "packed")
            staged = stage_file(self.file, folder, on_block=on_block)
            return staged, packer.finish()

    @property
    def is_published_text(self) -> bool:
        """Whether nobody said what the file is, and it is a text or pdf without a table any kind could read."""
        is_open = self._kind is None and self._mapping is None
        return is_open and self._facts.container in ("text", "pdf") and not looks_like_a_table(self._reader.probe)

    @property
    def kind(self) -> ReturnKind | None:
        """What the file is taken for, before any row is read."""
        return self._located(_state_of(self.case, None).context).kind

    @property
    def further_kinds(self) -> tuple[ReturnKind, ...]:
        """What other visible sheets of a workbook are, where nobody said what the file is: each is a table of its own.

        A return form has the coverage on one sheet and the answers on another.
        """
        if self._kind is not None or self._mapping is not None:
            return ()
        kinds = dict.fromkeys(sheet.kind for sheet in self._facts.sheets if not sheet.is_hidden)
        own = self.kind
        return tuple(kind for kind in kinds if kind is not None and kind != own)

    @property
    def proposal(self) -> TableProposal | None:
        """The last one."""
        return self._ready.proposal if self._ready else None

    def propose(
        self,
        on_progress: Progress | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        *,
        declare_organisations: bool | frozenset[str] = False,
    ) -> TableProposal:
        """What accepting the file would do.  Stores nothing.  CancelledByUserError when `is_cancelled` says so.

        `declare_organisations`: whether organisations the case does not know are added - all, or those of these names.
        """
        self._declare = declare_organisations
        try:
            self._ready = read_table(self._question(on_progress, is_cancelled))
        except ReadAgainError:  # once at most: the reader has looked at all of the file now
            self._facts = file_facts(self._staged, self._reader.probe)
            self._ready = read_table(self._question(on_progress, is_cancelled))
        return self._ready.proposal

    def preview(self) -> TableProposal:
        """As `propose`, but only kind, mapping and the first rows: at once, for any size."""
        return preview_table(self._question(None, None)).proposal

    def remap(self, mapping: ColumnMapping, kind: ReturnKind | None = None) -> None:
        """Takes the user's columns (and kind) from now on; ask `preview` or `propose` again."""
        self._mapping = mapping
        self._kind = kind or self._kind

    def confirm(self, names: Mapping[tuple[NameKind, str], int]) -> None:
        """Takes these suggestions for unknown names and no others: (kind, text) → id; aliases once accepted."""
        self._names = {(kind, text.strip()): target for (kind, text), target in names.items()}

    def accept(
        self,
        author: str,
        clock: Callable[[], datetime],
        *,
        on_conflict: OnConflict = "keep",
        on_progress: Progress | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> int:
        """Stores the last proposal as one change; how many rows were stored (0: nothing changed, not even the log).

        Refused rows are kept, listed and counted: showing them and asking comes before.  InputRefusedError when the
        proposal is not usable, or the case has changed since so that the file now means something else.
        """
        return accept_together(
            [self], author, clock, on_conflict=on_conflict, on_progress=on_progress, is_cancelled=is_cancelled
        )

    def see_what_it_saw(self, other: ImportSession) -> None:
        """Takes another session's place in a batch."""
        self._earlier = other._earlier

    def rest(self) -> None:
        """Ends the child process until it is needed again: of many open files only one parses at a time."""
        self._reader.__exit__(None, None, None)

    def _question(self, on_progress: Progress | None, is_cancelled: Callable[[], bool] | None) -> TableQuestion:
        state = _state_of(self.case, None)
        located = self._located(state.context)
        if located.kind in ("coverage", "answers", "programme"):
            state = _state_of(self.case, located.kind)
        self._head = state.head
        return TableQuestion(
            file=self._staged,
            packed=self._packed,
            facts=self._facts,
            reader=self._reader,
            located=located,
            case=self.case,
            folder=self._new_folder(),
            context=_with_earlier(state.context, self._earlier, located.kind),
            reports=state.reports,
            earlier=[table.staged for table in self._earlier if table.staged is not None],
            years=self._years,
            names=dict(self._names),
            mapping_is_chosen=self._mapping is not None,
            declare_organisations=self._declare,
            on_progress=on_progress,
            is_cancelled=is_cancelled or self._is_cancelled,
        )

    def _located(self, context: CaseContext) -> Located:
        probe, name, year = self._reader.probe, self._staged.name, self._years[0] if len(self._years) == 1 else None
        context = _with_earlier(context, self._earlier, None)
        if self._mapping is not None:
            kind, mapping = self._kind, self._mapping
            if not isinstance(mapping, ColumnMapping):
                kind, mapping = mapping_from(mapping, probe, kind, name)
            kind = kind or locate(name, probe, None, ()).kind
            if kind is None:
                raise InputRefusedError(Problem("returns.nothing_recognised", name))
            return locate_mapped(name, probe, kind, mapping, context.organisations, year)
        found = locate(name, probe, self._kind, context.organisations, year)
        is_whole = found.kind is not None and not found.missing_fields
        kinds = (found.kind,) if is_whole and found.kind else (self._kind,) if self._kind else IMPORT_ORDER
        return self._remembered(context, year, kinds) or found

    def _remembered(self, context: CaseContext, year: int | None, kinds: Sequence[ReturnKind]) -> Located | None:
        """The columns as the user gave them for a file with the very same headers; they go before what we recognise."""
        probe, name = self._reader.probe, self._staged.name
        with CaseReader(self.case) as reader:
            for kind in kinds:
                for organisation_id in (*(own.id for own in reader.organisations()), None):
                    saved = reader.mapping(organisation_id, kind)
                    mapping = remembered_mapping(probe, kind, saved) if saved else None
                    if mapping is not None:
                        found = locate_mapped(name, probe, kind, mapping, context.organisations, year)
                        return replace(found, is_remembered=True)
        return None

    def _new_folder(self) -> Path:
        """Each attempt stages into a folder of its own; the rows of the one before are of no use any more."""
        shutil.rmtree(self._folder / f"rows-{self._attempts}", ignore_errors=True)
        self._attempts += 1
        folder = self._folder / f"rows-{self._attempts}"
        folder.mkdir()
        return folder


def load_mapping(path: Path) -> dict[str, object]:
    """The object of a mapping file, for `ImportSession(mapping=…)`; InputRefusedError if it is none."""
    return read_mapping_file(path)


def propose_together(
    sessions: Sequence[ImportSession],
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    *,
    declare_organisations: bool | frozenset[str] = False,
    on_refused: Callable[[ImportSession, InputRefusedError], None] | None = None,
) -> list[TableProposal]:
    """Proposals of several files that are accepted as one change, each as if those before it were in the case.

    The sessions come in the order of `IMPORT_ORDER`: what others need comes first.  A file that can no longer be
    read stops all, or is told to `on_refused` and has no proposal.
    """
    done: list[ReadyTable] = []
    for session in sessions:
        session._earlier = tuple(done)
        try:
            session.propose(on_progress, is_cancelled, declare_organisations=declare_organisations)
        except InputRefusedError as error:
            if on_refused is None:
                raise
            session._ready = None
            on_refused(session, error)
            continue
        session.rest()
        assert session._ready is not None
        if session._ready.proposal.is_usable:
            done.append(session._ready)
    return [session._ready.proposal for session in sessions if session._ready is not None]


def accept_together(
    sessions: Sequence[ImportSession],
    author: str,
    clock: Callable[[], datetime],
    *,
    on_conflict: OnConflict | Sequence[OnConflict] = "keep",
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> int:
    """As `ImportSession.accept`, for files proposed together: one change, so that one undo takes all of it back.

    `on_conflict`: for all of them, or one for each.
    """
    choices = [on_conflict] * len(sessions) if isinstance(on_conflict, str) else on_conflict
    while True:
        tables = [
            replace(_usable(session), on_conflict=choice) for session, choice in zip(sessions, choices, strict=True)
        ]
        with UnitOfWork(sessions[0].case, author, clock) as work:
            with CaseReader(sessions[0].case) as reader:
                head = reader.log_head()
            if all(session._head == head for session in sessions):
                count = store_tables(work, tables, on_progress, is_cancelled)
                if count:
                    work.commit()
                return count
        _propose_anew(sessions, tables, is_cancelled)


def _usable(session: ImportSession) -> ReadyTable:
    if session._ready is None:
        session.propose()
    assert session._ready is not None
    proposal = session._ready.proposal
    if not proposal.is_usable:
        raise InputRefusedError(*proposal.blocking)
    return session._ready


def _propose_anew(
    sessions: Sequence[ImportSession], before: Sequence[ReadyTable], is_cancelled: Callable[[], bool] | None
) -> None:
    """Another program changed the case meanwhile: go on only if the files still mean the same."""
    propose_together(sessions, None, is_cancelled, declare_organisations=sessions[0]._declare)
    for session, table in zip(sessions, before, strict=True):
        proposal = session.proposal
        if proposal is None or (proposal.counts, proposal.blocking) != (table.proposal.counts, table.proposal.blocking):
            raise InputRefusedError(Problem("returns.case_changed", table.question.file.name))


def _state_of(case: Path, kind: ReturnKind | None) -> _CaseState:
    with CaseReader(case) as reader:
        reports = reader.reports() if kind == "answers" else []
        return _CaseState(reader.log_head(), read_context(reader, kind), reports)


def _with_earlier(context: CaseContext, earlier: Sequence[ReadyTable], kind: ReturnKind | None) -> CaseContext:
    """The case with what earlier files of the batch will add."""
    for table in earlier:
        context = with_pending(context, table.plan, table.pending)
        if kind == "answers" and table.proposal.kind == "coverage":
            context = with_coverage(context, _coverage_of(table, context))
    return context


def _coverage_of(table: ReadyTable, context: CaseContext) -> list[CoverageCount]:
    codes = {role.id: role.code for role in context.roles}
    staged, file = table.staged, table.question.file
    assert staged is not None
    counts = []
    for compared in staged.buckets():
        for group, _item, role, target, ascertained, own, row in compared.rows.tolist():
            key = staged.groups[group]
            source = SourceRow(file.name, file.sha256, table.question.places.sheet, row)
            with_own = None if own < 0 else own
            counts.append(
                CoverageCount(
                    key.fiscal_year, key.organisation_id, key.unit, codes[role], target, ascertained, with_own, source
                )
            )
    return counts
