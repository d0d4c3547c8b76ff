"""The proposal: every recognised thing with what accepting it would do, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.readings import Effect, Proposal, UnrecognisedLine
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.proposal_columns import RecognisedRow, proposal_columns
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label, sized


@dataclass(frozen=True)
class TextRow:
    """A line that was refused, not recognised, or checked."""

    key: int
    line: str
    text: str
    todo: str = ""
    holds: bool = True


class ProposalDialog(QDialog):
    """What was recognised, refused and not recognised; Space takes a row out or in; accept stores the rest."""

    encoding_chosen = Signal(str)

    def __init__(self, context: PageContext, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts, self.proposal = context, context.texts, proposal
        self._left_out: set[int] = set()
        reading = proposal.reading
        self.setWindowTitle(context.titled(self._texts("proposal.title", document=reading.document.name)))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(sized(plain_label(reading.document.name, self, wraps=True), 1.3, bold=True))
        self.summary = plain_label(self._summary_words(), self, wraps=True)
        layout.addWidget(self.summary)
        self._add_encodings(layout)
        for words in self._warnings():
            warning = plain_label(words, self, wraps=True)
            warning.setProperty("tone", "warning")
            layout.addWidget(warning)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        layout.addWidget(self.tabs, 1)
        self.table = self._recognised_table()
        self.table.tools.setHidden(False)
        self.tabs.setCornerWidget(self.table.tools)
        self._add_tab("recognised", self.table, len(proposal.rows))
        self._add_tab(
            "refused", self._text_table("refused", _refused(self._texts, reading.refusals)), len(reading.refusals)
        )
        lines = _unrecognised(reading.unrecognised)
        self._add_tab("unrecognised", self._text_table("unrecognised", lines), len(lines))
        failed = [result for result in reading.checks if not result.holds]
        self._add_tab("checks", self._text_table("checks", _checks(self._texts, reading.checks)), len(failed))
        if reading.refusals:
            self.tabs.setCurrentIndex(1)
        self._add_buttons(layout)
        self.resize(context.pixels(1080), context.pixels(680))
        self._show_rows()

    def chosen(self) -> set[int]:
        """Indexes of the rows to be stored."""
        return {number for number in range(len(self.proposal.rows)) if number not in self._left_out}

    def leave_out(self, number: int, is_left_out: bool) -> None:
        """Take a row out of what will be stored, or put it back."""
        (self._left_out.add if is_left_out else self._left_out.discard)(number)
        self._show_rows()

    # --- parts --------------------------------------------------------------------------------------

    def _add_tab(self, name: str, table: DataTable, count: int) -> None:
        self.tabs.addTab(table, self._texts(f"proposal.tab.{name}", count=count))

    def _add_encodings(self, layout: QVBoxLayout) -> None:
        """When the encoding is a guess, the auditor may choose another; the text is then read anew."""
        document = self.proposal.reading.document
        if document.encoding_is_certain or not document.alternatives:
            return
        self.encodings = QComboBox(self)
        self.encodings.setAccessibleName(self._texts("proposal.encoding"))
        for name in (document.encoding, *document.alternatives):
            self.encodings.addItem(name)
        self.encodings.activated.connect(self._choose_encoding)
        row = QHBoxLayout()
        row.addWidget(plain_label(self._texts("proposal.encoding"), self))
        row.addWidget(self.encodings)
        row.addStretch(1)
        layout.addLayout(row)

    def _choose_encoding(self, index: int) -> None:
        self.encoding_chosen.emit(self.encodings.itemText(index))

    def _add_buttons(self, layout: QVBoxLayout) -> None:
        buttons = QDialogButtonBox(self)
        self.toggle_button = QPushButton(self._texts("proposal.toggle"), self)
        self.toggle_button.clicked.connect(self._toggle_current)
        buttons.addButton(self.toggle_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.accept_button = buttons.addButton(self._texts("proposal.accept"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _summary_words(self) -> str:
        reading = self.proposal.reading
        counts = {effect.value: self.proposal.count(effect) for effect in Effect}
        words = self._texts(
            "proposal.summary", encoding=reading.document.encoding, count=len(self.proposal.rows), **counts
        )
        if not self.proposal.changes_something and self.proposal.rows:
            words = f"{words} {self._texts('proposal.nothing_new')}"
        return words

    def _warnings(self) -> list[str]:
        reading, texts = self.proposal.reading, self._texts
        found = []
        if not reading.document.encoding_is_certain:
            found.append(
                texts.problem(Problem("import.encoding_uncertain", "", {"encoding": reading.document.encoding}))
            )
        if not self.proposal.rows:
            found.append(texts.problem(Problem("import.nothing_recognised", reading.document.name)))
        if self.proposal.unknown_organisations:
            names = "、".join(
                f"{unknown.name}{_suggestion_words(texts, unknown.suggestions)}"
                for unknown in self.proposal.unknown_organisations
            )
            found.append(texts("proposal.organisations", names=names))
        return found

    def _recognised_table(self) -> DataTable:
        table = DataTable(
            RecordTableModel(proposal_columns(self._texts), lambda row: row.key, self),
            self._texts,
            self._context.colours,
            name=self._texts("proposal.table"),
        )
        table.activated.connect(self._toggle_row)
        # a shortcut: the table itself would take Space for selecting
        QShortcut(Qt.Key.Key_Space, table.view, self._toggle_current, context=Qt.ShortcutContext.WidgetShortcut)
        return table

    def _text_table(self, name: str, rows: list[TextRow]) -> DataTable:
        texts = self._texts
        columns = [
            Column("line", texts("field.line"), lambda row: row.line, lambda row: row.line, width=18, is_frozen=True),
            Column(
                "text",
                texts("field.text"),
                lambda row: row.text,
                lambda row: row.text,
                width=80,
                tooltip=lambda row: row.text,
                emphasis=lambda row: None if row.holds else "bad",
            ),
            Column(
                "todo",
                texts("proposal.todo"),
                lambda row: row.todo or None,
                lambda row: row.todo,
                width=60,
                tooltip=lambda row: row.todo,
                is_visible_by_default=any(row.todo for row in rows),
            ),
        ]
        model = RecordTableModel(columns, lambda row: row.key, self)
        table = DataTable(model, texts, self._context.colours, name=texts(f"proposal.tab.{name}", count=len(rows)))
        table.set_no_rows_text(texts("proposal.none"))
        model.set_rows(rows)
        return table

    def _show_rows(self) -> None:
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(
            [RecognisedRow(number, row, number not in self._left_out) for number, row in enumerate(self.proposal.rows)]
        )
        storing = sum(self.proposal.rows[number].effect is not Effect.EQUAL for number in self.chosen())
        self.accept_button.setText(self._texts("proposal.accept_count", count=storing))
        self.accept_button.setEnabled(storing > 0)

    def _toggle_current(self) -> None:
        self._toggle_row(self.table.current()[0], "")

    def _toggle_row(self, row_key: object, _column: str) -> None:
        if isinstance(row_key, int):
            self.leave_out(row_key, row_key not in self._left_out)


def _refused(texts: Texts, problems: tuple[Problem, ...]) -> list[TextRow]:
    return [
        TextRow(
            number,
            problem.place,
            texts(f"{problem.key}.what", **problem.values),
            texts(f"{problem.key}.todo", **problem.values),
            holds=False,
        )
        for number, problem in enumerate(problems)
    ]


def _unrecognised(lines: tuple[UnrecognisedLine, ...]) -> list[TextRow]:
    return [TextRow(number, str(line.line), line.text.strip()) for number, line in enumerate(lines)]


def _checks(texts: Texts, results: tuple[CheckResult, ...]) -> list[TextRow]:
    return [
        TextRow(
            number,
            "; ".join(place.lines() for place in result.places),
            f"{texts('holds.yes' if result.holds else 'holds.no')}  {texts(f'check.{result.rule}')} · "
            f"{result.subject}: {result.expected} / {result.found}",
            holds=result.holds,
        )
        for number, result in enumerate(sorted(results, key=lambda result: result.holds))
    ]


def _suggestion_words(texts: Texts, suggestions: tuple[str, ...]) -> str:
    return texts("proposal.suggestions", names="、".join(suggestions)) if suggestions else ""
