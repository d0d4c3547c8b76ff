"""Days at the ends of the calendar: a slip of the pen is named with its place, and nothing breaks on it."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor_app.domain.days import FIRST_DAY, LAST_DAY, parse_day
from auditor_app.domain.lineage import Lineage
from auditor_app.domain.lineage_checks import problems_of
from auditor_app.domain.lineage_edits import EditGround, applied, correcting, new_body, recording, renaming
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationName

KINDS = ("created", "abolished", "merged", "split", "renamed")
AOBA = Organisation(1, (OrganisationName("青葉省"),))
WAKAKUSA = Organisation(2, (OrganisationName("若草省", "", date(1950, 4, 1)),))
LINEAGE = Lineage((AOBA, WAKAKUSA))
EXTREME = st.sampled_from([date.min, date(1, 1, 2), date(1867, 12, 31), date(2200, 1, 1), date(9999, 12, 30), date.max])


def test_era_forms_and_the_ends_of_what_can_be_read() -> None:
    assert parse_day("1868-01-01") == FIRST_DAY
    assert parse_day("2199-12-31") == LAST_DAY
    assert parse_day("H19.1.1") == date(2007, 1, 1)
    assert [parse_day(text) for text in ("0001-01-01", "1867-12-31", "2200-01-01", "9999-12-31")] == [None] * 4


@given(EXTREME | st.dates(), st.sampled_from(KINDS))
@example(date.min, "merged")
def test_event_on_any_day_of_the_calendar_is_taken_or_refused(day: date, kind: str) -> None:
    successors = () if kind == "abolished" else (2,)
    edit = recording(LINEAGE, cast(LinkKind, kind), day, () if kind == "created" else (1,), successors)
    problems = EditGround(LINEAGE).problems(edit)
    told = [problem for problem in problems if problem.key == "lineage.day_unlikely"]
    assert bool(told) == (not FIRST_DAY <= day <= LAST_DAY)
    assert all(problem.place for problem in told)


@given(EXTREME | st.dates())
def test_renaming_on_any_day_of_the_calendar_is_taken_or_refused(day: date) -> None:
    problems = EditGround(LINEAGE).problems(renaming(AOBA, "新青葉省", "", day))
    assert ("lineage.day_unlikely" in [problem.key for problem in problems]) == (not FIRST_DAY <= day <= LAST_DAY)


@given(EXTREME | st.dates(), EXTREME | st.dates())
def test_correcting_and_adding_with_any_days_never_breaks(first: date, last: date) -> None:
    name = OrganisationName("若草省", "", first, last)
    for edit in (correcting(WAKAKUSA, WAKAKUSA.names[0], name), new_body(name, is_created=True)):
        found = problems_of(applied(LINEAGE, edit))
        are_likely = all(FIRST_DAY <= day <= LAST_DAY for day in (first, last))
        assert are_likely or "lineage.day_unlikely" in [problem.key for problem in found]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_have_no_day_beyond(day: date) -> None:
    body = Organisation(3, (OrganisationName("甲庁", "", None, day), OrganisationName("乙庁", "", day)))
    assert "lineage.day_unlikely" in [problem.key for problem in problems_of(Lineage((body,)))]
