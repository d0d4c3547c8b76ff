"""Writing another text of a finding there is; after the sign-off an edit needs a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from auditor_app.domain.findings import Finding, FindingText, problems_of_edit
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.finding_editor import FindingEditor, FindingGround
from auditor_app.ui.widgets.labels import plain_label

SIZE = (1040, 740)


@dataclass(frozen=True)
class KeptText:
    """What was written, and could not be stored as it was."""

    text: FindingText
    reason: str
    refusal: str
    """In words."""


class FindingTextDialog(FindingDialog):
    """An edit of the text the finding has when the dialog is opened; `kept` is what is gone on with."""

    def __init__(
        self,
        context: PageContext,
        finding: Finding,
        ground: FindingGround,
        by: str,
        parent: QWidget | None = None,
        *,
        kept: KeptText | None = None,
    ) -> None:
        texts, number = context.texts, finding.number
        super().__init__(
            context, texts("findingui.title.edit", number=number), texts("findingui.save_text"), by, parent
        )
        self.finding = finding
        self.editor = FindingEditor(context, kept.text if kept is not None else finding.text, ground, self)
        self.editor.changed.connect(self.show_state)
        self.editor.kind.setEnabled(not finding.is_locked)
        self.reason = self.line(kept.reason if kept is not None else "")
        self.body.addWidget(self.editor, 1)
        if finding.is_locked:
            told = plain_label(texts("findingui.locked"), self, wraps=True)
            told.setProperty("tone", "warning")
            self.body.addWidget(told)
            self.body.addLayout(self.form([(texts("findingui.reason"), self.reason)]))
        else:
            self.reason.hide()
        self.finish(SIZE, self.editor.title)
        if kept is not None:
            self.show_refusal(kept.refusal)

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.editor.text(), self.reason.text()

    def lack(self) -> str:
        if self.finding.is_locked and not self.reason.text().strip():
            return self.texts("findingui.lacks_reason")
        return self.editor.lack()

    def problems(self) -> Sequence[Problem]:
        return problems_of_edit(self.finding, self.editor.text())
