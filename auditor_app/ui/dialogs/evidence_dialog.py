"""Evidence for a finding: a file, a file that stays where it is, a place in a source, a note, or an interview."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from auditor_app.domain.findings import EvidenceKind
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.dialogs.organisation_dialog import DayField
from auditor_app.ui.widgets.labels import plain_label

SIZE = (600, 420)
NEEDS_TEXT: tuple[EvidenceKind, ...] = ("note", "interview")
OF_FILES: tuple[EvidenceKind, ...] = ("file", "external")


class EvidenceDialog(FindingDialog):
    """`path` of a file, `place` of a source as the service knows it, with its words to show."""

    def __init__(
        self,
        context: PageContext,
        number: str,
        kind: EvidenceKind,
        by: str,
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
        place: str = "",
        place_words: str = "",
    ) -> None:
        texts = context.texts
        title = texts(f"findingui.title.evidence.{kind}", number=number)
        super().__init__(context, title, texts("findingui.save_evidence"), by, parent)
        self.kind, self.path, self.place = kind, path, place
        about = {"file": "findingui.about_file", "external": "findingui.about_external"}.get(kind)
        if about:
            self.body.addWidget(plain_label(texts(about), self, wraps=True, muted=True))
        shown = str(path) if path is not None else place_words
        if shown:
            self.body.addWidget(plain_label(shown, self, wraps=True))
        self.title_line = self.line(path.name if path is not None else place_words.partition("\n")[0])
        self.person = self.line()
        self.effective = DayField(context, None, self)
        self.effective.textChanged.connect(self.show_state)
        rows: list[tuple[str, QWidget]] = [(texts("findingui.evidence.title"), self.title_line)]
        if kind == "interview":
            rows.append((texts("findingui.evidence.person"), self.person))
        else:
            self.person.hide()
        rows.append((texts("findingui.evidence.effective"), self.effective))
        self.body.addLayout(self.form(rows))
        self.text = self.prose(lines=4)
        words = texts("findingui.evidence.text")
        self.text.setAccessibleName(words)
        self.body.addWidget(plain_label(words, self, muted=True))
        self.body.addWidget(self.text, 1)
        self.finish(SIZE, self.title_line)

    def effective_on(self) -> date | None:
        return self.effective.day()

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.title_line.text(), self.text.toPlainText(), self.person.text(), self.effective.text()

    def lack(self) -> str:
        if not self.title_line.text().strip():
            return self.texts("findingui.lacks_evidence_title")
        if self.effective.is_unreadable:
            return self.texts("findingui.unreadable_day")
        if self.kind == "interview" and not self.person.text().strip():
            return self.texts("findingui.lacks_person")
        needs_text = self.kind in NEEDS_TEXT and not self.text.toPlainText().strip()
        return self.texts("findingui.lacks_text") if needs_text else ""
