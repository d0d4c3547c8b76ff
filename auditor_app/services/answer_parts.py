"""What a row of the big table of answers is made of: its report, its item, its role and its two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from auditor_app.domain.published import State, fold_name
from auditor_app.domain.rates import item_ratio
from auditor_app.domain.returns import Report, SourceRow, StoredAnswer
from auditor_app.domain.standards import Item, Role
from auditor_app.services.figure_ids import answer_id
from auditor_app.storage.reading import CaseReader


class ReportPart(NamedTuple):
    """What all answers of one report share.  A tuple: there are thousands of them before anything can be shown."""

    id: int
    fiscal_year: int
    organisation: str
    """The name it bore in that year."""
    english: str
    official_place: int
    """Where the organisation stands in the official order."""
    unit: str
    document: str
    sha256: str
    sheet: str
    answer_count: int
    """Those that count."""


@dataclass(frozen=True, slots=True)
class ItemPart:
    """The compliance item with the Part it belongs to."""

    id: int
    item: str
    title: str
    part: str
    section: str
    item_class: str


@dataclass(frozen=True, slots=True)
class RolePart:
    id: int
    code: str
    place: int
    """Roles have an order of their own."""
    name_ja: str
    name_en: str


NO_REPORT = ReportPart(0, 0, "", "", 0, "", "", "", "", 0)
NO_ITEM = ItemPart(0, "", "", "", "", "")
NO_ROLE = RolePart(0, "", 0, "", "")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer.  Where only a part is asked about (a name in a list), the others are the empty ones above."""

    report: ReportPart = NO_REPORT
    item: ItemPart = NO_ITEM
    role: RolePart = NO_ROLE
    obliged: int | None = None
    implemented: int | None = None
    source_row: int = 0

    @property
    def figure_id(self) -> str:
        own = self.report
        return answer_id(own.fiscal_year, own.organisation, own.unit, self.item.item, self.role.code)

    @property
    def state(self) -> State:
        """No duty is no number, and neither is a missing report: both differ from 0."""
        if self.obliged is None or (self.implemented is None and self.obliged > 0):
            return State.NOT_REPORTED
        return State.REPORTED if self.obliged else State.NO_DUTY

    @property
    def ratio_percent(self) -> Fraction | None:
        """The exact share, in percent; None where there is none."""
        if self.obliged is None or self.implemented is None:
            return None
        ratio = item_ratio(self.obliged, self.implemented)
        return None if ratio is None else 100 * ratio

    @property
    def missing(self) -> int | None:
        """How many of those with the duty did not carry it out; None without both numbers."""
        if self.obliged is None or self.implemented is None:
            return None
        return self.obliged - self.implemented

    @property
    def source(self) -> SourceRow:
        return SourceRow(self.report.document, self.report.sha256, self.report.sheet, self.source_row)


class AnswerParts:
    """All reports, items and roles of a case: small beside the answers, and read once."""

    def __init__(self, reports: Sequence[ReportPart], items: Sequence[ItemPart], roles: Sequence[RolePart]) -> None:
        self.reports = tuple(reports)
        self.items = {item.id: item for item in items}
        self.roles = {role.id: role for role in roles}
        self._report_of = {report.id: report for report in self.reports}

    def row(self, answer: StoredAnswer) -> AnswerRow:
        """The answer with its names."""
        return AnswerRow(
            self._report_of.get(answer.report_id, NO_REPORT),
            self.items.get(answer.item_id, NO_ITEM),
            self.roles.get(answer.role_id, NO_ROLE),
            answer.obliged,
            answer.implemented,
            answer.source_row,
        )

    def answer_of(self, figure_id: str) -> tuple[int, str, str] | None:
        """(number of the report, item, role) of a figure id; None for one that is no answer of this case."""
        kind, _, rest = figure_id.partition(":")
        fields = rest.split(":")
        if kind != "answer" or len(fields) < 5:
            return None
        wanted = (fields[0], ":".join(fields[1:-2]))  # a name may hold a colon, an item and a role never do
        for number, report in enumerate(self.reports):
            if wanted == (str(report.fiscal_year), f"{fold_name(report.organisation)}:{fold_name(report.unit)}"):
                return number, fields[-2], fields[-1]
        return None


def read_parts(reader: CaseReader) -> AnswerParts:
    """The parts of all answers that count."""
    organisations = {own.id: (place, own) for place, own in enumerate(reader.organisations())}

    @cache
    def name_of(organisation_id: int, fiscal_year: int) -> tuple[str, str, int]:
        place, organisation = organisations[organisation_id]
        name = organisation.name_in(fiscal_year)
        return name.name, name.english, place

    reports = [
        _report_part(report, *name_of(report.organisation_id, report.fiscal_year))
        for report in reader.reports()
        if report.standing == "counted" and report.answer_count > report.superseded_count
    ]
    items = [
        _item_part(item, parts.get(item.section) or item.section.partition(".")[0])
        for edition in reader.editions()
        for parts in [{section.section: section.part for section in edition.sections}]
        for item in edition.items
    ]
    return AnswerParts(reports, items, [_role_part(role, place) for place, role in enumerate(reader.roles())])


def _report_part(report: Report, name: str, english: str, place: int) -> ReportPart:
    return ReportPart(
        report.id,
        report.fiscal_year,
        name,
        english,
        place,
        report.unit,
        report.document,
        report.sha256,
        report.sheet,
        report.answer_count - report.superseded_count,
    )


def _item_part(item: Item, part: str) -> ItemPart:
    return ItemPart(item.id, item.item, item.title, part, item.section, item.item_class)


def _role_part(role: Role, place: int) -> RolePart:
    return RolePart(role.id, role.code, place, role.name_ja, role.name_en)
