"""Organisations and crosswalk go out as files that another case reads into the same lineage and the same joins."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.organisations import OrganisationName
from auditor_app.services.export_definitions import export_crosswalk, export_organisations
from auditor_app.services.import_tables import ImportSession
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock
from tests.unit.cli.conftest import Command, command

__all__ = ["command"]

PRACTICE = Path(__file__).resolve().parents[3] / "resources" / "practice"
CATALOGUES = (("catalogue-first.csv", (2006, 2007)), ("catalogue-revised.csv", (2008,)))

Named = tuple[tuple[str, str, date | None, date | None], ...]


def bodies(case: Path) -> set[Named]:
    """Every body by its names; the numbers a case gives are its own."""
    with CaseReader(case) as reader:
        return {
            tuple((name.name, name.english, name.from_date, name.to_date) for name in body.names)
            for body in reader.organisations()
        }


def links(case: Path) -> set[tuple[str | None, str | None, str, date | None]]:
    with CaseReader(case) as reader:
        name_of = {body.id: body.names[-1].name for body in reader.organisations()}
        return {
            (name_of.get(link.from_id or 0), name_of.get(link.to_id or 0), link.kind, link.on_date)
            for link in reader.organisation_links()
        }


def read_in(case: Path, file: Path, kind: str, years: tuple[int, ...] = ()) -> None:
    """As an auditor would, taking nothing that is refused or doubtful."""
    with ImportSession(case, file, kind=kind, years=years) as session:  # type: ignore[arg-type]
        proposal = session.propose()
        assert (proposal.blocking, proposal.refused, proposal.conflicts) == ((), (), ())
        if proposal.counts.new:
            session.accept(AUTHOR, TickingClock())


def exported_organisations(case: Path, folder: Path) -> Path:
    with CaseReader(case) as reader:
        export_organisations(reader, folder / "organisations.csv", TickingClock())
    return folder / "organisations.csv"


def test_another_case_gets_the_lineage_of_the_practice_ministries(
    made_practice_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    before = bodies(empty_case)
    read_in(empty_case, exported_organisations(made_practice_case, tmp_path), "organisations")
    assert bodies(empty_case) - before == bodies(made_practice_case)
    assert links(empty_case) == links(made_practice_case)
    assert {kind for _, _, kind, _ in links(empty_case)} == {"merged", "split", "created"}


def test_what_a_case_knows_already_is_all_there(shipped_case: Path, tmp_path: Path) -> None:
    file = exported_organisations(shipped_case, tmp_path)
    with ImportSession(shipped_case, file, kind="organisations") as session:
        counts = session.propose().counts
    assert (counts.new, counts.changed, counts.refused) == (0, 0, 0)
    assert counts.equal == 20, "nineteen organisations, one of them under two names"


AWKWARD = (
    OrganisationName("=1+1庁", "+Agency", date(2001, 1, 6), date(2008, 6, 30)),
    OrganisationName("－課・＠室", "", date(2008, 7, 1)),
)


@pytest.fixture
def awkward_case(empty_case: Path) -> Path:
    """Names like formulas, a split of something that goes on, and a body that begins and ends."""
    with UnitOfWork(empty_case, AUTHOR, TickingClock()) as work:
        work.begin_change("organisations_edited", {})
        first = work.add_organisation(AWKWARD)
        second = work.add_organisation((OrganisationName("甲省", "", date(2001, 1, 6), None),))
        third = work.add_organisation((OrganisationName('@乙庁, "東"', "", date(2007, 4, 1), date(2009, 3, 31)),))
        work.add_organisation_link(None, first, "created", date(2001, 1, 6))
        work.add_organisation_link(second, first, "split", date(2008, 7, 1))
        work.add_organisation_link(second, third, "split", date(2007, 4, 1))
        work.add_organisation_link(third, None, "abolished", date(2009, 4, 1))
        work.commit()
    return empty_case


def test_names_like_formulas_and_changes_in_the_midst_of_a_name_come_back(
    awkward_case: Path, made_empty_case: Path, tmp_path: Path
) -> None:
    file = exported_organisations(awkward_case, tmp_path)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row]
    assert "'=1+1庁" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "－"))] == []
    other = tmp_path / "other.auditcase"
    other.write_bytes(made_empty_case.read_bytes())
    read_in(other, file, "organisations")
    assert bodies(other) == bodies(awkward_case)
    assert links(other) == links(awkward_case)


def test_a_name_borne_a_second_time_comes_back(empty_case: Path, made_empty_case: Path, tmp_path: Path) -> None:
    names = (
        OrganisationName("甲庁", "A Agency", None, date(2005, 3, 31)),
        OrganisationName("乙庁", "", date(2005, 4, 1), date(2008, 3, 31)),
        OrganisationName("甲庁", "A Agency", date(2008, 4, 1), date(2010, 3, 31)),
        OrganisationName("乙庁", "", date(2010, 4, 1)),
    )
    with UnitOfWork(empty_case, AUTHOR, TickingClock()) as work:
        work.begin_change("organisations_edited", {})
        first = work.add_organisation(names)
        second = work.add_organisation((OrganisationName("丙庁", "", None, date(2009, 3, 31)),))
        work.add_organisation_link(second, first, "merged", date(2009, 4, 1))
        work.commit()
    file = exported_organisations(empty_case, tmp_path)
    other = tmp_path / "other.auditcase"
    other.write_bytes(made_empty_case.read_bytes())
    for _ in range(2):
        read_in(other, file, "organisations")
        assert bodies(other) == bodies(empty_case)
        assert links(other) == links(empty_case)


def test_another_case_with_the_same_catalogues_gets_the_crosswalk(
    made_practice_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    for name, years in CATALOGUES:
        read_in(empty_case, PRACTICE / name, "catalogue", years)
    with CaseReader(made_practice_case) as reader:
        done = export_crosswalk(reader, tmp_path / "crosswalk.csv", TickingClock())
        stored = reader.crosswalk()
    assert done.row_count == len(stored)
    read_in(empty_case, tmp_path / "crosswalk.csv", "crosswalk")
    with CaseReader(empty_case) as reader:
        assert reader.crosswalk() == stored
    assert {own.kind for own in stored} >= {"moved", "split", "merged", "new", "withdrawn", "reclassified"}


def test_the_command_line_writes_the_same_files(command: Command, made_practice_case: Path, tmp_path: Path) -> None:
    for view, write in (("organisations", export_organisations), ("crosswalk", export_crosswalk)):
        with CaseReader(made_practice_case) as reader:
            write(reader, tmp_path / "service.csv", TickingClock())
        assert command("export", made_practice_case, view, tmp_path / "line.csv").code == 0
        assert (tmp_path / "line.csv").read_bytes() == (tmp_path / "service.csv").read_bytes()
        assert json.loads((tmp_path / "line.csv.manifest.json").read_bytes())["rules"] == []


def test_show_tells_people_more_than_the_file(command: Command, made_practice_case: Path) -> None:
    rows = command("show", made_practice_case, "organisations", "--organisation", "白樺庁", "--format", "json").json
    assert [(row["name"], row["kind"], row["came_from"], row["fiscal_years"]) for row in rows] == [
        ("白樺庁", "renamed", [], [2005, 2006]),
        ("白樺省", None, ["白樺庁"], [2007, 2008]),
    ]
    joins = command("show", made_practice_case, "crosswalk", "--filter", "kind=withdrawn", "--format", "json").json
    assert [(row["from_item"], row["to_item"], row["from_years"]) for row in joins] == [
        ("5.3.1(1)(c)", None, [2006, 2007])
    ]
