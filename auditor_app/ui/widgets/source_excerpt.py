"""A few lines of a source around a place, the printed form highlighted."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from auditor_app.services.read_source import Excerpt
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label, sized


class SourceExcerpt(QFrame):
    """Line numbers and text; the lines of the place stand on a coloured ground."""

    def __init__(self, context: PageContext, excerpt: Excerpt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("excerpt")
        layout = QVBoxLayout(self)
        grid = context.pixels(8)
        layout.setContentsMargins(grid, grid, grid, grid)
        layout.setSpacing(0)
        for line, text, is_place in excerpt.lines:
            label = sized(plain_label(f"{line}  {text}", self, wraps=True, muted=not is_place), 0.92)
            if is_place:
                label.setProperty("tone", "marked")
            layout.addWidget(label)
