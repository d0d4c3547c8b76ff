"""Labels that show text as it is, never as markup, in the few sizes the design has."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget


def plain_label(text: str = "", parent: QWidget | None = None, *, wraps: bool = False, muted: bool = False) -> QLabel:
    """A label for text that may hold data: plain, selectable by mouse, never a link."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(wraps)
    if muted:
        label.setProperty("muted", True)
    if wraps:
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # without it a layout reserves room for a narrower label
        label.setSizePolicy(policy)
    return label


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit ends in "…" and stands in the tooltip."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, muted: bool = False) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if muted:
            self.setProperty("muted", True)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if words == self.text() else escape(self.text()))
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), True, words, self.foregroundRole()
        )
        painter.end()


def sized(label: QLabel, factor: float, *, bold: bool = False) -> QLabel:
    """The same label in a multiple of the body size."""
    font = QFont(QApplication.font())
    font.setPixelSize(round(QApplication.font().pixelSize() * factor))
    font.setBold(bold)
    label.setFont(font)
    return label


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """A section's heading."""
    label = sized(plain_label(text, parent, wraps=True), 0.92, bold=True)
    label.setProperty("muted", True)
    return label
