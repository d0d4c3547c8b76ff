"""The definitions of reports: those of the case, what was not saved yet, and those one may start from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from auditor_app.services.reports.drafts import Entry
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.labels import heading

KEY = Qt.ItemDataRole.UserRole
TOOLS = (("new", "add"), ("duplicate", "copy"), ("rename", "edit"), ("remove", "delete"))


class ReportList(QWidget):
    """Says which definition is wanted, and what is to be done with the current one."""

    chosen = Signal(str)
    """key"""
    tool_used = Signal(str)
    """new | duplicate | rename | remove"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, context.pixels(8), 0)
        layout.setSpacing(context.pixels(4))
        self.list = _KeyedList(self)
        self.list.setObjectName("reportList")
        self.list.setAccessibleName(self._texts("reportui.list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.tool_used.connect(self.tool_used)
        self.list.currentItemChanged.connect(self._choose)
        self.tools: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setSpacing(context.pixels(2))
        row.addWidget(heading(self._texts("reportui.list"), self), 1)
        for name, picture in TOOLS:
            row.addWidget(self._tool(name, picture))
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        self.setMinimumWidth(context.pixels(190))

    def _tool(self, name: str, picture: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(15), self._context.pixels(15)))
        words = self._texts(f"reportui.tool.{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(partial(self._use, name))
        self.tools[name] = button
        return button

    def show_entries(self, entries: Sequence[Entry], current: str) -> None:
        """In this order; a mark and words tell what is not saved."""
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        own = [entry for entry in entries if not entry.is_start]
        self._add_all(own)
        if not own:
            self._add_words(self._texts("reportui.none_saved"))
        self._add_words(self._texts("reportui.starts"), is_head=True)
        self._add_all([entry for entry in entries if entry.is_start])
        self._make_current(current)
        blocker.unblock()
        entry = next((own for own in entries if own.key == current), None)
        is_own = entry is not None and not entry.is_start
        self.tools["rename"].setEnabled(is_own)
        self.tools["remove"].setEnabled(is_own)
        self.tools["duplicate"].setEnabled(entry is not None)

    def refresh(self, entry: Entry) -> None:
        """Its mark alone: while somebody writes, the list stays as it is."""
        for item in self._items():
            if item.data(KEY) == entry.key:
                self._dress(item, entry)

    def _add_all(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            item = QListWidgetItem(self.list)
            item.setData(KEY, entry.key)
            self._dress(item, entry)

    def _dress(self, item: QListWidgetItem, entry: Entry) -> None:
        is_unsaved = entry.is_changed
        name = entry.definition.name
        item.setText(f"● {name}" if is_unsaved else name)
        told = self._texts("reportui.unsaved_short") if is_unsaved else ""
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name} {told}".strip())
        item.setToolTip(tooltip_html("\n".join(filter(None, (name, told)))))
        font = item.font()
        font.setItalic(entry.is_start)
        item.setFont(font)

    def _add_words(self, words: str, *, is_head: bool = False) -> None:
        """A line that cannot be chosen."""
        item = QListWidgetItem(words, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QColor(self._context.colours.text_muted))
        item.setToolTip(tooltip_html(words))
        font = item.font()
        font.setBold(is_head)
        item.setFont(font)

    def _make_current(self, key: str) -> None:
        for item in self._items():
            if item.data(KEY) == key:
                self.list.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem | None, _former: QListWidgetItem | None) -> None:
        if item is not None and item.data(KEY):
            self.chosen.emit(str(item.data(KEY)))

    def _use(self, name: str, _is_checked: bool = False) -> None:
        self.tool_used.emit(name)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]


class _KeyedList(QListWidget):
    """F2 renames, Delete removes, as in every list of files."""

    tool_used = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tools = {Qt.Key.Key_F2: "rename", Qt.Key.Key_Delete: "remove", Qt.Key.Key_Insert: "new"}
        if event.key() in tools and not event.modifiers():
            self.tool_used.emit(tools[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)
