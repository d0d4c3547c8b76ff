"""Actions on whole fiscal years: two of them side by side, and a new one started from the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from auditor_app.foundation.errors import UserError
from auditor_app.ui.actions import PAGES
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.findings import Finding
    from auditor_app.foundation.translation import Texts
    from auditor_app.services.open_case import OpenCase
    from auditor_app.services.propose_year import YearProposal
    from auditor_app.services.start_year import StartedYear, YearWish
    from auditor_app.ui.dialogs.start_year_dialog import StartYearDialog
    from auditor_app.ui.page import Page
    from auditor_app.ui.rate_choice import RateChoice
    from auditor_app.ui.two_years_window import PlaceOfTwoYears, TwoYearsWindow

PAGES_OF_TWO_YEARS = ("coverage", "rates", "weak_areas")


class YearCommands(QObject):
    """Keeps the window of two years and the dialog of a new one as long as they are open."""

    help_requested = Signal(str)

    def __init__(
        self,
        desktop: Desk,
        window: MainWindow,
        connect_page: Callable[[Page], None],
        on_changed: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self._connect_page, self._on_changed = connect_page, on_changed
        self._texts = window.texts
        self.two_years: TwoYearsWindow | None = None
        self.dialog: StartYearDialog | None = None

    def can_compare_side_by_side(self) -> bool:
        """Whether the page in sight is one of those, and has another year."""
        page = self._window.current_page()
        return page is not None and page.page_id in PAGES_OF_TWO_YEARS and self._window.top_bar.years.count() > 1

    def compare_side_by_side(self) -> None:
        """Open the page in sight with the year before it at its left; a window that is open shows that page then."""
        page = self._window.current_page()
        if page is None or not self.can_compare_side_by_side():
            return
        self.leave()
        chosen = self._window.context.rate_choice
        self._open(page.page_id, _two_years(page), page.table_states(), chosen).show()

    def leave(self) -> PlaceOfTwoYears | None:
        """Close the window of two years; returns where it stood, None where there was none."""
        if self.two_years is None:
            return None
        place = self.two_years.place()
        self.two_years.close()
        return place

    def reopen(self, place: PlaceOfTwoYears, *, keeps_words: bool) -> None:
        """The same two years again, in a main window that was made anew; the keyboard stays where it is."""
        states = place.tables[0] if keeps_words else {}
        opened = self._open(place.page_id, place.years, states, place.rate_choice)
        opened.take_place(place, keeps_words=keeps_words)
        opened.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        opened.show()

    def _open(
        self, page_id: str, years: tuple[int, int], states: dict[str, object], chosen: RateChoice
    ) -> TwoYearsWindow:
        from auditor_app.ui.two_years_window import TwoYearsWindow

        context = replace(self._window.context, carried_tables={page_id: states})
        context.rate_choice.choose(role=chosen.role, metric=chosen.metric, line=chosen.line, options=chosen.options)
        self.two_years = opened = TwoYearsWindow(context, page_id, years, self._window)
        opened.figure_requested.connect(self._show_figure)
        opened.page_requested.connect(self._go_to)
        opened.help_requested.connect(self.help_requested)
        opened.closed.connect(self._forget_two_years)
        for own in opened.pages:
            self._connect_page(own)
        return opened

    def reload(self) -> None:
        """The case has changed."""
        if self.two_years is not None:
            self.two_years.reload()

    # --- a new year -----------------------------------------------------------------------------------

    def start_year(self) -> None:
        """Propose the year after the last one."""
        from auditor_app.services.propose_year import last_year
        from auditor_app.ui.dialogs.start_year_dialog import StartYearDialog

        if self.dialog is not None:
            return
        with self._window.context.case.reader() as reader:
            last = last_year(reader)
        first = (last if last is not None else self._window.context.settings.number("year", 2006)) + 1
        self.dialog = dialog = StartYearDialog(self._window.context, first, self._window)
        dialog.year_wanted.connect(self._propose)
        dialog.edition_wanted.connect(self._show_edition)
        dialog.year_visited.connect(self._visit_year)
        dialog.finished.connect(self._take_answer)
        self._propose(first)
        dialog.open()

    def _propose(self, fiscal_year: int) -> None:
        from auditor_app.services.propose_year import item_kinds, propose_year, years_to_begin_from

        dialog = self.dialog
        if dialog is None:
            return
        with self._window.context.case.reader() as reader:
            try:
                proposal = propose_year(reader, fiscal_year, [page for page, _icon in PAGES])
            except UserError as error:
                dialog.show_refusal(error, can_visit=fiscal_year in years_to_begin_from(reader))
                return
            dialog.show_proposal(proposal, item_kinds(reader, proposal.former_edition, proposal.edition))
        work = partial(_carried, self._window.context.case, self._texts, proposal.from_year, fiscal_year)
        self._desktop.jobs.start("page", "", work, partial(self._show_carried, fiscal_year))

    def _show_carried(self, fiscal_year: int, findings: list[tuple[Finding, str]]) -> None:
        """Reading them may take a moment; the dialog may show another year by then."""
        dialog = self.dialog
        if dialog is not None and dialog.proposal is not None and dialog.fiscal_year() == fiscal_year:
            dialog.show_findings(findings)

    def _show_edition(self, edition_id: int) -> None:
        from auditor_app.services.propose_year import item_kinds

        proposal: YearProposal | None = self.dialog.proposal if self.dialog is not None else None
        if self.dialog is None or proposal is None:
            return
        chosen = next(own for own in proposal.editions if own.id == edition_id)
        with self._window.context.case.reader() as reader:
            kinds = item_kinds(reader, proposal.former_edition, chosen)
        self.dialog.show_kinds(replace(proposal, edition=chosen), kinds)

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted:
            case, author, clock = self._window.context.case.path, self._desktop.author, self._desktop.clock
            work = partial(_start, dialog.wish(), dialog.carried_numbers(), case, author, clock)
            self._desktop.jobs.start("change", self._texts("year_start.storing"), work, self._take_started)
        dialog.deleteLater()

    def _take_started(self, started: StartedYear) -> None:
        self._on_changed()
        self._visit_year(started.fiscal_year)
        year = self._window.context.year_text(started.fiscal_year)
        words = self._texts("year_start.started", year=year, organisations=started.organisations, units=started.units)
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [words, self._texts("year_start.next")])

    def _visit_year(self, fiscal_year: int) -> None:
        """The overview tells what has come in."""
        self._window.remember_year("overview", fiscal_year)
        self._window.go_to("overview")

    # --- what the window of two years asks for ----------------------------------------------------------

    def _show_figure(self, figure_id: str) -> None:
        self._window.go_to_figure(figure_id)
        self._window.explain_and_focus(figure_id)
        self._window.activateWindow()

    def _go_to(self, page: str, figure_id: str) -> None:
        self._window.go_to(page, figure_id)
        self._window.activateWindow()

    def _forget_two_years(self) -> None:
        window, self.two_years = self.two_years, None
        if window is not None:
            window.deleteLater()


def _two_years(page: Page) -> tuple[int, int]:
    """The year in sight at the right and the one before it at the left; the first year stands at the left."""
    years = page.fiscal_years()
    place = max(1, years.index(page.fiscal_year)) if page.fiscal_year in years else len(years) - 1
    return years[place - 1], years[place]


def _carried(
    case: OpenCase, texts: Texts, from_year: int, to_year: int, _control: JobControl
) -> list[tuple[Finding, str]]:
    """Each with the names of its organisations."""
    from auditor_app.services.browse_findings import organisation_words
    from auditor_app.services.propose_outcome import carried_findings

    with case.reader() as reader:
        bodies = {own.id: own for own in reader.organisations()}
        join = texts("explain.names_join").join
        return [
            (own, join(organisation_words(texts, own.text, bodies)))
            for own in carried_findings(reader, from_year, to_year)
        ]


def _start(
    wish: YearWish, numbers: tuple[str, ...], case: Path, author: str, clock: Any, _control: JobControl
) -> StartedYear:
    from auditor_app.services.follow_up_findings import carry
    from auditor_app.services.start_year import start_year  # writing is loaded at first use, on the worker

    carried = (carry(numbers, by=author, clock=clock),) if numbers else ()
    return start_year(case, wish, author=author, clock=clock, carried=carried)
