"""Actions on the case file: new, open, copy, verify, undo and redo, decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from auditor_app.domain.changes import Change, first_broken_entry
from auditor_app.domain.explanations import Explanation
from auditor_app.foundation.errors import UserError
from auditor_app.services.check_document import case_checks
from auditor_app.services.word_log import change_words, entry_words
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.case import VerifiedPoint

WATCH_MILLISECONDS = 2000


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

    @property
    def can_undo(self) -> bool:
        return self._undoable is not None

    @property
    def can_redo(self) -> bool:
        return self._redoable is not None

    def refresh(self) -> None:
        """Read what can be undone, and the counts beside the pages' names."""
        self._seen = self._stamp()
        with self._window.context.case.reader() as reader:
            self._undoable, self._redoable = reader.last_undoable(), reader.last_redoable()
            self._head = reader.log_head()
            checks, broken = case_checks(reader), first_broken_entry(reader.log())
        failed = sum(not result.holds for result in checks)
        self._window.rail.show_count("checks", str(failed) if failed else "", is_warning=True)
        words = self._texts("status.saved") if broken is None else self._texts("status.chain_broken", entry=broken)
        self._window.status_line.show_state(words, is_warning=broken is not None)
        for action, change in (("undo", self._undoable), ("redo", self._redoable)):
            words = self._texts(f"action.{action}")
            if change is not None:
                words = f"{words}: {change_words(self._texts, change.kind, change.summary)}"
            self._window.findChild(QObject, action).setProperty("text", words)  # type: ignore[union-attr]

    def watch(self) -> None:
        """Notice within two seconds that another program has changed the case."""
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
            self._on_changed()
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
        work = partial(_undo, "undo", self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("action.undo"), work, partial(self._tell_undone, "undone"))

    def redo(self) -> None:
        work = partial(_undo, "redo", self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("action.redo"), work, partial(self._tell_undone, "redone"))

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


def _undo(action: str, case: Path, author: str, clock: Any, _control: JobControl) -> Change:
    from auditor_app.services.undo_change import redo_change, undo_change

    return (undo_change if action == "undo" else redo_change)(case, author=author, clock=clock)


def _decide(
    case: Path, year: int, organisation: str, is_included: bool, reason: str, author: str, clock: Any, _c: JobControl
) -> None:
    from auditor_app.services.decide_analysis import decide_analysis

    decide_analysis(case, year, organisation, is_included=is_included, reason=reason, author=author, clock=clock)
