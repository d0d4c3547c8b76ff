"""Actions on the case file: new, open, copy, verify, undo and redo, decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer

from auditor_app.domain.changes import Change, first_broken_entry
from auditor_app.domain.explanations import Explanation
from auditor_app.foundation.errors import UserError
from auditor_app.services.check_document import case_checks
from auditor_app.services.word_log import change_words, entry_words
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.undoing import Undoing

if TYPE_CHECKING:
    from auditor_app.domain.case import VerifiedPoint

WATCH_MILLISECONDS = 2000


@runtime_checkable
class HasUnsavedSteps(Protocol):
    """A page with changes that are not in the case yet."""

    def can_undo_step(self) -> bool: ...
    def can_redo_step(self) -> bool: ...
    def undo_step(self) -> None: ...
    def redo_step(self) -> None: ...


class CaseCommands(QObject):
    """Each change runs as a job, one at a time; the window reads anew when it is done."""

    def __init__(self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._texts = window.texts
        self._undoable: Change | None = None
        self._redoable: Change | None = None
        self._seen = (0, 0)
        self._head = (0, "")
        self._undoing = Undoing(desktop, window)
        self._is_elsewhere = False
        """Whether another program made the change that is being read."""

    @property
    def can_undo(self) -> bool:
        return self._undoable is not None or self._unsaved_step("undo") is not None

    @property
    def can_redo(self) -> bool:
        return self._redoable is not None or self._unsaved_step("redo") is not None

    def _unsaved_step(self, action: str) -> Callable[[], None] | None:
        """Takes back what is not saved yet on the page in sight: it comes before anything the case has."""
        page: object = self._window.current_page()
        if not isinstance(page, HasUnsavedSteps):
            return None
        if action == "undo":
            return page.undo_step if page.can_undo_step() else None
        return page.redo_step if page.can_redo_step() else None

    def refresh(self) -> None:
        """Read what can be undone, and the counts beside the pages' names."""
        self._seen = self._stamp()
        with self._window.context.case.reader() as reader:
            self._undoable, self._redoable = reader.last_undoable(), reader.last_redoable()
            self._head = reader.log_head()
            checks, log = case_checks(reader), reader.log()
        broken = first_broken_entry(log)
        self._undoing.take_log(log, is_elsewhere=self._is_elsewhere)
        failed = sum(not result.holds for result in checks)
        self._window.rail.show_count("checks", str(failed) if failed else "", is_warning=True)
        words = self._texts("status.saved") if broken is None else self._texts("status.chain_broken", entry=broken)
        self._window.status_line.show_state(words, is_warning=broken is not None)
        self.show_words()

    def show_words(self) -> None:
        """What undo and redo are about, in the menu."""
        for action, change in (("undo", self._undoable), ("redo", self._redoable)):
            words = self._texts(f"action.{action}")
            if self._unsaved_step(action) is not None:
                words = f"{words}: {self._texts('reportui.unsaved_step')}"
            elif change is not None:
                words = f"{words}: {change_words(self._texts, change.kind, change.summary)}"
            self._window.findChild(QObject, action).setProperty("text", words)  # type: ignore[union-attr]

    def watch(self) -> None:
        """Notice within two seconds that another program has changed the case, and what undo is about at once."""
        self._window.state_changed.connect(self.show_words)
        self._seen = self._stamp()
        timer = QTimer(self)
        timer.setInterval(WATCH_MILLISECONDS)
        timer.timeout.connect(self._look_at_file)
        timer.start()

    def _stamp(self) -> tuple[int, int]:
        try:
            status = self._window.context.case.path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)

    def _look_at_file(self) -> None:
        if not self._desktop.shows(self._window) or self._desktop.is_busy():
            return
        now = self._stamp()
        if now == self._seen:
            return
        if now == (0, 0):
            self._seen = now
            self._tell("bad", self._texts("case.gone"))
            return
        self._seen = now
        if self._is_logged():
            self._read_anew()

    def _read_anew(self) -> None:
        self._is_elsewhere = True
        try:
            self._on_changed()
        finally:
            self._is_elsewhere = False
        self._tell("warning", self._texts("case.changed_elsewhere"))

    def _is_logged(self) -> bool:
        """Whether anything was done to the case; how tables are arranged is kept in the file, and not logged."""
        try:
            with self._window.context.case.reader() as reader:
                return reader.log_head() != self._head
        except UserError:
            return True  # damaged or locked: reading anew tells

    # --- files --------------------------------------------------------------------------------------

    def new_case(self) -> None:
        """Make a new case with the shipped figures and open it."""
        target = self._ask_target(self._texts("case.new"), "audit.auditcase", self._texts("case.kinds"))
        if target is not None:
            work = partial(_create, target, self._desktop.author, self._desktop.clock)
            self._desktop.jobs.start("change", self._texts("case.creating"), work, self._open_created)

    def open_case(self) -> None:
        """Open another case, or one of the recent ones."""
        notices = self._desktop.notices
        paths = notices.files_to_open(self._texts("case.open"), self._texts("case.kinds")) if notices else []
        if paths:
            self._desktop.open_case(paths[0])

    def open_practice_case(self) -> None:
        """Open the user's practice case; made now when there is none yet."""
        work = partial(_practice, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("practice.making"), work, self._open_created)

    def save_copy(self) -> None:
        """Write a verified copy of the case."""
        case = self._window.context.case.path
        target = self._ask_target(self._texts("case.copy"), f"{case.stem}-copy.auditcase", self._texts("case.kinds"))
        if target is not None:
            title = self._texts("case.copying")
            self._desktop.jobs.start("change", title, partial(_copy, case, target), self._tell_copied)

    def verify_case(self) -> None:
        """Verify file, digests, chain and figures, and say what was found."""
        work = partial(_verify, self._window.context.case.path)
        self._desktop.jobs.start("read", self._texts("case.verifying"), work, self._tell_verified)

    # --- changes ------------------------------------------------------------------------------------

    def undo(self) -> None:
        if (step := self._unsaved_step("undo")) is not None:
            step()
            return
        self._set_in_force("undo", "undone", self._undoable)

    def redo(self) -> None:
        if (step := self._unsaved_step("redo")) is not None:
            step()
            return
        self._set_in_force("redo", "redone", self._redoable)

    def _set_in_force(self, action: str, done: str, change: Change | None) -> None:
        """Of the change the menu names and no other: what was done meanwhile is shown before anything of it."""
        if self._desktop.jobs.is_changing():
            return  # what the menu names will be another one in a moment
        if self._is_logged():
            self._read_anew()
        elif change is not None and self._undoing.is_agreed(action, change):
            case, author, clock = self._window.context.case.path, self._desktop.author, self._desktop.clock
            work = partial(_undo, action, case, author, clock, change.id)
            self._desktop.jobs.start("change", self._texts(f"action.{action}"), work, partial(self._tell_undone, done))

    def decide(self, explanation: Explanation) -> None:
        """Ask whether an organisation counts in the analysis, and why."""
        notices, texts = self._desktop.notices, self._texts
        if notices is None:
            return
        organisation = explanation.title
        question = texts("decision.question", organisation=organisation)
        answers = [texts("decision.include"), texts("decision.exclude")]
        choice = notices.choice(texts("decision.title"), question, answers)
        if choice is None:
            return
        reason = notices.text(
            texts("decision.title"), texts("decision.reason", choice=answers[choice], organisation=organisation)
        )
        if reason is not None:
            work = partial(
                _decide,
                self._window.context.case.path,
                explanation.fiscal_year,
                organisation,
                choice == 0,
                reason,
                self._desktop.author,
                self._desktop.clock,
            )
            self._desktop.jobs.start("change", texts("decision.storing"), work, self._tell_decided)

    # --- answers ------------------------------------------------------------------------------------

    def _ask_target(self, title: str, name: str, kinds: str) -> Path | None:
        notices = self._desktop.notices
        return notices.file_to_save(title, name, kinds) if notices is not None else None

    def _tell(self, tone: Any, words: str) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell(tone, [words])

    def _open_created(self, path: Path) -> None:
        self._desktop.open_case(path)

    def _tell_copied(self, target: Path) -> None:
        self._tell("good", self._texts("case.copied", file=target.name))

    def _tell_verified(self, points: list[VerifiedPoint]) -> None:
        broken = [point for point in points if not point.holds]
        if not broken:
            self._tell("good", self._texts("case.verified", count=len(points)))
            return
        lines = [
            f"{self._texts(f'verify.{point.name}')}: {self._texts(point.detail_key, **point.values)}"
            for point in broken
        ]
        if self._desktop.notices is not None:
            self._desktop.notices.tell("bad", [self._texts("verify.broken"), *lines])

    def _tell_undone(self, action: str, change: Change) -> None:
        self._on_changed()
        self._tell("good", entry_words(self._texts, action, {"kind": change.kind, "summary": change.summary}))

    def _tell_decided(self, _result: object) -> None:
        self._on_changed()
        self._tell("good", self._texts("decision.stored"))


