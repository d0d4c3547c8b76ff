"""The frame of the dialogs that change the lineage: fields, what is wrong or what will be, and the two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.domain.days import parse_day
from auditor_app.domain.lineage_edits import EditGround, LineageEdit
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label

MARGIN = 40
"""Left free at the edges of a small screen."""
LONGEST_NAME = 100
MOST_LINES = 4
"""Of what is wrong; the first is mended first."""


class DayField(QLineEdit):
    """A day in any form in which days are written; empty is open."""

    def __init__(self, context: PageContext, day: date | None, parent: QWidget) -> None:
        super().__init__(day.isoformat() if day is not None else "", parent)
        self.setPlaceholderText(context.texts("lineage.day_forms"))
        self.setMaxLength(40)

    def day(self) -> date | None:
        return parse_day(self.text())

    @property
    def is_unreadable(self) -> bool:
        return bool(self.text().strip()) and self.day() is None


class OrganisationDialog(QDialog):
    """Says at each step what is wrong; it cannot be accepted before nothing is, and stores nothing itself."""

    def __init__(self, context: PageContext, ground: EditGround, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.texts, self.ground = context, context.texts, ground
        self.setWindowTitle(context.titled(title))
        self.body = QVBoxLayout(self)
        self.body.setSpacing(context.pixels(8))
        self.words = plain_label("", self, wraps=True)
        self.words.setMinimumHeight(self.words.fontMetrics().lineSpacing() * 2)
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.save_button = self.buttons.addButton(self.texts("lineage.save"), role.AcceptRole)
        self.buttons.addButton(self.texts("cancel"), role.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # --- what a dialog brings ---------------------------------------------------------------------

    def edit(self) -> LineageEdit | None:
        """What is to be done, only when nothing is lacking; None: it is no change of the lineage itself."""
        return None

    def lack(self) -> str:
        """Key of the words for what is not filled in yet; "" when all is."""
        raise NotImplementedError

    def problems(self) -> Sequence[Problem]:
        """Why it cannot be as filled in."""
        raise NotImplementedError

    def outcome(self) -> str:
        """What will be, in words."""
        raise NotImplementedError

    # --- parts ------------------------------------------------------------------------------------

    def finish(self, size: tuple[int, int], first: QWidget) -> None:
        """Everything is in the dialog: add the words and buttons below it."""
        self.body.addWidget(self.words)
        self.body.addWidget(self.buttons)
        room, pixels = self.screen().availableGeometry(), self.context.pixels
        self.resize(min(pixels(size[0]), room.width() - MARGIN), min(pixels(size[1]), room.height() - MARGIN))
        self.show_state()
        first.setFocus()

    def line(self, words: str = "") -> QLineEdit:
        field = QLineEdit(words, self)
        field.setMaxLength(LONGEST_NAME)
        field.textChanged.connect(self.show_state)
        return field

    def day_field(self, day: date | None = None) -> DayField:
        field = DayField(self.context, day, self)
        field.textChanged.connect(self.show_state)
        return field

    def form(self, rows: Sequence[tuple[str, QWidget]]) -> QFormLayout:
        """Fields with their words before them; `rows`: key of the words, field."""
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for key, field in rows:
            field.setAccessibleName(self.texts(key))
            form.addRow(self.texts(key), field)
        return form

    def show_state(self, *_changed: object) -> None:
        """What will be, or why it cannot be saved yet."""
        lack = self.lack()
        problems = [] if lack else list(self.problems())
        edit = None if lack or problems else self.edit()
        remarks = self.ground.remarks(edit) if edit is not None else []
        lines = [self.texts.problem(problem) for problem in [*problems, *remarks][:MOST_LINES]]
        outcome = [] if lack or problems else [self.outcome()]
        self.words.setText(self.texts(lack) if lack else "\n".join([*outcome, *lines]))
        tone = "bad" if problems else "warning" if remarks else ""
        self.words.setProperty("tone", tone)
        self.words.setStyleSheet(f"color: {getattr(self.context.colours, tone)}" if tone else "")
        self.save_button.setEnabled(not lack and not problems)

    def accept(self) -> None:
        """Enter in a field is no way around what is wrong."""
        self.show_state()
        if self.save_button.isEnabled():
            super().accept()
