"""A finding as OSCAL has it: finding, risk with its log and responses, an observation for each thing it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor_app.domain.findings import SIGNED_OFF, Evidence, FigureLink, Finding, FindingState
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.standards import Edition
from auditor_app.foundation.translation import Texts
from auditor_app.services.link_figures import is_check
from auditor_app.services.oscal_ids import (
    Ids,
    Part,
    control_id,
    day_stamp,
    line,
    prop,
    props,
    stamp,
    without_empty,
    words,
)

AUTHOR, REVIEWER, MINISTRY = "author", "reviewer", "ministry"
ROLES = (AUTHOR, REVIEWER, MINISTRY)
RISK_STATUS: dict[FindingState, str] = {
    "draft": "investigating",
    "under_review": "investigating",
    "issued": "open",
    "answered": "open",
    "being_corrected": "remediating",
    "verified": "closed",
    "closed": "closed",
    "withdrawn": "closed",
}
_PARAGRAPHS = ("condition", "criteria", "cause", "effect", "recommendation")


@dataclass
class OscalGround:
    """What all findings of a file share; collects the people, ministries and files they name."""

    texts: Texts
    ids: Ids
    bodies: dict[int, Organisation]
    editions: dict[int, Edition | None]
    """By fiscal year."""
    changed: dict[tuple[str, str], bool]
    """By number of the finding and figure id."""
    people: dict[str, str] = field(default_factory=dict)
    ministries: dict[int, str] = field(default_factory=dict)
    files: dict[str, Evidence] = field(default_factory=dict)
    """By sha256."""

    def person(self, name: str) -> str:
        return self.people.setdefault(line(name), self.ids.of("person", line(name)))

    def ministry(self, identifier: int) -> str:
        return self.ministries.setdefault(identifier, self.ids.of("organisation", identifier))

    def file(self, evidence: Evidence) -> str:
        self.files.setdefault(evidence.sha256, evidence)
        return self.ids.of("file", evidence.sha256)


def finding_part(ground: OscalGround, finding: Finding) -> Part:
    """The finding itself, on what of the standard it is about."""
    text, texts = finding.text, ground.texts
    paragraphs = [
        f"{texts(f'findingshow.{name}')}\n{getattr(text, name)}" for name in _PARAGRAPHS if getattr(text, name)
    ]
    observed = [*_figure_ids(ground, finding), *(_evidence_id(ground, finding, own) for own in finding.evidence)]
    return without_empty(
        {
            "uuid": ground.ids.of("finding", finding.number),
            "title": line(text.title),
            "description": words("\n\n".join(paragraphs)),
            "props": _finding_props(finding),
            "origins": [_origin(ground, finding.versions[0].by, AUTHOR)],
            "target": _target(ground, finding),
            "related-observations": [{"observation-uuid": own} for own in observed],
            "related-risks": [{"risk-uuid": risk_id(ground, finding)}] if text.kind == "finding" else [],
        }
    )


def risk_part(ground: OscalGround, finding: Finding) -> Part:
    """What follows from a weakness, until when it is to be mended, what is done about it, and every step so far."""
    text = finding.text
    return without_empty(
        {
            "uuid": risk_id(ground, finding),
            "title": line(text.title),
            "description": words(text.condition),
            "statement": words(text.effect),
            "props": props({"finding-number": finding.number, "severity": text.severity}),
            "status": RISK_STATUS[finding.state],
            "deadline": day_stamp(text.due_date, at_end=True) if text.due_date else "",
            "remediations": list(_remediations(ground, finding)),
            "risk-log": {"entries": entries} if (entries := list(_log_entries(ground, finding))) else {},
        }
    )


def risk_id(ground: OscalGround, finding: Finding) -> str:
    return ground.ids.of("risk", finding.number)


def observation_parts(ground: OscalGround, finding: Finding) -> Iterator[Part]:
    """Figures first, then evidence in the order it was attached."""
    for link, identifier in zip(finding.text.figures, _figure_ids(ground, finding), strict=True):
        yield _figure_observation(ground, finding, link, identifier)
    for evidence in finding.evidence:
        yield _evidence_observation(ground, finding, evidence)


def _figure_observation(ground: OscalGround, finding: Finding, link: FigureLink, identifier: str) -> Part:
    values: dict[str, object] = {
        "figure-id": link.figure_id,
        "value": link.printed,
        "exact-value": link.number,
        "unit": link.unit,
        "state": link.state.value,
        "log-sequence": link.log_sequence,
        "changed-since": "yes" if ground.changed.get((finding.number, link.figure_id)) else "no",
    }
    label = f"{link.label}: {link.printed}"
    return without_empty(
        {
            "uuid": identifier,
            "title": line(link.label),
            "description": words(label),
            "props": props(values),
            "methods": ["TEST" if is_check(link.figure_id) else "EXAMINE"],
            "types": ["finding"],
            "subjects": _subjects(ground, finding),
            "relevant-evidence": [{"description": words(label), "props": [prop("figure-id", link.figure_id)]}],
            "collected": stamp(finding.versions[-1].at),
        }
    )


def _evidence_observation(ground: OscalGround, finding: Finding, evidence: Evidence) -> Part:
    added = evidence.at or finding.versions[-1].at
    values = {
        "evidence-kind": evidence.kind,
        "place": evidence.place,
        "person": evidence.person,
        "added-by": evidence.by,
    }
    href = f"#{ground.file(evidence)}" if evidence.sha256 else ""
    described: Part = {
        "href": href,
        "description": words(evidence.text or evidence.title),
        "props": props({**values, "sha256": evidence.sha256, "added-at": stamp(added)}),
    }
    return without_empty(
        {
            "uuid": _evidence_id(ground, finding, evidence),
            "title": line(evidence.title),
            "description": words(evidence.text or evidence.title),
            "methods": ["INTERVIEW" if evidence.kind == "interview" else "EXAMINE"],
            "types": ["finding"],
            "origins": [_origin(ground, evidence.by, AUTHOR)] if evidence.by else [],
            "subjects": _subjects(ground, finding),
            "relevant-evidence": [without_empty(described)],
            "collected": day_stamp(evidence.effective_on) if evidence.effective_on else stamp(added),
        }
    )


def _finding_props(finding: Finding) -> list[Part]:
    text, signed = finding.text, finding.sign_off
    values: dict[str, object] = {
        "number": finding.number,
        "fiscal-year": text.fiscal_year,
        "kind": text.kind,
        "severity": text.severity,
        "state": finding.state,
        "role": text.role,
        "topic": text.topic,
        "owner": text.owner,
        "due-date": text.due_date.isoformat() if text.due_date else "",
        "signed-off-by": signed.by if signed else "",
        "edited-after-review": "yes" if finding.is_edited_after_review else "no",
    }
    return [*props(values), *(prop("tag", own) for own in text.tags)]


def _target(ground: OscalGround, finding: Finding) -> Part:
    """What of the standard was looked at, and whether it is met; a good practice meets it.

    What nobody has signed yet neither passes nor fails.
    """
    text = finding.text
    edition = ground.editions.get(text.fiscal_year)
    is_signed = finding.state in SIGNED_OFF
    is_met = is_signed and (text.kind == "good_practice" or finding.state in ("verified", "closed"))
    place = text.item or text.section or (f"{text.part}" if text.part else "")
    values: dict[str, object] = {
        "standard": edition.standard if edition else "",
        "edition": edition.name if edition else "",
        "part": text.part,
        "section": text.section,
        "item": text.item,
    }
    return without_empty(
        {
            "type": "objective-id",
            "target-id": control_id(edition, text),
            "title": line(" ".join(filter(None, (edition.name if edition else "", place))) or text.title),
            "props": props(values),
            "status": {
                "state": "satisfied" if is_met else "not-satisfied",
                "reason": ("pass" if is_met else "fail") if is_signed else "other",
                "remarks": ground.texts(f"finding.state.{finding.state}"),
            },
        }
    )


def _remediations(ground: OscalGround, finding: Finding) -> Iterator[Part]:
    """What was recommended, and what the ministries answered and plan."""
    if finding.text.recommendation:
        yield {
            "uuid": ground.ids.of("recommendation", finding.number),
            "lifecycle": "recommendation",
            "title": ground.texts("findingshow.recommendation"),
            "description": words(finding.text.recommendation),
            "origins": [_origin(ground, finding.versions[0].by, AUTHOR)],
        }
    for place, own in enumerate(finding.responses):
        party = ground.ministry(own.organisation) if own.organisation in ground.bodies and own.organisation else ""
        origin = {"actors": [{"type": "party", "actor-uuid": party, "role-id": MINISTRY}]} if party else None
        values = {
            "received-on": own.received_on.isoformat(),
            "due-date": own.due_date.isoformat() if own.due_date else "",
            "recorded-by": own.by,
        }
        yield without_empty(
            {
                "uuid": ground.ids.of("response", finding.number, place),
                "lifecycle": "planned",
                "title": ground.texts("findingshow.responses"),
                "description": words("\n\n".join(filter(None, (own.text, own.plan)))),
                "props": props(values),
                "origins": [origin] if origin else [],
            }
        )


def _log_entries(ground: OscalGround, finding: Finding) -> Iterator[Part]:
    """Every move and every judgement of a later year, in the order they were made."""
    for place, move in enumerate(finding.moves):
        states = (ground.texts(f"finding.state.{own}") for own in (move.from_state, move.to_state))
        yield without_empty(
            {
                "uuid": ground.ids.of("move", finding.number, place),
                "title": ground.texts("finding.countersigned") if move.is_countersign else " → ".join(states),
                "description": words(move.reason) if move.reason else "",
                "start": stamp(move.at),
                "props": props({"from-state": move.from_state, "to-state": move.to_state}),
                "logged-by": [_logged(ground, move.by, REVIEWER if move.is_sign_off else AUTHOR)],
                "status-change": RISK_STATUS[move.to_state],
            }
        )
    for place, mark in enumerate(finding.follow_ups):
        yield without_empty(
            {
                "uuid": ground.ids.of("follow-up", finding.number, place),
                "title": line(f"{mark.fiscal_year} {ground.texts(f'finding.outcome.{mark.outcome}')}"),
                "description": words(mark.note) if mark.note else "",
                "start": stamp(mark.at or finding.versions[-1].at),
                "props": props({"fiscal-year": mark.fiscal_year, "outcome": mark.outcome}),
                "logged-by": [_logged(ground, mark.by, AUTHOR)] if mark.by else [],
            }
        )


def _logged(ground: OscalGround, name: str, role: str) -> Part:
    return {"party-uuid": ground.person(name), "role-id": role}


def _origin(ground: OscalGround, name: str, role: str) -> Part:
    return {"actors": [{"type": "party", "actor-uuid": ground.person(name), "role-id": role}]}


def _subjects(ground: OscalGround, finding: Finding) -> list[Part]:
    """The ministries concerned."""
    year = finding.text.fiscal_year
    known = [own for own in finding.text.organisations if own in ground.bodies]
    return [
        {"subject-uuid": ground.ministry(own), "type": "party", "title": line(ground.bodies[own].name_in(year).name)}
        for own in known
    ]


def _figure_ids(ground: OscalGround, finding: Finding) -> list[str]:
    return [ground.ids.of("figure", finding.number, place) for place in range(len(finding.text.figures))]


def _evidence_id(ground: OscalGround, finding: Finding, evidence: Evidence) -> str:
    return ground.ids.of("evidence", finding.number, evidence.id)
