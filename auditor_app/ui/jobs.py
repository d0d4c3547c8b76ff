"""Runs services off the window's thread: reads side by side, changes one at a time, with progress and cancel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event
from typing import Any, Literal

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from auditor_app.foundation.errors import CancelledByUserError

JobKind = Literal["read", "change", "page"]
"""`page`: a few rows for a table in sight; one after the other, and not worth a word in the status line."""

CLOSING_PATIENCE_MILLISECONDS = 3000
TURN_SECONDS = 0.001
"""How long a busy worker keeps Python before the window gets its turn.  Painting the big table beside one takes
61 ms with this and 137 ms with Python's own 5 ms (28 ms alone)."""


class JobControl:
    """Handed to the work: where it reports progress and learns that it is cancelled."""

    def __init__(self, report: Callable[[int, int], None], hand_over: Callable[[object], None]) -> None:
        self._cancelled = Event()
        self._report = report
        self._hand_over = hand_over

    def cancel(self) -> None:
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def report(self, done: int, total: int) -> None:
        """Tell how far the work is; raises CancelledByUserError when the user has cancelled it."""
        if self._cancelled.is_set():
            raise CancelledByUserError
        self._report(done, total)

    def hand_over(self, value: object) -> None:
        """Pass on a first result while the work goes on: `Job.handed_over` brings it to the window's thread."""
        if not self._cancelled.is_set():
            self._hand_over(value)


class _Bridge(QObject):
    """Carries plain values from the worker to the window's thread by queued signals."""

    progressed = Signal(int, int)
    handed_over = Signal(object)
    finished = Signal(object, object)


class _Task(QRunnable):
    def __init__(self, work: Callable[[JobControl], Any], control: JobControl, bridge: _Bridge) -> None:
        super().__init__()
        self.setAutoDelete(False)  # the runner keeps it until `finished` has been heard
        self._work, self._control, self._bridge = work, control, bridge

    def run(self) -> None:
        work = self._work
        del self._work  # what it holds may be large, and the task is kept until the garbage is collected
        try:
            result, error = work(self._control), None
        except BaseException as raised:  # noqa: BLE001 - handed to the window, which tells or logs it
            result, error = None, raised
        self._bridge.finished.emit(result, error)


class Job(QObject):
    """One piece of work under way."""

    progressed = Signal(int, int)
    handed_over = Signal(object)
    """a first result, while the work goes on"""
    ended = Signal(object)
    """the job itself"""

    def __init__(
        self,
        title: str,
        work: Callable[[JobControl], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._on_done, self._on_error = on_done, on_error
        self._bridge = _Bridge(self)
        self._bridge.progressed.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._bridge.handed_over.connect(self.handed_over, Qt.ConnectionType.QueuedConnection)
        self._bridge.finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self.control = JobControl(self._bridge.progressed.emit, self._bridge.handed_over.emit)
        self.task = _Task(work, self.control, self._bridge)

    @Slot()
    def cancel(self) -> None:
        self.control.cancel()

    @Slot(object, object)
    def _finish(self, result: Any, error: BaseException | None) -> None:
        self.ended.emit(self)
        if error is None:
            self._on_done(result)
        elif not isinstance(error, CancelledByUserError):
            self._on_error(error)


class JobRunner(QObject):
    """Two queues: changes have one worker, so that two never write at once."""

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, on_error: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(TURN_SECONDS)
        self._on_error = on_error
        self._running: list[Job] = []
        self._changes: set[Job] = set()
        self._pools: dict[JobKind, QThreadPool] = {
            "read": QThreadPool(self),
            "change": QThreadPool(self),
            "page": QThreadPool(self),
        }
        self._pools["change"].setMaxThreadCount(1)
        self._pools["page"].setMaxThreadCount(1)

    def start(
        self, kind: JobKind, title: str, work: Callable[[JobControl], Any], on_done: Callable[[Any], None]
    ) -> Job:
        """Run `work` on a worker; `on_done` gets its result on the window's thread."""
        job = Job(title, work, on_done, self._on_error, self)
        job.ended.connect(self._forget)
        self._running.append(job)
        if kind == "change":
            self._changes.add(job)
        if kind != "page":
            self.started.emit(job)
        self._pools[kind].start(job.task)
        return job

    def running(self) -> list[Job]:
        return list(self._running)

    def is_changing(self) -> bool:
        """Whether the case will be another one in a moment."""
        return bool(self._changes)

    def close(self) -> None:
        """Cancel everything and wait a moment; called before the window goes."""
        for job in self._running:
            job.cancel()
        for pool in self._pools.values():
            pool.waitForDone(CLOSING_PATIENCE_MILLISECONDS)

    @Slot(object)
    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        self._changes.discard(job)
        self.ended.emit(job)
        job.deleteLater()
