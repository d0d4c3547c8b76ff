"""THE definition of the rates, of the mean over organisations, and of who is in analysis.

Source: press release of 23 April 2007, annexes 3-3 and 3-4 (definitions printed with the charts), and the
worked example there.  Each rule carries an id and a version, which `explain` shows and exports repeat.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from auditor_app.domain.numbers import rounded
from auditor_app.domain.published import State

COVERAGE_RULE = ("coverage_rate", 1)
COVERAGE_MEAN_RULE = ("coverage_mean", 1)
ANALYSIS_RULE = ("own_survey_excluded", 1)
ITEM_RATIO_RULE = ("item_ratio", 1)
IMPLEMENTATION_RULE = ("implementation_rate", 1)
ACHIEVEMENT_RULE = ("achievement_rate", 1)
POOLED_RULE = ("pooled_rate", 1)
RATE_MEAN_RULE = ("mean_of_organisations", 1)

MeanBasis = Literal["official", "with_own_survey", "in_analysis"]
MEAN_BASES: tuple[MeanBasis, ...] = ("official", "with_own_survey", "in_analysis")


def is_in_analysis(has_own_survey: bool, decision: bool | None = None) -> bool:
    """Whether an organisation counts in the analysis of implementation and achievement.

    Published rule: whoever ascertained part of its people by a survey of its own is excluded.  It is a rule
    with a reason, not a threshold: 63.3 % stays in.  The auditor's decision, made with a reason, overrides it.

    >>> is_in_analysis(False), is_in_analysis(True), is_in_analysis(True, decision=True)
    (True, False, True)
    """
    return decision if decision is not None else not has_own_survey


def mean(values: Iterable[Decimal | Fraction]) -> Fraction | None:
    """Simple mean, exact; None of nothing (never 0).

    >>> mean([Decimal("50"), Decimal("75"), Decimal("100")])
    Fraction(75, 1)
    >>> mean([]) is None
    True
    """
    exact = [Fraction(value) for value in values]
    return sum(exact, Fraction(0)) / len(exact) if exact else None


@dataclass(frozen=True)
class OrganisationCoverage:
    """What the mean needs to know of one organisation: both values, in percent, and whether it is in analysis."""

    organisation: str
    official: Decimal | Fraction | None
    with_own_survey: Decimal | Fraction | None
    is_in_analysis: bool


@dataclass(frozen=True)
class CoverageMean:
    """An unweighted mean of coverage rates with the basis without which it is never shown."""

    basis: MeanBasis
    percent: Fraction | None
    organisations: tuple[str, ...]
    left_out: tuple[str, ...]


def coverage_mean(
    rows: Sequence[OrganisationCoverage], basis: MeanBasis, include_excluded: bool = False
) -> CoverageMean:
    """Mean coverage on one of three bases.  Organisations without a number are left out, never counted as 0.

    official: every organisation's official value · with_own_survey: the value including an own survey where
    there is one, else the official one · in_analysis: official values of those in analysis
    (`include_excluded` is the what-if switch).

    >>> rows = [OrganisationCoverage("甲省", Decimal("90"), None, True),
    ...         OrganisationCoverage("乙省", Decimal("30"), Decimal("98"), False)]
    >>> [coverage_mean(rows, basis).percent for basis in MEAN_BASES]
    [Fraction(60, 1), Fraction(94, 1), Fraction(90, 1)]
    >>> coverage_mean(rows, "in_analysis", include_excluded=True).percent
    Fraction(60, 1)
    """
    counted: list[tuple[str, Decimal | Fraction]] = []
    left_out: list[str] = []
    for row in rows:
        value = row.official
        if basis == "with_own_survey" and row.with_own_survey is not None:
            value = row.with_own_survey
        if value is None or (basis == "in_analysis" and not row.is_in_analysis and not include_excluded):
            left_out.append(row.organisation)
        else:
            counted.append((row.organisation, value))
    return CoverageMean(basis, mean(value for _, value in counted), tuple(name for name, _ in counted), tuple(left_out))


# --- coverage from counts --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoverageSum:
    """Counts of coverage summed over units or roles; `with_own_survey` is None when no survey of its own was made."""

    target: int
    ascertained: int
    with_own_survey: int | None

    @property
    def state(self) -> State:
        """Where nobody had to report there is no rate, neither 0 nor 100."""
        return State.REPORTED if self.target else State.NO_DUTY

    @property
    def official_percent(self) -> Fraction | None:
        """Persons (or systems) whose state was ascertained ÷ all that had to report.

        >>> CoverageSum(2000, 624, 1964).official_percent, CoverageSum(0, 0, None).official_percent
        (Fraction(156, 5), None)
        """
        return Fraction(100 * self.ascertained, self.target) if self.target else None

    @property
    def with_own_survey_percent(self) -> Fraction | None:
        if self.with_own_survey is None or not self.target:
            return None
        return Fraction(100 * self.with_own_survey, self.target)


def sum_coverage(counts: Iterable[tuple[int, int, int | None]]) -> CoverageSum:
    """Sum of (target, ascertained, ascertained with own survey) over units or roles.

    Where only some made a survey of their own the others count with what was ascertained.  A second number that
    is nowhere larger than the first tells of no survey: returns print both columns whether there was one or not.

    >>> sum_coverage([(100, 30, 95), (10, 10, None)])
    CoverageSum(target=110, ascertained=40, with_own_survey=105)
    >>> sum_coverage([(100, 100, 100), (10, 9, None)])
    CoverageSum(target=110, ascertained=109, with_own_survey=None)
    """
    target = ascertained = with_own = 0
    for one_target, one_ascertained, one_with_own in counts:
        target += one_target
        ascertained += one_ascertained
        with_own += one_ascertained if one_with_own is None else one_with_own
    return CoverageSum(target, ascertained, with_own if with_own != ascertained else None)


# --- rates of items ---------------------------------------------------------------------------------------------


class ItemCount(NamedTuple):
    """One (item, role) of an organisation, pooled over its units: for how many the duty arose, and who carried it out.

    `answered` is how many answers the sums hold; 0: nothing was reported.
    """

    answered: int
    obliged: int
    implemented: int
    is_left_out: bool = False
    """Reported, and kept out of the rates by the auditor's choice, e.g. as a small group."""

    @property
    def state(self) -> State:
        """Why there is a ratio or none.

        >>> [own.state.value for own in (ItemCount(1, 0, 0), ItemCount(0, 0, 0), ItemCount(1, 2, 1, is_left_out=True))]
        ['no_duty', 'not_reported', 'excluded']
        """
        if self.is_left_out:
            return State.EXCLUDED
        if self.obliged:
            return State.REPORTED
        return State.NO_DUTY if self.answered else State.NOT_REPORTED


