"""Joined series, scopes of years and begun years: the latest holds, undo shows the one before, nonsense is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, ticking_clock
from tests.unit.storage.returned import case_with_catalogue
from tests.unit.storage.test_undo import undo

BOTH = JoinedSeries("一と二", "One and two", (1, 2))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return case_with_catalogue(tmp_path, organisations=3)


def change(path: Path, act: Callable[[UnitOfWork], None]) -> None:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("scope_set", {})
        act(work)
        work.commit()


def test_a_joined_series_is_changed_and_removed_under_its_name(case: Path) -> None:
    all_three, removed = JoinedSeries("一と二", "", (1, 2, 3)), JoinedSeries("一と二", "", (1, 2, 3), is_removed=True)
    for series in (BOTH, JoinedSeries("二と三", "", (3, 2, 3)), all_three, removed):
        change(case, lambda work, own=series: work.save_joined_series(own))  # type: ignore[misc]
    second = JoinedSeries("二と三", "", (2, 3))
    for shown in ([second], [all_three, second], [BOTH, second], [BOTH], []):
        with CaseReader(case) as reader:
            assert reader.joined_series() == shown
        if shown:
            undo(case)
    assert all(point.holds for point in verify_case(case))


def test_a_joined_series_whose_body_is_gone_can_be_removed(case: Path) -> None:
    change(case, lambda work: work.save_joined_series(BOTH))
    with CaseReader(case) as reader:
        name = reader.organisations()[0].names[0].id
    change(case, lambda work: work.retract("organisation_name", [name]))
    change(case, lambda work: work.save_joined_series(replace(BOTH, is_removed=True)))
    with CaseReader(case) as reader:
        assert reader.joined_series() == []


@pytest.mark.parametrize(
    "series",
    [
        JoinedSeries("一つだけ", "", (1,)),
        JoinedSeries("二度同じ", "", (1, 1)),
        JoinedSeries("知らない", "", (1, 99)),
        JoinedSeries("　", "", (1, 2)),
    ],
)
def test_a_series_that_joins_nothing_is_refused(case: Path, series: JoinedSeries) -> None:
    before = case.read_bytes()
    with pytest.raises(ValueError, match="organisation"):
        change(case, lambda work: work.save_joined_series(series))
    assert case.read_bytes() == before


def test_the_latest_scope_of_a_year_holds_and_an_empty_one_takes_it_back(case: Path) -> None:
    narrow = YearScope(2006, ("basic",), ("staff",), "本省", "主要なシステム", "覚え")
    wide = YearScope(2006, ("basic", "enhanced"), ("officer", "staff", "system"))
    for scope in (narrow, wide, YearScope(2007, ("enhanced",), ()), YearScope(2006, (), ())):
        change(case, lambda work, own=scope: work.set_year_scope(own))  # type: ignore[misc]
    later = {2007: YearScope(2007, ("enhanced",), ())}
    for shown in (later, {2006: wide, **later}, {2006: wide}, {2006: narrow}, {}):
        with CaseReader(case) as reader:
            assert reader.year_scopes() == shown
        if shown:
            undo(case)


def test_a_scope_is_the_same_in_whatever_order_it_is_said(case: Path) -> None:
    change(case, lambda work: work.set_year_scope(YearScope(2006, ("enhanced", "basic"), ("system", "officer"))))
    with CaseReader(case) as reader:
        assert reader.year_scopes()[2006] == YearScope(2006, ("basic", "enhanced"), ("officer", "system"))


@pytest.mark.parametrize(
    "scope",
    [
        YearScope(2006, ("basic",), ("知らない役割",)),
        YearScope(2006, ("advanced",), ()),  # type: ignore[arg-type]
        YearScope(2006, ("basic",), (), basis="published"),
    ],
)
def test_a_scope_the_case_cannot_hold_is_refused(case: Path, scope: YearScope) -> None:
    before = case.read_bytes()
    with pytest.raises(ValueError, match=r"scope|document"):
        change(case, lambda work: work.set_year_scope(scope))
    assert case.read_bytes() == before


def test_a_year_is_begun_with_the_units_that_are_expected(case: Path) -> None:
    first = YearStart(2007, 2006, ((1, ""), (1, "本省"), (2, "")))
    again = YearStart(2007, 2006, ((2, "会計課"),))
    for start in (first, again):
        change(case, lambda work, own=start: work.start_year(own))  # type: ignore[misc]
    for shown in ({2007: again}, {2007: first}, {}):
        with CaseReader(case) as reader:
            assert reader.year_starts() == shown
        if shown:
            undo(case)


@pytest.mark.parametrize("start", [YearStart(2007, 2007, ((1, ""),)), YearStart(2007, 2006, ((99, ""),))])
def test_a_year_begun_from_itself_or_with_unknown_bodies_is_refused(case: Path, start: YearStart) -> None:
    before = case.read_bytes()
    with pytest.raises(ValueError, match=r"another one|organisation"):
        change(case, lambda work: work.start_year(start))
    assert case.read_bytes() == before
