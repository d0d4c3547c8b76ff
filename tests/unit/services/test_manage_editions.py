"""Editions, the years they hold for, and scopes: one change each, and never two editions for one year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.standards import Edition, edition_for
from auditor_app.domain.year_scope import YearScope
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.browse_editions import (
    YearLine,
    editions_side_by_side,
    years_held_by_others,
    years_of_editions,
)
from auditor_app.services.browse_scopes import scope_of_year, scopes
from auditor_app.services.import_tables import ImportSession
from auditor_app.services.manage_editions import EditionWish, edit_edition, set_scope
from auditor_app.services.undo_change import undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock

CLOCK = TickingClock()
HEADER = "基準の名称,版,遵守事項,部,節,区分,役割,名称"


def edition(case: Path, name: str) -> Edition:
    with CaseReader(case) as reader:
        return next(own for own in reader.editions() if own.name == name)


def years(case: Path) -> dict[str, tuple[int, ...]]:
    with CaseReader(case) as reader:
        return {own.name: own.fiscal_years for own in reader.editions()}


def holds(case: Path, year: int) -> str:
    with CaseReader(case) as reader:
        found = edition_for(reader.editions(), year)
    return found.name if found else ""


def line(case: Path, year: int) -> YearLine:
    with CaseReader(case) as reader:
        return next(own for own in years_of_editions(reader) if own.fiscal_year == year)


def edit(case: Path, name: str, *fiscal_years: int, moves: bool = False, **state: object) -> dict[int, str]:
    own = edition(case, name)
    wish = EditionWish(state.get("state", own.state), state.get("day", own.state_date), fiscal_years)  # type: ignore[arg-type]
    return edit_edition(case, own.id, wish, moves=moves, author=AUTHOR, clock=CLOCK)


def log_length(case: Path) -> int:
    with CaseReader(case) as reader:
        return len(reader.log())


def catalogue(folder: Path, name: str, standard: str = "演習用統一基準") -> Path:
    path = folder / f"{name}.csv"
    path.write_text(f"{HEADER}\n{standard},{name},2.1.1(1)(a),2,2.1.1,基本,行政事務従事者,題名\n", encoding="utf-8")
    return path


def blocked(case: Path, file: Path, *fiscal_years: int) -> list[str]:
    with ImportSession(case, file, kind="catalogue", years=fiscal_years) as session:
        return [problem.key for problem in session.propose().blocking]


def test_editions_stand_side_by_side_with_the_size_of_their_parts(practice_case: Path) -> None:
    with CaseReader(practice_case) as reader:
        found = {own.edition.name: own for own in editions_side_by_side(reader)}
    for summary in found.values():
        items = summary.edition.items
        assert (summary.basic, summary.enhanced) == (
            sum(own.item_class == "basic" for own in items),
            sum(own.item_class == "enhanced" for own in items),
        )
        part = next(own for own in summary.parts if own.part == "5")
        assert part.basic + part.enhanced == sum(own.item.startswith("5.") for own in items)
    assert found["初版"].enhanced > found["改訂版"].enhanced  # items of 5.1.1 were reclassified


def test_a_draft_is_decided_with_its_day_and_undo_makes_it_a_draft_again(shipped_case: Path) -> None:
    name = "改訂案(平成19年4月23日)"
    before = edition(shipped_case, name)
    edit(shipped_case, name, state="decided", day=date(2007, 6, 14))
    assert (edition(shipped_case, name).state, edition(shipped_case, name).state_date) == ("decided", date(2007, 6, 14))
    undo_change(shipped_case, author=AUTHOR, clock=CLOCK)
    assert edition(shipped_case, name) == before


def test_a_free_year_is_given_to_an_edition(practice_case: Path) -> None:
    assert edit(practice_case, "改訂版", 2008, 2009) == {}
    assert years(practice_case)["改訂版"] == (2008, 2009)
    assert line(practice_case, 2009).holds_by == "named"


def test_two_editions_for_one_year_are_refused_with_both_names(practice_case: Path) -> None:
    length = log_length(practice_case)
    with pytest.raises(WrongUsageError) as caught:
        edit(practice_case, "改訂版", 2007, 2008)
    (problem,) = caught.value.problems
    assert (problem.key, problem.values["year"], problem.values["other"]) == ("edition.year_taken", 2007, "初版")
    assert log_length(practice_case) == length


def test_a_year_is_moved_on_purpose_and_undo_moves_it_back(practice_case: Path) -> None:
    with CaseReader(practice_case) as reader:
        own = next(edition for edition in reader.editions() if edition.name == "改訂版")
        held = years_held_by_others(reader.editions(), own.id, [2007, 2010])
    assert {year: other.name for year, other in held.items()} == {2007: "初版"}
    assert edit(practice_case, "改訂版", 2007, 2008, moves=True) == {2007: "初版"}
    assert years(practice_case) == {"初版": (2006,), "改訂版": (2007, 2008)}
    assert holds(practice_case, 2007) == "改訂版"
    undo_change(practice_case, author=AUTHOR, clock=CLOCK)
    assert years(practice_case) == {"初版": (2006, 2007), "改訂版": (2008,)}
    assert all(point.holds for point in verify_case(practice_case))


def test_a_year_given_up_has_no_edition_and_does_not_fall_back_to_an_earlier_one(practice_case: Path) -> None:
    edit(practice_case, "改訂版", 2007, 2008, moves=True)
    edit(practice_case, "改訂版", 2008)
    assert years(practice_case) == {"初版": (2006,), "改訂版": (2008,)}
    assert (holds(practice_case, 2007), line(practice_case, 2007).holds_by) == ("", "none")


def test_only_one_edition_with_items_can_hold_for_all_the_other_years(practice_case: Path) -> None:
    edit(practice_case, "改訂版")
    assert holds(practice_case, 2030) == "改訂版"
    with pytest.raises(WrongUsageError) as caught:
        edit(practice_case, "初版")
    assert caught.value.problems[0].key == "edition.second_default"


def test_the_same_again_is_no_change(practice_case: Path) -> None:
    length = log_length(practice_case)
    assert edit(practice_case, "初版", 2006, 2007) == {}
    assert log_length(practice_case) == length


def test_a_catalogue_for_a_year_that_has_one_with_items_is_refused(practice_case: Path, tmp_path: Path) -> None:
    assert blocked(practice_case, catalogue(tmp_path, "第三版"), 2008) == ["catalogue.year_taken"]
    assert blocked(practice_case, catalogue(tmp_path, "第三版"), 2009) == []


def test_a_catalogue_takes_the_year_of_an_edition_without_items(shipped_case: Path, tmp_path: Path) -> None:
    file = catalogue(tmp_path, "独自の版", "政府機関統一基準")
    assert blocked(shipped_case, file, 2006) == []
    with ImportSession(shipped_case, file, kind="catalogue", years=(2006,)) as session:
        session.propose()
        session.accept(AUTHOR, CLOCK)
    assert (holds(shipped_case, 2006), line(shipped_case, 2006).edition) == (
        "独自の版",
        edition(shipped_case, "独自の版"),
    )


def test_the_scope_of_fy2006_is_read_from_the_report(shipped_case: Path) -> None:
    with CaseReader(shipped_case) as reader:
        scope = scope_of_year(reader, 2006)
        assert scope_of_year(reader, 1999) is None
    assert scope is not None
    assert (scope.classes, scope.roles, scope.basis) == (("basic",), ("officer", "staff", "system"), "published")
    assert "課長相当職以上" in scope.levels
    assert "文書管理システム" in scope.systems


def test_what_the_auditor_decides_goes_before_what_was_published_until_taken_back(shipped_case: Path) -> None:
    with CaseReader(shipped_case) as reader:
        published = scopes(reader)
    decided = YearScope(2006, ("basic", "enhanced"), ("staff",), "全職員", "", "理由")
    set_scope(shipped_case, decided, author=AUTHOR, clock=CLOCK)
    set_scope(shipped_case, YearScope(2007, ("basic",), ()), author=AUTHOR, clock=CLOCK)
    with CaseReader(shipped_case) as reader:
        assert scopes(reader) == {2006: decided, 2007: YearScope(2007, ("basic",), ())}
    length = log_length(shipped_case)
    set_scope(shipped_case, decided, author=AUTHOR, clock=CLOCK)
    assert log_length(shipped_case) == length
    set_scope(shipped_case, YearScope(2006, (), ()), author=AUTHOR, clock=CLOCK)
    with CaseReader(shipped_case) as reader:
        assert scopes(reader)[2006] == published[2006]
    assert all(point.holds for point in verify_case(shipped_case))
