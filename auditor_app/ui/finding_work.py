"""What the window's workers do for findings: services that write are loaded at first use, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor_app.domain.findings import (
    Evidence,
    EvidenceKind,
    FigureLink,
    Finding,
    FindingState,
    FindingText,
    FindingVersion,
    FollowUp,
    FollowUpMark,
    MinistryResponse,
    Severity,
)
from auditor_app.foundation.errors import UserError
from auditor_app.foundation.translation import Texts
from auditor_app.services.figure_measures import split_measure
from auditor_app.services.gather_proposals import gathered
from auditor_app.services.open_case import OpenCase
from auditor_app.ui.dialogs.finding_raise_dialog import KnownFinding
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.widgets.finding_editor import FindingGround

if TYPE_CHECKING:
    from auditor_app.domain.rate_options import RateOptions
    from auditor_app.services.open_case import CaseReader

Clock = Callable[[], datetime]
MOST_NAMED = 5
"""Of figures that are too many."""


@dataclass(frozen=True)
class RaisingGround:
    """What the dialog that raises a finding starts with."""

    proposal: FindingText
    ground: FindingGround
    known: tuple[KnownFinding, ...]
    left_out: str = ""
    """What was selected and is not in the proposal, with its number and names; "" for nothing."""


@dataclass(frozen=True)
class WantedFigures:
    """What is selected, and how the finding begins where that is no figure."""

    figures: tuple[str, ...]
    too_many: tuple[str, ...]
    options: RateOptions | None
    empty: FindingText


@dataclass(frozen=True)
class EvidenceFields:
    """What the dialog of evidence was filled with."""

    number: str
    kind: EvidenceKind
    title: str
    text: str
    effective_on: date | None
    person: str
    path: Path | None
    place: str
    by: str


def ground_of_case(reader: CaseReader) -> FindingGround:
    """Organisations, scale and topics that a finding may name."""
    from auditor_app.services.browse_topics import topics_of_case

    topics = [own.name for own in topics_of_case(reader)]
    return FindingGround(reader.organisations(), reader.severities(), topics)


def ground_of_raising(case: OpenCase, texts: Texts, wanted: WantedFigures, _control: JobControl) -> RaisingGround:
    """What the figures propose; those that cannot be explained are left out, and refused when none is left."""
    proposals: list[FindingText] = []
    problems: dict[str, UserError] = {}
    with case.reader() as reader:
        for figure_id in wanted.figures:
            try:
                proposals.append(_proposed(reader, texts, figure_id, wanted.options))
            except UserError as error:
                problems[figure_id] = error
        if problems and not proposals:
            raise next(iter(problems.values()))
        known = tuple(
            KnownFinding(own.number, own.text.title, texts(f"finding.state.{own.state}"), own.is_locked)
            for own in reader.findings()
        )
        proposal = gathered(texts, proposals) if proposals else wanted.empty
        words = _left_out_words(reader, texts, [*wanted.too_many, *problems], wanted.options)
        return RaisingGround(proposal, ground_of_case(reader), known, words)


def _proposed(reader: CaseReader, texts: Texts, figure_id: str, options: RateOptions | None) -> FindingText:
    """Of a cell that has no such number, such as an own survey nobody made, what its figure says first."""
    from auditor_app.services.raise_finding import propose_finding

    figure, measure = split_measure(figure_id)
    try:
        return propose_finding(reader, texts, figure_id, options)
    except UserError:
        if not measure:
            raise
        return propose_finding(reader, texts, figure, options)


def _left_out_words(reader: CaseReader, texts: Texts, figures: Sequence[str], options: RateOptions | None) -> str:
    """How many, and the first of them by name."""
    from auditor_app.services.raise_finding import figure_link

    if not figures:
        return ""
    names = []
    for figure_id in figures[:MOST_NAMED]:
        try:
            names.append(figure_link(reader, texts, figure_id, options).label)
        except UserError:
            names.append(figure_id)
    more = [texts("findingshow.more", count=len(figures) - MOST_NAMED)] if len(figures) > MOST_NAMED else []
    told = texts("explain.names_join").join([*names, *more])
    return texts("findingui.left_out", count=f"{len(figures):,}", names=told)


def outcomes_proposed(
    case: OpenCase, texts: Texts, finding: Finding, years: Sequence[int], _control: JobControl
) -> dict[int, tuple[FollowUp, str]]:
    """What the figures of each later year say, and in words."""
    from auditor_app.services.propose_outcome import proposed_outcome

    with case.reader() as reader:
        proposed = {year: proposed_outcome(reader, texts, finding, year) for year in years}
    return {year: (own.outcome, own.words) for year, own in proposed.items()}


def states_of(evidence: Sequence[Evidence], _control: JobControl) -> dict[int, str]:
    """Whether files are as they were, by the number of the evidence."""
    from auditor_app.services.open_evidence import evidence_state

    return {own.id: evidence_state(own) for own in evidence}


def copy_of(case: OpenCase, evidence: Evidence, folder: Path, _control: JobControl) -> Path:
    from auditor_app.services.open_evidence import read_only_copy

    with case.reader() as reader:
        return read_only_copy(reader, evidence.sha256, folder, evidence.file_name)


# --- changes ------------------------------------------------------------------------------------------


def raise_new(text: FindingText, by: str, case: Path, author: str, clock: Clock, _control: JobControl) -> str:
    from auditor_app.services.raise_finding import raise_finding

    return raise_finding(case, text, by=by, author=author, clock=clock)


def add_figures(
    number: str,
    figures: Sequence[FigureLink],
    by: str,
    reason: str,
    case: Path,
    author: str,
    clock: Clock,
    _control: JobControl,
) -> None:
    """Figures it rests on already stay as they were linked."""
    from auditor_app.services.edit_finding import edit_finding

    with OpenCase(case).reader() as reader:
        finding = reader.finding(number)
    if finding is None:
        raise RuntimeError("the finding is gone")
    linked = {(own.figure_id, own.options) for own in finding.text.figures}
    new = tuple(own for own in figures if (own.figure_id, own.options) not in linked)
    seen = finding.versions[-1]
    text = replace(seen.text, figures=(*seen.text.figures, *new))
    edit_finding(case, number, text, made_from=seen, by=by, reason=reason, author=author, clock=clock)


def edit(
    number: str,
    text: FindingText,
    made_from: FindingVersion,
    by: str,
    reason: str,
    case: Path,
    author: str,
    clock: Clock,
    _control: JobControl,
) -> None:
    from auditor_app.services.edit_finding import edit_finding

    edit_finding(case, number, text, made_from=made_from, by=by, reason=reason, author=author, clock=clock)


def move(
    number: str,
    to_state: FindingState,
    seen: FindingVersion,
    by: str,
    reason: str,
    case: Path,
    author: str,
    clock: Clock,
    _control: JobControl,
) -> None:
    from auditor_app.services.move_finding import move_finding

    move_finding(case, number, to_state, seen=seen, by=by, reason=reason, author=author, clock=clock)


def respond(
    number: str, response: MinistryResponse, by: str, case: Path, author: str, clock: Clock, _control: JobControl
) -> None:
    from auditor_app.services.answer_finding import record_response

    record_response(case, number, response, by=by, author=author, clock=clock)


def follow_up(
    number: str, mark: FollowUpMark, by: str, case: Path, author: str, clock: Clock, _control: JobControl
) -> None:
    from auditor_app.services.follow_up_findings import follow_up as record

    record(case, number, mark, by=by, author=author, clock=clock)


def save_scale(scale: Sequence[Severity], case: Path, author: str, clock: Clock, _control: JobControl) -> None:
    from auditor_app.services.save_severities import save_severities

    save_severities(case, scale, author=author, clock=clock)


def attach(fields: EvidenceFields, case: Path, author: str, clock: Clock, _control: JobControl) -> None:
    from auditor_app.services import attach_evidence as attaching

    what = attaching.Attaching(
        case, fields.number, author, clock, fields.by, fields.title, fields.text, fields.effective_on
    )
    if fields.kind == "file" and fields.path is not None:
        attaching.attach_file(what, fields.path)
    elif fields.kind == "external" and fields.path is not None:
        attaching.attach_external(what, fields.path)
    elif fields.kind == "source":
        document, _, place = fields.place.partition(" ")
        if place:
            attaching.attach_source(what, document, place)
        else:
            attaching.attach_figure(what, fields.place, fields.title)
    elif fields.kind == "interview":
        attaching.attach_interview(what, fields.text, fields.person)
    else:
        attaching.attach_note(what, fields.text)


def remove(
    number: str,
    evidence_id: int,
    reason: str,
    by: str,
    case: Path,
    author: str,
    clock: Clock,
    _control: JobControl,
) -> None:
    from auditor_app.services.attach_evidence import remove_evidence

    remove_evidence(case, number, evidence_id, reason, by=by, author=author, clock=clock)
