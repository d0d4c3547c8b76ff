"""Chips that narrow compared rows to what changed, got worse, or cannot be compared, each with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from auditor_app.domain.comparison import Change
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.compare_columns import DIFFERENCES
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label

CHANGED = "changed"
CHIPS: tuple[tuple[str, tuple[Change, ...]], ...] = (
    (CHANGED, DIFFERENCES),
    ("worse", ("worse",)),
    ("new", ("new",)),
    ("better", ("better",)),
    ("solved", ("solved",)),
    ("persisting", ("persisting",)),
    ("not_comparable", ("not_comparable",)),
)
ALWAYS_SHOWN = frozenset({CHANGED, "worse", "not_comparable"})


class ChangeChips(QWidget):
    """Pressed chips add up: rows of any of them are shown; with none pressed, all."""

    chosen = Signal(object)
    """frozenset of changes, or None for all rows"""

    def __init__(self, texts: Texts, spacing: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._counts: Counter[str] = Counter()
        row = FlowRow(spacing)
        self.setLayout(row)
        self.buttons: dict[str, QToolButton] = {}
        for name, _ in CHIPS:
            button = QToolButton(self)
            button.setObjectName("changeChip")
            button.setCheckable(True)
            button.toggled.connect(self._tell)
            self.buttons[name] = button
            row.addWidget(button)
        self.keys_note = plain_label(texts("compare.keys"), self, muted=True)
        self.keys_note.setMinimumHeight(self.buttons[CHANGED].sizeHint().height())
        row.addWidget(self.keys_note)
        self.show_counts([])

    def show_counts(self, changes: Iterable[Change]) -> None:
        """How many rows each chip would show."""
        self._counts = Counter(changes)
        for name, members in CHIPS:
            count = sum(self._counts[own] for own in members)
            words = self._texts("compare.changed" if name == CHANGED else f"compare.change.{name}")
            self.buttons[name].setText(self._texts("compare.chip", words=words, count=count))
            self.buttons[name].setVisible(bool(count) or name in ALWAYS_SHOWN)
            self.buttons[name].setEnabled(bool(count) or self.buttons[name].isChecked())

    def show_chosen(self, changes: Sequence[Change] | frozenset[Change] | None) -> None:
        """Press the chips that stand for these rows; nothing is told."""
        wanted = frozenset(changes or ())
        for name, members in CHIPS:
            button = self.buttons[name]
            button.blockSignals(True)
            is_whole = wanted >= frozenset(members)
            stands_in_changed = name in DIFFERENCES and wanted >= frozenset(DIFFERENCES)
            button.setChecked(bool(wanted) and is_whole and not stands_in_changed)
            button.blockSignals(False)

    def _tell(self, _is_pressed: bool) -> None:
        pressed = frozenset(own for name, members in CHIPS if self.buttons[name].isChecked() for own in members)
        self.chosen.emit(pressed or None)
