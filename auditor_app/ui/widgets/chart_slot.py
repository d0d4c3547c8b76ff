"""Keeps the place of a chart until it is made after the first paint."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class ChartSlot(QWidget):
    """Empty at first; holds one chart later.

    pyqtgraph and numpy take longer to load than everything else together: the page makes its chart when
    `painted_first` says that its table is on the screen.
    """

    painted_first = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Any = None
        self._was_painted = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def set_chart(self, chart: QWidget) -> None:
        self.chart = chart
        self._layout.addWidget(chart)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted_first.emit)
