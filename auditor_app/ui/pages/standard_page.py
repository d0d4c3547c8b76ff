"""The common standard: editions, Parts, and the revision list with section numbers and kinds of change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from auditor_app.domain.standards import Edition
from auditor_app.services.browse_standard import Standard, standard
from auditor_app.services.view_rows import Row, fact_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.columns import BadgeKind, Column
from auditor_app.ui.models.fact_columns import FactRow, fact_rows, source_columns
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.word_columns import text_column
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label

BADGES: dict[str, BadgeKind] = {"new": "accent", "changed": "neutral", "reclassified": "warning"}


class StandardPage(Page):
    """統一基準."""

    page_id = "standard"
    view_name = "standards"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: Standard | None = None
        self.tiles = self.add_tiles(4)
        self.editions = plain_label("", self, wraps=True, muted=True)
        self._layout.addWidget(self.editions)
        self.revisions = self.make_table("revisions", self._revision_columns())
        self.revisions.set_no_rows_text(self.texts("standard.empty"))
        self.parts = self.make_table("parts", self._part_columns())
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.table_box(self.texts("standard.revisions"), self.revisions))
        splitter.addWidget(self.table_box(self.texts("standard.parts"), self.parts))
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([420, 230])
        self._layout.addWidget(splitter, 1)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._found = found = standard(reader)
        self.subtitle.setText(self.texts("standard.subtitle"))
        self.editions.setText("\n".join(self._edition_words(edition) for edition in found.editions))
        _set(self.revisions, fact_rows(found.revisions))
        _set(self.parts, fact_rows(found.parts))
        entries = {fact.shown.attribute("entry") or fact.key.aspect: fact for fact in found.revisions}
        rows = self.texts("standard.rows", count=len(found.revisions))
        self.tiles[0].show_figure(str(len(entries)), self.texts("standard.entries"), addition=rows)
        for tile, change in zip(self.tiles[1:], ("new", "changed", "reclassified"), strict=True):
            count = sum(fact.shown.attribute("change") == change for fact in entries.values())
            tone = "warning" if change == "reclassified" and count else "text"
            tile.show_figure(str(count), self.texts(f"revision.{change}"), tone=tone)

    def export_rows(self) -> list[Row]:
        facts = [row.fact for table in (self.parts, self.revisions) for row in _rows(table)]
        return [fact_json(fact) for fact in facts]

    def select_figure(self, figure_id: str) -> bool:
        return self.revisions.select_row(figure_id) or self.parts.select_row(figure_id)

    def _edition_words(self, edition: Edition) -> str:
        texts = self.texts
        years = "、".join(self.context.year_text(year) for year in edition.fiscal_years) or texts("standard.no_years")
        state = texts(f"edition.{edition.state}")
        return f"{edition.standard} — {edition.name} · {state} · {texts('field.years')}: {years}"

    def _revision_columns(self) -> list[Column]:
        texts = self.texts
        return [
            text_column("section", texts("field.section"), lambda row: row.fact.key.section, 9, is_frozen=True),
            text_column("change", texts("field.change"), self._change_words, 19, kind="badge", badge=_badge),
            text_column("title", texts("field.title"), lambda row: row.fact.key.aspect, 42),
            text_column(
                "reason",
                texts("field.reason"),
                lambda row: row.shown.value.text,
                60,
                tooltip=lambda row: row.shown.value.text,
            ),
            text_column(
                "draft",
                texts("field.is_draft"),
                lambda row: texts("draft") if row.shown.is_draft else "",
                8,
                emphasis=lambda _row: "warning",
            ),
            text_column(
                "year",
                texts("field.fiscal_year"),
                lambda row: self.context.year_text(row.fact.key.fiscal_year),
                12,
                is_visible_by_default=False,
            ),
            *source_columns(texts),
        ]

    def _part_columns(self) -> list[Column]:
        texts = self.texts
        return [
            text_column("part", texts("field.part"), lambda row: row.fact.key.part, 6, is_frozen=True),
            text_column("title", texts("field.title"), lambda row: row.shown.value.text, 36),
            text_column(
                "year", texts("field.fiscal_year"), lambda row: self.context.year_text(row.fact.key.fiscal_year), 23
            ),
            *source_columns(texts),
        ]

    def _change_words(self, row: FactRow) -> str:
        change = row.shown.attribute("change")
        if change == "reclassified":
            return self.texts("revision.enhanced_to_basic")
        return self.texts(f"revision.{change}") if change else ""


def _badge(row: FactRow) -> BadgeKind | None:
    return BADGES.get(row.shown.attribute("change"))


def _rows(table: DataTable) -> list[FactRow]:
    assert isinstance(table.model, RecordTableModel)
    return table.model.shown_rows()


def _set(table: DataTable, rows: list[FactRow]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
