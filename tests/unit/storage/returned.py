"""Returns for the tests of storage: a catalogue, and reports of random answers with the sums they make."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.returns import AnswerKey, ItemSum, NewAnswer, NewReport, Standing
from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item, Role
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import written_again
from tests.unit.storage.cases import AUTHOR, empty_case, ticking_clock

ROLES = ("officer", "staff", "system")
Counts = tuple[int | None, int | None]
Question = tuple[int, int, str, int, int]
"""Fiscal year, organisation, unit, item, role."""


def case_with_catalogue(folder: Path, items: int = 4, organisations: int = 2) -> Path:
    """Items 1…, roles 1 to 3, organisations 1…; every item is answered by every role."""
    return written_again(
        empty_case(folder), f"{items} items, {organisations} organisations", partial(_fill, items, organisations)
    )


def _fill(items: int, organisations: int, path: Path) -> None:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {"document": "catalogue.csv", "rows": items})
        for role in ROLES:
            work.add_role(Role(role, role, role))  # type: ignore[arg-type]
        for number in range(1, organisations + 1):
            work.add_organisation([OrganisationName(f"演習省{number}")])
        work.add_edition(
            Edition(
                "演習用基準",
                "第1版",
                "decided",
                None,
                (),
                (EditionPart("2"),),
                (EditionSection("2.1", "2"),),
                tuple(Item(f"2.1({number})", "2.1", "basic", roles=ROLES) for number in range(1, items + 1)),
            )
        )
        work.commit()


def import_answers(
    path: Path,
    answers: Mapping[Question, Counts],
    *,
    standing: Standing = "counted",
    replacing: Mapping[AnswerKey, Counts] | None = None,
    name: str = "回答.csv",
) -> dict[Question, AnswerKey]:
    """One import: a report for each unit, its answers, what it replaces, and the sums; returns where each one is."""
    content = repr((name, sorted(answers.items()), standing)).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    units = sorted({question[:3] for question in answers})
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {"document": name, "rows": len(answers)})
        work.add_source(name, sha256, len(content), content, "utf-8", True)
        counts = [sum(question[:3] == unit for question in answers) for unit in units]
        ids = work.add_reports(
            [
                NewReport(year, organisation, unit, sha256, "", standing, count)
                for (year, organisation, unit), count in zip(units, counts, strict=True)
            ]
        )
        report_of = dict(zip(units, ids, strict=True))
        rows = [
            NewAnswer(report_of[question[:3]], *question[3:], *answers[question], row)
            for row, question in enumerate(sorted(answers), start=2)
        ]
        work.add_answers(rows)
        if standing == "counted":
            work.supersede_answers(list(replacing or {}))
            work.add_item_sums(_sums_of_change(path, answers, replacing or {}))
        work.commit()
    return {question: AnswerKey(*row[:3]) for question, row in zip(sorted(answers), rows, strict=True)}


def _sums_of_change(
    path: Path, answers: Mapping[Question, Counts], replacing: Mapping[AnswerKey, Counts]
) -> list[ItemSum]:
    with CaseReader(path) as reader:
        reports = {report.id: report for report in reader.reports()}
    signed: list[tuple[Question, Counts, int]] = [(question, counts, 1) for question, counts in answers.items()]
    for key, counts in replacing.items():
        report = reports[key.report_id]
        question = (report.fiscal_year, report.organisation_id, report.unit, key.item_id, key.role_id)
        signed.append((question, counts, -1))
    return sums_of(signed)


def sums_of(signed: Iterable[tuple[Question, Counts, int]]) -> list[ItemSum]:
    """The definition: answers with both numbers, added up by year, organisation, item, role."""
    found: dict[tuple[int, int, int, int], Sequence[int]] = defaultdict(lambda: (0, 0, 0))
    for (year, organisation, _unit, item, role), (obliged, implemented), sign in signed:
        key = (year, organisation, item, role)
        answered, all_obliged, all_implemented = found[key]
        if obliged is not None and implemented is not None:
            found[key] = (answered + sign, all_obliged + sign * obliged, all_implemented + sign * implemented)
    return [ItemSum(*key, *found[key]) for key in sorted(found)]
