"""A table with its chart beside it: the table gets the room its columns need, the chart the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class SideBySide(QSplitter):
    """Divides the room anew with the window until the user has moved the divider."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        width_needed: Callable[[], int],
        smallest_right: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._width_needed, self._smallest_right = width_needed, smallest_right
        self._is_users = False
        right.setMinimumWidth(smallest_right)
        self.addWidget(left)
        self.addWidget(right)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._leave_to_user)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.divide()

    def divide(self) -> None:
        """Give the left side what it needs; called when its needs have changed."""
        if not self._is_users:
            left = max(0, min(self._width_needed(), self.width() - self._smallest_right))
            self.setSizes([left, self.width() - left])

    def _leave_to_user(self, _position: int, _index: int) -> None:
        self._is_users = True
