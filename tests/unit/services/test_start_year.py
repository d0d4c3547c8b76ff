"""A new year from the last: who is expected, under which name, by which edition; and that waiting is not zero."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.published import State
from auditor_app.domain.year_returns import ALL
from auditor_app.domain.year_scope import YearStart
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_overview import overview, overview_years
from auditor_app.services.browse_rates import mean_row, rate_rows, rates_table
from auditor_app.services.browse_views import NamedView, made_definition, views_of_case
from auditor_app.services.expected_reports import report_progress, years_with_reports
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.open_case import OpenCase
from auditor_app.services.propose_year import (
    ProposedOrganisation,
    YearProposal,
    item_kinds,
    last_year,
    propose_year,
)
from auditor_app.services.return_form_choices import form_choices, known_units
from auditor_app.services.save_view import save_view
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.start_year import StartedYear, YearWish, start_year, wish_of
from auditor_app.services.undo_change import redo_change, undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock

PAGES = ("coverage", "rates", "weak_areas")


def proposed(case: Path, year: int = 2009) -> YearProposal:
    with OpenCase(case).reader() as reader:
        return propose_year(reader, year, PAGES)


def begin(case: Path, wish: YearWish | None = None, year: int = 2009) -> StartedYear:
    return start_year(case, wish or wish_of(proposed(case, year)), author=AUTHOR, clock=TickingClock())


def by_name(proposal: YearProposal) -> dict[str, ProposedOrganisation]:
    return {own.name: own for own in proposal.organisations}


def reorganise(case: Path) -> None:
    """During FY2009: 月見省 renamed, 星見庁 abolished, 若苗庁 and 稲穂庁 merged, 青葉省 split, 新庁 created."""
    with OpenCase(case).reader() as reader:
        ids = {own.names[-1].name: own.id for own in reader.organisations()}
    autumn, eve = date(2009, 10, 1), date(2009, 9, 30)
    with UnitOfWork(case, AUTHOR, TickingClock()) as work:
        work.begin_change("organisations_edited", {"name": "月見省"})
        work.add_organisation_name(ids["月見省"], OrganisationName("月見省", "", None, eve))
        work.add_organisation_name(ids["月見省"], OrganisationName("望月省", "Ministry of Mochizuki", autumn))
        for name in ("星見庁", "若苗庁", "稲穂庁"):
            work.add_organisation_name(ids[name], OrganisationName(name, "", date(2008, 4, 1), eve))
        work.add_organisation_name(ids["青葉省"], OrganisationName("青葉省", "", None, eve))
        made = {
            name: work.add_organisation([OrganisationName(name, "", autumn)])
            for name in ("豊穂庁", "若葉庁", "紅葉庁", "新庁")
        }
        work.add_organisation_link(ids["星見庁"], None, "abolished", autumn)
        for name in ("若苗庁", "稲穂庁"):
            work.add_organisation_link(ids[name], made["豊穂庁"], "merged", autumn)
        for name in ("若葉庁", "紅葉庁"):
            work.add_organisation_link(ids["青葉省"], made[name], "split", autumn)
        work.add_organisation_link(None, made["新庁"], "created", autumn)
        work.commit()


def test_the_year_after_the_last_is_proposed_as_the_last_one_was(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        assert last_year(reader) == 2008
        last = rates_table(reader, 2008).returns
    proposal = proposed(made_practice_case)
    assert (proposal.from_year, proposal.skipped_years, proposal.ended) == (2008, 0, ())
    continued = [own for own in proposal.organisations if own.origin == "continued"]
    assert {own.name for own in continued} == {own.name for own in last.organisations}
    assert set(by_name(proposal)["青葉省"].units) >= {"大臣官房", "樹林局"}
    assert proposal.edition is not None
    assert proposal.edition.name == "改訂版"
    assert proposal.scope is not None
    assert (proposal.scope.fiscal_year, proposal.scope.basis) == (2009, "decided")
    assert proposal.not_reported == ()


def test_reorganised_ministries_come_under_the_names_of_the_end_of_the_new_year(practice_case: Path) -> None:
    reorganise(practice_case)
    proposal = proposed(practice_case)
    names = by_name(proposal)
    assert (names["望月省"].origin, names["望月省"].former_names) == ("renamed", ("月見省",))
    assert "観測局" in names["望月省"].units
    assert (names["豊穂庁"].origin, names["豊穂庁"].former_names) == ("successor", ("若苗庁", "稲穂庁"))
    assert names["豊穂庁"].units == ("",), "whose units nobody knows is expected as a whole"
    assert names["新庁"].origin == "created"
    assert {own.name: (own.kind, own.successors) for own in proposal.ended} == {
        "青葉省": ("split", ("若葉庁", "紅葉庁")),
        "若苗庁": ("merged", ("豊穂庁",)),
        "稲穂庁": ("merged", ("豊穂庁",)),
        "星見庁": ("abolished", ()),
    }
    assert not {"月見省", "青葉省", "若苗庁", "稲穂庁", "星見庁"} & set(names)


def test_what_reported_before_the_reorganisation_of_2008_is_followed_over_it(made_practice_case: Path) -> None:
    """From the returns of FY2007 alone, as if those of FY2008 had not come."""
    from auditor_app.services.propose_year import _Lineage

    with OpenCase(made_practice_case).reader() as reader:
        lineage = _Lineage(reader, 2007, 2008)
        origins = {own.name: own.origin for own in lineage.organisations()}
        ended = {own.name: own.successors for own in lineage.ended()}
    assert origins["海原庁"] == origins["若苗庁"] == "successor"
    assert (origins["星見庁"], origins["白樺省"]) == ("created", "continued")
    assert ended == {"潮見庁": ("海原庁",), "磯辺庁": ("海原庁",), "春野省": ("若苗庁", "稲穂庁")}


def test_items_of_another_edition_are_counted_by_what_became_of_them(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        first, revised = (own for own in reader.editions() if own.items)
        kinds = dict(item_kinds(reader, first, revised))
        assert item_kinds(reader, revised, revised) == ()
    assert kinds["unchanged"] > kinds["moved"] > 0
    assert kinds["merged"] == 3, "two items that became one"
    assert sum(kinds.values()) < len(first.items) + len(revised.items)


def test_whoever_is_expected_is_not_reported_and_never_zero(practice_case: Path) -> None:
    before = proposed(practice_case)
    done = begin(practice_case)
    assert (done.organisations, done.units) == (
        12,
        sum(len(own.units) for own in before.organisations if own.has_reported),
    )
    with OpenCase(practice_case).reader() as reader:
        assert years_with_reports(reader)[-1] == 2009
        assert 2009 in overview_years(reader)
        rows = [row for row in rate_rows(reader, 2009) if (row.part, row.role) == (ALL, ALL)]
        assert {row.state for row in rows} == {State.NOT_REPORTED}
        assert [row.percent("implementation") for row in rows] == [None] * 13
        mean = mean_row(rates_table(reader, 2009), ALL, ALL).mean
        assert mean is not None
        assert (mean.organisations, mean.implementation_percent) == (0, None)
        coverage = coverage_table(reader, 2009)
        waiting = [row for row in coverage.rows if row.is_expected]
        assert len(waiting) == 12
        assert {row.official_percent for row in waiting} == {None}
        shown = selected_rows(reader, "coverage", Selectors(years=(2009,), organisation="青葉省"))
        assert [row["state"] for row in shown if row["target"] is None and row["printed"] is None] == ["not_reported"]
        assert {row["state"] for row in selected_rows(reader, "rates", Selectors(years=(2009,)))} == {"not_reported"}
    assert all(point.holds for point in verify_case(practice_case))


def test_what_is_expected_can_be_explained(practice_case: Path) -> None:
    begin(practice_case)
    with OpenCase(practice_case).reader() as reader:
        coverage = explain_figure(reader, "coverage_return:2009:青葉省:all")
        assert coverage.values[0].state is State.NOT_REPORTED
        rates = explain_figure(reader, "rates:2009:青葉省::all:all")
        assert rates.values[0].state is State.NOT_REPORTED


def test_the_overview_tells_which_units_are_missing(practice_case: Path) -> None:
    begin(practice_case)
    with OpenCase(practice_case).reader() as reader:
        progress = overview(reader, 2009).progress
        assert progress is not None
        assert (progress.expected, progress.returned) == (50, 0)
        assert ("青葉省", "大臣官房") in [(own.organisation, own.unit) for own in progress.missing]
        assert report_progress(reader, 2008) is None


def test_forms_are_offered_for_the_expected_units(practice_case: Path) -> None:
    proposal = proposed(practice_case)
    aoba = by_name(proposal)["青葉省"].id
    wish = YearWish(2009, 2008, ((aoba, "樹林局"),), proposal.edition.id if proposal.edition else 0)
    begin(practice_case, wish)
    with OpenCase(practice_case).reader() as reader:
        choices = form_choices(reader, 2009)
        assert 2009 in choices.years
        assert choices.organisations[0][0] == "青葉省"
        assert known_units(reader, aoba, 2009) == ["樹林局"]
        assert "大臣官房" in known_units(reader, aoba, 2008)


def test_edition_scope_and_views_follow_and_undo_takes_all_of_it_back_at_once(practice_case: Path) -> None:
    for name, year in (("2008年度の低い順", 2008), ("低い順", 2008), ("前の年度", 2007)):
        view = NamedView("coverage", name, made_definition(year, {}, {}))
        save_view(practice_case, view, author=AUTHOR, clock=TickingClock())
    begin(practice_case)

    def state() -> tuple[list[str], list[int], bool, bool]:
        with OpenCase(practice_case).reader() as reader:
            views = [view.name for view in views_of_case(reader, PAGES) if view.definition["fiscal_year"] == 2009]
            held = [year for own in reader.editions() if own.name == "改訂版" for year in own.fiscal_years]
            return views, held, 2009 in reader.year_scopes(), 2009 in reader.year_starts()

    assert state() == (["2009年度の低い順", "低い順 2009"], [2008, 2009], True, True)
    undo_change(practice_case, author=AUTHOR, clock=TickingClock())
    assert state() == ([], [2008], False, False)
    redo_change(practice_case, author=AUTHOR, clock=TickingClock())
    assert state()[3]
    with OpenCase(practice_case).reader() as reader:
        change = reader.changes()[-1]
    assert (change.kind, change.summary) == ("year_started", {"year": 2009, "organisations": 12, "units": 50})


def test_what_else_follows_is_part_of_the_same_change(practice_case: Path) -> None:
    seen = []
    wish = wish_of(proposed(practice_case))

    def carry(work: UnitOfWork, start: YearStart) -> None:
        seen.append((type(work), start.fiscal_year))

    start_year(practice_case, wish, author=AUTHOR, clock=TickingClock(), carried=[carry])
    assert seen == [(UnitOfWork, 2009)]


@pytest.mark.parametrize(("year", "key"), [(2008, "year_start.has_returns"), (2006, "year_start.has_returns")])
def test_a_year_with_returns_is_refused(made_practice_case: Path, year: int, key: str) -> None:
    with pytest.raises(WrongUsageError) as refused:
        proposed(made_practice_case, year)
    assert [own.key for own in refused.value.problems] == [key]


def test_a_year_that_was_begun_already_is_refused_also_when_it_is_begun_meanwhile(practice_case: Path) -> None:
    wish = wish_of(proposed(practice_case))
    begin(practice_case)
    for attempt in (lambda: proposed(practice_case), lambda: begin(practice_case, wish)):
        with pytest.raises(WrongUsageError) as refused:
            attempt()
        assert [own.key for own in refused.value.problems] == ["year_start.begun"]


def test_without_a_year_before_or_without_anybody_there_is_nothing_to_start(
    practice_case: Path, made_empty_case: Path
) -> None:
    for case, year in ((practice_case, 2004), (made_empty_case, 2007)):
        with pytest.raises(WrongUsageError) as refused:
            proposed(case, year)
        assert [own.key for own in refused.value.problems] == ["year_start.no_previous"]
    with pytest.raises(WrongUsageError) as refused:
        begin(practice_case, YearWish(2009, 2008, ()))
    assert [own.key for own in refused.value.problems] == ["year_start.nobody"]


def test_a_gap_is_allowed_and_counted(practice_case: Path) -> None:
    proposal = proposed(practice_case, 2011)
    assert (proposal.from_year, proposal.skipped_years) == (2008, 2)


def test_who_was_expected_and_did_not_report_is_told_and_expected_again(practice_case: Path) -> None:
    begin(practice_case)
    proposal = proposed(practice_case, 2010)
    assert proposal.from_year == 2009
    assert len(proposal.not_reported) == 12
    assert "樹林局" in by_name(proposal)["青葉省"].units
    assert {own.origin for own in proposal.not_reported} == {"continued"}


def test_a_case_of_publications_alone_can_begin_from_them(made_shipped_case: Path, tmp_path: Path) -> None:
    case = Path(shutil.copyfile(made_shipped_case, tmp_path / "case.auditcase"))
    proposal = proposed(case, 2007)
    wanted = [own for own in proposal.organisations if own.origin != "silent"]
    assert proposal.from_year == 2006
    assert len(wanted) > 15
    assert {own.units for own in wanted} == {("",)}
    assert begin(case, year=2007).organisations == len(wanted)
