"""A joined series is there as long as one of its members is: only before them all and after them all it is not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.analysis.steps import reasons_of_values
from auditor_app.domain.comparison import YearValue
from auditor_app.domain.lineage import Series
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import State

DAY = date(2008, 4, 1)
BEFORE = DAY - timedelta(days=1)
SHIOMI = Organisation(9, (OrganisationName("潮見庁", "", None, BEFORE),))
ISOBE = Organisation(10, (OrganisationName("磯辺庁", "", None, BEFORE),))
UNABARA = Organisation(11, (OrganisationName("海原庁", "", DAY),))
LINEAGE = Lineage(
    {own.id: own for own in (SHIOMI, ISOBE, UNABARA)},
    (OrganisationLink(9, 11, "merged", DAY), OrganisationLink(10, 11, "merged", DAY)),
)
JOINED = Series("joined:海の庁", (9, 10, 11), "海の庁", "", is_joined=True)
ENDED = Series("joined:昔の庁", (9, 10), "昔の庁", "", is_joined=True)


def reasons(series: Series, year: int) -> set[str]:
    value = YearValue(str(year), None, State.NOT_REPORTED, "", "", "")
    return reasons_of_values([value], LINEAGE, series, ())


def test_series_one_of_whose_members_is_there_did_not_report() -> None:
    assert reasons(JOINED, 2007) == {"not_reported"}  # 海原庁 was yet to come
    assert reasons(JOINED, 2008) == {"not_reported"}  # 潮見庁 and 磯辺庁 were no more


def test_series_none_of_whose_members_is_there_had_ended_or_was_yet_to_come() -> None:
    assert reasons(ENDED, 2008) == {"abolished"}
    assert reasons(Series("11", (11,), "海原庁", "", is_joined=False), 2007) == {"created"}
    assert reasons(Series("9", (9,), "潮見庁", "", is_joined=False), 2008) == {"abolished"}


@given(st.lists(st.tuples(st.integers(2000, 2010), st.integers(0, 6)), min_size=1, max_size=4), st.integers(1998, 2018))
def test_series_is_there_exactly_when_a_member_is(lives: list[tuple[int, int]], year: int) -> None:
    bodies = {
        number: Organisation(
            number, (OrganisationName(f"庁{number}", "", date(first, 4, 1), date(first + years + 1, 3, 30)),)
        )
        for number, (first, years) in enumerate(lives, 1)
    }
    series = Series("joined:庁", tuple(bodies), "庁", "", is_joined=True)
    is_there = any(first <= year < first + years for first, years in lives)
    assert Lineage(bodies, ()).exists_in(series, year) == is_there
