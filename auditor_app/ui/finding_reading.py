"""What the page of findings shows, read on a worker: the register, and one finding with all that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from auditor_app.domain.findings import OPEN, Finding
from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.errors import UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingPage, FindingRow, finding_page, is_of_year, log_day, register
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.finding_detail_columns import EvidenceLook, EvidenceRow, evidence_rows

if TYPE_CHECKING:
    from auditor_app.services.propose_outcome import ProposedOutcome
    from auditor_app.ui.jobs import JobControl


TILES = ("open", "overdue", "changed", "after_review", "good_practice")
"""What the page counts, and narrows its register to."""
BEING_WRITTEN = "being_written"


@dataclass(frozen=True)
class ReadRegister:
    """What a worker reads of the register."""

    asked: int
    """Which question it answers: only the latest is shown."""
    rows: Sequence[FindingRow]
    counts: Mapping[str, int]
    """Of all rows, by TILES, and BEING_WRITTEN."""
    today: date
    """On which what is overdue was counted."""
    log_day: date
    """On which exports count it."""
    every: int
    """How many findings the case has, of all years."""


@dataclass(frozen=True)
class ShownFinding:
    """What a worker reads of one finding."""

    page: FindingPage
    organisations: Sequence[Organisation]
    """All of the case: an earlier text may name others."""
    proposal: ProposedOutcome | None
    """How it stands in the year in sight, of a finding that was carried into it."""
    places: Mapping[str, str]
    """Of evidence that is a source: where it stands, in words."""

    def evidence_rows(self, states: Mapping[int, EvidenceLook]) -> list[EvidenceRow]:
        """With what is known of files that lie elsewhere."""
        return evidence_rows(self.page.finding, self.page.removed, states, self.places)


def rows_of_register(case: OpenCase, texts: Texts, year: int | None, asked: int, _control: JobControl) -> ReadRegister:
    today = date.today()
    with case.reader() as reader:
        rows = register(reader, texts, year, today=today)
        last, every = log_day(reader), len(reader.findings())
    counts = {name: sum(is_counted(name, own) for own in rows) for name in (*TILES, BEING_WRITTEN)}
    return ReadRegister(asked, rows, counts, today, last, every)


def later_years(finding: Finding, years: Sequence[int]) -> list[int]:
    """In which of these it can be followed up, and in which it was."""
    marked = {own.fiscal_year for own in finding.follow_ups}
    return sorted(marked | {own for own in years if own > finding.text.fiscal_year})


def year_to_judge(finding: Finding, years: Sequence[int], shown: int) -> int:
    """The year in sight when it is a later one, else the first that was not judged; 0 where there is none."""
    later = later_years(finding, years)
    if shown in later:
        return shown
    marks = {own: finding.follow_up(own) for own in later}
    waiting = (own for own, mark in marks.items() if mark is None or mark.outcome == "open")
    return next(waiting, later[-1] if later else 0)


def is_counted(tile: str, row: FindingRow) -> bool:
    """Whether a tile counts that finding."""
    if tile == "open":
        return row.state in OPEN
    if tile == BEING_WRITTEN:
        return row.state in ("draft", "under_review")
    if tile == "good_practice":
        return row.kind == "good_practice"
    if tile == "overdue":
        return row.is_overdue
    return bool(row.changed_count) if tile == "changed" else row.is_edited_after_review


def is_shown_in(case: OpenCase, number: str, year: int) -> bool:
    """Whether the register of that year has the finding."""
    with case.reader() as reader:
        finding = reader.finding(number)
    return finding is not None and is_of_year(finding, year)


def finding_in_sight(case: OpenCase, texts: Texts, number: str, year: int, _control: JobControl) -> ShownFinding | None:
    """None for one that is gone, by undo or in another program."""
    from auditor_app.services.propose_outcome import proposed_outcome
    from auditor_app.services.word_evidence import place_words

    with case.reader() as reader:
        try:
            page = finding_page(reader, texts, number, today=date.today())
        except UserError:
            return None
        is_carried = page.finding.text.fiscal_year < year and page.finding.follow_up(year) is not None
        proposal = proposed_outcome(reader, texts, page.finding, year) if is_carried else None
        places = place_words(reader, texts, page.finding)
        return ShownFinding(page, reader.organisations(), proposal, places)
