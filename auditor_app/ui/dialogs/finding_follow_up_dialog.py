"""How a finding of an earlier year stands in a later one, beside what its figures propose."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from auditor_app.domain.findings import Finding, FollowUp, FollowUpMark
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.labels import heading, plain_label

SIZE = (560, 420)
OUTCOMES: tuple[FollowUp, ...] = ("persisting", "solved", "open")


class FindingFollowUpDialog(FindingDialog):
    """`proposed` and `words` are what the figures say; the auditor judges."""

    def __init__(
        self,
        context: PageContext,
        finding: Finding,
        fiscal_year: int,
        proposed: FollowUp | None,
        words: str,
        by: str,
        parent: QWidget | None = None,
    ) -> None:
        texts = context.texts
        title = texts("findingui.title.follow_up", number=finding.number, year=context.year_text(fiscal_year))
        super().__init__(context, title, texts("findingui.save_follow_up"), by, parent)
        self.fiscal_year = fiscal_year
        if words:
            self.body.addWidget(heading(texts("findingui.proposed"), self))
            self.body.addWidget(plain_label(words, self, wraps=True))
        self.body.addWidget(heading(texts("findingui.judged"), self))
        mark = finding.follow_up(fiscal_year)
        judged = mark.outcome if mark is not None and mark.outcome != "open" else proposed or "open"
        self.outcomes: dict[FollowUp, QRadioButton] = {}
        group = QButtonGroup(self)
        for outcome in OUTCOMES:
            button = QRadioButton(texts(f"finding.outcome.{outcome}"), self)
            button.setChecked(outcome == judged)
            button.toggled.connect(self.show_state)
            group.addButton(button)
            self.outcomes[outcome] = button
            self.body.addWidget(button)
        self.note = self.prose(mark.note if mark is not None else "", lines=3)
        self.note.setAccessibleName(texts("findingui.note"))
        self.body.addWidget(heading(texts("findingui.note"), self))
        self.body.addWidget(self.note, 1)
        self.finish(SIZE, self.outcomes[judged])

    def mark(self, at: datetime) -> FollowUpMark:
        """What was judged."""
        outcome = next(own for own, button in self.outcomes.items() if button.isChecked())
        return FollowUpMark(self.fiscal_year, outcome, self.note.toPlainText().strip(), self.by.text().strip(), at)

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.note.toPlainText()

    def lack(self) -> str:
        needs_note = not self.outcomes["open"].isChecked() and not self.note.toPlainText().strip()
        return self.texts("findingui.lacks_note") if needs_note else ""
