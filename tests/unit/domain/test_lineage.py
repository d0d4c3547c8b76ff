"""Lineage of organisations: which bodies are one series, what cannot be, and what an edit leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.lineage import JoinedSeries, Lineage, links_between, names_between, series_of
from auditor_app.domain.lineage_checks import problems_of
from auditor_app.domain.lineage_edits import (
    EditGround,
    applied,
    correcting,
    events_of,
    new_body,
    problems_of_edit,
    recording,
    removing_event,
    removing_name,
    renaming,
)
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationLink, OrganisationName

DAY = date(2008, 4, 1)
BEFORE = DAY - timedelta(days=1)


def name(words: str, first: date | None = None, last: date | None = None) -> OrganisationName:
    return OrganisationName(words, "", first, last)


def body(number: int, *names: OrganisationName) -> Organisation:
    return Organisation(number, names)


def link(
    before: int | None, after: int | None, kind: LinkKind, day: date | None = DAY, number: int = 0
) -> OrganisationLink:
    return OrganisationLink(before, after, kind, day, number)


def keys(lineage: Lineage) -> list[str]:
    return [problem.key.removeprefix("lineage.") for problem in problems_of(lineage)]


SHIOMI, ISOBE = body(9, name("潮見庁", None, BEFORE)), body(10, name("磯辺庁", None, BEFORE))
UNABARA = body(11, name("海原庁", DAY))
MERGED = Lineage((SHIOMI, ISOBE, UNABARA), (link(9, 11, "merged"), link(10, 11, "merged")))
DEFENCE = body(19, name("防衛庁", date(1954, 7, 1), date(2007, 1, 8)), name("防衛省", date(2007, 1, 9)))


# --- series -------------------------------------------------------------------------------------------


def test_renamed_ministry_is_one_series_under_its_present_name() -> None:
    (series,) = series_of([DEFENCE], [])
    assert (series.key, series.members, series.name, series.is_joined) == ("19", (19,), "防衛省", False)
    assert names_between(series, [DEFENCE], [2005]) == ("防衛庁",)
    assert names_between(series, [DEFENCE], [2007, 2005]) == ("防衛庁", "防衛省")
    assert names_between(series, [DEFENCE], [2007, 2008]) == ("防衛省",)
    assert names_between(series, [DEFENCE], []) == ()


def test_two_bodies_joined_by_a_renaming_are_one_series_and_merged_ones_are_not() -> None:
    old, new = body(7, name("甲庁", None, BEFORE)), body(3, name("乙省", DAY))
    bodies = [new, *MERGED.organisations, old]
    made = series_of(bodies, [link(7, 3, "renamed"), *MERGED.links])
    assert [(own.key, own.members, own.name) for own in made] == [
        ("3", (7, 3), "乙省"),
        ("9", (9,), "潮見庁"),
        ("10", (10,), "磯辺庁"),
        ("11", (11,), "海原庁"),
    ]


def test_series_joined_by_the_auditor_stand_last_and_removed_ones_nowhere() -> None:
    joined = JoinedSeries("海の庁", "Sea", (9, 10, 11))
    removed = JoinedSeries("旧", "", (9, 10), is_removed=True)
    made = series_of(MERGED.organisations, MERGED.links, [removed, joined])
    assert [own.key for own in made] == ["9", "10", "11", "joined:海の庁"]
    assert made[-1].is_joined
    assert names_between(made[-1], MERGED.organisations, [2007, 2008]) == ("潮見庁", "磯辺庁", "海原庁")


@pytest.mark.parametrize(
    ("day", "years", "counts"),
    [
        (date(2008, 3, 31), (2006, 2007), True),
        (date(2008, 3, 31), (2007, 2008), False),
        (date(2008, 4, 1), (2006, 2007), False),
        (date(2008, 4, 1), (2007, 2008), True),
        (date(2009, 3, 31), (2007, 2008), True),
        (date(2009, 4, 1), (2007, 2008), False),
        (None, (2006, 2007), True),
    ],
)
def test_merger_counts_between_the_years_whose_ends_enclose_its_day(
    day: date | None, years: tuple[int, int], counts: bool
) -> None:
    series = series_of(MERGED.organisations, [])[0]
    assert bool(links_between(series, [link(9, 11, "merged", day)], *years)) is counts
    assert links_between(series, [link(10, 11, "merged", day)], *years) == ()


def test_undated_creation_says_nothing_of_a_pair_of_years() -> None:
    series = series_of([UNABARA], [])[0]
    assert links_between(series, [link(None, 11, "created", None)], 2007, 2008) == ()


# --- what cannot be -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lineage", "found"),
    [
        (MERGED, []),
        (Lineage((DEFENCE,)), []),
        (Lineage((body(1, name("")),)), ["name_missing"]),
        (Lineage((body(1, name("＊")),)), ["name_reserved"]),
        (Lineage((body(1, name("甲\n庁")),)), ["name_unprintable"]),
        (Lineage((body(1, OrganisationName("甲庁", "*")),)), ["name_reserved"]),
        (Lineage((body(1, name("甲庁", DAY, BEFORE)),)), ["dates_reversed"]),
        (Lineage((body(1, name("甲庁", None, DAY), name("乙庁", DAY)),)), ["names_overlap"]),
        (Lineage((body(1, name("甲庁", None, BEFORE), name("乙庁", date(2008, 4, 2))),)), ["names_apart"]),
        (Lineage((body(1, name("甲庁", None, BEFORE), name("甲 庁", DAY)),)), ["name_unchanged"]),
        (Lineage((body(1, name("甲庁")), body(2, name("甲 庁", DAY)))), ["name_shared"]),
        (Lineage((body(1, name("甲庁", None, BEFORE)), body(2, name("甲庁", DAY)))), []),
        (Lineage((SHIOMI,), (link(9, 77, "merged"),)), ["body_unknown"]),
        (Lineage((SHIOMI,), (link(None, 9, "merged"),)), ["body_unknown"]),
        (Lineage((body(1, name("甲庁", DAY)),), (link(1, None, "abolished", DAY),)), ["not_yet", "goes_on"]),
        (Lineage((body(1, name("甲庁")),), (link(1, None, "abolished"),)), ["goes_on"]),
        (Lineage((body(1, name("甲庁", None, date(2007, 3, 31))),), (link(1, None, "abolished"),)), ["no_more"]),
        (Lineage((body(1, name("甲庁", BEFORE)),), (link(None, 1, "created"),)), ["created_on_another_day"]),
        (Lineage((SHIOMI, ISOBE, body(11, name("海原庁", date(2009, 4, 1)))), MERGED.links), ["not_yet", "not_yet"]),
        (Lineage((SHIOMI, UNABARA), (link(9, 11, "merged"),)), ["merged_from_one"]),
        (Lineage((SHIOMI, body(2, name("総務省"))), (link(9, 2, "merged"),)), []),
        (Lineage((SHIOMI, UNABARA), (link(9, 11, "split"),)), ["split_into_one"]),
        (Lineage((body(2, name("総務省")), UNABARA), (link(2, 11, "split"),)), []),
        (Lineage(MERGED.organisations, (*MERGED.links, link(9, 11, "merged"))), ["told_twice"]),
        (Lineage(MERGED.organisations, (*MERGED.links, link(9, None, "abolished"))), ["ends_twice"]),
        (Lineage((UNABARA,), (), (JoinedSeries("", "", (11, 11)),)), ["joined_without_name", "joined_too_few"]),
        (Lineage((UNABARA, SHIOMI), (), (JoinedSeries("潮見 庁", "", (9, 11)),)), ["joined_name_taken"]),
        (Lineage((UNABARA, SHIOMI), (), (JoinedSeries("海", "", (9, 77)),)), ["joined_unknown"]),
    ],
)
def test_what_cannot_be_is_named(lineage: Lineage, found: list[str]) -> None:
    assert keys(lineage) == found


def test_circle_is_told_once_with_the_way_round() -> None:
    bodies = tuple(body(number, name(words)) for number, words in enumerate("甲乙丙丁", start=1))
    links = (
        link(4, 1, "split", None),
        link(1, 2, "split", None),
        link(2, 3, "split", None),
        link(3, 1, "split", None),
    )
    found = [problem for problem in problems_of(Lineage(bodies, links)) if problem.key == "lineage.circle"]
    assert [problem.place for problem in found] == ["甲 → 乙 → 丙 → 甲"]


def test_two_joined_series_of_one_name_are_refused_and_a_removed_one_stands_in_nobodys_way() -> None:
    ground = EditGround(Lineage((SHIOMI, ISOBE, UNABARA), (), (JoinedSeries("海", "", (9, 10)),)))
    wanted = JoinedSeries("海", "", (10, 11))
    assert [problem.key for problem in ground.problems_of_series(wanted)] == ["lineage.joined_name_twice"]
    assert ground.problems_of_series(wanted, ground.lineage.joined[0]) == []


# --- edits --------------------------------------------------------------------------------------------


def test_renaming_ends_the_old_name_on_the_day_before() -> None:
    lineage = Lineage((body(4, name("環境省", date(2001, 1, 6))),))
    after = applied(lineage, renaming(lineage.organisations[0], "自然省", "Nature", DAY))
    assert after.organisations[0].names == (
        name("環境省", date(2001, 1, 6), BEFORE),
        OrganisationName("自然省", "Nature", DAY),
    )


def test_renaming_within_an_earlier_time_divides_the_name_of_that_time() -> None:
    after = applied(Lineage((DEFENCE,)), renaming(DEFENCE, "国防庁", "", date(2000, 1, 1)))
    days = [(own.name, str(own.from_date), str(own.to_date)) for own in after.organisations[0].names]
    assert days == [
        ("防衛庁", "1954-07-01", "1999-12-31"),
        ("国防庁", "2000-01-01", "2007-01-08"),
        ("防衛省", "2007-01-09", "None"),
    ]
    assert problems_of(after) == []


def test_correcting_the_day_of_a_renaming_moves_both_names() -> None:
    edit = correcting(DEFENCE, DEFENCE.names[1], name("防衛省", date(2007, 1, 10)))
    after = applied(Lineage((DEFENCE,)), edit)
    assert [str(own.to_date) for own in after.organisations[0].names] == ["2007-01-09", "None"]
    assert problems_of(after) == []


def test_correcting_the_first_day_moves_the_day_of_creation() -> None:
    created = body(5, name("星見庁", DAY))
    lineage = Lineage((created,), (link(None, 5, "created"),))
    edit = correcting(created, created.names[0], name("星見庁", date(2008, 5, 1)), lineage.links)
    after = applied(lineage, edit)
    assert after.links == (link(None, 5, "created", date(2008, 5, 1)),)
    assert problems_of(after) == []


def test_removing_the_later_name_lets_the_earlier_one_go_on() -> None:
    after = applied(Lineage((DEFENCE,)), removing_name(DEFENCE, DEFENCE.names[1]))
    assert after.organisations[0].names == (name("防衛庁", date(1954, 7, 1)),)
    after = applied(Lineage((DEFENCE,)), removing_name(DEFENCE, DEFENCE.names[0]))
    assert after.organisations[0].names == (name("防衛省", date(1954, 7, 1)),)


def test_merger_into_a_new_body_ends_its_sources_and_is_taken_back_as_one() -> None:
    lineage = Lineage((body(9, name("潮見庁")), body(10, name("磯辺庁"))))
    after = applied(lineage, recording(lineage, "merged", DAY, (9, 10), (name("海原庁"),)))
    assert [own.names for own in after.organisations] == [SHIOMI.names, ISOBE.names, UNABARA.names]
    assert [(own.from_id, own.to_id) for own in after.links] == [(9, -1), (10, -1)]
    (event,) = events_of(after.links)
    assert (event.sources, event.successors) == ((9, 10), (-1,))
    assert problems_of(after) == []
    without = applied(after, removing_event(after, event))
    assert without.links == ()


def test_body_that_goes_on_beside_what_left_it_keeps_its_name() -> None:
    lineage = Lineage((body(2, name("総務省")),))
    after = applied(lineage, recording(lineage, "split", DAY, (2,), (name("郵政庁"),), goes_on=True))
    assert after.organisations[0] == lineage.organisations[0]
    assert problems_of(after) == []
    ended = recording(lineage, "split", DAY, (2,), (name("郵政庁"),))
    assert [problem.key for problem in problems_of_edit(lineage, ended)] == ["lineage.split_into_one"]


def test_old_fault_elsewhere_does_not_stand_in_the_way() -> None:
    faulty = Lineage((body(1, name("甲庁", DAY, BEFORE)), body(2, name("乙庁"))))
    assert problems_of_edit(faulty, renaming(faulty.organisations[1], "丙庁", "", DAY)) == []
    assert keys(faulty) == ["dates_reversed"]


def test_what_published_figures_and_returns_need_cannot_be_taken_out() -> None:
    ground = EditGround(Lineage((DEFENCE, UNABARA)), frozenset({"防衛省"}), frozenset({11}))
    spelled = correcting(DEFENCE, DEFENCE.names[1], name("防衞省", date(2007, 1, 9)))
    assert [problem.key for problem in ground.problems(spelled)] == ["lineage.name_published"]
    assert [problem.key for problem in ground.problems(removing_name(UNABARA, UNABARA.names[0]))] == [
        "lineage.body_in_use"
    ]
    other_day = correcting(DEFENCE, DEFENCE.names[1], name("防衛省", date(2007, 1, 10)))
    assert ground.problems(other_day) == []


# --- properties ---------------------------------------------------------------------------------------

DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))
FIRST = date(1940, 1, 1)


@st.composite
def renamed_bodies(draw: st.DrawFn) -> Organisation:
    """A body that was renamed up to five times."""
    days = sorted(draw(st.sets(DAYS, max_size=5)))
    bounds: list[date | None] = [draw(st.none() | st.just(FIRST)), *days]
    names = [
        name(f"名{number}", first, days[number] - timedelta(days=1) if number < len(days) else None)
        for number, first in enumerate(bounds)
    ]
    return body(draw(st.integers(1, 99)), *names)


@given(renamed_bodies(), DAYS)
def test_renaming_on_any_day_either_fits_or_is_refused(own: Organisation, day: date) -> None:
    lineage = Lineage((own,))
    assert problems_of(lineage) == []
    edit = renaming(own, "新名", "", day)
    after = applied(lineage, edit)
    if problems_of_edit(lineage, edit):
        assert any(own.from_date == day for own in own.names) or day <= FIRST
    else:
        assert len(after.organisations[0].names) == len(own.names) + 1
        on_the_day = [own.name for own in after.organisations[0].names if own.overlaps(name("", day, day))]
        assert on_the_day == ["新名"]


@given(renamed_bodies(), st.data())
def test_any_name_can_be_taken_out_without_leaving_a_gap(own: Organisation, data: st.DataObject) -> None:
    lineage = Lineage((own,))
    gone = data.draw(st.sampled_from(own.names))
    after = applied(lineage, removing_name(own, gone))
    assert problems_of(after) == []
    if len(own.names) > 1:
        assert after.organisations[0].names[0].from_date == own.names[0].from_date
        assert after.organisations[0].names[-1].to_date == own.names[-1].to_date


@given(renamed_bodies(), st.integers(FIRST.year, 2035))
def test_every_year_has_the_one_name_borne_on_its_last_day(own: Organisation, year: int) -> None:
    (series,) = series_of([own], [])
    names = names_between(series, [own], [year])
    assert list(names[-1:]) == [borne.name for borne in own.names if borne.holds_in(year)]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_circles_are_found_exactly_where_there_are_some(pairs: list[tuple[int, int]]) -> None:
    bodies = tuple(body(number, name(f"庁{number}")) for number in range(8))
    links = tuple(link(before, after, "split", None, number) for number, (before, after) in enumerate(pairs))
    told = any(problem.key == "lineage.circle" for problem in problems_of(Lineage(bodies, links)))
    assert told is _has_circle(pairs)


def _has_circle(pairs: list[tuple[int, int]]) -> bool:
    """Another way to see it: bodies without a predecessor are taken away until none is left or none can go."""
    left = set(range(8))
    while True:
        free = {number for number in left if not any(after == number and before in left for before, after in pairs)}
        if not free:
            return bool(left)
        left -= free


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=8))
def test_every_body_stands_in_exactly_one_series(pairs: list[tuple[int, int]]) -> None:
    bodies = [body(number, name(f"庁{number}")) for number in range(1, 10)]
    made = series_of(bodies, [link(before, after, "renamed") for before, after in pairs])
    members = [member for own in made for member in own.members]
    assert sorted(members) == list(range(1, 10))
    for before, after in pairs:
        assert any({before, after} <= set(own.members) for own in made)


@given(st.sampled_from(["甲庁", "乙庁"]), st.booleans())
def test_new_body_fits_unless_its_name_is_taken(words: str, is_created: bool) -> None:
    lineage = Lineage((body(1, name("甲庁")),))
    found = problems_of_edit(lineage, new_body(name(words, DAY), is_created=is_created))
    assert [problem.key for problem in found] == (["lineage.name_shared"] if words == "甲庁" else [])
