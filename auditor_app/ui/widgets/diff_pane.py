"""The titles of an item in two editions, one under the other, with differences marked by signs, not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from auditor_app.domain.standards import Item
from auditor_app.services.title_diff import DiffPiece, title_diff
from auditor_app.ui.context import PageContext
from auditor_app.ui.palettes import Colours
from auditor_app.ui.widgets.labels import plain_label

_STYLES = {
    "removed": "background-color:{bad_soft}; color:{bad}; text-decoration:line-through",
    "added": "background-color:{good_soft}; color:{good}; text-decoration:underline; font-weight:bold",
}
BRACKETS = {"removed": ("〔－", "〕"), "added": ("〔＋", "〕")}
"""So that the marks survive a copy, a screen reader, and eyes that see no colours."""


class DiffPane(QWidget):
    """Shows at most one pair; empty until something is selected."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts, self._colours = context.texts, context.colours
        grid = QGridLayout(self)
        grid.setContentsMargins(0, context.pixels(4), 0, 0)
        grid.setHorizontalSpacing(context.pixels(12))
        grid.setVerticalSpacing(context.pixels(4))
        grid.setColumnStretch(1, 1)
        self.captions = [plain_label("", self, muted=True) for _ in range(2)]
        self.titles = [diff_label(self) for _ in range(2)]
        self.note = plain_label("", self, wraps=True, muted=True)
        for row, (caption, title) in enumerate(zip(self.captions, self.titles, strict=True)):
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(title, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.note, 2, 0, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(3, 1)

    def show_pair(self, names: tuple[str, str], former: Item | None, later: Item | None, note: str) -> None:
        """`names`: of the two editions; an item that is missing is said to be."""
        texts = self._texts
        pieces = title_diff(former.title, later.title) if former and later else ()
        for place, (name, item, foreign) in enumerate(((names[0], former, "added"), (names[1], later, "removed"))):
            self.captions[place].setText(f"{name}  {item.item}" if item else name)
            own = [piece for piece in pieces if piece.kind != foreign]
            if item is None:
                self.titles[place].setText(f"<i>{escape(texts('joins.no_item'))}</i>")
                self.titles[place].setAccessibleName(texts("joins.no_item"))
            else:
                own = own or [DiffPiece("same", item.title or texts("joins.no_title"))]
                self.titles[place].setText(diff_html(own, self._colours))
                self.titles[place].setAccessibleName("".join(map(marked, own)))
        self.note.setText(note)

    def clear(self) -> None:
        for label in (*self.captions, *self.titles, self.note):
            label.setText("")


def diff_label(parent: QWidget) -> QLabel:
    """Takes what `diff_html` makes."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.RichText)  # of our own making; the words in it are escaped
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def diff_html(pieces: Iterable[DiffPiece], colours: Colours) -> str:
    """The pieces with their marks, safe whatever stands in them."""
    named = {name: getattr(colours, name) for name in ("bad", "bad_soft", "good", "good_soft")}
    return "".join(_piece_html(piece, named) for piece in pieces)


def _piece_html(piece: DiffPiece, colours: dict[str, str]) -> str:
    words = escape(marked(piece)).replace("\n", "<br>")
    return words if piece.kind == "same" else f"<span style='{_STYLES[piece.kind].format(**colours)}'>{words}</span>"


def marked(piece: DiffPiece) -> str:
    """The words of a piece between the signs of what became of them."""
    if piece.kind == "same":
        return piece.text
    before, after = BRACKETS[piece.kind]
    return f"{before}{piece.text}{after}"
