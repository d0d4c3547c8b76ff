"""Reads a case: everything the program shows comes through these questions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from auditor_app.domain.case import CaseInfo, RefusedRow, StoredDocument
from auditor_app.domain.changes import Change, LogEntry
from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.organisations import Organisation, OrganisationLink
from auditor_app.domain.published import Fact, FactKind
from auditor_app.domain.standards import Edition, Role
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.storage.queries import case_info, changes, documents, facts, lineage, organisations, standards
from auditor_app.storage.reading_findings import FindingsReader

T = TypeVar("T")


class CaseReader(FindingsReader):
    """Use it as `with CaseReader(path) as reader:`, in one thread, and leave soon."""

    def facts(self, kinds: Iterable[FactKind], fiscal_years: Iterable[int] | None = None) -> list[Fact]:
        """Facts of these kinds (of all years, or of these) in printed order."""
        years = None if fiscal_years is None else tuple(fiscal_years)
        return list(self._ask_once(facts.facts, tuple(kinds), years))

    def fact(self, figure_id: str) -> Fact | None:
        """The fact of that id, also under another name of the organisation; None if the case has none."""
        return self._ask(facts.fact, figure_id)

    def fiscal_years(self, kind: FactKind) -> list[int]:
        return self._ask(facts.fiscal_years, kind)

    def organisations(self) -> list[Organisation]:
        return list(self._ask_once(organisations.organisations))

    def organisation_links(self) -> list[OrganisationLink]:
        """Each renaming, merger, split, creation and abolition, in the order they were stored."""
        return self._ask(organisations.organisation_links)

    def joined_series(self) -> list[JoinedSeries]:
        """In the order their names were first saved, without the removed ones."""
        return self._ask(lineage.joined_series)

    def year_scopes(self) -> dict[int, YearScope]:
        """What the auditor decided, by fiscal year; what documents say of it is among the facts."""
        return self._ask(lineage.year_scopes)

    def year_starts(self) -> dict[int, YearStart]:
        """By the fiscal year that was begun."""
        return self._ask(lineage.year_starts)

    def decisions(self) -> dict[tuple[int, str], AnalysisDecision]:
        """The decision in force by fiscal year and folded name (`fold_name`), under every name there is."""
        return dict(self._ask_once(organisations.decisions))

    def roles(self) -> list[Role]:
        return self._ask(standards.roles)

    def editions(self) -> list[Edition]:
        return list(self._ask_once(standards.editions))

    def edition_year_rows(self) -> list[tuple[int, int, int]]:
        """(row, edition id, fiscal year) of each year an edition holds for; the row is what is taken back."""
        return self._ask(standards.edition_year_rows)

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

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` computes from this state of the case, computed once while the case stays as it is.

        The head of the log tells the states apart: every change, undo and redo adds an entry.
        """
        return make() if self._memory is None else self._memory.remembered(self.log_head(), key, make)
