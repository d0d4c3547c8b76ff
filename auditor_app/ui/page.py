"""What every page has: a title, its fiscal years, its tables, and the figure that is selected on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from auditor_app.services.figure_measures import of_measure, split_measure
from auditor_app.services.tables.columns import Column
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.table_layouts import stored_tables
from auditor_app.ui.widgets.data_table import DataTable, SelectionSummary
from auditor_app.ui.widgets.figure_tile import FigureTile
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import ElidedLabel, heading, plain_label, sized

if TYPE_CHECKING:
    from auditor_app.domain.organisations import Organisation
    from auditor_app.domain.rate_options import RateOptions
    from auditor_app.services.arranged_answers import ArrangedAnswers
    from auditor_app.services.view_rows import Row


MOST_CELLS = 20_000
"""Of a selection that are looked at for figures."""


class Page(QWidget):
    """Base of all pages.  A page shows one fiscal year (or the whole case) and tells which figure is selected."""

    figure_selected = Signal(str)
    """figure id, "" when nothing is selected"""
    explain_requested = Signal(str)
    status_changed = Signal()
    """the counts, chips or the selection's summary have changed"""
    page_requested = Signal(str, str)
    """page id, figure id: follow a link to another page"""
    view_requested = Signal(str, object)
    """page id, choices: another page as a named view would show it"""
    export_chart_requested = Signal(object, str)
    """chart, kind"""
    form_requested = Signal()
    """there are no returns: make the form a ministry fills in"""
    refused = Signal(str)
    """why something asked for was not done"""
    choices_changed = Signal()
    """`choices` are others now"""
    raise_requested = Signal()
    """a finding on what is selected here"""
    cell_menu_opening = Signal(object)
    """the menu of a table's cells, before it is shown"""

    page_id = ""
    first_column = ""
    """the column made current when a page opens"""
    view_name = ""
    """The stable view that exporting this page writes; "" when it has none."""

    has_inspector = True
    """False: the page has nothing to be explained, and takes the inspector's room."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.texts = context.texts
        self.fiscal_year = 0
        self.is_loaded = False
        """False until shown, and again when the case has changed."""
        self.figure_id = ""
        self.remark = ""
        """What the status line says while no cells are selected together."""
        self.kept_states: dict[str, object] | None = None
        """The tables as the case has them; None before the page was shown."""
        self.stored_tables = stored_tables(context, self.page_id)
        """As the case had them when the page was made, also those of tables it has not made yet."""
        self._tables: dict[str, DataTable] = {}
        self._summaries: dict[str, SelectionSummary] = {}
        self._chips: dict[str, list[tuple[str, str]]] = {}
        self._last_table = ""
        self._layout = QVBoxLayout(self)
        grid = context.pixels(8)
        self._layout.setContentsMargins(2 * grid, grid, 2 * grid, grid)
        self._layout.setSpacing(grid)
        self._build_heading()

    # --- what a page says of itself ---------------------------------------------------------------

    def fiscal_years(self) -> list[int]:
        """The years this page can show; [] when it is about the whole case."""
        return []

    def show_year(self, fiscal_year: int) -> None:
        """Load and show a year (0: the page does not go by years)."""
        raise NotImplementedError

    def export_rows(self) -> list[Row] | ArrangedAnswers:
        """The rows of `view_name` in the order and with the filters shown; a UserError when they are not known yet."""
        return []

    def export_choices(self) -> dict[str, object]:
        """What was chosen beside year, filters and order: it stands in the manifest of an export."""
        return {}

    def arrange_when_read(self, states: Mapping[str, object]) -> None:
        """Arrangements of a view for tables that what it chose makes anew once the case is read."""

    def is_big(self) -> bool:
        """Whether more rows are shown than a document holds."""
        return False

    def years_in_names(self) -> str:
        """What stands for the years in the names of exported files."""
        return str(self.fiscal_year or "all")

    def rate_options(self) -> RateOptions | None:
        """What the page counts in, leaves out or supposes; None: the official definition."""
        return None

    def charts_beside(self) -> list[QWidget]:
        """What gives way where the page has half of a window."""
        return []

    def uneven_parts(self) -> list[QLabel | FlowRow]:
        """What stands above or below the tables and may be higher in one year than in another."""
        return []

    def has_differences(self) -> bool:
        """Whether the page compares years and something differs between them."""
        return False

    def go_to_difference(self, direction: int) -> None:
        """Make the next (1) or previous (-1) difference current."""
        del direction

    def select_figure(self, figure_id: str) -> bool:
        """Make the row of that figure current; False when this page does not show it."""
        del figure_id
        return False

    def year_of_link(self, figure_id: str, wanted: int) -> int:
        """In which year what a link names is shown when `wanted` is in sight; 0: in the year its id bears."""
        del figure_id, wanted
        return 0

    def explained(self, figure_id: str) -> str:
        """The figure the inspector explains where this page was asked to show that one."""
        return figure_id

    # --- what a finding is raised on ----------------------------------------------------------------

    def figures_for_finding(self, most: int) -> tuple[list[str], list[str]]:
        """What is selected: the figures of the selected cells, or the one chosen in a chart or tile.

        At most so many, that of the current cell among them; and those that were too many.
        """
        found = self._figures_of_cells()
        chosen, measure = split_measure(self.figure_id)
        if chosen and all(split_measure(own)[0] != chosen for own in found):
            found = [of_measure(chosen, measure or self.measure_chosen())]  # in a chart or tile
        current = self._figure_of_current()
        kept = found[:most]
        if current in found[most:]:
            kept = [*kept[:-1], current]
        left_out = [own for own in found if own not in kept] if len(found) > most else []
        return [self.linked_figure(own) for own in kept], [self.linked_figure(own) for own in left_out]

    def _figures_of_cells(self) -> list[str]:
        """Each once, in the order of the cells; in a table of millions those of the first cells and of the current."""
        table = self.current_table()
        if table is None:
            return []
        cells = table.selected_cells(MOST_CELLS)
        found = dict.fromkeys(self._figure_of_cell(table, *cell) for cell in cells)
        current = self._figure_of_current()
        if current and len(cells) >= MOST_CELLS:
            found[current] = None
        return [own for own in found if own]

    def _figure_of_current(self) -> str:
        table = self.current_table()
        return self._figure_of_cell(table, *table.current()) if table is not None else ""

    def _figure_of_cell(self, table: DataTable, row_key: object, column: str) -> str:
        name = next((name for name, own in self._tables.items() if own is table), "")
        if row_key is None:
            return ""
        return of_measure(self.figure_of(name, row_key, column), self.measure_of(name, row_key, column))

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        """Which measure of its figure a cell shows; "" for the first."""
        del table, row_key, column
        return ""

    def measure_chosen(self) -> str:
        """Which measure the charts show, where one can be chosen."""
        return ""

    def show_measure(self, measure: str) -> None:
        """Make the cell of the current figure current that shows this measure."""
        del measure

    def linked_figure(self, figure_id: str) -> str:
        """The id under which a finding keeps a figure of this page, whichever measure of it."""
        return figure_id

    def subject_for_finding(self) -> str | None:
        """What a finding begins with where no figure is selected; None: it cannot be raised here."""
        return None

    def body_for_finding(self) -> Organisation | None:
        """Whom a finding is about where an organisation is selected and no figure of it."""
        return None

    # --- building blocks ---------------------------------------------------------------------------

    def _build_heading(self) -> None:
        self.title = sized(plain_label(self.texts(f"page.{self.page_id}"), self), 1.45, bold=True)
        self.subtitle = ElidedLabel("", self, muted=True)
        self.heading_row = QHBoxLayout()
        self.heading_row.setSpacing(self.context.pixels(12))
        self.heading_row.addWidget(self.title, 0, Qt.AlignmentFlag.AlignBottom)
        self.heading_row.addWidget(self.subtitle, 1, Qt.AlignmentFlag.AlignBottom)
        self._layout.addLayout(self.heading_row)

    def add_tiles(self, count: int) -> list[FigureTile]:
        """A row of tiles under the heading."""
        row = self.tile_row = FlowRow(self.context.pixels(16))
        tiles = [FigureTile(self.context.colours, self) for _ in range(count)]
        for tile in tiles:
            tile.picked.connect(self.choose_figure)
            row.addWidget(tile)
        self._layout.addLayout(row)
        return tiles

    def table_box(self, title: str, table: DataTable, beside: QWidget | None = None) -> QWidget:
        """A table under its heading, with its tools at the right; `beside`: a splitter that holds it with its chart."""
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.context.pixels(4))
        row = QHBoxLayout()
        row.addWidget(heading(title, box), 1)
        layout.addLayout(row)
        row.addWidget(table.tools)
        layout.addWidget(beside or table, 1)
        return box

    def make_table(self, name: str, columns: Sequence[Column], key: str = "key") -> DataTable:
        """A table remembered under `<page>.<name>`; rows are told apart by their attribute `key`."""
        return self.add_table(name, RecordTableModel(columns, lambda row: getattr(row, key), self))

    def add_table(self, name: str, model: KeyedTableModel) -> DataTable:
        """A table over a model of the page's own, remembered under `<page>.<name>`."""
        table = DataTable(model, self.texts, self.context.colours, name=self.texts(f"table.{self.page_id}.{name}"))
        table.setParent(self)
        table.setObjectName(name)
        table.tools.setHidden(False)  # they wait hidden for a layout to take them
        self._tables[name] = table
        self._last_table = self._last_table or name
        table.rows_changed.connect(self._tell_status)
        table.filters_changed.connect(self._take_chips)
        table.selection_summary_changed.connect(self._take_summary)
        table.activated.connect(self._explain_row)
        table.current_changed.connect(self._choose_row)
        table.refused.connect(self.refused)
        table.cell_menu_opening.connect(self.cell_menu_opening)
        state = self.stored_tables.get(name)
        if isinstance(state, dict):
            table.restore_state(state)
        if self.kept_states is not None:
            self.kept_states[name] = self.lasting_states()[name]  # made when it was asked for, which is no rearranging
        return table

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        """The figure id behind a cell; the row key itself unless a page knows better."""
        del table, column
        return str(row_key)

    # --- the window asks ---------------------------------------------------------------------------

    def tables(self) -> dict[str, DataTable]:
        return self._tables

    def current_table(self) -> DataTable | None:
        """The table used last on this page."""
        return self._tables.get(self._last_table)

    def is_making(self) -> bool:
        """Whether something the page shows is under way, or will be as soon as it is quiet."""
        return False

    def panes(self) -> list[QWidget]:
        """What F6 goes through on the page, before the inspector and the rail."""
        table = self.current_table()
        return [table.view if table else self]

    def chips(self) -> list[tuple[str, str, str]]:
        """(table, column key, words) of every filter in force."""
        return [(name, column, words) for name, chips in self._chips.items() for column, words in chips]

    def clear_chip(self, table: str, column: str) -> None:
        self._tables[table].clear_filter(column)

    def summary(self) -> SelectionSummary | None:
        """What is selected in the table used last."""
        return self._summaries.get(self._last_table)

    def sum_is_meaningful(self, column_keys: Sequence[str]) -> bool:
        """Whether numbers of these columns may be added up; shares and rates may not."""
        del column_keys
        return False

    def counts(self) -> tuple[int, int]:
        """Rows shown of all, in the table used last."""
        table = self.current_table()
        return table.model.counts() if table else (0, 0)

    def select_something(self) -> None:
        """Make the first row current when nothing is, so that the inspector always explains a number."""
        name, table = next(iter(self._tables.items()), ("", None))
        if table is None or self.figure_id or not table.model.counts()[0]:
            return
        key, column = table.current()
        if key is None or table.model.number_of(key) is None:
            key, column = table.model.first_key(), self.first_column
        table.select_row(key, column)
        table.view.horizontalScrollBar().setValue(0)  # a page opens at its left edge
        if not self.figure_id:  # the same cell as before stands for another figure now
            self.choose_figure(self.figure_of(name, key, column))

    def choose_figure(self, figure_id: str) -> None:
        """Make a figure the selected one (a tile was clicked, a cell became current)."""
        self.figure_id = figure_id
        self.figure_selected.emit(figure_id)

    def table_states(self) -> dict[str, object]:
        """How each table is arranged, by its name, as plain JSON."""
        return {name: table.save_state() for name, table in self._tables.items()}

    def lasting_states(self) -> dict[str, object]:
        """What of it comes back another day."""
        return self.table_states()

    def choices(self) -> dict[str, object]:
        """What is chosen on the page beyond its tables, as words and switches: part of a named view."""
        return {}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        """Choose what a named view says; what it does not say or the page does not know stays."""
        del choices

    # --- slots ------------------------------------------------------------------------------------

    def _table_of_sender(self) -> str:
        sender = self.sender()
        return next((name for name, table in self._tables.items() if table is sender), self._last_table)

    def _choose_row(self, row_key: object, column: str) -> None:
        name = self._table_of_sender()
        if row_key is not None:
            self._last_table = name
            self.choose_figure(self.figure_of(name, row_key, column))
        self.status_changed.emit()

    def _explain_row(self, row_key: object, column: str) -> None:
        self.explain_requested.emit(self.figure_of(self._table_of_sender(), row_key, column))

    def _take_summary(self, summary: SelectionSummary) -> None:
        name = self._table_of_sender()
        self._summaries[name] = summary
        if summary.cell_count:
            self._last_table = name
        self.status_changed.emit()

    def _take_chips(self, chips: list[tuple[str, str]]) -> None:
        name = self._table_of_sender()
        titles = {column.key: column.title for column in self._tables[name].model.columns()}
        self._chips[name] = [(column, f"{titles[column]}: {words}") for column, words in chips]
        self.status_changed.emit()

    def _tell_status(self, _shown: int, _total: int) -> None:
        self.status_changed.emit()
