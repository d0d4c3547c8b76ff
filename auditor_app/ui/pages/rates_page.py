"""Rates: organisation × Part with both rates, the heat map beside it, and the four steps of the selected one."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTabWidget, QWidget

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import FactKind, State, fold_name
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_rates import RateRow, rate_funnel
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, RATES, rates_id
from auditor_app.services.figure_measures import of_measure, split_measure
from auditor_app.services.returns_json import Row, rate_json
from auditor_app.services.show_rates import RatesOfOrganisation, RatesOfYear, part_titles, rates_of_year
from auditor_app.services.tables.rate_columns import (
    SHOWN_METRICS,
    column_part,
    rate_columns,
    rate_table_rows,
    rate_words,
)
from auditor_app.services.tables.rate_notes import rates_notes
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label
from auditor_app.ui.widgets.rate_bar import RateBar
from auditor_app.ui.widgets.side_by_side import SideBySide


class RatesPage(Page):
    """実施率・到達率."""

    page_id = "rates"
    view_name = "rates"
    first_column = f"{ALL}:implementation"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rates: RatesOfYear | None = None
        self._current = ("", self.first_column)
        """Organisation and column that are current in the table."""
        self._choice = context.rate_choice
        with context.case.reader() as reader:
            self._titles = part_titles(reader)
        self.tiles = self.add_tiles(5)
        self.bar = RateBar(context, self._choice, self)
        self._layout.addWidget(self.bar)
        self.table = self.make_table("table", rate_columns(self.texts, list(self._titles.items())))
        self.table.set_no_rows_text(self.texts("rates.empty"))
        self.table.empty_state.set_offer(self.texts("action.make_form"))
        self.table.empty_state.offer_taken.connect(self.form_requested)
        self.heading_row.addWidget(self.table.tools)
        self.heat_slot, self.funnel_slot = ChartSlot(self), ChartSlot(self)
        self.charts = QTabWidget(self)
        self.charts.setDocumentMode(True)
        self.charts.addTab(self.heat_slot, self.texts("rates.heat_map"))
        self.charts.addTab(self.funnel_slot, self.texts("rates.funnel"))
        self.splitter = SideBySide(self.table, self.charts, self.table.width_needed, context.pixels(340), self)
        self._layout.addWidget(self.splitter, 1)
        self.notes = plain_label("", self, wraps=True, muted=True)
        self._layout.addWidget(self.notes)
        self.table.current_changed.connect(self._follow_table)
        self._choice.changed.connect(self._show_choice)
        self.heat_slot.painted_first.connect(self._make_charts)

    # --- what a page says of itself ---------------------------------------------------------------

    def fiscal_years(self) -> list[int]:
        published = self.context.years_of(FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT)
        return sorted({*published, *self.context.years_of_returns()})

    def show_year(self, fiscal_year: int) -> None:
        self._forget_completed(fiscal_year)
        self.fiscal_year = fiscal_year
        self._read()
        assert self._rates is not None
        returns = self._rates.table.returns
        is_japanese = self.texts.language == "ja"
        roles = [role for role in returns.roles.values() if role.code in returns.role_codes]
        self.bar.set_roles(
            [(role.code, role.name_ja if is_japanese else role.name_en or role.name_ja) for role in roles]
        )

    def export_rows(self) -> list[Row]:
        assert isinstance(self.table.model, RecordTableModel)
        return [rate_json(cell) for row in self.table.model.shown_rows() for cell in row.cells.values()]

    def export_choices(self) -> dict[str, object]:
        return self._choice.as_json()

    def rate_options(self) -> RateOptions:
        return self._choice.options

    def charts_beside(self) -> list[QWidget]:
        return [self.charts]

    def uneven_parts(self) -> list[QLabel | FlowRow]:
        return [self.tile_row, self.bar.row, self.notes]

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        del table
        part, _ = column_part(column)
        row = self._row_of(str(row_key))
        cell = row.cells.get(part) if row else None
        return cell.figure_id if cell else ""

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del table, row_key
        return "missing" if column == "missing" else _further(column_part(column)[1])

    def measure_chosen(self) -> str:
        return _further(self._choice.metric)

    def show_measure(self, measure: str) -> None:
        row_key, column = self.table.current()
        if row_key is not None:
            self.table.select_row(row_key, "missing" if measure == "missing" else f"{column_part(column)[0]}:{measure}")

    def select_figure(self, figure_id: str) -> bool:
        """Also of a section: the cell of its Part becomes current."""
        figure, measure = split_measure(figure_id)
        kind, _, rest = figure.partition(":")
        if kind != RATES:
            return False
        _, organisation, _, role, part, *_ = (*rest.split(":"), "", "", "", "")
        if role and role != self._choice.role:
            self._choice.choose(role=role)
        column = f"{part or ALL}:{measure if measure in SHOWN_METRICS else self._shown_metric()}"
        row = self._row_of(organisation)
        return row is not None and self.table.select_row(row.organisation, column)

    def _forget_completed(self, fiscal_year: int) -> None:
        """Items taken as completed belong to the year they were chosen in: another edition numbers anew."""
        if self.fiscal_year not in (0, fiscal_year):
            self._choice.forget_completed()

    # --- showing ----------------------------------------------------------------------------------

    def _show_choice(self) -> None:
        """Role, class or what-if were changed, here or on another page; a page not in sight reads when it is shown."""
        if not self.isVisible():
            self.is_loaded = False
            return
        key, column = self._current
        self._read()
        if key:
            self.table.select_row(key, column)
            self.choose_figure(self.figure_of("table", key, column))  # the same cell is another figure now

    def _read(self) -> None:
        with self.context.case.reader() as reader:
            self._rates = rates_of_year(reader, self.fiscal_year, self._choice.role, self._choice.options)
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(rate_table_rows(self.texts, self._rates))
        self.subtitle.setText(self.texts("rates.subtitle", year=self.context.year_text(self.fiscal_year)))
        self._show_tiles(self._rates)
        self._show_notes()
        self._show_charts()
        if self.funnel_slot.chart is not None and self._current[0]:
            self._show_funnel(self._current[0], column_part(self._current[1])[0])

    def _show_tiles(self, rates: RatesOfYear) -> None:
        table, mean = rates.table, rates.mean
        organisations = [row for row in rates.rows if row.organisation != ALL_ORGANISATIONS]
        excluded = sum(not row.is_in_analysis for row in organisations)
        waiting = len(table.returns.organisations) - len(table.returns.sums)
        additions = (("coverage.excluded_count", excluded), ("year_start.waiting_count", waiting))
        addition = " ".join(self.texts(key, count=count) for key, count in additions if count)
        self.tiles[0].show_figure(str(len(organisations)), self.texts("coverage.organisations"), addition=addition)
        cell = mean.cells.get(ALL) if mean else None
        is_trial = not table.options.is_official
        figure_id = rates_id(self.fiscal_year, ALL_ORGANISATIONS, rates.role, ALL) if cell else ""
        for tile, metric in zip(self.tiles[1:4], ("implementation", "achievement", "pooled"), strict=True):
            words = rate_words(self.texts, cell, metric) if cell else "—"  # type: ignore[arg-type]
            has_number = cell is not None and cell.state is State.REPORTED
            tile.show_figure(
                f"{words} %" if has_number else words,
                self.texts(f"rates.mean.{metric}", count=cell.mean.organisations if cell and cell.mean else 0),
                of_measure(figure_id, _further(metric)),
                addition=self.texts("coverage.trial") if is_trial else "",
                tone="warning" if is_trial else "text",
            )
        missing = sum(
            table.rates(own.id, ALL, rates.role).missing for own in table.returns.organisations if table.is_shown(own)
        )
        self.tiles[4].show_figure(
            f"{missing:,}" if table.returns.sums else "—",
            self.texts("rates.missing"),
            addition=self.texts("coverage.trial") if is_trial else "",
            tone="warning" if is_trial else "text",
        )

    def _show_notes(self) -> None:
        assert self._rates is not None
        notes = rates_notes(self.texts, self._rates)
        self.notes.setText("　".join(f"※ {note}" for note in notes))
        self.notes.setVisible(bool(notes))

    def _shown_metric(self) -> str:
        """The measure of the column to go to: the pooled rate has none in sight."""
        return "achievement" if self._choice.metric == "achievement" else "implementation"

    def _row_of(self, organisation: str) -> RatesOfOrganisation | None:
        rows = self._rates.rows if self._rates else ()
        folded = fold_name(organisation)
        return next((row for row in rows if fold_name(row.organisation) == folded), None)

    # --- charts -----------------------------------------------------------------------------------

    def _make_charts(self) -> None:
        from auditor_app.ui.charts.funnel_chart import FunnelChart
        from auditor_app.ui.charts.heat_map import HeatMap

        heat = HeatMap(self.texts, self.context.colours, self.heat_slot)
        heat.picked.connect(self._pick_from_map)
        heat.activated.connect(self._explain_from_map)
        heat.export_requested.connect(self._export_heat_map)
        self.heat_slot.set_chart(heat)
        funnel = FunnelChart(self.texts, self.context.colours, self.funnel_slot)
        funnel.export_requested.connect(self._export_funnel)
        self.funnel_slot.set_chart(funnel)
        self._show_charts()
        self._follow_table(*self._current)

    def _show_charts(self) -> None:
        if self.heat_slot.chart is None or self._rates is None:
            return
        from auditor_app.ui.charts.heat_cells import HeatCell, HeatColumn, HeatRow

        metric = self._choice.metric
        parts = [ALL, *self._rates.parts] if self._rates.table.returns.organisations else list(self._rates.parts)
        columns = [
            HeatColumn(
                part, self.texts("rates.all_parts.short") if part == ALL else self.texts("rates.part", part=part)
            )
            for part in parts
        ]
        cells = {
            (row.organisation, part): HeatCell(
                None if (percent := cell.percent(metric)) is None else float(percent),
                percent_text(percent) if percent is not None else self.texts(f"state.{cell.state.value}"),
                cell.state,
                self._cell_tooltip(row.organisation, part, cell),
            )
            for row in self._rates.rows
            for part, cell in row.cells.items()
        }
        rows = [HeatRow(row.key, row.name) for row in rate_table_rows(self.texts, self._rates)]
        self.heat_slot.chart.set_matrix(rows, columns, cells)
        shown = f"{self.texts(f'kind.{metric}')} · {self.bar.role.currentText()}"
        self.heat_slot.chart.set_captions(
            f"{self.title.text()}  {self.subtitle.text()}  {shown}",
            [self.notes.text()] if self.notes.text() else [],
        )

    def _cell_tooltip(self, organisation: str, part: str, cell: RateRow) -> str:
        name = self.texts("rates.mean") if organisation == ALL_ORGANISATIONS else organisation
        where = self.texts("rates.all_parts") if part == ALL else self.texts("rates.part", part=part)
        both = [
            f"{self.texts(f'kind.{own}')} {rate_words(self.texts, cell, own)}"
            for own in ("implementation", "achievement")
        ]
        return f"{name} · {where}\n" + "\n".join(both)

    def _follow_table(self, row_key: object, column: str) -> None:
        if not row_key:
            return
        self._current = (str(row_key), column)
        part, _ = column_part(column)
        if self.heat_slot.chart is None:
            return
        self.heat_slot.chart.set_current(row_key, part)
        self._show_funnel(str(row_key), part)

    def _show_funnel(self, organisation: str, part: str) -> None:
        from auditor_app.ui.charts.funnel_chart import FunnelStep

        if self._rates is None:
            return
        with self.context.case.reader() as reader:
            steps = rate_funnel(reader, self._rates.table, organisation, part, self._choice.role)
        self.funnel_slot.chart.set_steps(
            [
                FunnelStep(
                    step.key,
                    self.texts(f"step.{step.key}"),
                    step.count,
                    self.texts(f"unit.{step.unit}"),
                    step.state,
                    f"{step.count:,}" if step.count is not None else self.texts(f"state.{step.state.value}"),
                )
                for step in steps
            ]
        )
        where = self.texts("rates.all_parts") if part == ALL else self.texts("rates.part", part=part)
        name = self.texts("rates.mean_organisations") if organisation == ALL_ORGANISATIONS else organisation
        year = self.context.year_text(self.fiscal_year)
        title = " · ".join((name, where, self.bar.role.currentText(), year))
        self.funnel_slot.chart.set_captions(title, [self.notes.text()] if self.notes.text() else [])

    def _pick_from_map(self, row_key: object, part: object) -> None:
        self.table.select_row(row_key, f"{part}:{self._shown_metric()}")

    def _explain_from_map(self, row_key: object, part: object) -> None:
        self.explain_requested.emit(self.figure_of("table", row_key, f"{part}:implementation"))

    def _export_heat_map(self, kind: str) -> None:
        self.export_chart_requested.emit(self.heat_slot.chart, kind)

    def _export_funnel(self, kind: str) -> None:
        self.export_chart_requested.emit(self.funnel_slot.chart, kind)


def _further(metric: str) -> str:
    """The measure of a figure's id: none for its first value."""
    return "" if metric == "implementation" else metric
