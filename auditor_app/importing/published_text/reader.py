"""Runs the recognisers over a document and gathers what they found, what was refused, and what remains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor_app.domain.consistency import check_statements
from auditor_app.domain.published import Statement
from auditor_app.domain.readings import DocumentReading, SourceDocument, UnrecognisedLine
from auditor_app.foundation.errors import CancelledByUserError, Problem
from auditor_app.importing.published_text.coverage_table import read_coverage
from auditor_app.importing.published_text.dates import read_dates
from auditor_app.importing.published_text.evaluation import read_evaluation
from auditor_app.importing.published_text.infrastructure import read_infrastructure
from auditor_app.importing.published_text.layout import Found, PublishedText
from auditor_app.importing.published_text.measures import read_measures
from auditor_app.importing.published_text.rate_charts import read_rate_charts
from auditor_app.importing.published_text.references import read_references
from auditor_app.importing.published_text.revision_list import read_revisions
from auditor_app.importing.published_text.scope import read_scope, read_standard_parts
from auditor_app.importing.published_text.weak_areas import read_weak_areas
from auditor_app.importing.published_text.worked_example import read_worked_example

Recogniser = Callable[[PublishedText], Found]

RECOGNISERS: tuple[Recogniser, ...] = (
    read_coverage,
    read_rate_charts,
    read_worked_example,
    read_scope,
    read_standard_parts,
    read_weak_areas,
    read_evaluation,
    read_measures,
    read_revisions,
    read_infrastructure,
    read_references,
    read_dates,
)


def read_published_text(
    document: SourceDocument,
    fiscal_year: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> DocumentReading:
    """Everything published that the text states, with place and printed form; nothing is stored.

    `fiscal_year` is for documents that do not say theirs.  `on_progress` is called with steps done and steps in
    all; when `is_cancelled` answers yes between two steps, CancelledByUserError is raised.
    """
    text = PublishedText(document, fiscal_year)
    statements: list[Statement] = []
    refusals: list[Problem] = []
    used: set[int] = set()
    for step, recognise in enumerate(RECOGNISERS, start=1):
        if is_cancelled is not None and is_cancelled():
            raise CancelledByUserError
        found = recognise(text)
        statements += found.statements
        refusals += found.refusals
        used |= found.used_lines
        if on_progress is not None:
            on_progress(step, len(RECOGNISERS))
    dated, undated = _by_year(statements)
    if undated:
        refusals.append(_without_year(text, undated))
    rest = tuple(UnrecognisedLine(line.number, line.raw.strip()) for line in text.lines if line.number not in used)
    checks = check_statements(dated)
    return DocumentReading(document, tuple(dated), tuple(refusals), rest, checks)


def _by_year(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Those whose fiscal year is known and the others, without exact repetitions at one place."""
    each_once = list(dict.fromkeys(statements))
    dated = [statement for statement in each_once if statement.key.fiscal_year > 0]
    return dated, [statement for statement in each_once if statement.key.fiscal_year <= 0]


def _without_year(text: PublishedText, undated: Sequence[Statement]) -> Problem:
    first = min(statement.place.line_from for statement in undated)
    last = max(statement.place.line_to for statement in undated)
    return text.refusal("import.no_fiscal_year", text.between(first, last), table=undated[0].printed)
