"""What the auditor takes back is not shown, nor what it had replaced; undo shows all as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.organisations import OrganisationLink, OrganisationName
from auditor_app.domain.standards import Edition, Item, edition_for
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, empty_case, import_rows, shown_numbers, ticking_clock
from tests.unit.storage.test_undo import redo, undo

UNCHANGED = CrosswalkEntry("初版", "2.1(1)", "改訂版", "2.1(1)", "unchanged")
MOVED = CrosswalkEntry("初版", "2.1(2)", "改訂版", "2.1(1)", "moved")
REWORDED = CrosswalkEntry("初版", "2.1(2)", "改訂版", "2.1(1)", "reworded")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Two editions of one standard and one of another, each with a year of its own."""
    path = empty_case(tmp_path)
    items = (Item("2.1(1)", "2.1", "basic"), Item("2.1(2)", "2.1", "basic"))
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {})
        for standard, name, year in (("基準", "初版", 2006), ("基準", "改訂版", 2007), ("別の基準", "第1版", 2007)):
            work.add_edition(Edition(standard, name, "decided", fiscal_years=(year,), items=items))
        work.commit()
    return path


def change(path: Path, act: Callable[[UnitOfWork], object]) -> None:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("crosswalk_edited", {})
        act(work)
        work.commit()


def crosswalk(path: Path) -> list[CrosswalkEntry]:
    with CaseReader(path) as reader:
        return reader.crosswalk()


def years(path: Path) -> dict[str, tuple[int, ...]]:
    with CaseReader(path) as reader:
        return {edition.name: edition.fiscal_years for edition in reader.editions()}


def names(path: Path) -> list[tuple[int, list[str]]]:
    with CaseReader(path) as reader:
        return [(own.id, [name.name for name in own.names]) for own in reader.organisations()]


def retract_entries(path: Path, entries: Sequence[CrosswalkEntry]) -> None:
    change(path, lambda work: work.retract("crosswalk_entry", [entry.id for entry in entries]))


def test_an_entry_taken_back_is_gone_until_it_is_undone(case: Path) -> None:
    change(case, lambda work: work.add_crosswalk([UNCHANGED, MOVED]))
    retract_entries(case, crosswalk(case)[:1])
    assert crosswalk(case) == [MOVED]
    undo(case)
    assert crosswalk(case) == [UNCHANGED, MOVED]
    redo(case)
    assert crosswalk(case) == [MOVED]
    change(case, lambda work: work.add_crosswalk([UNCHANGED]))
    assert crosswalk(case) == [MOVED, UNCHANGED]
    assert all(point.holds for point in verify_case(case))


def test_the_kind_an_entry_had_before_does_not_come_up_again(case: Path) -> None:
    change(case, lambda work: work.add_crosswalk([MOVED]))
    change(case, lambda work: work.add_crosswalk([REWORDED]))
    retract_entries(case, crosswalk(case))
    assert crosswalk(case) == []
    undo(case)
    assert crosswalk(case) == [REWORDED]
    undo(case)
    assert crosswalk(case) == [MOVED]


def test_an_entry_is_changed_by_taking_it_back_and_adding_it_anew_at_once(case: Path) -> None:
    change(case, lambda work: work.add_crosswalk([MOVED]))
    (stored,) = crosswalk(case)

    def act(work: UnitOfWork) -> None:
        work.retract("crosswalk_entry", [stored.id])
        work.add_crosswalk([REWORDED])

    change(case, act)
    assert crosswalk(case) == [REWORDED]
    undo(case)
    assert crosswalk(case) == [MOVED]


def test_what_is_not_shown_cannot_be_taken_back(case: Path) -> None:
    change(case, lambda work: work.add_crosswalk([MOVED]))
    change(case, lambda work: work.add_crosswalk([REWORDED, UNCHANGED]))
    replaced, shown, undone = 1, 2, 3
    before = case.read_bytes()
    for refused in (replaced, 99):
        with pytest.raises(ValueError, match="in force"):
            change(case, lambda work, row=refused: work.retract("crosswalk_entry", [row]))  # type: ignore[misc]
    assert case.read_bytes() == before
    retract_entries(case, [entry for entry in crosswalk(case) if entry.id == shown])
    with pytest.raises(ValueError, match="in force"):
        change(case, lambda work: work.retract("crosswalk_entry", [shown]))
    undo(case)
    undo(case)
    with pytest.raises(ValueError, match="in force"):
        change(case, lambda work: work.retract("crosswalk_entry", [undone]))
    assert crosswalk(case) == [MOVED]


