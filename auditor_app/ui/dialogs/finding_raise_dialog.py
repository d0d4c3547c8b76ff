"""Raising a finding on the figures that are selected, or adding these figures to a finding there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.findings import FindingText
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.models.cell_filters import fold
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.finding_editor import FindingEditor, FindingGround
from auditor_app.ui.widgets.labels import plain_label

SIZE = (1040, 760)
NUMBER = int(Qt.ItemDataRole.UserRole)
SHOWN = 500
"""Of those that match, the newest: nobody reads a longer list, and it is there at once."""


@dataclass(frozen=True)
class KnownFinding:
    """A finding to which figures can be added."""

    number: str
    title: str
    state: str
    """In words."""
    is_locked: bool


class FindingRaiseDialog(FindingDialog):
    """`proposal` is what the figures say by themselves; `left_out`: in words, what was selected and is not in it."""

    def __init__(
        self,
        context: PageContext,
        proposal: FindingText,
        ground: FindingGround,
        known: Sequence[KnownFinding],
        by: str,
        parent: QWidget | None = None,
        *,
        left_out: str = "",
    ) -> None:
        texts = context.texts
        super().__init__(context, texts("findingui.title.raise"), texts("findingui.save_new"), by, parent)
        self._known = {own.number: own for own in known}
        self.editor = FindingEditor(context, proposal, ground, self)
        self.editor.changed.connect(self.show_state)
        self.new, self.existing = (QRadioButton(texts(f"findingui.to_{own}"), self) for own in ("new", "existing"))
        self.new.setChecked(True)
        self.existing.setEnabled(bool(known) and bool(proposal.figures))
        self.body.addLayout(self._choice())
        self.remark = plain_label(left_out, self, wraps=True)
        if left_out:
            self.remark.setProperty("tone", "warning")
        elif not proposal.figures:
            self.remark.setText(texts("findingui.without_figure"))
        self.remark.setVisible(bool(self.remark.text()))
        self.body.addWidget(self.remark)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self._list())
        self.body.addWidget(self.stack, 1)
        self._show_matching("")
        self.finish(SIZE, self.editor.title)

    @property
    def number(self) -> str:
        """The finding the figures are added to; "" for a new one."""
        item = self.list.currentItem()
        return str(item.data(NUMBER)) if self.existing.isChecked() and item is not None else ""

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.editor.text(), self.reason.text(), self.number

    def lack(self) -> str:
        if not self.existing.isChecked():
            return self.editor.lack()
        if not self.number:
            return self.texts("findingui.lacks_finding")
        needs_reason = self._known[self.number].is_locked
        return self.texts("findingui.lacks_reason") if needs_reason and not self.reason.text().strip() else ""

    def outcome(self) -> str:
        if not self.existing.isChecked():
            return ""
        return self.texts("findingui.will_add", count=len(self.editor.chosen_figures()), number=self.number)

    def show_state(self, *changed: object) -> None:
        super().show_state(*changed)
        if hasattr(self, "stack"):
            known = self._known.get(self.number)
            self.reason_row.setVisible(known is not None and known.is_locked)
            self.save_button.setText(self.texts("findingui.save_new" if self.new.isChecked() else "findingui.save_add"))

    # --- parts ------------------------------------------------------------------------------------

    def _choice(self) -> QHBoxLayout:
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(self.context.pixels(16))
        for button in (self.new, self.existing):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.existing.toggled.connect(self._show_choice)
        return row

    def _list(self) -> QWidget:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        self.filter = QLineEdit(box)
        self.filter.setPlaceholderText(self.texts("findingui.find_finding"))
        self.filter.setAccessibleName(self.texts("findingui.find_finding"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._show_matching)
        self.list = QListWidget(box)
        self.list.setAccessibleName(self.texts("findingui.to_existing"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self.show_state)
        self.reason = self.line()
        self.reason_row = QWidget(box)
        self.reason_row.setLayout(self.form([(self.texts("findingui.reason"), self.reason)]))
        self.reason_row.hide()
        for widget in (self.filter, self.list, self.reason_row):
            layout.addWidget(widget)
        return box

    def _show_matching(self, text: str) -> None:
        wanted = fold(text.strip())
        self.list.clear()
        found = (own for own in reversed(self._known.values()) if wanted in fold(f"{own.number} {own.title}"))
        # what others wrote stands last: signs that turn the direction of writing then turn nothing else
        for own, _ in zip(found, range(SHOWN), strict=False):
            item = QListWidgetItem(f"{own.number}  〔{own.state}〕  {own.title}", self.list)
            item.setData(NUMBER, own.number)
            item.setToolTip(tooltip_html(own.title))
        if self.list.count():
            self.list.setCurrentRow(0)

    def _show_choice(self, is_existing: bool) -> None:
        self.stack.setCurrentIndex(int(is_existing))
        (self.filter if is_existing else self.editor.title).setFocus()
        self.show_state()
