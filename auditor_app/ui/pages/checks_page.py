"""Checks: what the documents must satisfy, what was expected and found, whether it holds, and where."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from auditor_app.domain.consistency import CheckResult
from auditor_app.services.check_document import case_checks
from auditor_app.services.link_figures import check_id
from auditor_app.services.tables.check_columns import check_columns, check_rows
from auditor_app.services.view_rows import Row, check_json
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.labels import plain_label


class ChecksPage(Page):
    """検査."""

    page_id = "checks"
    view_name = "checks"
    places_selected = Signal(object)
    """the CheckResult of the current row"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._results: dict[str, CheckResult] = {}
        self.tiles = self.add_tiles(3)
        self.about = plain_label("", self, wraps=True, muted=True)
        self.table = self.make_table("table", check_columns(self.texts))
        self.table.set_no_rows_text(self.texts("checks.empty"))
        self.table.current_changed.connect(self._show_about)
        self._layout.addWidget(self.table_box("", self.table), 1)
        self._layout.addWidget(self.about)

    def show_year(self, fiscal_year: int) -> None:
        self.fiscal_year = fiscal_year
        with self.context.case.reader() as reader:
            results = case_checks(reader)
        rows = check_rows(results)
        self._results = {row.key: row.result for row in rows}
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(rows)
        failed = sum(not result.holds for result in results)
        self.subtitle.setText(self.texts("checks.subtitle"))
        self.tiles[0].show_figure(str(failed), self.texts("checks.failed"), tone="bad" if failed else "good")
        self.tiles[1].show_figure(str(len(results) - failed), self.texts("checks.holding"))
        self.tiles[2].show_figure(str(len({result.rule for result in results})), self.texts("checks.rules"))

    def export_rows(self) -> list[Row]:
        assert isinstance(self.table.model, RecordTableModel)
        return [check_json(row.result) for row in self.table.model.shown_rows()]

    def result_of(self, key: str) -> CheckResult | None:
        """The check behind a selected row's key."""
        return self._results.get(key)

    def linked_figure(self, figure_id: str) -> str:
        """Numbers of rows change with the case; a finding keeps rule and subject."""
        result = self._results.get(figure_id)
        return check_id(result) if result is not None else figure_id

    def select_figure(self, figure_id: str) -> bool:
        key = next((key for key, own in self._results.items() if check_id(own) == figure_id), figure_id)
        return self.table.select_row(key)

    def _show_about(self, row_key: object, _column: str) -> None:
        result = self._results.get(str(row_key))
        self.about.setText(self.texts(f"check.{result.rule}.about") if result else "")
        self.about.setVisible(result is not None)
