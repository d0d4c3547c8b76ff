"""The head of the findings page: counts that narrow the register, which years are in sight, and raising one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.finding_reading import BEING_WRITTEN, TILES
from auditor_app.ui.icons import icon
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.figure_tile import FigureTile
from auditor_app.ui.widgets.flow_row import FlowRow

TONES = {"overdue": "bad", "changed": "warning", "after_review": "warning"}


class FindingBar(QWidget):
    """Counts what the register holds; the page does what is asked for, and puts the buttons into its heading."""

    tile_picked = Signal(str)
    """one of TILES"""
    scope_chosen = Signal(bool)
    """whether all years are shown"""
    raise_requested = Signal()
    severities_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.row = FlowRow(context.pixels(16))
        self.tiles = {name: FigureTile(context.colours, self) for name in TILES}
        for tile in self.tiles.values():
            tile.picked.connect(self.tile_picked)
            self.row.addWidget(tile)
        self.raise_button = QPushButton(icon("add", context.colours.text), self._texts("findingui.raise_short"), self)
        self.raise_button.setAccessibleName(self._texts("action.raise_finding"))
        self.raise_button.setToolTip(self._texts("action.raise_finding.help"))
        self.raise_button.clicked.connect(self._ask_raise)
        self.severities = QToolButton(self)
        self.severities.setIcon(icon("settings", context.colours.text))
        self.severities.setIconSize(QSize(context.pixels(16), context.pixels(16)))
        self.severities.setToolTip(self._texts("findingui.title.severities"))
        self.severities.setAccessibleName(self._texts("findingui.title.severities"))
        self.severities.clicked.connect(self._ask_severities)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.row, 1)
        self.scope = self._scope()

    def _scope(self) -> QWidget:
        """Stands in the heading of the page."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(box)
        self.scopes: dict[bool, QToolButton] = {}
        for is_all, key in ((False, "findingui.one_year"), (True, "findingui.all_years")):
            button = QToolButton(box)
            button.setText(self._texts(key))
            button.setCheckable(True)
            button.clicked.connect(partial(self._choose_scope, is_all))
            group.addButton(button)
            row.addWidget(button)
            self.scopes[is_all] = button
        self.scopes[False].setChecked(True)
        return box

    def show_counts(self, counts: Mapping[str, int], today: date, log_day: date) -> None:
        """Counts over all rows, whatever is filtered; what is overdue is so today, in exports on the day of the log."""
        written = counts[BEING_WRITTEN]
        for name, tile in self.tiles.items():
            addition = self._texts("findingui.being_written", count=written) if name == "open" and written else ""
            if name == "overdue" and counts[name]:
                addition = self._texts("findingui.as_of", day=today.isoformat())
            tone = TONES.get(name, "text") if counts[name] else "text"
            words = self._texts(f"findingui.tile.{name}")
            tile.show_figure(f"{counts[name]:,}", words, name, addition=addition, tone=tone)
        key = "findingui.tile.overdue.days" if log_day != today else "findingui.tile.overdue.day"
        days = self._texts(key, day=today.isoformat(), log_day=log_day.isoformat())
        self.tiles["overdue"].setToolTip(tooltip_html(days))

    def show_scope(self, is_all: bool) -> None:
        self.scopes[is_all].setChecked(True)

    def _choose_scope(self, is_all: bool, _is_checked: bool = False) -> None:
        self.scope_chosen.emit(is_all)

    def _ask_raise(self, _is_checked: bool = False) -> None:
        self.raise_requested.emit()

    def _ask_severities(self, _is_checked: bool = False) -> None:
        self.severities_requested.emit()
