"""The revision list above the Parts, with the number of entries of each kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from auditor_app.domain.published import Fact
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.figure_tile import FigureTile
from auditor_app.ui.widgets.flow_row import FlowRow

KINDS = ("new", "changed", "reclassified")


class RevisionsPanel(QWidget):
    """Frames two boxed tables of the page."""

    def __init__(self, context: PageContext, revisions: QWidget, parts: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = context.texts
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, context.pixels(8), 0, 0)
        layout.setSpacing(context.pixels(8))
        row = FlowRow(context.pixels(16))
        self.tiles = [FigureTile(context.colours, self) for _ in range(1 + len(KINDS))]
        for tile in self.tiles:
            row.addWidget(tile)
        layout.addLayout(row)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(revisions)
        splitter.addWidget(parts)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([420, 230])
        layout.addWidget(splitter, 1)

    def show_revisions(self, facts: Sequence[Fact]) -> None:
        """An entry that concerns several sections is counted once."""
        entries = {fact.shown.attribute("entry") or fact.key.aspect: fact for fact in facts}
        rows = self._texts("standard.rows", count=len(facts))
        self.tiles[0].show_figure(str(len(entries)), self._texts("standard.entries"), addition=rows)
        for tile, change in zip(self.tiles[1:], KINDS, strict=True):
            count = sum(fact.shown.attribute("change") == change for fact in entries.values())
            tone = "warning" if change == "reclassified" and count else "text"
            tile.show_figure(str(count), self._texts(f"revision.{change}"), tone=tone)
