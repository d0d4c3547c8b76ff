"""Raise a finding where a weakness is seen: filled in from the figure as far as the case knows, then stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from auditor_app.domain.findings import FindingText, FindingVersion, next_number
from auditor_app.services.check_finding import checked_text, named
from auditor_app.services.fill_in_finding import propose_finding as propose_finding
from auditor_app.services.link_figures import figure_link as figure_link
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork


def raise_finding(case: Path, text: FindingText, *, by: str = "", author: str, clock: Callable[[], datetime]) -> str:
    """The number it was given; FindingRefusedError for a text that cannot be kept."""
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            clean = checked_text(reader, text)
            number = next_number(clean.fiscal_year, reader.given_numbers())
        work.begin_change("finding_raised", {"number": number})
        work.add_finding(number, FindingVersion(0, clean, named(by, author), clock()))
        work.commit()
    return number
