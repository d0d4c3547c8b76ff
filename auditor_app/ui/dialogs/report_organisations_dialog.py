"""Asks which organisations a report is limited to; none ticked is all of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.body_picker import BodyPicker
from auditor_app.ui.widgets.labels import plain_label


class ReportOrganisationsDialog(QDialog):
    """Names an organisation that the case no longer has, too: it would be lost without a word."""

    def __init__(
        self,
        context: PageContext,
        organisations: Sequence[Organisation],
        chosen: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._organisations, self._chosen = context.texts, organisations, tuple(chosen)
        self.setWindowTitle(context.titled(self._texts("reportui.choose_organisations")))
        found = [find_organisation(organisations, name) for name in chosen]
        title = self._texts("report.organisations")
        self.picker = BodyPicker(context, title, organisations, [own.id for own in found if own], self)
        self.words = plain_label("", self, wraps=True, muted=True)
        self.all_button = QPushButton(self._texts("reportui.clear_organisations"), self)
        self.all_button.setAutoDefault(False)
        self.all_button.clicked.connect(self._take_all)
        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        buttons.addButton(self._texts("reportui.keep"), role.AcceptRole)
        buttons.addButton(self._texts("cancel"), role.RejectRole)
        buttons.addButton(self.all_button, role.ResetRole)
        self.buttons = buttons
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        for widget in (self.picker, self.words, buttons):
            layout.addWidget(widget)
        self.resize(context.pixels(440), context.pixels(520))
        self.picker.changed.connect(self._show_state)
        self._show_state()
        self.picker.filter.setFocus()

    def names(self) -> tuple[str, ...]:
        """The names chosen before stay as they were written; new ones are today's."""
        written = {own.id: name for name in self._chosen if (own := find_organisation(self._organisations, name))}
        now = {own.id: own.names[-1].name for own in self._organisations}
        return tuple(written.get(body, now[body]) for body in self.picker.ticked())

    def _show_state(self) -> None:
        count = len(self.picker.ticked())
        self.words.setText(
            self._texts("reportui.limited_to", count=count) if count else self._texts("reportui.limited_to_none")
        )

    def _take_all(self, _is_checked: bool = False) -> None:
        self.picker.untick()
        self._show_state()
