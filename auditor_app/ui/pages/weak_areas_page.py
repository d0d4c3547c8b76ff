"""Weak areas: what the returns rank as weak, down to the organisations, and what was published as weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import FactKind
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_weak_areas import WeakAreas, weak_areas
from auditor_app.services.figure_measures import of_measure
from auditor_app.services.rank_weak_areas import LEVELS, Level, RankedArea, figure_of_member, pairs_of
from auditor_app.services.returns_json import Row, ranked_json
from auditor_app.services.tables.fact_columns import FactRow, fact_rows
from auditor_app.services.tables.ranking_columns import (
    METRICS,
    AreaRow,
    MemberRow,
    area_title,
    member_columns,
    member_rows,
    ranking_columns,
    ranking_rows,
)
from auditor_app.services.tables.rate_columns import role_choices, role_name
from auditor_app.services.tables.rate_notes import option_notes
from auditor_app.services.tables.weak_area_columns import evaluation_columns, weak_area_columns
from auditor_app.services.view_rows import published_weak_area_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.ranking import Ranking, RankingResult
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label
from auditor_app.ui.widgets.ranking_panel import RankingPanel

RETURNED, PUBLISHED = 0, 1


class WeakAreasPage(Page):
    """課題."""

    page_id = "weak_areas"
    view_name = "weak-areas"
    first_column = "implementation"
    topic_requested = Signal(str, object)
    """new | edit | remove, and the topic that is selected"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: WeakAreas | None = None
        self._result: RankingResult | None = None
        self._choice = context.rate_choice
        self._level: Level = "section"
        self._part_filter, self._wanted = "", ""
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.ranking = self.make_table("ranking", ranking_columns(self.texts), key="figure_id")
        self.members = self.make_table("members", member_columns(self.texts))
        self.panel = RankingPanel(context, self.ranking, self.members, self)
        self.tabs.addTab(self.panel, self.texts("weak_areas.returned"))
        self.tabs.addTab(self._build_published(), self.texts("weak_areas.published", count=0))
        self._layout.addWidget(self.tabs, 1)
        self.notes = plain_label("", self, wraps=True, muted=True)
        self._layout.addWidget(self.notes)
        self.source = Ranking(context, self)
        self.source.ready.connect(self._show_ranking)
        self.panel.level_chosen.connect(self._choose_level)
        self.panel.completed_requested.connect(self._try_completed)
        self.panel.cell_picked.connect(self._show_cell)
        self.panel.chart_export_requested.connect(self.export_chart_requested)
        self.panel.topic_requested.connect(self._ask_topic)
        self.ranking.current_changed.connect(self._show_members)
        self._choice.changed.connect(self._change_choice)
        self.tabs.currentChanged.connect(self._show_tab)

    def _part_title(self, part: str) -> str:
        return self._found.part_titles.get(part, "") if self._found else ""

    def _build_published(self) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        self.state_note = plain_label(self.texts("weak_areas.rates_not_transcribed"), box, wraps=True, muted=True)
        layout.addWidget(self.state_note)
        self.areas = self.make_table("areas", weak_area_columns(self.texts, self._part_title))
        self.areas.set_no_rows_text(self.texts("weak_areas.empty"))
        self.evaluations = self.make_table("evaluations", evaluation_columns(self.texts))
        self.evaluations.set_no_rows_text(self.texts("weak_areas.no_evaluations"))
        splitter = QSplitter(Qt.Orientation.Vertical, box)
        splitter.addWidget(self.table_box(self.texts("weak_areas.areas"), self.areas))
        splitter.addWidget(self.table_box(self.texts("weak_areas.evaluations"), self.evaluations))
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([240, 380])
        layout.addWidget(splitter, 1)
        return box

    # --- what a page says of itself ---------------------------------------------------------------

    def fiscal_years(self) -> list[int]:
        published = self.context.years_of(FactKind.WEAK_AREA, FactKind.EVALUATION)
        return sorted({*published, *self.context.years_of_returns()})

    def show_year(self, fiscal_year: int) -> None:
        if self.fiscal_year not in (0, fiscal_year):
            self._choice.forget_completed()  # items of another edition may bear the same numbers
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._found = found = weak_areas(reader, fiscal_year)
        _set(self.areas, fact_rows(found.areas))
        _set(self.evaluations, fact_rows(found.evaluations))
        self._show_subtitle()
        self.state_note.setVisible(fiscal_year in self.context.years_of(FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT))
        has_returns = fiscal_year in self.context.years_of_returns()
        self.tabs.setTabText(PUBLISHED, self.texts("weak_areas.published", count=len(found.areas)))
        self.tabs.setCurrentIndex(RETURNED if has_returns else PUBLISHED)
        self.ranking.set_no_rows_text(self.texts("ranking.reading" if has_returns else "rates.empty"))
        self._result = None
        self._show_rows([])
        if has_returns:
            self._ask()

    def export_rows(self) -> list[Row]:
        if self.tabs.currentIndex() == PUBLISHED and self._found is not None:
            shown = [row.key for row in _rows(self.areas)]
            facts = {fact.key.figure_id: fact for fact in self._found.areas}
            return [published_weak_area_json(self._found, facts[key]) for key in shown]
        return [ranked_json(row.area) for row in _rows(self.ranking)]

    def export_choices(self) -> dict[str, object]:
        return {**self._choice.as_json(), "level": self._level, "line": str(self._choice.line)}

    def rate_options(self) -> RateOptions:
        return self._choice.options

    def select_figure(self, figure_id: str) -> bool:
        if self.areas.select_row(figure_id) or self.evaluations.select_row(figure_id):
            self.tabs.setCurrentIndex(PUBLISHED)
            return True
        self._wanted = figure_id
        return self.ranking.select_row(figure_id, self.first_column)

    def select_something(self) -> None:
        if self.tabs.currentIndex() == PUBLISHED and not self.figure_id and _rows(self.areas):
            self.areas.select_row(self.areas.model.first_key(), "role")

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        if table != "members":
            return super().figure_of(table, row_key, column)
        area = self._current_area()
        return figure_of_member(area, str(row_key)) if area is not None else ""

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del row_key
        if table not in ("ranking", "members"):
            return ""
        measure = column if column in (*METRICS, "missing") else self._choice.metric
        return "" if measure == "implementation" else measure

    def measure_chosen(self) -> str:
        return "" if self._choice.metric == "implementation" else self._choice.metric

    def figures_for_finding(self, most: int) -> tuple[list[str], list[str]]:
        """With the keyboard on the matrix its cell, which narrows the ranking but is no row of it."""
        chart, focus = self.panel.matrix_slot.chart, QApplication.focusWidget()
        if self._result is not None and chart is not None and focus is not None and chart.isAncestorOf(focus):
            cell = chart.current_cell()
            found = (own.figure_id for own in self._result.matrix if (own.role, own.part) == cell)
            figures = [of_measure(own, self.measure_chosen()) for own in found]
            if figures:
                return figures, []
        return super().figures_for_finding(most)

    def choices(self) -> dict[str, object]:
        return {"level": self._level, "part": self._part_filter, "published": self.tabs.currentIndex() == PUBLISHED}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        if choices.get("level") in LEVELS:
            self._level = cast(Level, choices["level"])
        self._part_filter = str(choices.get("part", ""))
        self.tabs.setCurrentIndex(PUBLISHED if choices.get("published") else RETURNED)
        if self.fiscal_year in self.context.years_of_returns():
            self._ask()

    def charts_beside(self) -> list[QWidget]:
        return [self.panel.matrix_slot]

    def uneven_parts(self) -> list[QLabel | FlowRow]:
        return [self.panel.bar.row, self.state_note, self.notes]

    def _show_tab(self, _tab: int) -> None:
        self._show_subtitle()
        self.choices_changed.emit()

    def _show_subtitle(self) -> None:
        key = "weak_areas.subtitle" if self.tabs.currentIndex() == PUBLISHED else "weak_areas.subtitle.returned"
        self.subtitle.setText(self.texts(key, year=self.context.year_text(self.fiscal_year)))

    def _explain_row(self, row_key: object, column: str) -> None:
        """A double click on an organisation shows its answers in the area; on an area it explains it."""
        if self._table_of_sender() == "members":
            self.page_requested.emit("answers", self.figure_of("members", row_key, column))
        else:
            super()._explain_row(row_key, column)

    # --- ranking ----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.panel.show_level(self._level)
        self.source.ask(self.fiscal_year, self._level, self._choice)

    def _change_choice(self) -> None:
        if self.isVisible() and self._result is not None:
            self._ask()
        else:
            self.is_loaded = False

    def _choose_level(self, level: Level) -> None:
        self._level = level
        self._ask()
        self.choices_changed.emit()

    def _show_ranking(self, result: RankingResult) -> None:
        if result.fiscal_year != self.fiscal_year:
            return
        self._result = result
        self.ranking.set_no_rows_text(self.texts("rates.empty"))
        returns = result.table.returns
        self.panel.bar.set_roles(
            [
                (role.code, role_name(self.texts, role))
                for role in returns.roles.values()
                if role.code in returns.role_codes
            ]
        )
        self._show_rows(self._area_rows(result))
        self._show_matrix(result)
        options = result.table.options
        self.notes.setText("　".join(f"※ {note}" for note in option_notes(self.texts, options, returns.edition)))
        if self._wanted and self.ranking.select_row(self._wanted, self.first_column):
            self._wanted = ""
        elif (first := self.ranking.model.first_key()) is not None:
            self.ranking.select_row(first, self.first_column)
            self.ranking.view.horizontalScrollBar().setValue(0)  # a page opens at its left edge
            self.choose_figure(str(first))
            self._show_members(first, self.first_column)

    def _area_rows(self, result: RankingResult) -> list[AreaRow]:
        """Weakest first until the auditor sorts by a column; one role only when one is chosen."""
        choice = self._choice
        roles = {role.code: role_name(self.texts, role) for role in result.table.returns.roles.values()}
        return ranking_rows(
            self.texts,
            result.areas,
            roles,
            role=choice.role,
            part=self._part_filter,
            line=choice.line,
            metric=choice.metric,
        )

    def _show_rows(self, rows: list[AreaRow]) -> None:
        assert isinstance(self.ranking.model, RecordTableModel)
        self.ranking.model.set_rows(rows)
        if not rows:
            _set(self.members, [])
            self.panel.members_title.setText("")

    def _show_matrix(self, result: RankingResult) -> None:
        from auditor_app.ui.charts.heat_cells import HeatCell, HeatColumn, HeatRow  # needs no pyqtgraph

        rows = [HeatRow(code, name) for code, name in role_choices(self.texts, result.table.returns)]
        columns = [HeatColumn(part, self.texts("rates.part", part=part)) for part in result.table.returns.parts]
        metric = self._choice.metric
        cells = {
            (area.role, area.part): HeatCell(
                None if (percent := area.percent(metric)) is None else float(percent),
                percent_text(percent) if percent is not None else self.texts(f"state.{area.state.value}"),
                area.state,
                self.texts("ranking.cell", below=area.organisations_below, count=area.mean.organisations),
            )
            for area in result.matrix
        }
        title = f"{self.title.text()}  {self.subtitle.text()}  {self.texts(f'kind.{metric}')}"
        self.panel.show_matrix(rows, columns, cells, float(self._choice.line), title)

    def _show_cell(self, role: object, part: object) -> None:
        """A cell of the matrix narrows the ranking to its role and Part; the same cell again widens it."""
        is_same = (self._choice.role, self._part_filter) == (role, part)
        self._part_filter = "" if is_same else str(part)
        before = self._choice.role
        self._choice.choose(role=ALL if is_same else str(role))
        if before == self._choice.role and self._result is not None:
            self._show_ranking(self._result)
        self.choices_changed.emit()

    def _current_area(self) -> RankedArea | None:
        key, _ = self.ranking.current()
        return next((row.area for row in _rows(self.ranking) if row.figure_id == key), None)

    def _show_members(self, row_key: object, _column: str) -> None:
        row = next((row for row in _rows(self.ranking) if row.figure_id == row_key), None)
        if row is None:
            _set(self.members, [])
            self.panel.members_title.setText("")
            return
        _set(self.members, member_rows(self.texts, row))
        self.panel.members_title.setText(area_title(row))

    def _try_completed(self) -> None:
        """What-if: the selected areas as if everyone with the duty had carried them out."""
        if self._result is None:
            return
        keys = set(self.ranking.selected_keys())
        chosen = [row.area for row in _rows(self.ranking) if row.figure_id in keys]
        pairs = frozenset().union(*(pairs_of(self._result.table, area, self._result.topics) for area in chosen))
        options = self._choice.options
        self._choice.choose(options=replace(options, completed=options.completed | pairs))

    def _ask_topic(self, action: str) -> None:
        """The topic that is selected, or a new one: the window asks and stores."""
        area = self._current_area()
        topics = self._result.topics if self._result else ()
        topic = next((own for own in topics if area is not None and own.name == area.title), None)
        if action == "new" or topic is not None:
            self.topic_requested.emit(action, topic if action != "new" else None)


def _rows(table: DataTable) -> list[Any]:
    assert isinstance(table.model, RecordTableModel)
    return table.model.shown_rows()


def _set(table: DataTable, rows: Sequence[FactRow | MemberRow]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
