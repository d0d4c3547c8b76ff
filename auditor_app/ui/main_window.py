"""The main window: a frame around rail, pages, inspector and status line; it decides nothing about auditing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from auditor_app.foundation.errors import UserError
from auditor_app.services.figure_ids import delta_fields
from auditor_app.ui.actions import MENUS
from auditor_app.ui.context import PageContext
from auditor_app.ui.history import History, Stop
from auditor_app.ui.page import Page
from auditor_app.ui.page_shelf import PageShelf
from auditor_app.ui.table_layouts import keep_tables
from auditor_app.ui.widgets.practice_band import PracticeBand
from auditor_app.ui.widgets.rail import Rail
from auditor_app.ui.widgets.status_line import StatusLine
from auditor_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from auditor_app.domain.provenance import Place
    from auditor_app.domain.returns import SourceRow
    from auditor_app.ui.explaining import ExplainedFigure
    from auditor_app.ui.jobs import Job
    from auditor_app.ui.widgets.inspector import Inspector
    from auditor_app.ui.widgets.notice_bar import NoticeBar

FIRST_PAGE = "coverage"
DEFAULT_SIZE = (1360, 860)


class MainWindow(QMainWindow):
    """Shows one case.  Commands are connected by the desktop, which owns the window."""

    files_dropped = Signal(list)
    state_changed = Signal()
    """what can be undone, explained or exported may have changed"""
    explained = Signal(str)
    """id of the figure the inspector shows now; "" for none"""
    closed = Signal()
    shown_first = Signal()
    """once, after the first paint"""
    ready_to_fill = Signal()
    """right after that: menus, keys and counts can be added"""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.texts = context.texts
        self.history = History()
        self._wanted_figure = ""
        self._focuses_inspector = False
        """whether the keyboard goes into the inspector with the next explanation"""
        self._was_shown = False
        self._inspector_waits = False
        """Whether the inspector has given its room to a page that has nothing to explain."""
        self.setWindowTitle(context.titled(f"{context.case.path.name} — {self.texts('program.name')}"))
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._restore()

    # --- frame --------------------------------------------------------------------------------------

    def _build(self) -> None:
        context = self.context
        self.top_bar = TopBar(context, self)
        self.rail = Rail(self.texts, context.colours, context.zoom_percent, self)
        self.shelf = PageShelf(context, self._connect_page, self)
        self._inspector: Inspector | None = None
        self._notice_bar: NoticeBar | None = None
        self.inspector_pane = QWidget(self)
        self.inspector_pane.setObjectName("inspectorBody")
        self.inspector_pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.inspector_pane.setMinimumWidth(context.pixels(240))
        pane = QVBoxLayout(self.inspector_pane)
        pane.setContentsMargins(0, 0, 0, 0)
        self.status_line = StatusLine(self.texts, context.colours, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.shelf)
        self.splitter.addWidget(self.inspector_pane)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setCollapsible(0, False)
        self.splitter.setSizes([context.pixels(900), context.pixels(310)])
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.splitter, 1)
        body = QWidget(self)
        self._body_layout = layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        if context.case.is_practice:
            layout.addWidget(PracticeBand(context, self))
        layout.addLayout(middle, 1)
        layout.addWidget(self.status_line)
        self.setCentralWidget(body)
        self.menus = {name: self.menuBar().addMenu(self.texts(f"menu.{name}")) for name in MENUS}
        self._explain_soon = QTimer(self)
        self._explain_soon.setSingleShot(True)
        self._explain_soon.setInterval(0)

    def _connect(self) -> None:
        self._explain_soon.timeout.connect(self._explain_wanted)
        self.rail.page_chosen.connect(self.go_to)
        self.top_bar.year_chosen.connect(self.choose_year)
        self.top_bar.back_requested.connect(self.go_back)
        self.top_bar.forward_requested.connect(self.go_forward)
        self.top_bar.search.page_chosen.connect(self.go_to)
        self.top_bar.search.figure_chosen.connect(self.go_to_figure)
        self.status_line.chip_removed.connect(self._remove_chip)

    @property
    def inspector(self) -> Inspector:
        """Made when it is asked for first, after the first paint: it brings all explanations with it."""
        if self._inspector is None:
            from auditor_app.ui.widgets.inspector import Inspector

            self._inspector = Inspector(self.context, self.inspector_pane)
            self._inspector.figure_requested.connect(self.go_to_figure)
            self._inspector.answers_requested.connect(partial(self.go_to, "answers"))
            pane = self.inspector_pane.layout()
            if pane is not None:
                pane.addWidget(self._inspector)
        return self._inspector

    @property
    def notice_bar(self) -> NoticeBar:
        """Made with the first notice."""
        if self._notice_bar is None:
            from auditor_app.ui.widgets.notice_bar import NoticeBar

            self._notice_bar = NoticeBar(self.texts, self.context.colours, self)
            self._body_layout.insertWidget(1, self._notice_bar)
        return self._notice_bar

    def _connect_page(self, page: Page) -> None:
        page.figure_selected.connect(partial(self._explain_of, page))
        page.explain_requested.connect(self.explain_and_focus)
        page.status_changed.connect(self._show_status)
        page.page_requested.connect(self.go_to)
        page.view_requested.connect(self.go_to_view)
        page.refused.connect(self._tell_refused)

    def _tell_refused(self, words: str) -> None:
        self.notice_bar.show_notice("warning", [words])

    def _restore(self) -> None:
        settings = self.context.settings
        geometry = settings.text("window.geometry", "")
        if not geometry or not self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii"))):
            self.resize(*DEFAULT_SIZE)
        # never larger than the screen it opens on: stored sizes may come from another one, or another scale
        self.resize(self.size().boundedTo(self.screen().availableSize()))
        sizes = settings.record("window.panes").get("sizes")
        if isinstance(sizes, list) and all(isinstance(size, int) for size in sizes):
            self.splitter.setSizes(sizes)
        self.inspector_pane.setVisible(settings.record("window.panes").get("inspector", True) is not False)

    def save_state(self) -> None:
        """Remember window and panes for the next start, and in the case how its tables are arranged."""
        settings = self.context.settings
        settings.set("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        is_wanted = self._inspector_waits or self.inspector_pane.isVisibleTo(self)
        panes = {"sizes": self.splitter.sizes(), "inspector": is_wanted}
        settings.set("window.panes", panes)
        for page in self.shelf.made():
            keep_tables(self.context, page)
        current = self.shelf.current()
        if current is not None:
            settings.set("window.page", current.page_id)

    # --- where we are -------------------------------------------------------------------------------

    def current_page(self) -> Page | None:
        return self.shelf.current()

    def go_to(self, page_id: str, figure_id: str = "") -> None:
        """Show a page in the year it was seen in last, and select a figure on it."""
        page = self.shelf.page(page_id)
        years = page.fiscal_years()
        wanted = self.context.settings.number("year", 2006)
        if wanted not in years:  # the year chosen on another page; where it has none, the one seen here last
            wanted = self.context.settings.number(f"year.{page_id}", wanted)
        if figure_id:
            wanted = page.year_of_link(figure_id, wanted) or _year_of(figure_id) or wanted
        year = wanted if wanted in years else (_nearest(years, wanted) if years else 0)
        self._show(page, years, year, figure_id)
        table = page.current_table()
        (table.view if table is not None else page).setFocus()

    def go_to_figure(self, figure_id: str) -> None:
        """Show the page a figure stands on; the overview lists those that have no page of their own."""
        page_id = page_of_figure(figure_id)
        self.go_to(page_id, figure_id)

    def go_to_view(self, page_id: str, choices: Mapping[str, object]) -> None:
        """Show a page and choose on it what these say."""
        self.go_to(page_id)
        self.shelf.page(page_id).take_choices(choices)

    def choose_year(self, fiscal_year: int) -> None:
        """Show the current page for another year."""
        page = self.current_page()
        if page is not None:
            self.remember_year(page.page_id, fiscal_year)
            self._show(page, page.fiscal_years(), fiscal_year, "")

    def remember_year(self, page_id: str, fiscal_year: int) -> None:
        """The year of all pages from now on, and of this page also where another chooses one it does not have."""
        self.context.settings.set(f"year.{page_id}", fiscal_year)
        self.context.settings.set("year", fiscal_year)

    def _show(self, page: Page, years: list[int], fiscal_year: int, figure_id: str) -> None:
        left = self.current_page()
        if left is not None and left is not page:
            QTimer.singleShot(0, self, partial(keep_tables, self.context, left))  # the next page comes first
        if page.fiscal_year != fiscal_year or not page.is_loaded:
            if page.fiscal_year != fiscal_year:
                page.figure_id = ""  # it was a figure of another year
            page.show_year(fiscal_year)
            page.is_loaded = True
        if page.kept_states is None:
            page.kept_states = page.lasting_states()
        self.shelf.setCurrentWidget(page)
        self._give_room(page)
        self.rail.show_page(page.page_id)
        self.top_bar.show_years(years, fiscal_year)
        if figure_id and not page.select_figure(figure_id):
            page.figure_id = figure_id
        page.select_something()
        self.history.visit(Stop(page.page_id, fiscal_year, figure_id or page.figure_id, bool(figure_id)))
        self.explain(page.explained(figure_id or page.figure_id))
        self._show_status()
        self.state_changed.emit()

    def _give_room(self, page: Page) -> None:
        if page.has_inspector and self._inspector_waits:
            self._inspector_waits = False
            self.inspector_pane.show()
        elif not page.has_inspector and self.inspector_pane.isVisibleTo(self):
            self._inspector_waits = True
            self.inspector_pane.hide()

    def go_back(self) -> None:
        if self.history.can_go_back:
            self._return_to(self.history.back())

    def go_forward(self) -> None:
        if self.history.can_go_forward:
            self._return_to(self.history.forward())

    def _return_to(self, stop: Stop) -> None:
        page = self.shelf.page(stop.page)
        years = page.fiscal_years()
        year = stop.fiscal_year if stop.fiscal_year in years or not years else years[-1]
        self._show(page, years, year, stop.figure_id)

    def reload(self) -> None:
        """The case has changed: every page reads anew."""
        for page in self.shelf.made():
            page.is_loaded = False
        current = self.current_page()
        if current is not None:
            self.go_to(current.page_id, "")

    # --- explaining ---------------------------------------------------------------------------------

    def _explain_of(self, page: Page, figure_id: str) -> None:
        """A page that finishes its work behind another one has nothing to say."""
        if page is self.current_page():
            self.explain(figure_id)

    def explain(self, figure_id: str) -> None:
        """Explain a figure as soon as the window has nothing more urgent to do."""
        self._wanted_figure = figure_id
        if self._was_shown:
            self._explain_soon.start()

    def explain_and_focus(self, figure_id: str) -> None:
        """Explain a figure and put the keyboard into the inspector."""
        self.inspector_pane.show()
        self._wanted_figure, self._focuses_inspector = figure_id, True
        self._explain_wanted()

    def _explain_wanted(self) -> None:
        from auditor_app.ui import explaining  # with all the rules it needs, at first use

        self._explain_soon.stop()
        figure_id = self._wanted_figure
        if explaining.is_explained_later(figure_id):
            take = partial(self._take_explanation, figure_id)
            explaining.explain_later(self.context, self.current_page(), figure_id, take)
            return
        try:
            explaining.show_explanation(self.context, self.inspector, self.current_page(), figure_id)
        except UserError as error:
            self._refuse_explanation(error)
        self._have_explained()

    def _take_explanation(self, figure_id: str, explained: ExplainedFigure | UserError) -> None:
        from auditor_app.ui.explaining import show_explained

        if not isValid(self) or figure_id != self._wanted_figure:
            return  # the window is gone, or something else was chosen meanwhile
        if isinstance(explained, UserError):
            self._refuse_explanation(explained)
        else:
            show_explained(self.context, self.inspector, explained)
        self._have_explained()

    def _refuse_explanation(self, error: UserError) -> None:
        self.inspector.show_nothing()
        self.notice_bar.show_notice("bad", [self.texts.problem(problem) for problem in error.problems])

    def _have_explained(self) -> None:
        if self._focuses_inspector:
            self.inspector.take_focus()
        self._focuses_inspector = False
        self.explained.emit(self._wanted_figure)
        self.state_changed.emit()

    def source(self) -> Place | SourceRow | None:
        """Where the explained number was printed, or the row of a return it stands in."""
        return self._inspector.source() if self._inspector is not None else None

    # --- status -------------------------------------------------------------------------------------

    def _show_status(self) -> None:
        page = self.current_page()
        if page is None:
            return
        self.status_line.show_counts(*page.counts())
        self.status_line.show_chips(page.chips())
        if self._was_shown:
            from auditor_app.ui.selection_words import selection_words

            self.status_line.show_selection(selection_words(self.texts, page))

    def _remove_chip(self, table: str, column: str) -> None:
        page = self.current_page()
        if page is not None:
            page.clear_chip(table, column)

    def show_job(self, job: Job) -> None:
        self.status_line.show_job(job)

    # --- Qt -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == event.Type.Paint and not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self, self._complete)
        return handled

    def _complete(self) -> None:
        """What may wait until the table is on the screen."""
        self.shown_first.emit()
        QTimer.singleShot(0, self, self._fill)

    def _fill(self) -> None:
        self.ready_to_fill.emit()
        self._explain_wanted()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        for window in self.findChildren(QMainWindow):
            window.close()  # it remembers its place, and lets go of what it holds
        self.save_state()
        self.closed.emit()
        event.accept()


def page_of_figure(figure_id: str) -> str:
    """The page on which a figure stands.

    >>> page_of_figure("coverage:2006:農林水産省"), page_of_figure("inspection_grade:2005:財務省:端末(PC)")
    ('coverage', 'overview')
    >>> page_of_figure("item:2006:*:3.1.1(1)(a):staff"), page_of_figure("item:2006:青葉省:3.1.1(1)(a):staff")
    ('weak_areas', 'answers')
    """
    kind, *fields = figure_id.split(":")
    is_of_all = fields[1:2] == ["*"]
    if kind == "item":
        return "weak_areas" if is_of_all else "answers"
    if kind == "rates" and is_of_all and fields[5:]:
        return "weak_areas"  # a section over all organisations is ranked there
    pages = {
        "coverage": ("coverage", "coverage_mean", "coverage_return", "footnote"),
        "rates": ("rates",),
        "answers": ("answer",),
        "programme": (
            "measure_count",
            "measure_total",
            "measure",
            "goal",
            "direction",
            "direction_count",
            "direction_total",
            "measure_sum",
        ),
        "weak_areas": ("weak_area", "evaluation", "topic"),
        "infrastructure": ("sector", "sector_count", "ceptoar_count", "sector_state"),
        "standard": ("revision", "standard_part"),
        "checks": ("check",),
        "compare": ("delta",),
        "findings": ("finding",),
    }
    return next((page for page, kinds in pages.items() if kind in kinds), "overview")


def _year_of(figure_id: str) -> int:
    """The year whose page shows a figure; of a difference between two years the later one."""
    if (delta := delta_fields(figure_id)) is not None:
        return int(delta.later[:4])
    year = figure_id.split(":")[1].partition("-")[0] if ":" in figure_id else ""
    if not year.isdecimal():
        return 0
    # directions stand on the page of the programme that states them, the year before
    return int(year) - 1 if figure_id.startswith("direction") else int(year)


def _nearest(years: list[int], wanted: int) -> int:
    return min(years, key=lambda year: (abs(year - wanted), -year))
