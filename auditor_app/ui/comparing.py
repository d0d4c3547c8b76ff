"""Compares years off the window's thread and tells when the result for the newest question is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from auditor_app.domain.comparison import MEAN, Comparison
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Role
from auditor_app.domain.year_returns import ALL, number_key
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.compare_published import compare_published
from auditor_app.services.compare_years import (
    comparable_years,
    compare_areas,
    compare_items,
    compare_organisations,
)
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.compare_columns import ComparedLine
from auditor_app.services.tables.compare_lines import compared_lines
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.ui.charts.trend_frame import TrendLine
from auditor_app.ui.charts.trend_lines import trend_lines
from auditor_app.ui.compare_questions import CompareQuestion
from auditor_app.ui.context import PageContext
from auditor_app.ui.jobs import Job, JobControl
from auditor_app.ui.models.compare_widths import WidthWanted, widths_wanted

if TYPE_CHECKING:
    from auditor_app.services.open_case import CaseReader

FEWEST_YEARS = 2


@dataclass(frozen=True)
class CompareResult:
    """The answer, with what the bar can offer in these years."""

    question: CompareQuestion
    """As answered: with the years taken, and on the level that has something to show."""
    years: tuple[int, ...]
    """All that can be compared."""
    comparison: Comparison | None
    """None where there are fewer than two years."""
    roles: tuple[Role, ...] = ()
    parts: tuple[str, ...] = ()
    organisations: tuple[tuple[str, str], ...] = ()
    """(name, English name) of the series of these years."""
    lines: tuple[ComparedLine, ...] = ()
    """The rows with their words, and their lines in the chart: made here, there may be thousands."""
    trend: tuple[TrendLine, ...] = ()
    left_out: tuple[int, ...] = ()
    """Years asked for that have nothing to compare (yet)."""
    widths: tuple[WidthWanted, ...] = ()


class Comparing(QObject):
    """One question at a time: a newer one cancels the older."""

    ready = Signal(object)
    """CompareResult"""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._asked = 0

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def ask(self, question: CompareQuestion, *, is_of_auditor: bool) -> None:
        """`ready` tells the answer; where nobody has asked for anything yet, what there is to compare.

        Items take long enough in a big case to show how far they are."""
        self._asked += 1
        if self._job is not None:
            self._job.cancel()
        work = partial(_worded, self._context.case, self._context.texts, question, is_of_auditor)
        kind: Literal["read", "page"] = "read" if question.level == "item" else "page"
        title = self._context.texts("compare.job")
        self._job = self._context.jobs.start(kind, title, work, partial(self._take, self._asked))
        self._job.ended.connect(self._forget)

    def _take(self, asked: int, result: CompareResult) -> None:
        if asked == self._asked:
            self.ready.emit(result)

    def _forget(self, job: Job) -> None:
        """Also of one that was cancelled: it answers nothing."""
        if job is self._job:
            self._job = None


def _worded(
    case: OpenCase, texts: Texts, question: CompareQuestion, is_of_auditor: bool, control: JobControl
) -> CompareResult:
    result = _compare(case, question, control)
    if result.comparison is None and not is_of_auditor:
        published = _compare(case, replace(question, level="published"), control)
        result = published if published.comparison and published.comparison.rows else result
    rows = result.comparison.rows if result.comparison else ()
    roles = {role.code: role_name(texts, role) for role in result.roles}
    is_trial = question.options.include_excluded
    lines = compared_lines(texts, result.question.level, rows, roles, is_trial=is_trial)
    trend, widths = trend_lines(texts, lines), widths_wanted(texts, lines)
    return replace(result, lines=tuple(lines), trend=tuple(trend), widths=tuple(widths))


def _compare(case: OpenCase, question: CompareQuestion, control: JobControl) -> CompareResult:
    with case.reader() as reader:
        years = comparable_years(reader)
        if question.level == "published":
            return CompareResult(question, tuple(years), compare_published(reader, question.published))
        taken = sorted(year for year in question.fiscal_years if year in years)
        left_out = tuple(year for year in question.fiscal_years if year not in years)
        if len(taken) < FEWEST_YEARS:
            taken = years[-FEWEST_YEARS:]
        question = replace(question, fiscal_years=tuple(taken))
        if len(taken) < FEWEST_YEARS:
            return CompareResult(question, tuple(years), None, left_out=left_out)
        comparison = _comparison(reader, question, control)
        return _with_offers(reader, CompareResult(question, tuple(years), comparison, left_out=left_out))


def _comparison(reader: CaseReader, question: CompareQuestion, control: JobControl) -> Comparison:
    choice = question.choice()
    match question.level:
        case "part" | "section":
            compared = compare_areas(reader, choice, question.organisation, question.level)
            rows = [row for row in compared.rows if question.part in (ALL, row.part)]
            chosen = [row for row in rows if question.role in (ALL, row.role)]
            return replace(compared, rows=tuple(chosen))
        case "item":
            return compare_items(reader, choice, question.organisation, control.report, control.is_cancelled)
    return compare_organisations(reader, choice)


def _with_offers(reader: CaseReader, result: CompareResult) -> CompareResult:
    """Roles, Parts and organisations of the years compared."""
    question = result.question
    returns = [rates_table(reader, year, question.options).returns for year in question.fiscal_years]
    roles = {role.code: role for own in returns for role in own.roles.values() if role.code in own.role_codes}
    parts = sorted({part for own in returns for part in own.parts}, key=number_key)
    series = result.comparison
    if question.level != "organisation":
        series = compare_organisations(reader, replace(question.choice(), part=ALL))
    rows = series.rows if series else ()
    names = tuple((row.organisation, row.english) for row in rows if row.organisation != MEAN)
    return replace(result, roles=tuple(roles.values()), parts=tuple(parts), organisations=names)


def body_of_line(case: OpenCase, line: ComparedLine | None) -> Organisation | None:
    """The organisation a row is of; None for a mean or a series."""
    if line is None:
        return None
    with case.reader() as reader:
        return find_organisation(reader.organisations(), fold_name(line.row.organisation))
