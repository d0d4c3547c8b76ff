"""What a finding says, as text to be read; everything in it is shown as it was written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from auditor_app.domain.findings import Finding, missing_fields
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.finding_editor import PROSE
from auditor_app.ui.widgets.labels import heading, plain_label


class FindingProse(QScrollArea):
    """Condition, criteria, cause, effect, recommendation, one below the other."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self._texts("findingui.tab.text"))

    def show_finding(self, finding: Finding | None) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        grid = self._context.pixels(8)
        layout.setContentsMargins(0, grid, grid, grid)
        layout.setSpacing(self._context.pixels(2))
        missing = missing_fields(finding.text) if finding is not None else ()
        for name in PROSE if finding is not None else ():
            words = str(getattr(finding.text, name)) if finding is not None else ""
            if words or name in missing:
                layout.addWidget(heading(self._texts(f"findingui.field.{name}"), body))
                layout.addWidget(
                    plain_label(words or self._texts("findingui.not_written"), body, wraps=True, muted=not words)
                )
                layout.addSpacing(grid)
        layout.addStretch(1)
        self.setWidget(body)
