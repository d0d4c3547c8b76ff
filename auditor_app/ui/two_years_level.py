"""Keeps the tables of two pages level: what stands above or below them takes the same height on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel, QSplitter

from auditor_app.ui.widgets.flow_row import FlowRow

if TYPE_CHECKING:
    from auditor_app.ui.page import Page

OCCASIONS = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show})


class LevelSides(QObject):
    """Two pages of one kind; their parts of uneven height are made as high as the higher of the two."""

    def __init__(self, pages: tuple[Page, Page], heads: tuple[FlowRow, FlowRow], parent: QObject) -> None:
        """`heads`: the rows above each page that hold its year and its controls."""
        super().__init__(parent)
        self._pages, self._heads = pages, heads
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.level)
        for side, page in enumerate(pages):
            page.installEventFilter(self)
            for label in filter(lambda part: isinstance(part, QLabel), page.uneven_parts()):
                label.installEventFilter(self)
            for own, other in zip(page.findChildren(QSplitter), pages[1 - side].findChildren(QSplitter), strict=False):
                own.splitterMoved.connect(_Repeated(own, other, self).repeat)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Widths are final only when the layouts have done their work."""
        if event.type() in OCCASIONS:
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def level(self) -> None:
        """Heights at the width each part has now."""
        left, right = ([head, *page.uneven_parts()] for head, page in zip(self._heads, self._pages, strict=True))
        for pair in zip(left, right, strict=True):
            height = max(map(_own_height, pair))
            for part in pair:
                _set_least_height(part, height)


class _Repeated(QObject):
    """What the user divides anew on one side is divided so on the other."""

    def __init__(self, own: QSplitter, other: QSplitter, parent: QObject) -> None:
        super().__init__(parent)
        self._own, self._other = own, other

    def repeat(self, _position: int, _index: int) -> None:
        self._other.setSizes(self._own.sizes())


def _own_height(part: QLabel | FlowRow) -> int:
    if isinstance(part, FlowRow):
        return part.height_needed()
    if part.isHidden():
        return 0
    return part.heightForWidth(part.width())


def _set_least_height(part: QLabel | FlowRow, height: int) -> None:
    if isinstance(part, FlowRow):
        part.set_least_height(height)
        return
    policy = part.sizePolicy()
    if policy.retainSizeWhenHidden() != bool(height):
        policy.setRetainSizeWhenHidden(bool(height))
        part.setSizePolicy(policy)
    if part.minimumHeight() != height:
        part.setMinimumHeight(height)
