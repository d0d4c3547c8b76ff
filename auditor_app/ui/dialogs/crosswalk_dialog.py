"""Entries of a crosswalk by hand: items of both editions, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind
from auditor_app.domain.crosswalk_checks import End, wants
from auditor_app.domain.standards import Edition, Item
from auditor_app.services.browse_crosswalk import CrosswalkGround, problems_of, remarks_of
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.cell_filters import fold
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.diff_pane import DiffPane
from auditor_app.ui.widgets.labels import heading, plain_label

SIZE = (1000, 640)
MARGIN = 40
"""Left free at the edges of a small screen."""
MOST_PAIRS = 200
NUMBER = Qt.ItemDataRole.UserRole
MOST_LINES = 3
"""Of refusals and remarks told while one is still choosing."""


class ItemList(QWidget):
    """The items of one edition with a filter and ticks."""

    def __init__(self, context: PageContext, edition: Edition, ticked: set[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._items: dict[str, Item] = {item.item: item for item in edition.items}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.pixels(4))
        layout.addWidget(heading(edition.name, self))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(context.texts("joins.filter"))
        self.filter.setAccessibleName(context.texts("joins.filter"))
        self.filter.setClearButtonEnabled(True)
        layout.addWidget(self.filter)
        self.list = QListWidget(self)
        self.list.setAccessibleName(edition.name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.list, 1)
        for item in edition.items:
            row = QListWidgetItem(f"{item.item}  {item.title}", self.list)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked if item.item in ticked else Qt.CheckState.Unchecked)
            row.setData(NUMBER, item.item)
            row.setToolTip(tooltip_html(item.title))
            if item.item in ticked:
                self.list.setCurrentItem(row)
        self.filter.textChanged.connect(self._show)

    def ticked(self) -> list[Item]:
        """In the order of the edition."""
        rows = [self.list.item(number) for number in range(self.list.count())]
        return [self._items[row.data(NUMBER)] for row in rows if row.checkState() == Qt.CheckState.Checked]

    def show_chosen(self) -> None:
        """The first ticked item in sight, which needs the list to have its size."""
        self.list.scrollToItem(self.list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def _show(self, words: str) -> None:
        wanted = fold(words.strip())
        for number in range(self.list.count()):
            row = self.list.item(number)
            row.setHidden(wanted not in fold(row.text()) and row.checkState() != Qt.CheckState.Checked)


class CrosswalkDialog(QDialog):
    """Says at each step what would be stored, or why it cannot be; it stores nothing itself."""

    def __init__(
        self,
        context: PageContext,
        ground: CrosswalkGround,
        shown: Sequence[CrosswalkEntry],
        stored: Sequence[CrosswalkEntry],
        parent: QWidget | None = None,
    ) -> None:
        """`shown`: what the lists begin with; `stored`: those of them that stand in the crosswalk and are replaced."""
        super().__init__(parent)
        self._context, self._texts, self._ground = context, context.texts, ground
        self.stored = list(stored)
        self.setWindowTitle(context.titled(self._texts("joins.edit_title" if shown else "joins.add_title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        lists = QHBoxLayout()
        self.former = ItemList(context, ground.former, {own.from_item for own in shown}, self)
        self.later = ItemList(context, ground.later, {own.to_item for own in shown}, self)
        lists.addWidget(self.former, 1)
        lists.addWidget(self.later, 1)
        layout.addLayout(lists, 1)
        layout.addLayout(self._kind_row(shown[0].kind if shown else "changed"))
        self.diff = DiffPane(context, self)
        layout.addWidget(self.diff)
        self.words = plain_label("", self, wraps=True)
        self.words.setMinimumHeight(context.pixels(40))
        layout.addWidget(self.words)
        self.buttons = QDialogButtonBox(self)
        self.save_button = self.buttons.addButton(self._texts("joins.save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(self.buttons)
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )
        self._show_state()
        (self.kind if shown else self.former.filter).setFocus()

    def entries(self) -> list[CrosswalkEntry]:
        """What would stand in the crosswalk: every pair of ticked items."""
        kind = self.chosen_kind()
        former = [own.item for own in self.former.ticked()] if wants(kind, "from_item") else [""]
        later = [own.item for own in self.later.ticked()] if wants(kind, "to_item") else [""]
        names = self._ground.former.name, self._ground.later.name
        return [CrosswalkEntry(names[0], one, names[1], other, kind) for one, other in product(former, later)]

    def removed(self) -> list[CrosswalkEntry]:
        """Entries this replaces by others."""
        pairs = {(own.from_item, own.to_item) for own in self.entries()}
        return [own for own in self.stored if (own.from_item, own.to_item) not in pairs]

    def chosen_kind(self) -> CrosswalkKind:
        kind: CrosswalkKind = self.kind.currentData()
        return kind

    def _kind_row(self, chosen: CrosswalkKind) -> QHBoxLayout:
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self._texts("joins.kind"))
        for kind in CROSSWALK_KINDS:
            self.kind.addItem(self._texts(f"crosswalk_kind.{kind}"), kind)
        self.kind.setCurrentIndex(self.kind.findData(chosen))
        self.about = plain_label("", self, wraps=True, muted=True)
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(8))
        row.addWidget(plain_label(self._texts("joins.kind"), self))
        row.addWidget(self.kind)
        row.addWidget(self.about, 1)
        return row

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_state)
        for side in (self.former, self.later):
            side.list.itemChanged.connect(self._show_state)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        for side in (self.former, self.later):
            side.show_chosen()

    def _show_state(self, _changed: object = None) -> None:
        kind = self.chosen_kind()
        self.about.setText(self._texts(f"joins.about.{kind}"))
        self.former.setEnabled(wants(kind, "from_item"))
        self.later.setEnabled(wants(kind, "to_item"))
        former, later = self._one(self.former, "from_item"), self._one(self.later, "to_item")
        if former or later:
            self.diff.show_pair((self._ground.former.name, self._ground.later.name), former, later, "")
        else:
            self.diff.clear()
        lack = self._lack()
        self.words.setText(lack or self._outlook())
        self.save_button.setEnabled(not lack)

    def _one(self, side: ItemList, end: End) -> Item | None:
        ticked = side.ticked() if wants(self.chosen_kind(), end) else []
        return ticked[0] if len(ticked) == 1 else None

    def _outlook(self) -> str:
        """How many entries would be stored, and what to look at before, which stands in nobody's way."""
        entries = self.entries()
        remarks = [self._texts.problem(own) for own in remarks_of(self._ground, entries)[:MOST_LINES]]
        return "\n".join([self._texts("joins.will_store", count=len(entries)), *remarks])

    def _lack(self) -> str:
        entries = self.entries()
        if not entries:
            return self._texts("joins.lacks_items")
        if len(entries) > MOST_PAIRS:
            return self._texts("joins.too_many", count=len(entries))
        problems = problems_of(self._ground, entries, self.removed())
        return "\n".join(self._texts.problem(own) for own in problems[:MOST_LINES])
