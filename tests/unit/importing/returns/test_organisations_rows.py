"""Organisations: one body through all its names, and what was merged, split, created or abolished."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.foundation.translation import Texts
from auditor_app.importing.returns.organisations_rows import plan_organisations
from auditor_app.importing.returns.plans import CaseContext, LinkPlan, TablePlan
from tests.unit.importing.returns.small_tables import case, plan, refusals

HEAD = "name,from_date,to_date,successor,kind,english\n"
RENAMED = "白樺庁,,2007-09-30,白樺省,改称,Shirakaba Agency\n白樺省,2007-10-01,,,,\n"


def read(rows: str, context: CaseContext | None = None) -> TablePlan:
    return plan(plan_organisations, HEAD + rows, context)


def test_a_renamed_body_is_one_organisation_with_two_names() -> None:
    made = read(RENAMED)
    assert made.organisations == (
        (
            OrganisationName("白樺庁", "Shirakaba Agency", None, date(2007, 9, 30)),
            OrganisationName("白樺省", "", date(2007, 10, 1), None),
        ),
    )
    assert (made.links, made.counts.new, refusals(made)) == ((), 2, [])


@pytest.mark.parametrize(
    ("old_ends", "new_begins"), [("", "平成19年10月1日"), ("2007/9/30", ""), ("H19.9.30", "2007-10-01")]
)
def test_the_days_of_a_renaming_tell_each_other(old_ends: str, new_begins: str) -> None:
    made = read(f"白樺庁,,{old_ends},白樺省,改称,\n白樺省,{new_begins},,,,\n")
    assert [(name.from_date, name.to_date) for name in made.organisations[0]] == [
        (None, date(2007, 9, 30)),
        (date(2007, 10, 1), None),
    ]


def test_mergers_splits_creation_and_abolition_are_links() -> None:
    made = read(
        "潮見庁,,2008-03-31,海原庁,統合,\n磯辺庁,,2008-03-31,海原庁,merged,\n海原庁,2008-04-01,,,,\n"
        "春野省,,2008-03-31,若苗庁、稲穂庁,分割,\n若苗庁,2008-04-01,,,,\n稲穂庁,2008-04-01,,,,\n"
        "星見庁,2008-04-01,,,設置,\n古井庁,,2008-03-31,,廃止,\n"
    )
    day = date(2008, 4, 1)
    assert made.links == (
        LinkPlan("潮見庁", "海原庁", "merged", day),
        LinkPlan("磯辺庁", "海原庁", "merged", day),
        LinkPlan("春野省", "若苗庁", "split", day),
        LinkPlan("春野省", "稲穂庁", "split", day),
        LinkPlan("", "星見庁", "created", day),
        LinkPlan("古井庁", "", "abolished", day),
    )
    assert (len(made.organisations), made.counts.new, refusals(made)) == (8, 8, [])


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("甲庁,2008-04-01,2008-03-31,,,\n", [("L2 to_date", "ends_before_it_begins")]),
        ("甲庁,2008-02-30,,,,\n", [("L2 from_date", "day_unreadable")]),
        ("甲庁,,39091,,,\n", [("L2 to_date", "day_unreadable")]),
        ("甲庁,,2008-03-31,,消滅,\n", [("L2 kind", "kind_unknown")]),
        ("甲庁,,2008-03-31,乙庁,統合,\n", [("L2 successor", "successor_unknown")]),
        ("甲庁,,2008-03-31,,統合,\n", [("L2 successor", "successor_missing")]),
        ("甲庁,,2008-03-31,総務省,,\n", [("L2 kind", "successor_without_kind")]),
        (",,2008-03-31,,,\n", [("L2 name", "name_missing")]),
        ("*,,,,,\n", [("L2 name", "name_reserved")]),
        (" ＊,,,,,\n", [("L2 name", "name_reserved")]),
        ('"甲\n庁",,,,,\n', [("L2 name", "name_unprintable")]),
        ("甲\u200b庁,,,,,\n", [("L2 name", "name_unprintable")]),
        ("甲庁,,,,,\x07\n", [("L2 english", "name_unprintable")]),
        ("甲庁,,,,,*\n", [("L2 english", "name_reserved")]),
        ("甲庁,,2008-03-31,*,統合,\n", [("L2 successor", "successor_unknown")]),
        ("甲庁,,,乙庁,改称,\n乙庁,,,,,\n", [("L2 to_date", "renamed_without_day")]),
        ("甲庁,,2008-03-31,乙庁,改称,\n乙庁,2008-05-01,,,,\n", [("L2 to_date", "renamed_with_gap")]),
        ("甲庁,,2008-03-31,乙庁、丙庁,改称,\n", [("L2 successor", "renamed_into_several")]),
        ("甲庁,,2008-03-31,,,\n甲庁,,2008-04-30,,,\n", [("L3 to_date", "two_periods")]),
        ("甲庁,,2005-03-31,,,\n甲庁,2008-04-01,,,,\n", [("L3 from_date", "two_periods")]),
    ],
)
def test_what_cannot_be_is_refused(rows: str, refused: list[tuple[str, str]]) -> None:
    assert refusals(read(rows)) == refused


BACK_AGAIN = (
    "甲庁,2001-01-06,2005-03-31,乙庁,改称,A Agency\n"
    "乙庁,2005-04-01,2008-03-31,甲庁,改称,\n"
    "甲庁,2008-04-01,,,,Agency A\n"
)
BORNE_AGAIN = (
    OrganisationName("甲庁", "A Agency", date(2001, 1, 6), date(2005, 3, 31)),
    OrganisationName("乙庁", "", date(2005, 4, 1), date(2008, 3, 31)),
    OrganisationName("甲庁", "Agency A", date(2008, 4, 1), None),
)


def test_a_name_borne_again_after_another_one_is_one_body_with_three_names() -> None:
    made = read(BACK_AGAIN)
    assert (refusals(made), made.warnings) == ([], ())
    assert made.organisations == (BORNE_AGAIN,)
    assert (made.links, made.counts.new) == ((), 3)


def test_a_name_borne_again_is_told_in_any_order_and_with_the_days_the_renamings_leave_open() -> None:
    made = read("甲庁,2008-04-01,,,,Agency A\n乙庁,,,甲庁,改称,\n甲庁,2001-01-06,2005-03-31,乙庁,改称,A Agency\n")
    assert (refusals(made), made.organisations) == ([], (BORNE_AGAIN,))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=6), st.integers(0, 2**30), st.booleans())
def test_any_row_of_renamings_comes_in_as_one_body_in_any_order_and_is_known_then(
    names: list[str], seed: int, begins: bool
) -> None:
    borne = [name for place, name in enumerate(names) if place == 0 or names[place - 1] != name]
    days = [date(2001 + place, 4, 1) for place in range(len(borne) + 1)]
    expected = tuple(
        OrganisationName(
            f"{name}庁",
            "",
            days[place] if place or begins else None,
            days[place + 1] - timedelta(days=1) if place + 1 < len(borne) else None,
        )
        for place, name in enumerate(borne)
    )
    rows = [
        f"{own.name},{own.from_date or ''},{own.to_date or ''},{after.name if after else ''},{'改称' if after else ''},"
        for own, after in zip(expected, (*expected[1:], None), strict=True)
    ]
    Random(seed).shuffle(rows)
    table = "\n".join(rows) + "\n"
    made = read(table)
    assert (refusals(made), made.organisations) == ([], (expected,))
    again = read(table, case(organisations=[Organisation(1, expected)]))
    assert (refusals(again), again.counts.new, again.names, again.organisations) == ([], 0, (), ())


def test_a_name_the_case_holds_twice_is_held_against_the_right_time() -> None:
    context = case(organisations=[Organisation(1, BORNE_AGAIN)])
    again = read(BACK_AGAIN, context)
    assert (again.counts.equal, again.names, again.organisations, refusals(again)) == (3, (), (), [])
    further = read("甲庁,,2010-03-31,丙庁,改称,\n丙庁,,,,,\n", context)
    assert further.names == (
        (1, OrganisationName("甲庁", "Agency A", date(2008, 4, 1), date(2010, 3, 31))),
        (1, OrganisationName("丙庁", "", date(2010, 4, 1), None)),
    )
    differing = BACK_AGAIN.replace("甲庁,2008-04-01,,,,", "甲庁,2008-04-01,2009-03-31,,廃止,")
    assert read(differing, case(organisations=[Organisation(1, BORNE_AGAIN)])).names == (
        (1, OrganisationName("甲庁", "Agency A", date(2008, 4, 1), date(2009, 3, 31))),
    )
    assert refusals(read(BACK_AGAIN.replace("2001-01-06", "2002-01-06"), context))[0] == (
        "L2 from_date",
        "stored_differs",
    )


def test_a_ministry_of_the_case_can_get_its_old_name_back() -> None:
    made = read("環境省,2001-01-06,2005-03-31,自然省,改称,\n自然省,,2008-03-31,環境省,改称,\n環境省,2008-04-01,,,,\n")
    assert refusals(made) == []
    known = Organisation(4, (OrganisationName("環境省"),))
    for number, name in made.names:
        assert number == 4
        known = known.with_name(name)
    assert [(name.name, name.from_date) for name in known.names] == [
        ("環境省", date(2001, 1, 6)),
        ("自然省", date(2005, 4, 1)),
        ("環境省", date(2008, 4, 1)),
    ]


def test_times_of_a_name_that_overlap_are_refused_although_renamings_chain_them() -> None:
    made = read(BACK_AGAIN.replace("甲庁,2008-04-01", "甲庁,2004-04-01"))
    assert ("L4 from_date", "two_periods") in refusals(made)
    assert made.organisations == ()


def test_nothing_becomes_what_it_came_from() -> None:
    made = read("甲庁,,2007-03-31,乙庁,改称,\n乙庁,,2008-03-31,丙庁,統合,\n丙庁,,2009-03-31,甲庁,統合,\n")
    assert refusals(made) == [(f"L{row} successor", "circle") for row in (2, 3, 4)]
    assert made.organisations == ()


def test_names_of_one_body_do_not_overlap() -> None:
    context = case(
        organisations=[
            Organisation(
                19,
                (
                    OrganisationName("防衛庁", "", None, date(2007, 1, 8)),
                    OrganisationName("防衛省", "", date(2007, 1, 9)),
                ),
            )
        ]
    )
    made = read("保安庁,2000-01-01,2007-01-08,防衛省,改称,\n", context)
    assert refusals(made) == [("L2 name", "names_overlap")]
    made = read("防衛省,2007-01-09,2010-03-31,国防省,改称,\n国防省,2009-04-01,,,,\n", context)
    assert refusals(made) == [("L2 to_date", "renamed_with_gap")]


def test_a_ministry_of_the_case_can_be_renamed_and_its_days_filled_in() -> None:
    made = read("環境省,平成13年1月6日,平成22年3月31日,自然省,改称,\n自然省,,,,,\n")
    assert made.names == (
        (4, OrganisationName("環境省", "", date(2001, 1, 6), date(2010, 3, 31))),
        (4, OrganisationName("自然省", "", date(2010, 4, 1), None)),
    )
    known = Organisation(4, (OrganisationName("環境省"),))
    for _, name in made.names:
        known = known.with_name(name)
    assert [(name.name, name.to_date) for name in known.names] == [("環境省", date(2010, 3, 31)), ("自然省", None)]


def test_an_older_name_of_a_ministry_of_the_case_is_added_to_it() -> None:
    made = read("環境庁,1971-07-01,2001-01-05,環境省,改称,\n")
    assert made.names == (
        (4, OrganisationName("環境庁", "", date(1971, 7, 1), date(2001, 1, 5))),
        (4, OrganisationName("環境省", "", date(2001, 1, 6), None)),
    )
    assert made.organisations == ()


def test_other_days_than_those_of_the_case_are_refused() -> None:
    context = case(organisations=[Organisation(1, (OrganisationName("甲庁", "", None, date(2008, 3, 31)),))])
    assert refusals(read("甲庁,,2008-04-30,,,\n", context)) == [("L2 to_date", "stored_differs")]


def test_two_bodies_of_the_case_do_not_become_one_by_a_renaming() -> None:
    assert refusals(read("総務省,,2010-03-31,環境省,改称,\n")) == [("L2 name", "body_is_two")]


def test_the_same_table_again_changes_nothing() -> None:
    rows = "潮見庁,,2008-03-31,海原庁,統合,\n海原庁,2008-04-01,,,,\n"
    first = read(RENAMED + rows)
    bodies = [Organisation(number, names) for number, names in enumerate(first.organisations, start=1)]
    ids = {name.name: body.id for body in bodies for name in body.names}
    links = [
        OrganisationLink(ids.get(link.from_name), ids.get(link.to_name), link.kind, link.on_date)
        for link in first.links
    ]
    again = read(RENAMED + rows, case(organisations=bodies, links=links))
    assert (again.counts.new, again.counts.equal, again.names, again.links, again.organisations) == (0, 4, (), (), ())


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("甲庁,,2008-03-31,乙庁,統合,\n乙庁,2009-04-01,,,,\n", [("L2 kind", "not_yet")]),
        ("甲庁,,2008-03-31,乙庁,統合,\n乙庁,,2007-03-31,,,\n", [("L2 kind", "no_more")]),
        (
            "甲庁,,2008-03-31,総務省,統合,\n甲庁,,2008-03-31,,廃止,\n",
            [("L2 kind", "ends_twice"), ("L3 kind", "ends_twice")],
        ),
    ],
)
def test_event_of_a_body_that_is_not_there_on_its_day_is_refused(rows: str, refused: list[tuple[str, str]]) -> None:
    made = read(rows)
    assert refusals(made) == refused
    assert made.links == ()
    assert "甲庁" not in [name.name for names in made.organisations for name in names], "nor does its name come in"


def test_event_after_the_end_the_case_knows_is_refused() -> None:
    context = case(organisations=[Organisation(1, (OrganisationName("甲庁", "", None, date(2007, 3, 31)),))])
    assert refusals(read("乙庁,,2008-03-31,甲庁,統合,\n", context)) == [("L2 kind", "no_more")]


@pytest.mark.parametrize(
    ("rows", "pointed_out"),
    [
        ("甲庁,,2008-03-31,乙庁,統合,\n乙庁,2008-04-01,,,,\n", ["lineage.merged_from_one"]),
        ("甲庁,,2008-03-31,乙庁,分割,\n乙庁,2008-04-01,,,,\n", ["lineage.split_into_one"]),
        ("甲庁,,2008-03-31,総務省,統合,\n", []),
    ],
)
def test_merger_or_split_told_alone_is_pointed_out_at_its_row(rows: str, pointed_out: list[str]) -> None:
    made = read(rows)
    assert [problem.key for problem in made.warnings] == pointed_out
    assert all(problem.place == "表.csv: L2 kind" for problem in made.warnings)
    assert refusals(made) == []


@pytest.mark.parametrize(
    ("rows", "pointed_out"),
    [
        ("甲庁,,,,設置,\n", ["organisations.event_without_day"]),
        ("甲庁,,,,廃止,\n", ["organisations.event_without_day"]),
        ("甲庁,,,総務省,統合,\n", ["organisations.break_without_day"]),
        ("甲庁,,,乙庁、丙庁,分割,\n乙庁,,,,,\n丙庁,,,,,\n", ["organisations.break_without_day"]),
        ("甲庁,2008-04-01,,,設置,\n", []),
        ("甲庁,,2008-03-31,総務省,統合,\n", []),
    ],
)
def test_event_without_a_day_comes_in_with_what_it_means_for_comparisons(rows: str, pointed_out: list[str]) -> None:
    made = read(rows)
    assert ([own.key for own in made.notes], refusals(made), made.warnings) == (pointed_out, [], ())
    assert all(own.place == "表.csv: L2 kind" and own.values["name"] == "甲庁" for own in made.notes)
    assert all("甲庁" in Texts(language).problem(own) for own in made.notes for language in ("ja", "en"))


def test_name_in_other_widths_of_letters_is_the_same_name() -> None:
    made = read("ABC庁,,,,,\nＡＢＣ庁,,,,,\n")
    assert (made.counts.new, made.counts.duplicates, len(made.organisations)) == (1, 1, 1)
    made = read("ABC庁,2001-01-06,,,,\nＡＢＣ庁,2002-01-06,,,,\n")
    assert refusals(made) == [("L3 from_date", "two_periods")]
    made = read("ABC庁,,2008-03-31,総務省,統合,\nＡＢＣ庁,,2008-03-31,総務　省,統合,\n")
    assert (made.counts.new, made.counts.duplicates, len(made.links)) == (1, 1, 1)


def test_refused_successor_takes_all_rows_with_it_that_lead_to_it() -> None:
    made = read("甲庁,,2007-03-31,乙庁,統合,\n乙庁,,2008-03-31,丙庁,統合,\n丙庁,,2009-03-31,丁庁,統合,\n")
    assert refusals(made) == [(f"L{row} successor", "successor_unknown") for row in (2, 3, 4)]
    assert (made.links, made.organisations) == ((), ())
