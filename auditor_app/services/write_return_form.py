"""Write the form in which a ministry returns one year: its units, roles and items, with what is known filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.returns import CoverageCount
from auditor_app.domain.standards import Edition, Item, Role, edition_for
from auditor_app.exporting.return_form import CoverageLine, QuestionLine, ReturnForm, return_form_content
from auditor_app.exporting.safe_write import ExportRefusedError, written_and_verified
from auditor_app.foundation.errors import CaseRefusedError, Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.return_form_choices import known_units
from auditor_app.storage.reading import CaseReader

FORM_SUFFIX = ".xlsx"
WHOLE_MINISTRY = ""

Answers = dict[tuple[str, int, int], tuple[int | None, int | None]]
"""(unit, item id, role id) → obliged, implemented."""


@dataclass(frozen=True)
class WrittenForm:
    """What a form asks for."""

    target: Path
    organisation: str
    units: tuple[str, ...]
    question_count: int
    known_count: int
    """Questions and coverage rows that are filled in already."""


def write_return_form(
    case: Path,
    target: Path,
    organisation: str,
    fiscal_year: int,
    *,
    units: Sequence[str] = (),
    only_units: bool = False,
    overwrite: bool = False,
) -> WrittenForm:
    """Write `target`; an existing file may hold a ministry's work and is replaced only with `overwrite`.

    `units` are added to those known from earlier returns; `only_units`: they are all there are.  WrongUsageError for
    an unknown organisation, CaseRefusedError for a year for which no edition holds, ExportRefusedError for a target
    that cannot be written.
    """
    if target.suffix.lower() != FORM_SUFFIX:
        raise WrongUsageError(Problem("form.suffix", target.name))
    if target.exists() and not overwrite:
        raise ExportRefusedError(Problem("form.exists", target.name))
    with CaseReader(case) as reader:
        asked = _organisation(reader, organisation)
        edition = _edition(reader, fiscal_year)
        before = [] if only_units else known_units(reader, asked.id, fiscal_year)
        named = [unit.strip() for unit in units if unit.strip()]
        facts = _Known(reader, asked, edition, fiscal_year, [*before, *named])
        info = reader.case_info()
    form = ReturnForm(
        organisation=asked.name_in(fiscal_year).name,
        fiscal_year=fiscal_year,
        edition=f"{edition.standard} {edition.name}",
        case_id=info.case_id,
        is_practice=info.is_practice,
        coverage=tuple(facts.coverage_lines()),
        questions=tuple(facts.question_lines()),
    )
    written_and_verified(target, return_form_content(form, Texts("ja")))
    known = sum(line.target is not None for line in form.coverage)
    known += sum(line.obliged is not None or line.implemented is not None for line in form.questions)
    return WrittenForm(target, form.organisation, facts.units, len(form.questions), known)


def _organisation(reader: CaseReader, name: str) -> Organisation:
    organisations = reader.organisations()
    found = find_organisation(organisations, name)
    if found is None:
        aliased = reader.aliases("organisation").get(name)
        found = next((own for own in organisations if own.id == aliased), None)
    if found is None:
        from auditor_app.importing.near_names import near_names  # only for a name that is unknown

        near = near_names(name, [own.name for organisation in organisations for own in organisation.names])
        raise WrongUsageError(Problem("form.organisation_unknown", name, {"near": "、".join(near)}))
    return found


def _edition(reader: CaseReader, fiscal_year: int) -> Edition:
    edition = edition_for(reader.editions(), fiscal_year)
    if edition is None:
        raise CaseRefusedError(Problem("form.no_catalogue", "", {"year": fiscal_year}))
    return edition


class _Known:
    """What earlier returns tell: the ministry's units, and the counts of the year asked for."""

    def __init__(
        self, reader: CaseReader, organisation: Organisation, edition: Edition, fiscal_year: int, units: Sequence[str]
    ) -> None:
        self._edition = edition
        self._roles = {role.id: role for role in reader.roles()}
        self._coverage = {
            (count.unit, count.role): count
            for count in reader.coverage_counts(fiscal_year)
            if count.organisation_id == organisation.id
        }
        self._answers = _answers(reader, organisation.id, fiscal_year)
        self.units = tuple(dict.fromkeys(units)) or (WHOLE_MINISTRY,)

    def coverage_lines(self) -> list[CoverageLine]:
        """One for each unit and role that has a question, or was counted."""
        asked = {role_id for role_id, _item in self._questions()}
        lines = []
        for unit in self.units:
            for role in self._roles.values():
                count = self._coverage.get((unit, role.code))
                if role.id in asked or count is not None:
                    lines.append(_coverage_line(unit, role, count))
        return lines

    def question_lines(self) -> list[QuestionLine]:
        """The items of each unit by role, in the order of the catalogue."""
        questions = self._questions()
        parts = {section.section: section.part for section in self._edition.sections}
        lines = []
        for unit in self.units:
            for role_id, item in questions:
                obliged, implemented = self._answers.get((unit, item.id, role_id), (None, None))
                part, role = parts.get(item.section, ""), self._roles[role_id]
                lines.append(
                    QuestionLine(
                        unit,
                        role.name_ja,
                        part,
                        item.section,
                        item.item,
                        item.item_class,
                        item.title,
                        obliged,
                        implemented,
                    )
                )
        return lines

    def _questions(self) -> list[tuple[int, Item]]:
        """(role id, item) by role: those of the catalogue, and what was answered beyond it."""
        answered = {(role_id, item_id) for _unit, item_id, role_id in self._answers}
        return [
            (role.id, item)
            for role in self._roles.values()
            for item in self._edition.items
            if role.code in item.roles or (role.id, item.id) in answered
        ]


def _coverage_line(unit: str, role: Role, count: CoverageCount | None) -> CoverageLine:
    if count is None:
        return CoverageLine(unit, role.name_ja)
    return CoverageLine(unit, role.name_ja, count.target, count.ascertained, count.ascertained_with_own_survey)


def _answers(reader: CaseReader, organisation_id: int, fiscal_year: int) -> Answers:
    """The answers that count; of several to one question the later one."""
    return {
        (report.unit, answer.item_id, answer.role_id): (answer.obliged, answer.implemented)
        for report in reader.reports(fiscal_year, organisation_id)
        if report.standing == "counted"
        for answer in reader.answers(report.id)
    }
