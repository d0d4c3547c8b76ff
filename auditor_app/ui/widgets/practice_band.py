"""The band under the top bar that marks practice data as invented, on every page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from auditor_app.ui.context import PageContext


class PracticeBand(QLabel):
    """One line, always in sight: pictures of the window show it too."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context.texts("practice.band"), parent)
        self.setObjectName("practiceBand")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
