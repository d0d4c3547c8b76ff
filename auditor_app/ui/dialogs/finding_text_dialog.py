"""Writing a finding: a new one, or another text of one there is; after the sign-off an edit needs a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from auditor_app.domain.findings import FindingText
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.finding_editor import FindingEditor, FindingGround
from auditor_app.ui.widgets.labels import plain_label

SIZE = (1040, 740)


class FindingTextDialog(FindingDialog):
    """`number` is the finding that is edited; `is_locked` when it was signed off."""

    def __init__(
        self,
        context: PageContext,
        number: str,
        text: FindingText,
        ground: FindingGround,
        by: str,
        parent: QWidget | None = None,
        *,
        is_locked: bool = False,
    ) -> None:
        texts = context.texts
        super().__init__(
            context, texts("findingui.title.edit", number=number), texts("findingui.save_text"), by, parent
        )
        self.number, self._is_locked = number, is_locked
        self.editor = FindingEditor(context, text, ground, self)
        self.editor.changed.connect(self.show_state)
        self.reason = self.line()
        self.body.addWidget(self.editor, 1)
        if is_locked:
            told = plain_label(texts("findingui.locked"), self, wraps=True)
            told.setProperty("tone", "warning")
            self.body.addWidget(told)
            self.body.addLayout(self.form([(texts("findingui.reason"), self.reason)]))
        else:
            self.reason.hide()
        self.finish(SIZE, self.editor.title)

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.editor.text(), self.reason.text()

    def lack(self) -> str:
        if self._is_locked and not self.reason.text().strip():
            return self.texts("findingui.lacks_reason")
        return self.editor.lack()
