"""Keeps the place of a chart until it is made after the first paint."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget


class ChartSlot(QWidget):
    """Empty at first; holds one chart later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Any = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def set_chart(self, chart: QWidget) -> None:
        self.chart = chart
        self._layout.addWidget(chart)
