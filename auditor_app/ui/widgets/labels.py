"""Labels that show text as it is, never as markup, in the few sizes the design has."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
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
