"""The frame of the dialogs of findings: fields, what is lacking, who does it; asks before what was written is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.persons import visible_name
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.tab_order import follow_layout
from auditor_app.ui.widgets.labels import plain_label

MARGIN = 40
"""Left free at the edges of a small screen."""
LONGEST_LINE = 200
MOST_LINES = 5
"""Of what is in the way; the first is mended first."""


class Field(Protocol):
    """A widget with a name for screen readers."""

    def setAccessibleName(self, name: str) -> None: ...


class FindingDialog(QDialog):
    """Cannot be accepted before nothing is in the way, and stores nothing itself."""

    def __init__(self, context: PageContext, title: str, save: str, by: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.texts = context, context.texts
        self.setWindowTitle(context.titled(title))
        self.body = QVBoxLayout(self)
        self.body.setSpacing(context.pixels(8))
        self.by = self.line(by)
        self.words = plain_label("", self, wraps=True)
        self.refusal = plain_label("", self, wraps=True)
        self.refusal.setProperty("tone", "warning")
        self.refusal.hide()
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.save_button = self.buttons.addButton(save, role.AcceptRole)
        self.buttons.addButton(self.texts("cancel"), role.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.question = self._question()
        self._content: object = None

    # --- what a dialog brings ---------------------------------------------------------------------

    def content(self) -> object:
        """Everything that was written, to be compared with what it was when the dialog opened."""
        raise NotImplementedError

    def problems(self) -> Sequence[Problem]:
        """Why it cannot be as filled in."""
        return ()

    def lack(self) -> str:
        """Words for what is not filled in yet; "" when all is."""
        return ""

    def outcome(self) -> str:
        """What will be, in words."""
        return ""

    # --- parts ------------------------------------------------------------------------------------

    def line(self, words: str = "") -> QLineEdit:
        field = QLineEdit(words, self)
        field.setMaxLength(LONGEST_LINE)
        field.textChanged.connect(self.show_state)
        return field

    def prose(self, words: str = "", lines: int = 4) -> QPlainTextEdit:
        """Several lines; Tab leaves it."""
        field = QPlainTextEdit(words, self)
        field.setProperty("input", True)
        field.setTabChangesFocus(True)
        field.setMinimumHeight(field.fontMetrics().lineSpacing() * lines + self.context.pixels(12))
        field.textChanged.connect(self.show_state)
        return field

    def form(self, rows: Sequence[tuple[str, QWidget]]) -> QFormLayout:
        """Fields with their words before them; `rows`: words, field."""
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, field in rows:
            field.setAccessibleName(words)
            form.addRow(words, field)
        return form

    def finish(self, size: tuple[int, int], first: QWidget, by_words: str = "", *, asks_by: bool = True) -> None:
        """Everything is in the dialog: add who does it, the words and the buttons below."""
        self.by.setVisible(asks_by)
        if asks_by:
            self.body.addLayout(self.form([(by_words or self.texts("findingui.by"), self.by)]))
        for widget in (self.refusal, self.words, self.question, self.buttons):
            self.body.addWidget(widget)
        follow_layout(self)
        room, pixels = self.screen().availableGeometry(), self.context.pixels
        self.resize(min(pixels(size[0]), room.width() - MARGIN), min(pixels(size[1]), room.height() - MARGIN))
        self._content = self.content()
        self.show_state()
        first.setFocus()

    def _question(self) -> QWidget:
        """Asked in the dialog itself, and not by one more window."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        words = plain_label(self.texts("findingui.unsaved"), box, wraps=True)
        words.setProperty("tone", "warning")
        self.discard_button = QPushButton(self.texts("findingui.discard"), box)
        self.stay_button = QPushButton(self.texts("findingui.stay"), box)
        self.discard_button.clicked.connect(self._discard)
        self.stay_button.clicked.connect(self._stay)
        row.addWidget(words, 1)
        for button in (self.discard_button, self.stay_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        box.hide()
        return box

    def show_refusal(self, words: str) -> None:
        """It could not be stored: say why, and keep what was written, which is lost only when that is asked for."""
        self.refusal.setText(words)
        self.refusal.show()
        self._content = object()

    def show_state(self, *_changed: object) -> None:
        """What will be, or why it cannot be saved yet."""
        if self._content is None:
            return  # still being built
        lack = self.lack() or ("" if visible_name(self.by.text()) else self.texts("findingui.lacks_by"))
        problems = [] if lack else list(self.problems())
        lines = [self.texts.problem(problem) for problem in problems[:MOST_LINES]]
        self.words.setText(lack or "\n".join(lines) or self.outcome())
        tone = "bad" if problems else ""
        self.words.setProperty("tone", tone)
        self.words.setStyleSheet(f"color: {self.context.colours.bad}" if tone else "")
        self.words.setVisible(bool(self.words.text()))
        self.save_button.setEnabled(not lack and not problems)

    @property
    def is_changed(self) -> bool:
        return self.content() != self._content

    # --- Qt ---------------------------------------------------------------------------------------

    def accept(self) -> None:
        """Enter in a field is no way around what is in the way."""
        self.show_state()
        if self.save_button.isEnabled():
            super().accept()

    def reject(self) -> None:
        """Esc: what was written is not lost without a word; a second Esc goes on writing."""
        if self.question.isVisible():
            self._stay()
        elif self.is_changed:
            self.question.show()
            self.discard_button.setFocus()
        else:
            super().reject()

    def _discard(self, _is_checked: bool = False) -> None:
        super().reject()

    def _stay(self, _is_checked: bool = False) -> None:
        self.question.hide()
        field = next((own for own in self.findChildren(QWidget) if _takes_words(own)), None)
        (field or self.save_button).setFocus()


def _takes_words(widget: QObject) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit)
