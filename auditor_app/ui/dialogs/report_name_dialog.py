"""Asks under which name a report definition is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label

LONGEST_NAME = 100


class ReportNameDialog(QDialog):
    """Cannot be accepted with a name that is empty or taken."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        name: str,
        is_taken: Callable[[str], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._is_taken = context.texts, is_taken
        self._bad = context.colours.bad
        self.setWindowTitle(context.titled(title))
        self.field = QLineEdit(name, self)
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setAccessibleName(self._texts("reportui.name"))
        self.field.selectAll()
        self.words = plain_label("", self, wraps=True)
        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.save_button = buttons.addButton(self._texts("reportui.keep"), role.AcceptRole)
        buttons.addButton(self._texts("cancel"), role.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self._texts("reportui.name"), self.field)
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addLayout(form)
        layout.addWidget(self.words)
        layout.addWidget(buttons)
        self.resize(context.pixels(420), self.sizeHint().height())
        self.field.textChanged.connect(self._show_state)
        self._show_state()

    def name(self) -> str:
        return self.field.text().strip()

    def _show_state(self, *_changed: object) -> None:
        is_taken = bool(self.name()) and self._is_taken(self.name())
        self.words.setText(self._texts("reportui.name_taken") if is_taken else "")
        self.words.setStyleSheet(f"color: {self._bad}")
        self.save_button.setEnabled(bool(self.name()) and not is_taken)

    def accept(self) -> None:
        """Enter is no way around what is in the way."""
        if self.save_button.isEnabled():
            super().accept()
