"""Ticks one or several organisations of the case; found by typing part of a name they bear or bore."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from auditor_app.domain.organisations import Organisation
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.cell_filters import fold
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.labels import heading

BODY, NAMES = Qt.ItemDataRole.UserRole, int(Qt.ItemDataRole.UserRole) + 1


class BodyPicker(QWidget):
    """A filter above a list with ticks."""

    changed = Signal()

    def __init__(
        self,
        context: PageContext,
        title: str,
        bodies: Sequence[Organisation],
        ticked: Iterable[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.pixels(4))
        self.title = heading(title, self)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(context.texts("lineage.filter"))
        self.filter.setAccessibleName(f"{title} {context.texts('lineage.filter')}")
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (self.title, self.filter, self.list):
            layout.addWidget(widget)
        self._is_english = context.texts.language == "en"
        chosen = set(ticked)
        for body in bodies:
            self._add(body, is_ticked=body.id in chosen)
        self.filter.textChanged.connect(self._show_matching)
        self.list.itemChanged.connect(self._tell)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now: a list that is scrolled before it has its style measures its rows wrong."""
        super().showEvent(event)
        self._show_first_ticked()

    def ticked(self) -> tuple[int, ...]:
        """Ids in the order of the list."""
        return tuple(int(own.data(BODY)) for own in self._items() if own.checkState() == Qt.CheckState.Checked)

    def untick(self) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Unchecked)

    def sizeHint(self) -> QSize:
        return QSize(240, 220)

    def _add(self, body: Organisation, *, is_ticked: bool) -> None:
        now, *former = reversed([name.name for name in body.names])
        english = body.names[-1].english if self._is_english else ""
        now, former = (english, [now, *former]) if english else (now, former)
        words = f"{now} ({'・'.join(former)})" if former else now
        item = QListWidgetItem(words, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        item.setData(BODY, body.id)
        item.setData(NAMES, fold(" ".join(f"{name.name} {name.english}" for name in body.names)))
        item.setToolTip(tooltip_html(words))

    def _show_first_ticked(self) -> None:
        items = self._items()
        first = next((own for own in items if own.checkState() == Qt.CheckState.Checked), items[0] if items else None)
        if first is not None:
            self.list.setCurrentItem(first)
            self.list.scrollToItem(first)

    def _show_matching(self, text: str) -> None:
        """What is ticked stays in sight."""
        wanted = fold(text.strip())
        for item in self._items():
            item.setHidden(wanted not in item.data(NAMES) and item.checkState() != Qt.CheckState.Checked)

    def _tell(self, _item: QListWidgetItem) -> None:
        self.changed.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]