def test_a_link_entered_wrongly_is_taken_back(case: Path) -> None:
    def act(work: UnitOfWork) -> None:
        for name in ("総務省", "環境省"):
            work.add_organisation([OrganisationName(name)])
        work.add_organisation_link(1, 2, "merged", date(2008, 4, 1))
        work.add_organisation_link(1, 2, "split")

    change(case, act)
    with CaseReader(case) as reader:
        merged, split = reader.organisation_links()
    change(case, lambda work: work.retract("organisation_link", [merged.id]))
    with CaseReader(case) as reader:
        assert reader.organisation_links() == [OrganisationLink(1, 2, "split")] == [split]


def test_a_body_all_of_whose_names_are_taken_back_is_gone_and_its_name_is_free(case: Path) -> None:
    def act(work: UnitOfWork) -> None:
        work.add_organisation([OrganisationName("青葉庁", to_date=date(2007, 1, 8)), OrganisationName("青葉省")])
        work.add_organisation([OrganisationName("環境省")])
        work.decide_analysis(2006, "青葉省", False, "誤って登録")

    change(case, act)
    import_rows(case, [("青葉省", "97.6")])
    with CaseReader(case) as reader:
        wrong = [name.id for name in reader.organisations()[0].names]
    change(case, lambda work: work.retract("organisation_name", wrong[:1]))
    assert names(case) == [(1, ["青葉省"]), (2, ["環境省"])]
    change(case, lambda work: work.retract("organisation_name", wrong[1:]))
    assert names(case) == [(2, ["環境省"])]
    with CaseReader(case) as reader:
        assert reader.decisions() == {}
    assert shown_numbers(case) == {"coverage:2006:青葉省": ["97.6"]}, "what a document says stays"
    change(case, lambda work: work.add_organisation([OrganisationName("青葉省")]))
    assert names(case) == [(2, ["環境省"]), (3, ["青葉省"])]
    undo(case)
    undo(case)
    with CaseReader(case) as reader:
        assert [decision.reason for decision in reader.decisions().values()] == ["誤って登録"]


def test_days_said_better_and_taken_back_do_not_bring_the_earlier_ones_up(case: Path) -> None:
    dated = OrganisationName("青葉省", from_date=date(2007, 1, 9))
    change(case, lambda work: work.add_organisation([OrganisationName("青葉庁"), OrganisationName("青葉省")]))
    change(case, lambda work: work.add_organisation_name(1, dated))
    with CaseReader(case) as reader:
        (own,) = reader.organisations()
    assert [name.from_date for name in own.names] == [None, date(2007, 1, 9)]
    change(case, lambda work: work.retract("organisation_name", [own.names[1].id]))
    assert names(case) == [(1, ["青葉庁"])]
    undo(case)
    assert names(case) == [(1, ["青葉庁", "青葉省"])]


def test_a_year_given_to_another_edition_of_the_standard_is_moved(case: Path) -> None:
    change(case, lambda work: work.add_edition_years(2, [2006]))
    assert years(case) == {"初版": (), "改訂版": (2006, 2007), "第1版": (2007,)}
    change(case, lambda work: work.add_edition_years(1, [2006, 2007]))
    assert years(case) == {"初版": (2006, 2007), "改訂版": (), "第1版": (2007,)}
    with CaseReader(case) as reader:
        found = edition_for(reader.editions()[:2], 2007)
    assert found is not None
    assert found.name == "初版"
    undo(case)
    undo(case)
    assert years(case) == {"初版": (2006,), "改訂版": (2007,), "第1版": (2007,)}


def test_a_year_taken_from_an_edition_does_not_go_back_to_the_one_before(case: Path) -> None:
    change(case, lambda work: work.add_edition_years(2, [2006]))
    with CaseReader(case) as reader:
        row = next(row for row, edition, year in reader.edition_year_rows() if (edition, year) == (2, 2006))
    change(case, lambda work: work.retract("edition_year", [row]))
    assert years(case) == {"初版": (), "改訂版": (2007,), "第1版": (2007,)}
    undo(case)
    assert years(case) == {"初版": (), "改訂版": (2006, 2007), "第1版": (2007,)}
