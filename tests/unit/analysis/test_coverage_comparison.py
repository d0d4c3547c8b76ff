"""Coverage side by side: official percents, and like for like over the roles both years counted and asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.analysis.coverage_comparison import CoverageComparison, CoverageYear, CoveredOrganisation
from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.domain.comparison import ComparedRow, YearValue
from auditor_app.domain.lineage import JoinedSeries, series_of
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.published import State
from auditor_app.domain.rates import CoverageSum
from auditor_app.domain.year_scope import YearScope
from tests.unit.analysis.worlds import ROLES

Counts = dict[tuple[int, int], dict[str, tuple[int, int]]]
"""By year and body, of each role: target and ascertained."""
BODIES = [Organisation(number, (OrganisationName(name),)) for number, name in enumerate("甲乙丙", start=1)]
Covered = dict[int, CoveredOrganisation]


def comparison(*years: CoverageYear, joined: list[JoinedSeries] | None = None) -> CoverageComparison:
    lineage = Lineage({body.id: body for body in BODIES}, ())
    return CoverageComparison(
        years, series_of(BODIES, (), joined or ()), lineage, lambda *names: ":".join(map(str, names))
    )


def counted(body: int, *, in_analysis: bool = True, **counts: tuple[int, int]) -> Covered:
    sums = {role: CoverageSum(*own, None) for role, own in counts.items()}
    return {body: CoveredOrganisation(BODIES[body - 1].names[0].name, in_analysis, False, None, sums)}


def printed(body: int, year: int, percent: str, *, own_survey: bool = False) -> Covered:
    name = BODIES[body - 1].names[0].name
    value = YearValue(str(year), Decimal(percent), State.REPORTED, f"coverage:{year}:{name}", name, "published")
    return {body: CoveredOrganisation(name, not own_survey, own_survey, value, {})}


def both(body: int, year: int, percent: str, **counts: tuple[int, int]) -> Covered:
    """Printed, with the counts it was rounded from."""
    return {
        body: replace(
            printed(body, year, percent)[body], counts={role: CoverageSum(*own, None) for role, own in counts.items()}
        )
    }


def test_printed_percents_are_subtracted_as_printed() -> None:
    two = comparison(CoverageYear(2006, printed(1, 2006, "73.5")), CoverageYear(2007, printed(1, 2007, "80.1")))
    step = two.rows()[0].steps[0]
    assert (str(step.delta_points), str(step.like_for_like_points), step.breaks) == ("6.6", "6.6", ())


def test_a_wider_scope_breaks_printed_coverage_and_leaves_nothing_like_for_like() -> None:
    scopes = YearScope(2006, (), ("staff",)), YearScope(2007, (), ("staff", "system"))
    two = comparison(
        CoverageYear(2006, printed(1, 2006, "73.5"), scopes[0]), CoverageYear(2007, printed(1, 2007, "80.1"), scopes[1])
    )
    step = two.rows()[0].steps[0]
    assert (step.breaks, step.like_for_like_points, step.change) == (("scope",), None, "not_comparable")
    assert step.reasons == ("published_only",)
    assert two.notes()[0].scope_differences == ("roles",)


def test_a_role_that_joins_is_told_from_what_was_done() -> None:
    """Systems were counted first in the second year, and all of them: staff alone gained ten points."""
    two = comparison(
        CoverageYear(2006, counted(1, staff=(100, 50))),
        CoverageYear(2007, counted(1, staff=(100, 60), system=(100, 100))),
    )
    step = two.rows()[0].steps[0]
    assert (step.delta_points, step.like_for_like_points) == (Fraction(30), Fraction(10))
    assert step.bridge is not None
    assert (step.bridge.real, step.bridge.catalogue) == (Fraction(10), Fraction(20))


def test_two_roundings_make_no_difference_where_both_years_counted_the_same_roles() -> None:
    """Classes were widened, roles were not; 丙 reported only the second year, 甲 has no printed percent in it."""
    former = both(1, 2006, "93.6", staff=(2173, 2035)) | both(2, 2006, "99.7", staff=(2321, 2315))
    later = counted(1, staff=(2700, 2694)) | both(2, 2007, "99.9", staff=(2885, 2883))
    later |= both(3, 2007, "99.5", staff=(438, 436))
    scopes = YearScope(2006, ("basic",), ()), YearScope(2007, ("basic", "enhanced"), ())
    two = comparison(CoverageYear(2006, former, scopes[0]), CoverageYear(2007, later, scopes[1]))
    for row in two.rows():
        assert row.steps[0].like_for_like_points == row.steps[0].delta_points, row.organisation
        assert row.steps[0].bridge is None or row.steps[0].bridge.catalogue == 0
    assert two.rows()[-1].steps[0].delta_points is not None


def test_an_organisation_that_came_stands_like_for_like_with_the_roles_both_years_asked() -> None:
    scopes = YearScope(2006, (), ("staff",)), YearScope(2007, (), ("staff", "system"))
    former = counted(1, staff=(100, 50))
    later = counted(1, staff=(100, 60)) | both(2, 2007, "70.0", staff=(100, 80), system=(100, 60))
    two = comparison(CoverageYear(2006, former, scopes[0]), CoverageYear(2007, later, scopes[1]))
    step = two.rows()[-1].steps[0]
    assert (step.delta_points, step.like_for_like_points) == (Fraction(15), Fraction(20))


def test_an_own_survey_in_one_of_the_years_breaks_the_row_and_keeps_it_out_of_the_mean() -> None:
    former = printed(1, 2006, "31.2", own_survey=True) | printed(2, 2006, "90")
    later = printed(1, 2007, "98.0") | printed(2, 2007, "92")
    rows = {row.series: row for row in comparison(CoverageYear(2006, former), CoverageYear(2007, later)).rows()}
    assert rows["1"].steps[0].breaks == ("own_survey",)
    mean = rows["*"].steps[0]
    assert [value.percent for value in rows["*"].values] == [Fraction(90), Fraction(95)]
    assert mean.bridge is not None
    assert (mean.bridge.real, mean.bridge.organisations) == (Fraction(2), Fraction(3))
    assert mean.breaks == ("own_survey",)


def test_published_against_returned_is_another_definition() -> None:
    two = comparison(CoverageYear(2006, printed(1, 2006, "50")), CoverageYear(2007, counted(1, staff=(100, 60))))
    step = two.rows()[0].steps[0]
    assert (step.breaks, step.delta_points, step.like_for_like_points) == (("definition",), Fraction(10), None)


def test_counts_of_a_joined_series_are_added_and_printed_percents_are_not() -> None:
    joined = [JoinedSeries("甲乙", "", (1, 2))]
    former = counted(1, staff=(100, 50)) | counted(2, staff=(300, 300))
    two = comparison(
        CoverageYear(2006, former),
        CoverageYear(2007, printed(1, 2007, "80") | printed(2, 2007, "90")),
        joined=joined,
    )
    row = two.rows()[-2]
    assert (row.kind, row.values[0].percent, row.values[1].percent) == ("joined", Fraction(175, 2), None)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**40))
def test_every_delta_and_bridge_equals_an_exact_recomputation(seed: int) -> None:
    random = Random(seed)
    counts: Counts = {
        (year, body): {role: (7, random.randint(0, 7)) for role in random.sample(ROLES, random.randint(1, 3))}
        for year in (2006, 2007)
        for body in (1, 2, 3)
        if random.random() < 0.9
    }
    inside = {key: random.random() < 0.8 for key in counts}
    scopes = {
        year: YearScope(year, (), tuple(random.sample(ROLES, random.randint(0, 3))))
        for year in (2006, 2007)
        if random.random() < 0.6
    }
    years = [
        CoverageYear(
            year,
            {
                body: own
                for key in counts
                if key[0] == year
                for body, own in counted(key[1], in_analysis=inside[key], **counts[key]).items()
            },
            scopes.get(year),
        )
        for year in (2006, 2007)
    ]
    rows = {row.series: row for row in comparison(*years).rows()}
    both = []
    for body in (1, 2, 3):
        ends = [percent(counts.get((year, body), {})) for year in (2006, 2007)]
        if str(body) not in rows:
            assert ends == [None, None]
            continue
        shared = set(ROLES)
        for year in (2006, 2007):
            shared &= set(counts.get((year, body), {}))
            if year in scopes and scopes[year].roles:
                shared &= set(scopes[year].roles)
        common = [
            percent({role: own for role, own in counts.get((year, body), {}).items() if role in shared})
            for year in (2006, 2007)
        ]
        step = rows[str(body)].steps[0]
        assert [value.percent for value in rows[str(body)].values] == ends
        assert step.delta_points == minus(ends)
        assert step.like_for_like_points == minus(common)
        like, delta = minus(common), minus(ends)
        if like is not None and delta is not None and inside[2006, body] and inside[2007, body]:
            both.append([delta, like])
    check_mean(rows["*"], counts, inside, both)


def check_mean(
    row: ComparedRow, counts: Counts, inside: dict[tuple[int, int], bool], both: list[list[Fraction]]
) -> None:
    means = []
    for year in (2006, 2007):
        found = [percent(own) for key, own in counts.items() if key[0] == year and inside[key]]
        means.append(mean([own for own in found if own is not None]))
    assert [value.percent for value in row.values] == means
    bridge, delta = row.steps[0].bridge, minus(means)
    if delta is None or not both:
        assert bridge is None
        return
    real, whole = mean([own[1] for own in both]), mean([own[0] for own in both])
    assert real is not None
    assert whole is not None
    assert bridge is not None
    assert (bridge.real, bridge.catalogue, bridge.organisations) == (real, whole - real, delta - whole)


def mean(values: list[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def percent(counts: dict[str, tuple[int, int]]) -> Fraction | None:
    target = sum(own[0] for own in counts.values())
    return Fraction(100 * sum(own[1] for own in counts.values()), target) if target else None


def minus(ends: list[Fraction | None]) -> Fraction | None:
    return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]
