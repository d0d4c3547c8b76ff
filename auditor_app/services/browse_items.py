"""Every answer as returned, streamed: a case may hold millions, and no list of them is ever made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import State
from auditor_app.domain.rates import item_ratio
from auditor_app.domain.returns import AnswerKey, Report, SourceRow, StoredAnswer
from auditor_app.services.browse_returns import ALL, ReturnItem, items_of_editions
from auditor_app.services.figure_ids import answer_id
from auditor_app.storage.reading import CaseReader


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
        if self.obliged is None or self.implemented is None:
            return None
        ratio = item_ratio(self.obliged, self.implemented)
        return None if ratio is None else 100 * ratio

    @property
    def missing(self) -> int | None:
        """People (or systems) that had the duty and did not carry it out."""
        return None if self.obliged is None or self.implemented is None else self.obliged - self.implemented

    @property
    def figure_id(self) -> str:
        return answer_id(self.fiscal_year, self.organisation, self.unit, self.item.item, self.role)


def answer_state(obliged: int | None, implemented: int | None) -> State:
    """Why an answer has, or has not, a ratio.

    >>> answer_state(4, 3), answer_state(0, 0), answer_state(4, None), answer_state(None, None)
    (<State.REPORTED: 'reported'>, <State.NO_DUTY: 'no_duty'>, <State.NOT_REPORTED: 'not_reported'>, \
<State.NOT_REPORTED: 'not_reported'>)
    """
    if obliged is None or implemented is None:
        return State.NOT_REPORTED
    return State.REPORTED if obliged else State.NO_DUTY


def answer_rows(
    reader: CaseReader, fiscal_years: Sequence[int] = (), organisation: str = "", part: str = "", role: str = ""
) -> Iterator[AnswerRow]:
    """The answers that count, report by report in the order they were returned; empty selectors mean all."""
    bodies = {body.id: body for body in reader.organisations()}
    items = items_of_editions(reader.editions())
    roles = {own.id: own.code for own in reader.roles()}
    wanted = find_organisation(list(bodies.values()), organisation) if organisation else None
    for report in reader.reports():
        if (fiscal_years and report.fiscal_year not in fiscal_years) or report.standing != "counted":
            continue
        if organisation and (wanted is None or report.organisation_id != wanted.id):
            continue
        name = bodies[report.organisation_id].name_in(report.fiscal_year).name
        for answer in reader.answers(report.id):
            item, code = items[answer.item_id], roles[answer.role_id]
            if part in ("", ALL, item.part) and role in ("", ALL, code):
                yield answer_row(report, name, item, code, answer)


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
