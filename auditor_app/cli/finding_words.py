"""One finding as plain lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.domain.findings import Evidence, Finding, FindingMove, missing_fields
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingPage, japan_minute
from auditor_app.services.figure_change import now_words
from auditor_app.services.link_figures import FigureNow
from auditor_app.services.open_evidence import evidence_state

_PARAGRAPHS = ("condition", "criteria", "cause", "effect", "recommendation")


def finding_lines(texts: Texts, page: FindingPage) -> Iterator[str]:
    """Its text, figures then and now, evidence, answers, years and history."""
    finding, row = page.finding, page.row
    text = finding.text
    yield f"{finding.number}  {text.title}"
    fields = {
        "kind": texts(f"finding.kind.{text.kind}"),
        "severity": row.severity_words,
        "state": texts(f"finding.state.{finding.state}"),
        "organisations": row.organisations,
        "area": row.area,
        "owner": text.owner,
        "due_date": _due(texts, page),
        "tags": ", ".join(text.tags),
        "signed_by": row.signed_by,
        "after_review": texts("findingshow.edited") if row.is_edited_after_review else "",
    }
    yield from (f"  {texts(f'findingshow.{name}')}: {words}" for name, words in fields.items() if words)
    for name in _PARAGRAPHS:
        words = str(getattr(text, name))
        if words:
            yield texts(f"findingshow.{name}")
            yield from (f"  {line}" for line in words.splitlines())
    yield from _missing(texts, finding)
    yield from _listed(texts("findingshow.figures"), (_figure(texts, own) for own in page.figures))
    yield from _listed(texts("findingshow.evidence"), (_evidence(texts, own) for own in finding.evidence))
    yield from _listed(texts("findingshow.responses"), _responses(texts, finding))
    yield from _listed(texts("findingshow.outcome"), _follow_ups(texts, finding))
    yield from _listed(texts("findingshow.history"), _history(texts, finding))


def _due(texts: Texts, page: FindingPage) -> str:
    day = page.finding.text.due_date
    if day is None:
        return ""
    mark = texts("findingshow.overdue_on", day=page.day.isoformat()) if page.row.is_overdue else ""
    return f"{day.isoformat()} {mark}".strip()


def _missing(texts: Texts, finding: Finding) -> Iterator[str]:
    """What keeps a draft from its review."""
    names = [texts(f"findingshow.{own}") for own in missing_fields(finding.text)]
    if finding.state == "draft" and names:
        yield texts("findingshow.cli.missing", names=", ".join(names))


def _listed(heading: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield heading
        yield from (f"  {line}" for own in found for line in own.splitlines())


def _figure(texts: Texts, figure: FigureNow) -> str:
    link = figure.link
    words = f"{link.label}: {link.printed}  [{link.figure_id}]"
    if not figure.is_changed:
        return words
    return f"{words}  {texts('findingshow.cli.now', value=now_words(figure))}"


def _evidence(texts: Texts, evidence: Evidence) -> str:
    pieces = [f"[{evidence.id}]", texts(f"finding.evidence.{evidence.kind}"), evidence.title]
    if evidence.sha256:
        pieces.append(f"{evidence.size:,} B sha256 {evidence.sha256[:12]}")
        pieces.append(texts(f"finding.evidence_state.{evidence_state(evidence)}"))
    if evidence.effective_on:
        pieces.append(texts("findingshow.cli.effective", day=evidence.effective_on.isoformat()))
    lines = ["  ".join(pieces)]
    who = f"{evidence.person}: " if evidence.person else ""
    lines += [f"  {who}{line}" for line in evidence.text.splitlines() if line != evidence.title or who]
    return "\n".join(lines)


def _responses(texts: Texts, finding: Finding) -> Iterator[str]:
    for own in finding.responses:
        plan = f"  {texts('findingshow.plan')}: {own.plan}" if own.plan else ""
        due = f"  {texts('findingshow.due_date')}: {own.due_date.isoformat()}" if own.due_date else ""
        yield f"{own.received_on.isoformat()}  {own.text}{plan}{due}"


def _follow_ups(texts: Texts, finding: Finding) -> Iterator[str]:
    for own in finding.follow_ups:
        yield f"{own.fiscal_year}  {texts(f'finding.outcome.{own.outcome}')}  {own.note}".rstrip()


def _history(texts: Texts, finding: Finding) -> Iterator[str]:
    """Versions and moves in the order of time."""
    written = [
        (own.at, own.by, texts("findingshow.cli.written" if place else "findingshow.cli.begun"), own.reason)
        for place, own in enumerate(finding.versions)
    ]
    moved = [(own.at, own.by, _step(texts, own), own.reason) for own in finding.moves]
    for at, by, words, reason in sorted([*written, *moved], key=lambda own: own[0]):
        yield f"{japan_minute(at)}  {by}  {words}  {reason}".rstrip()


def _step(texts: Texts, move: FindingMove) -> str:
    return texts("finding.countersigned") if move.is_countersign else f"→ {texts(f'finding.state.{move.to_state}')}"
