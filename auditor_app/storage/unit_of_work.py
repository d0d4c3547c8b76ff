"""The one way to write to a case: one transaction, in which each change is logged with what it wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.organisations import LinkKind, OrganisationName
from auditor_app.domain.published import Statement
from auditor_app.domain.readings import SourceDocument
from auditor_app.domain.returns import AnswerKey, ItemSum, NewCoverageCount, NewReport, ReturnKind
from auditor_app.domain.standards import Edition, EditionState, Role
from auditor_app.domain.weak_areas import Topic
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.foundation.errors import Problem
from auditor_app.storage import (
    catalogue_rows,
    definition_rows,
    document_rows,
    lineage_rows,
    organisation_rows,
    return_rows,
)
from auditor_app.storage.digests import TableDigest
from auditor_app.storage.finding_work import FindingWork
from auditor_app.storage.packing import PackedSource
from auditor_app.storage.queries import standards
from auditor_app.storage.queries.retractions import RetractionKind
from auditor_app.storage.statement_rows import insert_rows, write_statements
from auditor_app.storage.tables import CaseInfoRow
from auditor_app.storage.writer import driver_connection

if TYPE_CHECKING:
    from auditor_app.storage.answer_rows import AnswerWriter, Block


class UnitOfWork(FindingWork):
    """`with UnitOfWork(path, author, clock) as work: …; work.commit()`; left without commit, nothing has happened."""

    _answers: AnswerWriter | None = None

    def add_case_info(self, case_id: str, created_at: datetime, app_version: str, is_practice: bool) -> None:
        """The identity of the case; part of the change `case_created`, once."""
        row = {
            "id": 1,
            "case_id": case_id,
            "created_at": created_at.isoformat(),
            "app_version": app_version,
            "is_practice": int(is_practice),
            "change_id": self._change_id,
        }
        insert_rows(self._connection, CaseInfoRow, [row])

    def add_document(self, document: SourceDocument) -> None:
        """Keeps the bytes (once, compressed) and says how this import names and decodes them."""
        document_rows.write_document(self._connection, document, self._change_id)

    def add_source(
        self,
        name: str,
        sha256: str,
        size: int,
        content: bytes | Path | PackedSource | None,
        encoding: str,
        encoding_is_certain: bool,
    ) -> None:
        """Keeps a file of returns as `add_document` keeps a text; a path is read, None keeps only hash, size, name."""
        naming = {
            "name": name,
            "encoding": encoding,
            "encoding_is_certain": int(encoding_is_certain),
            "cited": "",
        }
        document_rows.write_source(self._connection, sha256, size, content, naming, self._change_id)

    def add_refused_rows(self, sha256: str, problems: Sequence[Problem]) -> None:
        """What of a document could not be used although the rest was accepted."""
        if problems:
            document_rows.write_refused_rows(self._connection, sha256, problems, self._change_id)

    def add_statements(self, statements: Sequence[Statement]) -> None:
        """Stores statements with the facts, years and places they need; their documents must be in the case."""
        sha256s = dict.fromkeys(statement.place.sha256 for statement in statements)
        document_ids = document_rows.documents_of_change(self._connection, sha256s, self._change_id)
        write_statements(self._connection, statements, self._change_id, document_ids)

    def add_organisation(self, names: Sequence[OrganisationName]) -> int:
        """A new organisation with its names, oldest first; ValueError when one of them is taken in that time."""
        return organisation_rows.write_organisation(self._connection, names, self._change_id)

    def add_organisation_name(self, organisation_id: int, name: OrganisationName) -> None:
        """One more name of an organisation already there."""
        organisation_rows.write_names(self._connection, organisation_id, [name], self._change_id)

    def add_organisation_parent(
        self, organisation_id: int, parent_id: int, from_date: date | None = None, to_date: date | None = None
    ) -> None:
        organisation_rows.write_parent(
            self._connection, organisation_id, parent_id, from_date, to_date, self._change_id
        )

    def add_organisation_link(
        self, from_id: int | None, to_id: int | None, kind: LinkKind, on_date: date | None = None
    ) -> None:
        """What became of what; `created` has no from, `abolished` no to."""
        organisation_rows.write_link(self._connection, from_id, to_id, kind, on_date, self._change_id)

    def decide_analysis(self, fiscal_year: int, organisation: str, is_included: bool, reason: str) -> None:
        """The auditor's decision, by any name of the organisation; WrongUsageError for an unknown one."""
        organisation_rows.write_decision(
            self._connection, fiscal_year, organisation, is_included, reason, self._change_id
        )

    def add_role(self, role: Role) -> int:
        """The same role again keeps its id; ValueError when the code means something else already."""
        return catalogue_rows.write_role(self._connection, role, self._change_id)

    def add_edition(self, edition: Edition) -> int:
        """An edition with all its content; roles named by its items must be in the case."""
        return catalogue_rows.write_edition(self._connection, edition, self._change_id)

    def add_edition_content(self, edition: Edition) -> None:
        """Content and further years of an edition known by name only; ValueError when it has items already."""
        catalogue_rows.write_edition_content(self._connection, edition, self._change_id)

    def item_ids(self, edition_id: int) -> dict[str, int]:
        """The case's number of each item of an edition, also of one just written."""
        known = standards.editions(driver_connection(self._connection))
        return {item.item: item.id for own in known if own.id == edition_id for item in own.items}

    def set_edition_state(self, edition_id: int, state: EditionState, on_date: date | None = None) -> None:
        """A later state of an edition (a draft decided); the earlier one stays on record."""
        catalogue_rows.write_state(self._connection, edition_id, state, on_date, self._change_id)

    def add_edition_years(self, edition_id: int, fiscal_years: Sequence[int]) -> None:
        """Within its standard a year has one edition: naming it here takes it from the one that had it."""
        catalogue_rows.write_years(self._connection, edition_id, fiscal_years, self._change_id)

    def add_reports(self, reports: Sequence[NewReport]) -> list[int]:
        """Stores reports and returns their ids, in order; their documents must be in the case.

        All reports of a change come before its answers.
        """
        return return_rows.write_reports(self._connection, reports, self._change_id)

    def add_coverage_counts(self, rows: Sequence[NewCoverageCount]) -> None:
        return_rows.write_coverage_counts(self._connection, rows)

    def add_answers(self, rows: Iterable[tuple[int, int, int, int | None, int | None, int]]) -> None:
        """Answers of this change's reports as `NewAnswer` or tuples, keys strictly increasing over the change."""
        self._answer_writer().write_rows(rows)

    def add_answer_block(self, block: Block) -> None:
        """The same from an int64 array of six columns, -1 for what is not reported: no tuple is ever made."""
        self._answer_writer().write_block(block)

    def add_item_sums(self, rows: Iterable[ItemSum]) -> None:
        """What this change adds to the sums of an organisation's units, negative for answers it replaces."""
        import numpy as np

        self.add_item_sum_block(np.array(list(rows), dtype=np.int64).reshape(-1, len(ItemSum._fields)))

    def add_item_sum_block(self, block: Block) -> None:
        """The same from an int64 array with the columns of `ItemSum`: no tuple is ever made."""
        from auditor_app.storage.item_sum_rows import write_sums  # numpy, which no other change needs

        write_sums(driver_connection(self._connection), block, self._change_id)

    def supersede_answers(self, keys: Sequence[AnswerKey]) -> None:
        """Stored answers this change replaces; ValueError for one that does not count (any more)."""
        return_rows.write_superseded(self._connection, keys, self._change_id)

    def add_alias(self, kind: definition_rows.AliasKind, text: str, target_id: int) -> None:
        definition_rows.write_alias(self._connection, kind, text, target_id, self._change_id)

    def save_mapping(self, organisation_id: int | None, kind: ReturnKind, mapping: dict[str, object]) -> None:
        """How columns of an organisation's files are to be read; None is for files of several organisations."""
        definition_rows.write_mapping(self._connection, organisation_id, kind, mapping, self._change_id)

    def save_topic(self, topic: Topic) -> None:
        """The latest of a name holds."""
        definition_rows.write_topic(self._connection, topic, self._change_id)

    def save_view(self, page: str, name: str, definition: dict[str, object] | None) -> None:
        """The latest of a page and name holds; None removes it."""
        definition_rows.write_view(self._connection, page, name, definition, self._change_id)

    def add_crosswalk(self, entries: Sequence[CrosswalkEntry]) -> None:
        """Editions by name, items by number; ValueError when one is not in the case."""
        definition_rows.write_crosswalk(self._connection, entries, self._change_id)

    def retract(self, kind: RetractionKind, row_ids: Collection[int]) -> None:
        """Takes back rows as the reader shows them (`id`, `edition_year_rows`); ValueError for one it does not show.

        What such a row had replaced does not come up again: not the earlier kind of a crosswalk entry, nor the
        edition a year had before.  Undo shows all as it was.
        """
        lineage_rows.write_retractions(self._connection, kind, row_ids, self._change_id)

    def save_joined_series(self, series: JoinedSeries) -> None:
        """The latest of a name holds; ValueError for fewer than two members, or one that is not in the case."""
        lineage_rows.write_joined_series(self._connection, series, self._change_id)

    def set_year_scope(self, scope: YearScope) -> None:
        """The latest of a year holds, one that states nothing takes it back; ValueError for an unknown role."""
        lineage_rows.write_year_scope(self._connection, scope, self._change_id)

    def start_year(self, start: YearStart) -> None:
        """The latest of a year holds; ValueError for a year begun from itself or an organisation not in the case."""
        lineage_rows.write_year_start(self._connection, start, self._change_id)

    def _answer_writer(self) -> AnswerWriter:
        from auditor_app.storage.answer_rows import AnswerWriter  # numpy, which no other change needs

        if self._answers is None:
            self._answers = AnswerWriter(driver_connection(self._connection), self._change_id)
        return self._answers

    def _known_digests(self, change_id: int) -> dict[str, TableDigest]:
        """The digest of answers: millions of them are not read again."""
        if self._answers is None and not return_rows.announces_answers(driver_connection(self._connection), change_id):
            return {}
        digest = self._answer_writer().digest()
        self._answers = None
        return {"answer": digest}

    def _close(self) -> None:
        self._answers = None
        super()._close()
