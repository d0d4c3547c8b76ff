"""Writes an invented world as the files an auditor imports, and imports them."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.standards import Item
from auditor_app.services.import_tables import ImportSession
from tests.builders import AUTHOR, TickingClock, new_case
from tests.unit.analysis.worlds import ROLES, Counts, Pair, World, invented_world

TARGET = 40
ROLE_NAMES = {"officer": "情報セキュリティ責任者等", "staff": "行政事務従事者", "system": "情報システム"}


def importable_world(random: Random) -> World:
    """Two years under two editions with a crosswalk the import lets in, a renaming and an own survey."""
    world = invented_world(random)
    former = world.editions[0]
    items: list[Item] = []
    rows: list[CrosswalkEntry] = []
    for own in former.items:
        kind = random.choice(
            ("unchanged", "reworded", "moved", "changed", "withdrawn", "split", "reclassified", "unmapped")
        )
        targets = {"withdrawn": [], "moved": ["9"], "split": ["8", "9"]}.get(kind, [""])
        for target in targets:
            number = f"{own.item}-{target}" if target else own.item
            items.append(replace(own, item=number, id=500 + len(items)))
            if kind != "unmapped":
                rows.append(CrosswalkEntry(former.name, own.item, "改訂版", number, kind))  # type: ignore[arg-type]
        if kind == "withdrawn":
            rows.append(CrosswalkEntry(former.name, own.item, "改訂版", "", "withdrawn"))
    section = former.items[0].section
    items.append(Item(f"{section}(2)(a)", section, "basic", roles=("staff",), id=999))
    rows.append(CrosswalkEntry(former.name, "", "改訂版", items[-1].item, "new"))
    later = replace(former, name="改訂版", items=tuple(items))
    bodies = [
        Organisation(1, (OrganisationName("甲省"),)),
        Organisation(
            2, (OrganisationName("乙庁", to_date=date(2007, 9, 30)), OrganisationName("乙省", "", date(2007, 10, 1)))
        ),
        Organisation(3, (OrganisationName("丙省"),)),
    ]
    editions = {2006: former, 2007: later}
    answers: dict[tuple[int, int], dict[Pair, Counts]] = {
        (year, body.id): {
            (item.item, role): (obliged := random.randint(0, 12), random.randint(0, obliged))
            for item in edition.items
            for role in item.roles
        }
        for year, edition in editions.items()
        for body in bodies
    }
    return replace(
        world,
        editions=[former, later],
        edition_of={year: edition.name for year, edition in editions.items()},
        crosswalk=rows,
        bodies=bodies,
        links=[],
        joined=[],
        surveyed={(2006, 3)},
        scopes={},
        answers=answers,
    )


def case_of_world(folder: Path, world: World, *, with_crosswalk: bool = True) -> Path:
    """A case into which its files were read one after the other."""
    case = new_case(folder / "case.auditcase", with_published=False)
    days = [("乙庁", "", "2007-09-30", "乙省", "renamed"), ("乙省", "2007-10-01", "", "", "")]
    names = [("甲省", "", "", "", ""), *days, ("丙省", "", "", "", "")]
    _read(case, folder, "organisations", ("name", "from_date", "to_date", "successor", "kind"), names)
    for year, name in world.edition_of.items():
        edition = next(own for own in world.editions if own.name == name)
        part_of = {own.section: own.part for own in edition.sections}
        items = [
            (
                name,
                own.item,
                part_of[own.section],
                own.section,
                own.item_class,
                "、".join(ROLE_NAMES[role] for role in own.roles),
                "",
            )
            for own in edition.items
        ]
        header = ("edition", "item", "part", "section", "class", "role", "title")
        _read(case, folder, "catalogue", header, items, years=(year,))
    if with_crosswalk:
        entries = [(own.from_edition, own.from_item, own.to_edition, own.to_item, own.kind) for own in world.crosswalk]
        _read(case, folder, "crosswalk", CROSSWALK, entries)
    _read(case, folder, "coverage", COVERAGE, _coverage(world))
    _read(case, folder, "answers", ANSWERS, _answers(world))
    return case


CROSSWALK = ("from_edition", "from_item", "to_edition", "to_item", "kind")
COVERAGE = ("fiscal_year", "organisation", "role", "target", "ascertained", "ascertained_with_own_survey")
ANSWERS = ("fiscal_year", "organisation", "item", "role", "obliged", "implemented")


def _coverage(world: World) -> Iterable[tuple[object, ...]]:
    for year, body in world.answers:
        for role in ROLES:
            ascertained = TARGET // 2 if (year, body) in world.surveyed else TARGET
            yield year, _name(world, year, body), role, TARGET, ascertained, TARGET if ascertained < TARGET else ""


def _answers(world: World) -> Iterable[tuple[object, ...]]:
    for (year, body), answers in world.answers.items():
        for (item, role), counts in answers.items():
            yield year, _name(world, year, body), item, role, *(counts or ("", ""))


def _name(world: World, year: int, body: int) -> str:
    return next(own for own in world.bodies if own.id == body).name_in(year).name


def _read(
    case: Path,
    folder: Path,
    kind: ReturnKind,
    header: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
    years: tuple[int, ...] = (),
) -> None:
    file = folder / f"{kind}-{'-'.join(map(str, years))}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    with ImportSession(case, file, kind=kind, years=years) as session:
        proposal = session.propose()
        assert proposal.is_usable, (kind, proposal.refused)
        session.accept(AUTHOR, TickingClock())
