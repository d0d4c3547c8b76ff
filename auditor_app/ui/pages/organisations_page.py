"""Organisations through reorganisations: bodies with their names, a time line beside them, and what can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from auditor_app.domain.lineage import JoinedSeries, Lineage
from auditor_app.domain.organisations import Organisation
from auditor_app.services.browse_definitions import Row, organisation_rows
from auditor_app.services.browse_organisations import Body, bodies_of, lineage_of_case
from auditor_app.services.tables.organisation_columns import (
    BodyRow,
    DetailRow,
    JoinedRow,
    body_columns,
    body_row,
    detail_columns,
    detail_rows,
    joined_columns,
    joined_row,
)
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.time_rows import time_rows
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import ElidedLabel
from auditor_app.ui.widgets.organisation_bars import DetailBar, JoinedBar, OrganisationBar, TimeBar
from auditor_app.ui.widgets.side_by_side import SideBySide

Shown = TypeVar("Shown", BodyRow, DetailRow, JoinedRow)
TABLE_SHARE = 0.5
"""Of the page, at most; the time line has the rest."""
BODY_ACTIONS = ("rename", "event")
"""What needs a body to be done to."""


class OrganisationsPage(Page):
    """府省庁の変遷."""

    page_id = "organisations"
    view_name = "organisations"
    first_column = "name"
    organisation_requested = Signal(str, object, object)
    """add | rename | event | correct | remove | join | change_series | remove_series | import | export;
    the body that is selected; the name, event or joined series it is about"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lineage = Lineage()
        self._bodies: dict[int, Body] = {}
        self.table = self.make_table("table", body_columns(self.texts))
        self.table.set_no_rows_text(self.texts("lineage.empty"))
        self.details = self.make_table("details", detail_columns(self.texts))
        self.details.set_no_rows_text(self.texts("lineage.no_body"))
        self.joined = self.make_table("joined", joined_columns(self.texts))
        self.joined.set_no_rows_text(self.texts("lineage.no_series"))
        self.bar = OrganisationBar(context, self)
        self.time_bar = TimeBar(context, self)
        self.detail_bar, self.joined_bar = DetailBar(context, self), JoinedBar(context, self)
        self.chart_slot = ChartSlot(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        for widget in (self.time_bar, self.table.tools):
            self.heading_row.addWidget(widget)
        self._layout.addWidget(self.bar)
        upper = SideBySide(self.table, self.chart_slot, self._table_width, self.context.pixels(300), self)
        lower = QSplitter(Qt.Orientation.Horizontal, self)
        self.details_title = ElidedLabel("", self, muted=True)
        lower.addWidget(self.detail_bar.boxed(self.details_title, self.details))
        series_title = ElidedLabel(self.texts("lineage.series"), self, muted=True)
        lower.addWidget(self.joined_bar.boxed(series_title, self.joined))
        lower.setSizes([self.context.pixels(360), self.context.pixels(380)])
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setSizes([self.context.pixels(430), self.context.pixels(170)])
        for splitter in (lower, self.splitter):
            splitter.setChildrenCollapsible(False)
        self._layout.addWidget(self.splitter, 1)

    def _table_width(self) -> int:
        """What its columns need, but not more than the time line gets."""
        return min(self.table.width_needed(), round(self.width() * TABLE_SHARE))

    def _connect(self) -> None:
        self.bar.requested.connect(self._ask)
        self.detail_bar.requested.connect(self._ask_about_detail)
        self.joined_bar.requested.connect(self._ask_about_series)
        self.time_bar.requested.connect(self._show_time)
        self.table.current_changed.connect(self._show_body)
        self.table.row_geometry_changed.connect(self._align_chart)
        self.details.activated.connect(partial(self._ask_about_detail, "correct"))
        self.details.current_changed.connect(self._show_what_can_be_done)
        self.joined.activated.connect(partial(self._ask_about_series, "change_series"))
        self.joined.current_changed.connect(self._show_what_can_be_done)
        self.chart_slot.painted_first.connect(self._show_chart)

    # --- what a page says of itself ---------------------------------------------------------------

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._lineage = lineage_of_case(reader)
            bodies = bodies_of(reader, self._lineage)
        self._bodies = {own.organisation.id: own for own in bodies}
        _set(self.table, [body_row(self.texts, self._lineage, own) for own in bodies])
        _set(self.joined, [joined_row(self.texts, self._lineage, own) for own in self._lineage.joined])
        gone = sum(own.organisation.names[-1].to_date is not None for own in bodies)
        self.subtitle.setText(self.texts("lineage.subtitle", bodies=len(bodies), gone=gone))
        self._show_body(*self.table.current())
        if self.chart_slot.chart is not None:
            self._show_chart_rows()

    def export_rows(self) -> list[Row]:
        shown = [row.name.name for row in _rows(self.table, BodyRow)]
        with self.context.case.reader() as reader:
            rows = organisation_rows(reader)
        return [row for name in shown for row in rows if row["organisation"] == name]

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        del table, row_key, column
        return ""  # bodies are no figures

    def body_for_finding(self) -> Organisation | None:
        body = self.current_body()
        return body.organisation if body is not None else None

    def select_something(self) -> None:
        """The first body with a history, so that the page opens on something to look at."""
        keys = [row.key for row in _rows(self.table, BodyRow) if row.fate] + [
            row.key for row in _rows(self.table, BodyRow)
        ]
        if self.table.current()[0] is None and keys:
            self.table.select_row(keys[0], self.first_column)

    def _explain_row(self, row_key: object, column: str) -> None:
        """Nothing here has a figure to explain."""

    # --- the body that is selected ------------------------------------------------------------------

    def current_body(self) -> Body | None:
        key, _ = self.table.current()
        return self._bodies.get(key) if isinstance(key, int) else None

    def _show_body(self, _key: object, _column: str) -> None:
        body = self.current_body()
        rows = detail_rows(self.texts, self._lineage, body) if body is not None else []
        with QSignalBlocker(self.details):  # chosen for the auditor, who is still among the bodies
            _set(self.details, rows)
            names = [row for row in rows if row.kind == "name"]
            if names:
                self.details.select_row(names[-1].key)
        name = body.organisation.names[-1].name if body is not None else ""
        self.details_title.setText(self.texts("lineage.details", name=name) if name else "")
        if self.chart_slot.chart is not None:
            self.chart_slot.chart.set_current(body.organisation.id if body is not None else None)
        self._show_what_can_be_done()

    def _show_what_can_be_done(self, _key: object = None, _column: str = "") -> None:
        has_body = self.current_body() is not None
        for action in BODY_ACTIONS:
            self.bar.enable(action, has_body)
        detail = self._current_detail()
        self.detail_bar.enable("correct", detail is not None and detail.kind == "name")
        self.detail_bar.enable("remove", detail is not None)
        has_series = self._current_series() is not None
        self.joined_bar.enable("join", len(self._bodies) > 1)
        for action in ("change_series", "remove_series"):
            self.joined_bar.enable(action, has_series)

    def _current_detail(self) -> DetailRow | None:
        key, _ = self.details.current()
        return next((row for row in _rows(self.details, DetailRow) if row.key == key), None)

    def _current_series(self) -> JoinedSeries | None:
        key, _ = self.joined.current()
        return next((row.joined for row in _rows(self.joined, JoinedRow) if row.key == key), None)

    # --- asking for changes -------------------------------------------------------------------------

    def _ask(self, action: str) -> None:
        self.organisation_requested.emit(action, self.current_body(), None)

    def _ask_about_detail(self, action: str, _key: object = None, _column: str = "") -> None:
        detail = self._current_detail()
        if detail is not None and (action == "remove" or detail.kind == "name"):
            self.organisation_requested.emit(action, self.current_body(), detail.detail)

    def _ask_about_series(self, action: str, _key: object = None, _column: str = "") -> None:
        series = self._current_series()
        if action == "join" or series is not None:
            self.organisation_requested.emit(action, self.current_body(), None if action == "join" else series)

    # --- time line ----------------------------------------------------------------------------------

    def _show_chart(self) -> None:
        if self.chart_slot.chart is None:
            from auditor_app.ui.charts.time_line import TimeLine  # pyqtgraph, after the first paint

            chart = TimeLine(self.texts, self.context.colours, self.chart_slot)
            chart.picked.connect(self._pick_from_chart)
            chart.export_requested.connect(self._export_chart)
            self.chart_slot.set_chart(chart)
            self._show_chart_rows()
            chart.show_reports()
            self.table.view.horizontalScrollBar().setValue(0)  # Qt scrolled to the first cell before there was room
        self._align_chart()
        self._show_body(*self.table.current())

    def _show_chart_rows(self) -> None:
        self.chart_slot.chart.set_rows(time_rows(self.texts, self._lineage, self._bodies.values()))
        self.chart_slot.chart.set_captions(f"{self.title.text()}  {self.subtitle.text()}")
        self._align_chart()

    def _align_chart(self) -> None:
        chart = self.chart_slot.chart
        if chart is not None:
            chart.align_to_rows(self.table.visible_rows(), self.table.header_height())

    def _show_time(self, action: str) -> None:
        chart = self.chart_slot.chart
        if chart is not None:
            steps = {"zoom_in": partial(chart.zoom, 1), "zoom_out": partial(chart.zoom, -1)}
            (steps | {"reports": chart.show_reports, "all": chart.show_all})[action]()

    def _pick_from_chart(self, row_key: object) -> None:
        if isinstance(row_key, int):
            self.table.select_row(row_key, self.first_column)

    def _export_chart(self, kind: str) -> None:
        self.export_chart_requested.emit(self.chart_slot.chart, kind)


def _rows(table: DataTable, kind: type[Shown]) -> list[Shown]:
    assert isinstance(table.model, RecordTableModel)
    return [row for row in table.model.shown_rows() if isinstance(row, kind)]


def _set(table: DataTable, rows: Sequence[BodyRow] | Sequence[DetailRow] | Sequence[JoinedRow]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
