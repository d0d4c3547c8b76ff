"""Weak areas as published: role, Part and topic, and below them what the evaluation says by field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from auditor_app.domain.published import FactKind
from auditor_app.services.browse_weak_areas import WeakAreas, weak_areas
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.view_rows import Row
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.columns import Column
from auditor_app.ui.models.fact_columns import FactRow, fact_rows, source_columns
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.word_columns import position_column, text_column
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label


class WeakAreasPage(Page):
    """課題."""

    page_id = "weak_areas"
    view_name = "weak-areas"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: WeakAreas | None = None
        self.tiles = self.add_tiles(3)
        self.state_note = plain_label(self.texts("weak_areas.rates_not_transcribed"), self, wraps=True, muted=True)
        self._layout.addWidget(self.state_note)
        self.areas = self.make_table("areas", self._area_columns())
        self.areas.set_no_rows_text(self.texts("weak_areas.empty"))
        self.evaluations = self.make_table("evaluations", self._evaluation_columns())
        self.evaluations.set_no_rows_text(self.texts("weak_areas.no_evaluations"))
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.table_box(self.texts("weak_areas.areas"), self.areas))
        splitter.addWidget(self.table_box(self.texts("weak_areas.evaluations"), self.evaluations))
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([240, 380])
        self._layout.addWidget(splitter, 1)

    def fiscal_years(self) -> list[int]:
        return self.context.years_of(FactKind.WEAK_AREA, FactKind.EVALUATION)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._found = found = weak_areas(reader, fiscal_year)
        self.subtitle.setText(self.texts("weak_areas.subtitle", year=self.context.year_text(fiscal_year)))
        _set(self.areas, fact_rows(found.areas))
        _set(self.evaluations, fact_rows(found.evaluations))
        by_role = {role: sum(fact.key.role == role for fact in found.areas) for role in ("officer", "staff")}
        self.tiles[0].show_figure(str(len(found.areas)), self.texts("weak_areas.count"))
        self.tiles[1].show_figure(str(by_role["officer"]), self.texts("role.officer"))
        self.tiles[2].show_figure(str(by_role["staff"]), self.texts("role.staff"))
        self.state_note.setVisible(fiscal_year in self.context.years_of(FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT))

    def export_rows(self) -> list[Row]:
        with self.context.case.reader() as reader:
            rows = selected_rows(reader, self.view_name, Selectors(years=(self.fiscal_year,)))
        by_id = {row["figure_id"]: row for row in rows}
        assert isinstance(self.areas.model, RecordTableModel)
        return [by_id[row.key] for row in self.areas.model.shown_rows()]

    def select_figure(self, figure_id: str) -> bool:
        return self.areas.select_row(figure_id) or self.evaluations.select_row(figure_id)

    def _area_columns(self) -> list[Column]:
        texts = self.texts
        return [
            position_column(texts),
            text_column("role", texts("field.role"), lambda row: texts(f"role.{row.fact.key.role}"), 24),
            text_column("part", texts("field.part"), self._part_words, 28),
            text_column("topic", texts("field.topic"), lambda row: row.fact.key.aspect, 42),
            *source_columns(texts),
        ]

    def _evaluation_columns(self) -> list[Column]:
        texts = self.texts
        return [
            text_column("field", texts("field.subject"), lambda row: row.fact.key.subject, 24, is_frozen=True),
            text_column("statement", texts("field.statement"), _statement_words, 80, tooltip=_statement_words),
            text_column("claim", texts("field.claim"), self._claim_words, 14),
            *source_columns(texts),
        ]

    def _part_words(self, row: FactRow) -> str:
        part = row.fact.key.part
        title = self._found.part_titles.get(part, "") if self._found else ""
        return self.texts("part.title", part=part, title=title).strip()

    def _claim_words(self, row: FactRow) -> str:
        value, unit = row.shown.value, row.shown.unit
        if value.upper is not None:
            return self.texts("claim.below", bound=value.upper, unit=unit)
        if value.lower is not None:
            return self.texts("claim.at_least", bound=value.lower, unit=unit)
        return ""


def _statement_words(row: FactRow) -> str:
    return row.shown.value.text or row.shown.printed


def _set(table: DataTable, rows: list[FactRow]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
