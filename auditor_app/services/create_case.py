"""Make a new case file, with the published figures the program ships or without them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.standards import Edition, Role
from auditor_app.foundation.paths import resources_folder
from auditor_app.importing.fact_sheet import read_fact_sheet
from auditor_app.storage.creation import create_case as create_case_file
from auditor_app.storage.unit_of_work import UnitOfWork


def create_case(path: Path, *, author: str, clock: Callable[[], datetime], with_published: bool = True) -> None:
    """Create `path`; refuses an existing file (CaseRefusedError).

    Every case knows the ministries, roles and editions; `with_published` adds the shipped fact sheets.
    """
    folder = resources_folder() / "published"

    def fill(work: UnitOfWork) -> None:
        _add_register(work, folder)
        if with_published:
            for row in _rows(folder / "sheets.csv"):
                reading = read_fact_sheet(folder / "facts" / row["sheet"], row["cited"])
                work.add_document(reading.document)
                work.add_statements(reading.statements)

    create_case_file(path, app_version=__version__, author=author, clock=clock, fill=fill)


def _add_register(work: UnitOfWork, folder: Path) -> None:
    names: dict[str, list[OrganisationName]] = {}
    for row in _rows(folder / "organisations.csv"):
        name = OrganisationName(row["name"], row["english"], _date(row["from_date"]), _date(row["to_date"]))
        names.setdefault(row["body"], []).append(name)
    for own_names in names.values():
        work.add_organisation(own_names)
    for row in _rows(folder / "roles.csv"):
        work.add_role(Role(row["code"], row["group"], row["ja"], row["en"]))  # type: ignore[arg-type]
    for row in _rows(folder / "editions.csv"):
        years = tuple(int(year) for year in row["fiscal_years"].split())
        state = _date(row["state_date"])
        work.add_edition(Edition(row["standard"], row["name"], row["state"], state, fiscal_years=years))  # type: ignore[arg-type]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
