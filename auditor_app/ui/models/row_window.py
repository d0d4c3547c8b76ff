"""The rows in sight of a big table, and those around them: pages of 256, fetched on a worker, the oldest forgotten."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from auditor_app.services.big_tables import Arrangement, Control, RowSource
from auditor_app.services.tables.columns import Row
from auditor_app.ui.jobs import Job, JobRunner

PAGE_ROWS = 256
KEPT_PAGES = 64


class RowWindow(QObject):
    """Answers at once with what it has and asks a worker for the rest; `came` says when that is there."""

    came = Signal(int, int)
    """first and last shown row"""

    def __init__(self, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._source: RowSource | None = None
        self._arrangement: Arrangement | None = None
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._wanted: list[int] = []
        self._turn = 0
        """Counts arrangements: rows of an older one are not taken."""
        self._refused: set[int] = set()
        self._job: Job | None = None
        # One page is asked for by hundreds of cells, and by a scroll bar on its way: the newest comes first.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fetch_next)

    def show(self, source: RowSource | None, arrangement: Arrangement | None) -> None:
        """Forget all rows but those the arrangement brings along."""
        self._pages.clear()
        self._turn_to(source, arrangement)
        rows = list(arrangement.rows) if arrangement is not None else []
        for page in range((len(rows) + PAGE_ROWS - 1) // PAGE_ROWS):
            self._pages[page] = rows[page * PAGE_ROWS : (page + 1) * PAGE_ROWS]

    def go_on(self, arrangement: Arrangement) -> None:
        """Take the complete arrangement in place of a first one, and keep the full pages, which are the same."""
        for page in [page for page, rows in self._pages.items() if len(rows) < PAGE_ROWS]:
            del self._pages[page]
        self._turn_to(self._source, arrangement)

    def _turn_to(self, source: RowSource | None, arrangement: Arrangement | None) -> None:
        if self._job is not None:
            self._job.cancel()
        self._turn += 1
        self._source, self._arrangement, self._job = source, arrangement, None
        self._wanted.clear()
        self._refused.clear()
        self._soon.stop()

    def row(self, number: int) -> Row | None:
        """The row if it is here; else it is asked for."""
        page, place = divmod(number, PAGE_ROWS)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def has(self, first: int, last: int) -> bool:
        """Whether these rows are here; as far as they can be kept at once, the others are asked for."""
        pages = range(first // PAGE_ROWS, last // PAGE_ROWS + 1)
        if len(pages) > KEPT_PAGES:
            return False
        missing = [page for page in pages if page not in self._pages]
        for page in missing:
            self._want(page)
        return not missing

    def loaded(self) -> list[tuple[int, Row]]:
        """(shown row, row) of everything that is here."""
        return [(page * PAGE_ROWS + place, row) for page, rows in self._pages.items() for place, row in enumerate(rows)]

    def _want(self, page: int) -> None:
        if page in self._refused or (self._wanted and self._wanted[-1] == page):
            return
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        del self._wanted[:-KEPT_PAGES]
        if self._job is None and not self._soon.isActive():
            self._soon.start()

    def _fetch_next(self) -> None:
        if self._job is not None or not self._wanted or self._arrangement is None or self._source is None:
            return
        page = self._wanted.pop()
        places = self._arrangement.places(page * PAGE_ROWS, min((page + 1) * PAGE_ROWS, len(self._arrangement)) - 1)
        if not places:  # not known yet: the complete arrangement is on its way
            self._soon.start()
            return
        work = partial(_fetch, self._source, places)
        self._job = self._jobs.start("page", "", work, partial(self._take, self._turn, page))
        self._job.ended.connect(partial(self._end, page))

    def _take(self, turn: int, page: int, rows: list[Row]) -> None:
        # The window may have been made anew, or the table have another order, while the worker read.
        if not isValid(self) or turn != self._turn:
            return
        self._refused.discard(page)
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        self.came.emit(page * PAGE_ROWS, page * PAGE_ROWS + len(rows) - 1)

    def _end(self, page: int, job: Any) -> None:
        if not isValid(self) or job is not self._job:
            return
        self._job = None
        self._refused.add(page)  # until _take, which follows, says otherwise: a page that fails is not asked for again
        if self._wanted:
            self._soon.start()


def _fetch(source: RowSource, places: Sequence[int], control: Control) -> list[Row]:
    return source.rows(places, control)
