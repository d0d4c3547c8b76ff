"""The inspector: says of the selected number what it is, how it is formed, and where it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.explanations import Explanation, ShownValue
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import State, Statement
from auditor_app.domain.returns import SourceRow
from auditor_app.services.findings_of_figure import Mention
from auditor_app.services.word_explanation import (
    formula_words,
    label_words,
    left_out_words,
    place_words,
    put_into_words,
    sentence_words,
    title_words,
    value_words,
)
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.elided_button import ElidedButton
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import heading, plain_label, sized
from auditor_app.ui.widgets.source_excerpt import SourceExcerpt

SHOWN_INPUTS = 24
LONGEST_INPUT = 24
"""Characters of an input that stand in one line."""
SHOWN_FINDINGS = 5
GRADE_LENGTH = 8
"""Longer texts are no grade or bound: they are wrapped, not shown large."""


class Inspector(QScrollArea):
    """Built anew for each explanation; everything in it can be reached by keyboard."""

    source_requested = Signal(object)
    """the Place to open"""
    source_row_requested = Signal(object)
    """the SourceRow to open"""
    figure_requested = Signal(str)
    """a figure this one rests on"""
    answers_requested = Signal(str)
    """a figure whose answers are to be shown in their table"""
    finding_requested = Signal()
    """raise a finding on the figure that is explained"""
    finding_chosen = Signal(str)
    """number of a finding that rests on it"""
    decision_requested = Signal(object)
    """the Explanation of the organisation whose place in the analysis the auditor wants to decide"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._texts = context.texts
        self._explanation: Explanation | None = None
        self._check: CheckResult | None = None
        self._mentions: QVBoxLayout | None = None
        """Where findings that rest on the figure are named as soon as they are known."""
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self._texts("inspector.name"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_nothing()

    @property
    def explanation(self) -> Explanation | None:
        return self._explanation

    def source(self) -> Place | SourceRow | None:
        """What "open the source" opens: the printed place, else the row of a return."""
        if self._explanation is not None and self._explanation.source_rows:
            return self._explanation.source_rows[0]
        return self.source_place()

    def source_place(self) -> Place | None:
        """Where the shown number was printed, or the check looked first; None for a computed number."""
        if self._explanation is not None and self._explanation.statements:
            return self._explanation.statements[0].place
        return next(iter(self._check.places), None) if self._check else None

    def show_nothing(self) -> None:
        """Nothing is selected: say what can be done."""
        self._explanation = None
        self._check = None
        self._mentions = None
        body, layout = self._new_body()
        layout.addWidget(plain_label(self._texts("inspector.nothing"), body, wraps=True, muted=True))
        layout.addStretch(1)
        self.setWidget(body)

    def show_explanation(self, explanation: Explanation, excerpts: Sequence[SourceExcerpt] = ()) -> None:
        """`excerpts`: the document's lines around each statement's place, in the order of the statements."""
        self._explanation, self._check = explanation, None
        body, layout = self._new_body()
        self._add_trail(layout, explanation, body)
        title = title_words(self._texts, explanation, self._context.year_form)
        layout.addWidget(sized(plain_label(title, body, wraps=True), 1.12, bold=True))
        self._add_values(layout, explanation, body)
        self._add_findings(layout, body)
        self._add_sentences(layout, explanation, body)
        self._add_steps(layout, explanation, body)
        self._add_inputs(layout, explanation, body)
        self._add_source_rows(layout, explanation, body)
        self._add_sources(layout, explanation, excerpts, body)
        self._add_footnotes(layout, explanation, body)
        layout.addStretch(1)
        self.setWidget(body)
        body.setAccessibleDescription(" ".join(formula_words(self._texts, explanation)))

    def show_check(self, result: CheckResult, excerpts: Sequence[SourceExcerpt]) -> None:
        """What a check expected and found, and the places it looked at."""
        self._explanation = None
        self._check = result
        body, layout = self._new_body()
        texts = self._texts
        layout.addWidget(sized(plain_label(texts(f"check.{result.rule}"), body, wraps=True), 1.12, bold=True))
        layout.addWidget(plain_label(result.subject, body, wraps=True))
        verdict = sized(plain_label(texts("holds.yes" if result.holds else "holds.no"), body), 1.6, bold=True)
        verdict.setProperty("tone", "good" if result.holds else "bad")
        layout.addWidget(verdict)
        self._add_findings(layout, body)
        layout.addWidget(plain_label(texts(f"check.{result.rule}.about"), body, wraps=True))
        for key, words in (("field.expected", result.expected), ("field.found", result.found)):
            layout.addWidget(heading(texts(key), body))
            layout.addWidget(plain_label(words, body, wraps=True))
        layout.addWidget(heading(texts("field.places"), body))
        for place, excerpt in zip(result.places, excerpts, strict=True):
            words = f"{place.document}\n{place.code()}"
            layout.addWidget(sized(plain_label(words, body, wraps=True, muted=True), 0.92))
            excerpt.setParent(body)
            layout.addWidget(excerpt)
            button = QPushButton(texts("inspector.open_source"), body)
            button.clicked.connect(partial(self.source_requested.emit, place))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.setWidget(body)

    def show_findings(self, mentions: Sequence[Mention]) -> None:
        """Name the findings that rest on what is explained, with a way to each."""
        body, room = self.widget(), self._mentions
        if room is None or body is None or room.count():
            return
        for own in mentions[:SHOWN_FINDINGS]:
            state = self._texts(f"finding.state.{own.state}")
            label = plain_label(self._texts("findingui.rests", number=own.number, state=state), body, wraps=True)
            label.setProperty("tone", "warning")
            button = ElidedButton(f"{own.number}  {own.title}", body)
            button.setFlat(True)
            button.setProperty("input", True)
            button.clicked.connect(partial(self.finding_chosen.emit, own.number))
            room.addWidget(label)
            room.addWidget(button)
        more = len(mentions) - SHOWN_FINDINGS
        if more > 0:
            room.addWidget(plain_label(self._texts("findingui.more_findings", count=more), body, muted=True))

    def take_focus(self) -> None:
        """Put the keyboard on the first thing that can be done here, else on the text itself."""
        body = self.widget()
        button = body.findChild(QPushButton) if body is not None else None
        (button or self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- sections -----------------------------------------------------------------------------------

    def _new_body(self) -> tuple[QWidget, QVBoxLayout]:
        body = QWidget()
        body.setObjectName("inspectorBody")
        layout = QVBoxLayout(body)
        grid = self._context.pixels(8)
        layout.setContentsMargins(2 * grid, 2 * grid, 2 * grid, 2 * grid)
        layout.setSpacing(grid)
        return body, layout

    def _add_trail(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        """The way back up: every wider figure can be clicked."""
        if not explanation.trail:
            return
        row = FlowRow(self._context.pixels(4))
        for figure_id, name in explanation.trail:
            button = QPushButton(f"{sentence_words(self._texts, name)} ›".replace("&", "&&"), body)
            button.setFlat(True)
            button.setProperty("trail", True)
            button.clicked.connect(partial(self.figure_requested.emit, figure_id))
            row.addWidget(button)
        layout.addLayout(row)

    def _add_values(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        row = FlowRow(self._context.pixels(20))
        texts_below = []
        for number, value in enumerate(explanation.values):
            words = value_words(self._texts, value)
            is_text = value.number is None and value.state is State.REPORTED and len(words) > GRADE_LENGTH
            if is_text:
                texts_below.append(f"{self._texts(value.label)}: {words}" if number else words)
                continue
            box = QWidget(body)
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(sized(plain_label(self._texts(value.label), box, muted=True), 0.92))
            label = sized(plain_label(words, box), 2.0 if number == 0 else 1.6, bold=value.state is State.REPORTED)
            column.addWidget(label)
            row.addWidget(box)
        layout.addLayout(row)
        for words in texts_below:
            layout.addWidget(sized(plain_label(words, body, wraps=True), 1.15))

    def _add_findings(self, layout: QVBoxLayout, body: QWidget) -> None:
        """A finding can be raised on any figure; those there are stand before the button."""
        self._mentions = QVBoxLayout()
        self._mentions.setSpacing(0)
        layout.addLayout(self._mentions)
        button = QPushButton(self._texts("findingui.raise_here"), body)
        button.setToolTip(self._texts("action.raise_finding.help"))
        button.clicked.connect(self._ask_finding)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _ask_finding(self, _is_checked: bool = False) -> None:
        self.finding_requested.emit()

    def _add_sentences(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        layout.addWidget(heading(self._texts("explain.heading"), body))
        for words in formula_words(self._texts, explanation):
            layout.addWidget(plain_label(words, body, wraps=True))
        if explanation.is_contradicted:
            warning = plain_label(self._texts("explain.contradicted"), body, wraps=True)
            warning.setProperty("tone", "warning")
            layout.addWidget(warning)
        if _is_of_one_organisation(explanation):
            button = QPushButton(self._texts("inspector.decide"), body)
            button.clicked.connect(self._ask_decision)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        rule = self._texts("inspector.rule", id=explanation.formula_id, version=explanation.formula_version)
        layout.addWidget(sized(plain_label(rule, body, wraps=True, muted=True), 0.85))

    def _add_steps(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        if not explanation.steps:
            return
        layout.addWidget(heading(self._texts("explain.steps"), body))
        words = " → ".join(self._step_words(step) for step in explanation.steps)
        layout.addWidget(plain_label(words, body, wraps=True))

    def _step_words(self, step: ShownValue) -> str:
        return f"{self._texts(step.label)} {value_words(self._texts, step)}"

    def _add_inputs(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        if explanation.inputs:
            layout.addWidget(heading(self._texts("explain.inputs"), body))
            for figure in explanation.inputs[:SHOWN_INPUTS]:
                label, printed = label_words(self._texts, figure), put_into_words(self._texts, figure.printed)
                between = "\n" if len(f"{label}{printed}") > LONGEST_INPUT else "  "  # else the number would be cut
                button = QPushButton(f"{label}{between}{printed}".replace("&", "&&"), body)
                button.setFlat(True)
                button.setToolTip(escape(f"{label}  {printed}"))
                button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                button.setProperty("input", True)
                button.clicked.connect(partial(self.figure_requested.emit, figure.figure_id))
                layout.addWidget(button)
            more = len(explanation.inputs) - SHOWN_INPUTS
            if more > 0:
                layout.addWidget(plain_label(self._texts("inspector.more_inputs", count=more), body, muted=True))
        if explanation.figure_id.startswith(("rates:", "item:")) and explanation.formula_id != "published_rate":
            answers = QPushButton(self._texts("inspector.answers"), body)
            answers.clicked.connect(partial(self.answers_requested.emit, explanation.figure_id))
            layout.addWidget(answers, 0, Qt.AlignmentFlag.AlignLeft)
        if explanation.inputs and explanation.left_out:
            layout.addWidget(heading(self._texts("explain.left_out"), body))
            layout.addWidget(plain_label(left_out_words(self._texts, explanation), body, wraps=True))

    def _add_source_rows(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        if explanation.source_rows:
            layout.addWidget(heading(self._texts("explain.source_rows"), body))
        for row in explanation.source_rows[:SHOWN_INPUTS]:
            words = plain_label(f"{row.document}\n{row.code()}", body, wraps=True, muted=True)
            layout.addWidget(sized(words, 0.92))
            button = QPushButton(self._texts("inspector.open_source"), body)
            button.clicked.connect(partial(self.source_row_requested.emit, row))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_sources(
        self, layout: QVBoxLayout, explanation: Explanation, excerpts: Sequence[SourceExcerpt], body: QWidget
    ) -> None:
        if not explanation.statements:
            return
        layout.addWidget(heading(self._texts("explain.sources"), body))
        for number, statement in enumerate(explanation.statements):
            words = f"{statement.place.document}\n{place_words(self._texts, statement)} · {self._confidence(statement)}"
            layout.addWidget(sized(plain_label(words, body, wraps=True, muted=True), 0.92))
            if number < len(excerpts):
                excerpts[number].setParent(body)
                layout.addWidget(excerpts[number])
            if statement.note:
                layout.addWidget(sized(plain_label(statement.note, body, wraps=True, muted=True), 0.92))
            key = self._texts("inspector.open_source_key") if number == 0 else ""
            button = QPushButton(f"{self._texts('inspector.open_source')} {key}".strip(), body)
            button.clicked.connect(partial(self.source_requested.emit, statement.place))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _confidence(self, statement: Statement) -> str:
        return self._texts(f"confidence.{statement.confidence.value}")

    def _add_footnotes(self, layout: QVBoxLayout, explanation: Explanation, body: QWidget) -> None:
        if not explanation.footnotes:
            return
        layout.addWidget(heading(self._texts("explain.footnotes"), body))
        for footnote in explanation.footnotes:
            layout.addWidget(plain_label(f"・{footnote.value.text or footnote.printed}", body, wraps=True))

    def _ask_decision(self) -> None:
        if self._explanation is not None:
            self.decision_requested.emit(self._explanation)


def _is_of_one_organisation(explanation: Explanation) -> bool:
    """Whether its place in the analysis can be decided from here."""
    kinds = ("kind.coverage", "kind.coverage_return", "kind.rates")
    return explanation.kind in kinds and explanation.title != "*" and not explanation.figure_id.startswith("topic:")
