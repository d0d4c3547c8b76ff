"""The popup under a column title: tick the values to show, with a search above the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.foundation.translation import Texts
from auditor_app.ui.models.cell_filters import fold

_VALUE = int(Qt.ItemDataRole.UserRole)


class ValueFilterPopup(QFrame):
    """Says which values were ticked, or None when all are; closes itself."""

    applied = Signal(str, object)
    """column key, frozenset of shown forms or None"""

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("tablePopup")
        self._texts = texts
        self._column_key = ""
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(texts("table.values.search"))
        self.search.setAccessibleName(texts("table.values.search"))
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.all_button = self._make_button("table.values.all", flat=True)
        self.none_button = self._make_button("table.values.none", flat=True)
        self.remove_button = self._make_button("table.values.remove", flat=True)
        self.apply_button = self._make_button("table.values.apply", flat=False)
        self.apply_button.setDefault(True)
        self._lay_out()
        self.search.textChanged.connect(self._show_matching)
        self.search.returnPressed.connect(self.apply)
        self.all_button.clicked.connect(self.tick_all)
        self.none_button.clicked.connect(self.tick_none)
        self.remove_button.clicked.connect(self.remove)
        self.apply_button.clicked.connect(self.apply)

    def _make_button(self, key: str, *, flat: bool) -> QPushButton:
        button = QPushButton(self._texts(key), self)
        button.setFlat(flat)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.search)
        for buttons in ((self.all_button, self.none_button), (self.remove_button, self.apply_button)):
            line = QHBoxLayout()
            line.addWidget(buttons[0])
            line.addStretch(1)
            line.addWidget(buttons[1])
            layout.addLayout(line)
        layout.insertWidget(2, self.list, 1)

    def show_values(
        self, column_key: str, title: str, values: Sequence[tuple[str, int | None]], allowed: frozenset[str] | None
    ) -> None:
        """Fill the list with (shown form, count if known); `allowed` of None means all are ticked."""
        self._column_key = column_key
        self.list.setAccessibleName(self._texts("table.values.list", column=title))
        self.search.clear()
        self.list.clear()
        for value, count in values:
            words = value.replace("\n", " ") or self._texts("table.values.empty")
            item = QListWidgetItem(words if count is None else f"{words}  ({count:,})")
            item.setData(_VALUE, value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_checked(allowed is None or value in allowed))
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def tick_all(self) -> None:
        self._tick(True)

    def tick_none(self) -> None:
        self._tick(False)

    def _tick(self, is_ticked: bool) -> None:
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(_checked(is_ticked))

    def apply(self) -> None:
        """While a search hides values, only the ones still shown can be meant, as in Excel."""
        ticked = {
            str(item.data(_VALUE))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Checked and not item.isHidden()
        }
        everything = len(ticked) == self.list.count()
        self.applied.emit(self._column_key, None if everything else frozenset(ticked))
        self.close()

    def remove(self) -> None:
        self.applied.emit(self._column_key, None)
        self.close()

    def _show_matching(self, text: str) -> None:
        for item in self._items():
            item.setHidden(fold(text) not in fold(str(item.data(_VALUE))))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)


def _checked(is_checked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked
