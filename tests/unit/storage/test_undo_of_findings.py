"""Findings raised, edited, moved, answered, followed up and proved in any order, undone and redone: as the model."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from auditor_app.domain.changes import ChangeKind
from auditor_app.domain.findings import (
    DEFAULT_SCALE,
    MOVES,
    Evidence,
    FindingMove,
    FindingText,
    FollowUp,
    FollowUpMark,
    MinistryResponse,
    Severity,
    next_number,
)
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR
from tests.unit.storage.found import MORNING, TEXT, change, file_evidence, version
from tests.unit.storage.returned import case_with_catalogue
from tests.unit.storage.test_undo import redo, undo

TITLES = ("格付けの未実施", "", "=1+1", "<b>太字</b>")
FILES = (b"", b"one", b"two" * 1000)


@dataclass(frozen=True)
class Model:
    """What the auditor sees of one finding, said without rows."""

    texts: tuple[FindingText, ...]
    state: str = "draft"
    signed: tuple[int, ...] = ()
    """Which text each move was made with, counted from 0."""
    answers: tuple[str, ...] = ()
    outcomes: dict[int, FollowUp] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    findings: dict[str, Model] = field(default_factory=dict)
    scale: tuple[Severity, ...] = DEFAULT_SCALE
    reports: dict[str, dict[str, object]] = field(default_factory=dict)


def shown_by(path: Path) -> Shown:
    with CaseReader(path) as reader:
        found = {}
        for own in reader.findings():
            assert reader.finding(own.number) == own
            places = {own_version.id: place for place, own_version in enumerate(own.versions)}
            years = {mark.fiscal_year for mark in own.follow_ups}
            outcomes = {year: mark.outcome for year in years if (mark := own.follow_up(year)) is not None}
            found[own.number] = Model(
                tuple(own_version.text for own_version in own.versions),
                own.state,
                tuple(places[move.version_id] for move in own.moves),
                tuple(answer.text for answer in own.responses),
                outcomes,
                tuple(piece.title for piece in own.evidence),
                tuple(taken.evidence.title for taken in reader.removed_evidence(own.id)),
            )
        return Shown(found, reader.severities(), reader.report_definitions())


class FindingMachine(RuleBasedStateMachine):
    """Every change does one thing to one finding; undo and redo move along a stack of models."""

    prepared: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(shutil.copy(self.prepared, self.folder.name))
        self.done = [Shown()]
        self.undone: list[Shown] = []
        self.given: list[str] = []
        self.ever_kept: set[str] = set()

    def at_work(self, number: str, kind: ChangeKind, act: Callable[[UnitOfWork, int], object], after: Model) -> None:
        with CaseReader(self.path) as reader:
            found = reader.finding(number)
        assert found is not None
        change(self.path, kind, lambda work: act(work, found.id))
        self._done(replace(self.done[-1], findings={**self.done[-1].findings, number: after}))

    def one(self, data: st.DataObject) -> tuple[str, Model]:
        number = data.draw(st.sampled_from(sorted(self.done[-1].findings)))
        return number, self.done[-1].findings[number]

    def has_findings(self) -> bool:
        return bool(self.done[-1].findings)

    @rule(year=st.sampled_from([2006, 2007]), title=st.sampled_from(TITLES))
    def raise_finding(self, year: int, title: str) -> None:
        number = next_number(year, self.given)
        text = replace(TEXT, fiscal_year=year, title=title)
        change(self.path, "finding_raised", lambda work: work.add_finding(number, version(text)))
        self.given.append(number)
        now = self.done[-1]
        self._done(replace(now, findings={**now.findings, number: Model((text,))}))

    @precondition(has_findings)
    @rule(
        data=st.data(),
        title=st.sampled_from(TITLES),
        organisations=st.sampled_from([(), (1,), (2, 1)]),
        figures=st.sampled_from([(), TEXT.figures, TEXT.figures[::-1]]),
    )
    def edit(
        self, data: st.DataObject, title: str, organisations: tuple[int, ...], figures: tuple[object, ...]
    ) -> None:
        number, now = self.one(data)
        text = replace(now.texts[-1], title=title, organisations=organisations, figures=figures)  # type: ignore[arg-type]
        self.at_work(
            number,
            "finding_edited",
            lambda work, own: work.add_finding_version(own, version(text)),
            replace(now, texts=(*now.texts, text)),
        )

    @precondition(has_findings)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        number, now = self.one(data)
        step = data.draw(st.sampled_from(MOVES))
        made = FindingMove(step.from_state, step.to_state, AUTHOR, MORNING, "理由", 0)
        if step.from_state != now.state:
            before = self.path.read_bytes()
            with pytest.raises(ValueError, match="state it is in"):
                self.at_work(number, "finding_moved", lambda work, own: work.add_finding_move(own, made), now)
            assert self.path.read_bytes() == before
            return
        signed = (*now.signed, len(now.texts) - 1)
        after = replace(now, state=step.to_state, signed=signed)
        self.at_work(number, "finding_moved", lambda work, own: work.add_finding_move(own, made), after)

    @precondition(has_findings)
    @rule(data=st.data(), text=st.sampled_from(["認める。", ""]))
    def answer(self, data: st.DataObject, text: str) -> None:
        number, now = self.one(data)
        response = MinistryResponse(date(2007, 7, 2), text)
        self.at_work(
            number,
            "finding_answered",
            lambda work, own: work.add_ministry_response(own, response),
            replace(now, answers=(*now.answers, text)),
        )

    @precondition(has_findings)
    @rule(data=st.data(), year=st.sampled_from([2007, 2008]), outcome=st.sampled_from(["open", "persisting", "solved"]))
    def follow_up(self, data: st.DataObject, year: int, outcome: FollowUp) -> None:
        number, now = self.one(data)
        self.at_work(
            number,
            "finding_followed_up",
            lambda work, own: work.add_follow_up(own, FollowUpMark(year, outcome)),
            replace(now, outcomes={**now.outcomes, year: outcome}),
        )

    @precondition(has_findings)
    @rule(data=st.data(), content=st.sampled_from([None, *FILES]), is_taken_away=st.booleans())
    def prove(self, data: st.DataObject, content: bytes | None, is_taken_away: bool) -> None:
        """Adds a note or a file, or takes away what was added last."""
        number, now = self.one(data)
        if is_taken_away and now.shown:
            self.take_away(number, now)
            return
        title = f"{len(now.shown) + len(now.removed)} 番目"
        evidence = Evidence("note", title) if content is None else replace(file_evidence(content), title=title)

        def act(work: UnitOfWork, own: int) -> None:
            if content is not None:
                work.keep_file(title, evidence.sha256, evidence.size, content)
            work.add_evidence(own, evidence)

        self.at_work(number, "evidence_added", act, replace(now, shown=(*now.shown, title)))
        self.ever_kept |= {evidence.sha256} - {""}

    def take_away(self, number: str, now: Model) -> None:
        with CaseReader(self.path) as reader:
            found = reader.finding(number)
        assert found is not None
        piece = found.evidence[-1]
        after = replace(now, shown=now.shown[:-1], removed=(*now.removed, piece.title))
        self.at_work(number, "evidence_removed", lambda work, _: work.remove_evidence(piece.id, "別の件"), after)

    @rule(levels=st.sampled_from([(), DEFAULT_SCALE[:1], DEFAULT_SCALE[::-1]]), name=st.sampled_from(["年次", "抜粋"]))
    def save(self, levels: tuple[Severity, ...], name: str) -> None:
        """A scale, and a report that is removed when there is one of that name, in the same change."""
        now = self.done[-1]
        definition = None if name in now.reports else {"sections": [name]}

        def act(work: UnitOfWork) -> None:
            work.save_severities(levels)
            work.save_report(name, definition)

        change(self.path, "report_saved", act)
        reports: dict[str, dict[str, object]] = {own: said for own, said in now.reports.items() if own != name}
        if definition is not None:
            reports[name] = {"sections": [name]}
        self._done(replace(now, scale=levels or DEFAULT_SCALE, reports=reports))

    @rule()
    def undo(self) -> None:
        if len(self.done) > 1:
            undo(self.path)
            self.undone.append(self.done.pop())

    @rule()
    def redo(self) -> None:
        if self.undone:
            redo(self.path)
            self.done.append(self.undone.pop())
        else:
            with pytest.raises(CaseRefusedError):
                redo(self.path)

    @invariant()
    def shown_is_what_is_in_force(self) -> None:
        assert shown_by(self.path) == self.done[-1]
        with CaseReader(self.path) as reader:
            assert reader.given_numbers() == self.given
            for content in FILES:
                kept = reader.kept_file(file_evidence(content).sha256)
                assert kept == (content if file_evidence(content).sha256 in self.ever_kept else None)

    def teardown(self) -> None:
        assert all(point.holds for point in verify_case(self.path))
        self.folder.cleanup()

    def _done(self, shown: Shown) -> None:
        self.done.append(shown)
        self.undone.clear()


def test_what_is_shown_follows_the_changes_in_force(tmp_path: Path) -> None:
    """One case is made, and copied for every sequence."""
    FindingMachine.prepared = case_with_catalogue(tmp_path)
    once = settings(max_examples=14, stateful_step_count=14, deadline=None)
    run_state_machine_as_test(FindingMachine, settings=once)
