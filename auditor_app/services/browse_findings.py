"""The findings register of a case or a year, and everything the detail of one finding shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from auditor_app.domain.findings import (
    SIGNED_OFF,
    AllowedMove,
    Finding,
    FindingKind,
    FindingState,
    FindingText,
    FollowUp,
    RemovedEvidence,
    Severity,
    moves_from,
    problems_of_move,
)
from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_finding import known_finding
from auditor_app.services.link_figures import FigureNow, PresentFigures, figures_now
from auditor_app.services.word_explanation import put_into_words
from auditor_app.services.word_names import called_in
from auditor_app.storage.reading import CaseReader

SETTLED: frozenset[FindingState] = frozenset({"verified", "closed", "withdrawn"})
"""Nothing is due of it any more."""
GIVEN = "given"
"""Stands for a reason that is asked for only when the move is made."""
JAPAN = timezone(timedelta(hours=9))
Origin = Literal["", "new", "carried"]


@dataclass(frozen=True)
class FindingRow:
    """A finding as the register shows it."""

    number: str
    fiscal_year: int
    title: str
    kind: FindingKind
    severity: str
    """Code of the scale."""
    severity_words: str
    severity_rank: int
    """0 is the gravest; behind all others where the scale no longer has it."""
    state: FindingState
    organisations: str
    """In words; all of government has its own."""
    area: str
    """Part, section or item, role and topic in words."""
    owner: str
    due_date: date | None
    is_overdue: bool
    tags: tuple[str, ...]
    figure_ids: tuple[str, ...]
    evidence_count: int
    changed_count: int
    """Figures whose value is another one than when they were linked."""
    is_edited_after_review: bool
    signed_by: str
    origin: Origin
    """In a year: raised in it, or carried over into it; "" in the register of all years."""
    outcome: FollowUp | None
    """As of that year, or of the latest one that was judged."""


@dataclass(frozen=True)
class FindingPage:
    """One finding with everything around it."""

    finding: Finding
    row: FindingRow
    severity: Severity | None
    """None where the scale no longer has it."""
    organisations: tuple[Organisation, ...]
    figures: tuple[FigureNow, ...]
    removed: tuple[RemovedEvidence, ...]
    """Evidence that was taken off."""
    day: date
    """On which it is overdue or not."""


def register(
    reader: CaseReader, texts: Texts, year: int | None = None, *, today: date | None = None
) -> list[FindingRow]:
    """All findings by their numbers; of a year those raised in it and those carried over into it.

    `today`: on which day something is overdue; without it, that of the last entry of the log in Japan, so that the
    same case always gives the same rows.
    """
    findings = [own for own in reader.findings() if year is None or is_of_year(own, year)]
    make = _Rows(reader, texts, findings, today or log_day(reader))
    return [make.row(own, year) for own in findings]


def finding_page(reader: CaseReader, texts: Texts, number: str, *, today: date | None = None) -> FindingPage:
    """WrongUsageError for an unknown number."""
    finding = known_finding(reader, number)
    day = today or log_day(reader)
    make = _Rows(reader, texts, [finding], day)
    scale = {own.code: own for own in reader.severities()}
    bodies = {own.id: own for own in reader.organisations()}
    return FindingPage(
        finding,
        make.row(finding, None),
        scale.get(finding.text.severity),
        tuple(bodies[own] for own in finding.text.organisations if own in bodies),
        tuple(figures_now(reader, texts, finding.text.figures)),
        tuple(reader.removed_evidence(finding.id)),
        day,
    )


def register_years(reader: CaseReader) -> list[int]:
    """Years in which findings were raised or followed up, in order."""
    years = {own.text.fiscal_year for own in reader.findings()}
    return sorted(years | {mark.fiscal_year for own in reader.findings() for mark in own.follow_ups})


def possible_moves(finding: Finding, by: str) -> list[tuple[AllowedMove, tuple[Problem, ...]]]:
    """Every step out of its state, each with what keeps this person from it; a reason is asked for later."""
    return [(move, problems_of_move(finding, move.to_state, by, GIVEN)) for move in moves_from(finding)]


def is_of_year(finding: Finding, year: int) -> bool:
    return finding.text.fiscal_year == year or finding.follow_up(year) is not None


def log_day(reader: CaseReader) -> date:
    """The day of the newest log entry, in Japan."""
    return reader.log()[-1].at.astimezone(JAPAN).date()


def overdue_remark(texts: Texts, reader: CaseReader, rows: Iterable[FindingRow]) -> list[str]:
    """For a document: on which day something is overdue in it, where anything has a due date."""
    has_dates = any(own.due_date is not None for own in rows)
    return [texts("findingshow.overdue_as_of", day=log_day(reader).isoformat())] if has_dates else []


def japan_minute(at: datetime) -> str:
    """As on a clock in Japan, whatever the zone of the machine."""
    return at.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")


def area_words(texts: Texts, text: FindingText) -> str:
    """第3部 · 3.1.1(1)(a) · 行政事務従事者: the narrowest place in the standard, role and topic."""
    part = texts("rates.part", part=text.part) if text.part else ""
    role = str(put_into_words(texts, f"role.{text.role}")) if text.role else ""
    return " · ".join(filter(None, (part, text.item or text.section, role, text.topic)))


def organisation_words(texts: Texts, text: FindingText, bodies: Mapping[int, Organisation]) -> list[str]:
    """Names as of the year of the finding, in the language of the screen; all of government has its own words."""
    if not text.organisations:
        return [texts("findingshow.all_of_government")]
    return [called_in(texts, bodies[own], text.fiscal_year) for own in text.organisations if own in bodies]


def severity_words(texts: Texts, severity: Severity) -> str:
    return severity.name_en if texts.language == "en" and severity.name_en else severity.name_ja


class _Rows:
    """Makes rows; what all of them need is asked once."""

    def __init__(self, reader: CaseReader, texts: Texts, findings: Iterable[Finding], today: date) -> None:
        self._texts, self._today = texts, today
        self._bodies = {own.id: own for own in reader.organisations()}
        self._scale = {own.code: (rank, own) for rank, own in enumerate(reader.severities())}
        links = {(own.figure_id, own.options): own for finding in findings for own in finding.text.figures}
        by_year = sorted(links.values(), key=lambda own: own.figure_id.split(":")[1:2])  # a year's rates stay at hand
        self._figures = PresentFigures(reader, texts)
        for link in by_year:
            self._figures.beside(link)

    def row(self, finding: Finding, year: int | None) -> FindingRow:
        text = finding.text
        rank, severity = self._scale.get(text.severity, (len(self._scale), None))
        signed = finding.sign_off
        return FindingRow(
            finding.number,
            text.fiscal_year,
            text.title,
            text.kind,
            text.severity,
            severity_words(self._texts, severity) if severity else text.severity,
            rank,
            finding.state,
            self._texts("explain.names_join").join(organisation_words(self._texts, text, self._bodies)),
            area_words(self._texts, text),
            text.owner,
            text.due_date,
            text.due_date is not None and text.due_date < self._today and finding.state not in SETTLED,
            text.tags,
            tuple(own.figure_id for own in text.figures),
            len(finding.evidence),
            self._changed(text),
            finding.is_edited_after_review,
            signed.by if signed else "",
            "" if year is None else "new" if text.fiscal_year == year else "carried",
            _outcome(finding, year),
        )

    def _changed(self, text: FindingText) -> int:
        return sum(self._figures.beside(own).is_changed for own in text.figures)


def _outcome(finding: Finding, year: int | None) -> FollowUp | None:
    """Of the year, or of the latest one there is a mark of; None where nothing has to be followed up yet."""
    if finding.state not in SIGNED_OFF:
        return None
    if year is None:
        year = max((own.fiscal_year for own in finding.follow_ups), default=None)
    mark = finding.follow_up(year) if year is not None else None
    return mark.outcome if mark else None
