"""The programme: measures by area with re-listed ones and the control total, named measures, next year's directions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from auditor_app.domain.published import FactKind
from auditor_app.services.browse_programme import AreaRow, Programme, programme
from auditor_app.services.figure_ids import sum_id
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.fact_columns import fact_rows
from auditor_app.services.tables.programme_columns import (
    COUNTS,
    area_columns,
    area_figure,
    area_rows,
    direction_columns,
    directions_of,
    measure_columns,
    measures_of,
)
from auditor_app.services.view_rows import Row
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.side_by_side import SideBySide


class ProgrammePage(Page):
    """施策."""

    page_id = "programme"
    view_name = "programme"
    first_column = "new"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._programme: Programme | None = None
        self.tiles = self.add_tiles(6)
        self.areas = self.make_table("areas", area_columns(self.texts))
        self.areas.set_no_rows_text(self.texts("programme.empty"))
        self.measures = self.make_table("measures", measure_columns(self.texts))
        self.directions = self.make_table("directions", direction_columns(self.texts))
        self.chart_slot = ChartSlot(self)
        beside = SideBySide(self.areas, self.chart_slot, self.areas.width_needed, context.pixels(190), self)
        top = self.table_box(self.texts("programme.areas"), self.areas, beside)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table_box("", self.measures), "")
        self.tabs.addTab(self.table_box("", self.directions), "")
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(top)
        splitter.addWidget(self.tabs)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([400, 240])
        self._layout.addWidget(splitter, 1)
        self.areas.row_geometry_changed.connect(self._align_chart)
        self.chart_slot.painted_first.connect(self._show_chart)

    def fiscal_years(self) -> list[int]:
        return self.context.years_of(FactKind.MEASURE_COUNT)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._programme = found = programme(reader, fiscal_year)
        self.subtitle.setText(self._subtitle(found))
        _set(self.areas, area_rows(found))
        measures = measures_of(found)
        _set(self.measures, fact_rows(measures))
        _set(self.directions, fact_rows(directions_of(found)))
        self.tabs.setTabText(0, self.texts("programme.measures", count=len(measures)))
        following = self.context.year_text(found.directions_year)
        self.tabs.setTabText(1, self.texts("programme.directions", year=following))
        self._show_tiles(found)
        if self.chart_slot.chart is not None:
            self._show_chart()

    def export_rows(self) -> list[Row]:
        with self.context.case.reader() as reader:
            rows = selected_rows(reader, self.view_name, Selectors(years=(self.fiscal_year,)))
        by_area = {row["area"]: row for row in rows}
        assert isinstance(self.areas.model, RecordTableModel)
        return [by_area[row.key] for row in self.areas.model.shown_rows()]

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        if table != "areas" or self._programme is None:
            return str(row_key)
        row = next(row for row in self._programme.areas if row.area == row_key)
        return area_figure(row, column)

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del row_key
        return "relisted" if table == "areas" and column.endswith("_relisted") else ""

    def select_figure(self, figure_id: str) -> bool:
        for row in self._programme.areas if self._programme else ():
            for aspect, fact in row.facts.items():
                if fact.key.figure_id == figure_id:
                    return self.areas.select_row(row.area, aspect)
            if row.goal is not None and row.goal.key.figure_id == figure_id:
                return self.areas.select_row(row.area, "goal")
        if self.measures.select_row(figure_id):
            self.tabs.setCurrentIndex(0)
            return True
        if self.directions.select_row(figure_id):
            self.tabs.setCurrentIndex(1)
            return True
        return False

    def sum_is_meaningful(self, column_keys: Sequence[str]) -> bool:
        """Counts of one column may be added; the status bar then also says what re-listing means."""
        return len(column_keys) == 1 and column_keys[0] in COUNTS

    # --- parts ------------------------------------------------------------------------------------

    def _subtitle(self, found: Programme) -> str:
        facts = [fact for row in found.areas for fact in row.facts.values()]
        draft = self.texts("draft") if any(fact.shown.is_draft for fact in facts) else ""
        return f"{self.texts('programme.subtitle', year=self.context.year_text(found.fiscal_year))} {draft}".strip()

    def _show_tiles(self, found: Programme) -> None:
        year, totals = found.fiscal_year, found.totals
        printed = found.printed_total
        number = f"{printed.shown.value.number}" if printed and printed.shown.value.number is not None else "—"
        self.tiles[0].show_figure(
            number, self.texts("programme.printed_total"), printed.key.figure_id if printed else ""
        )
        without = str(totals.without_relisted)
        agrees = number == without
        tone = "good" if agrees else "bad"
        addition = self.texts("programme.agrees" if agrees else "programme.differs") if printed else ""
        self.tiles[1].show_figure(
            without,
            self.texts("programme.without_relisted"),
            sum_id(year, "without_relisted"),
            addition=addition,
            tone=tone if printed else "text",
        )
        self.tiles[2].show_figure(str(totals.total), self.texts("programme.sum"), sum_id(year, "total"))
        self.tiles[3].show_figure(str(totals.relisted), self.texts("programme.relisted"), sum_id(year, "relisted"))
        self.tiles[4].show_figure(str(totals.new), self.texts("programme.new"), sum_id(year, "new"))
        total = found.direction_total
        directions = f"{total.shown.value.number}" if total and total.shown.value.number is not None else "—"
        self.tiles[5].show_figure(
            directions,
            self.texts("programme.direction_total", year=self.context.year_text(year + 1)),
            total.key.figure_id if total else "",
        )

    def _show_chart(self) -> None:
        if self._programme is None:
            return
        from auditor_app.ui.charts.bar_chart import Bar, BarChart, BarSeries

        if self.chart_slot.chart is None:
            chart = BarChart(self.texts, self.context.colours, self.chart_slot)
            chart.picked.connect(self._pick_from_chart)
            chart.export_requested.connect(self._export_chart)
            self.areas.current_changed.connect(self._mark_in_chart)
            self.chart_slot.set_chart(chart)
        texts = self.texts
        series = [
            BarSeries(texts("programme.new"), 0),
            BarSeries(texts("programme.relisted"), 0, is_hatched=True),
            BarSeries(texts("programme.continued"), 1),
            BarSeries(texts("programme.relisted"), 1, is_hatched=True),
        ]
        bars = [Bar(row.area, row.area, _parts(row)) for row in self._programme.areas]
        self.chart_slot.chart.set_bars(series, bars)
        captions = [texts("programme.relisted_note")]
        self.chart_slot.chart.set_captions(f"{self.title.text()}  {self.subtitle.text()}", captions)
        self._align_chart()

    def _align_chart(self) -> None:
        if self.chart_slot.chart is not None:
            self.chart_slot.chart.align_to_rows(self.areas.visible_rows(), self.areas.header_height())

    def _mark_in_chart(self, row_key: object, _column: str) -> None:
        if self.chart_slot.chart is not None:
            self.chart_slot.chart.set_current(row_key)

    def _pick_from_chart(self, row_key: object) -> None:
        self.areas.select_row(row_key, "total")

    def _export_chart(self, kind: str) -> None:
        self.export_chart_requested.emit(self.chart_slot.chart, kind)


def _parts(row: AreaRow) -> tuple[float | None, ...]:
    """New and continued measures, each without and with the re-listed ones; None where nothing is printed."""
    parts: list[float | None] = []
    for count, relisted in (
        (row.counts.new, row.counts.new_relisted),
        (row.counts.continued, row.counts.continued_relisted),
    ):
        parts += [None, None] if count is None else [float(count - (relisted or 0)), float(relisted or 0)]
    return tuple(parts)


def _set(table: DataTable, rows: Sequence[object]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
