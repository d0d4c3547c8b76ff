"""One finding: what it is at the top, the steps it can take, and tabs for its text, figures, evidence and history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from auditor_app.domain.findings import Finding
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.finding_diff import FindingDiff
from auditor_app.ui.widgets.finding_moves import FindingMoves
from auditor_app.ui.widgets.finding_prose import FindingProse
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import ElidedLabel, plain_label, sized

if TYPE_CHECKING:
    from auditor_app.services.browse_findings import FindingPage

LEAST_HEIGHT = 230
TABS = ("text", "figures", "evidence", "history", "answers")
EVIDENCE = (
    ("attach_file", "attachment"),
    ("attach_external", "external"),
    ("attach_source", "sources"),
    ("attach_note", "note"),
    ("attach_interview", "user"),
)
LOOKING = (("open_evidence", "open"), ("check_evidence", "shield-check"), ("remove_evidence", "delete"))


class FindingDetail(QWidget):
    """Frames tables of the page; it reads nothing itself."""

    requested = Signal(str)
    """an action on evidence | respond | follow_up | go_to_figure"""

    def __init__(self, context: PageContext, tables: Sequence[DataTable], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.figures, self.evidence, self.history, self.answers = tables
        self.state = sized(plain_label("", self), 0.92, bold=True)
        self.state.setObjectName("stateBadge")
        self.title = sized(plain_label("", self, wraps=True), 1.15, bold=True)
        self.about = ElidedLabel("", self, muted=True)
        self.warning = plain_label("", self, wraps=True)
        self.warning.setProperty("tone", "warning")
        self.moves = FindingMoves(context, self)
        self._least_height = context.pixels(LEAST_HEIGHT)
        self.prose, self.diff = FindingProse(context, self), FindingDiff(context, self)
        self.proposal = plain_label("", self, wraps=True)
        self.buttons: dict[str, QPushButton] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        grid = self._context.pixels(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, grid // 2, 0, 0)
        layout.setSpacing(grid // 2)
        head = QHBoxLayout()
        head.setSpacing(grid)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.moves.acting, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        for widget in (self.about, self.warning, self.moves):
            layout.addWidget(widget)
        self.history.tools.hide()
        history = QSplitter(Qt.Orientation.Horizontal, self)
        history.setChildrenCollapsible(False)
        history.addWidget(self.history)
        history.addWidget(self.diff)
        history.setSizes([self._context.pixels(420), self._context.pixels(420)])
        pages = {
            "text": self.prose,
            "figures": self._boxed(self.figures, (("go_to_figure", "external"),)),
            "evidence": self._boxed(self.evidence, EVIDENCE, LOOKING),
            "history": history,
            "answers": self._boxed(self.answers, (("respond", "add"), ("follow_up", "history")), below=self.proposal),
        }
        for name in TABS:
            self.tabs.addTab(pages[name], self._texts(f"findingui.tab.{name}"))
        layout.addWidget(self.tabs, 1)

    def _boxed(
        self,
        table: DataTable,
        actions: Sequence[tuple[str, str]],
        others: Sequence[tuple[str, str]] = (),
        *,
        below: QWidget | None = None,
    ) -> QWidget:
        """A table below its buttons."""
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, self._context.pixels(4), 0, 0)
        layout.setSpacing(self._context.pixels(4))
        row = FlowRow(self._context.pixels(4))
        for action, picture in actions:
            row.addWidget(self._button(action, picture, has_words=True))
        for action, picture in others:
            row.addWidget(self._button(action, picture, has_words=False))
        layout.addLayout(row)
        layout.addWidget(table, 1)
        if below is not None:
            layout.addWidget(below)
        table.tools.hide()  # few rows: sorting by title and the menu of the header do
        return box

    def _button(self, action: str, picture: str, *, has_words: bool) -> QPushButton:
        words = self._texts(f"findingui.do.{action}")
        button = QPushButton(icon(picture, self._context.colours.text), words if has_words else "", self)
        if not has_words:
            button.setMaximumWidth(self._context.pixels(40))
        side = self._context.pixels(16)
        button.setIconSize(QSize(side, side))
        button.setAccessibleName(words)
        button.setToolTip(self._texts(f"findingui.do.{action}.help"))
        button.clicked.connect(partial(self._ask, action))
        self.buttons[action] = button
        return button

    def minimumSizeHint(self) -> QSize:
        """Long warnings and reasons must not push the register out of sight."""
        return QSize(super().minimumSizeHint().width(), self._least_height)

    # --- what is shown ----------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """No finding is selected."""
        self.title.setText(self._texts("findingui.none_selected"))
        for label in (self.state, self.about, self.warning, self.proposal):
            label.clear()
        self.warning.hide()
        self.proposal.hide()
        self.moves.show_finding(None)
        self.prose.show_finding(None)
        self.diff.say("")
        for button in self.buttons.values():
            button.setEnabled(False)
        for widget in (self.moves, self.moves.acting, self.tabs, self.state, self.about):
            widget.hide()

    def show_page(self, shown: FindingPage, about: str, proposal: str) -> None:
        """`about`: kind, severity, organisations and so on in words; `proposal`: what the later year's figures say."""
        finding, texts = shown.finding, self._texts
        for widget in (self.moves, self.moves.acting, self.tabs, self.state, self.about):
            widget.show()
        self.state.setText(texts(f"finding.state.{finding.state}"))
        self.title.setText(f"{finding.number}  {finding.text.title}")
        self.about.setText(about)
        warnings = self._warnings(shown)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.moves.show_finding(finding)
        self.prose.show_finding(finding)
        self.proposal.setText(proposal)
        self.proposal.setVisible(bool(proposal))
        counts = {
            "figures": len(shown.figures),
            "evidence": len(finding.evidence),
            "answers": len(finding.responses) + len(finding.follow_ups),
        }
        for place, name in enumerate(TABS):
            count = f" ({counts[name]})" if counts.get(name) else ""
            self.tabs.setTabText(place, texts(f"findingui.tab.{name}") + count)

    def enable(self, action: str, is_enabled: bool, why_not: str = "") -> None:
        """`why_not` stands in the tooltip of a button that cannot be pressed."""
        button = self.buttons[action]
        button.setEnabled(is_enabled)
        button.setToolTip(self._texts(f"findingui.do.{action}.help") if is_enabled or not why_not else why_not)

    def show_tab(self, name: str) -> None:
        self.tabs.setCurrentIndex(TABS.index(name))

    def _warnings(self, shown: FindingPage) -> list[str]:
        found = []
        if shown.finding.is_edited_after_review:
            found.append(self._texts("findingui.warn.after_review"))
        changed = sum(own.is_changed for own in shown.figures)
        if changed:
            found.append(self._texts("findingui.warn.changed", count=changed))
        return found

    def _ask(self, action: str, _is_checked: bool = False) -> None:
        self.requested.emit(action)


def is_signed(finding: Finding) -> bool:
    """Whether a ministry may answer it: it was signed off, and not withdrawn since."""
    return finding.sign_off is not None and finding.state != "withdrawn"
