"""The ranking of weak areas: matrix role × Part, the ranked table, and the organisations behind the selected area."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.services.rank_weak_areas import LEVELS, Level
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import ElidedLabel, plain_label, sized
from auditor_app.ui.widgets.rate_bar import RateBar


class RankingPanel(QWidget):
    """Frames two tables of the page and its matrix; it reads nothing itself."""

    level_chosen = Signal(str)
    completed_requested = Signal()
    """take the selected areas as carried out"""
    topic_requested = Signal(str)
    """new | edit | remove"""
    cell_picked = Signal(object, object)
    """role and Part of a cell of the matrix"""
    chart_export_requested = Signal(object, str)

    def __init__(self, context: PageContext, ranking: DataTable, members: DataTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        grid = context.pixels(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, grid // 2, 0, 0)
        layout.setSpacing(grid)
        self.bar = RateBar(context, context.rate_choice, self, has_line=True)
        layout.addWidget(self.bar)
        self.matrix_slot = ChartSlot(self)
        self.matrix_slot.setMinimumHeight(context.pixels(150))
        self.matrix_slot.painted_first.connect(self._make_matrix)
        self.members_title = ElidedLabel("", self, muted=True)
        upper = QSplitter(Qt.Orientation.Horizontal, self)
        upper.addWidget(self.matrix_slot)
        upper.addWidget(self._boxed(self.members_title, members))
        upper.setSizes([context.pixels(420), context.pixels(420)])
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self._ranking_box(ranking))
        for splitter in (upper, self.splitter):
            splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([context.pixels(220), context.pixels(340)])
        layout.addWidget(self.splitter, 1)
        self.show_level("section")
        self._pending: tuple[Any, ...] = ()

    def show_level(self, level: Level) -> None:
        """The button of the level, and the buttons that belong to it."""
        self._levels[level].setChecked(True)
        self.topic_button.setVisible(level == "topic")

    def show_matrix(self, rows: list[Any], columns: list[Any], cells: dict[Any, Any], line: float, title: str) -> None:
        """HeatRow, HeatColumn and HeatCell of the matrix; drawn when the chart is there."""
        self._pending = (rows, columns, cells, line, title)
        chart = self.matrix_slot.chart
        if chart is not None:
            chart.set_matrix(rows, columns, cells)
            chart.set_line(line)
            chart.set_captions(title, [])

    def _make_matrix(self) -> None:
        from auditor_app.ui.charts.heat_map import HeatMap  # pyqtgraph, after the first paint

        chart = HeatMap(self._texts, self._context.colours, self.matrix_slot)
        chart.picked.connect(self.cell_picked)
        chart.export_requested.connect(self._export)
        self.matrix_slot.set_chart(chart)
        if self._pending:
            self.show_matrix(*self._pending)

    def _export(self, kind: str) -> None:
        self.chart_export_requested.emit(self.matrix_slot.chart, kind)

    def _boxed(self, title: QWidget, table: DataTable) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._context.pixels(4))
        row = QHBoxLayout()
        row.addWidget(title, 1)
        row.addWidget(table.tools)
        layout.addLayout(row)
        layout.addWidget(table, 1)
        return box

    def _ranking_box(self, ranking: DataTable) -> QWidget:
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.pixels(4))
        row.addWidget(sized(plain_label(self._texts("ranking.title"), bar), 1.0, bold=True))
        group = QButtonGroup(bar)
        self._levels: dict[Level, QToolButton] = {}
        for level in LEVELS:
            button = QToolButton(bar)
            button.setText(self._texts(f"level.{level}"))
            button.setCheckable(True)
            button.setProperty("level", level)
            group.addButton(button)
            row.addWidget(button)
            self._levels[level] = button
        group.buttonClicked.connect(self._choose_level)
        self.completed_button = QPushButton(self._texts("ranking.completed"), bar)
        self.completed_button.setToolTip(self._texts("ranking.completed.help"))
        self.completed_button.clicked.connect(self.completed_requested)
        row.addSpacing(self._context.pixels(8))
        row.addWidget(self.completed_button)
        self.topic_button = QToolButton(bar)
        self.topic_button.setText(self._texts("topic.menu"))
        self.topic_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.topic_button)
        for name in ("new", "edit", "remove"):
            menu.addAction(self._texts(f"topic.{name}")).triggered.connect(partial(self._ask_topic, name))
        self.topic_button.setMenu(menu)
        self.topic_button.hide()  # until topics are shown
        row.addWidget(self.topic_button)
        row.addStretch(1)
        return self._boxed(bar, ranking)

    def _choose_level(self, button: QToolButton) -> None:
        self.level_chosen.emit(cast(str, button.property("level")))

    def _ask_topic(self, name: str, _is_checked: bool = False) -> None:
        self.topic_requested.emit(name)
