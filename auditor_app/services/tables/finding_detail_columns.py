"""Columns of the detail of a finding: figures then and now, evidence, what happened to it, answers and years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from auditor_app.domain.findings import (
    Evidence,
    Finding,
    FindingMove,
    FindingVersion,
    FollowUpMark,
    MinistryResponse,
    RemovedEvidence,
)
from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_change import now_words
from auditor_app.services.link_figures import FigureNow
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.word_columns import text_column
from auditor_app.services.word_names import called_in

TimeWords = Callable[[datetime], str]
KILOBYTE = 1024
EvidenceLook = Literal["", "kept", "unchanged", "changed", "missing", "unchecked", "removed"]
""""": there is no file that could have changed."""
LOOKS: dict[str, BadgeKind] = {
    "kept": "good",
    "unchanged": "good",
    "changed": "bad",
    "missing": "bad",
    "unchecked": "neutral",
    "removed": "warning",
}


@dataclass(frozen=True)
class FigureRow:
    """A figure a finding rests on; its key is its place in the text."""

    key: str
    figure: FigureNow


@dataclass(frozen=True)
class EvidenceRow:
    key: str
    evidence: Evidence
    look: EvidenceLook
    removed: RemovedEvidence | None = None
    place: str = ""
    """Of a source in words: document and place, or the figure."""


@dataclass(frozen=True)
class HistoryRow:
    """A text somebody saved, or a step somebody took."""

    key: str
    at: datetime
    by: str
    event: FindingVersion | FindingMove
    former: FindingVersion | None = None
    """The text before this one."""

    @property
    def reason(self) -> str:
        return self.event.reason


@dataclass(frozen=True)
class AnswerRow:
    """What a ministry answered, or how the finding stood in a year."""

    key: str
    day: str
    who: str
    what: str
    words: str
    until: date | None
    by: str


def figure_columns(texts: Texts) -> list[Column]:
    def change(row: FigureRow) -> str:
        if row.figure.now is None:
            return texts("findingui.figure.gone")
        return texts("findingui.figure.changed" if row.figure.is_changed else "findingui.figure.same")

    def badge(row: FigureRow) -> BadgeKind:
        return "warning" if row.figure.is_changed else "neutral"

    return [
        text_column("label", texts("findingui.column.figure"), _label, 40, is_frozen=True, tooltip=_label),
        text_column("former", texts("findingui.column.former"), lambda row: row.figure.link.printed, 16),
        text_column("now", texts("findingui.column.now"), lambda row: now_words(row.figure), 16),
        text_column("change", texts("findingui.column.change"), change, 14, kind="badge", badge=badge),
        text_column(
            "figure_id",
            texts("findingui.column.figure_id"),
            _figure_id,
            36,
            emphasis=lambda _row: "muted",
            tooltip=_figure_id,
        ),
    ]


def evidence_columns(texts: Texts, time_words: TimeWords, *, shows_paths: bool = True) -> list[Column]:
    """Without paths for what is handed out: where a file lies on somebody's machine concerns nobody else."""

    def kind(row: EvidenceRow) -> str:
        return texts(f"finding.evidence.{row.evidence.kind}")

    def look(row: EvidenceRow) -> str:
        return texts(f"findingui.look.{row.look}") if row.look else ""

    def told(row: EvidenceRow) -> str:
        if row.removed is None:
            return look(row)
        return texts("findingui.removed", by=row.removed.by, reason=row.removed.reason)

    def words(row: EvidenceRow) -> str:
        return " / ".join(
            filter(None, (_evidence_words(row, shows_paths=shows_paths), told(row) if row.removed is not None else ""))
        )

    return [
        text_column("kind", texts("findingui.column.kind"), kind, 14, is_frozen=True),
        text_column("title", texts("findingui.column.evidence"), _evidence_title, 30, tooltip=_evidence_title),
        text_column("words", texts("findingui.column.words"), words, 30, tooltip=words),
        text_column(
            "look",
            texts("findingui.column.look"),
            look,
            12,
            kind="badge",
            badge=lambda row: LOOKS.get(row.look),
            tooltip=told,
        ),
        _day_column("effective", texts("findingui.column.effective"), lambda row: row.evidence.effective_on),
        _time_column("at", texts("findingui.column.added"), lambda row: row.evidence.at, time_words),
        text_column("by", texts("findingui.column.by"), lambda row: row.evidence.by, 12),
        Column("size", texts("findingui.column.size"), _size, _size_words, kind="number", width=10),
        text_column("sha256", "sha256", lambda row: row.evidence.sha256, 66, emphasis=lambda _row: "muted"),
    ]


def history_columns(texts: Texts, time_words: TimeWords) -> list[Column]:
    def what(row: HistoryRow) -> str:
        return history_words(texts, row)

    return [
        _time_column("at", texts("findingui.column.at"), lambda row: row.at, time_words),
        text_column("what", texts("findingui.column.what"), what, 26, tooltip=what),
        text_column("by", texts("findingui.column.by"), lambda row: row.by, 12),
        text_column("reason", texts("findingui.column.reason"), _reason, 30, tooltip=_reason),
    ]


def answer_columns(texts: Texts) -> list[Column]:
    return [
        text_column("day", texts("findingui.column.day"), lambda row: row.day, 19, is_frozen=True),
        text_column("who", texts("findingui.column.who"), lambda row: row.who, 14),
        text_column("what", texts("findingui.column.what"), lambda row: row.what, 14),
        text_column("words", texts("findingui.column.answer"), _answer, 40, tooltip=_answer),
        _day_column("until", texts("findingui.column.until"), lambda row: row.until),
        text_column("by", texts("findingui.column.by"), lambda row: row.by, 12),
    ]


