"""Parts of the dialog of exports: what will be in the file, and the characters an encoding cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from auditor_app.services.export_page import UnfitPlaces
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label

FEWEST_PLACES, SHOWN_PLACES = 2, 4
"""Lines of the list in sight, as there is room; the others are scrolled to."""


class WrappedWords(QLabel):
    """Plain words over as many lines as the width needs; what Qt reserves for a narrower label would raise the dialog
    beyond a small screen."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().lineSpacing())


class ContentsPanel(QScrollArea):
    """Names and words, one below the other."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: Sequence[tuple[str, str]] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(context.texts("exportui.contents"))
        self.setMinimumHeight(context.pixels(48))

    def show_words(self, told: Sequence[tuple[str, str]]) -> None:
        if told == self._shown:
            return
        self._shown = list(told)
        body = QWidget(self)
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, self._context.pixels(8), 0)
        form.setVerticalSpacing(self._context.pixels(4))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, words in told:
            label = plain_label(name, body, muted=True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            form.addRow(label, WrappedWords(words, body))
        self.setWidget(body)

    def words(self) -> dict[str, str]:
        """What stands there."""
        return dict(self._shown)


class UnfitPanel(QWidget):
    """Which characters do not fit, where they stand, and what to do with them."""

    decided = Signal()
    back_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts = context.texts
        self.said = WrappedWords("", self)
        self.said.setProperty("tone", "warning")
        self.places = QListWidget(self)
        self.places.setAccessibleName(texts("exportui.unfit.places"))
        line = self.places.fontMetrics().lineSpacing() + context.pixels(10)
        self.places.setMinimumHeight(line * FEWEST_PLACES)
        self.places.setMaximumHeight(line * SHOWN_PLACES)
        self.replace = QCheckBox(texts("exportui.unfit.replace"), self)
        self.back_button = QPushButton(texts("exportui.unfit.back"), self)
        self.back_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.replace, 1)
        row.addWidget(self.back_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said)
        layout.addWidget(self.places)
        layout.addLayout(row)
        self.replace.toggled.connect(self.decided)
        self.back_button.clicked.connect(self.back_wanted)
        self.hide()

    def is_accepted(self) -> bool:
        return not self.isHidden() and self.replace.isChecked()

    def show_places(self, unfit: UnfitPlaces) -> None:
        """Out of sight where everything fits; each time anew to be decided."""
        self.places.clear()
        self.replace.setChecked(False)
        for own, column in unfit.first:
            words = self._texts(
                "exportui.unfit.place",
                row=f"{own.row:,}",
                column=own.column,
                title=column,
                character=own.character,
                code=f"U+{ord(own.character):04X}",
            )
            self.places.addItem(words)
        more = unfit.count - len(unfit.first)
        if more > 0:
            self.places.addItem(self._texts("exportui.more", count=f"{more:,}"))
        self.said.setText(self._texts("exportui.unfit", count=f"{unfit.count:,}"))
        self.setVisible(unfit.count > 0)
