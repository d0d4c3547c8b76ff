"""Fills the inspector: asks the services about a figure or a check and shows what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from auditor_app.domain.explanations import Explanation
from auditor_app.foundation.errors import UserError
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import ANSWER, COVERAGE_RETURN, DELTA, ITEM, RATES, TOPIC
from auditor_app.services.open_case import OpenCase
from auditor_app.services.read_source import Excerpt, source_excerpt
from auditor_app.ui.context import PageContext
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.inspector import Inspector
from auditor_app.ui.widgets.source_excerpt import SourceExcerpt

if TYPE_CHECKING:
    from auditor_app.domain.rate_options import RateOptions
    from auditor_app.ui.jobs import JobControl

_OF_RETURNS = (RATES, ITEM, ANSWER, TOPIC, COVERAGE_RETURN, DELTA)


@dataclass(frozen=True)
class ExplainedFigure:
    """An explanation with the document's lines around each place it was printed."""

    explanation: Explanation
    excerpts: tuple[Excerpt, ...]


def is_explained_later(figure_id: str) -> bool:
    """Whether a year's returns must be read for it: that takes a tenth of a second in a case of millions."""
    return figure_id.partition(":")[0] in _OF_RETURNS


def explain_later(
    context: PageContext, page: Page | None, figure_id: str, on_done: Callable[[ExplainedFigure | UserError], None]
) -> None:
    """Explain a figure on a worker; `on_done` gets it, or the refusal, on the window's thread."""
    options = page.rate_options() if page is not None else None
    work = partial(_explained_on_worker, context.case, figure_id, options)
    context.jobs.start("page", "", work, on_done)


def show_explanation(context: PageContext, inspector: Inspector, page: Page | None, figure_id: str) -> None:
    """Explain what is selected, with the lines it was printed on; WrongUsageError for an unknown figure."""
    if not figure_id:
        inspector.show_nothing()
    elif figure_id.startswith("check:"):
        _show_check(context, inspector, page, figure_id)
    else:
        options = page.rate_options() if page is not None else None
        show_explained(context, inspector, _explained(context.case, figure_id, options))


def show_explained(context: PageContext, inspector: Inspector, explained: ExplainedFigure) -> None:
    excerpts = [SourceExcerpt(context, excerpt) for excerpt in explained.excerpts]
    inspector.show_explanation(explained.explanation, excerpts)


def _explained(case: OpenCase, figure_id: str, options: RateOptions | None) -> ExplainedFigure:
    with case.reader() as reader:
        explanation = explain_figure(reader, figure_id, options)
        excerpts = (source_excerpt(reader, own.place, own.printed) for own in explanation.statements)
        return ExplainedFigure(explanation, tuple(excerpts))


def _explained_on_worker(
    case: OpenCase, figure_id: str, options: RateOptions | None, _control: JobControl
) -> ExplainedFigure | UserError:
    try:
        return _explained(case, figure_id, options)
    except UserError as error:
        return error


def _show_check(context: PageContext, inspector: Inspector, page: Page | None, key: str) -> None:
    result_of = getattr(page, "result_of", None)
    result = result_of(key) if result_of is not None else None
    if result is None:
        inspector.show_nothing()
        return
    with context.case.reader() as reader:
        excerpts = [source_excerpt(reader, place) for place in result.places]
    inspector.show_check(result, [SourceExcerpt(context, excerpt) for excerpt in excerpts])
