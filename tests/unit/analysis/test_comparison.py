"""Years side by side equal what plain fractions give, whatever the editions, crosswalks, bodies and scopes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.analysis.compared_areas import section_areas
from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.comparison import RateComparison
from auditor_app.domain.comparison import ComparedRow, change_of
from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.lineage import JoinedSeries, Series
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.rate_options import METRICS
from auditor_app.domain.year_scope import YearScope
from tests.unit.analysis.compared_by_hand import TwoYears
from tests.unit.analysis.worlds import ROLES, Counts, World, comparison_of, invented_world

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
                check_open_answers(found, by_hand.answered_once(ends, *area))
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
        assert step.reasons == (("incomplete",) if step.answered_once else ())
    if like_for_like is None and set(step.breaks) & {"edition", "scope", "definition"}:
        assert step.change == "not_comparable"


def check_open_answers(row: ComparedRow, expected: tuple[int, list[Fraction | None]]) -> None:
    """What one of the years left open is told, and never taken for progress."""
    step, (count, (former, later)) = row.steps[0], expected
    if step.like_for_like_points is None:
        return
    assert step.answered_once == count
    if count:
        assert (step.former_both, step.later_both) == (former, later)
        assert step.change == change_of(former, later)
    else:
        assert step.change == change_of(step.former_common, step.later_common)


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


def numbers(row: ComparedRow) -> tuple[object, ...]:
    steps = [(own.delta_points, own.like_for_like_points, own.bridge, own.common_items) for own in row.steps]
    return row.series, [value.percent for value in row.values], steps


def test_a_new_name_marks_the_row_and_nothing_else() -> None:
    row = rows_by_key(comparison_of(quiet_world()), Subject("implementation"))["2"]
    assert (row.organisation, row.lineage) == ("乙省", ("乙庁", "乙省"))
    assert row.steps[0].breaks == ("renamed",)
    assert row.steps[0].delta_points == 0
    assert row.steps[0].change == "persisting"


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_reclassification_alone_shows_only_in_the_catalogue(seed: int) -> None:
    """The revised edition turns some enhanced items into basic ones; on the ground nothing has changed."""
    random = Random(seed)
    world = reclassified_world(random)
    for metric in METRICS:
        for part in ("all", "2", "3"):
            for row in comparison_of(world).rows(Subject(metric, part)):
                step = row.steps[0]
                if step.bridge is not None:
                    assert step.like_for_like_points == step.bridge.real == step.bridge.organisations == 0
                    assert step.bridge.catalogue == step.delta_points
                assert "reclassified" in dict(step.not_common) or part != "all"


def reclassified_world(random: Random) -> World:
    """Basic items are asked; those that become basic are answered from then on, worse than the others."""
    world = invented_world(random)
    former = world.editions[0]
    changed = {item.item for item in former.items if item.item_class == "enhanced"} or {former.items[0].item}
    later = replace(
        former,
        name="改訂版",
        items=tuple(replace(item, item_class="basic", id=item.id + 500) for item in former.items),
    )
    rows = [
        CrosswalkEntry(
            former.name, own.item, later.name, own.item, "reclassified" if own.item in changed else "unchanged"
        )
        for own in former.items
    ]
    same: dict[int, dict[tuple[str, str], Counts]] = {
        body.id: {(item.item, "staff"): (9, random.randint(0, 9)) for item in former.items if item.item not in changed}
        for body in world.bodies[:3]
    }
    more: dict[tuple[str, str], Counts] = {(item, "staff"): (9, 1) for item in changed}
    answers = {(2006, body): dict(own) for body, own in same.items()}
    answers |= {(2007, body): {**own, **more} for body, own in same.items()}
    return replace(
        world,
        editions=[former, later],
        edition_of={2006: former.name, 2007: later.name},
        crosswalk=rows,
        surveyed=set(),
        scopes={2006: YearScope(2006, ("basic",), ()), 2007: YearScope(2007, ("basic",), ())},
        joined=[],
        answers=answers,
    )


def test_without_a_crosswalk_the_rates_stand_side_by_side_and_nothing_is_called_like_for_like() -> None:
    world = replace(reclassified_world(Random(1)), crosswalk=[])
    comparison = comparison_of(world)
    row = rows_by_key(comparison, Subject("implementation"))["1"]
    step = row.steps[0]
    assert all(value.percent is not None for value in row.values)
    assert step.delta_points == difference_of_values(row)
    assert (step.like_for_like_points, step.bridge, step.change) == (None, None, "not_comparable")
    assert (step.breaks, step.reasons) == (("edition",), ("no_crosswalk",))
    notes = comparison.notes()[0]
    assert not notes.has_crosswalk
    assert len(notes.unmapped) == sum(len(edition.items) for edition in world.editions)


def test_a_section_of_the_same_number_in_another_edition_is_not_taken_for_the_same() -> None:
    world = replace(reclassified_world(Random(1)), crosswalk=[])
    comparison = comparison_of(world)
    sections = [area for area in section_areas(comparison, "implementation") if area.role == "all"]
    assert sections
    for area in sections:
        row = rows_by_key(comparison, area)["1"]
        assert row.steps[0].delta_points is None
        assert "edition" in row.steps[0].breaks


def test_an_item_common_to_both_editions_is_not_common_to_one_part_when_it_moved_out_of_it() -> None:
    world = quiet_world()
    former = world.editions[0]
    section = former.items[0].section
    part = {own.section: own.part for own in former.sections}[section]
    moved = tuple(replace(own, part="9") if own.section == section else own for own in former.sections)
    later = replace(
        former, name="改訂版", sections=moved, items=tuple(replace(own, id=own.id + 500) for own in former.items)
    )
    world.editions, world.edition_of = [former, later], {2006: former.name, 2007: later.name}
    world.crosswalk = [CrosswalkEntry(former.name, own.item, later.name, own.item, "moved") for own in former.items]
    comparison = comparison_of(world)
    whole = rows_by_key(comparison, Subject("implementation"))["1"].steps[0]
    of_part = rows_by_key(comparison, Subject("implementation", part))["1"].steps[0]
    leaving = sum(own.section == section for own in former.items)
    assert (whole.common_items, whole.not_common) == (len(former.items), ())
    assert of_part.not_common == (("moved", leaving),)


def test_a_body_that_did_not_exist_yet_says_so_instead_of_not_reported() -> None:
    world = quiet_world()
    world.bodies = [own for own in world.bodies if own.id != 4]
    world.bodies.append(Organisation(4, (OrganisationName("丁庁", "", date(2007, 4, 1)),)))
    world.answers[2007, 4] = world.answers[2007, 1]
    step = rows_by_key(comparison_of(world), Subject("implementation"))["4"].steps[0]
    assert step.reasons == ("created",)
    assert "split" in step.breaks


def test_a_joined_series_pools_its_members_and_never_counts_in_the_mean() -> None:
    world = quiet_world()
    world.joined = [JoinedSeries("丙の後継", "", (3, 4, 5))]
    items = list(world.answers[2006, 1])
    world.answers[2006, 3] = dict.fromkeys(items, (10, 5))
    world.answers[2007, 4] = dict.fromkeys(items, (2, 2))
    world.answers[2007, 5] = dict.fromkeys(items, (8, 5))
    rows = rows_by_key(comparison_of(world), Subject("implementation"))
    joined = rows["joined:丙の後継"]
    assert (joined.kind, joined.lineage) == ("joined", ("丙省", "丁庁", "戊庁"))
    assert [value.percent for value in joined.values] == [50, 70]
    assert joined.steps[0].breaks == ()  # what happened inside it breaks nothing
    without = rows_by_key(comparison_of(replace(world, joined=[])), Subject("implementation"))
    assert rows["*"] == without["*"]


def difference_of_values(row: ComparedRow) -> Fraction | None:
    former, later = (value.percent for value in row.values)
    return None if former is None or later is None else Fraction(later) - Fraction(former)


def quiet_world() -> World:
    """Two years under one edition; two bodies answer the same again."""
    world = invented_world(Random(5))
    edition = world.editions[0]
    again: dict[tuple[int, int], dict[tuple[str, str], Counts]] = {
        (year, body): {(item.item, role): (4, 3 if role == "staff" else 4) for item in edition.items for role in ROLES}
        for year in (2006, 2007)
        for body in (1, 2)
    }
    both = {2006: edition.name, 2007: edition.name}
    return replace(world, edition_of=both, surveyed=set(), scopes={}, joined=[], answers=again)
