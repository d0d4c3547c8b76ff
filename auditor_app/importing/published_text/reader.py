"""Runs the recognisers over a document and gathers what they found, what was refused, and what remains."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor_app.domain.consistency import check_statements
from auditor_app.domain.published import Statement
from auditor_app.domain.readings import DocumentReading, SourceDocument, UnrecognisedLine
from auditor_app.foundation.errors import CancelledByUserError, Problem
from auditor_app.importing.published_text.coverage_table import read_coverage
from auditor_app.importing.published_text.dates import read_dates
from auditor_app.importing.published_text.layout import Found, PublishedText
from auditor_app.importing.published_text.measures import read_measures
from auditor_app.importing.published_text.references import read_references

Recogniser = Callable[[PublishedText], Found]

RECOGNISERS: tuple[Recogniser, ...] = (
    read_coverage,
    read_measures,
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
    rest = tuple(UnrecognisedLine(line.number, line.raw.strip()) for line in text.lines if line.number not in used)
    checks = check_statements(statements)
    return DocumentReading(document, _each_once(statements), tuple(refusals), rest, checks)


def _each_once(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Without exact repetitions at one place."""
    return tuple(dict.fromkeys(statements))
