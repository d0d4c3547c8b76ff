"""What an office's own template may use of a report besides its sections: years, organisations, findings in words."""

from __future__ import annotations

from auditor_app.domain.findings import Evidence, Finding, MinistryResponse
from auditor_app.services.browse_findings import FindingPage, finding_page, organisation_words
from auditor_app.services.documents.records import japan_time
from auditor_app.services.figure_change import now_words
from auditor_app.services.link_figures import FigureNow
from auditor_app.services.reports.finding_sections import findings_of_report
from auditor_app.services.reports.ground import ReportGround

Record = dict[str, object]


def report_fields(ground: ReportGround) -> Record:
    """Words in the report's language; the findings are those its sections show."""
    years = ground.compared or (ground.fiscal_year,)
    findings = [*findings_of_report(ground, "finding"), *findings_of_report(ground, "good_practice")]
    bodies = ground.bodies or tuple(ground.reader.organisations())
    in_year = [body for body in bodies if any(name.holds_in(ground.fiscal_year) for name in body.names)]
    return {
        "fiscal_years": [ground.view().year_text(year) for year in years],
        "organisations": [body.name_in(ground.fiscal_year).name for body in in_year],
        "findings": [_finding(ground, finding_page(ground.reader, ground.texts, own.number)) for own in findings],
    }


def _finding(ground: ReportGround, page: FindingPage) -> Record:
    texts, finding, text, signed = ground.texts, page.finding, page.finding.text, page.finding.sign_off
    bodies = {own.id: own for own in page.organisations}
    plain = ("title", "part", "section", "item", "topic", "owner")
    written = ("condition", "criteria", "cause", "effect", "recommendation")
    return {
        "number": finding.number,
        **{name: getattr(text, name) for name in (*plain, *written)},
        "kind": texts(f"finding.kind.{text.kind}"),
        "severity": page.row.severity_words if text.kind == "finding" else "",
        "state": texts(f"finding.state.{finding.state}"),
        "fiscal_year": ground.view().year_text(text.fiscal_year),
        "organisations": organisation_words(texts, text, bodies),
        "role": _role(ground, text.role),
        "due_date": text.due_date.isoformat() if text.due_date else "",
        "tags": list(text.tags),
        "figures": [_figure(own) for own in page.figures],
        "evidence": [_evidence(ground, own) for own in finding.evidence],
        "responses": [_response(ground, page, own) for own in finding.responses],
        "follow_ups": _follow_ups(ground, finding),
        "signed_off_by": signed.by if signed else "",
        "signed_off_on": japan_time(signed.at) if signed else "",
        "is_edited_after_review": finding.is_edited_after_review,
    }


def _role(ground: ReportGround, role: str) -> str:
    return ground.texts(f"role.{role}") if role and ground.texts.has(f"role.{role}") else role


def _figure(figure: FigureNow) -> Record:
    return {
        "figure_id": figure.link.figure_id,
        "label": figure.link.label,
        "printed": figure.link.printed,
        "now": now_words(figure) if figure.now else "",
        "is_changed": figure.is_changed,
    }


def _evidence(ground: ReportGround, own: Evidence) -> Record:
    return {
        "kind": ground.texts(f"finding.evidence.{own.kind}"),
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


def _response(ground: ReportGround, page: FindingPage, own: MinistryResponse) -> Record:
    names = {body.id: body.name_in(page.finding.text.fiscal_year).name for body in page.organisations}
    return {
        "received_on": own.received_on.isoformat(),
        "organisation": names.get(own.organisation or 0, ground.texts("findingshow.all_of_government")),
        "text": own.text,
        "plan": own.plan,
        "due_date": own.due_date.isoformat() if own.due_date else "",
    }


def _follow_ups(ground: ReportGround, finding: Finding) -> list[Record]:
    return [
        {
            "fiscal_year": ground.view().year_text(own.fiscal_year),
            "outcome": ground.texts(f"finding.outcome.{own.outcome}"),
            "note": own.note,
        }
        for own in finding.follow_ups
    ]
