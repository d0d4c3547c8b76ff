"""What a table is taken for and why, in a sentence; the kind, the encoding and the sheet can be changed here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from auditor_app.domain.returns import RETURN_KINDS
from auditor_app.domain.table_proposals import SheetFacts, TableProposal
from auditor_app.foundation.errors import Problem
from auditor_app.services.tables.problem_words import problem_line
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.given_values import mark_wrong, years_of
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label, sized

PUBLISHED_TEXT = "published-text"
SHOWN_PROBLEMS = 3
SHOWN_HEADERS = 8


class HeadPanel(QWidget):
    """Emits what the auditor chooses; the dialog reads the file anew and shows the new proposal here."""

    kind_chosen = Signal(str)
    encoding_chosen = Signal(str)
    sheet_chosen = Signal(str)
    years_given = Signal(object)
    """tuple of the fiscal years a catalogue holds for"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._encodings: list[str] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.pixels(6))
        self.name = sized(plain_label("", self, wraps=True), 1.3, bold=True)
        self.sentence = plain_label("", self, wraps=True)
        self.kinds = self._combo("table_import.kind", self._tell_kind)
        self.encodings = self._combo("table_import.encoding", self._tell_encoding)
        self.sheets = self._combo("table_import.sheet", self._tell_sheet)
        self._encoding_choice = self._labelled("encoding", self.encodings)
        self._sheet_choice = self._labelled("sheet", self.sheets)
        choices = FlowRow(context.pixels(16))
        self.years = QLineEdit(self)
        self.years.setAccessibleName(self._texts("table_import.years"))
        self.years.setPlaceholderText(self._texts("table_import.years_hint"))
        self.years.setMinimumWidth(context.pixels(200))
        self.years.editingFinished.connect(self._tell_years)
        self._years_choice = self._labelled("years", self.years)
        first = self._labelled("kind", self.kinds)
        for choice in (first, self._encoding_choice, self._sheet_choice, self._years_choice):
            choices.addWidget(choice)
        for kind in (*RETURN_KINDS, PUBLISHED_TEXT):
            self.kinds.addItem(self._texts(f"table_kind.{kind}"), kind)
        self.kinds.setPlaceholderText(self._texts("table_import.choose_kind"))
        self.bad = self._problem_label("bad")
        self.warning = self._problem_label("warning")
        self.note = plain_label("", self, wraps=True, muted=True)
        for item in (self.name, self.sentence):
            layout.addWidget(item)
        layout.addLayout(choices)
        for item in (self.bad, self.warning, self.note):
            layout.addWidget(item)
            item.hide()

    def show_proposal(self, proposal: TableProposal) -> None:
        self.name.setText(proposal.file.name)
        self.sentence.setText(self._why(proposal))
        self.kinds.setCurrentIndex(self.kinds.findData(proposal.kind) if proposal.kind else -1)
        self._years_choice.setVisible(proposal.kind == "catalogue")
        self._show_encodings(proposal)
        self._show_sheets(proposal.file.sheets, proposal.mapping.sheet if proposal.mapping else "")
        for label, problems in (
            (self.bad, proposal.blocking),
            (self.warning, proposal.warnings),
            (self.note, proposal.notes),
        ):
            self._show_problems(label, problems, proposal.file.name)

    def show_refusal(self, words: str) -> None:
        """Why the file cannot be read as it is wished for; what is shown below is the last that could."""
        self.bad.setText(words)
        self.bad.setVisible(bool(words))

    # --- parts --------------------------------------------------------------------------------------

    def _why(self, proposal: TableProposal) -> str:
        if proposal.kind is None:
            return self._texts("table_import.kind_unknown")
        quoted = "「{}」" if self._texts.language == "ja" else "“{}”"
        headers = [quoted.format(" ".join(own.header.split())) for own in proposal.why]
        if not headers:
            return self._texts("table_import.taken_by_choice", kind=self._texts(f"table_kind.{proposal.kind}"))
        between = "" if self._texts.language == "ja" else ", "
        shown = between.join(headers[:SHOWN_HEADERS]) + ("…" if len(headers) > SHOWN_HEADERS else "")
        words = self._texts("table_import.taken", kind=self._texts(f"table_kind.{proposal.kind}"), headers=shown)
        if proposal.mapping_is_remembered:
            words = f"{words} {self._texts('table_import.mapping_remembered')}"
        return words

    def _show_encodings(self, proposal: TableProposal) -> None:
        """All encodings offered so far stay on offer: what was chosen can be taken back."""
        file = proposal.file
        self._encodings = list(dict.fromkeys([*self._encodings, file.encoding, *file.alternatives]))
        self._encoding_choice.setVisible(bool(file.encoding))
        self.encodings.clear()
        for name in filter(None, self._encodings):
            self.encodings.addItem(name, name)
        self.encodings.setCurrentIndex(self.encodings.findData(file.encoding))
        self.encodings.setEnabled(self.encodings.count() > 1)

    def _show_sheets(self, sheets: tuple[SheetFacts, ...], shown: str) -> None:
        self._sheet_choice.setVisible(len(sheets) > 1)
        self.sheets.clear()
        for sheet in sheets:
            key = "table_import.sheet_hidden" if sheet.is_hidden else "table_import.sheet_rows"
            self.sheets.addItem(self._texts(key, name=sheet.name, rows=f"{sheet.row_count:,}"), sheet.name)
        self.sheets.setCurrentIndex(self.sheets.findData(shown))

    def _show_problems(self, label: QLabel, problems: tuple[Problem, ...], document: str) -> None:
        # that nothing was recognised is what the sentence above says already
        lines = [
            problem_line(self._texts, own, document)
            for own in problems[:SHOWN_PROBLEMS]
            if own.key != "returns.nothing_recognised"
        ]
        if len(problems) > SHOWN_PROBLEMS:
            lines.append(self._texts("notice.more", count=len(problems) - SHOWN_PROBLEMS))
        label.setText("\n".join(lines))
        label.setVisible(bool(lines))

    def _problem_label(self, tone: str) -> QLabel:
        label = plain_label("", self, wraps=True)
        label.setProperty("tone", tone)
        return label

    def _combo(self, name: str, on_chosen: object) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(self._texts(name))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(on_chosen)
        return combo

    def _labelled(self, name: str, combo: QWidget) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        label = plain_label(self._texts(f"table_import.{name}"), holder, muted=True)
        label.setBuddy(combo)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(combo)
        return holder

    def _tell_kind(self, index: int) -> None:
        self.kind_chosen.emit(str(self.kinds.itemData(index)))

    def _tell_encoding(self, index: int) -> None:
        self.encoding_chosen.emit(str(self.encodings.itemData(index)))

    def _tell_years(self) -> None:
        years = years_of(self.years.text())
        mark_wrong(self.years, is_wrong=years is None)
        if years is not None:
            self.years_given.emit(years)

    def _tell_sheet(self, index: int) -> None:
        self.sheet_chosen.emit(str(self.sheets.itemData(index)))
