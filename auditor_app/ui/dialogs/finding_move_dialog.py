"""A step of a finding from one state to the next: who takes it, and why where a reason is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from auditor_app.domain.findings import AllowedMove, Finding, problems_of_move
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.labels import plain_label, sized

SIZE = (560, 320)


class FindingMoveDialog(FindingDialog):
    """Says while the name is written whether that person may take the step."""

    def __init__(
        self, context: PageContext, finding: Finding, move: AllowedMove, by: str, parent: QWidget | None = None
    ) -> None:
        texts = context.texts
        name = texts(f"finding.move.{move.name}")
        super().__init__(context, texts("findingui.title.move", number=finding.number, name=name), name, by, parent)
        self._finding, self.move_asked = finding, move
        self.body.addWidget(sized(plain_label(finding.text.title, self, wraps=True), 1.08, bold=True))
        states = (texts(f"finding.state.{own}") for own in (move.from_state, move.to_state))
        self.body.addWidget(plain_label(" → ".join(states), self, muted=True))
        if move.needs_second_person:
            words = texts("findingui.second_person", names="・".join(finding.authors))
            self.body.addWidget(plain_label(words, self, wraps=True, muted=True))
        self.reason = self.prose("", lines=3)
        words = texts("findingui.reason" if move.needs_reason else "findingui.remark")
        self.reason.setAccessibleName(words)
        self.body.addWidget(plain_label(words, self, muted=True))
        self.body.addWidget(self.reason, 1)
        key = "findingui.by.second" if move.needs_second_person else "findingui.by"
        self.finish(SIZE, self.reason if move.needs_reason else self.by, texts(key))

    def words_of_reason(self) -> str:
        return self.reason.toPlainText().strip()

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.words_of_reason()

    def problems(self) -> Sequence[Problem]:
        return problems_of_move(self._finding, self.move_asked.to_state, self.by.text(), self.words_of_reason())
