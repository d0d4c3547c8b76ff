"""The questions about returns and about what the auditor defined; `CaseReader` answers them with all others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.rates import CoverageSum
from auditor_app.domain.returns import AnswerKey, CoverageCount, ItemSum, Report, ReturnKind, StoredAnswer
from auditor_app.domain.weak_areas import Topic
from auditor_app.storage.case_connection import CaseConnection
from auditor_app.storage.queries import answers, definitions, return_checks, returns
from auditor_app.storage.queries.answers import AnswerColumn, AnswerOrder
from auditor_app.storage.refusals import refusing_unreadable

if TYPE_CHECKING:
    from auditor_app.storage.queries.answer_columns import Column


class ReturnsReader(CaseConnection):
    """Of everything only what is in force."""

    def returns_years(self) -> list[int]:
        """Years with answers or coverage counts."""
        return self._ask(returns.returns_years)

    def coverage_counts(self, fiscal_year: int) -> list[CoverageCount]:
        """By organisation, unit and role; of several reports of the same the latest change counts."""
        return list(self._ask_once(returns.coverage_counts, fiscal_year))

    def coverage_sums(self, fiscal_year: int) -> dict[int, CoverageSum]:
        """What they sum up to for each organisation, over its units and roles."""
        return dict(self._ask_once(returns.coverage_sums, fiscal_year))

    def item_sums(self, fiscal_year: int, organisation_id: int | None = None) -> list[ItemSum]:
        """Sums over the units, in the order organisation, item, role."""
        return self._ask(returns.item_sums, fiscal_year, organisation_id)

    def reports(self, fiscal_year: int | None = None, organisation_id: int | None = None) -> list[Report]:
        """Reports with answers, counted ones and kept versions, by id."""
        return self._ask(returns.reports, fiscal_year, organisation_id)

    def answers(self, report_id: int, item_id: int | None = None) -> list[StoredAnswer]:
        """The answers of a report that count (none of a kept version), by item and role."""
        return self._ask(answers.answers, report_id, item_id)

    def answer_page(self, report_id: int, offset: int, limit: int) -> list[StoredAnswer]:
        """Some of `answers`, counted from 0."""
        return self._ask(answers.answer_page, report_id, offset, limit)

    def answers_of_item(self, fiscal_year: int, organisation_id: int, item_id: int, role_id: int) -> list[StoredAnswer]:
        """What the units of an organisation answered, by report."""
        return self._ask(answers.answers_of_item, fiscal_year, organisation_id, item_id, role_id)

    def answer_versions(self, key: AnswerKey) -> list[tuple[Report, StoredAnswer]]:
        """All stored answers to the same question, also replaced ones and kept versions, oldest first."""
        return self._ask(answers.answer_versions, key)

    def kept_rows(
        self, kind: Literal["answers", "coverage"], fiscal_year: int, organisation_id: int, sha256: str
    ) -> list[return_checks.KeptRow]:
        """What is kept of a document as versions beside the rows that count."""
        return self._ask(return_checks.kept_rows, kind, fiscal_year, organisation_id, sha256)

    def most_obliged(self, fiscal_year: int, organisation_id: int) -> list[return_checks.MostObliged]:
        """Of each report and role the answer with the most obliged, among those that count."""
        return self._ask(return_checks.most_obliged, fiscal_year, organisation_id)

    def scan_answers(
        self, report_ids: Sequence[int] | None, columns: Sequence[AnswerColumn]
    ) -> Iterator[tuple[Column, ...]]:
        """All answers that count, by report, item, role, in batches: an int64 array a column, -1 "not reported"."""
        from auditor_app.storage.queries.answer_columns import scan_answers  # numpy: not before it is needed

        with refusing_unreadable(self.path):
            yield from scan_answers(self._open, report_ids, columns)

    def top_answers(
        self,
        order: Sequence[tuple[AnswerOrder, bool]],
        limit: int,
        after: StoredAnswer | None = None,
        report_ids: Sequence[int] | None = None,
    ) -> list[StoredAnswer]:
        """The first answers in an order of (name, descending), or those behind `after`; without a value they come last.

        One statement, so that other threads run meanwhile.  Equal ones come by report, item, role.
        """
        return self._ask(answers.top_answers, order, limit, after, report_ids)

    def topics(self) -> list[Topic]:
        """The auditor's topics, also those removed: one of them may stand for a shipped topic."""
        return self._ask(definitions.topics)

    def aliases(self, kind: Literal["organisation", "role", "item"]) -> dict[str, int]:
        """Number of the organisation, role or item by the text that stands for it."""
        return self._ask(definitions.aliases, kind)

    def mapping(self, organisation_id: int | None, kind: ReturnKind) -> dict[str, object] | None:
        """The mapping saved last for an organisation (None: for files of several) and kind."""
        return self._ask(definitions.mapping, organisation_id, kind)

    def named_views(self, page: str) -> dict[str, dict[str, object]]:
        """Definitions of a page's views by name."""
        return self._ask(definitions.named_views, page)

    def crosswalk(self) -> list[CrosswalkEntry]:
        return self._ask(definitions.crosswalk)

    def layout(self, name: str) -> dict[str, object] | None:
        """How a page's table was left; None before it ever was."""
        return self._ask(definitions.layout, name)
