"""Works in the window on a case as a process of its own, and says how long each step took and blocked the window.

Run it as `python -m tests.benchmarks.window_probe CASE STEP…`; it prints one JSON list.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication

from auditor_app.foundation.paths import settings_folder
from auditor_app.foundation.settings import Settings
from auditor_app.services.figure_ids import answer_id
from auditor_app.ui.desktop import Desktop
from auditor_app.ui.models.windowed_table_model import NOT_HERE_YET, WindowedTableModel
from auditor_app.ui.pages.answers_page import AnswersPage
from tests.benchmarks.event_loop import pause, wait_for
from tests.benchmarks.memory import forget_peak, own_peak_megabytes, resident_megabytes

BEAT_MILLISECONDS = 5
SIZE = (1360, 860)
QUIET_SECONDS = 0.1


class Heartbeat(QObject):
    """Beats as often as the window's thread lets it."""

    def __init__(self) -> None:
        super().__init__()
        self._since = QElapsedTimer()
        self._worst = self._busiest = self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MILLISECONDS)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self._worst = self._busiest = 0.0
        self._worked = time.thread_time()
        self._since.start()
        self._timer.start()

    def end(self) -> tuple[float, float]:
        """Seconds of the longest pause between two beats, and of the most work of this thread between two.

        The second does not count what other programs took from the machine.
        """
        self._beat()
        self._timer.stop()
        return self._worst, self._busiest

    def _beat(self) -> None:
        worked, self._worked = self._worked, time.thread_time()
        self._worst = max(self._worst, self._since.nsecsElapsed() / 1e9)
        self._busiest = max(self._busiest, self._worked - worked)
        self._since.restart()


class Probe:
    """The program on a case; each step is one thing an auditor does."""

    def __init__(self, application: QApplication, case: Path) -> None:
        self.application, self.heartbeat = application, Heartbeat()
        self.found: list[dict[str, object]] = []
        settings = Settings(settings_folder() / "settings.json")
        settings.set("theme", "light")
        self.desktop = Desktop(application, settings, language="ja", author="x", clock=lambda: datetime.now(UTC))
        self.step("opening the case", lambda: self._open(case), lambda: True)

    def _open(self, case: Path) -> None:
        self.desktop.open_case(case).resize(*SIZE)

    def step(self, name: str, act: Callable[[], object], is_seen: Callable[[], bool]) -> None:
        """Act, wait until the result is painted, then until all work is done and a moment longer."""
        forget_peak()
        self.heartbeat.begin()
        begin = time.perf_counter()
        # by a timer, so that the time the act itself keeps the window is a pause between two beats
        QTimer.singleShot(0, self.heartbeat, lambda: act())
        pause(0)
        wait_for(is_seen)
        assert self.desktop.window is not None
        self.desktop.window.repaint()
        first = time.perf_counter() - begin
        wait_for(self._is_quiet)
        whole = time.perf_counter() - begin
        pause(QUIET_SECONDS)
        blocked, busy = self.heartbeat.end()
        self.found.append(
            {
                "step": name,
                "first": first,
                "whole": whole,
                "blocked": blocked,
                "busy": busy,
                "megabytes": resident_megabytes(os.getpid()),
                "peak": own_peak_megabytes(),
            }
        )

    def _is_quiet(self) -> bool:
        window = self.desktop.window
        page = window.current_page() if window is not None else None
        model = page.model if isinstance(page, AnswersPage) else None
        return not self.desktop.jobs.running() and (model is None or (model.is_at_rest and self._has_rows(model)))

    # --- what an auditor does ---------------------------------------------------------------------------

    def coverage(self) -> None:
        self._go("coverage")

    def rates(self) -> None:
        self._go("rates")

    def weak_areas(self) -> None:
        self._go("weak_areas")

    def answers(self) -> None:
        assert self.desktop.window is not None
        window = self.desktop.window
        self.step("answers", lambda: window.go_to("answers"), self._first_rows)

    def scroll(self) -> None:
        bar = self.answers_page.table.view.verticalScrollBar()
        for number in range(20):
            bar.setValue(bar.maximum() * number // 20)
            wait_for(self._rows_in_sight)
        self.step("answers: to the end", lambda: bar.setValue(bar.maximum()), self._rows_in_sight)

    def sort_ratio(self) -> None:
        self._sort("ratio")

    def sort_title(self) -> None:
        self._sort("title")

    def sort_organisation(self) -> None:
        self._sort("organisation")

    def filter(self) -> None:
        model = self.answers_page.model
        self.step("answers: filtered by ratio < 50", lambda: model.set_filter_text("ratio", "<50"), self._is_arranged)
        self.step("answers: without filter", model.clear_filters, self._is_arranged)

    def drill_down(self) -> None:
        """From the rates straight to one answer of the last organisation, with its source row in the inspector."""
        assert self.desktop.window is not None
        window = self.desktop.window
        page = self.answers_page
        model = page.model
        number = model.rowCount() // 2
        model.row_number(number)
        wait_for(lambda: model.row_number(number) is not None)
        row = model.row_number(number)
        assert row is not None
        report = row.report
        figure = answer_id(report.fiscal_year, report.organisation, report.unit, row.item.item, row.role.code)
        window.go_to("rates")
        wait_for(self._is_quiet)
        self.step(
            "drill down to one answer",
            lambda: window.go_to_figure(figure),
            lambda: page.figure_id == figure and window.source() is not None,
        )

    def _go(self, page: str) -> None:
        assert self.desktop.window is not None
        window = self.desktop.window
        self.step(page, lambda: window.go_to(page), lambda: not self.desktop.jobs.running())

    def _sort(self, column: str) -> None:
        table = self.answers_page.table
        self.step(f"answers: sorted by {column}", lambda: table.sort_by([(column, False)]), self._is_arranged)
        self.step(f"answers: no longer by {column}", lambda: table.sort_by([]), self._is_arranged)

    @property
    def answers_page(self) -> AnswersPage:
        assert self.desktop.window is not None
        return cast(AnswersPage, self.desktop.window.shelf.page("answers"))

    def _first_rows(self) -> bool:
        assert self.desktop.window is not None
        page = self.desktop.window.current_page()
        return isinstance(page, AnswersPage) and self._has_rows(page.model)

    @staticmethod
    def _has_rows(model: WindowedTableModel) -> bool:
        return model.rowCount() > 0 and model.index(0, 0).data() != NOT_HERE_YET

    def _is_arranged(self) -> bool:
        """The first page of what was wished last is here: complete, or handed over on the way."""
        model = self.answers_page.model
        arrangement = model._arrangement
        is_new = model.is_at_rest or (arrangement is not None and not arrangement.is_complete)
        return is_new and self._has_rows(model)

    def _rows_in_sight(self) -> bool:
        view = self.answers_page.table.view
        rows = (view.rowAt(0), view.rowAt(view.viewport().height() - 1))
        return all(view.model().index(max(row, 0), 3).data() != NOT_HERE_YET for row in rows)


def main(case: Path, steps: list[str]) -> None:
    application = QApplication(sys.argv[:1])
    probe = Probe(application, case)
    for step in steps:
        getattr(probe, step)()
    sys.stdout.write(json.dumps(probe.found) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
