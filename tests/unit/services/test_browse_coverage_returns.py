"""Coverage from returned counts: by unit and role, beside what was published, and who is in analysis because of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.published import FactKind, State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.services.browse_coverage import CoverageRow, coverage_of_units, coverage_table
from auditor_app.services.browse_rates import FunnelCount, rate_funnel, rates_table
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.undo_change import undo_change
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.returns_by_hand import ByHand
from tests.returns_documents import (
    ORGANISATIONS,
    ROLES,
    SILENT,
    SURVEYED,
    UNDIVIDED,
    WITHOUT_DUTY,
    YEARS,
    CoverageLine,
    Returns,
    case_of_returns,
    invented_returns,
    publish_rates,
)

CLOCK = TickingClock()
FIRST, SECOND = YEARS


@dataclass(frozen=True)
class Returned:
    case: Path
    returns: Returns

    def lines(self, year: int, organisation: str, role: str = "all") -> list[CoverageLine]:
        return [
            own
            for own in self.returns.coverage
            if (own.fiscal_year, own.organisation) == (year, organisation) and role in ("all", own.role)
        ]


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """For looking at only."""
    returns = invented_returns(51, items_per_section=1)
    return Returned(case_of_returns(tmp_path_factory.mktemp("returns"), returns)[0], returns)


@pytest.fixture
def reader(returned: Returned) -> Iterator[CaseReader]:
    with CaseReader(returned.case) as reader:
        yield reader


@pytest.fixture
def own_case(returned: Returned, tmp_path: Path) -> Path:
    """A copy to be changed at will."""
    return Path(shutil.copyfile(returned.case, tmp_path / "case.auditcase"))


def row_of(case: Path, year: int, organisation: str) -> CoverageRow:
    with CaseReader(case) as reader:
        return next(row for row in coverage_table(reader, year).rows if row.organisation == organisation)


def test_every_returned_row_is_there_with_its_place(reader: CaseReader, returned: Returned) -> None:
    rows = coverage_of_units(reader, FIRST)
    assert len(rows) == sum(own.fiscal_year == FIRST for own in returned.returns.coverage)
    for row in rows:
        assert row.source_row is not None
        assert row.counts is not None
        line = returned.returns.coverage[row.source_row.row - 2]
        assert (row.organisation, row.unit, row.role) == (line.organisation, line.unit, line.role)
        assert (row.counts.target, row.counts.ascertained) == (line.target, line.ascertained)
        assert row.official_percent == Fraction(100 * line.ascertained, line.target)


def test_rows_of_one_ministry_and_of_none(reader: CaseReader, returned: Returned) -> None:
    rows = coverage_of_units(reader, FIRST, WITHOUT_DUTY)
    lines = returned.lines(FIRST, WITHOUT_DUTY)
    assert sorted((row.unit, row.role) for row in rows) == sorted((own.unit, own.role) for own in lines)
    assert {row.organisation for row in rows} == {WITHOUT_DUTY}
    assert coverage_of_units(reader, FIRST, "知らない省") == []
    assert coverage_of_units(reader, 1999) == []


def test_units_and_roles_add_up(reader: CaseReader, returned: Returned) -> None:
    table = coverage_table(reader, FIRST)
    found = {(row.organisation, row.role): row.counts for row in table.returned}
    assert set(found) == {(own, role) for own in ORGANISATIONS for role in ("all", *ROLES)}
    for (organisation, role), counts in found.items():
        lines = returned.lines(FIRST, organisation, role)
        assert counts is not None
        assert (counts.target, counts.ascertained) == (
            sum(own.target for own in lines),
            sum(own.ascertained for own in lines),
        )


def test_only_a_larger_second_number_tells_of_an_own_survey(reader: CaseReader, returned: Returned) -> None:
    """Ministries fill in both columns also where there was no survey."""
    filled = {
        own.organisation
        for own in returned.returns.coverage
        if own.fiscal_year == FIRST and own.with_own_survey is not None
    }
    assert len(filled) > 1
    table = coverage_table(reader, FIRST)
    assert {row.organisation for row in table.rows if row.with_own_survey_percent is not None} == {SURVEYED}
    assert {row.organisation for row in table.excluded} == {SURVEYED}
    assert {row.exclusion_reason for row in table.excluded} == {"own_survey"}
    assert coverage_table(reader, SECOND).excluded == ()


def test_a_ministry_that_returned_coverage_alone_is_still_in_the_table(reader: CaseReader) -> None:
    assert SILENT in {row.organisation for row in coverage_table(reader, SECOND).rows}


def test_means_rest_on_the_rows_and_leave_out_whom_they_say(reader: CaseReader, returned: Returned) -> None:
    table = coverage_table(reader, FIRST)
    official = {}
    for organisation in ORGANISATIONS:
        lines = returned.lines(FIRST, organisation)
        official[organisation] = Fraction(100 * sum(own.ascertained for own in lines), sum(own.target for own in lines))
    means = {mean.basis: mean for mean in table.means()}
    assert means["official"].percent == sum(official.values()) / len(official)
    within = [value for name, value in official.items() if name != SURVEYED]
    assert means["in_analysis"].percent == sum(within) / len(within)
    assert means["in_analysis"].left_out == (SURVEYED,)
    tried = {mean.basis: mean for mean in table.means(include_excluded=True)}
    assert tried["in_analysis"].percent == means["official"].percent
    surveyed = returned.lines(FIRST, SURVEYED)
    with_own = sum(own.ascertained if own.with_own_survey is None else own.with_own_survey for own in surveyed)
    gain = Fraction(100 * with_own, sum(own.target for own in surveyed)) - official[SURVEYED]
    assert means["with_own_survey"].percent == (sum(official.values()) + gain) / len(official)


def test_nobody_to_report_is_no_rate_and_not_zero(tmp_path: Path) -> None:
    items = invented_returns(52, items_per_section=1).items
    lines = (
        CoverageLine(FIRST, UNDIVIDED, "", "staff", 0, 0, None),
        CoverageLine(FIRST, UNDIVIDED, "", "officer", 4, 0, None),
        CoverageLine(FIRST, SURVEYED, "", "system", 0, 0, 0),
    )
    case, _ = case_of_returns(tmp_path, Returns(items, lines, ()))
    with CaseReader(case) as reader:
        table = coverage_table(reader, FIRST)
        found = {(row.organisation, row.role): (row.state, row.official_percent) for row in table.returned}
    assert found[UNDIVIDED, "staff"] == (State.NO_DUTY, None)
    assert found[UNDIVIDED, "officer"] == (State.REPORTED, Fraction(0))
    assert found[UNDIVIDED, "all"] == (State.REPORTED, Fraction(0))
    assert found[SURVEYED, "all"] == (State.NO_DUTY, None)
    official = table.means()[0]
    assert (official.percent, official.organisations, official.left_out) == (Fraction(0), (UNDIVIDED,), (SURVEYED,))


# --- beside what was published ----------------------------------------------------------------------------------


def test_a_published_value_is_shown_and_the_counts_stand_beside_it(own_case: Path, returned: Returned) -> None:
    lines = returned.lines(SECOND, UNDIVIDED)
    exact = Fraction(100 * sum(own.ascertained for own in lines), sum(own.target for own in lines))
    printed = Decimal(int(exact * 10)).scaleb(-1)  # cut off
    publish_rates(own_case, SECOND, [(FactKind.COVERAGE, UNDIVIDED, "", f"{printed} %")])
    row = row_of(own_case, SECOND, UNDIVIDED)
    assert (row.basis, row.official_percent, row.printed) == ("published", printed, f"{printed} %")
    assert row.counts is not None
    assert row.counts.official_percent == exact
    assert row.difference in ("equal", "rounding")
    assert (row.target, row.ascertained) == (None, None), "a printed rate has no counts of its own"
    assert row_of(own_case, SECOND, SILENT).basis == "returns"
    with CaseReader(own_case) as reader:
        assert coverage_table(reader, SECOND).rows[0].organisation == UNDIVIDED, "printed ones first"
    undo_change(own_case, author=AUTHOR, clock=CLOCK)
    assert row_of(own_case, SECOND, UNDIVIDED).basis == "returns"


# --- decisions --------------------------------------------------------------------------------------------------


def test_a_decision_overrides_the_rule_in_either_direction_for_its_year_alone(
    own_case: Path, returned: Returned
) -> None:
    decide_analysis(own_case, FIRST, SURVEYED, is_included=True, reason="確認した", author=AUTHOR, clock=CLOCK)
    decide_analysis(own_case, FIRST, UNDIVIDED, is_included=False, reason="疑義", author=AUTHOR, clock=CLOCK)
    surveyed, undivided = row_of(own_case, FIRST, SURVEYED), row_of(own_case, FIRST, UNDIVIDED)
    assert (surveyed.is_in_analysis, surveyed.exclusion_reason) == (True, "")
    assert (undivided.is_in_analysis, undivided.exclusion_reason) == (False, "decision")
    assert row_of(own_case, SECOND, UNDIVIDED).is_in_analysis
    with CaseReader(own_case) as reader:
        table = rates_table(reader, FIRST)
        states = {own.name: table.state(own, table.rates(own.id)) for own in table.returns.organisations}
        mean = table.mean().implementation_percent
    by_hand = ByHand(returned.returns, with_excluded=True)
    assert (states[SURVEYED], states[UNDIVIDED]) == (State.REPORTED, State.EXCLUDED)
    rates = [by_hand.rates(FIRST, own).rates[0] for own in ORGANISATIONS if own != UNDIVIDED]
    assert mean == sum(own for own in rates if own is not None) / len(rates)
    for _ in range(2):
        undo_change(own_case, author=AUTHOR, clock=CLOCK)
    assert row_of(own_case, FIRST, SURVEYED).exclusion_reason == "own_survey"


# --- funnel -----------------------------------------------------------------------------------------------------


def funnel(reader: CaseReader, organisation: str, year: int, **options: bool) -> dict[str, FunnelCount]:
    table = rates_table(reader, year, RateOptions(**options))  # type: ignore[arg-type]
    return {step.key: step for step in rate_funnel(reader, table, organisation, role="staff")}


def test_the_four_steps_follow_from_the_rows(reader: CaseReader, returned: Returned) -> None:
    steps = funnel(reader, UNDIVIDED, SECOND)
    (line,) = returned.lines(SECOND, UNDIVIDED, "staff")
    answers = [
        own
        for own in returned.returns.answers
        if (own.fiscal_year, own.organisation, own.role) == (SECOND, UNDIVIDED, "staff")
        and own.obliged is not None
        and own.implemented is not None
    ]
    assert (steps["target"].count, steps["ascertained"].count) == (line.target, line.ascertained)
    assert steps["obliged"].count == sum(own.obliged or 0 for own in answers)
    assert steps["implemented"].count == sum(own.implemented or 0 for own in answers)


@pytest.mark.parametrize(
    ("organisation", "year", "state"),
    [(SURVEYED, FIRST, State.EXCLUDED), (SILENT, SECOND, State.NOT_REPORTED)],
)
def test_steps_without_a_number_say_why(reader: CaseReader, organisation: str, year: int, state: State) -> None:
    steps = funnel(reader, organisation, year)
    assert [steps[key].count is None for key in ("target", "ascertained", "obliged", "implemented")] == [
        False,
        False,
        True,
        True,
    ]
    assert {steps[key].state for key in ("obliged", "implemented")} == {state}


def test_the_funnel_over_all_counts_those_in_analysis(reader: CaseReader, returned: Returned) -> None:
    targets = {own: sum(line.target for line in returned.lines(FIRST, own, "staff")) for own in ORGANISATIONS}
    assert funnel(reader, "*", FIRST)["target"].count == sum(targets.values()) - targets[SURVEYED]
    assert funnel(reader, "*", FIRST, include_excluded=True)["target"].count == sum(targets.values())
