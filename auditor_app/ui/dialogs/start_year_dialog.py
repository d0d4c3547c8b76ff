"""Starting a fiscal year from the last one: who is expected to report, by which edition, and what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.findings import Finding
from auditor_app.foundation.errors import UserError
from auditor_app.services.expected_reports import WHOLE
from auditor_app.services.propose_year import YearProposal
from auditor_app.services.start_year import YearWish
from auditor_app.ui.context import PageContext
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.labels import heading, plain_label
from auditor_app.ui.year_words import YearWords

SIZE = (1040, 700)
MARGIN = 40
"""Left free at the edges of a small screen."""
YEARS_OFFERED = 10
UNIT = int(Qt.ItemDataRole.UserRole)
"""(organisation id, unit) of a line without lines below it."""
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class StartYearDialog(QDialog):
    """Shows a proposal and what the auditor makes of it; it reads and stores nothing itself."""

    year_wanted = Signal(int)
    edition_wanted = Signal(int)
    """another edition was chosen: what becomes of its items is asked for"""
    year_visited = Signal(int)
    """go to the year that was begun already"""

    def __init__(self, context: PageContext, first_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.proposal: YearProposal | None = None
        """What is shown; None for a year that cannot be started."""
        self.setWindowTitle(context.titled(self._texts("year_start.title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(plain_label(self._texts("year_start.about"), self, wraps=True, muted=True))
        layout.addLayout(self._head(first_year))
        middle = QHBoxLayout()
        middle.setSpacing(context.pixels(16))
        middle.addLayout(self._organisations(), 5)
        middle.addLayout(self._right(), 4)
        layout.addLayout(middle, 1)
        self.words = plain_label("", self, wraps=True)
        layout.addWidget(self.words)
        self.buttons = QDialogButtonBox(self)
        self.start_button = self.buttons.addButton(
            self._texts("year_start.start"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.visit_button = self.buttons.addButton(
            self._texts("year_start.visit"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(self.buttons)
        self._connect()
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )
        self.tree.setFocus()

    # --- what is shown --------------------------------------------------------------------------------

    def fiscal_year(self) -> int:
        return cast(int, self.year.currentData())

    def show_proposal(self, proposal: YearProposal, kinds: Sequence[tuple[str, int]]) -> None:
        """`kinds`: what becomes of the items of the edition before."""
        self.proposal = proposal
        words = YearWords(self._texts, proposal, self._context.year_text)
        self.origin.setText(self._texts("year_start.from", year=self._context.year_text(proposal.from_year)))
        self._list_organisations(proposal, words)
        self._list_editions(proposal)
        self._list_changes(words.changes(kinds))
        self.scope.setVisible(proposal.scope is not None)
        self.scope.setChecked(proposal.scope is not None)
        self.views.setText(self._texts("year_start.take_views", count=len(proposal.views)))
        self.views.setVisible(bool(proposal.views))
        self.views.setChecked(bool(proposal.views))
        self._show_state()

    def show_findings(self, findings: Sequence[tuple[Finding, str]]) -> None:
        """Open ones of earlier years with whom they are about, each ticked: it is carried over."""
        self.carried.clear()
        for own, names in findings:
            state = self._texts(f"finding.state.{own.state}")
            words = f"{own.number}  〔{state}〕  {names}\n{own.text.title}"
            item = QListWidgetItem(words, self.carried)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(CHECKED)
            item.setData(UNIT, own.number)
            item.setToolTip(tooltip_html(words))
        for widget in (self.carried, self.carried_title):
            widget.setVisible(bool(findings))
        self._show_carried()

    def carried_numbers(self) -> tuple[str, ...]:
        """Of the findings that are ticked."""
        items = (self.carried.item(row) for row in range(self.carried.count()))
        return tuple(str(own.data(UNIT)) for own in items if own.checkState() == CHECKED)

    def show_kinds(self, proposal: YearProposal, kinds: Sequence[tuple[str, int]]) -> None:
        """The same proposal by another edition: who is ticked stays as it is."""
        self._list_changes(YearWords(self._texts, proposal, self._context.year_text).changes(kinds))

    def show_refusal(self, error: UserError, *, can_visit: bool) -> None:
        """This year cannot be started: say why, and offer to go to one that is there already."""
        self.proposal = None
        self.origin.clear()
        for shown in (self.tree, self.changes, self.edition):
            shown.clear()
        for box in (self.scope, self.views, self.carried, self.carried_title):
            box.hide()
        self.visit_button.setVisible(can_visit)
        self.start_button.setEnabled(False)
        self._say("\n".join(self._texts.problem(own) for own in error.problems), "bad")

    def show_busy(self, is_busy: bool) -> None:
        self.start_button.setEnabled(not is_busy)

    def wish(self) -> YearWish:
        """What is ticked and chosen now."""
        if self.proposal is None:
            raise RuntimeError("nothing is proposed for this year")
        return YearWish(
            self.proposal.fiscal_year,
            self.proposal.from_year,
            tuple(item.data(0, UNIT) for item in self._leaves() if item.checkState(0) == CHECKED),
            cast(int, self.edition.currentData() or 0),
            self.proposal.scope if self.scope.isChecked() else None,
            self.proposal.views if self.views.isChecked() else (),
        )

    # --- parts ----------------------------------------------------------------------------------------

    def _head(self, first_year: int) -> QHBoxLayout:
        self.year = QComboBox(self)
        self.year.setAccessibleName(self._texts("year_start.year"))
        for year in range(first_year - 1, first_year + YEARS_OFFERED):
            self.year.addItem(self._context.year_text(year), year)
        self.year.setCurrentIndex(1)
        self.origin = plain_label("", self, muted=True)
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(8))
        row.addWidget(plain_label(self._texts("year_start.year"), self))
        row.addWidget(self.year)
        row.addWidget(self.origin, 1)
        return row

    def _organisations(self) -> QVBoxLayout:
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self._texts("year_start.expected"))
        self.tree.setHeaderLabels([self._texts("field.organisation"), self._texts("year_start.remark")])
        self.tree.setColumnWidth(0, self._context.pixels(280))
        self.tree.setUniformRowHeights(True)
        column = QVBoxLayout()
        column.setSpacing(self._context.pixels(4))
        column.addWidget(heading(self._texts("year_start.expected"), self))
        column.addWidget(self.tree, 1)
        return column

    def _right(self) -> QVBoxLayout:
        self.changes = QListWidget(self)
        self.changes.setWordWrap(True)
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.changes.setAccessibleName(self._texts("year_start.changes"))
        self.edition = QComboBox(self)
        self.edition.setAccessibleName(self._texts("year_start.edition"))
        form = QFormLayout()
        form.addRow(self._texts("year_start.edition"), self.edition)
        self.carried_title = heading("", self)
        self.carried = QListWidget(self)
        self.carried.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.carried.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.carried.setAccessibleName(self._texts("year_start.carried"))
        self.carried.setMaximumHeight(self._context.pixels(150))
        for widget in (self.carried, self.carried_title):
            widget.hide()
        self.scope = QCheckBox(self._texts("year_start.take_scope"), self)
        self.views = QCheckBox(self)
        column = QVBoxLayout()
        column.setSpacing(self._context.pixels(8))
        column.addWidget(heading(self._texts("year_start.changes"), self))
        column.addWidget(self.changes, 1)
        column.addWidget(self.carried_title)
        column.addWidget(self.carried)
        column.addLayout(form)
        column.addWidget(self.scope)
        column.addWidget(self.views)
        return column

    def _connect(self) -> None:
        self.year.currentIndexChanged.connect(self._ask_year)
        self.edition.activated.connect(self._ask_edition)
        self.tree.itemChanged.connect(self._show_state)
        self.carried.itemChanged.connect(self._show_carried)
        self.visit_button.clicked.connect(self._visit)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _list_organisations(self, proposal: YearProposal, words: YearWords) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        for own in proposal.organisations:
            top = QTreeWidgetItem(self.tree, [words.name(own), words.origin(own)])
            top.setToolTip(1, tooltip_html(words.origin(own)))
            state = UNCHECKED if own.origin == "silent" else CHECKED
            if own.units == (WHOLE,):
                self._make_checkable(top, state, (own.id, WHOLE))
                continue
            top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
            for unit in own.units:
                words_of_unit = unit or self._texts("year_start.whole")
                self._make_checkable(QTreeWidgetItem(top, [words_of_unit, ""]), state, (own.id, unit))
            top.setText(1, words.origin(own) or self._texts("year_start.units_count", count=len(own.units)))
        self.tree.blockSignals(False)

    def _make_checkable(self, item: QTreeWidgetItem, state: Qt.CheckState, unit: tuple[int, str]) -> None:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, state)
        item.setData(0, UNIT, unit)

    def _list_editions(self, proposal: YearProposal) -> None:
        self.edition.clear()
        for own in proposal.editions:
            self.edition.addItem(f"{own.standard} {own.name}", own.id)
        self.edition.setCurrentIndex(self.edition.findData(proposal.edition.id) if proposal.edition else -1)
        self.edition.setEnabled(self.edition.count() > 1)

    def _list_changes(self, lines: Sequence[str]) -> None:
        self.changes.clear()
        self.changes.addItems(list(lines))

    # --- slots ----------------------------------------------------------------------------------------

    def _ask_year(self, _index: int) -> None:
        self.year_wanted.emit(self.fiscal_year())

    def _ask_edition(self, _index: int) -> None:
        self.edition_wanted.emit(cast(int, self.edition.currentData()))

    def _visit(self, _checked: bool = False) -> None:
        self.reject()
        self.year_visited.emit(self.fiscal_year())

    def _show_state(self, *_changed: object) -> None:
        """How many are expected now; without any a year cannot start."""
        if self.proposal is None:
            return
        units = self.wish().units
        self.visit_button.hide()
        self.start_button.setEnabled(bool(units))
        key = "year_start.expects" if units else "year_start.expects_nobody"
        counts = {"organisations": len({own for own, _ in units}), "units": len(units)}
        self._say(self._texts(key, **counts) if units else self._texts(key), "" if units else "warning")

    def _show_carried(self, *_changed: object) -> None:
        count = len(self.carried_numbers())
        self.carried_title.setText(self._texts("year_start.carried_count", count=count, all=self.carried.count()))

    def _leaves(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(row) for row in range(self.tree.topLevelItemCount())]
        return [leaf for top in tops if top is not None for leaf in _leaves_of(top)]

    def _say(self, words: str, tone: str) -> None:
        self.words.setText(words)
        self.words.setProperty("tone", tone)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)


def _leaves_of(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    if not top.childCount():
        return [top]
    return [own for row in range(top.childCount()) if (own := top.child(row)) is not None]
