"""Fills the inspector: asks the services about a figure or a check and shows what they say."""

from __future__ import annotations

from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.read_source import source_excerpt
from auditor_app.ui.context import PageContext
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.inspector import Inspector
from auditor_app.ui.widgets.source_excerpt import SourceExcerpt


def show_explanation(context: PageContext, inspector: Inspector, page: Page | None, figure_id: str) -> None:
    """Explain what is selected, with the lines it was printed on; WrongUsageError for an unknown figure."""
    if not figure_id:
        inspector.show_nothing()
    elif figure_id.startswith("check:"):
        _show_check(context, inspector, page, figure_id)
    else:
        _show_figure(context, inspector, page, figure_id)


def _show_figure(context: PageContext, inspector: Inspector, page: Page | None, figure_id: str) -> None:
    options = page.rate_options() if page is not None else None
    with context.case.reader() as reader:
        explanation = explain_figure(reader, figure_id, options)
        excerpts = [source_excerpt(reader, own.place, own.printed) for own in explanation.statements]
    inspector.show_explanation(explanation, [SourceExcerpt(context, excerpt) for excerpt in excerpts])


def _show_check(context: PageContext, inspector: Inspector, page: Page | None, key: str) -> None:
    result_of = getattr(page, "result_of", None)
    result = result_of(key) if result_of is not None else None
    if result is None:
        inspector.show_nothing()
        return
    with context.case.reader() as reader:
        excerpts = [source_excerpt(reader, place) for place in result.places]
    inspector.show_check(result, [SourceExcerpt(context, excerpt) for excerpt in excerpts])
