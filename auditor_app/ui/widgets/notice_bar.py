"""A bar at the top of the window that says what happened, where, and what to do, without stopping the work."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from auditor_app.foundation.translation import Texts
from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import Colours
from auditor_app.ui.widgets.labels import plain_label

Tone = Literal["good", "warning", "bad"]
ICONS: dict[Tone, str] = {"good": "ok", "warning": "alert-triangle", "bad": "alert-circle"}
SHOWN_LINES = 6
GOOD_NEWS_MILLISECONDS = 8000
"""Good news leaves by itself; what needs attention stays until it is closed."""


class NoticeBar(QFrame):
    """Shows one notice at a time; the newest wins."""

    details_requested = Signal()

    def __init__(self, texts: Texts, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._colours = texts, colours
        self.setObjectName("noticeBar")
        self.mark = QLabel(self)
        self.words = plain_label("", self, wraps=True)
        self.words.setAccessibleName(texts("notice.name"))
        self.action = QPushButton(self)
        self.action.clicked.connect(self.details_requested)
        self.close_button = QToolButton(self)
        self.close_button.setAutoRaise(True)
        self.close_button.setIcon(icon("close", colours.text))
        self.close_button.setToolTip(texts("close"))
        self.close_button.setAccessibleName(texts("close"))
        self.close_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(GOOD_NEWS_MILLISECONDS)
        self._leave.timeout.connect(self.hide)
        self.hide()

    def show_notice(self, tone: Tone, lines: list[str], action: str = "") -> None:
        """Show up to a handful of lines; further ones are counted."""
        shown = lines[:SHOWN_LINES]
        if len(lines) > SHOWN_LINES:
            shown.append(self._texts("notice.more", count=len(lines) - SHOWN_LINES))
        self.words.setText("\n".join(shown))
        self.mark.setPixmap(icon(ICONS[tone], getattr(self._colours, tone)).pixmap(20, 20))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        self._leave.stop()
        if tone == "good":
            self._leave.start()
