"""The big table of answers: every order and filter is the one a plain list of the same answers would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.published import State
from auditor_app.foundation.errors import CancelledByUserError
from auditor_app.services.answer_order import PlaceList, ReportOrder
from auditor_app.services.answer_parts import AnswerRow
from auditor_app.services.big_tables import Arrangement, Condition, SortKey, Wanted
from auditor_app.services.browse_answers import AnswerTable, open_answers
from auditor_app.services.open_case import OpenCase
from tests.unit.storage.returned import Counts, Question, case_with_catalogue, import_answers

VALUES: dict[str, Callable[[AnswerRow], object]] = {
    "fiscal_year": lambda row: row.report.fiscal_year or None,
    "organisation": lambda row: row.report.organisation or None,
    "unit": lambda row: row.report.unit or None,
    "document": lambda row: row.report.document or None,
    "item": lambda row: row.item.item or None,
    "title": lambda row: row.item.title or None,
    "part": lambda row: row.item.part or None,
    "class": lambda row: row.item.item_class or None,
    "role": lambda row: row.role.code or None,
    "obliged": lambda row: row.obliged,
    "implemented": lambda row: row.implemented,
    "ratio": lambda row: row.ratio_percent,
    "missing": lambda row: row.missing,
    "state": lambda row: [State.REPORTED, State.NO_DUTY, State.NOT_REPORTED].index(row.state),
    "source_row": lambda row: row.source_row or None,
}
TWO_OF_THREE = (3, 2)


class Patient:
    """A control nobody cancels, which keeps what it is handed."""

    def __init__(self) -> None:
        self.handed: list[object] = []
        self.reports: list[tuple[int, int]] = []

    def is_cancelled(self) -> bool:
        return False

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def hand_over(self, value: object) -> None:
        self.handed.append(value)


class Impatient(Patient):
    def report(self, done: int, total: int) -> None:
        raise CancelledByUserError(f"{done} of {total}")


def ranks(column: str, rows: Sequence[AnswerRow]) -> list[int | None]:
    values = [VALUES[column](row) for row in rows]
    order = sorted({value for value in values if value is not None})  # type: ignore[type-var]
    return [None if value is None else order.index(value) for value in values]


def wanted(sort: Sequence[SortKey] = (), *conditions: Condition) -> Wanted:
    return Wanted(tuple(sort), conditions, ranks)


def equal(column: str, value: object) -> Condition:
    return Condition((column,), lambda row, key: VALUES[key](row) == value)


def above(column: str, limit: float) -> Condition:
    def accepts(row: AnswerRow, key: str) -> bool:
        value = VALUES[key](row)
        return isinstance(value, int | Fraction) and value > limit

    return Condition((column,), accepts)


def shown(table: AnswerTable, arrangement: Arrangement) -> list[AnswerRow]:
    return table.rows(arrangement.places(0, len(arrangement) - 1), Patient())


def by_hand(rows: Sequence[AnswerRow], sort: Sequence[SortKey], conditions: Sequence[Condition]) -> list[AnswerRow]:
    found = [row for row in rows if all(any(own.accepts(row, key) for key in own.columns) for own in conditions)]
    for column, descending in reversed(sort):
        present = [row for row in found if VALUES[column](row) is not None]
        present.sort(key=lambda row: VALUES[column](row), reverse=descending)  # type: ignore[arg-type,return-value]
        found = present + [row for row in found if VALUES[column](row) is None]
    return found


def answers_of_years() -> dict[Question, Counts]:
    counts: list[Counts] = [(10, 9), (0, 0), (None, None), (3, 2), (5, None), (200, 200), (6, 4), (1, 0)]
    questions = [
        (year, organisation, unit, item, role)
        for year in (2006, 2007)
        for organisation in (1, 2)
        for unit in ("第10局", "第9局")
        for item in (1, 2, 3, 4)
        for role in (1, 2, 3)
    ]
    return {question: counts[(number * 5 + number // 7) % len(counts)] for number, question in enumerate(questions)}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> AnswerTable:
    path = case_with_catalogue(tmp_path_factory.mktemp("answers"))
    import_answers(path, answers_of_years())
    return open_answers(OpenCase(path))


@pytest.fixture(scope="module")
def rows(table: AnswerTable) -> list[AnswerRow]:
    return shown(table, table.whole())


def test_every_answer_is_in_the_table_once_with_its_source(table: AnswerTable, rows: list[AnswerRow]) -> None:
    assert len(rows) == table.row_count() == len(answers_of_years())
    assert len({row.figure_id for row in rows}) == len(rows)
    assert {row.source.document for row in rows} == {"回答.csv"}
    assert sorted(row.source_row for row in rows) == list(range(2, len(rows) + 2))


def test_no_duty_and_not_reported_are_no_numbers(rows: list[AnswerRow]) -> None:
    for row in rows:
        if row.state is not State.REPORTED:
            assert row.ratio_percent is None
    counted = {(row.obliged, row.implemented): (row.state, row.ratio_percent) for row in rows}
    assert counted[0, 0] == (State.NO_DUTY, None)
    assert counted[None, None] == (State.NOT_REPORTED, None)
    assert counted[5, None] == (State.NOT_REPORTED, None)
    assert counted[TWO_OF_THREE] == (State.REPORTED, Fraction(200, 3))


def test_any_page_is_found_without_reading_what_stands_before_it(table: AnswerTable, rows: list[AnswerRow]) -> None:
    whole = table.whole()
    for first in (0, 5, 11, 12, 40, len(rows) - 3):
        assert table.rows(whole.places(first, first + 20), Patient()) == rows[first : first + 21]


columns = st.sampled_from(sorted(VALUES))


@settings(max_examples=60, deadline=None)
@given(sort=st.lists(st.tuples(columns, st.booleans()), max_size=3))
def test_order_is_the_one_of_a_plain_list(
    table: AnswerTable, rows: list[AnswerRow], sort: list[tuple[str, bool]]
) -> None:
    arrangement = table.arrange(wanted(sort), Patient())
    assert [row.figure_id for row in shown(table, arrangement)] == [row.figure_id for row in by_hand(rows, sort, ())]


conditions = st.one_of(
    st.sampled_from([2006, 2007, 2008]).map(lambda year: equal("fiscal_year", year)),
    st.sampled_from(["第10局", "第9局", "第1局"]).map(lambda unit: equal("unit", unit)),
    st.sampled_from(["officer", "staff"]).map(lambda role: equal("role", role)),
    st.sampled_from(["2.1(1)", "2.1(4)"]).map(lambda item: equal("item", item)),
    st.sampled_from([0, 1, 2]).map(lambda state: equal("state", state)),
    st.tuples(st.sampled_from(["obliged", "ratio", "missing", "source_row"]), st.integers(0, 70)).map(
        lambda pair: above(*pair)
    ),
)


@settings(max_examples=60, deadline=None)
@given(filters=st.lists(conditions, max_size=3), sort=st.lists(st.tuples(columns, st.booleans()), max_size=1))
def test_filters_leave_what_a_plain_list_would(
    table: AnswerTable, rows: list[AnswerRow], filters: list[Condition], sort: list[tuple[str, bool]]
) -> None:
    arrangement = table.arrange(wanted(sort, *filters), Patient())
    expected = by_hand(rows, sort, filters)
    assert [row.figure_id for row in shown(table, arrangement)] == [row.figure_id for row in expected]


def test_search_finds_words_in_unit_or_item(table: AnswerTable, rows: list[AnswerRow]) -> None:
    search = Condition(
        ("unit", "item"), lambda row, key: "第9" in str(VALUES[key](row)) or "(4)" in str(VALUES[key](row))
    )
    found = shown(table, table.arrange(wanted((), search), Patient()))
    assert found == [row for row in rows if "第9" in row.report.unit or "(4)" in row.item.item]
    assert 0 < len(found) < len(rows)


@pytest.mark.parametrize("sort", [(), [("unit", True)], [("ratio", False)]])
def test_found_rows_are_numbered_as_they_are_shown(table: AnswerTable, sort: list[tuple[str, bool]]) -> None:
    arrangement = table.arrange(wanted(sort, equal("fiscal_year", 2007)), Patient())
    found = table.find(equal("role", "staff"), arrangement, Patient())
    assert list(found) == [number for number, row in enumerate(shown(table, arrangement)) if row.role.code == "staff"]


def test_years_and_organisations_are_chosen_without_reading_a_single_answer(table: AnswerTable) -> None:
    control = Patient()
    arrangement = table.arrange(wanted([("organisation", True)], equal("fiscal_year", 2007)), control)
    assert isinstance(arrangement, ReportOrder)
    assert control.reports == []
    assert len(arrangement) == table.row_count() // 2


def test_figure_id_leads_to_its_row_in_every_order(table: AnswerTable, rows: list[AnswerRow]) -> None:
    for arrangement in (
        table.whole(),
        table.arrange(wanted([("unit", True)]), Patient()),
        table.arrange(wanted([("missing", True)]), Patient()),
    ):
        for row in rows[::9]:
            place = table.place_of(row.figure_id)
            assert place is not None
            number = arrangement.row_of(place)
            assert number is not None
            assert shown(table, arrangement)[number] == row


@pytest.mark.parametrize("figure", ["answer:2006:無い省::2.1(1):staff", "coverage:2006:演習省1", "answer:2006", ""])
def test_figure_that_is_no_answer_of_the_case_has_no_place(table: AnswerTable, figure: str) -> None:
    assert table.place_of(figure) is None


def test_filtered_row_has_no_number(table: AnswerTable, rows: list[AnswerRow]) -> None:
    place = table.place_of(rows[0].figure_id)
    assert place is not None
    assert table.arrange(wanted((), equal("fiscal_year", 2007)), Patient()).row_of(place) is None
    assert table.arrange(wanted((), equal("role", "system")), Patient()).row_of(place) is None


def test_cancelling_stops_the_pass(table: AnswerTable) -> None:
    with pytest.raises(CancelledByUserError):
        table.arrange(wanted([("ratio", True)]), Impatient())


def test_ratios_of_very_large_counts_keep_their_exact_order(tmp_path: Path) -> None:
    large = 2_000_000_000
    counts: list[Counts] = [(large, large - 1), (large - 1, large - 2), (large, large), (large - 2, large - 3)]
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", item, 1): counts[item - 1] for item in range(1, 5)})
    table = open_answers(OpenCase(path))
    for descending in (False, True):
        found = shown(table, table.arrange(wanted([("ratio", descending)]), Patient()))
        ratios = [Fraction(row.implemented or 0, row.obliged or 1) for row in found]
        assert ratios == sorted(ratios, reverse=descending)


def test_replaced_answers_and_kept_versions_are_not_listed(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    question = (2006, 1, "総務局", 1, 1)
    first = import_answers(path, {question: (10, 5), (2006, 1, "総務局", 2, 1): (10, 7)})
    import_answers(path, {question: (10, 9)}, replacing={first[question]: (10, 5)}, name="訂正.csv")
    import_answers(path, {question: (10, 1)}, standing="version", name="別版.csv")
    table = open_answers(OpenCase(path))
    assert [(row.implemented, row.report.document) for row in shown(table, table.whole())] == [
        (7, "回答.csv"),
        (9, "訂正.csv"),
    ]
    ordered = table.arrange(wanted([("implemented", True)]), Patient())
    assert isinstance(ordered, PlaceList)
    assert [row.implemented for row in shown(table, ordered)] == [9, 7]


def test_first_page_of_a_long_table_comes_before_the_whole_order(
    table: AnswerTable, rows: list[AnswerRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.services.browse_answers.LONG_TABLE", 1)
    control = Patient()
    table.arrange(wanted([("ratio", True)]), control)
    [first] = control.handed
    assert len(first) == len(rows)  # type: ignore[arg-type]
    expected = by_hand(rows, [("ratio", True)], ())
    assert [row.figure_id for row in first.rows] == [row.figure_id for row in expected[:256]]  # type: ignore[attr-defined]


def test_case_without_answers_has_an_empty_table(empty_case: Path) -> None:
    table = open_answers(OpenCase(empty_case))
    assert table.row_count() == 0
    assert shown(table, table.whole()) == []
    assert len(table.arrange(wanted([("ratio", True)], above("obliged", 3)), Patient())) == 0
