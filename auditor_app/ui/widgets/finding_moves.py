"""The steps a finding can take next, one button each; what keeps this person from a step stands beside in words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.findings import AllowedMove, Finding, moves_from, problems_of_move
from auditor_app.foundation.errors import Problem
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label, sized

GIVEN = "given"
"""Stands for a reason that is asked for only when the step is taken."""
LONGEST_NAME = 100


class FindingMoves(QWidget):
    """Who acts can be named here: a second person steps up to the same screen."""

    move_requested = Signal(object)
    """AllowedMove"""
    edit_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._finding: Finding | None = None
        self.buttons: dict[str, QPushButton] = {}
        """By the names of the steps."""
        self.by = QLineEdit(self)
        self.by.setMaxLength(LONGEST_NAME)
        self.by.setAccessibleName(self._texts("findingui.acting"))
        self.by.setToolTip(self._texts("findingui.acting.help"))
        self.by.setFixedWidth(context.pixels(130))
        self.by.textChanged.connect(self._show)
        self.edit = QPushButton(icon("edit", context.colours.text), self._texts("findingui.edit"), self)
        self.edit.clicked.connect(self._ask_edit)
        self._row = FlowRow(context.pixels(8))
        self._row.addWidget(self.edit)
        self.acting = self._acting()
        self.reasons = sized(plain_label("", self, wraps=True, muted=True), 0.92)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.pixels(4))
        layout.addLayout(self._row)
        layout.addWidget(self.reasons)

    def _acting(self) -> QWidget:
        """Stands beside the title."""
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.pixels(6))
        row.addWidget(plain_label(self._texts("findingui.acting"), box, muted=True))
        row.addWidget(self.by)
        return box

    def show_finding(self, finding: Finding | None) -> None:
        self._finding = finding
        self._show()

    def _show(self, *_changed: object) -> None:
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        self.edit.setEnabled(self._finding is not None)
        lines = []
        for move in moves_from(self._finding) if self._finding is not None else ():
            problems = obstacles(self._finding, move, self.by.text())
            name = self._texts(f"finding.move.{move.name}")
            words = self._reason(problems)
            self.buttons[move.name] = self._button(move, name, words)
            if problems:
                lines.append(f"{name}: {words}")
        self.reasons.setText("\n".join(lines))
        self.reasons.setVisible(bool(lines))

    def _reason(self, problems: tuple[Problem, ...]) -> str:
        return " ".join(self._texts(f"{own.key}.what", **own.values) for own in problems)

    def _button(self, move: AllowedMove, name: str, obstacle: str) -> QPushButton:
        button = QPushButton(f"{name}…", self)
        button.setEnabled(not obstacle)
        button.setAccessibleDescription(obstacle)
        button.clicked.connect(partial(self._ask, move))
        self._row.addWidget(button)
        button.show()
        return button

    def _ask(self, move: AllowedMove, _is_checked: bool = False) -> None:
        self.move_requested.emit(move)

    def _ask_edit(self, _is_checked: bool = False) -> None:
        self.edit_requested.emit()


def obstacles(finding: Finding | None, move: AllowedMove, by: str) -> tuple[Problem, ...]:
    """What keeps somebody from a step before its dialog is opened: a reason is asked for there, as is an answer."""
    if finding is None:
        return ()
    problems = problems_of_move(finding, move.to_state, by, GIVEN)
    return tuple(own for own in problems if own.key != "finding.response_missing")
