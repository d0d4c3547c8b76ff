"""How a finding of an earlier year stands in a later one, beside what its figures propose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from auditor_app.domain.findings import Finding, FollowUp, FollowUpMark
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.labels import heading, plain_label

SIZE = (600, 500)
OUTCOMES: tuple[FollowUp, ...] = ("persisting", "solved", "open")


class FindingFollowUpDialog(FindingDialog):
    """`proposed`: of each later year what the figures say, and in words; the auditor chooses the year, and judges."""

    def __init__(
        self,
        context: PageContext,
        finding: Finding,
        fiscal_year: int,
        proposed: Mapping[int, tuple[FollowUp, str]],
        by: str,
        parent: QWidget | None = None,
    ) -> None:
        texts = context.texts
        title = texts("findingui.title.follow_up", number=finding.number)
        super().__init__(context, title, texts("findingui.save_follow_up"), by, parent)
        self._finding, self._proposed, self._preset = finding, proposed, ""
        self.body.addWidget(heading(f"{finding.number}  {finding.text.title}", self))
        self.year = QComboBox(self)
        for own in sorted(proposed):
            self.year.addItem(self._year_words(own), own)
        self.year.setCurrentIndex(self.year.findData(fiscal_year))
        self.body.addLayout(self.form([(texts("findingui.year_judged"), self.year)]))
        self.body.addWidget(heading(texts("findingui.proposed"), self))
        self.proposal = plain_label("", self, wraps=True)
        self.body.addWidget(self.proposal)
        self.body.addWidget(heading(texts("findingui.judged"), self))
        self.outcomes: dict[FollowUp, QRadioButton] = {}
        self._add_outcomes()
        self.note = self.prose(lines=3)
        self.note.setAccessibleName(texts("findingui.note"))
        self.body.addWidget(heading(texts("findingui.note"), self))
        self.body.addWidget(self.note, 1)
        self._show_year()
        self.year.currentIndexChanged.connect(self._show_year)
        self.finish(SIZE, next(own for own in self.outcomes.values() if own.isChecked()))

    @property
    def fiscal_year(self) -> int:
        """The year that is judged."""
        return int(self.year.currentData())

    def mark(self, at: datetime) -> FollowUpMark:
        """What was judged."""
        outcome = next(own for own, button in self.outcomes.items() if button.isChecked())
        return FollowUpMark(self.fiscal_year, outcome, self.note.toPlainText().strip(), self.by.text().strip(), at)

    def _add_outcomes(self) -> None:
        group = QButtonGroup(self)
        for outcome in OUTCOMES:
            button = QRadioButton(self.texts(f"finding.outcome.{outcome}"), self)
            button.toggled.connect(self.show_state)
            group.addButton(button)
            self.outcomes[outcome] = button
            self.body.addWidget(button)

    def _year_words(self, fiscal_year: int) -> str:
        """With what was judged of it before, if anything was."""
        year, mark = self.context.year_text(fiscal_year), self._finding.follow_up(fiscal_year)
        return f"{year}  〔{self.texts(f'finding.outcome.{mark.outcome}')}〕" if mark is not None else year

    def _show_year(self, _index: int = 0) -> None:
        """What the figures of the year say, and what was judged of it; a note that was begun stays."""
        outcome, words = self._proposed[self.fiscal_year]
        mark = self._finding.follow_up(self.fiscal_year)
        self.proposal.setText(words)
        self.outcomes[mark.outcome if mark is not None and mark.outcome != "open" else outcome].setChecked(True)
        if self.note.toPlainText() == self._preset:
            self._preset = mark.note if mark is not None else ""
            self.note.setPlainText(self._preset)

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.note.toPlainText() == self._preset

    def lack(self) -> str:
        needs_note = not self.outcomes["open"].isChecked() and not self.note.toPlainText().strip()
        return self.texts("findingui.lacks_note") if needs_note else ""
