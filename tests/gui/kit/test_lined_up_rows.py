"""Rows lined up with those of another table: gaps are no rows, and order or filters bring its own lines back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.foundation.translation import Texts
from auditor_app.services.pair_years import merged_order
from auditor_app.ui.models.cell_roles import CellRole
from auditor_app.ui.models.record_table_model import Gap
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme
from auditor_app.ui.two_years_lock import TablesInStep
from auditor_app.ui.widgets.data_table import DataTable
from tests.gui.kit.rows import PRACTICE, practice_model

pytestmark = pytest.mark.usefixtures("qapp")

GAP = Gap("― この年度になし")
orders = st.lists(st.integers(0, 12), unique=True)


def test_a_gap_is_a_line_without_a_row() -> None:
    model = practice_model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = model.shown_keys()
    model.line_up([GAP, keys[1], GAP, keys[0]])
    assert model.rowCount() == 4
    assert model.counts() == (2, len(PRACTICE))
    assert [model.key_at(line) for line in range(5)] == [None, keys[1], None, keys[0], None]
    assert model.first_key() == keys[1]
    assert model.number_of(keys[0]) == 3
    assert GAP.words in [model.index(0, number).data() for number in range(model.columnCount())]
    assert model.index(0, 0).data(CellRole.SORT_VALUE) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) is None
    assert model.values_of(0, 0, 3)[0] is None
    assert {line for line, _ in model.find("演習", ["name"])} <= {1, 3}
    model.clear_filters()
    assert [model.key_at(line) for line in range(model.rowCount())] == keys
    del tester


def test_rows_the_filters_leave_out_may_be_lined_up_until_the_filters_change() -> None:
    model = practice_model()
    model.set_filter_text("official", ">=50")
    hidden = next(key for key, _ in model.all_rows() if key not in model.shown_keys())
    model.line_up([*model.shown_keys(), hidden])
    assert model.key_at(model.rowCount() - 1) == hidden
    assert hidden not in model.shown_keys()
    model.set_filter_text("official", ">=60")
    assert model.number_of(hidden) is None


@given(orders, orders)
def test_a_merged_order_keeps_the_first_and_has_everything_once(first: list[int], second: list[int]) -> None:
    order = merged_order(first, second)
    assert sorted(order) == sorted({*first, *second})  # type: ignore[type-var]
    assert [own for own in order if own in first] == first
    alone = [own for own in order if own not in first]
    assert set(alone) == set(second) - set(first)


@pytest.fixture
def tables(qtbot: QtBot, qapp: QApplication, texts: Texts) -> tuple[DataTable, DataTable]:
    colours = apply_theme(qapp, Theme.LIGHT)
    made = []
    for rows in (PRACTICE[:5], PRACTICE[:1:-1]):
        model = practice_model(rows)
        table = DataTable(model, texts, colours, name="演習の表")
        model.setParent(table)
        qtbot.addWidget(table)
        made.append(table)
    return made[0], made[1]


def test_two_tables_in_step_stand_line_by_line(tables: tuple[DataTable, DataTable]) -> None:
    steps = TablesInStep(tables, lambda _side, row: row.number, lambda _side, _row: GAP, tables[0])
    steps.set_locked(True)
    left, right = tables
    assert left.model.rowCount() == right.model.rowCount()
    for line in range(left.model.rowCount()):
        pair = {left.model.key_at(line), right.model.key_at(line)} - {None}
        assert len(pair) == 1, "one row, or the same row twice"
    left.sort_by([("official", True)])
    assert right.model.sort_keys() == (("official", True),)
    lines = [left.model.key_at(line) for line in range(left.model.rowCount())]
    assert [key for key in lines if key is not None] == [5, 1, 2, 3, 4]


def test_a_choice_with_no_counterpart_empties_the_other_choice(tables: tuple[DataTable, DataTable]) -> None:
    steps = TablesInStep(tables, lambda _side, row: row.number, lambda _side, _row: GAP, tables[0])
    steps.set_locked(True)
    left, right = tables
    told: list[tuple[int, object]] = []
    steps.alone.connect(lambda side, row: told.append((side, row.number)))
    left.select_row(PRACTICE[3].number, "official")
    assert right.current() == (PRACTICE[3].number, "official")
    left.select_row(PRACTICE[0].number, "official")
    assert right.current()[0] is None
    assert told == [(0, PRACTICE[0].number)]
    steps.set_locked(False)
    left.select_row(PRACTICE[3].number, "official")
    assert right.current()[0] is None