@dataclass(frozen=True)
class Rates:
    """The rates of a set of (item, role) pairs, kept as the exact sums they are made of.

    Source: annex 3-4.  The worked example there: 1 of 2, 75 of 100 and 10 of 10.

    >>> example = rates_of([ItemCount(1, 2, 1), ItemCount(1, 100, 75), ItemCount(1, 10, 10)])
    >>> example.implementation_percent, example.achievement_percent, example.pooled_percent
    (Fraction(75, 1), Fraction(100, 3), Fraction(1075, 14))
    """

    items_with_duty: int = 0
    items_achieved: int = 0
    obliged: int = 0
    implemented: int = 0
    ratio_sum: Fraction = field(default_factory=Fraction)
    items_answered: int = 0
    items_left_out: int = 0

    @property
    def state(self) -> State:
        """Why there is a rate or none; `excluded` where the auditor's choice leaves none of those with duty.

        Whether the organisation is excluded from analysis is another matter, not told by its answers.

        >>> rates_of([ItemCount(1, 2, 1, is_left_out=True), ItemCount(1, 0, 0)]).state
        <State.EXCLUDED: 'excluded'>
        """
        if self.items_with_duty:
            return State.REPORTED
        if self.items_left_out:
            return State.EXCLUDED
        return State.NO_DUTY if self.items_answered else State.NOT_REPORTED

    @property
    def implementation_percent(self) -> Fraction | None:
        """実施率: simple mean of the item ratios; an item without duty has none and is left out."""
        return 100 * self.ratio_sum / self.items_with_duty if self.items_with_duty else None

    @property
    def achievement_percent(self) -> Fraction | None:
        """到達率: share of the items with duty that everyone with the duty carried out."""
        return Fraction(100 * self.items_achieved, self.items_with_duty) if self.items_with_duty else None

    @property
    def pooled_percent(self) -> Fraction | None:
        """Carried out ÷ duty arose over all heads: never the official rate."""
        return Fraction(100 * self.implemented, self.obliged) if self.obliged else None

    @property
    def missing(self) -> int:
        """People (or systems) still missing to full achievement."""
        return self.obliged - self.implemented

    def __add__(self, other: Rates) -> Rates:
        """The rates of two sets without an item in common, taken together."""
        return Rates(
            self.items_with_duty + other.items_with_duty,
            self.items_achieved + other.items_achieved,
            self.obliged + other.obliged,
            self.implemented + other.implemented,
            self.ratio_sum + other.ratio_sum,
            self.items_answered + other.items_answered,
            self.items_left_out + other.items_left_out,
        )

    def __sub__(self, part: Rates) -> Rates:
        """The rates of a set without those of a part of it.

        >>> some = [ItemCount(1, 2, 1), ItemCount(1, 100, 75)]
        >>> rates_of([*some, ItemCount(1, 10, 10)]) - rates_of([ItemCount(1, 10, 10)]) == rates_of(some)
        True
        """
        return Rates(
            self.items_with_duty - part.items_with_duty,
            self.items_achieved - part.items_achieved,
            self.obliged - part.obliged,
            self.implemented - part.implemented,
            self.ratio_sum - part.ratio_sum,
            self.items_answered - part.items_answered,
            self.items_left_out - part.items_left_out,
        )


