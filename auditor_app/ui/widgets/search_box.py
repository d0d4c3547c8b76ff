"""Search for organisations, measures, sections, topics, findings and pages; Enter goes to the first or chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from auditor_app.domain.published import fold_name
from auditor_app.ui.actions import PAGES
from auditor_app.ui.context import PageContext

if TYPE_CHECKING:
    from auditor_app.services.search_findings import FoundFinding

TYPING_PAUSE_MILLISECONDS = 120


class SearchBox(QLineEdit):
    """Shows what it finds in a list below itself."""

    figure_chosen = Signal(str)
    page_chosen = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setPlaceholderText(context.texts("search.placeholder"))
        self.setAccessibleName(context.texts("search.name"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(context.pixels(200))
        self.results = QListWidget(self)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.results.setWindowFlags(Qt.WindowType.ToolTip)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.itemClicked.connect(self._choose)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.show_results)
        self.textEdited.connect(self._wait)
        self.installEventFilter(self)

    def show_results(self) -> None:
        """Search now and show the list."""
        self.results.clear()
        for words, role, target in self._found():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, (role, target))
            self.results.addItem(item)
        if not self.results.count() and self.text().strip():
            item = QListWidgetItem(self._context.texts("search.none"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(item)
        self.results.setCurrentRow(0)
        self.results.setVisible(bool(self.results.count()) and self.hasFocus())
        self.results.setGeometry(*self._place_of_list())

    def _found(self) -> list[tuple[str, str, str]]:
        texts = self._context.texts
        wanted = fold_name(self.text()).lower()
        if not wanted:
            return []
        pages = [
            (texts("search.page", page=texts(f"page.{page}")), "page", page)
            for page, _ in PAGES
            if wanted in fold_name(texts(f"page.{page}")).lower()
        ]
        from auditor_app.services.search_case import search_case  # not before the first paint
        from auditor_app.services.search_findings import search_findings

        with self._context.case.reader() as reader:
            facts = search_case(reader, self.text())
            findings = search_findings(reader, self.text())
        return [*pages, *map(self._finding_words, findings)] + [
            (
                f"{found.words}   {found.printed[:40]}   {texts(f'kind.{found.kind.value}')} "
                f"{self._context.year_text(found.fiscal_year)}",
                "figure",
                found.figure_id,
            )
            for found in facts
        ]

    def _finding_words(self, found: FoundFinding) -> tuple[str, str, str]:
        texts = self._context.texts
        state = texts(f"finding.state.{found.state}")
        words = f"{found.number}   {found.title}   {texts('findingui.search', state=state)}"
        return words, "figure", f"finding:{found.number}"

    def _place_of_list(self) -> tuple[int, int, int, int]:
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        rows = max(1, min(14, self.results.count()))
        height = rows * max(24, self.results.sizeHintForRow(0)) + 8
        return below.x(), below.y(), max(self.width(), self._context.pixels(520)), height

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _choose(self, item: QListWidgetItem | None) -> None:
        chosen: Any = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if chosen is None:
            return
        self.results.hide()
        self.clear()
        signal = self.page_chosen if chosen[0] == "page" else self.figure_chosen
        signal.emit(chosen[1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.results.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.results.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                last = self.results.count() - 1
                self.results.setCurrentRow(max(0, min(last, self.results.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.results.isVisible():
                self.show_results()
            self._choose(self.results.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.results.hide()
            self.clear()
        else:
            super().keyPressEvent(event)
