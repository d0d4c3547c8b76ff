"""The rows of a proposed table by what accepting it would do, as tiles that lead to their tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from auditor_app.domain.table_proposals import TableProposal
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.figure_tile import FigureTile
from auditor_app.ui.widgets.flow_row import FlowRow

TAB_OF_COUNT = {
    "new": "columns",
    "changed": "conflicts",
    "equal": "columns",
    "not_reported": "columns",
    "duplicates": "columns",
    "refused": "refused",
}
TONES = {"changed": "warning", "refused": "bad"}


class CountTiles(QWidget):
    """A count that is not known yet is a dash, never 0."""

    picked = Signal(str)
    """the tab that shows these rows"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        row = FlowRow(context.pixels(24), self)
        self.tiles = {name: FigureTile(context.colours, self) for name in TAB_OF_COUNT}
        for tile in self.tiles.values():
            tile.picked.connect(self.picked)
            row.addWidget(tile)

    def show_counts(self, proposal: TableProposal, *, is_counted: bool) -> None:
        for name, tile in self.tiles.items():
            count: int = getattr(proposal.counts, name)
            tone = TONES.get(name, "text") if count and is_counted else "text"
            number = f"{count:,}" if is_counted and proposal.is_usable else "—"
            tile.show_figure(number, self._texts(f"table_import.count.{name}"), TAB_OF_COUNT[name], tone=tone)
            tile.setVisible(name != "duplicates" or bool(count))
