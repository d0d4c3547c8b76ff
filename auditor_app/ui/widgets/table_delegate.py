"""Paints one cell: thin bar behind the number, soft badge, muted state, whole-row highlight and the current cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from auditor_app.ui.models.cell_roles import CellRole
from auditor_app.ui.palettes import Colours

PADDING = 10
BADGE_RIM, NARROW_RIM, BADGE_GAP = 16, 12, 2
_BADGE_TEXT = {"neutral": "text_muted", "accent": "accent", "warning": "warning", "good": "good", "bad": "bad"}
_BADGE_GROUND = {
    "neutral": "neutral_soft",
    "accent": "accent_soft",
    "warning": "warning_soft",
    "good": "good_soft",
    "bad": "bad_soft",
}
_EMPHASIS = {"strong": "text", "muted": "text_muted", "warning": "warning", "good": "good", "bad": "bad"}


class CellDelegate(QStyledItemDelegate):
    """Draws everything itself: Fusion's own cell would box the selection and colour it away from the palette."""

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self.colours = colours
        self.current: tuple[int, int] = (-1, -1)
        """row and column of the current cell, told by the view"""
        self.hovered_row = -1
        self.has_focus = False
        self.found: set[tuple[int, int]] = set()
        """cells that contain what is being searched"""

    def row_colour(self, row: int) -> QColor | None:
        """The ground of a whole row, also to the right of the last column; None for the plain surface."""
        if row == self.current[0]:
            return self.colours.qcolor("accent_soft")
        if row == self.hovered_row:
            return self.colours.qcolor("sunken")
        return None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        rect = QRect(option.rect)
        painter.setClipRect(rect)
        cell = (index.row(), index.column())
        # The current cell lies on its row's colour and is framed; it needs no second ground.
        selected = bool(option.state & QStyle.StateFlag.State_Selected) and cell != self.current
        self._paint_ground(painter, rect, cell, selected)
        font = QFont(option.font)
        self._paint_content(painter, rect, index, font, selected)
        if cell == self.current:
            self._paint_current(painter, rect)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The width a double click on the column's edge gives it: words, padding, and the badge's own rim."""
        metrics = option.fontMetrics
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        rim = 14 if index.data(CellRole.BADGE) else 2
        return QSize(metrics.horizontalAdvance(words) + 2 * PADDING + rim, metrics.height() + 8)

    def _paint_ground(self, painter: QPainter, rect: QRect, cell: tuple[int, int], selected: bool) -> None:
        if selected:
            painter.fillRect(rect, self.colours.qcolor("selection"))
        elif (ground := self.row_colour(cell[0])) is not None:
            painter.fillRect(rect, ground)
        if cell in self.found:
            painter.fillRect(rect.adjusted(2, 2, -2, -3), self.colours.qcolor("bar_secondary"))
        painter.setPen(self.colours.qcolor("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_content(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        font: QFont,
        selected: bool,
    ) -> None:
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        state = index.data(CellRole.STATE)
        badge = index.data(CellRole.BADGE)
        badges = index.data(CellRole.BADGES)
        share = index.data(CellRole.BAR_SHARE)
        inner = rect.adjusted(PADDING, 0, -PADDING, -1)
        alignment = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignVCenter)
        if state:
            self._paint_state(painter, rect, words, state, alignment, font, selected)
        elif badges is not None:
            self._paint_badges(painter, rect.adjusted(PADDING // 2, 0, -2, -1), badges, font)
        elif badge:
            self._paint_badge(painter, inner, words, badge, font)
        else:
            if share is not None:
                # The bar's own colour would vanish in the selection's.
                bar_role = "accent_soft" if selected else str(index.data(CellRole.BAR_ROLE) or "bar")
                self._paint_bar(painter, rect, float(share), bar_role)
            emphasis = index.data(CellRole.EMPHASIS)
            if emphasis:
                font.setBold(emphasis != "muted")
            role = "selection_text" if selected else _EMPHASIS.get(str(emphasis), "text")
            self._paint_words(painter, inner, words, alignment, font, role)

    def _paint_words(
        self, painter: QPainter, rect: QRect, words: str, alignment: Qt.AlignmentFlag, font: QFont, role: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(self.colours.qcolor(role))
        line = words.replace("\r", "").replace("\n", " ")
        line = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(alignment) | int(Qt.TextFlag.TextSingleLine), line)

    def _paint_bar(self, painter: QPainter, rect: QRect, share: float, role: str) -> None:
        """A bar from the left edge; its track is not drawn, so that a full one is the only one that fills the cell."""
        track = QRectF(rect).adjusted(6, 6, -6, -7)
        track.setWidth(track.width() * min(1.0, max(0.0, share)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours.qcolor(role))
        painter.drawRoundedRect(track, 2, 2)

    def _paint_badges(self, painter: QPainter, rect: QRect, badges: Sequence[tuple[str, str]], font: QFont) -> None:
        """As many side by side as there is room for, then how many more there are: the tooltip names all."""
        metrics = QFontMetrics(_badge_font(font))
        left = rect.left()
        for words, kind in _badges_that_fit(badges, rect.width(), metrics):
            width = min(metrics.horizontalAdvance(words) + NARROW_RIM, rect.right() - left + 1)
            self._paint_badge(painter, QRect(left, rect.top(), width, rect.height()), words, kind, font, NARROW_RIM)
            left += width + BADGE_GAP

    def _paint_badge(
        self, painter: QPainter, rect: QRect, words: str, badge: str, font: QFont, rim: int = BADGE_RIM
    ) -> None:
        painter.setFont(_badge_font(font))
        metrics = painter.fontMetrics()
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - rim + 2)
        height = min(rect.height() - 4, metrics.height() + 2)
        pill = QRectF(rect.left(), 0, min(rect.width(), metrics.horizontalAdvance(text) + rim), height)
        pill.moveCenter(QPointF(pill.center().x(), rect.center().y() + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.colours.qcolor(_BADGE_TEXT.get(badge, "text_muted"))
        ground = _BADGE_GROUND.get(badge, "neutral_soft")
        painter.setBrush(self.colours.qcolor(ground))
        # On black the soft grounds vanish, so a badge is drawn with its rim.
        has_rim = self.colours.name == "high-contrast"
        painter.setPen(QPen(colour, 1) if has_rim else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colour)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_state(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        state: str,
        alignment: Qt.AlignmentFlag,
        font: QFont,
        selected: bool,
    ) -> None:
        """Never like a number: muted, and on hatching when left out of the analysis."""
        role = "selection_text" if selected else "missing"
        inner = rect.adjusted(PADDING, 0, -PADDING, -1)
        if state == "hatch":
            field = rect.adjusted(4, 4, -4, -5)
            alignment = Qt.AlignmentFlag.AlignCenter  # in the middle of its field, where no number ever stands
            painter.fillRect(field, QBrush(self.colours.qcolor("hatch"), Qt.BrushStyle.BDiagPattern))
            self._paint_plate(painter, inner, words, alignment, font)
        text = "—" if state == "dash" else words
        self._paint_words(painter, inner, text, alignment, font, role)

    def _paint_plate(
        self, painter: QPainter, rect: QRect, words: str, alignment: Qt.AlignmentFlag, font: QFont
    ) -> None:
        """Quiet ground under a word on hatching, so that it stays readable."""
        painter.setFont(font)
        bounds = painter.fontMetrics().boundingRect(rect, int(alignment), words).intersected(rect)
        painter.fillRect(bounds.adjusted(-4, 1, 4, -1), self.colours.qcolor("surface"))

    def _paint_current(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width = 2 if self.has_focus else 1
        pen = QPen(self.colours.qcolor("focus" if self.has_focus else "border"), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(1, 1, -width, -width))


def _badge_font(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPixelSize(max(8, round(font.pixelSize() * 0.9)))
    smaller.setBold(True)
    return smaller


def _badges_that_fit(badges: Sequence[tuple[str, str]], room: int, metrics: QFontMetrics) -> Sequence[tuple[str, str]]:
    """All of them, or the first few and how many more there are."""

    def width(shown: Sequence[tuple[str, str]]) -> int:
        return sum(metrics.horizontalAdvance(words) + NARROW_RIM + BADGE_GAP for words, _ in shown) - BADGE_GAP

    for count in range(len(badges), 0, -1):
        rest = len(badges) - count
        shown = [*badges[:count], *([(f"+{rest}", "neutral")] if rest else [])]
        if width(shown) <= room:
            return shown
    return badges[:1]
