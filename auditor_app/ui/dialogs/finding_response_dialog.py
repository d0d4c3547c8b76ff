"""What a ministry answered to a finding: when, which, what it says, what it will do and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QComboBox, QWidget

from auditor_app.domain.findings import Finding, MinistryResponse
from auditor_app.domain.organisations import Organisation
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.dialogs.organisation_dialog import DayField
from auditor_app.ui.widgets.labels import plain_label

SIZE = (640, 520)


class FindingResponseDialog(FindingDialog):
    """The ministries the finding is about stand first."""

    def __init__(
        self,
        context: PageContext,
        finding: Finding,
        organisations: Sequence[Organisation],
        by: str,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        texts = context.texts
        super().__init__(
            context,
            texts("findingui.title.response", number=finding.number),
            texts("findingui.save_response"),
            by,
            parent,
        )
        concerned = set(finding.text.organisations)
        self.organisation = QComboBox(self)
        self.organisation.addItem(texts("findingshow.all_of_government"), None)
        for own in sorted(organisations, key=lambda own: own.id not in concerned):
            name = own.names[-1]
            self.organisation.addItem((texts.language == "en" and name.english) or name.name, own.id)
        self.organisation.setCurrentIndex(1 if concerned else 0)
        self.received = DayField(context, today, self)
        self.due = DayField(context, None, self)
        self.answer, self.plan = self.prose(lines=5), self.prose(lines=3)
        for day in (self.received, self.due):
            day.textChanged.connect(self.show_state)
        self.body.addLayout(
            self.form(
                [
                    (texts("findingui.response.organisation"), self.organisation),
                    (texts("findingui.response.received"), self.received),
                ]
            )
        )
        for key, field in (("answer", self.answer), ("plan", self.plan)):
            words = texts(f"findingui.response.{key}")
            field.setAccessibleName(words)
            self.body.addWidget(plain_label(words, self, muted=True))
            self.body.addWidget(field, 1)
        self.body.addLayout(self.form([(texts("findingui.response.due"), self.due)]))
        self._will_answer = finding.state == "issued" and finding.text.kind == "finding"
        self.finish(SIZE, self.answer)

    def response(self, at: datetime) -> MinistryResponse:
        """What stands in the fields; only when nothing is lacking."""
        return MinistryResponse(
            self.received.day() or at.date(),
            self.answer.toPlainText().strip(),
            self.organisation.currentData(),
            self.plan.toPlainText().strip(),
            self.due.day(),
            self.by.text().strip(),
            at,
        )

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        fields = (self.answer.toPlainText(), self.plan.toPlainText(), self.due.text(), self.received.text())
        return *fields, self.organisation.currentData()

    def lack(self) -> str:
        if self.received.day() is None or self.due.is_unreadable:
            return self.texts("findingui.unreadable_day")
        return "" if self.answer.toPlainText().strip() else self.texts("findingui.lacks_answer")

    def outcome(self) -> str:
        return self.texts("findingui.will_answer") if self._will_answer else ""
