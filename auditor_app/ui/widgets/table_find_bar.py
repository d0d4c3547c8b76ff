"""The bar that finds words in the shown rows: next, previous, and how many there are."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours


class FindBar(QFrame):
    """Only the input and the count; the table does the finding."""

    text_changed = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._texts = texts
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(texts("table.find.label"))
        self.edit.setAccessibleName(texts("table.find.label"))
        self.edit.setClearButtonEnabled(False)
        self.count_label = QLabel(self)
        self.count_label.setTextFormat(Qt.TextFormat.PlainText)
        self.count_label.setProperty("muted", True)
        self.previous_button = self._make_button("table.find.previous")
        self.next_button = self._make_button("table.find.next")
        self.close_button = self._make_button("table.find.close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.setSpacing(4)
        self.edit.setMinimumWidth(240)
        layout.addWidget(self.edit)
        layout.addWidget(self.count_label)
        for button in (self.previous_button, self.next_button, self.close_button):
            layout.addWidget(button)
        layout.insertStretch(4, 1)
        self.edit.textChanged.connect(self.text_changed)
        self.previous_button.clicked.connect(self.previous_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.close_button.clicked.connect(self.closed)
        self.set_colours(colours)

    def _make_button(self, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(self._texts(key))
        button.setAccessibleName(self._texts(key))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def set_colours(self, colours: Colours) -> None:
        self.previous_button.setIcon(icon("chevron-up", colours.text))
        self.next_button.setIcon(icon("chevron-down", colours.text))
        self.close_button.setIcon(icon("close", colours.text))

    def show_count(self, place: int, count: int) -> None:
        """Which match is current (from 1) of how many."""
        if not self.edit.text():
            self.count_label.clear()
        elif count == 0:
            self.count_label.setText(self._texts("table.find.none"))
        else:
            self.count_label.setText(self._texts("table.find.count", place=place, count=count))

    def show_searching(self) -> None:
        """A worker is looking."""
        self.count_label.setText(self._texts("table.find.searching"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_requested if backwards else self.next_requested).emit()
        else:
            super().keyPressEvent(event)
