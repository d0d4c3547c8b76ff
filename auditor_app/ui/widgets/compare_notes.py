"""What concerns two compared years as a whole, in small pieces that wrap and are never cut: editions, joins, scope."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.comparison import PairNotes
from auditor_app.foundation.translation import Texts
from auditor_app.services.word_comparison import items_not_asked
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label

COMMON_KINDS = frozenset({"unchanged", "reworded", "moved"})
UNMAPPED = "unmapped"


class CompareNotes(QWidget):
    """One line for each pair of neighbouring years; where items are left unjoined, a button leads to the crosswalk."""

    crosswalk_requested = Signal(object)
    """PairNotes"""

    def __init__(self, texts: Texts, spacing: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self.row = FlowRow(spacing)
        self.remarks = plain_label("", self, wraps=True, muted=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing // 2)
        layout.addLayout(self.row)
        layout.addWidget(self.remarks)
        self.buttons: list[QPushButton] = []
        self._words: list[str] = []

    def show_notes(self, pairs: Sequence[PairNotes], remarks: Sequence[str]) -> None:
        """The notes of each pair, then remarks on how everything is counted."""
        while (item := self.row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons, self._words = [], []
        for pair in pairs:
            for words in pair_words(self._texts, pair):
                self._add(words)
            self._add_button(pair)
        told = [self._texts("compare.note.remark", words=remark) for remark in remarks]
        self._words += told
        self.remarks.setText("  ".join(told))
        self.remarks.setVisible(bool(told))
        self.setVisible(bool(self._words))
        self.row.invalidate()

    def words(self) -> str:
        """Everything said, as one text: for captions."""
        return " ".join(self._words)

    def _add(self, words: str) -> None:
        self._words.append(words)
        label = plain_label(words, self, muted=True)
        self.row.addWidget(label)
        label.show()

    def _add_button(self, pair: PairNotes) -> None:
        if not (pair.former_edition and pair.later_edition) or pair.former_edition == pair.later_edition:
            return
        count = len(pair.unmapped)
        key = "compare.note.unmapped" if count else "compare.note.crosswalk"
        button = QPushButton(self._texts(key, count=count), self)
        button.setProperty("trail", True)
        button.setFlat(True)
        button.setToolTip("\n".join(pair.unmapped[:40]))
        button.clicked.connect(lambda _checked=False, own=pair: self.crosswalk_requested.emit(own))
        self.buttons.append(button)
        self.row.addWidget(button)
        button.show()


def pair_words(texts: Texts, pair: PairNotes) -> list[str]:
    """The pieces of one pair's note, in the order they are read; [] where there is nothing to say."""
    words = []
    if pair.former_edition and pair.former_edition == pair.later_edition:
        words.append(texts("compare.note.same_edition", edition=pair.later_edition))
    elif pair.former_edition or pair.later_edition:
        unknown = texts("compare.note.no_edition")
        editions = (pair.former_edition or unknown, pair.later_edition or unknown)
        words.append(texts("compare.note.editions", former=editions[0], later=editions[1]))
    words += [texts("edition.not_decided", edition=name) for name in pair.drafts]
    if pair.former_edition and pair.later_edition:
        if pair.has_crosswalk:
            words.append(texts("compare.note.common", count=pair.common_items))
            if not_asked := items_not_asked(pair):
                words.append(texts("compare.note.not_asked", count=not_asked))
        else:
            words.append(texts("compare.note.no_crosswalk"))
    left = [(kind, count) for kind, count in pair.kinds if kind not in COMMON_KINDS | {UNMAPPED} and count]
    if left and pair.former_edition != pair.later_edition:
        listed = texts("compare.list_join").join(
            texts("compare.note.kind", kind=texts(f"crosswalk_kind.{kind}"), count=count) for kind, count in left
        )
        words.append(texts("compare.note.kinds", kinds=listed))
    if pair.scope_differences:
        differing = texts("compare.list_join").join(texts(f"scope_word.{name}") for name in pair.scope_differences)
        words.append(texts("compare.note.scope", differences=differing))
    return [texts("compare.note.pair", former=pair.former, later=pair.later), *words] if words else []
