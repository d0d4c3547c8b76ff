"""Why evidence is taken out of a finding: it stays in the log, and undo brings it back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from auditor_app.domain.findings import Evidence
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.labels import plain_label

SIZE = (520, 220)


class EvidenceRemovalDialog(FindingDialog):
    """Asks for the reason."""

    def __init__(self, context: PageContext, evidence: Evidence, by: str, parent: QWidget | None = None) -> None:
        texts = context.texts
        title = texts("findingui.title.remove_evidence")
        super().__init__(context, title, texts("findingui.remove_evidence"), by, parent)
        self.evidence = evidence
        self.body.addWidget(plain_label(evidence.title, self, wraps=True))
        self.body.addWidget(plain_label(texts("findingui.about_removal"), self, wraps=True, muted=True))
        self.reason = self.line()
        self.body.addLayout(self.form([(texts("findingui.reason"), self.reason)]))
        self.finish(SIZE, self.reason)

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.reason.text()

    def lack(self) -> str:
        return "" if self.reason.text().strip() else self.texts("findingui.lacks_reason")
