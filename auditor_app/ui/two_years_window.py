"""Two years of the same page side by side, in a window of their own, in step as long as the lock is closed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QMainWindow, QToolButton, QVBoxLayout, QWidget

from auditor_app.services.pair_years import pair_years
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.page_shelf import PAGE_CLASSES
from auditor_app.ui.two_years_level import LevelSides
from auditor_app.ui.two_years_lock import LEFT, RIGHT, TablesInStep
from auditor_app.ui.two_years_rows import RowsOfTwoYears
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import ElidedLabel, plain_label, sized
from auditor_app.ui.widgets.practice_band import PracticeBand

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from auditor_app.services.tables.columns import Row
    from auditor_app.ui.models.record_table_model import Gap
    from auditor_app.ui.page import Page
    from auditor_app.ui.rate_choice import RateChoice

SIZE = (1280, 800)
ROOM_FOR_CHARTS = {"coverage": 900, "rates": 1400, "weak_areas": 900}
"""Width of one side, at 100 %, from which on its charts stand beside its table."""
GEOMETRY = "two_years.geometry"


@dataclass(frozen=True)
class PlaceOfTwoYears:
    """What the window stands on, to open it again in another language or appearance."""

    page_id: str
    years: tuple[int, int]
    is_locked: bool
    choices: tuple[dict[str, object], dict[str, object]]
    tables: tuple[dict[str, object], dict[str, object]]
    rate_choice: RateChoice
    figures: tuple[str, str]
    side: int
    """That was used last."""


class TwoYearsWindow(QMainWindow):
    """Holds two pages of one kind; what they ask for, the main window does."""

    figure_requested = Signal(str)
    """show it in the main window"""
    page_requested = Signal(str, str)
    help_requested = Signal(str)
    closed = Signal()

    def __init__(self, context: PageContext, page_id: str, years: tuple[int, int], parent: QWidget) -> None:
        """`context` is this window's own: its choice of role and measure is not the main window's."""
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._texts, self.page_id = context, context.texts, page_id
        self._steps: dict[str, TablesInStep] = {}
        self._rows: RowsOfTwoYears | None = None
        self._is_mirroring = False
        self._side = LEFT
        """The side that was used last."""
        name = self._texts(f"page.{page_id}")
        self.setWindowTitle(context.titled(self._texts("sidebyside.title", page=name)))
        self.years = (self._year_box("left"), self._year_box("right"))
        self.pages = (self._make_page(LEFT), self._make_page(RIGHT))
        self._build(name)
        for side in (LEFT, RIGHT):
            self._fill_years(side, years[side])
            self.pages[side].show_year(years[side])
            self.pages[side].is_loaded = True
        self._pair_anew()
        self._connect()
        self._restore()
        self.pages[LEFT].select_something()

    # --- parts ----------------------------------------------------------------------------------------

    def _year_box(self, side: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self._texts(f"sidebyside.year.{side}"))
        box.setToolTip(self._texts(f"sidebyside.year.{side}"))
        return box

    def _make_page(self, side: int) -> Page:
        module = import_module(f"auditor_app.ui.pages.{self.page_id}_page")
        page: Page = getattr(module, PAGE_CLASSES[self.page_id])(self._context, self)
        page.setObjectName(("left", "right")[side])
        return page

    def _build(self, name: str) -> None:
        context = self._context
        body = QWidget(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        if context.case.is_practice:
            layout.addWidget(PracticeBand(context, self))
        layout.addLayout(self._head(name))
        sides = QHBoxLayout()
        sides.setSpacing(0)
        for page in self.pages:
            sides.addWidget(page, 1)
        LevelSides(self.pages, (self._page_head(LEFT), self._page_head(RIGHT)), self)
        layout.addLayout(sides, 1)
        self.note = ElidedLabel("", self)
        foot = QHBoxLayout()
        foot.setContentsMargins(context.pixels(16), context.pixels(4), context.pixels(16), context.pixels(8))
        foot.addWidget(self.note)
        layout.addLayout(foot)
        self.setCentralWidget(body)

    def _page_head(self, side: int) -> FlowRow:
        """The year and the page's own controls, in a second line where half a window is too narrow for them."""
        page, head = self.pages[side], FlowRow(self._context.pixels(12))
        head.addWidget(self.years[side])
        while (item := page.heading_row.takeAt(0)) is not None:
            control = item.widget()
            if control in (page.title, page.subtitle):
                control.hide()  # the window's own says what both show, and the box which year
            elif control is not None:
                head.addWidget(control)
        page.heading_row.addLayout(head, 1)
        return head

    def _head(self, name: str) -> QVBoxLayout:
        """The line above: what is shown, the lock, and how the years differ."""
        grid = self._context.pixels(8)
        self.lock = QToolButton(self)
        self.lock.setCheckable(True)
        self.lock.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.lock.setToolTip(self._texts("sidebyside.lock.help"))
        self.lock.setChecked(True)
        self._show_lock()
        row = QHBoxLayout()
        row.addWidget(sized(plain_label(self._texts("sidebyside.title", page=name), self), 1.2, bold=True), 1)
        row.addWidget(self.lock)
        self.differences = plain_label("", self, wraps=True, muted=True)
        head = QVBoxLayout()
        head.setContentsMargins(2 * grid, grid, 2 * grid, 0)
        head.setSpacing(grid // 2)
        head.addLayout(row)
        head.addWidget(self.differences)
        return head

    def _connect(self) -> None:
        for side, page in enumerate(self.pages):
            self.years[side].activated.connect(partial(self._choose_year, side))
            page.explain_requested.connect(self.figure_requested)
            page.page_requested.connect(self.page_requested)
            page.refused.connect(self._say)
            page.choices_changed.connect(partial(self._mirror_choices, side))
        self.lock.toggled.connect(self._set_locked)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self._ask_help)
        QShortcut(QKeySequence(Qt.Key.Key_F2), self, self._show_in_main)
        QShortcut(QKeySequence(Qt.Key.Key_F6), self, self._go_across)
        QShortcut(QKeySequence(Qt.Key.Key_F9), self, self._raise_finding)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence("Ctrl+L"), self, self.lock.toggle)

    def _restore(self) -> None:
        stored = self._context.settings.text(GEOMETRY, "")
        if not stored or not self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii"))):
            self.resize(self._context.pixels(SIZE[0]), self._context.pixels(SIZE[1]))
        # never larger than the screen it opens on: stored sizes may come from another one, or another scale
        self.resize(self.size().boundedTo(self.screen().availableSize()))

    # --- years ----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """The case has changed: both sides read anew, in the years they show as far as these are still there."""
        chosen = self.chosen()
        for side, page in enumerate(self.pages):
            years = page.fiscal_years()
            if not years:
                self.close()
                return
            wanted = page.fiscal_year if page.fiscal_year in years else years[-1]
            self._fill_years(side, wanted)
            with self._mirroring():
                page.show_year(wanted)
        self._pair_anew()
        side, figure_id = chosen
        if figure_id:
            self.pages[side].select_figure(figure_id)

    def chosen(self) -> tuple[int, str]:
        """The side that was used last, and the figure chosen there."""
        focus = QApplication.focusWidget()
        held = (side for side in (LEFT, RIGHT) if focus is not None and self.pages[side].isAncestorOf(focus))
        self._side = next(held, self._side)
        return self._side, self.pages[self._side].figure_id

    def _raise_finding(self) -> None:
        """On what is chosen on the side that was used last."""
        self.pages[self.chosen()[0]].raise_requested.emit()

    def place(self) -> PlaceOfTwoYears:
        left, right = self.pages
        return PlaceOfTwoYears(
            self.page_id,
            (left.fiscal_year, right.fiscal_year),
            self.lock.isChecked(),
            (left.choices(), right.choices()),
            (left.table_states(), right.table_states()),
            self._context.rate_choice,
            (left.figure_id, right.figure_id),
            self.chosen()[0],
        )

    def take_place(self, place: PlaceOfTwoYears, *, keeps_words: bool) -> None:
        """Stand as another window of the same page and years did; its tables only where words are the same."""
        self.lock.setChecked(place.is_locked)
        self._side = place.side
        for side in (1 - place.side, place.side):  # in step, what was chosen last holds
            if place.figures[side]:
                self.pages[side].select_figure(place.figures[side])
        for page, choices, states in zip(self.pages, place.choices, place.tables, strict=True):
            with self._mirroring():
                page.take_choices(choices)
            for name, state in states.items() if keeps_words else ():
                if name in page.tables() and isinstance(state, dict):
                    page.tables()[name].restore_state(state)
        self._tie_tables()
        self._set_locked(place.is_locked)

    def _fill_years(self, side: int, chosen: int) -> None:
        box, years = self.years[side], self.pages[side].fiscal_years()
        box.clear()
        for year in years:
            box.addItem(self._context.year_text(year), year)
        box.setCurrentIndex(years.index(chosen))

    def _choose_year(self, side: int, index: int) -> None:
        year = int(self.years[side].itemData(index))
        page = self.pages[side]
        if year == page.fiscal_year:
            return
        for steps in self._steps.values():
            steps.set_locked(False)  # rows of another year: who is who is not known yet
        page.figure_id = ""
        with self._mirroring():
            page.show_year(year)
        self._pair_anew()
        for steps in self._steps.values():
            steps.choose_again(side)

    def _pair_anew(self) -> None:
        """Read what belongs together in the two years shown, and say how they differ."""
        with self._context.case.reader() as reader:
            pair = pair_years(reader, self.pages[LEFT].fiscal_year, self.pages[RIGHT].fiscal_year)
        self._rows = RowsOfTwoYears(pair, self._texts, self._context.year_text)
        self.differences.setText("　".join(self._rows.pair_words()))
        self._say("")
        self._tie_tables()
        self._set_locked(self.lock.isChecked())
        for steps in self._steps.values():
            steps.line_up()

    # --- in step --------------------------------------------------------------------------------------

    def _tie_tables(self) -> None:
        """Tables are tied by their names; a page may make some of them only when they are asked for."""
        left, right = self.pages[LEFT].tables(), self.pages[RIGHT].tables()
        for name in left:
            if name in right and name not in self._steps:
                steps = TablesInStep((left[name], right[name]), self._identity, self._gap_of, self)
                steps.alone.connect(self._tell_alone)
                steps.paired.connect(self._tell_paired)
                self._steps[name] = steps

    def _identity(self, side: int, row: Row) -> Hashable:
        assert self._rows is not None
        return self._rows.identity(side, row)

    def _gap_of(self, side: int, row: Row) -> Gap:
        assert self._rows is not None
        return self._rows.gap_of(side, row)

    def _set_locked(self, is_locked: bool) -> None:
        self._show_lock()
        for steps in self._steps.values():
            steps.set_locked(is_locked)

    def _show_lock(self) -> None:
        is_locked = self.lock.isChecked()
        self.lock.setIcon(icon("lock" if is_locked else "unlock", self._context.colours.text))
        self.lock.setText(self._texts("sidebyside.locked" if is_locked else "sidebyside.unlocked"))

    def _mirror_choices(self, side: int) -> None:
        """Level, tab and what-if are the same on both sides."""
        if self._is_mirroring or not self.lock.isChecked():
            return
        with self._mirroring():
            self.pages[1 - side].take_choices(self.pages[side].choices())
        self._tie_tables()
        self._set_locked(True)

    @contextmanager
    def _mirroring(self) -> Iterator[None]:
        """What a page chooses meanwhile comes from the other side, or with its year."""
        self._is_mirroring = True
        try:
            yield
        finally:
            self._is_mirroring = False

    def _tell_alone(self, side: int, row: Row) -> None:
        self.pages[1 - side].figure_id = ""  # nothing is chosen there
        if self._rows is not None:
            self._say(self._rows.alone_words(side, row))

    def _tell_paired(self) -> None:
        self._say("")

    def _say(self, words: str) -> None:
        self.note.setText(words or self._texts("sidebyside.keys"))
        self.note.setProperty("tone", "warning" if words else "")
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)

    # --- to the main window ---------------------------------------------------------------------------

    def _show_in_main(self) -> None:
        figure_id = self.chosen()[1]
        if figure_id:
            self.figure_requested.emit(figure_id)

    def _ask_help(self) -> None:
        self.help_requested.emit("two_years")

    def _go_across(self) -> None:
        side = 1 - self.chosen()[0]
        table = self.pages[side].current_table()
        (table.view if table is not None else self.pages[side]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- Qt -------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_room = self.width() // 2 >= self._context.pixels(ROOM_FOR_CHARTS[self.page_id])
        for page in self.pages:
            for chart in page.charts_beside():
                chart.setVisible(has_room)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._context.settings.set(GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        for steps in self._steps.values():
            steps.set_locked(False)  # nothing is followed while the tables go
        self.closed.emit()
        event.accept()
