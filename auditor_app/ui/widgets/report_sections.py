"""The sections of a report as a list with ticks: ordered by dragging, by buttons, or with Alt and the arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from auditor_app.services.reports.definition import SECTION_KINDS, SectionKind
from auditor_app.ui.context import PageContext
from auditor_app.ui.palettes import Colours

KIND, CONTENT, IS_EMPTY = (int(Qt.ItemDataRole.UserRole) + number for number in range(3))
Index = QModelIndex | QPersistentModelIndex


class SectionList(QListWidget):
    """All sections there are, those of the report ticked; beside each what it would hold."""

    sections_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._row_height = context.texts, context.pixels(26)
        self.setItemDelegate(_SectionDelegate(context.colours, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFixedHeight(self._row_height * len(SECTION_KINDS) + 2 * self.frameWidth() + context.pixels(4))
        self.setObjectName("reportList")
        self.setAccessibleName(self._texts("reportui.sections"))
        self.setAccessibleDescription(self._texts("reportui.sections.help"))
        self.itemChanged.connect(self._tell)
        self.model().rowsMoved.connect(self._tell)

    def show_sections(self, chosen: Sequence[SectionKind]) -> None:
        """Those of the report in its order; the others where they usually stand."""
        current = self.currentItem()
        kept = str(current.data(KIND)) if current is not None else ""
        with QSignalBlocker(self), QSignalBlocker(self.model()):
            self.clear()
        blocker = QSignalBlocker(self)
        for kind in in_order(chosen):
            item = QListWidgetItem(self._texts(f"report.section.{kind}"), self)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked if kind in chosen else Qt.CheckState.Unchecked)
            item.setData(KIND, kind)
            item.setSizeHint(QSize(0, self._row_height))
            if kind == kept:
                self.setCurrentItem(item)
        if self.currentItem() is None:
            self.setCurrentRow(0)
        blocker.unblock()

    def chosen(self) -> tuple[SectionKind, ...]:
        """In the order of the report."""
        items = (self.item(row) for row in range(self.count()))
        return tuple(own.data(KIND) for own in items if own.checkState() == Qt.CheckState.Checked)

    def show_contents(self, words: Mapping[SectionKind, tuple[str, bool]]) -> None:
        """What each would hold, and whether it is nothing at all; sections not yet known stay as they are."""
        blocker = QSignalBlocker(self)
        for row in range(self.count()):
            item = self.item(row)
            if item.data(KIND) in words:
                told, is_empty = words[item.data(KIND)]
                item.setData(CONTENT, told)
                item.setData(IS_EMPTY, is_empty)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} {told}".strip())
        blocker.unblock()
        self.viewport().update()

    def move_current(self, step: int) -> None:
        """Earlier (-1) or later (1) in the report."""
        row = self.currentRow()
        target = row + step
        if row >= 0 and 0 <= target < self.count():
            destination = target if step < 0 else target + 1
            self.model().moveRow(QModelIndex(), row, QModelIndex(), destination)
            self.setCurrentRow(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_current(steps[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)

    def _tell(self, *_changed: object) -> None:
        self.sections_changed.emit()


class _SectionDelegate(QStyledItemDelegate):
    """The name at the left, what the section holds at the right, quieter."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._colours = colours

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        name, words = option.text, str(index.data(CONTENT) or "")
        style = option.widget.style() if option.widget is not None else QApplication.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        option.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room.setRight(option.rect.right() - 8)
        gap, metrics = 12, option.fontMetrics
        needed = min(metrics.horizontalAdvance(words), room.width() - gap)
        space = room.width() - needed - (gap if words else 0)
        is_off = index.data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked.value
        painter.save()
        painter.setPen(self._colours.qcolor("text_muted" if is_off else "text"))
        self._draw(painter, option, QRect(room.left(), room.top(), max(0, space), room.height()), name)
        role = "warning" if index.data(IS_EMPTY) and not is_off else "text_muted"
        painter.setPen(self._colours.qcolor(role))
        self._draw(painter, option, QRect(room.right() - needed, room.top(), needed + 1, room.height()), words)
        painter.restore()

    def _draw(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, words: str) -> None:
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        painter.setFont(option.font)
        painter.drawText(
            room, flags, option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        )


def in_order(chosen: Sequence[SectionKind]) -> list[SectionKind]:
    """All sections: the chosen ones in their order, each other one behind the one it usually follows.

    >>> in_order(["coverage", "summary"])[:4]
    ['coverage', 'rates', 'weak_areas', 'comparison']
    """
    order = list(chosen)
    for number, kind in enumerate(SECTION_KINDS):
        if kind not in order:
            before = next((own for own in reversed(SECTION_KINDS[:number]) if own in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, kind)
    return order
