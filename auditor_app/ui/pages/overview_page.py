"""The overview: the numbers asked for first, what needs attention, and every published figure of the year."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.numbers import percent_text
from auditor_app.services.browse_coverage import CoverageRow
from auditor_app.services.browse_overview import Overview, overview, overview_years
from auditor_app.services.browse_rates import RateRow
from auditor_app.services.figure_ids import mean_id, sum_id
from auditor_app.services.tables.fact_columns import fact_rows
from auditor_app.services.tables.overview_columns import published_columns
from auditor_app.services.view_rows import Row, fact_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.report_words import progress_words
from auditor_app.ui.widgets.labels import ElidedLabel, heading


class OverviewPage(Page):
    """概況."""

    page_id = "overview"
    view_name = "overview"
    first_column = "subject"
    practice_requested = Signal()
    """open the practice case"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._add_practice_button()
        self.tiles = self.add_tiles(8)
        self.attention: list[tuple[ElidedLabel, QPushButton]] = []
        self._layout.addWidget(heading(self.texts("overview.attention"), self))
        self._attention_rows = QVBoxLayout()
        self._attention_rows.setSpacing(0)
        self._layout.addLayout(self._attention_rows)
        for page in ("coverage", "coverage", "coverage", "weak_areas", "checks"):
            self._add_attention(page)
        self._layout.addSpacing(context.pixels(4))
        self.table = self.make_table("published", published_columns(self.texts))
        self.table.set_no_rows_text(self.texts("overview.empty"))
        self._layout.addWidget(self.table_box(self.texts("overview.published"), self.table), 1)

    def fiscal_years(self) -> list[int]:
        with self.context.case.reader() as reader:
            return overview_years(reader)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            found = overview(reader, fiscal_year)
        self.subtitle.setText(self.texts("overview.subtitle", year=self.context.year_text(fiscal_year)))
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(fact_rows(found.published))
        self._show_tiles(found)
        self._show_attention(found)

    def export_rows(self) -> list[Row]:
        assert isinstance(self.table.model, RecordTableModel)
        return [fact_json(row.fact) for row in self.table.model.shown_rows()]

    def select_figure(self, figure_id: str) -> bool:
        return self.table.select_row(figure_id)

    # --- parts ------------------------------------------------------------------------------------

    def _add_practice_button(self) -> None:
        """The way to try everything on invented data, from the page that is seen first; not needed once there."""
        words = self.texts("action.open_practice_case")
        self.practice_button = QPushButton(icon("play", self.context.colours.text), words, self)
        self.practice_button.setToolTip(self.texts("action.open_practice_case.help"))
        self.practice_button.setVisible(not self.context.case.is_practice)
        self.practice_button.clicked.connect(self.practice_requested)
        self.heading_row.addWidget(self.practice_button)

    def _add_attention(self, page: str) -> None:
        words = ElidedLabel("", self)
        button = QPushButton(self.texts("overview.open_page", page=self.texts(f"page.{page}")), self)
        button.setFlat(True)
        button.setProperty("page", page)
        button.clicked.connect(self._open_page)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words)
        row.addWidget(button)
        row.addStretch(1)
        self._attention_rows.addLayout(row)
        self.attention.append((words, button))

    def _open_page(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.page_requested.emit(button.property("page"), str(button.property("figure") or ""))

    def _show_tiles(self, found: Overview) -> None:
        year = found.fiscal_year
        for tile, mean in zip(self.tiles[:3], found.means, strict=True):
            tile.setVisible(mean.percent is not None)
            if mean.percent is not None:
                basis = self.texts(f"basis.{mean.basis}.count", count=len(mean.organisations))
                tile.show_figure(f"{percent_text(mean.percent, 2)} %", basis, mean_id(year, mean.basis))
        self._show_rates(found.rates)
        weak = len(found.weak_areas)
        self.tiles[5].setVisible(bool(weak))
        self.tiles[5].show_figure(str(weak), self.texts("weak_areas.count"))
        totals = found.programme.totals
        self.tiles[6].setVisible(bool(found.programme.areas))
        if found.programme.areas:
            programme_year = found.programme.fiscal_year
            words = self.texts("overview.measures", year=programme_year)
            self.tiles[6].show_figure(str(totals.without_relisted), words, sum_id(programme_year, "without_relisted"))
        failed = sum(not result.holds for result in found.checks)
        self.tiles[7].show_figure(str(failed), self.texts("checks.failed"), tone="bad" if failed else "good")

    def _show_rates(self, rates: RateRow | None) -> None:
        """Both mean rates recomputed from returns; nothing where nobody returned anything."""
        for tile, metric in ((self.tiles[3], "implementation"), (self.tiles[4], "achievement")):
            percent = rates.percent(metric) if rates else None  # type: ignore[arg-type]
            tile.setVisible(percent is not None)
            if rates is not None and percent is not None and rates.mean is not None:
                words = self.texts(f"rates.mean.{metric}", count=rates.mean.organisations)
                tile.show_figure(f"{percent_text(percent)} %", words, rates.figure_id)

    def _show_attention(self, found: Overview) -> None:
        excluded = "、".join(f"{self._name(row)} {row.printed}" for row in found.excluded)
        lowest = "、".join(f"{self._name(row)} {row.printed}" for row in found.lowest)
        topics = "、".join(fact.key.aspect for fact in found.weak_areas)
        failed = "、".join(
            f"{self.texts(f'check.{result.rule}')} ({result.subject})" for result in found.checks if not result.holds
        )
        figures = (
            "",
            found.excluded[0].figure_id if found.excluded else "",
            found.lowest[0].figure_id if found.lowest else "",
            found.weak_areas[0].key.figure_id if found.weak_areas else "",
            "",
        )
        contents = (("excluded", excluded), ("lowest", lowest), ("weak", topics), ("failed", failed))
        told = [(self.texts(f"overview.{key}", items=words), bool(words)) for key, words in contents]
        told.insert(0, (progress_words(self.texts, found.progress), found.progress is not None))
        for (label, button), (text, is_told), figure in zip(self.attention, told, figures, strict=True):
            label.setText(text)
            button.setProperty("figure", figure)
            label.setVisible(is_told)
            button.setVisible(is_told)

    def _name(self, row: CoverageRow) -> str:
        return row.english if self.texts.language == "en" and row.english else row.organisation
