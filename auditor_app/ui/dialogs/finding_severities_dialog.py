"""The office's own scale of severities: levels with names in both languages, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.findings import DEFAULT_SCALE, Severity
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.finding_dialog import FindingDialog
from auditor_app.ui.widgets.labels import plain_label

SIZE = (620, 440)
JAPANESE, ENGLISH = 0, 1
CODE = int(Qt.ItemDataRole.UserRole)
LONGEST_NAME = 40
MOST_LEVELS = 20


class FindingSeveritiesDialog(FindingDialog):
    """A level keeps its code whatever it is called; findings that bear a removed one keep bearing it."""

    def __init__(self, context: PageContext, scale: Sequence[Severity], by: str, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(context, texts("findingui.title.severities"), texts("findingui.save_severities"), by, parent)
        self.body.addWidget(plain_label(texts("findingui.about_severities"), self, wraps=True, muted=True))
        self.levels = QTableWidget(0, 2, self)
        self.levels.setAccessibleName(texts("findingui.title.severities"))
        self.levels.setHorizontalHeaderLabels([texts("findingui.severity.ja"), texts("findingui.severity.en")])
        self.levels.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.levels.verticalHeader().setDefaultSectionSize(context.pixels(28))
        self.levels.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.levels.setTabKeyNavigation(False)
        self._codes: list[str] = []
        self._show(scale)
        self.levels.itemChanged.connect(self.show_state)
        self.levels.currentCellChanged.connect(self._show_what_can_be_done)
        row = QHBoxLayout()
        row.addWidget(self.levels, 1)
        row.addLayout(self._buttons())
        self.body.addLayout(row, 1)
        self.finish(SIZE, self.levels, asks_by=False)
        self.levels.setCurrentCell(0, JAPANESE)

    def scale(self) -> tuple[Severity, ...]:
        """The levels as they stand, from the gravest."""
        return tuple(
            Severity(code, self._words(row, JAPANESE), self._words(row, ENGLISH))
            for row, code in enumerate(self._codes)
        )

    # --- FindingDialog ----------------------------------------------------------------------------

    def content(self) -> object:
        return self.scale()

    def lack(self) -> str:
        scale = self.scale()
        if not scale:
            return self.texts("findingui.lacks_level")
        for names in ([own.name_ja for own in scale], [own.name_en for own in scale]):
            if not all(names):
                return self.texts("findingui.lacks_level_name")
            if len(set(names)) < len(names):
                return self.texts("findingui.level_twice")
        return ""

    # --- parts ------------------------------------------------------------------------------------

    def _buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.do: dict[str, QPushButton] = {}
        for name, slot in (
            ("add", self._add),
            ("up", self._move_up),
            ("down", self._move_down),
            ("remove", self._remove),
            ("default", self._take_default),
        ):
            button = QPushButton(self.texts(f"findingui.level.{name}"), self)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            self.do[name] = button
            column.addWidget(button)
        column.addStretch(1)
        return column

    def _words(self, row: int, column: int) -> str:
        item = self.levels.item(row, column)
        return item.text().strip()[:LONGEST_NAME] if item is not None else ""

    def _show(self, scale: Sequence[Severity], current: int = 0) -> None:
        self.levels.blockSignals(True)
        self._codes = [own.code for own in scale]
        self.levels.setRowCount(len(scale))
        for row, own in enumerate(scale):
            for column, words in ((JAPANESE, own.name_ja), (ENGLISH, own.name_en)):
                self.levels.setItem(row, column, QTableWidgetItem(words))
        self.levels.blockSignals(False)
        self.levels.setCurrentCell(min(current, len(scale) - 1), JAPANESE)
        self.show_state()
        if hasattr(self, "do"):
            self._show_what_can_be_done()

    def _show_what_can_be_done(self, *_at: int) -> None:
        row, count = self.levels.currentRow(), self.levels.rowCount()
        self.do["add"].setEnabled(count < MOST_LEVELS)
        self.do["up"].setEnabled(row > 0)
        self.do["down"].setEnabled(0 <= row < count - 1)
        self.do["remove"].setEnabled(row >= 0 and count > 1)

    def _add(self, _is_checked: bool = False) -> None:
        taken = {*self._codes, *(own.code for own in DEFAULT_SCALE)}
        code = next(own for number in range(1, 1000) if (own := f"level-{number}") not in taken)
        self._show([*self.scale(), Severity(code, "", "")], self.levels.rowCount())
        item = self.levels.item(self.levels.rowCount() - 1, JAPANESE)
        if item is not None:
            self.levels.editItem(item)

    def _move_up(self, _is_checked: bool = False) -> None:
        self._swap(-1)

    def _move_down(self, _is_checked: bool = False) -> None:
        self._swap(1)

    def _swap(self, step: int) -> None:
        row, scale = self.levels.currentRow(), list(self.scale())
        scale[row], scale[row + step] = scale[row + step], scale[row]
        self._show(scale, row + step)

    def _remove(self, _is_checked: bool = False) -> None:
        row = self.levels.currentRow()
        self._show([own for number, own in enumerate(self.scale()) if number != row], row)

    def _take_default(self, _is_checked: bool = False) -> None:
        self._show(DEFAULT_SCALE)