def item_ratio(obliged: int, implemented: int) -> Fraction | None:
    """割合: of those for whom the duty arose, the share that carried the item out; None where no duty arose.

    >>> item_ratio(100, 75), item_ratio(0, 0)
    (Fraction(3, 4), None)
    """
    return Fraction(implemented, obliged) if obliged else None


def rates_of(counts: Iterable[ItemCount]) -> Rates:
    """The rates over (item, role) pairs, each given once.

    >>> rates_of([ItemCount(1, 0, 0), ItemCount(1, 4, 4)]).implementation_percent  # no duty: left out, not 0
    Fraction(100, 1)
    >>> rates_of([ItemCount(1, 0, 0)]).state, rates_of([ItemCount(0, 0, 0)]).state
    (<State.NO_DUTY: 'no_duty'>, <State.NOT_REPORTED: 'not_reported'>)
    """
    kept: list[ItemCount] = []
    left_out: list[ItemCount] = []
    for count in counts:
        (left_out if count.is_left_out else kept).append(count)
    rates = rates_over((own.answered, own.obliged, own.implemented) for own in kept)
    if not left_out:
        return rates
    answered = rates.items_answered + sum(1 for count in left_out if count.answered)
    return replace(rates, items_answered=answered, items_left_out=len(left_out))


def rates_over(sums: Iterable[tuple[int, int, int]]) -> Rates:
    """The same over plain (answered, obliged, implemented): a year of a large case has tens of thousands of them."""
    with_duty = achieved = all_obliged = all_implemented = answered = 0
    by_denominator: defaultdict[int, int] = defaultdict(int)
    for answers, obliged, implemented in sums:
        if answers:
            answered += 1
        if not obliged:
            continue
        with_duty += 1
        all_obliged += obliged
        all_implemented += implemented
        if implemented == obliged:
            achieved += 1
        else:
            by_denominator[obliged] += implemented
    ratio_sum = achieved + exact_sum(by_denominator.items())
    return Rates(with_duty, achieved, all_obliged, all_implemented, ratio_sum, answered)


def exact_sum(parts: Iterable[tuple[int, int]]) -> Fraction:
    """The exact sum of numerator ÷ denominator over (denominator, numerator) pairs.

    Added as a tree and shortened once at the end: with hundreds of different denominators this takes a tenth of
    adding fractions one by one.

    >>> exact_sum([(2, 1), (3, 1), (6, 1)])
    Fraction(1, 1)
    """
    terms = [(numerator, denominator) for denominator, numerator in parts]
    if not terms:
        return Fraction(0)
    while len(terms) > 1:
        odd = terms[-1:] if len(terms) % 2 else []
        pairs = zip(terms[::2], terms[1::2], strict=False)
        terms = [(one * other_of + other * one_of, one_of * other_of) for (one, one_of), (other, other_of) in pairs]
        terms += odd
    return Fraction(*terms[0])


