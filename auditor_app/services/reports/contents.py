"""What a section of a report holds, counted: told beside its name before anybody turns a page."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import Chart, Table
from auditor_app.services.reports.definition import SectionKind
from auditor_app.services.reports.sections import Composed

ENTRIES: frozenset[SectionKind] = frozenset({"findings", "good_practices", "follow_up", "evidence"})
"""Sections whose rows are findings or evidence, counted one by one."""


@dataclass(frozen=True)
class SectionContent:
    """All zero where the case has nothing for it."""

    is_there: bool
    entries: int = 0
    rows: int = 0
    charts: int = 0


def content_of(kind: SectionKind, made: Composed) -> SectionContent:
    """Tables a reader sees; details for recomputing are not counted."""
    blocks = [block for section in made.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table) and not block.is_long]
    if kind in ENTRIES:
        return SectionContent(bool(made.sections), entries=len(tables[0].rows) if tables else 0)
    rows = sum(row.kind == "row" for table in tables for row in table.rows)
    charts = sum(isinstance(block, Chart) for block in blocks)
    return SectionContent(bool(made.sections), rows=rows, charts=charts)
