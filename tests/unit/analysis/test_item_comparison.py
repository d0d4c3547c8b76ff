"""Items of two years: those joined stand once, all others on their own side with the reason."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.analysis.item_comparison import ItemComparison
from auditor_app.services.figure_ids import item_id
from tests.unit.analysis.compared_by_hand import TwoYears
from tests.unit.analysis.worlds import World, comparison_of, invented_world

seeds = st.integers(0, 2**40)


def ratio(world: World, year: int, body: int, item: str, role: str) -> Fraction | None:
    if (year, body) in world.surveyed:
        return None
    counts = world.answers.get((year, body), {}).get((item, role))
    return Fraction(100 * counts[1], counts[0]) if counts and counts[0] else None


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_every_joined_item_stands_once_with_the_difference_of_its_ratios(seed: int) -> None:
    world = invented_world(Random(seed))
    former, later = world.years
    by_hand = TwoYears(world, former, later, "implementation")
    common = by_hand.common("all", "")
    comparison = comparison_of(world)
    for series in comparison.present:
        if series.key != "1":
            continue
        items = ItemComparison(comparison, series, "implementation", item_id)
        rows = list(items.rows(items.questions()))
        assert max(Counter((row.item, row.role, bool(row.former_item)) for row in rows).values(), default=0) <= 2
        joined = {(row.former_item, row.item) for row in rows if row.former_item}
        assert joined <= set(by_hand.pairs.items())
        for row in rows:
            step = row.steps[0]
            if not row.former_item:
                assert step.delta_points is None
                assert step.reasons
                continue
            ends = ratio(world, former, 1, row.former_item, row.role), ratio(world, later, 1, row.item, row.role)
            assert [value.percent for value in row.values] == list(ends)
            expected = None if None in ends else ends[1] - ends[0]  # type: ignore[operator]
            assert step.delta_points == expected
            is_common = (row.former_item, row.item) in common and asks(world, row.role)
            assert step.like_for_like_points == (expected if is_common else None)
            if not is_common:
                assert "not_asked" in step.reasons


def asks(world: World, role: str) -> bool:
    return all(not own.roles or role in own.roles for own in world.scopes.values())


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_the_mean_of_an_item_is_bridged_exactly(seed: int) -> None:
    world = invented_world(Random(seed))
    items = ItemComparison(comparison_of(world), None, "implementation", item_id)
    former, later = world.years
    for row in items.rows(items.questions()):
        numbers = (row.former_item or row.item, row.item)
        for value, year, item in zip(row.values, (former, later), numbers, strict=True):
            if value.figure_id:
                found = [ratio(world, year, body, item, row.role) for body in world.reporting(year)]
                counted = [own for own in found if own is not None]
                assert value.percent == (sum(counted, Fraction(0)) / len(counted) if counted else None)
        step = row.steps[0]
        if step.bridge is not None:
            assert step.bridge.total == step.delta_points
            assert step.bridge.catalogue == 0  # an item is the same item: nothing else is asked


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_over_three_years_an_item_goes_on_as_long_as_it_is_joined(seed: int) -> None:
    world = invented_world(Random(seed), year_count=3)
    comparison = comparison_of(world)
    items = ItemComparison(comparison, None, "implementation", item_id)
    rows = list(items.rows(items.questions()))
    for place, year in enumerate(world.years):
        ids = [row.values[place].figure_id for row in rows if row.values[place].figure_id]
        assert len(ids) == len(set(ids))
        asked = {(item.item, role) for item in world.edition(year).items for role in item.roles}
        if world.reporting(year):
            assert len(ids) >= len(asked)
