"""A catalogue becomes an edition with its Parts, sections, items and roles, or says row by row why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.standards import Edition, EditionPart, Role
from auditor_app.importing.returns.catalogue_rows import plan_catalogue
from auditor_app.importing.returns.plans import CaseContext, TablePlan
from tests.unit.importing.returns.small_tables import case, plan, refusals

HEAD = "edition,item,part,section,class,role,title\n"
TWO_ITEMS = (
    HEAD
    + "初版,2.1.1(1)(a),2,2.1.1,基本,officer,最高責任者を定める\n初版,3.1.1(1)(a),第3部,3.1.1,強化,職員,格付けする\n"
)


def read(table: str, context: CaseContext | None = None, years: tuple[int, ...] = ()) -> TablePlan:
    return plan(plan_catalogue, table, context, years)


def stored(made: TablePlan, years: tuple[int, ...] = ()) -> Edition:
    """What the case would hold of it."""
    return replace(made.editions[0], id=7, fiscal_years=years)


def test_an_edition_has_its_parts_sections_items_and_roles() -> None:
    made = read(TWO_ITEMS, years=(2006, 2007))
    (edition,) = made.editions
    assert (edition.standard, edition.name, edition.state) == ("政府機関統一基準", "初版", "decided")
    assert edition.fiscal_years == (2006, 2007)
    assert edition.parts == (EditionPart("2"), EditionPart("3"))
    assert [(section.section, section.part) for section in edition.sections] == [("2.1.1", "2"), ("3.1.1", "3")]
    assert [(item.item, item.item_class, item.roles) for item in edition.items] == [
        ("2.1.1(1)(a)", "basic", ("officer",)),
        ("3.1.1(1)(a)", "enhanced", ("staff",)),
    ]
    assert (made.counts.new, made.counts.refused, made.roles) == (2, 0, ())


def test_several_roles_stand_in_one_cell_or_in_several_rows() -> None:
    table = HEAD + (
        "初版,2.1.1(1)(a),2,2.1.1,基本,情報セキュリティ責任者等、行政事務従事者,甲\n"
        "初版,2.1.1(1)(b),2,2.1.1,基本,officer/system,乙\n"
        "初版,２．１．１（１）（ａ）,2,2.1.1,基本,情報システム,甲\n"
    )
    made = read(table)
    assert [(item.item, item.roles) for item in made.editions[0].items] == [
        ("2.1.1(1)(a)", ("officer", "staff", "system")),
        ("2.1.1(1)(b)", ("officer", "system")),
    ]
    assert refusals(made) == []


def test_the_same_row_once_more_is_taken_once() -> None:
    made = read(TWO_ITEMS + TWO_ITEMS.removeprefix(HEAD))
    assert (made.counts.new, made.counts.duplicates, len(made.editions[0].items)) == (2, 2, 2)


def test_16_10_is_not_16_1() -> None:
    table = HEAD + "初版,16.1(1),16,16.1,基本,officer,甲\n初版,16.10(1),16,16.10,基本,officer,乙\n"
    assert [section.section for section in read(table).editions[0].sections] == ["16.1", "16.10"]


def test_a_section_that_lost_its_last_digit_in_a_spreadsheet_is_refused() -> None:
    assert refusals(read(HEAD + "初版,16.10(1),16,16.1,基本,officer,乙\n")) == [("L2 section", "section_cut")]


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("初版,4.1.6(1),3,4.1.6,基本,officer,甲", ("L2 section", "section_outside_part")),
        ("初版,4.1.6(1),4,4,基本,officer,甲", ("L2 section", "section_outside_part")),
        ("初版,4.1.6(1),総則,4.1.6,基本,officer,甲", ("L2 part", "part_unreadable")),
        ("初版,4.1.6(1),4,暗号,基本,officer,甲", ("L2 section", "section_unreadable")),
        ("初版,4.1.6(1),4,4.1.6,推奨,officer,甲", ("L2 class", "class_unknown")),
        ("初版,暗号の使用,4,4.1.6,基本,officer,甲", ("L2 item", "item_without_number")),
        ("初版,4.1.6(1),4,4.1.6,基本,,甲", ("L2 role", "role_missing")),
        (",4.1.6(1),4,4.1.6,基本,officer,甲", ("L2 edition", "edition_missing")),
        ("初版,4.1.6(1),4,4.1.6,基本,委託管理者,甲", ("L2 role", "role_without_group")),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_cell(row: str, refused: tuple[str, str]) -> None:
    made = read(f"{HEAD}{row}\n")
    assert refusals(made) == [refused]
    assert (made.counts.refused, made.editions) == (1, ())


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("初版,2.1.1(1)(a),2,2.1.1,強化,staff,最高責任者を定める", "class"),
        ("初版,2.1.1(1)(a),2,2.1.2,基本,staff,最高責任者を定める", "section"),
        ("初版,2.1.1(1)(a),2,2.1.1,基本,staff,責任者を置く", "title"),
    ],
)
def test_the_same_item_with_something_else_is_refused(row: str, field: str) -> None:
    assert refusals(read(f"{TWO_ITEMS}{row}\n")) == [(f"L4 {field}", "says_otherwise")]


def test_a_further_role_names_its_group_once() -> None:
    table = (
        "edition,item,part,section,class,role,role_group\n"
        "初版,6.1.1(1),6,6.1.1,基本,外部委託管理者,officer\n"
        "初版,6.1.1(2),6,6.1.1,基本,外部委託管理者、staff,\n"
    )
    made = read(table)
    assert made.roles == (Role("外部委託管理者", "officer", "外部委託管理者"),)
    assert made.editions[0].items[1].roles == ("外部委託管理者", "staff")
    wrong = read(table.replace("staff,\n", "staff,system\n"))
    assert refusals(wrong) == [("L3 role_group", "group_differs")]
    unknown = read(table.replace(",officer\n", ",監査役\n"))
    assert ("L2 role_group", "group_unknown") in refusals(unknown)


def test_the_same_catalogue_again_changes_nothing() -> None:
    context = case(editions=[stored(read(TWO_ITEMS), (2006,))])
    made = read(TWO_ITEMS, context, (2006,))
    assert (made.counts.new, made.counts.equal, made.editions, made.edition_years) == (0, 2, (), ())


def test_the_same_catalogue_for_further_years_adds_the_years() -> None:
    made = read(TWO_ITEMS, case(editions=[stored(read(TWO_ITEMS), (2006,))]), (2006, 2007, 2008))
    assert (made.counts.new, made.edition_years) == (2, ((7, (2007, 2008)),))


def test_an_edition_with_other_content_is_refused_as_a_whole() -> None:
    context = case(editions=[stored(read(TWO_ITEMS), (2006,))])
    made = read(TWO_ITEMS.replace("強化", "基本"), context, (2006,))
    assert refusals(made) == [("L2 edition", "edition_differs")]
    assert made.editions == ()


def test_two_editions_cannot_hold_for_one_year() -> None:
    context = case(editions=[stored(read(TWO_ITEMS), (2006, 2007))])
    other = TWO_ITEMS.replace("初版", "改訂版")
    assert refusals(read(other, context, (2007, 2008))) == [("L2 edition", "year_taken")]
    assert refusals(read(other, context, (2008,))) == []
    both = read(TWO_ITEMS + other.removeprefix(HEAD), years=(2006,))
    assert refusals(both) == [("L4 edition", "year_taken")]


def test_there_is_one_edition_for_the_years_that_have_none() -> None:
    other = TWO_ITEMS.replace("初版", "改訂版")
    assert refusals(read(other, case(editions=[stored(read(TWO_ITEMS))]))) == [("L2 edition", "second_default")]
    assert refusals(read(other, case(editions=[stored(read(TWO_ITEMS), (2006,))]))) == []


def test_an_edition_the_case_knows_by_name_only_gets_its_items() -> None:
    named = Edition("政府機関統一基準", "初 版", "public_comment", fiscal_years=(2006,), id=3)
    made = read(TWO_ITEMS, case(editions=[named]), (2007,))
    (edition,) = made.editions
    assert (edition.id, edition.name, edition.state) == (3, "初 版", "public_comment")
    assert (edition.fiscal_years, len(edition.items)) == ((2006, 2007), 2)


@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = [
        f"初版,{part}.1.1(1)({letter}),{part},{part}.1.1,基本,{role},甲"
        for part, letter, role in [
            (2, "a", "officer"),
            (2, "b", "staff"),
            (2, "b", "system"),
            (3, "a", "staff"),
            (5, "a", "system"),
            (5, "a", "staff"),
        ]
    ]
    straight, shuffled = read(HEAD + "\n".join(rows)), read(HEAD + "\n".join(rows[place] for place in order))
    context = case(editions=[stored(straight, (2006,))])
    again = read(HEAD + "\n".join(rows[place] for place in order), context, (2006,))
    assert (shuffled.counts.new, again.counts.equal, again.blocking) == (6, 6, ())
