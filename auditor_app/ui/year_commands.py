"""Actions on whole fiscal years: two of them side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from auditor_app.ui.desk import Desk
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.ui.page import Page
    from auditor_app.ui.two_years_window import TwoYearsWindow

PAGES_OF_TWO_YEARS = ("coverage", "rates", "weak_areas")


class YearCommands(QObject):
    """Keeps the window of two years as long as it is open, and hands on what is asked for there."""

    def __init__(self, desktop: Desk, window: MainWindow, connect_page: Callable[[Page], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._connect_page = desktop, window, connect_page
        self.two_years: TwoYearsWindow | None = None

    def can_compare_side_by_side(self) -> bool:
        """Whether the page in sight is one of those, and has another year."""
        page = self._window.current_page()
        return page is not None and page.page_id in PAGES_OF_TWO_YEARS and self._window.top_bar.years.count() > 1

    def compare_side_by_side(self) -> None:
        """Open the page in sight with the year before it at its left; a window that is open shows that page then."""
        from auditor_app.ui.two_years_window import TwoYearsWindow

        page = self._window.current_page()
        if page is None or not self.can_compare_side_by_side():
            return
        if self.two_years is not None:
            self.two_years.close()
        context = replace(self._window.context, carried_tables={page.page_id: page.table_states()})
        chosen = self._window.context.rate_choice
        context.rate_choice.choose(role=chosen.role, metric=chosen.metric, line=chosen.line, options=chosen.options)
        self.two_years = opened = TwoYearsWindow(context, page.page_id, _two_years(page), self._window)
        opened.figure_requested.connect(self._show_figure)
        opened.page_requested.connect(self._go_to)
        opened.closed.connect(self._forget_two_years)
        for own in opened.pages:
            self._connect_page(own)
        opened.show()

    def reload(self) -> None:
        """The case has changed."""
        if self.two_years is not None:
            self.two_years.reload()

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
