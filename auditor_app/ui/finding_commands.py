"""Findings: raised from anywhere, written, moved, answered, followed up; every answer of a dialog is one change."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QMenu

from auditor_app.domain.findings import AllowedMove, Finding, FindingText
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import UserError
from auditor_app.services.figure_measures import split_measure
from auditor_app.services.word_names import called_in
from auditor_app.ui.desk import Desk
from auditor_app.ui.evidence_commands import EvidenceCommands, SourceWindows
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.foundation.translation import Texts
    from auditor_app.services.findings_of_figure import FindingIndex
    from auditor_app.services.open_case import OpenCase
    from auditor_app.ui.dialogs.finding_dialog import FindingDialog
    from auditor_app.ui.dialogs.finding_text_dialog import KeptText
    from auditor_app.ui.finding_work import RaisingGround
    from auditor_app.ui.jobs import JobControl
    from auditor_app.ui.page import Page
    from auditor_app.ui.pages.findings_page import FindingsPage

Asked = tuple[Any, Callable[[Any], None]]
"""A dialog, and what takes its answer."""
MOST_FIGURES = 50
"""Of one selection; a finding that rests on more says nothing about any of them."""


class FindingCommands(QObject):
    """The page says what is wanted of which finding; the dialog says what becomes of it."""

    def __init__(self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._texts = window.texts
        self.dialog: FindingDialog | None = None
        self.of_evidence = EvidenceCommands(desktop, window, self)
        self._take: Callable[[Any], None] | None = None
        self._accepted: Asked | None = None
        """The dialog whose answer is being taken."""
        self._is_raising = False
        self._explained = ""

    def connect_window(self, sources: SourceWindows) -> None:
        """The inspector names findings; the rail counts the open ones."""
        self.of_evidence.sources = sources
        window = self._window
        window.inspector.finding_requested.connect(self._raise_explained)
        window.inspector.finding_chosen.connect(self._go_to)
        window.explained.connect(self._mention)
        self.refresh()

    def connect_page(self, page: Page) -> None:
        """Any page; that of findings asks for more."""
        page.cell_menu_opening.connect(partial(self._extend_menu, page))
        page.raise_requested.connect(partial(self._raise_on, page))
        if hasattr(page, "finding_requested"):
            page.finding_requested.connect(self.take_request)
            page.figure_requested.connect(partial(self._go_to_figure, page))  # type: ignore[attr-defined]
            page.show_author(self._desktop.author)  # type: ignore[attr-defined]

    def refresh(self) -> None:
        """Count what is open, off the window's thread."""
        self._mention(self._explained)

    def _mention(self, figure_id: str) -> None:
        self._explained = figure_id
        work = partial(_index, self._window.context.case)
        self._desktop.jobs.start("page", "", work, partial(self._take_index, figure_id))

    def _take_index(self, figure_id: str, index: FindingIndex) -> None:
        if not self._desktop.shows(self._window):
            return
        self._window.rail.show_count("findings", f"{index.open_count:,}" if index.open_count else "")
        page = self._window.current_page()
        if figure_id and figure_id == self._explained and page is not None:
            figure, _ = split_measure(page.linked_figure(figure_id))
            self._window.inspector.show_findings(index.by_figure.get(figure, ()))

    def _go_to(self, number: str) -> None:
        self._window.go_to("findings", f"finding:{number}")

    def _go_to_figure(self, page: Page, figure_id: str) -> None:
        """Under the options it was linked with: else another number would stand there."""
        options, choice = page.rate_options(), self._window.context.rate_choice
        if options is not None and options != RateOptions() and options != choice.options:
            choice.choose(options=options)
        figure, measure = split_measure(figure_id)
        self._window.go_to_figure(figure)
        shown = self._window.current_page()
        if measure and shown is not None:
            shown.show_measure(measure)

    def _extend_menu(self, page: Page, menu: QMenu) -> None:
        menu.addSeparator()
        action = menu.addAction(self._texts("action.raise_finding"))
        action.setShortcut(QKeySequence("F9"))
        action.triggered.connect(partial(self._raise_on, page))

    def _raise_on(self, page: Page, _is_checked: bool = False) -> None:
        self.raise_from(page)

    def _raise_explained(self) -> None:
        self.raise_from(self._window.current_page())

    def take_request(self, action: str, finding: Finding | None, subject: object) -> None:
        """See `FindingsPage.finding_requested`."""
        if self.dialog is not None:
            return
        if action == "raise":
            self.raise_from(self._window.current_page())
        elif action == "severities":
            self._ask_severities()
        elif finding is not None and action == "edit":
            self._ask_text(finding)
        elif finding is not None and action == "move" and isinstance(subject, AllowedMove):
            self._ask_move(finding, subject)
        elif finding is not None and action == "respond":
            self._ask_response(finding)
        elif finding is not None and action == "follow_up" and isinstance(subject, int):
            self._propose_outcome(finding, subject)
        elif finding is not None:
            self.of_evidence.take_request(action, finding, subject)

    # --- raising --------------------------------------------------------------------------------------

    def raise_from(self, page: Page | None) -> None:
        """On what is selected on that page; says so where nothing is."""
        if page is None or self.dialog is not None or self._is_raising:
            return
        figures, left_out = page.figures_for_finding(MOST_FIGURES)
        subject, body = page.subject_for_finding(), page.body_for_finding()
        if not figures and subject is None and body is None:
            self.tell("warning", nothing_words(self._texts, page))
            return
        from auditor_app.ui.finding_work import WantedFigures, ground_of_raising

        year = page.fiscal_year or self._window.context.settings.number("year", 2006)
        title = called_in(self._texts, body, year) if body is not None else ""
        empty = FindingText(title, year, organisations=(body.id,) if body else (), condition=subject or "")
        context = self._window.context
        wanted = WantedFigures(tuple(figures), tuple(left_out), page.rate_options(), empty)
        work = partial(ground_of_raising, context.case, self._texts, wanted)
        self._is_raising = True
        job = self._desktop.jobs.start("read", self._texts("findingui.reading"), work, self._raise)
        job.ended.connect(self._end_raising)

    def _end_raising(self, _job: object) -> None:
        self._is_raising = False

    def _raise(self, ground: RaisingGround) -> None:
        from auditor_app.ui.dialogs.finding_raise_dialog import FindingRaiseDialog

        if self.dialog is not None or not self._desktop.shows(self._window):
            return
        by, window = self.by(), self._window
        dialog = FindingRaiseDialog(
            window.context, ground.proposal, ground.ground, ground.known, by, window, left_out=ground.left_out
        )
        self.open(dialog, self._take_raised)

    def _take_raised(self, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        text, by, number = dialog.editor.text(), dialog.by.text(), dialog.number
        if number:
            reason, figures = dialog.reason.text(), dialog.editor.chosen_figures()
            work = partial(finding_work.add_figures, number, figures, by, reason)
            self.change(work, self._texts("findingui.told.added", number=number))
        else:
            self.change(partial(finding_work.raise_new, text, by), "", self._tell_raised)

    def _tell_raised(self, number: str) -> None:
        page = self._window.current_page()
        if page is not None and page.page_id == "findings":
            page.select_figure(f"finding:{number}")
        self.tell("good", self._texts("findingui.told.raised", number=number))

    # --- one finding ----------------------------------------------------------------------------------

    def _ask_text(self, finding: Finding, kept: KeptText | None = None, by: str = "") -> None:
        from auditor_app.ui.dialogs.finding_text_dialog import FindingTextDialog
        from auditor_app.ui.finding_work import ground_of_case

        with self._window.context.case.reader() as reader:
            ground = ground_of_case(reader)
        window = self._window
        dialog = FindingTextDialog(window.context, finding, ground, by or self.by(), window, kept=kept)
        self.open(dialog, self._take_text)

    def _take_text(self, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        finding, by, reason = dialog.finding, dialog.by.text(), dialog.reason.text()
        told = self._texts("findingui.told.edited", number=finding.number)
        text, made_from = dialog.editor.text(), finding.versions[-1]
        self.change(partial(finding_work.edit, finding.number, text, made_from, by, reason), told)

    def _ask_move(self, finding: Finding, move: AllowedMove) -> None:
        """An answer is a response first; its move comes with it."""
        if move.needs_response:
            self._ask_response(finding)
            return
        from auditor_app.ui.dialogs.finding_move_dialog import FindingMoveDialog

        dialog = FindingMoveDialog(self._window.context, finding, move, self.by(), self._window)
        self.open(dialog, partial(self._take_move, finding))

    def _take_move(self, finding: Finding, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        number, move, seen = finding.number, dialog.move_asked, finding.versions[-1]
        told = self._texts("findingui.told.moved", number=number, state=self._texts(f"finding.state.{move.to_state}"))
        if move.to_state == move.from_state:
            told = self._texts("findingui.told.countersigned", number=number)
        work = partial(finding_work.move, number, move.to_state, seen, dialog.by.text(), dialog.words_of_reason())
        self.change(work, told, partial(self._moved, told) if move.needs_second_person else None)

    def _moved(self, told: str, _result: object) -> None:
        """The second person has done: who works with the program acts again, and nobody writes in the other name."""
        page = self._page_of_findings()
        if page is not None:
            page.detail.moves.by.setText(self._desktop.author)
        self.tell("good", told)

    def _ask_response(self, finding: Finding) -> None:
        from auditor_app.ui.dialogs.finding_response_dialog import FindingResponseDialog

        with self._window.context.case.reader() as reader:
            organisations = reader.organisations()
        context, today = self._window.context, self._desktop.clock().astimezone().date()
        dialog = FindingResponseDialog(context, finding, organisations, self.by(), today, self._window)
        self.open(dialog, partial(self._take_response, finding.number))

    def _take_response(self, number: str, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        response = dialog.response(self._desktop.clock())
        told = self._texts("findingui.told.answered", number=number)
        self.change(partial(finding_work.respond, number, response, dialog.by.text()), told)

    def _propose_outcome(self, finding: Finding, fiscal_year: int) -> None:
        """The returns of all these years are read for it."""
        from auditor_app.ui.finding_reading import later_years
        from auditor_app.ui.finding_work import outcomes_proposed

        page = self._window.current_page()
        years = sorted({fiscal_year, *later_years(finding, page.fiscal_years() if page is not None else ())})
        work = partial(outcomes_proposed, self._window.context.case, self._texts, finding, years)
        take = partial(self._ask_follow_up, finding, fiscal_year)
        self._desktop.jobs.start("read", self._texts("findingui.reading"), work, take)

    def _ask_follow_up(self, finding: Finding, fiscal_year: int, proposed: Any) -> None:
        from auditor_app.ui.dialogs.finding_follow_up_dialog import FindingFollowUpDialog

        if self.dialog is not None or not self._desktop.shows(self._window):
            return
        context, window = self._window.context, self._window
        dialog = FindingFollowUpDialog(context, finding, fiscal_year, proposed, self.by(), window)
        self.open(dialog, partial(self._take_follow_up, finding.number))

    def _take_follow_up(self, number: str, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        mark = dialog.mark(self._desktop.clock())
        told = self._texts("findingui.told.followed_up", number=number)
        self.change(partial(finding_work.follow_up, number, mark, dialog.by.text()), told)

    def _ask_severities(self) -> None:
        from auditor_app.ui.dialogs.finding_severities_dialog import FindingSeveritiesDialog

        with self._window.context.case.reader() as reader:
            scale = reader.severities()
        dialog = FindingSeveritiesDialog(self._window.context, scale, self.by(), self._window)
        self.open(dialog, self._take_severities)

    def _take_severities(self, dialog: Any) -> None:
        from auditor_app.ui import finding_work

        if dialog.is_changed:
            told = self._texts("findingui.told.severities")
            self.change(partial(finding_work.save_scale, dialog.scale()), told)

    # --- what evidence shares -------------------------------------------------------------------------

    def by(self) -> str:
        """Who is said to act: named on the page of findings, else whoever works with the program."""
        page = self._page_of_findings()
        return (page.acting() if page is not None else "") or self._desktop.author

    def _page_of_findings(self) -> FindingsPage | None:
        """None before it was opened."""
        return next((own for own in self._window.shelf.made() if own.page_id == "findings"), None)  # type: ignore[return-value]

    def open(self, dialog: FindingDialog, take: Callable[[Any], None]) -> None:
        """One at a time; `take` gets the dialog when it was accepted."""
        self.dialog, self._take = dialog, take
        dialog.finished.connect(self._take_answer)
        dialog.open()

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog, take = self.dialog, None, self._take
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted and take is not None:
            self._accepted = (dialog, take)
            take(dialog)
        if answer != QDialog.DialogCode.Accepted or self._accepted is not None:
            self._accepted = None
            dialog.deleteLater()

    def change(self, work: Callable[..., Any], told: str, on_done: Callable[[Any], None] | None = None) -> None:
        """Run a change on the worker, then show it and say what was done.

        The dialog that asked for it is kept until then: what is refused comes back with what was written.
        """
        case, author, clock = self._window.context.case.path, self._desktop.author, self._desktop.clock
        asked, self._accepted = self._accepted, None
        job = partial(_result_or_refusal, partial(work, case, author, clock))
        take = partial(self._show, told, on_done, asked)
        self._desktop.jobs.start("change", self._texts("findingui.storing"), job, take)

    def _show(self, told: str, on_done: Callable[[Any], None] | None, asked: Asked | None, result: Any) -> None:
        self._on_changed()
        if isinstance(result, UserError):
            self._refuse(asked, result)
            return
        if asked is not None:
            asked[0].deleteLater()
        if on_done is not None:
            on_done(result)
        else:
            self.tell("good", told)

    def _refuse(self, asked: Asked | None, error: UserError) -> None:
        """Say why, in the dialog where there is one."""
        if asked is None or self.dialog is not None or not self._desktop.shows(self._window):
            if self._desktop.notices is not None:
                self._desktop.notices.refuse(error)
            return
        dialog, take = asked
        words = "\n".join(self._texts.problem(own) for own in error.problems)
        if hasattr(dialog, "editor") and hasattr(dialog, "finding"):
            self._keep_text(dialog, words)
            dialog.deleteLater()
        else:
            dialog.show_refusal(words)
            self.dialog, self._take = dialog, take
            dialog.open()

    def _keep_text(self, dialog: Any, words: str) -> None:
        """The edit on the text as it is now: what others changed is there, and where both did, both can be read."""
        from auditor_app.domain.merged_texts import merge_texts
        from auditor_app.ui.dialogs.finding_text_dialog import KeptText
        from auditor_app.ui.widgets.finding_words import field_words

        with self._window.context.case.reader() as reader:
            finding, bodies = reader.finding(dialog.finding.number), reader.organisations()
        if finding is None:  # undone meanwhile: there is nothing left to be edited, the words can still be copied
            finding = dialog.finding
        merged = merge_texts(dialog.finding.text, dialog.editor.text(), finding.text)
        stored = field_words(self._texts, finding.text, {own.id: own for own in bodies})
        names = [self._texts(f"findingui.field.{name}") for name in merged.conflicts]
        theirs = [self._texts("findingui.theirs", field=name, words=stored[name]) for name in names]
        ours = [self._texts("findingui.yours_kept")] if merged.conflicts else []
        kept = KeptText(merged.text, dialog.reason.text(), "\n".join([words, *theirs, *ours]))
        self._ask_text(finding, kept, dialog.by.text())

    def tell(self, tone: Any, words: str) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell(tone, [words])


def _result_or_refusal(work: Callable[[JobControl], Any], control: JobControl) -> Any:
    """What was refused is told where it was asked for; anything else that goes wrong is the window's."""
    try:
        return work(control)
    except UserError as error:
        return error


def nothing_words(texts: Texts, page: Page) -> str:
    """Why nothing can be raised on what is selected, which is named."""
    table = page.current_table()
    here = table.view.currentIndex() if table is not None else None
    if table is None or here is None or not here.isValid():
        return texts("findingui.nothing_selected")
    title = table.model.columns()[here.column()].title
    return texts("findingui.no_figure_there", title=title, words=str(here.data() or "—"))


def _index(case: OpenCase, _control: JobControl) -> FindingIndex:
    from auditor_app.services.findings_of_figure import finding_index
    from auditor_app.services.search_findings import search_lines

    with case.reader() as reader:
        search_lines(reader)  # at hand before anybody types into the search field
        return finding_index(reader)