def completed(counts: Iterable[ItemCount]) -> list[ItemCount]:
    """What-if: these items as if everyone with the duty had carried them out.

    The source's example with the one missing person of (a) complying gives 91.7 % and 66.7 %:

    >>> rest = [ItemCount(1, 100, 75), ItemCount(1, 10, 10)]
    >>> tried = rates_of([*completed([ItemCount(1, 2, 1)]), *rest])
    >>> tried.implementation_percent, tried.achievement_percent
    (Fraction(275, 3), Fraction(200, 3))
    """
    return [count._replace(implemented=count.obliged) for count in counts]


def is_small_group(count: ItemCount, limit: int) -> bool:
    """Whether so few have the duty that one person moves the rate; `limit` is the smallest group that is not small.

    >>> rates_of([own for own in [ItemCount(1, 2, 1), ItemCount(1, 100, 75), ItemCount(1, 10, 10)]
    ...           if not is_small_group(own, 3)]).implementation_percent
    Fraction(175, 2)
    """
    return 0 < count.obliged < limit


@dataclass(frozen=True)
class MeanRates:
    """Simple means of organisations' rates ("*"), with how many organisations each rests on."""

    organisations: int
    implementation_percent: Fraction | None
    pooled_percent: Fraction | None
    achievement_percent: Fraction | None


def mean_rates(rates: Iterable[Rates]) -> MeanRates:
    """The mean over organisations in analysis; those without a rate are left out, never counted as 0.

    >>> mean_rates([rates_of([ItemCount(1, 2, 1)]), rates_of([ItemCount(1, 4, 4)]), Rates()])
    MeanRates(organisations=2, implementation_percent=Fraction(75, 1), pooled_percent=Fraction(75, 1), \
achievement_percent=Fraction(50, 1))
    """
    reported = [own for own in rates if own.items_with_duty]
    return MeanRates(
        len(reported),
        mean_of(own.implementation_percent for own in reported),
        mean_of(own.pooled_percent for own in reported),
        mean_of(own.achievement_percent for own in reported),
    )


def state_of_mean(states: Iterable[State]) -> State:
    """Why a mean over organisations has, or has not, a value: what is known of any of them, the most telling first.

    >>> state_of_mean([State.EXCLUDED, State.NO_DUTY]), state_of_mean([State.EXCLUDED])
    (<State.NO_DUTY: 'no_duty'>, <State.EXCLUDED: 'excluded'>)
    """
    found = set(states)
    order = (State.REPORTED, State.NO_DUTY, State.NOT_REPORTED)
    return next((state for state in order if state in found), State.EXCLUDED)


def mean_of(percents: Iterable[Fraction | None]) -> Fraction | None:
    """The exact simple mean of what is there; None of nothing.

    >>> mean_of([Fraction(1, 2), None, Fraction(1, 3)])
    Fraction(5, 12)
    """
    terms = [percent for percent in percents if percent is not None]
    if not terms:
        return None
    if max(percent.denominator for percent in terms) < _MANY_DIGITS:
        return exact_sum((percent.denominator, percent.numerator) for percent in terms) / len(terms)
    count = len(terms)
    while len(terms) > 1:
        # in pairs, each shortened: the rates of a large year have most of a thousand digits in common, so that this
        # takes half the time of `exact_sum`
        odd = terms[-1:] if len(terms) % 2 else []
        terms = [one + other for one, other in zip(terms[::2], terms[1::2], strict=False)] + odd
    return terms[0] / count


_MANY_DIGITS = 10**60


# --- published against recomputed -------------------------------------------------------------------------------

Difference = Literal["equal", "rounding", "contradiction"]


def difference_of(published: Decimal, recomputed: Fraction) -> Difference:
    """How a printed value and the one recomputed from the returns stand to one another.

    equal: the recomputed value, rounded half-up to the printed decimals, is the printed one · rounding: they are
    less than one unit of the last printed decimal apart (cut off, rounded down, rounded twice) · contradiction:
    anything more.

    >>> [difference_of(Decimal(text), Fraction(200, 3)) for text in ("66.7", "66.6", "66.8", "67")]
    ['equal', 'rounding', 'contradiction', 'equal']
    """
    decimals = max(0, -int(published.as_tuple().exponent))
    if rounded(recomputed, decimals) == published:
        return "equal"
    unit = Fraction(1, 10**decimals)
    return "rounding" if abs(Fraction(published) - recomputed) < unit else "contradiction"
