"""Reads a case: one short, read-only connection on one state of the file; no SQLAlchemy (docs/decisions/0001)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar

from auditor_app.domain.case import CaseInfo, RefusedRow, StoredDocument
from auditor_app.domain.changes import Change, LogEntry
from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.organisations import LinkKind, Organisation
from auditor_app.domain.published import Fact, FactKind
from auditor_app.domain.standards import Edition, Role
from auditor_app.storage.case_file import check_header
from auditor_app.storage.connections import BUSY_TIMEOUT_MS, open_connection
from auditor_app.storage.queries import case_info, changes, documents, facts, organisations, standards
from auditor_app.storage.refusals import refusing_unreadable

P = ParamSpec("P")
T = TypeVar("T")


class CaseReader:
    """Use it as `with CaseReader(path) as reader:` and leave soon.

    All answers come from the state of the file at the first question; until it is left, a writer waits and is
    refused as locked in the end.  `check_case` says whether the file deserves trust; here only its header is read.
    """

    def __init__(self, path: Path, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.path = Path(path)
        self._busy_timeout_ms = busy_timeout_ms
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> CaseReader:
        check_header(self.path, busy_timeout_ms=self._busy_timeout_ms)
        with refusing_unreadable(self.path):
            connection = open_connection(self.path, "ro", busy_timeout_ms=self._busy_timeout_ms)
            connection.execute("BEGIN")
            self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def facts(self, kinds: Iterable[FactKind], fiscal_years: Iterable[int] | None = None) -> list[Fact]:
        """Facts of these kinds (of all years, or of these) in printed order."""
        return self._ask(facts.facts, kinds, fiscal_years)

    def fact(self, figure_id: str) -> Fact | None:
        """The fact of that id, also under another name of the organisation; None if the case has none."""
        return self._ask(facts.fact, figure_id)

    def fiscal_years(self, kind: FactKind) -> list[int]:
        return self._ask(facts.fiscal_years, kind)

    def organisations(self) -> list[Organisation]:
        return self._ask(organisations.organisations)

    def organisation_links(self) -> list[tuple[int | None, int | None, LinkKind, date | None]]:
        """(from, to, kind, day) of each renaming, merger, split, creation and abolition."""
        return self._ask(organisations.organisation_links)

    def decisions(self) -> dict[tuple[int, str], AnalysisDecision]:
        """The decision in force by fiscal year and folded name (`fold_name`), under every name there is."""
        return self._ask(organisations.decisions)

    def roles(self) -> list[Role]:
        return self._ask(standards.roles)

    def editions(self) -> list[Edition]:
        return self._ask(standards.editions)

    def documents(self) -> list[StoredDocument]:
        return self._ask(documents.documents)

    def refused_rows(self) -> list[RefusedRow]:
        """What of the documents in force could not be used when the rest was accepted."""
        return self._ask(documents.refused_rows)

    def document_content(self, sha256: str) -> bytes | None:
        """The original bytes; None when too large to be kept; KeyError for an unknown document."""
        return self._ask(documents.document_content, sha256)

    def document_text(self, sha256: str) -> str | None:
        """The decoded text; None when the bytes are not kept; KeyError for a document not in force."""
        return self._ask(documents.document_text, sha256)

    def case_info(self) -> CaseInfo:
        return self._ask(case_info.case_info)

    def changes(self) -> list[Change]:
        return self._ask(changes.changes)

    def last_undoable(self) -> Change | None:
        return self._ask(changes.last_undoable)

    def last_redoable(self) -> Change | None:
        return self._ask(changes.last_redoable)

    def log(self) -> list[LogEntry]:
        return self._ask(changes.log)

    def log_head(self) -> tuple[int, str]:
        """Sequence number and hash of the last log entry, as printed on exports."""
        return self._ask(changes.log_head)

    def _ask(
        self, question: Callable[Concatenate[sqlite3.Connection, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        if self._connection is None:
            raise RuntimeError("a CaseReader answers only inside its with block")
        with refusing_unreadable(self.path):
            return question(self._connection, *arguments, **named)
