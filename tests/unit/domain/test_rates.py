"""The rates hold against fractions added one by one, whatever the counts, their order and their grouping."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.numbers import exact_percent, rounded
from auditor_app.domain.published import State
from auditor_app.domain.rates import (
    CoverageSum,
    ItemCount,
    Rates,
    completed,
    difference_of,
    exact_sum,
    is_small_group,
    mean_of,
    mean_rates,
    rates_of,
    sum_coverage,
)
from auditor_app.domain.returns import LARGEST_COUNT


@st.composite
def item_counts(draw: st.DrawFn) -> ItemCount:
    """One item as it can stand in the sums: nothing reported, no duty, or a duty some carried out."""
    answered = draw(st.integers(0, 5))
    if not answered:
        return ItemCount(0, 0, 0)
    obliged = draw(st.one_of(st.integers(0, 12), st.integers(0, LARGEST_COUNT)))
    implemented = draw(st.one_of(st.just(obliged), st.integers(0, obliged)))
    return ItemCount(answered, obliged, implemented)


many_counts = st.lists(item_counts(), max_size=30)
coverage_counts = st.integers(0, LARGEST_COUNT).flatmap(
    lambda target: st.integers(0, target).flatmap(
        lambda known: st.tuples(
            st.just(target), st.just(known), st.one_of(st.none(), st.just(known), st.integers(known, target))
        )
    )
)


@given(many_counts)
def test_rates_are_what_single_fractions_give(counts: list[ItemCount]) -> None:
    ratios = [Fraction(own.implemented, own.obliged) for own in counts if own.obliged]
    rates = rates_of(counts)
    assert rates.items_with_duty == len(ratios)
    assert rates.items_achieved == sum(1 for ratio in ratios if ratio == 1)
    assert rates.missing == sum(own.obliged - own.implemented for own in counts)
    if not ratios:
        assert rates.implementation_percent is rates.achievement_percent is rates.pooled_percent is None
        return
    total = Fraction(0)
    for ratio in ratios:
        total += ratio
    assert rates.ratio_sum == total
    assert rates.implementation_percent == total / len(ratios) * 100
    assert rates.achievement_percent == Fraction(sum(ratio == 1 for ratio in ratios), len(ratios)) * 100
    assert rates.pooled_percent == Fraction(
        100 * sum(own.implemented for own in counts), sum(own.obliged for own in counts)
    )


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(-(10**6), 10**6)), max_size=40))
def test_the_sum_of_fractions_is_exact(parts: list[tuple[int, int]]) -> None:
    total = Fraction(0)
    for denominator, numerator in parts:
        total += Fraction(numerator, denominator)
    assert exact_sum(parts) == total


@given(many_counts, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(counts: list[ItemCount], random: Random) -> None:
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert rates_of(shuffled) == rates_of(counts)


@given(many_counts, st.integers(0, 30))
def test_rates_of_parts_add_up_to_the_rates_of_the_whole(counts: list[ItemCount], cut: int) -> None:
    assert rates_of(counts[:cut]) + rates_of(counts[cut:]) == rates_of(counts)
    assert rates_of(counts) + Rates() == rates_of(counts)


@given(many_counts, st.integers(1, 5))
def test_an_item_without_duty_changes_no_rate(counts: list[ItemCount], answered: int) -> None:
    before, after = rates_of(counts), rates_of([*counts, ItemCount(answered, 0, 0)])
    assert (after.implementation_percent, after.achievement_percent, after.pooled_percent) == (
        before.implementation_percent,
        before.achievement_percent,
        before.pooled_percent,
    )


@given(many_counts)
def test_an_item_nobody_reported_changes_neither_rate_nor_state(counts: list[ItemCount]) -> None:
    assert rates_of([*counts, ItemCount(0, 0, 0)]) == rates_of(counts)


@given(many_counts)
def test_what_is_no_number_never_becomes_zero(counts: list[ItemCount]) -> None:
    rates = rates_of(counts)
    has_number = rates.implementation_percent is not None
    assert has_number == (rates.state is State.REPORTED)
    assert exact_percent(rates.implementation_percent) is not None or not has_number
    if not has_number:
        assert rates.state is (State.NO_DUTY if any(own.answered for own in counts) else State.NOT_REPORTED)
        assert exact_percent(rates.implementation_percent) is None
        assert exact_percent(rates.achievement_percent) is None
        assert exact_percent(rates.pooled_percent) is None


def test_nobody_carried_it_out_is_zero_percent_and_reported() -> None:
    rates = rates_of([ItemCount(1, 5, 0)])
    assert (rates.state, exact_percent(rates.implementation_percent)) == (State.REPORTED, "0.000000")
    assert exact_percent(rates.achievement_percent) == "0.000000"


@given(st.lists(many_counts, max_size=8))
def test_the_mean_over_organisations_leaves_out_whoever_has_no_rate(organisations: list[list[ItemCount]]) -> None:
    rates = [rates_of(counts) for counts in organisations]
    found = mean_rates(rates)
    for metric in ("implementation_percent", "achievement_percent", "pooled_percent"):
        present = [value for own in rates if (value := getattr(own, metric)) is not None]
        expected = sum(present, Fraction(0)) / len(present) if present else None
        assert getattr(found, metric) == expected
        assert found.organisations == len(present)


@given(st.lists(st.one_of(st.none(), st.fractions(0, 100)), max_size=12))
def test_a_mean_of_nothing_is_nothing(percents: list[Fraction | None]) -> None:
    present = [own for own in percents if own is not None]
    assert mean_of(percents) == (sum(present, Fraction(0)) / len(present) if present else None)


@given(many_counts)
def test_if_everything_were_completed_every_rate_is_a_hundred(counts: list[ItemCount]) -> None:
    tried, real = rates_of(completed(counts)), rates_of(counts)
    assert (tried.items_with_duty, tried.obliged, tried.state) == (real.items_with_duty, real.obliged, real.state)
    assert tried.missing == 0
    assert {tried.implementation_percent, tried.achievement_percent, tried.pooled_percent} in ({None}, {Fraction(100)})


@given(item_counts(), st.integers(0, 50))
def test_only_a_duty_of_few_people_is_a_small_group(count: ItemCount, limit: int) -> None:
    assert is_small_group(count, limit) == (count.obliged in range(1, limit))


@given(st.lists(coverage_counts, max_size=12), st.randoms(use_true_random=False))
def test_coverage_adds_up_over_units_and_roles(counts: list[tuple[int, int, int | None]], random: Random) -> None:
    total = sum_coverage(counts)
    assert total.target == sum(own[0] for own in counts)
    assert total.ascertained == sum(own[1] for own in counts)
    with_own = sum(own[1] if own[2] is None else own[2] for own in counts)
    has_survey = any(own[2] is not None and own[2] > own[1] for own in counts)
    assert total.with_own_survey == (with_own if has_survey else None)
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert sum_coverage(shuffled) == total


@given(coverage_counts)
def test_coverage_lies_between_nothing_and_everybody_or_there_is_none(counts: tuple[int, int, int | None]) -> None:
    total = sum_coverage([counts])
    if not total.target:
        assert (total.state, total.official_percent, total.with_own_survey_percent) == (State.NO_DUTY, None, None)
        return
    assert total.official_percent is not None
    assert 0 <= total.official_percent <= (total.with_own_survey_percent or 100) <= 100


def test_coverage_of_the_printed_example_is_exact() -> None:
    assert exact_percent(CoverageSum(3, 2, None).official_percent) == "66.666667"


percents = st.fractions(0, 100, max_denominator=10**6)


@given(percents, st.integers(0, 4))
def test_a_value_printed_half_up_equals_the_recomputed_one(exact: Fraction, decimals: int) -> None:
    assert difference_of(rounded(exact, decimals), exact) == "equal"


@given(percents, st.integers(0, 4))
def test_a_value_cut_off_differs_by_rounding_at_most(exact: Fraction, decimals: int) -> None:
    cut = Decimal(exact * 10**decimals // 1).scaleb(-decimals)
    assert difference_of(cut, exact) == ("equal" if cut == rounded(exact, decimals) else "rounding")


@given(percents, st.integers(0, 4), st.integers(1, 20), st.sampled_from([-1, 1]))
def test_a_unit_of_the_last_decimal_or_more_is_a_contradiction(
    exact: Fraction, decimals: int, units: int, sign: int
) -> None:
    printed = rounded(exact, decimals) + sign * units * Decimal(1).scaleb(-decimals)
    is_near = abs(Fraction(printed) - exact) < Fraction(1, 10**decimals)
    assert difference_of(printed, exact) == ("rounding" if is_near else "contradiction")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("83.3", "equal"), ("83.4", "rounding"), ("83.2", "contradiction"), ("83", "equal"), ("84", "rounding")],
)
def test_differences_of_five_sixths(printed: str, expected: str) -> None:
    assert difference_of(Decimal(printed), Fraction(500, 6)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_hundreds_of_different_denominators_stay_exact(seed: int) -> None:
    random = Random(seed)
    obliged = [random.randint(1, LARGEST_COUNT) for _ in range(400)]
    counts = [ItemCount(1, own, random.randint(0, own)) for own in obliged]
    total = sum((Fraction(own.implemented, own.obliged) for own in counts), Fraction(0))
    assert rates_of(counts).ratio_sum == total


@given(many_counts, many_counts)
def test_items_left_out_by_choice_enter_no_rate_and_are_no_gap(
    counts: list[ItemCount], left_out: list[ItemCount]
) -> None:
    kept = rates_of(counts)
    rates = rates_of([*counts, *(own._replace(is_left_out=True) for own in left_out)])
    assert (rates.implementation_percent, rates.pooled_percent, rates.achievement_percent, rates.missing) == (
        kept.implementation_percent,
        kept.pooled_percent,
        kept.achievement_percent,
        kept.missing,
    )
    assert rates.items_left_out == len(left_out)
    if left_out:
        assert rates.state is (State.REPORTED if kept.items_with_duty else State.EXCLUDED)
