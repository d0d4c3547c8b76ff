"""A button that opens a list of years to be ticked; at least two stay ticked, and the list stays open meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from auditor_app.foundation.translation import Texts

FEWEST = 2


class YearChoice(QPushButton):
    """Shows the chosen years on itself, oldest first."""

    chosen = Signal(list)
    """the fiscal years, in order"""

    def __init__(self, texts: Texts, year_words: Callable[[int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._texts, self._year_words = texts, year_words
        self._actions: dict[int, QAction] = {}
        self._is_showing = False
        self.setToolTip(texts("compare.years.help"))
        self.list = _OpenMenu(self)
        self.setMenu(self.list)

    def set_years(self, years: Sequence[int], chosen: Sequence[int]) -> None:
        """What can be chosen, and what is."""
        if list(self._actions) != list(years):
            self.list.clear()
            self._actions = {year: self._action(year) for year in years}
            self.list.addSeparator()
            self.list.addAction(self._texts("compare.years.last_two")).triggered.connect(self._choose_last_two)
            self.list.addAction(self._texts("compare.years.all")).triggered.connect(self._choose_all)
        self._show(chosen)

    def years(self) -> list[int]:
        return [year for year, action in self._actions.items() if action.isChecked()]

    def _action(self, year: int) -> QAction:
        action = self.list.addAction(self._year_words(year))
        action.setCheckable(True)
        action.toggled.connect(self._take)
        return action

    def _show(self, chosen: Sequence[int]) -> None:
        self._is_showing = True
        for year, action in self._actions.items():
            action.setChecked(year in chosen)
        self._is_showing = False
        self._dress()

    def _dress(self) -> None:
        """The fewest cannot be unticked; the words of the button name all that are."""
        years = self.years()
        for year, action in self._actions.items():
            action.setEnabled(not (year in years and len(years) <= FEWEST))
        words = self._texts("compare.years.join").join(str(year) for year in years)
        self.setText(self._texts("compare.years.button", years=words) if years else self._texts("compare.years.none"))
        self.setAccessibleName(f"{self._texts('compare.years')} {self.text()}")

    def _take(self, _is_checked: bool) -> None:
        if not self._is_showing:
            self._dress()
            self.chosen.emit(self.years())

    def _choose_last_two(self, _is_checked: bool = False) -> None:
        self._choose(list(self._actions)[-FEWEST:])

    def _choose_all(self, _is_checked: bool = False) -> None:
        self._choose(list(self._actions))

    def _choose(self, years: Sequence[int]) -> None:
        self._show(years)
        self.chosen.emit(self.years())


class _OpenMenu(QMenu):
    """Stays open while its entries are ticked, by mouse or by the space bar."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            if action.isEnabled():
                action.toggle()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space and action is not None:
            if action.isCheckable() and action.isEnabled():
                action.toggle()
            return
        super().keyPressEvent(event)
