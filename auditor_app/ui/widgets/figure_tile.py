"""A large number with its caption that can be clicked or reached by keyboard to be explained."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from auditor_app.ui.palettes import Colours

NUMBER_SIZE = 1.7
"""The number's height in body text."""


class FigureTile(QAbstractButton):
    """Shows number, caption and an optional small addition; emits `picked` with its figure id."""

    picked = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._number, self._caption, self._addition = "", "", ""
        self._tone = "text"
        self.figure_id = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._pick)

    def show_figure(
        self, number: str, caption: str, figure_id: str = "", *, addition: str = "", tone: str = "text"
    ) -> None:
        """`tone` is a colour role; a tile without a figure id is not clickable."""
        self._number, self._caption, self._addition, self._tone = number, caption, addition, tone
        self.figure_id = figure_id
        self.setEnabled(bool(figure_id))
        self.setCursor(Qt.CursorShape.PointingHandCursor if figure_id else Qt.CursorShape.ArrowCursor)
        words = f"{caption}: {number} {addition}".strip()
        self.setAccessibleName(words)
        self.setToolTip(escape(words))
        self.updateGeometry()
        self.update()

    def _pick(self) -> None:
        if self.figure_id:
            self.picked.emit(self.figure_id)

    def _number_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.font().pixelSize() * NUMBER_SIZE))
        font.setBold(True)
        return font

    def _caption_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.font().pixelSize() * 0.92))
        return font

    def sizeHint(self) -> QSize:
        number, caption = QFontMetrics(self._number_font()), QFontMetrics(self._caption_font())
        first = number.horizontalAdvance(self._number)
        if self._addition:
            first += caption.horizontalAdvance("  " + self._addition)
        width = max(first, caption.horizontalAdvance(self._caption))
        return QSize(width + 24, number.height() + caption.height() + 8)

    def minimumSizeHint(self) -> QSize:
        """The number is always whole; the caption gives way."""
        number = QFontMetrics(self._number_font()).horizontalAdvance(self._number)
        return QSize(number + 16, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours.qcolor("accent_soft"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            painter.setPen(self._colours.qcolor("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        number_font, caption_font = self._number_font(), self._caption_font()
        metrics = QFontMetrics(number_font)
        first_line = QRect(8, 4, self.width() - 16, metrics.height())
        painter.setFont(number_font)
        painter.setPen(self._colours.qcolor(self._tone))
        painter.drawText(first_line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._number)
        painter.setFont(caption_font)
        painter.setPen(self._colours.qcolor("text_muted"))
        if self._addition:
            start = metrics.horizontalAdvance(self._number)
            rest = first_line.adjusted(start, 0, 0, -metrics.descent() // 2)
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "  " + self._addition)
        second = QRect(8, first_line.bottom(), self.width() - 16, QFontMetrics(caption_font).height())
        caption = painter.fontMetrics().elidedText(self._caption, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, caption)
        painter.end()
