"""THE definition of the rates, of the mean over organisations, and of who is in analysis.

Source: press release of 23 April 2007, annexes 3-3 and 3-4 (definitions printed with the charts), and the
worked example there.  Each rule carries an id and a version, which `explain` shows and exports repeat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

COVERAGE_RULE = ("coverage_rate", 1)
COVERAGE_MEAN_RULE = ("coverage_mean", 1)
ANALYSIS_RULE = ("own_survey_excluded", 1)

MeanBasis = Literal["official", "with_own_survey", "in_analysis"]
MEAN_BASES: tuple[MeanBasis, ...] = ("official", "with_own_survey", "in_analysis")


def is_in_analysis(with_own_survey: Decimal | None, decision: bool | None = None) -> bool:
    """Whether an organisation counts in the analysis of implementation and achievement.

    Published rule: whoever ascertained part of its people by a survey of its own is excluded.  It is a rule
    with a reason, not a threshold: 63.3 % stays in.  The auditor's decision, made with a reason, overrides it.

    >>> is_in_analysis(None), is_in_analysis(Decimal("98.2")), is_in_analysis(Decimal("98.2"), decision=True)
    (True, False, True)
    """
    return decision if decision is not None else with_own_survey is None


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
    official: Decimal | None
    with_own_survey: Decimal | None
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
    counted: list[tuple[str, Decimal]] = []
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
