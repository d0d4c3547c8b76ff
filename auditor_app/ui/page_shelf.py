"""Makes pages at first use, so that the window opens without the ones nobody has asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.page import Page

PAGE_CLASSES = {
    "overview": "OverviewPage",
    "coverage": "CoveragePage",
    "rates": "RatesPage",
    "weak_areas": "WeakAreasPage",
    "compare": "ComparePage",
    "findings": "FindingsPage",
    "reports": "ReportsPage",
    "answers": "AnswersPage",
    "programme": "ProgrammePage",
    "infrastructure": "InfrastructurePage",
    "standard": "StandardPage",
    "organisations": "OrganisationsPage",
    "checks": "ChecksPage",
    "sources": "SourcesPage",
}


class PageShelf(QStackedWidget):
    """The stack of pages; `on_made` connects a new page to the window."""

    def __init__(self, context: PageContext, on_made: Callable[[Page], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._on_made = context, on_made
        self._pages: dict[str, Page] = {}
        self.currentChanged.connect(self._give_room)

    def page(self, page_id: str) -> Page:
        """The page of that id, made now if it is asked for the first time."""
        if page_id not in self._pages:
            module = import_module(f"auditor_app.ui.pages.{page_id}_page")
            page: Page = getattr(module, PAGE_CLASSES[page_id])(self._context, self)
            self._pages[page_id] = page
            self.addWidget(page)
            self._on_made(page)
        return self._pages[page_id]

    def forget(self, page_id: str) -> None:
        """What that page shows is no longer so: it reads anew when it is shown again."""
        if page_id in self._pages:
            self._pages[page_id].is_loaded = False

    def _give_room(self, _index: int) -> None:
        """A page out of sight asks for no room: one that needs a wide window would keep it wide for all others."""
        for page in self._pages.values():
            asks = QSizePolicy.Policy.Preferred if page is self.currentWidget() else QSizePolicy.Policy.Ignored
            page.setSizePolicy(asks, asks)

    def made(self) -> list[Page]:
        return list(self._pages.values())

    def current(self) -> Page | None:
        widget = self.currentWidget()
        return widget if isinstance(widget, Page) else None
