"""Columns of the findings register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from auditor_app.domain.findings import STATES, FindingState
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingRow
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.word_columns import listed, text_column

STATE_BADGES: dict[FindingState, BadgeKind] = {
    "draft": "neutral",
    "under_review": "accent",
    "issued": "warning",
    "answered": "accent",
    "being_corrected": "warning",
    "verified": "good",
    "closed": "good",
    "withdrawn": "neutral",
}
OUTCOME_BADGES: dict[str, BadgeKind] = {"open": "neutral", "persisting": "bad", "solved": "good"}


def finding_columns(texts: Texts) -> list[Column]:
    """Columns over FindingRow, in the order shown; severity and state are sorted by their own order."""
    return [*_identity_columns(texts), *_place_columns(texts), *_work_columns(texts), *_hidden_columns(texts)]


def _identity_columns(texts: Texts) -> list[Column]:
    return [
        text_column("number", texts("findingshow.number"), lambda row: row.number, 10, is_frozen=True),
        Column(
            "severity",
            texts("findingshow.severity"),
            lambda row: row.severity_rank,
            _severity,
            kind="badge",
            badge=_severity_badge,
            width=12,
            filter_kind="text",
        ),
        Column(
            "state",
            texts("findingshow.state"),
            lambda row: STATES.index(row.state),
            lambda row: texts(f"finding.state.{row.state}"),
            kind="badge",
            badge=lambda row: STATE_BADGES[row.state],
            width=13,
            filter_kind="text",
        ),
        text_column("title", texts("findingshow.title"), lambda row: row.title, 32, tooltip=lambda row: row.title),
        text_column(
            "kind",
            texts("findingshow.kind"),
            lambda row: texts(f"finding.kind.{row.kind}"),
            13,
            kind="badge",
            badge=lambda row: "good" if row.kind == "good_practice" else None,
        ),
    ]


def _place_columns(texts: Texts) -> list[Column]:
    return [
        text_column("organisations", texts("findingshow.organisations"), lambda row: row.organisations, 18),
        text_column("area", texts("findingshow.area"), lambda row: row.area, 26),
    ]


def _work_columns(texts: Texts) -> list[Column]:
    def outcome(row: FindingRow) -> str:
        return texts(f"finding.outcome.{row.outcome}") if row.outcome else ""

    return [
        text_column("owner", texts("findingshow.owner"), lambda row: row.owner, 14),
        Column(
            "due_date",
            texts("findingshow.due_date"),
            lambda row: row.due_date,
            lambda row: _day(row.due_date, texts("findingshow.overdue") if row.is_overdue else ""),
            kind="date",
            emphasis=lambda row: "warning" if row.is_overdue else None,
            width=14,
        ),
        _count_column("evidence", texts("findingshow.evidence"), lambda row: row.evidence_count),
        Column(
            "changed",
            texts("findingshow.changed"),
            lambda row: row.changed_count or None,
            lambda row: texts("findingshow.changed_count", count=row.changed_count) if row.changed_count else "",
            kind="badge",
            badge=lambda row: "warning" if row.changed_count else None,
            header_tooltip=texts("findingshow.changed.help"),
            width=12,
            filter_kind="text",
        ),
        text_column(
            "outcome",
            texts("findingshow.outcome"),
            outcome,
            10,
            kind="badge",
            badge=lambda row: OUTCOME_BADGES[row.outcome] if row.outcome else None,
        ),
        text_column(
            "origin",
            texts("findingshow.origin"),
            lambda row: texts(f"finding.origin.{row.origin}") if row.origin else "",
            10,
        ),
        text_column(
            "after_review",
            texts("findingshow.after_review"),
            lambda row: texts("findingshow.edited") if row.is_edited_after_review else "",
            14,
            kind="badge",
            badge=lambda row: "warning" if row.is_edited_after_review else None,
        ),
    ]


def _hidden_columns(texts: Texts) -> list[Column]:
    """For whoever wants them: the column chooser brings them into sight."""
    return [
        Column(
            "fiscal_year",
            texts("findingshow.fiscal_year"),
            lambda row: row.fiscal_year,
            lambda row: str(row.fiscal_year),
            width=8,
            is_visible_by_default=False,
        ),
        text_column(
            "signed_by", texts("findingshow.signed_by"), lambda row: row.signed_by, 14, is_visible_by_default=False
        ),
        text_column(
            "tags", texts("findingshow.tags"), lambda row: listed(texts, row.tags), 18, is_visible_by_default=False
        ),
    ]


def _severity(row: FindingRow) -> str:
    return row.severity_words


def _severity_badge(row: FindingRow) -> BadgeKind | None:
    """Only the gravest level stands out; a good practice has no gravity."""
    if row.kind == "good_practice":
        return None
    return "bad" if row.severity_rank == 0 else "neutral"


def _day(day: date | None, mark: str) -> str:
    return "—" if day is None else f"{day.isoformat()} {mark}".strip()


def _count_column(key: str, title: str, count: Callable[[FindingRow], int]) -> Column:
    return Column(key, title, count, lambda row: str(count(row)), kind="number", width=7)
