"""The table of all answers: its first paint and its first sorted page."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase
from auditor_app.ui.context import PageContext
from auditor_app.ui.jobs import JobRunner
from auditor_app.ui.models.windowed_table_model import NOT_HERE_YET
from auditor_app.ui.pages.answers_page import AnswersPage
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme
from tests.benchmarks.event_loop import pause, wait_for
from tests.benchmarks.made import Made
from tests.benchmarks.measuring import Measured, interleaved, print_comparison
from tests.benchmarks.returns import FIRST_YEAR, Size

GOAL_OF_SIZE = 1.2
GOAL_OF_QT = 1.6
GOAL_INDEXED = 2
GOAL_SCANNED = 1.4
PIXELS = (1040, 760)
QUIET_SECONDS = 0.05
SCAN = "SELECT max(1.0 * implemented / obliged) FROM answer"
"""Once over all answers, looking at what the ratio is made of."""


@dataclass
class Desk:
    """What pages need to be made outside a main window."""

    application: QApplication
    jobs: JobRunner
    settings: Settings

    def page(self, case: OpenCase) -> AnswersPage:
        colours = apply_theme(self.application, Theme.LIGHT)
        return AnswersPage(PageContext(case, Texts("ja"), colours, self.settings, job_runner=lambda: self.jobs))

    def put_away(self, widget: QWidget) -> None:
        wait_for(lambda: not self.jobs.running())
        widget.close()
        widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        pause(QUIET_SECONDS)


class Paint(QObject):
    """Waits for a paint of a table that has words to show."""

    def __init__(self, view: QTableView, has_words: Callable[[], bool]) -> None:
        super().__init__(view)
        self._has_words = has_words
        self.is_done = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._has_words():
            self.is_done = True  # the paint follows at once, before anybody can look
        return super().eventFilter(watched, event)

    def wait(self) -> None:
        wait_for(lambda: self.is_done)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    def fail(error: BaseException) -> None:
        raise error

    jobs = JobRunner(fail)
    yield Desk(qapp, jobs, Settings(tmp_path / "settings.json"))
    jobs.close()


def has_rows(page: AnswersPage) -> bool:
    model = page.model
    return model.rowCount() > 0 and model.index(0, 3).data() != NOT_HERE_YET


def answers_page(desk: Desk, path: Path, *, is_made: bool = False) -> Measured:
    """From making the page (or from asking a page that is there for rows) to the paint with words in it.

    The open case is new each time, so it knows nothing yet.
    """

    def measured() -> float:
        case = OpenCase(path)
        begin = time.perf_counter()
        page = desk.page(case)
        page.resize(*PIXELS)
        paint = Paint(page.table.view, lambda: has_rows(page))
        page.show()
        if is_made:
            pause(QUIET_SECONDS)
            begin = time.perf_counter()
        page.show_year(FIRST_YEAR)
        paint.wait()
        seconds = time.perf_counter() - begin
        desk.put_away(page)
        return seconds

    return measured


def qt_table(desk: Desk, path: Path, name: str) -> Measured:
    """Qt's own table over Qt's own model of a plain table of integers."""
    database = QSqlDatabase.addDatabase("QSQLITE", name)
    database.setDatabaseName(str(path))
    assert database.open()

    def measured() -> float:
        begin = time.perf_counter()
        view = QTableView()
        view.resize(*PIXELS)
        model = QSqlTableModel(view, database)
        model.setTable("plain")
        assert model.select()
        view.setModel(model)
        paint = Paint(view, lambda: model.rowCount() > 0)
        view.show()
        paint.wait()
        seconds = time.perf_counter() - begin
        desk.put_away(view)
        return seconds

    return measured


def test_first_paint(desk: Desk, made: Made, size: Size, smaller: Size) -> None:
    kinds = {
        f"answers page, {size.name}": answers_page(desk, made.case(size)),
        f"answers page, {smaller.name}": answers_page(desk, made.case(smaller)),
        f"rows into a page that is there, {size.name}": answers_page(desk, made.case(size), is_made=True),
        f"QTableView + QSqlTableModel, {size.name}": qt_table(desk, made.plain(size), size.name),
    }
    times = interleaved(kinds, 11, warm_up=2)
    own, small, rows, qt = kinds
    print_comparison("first paint of the answers", {own: times[own], small: times[small]}, small, GOAL_OF_SIZE)
    print_comparison("the same against Qt's own table", {kind: times[kind] for kind in (own, rows, qt)}, qt, GOAL_OF_QT)


def first_page(page: AnswersPage, column: str) -> Measured:
    """From the wish to the paint of the first rows in the new order ("": the stored one)."""

    def measured() -> float:
        model = page.model
        begin = time.perf_counter()
        page.table.sort_by([(column, False)] if column else [])
        paint = Paint(page.table.view, lambda: has_rows(page) and is_arranged(page))
        paint.wait()
        seconds = time.perf_counter() - begin
        wait_for(lambda: model.is_at_rest and has_rows(page))
        pause(QUIET_SECONDS)
        return seconds

    return measured


def is_arranged(page: AnswersPage) -> bool:
    """Complete, or with a first page handed over on the way."""
    arrangement = page.model._arrangement
    return page.model.is_at_rest or (arrangement is not None and not arrangement.is_complete)


def in_turn(first: Measured, second: Callable[[], object]) -> Measured:
    """Only the first counts."""

    def measured() -> float:
        seconds = first()
        second()
        return seconds

    return measured


def test_first_sorted_page(desk: Desk, made: Made, size: Size) -> None:
    case = OpenCase(made.case(size))
    page = desk.page(case)
    page.resize(*PIXELS)
    page.show()
    page.show_year(FIRST_YEAR)
    wait_for(lambda: has_rows(page))
    unsorted = first_page(page, "")
    by_ratio = in_turn(first_page(page, "ratio"), unsorted)
    kinds = {"by organisation (known order)": first_page(page, "organisation"), "in stored order": unsorted}
    print_comparison("first page, sorted", interleaved(kinds, 7), "in stored order", GOAL_INDEXED)

    def scan() -> float:
        connection = sqlite3.connect(f"file:{made.case(size)}?mode=ro", uri=True)
        begin = time.perf_counter()
        connection.execute(SCAN).fetchall()
        seconds = time.perf_counter() - begin
        connection.close()
        return seconds

    times = interleaved({"by ratio": by_ratio, "one scan": scan}, 3 if size.answers > 2_000_000 else 5)
    print_comparison("first page, sorted by what no index knows", times, "one scan", GOAL_SCANNED)
    desk.put_away(page)
