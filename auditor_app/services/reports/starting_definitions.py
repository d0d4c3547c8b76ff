"""The definitions an auditor starts from; they are no part of the case until they are saved."""

from __future__ import annotations

from auditor_app.foundation.translation import Texts
from auditor_app.services.reports.definition import ReportDefinition, SectionKind

ANNEXES: tuple[SectionKind, ...] = ("annex_2", "annex_3_1", "annex_3_2", "annex_3_3", "annex_4_2", "annex_5_1")


def starting_definitions(texts: Texts) -> tuple[ReportDefinition, ...]:
    """The report of a year, and the annexes in the shape in which those of FY2006 were published."""
    yearly, annexes = texts("report.start.yearly"), texts("report.start.annexes")
    return (
        ReportDefinition(yearly, yearly, texts.language),
        ReportDefinition(annexes, annexes, texts.language, ANNEXES, years_before=0),
    )
