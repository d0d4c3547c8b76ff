"""Every answer as returned, streamed: a case may hold millions, and no list of them is ever made."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from auditor_app.domain.numbers import exact_percent
from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import State
from auditor_app.domain.rates import item_ratio
from auditor_app.domain.returns import AnswerKey, Report, SourceRow, StoredAnswer
from auditor_app.domain.standards import ItemClass
from auditor_app.domain.year_returns import ALL, ReturnItem, items_of_editions
from auditor_app.services.figure_ids import answer_id
from auditor_app.services.returns_json import source_row_json
from auditor_app.storage.reading import CaseReader

Row = dict[str, object]
Question = tuple[int, int]
"""An item and a role, by their numbers in the case."""
Counts = tuple[int | None, int | None]
"""Obliged and implemented."""
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

ANSWER_FIELDS = (
    *("fiscal_year", "organisation", "unit", "item", "part", "section", "class", "role"),
    *("obliged", "implemented", "ratio_percent", "missing", "state", "source"),
)
MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class AnswerChoice:
    """Which answers are wanted; empty means all."""

    fiscal_years: tuple[int, ...] = ()
    organisation: str = ""
    """Any of its names."""
    part: str = ""
    role: str = ""
    item_class: ItemClass | str = ""

    @property
    def is_of_questions(self) -> bool:
        return bool(self.part or self.role or self.item_class)


@dataclass(frozen=True)
class AnswerRow:
    """One unit's answer to one item in one role."""

    fiscal_year: int
    organisation: str
    unit: str
    item: ReturnItem
    role: str
    obliged: int | None
    implemented: int | None
    source: SourceRow
    key: AnswerKey

    @property
    def state(self) -> State:
        return answer_state(self.obliged, self.implemented)

    @property
    def ratio_percent(self) -> Fraction | None:
        return answer_percent(self.obliged, self.implemented)

    @property
    def missing(self) -> int | None:
        """People (or systems) that had the duty and did not carry it out."""
        return answer_missing(self.obliged, self.implemented)

    @property
    def figure_id(self) -> str:
        return answer_id(self.fiscal_year, self.organisation, self.unit, self.item.item, self.role)


class MadeOnce(dict[Key, Value], Generic[Key, Value]):
    """Makes what is asked for the first time, and forgets everything when it would grow beyond bounds."""

    def __init__(self, make: Callable[[Key], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Key) -> Value:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[key] = self._make(key)
        return value


class AnswerFields:
    """What the fields of an answer say, in the order of interface.md and in groups that many answers share."""

    def __init__(self, reader: CaseReader) -> None:
        self._bodies = {body.id: body for body in reader.organisations()}
        self._items = items_of_editions(reader.editions())
        self._roles = {own.id: own.code for own in reader.roles()}

    def of_report(self, report: Report) -> Row:
        return {
            "fiscal_year": report.fiscal_year,
            "organisation": self._bodies[report.organisation_id].name_in(report.fiscal_year).name,
            "unit": report.unit,
        }

    def of_question(self, question: Question) -> Row:
        item = self._items[question[0]]
        return {
            "item": item.item,
            "part": item.part,
            "section": item.section,
            "class": item.item_class,
            "role": self._roles[question[1]],
        }

    def of_source(self, report: Report, row: int) -> Row:
        return {"source": source_row_json(SourceRow(report.document, report.sha256, report.sheet, row))}

    def is_wanted(self, choice: AnswerChoice, question: Question) -> bool:
        fields = self.of_question(question)
        return (
            choice.part in ("", ALL, fields["part"])
            and choice.role in ("", ALL, fields["role"])
            and choice.item_class in ("", fields["class"])
        )

    def is_of(self, report: Report, organisation: str) -> bool:
        own = find_organisation(list(self._bodies.values()), organisation)
        return own is not None and own.id == report.organisation_id


def counts_fields(counts: Counts) -> Row:
    return {
        "obliged": counts[0],
        "implemented": counts[1],
        "ratio_percent": exact_percent(answer_percent(*counts)),
        "missing": answer_missing(*counts),
        "state": answer_state(*counts).value,
    }


def answer_percent(obliged: int | None, implemented: int | None) -> Fraction | None:
    ratio = None if obliged is None or implemented is None else item_ratio(obliged, implemented)
    return None if ratio is None else 100 * ratio


def answer_missing(obliged: int | None, implemented: int | None) -> int | None:
    return None if obliged is None or implemented is None else obliged - implemented


def answer_state(obliged: int | None, implemented: int | None) -> State:
    """Why an answer has, or has not, a ratio.

    >>> answer_state(4, 3), answer_state(0, 0), answer_state(4, None), answer_state(None, None)
    (<State.REPORTED: 'reported'>, <State.NO_DUTY: 'no_duty'>, <State.NOT_REPORTED: 'not_reported'>, \
<State.NOT_REPORTED: 'not_reported'>)
    """
    if obliged is None or implemented is None:
        return State.NOT_REPORTED
    return State.REPORTED if obliged else State.NO_DUTY


def chosen_reports(reader: CaseReader, fields: AnswerFields, choice: AnswerChoice) -> list[Report]:
    """The reports that count and may hold wanted answers, in the order they were returned."""
    return [
        report
        for report in reader.reports()
        if report.standing == "counted"
        and (not choice.fiscal_years or report.fiscal_year in choice.fiscal_years)
        and (not choice.organisation or fields.is_of(report, choice.organisation))
    ]


def chosen_answers(
    reader: CaseReader, fields: AnswerFields, choice: AnswerChoice
) -> Iterator[tuple[Report, list[StoredAnswer]]]:
    """The answers that count, report by report in the order they were returned."""
    wanted = MadeOnce[Question, bool](lambda question: fields.is_wanted(choice, question))
    for report in chosen_reports(reader, fields, choice):
        answers = reader.answers(report.id)
        if choice.is_of_questions:
            answers = [own for own in answers if wanted[own.item_id, own.role_id]]
        yield report, answers


def answer_rows(reader: CaseReader, choice: AnswerChoice) -> Iterator[Row]:
    """The same as rows of the view `items`."""
    fields = AnswerFields(reader)
    questions, counts = MadeOnce(fields.of_question), MadeOnce(counts_fields)
    for report, answers in chosen_answers(reader, fields, choice):
        shared = fields.of_report(report)
        for _, item, role, obliged, implemented, row in answers:
            yield {**shared, **questions[item, role], **counts[obliged, implemented], **fields.of_source(report, row)}


def answer_row(report: Report, organisation: str, item: ReturnItem, role: str, answer: StoredAnswer) -> AnswerRow:
    source = SourceRow(report.document, report.sha256, report.sheet, answer.source_row)
    return AnswerRow(
        report.fiscal_year,
        organisation,
        report.unit,
        item,
        role,
        answer.obliged,
        answer.implemented,
        source,
        AnswerKey(answer.report_id, answer.item_id, answer.role_id),
    )