# Writing services are loaded at first use and on the worker: SQLAlchemy has no place before the first paint.


def _create(target: Path, author: str, clock: Any, _control: JobControl) -> Path:
    from auditor_app.services.create_case import create_case

    create_case(target, author=author, clock=clock)
    return target


def _practice(author: str, clock: Any, control: JobControl) -> Path:
    from auditor_app.services.create_practice_case import own_practice_case

    return own_practice_case(author=author, clock=clock, on_progress=control.report)


def _copy(case: Path, target: Path, _control: JobControl) -> Path:
    from auditor_app.services.copy_case import copy_case

    copy_case(case, target)
    return target


def _verify(case: Path, control: JobControl) -> list[VerifiedPoint]:
    from auditor_app.services.verify_case import verify_case

    return verify_case(case, lambda _name, done, total: control.report(done, total))


def _undo(action: str, case: Path, author: str, clock: Any, seen: int, _control: JobControl) -> Change:
    from auditor_app.services.undo_change import redo_change, undo_change

    return (undo_change if action == "undo" else redo_change)(case, author=author, clock=clock, seen=seen)


def _decide(
    case: Path, year: int, organisation: str, is_included: bool, reason: str, author: str, clock: Any, _c: JobControl
) -> None:
    from auditor_app.services.decide_analysis import decide_analysis

    decide_analysis(case, year, organisation, is_included=is_included, reason=reason, author=author, clock=clock)
