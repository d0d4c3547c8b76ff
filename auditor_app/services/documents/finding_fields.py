"""A finding as an office's own Word template may use it."""

from __future__ import annotations

from collections.abc import Callable

from auditor_app.domain.findings import Evidence, Finding, MinistryResponse
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingPage, organisation_words
from auditor_app.services.documents.records import japan_time
from auditor_app.services.figure_change import now_words
from auditor_app.services.link_figures import FigureNow
from auditor_app.services.word_names import called_in

Record = dict[str, object]
YearText = Callable[[int], str]


def finding_fields(texts: Texts, page: FindingPage, year_text: YearText) -> Record:
    """Words and lists of words; see `exporting.template_fields.FINDING`."""
    finding, text, signed = page.finding, page.finding.text, page.finding.sign_off
    bodies = {own.id: own for own in page.organisations}
    plain = ("title", "part", "section", "item", "topic", "owner")
    written = ("condition", "criteria", "cause", "effect", "recommendation")
    return {
        "number": finding.number,
        **{name: getattr(text, name) for name in (*plain, *written)},
        "kind": texts(f"finding.kind.{text.kind}"),
        "severity": page.row.severity_words if text.kind == "finding" else "",
        "state": texts(f"finding.state.{finding.state}"),
        "fiscal_year": year_text(text.fiscal_year),
        "organisations": organisation_words(texts, text, bodies),
        "role": _role(texts, text.role),
        "due_date": text.due_date.isoformat() if text.due_date else "",
        "tags": list(text.tags),
        "figures": [_figure(own) for own in page.figures],
        "evidence": [_evidence(texts, own) for own in finding.evidence],
        "responses": [_response(texts, page, own) for own in finding.responses],
        "follow_ups": _follow_ups(texts, finding, year_text),
        "signed_off_by": signed.by if signed else "",
        "signed_off_on": japan_time(signed.at) if signed else "",
        "is_edited_after_review": finding.is_edited_after_review,
    }


def _role(texts: Texts, role: str) -> str:
    return texts(f"role.{role}") if role and texts.has(f"role.{role}") else role


def _figure(figure: FigureNow) -> Record:
    return {
        "figure_id": figure.link.figure_id,
        "label": figure.link.label,
        "printed": figure.link.printed,
        "now": now_words(figure) if figure.now else "",
        "is_changed": figure.is_changed,
    }


def _evidence(texts: Texts, own: Evidence) -> Record:
    return {
        "kind": texts(f"finding.evidence.{own.kind}"),
        "title": own.title,
        "text": own.text,
        "file_name": own.file_name,
        "sha256": own.sha256,
        "size": str(own.size) if own.sha256 else "",
        "place": own.place,
        "person": own.person,
        "effective_on": own.effective_on.isoformat() if own.effective_on else "",
        "added_at": japan_time(own.at) if own.at else "",
        "added_by": own.by,
    }


def _response(texts: Texts, page: FindingPage, own: MinistryResponse) -> Record:
    year = page.finding.text.fiscal_year
    names = {body.id: called_in(texts, body, year) for body in page.organisations}
    return {
        "received_on": own.received_on.isoformat(),
        "organisation": names.get(own.organisation or 0, texts("findingshow.all_of_government")),
        "text": own.text,
        "plan": own.plan,
        "due_date": own.due_date.isoformat() if own.due_date else "",
    }


def _follow_ups(texts: Texts, finding: Finding, year_text: YearText) -> list[Record]:
    return [
        {
            "fiscal_year": year_text(own.fiscal_year),
            "outcome": texts(f"finding.outcome.{own.outcome}"),
            "note": own.note,
        }
        for own in finding.follow_ups
    ]
