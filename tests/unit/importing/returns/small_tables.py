"""Small tables as records: a header and rows, as they would stand in a file of that name."""

from __future__ import annotations

import csv
import io

from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.standards import Role
from auditor_app.foundation.translation import Texts
from auditor_app.importing.returns.plans import CaseContext, KindRules, TablePlan, TableSource
from auditor_app.importing.returns.records import Places, Record

ROLES = (
    Role("officer", "officer", "情報セキュリティ責任者等", "Security officers", 1),
    Role("staff", "staff", "行政事務従事者", "Staff", 2),
    Role("system", "system", "情報システム", "Systems", 3),
)
MINISTRIES = ("内閣府", "総務省", "農林水産省", "環境省")


def case(**further: object) -> CaseContext:
    """A case with the three roles and some ministries of which no day is known."""
    organisations = [Organisation(number, (OrganisationName(name),)) for number, name in enumerate(MINISTRIES, 1)]
    return CaseContext(**{"roles": ROLES, "organisations": organisations, **further})  # type: ignore[arg-type]


def records(table: str, document: str = "表.csv", sheet: str = "") -> list[Record]:
    """The rows of a csv text; its first line holds the fields of interface.md."""
    fields, *rows = csv.reader(io.StringIO(table.strip()))
    columns = {field: column for column, field in enumerate(fields)}
    return [
        Record(number, dict(zip(fields, row, strict=True)), columns, Places(document, sheet))
        for number, row in enumerate(rows, start=2)
    ]


def plan(
    rules: KindRules, table: str, context: CaseContext | None = None, years: tuple[int, ...] = (), sheet: str = ""
) -> TablePlan:
    source = TableSource("表.csv", "a" * 64, sheet, years)
    return rules(records(table, sheet=sheet), case() if context is None else context, source)


def refusals(made: TablePlan) -> list[tuple[str, str]]:
    """Place and reason of what is refused or blocks the file, each of which has words in both languages."""
    problems = [*made.refused, *made.blocking]
    for language in ("ja", "en"):
        for problem in problems:
            assert Texts(language).problem(problem).startswith("表.csv: ")
    return [(problem.place.removeprefix("表.csv: "), problem.key.partition(".")[2]) for problem in problems]
