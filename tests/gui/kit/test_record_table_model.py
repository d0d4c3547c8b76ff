"""The model behind the tables: order, filters and states, without any window."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.cell_roles import CellRole
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.tooltips import tooltip_html
from tests.gui.kit.rows import COLUMNS, PRACTICE, practice_model, shown_numbers

pytestmark = pytest.mark.usefixtures("qapp")


@dataclass(frozen=True)
class Pair:
    key: int
    number: int | None
    word: str


PAIR_COLUMNS = (
    Column("number", "数", lambda row: row.number, lambda row: "" if row.number is None else str(row.number), "number"),
    Column("word", "語", lambda row: row.word, lambda row: row.word),
)
pairs = st.lists(st.tuples(st.none() | st.integers(-3, 3), st.sampled_from(["a", "b", "16.1", "16.10", "16.2", ""])))


def pair_model(values: list[tuple[int | None, str]]) -> RecordTableModel:
    model = RecordTableModel(PAIR_COLUMNS, lambda row: row.key)
    model.set_rows([Pair(key, number, word) for key, (number, word) in enumerate(values)])
    return model


def test_model_keeps_qts_contract_through_sorting_and_filtering() -> None:
    model = practice_model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort_by([("official", True), ("name", False)])
    model.set_filter_text("official", ">=50")
    model.set_search("演習")
    model.set_rows(PRACTICE[:2])
    model.clear_filters()
    model.set_rows([])
    assert tester.model() is model


@given(values=pairs, descending=st.booleans())
def test_rows_without_a_number_come_last_in_both_directions(
    values: list[tuple[int | None, str]], descending: bool
) -> None:
    model = pair_model(values)
    model.sort_by([("number", descending)])
    numbers = [row.number for row in model.shown_rows()]
    present = [number for number in numbers if number is not None]
    assert numbers == sorted(present, reverse=descending) + [None] * (len(numbers) - len(present))


@given(values=pairs, descending=st.booleans())
def test_sorting_is_stable_and_removing_the_keys_restores_the_official_order(
    values: list[tuple[int | None, str]], descending: bool
) -> None:
    model = pair_model(values)
    model.sort_by([("number", descending)])
    keys_by_number: dict[int | None, list[int]] = {}
    for row in model.shown_rows():
        keys_by_number.setdefault(row.number, []).append(row.key)
    assert all(keys == sorted(keys) for keys in keys_by_number.values())
    model.sort_by([])
    assert shown_numbers(model) == list(range(len(values)))


@given(values=pairs, low=st.integers(-3, 3), high=st.integers(-3, 3))
def test_number_filter_never_shows_a_row_without_a_number(
    values: list[tuple[int | None, str]], low: int, high: int
) -> None:
    model = pair_model(values)
    model.set_filter_text("number", f"{low}..{high}")
    wanted = [row for row in values if row[0] is not None and min(low, high) <= row[0] <= max(low, high)]
    assert [(row.number, row.word) for row in model.shown_rows()] == wanted
    model.set_filter_text("number", "-")
    assert all(row.number is None for row in model.shown_rows())
    model.set_filter_text("number", "")
    assert model.counts() == (len(values), len(values))


def test_numbered_words_sort_by_number() -> None:
    model = pair_model([(1, "16.10"), (2, "16.1"), (3, "16.2")])
    model.sort_by([("word", False)])
    assert [row.word for row in model.shown_rows()] == ["16.1", "16.2", "16.10"]


def test_second_key_orders_only_ties() -> None:
    model = pair_model([(1, "b"), (2, "a"), (1, "a")])
    model.sort_by([("number", False), ("word", True)])
    assert [(row.number, row.word) for row in model.shown_rows()] == [(1, "b"), (1, "a"), (2, "a")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<90", [2, 3, 6]),
        (">=63.3", [1, 2, 5]),
        ("=100", [5]),
        ("=0", [6]),
        ("<>0", [1, 2, 3, 5]),
        ("６０～１００", [1, 2, 5]),
        ("100..60", [1, 2, 5]),
        ("≦３１．２%", [3, 6]),
        ("-", [4]),
        ("未報", [4]),
        ("99.", [1]),
        ("   ", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_typed_condition_shows_the_rows_it_means(text: str, expected: list[int]) -> None:
    model = practice_model()
    model.set_filter_text("official", text)
    assert shown_numbers(model) == expected


def test_zero_is_a_number_and_a_missing_value_is_none() -> None:
    model = practice_model()
    zero, missing = model.index_of(6, "official"), model.index_of(4, "official")
    assert zero.data(CellRole.SORT_VALUE) == Decimal(0)
    assert zero.data(CellRole.STATE) is None
    assert zero.data(CellRole.BAR_SHARE) == 0.0
    assert missing.data(CellRole.STATE) == "word"
    assert missing.data(CellRole.BAR_SHARE) is None


def test_words_are_found_whatever_their_width_or_case() -> None:
    model = pair_model([(1, "ＡＢＣ"), (2, "ｶﾅ"), (3, "xyz")])
    model.set_filter_text("word", "abc")
    assert [row.number for row in model.shown_rows()] == [1]
    model.set_filter_text("word", "カナ")
    assert [row.number for row in model.shown_rows()] == [2]


def test_allowed_values_and_their_counts_follow_the_other_filters() -> None:
    model = practice_model()
    model.set_filter_text("official", ">50")
    assert model.distinct_values("use") == [("分析対象", 3)]
    model.set_filter_text("official", "")
    model.set_allowed_values("use", frozenset({"分析対象外"}))
    assert shown_numbers(model) == [3]
    assert dict(model.distinct_values("use")) == {"分析対象": 5, "分析対象外": 1}


def test_search_looks_into_every_column_and_find_into_the_given_ones() -> None:
    model = practice_model()
    model.set_search("対象外")
    assert shown_numbers(model) == [3]
    assert model.find("対象外", ["name"]) == []
    assert model.find("対象外", ["name", "use"]) == [(0, "use")]


def test_selection_moves_with_its_row_when_sorting() -> None:
    model = practice_model()
    held = QPersistentModelIndex(model.index_of(6, "name"))
    model.sort_by([("official", False)])
    assert held.row() == 0
    assert held.data(CellRole.ROW_KEY) == 6


def test_a_failing_column_leaves_an_empty_cell_instead_of_raising(caplog: pytest.LogCaptureFixture) -> None:
    broken = Column("x", "x", lambda row: row.secret, lambda row: row.secret)
    model = RecordTableModel([broken], lambda row: row.number)
    model.set_rows(PRACTICE[:1])
    assert model.index(0, 0).data() is None
    assert "column x" in caplog.text
    assert "演習" not in caplog.text


def test_tooltips_are_escaped() -> None:
    model = practice_model()
    assert model.index_of(1, "use").data(Qt.ItemDataRole.ToolTipRole) == tooltip_html("<b>演習甲省</b>")
    assert "<b>" not in tooltip_html("<b>演習甲省</b>")


def test_two_rows_with_one_key_are_a_defect() -> None:
    model = RecordTableModel(COLUMNS, lambda row: row.number)
    with pytest.raises(ValueError, match="same key"):
        model.set_rows([PRACTICE[0], PRACTICE[0]])


def test_words_are_put_in_order_once_and_anew_for_other_rows() -> None:
    asked: list[int] = []

    def word(row: Pair) -> str:
        asked.append(row.key)
        return row.word

    columns = (PAIR_COLUMNS[0], Column("word", "語", word, lambda row: row.word))
    model = RecordTableModel(columns, lambda row: row.key)
    model.set_rows([Pair(1, 1, "b"), Pair(2, 2, "a"), Pair(3, 3, "")])
    model.sort_by([("word", False)])
    model.sort_by([("word", True)])
    model.set_filter_text("number", "<3")
    assert asked == [1, 2, 3]
    assert model.shown_keys() == [1, 2]
    model.set_rows([Pair(1, 1, "a"), Pair(2, 2, "b")])
    assert model.shown_keys() == [2, 1]
