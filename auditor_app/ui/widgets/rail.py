"""The navigation rail: one entry per page with icon, name, and a count where one says something."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.actions import PAGES, page_key
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours


class RailButton(QToolButton):
    """A page's entry; the count is drawn at its right edge."""

    def __init__(self, page: str, words: str, keys: str, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self.page, self.words, self._colours, self.count = page, words, colours, ""
        self.is_warning = False
        self.setObjectName("railButton")
        self.setText(" " + words.replace("&", "&&"))  # Qt leaves too little room between icon and words
        self.setToolTip(f"{words} ({keys})")
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def show_count(self, count: str, is_warning: bool) -> None:
        self.count, self.is_warning = count, is_warning
        self.setAccessibleName(f"{self.words} {count}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count:
            painter = QPainter(self)
            role = "bad" if self.is_warning else "text_muted"
            painter.setPen(QColor(getattr(self._colours, role)))
            area = self.rect().adjusted(0, 0, -12, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)
            painter.end()


class Rail(QWidget):
    """Choose a page by mouse, by Tab and arrow keys, or by Ctrl and its number."""

    page_chosen = Signal(str)

    def __init__(self, texts: Texts, colours: Colours, zoom_percent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(texts("rail.name"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, RailButton] = {}
        size = round(18 * zoom_percent / 100)
        for number, (page, icon_name) in enumerate(PAGES, start=1):
            button = RailButton(page, texts(f"page.{page}"), page_key(number), colours, self)
            button.setIcon(icon(icon_name, colours.text))
            button.setIconSize(QSize(size, size))
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.setMinimumHeight(round(34 * zoom_percent / 100))
            self._group.addButton(button)
            self.buttons[page] = button
            layout.addWidget(button)
        self._group.buttonClicked.connect(self._choose)
        layout.addStretch(1)
        longest = max(self.fontMetrics().horizontalAdvance(texts(f"page.{page}")) for page, _ in PAGES)
        self.setFixedWidth(longest + size + round(86 * zoom_percent / 100))

    def show_page(self, page: str) -> None:
        self.buttons[page].setChecked(True)

    def show_count(self, page: str, count: str, *, is_warning: bool = False) -> None:
        """The small number beside a page's name; "" for none."""
        self.buttons[page].show_count(count, is_warning)

    def _choose(self, button: QToolButton) -> None:
        if isinstance(button, RailButton):
            self.page_chosen.emit(button.page)
