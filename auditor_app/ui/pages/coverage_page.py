"""Coverage: both values of every organisation, the means with their basis, and the dumbbell chart beside them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QStackedWidget, QWidget

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import FactKind
from auditor_app.services.browse_coverage import CoverageRow, CoverageTable, coverage_of_units, coverage_table
from auditor_app.services.figure_ids import mean_id
from auditor_app.services.tables.coverage_columns import coverage_columns, official_words, returned_columns
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label
from auditor_app.ui.widgets.side_by_side import SideBySide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.domain.rate_options import RateOptions
    from auditor_app.services.view_rows import Row

LEVELS = ("organisation", "role", "unit")
"""What a row of the table stands for; the last two come from returns."""
MEASURED = frozenset({"with_own_survey", "target", "ascertained"})
"""Columns that show another number of the row's figure than the official rate."""


class CoveragePage(Page):
    """把握率."""

    page_id = "coverage"
    view_name = "coverage"
    first_column = "official"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._coverage: CoverageTable | None = None
        self.tiles = self.add_tiles(5)
        self.what_if = QCheckBox(self.texts("coverage.what_if"), self)
        self.what_if.setToolTip(self.texts("coverage.what_if.help"))
        self.what_if.toggled.connect(self._try_what_if)
        self.table = self.make_table("table", coverage_columns(self.texts), key="figure_id")
        self.table.set_no_rows_text(self.texts("coverage.empty"))
        self.model = self.table.model
        self.level = QComboBox(self)
        for level in LEVELS:
            self.level.addItem(self.texts(f"coverage.level.{level}"), level)
        self.level.setAccessibleName(self.texts("coverage.level"))
        self.level.setToolTip(self.texts("coverage.level"))
        self.level.currentIndexChanged.connect(self._change_level)
        self.level.hide()  # until there are returns
        self.heading_row.addWidget(self.level)
        self.heading_row.addWidget(self.what_if)
        self.heading_row.addWidget(self.table.tools)
        self.chart_slot = ChartSlot(self)
        self.splitter = SideBySide(self.table, self.chart_slot, self.table.width_needed, context.pixels(210), self)
        self.returned: DataTable | None = None
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.splitter)
        self._layout.addWidget(self.stack, 1)
        self.notes = plain_label("", self, wraps=True, muted=True)
        self._layout.addWidget(self.notes)
        self.table.row_geometry_changed.connect(self._align_chart)
        self.chart_slot.painted_first.connect(self._show_chart)

    def fiscal_years(self) -> list[int]:
        return sorted({*self.context.years_of(FactKind.COVERAGE), *self.context.years_of_returns()})

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._coverage = coverage_table(reader, fiscal_year)
        assert isinstance(self.model, RecordTableModel)
        self.model.set_rows(self._coverage.rows)
        self.subtitle.setText(self.texts("coverage.subtitle", year=self.context.year_text(fiscal_year)))
        self._show_means()
        self._show_notes()
        self.level.setVisible(bool(self._coverage.returned))
        if not self._coverage.returned:
            self.level.setCurrentIndex(0)
        self._show_level()
        if self.chart_slot.chart is not None:
            self._show_chart()

    def export_rows(self) -> list[Row]:
        from auditor_app.services.returns_json import coverage_json  # not before the first paint

        model = self._shown_table().model
        assert isinstance(model, RecordTableModel)
        rows = model.shown_rows()
        if self.level.currentData() == "unit":
            return [{**coverage_json(row), "unit": row.unit} for row in rows]
        return [coverage_json(row) for row in rows]

    def select_figure(self, figure_id: str) -> bool:
        """A figure of one role or unit brings its level into sight."""
        if figure_id.startswith("coverage_return:") and not self.table.select_row(figure_id, self.first_column):
            fields = figure_id.split(":")
            self.level.setCurrentIndex(LEVELS.index("unit" if len(fields) > 4 else "role"))
            return self.returned is not None and self.returned.select_row(figure_id, self.first_column)
        self.level.setCurrentIndex(0)
        return self.table.select_row(figure_id, self.first_column)

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del table, row_key
        return column if column in MEASURED else ""

    def charts_beside(self) -> list[QWidget]:
        return [self.chart_slot]

    def uneven_parts(self) -> list[QLabel | FlowRow]:
        return [self.tile_row, self.notes]

    def rate_options(self) -> RateOptions:
        from auditor_app.domain.rate_options import RateOptions  # not before the first paint

        return RateOptions(include_excluded=self.what_if.isChecked())

    def choices(self) -> dict[str, object]:
        return {"level": self.level.currentData(), "what_if": self.what_if.isChecked()}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        if choices.get("level") in LEVELS and self.level.isVisibleTo(self):
            self.level.setCurrentIndex(self.level.findData(choices["level"]))
        self.what_if.setChecked(choices.get("what_if") is True)

    # --- by role and unit ---------------------------------------------------------------------------

    def _shown_table(self) -> DataTable:
        is_whole = self.level.currentData() == "organisation"
        return self.table if is_whole or self.returned is None else self.returned

    def _change_level(self, _index: int) -> None:
        self._show_level()
        self._last_table = "table" if self._shown_table() is self.table else "returned"
        self.status_changed.emit()
        self.choices_changed.emit()

    def _show_level(self) -> None:
        """Organisations with their chart, or the counts as they were returned."""
        level = self.level.currentData()
        if level == "organisation" or self._coverage is None:
            self.stack.setCurrentWidget(self.splitter)
            return
        if self.returned is None:
            self.returned = self.make_table("returned", returned_columns(self.texts), key="figure_id")
            self.stack.addWidget(self.table_box(self.texts("table.coverage.returned"), self.returned))
        rows = [row for row in self._coverage.returned if row.role != "all"]
        if level == "unit":
            with self.context.case.reader() as reader:
                rows = coverage_of_units(reader, self.fiscal_year)
        assert isinstance(self.returned.model, RecordTableModel)
        self.returned.model.set_rows(rows)
        self.stack.setCurrentIndex(1)

    # --- means, notes, chart -----------------------------------------------------------------------

    def _try_what_if(self, _is_checked: bool) -> None:
        self._show_means()
        self.figure_selected.emit(self.figure_id)  # a mean that is being explained is another one now
        self.choices_changed.emit()

    def _show_means(self) -> None:
        if self._coverage is None:
            return
        rows, excluded = self._coverage.rows, self._coverage.excluded
        waiting = sum(row.is_expected for row in rows)
        self.tiles[0].show_figure(
            str(len(rows)),
            self.texts("coverage.organisations"),
            self._mean_id("official") if waiting < len(rows) else "",
            addition=self.texts("year_start.waiting_count", count=waiting) if waiting else "",
        )
        addition = self.texts("coverage.excluded_count", count=len(excluded)) if excluded else ""
        self.tiles[1].show_figure(
            str(len(rows) - len(excluded) - waiting),
            self.texts("coverage.in_analysis"),
            self._mean_id("in_analysis") if waiting < len(rows) else "",
            addition=addition,
        )
        what_if = self.what_if.isChecked()
        for tile, mean in zip(self.tiles[2:], self._coverage.means(what_if), strict=True):
            number = "—" if mean.percent is None else f"{percent_text(mean.percent, 2)} %"
            basis = self.texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
            is_trial = what_if and mean.basis == "in_analysis"
            tile.show_figure(
                number,
                basis,
                mean_id(self.fiscal_year, mean.basis) if mean.percent is not None else "",
                addition=self.texts("coverage.trial") if is_trial else "",
                tone="warning" if is_trial else "text",
            )
        self._show_chart_data()

    def _mean_id(self, basis: str) -> str:
        """The mean whose explanation lists who is counted and who is left out; "" for an empty table."""
        return mean_id(self.fiscal_year, basis) if self._coverage and self._coverage.rows else ""

    def _show_notes(self) -> None:
        if self._coverage is None:
            return
        notes = [note.value.text or note.printed for note in self._coverage.footnotes]
        self.notes.setText("　".join(f"※ {note}" for note in notes))
        self.notes.setVisible(bool(notes))

    def _show_chart(self) -> None:
        if self.chart_slot.chart is None:
            from auditor_app.ui.charts.dumbbell_chart import DumbbellChart

            chart = DumbbellChart(self.texts, self.context.colours, self.chart_slot)
            chart.picked.connect(self._pick_from_chart)
            chart.set_series_names(self.texts("coverage.official"), self.texts("coverage.with_own_survey.short"))
            chart.export_requested.connect(self._export_chart)
            self.chart_slot.set_chart(chart)
            self.table.current_changed.connect(self._mark_in_chart)
        self._show_chart_data()
        self._align_chart()

    def _show_chart_data(self) -> None:
        chart = self.chart_slot.chart
        if chart is None or self._coverage is None:
            return
        from auditor_app.ui.charts.dumbbell_chart import DumbbellPoint

        what_if = self.what_if.isChecked()
        chart.set_points(
            [
                DumbbellPoint(
                    row.figure_id,
                    row.organisation,
                    _float(row.official_percent),
                    _float(row.with_own_survey_percent),
                    _point_kind(row, what_if),
                    "" if row.official_percent is not None else official_words(self.texts, row),
                )
                for row in self._coverage.rows
            ]
        )
        chart.set_captions(
            f"{self.title.text()}  {self.subtitle.text()}",
            [self.notes.text()] if self.notes.text() else [],
        )

    def _align_chart(self) -> None:
        chart = self.chart_slot.chart
        if chart is not None:
            chart.align_to_rows(self.table.visible_rows(), self.table.header_height())

    def _mark_in_chart(self, row_key: object, _column: str) -> None:
        if self.chart_slot.chart is not None:
            self.chart_slot.chart.set_current(row_key)

    def _pick_from_chart(self, row_key: object) -> None:
        self.table.select_row(row_key, "official")

    def _export_chart(self, kind: str) -> None:
        self.export_chart_requested.emit(self.chart_slot.chart, kind)


def _float(value: Decimal | Fraction | None) -> float | None:
    return None if value is None else float(value)


def _point_kind(row: CoverageRow, what_if: bool) -> Literal["counted", "excluded", "missing"]:
    if row.official_percent is None:
        return "missing"
    return "counted" if row.is_in_analysis or what_if else "excluded"
