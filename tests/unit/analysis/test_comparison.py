"""Years side by side equal what plain fractions give, whatever the editions, crosswalks, bodies and scopes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.comparison import RateComparison
from auditor_app.domain.comparison import ComparedRow
from auditor_app.domain.lineage import Series
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.rate_options import METRICS
from tests.unit.analysis.compared_by_hand import TwoYears
from tests.unit.analysis.worlds import World, comparison_of, invented_world

AREAS = [
    (part, role, section)
    for part, section in (("all", ""), ("2", ""), ("3", ""), ("2", "2.1.1"))
    for role in ("all", "staff")
]
seeds = st.integers(0, 2**40)


def rows_by_key(comparison: RateComparison, area: Subject) -> dict[str, ComparedRow]:
    return {row.series: row for row in comparison.rows(area)}


def bodies_of(world: World, series: Series, year: int) -> list[int]:
    return [body for body in series.members if body in world.reporting(year)]


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_every_delta_and_every_bridge_equals_an_exact_recomputation(seed: int) -> None:
    world = invented_world(Random(seed))
    comparison = comparison_of(world)
    former, later = world.years
    for metric in METRICS:
        by_hand = TwoYears(world, former, later, metric)
        for area in AREAS:
            rows = rows_by_key(comparison, Subject(metric, *area))
            part, _, section = area
            is_other_section = (
                section and by_hand.editions[0] is not by_hand.editions[1] and not by_hand.common(part, section)
            )
            for series in comparison.present:
                ends = [bodies_of(world, series, year) for year in world.years]
                values = [by_hand.value(year, own, *area) for year, own in zip(world.years, ends, strict=True)]
                common = [by_hand.over_common(year, own, *area) for year, own in zip(world.years, ends, strict=True)]
                found = rows[series.key]
                assert [value.percent for value in found.values] == values
                delta = None if is_other_section else minus(values)
                check_step(found, delta, minus(common))
                if found.steps[0].bridge is not None:
                    assert found.steps[0].bridge.organisations == 0
            means = [by_hand.mean(year, *area) for year in world.years]
            common = [by_hand.mean(year, *area, over_common=True) for year in world.years]
            mean = rows["*"]
            assert [value.percent for value in mean.values] == means
            delta = None if is_other_section else minus(means)
            check_step(mean, delta, minus(common))
            members = [own.members for own in comparison.present if not own.is_joined]
            bridge = mean.steps[0].bridge
            expected = by_hand.bridge_of_mean(members, delta, *area) if delta is not None else None
            assert (None if bridge is None else (bridge.real, bridge.catalogue, bridge.organisations)) == expected


def check_step(row: ComparedRow, delta: Fraction | None, like_for_like: Fraction | None) -> None:
    step = row.steps[0]
    assert step.delta_points == delta
    assert step.like_for_like_points == like_for_like
    if row.kind != "mean":
        assert (step.bridge is None) == (delta is None or like_for_like is None)
    if step.bridge is not None:
        assert step.bridge.real + step.bridge.catalogue + step.bridge.organisations == delta
    if delta is None or like_for_like is None:
        assert step.reasons
    else:
        assert step.reasons == ()
    if like_for_like is None and set(step.breaks) & {"edition", "scope", "definition"}:
        assert step.change == "not_comparable"


def minus(ends: list[Fraction | None]) -> Fraction | None:
    return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_every_item_of_either_year_is_counted_once(seed: int) -> None:
    world = invented_world(Random(seed))
    step = rows_by_key(comparison_of(world), Subject("implementation"))["*"].steps[0]
    items = [len(world.edition(year).items) for year in world.years]
    assert 2 * step.common_items + sum(count for _, count in step.not_common) == sum(items)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_each_step_of_several_years_is_that_of_its_two_years_alone(seed: int) -> None:
    world = invented_world(Random(seed), year_count=3)
    whole = comparison_of(world)
    for place, pair in enumerate(pairwise(world.years)):
        two = replace(world, edition_of={year: world.edition_of[year] for year in pair})
        for area in AREAS:
            alone = rows_by_key(comparison_of(two), Subject("implementation", *area))
            for row in whole.rows(Subject("implementation", *area)):
                if row.series in alone:
                    assert row.steps[place] == alone[row.series].steps[0]


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_renaming_alone_changes_no_number(seed: int) -> None:
    world = invented_world(Random(seed))
    renamed = replace(
        world,
        bodies=[
            Organisation(own.id, (*own.names, OrganisationName("新" + own.names[-1].name))) for own in world.bodies
        ],
    )
    for area in AREAS:
        before, after = (comparison_of(own).rows(Subject("implementation", *area)) for own in (world, renamed))
        assert [numbers(row) for row in before] == [numbers(row) for row in after]


def test_a_new_name_marks_the_row_and_nothing_else() -> None:
    world = quiet_world()
    step = rows_by_key(comparison_of(world), Subject("implementation"))["2"]
    assert (step.organisation, step.lineage) == ("乙省", ("乙庁", "乙省"))
    assert step.steps[0].breaks == ("renamed",)
    assert (step.steps[0].delta_points, step.steps[0].change) == (0, step.steps[0].change)


def numbers(row: ComparedRow) -> Iterable[object]:
    steps = [(own.delta_points, own.like_for_like_points, own.bridge, own.common_items) for own in row.steps]
    return row.series, [value.percent for value in row.values], steps


def quiet_world() -> World:
    """Two years under one edition; everybody answers the same again."""
    world = invented_world(Random(5))
    name = world.editions[0].name
    first = replace(world, edition_of={2006: name, 2007: name}, surveyed=set(), scopes={}, joined=[])
    again = {
        (year, body.id): {
            (item.item, role): (4, 3 if role == "staff" else 4)
            for item in world.editions[0].items
            for role in item.roles
        }
        for year in (2006, 2007)
        for body in world.bodies
        if body.id in (1, 2)
    }
    return replace(first, answers=again)
