"""What stands in a table without rows: why, and the one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from auditor_app.foundation.translation import Texts


class EmptyState(QWidget):
    """Lies over the table's viewport; takes no clicks except on its button."""

    clear_requested = Signal()
    offer_taken = Signal()

    def __init__(self, texts: Texts, viewport: QWidget, frozen: QWidget) -> None:
        """`frozen`: the columns that lie over the left of the viewport."""
        super().__init__(viewport)
        self._texts, self._frozen = texts, frozen
        self._no_rows_text = texts("table.empty.no_rows")
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setWordWrap(True)
        self.label.setProperty("muted", True)
        self.button = QPushButton(texts("table.filter.clear"), self)
        self.button.setFlat(True)
        self.button.clicked.connect(self.clear_requested)
        self.offer = QPushButton(self)
        self.offer.clicked.connect(self.offer_taken)
        self.offer.hide()
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(self.label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        viewport.installEventFilter(self)
        self.hide()

    def set_no_rows_text(self, words: str) -> None:
        """What the page says when there is nothing at all: what to do next."""
        self._no_rows_text = words

    def set_offer(self, words: str) -> None:
        """A button for the first thing to do where there is nothing at all; "" takes it away."""
        self.offer.setText(words)
        self.offer.setVisible(bool(words) and self.button.isHidden())

    def show_for(self, shown: int, total: int) -> None:
        self.label.setText(self._no_rows_text if total == 0 else self._texts("table.empty.no_match"))
        self.button.setVisible(total > 0)
        self.offer.setVisible(total == 0 and bool(self.offer.text()))
        self.setVisible(shown == 0)
        self._fill()

    def _fill(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            covered = self._frozen.width() if not self._frozen.isHidden() else 0
            self.setGeometry(parent.rect().adjusted(covered, 0, 0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)