def figure_rows(figures: Sequence[FigureNow]) -> list[FigureRow]:
    return [FigureRow(f"figure:{number}", own) for number, own in enumerate(figures)]


def evidence_rows(
    finding: Finding,
    removed: Sequence[RemovedEvidence],
    states: Mapping[int, EvidenceLook],
    places: Mapping[str, str] | None = None,
) -> list[EvidenceRow]:
    """What was taken out stands last.  A file that lies elsewhere is `unchecked` until it was looked at.

    `places`: of sources in words, as `services.word_evidence` knows them.
    """
    known = places or {}
    present = [
        EvidenceRow(f"evidence:{own.id}", own, _look(own, states), place=known.get(own.place, _code(own)))
        for own in finding.evidence
    ]
    return present + [EvidenceRow(f"removed:{own.evidence.id}", own.evidence, "removed", own) for own in removed]


def outside_remark(texts: Texts, evidence: Iterable[Evidence]) -> list[str]:
    """For a document: it is the same on any day, and does not look at files that lie elsewhere."""
    is_outside = any(own.kind in ("file", "external") and not own.is_kept for own in evidence)
    return [texts("findingshow.outside_unchecked")] if is_outside else []


def history_rows(finding: Finding) -> list[HistoryRow]:
    """The newest first."""
    rows = [
        HistoryRow(f"version:{own.id}", own.at, own.by, own, finding.versions[place - 1] if place else None)
        for place, own in enumerate(finding.versions)
    ]
    rows += [HistoryRow(f"move:{place}", own.at, own.by, own) for place, own in enumerate(finding.moves)]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def answer_rows(
    texts: Texts, finding: Finding, organisations: Sequence[Organisation], year_words: Callable[[int], str]
) -> list[AnswerRow]:
    """Responses, then years, each from the oldest."""
    names = {own.id: called_in(texts, own, finding.text.fiscal_year) for own in organisations}
    rows = [_of_response(texts, place, own, names) for place, own in enumerate(finding.responses)]
    return rows + [_of_mark(texts, place, own, year_words) for place, own in enumerate(finding.follow_ups)]


def history_words(texts: Texts, row: HistoryRow) -> str:
    event = row.event
    if isinstance(event, FindingMove):
        if event.is_countersign:
            return texts("finding.countersigned")
        return f"{texts(f'finding.state.{event.from_state}')} → {texts(f'finding.state.{event.to_state}')}"
    if row.former is None:
        return texts("findingui.history.raised")
    return texts("findingui.history.after_review" if event.is_after_review else "findingui.history.edited")


def _of_response(texts: Texts, place: int, own: MinistryResponse, names: dict[int, str]) -> AnswerRow:
    who = names.get(own.organisation or 0, texts("findingshow.all_of_government"))
    words = "\n".join(filter(None, (own.text, texts("findingui.plan", words=own.plan) if own.plan else "")))
    what = texts("findingui.history.response")
    return AnswerRow(f"response:{place}", own.received_on.isoformat(), who, what, words, own.due_date, own.by)


def _of_mark(texts: Texts, place: int, own: FollowUpMark, year_words: Callable[[int], str]) -> AnswerRow:
    outcome = texts(f"finding.outcome.{own.outcome}")
    return AnswerRow(f"mark:{place}", year_words(own.fiscal_year), "", outcome, own.note, None, own.by)


def _look(evidence: Evidence, states: Mapping[int, EvidenceLook]) -> EvidenceLook:
    if evidence.kind not in ("file", "external"):
        return ""
    return states.get(evidence.id, "kept" if evidence.is_kept else "unchecked")


def _code(evidence: Evidence) -> str:
    """Of a place in a document what stands behind the digest."""
    return evidence.place.partition(" ")[2] or evidence.place


def _label(row: FigureRow) -> str:
    return row.figure.link.label


def _figure_id(row: FigureRow) -> str:
    return row.figure.link.figure_id


def _evidence_title(row: EvidenceRow) -> str:
    return row.evidence.title


def _evidence_words(row: EvidenceRow, *, shows_paths: bool) -> str:
    own = row.evidence
    path = own.path if shows_paths or not own.path else own.file_name
    return " / ".join(filter(None, (own.person, own.text, path, row.place)))


def _size(row: EvidenceRow) -> int | None:
    return row.evidence.size or None


def _size_words(row: EvidenceRow) -> str:
    return f"{-(-row.evidence.size // KILOBYTE):,} KB" if row.evidence.size else ""


def _reason(row: HistoryRow) -> str:
    return row.reason


def _answer(row: AnswerRow) -> str:
    return row.words


def _day_column(key: str, title: str, day: Callable[[Any], date | None]) -> Column:
    """Sorted by the day; empty where there is none."""

    def words(row: object) -> str:
        found = day(row)
        return found.isoformat() if found is not None else ""

    return Column(key, title, lambda row: words(row) or None, words, kind="date", width=11)


def _time_column(key: str, title: str, at: Callable[[Any], datetime | None], time_words: TimeWords) -> Column:
    def value(row: object) -> str | None:
        found = at(row)
        return found.isoformat() if found is not None else None

    def words(row: object) -> str:
        found = at(row)
        return time_words(found) if found is not None else ""

    return Column(key, title, value, words, kind="date", width=16)
