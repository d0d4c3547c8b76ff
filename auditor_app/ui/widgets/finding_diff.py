"""What an edit changed of a finding, field by field, with the words that differ marked by signs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from auditor_app.services.title_diff import DiffPiece, title_diff
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.diff_pane import diff_html, diff_label, marked
from auditor_app.ui.widgets.labels import heading, plain_label

LONGEST_COMPARED = 4_000
"""Characters of a field; comparing longer ones word by word would be felt, so they stand one after the other."""


class FindingDiff(QScrollArea):
    """Shows two texts of one finding, or says that there is nothing before the first."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self._texts("findingui.diff"))
        self.say("")

    def say(self, words: str) -> None:
        """Words instead of a comparison."""
        body, layout = self._new_body()
        layout.addWidget(plain_label(words, body, wraps=True, muted=True))
        layout.addStretch(1)
        self.setWidget(body)

    def show_pair(self, former: dict[str, str], later: dict[str, str], caption: str) -> None:
        """Fields by the words for them; only those that differ are shown."""
        body, layout = self._new_body()
        layout.addWidget(plain_label(caption, body, wraps=True, muted=True))
        differing = [name for name in later if former.get(name, "") != later[name]]
        for name in differing:
            layout.addWidget(heading(name, body))
            label = diff_label(body)
            pieces = _pieces(former.get(name, ""), later[name])
            label.setText(diff_html(pieces, self._context.colours))
            label.setAccessibleName("".join(map(marked, pieces)))
            layout.addWidget(label)
        if not differing:
            layout.addWidget(plain_label(self._texts("findingui.same_words"), body, wraps=True))
        layout.addStretch(1)
        self.setWidget(body)

    def _new_body(self) -> tuple[QWidget, QVBoxLayout]:
        body = QWidget()
        layout = QVBoxLayout(body)
        grid = self._context.pixels(8)
        layout.setContentsMargins(grid, grid, grid, grid)
        layout.setSpacing(self._context.pixels(4))
        return body, layout


def _pieces(former: str, later: str) -> tuple[DiffPiece, ...]:
    if max(len(former), len(later)) <= LONGEST_COMPARED:
        return title_diff(former, later)
    return tuple(own for own in (DiffPiece("removed", former), DiffPiece("added", later)) if own.text)
