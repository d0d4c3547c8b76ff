"""The model of the big table: what is not here yet says so, and a worker brings, orders, filters and finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor_app.foundation.translation import Texts
from auditor_app.services.big_tables import Control
from auditor_app.services.tables.columns import Row
from auditor_app.ui.jobs import JobRunner
from auditor_app.ui.models.row_window import KEPT_PAGES, PAGE_ROWS
from auditor_app.ui.models.windowed_table_model import NOT_HERE_YET, WindowedTableModel, WindowWords
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme
from auditor_app.ui.widgets.data_table import DataTable, SelectionSummary
from tests.gui.kit.big_rows import COLUMNS, BigSource

SLOW = 0.15


class GoneSource(BigSource):
    """Its file was taken away."""

    def rows(self, places: Sequence[int], control: Control) -> list[Row]:
        raise OSError(f"{len(places)} rows cannot be read: {control.is_cancelled()}")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    errors: list[BaseException] = []
    runner = JobRunner(errors.append)
    yield runner
    runner.close()
    qapp.processEvents()
    runner.deleteLater()
    assert errors == []


@pytest.fixture
def settle(qtbot: QtBot, qapp: QApplication, jobs: JobRunner, model: WindowedTableModel) -> Callable[[], None]:
    """Wait until typing pauses are over and no worker is busy."""

    def wait() -> None:
        for _ in range(3):
            qtbot.wait(5)
            qtbot.waitUntil(lambda: model.is_at_rest and not jobs.running(), timeout=10_000)
        qapp.processEvents()

    return wait


@pytest.fixture
def model(jobs: JobRunner) -> WindowedTableModel:
    return WindowedTableModel(COLUMNS, lambda row: row.place, jobs, WindowWords("並べ替え", "検索", "コピー"))


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, texts: Texts, model: WindowedTableModel) -> Iterator[DataTable]:
    table = DataTable(model, texts, apply_theme(qapp, Theme.LIGHT), name="演習の大きな表")
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(700, 400)
    with qtbot.waitExposed(table):
        table.show()
    yield table
    table.close()


def words(model: WindowedTableModel, row: int, column: str = "place") -> str:
    number = model.column_number(column)
    assert number is not None
    return str(model.index(row, number).data())


def column(model: WindowedTableModel, settle: Callable[[], None], key: str) -> list[str]:
    """All words of a column, each page fetched by looking at it."""
    for row in range(0, model.rowCount(), PAGE_ROWS):
        words(model, row)
        settle()
    return [words(model, row, key) for row in range(model.rowCount())]


def test_row_that_is_not_here_says_so_and_comes_from_a_worker(
    model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    source = BigSource(10_000)
    model.set_source(source)
    assert model.counts() == (10_000, 10_000)
    assert words(model, 5_000) == NOT_HERE_YET
    assert source.read == []
    settle()
    assert words(model, 5_000) == "5000"
    assert source.read == [PAGE_ROWS]


def test_pages_looked_at_long_ago_are_forgotten(model: WindowedTableModel, settle: Callable[[], None]) -> None:
    model.set_source(BigSource(PAGE_ROWS * (KEPT_PAGES + 10)))
    for page in range(KEPT_PAGES + 1):
        words(model, page * PAGE_ROWS)
        settle()
    assert words(model, KEPT_PAGES * PAGE_ROWS) != NOT_HERE_YET
    assert words(model, 0) == NOT_HERE_YET


def test_model_keeps_qts_contract_through_sorting_and_filtering(
    model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_source(BigSource(3_000, first_rows=300))
    settle()
    model.sort_by([("number", True), ("word", False)])
    settle()
    model.set_filter_text("number", ">=50")
    settle()
    model.set_allowed_values("word", frozenset({"演習省"}))
    settle()
    model.set_search("演習", ["word"])
    settle()
    model.clear_filters()
    settle()
    model.set_source(BigSource(0))
    settle()
    assert tester.model() is model


def test_order_and_filter_are_those_of_a_small_table(model: WindowedTableModel, settle: Callable[[], None]) -> None:
    source = BigSource(900)
    model.set_source(source)
    model.sort_by([("number", True)])
    model.set_filter_text("number", "<500")
    model.set_allowed_values("word", frozenset({"演習省", "試験局"}))
    settle()
    expected = [row for row in map(source.row, range(900)) if row.number is not None and row.number < 500]
    expected = [row for row in expected if row.word != "架空庁"]
    expected.sort(key=lambda row: -(row.number or 0))
    assert column(model, settle, "place") == [str(row.place) for row in expected]
    assert model.counts() == (len(expected), 900)


def test_rows_without_a_number_come_last_in_both_directions(
    model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    model.set_source(BigSource(100))
    for descending in (False, True):
        model.sort_by([("number", descending)])
        settle()
        shown = column(model, settle, "number")
        assert shown[-15:] == ["—"] * 15
        assert "—" not in shown[:-15]


def test_what_is_shown_stays_until_the_worker_has_the_new_order(
    model: WindowedTableModel, settle: Callable[[], None], qtbot: QtBot
) -> None:
    source = BigSource(1_000)
    model.set_source(source)
    words(model, 0)
    settle()
    source.delay = SLOW
    model.sort_by([("place", True)])
    qtbot.wait(30)
    assert model.sort_keys() == (("place", True),)
    assert words(model, 0) == "0"
    settle()
    words(model, 0)
    settle()
    assert words(model, 0) == "999"


def test_first_rows_are_shown_while_the_order_is_still_being_made(
    model: WindowedTableModel, settle: Callable[[], None], qtbot: QtBot
) -> None:
    source = BigSource(5_000, delay=SLOW * 3, first_rows=PAGE_ROWS)
    model.set_source(source)
    model.sort_by([("place", True)])
    qtbot.waitUntil(lambda: words(model, 0) == "4999", timeout=5_000)
    assert words(model, PAGE_ROWS - 1) == str(4_999 - PAGE_ROWS + 1)
    assert words(model, PAGE_ROWS) == NOT_HERE_YET
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    settle()
    words(model, 4_999)
    settle()
    assert words(model, 4_999) == "0"
    assert resets == []


def test_newer_wish_wins_over_one_still_being_worked_on(
    model: WindowedTableModel, settle: Callable[[], None], qtbot: QtBot
) -> None:
    model.set_source(BigSource(1_000, delay=SLOW))
    for descending in (True, False, True):
        model.sort_by([("place", descending)])
        qtbot.wait(20)
    settle()
    words(model, 0)
    settle()
    assert words(model, 0) == "999"


def test_cancelled_sorting_leaves_the_table_as_it_was(
    model: WindowedTableModel, settle: Callable[[], None], jobs: JobRunner, qtbot: QtBot
) -> None:
    source = BigSource(1_000)
    model.set_source(source)
    model.set_allowed_values("word", frozenset({"演習省"}))
    settle()
    source.delay = 5.0
    told: list[int] = []
    model.sort_changed.connect(lambda: told.append(1))
    model.sort_by([("place", True)])
    qtbot.waitUntil(lambda: bool(jobs.running()), timeout=1_000)
    for job in jobs.running():
        job.cancel()
    settle()
    source.delay = 0
    assert model.sort_keys() == ()
    assert model.allowed_values() == {"word": frozenset({"演習省"})}
    assert model.counts() == (334, 1_000)
    assert told == [1, 1]


def test_rows_of_a_case_that_is_gone_are_not_shown(
    model: WindowedTableModel, settle: Callable[[], None], qtbot: QtBot
) -> None:
    model.set_source(BigSource(1_000, delay=SLOW))
    words(model, 0)
    model.sort_by([("place", True)])
    qtbot.wait(20)
    model.set_source(BigSource(10))
    settle()
    words(model, 0)
    settle()
    assert model.counts() == (10, 10)
    assert words(model, 0) == "9"


@pytest.mark.usefixtures("qapp")
def test_reading_that_fails_is_told_once_and_not_tried_for_ever(qtbot: QtBot) -> None:
    errors: list[BaseException] = []
    jobs = JobRunner(errors.append)
    model = WindowedTableModel(COLUMNS, lambda row: row.place, jobs, WindowWords("", "", ""))

    model.set_source(GoneSource(1_000))
    for _ in range(20):
        words(model, 0)
        qtbot.wait(5)
    jobs.close()
    assert len(errors) == 1
    assert words(model, 0) == NOT_HERE_YET


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.tuples(st.sampled_from(["place", "number", "word"]), st.booleans()), max_size=3))
def test_every_order_holds_every_row_once(
    model: WindowedTableModel, settle: Callable[[], None], keys: list[tuple[str, bool]]
) -> None:
    model.set_source(BigSource(120))
    model.sort_by(keys)
    settle()
    assert sorted(column(model, settle, "place"), key=int) == [str(place) for place in range(120)]


# --- in the table ----------------------------------------------------------------------------------


def test_current_row_is_told_when_it_has_arrived(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    told: list[object] = []
    table.current_changed.connect(lambda key, _column: told.append(key))
    model.set_source(BigSource(10_000))
    table.view.move_to(9_000, 1)
    assert table.current()[0] is None
    settle()
    assert table.current() == (9_000, "number")
    assert told[-1] == 9_000


def test_copying_reads_rows_that_were_never_in_sight(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None], qapp: QApplication
) -> None:
    model.set_source(BigSource(10_000))
    settle()
    table.view.selectColumn(0)
    table.copy_selection()
    settle()
    lines = qapp.clipboard().text().split("\n")
    assert [line.strip() for line in lines[:3]] == ["0", "1", "2"]
    assert lines[9_999].strip() == "9999"


def test_copying_millions_is_refused_with_the_limit(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    told: list[str] = []
    table.refused.connect(told.append)
    model.set_source(BigSource(5_000_000))
    settle()
    table.view.selectAll()
    table.copy_selection()
    assert len(told) == 1
    assert "15,000,000" in told[0]
    assert "200,000" in told[0]


def test_sum_of_a_selection_waits_for_its_rows_and_is_never_half_a_sum(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    told: list[SelectionSummary] = []
    table.selection_summary_changed.connect(told.append)
    model.set_source(BigSource(3_000))
    settle()
    table.view.selectColumn(0)
    assert told[-1].cell_count == 3_000
    assert told[-1].numbers == ()
    settle()
    assert sum(told[-1].numbers) == sum(range(3_000))


def test_too_large_selection_is_only_counted(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    source = BigSource(1_000_000)
    told: list[SelectionSummary] = []
    table.selection_summary_changed.connect(told.append)
    model.set_source(source)
    settle()
    source.read.clear()
    table.view.selectAll()
    settle()
    assert told[-1].cell_count == 3_000_000
    assert told[-1].numbers == ()
    assert source.read == []


def test_find_bar_steps_through_rows_found_by_a_worker(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None], texts: Texts, qtbot: QtBot
) -> None:
    model.set_source(BigSource(9_000))
    settle()
    table.open_find_bar()
    table.find_bar.edit.setText("架空")
    qtbot.waitUntil(lambda: table.view.currentIndex().row() == 1, timeout=5_000)
    assert table.find_bar.count_label.text() == texts("table.find.count", place=1, count=3_000)
    table.finder.go_to_previous()
    settle()
    assert table.view.currentIndex().row() == 8_998
    assert (8_998, 2) in table.view.cell_delegate.found


def test_values_are_listed_only_where_they_are_known_to_be_few(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    model.set_source(BigSource(9_000))
    settle()
    table.open_value_filter("word")
    assert table.filters.popup.isVisible()
    assert [table.filters.popup.list.item(row).text() for row in range(3)] == ["演習省", "架空庁", "試験局"]
    table.filters.popup.close()
    table.open_value_filter("number")
    assert not table.filters.popup.isVisible()
    assert table.is_filter_row_shown


def test_another_order_is_looked_at_from_its_top(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    model.set_source(BigSource(10_000))
    table.view.move_to(9_000, 0)
    settle()
    table.sort_by([("place", True)])
    settle()
    assert table.view.rowAt(0) == 0
    settle()
    assert words(model, 0) == "9999"


def test_typing_letters_into_the_cells_does_not_search_through_all_rows(
    table: DataTable, model: WindowedTableModel, settle: Callable[[], None]
) -> None:
    source = BigSource(1_000_000)
    model.set_source(source)
    table.view.move_to(0, 0)
    settle()
    source.read.clear()
    QTest.keyClick(table.view, Qt.Key.Key_X)
    settle()
    assert table.view.currentIndex().row() == 0
    assert source.read == []
