"""A programme: measures by area, re-listed ones in parentheses, and the sums that must hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditor_app.domain.published import Fact, FactKind
from auditor_app.importing.returns.plans import CaseContext, TablePlan
from auditor_app.importing.returns.programme_rows import plan_programme
from tests.unit.importing.returns.small_tables import case, plan, refusals

HEAD = "fiscal_year,area,new,continued,total\n"
AREAS = (
    ("政府機関・地方公共団体", "17", "31", "48"),
    ("重要インフラ", "3", "11", "14"),
    ("企業", "11", "12", "23"),
    ("個人", "2", "16", "18"),
    ("技術戦略", "5", "20(3)", "25(3)"),
    ("人材", "6(6)", "2（1）", "8(7)"),
    ("国際", "4", "7", "11"),
    ("犯罪取締り・権利保護", "3", "9", "12"),
    ("推進体制", "3", "3", "6"),
    ("持続的改善", "0", "5(1)", "5(1)"),
)
SECURE_JAPAN_2007 = HEAD + "".join(f"平成19年度,{','.join(row)}\n" for row in AREAS)


def read(table: str, context: CaseContext | None = None, years: tuple[int, ...] = (), sheet: str = "") -> TablePlan:
    return plan(plan_programme, table, context, years, sheet)


def test_secure_japan_2007_is_read_area_by_area() -> None:
    made = read(SECURE_JAPAN_2007)
    values = {statement.key.figure_id: statement.value for statement in made.statements}
    people = values["measure_count:2007:人材:total"]
    assert (people.number, people.secondary, people.secondary_meaning) == (Decimal(8), Decimal(7), "relisted")
    assert values["measure_count:2007:持続的改善:new"].number == 0
    assert values["measure_count:2007:企業:total"].secondary is None
    assert (len(values), made.counts.new, refusals(made)) == (30, 10, [])


@pytest.mark.parametrize("total", ["159", "170", "170(11)"])
def test_the_printed_total_may_count_measures_twice_or_once(total: str) -> None:
    made = read(f"{SECURE_JAPAN_2007}2007,合　計,,,{total}\n")
    assert (made.warnings, refusals(made)) == ((), [])
    printed = [own.value.number for own in made.statements if own.key.kind is FactKind.MEASURE_TOTAL]
    assert printed == ([Decimal(159)] if total == "159" else [])


def test_a_total_that_is_neither_is_told() -> None:
    made = read(f"{SECURE_JAPAN_2007}2007,計,,,160\n")
    assert [(problem.key, problem.values) for problem in made.warnings] == [
        ("programme.total_differs", {"total": 160, "found": 170, "without": 159})
    ]


@pytest.mark.parametrize("row", ["2007,計,60,112,", ",計,60,112,172"])
def test_a_total_row_that_cannot_be_compared_is_refused_and_not_lost(row: str) -> None:
    made = read(f"{SECURE_JAPAN_2007}2006,個人,2,0,2\n{row}\n")
    assert (refusals(made), made.counts.refused) == ([("L13 area", "total_not_compared")], 1)


def test_the_word_total_may_stand_under_the_year() -> None:
    made = read(f"{SECURE_JAPAN_2007}合計,,58,112,159\n")
    assert (made.statements[-1].key.figure_id, made.warnings, refusals(made)) == ("measure_total:2007", (), [])


def test_relisted_ones_may_have_columns_of_their_own() -> None:
    table = (
        "fiscal_year,area,new,new_relisted,continued,continued_relisted,total,total_relisted\n2007,人材,6,6,2,1,8,7\n"
    )
    made = read(table)
    assert [own.value.secondary for own in made.statements] == [Decimal(6), Decimal(1), Decimal(7)]
    assert made.statements[0].printed == "6\n6"


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("2007,企業,11,12,24", [("L2 total", "sum_differs")]),
        ("2007,人材,6(6),2(1),8(6)", [("L2 total", "sum_differs")]),
        ("2007,企業,-1,12,11", [("L2 new", "count_unreadable")]),
        ("2007,企業,多数,12,23", [("L2 new", "count_unreadable")]),
        ("2007,企業,11(12),12,23", [("L2 new", "relisted_exceeds")]),
        ("2007,,11,12,23", [("L2 area", "area_missing")]),
        ("昔,企業,11,12,23", [("L2 fiscal_year", "year_unreadable")]),
        ("2007,企業,,－,", [("L2 total", "counts_missing")]),
    ],
)
def test_what_cannot_be_is_refused(row: str, refused: list[tuple[str, str]]) -> None:
    made = read(f"{HEAD}{row}\n")
    assert (refusals(made), made.statements) == (refused, ())


def test_an_area_that_stands_twice_with_other_counts_is_refused() -> None:
    row = "2007,企業,11,12,23\n"
    assert read(HEAD + row + row).counts.duplicates == 1
    assert refusals(read(f"{HEAD}{row}2007,企 業,11,13,24\n")) == [("L3 area", "area_twice")]


def test_the_year_may_be_given_beside_the_file() -> None:
    table = "area,new,continued,total\n企業,11,12,23\n"
    assert read(table, years=(2007,)).statements[0].key.fiscal_year == 2007
    assert refusals(read(table)) == [("L2", "year_unreadable")]


def test_places_are_lines_of_a_text_and_cells_of_a_sheet() -> None:
    assert read(SECURE_JAPAN_2007).statements[2].place.code() == "L2"
    place = read(SECURE_JAPAN_2007, sheet="施策数").statements[2].place
    assert (place.code(), place.line_from, place.page) == ("施策数!E2", 0, 0)
    assert read(SECURE_JAPAN_2007, sheet="p.12-1").statements[2].place.page == 12


def test_what_the_case_holds_is_equal_and_other_numbers_stand_beside_it() -> None:
    facts = [Fact(own.key, (own,)) for own in read(SECURE_JAPAN_2007).statements]
    again = read(SECURE_JAPAN_2007, case(facts=facts))
    assert (again.counts.equal, again.statements) == (10, ())
    made = read(SECURE_JAPAN_2007.replace("企業,11,12,23", "企業,11,13,24"), case(facts=facts))
    assert (made.counts.changed, made.counts.equal, made.statements) == (1, 9, ())
    assert [own.key.aspect for own in made.differing_statements] == ["continued", "total"]
    assert [(own.stored, own.stated) for own in made.conflicts] == [(("12",), ("13",)), (("23",), ("24",))]
