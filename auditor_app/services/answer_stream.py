"""Answers on their way into a file: the text of a row is put together from pieces that many rows share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from auditor_app.domain.returns import Report, StoredAnswer
from auditor_app.exporting.row_texts import Form
from auditor_app.services.browse_items import (
    ANSWER_FIELDS,
    AnswerChoice,
    AnswerFields,
    Counts,
    MadeOnce,
    Question,
    chosen_answers,
    counts_fields,
)
from auditor_app.storage.reading import CaseReader

_REPORT = attrgetter("report_id")


class AnswerStream:
    """A row stream over answers.  Making a mapping of each and a text of it would take twenty times as long."""

    fields = ANSWER_FIELDS

    def __init__(
        self, fields: AnswerFields, reports: Mapping[int, Report], batches: Iterable[Sequence[StoredAnswer]]
    ) -> None:
        """`reports` by id, all that the batches name; an answer may stand in any batch."""
        self._fields, self._reports, self._batches = fields, reports, batches

    def texts(self, form: Form) -> Iterator[str]:
        pieces = _Pieces(self._fields, self._reports, form)
        for answers in self._batches:
            yield form.rows(pieces.records(answers))


class _Pieces:
    """The pieces of rows in one form: of a report before and after the number of a row, of a question, of counts."""

    def __init__(self, fields: AnswerFields, reports: Mapping[int, Report], form: Form) -> None:
        self._fields, self._reports, self._form = fields, reports, form
        self._of_report = MadeOnce(self._report)
        self._of_question = MadeOnce(self._question)
        self._of_counts = MadeOnce(self._counts)
        self._defused_in_report: dict[int, int] = {}
        self._defused_in_question: dict[Question, int] = {}
        """Only those with such a cell."""

    def records(self, answers: Sequence[StoredAnswer]) -> list[str]:
        questions, counts = self._of_question, self._of_counts
        records = []
        for report, answers_of_report in groupby(answers, _REPORT):
            start, before, after = self._of_report[report]
            here = [
                f"{start}{questions[item, role]}{counts[obliged, implemented]}{before}{row}{after}"
                for _, item, role, obliged, implemented, row in answers_of_report
            ]
            records += here
            self._form.defused += self._defused_in_report.get(report, 0) * len(here)
        if self._defused_in_question:
            asked = ((own.item_id, own.role_id) for own in answers)
            self._form.defused += sum(self._defused_in_question.get(own, 0) for own in asked)
        return records

    def _report(self, report_id: int) -> tuple[str, str, str]:
        """What stands before the question, before the number of the source's row, and after it."""
        form, report = self._form, self._reports[report_id]
        # Two rows of a source differ in nothing but their number.
        first, second = (form.part(self._fields.of_source(report, row)) for row in (1, 2))
        number = next(at for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other)
        values = self._fields.of_report(report)
        if defused := form.defused_cells(values):
            self._defused_in_report[report_id] = defused
        start = form.opening + form.part(values) + form.joint
        return start, first[:number], first[number + 1 :] + form.closing

    def _question(self, question: Question) -> str:
        values = self._fields.of_question(question)
        if defused := self._form.defused_cells(values):
            self._defused_in_question[question] = defused
        return self._form.part(values) + self._form.joint

    def _counts(self, counts: Counts) -> str:
        return self._form.part(counts_fields(counts)) + self._form.joint


def answer_stream(reader: CaseReader, choice: AnswerChoice) -> AnswerStream:
    """The answers of a choice, in the order they were returned; a batch is a report."""
    fields = AnswerFields(reader)
    reports = {report.id: report for report in reader.reports()}
    return AnswerStream(fields, reports, (answers for _, answers in chosen_answers(reader, fields, choice)))
