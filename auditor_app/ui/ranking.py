"""Ranks weak areas off the window's thread and tells when the result for the newest question is there."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from auditor_app.domain.rate_options import Metric, RateOptions
from auditor_app.domain.weak_areas import Topic
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.open_case import OpenCase
from auditor_app.services.rank_weak_areas import Level, RankedArea, ranked_areas, ranked_topics
from auditor_app.ui.context import PageContext
from auditor_app.ui.jobs import Job, JobControl
from auditor_app.ui.rate_choice import RateChoice

if TYPE_CHECKING:
    from auditor_app.analysis.rates_table import RatesTable


@dataclass(frozen=True)
class RankingResult:
    """The areas of a level, and the role × Part matrix of the same year."""

    fiscal_year: int
    level: Level
    table: RatesTable
    areas: tuple[RankedArea, ...]
    matrix: tuple[RankedArea, ...]
    topics: tuple[Topic, ...]


class Ranking(QObject):
    """One question at a time: a newer one cancels the older."""

    ready = Signal(object)
    """RankingResult"""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._asked = 0

    def ask(self, fiscal_year: int, level: Level, choice: RateChoice) -> None:
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
        work = partial(_rank, self._context.case, fiscal_year, level, choice.options, choice.line, choice.metric)
        title = self._context.texts("ranking.job")
        self._job = self._context.jobs.start("read", title, work, partial(self._take, self._asked))

    def _take(self, asked: int, result: RankingResult) -> None:
        if isValid(self) and asked == self._asked:  # its page may be gone
            self._job = None
            self.ready.emit(result)


def _rank(
    case: OpenCase,
    fiscal_year: int,
    level: Level,
    options: RateOptions,
    line: Fraction,
    metric: Metric,
    _control: JobControl,
) -> RankingResult:
    with case.reader() as reader:
        table = rates_table(reader, fiscal_year, options)
        topics = tuple(topics_of_case(reader))
    is_topic = level == "topic"
    areas = ranked_topics(table, topics, line, metric) if is_topic else ranked_areas(table, level, line, metric)
    matrix = ranked_areas(table, "part", line, metric)
    return RankingResult(fiscal_year, level, table, tuple(areas), tuple(matrix), topics)
