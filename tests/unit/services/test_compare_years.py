"""Years of a case side by side: from the files an auditor imports to the rows of the comparison."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from auditor_app.domain.comparison import ComparedRow
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.services.compare_years import (
    CompareChoice,
    comparable_years,
    compare_areas,
    compare_everything,
    compare_figure,
    compare_items,
    compare_organisations,
)
from auditor_app.services.open_case import CaseReader, OpenCase
from tests.builders import new_case, new_practice_case
from tests.unit.analysis.compared_by_hand import TwoYears
from tests.unit.services.compared_files import case_of_world, importable_world

NAMES = {"甲省": 1, "乙省": 2, "丙省": 3}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> OpenCase:
    return OpenCase(new_practice_case(tmp_path_factory.mktemp("practice") / "practice.auditcase"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_imported_years_compare_as_plain_fractions_do(tmp_path: Path, seed: int) -> None:
    world = importable_world(Random(seed))
    with CaseReader(case_of_world(tmp_path, world)) as reader:
        for metric in METRICS:
            by_hand = TwoYears(world, 2006, 2007, metric)
            for part, role in (("all", "all"), ("2", "all"), ("all", "staff")):
                rows = compare_organisations(reader, CompareChoice((2006, 2007), metric, role, part)).rows
                assert [row.organisation for row in rows] == [*NAMES, "*"]
                for row in rows[:-1]:
                    body = [NAMES[row.organisation]]
                    values = [by_hand.value(year, body, part, role, "") for year in (2006, 2007)]
                    common = [by_hand.over_common(year, body, part, role, "") for year in (2006, 2007)]
                    assert [value.percent for value in row.values] == values
                    assert row.steps[0].delta_points == minus(values)
                    assert row.steps[0].like_for_like_points == minus(common)
                mean = rows[-1].steps[0]
                delta = minus([by_hand.mean(year, part, role, "") for year in (2006, 2007)])
                assert mean.delta_points == delta
                if delta is not None and mean.bridge is not None:
                    expected = by_hand.bridge_of_mean([(1,), (2,), (3,)], delta, part, role, "")
                    assert (mean.bridge.real, mean.bridge.catalogue, mean.bridge.organisations) == expected


def test_imported_breaks_are_named(tmp_path: Path) -> None:
    world = importable_world(Random(1))
    with CaseReader(case_of_world(tmp_path, world)) as reader:
        found = compare_organisations(reader, CompareChoice((2006, 2007)))
    steps = {row.organisation: row.steps[0] for row in found.rows}
    assert steps["甲省"].breaks == ("edition",)
    assert steps["乙省"].breaks == ("edition", "renamed")
    assert steps["丙省"].breaks == ("edition", "own_survey")
    assert steps["丙省"].reasons == ("excluded",)
    notes = found.pairs[0]
    assert (notes.former_edition, notes.later_edition, notes.has_crosswalk) == ("初版", "改訂版", True)
    kinds = [own.kind for own in world.crosswalk]
    assert dict(notes.kinds).get("unchanged", 0) == kinds.count("unchanged")
    assert dict(notes.kinds)["new"] == 1


def test_without_a_crosswalk_the_years_still_open(tmp_path: Path) -> None:
    world = importable_world(Random(2))
    with CaseReader(case_of_world(tmp_path, world, with_crosswalk=False)) as reader:
        found = compare_organisations(reader, CompareChoice((2006, 2007)))
        items = compare_items(reader, CompareChoice((2006, 2007)), "甲省")
    step = found.rows[0].steps[0]
    assert (step.delta_points is not None, step.like_for_like_points, step.reasons) == (True, None, ("no_crosswalk",))
    assert all("no_crosswalk" in row.steps[0].reasons for row in items.rows)
    assert all(not row.former_item for row in items.rows)


def test_the_order_in_which_years_are_given_changes_nothing(practice: OpenCase) -> None:
    with practice.reader() as reader:
        for part in ("all", "3"):
            one = compare_organisations(reader, CompareChoice((2006, 2008), part=part))
            assert one == compare_organisations(reader, CompareChoice((2008, 2006, 2008), part=part))
        one = compare_organisations(reader, CompareChoice((2006, 2008), "coverage"))
        assert one == compare_organisations(reader, CompareChoice((2008, 2006), "coverage"))


def test_the_practice_case_shows_each_kind_of_break(practice: OpenCase) -> None:
    with practice.reader() as reader:
        years = tuple(comparable_years(reader))
        breaks = {name for row in compare_everything(reader, years) for step in row.steps for name in step.breaks}
    assert {"edition", "renamed", "split", "merged", "scope", "own_survey"} <= breaks


def test_every_bridge_of_the_practice_case_adds_up_to_its_delta(practice: OpenCase) -> None:
    bridged = 0
    with practice.reader() as reader:
        for row in compare_everything(reader, (2006, 2007, 2008)):
            for step in row.steps:
                if step.bridge is not None:
                    assert step.delta_points is not None
                    assert step.bridge.total == Fraction(step.delta_points)
                    bridged += 1
    assert bridged > 1000


def test_a_delta_is_found_again_by_its_id(practice: OpenCase) -> None:
    with practice.reader() as reader:
        rows = [*compare_everything(reader, (2007, 2008))][::41]
        rows += compare_areas(reader, CompareChoice((2007, 2008)), "白樺庁", "section").rows[::7]
        rows += compare_items(reader, CompareChoice((2007, 2008)), "*").rows[::19]
        for row in rows:
            assert compare_figure(reader, row.figure_id, RateOptions()) == row
        assert compare_figure(reader, "delta:2007-2008:存在省:implementation:all:all", RateOptions()) is None
        assert compare_figure(reader, "delta:2007-2008:*:implementation:all:99", RateOptions()) is None


def test_a_renamed_ministry_is_found_by_its_former_name(practice: OpenCase) -> None:
    with practice.reader() as reader:
        found = compare_areas(reader, CompareChoice((2006, 2007, 2008)), "白樺庁", "part")
    assert {row.organisation for row in found.rows} == {"白樺省"}
    assert [value.name for value in found.rows[0].values] == ["白樺庁", "白樺省", "白樺省"]
    assert "renamed" in found.rows[0].steps[0].breaks


def test_an_area_agrees_with_the_table_of_organisations(practice: OpenCase) -> None:
    with practice.reader() as reader:
        areas = compare_areas(reader, CompareChoice((2007, 2008)), "*", "part").rows
        for row in areas:
            table = compare_organisations(reader, CompareChoice((2007, 2008), "implementation", row.role, row.part))
            assert figures(table.rows[-1]) == figures(row)


def test_items_report_how_far_they_are_and_can_be_given_up(practice: OpenCase) -> None:
    told: list[tuple[int, int]] = []
    choice = CompareChoice((2007, 2008))
    with practice.reader() as reader:
        found = compare_items(reader, choice, "青葉省", lambda done, total: told.append((done, total)))
        assert told[0] == (0, len(found.rows))
        with pytest.raises(CancelledByUserError):
            compare_items(reader, choice, "青葉省", is_cancelled=lambda: True)


def test_a_year_of_pictures_and_a_year_without_anything_open_too(tmp_path: Path) -> None:
    """The shipped case: FY2006 shows its rates as charts, and of FY2007 nothing is there yet."""
    with CaseReader(new_case(tmp_path / "case.auditcase")) as reader:
        rates = compare_organisations(reader, CompareChoice((2006, 2007)))
        coverage = compare_organisations(reader, CompareChoice((2006, 2007), "coverage"))
    assert rates.missing_years == coverage.missing_years == (2007,)
    step = {row.organisation: row.steps[0] for row in rates.rows}
    assert step["防衛省"].breaks == ("not_transcribed",)
    assert (step["農林水産省"].breaks, step["農林水産省"].reasons) == (
        ("own_survey",),
        ("year_without_data", "excluded"),
    )
    assert len(coverage.rows) == 20
    assert coverage.rows[0].values[0].printed == "99.2 %"
    assert {row.steps[0].reasons for row in coverage.rows} == {("year_without_data",)}
    assert step["防衛省"].change == "not_comparable"


def test_a_case_without_anything_compares_nothing(tmp_path: Path) -> None:
    with CaseReader(new_case(tmp_path / "case.auditcase", with_published=False)) as reader:
        assert comparable_years(reader) == []
        assert compare_organisations(reader, CompareChoice(())).rows[:-1] == ()
        assert list(compare_everything(reader, (2006, 2007))) == []
        assert compare_items(reader, CompareChoice((2006, 2007)), "*").rows == ()


def figures(row: ComparedRow) -> tuple[object, ...]:
    return row.values, row.steps, row.figure_id


def minus(ends: list[Fraction | None]) -> Fraction | None:
    return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]
