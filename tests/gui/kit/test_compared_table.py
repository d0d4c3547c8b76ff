"""The table of compared years: locked groups, the mean set apart, states and badges, and Qt's contract of a model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.domain.comparison import Break, ComparedRow, RowKind, Step, YearValue, change_of, difference
from auditor_app.domain.published import State
from auditor_app.foundation.paths import resources_folder
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.compare_columns import compare_columns
from auditor_app.services.tables.compare_lines import compared_lines, figure_of_cell, goal_words
from auditor_app.ui.models.cell_roles import CellRole
from auditor_app.ui.models.compared_model import ComparedTableModel
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.locked_groups import LockedGroups, with_groups_together

YEARS = ("2006年度", "2007年度")


@pytest.fixture
def texts() -> Texts:
    catalogue: dict[str, dict[str, str]] = {}
    names = ("kit", "charts", "terms", "compareui", "comparison", "ratesui")
    for name in names:
        catalogue |= json.loads((resources_folder() / "translations" / f"{name}.json").read_text(encoding="utf-8"))
    return Texts("ja", catalogue)


def row(
    name: str,
    former: Fraction | None,
    later: Fraction | None,
    *,
    kind: RowKind = "organisation",
    lineage: tuple[str, ...] = (),
    breaks: tuple[Break, ...] = (),
    state: State = State.EXCLUDED,
) -> ComparedRow:
    values = tuple(
        YearValue(year, percent, State.REPORTED if percent is not None else state, f"rates:{year}:{name}", name)
        for year, percent in (("2006", former), ("2007", later))
    )
    delta = difference(former, later)
    reasons = () if delta is not None else ("excluded",)
    step = Step("2006", "2007", delta, delta, former, later, 60, (), None, breaks, reasons, change_of(former, later))
    places = ("all", "all", "", "", "", "")
    return ComparedRow(name, name, "", lineage or (name,), kind, "implementation", *places, values, (step,))


ROWS = [
    row("青葉省", Fraction(85), Fraction(175, 2)),
    row("白樺省", Fraction(85), Fraction(83), lineage=("白樺庁", "白樺省"), breaks=("edition", "renamed")),
    row("藤波省", None, Fraction(88), breaks=("own_survey",)),
    row("*", Fraction(85), Fraction(86), kind="mean"),
]


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, texts: Texts) -> Iterator[DataTable]:
    colours = apply_theme(qapp, Theme.LIGHT)
    columns = compare_columns(texts, "organisation", YEARS)
    model = ComparedTableModel(columns, lambda line: line.key)
    model.set_rows(compared_lines(texts, "organisation", ROWS, {}, is_trial=False))
    table = DataTable(model, texts, colours, name="年度比較")
    model.setParent(table)
    LockedGroups(table.view.grouped_header, columns)
    qtbot.addWidget(table)
    table.resize(900, 300)
    with qtbot.waitExposed(table):
        table.show()
    yield table
    table.close()


def words(table: DataTable, column: str) -> list[str]:
    number = table.model.column_number(column)
    assert number is not None
    return [str(table.model.index(own, number).data()) for own in range(table.model.rowCount())]


def cell(table: DataTable, row_number: int, column: str, role: int) -> object:
    number = table.model.column_number(column)
    assert number is not None
    return table.model.index(row_number, number).data(role)


def test_model_keeps_qt_s_contract(table: DataTable) -> None:
    tester = QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.model.sort_by([("1:delta", True)])
    table.model.set_allowed_values("change", frozenset({"比較不可"}))
    table.model.clear_filters()
    tester.deleteLater()


def test_mean_stands_above_whatever_the_order(table: DataTable) -> None:
    for keys in ([], [("1:delta", False)], [("1:delta", True)], [("name", True)]):
        table.model.sort_by(keys)
        assert words(table, "name")[0] == "平均(分析対象)"
    table.model.sort_by([("1:delta", False)])
    assert words(table, "name")[1:] == ["白樺庁 → 白樺省", "青葉省", "藤波省"]


def test_difference_has_arrow_sign_and_colour_and_a_word_where_there_is_none(table: DataTable) -> None:
    assert words(table, "1:delta") == ["▲ +1.0", "▲ +2.5", "▼ −2.0", "比較不可"]
    assert [cell(table, own, "1:delta", CellRole.EMPHASIS) for own in range(4)] == ["good", "good", "bad", None]
    assert cell(table, 3, "1:delta", CellRole.STATE) == "word"
    assert "分析の対象外" in str(cell(table, 3, "1:delta", Qt.ItemDataRole.ToolTipRole))
    assert words(table, "0:value")[3] == "対象外"
    assert cell(table, 3, "0:value", CellRole.STATE) == "hatch"
    assert cell(table, 3, "0:value", CellRole.SORT_VALUE) is None


def test_own_breaks_come_before_those_of_the_years(table: DataTable) -> None:
    assert cell(table, 2, "1:breaks", CellRole.BADGES) == [("改称", "neutral"), ("版", "warning")]
    assert words(table, "1:breaks")[2] == "改称・版"


def test_year_that_has_no_such_figure_is_a_dash_and_not_a_missing_report(texts: Texts) -> None:
    created = row("星見庁", None, Fraction(90), state=State.NOT_REPORTED)
    nothing = YearValue("2006", None, State.NOT_REPORTED)
    line = compared_lines(
        texts,
        "organisation",
        [ComparedRow(**{**vars(created), "values": (nothing, created.values[1])})],
        {},
        is_trial=False,
    )[0]
    column = next(own for own in compare_columns(texts, "organisation", YEARS) if own.key == "0:value")
    assert column.display(line) == "—"
    assert column.state is not None
    assert column.state(line) == "dash"


def test_every_cell_stands_for_a_figure(texts: Texts) -> None:
    line = compared_lines(texts, "organisation", ROWS, {}, is_trial=False)[0]
    assert figure_of_cell(line, "0:value") == "rates:2006:青葉省"
    for column in ("1:delta", "1:like_for_like", "1:breaks", "change", "name"):
        assert figure_of_cell(line, column) == "delta:2006-2007:青葉省:implementation:all:all"


def test_goal_is_told_with_the_pace_it_needs(texts: Texts) -> None:
    line = compared_lines(texts, "organisation", ROWS, {}, is_trial=False)[0]
    assert goal_words(texts, line) == texts("compare.goal.open", remaining="12.5", year="2007", pace="12.5")


def test_dragging_one_column_takes_its_group_along(table: DataTable) -> None:
    header, number = table.view.grouped_header, table.model.column_number("1:breaks")
    assert number is not None
    header.moveSection(header.visualIndex(number), 2)
    keys = [table.model.columns()[own].key for own in table.view.visible_columns()]
    assert keys == ["name", "1:value", "1:delta", "1:like_for_like", "1:breaks", "0:value", "change"]


def test_within_its_group_a_column_moves_alone(table: DataTable) -> None:
    header, number = table.view.grouped_header, table.model.column_number("1:delta")
    assert number is not None
    header.moveSection(header.visualIndex(number), header.visualIndex(number) - 1)
    keys = [table.model.columns()[own].key for own in table.view.visible_columns()]
    assert keys == ["name", "0:value", "1:delta", "1:value", "1:like_for_like", "1:breaks", "change"]


@given(st.data())
def test_groups_stay_in_one_piece_however_columns_are_dragged(data: st.DataObject) -> None:
    catalogue: dict[str, dict[str, str]] = {}
    for name in ("kit", "terms", "compareui", "comparison"):
        catalogue |= json.loads((resources_folder() / "translations" / f"{name}.json").read_text(encoding="utf-8"))
    columns = compare_columns(Texts("ja", catalogue), "item", ("2006", "2007", "2008"))
    order = list(range(len(columns)))
    for _ in range(data.draw(st.integers(1, 6))):
        start, end = (data.draw(st.integers(0, len(order) - 1)) for _ in range(2))
        after = list(order)
        after.insert(end, after.pop(start))
        order = with_groups_together(columns, order, after, order[start])
        assert sorted(order) == list(range(len(columns)))
        groups = [columns[number].group for number in order if columns[number].group]
        runs = [group for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group]
        assert len(runs) == len(set(runs))


def test_signed_numbers_are_rounded_half_up(texts: Texts) -> None:
    shown = row("千歳省", Fraction(Decimal("80.25")), Fraction(Decimal("80.30")))
    line = compared_lines(texts, "organisation", [shown], {}, is_trial=False)[0]
    column = next(own for own in compare_columns(texts, "organisation", YEARS) if own.key == "1:delta")
    assert column.display(line) == "▲ +0.1"
