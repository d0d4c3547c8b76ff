"""Shows a source document as text with line numbers, the place asked for highlighted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from auditor_app.services.read_source import SourceText
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label, sized


class NumberedText(QPlainTextEdit):
    """Read-only text with line numbers in the margin."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = context.colours
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._margin = _LineNumbers(self)
        self.blockCountChanged.connect(self._place_margin)
        self.updateRequest.connect(self._scroll_margin)
        self._place_margin(0)

    def highlight_lines(self, first: int, last: int) -> None:
        """Colour the lines (from 1, both ends included) and scroll them to the middle."""
        selections = []
        for line in range(first, last + 1):
            block = self.document().findBlockByNumber(line - 1)
            if not block.isValid():
                continue
            selection = QTextEdit.ExtraSelection()
            selection.format.setBackground(self._colours.qcolor("bar_secondary"))
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor = QTextCursor(block)
            selection.cursor = cursor
            selections.append(selection)
        self.setExtraSelections(selections)
        if selections:
            self.setTextCursor(QTextCursor(self.document().findBlockByNumber(first - 1)))
            self.centerCursor()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the height is known that "the middle" refers to."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.centerCursor)

    def margin_width(self) -> int:
        digits = len(str(max(1, self.blockCount())))
        return self.fontMetrics().horizontalAdvance("9" * digits) + 20

    def paint_margin(self, painter: QPainter, area: QRect) -> None:
        """Draw the numbers of the lines in sight."""
        painter.fillRect(area, self._colours.qcolor("sunken"))
        painter.setPen(self._colours.qcolor("text_muted"))
        block = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > area.bottom():
                break
            if block.isVisible():
                numbers = QRect(0, round(place.top()), self._margin.width() - 8, self.fontMetrics().height())
                painter.drawText(numbers, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            block = block.next()

    def _place_margin(self, _count: int) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)

    def _scroll_margin(self, area: QRect, pixels: int) -> None:
        if pixels:
            self._margin.scroll(0, pixels)
        else:
            self._margin.update(0, area.y(), self._margin.width(), area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.left(), inside.top(), self.margin_width(), inside.height()))


class _LineNumbers(QWidget):
    def __init__(self, editor: NumberedText) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._editor.paint_margin(painter, event.rect())
        painter.end()


class SourceWindow(QWidget):
    """A window of its own, so that source and table can stand side by side."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._texts = context, context.texts
        layout = QVBoxLayout(self)
        self.title = sized(plain_label("", self, wraps=True), 1.12, bold=True)
        self.about = plain_label("", self, wraps=True, muted=True)
        self.editor = NumberedText(context, self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self._texts("source.search"))
        self.search.setAccessibleName(self._texts("source.search"))
        self.search.returnPressed.connect(self.find_next)
        close = QPushButton(self._texts("close"), self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(close)
        for widget in (self.title, self.about):
            layout.addWidget(widget)
        layout.addWidget(self.editor, 1)
        layout.addLayout(row)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.resize(context.pixels(860), context.pixels(640))

    def show_source(self, source: SourceText, first: int = 0, last: int = 0) -> None:
        """Show a document and the lines asked for."""
        self.setWindowTitle(self._context.titled(self._texts("source.title", document=source.name)))
        self.title.setText(source.name)
        lines = self._texts("place.lines", lines=str(first) if first == last else f"{first}-{last}") if first else ""
        about = [source.cited, lines, source.encoding, f"sha256 {source.sha256}"]
        self.about.setText(" · ".join(text for text in about if text))
        self.editor.setPlainText(source.text if source.text is not None else self._texts("source.not_kept"))
        if first:
            self.editor.highlight_lines(first, last)
        self.editor.setFocus()

    def find_next(self) -> None:
        """Go to the next occurrence; from the end on to the beginning."""
        wanted = self.search.text()
        if wanted and not self.editor.find(wanted):
            self.editor.moveCursor(QTextCursor.MoveOperation.Start)
            self.editor.find(wanted)
