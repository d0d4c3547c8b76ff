"""Findings and good practices: what they say, the states they go through, and who may move them.

A finding rests on figures as they were when it was raised, is reviewed by a second named person, is locked by the
sign-off, is answered by the ministry, and is followed up in the years after.

What was signed is a version of the text.  Whoever edits it afterwards gives a reason and leaves kind, fiscal year and
all the sign-off demanded; until a second person has signed the edited text too (`countersign`, a step that leaves the
state as it is), nothing is verified or closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from auditor_app.domain.persons import is_one_of, visible_name
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import Named, Problem

FindingKind = Literal["finding", "good_practice"]
FindingState = Literal[
    "draft", "under_review", "issued", "answered", "being_corrected", "verified", "closed", "withdrawn"
]
STATES: tuple[FindingState, ...] = (
    "draft",
    "under_review",
    "issued",
    "answered",
    "being_corrected",
    "verified",
    "closed",
    "withdrawn",
)
SIGNED_OFF: frozenset[FindingState] = frozenset({"issued", "answered", "being_corrected", "verified", "closed"})
"""Its text is locked: an edit needs a reason and is listed as made after review until it is signed too."""
OPEN: frozenset[FindingState] = frozenset({"issued", "answered", "being_corrected"})
"""Carried over into the next year.  What is verified is solved; a draft is nobody's finding yet."""
EvidenceKind = Literal["file", "external", "source", "note", "interview"]
FollowUp = Literal["open", "persisting", "solved"]
"""`open`: carried over, and not judged yet."""


@dataclass(frozen=True)
class Severity:
    """A level of the office's own scale, the gravest first."""

    code: str
    name_ja: str
    name_en: str


DEFAULT_SCALE: tuple[Severity, ...] = (
    Severity("high", "重大", "High"),
    Severity("medium", "中程度", "Medium"),
    Severity("low", "軽微", "Low"),
    Severity("observation", "参考", "Observation"),
)


@dataclass(frozen=True)
class FigureLink:
    """A figure a finding rests on, with its value as it was when it was linked.

    `figure_id` is one of `explain`, or `check:<rule>:<subject>` for a failed check.
    """

    figure_id: str
    label: str
    """What it is, in the words of the screen."""
    printed: str
    """Its value as the screen showed it, or the words of its state."""
    number: str = ""
    """Exact: `350/6` or `31.2`; empty where there was none."""
    unit: str = ""
    state: State = State.REPORTED
    options: RateOptions = field(default_factory=RateOptions)
    log_sequence: int = 0
    """How far the log had come."""

    def is_same_value(self, other: FigureLink) -> bool:
        """Whether the figure still says the same.

        >>> FigureLink("rates:2006:甲省", "", "58.3 %", "350/6").is_same_value(
        ...     FigureLink("rates:2006:甲省", "", "58.3 %", "349/6")
        ... )
        False
        >>> FigureLink("rates:2006:甲省", "", "未報告", state=State.NOT_REPORTED).is_same_value(
        ...     FigureLink("rates:2006:甲省", "", "not reported", state=State.NOT_REPORTED)
        ... )
        True
        """
        if self.number or other.number:
            return (self.number, self.state) == (other.number, other.state)
        if self.state is not State.REPORTED:  # whatever the language its words are in
            return self.state is other.state
        return (self.printed, self.state) == (other.printed, other.state)


@dataclass(frozen=True)
class FindingText:
    """Everything an auditor writes of a finding; each edit makes a whole new one."""

    title: str
    fiscal_year: int
    kind: FindingKind = "finding"
    severity: str = "medium"
    """A code of the scale; kept when the scale no longer has it."""
    organisations: tuple[int, ...] = ()
    """Ids; () is all of government."""
    part: str = ""
    section: str = ""
    item: str = ""
    role: str = ""
    topic: str = ""
    condition: str = ""
    criteria: str = ""
    cause: str = ""
    effect: str = ""
    recommendation: str = ""
    owner: str = ""
    due_date: date | None = None
    tags: tuple[str, ...] = ()
    figures: tuple[FigureLink, ...] = ()


@dataclass(frozen=True)
class FindingVersion:
    """A text as somebody saved it."""

    id: int
    text: FindingText
    by: str
    at: datetime
    is_after_review: bool = False
    reason: str = ""
    """Why it was edited after the sign-off."""


@dataclass(frozen=True)
class FindingMove:
    """From one state to the next."""

    from_state: FindingState
    to_state: FindingState
    by: str
    at: datetime
    reason: str
    version_id: int
    """The text as it was then: a sign-off signs this one."""

    @property
    def is_countersign(self) -> bool:
        """Whether it signs a text that was edited after the sign-off, and leaves the state as it is."""
        return self.from_state == self.to_state

    @property
    def is_sign_off(self) -> bool:
        """Whether somebody stands for the text with it."""
        return self.is_countersign or (self.from_state, self.to_state) == ("under_review", "issued")


