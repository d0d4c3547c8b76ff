"""Critical infrastructure: sectors, their safety standards and CEPTOARs, and the counts as published."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from auditor_app.domain.published import Fact, FactKind
from auditor_app.services.browse_infrastructure import COUNT_KINDS, Infrastructure, infrastructure
from auditor_app.services.tables.fact_columns import fact_rows
from auditor_app.services.tables.infrastructure_columns import sector_columns
from auditor_app.services.view_rows import Row, fact_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.labels import plain_label

SHOWN_COUNTS = 4


class InfrastructurePage(Page):
    """重要インフラ."""

    page_id = "infrastructure"
    view_name = "infrastructure"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: Infrastructure | None = None
        self.tiles = self.add_tiles(SHOWN_COUNTS)
        self.sectors = self.make_table("sectors", sector_columns(self.texts, self._state_of))
        self.sectors.set_no_rows_text(self.texts("infrastructure.empty"))
        self._layout.addWidget(self.table_box("", self.sectors), 1)
        self.states = plain_label("", self, wraps=True, muted=True)
        self._layout.addWidget(self.states)

    def fiscal_years(self) -> list[int]:
        return self.context.years_of(FactKind.SECTOR, *COUNT_KINDS)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._found = found = infrastructure(reader, fiscal_year)
        self.subtitle.setText(self.texts("infrastructure.subtitle", year=self.context.year_text(fiscal_year)))
        counts = self._shown_counts(found)
        for tile in self.tiles:
            tile.hide()
        for tile, fact in zip(self.tiles, counts, strict=False):
            tile.show_figure(str(fact.shown.value.number), self._count_words(fact), fact.key.figure_id)
            tile.show()
        assert isinstance(self.sectors.model, RecordTableModel)
        self.sectors.model.set_rows(fact_rows(found.sectors))
        self.states.setText("\n".join(f"※ {self._group_words(fact)}: {fact.shown.value.text}" for fact in found.states))

    def export_rows(self) -> list[Row]:
        if self._found is None:
            return []
        assert isinstance(self.sectors.model, RecordTableModel)
        shown = [row.fact for row in self.sectors.model.shown_rows()]
        return [fact_json(fact) for fact in (*self._found.counts, *shown, *self._found.states)]

    def select_figure(self, figure_id: str) -> bool:
        if any(tile.figure_id == figure_id for tile in self.tiles):
            self.choose_figure(figure_id)
            return True
        return self.sectors.select_row(figure_id)

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        """The state columns open what is said of the sector's group."""
        del table
        subject = {"ceptoar": "ceptoar", "safety": "safety_standards"}.get(column)
        found = self._found
        if subject and found is not None:
            group = next(fact.key.aspect for fact in found.sectors if fact.key.figure_id == row_key)
            state = found.state_of(subject, group)
            if state is not None:
                return state.key.figure_id
        return str(row_key)

    def _shown_counts(self, found: Infrastructure) -> list[Fact]:
        """Number of CEPTOARs first, then sectors."""
        ceptoars = [fact for fact in found.counts if fact.key.kind is FactKind.CEPTOAR_COUNT]
        sectors = [fact for fact in found.counts if fact.key.kind is FactKind.SECTOR_COUNT]
        return (ceptoars + sectors)[:SHOWN_COUNTS]

    def _count_words(self, fact: Fact) -> str:
        group = self.texts(f"group.{fact.key.aspect or 'all'}")
        return f"{self.texts(f'kind.{fact.key.kind.value}')}({group})"

    def _group_words(self, fact: Fact) -> str:
        return f"{self.texts(f'subject.{fact.key.subject}')} · {self.texts(f'group.{fact.key.aspect}')}"

    def _state_of(self, subject: str, group: str) -> Fact | None:
        return self._found.state_of(subject, group) if self._found else None
