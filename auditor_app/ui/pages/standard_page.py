"""The common standard: its revision list, its editions with years and scopes, and the crosswalk between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from auditor_app.services.browse_editions import editions_side_by_side, years_of_editions
from auditor_app.services.browse_standard import Standard, standard
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.edition_columns import edition_columns, year_columns
from auditor_app.services.tables.fact_columns import FactRow, fact_rows
from auditor_app.services.tables.revision_columns import part_columns, revision_columns
from auditor_app.services.view_rows import Row, fact_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.editions_panel import EditionsPanel
from auditor_app.ui.widgets.revisions_panel import RevisionsPanel

if TYPE_CHECKING:
    from auditor_app.domain.crosswalk import CrosswalkEntry
    from auditor_app.domain.standards import Edition
    from auditor_app.services.browse_crosswalk import CrosswalkGround
    from auditor_app.ui.jobs import Job, JobControl
    from auditor_app.ui.widgets.crosswalk_panel import CrosswalkPanel

REVISIONS, EDITIONS, CROSSWALK = range(3)
_TABS = ("revisions", "editions", "crosswalk")
_CROSSWALK_VIEW = "crosswalk"
_TABLES = (("revisions", "parts"), ("editions", "years"), ("crosswalk",))


class StandardPage(Page):
    """統一基準."""

    page_id = "standard"
    view_name = "standards"
    edition_requested = Signal(object)
    """EditionRow"""
    scope_requested = Signal(object)
    """YearRow, or None for a year not listed"""
    entries_requested = Signal(object, object, object)
    """CrosswalkGround, entries to add, entries to remove"""
    accept_all_requested = Signal(object, str, object)
    """CrosswalkGround, kind, entries"""
    entry_requested = Signal(object, object)
    """CrosswalkGround, rows"""
    import_requested = Signal()
    export_crosswalk_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: Standard | None = None
        self._joinable: list[Edition] = []
        self._pair: tuple[int, int] | None = None
        self._reading: Job | None = None
        self._is_read = False
        self._asked = 0
        self.panel: CrosswalkPanel | None = None
        """The crosswalk; made when its tab is first shown, with all that proposes joins."""
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.revisions = self.make_table("revisions", revision_columns(self.texts, context.year_text))
        self.revisions.set_no_rows_text(self.texts("standard.empty"))
        self.parts = self.make_table("parts", part_columns(self.texts, context.year_text))
        boxes = [
            self.table_box(self.texts(key), table)
            for key, table in (("standard.revisions", self.revisions), ("standard.parts", self.parts))
        ]
        self.list = RevisionsPanel(context, boxes[0], boxes[1], self)
        self.tiles = self.list.tiles
        for tile in self.tiles:
            tile.picked.connect(self.choose_figure)
        self.editions = self.make_table("editions", edition_columns(self.texts, context.year_text))
        self.years = self.make_table("years", year_columns(self.texts, context.year_text))
        self.overview = EditionsPanel(context, self.editions, self.years, self)
        crosswalk = QWidget(self)
        self._crosswalk_box = QVBoxLayout(crosswalk)
        self._crosswalk_box.setContentsMargins(0, 0, 0, 0)
        for key, tab in zip(_TABS, (self.list, self.overview, crosswalk), strict=True):
            self.tabs.addTab(tab, self.texts(f"standard.tab.{key}"))
        self._layout.addWidget(self.tabs, 1)
        self.overview.edition_requested.connect(self.edition_requested)
        self.overview.scope_requested.connect(self.scope_requested)
        self.overview.import_requested.connect(self.import_requested)
        self.tabs.currentChanged.connect(self._show_tab)

    # --- what a page says of itself -----------------------------------------------------------------

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            self._found = found = standard(reader)
            editions, years, roles = editions_side_by_side(reader), years_of_editions(reader), reader.roles()
        self.subtitle.setText(self.texts("standard.subtitle"))
        _set(self.revisions, fact_rows(found.revisions))
        _set(self.parts, fact_rows(found.parts))
        self.list.show_revisions(found.revisions)
        self.overview.show_editions(editions, years, roles)
        self._joinable = sorted((own for own in found.editions if own.items), key=_first_year)
        self._is_read = False
        if self.tabs.currentIndex() == CROSSWALK:
            self._read_crosswalk()

    def export_rows(self) -> list[Row]:
        """The entries of the crosswalk where that is in sight, else what was published of the standard."""
        if self.view_name == _CROSSWALK_VIEW:
            return [_entry_json(row.entry) for row in self.panel.shown_entries()] if self.panel is not None else []
        facts = [row.fact for table in (self.parts, self.revisions) for row in _rows(table)]
        return [fact_json(fact) for fact in facts]

    def select_figure(self, figure_id: str) -> bool:
        if self.revisions.select_row(figure_id) or self.parts.select_row(figure_id):
            self.tabs.setCurrentIndex(REVISIONS)
            return True
        return False

    def select_something(self) -> None:
        if self.tabs.currentIndex() == REVISIONS:
            super().select_something()

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        """Only what was published is a figure; editions and entries of the crosswalk are the auditor's."""
        return super().figure_of(table, row_key, column) if table in _TABLES[REVISIONS] else ""

    def current_table(self) -> DataTable | None:
        """The table used last on the tab in sight."""
        names = _TABLES[self.tabs.currentIndex()]
        return self.tables().get(self._last_table if self._last_table in names else names[0])

    def has_differences(self) -> bool:
        return self.tabs.currentIndex() == CROSSWALK and self.panel is not None and self.panel.has_open()

    def go_to_difference(self, direction: int) -> None:
        """The next or previous item that is not in the crosswalk yet."""
        if self.panel is not None:
            self.panel.go_to_open(direction)

    def choices(self) -> dict[str, object]:
        names = {own.id: own.name for own in self._joinable}
        pair = [names[own] for own in self._pair or () if own in names]
        return {"tab": _TABS[self.tabs.currentIndex()], "editions": pair}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        editions = choices.get("editions")
        if isinstance(editions, list):
            ids = [own.id for name in editions for own in self._joinable if own.name == name]
            self._pair = (ids[0], ids[1]) if len(ids) == 2 else self._pair
            self._is_read = False
        if choices.get("tab") in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(cast(str, choices["tab"])))
        if self.tabs.currentIndex() == CROSSWALK and not self._is_read:
            self._read_crosswalk()

    def _explain_row(self, row_key: object, column: str) -> None:
        """Enter or a double click explains a figure, and opens everything else for a change."""
        match self._table_of_sender():
            case "editions":
                self.edition_requested.emit(self.overview.current_edition())
            case "years":
                self.scope_requested.emit(self.overview.current_year())
            case "crosswalk":
                if self.panel is not None:
                    self.panel.edit_selected()
            case _:
                super()._explain_row(row_key, column)

    # --- crosswalk ----------------------------------------------------------------------------------

    def _show_tab(self, tab: int) -> None:
        if tab == CROSSWALK and not self._is_read:
            self._read_crosswalk()
        self.view_name = _CROSSWALK_VIEW if tab == CROSSWALK else StandardPage.view_name
        figure = str(self.revisions.current()[0] or "") if tab == REVISIONS else ""
        self.choose_figure(figure)
        self.status_changed.emit()

    def _crosswalk_panel(self) -> CrosswalkPanel:
        if self.panel is None:
            from auditor_app.services.tables.crosswalk_columns import join_columns
            from auditor_app.ui.widgets.crosswalk_panel import CrosswalkPanel

            table = self.make_table("crosswalk", join_columns(self.texts))
            self.panel = panel = CrosswalkPanel(self.context, table, self)
            self._crosswalk_box.addWidget(panel)
            panel.pair_chosen.connect(self._choose_pair)
            panel.store_requested.connect(self._ask_store)
            panel.accept_all_requested.connect(self._ask_accept_all)
            panel.edit_requested.connect(self._ask_edit)
            panel.import_requested.connect(self.import_requested)
            panel.export_requested.connect(self.export_crosswalk_requested)
        return self.panel

    def _read_crosswalk(self) -> None:
        """Entries and proposals of the pair, read on a worker: large catalogues take a while."""
        panel = self._crosswalk_panel()
        known = [own.id for own in self._joinable]
        if self._pair is None or not set(self._pair) <= set(known):
            self._pair = (known[-2], known[-1]) if len(known) > 1 else None
        panel.show_editions(self._joinable, self._pair)
        self._is_read = True
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        if self._pair is None:
            return
        self._asked += 1
        work = partial(_read_ground, self.context.case, self._pair)
        self._reading = self.context.jobs.start(
            "read", self.texts("joins.reading"), work, partial(self._take_ground, self._asked)
        )

    def _take_ground(self, asked: int, ground: CrosswalkGround) -> None:
        """Only the newest question's answer is shown."""
        if asked == self._asked and self.panel is not None:
            self._reading = None
            self.panel.show_ground(ground)
            self.status_changed.emit()

    def _choose_pair(self, former: int, later: int) -> None:
        """The same edition on both sides would say nothing: then the two change sides."""
        if self._pair is not None:
            self._pair = (former, later) if former != later else (self._pair[1], self._pair[0])
        self._read_crosswalk()

    def _ask_store(self, added: object, removed: object) -> None:
        if self.panel is not None and self.panel.ground is not None:
            self.entries_requested.emit(self.panel.ground, added, removed)

    def _ask_accept_all(self, kind: str, entries: object) -> None:
        if self.panel is not None and self.panel.ground is not None:
            self.accept_all_requested.emit(self.panel.ground, kind, entries)

    def _ask_edit(self, rows: object) -> None:
        if self.panel is not None and self.panel.ground is not None:
            self.entry_requested.emit(self.panel.ground, rows)


def _read_ground(case: OpenCase, pair: tuple[int, int], _control: JobControl) -> CrosswalkGround:
    from auditor_app.services.browse_crosswalk import crosswalk_ground

    with case.reader() as reader:
        return crosswalk_ground(reader, *pair)


def _entry_json(entry: CrosswalkEntry) -> Row:
    """With the columns of the file that is imported."""
    return {
        "from_edition": entry.from_edition,
        "from_item": entry.from_item,
        "to_edition": entry.to_edition,
        "to_item": entry.to_item,
        "kind": entry.kind,
    }


def _first_year(edition: Edition) -> tuple[int, ...]:
    return edition.fiscal_years or (10_000,)


def _rows(table: DataTable) -> list[FactRow]:
    assert isinstance(table.model, RecordTableModel)
    return table.model.shown_rows()


def _set(table: DataTable, rows: list[FactRow]) -> None:
    assert isinstance(table.model, RecordTableModel)
    table.model.set_rows(rows)