@dataclass(frozen=True)
class MinistryResponse:
    """What a ministry answered."""

    received_on: date
    text: str
    organisation: int | None = None
    plan: str = ""
    """What it will do."""
    due_date: date | None = None
    by: str = ""
    """Who wrote it down."""
    at: datetime | None = None


@dataclass(frozen=True)
class FollowUpMark:
    """How a finding of an earlier year stands in a later one; the latest of a year holds."""

    fiscal_year: int
    outcome: FollowUp
    note: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """Something a finding can be checked by."""

    kind: EvidenceKind
    title: str
    text: str = ""
    """The note; what was said; for a source what is to be seen there."""
    effective_on: date | None = None
    """When it was so, apart from when it was added."""
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    is_kept: bool = False
    """Whether the case has the bytes; above 100 MB, and for an external file, it has hash, size and name."""
    path: str = ""
    """Of an external file: where it was."""
    place: str = ""
    """Of a source: sha256 of the document and place code, or a figure id."""
    person: str = ""
    """Of an interview: whom."""
    by: str = ""
    at: datetime | None = None
    id: int = field(default=0, compare=False)


@dataclass(frozen=True)
class RemovedEvidence:
    """Evidence that was taken away; nothing of it is deleted."""

    evidence: Evidence
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Finding:
    """A finding with all that happened to it, oldest first."""

    id: int
    number: str
    """`2006-001`: fiscal year it was raised in, and a number that is never given twice."""
    versions: tuple[FindingVersion, ...]
    moves: tuple[FindingMove, ...] = ()
    responses: tuple[MinistryResponse, ...] = ()
    follow_ups: tuple[FollowUpMark, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def text(self) -> FindingText:
        return self.versions[-1].text

    @property
    def state(self) -> FindingState:
        return self.moves[-1].to_state if self.moves else "draft"

    @property
    def is_locked(self) -> bool:
        return self.state in SIGNED_OFF or (self.state == "withdrawn" and self.sign_off is not None)

    @property
    def sign_off(self) -> FindingMove | None:
        """The latest one that still holds: sent back or reopened as a draft, it has to be signed anew."""
        latest = None
        for move in self.moves:
            if move.is_sign_off:
                latest = move
            elif move.to_state == "draft":
                latest = None
        return latest

    @property
    def is_edited_after_review(self) -> bool:
        """Whether its text is another one than was signed last."""
        return self.sign_off is not None and self.sign_off.version_id != self.versions[-1].id

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote at its text, and its owner."""
        return tuple(dict.fromkeys([*(own.by for own in self.versions), *filter(None, [self.text.owner])]))

    def follow_up(self, fiscal_year: int) -> FollowUpMark | None:
        return next((own for own in reversed(self.follow_ups) if own.fiscal_year == fiscal_year), None)


@dataclass(frozen=True)
class AllowedMove:
    """A step from one state to another: what it is called, and what it asks for."""

    from_state: FindingState
    to_state: FindingState
    name: str
    """Text key `finding.move.<name>`."""
    needs_reason: bool = False
    needs_second_person: bool = False
    """By nobody who wrote at the text, nor its owner."""
    needs_response: bool = False
    needs_complete_text: bool = False
    needs_signed_text: bool = False
    """Not while the text is another one than was signed."""
    only_for: FindingKind | None = None


MOVES: tuple[AllowedMove, ...] = (
    AllowedMove("draft", "under_review", "submit", needs_complete_text=True),
    AllowedMove("under_review", "draft", "send_back", needs_reason=True),
    AllowedMove("under_review", "issued", "sign_off", needs_second_person=True, needs_complete_text=True),
    AllowedMove("issued", "answered", "answer", needs_response=True, only_for="finding"),
    AllowedMove("issued", "closed", "close", needs_signed_text=True, only_for="good_practice"),
    AllowedMove("answered", "issued", "reject_answer", needs_reason=True),
    AllowedMove("answered", "being_corrected", "accept_plan"),
    AllowedMove("answered", "verified", "verify", needs_reason=True, needs_second_person=True, needs_signed_text=True),
    AllowedMove(
        "being_corrected", "verified", "verify", needs_reason=True, needs_second_person=True, needs_signed_text=True
    ),
    AllowedMove("verified", "being_corrected", "relapse", needs_reason=True),
    AllowedMove("verified", "closed", "close", needs_signed_text=True),
    AllowedMove("closed", "being_corrected", "reopen", needs_reason=True, only_for="finding"),
    *(
        AllowedMove(state, state, "countersign", needs_second_person=True, needs_complete_text=True)
        for state in STATES
        if state in SIGNED_OFF
    ),
    *(
        AllowedMove(state, "withdrawn", "withdraw", needs_reason=True)
        for state in ("draft", "under_review", "issued", "answered", "being_corrected")
    ),
    AllowedMove("withdrawn", "draft", "restore", needs_reason=True),
)
"""Every step there is.  Which of them a finding can take now, and why not the others: `problems_of_move`."""


def moves_from(finding: Finding) -> tuple[AllowedMove, ...]:
    """Steps out of its state for its kind, also those that something is still in the way of.

    The text is signed anew only where it was edited after the sign-off.

    >>> at = datetime(2007, 4, 1)
    >>> text = FindingText("格付け", 2006, condition="58.3 %", criteria="3.2.1", recommendation="周知すること。")
    >>> signed = FindingMove("under_review", "issued", "監査 次郎", at, "", 1)
    >>> edited = FindingVersion(2, text, "監査 花子", at, is_after_review=True, reason="書き忘れ")
    >>> finding = Finding(1, "2006-001", (FindingVersion(1, text, "監査 花子", at), edited), (signed,))
    >>> [own.name for own in moves_from(finding)]
    ['answer', 'countersign', 'withdraw']
    >>> [own.key for own in problems_of_move(finding, "issued", "監査 花子")]
    ['finding.second_person']
    """
    steps = (own for own in MOVES if own.from_state == finding.state and own.only_for in (None, finding.text.kind))
    return tuple(own for own in steps if own.to_state != own.from_state or finding.is_edited_after_review)


def problems_of_move(finding: Finding, to_state: FindingState, by: str, reason: str = "") -> tuple[Problem, ...]:
    """Everything that is in the way of a move; empty when it may be made.

    See `is_same_person` for when two names are one.
    """
    move = next((own for own in moves_from(finding) if own.to_state == to_state), None)
    if move is None:
        known = tuple(state_name(own) for own in dict.fromkeys(own.to_state for own in moves_from(finding)))
        values: dict[str, object] = {"from": state_name(finding.state), "to": state_name(to_state), "known": known}
        return (Problem("finding.move_unknown", finding.number, values),)
    problems = []
    if not visible_name(by):
        problems.append(Problem("finding.nameless", finding.number))
    elif move.needs_second_person and is_one_of(by, finding.authors):
        problems.append(Problem("finding.second_person", finding.number, {"name": visible_name(by)}))
    if move.needs_reason and not reason.strip():
        problems.append(Problem("finding.reason_missing", finding.number))
    if move.needs_response and not _is_answered(finding):
        problems.append(Problem("finding.response_missing", finding.number))
    if move.needs_signed_text and finding.is_edited_after_review:
        problems.append(Problem("finding.not_countersigned", finding.number, {"name": finding.versions[-1].by}))
    if move.needs_complete_text:
        problems += [Problem(f"finding.missing.{own}", finding.number) for own in missing_fields(finding.text)]
    return tuple(problems)


def state_name(state: FindingState) -> Named:
    """For a sentence: in words, with the code the command line takes."""
    return Named(f"finding.state.{state}", state)


def missing_fields(text: FindingText) -> tuple[str, ...]:
    """What a text must have before it is reviewed: a good practice needs neither criteria nor recommendation.

    >>> missing_fields(FindingText("格付けの未実施", 2006, condition="58.3 %"))
    ('criteria', 'recommendation')
    """
    wanted = ["title", "condition"] + (["criteria", "recommendation"] if text.kind == "finding" else [])
    return tuple(name for name in wanted if not visible_name(str(getattr(text, name))))


def problems_of_edit(finding: Finding, text: FindingText) -> tuple[Problem, ...]:
    """What an edit may not change: the year in the number, and after the sign-off what was signed about the whole.

    Changed to a good practice, a finding could be closed without an answer; emptied, it would say nothing.
    """
    former, problems = finding.text, []
    if text.fiscal_year != former.fiscal_year:
        problems.append(Problem("finding.year_fixed", finding.number, {"year": former.fiscal_year}))
    if not finding.is_locked:
        return tuple(problems)
    if text.kind != former.kind:
        problems.append(Problem("finding.kind_fixed", finding.number))
    emptied = [own for own in missing_fields(text) if own not in missing_fields(former)]
    problems += [Problem(f"finding.missing.{own}", finding.number) for own in emptied]
    return tuple(problems)


def next_number(fiscal_year: int, given: Sequence[str]) -> str:
    """The next one of a year; `given` are all that were ever given, withdrawn and undone ones too.

    >>> next_number(2006, ["2006-001", "2006-007", "2007-002"])
    '2006-008'
    """
    beginning = f"{fiscal_year}-"
    used = [int(own.removeprefix(beginning)) for own in given if own.startswith(beginning)]
    return f"{beginning}{max(used, default=0) + 1:03d}"


def _is_answered(finding: Finding) -> bool:
    """Whether a response came in after it was issued last: a rejected answer needs another one."""
    arrivals = (own.at for own in reversed(finding.moves) if own.to_state == "issued" and not own.is_countersign)
    issued = next(arrivals, None)
    return any(issued is None or own.at is None or own.at >= issued for own in finding.responses)
