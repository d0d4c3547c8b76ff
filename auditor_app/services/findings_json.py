"""Findings in the stable form of scripts and exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor_app.domain.findings import Evidence, Finding, FollowUpMark, MinistryResponse
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import is_of_year
from auditor_app.services.link_figures import FigureNow, PresentFigures, figures_now
from auditor_app.storage.reading import CaseReader

Row = dict[str, object]
FIELDS: tuple[str, ...] = (
    *("number", "fiscal_year", "kind", "severity", "state", "title", "organisations", "part", "section", "item"),
    *("role", "topic", "condition", "criteria", "cause", "effect", "recommendation", "owner", "due_date", "tags"),
    *("figures", "evidence", "signed_off_by", "edited_after_review", "responses", "follow_ups"),
)
"""Of every row, in this order; a register without findings has them too."""


def finding_rows(
    reader: CaseReader, years: Sequence[int] = (), organisation: str = "", part: str = "", role: str = ""
) -> list[Row]:
    """By their numbers; of years those raised in one of them or carried over into it.

    WrongUsageError for an organisation the case does not know.
    """
    bodies = {own.id: own for own in reader.organisations()}
    wanted = _identifier(list(bodies.values()), organisation) if organisation else 0
    found = [
        own
        for own in reader.findings()
        if (not years or any(is_of_year(own, year) for year in years))
        and (not wanted or wanted in own.text.organisations)
        and part in ("", own.text.part)
        and role in ("", own.text.role)
    ]
    present = PresentFigures(reader, Texts("ja"))
    return [finding_json(own, [present.beside(link) for link in own.text.figures], bodies) for own in found]


def one_finding_json(reader: CaseReader, finding: Finding) -> Row:
    """A single finding, as a row of `finding_rows`."""
    bodies = {own.id: own for own in reader.organisations()}
    return finding_json(finding, figures_now(reader, Texts("ja"), finding.text.figures), bodies)


def finding_json(finding: Finding, figures: Sequence[FigureNow], bodies: Mapping[int, Organisation]) -> Row:
    text, signed = finding.text, finding.sign_off
    names = [bodies[own].name_in(text.fiscal_year).name for own in text.organisations if own in bodies]
    return {
        "number": finding.number,
        "fiscal_year": text.fiscal_year,
        "kind": text.kind,
        "severity": text.severity,
        "state": finding.state,
        "title": text.title,
        "organisations": names,
        "part": text.part or None,
        "section": text.section or None,
        "item": text.item or None,
        "role": text.role or None,
        "topic": text.topic or None,
        "condition": text.condition or None,
        "criteria": text.criteria or None,
        "cause": text.cause or None,
        "effect": text.effect or None,
        "recommendation": text.recommendation or None,
        "owner": text.owner or None,
        "due_date": text.due_date.isoformat() if text.due_date else None,
        "tags": list(text.tags),
        "figures": [_figure_json(own) for own in figures],
        "evidence": [_evidence_json(own) for own in finding.evidence],
        "signed_off_by": signed.by if signed else None,
        "edited_after_review": finding.is_edited_after_review,
        "responses": [_response_json(own, bodies, text.fiscal_year) for own in finding.responses],
        "follow_ups": [_follow_up_json(own) for own in finding.follow_ups],
    }


def _identifier(bodies: list[Organisation], name: str) -> int:
    found = find_organisation(bodies, name)
    if found is None:
        raise WrongUsageError(Problem("selector.organisation_unknown", name))
    return found.id


def _figure_json(figure: FigureNow) -> Row:
    link = figure.link
    return {
        "figure_id": link.figure_id,
        "label": link.label,
        "printed": link.printed,
        "state": link.state.value,
        "changed": figure.is_changed,
        "options": None if link.options.is_official else _options_json(link.options),
    }


def _options_json(options: RateOptions) -> Row:
    """What the number was computed from beside the official definition."""
    return {
        "what_if_included": options.include_excluded,
        "class": options.item_class or None,
        "leave_out_below": options.leave_out_below,
        "completed": [" ".join(own) for own in sorted(options.completed)],
    }


def _evidence_json(evidence: Evidence) -> Row:
    return {
        "id": evidence.id,
        "kind": evidence.kind,
        "title": evidence.title,
        "text": evidence.text or None,
        "person": evidence.person or None,
        "file_name": evidence.file_name or None,
        "sha256": evidence.sha256 or None,
        "size": evidence.size if evidence.sha256 else None,
        "kept": evidence.is_kept,
        "place": evidence.place or None,
        "effective_on": evidence.effective_on.isoformat() if evidence.effective_on else None,
        "added_at": evidence.at.isoformat() if evidence.at else None,
        "added_by": evidence.by or None,
    }


def _response_json(response: MinistryResponse, bodies: Mapping[int, Organisation], year: int) -> Row:
    body = bodies.get(response.organisation) if response.organisation is not None else None
    return {
        "received_on": response.received_on.isoformat(),
        "organisation": body.name_in(year).name if body else None,
        "text": response.text,
        "plan": response.plan or None,
        "due_date": response.due_date.isoformat() if response.due_date else None,
        "by": response.by or None,
    }


def _follow_up_json(mark: FollowUpMark) -> Row:
    return {
        "fiscal_year": mark.fiscal_year,
        "outcome": mark.outcome,
        "note": mark.note or None,
        "by": mark.by or None,
        "at": mark.at.isoformat() if mark.at else None,
    }
