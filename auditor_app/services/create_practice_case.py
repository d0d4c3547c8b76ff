"""Make the practice case: fictional ministries over three years, read in by the same imports an auditor uses."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app import __version__
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.standards import Role
from auditor_app.domain.weak_areas import Topic
from auditor_app.foundation.errors import CaseRefusedError, Problem
from auditor_app.foundation.paths import documents_folder, resources_folder
from auditor_app.importing.fact_sheet import read_fact_sheet
from auditor_app.services.import_published import accept_proposal, hold_against_case
from auditor_app.services.import_tables import ImportSession
from auditor_app.services.manage_organisations import save_joined_series
from auditor_app.services.open_case import OpenCase, needs_upgrade
from auditor_app.storage.creation import create_case
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.refusals import refused
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.whole_files import file_beside, put_in_place

PRACTICE_CASE_NAME = "practice.auditcase"

TABLES: tuple[tuple[str, ReturnKind, tuple[int, ...]], ...] = (
    ("organisations.csv", "organisations", ()),
    ("catalogue-first.csv", "catalogue", (2006, 2007)),
    ("catalogue-revised.csv", "catalogue", (2008,)),
    ("crosswalk.csv", "crosswalk", ()),
    ("coverage.csv", "coverage", ()),
    ("answers-2006.csv", "answers", ()),
    ("answers-2007.csv", "answers", ()),
    ("answers-2008.csv", "answers", ()),
)
"""File, kind, and the years an edition holds for; each needs those before it."""

JOINED = ("潮見庁・磯辺庁・海原庁", "Shiomi, Isobe and Unabara", ("潮見庁", "磯辺庁", "海原庁"))
"""A series the auditor joins on purpose: what was merged, and what it was merged into."""

PUBLISHED = "published.csv"
CITED = "演習用(架空)の公表資料。府省庁も数値もすべて架空"

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]


def own_practice_case(*, author: str, clock: Clock, on_progress: Progress | None = None) -> Path:
    """The user's practice case, made in the user's folder when there is none yet."""
    for number in range(1, 1000):
        name = PRACTICE_CASE_NAME if number == 1 else PRACTICE_CASE_NAME.replace(".", f"-{number}.")
        path = documents_folder() / name
        if not path.exists():
            create_practice_case(path, author=author, clock=clock, on_progress=on_progress)
            return path
        try:
            if needs_upgrade(path) or OpenCase(path).is_practice:
                return path
        except CaseRefusedError:
            continue
    raise CaseRefusedError(Problem("case.exists", PRACTICE_CASE_NAME))


def create_practice_case(path: Path, *, author: str, clock: Clock, on_progress: Progress | None = None) -> None:
    """Create `path`, marked as practice data; refuses an existing file (CaseRefusedError), leaves nothing half made."""
    if path.exists() or path.is_symlink():
        raise refused("case.exists", path)
    folder = resources_folder() / "practice"
    steps = len(TABLES) + 1
    with file_beside(path) as beside:
        beside.unlink()  # only its name is wanted: the case is made there anew
        create_case(beside, app_version=__version__, author=author, clock=clock, is_practice=True, fill=_add_register)
        for step, (name, kind, years) in enumerate(TABLES):
            if on_progress is not None:
                on_progress(step, steps)
            _import_table(beside, folder / name, kind, years, author, clock)
            if kind == "organisations":
                _join_series(beside, author, clock)
        _import_published(beside, folder / PUBLISHED, author, clock)
        put_in_place(beside, path)


def _add_register(work: UnitOfWork) -> None:
    """The three roles every case knows, and the topics followed through the practice years."""
    for row in _rows(resources_folder() / "published" / "roles.csv"):
        work.add_role(Role(row["code"], row["group"], row["ja"], row["en"]))  # type: ignore[arg-type]
    for row in _rows(resources_folder() / "practice" / "topics.csv"):
        work.save_topic(Topic(row["name"], row["english"], row["role"], row["part"], tuple(row["sections"].split())))


def _import_table(case: Path, file: Path, kind: ReturnKind, years: tuple[int, ...], author: str, clock: Clock) -> None:
    """ValueError when anything of a shipped file would be refused: that is a defect of ours."""
    with ImportSession(case, file, kind=kind, years=years) as session:
        proposal = session.propose()
        if not proposal.is_usable or proposal.needs_consent or proposal.unknown_names:
            raise ValueError(f"{file.name}: {proposal.blocking or proposal.refused or proposal.warnings}")
        session.accept(author, clock)


def _import_published(case: Path, sheet: Path, author: str, clock: Clock) -> None:
    with CaseReader(case) as reader:
        proposal = hold_against_case(reader, read_fact_sheet(sheet, CITED))
    accept_proposal(case, proposal, author=author, clock=clock)


def _join_series(case: Path, author: str, clock: Clock) -> None:
    name, english, members = JOINED
    with CaseReader(case) as reader:
        ids = {own.name: body.id for body in reader.organisations() for own in body.names}
    joined = JoinedSeries(name, english, tuple(ids[member] for member in members))
    save_joined_series(case, joined, author=author, clock=clock)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
