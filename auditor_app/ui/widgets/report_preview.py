"""The pages of the report beside its definition: page n of N, zoom, and whether newer pages are being made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from auditor_app.services.print_pages import MadePages
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.labels import plain_label
from auditor_app.ui.widgets.page_preview import PagePreview


class ReportPreview(QWidget):
    """Old pages stand until newer ones are there; why there are none stands in their place."""

    shown = Signal()
    """pages of the report as it is now"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.pages = PagePreview(self._texts, context.colours, context.jobs, self)
        self.state: QLabel = plain_label("", self, muted=True)
        self.remark = plain_label("", self, wraps=True, muted=True)
        self.remark.setContentsMargins(context.pixels(8), 0, context.pixels(8), context.pixels(4))
        self.remark.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(context.pixels(4))
        layout.addLayout(self._bar())
        layout.addWidget(self.remark)
        layout.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._show_page)
        self.pages.zoom_changed.connect(self._show_zoom)
        self.pages.fit("each")
        self._is_made_by_window = False
        self._remark = ""
        self.pages.show_message(self._texts("print.making"))

    def show_making(self) -> None:
        """Newer pages are under way."""
        self._tell_state(self._texts("reportui.making"))
        if not self.pages.page_count:
            self.pages.show_message(self._texts("print.making"))

    def show_pages(self, pages: MadePages) -> None:
        self._tell_state("")
        self._is_made_by_window = pages.made_by == "window"
        self._show_remark()
        self.pages.show_pdf(pages.pdf)
        self.shown.emit()

    def show_message(self, words: str) -> None:
        """Why there are no pages; old ones would be those of another report."""
        self._tell_state("")
        self.pages.show_message(words)

    def show_made(self) -> None:
        """Nothing is under way any more."""
        self._tell_state("")

    def set_remark(self, words: str) -> None:
        """What the pages do not show."""
        self._remark = words
        self._show_remark()

    def _show_remark(self) -> None:
        by_window = self._texts("print.made_by_window") if self._is_made_by_window else ""
        self.remark.setText("\n".join(filter(None, (self._remark, by_window))))
        self.remark.setVisible(bool(self.remark.text()))

    def _tell_state(self, words: str) -> None:
        self.state.setText(words)

    # --- bar --------------------------------------------------------------------------------------------

    def _bar(self) -> QHBoxLayout:
        pixels = self._context.pixels
        bar = QHBoxLayout()
        bar.setContentsMargins(pixels(8), 0, 0, 0)
        bar.setSpacing(pixels(2))
        self.number = QSpinBox(self)
        self.number.setAccessibleName(self._texts("print.go_to"))
        self.number.setRange(0, 0)
        self.number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.editingFinished.connect(self._go_to_number)
        self.count: QLabel = plain_label("", self)
        self.zoom: QLabel = plain_label("", self, muted=True)
        self.zoom.setMinimumWidth(pixels(48))
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar.addWidget(self.state, 1)
        for widget in (
            self._tool("previous", "chevron-up", self._turn_back),
            self.number,
            self.count,
            self._tool("next", "chevron-down", self._turn_on),
        ):
            bar.addWidget(widget)
        bar.addSpacing(pixels(8))
        for widget in (
            self._tool("zoom_out", "zoom-out", self.pages.zoom_out),
            self.zoom,
            self._tool("zoom_in", "zoom-in", self.pages.zoom_in),
            self._tool("fit_width", "columns", self._fit_width),
            self._tool("fit_page", "text-document", self._fit_page),
        ):
            bar.addWidget(widget)
        return bar

    def _tool(self, name: str, picture: str, on_click: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(15), self._context.pixels(15)))
        words = self._texts(f"print.{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(on_click)
        return button

    def _show_page(self, number: int, count: int) -> None:
        self.number.setRange(min(1, count), count)
        if not self.number.hasFocus():
            self.number.setValue(number)
        self.count.setText(f"/ {count}" if count else "")

    def _show_zoom(self, percent: int) -> None:
        self.zoom.setText(f"{percent} %")

    def _go_to_number(self) -> None:
        self.pages.go_to_page(self.number.value())

    def _turn_back(self) -> None:
        self.pages.go_to_page(self.pages.current_page - 1)

    def _turn_on(self) -> None:
        self.pages.go_to_page(self.pages.current_page + 1)

    def _fit_width(self) -> None:
        self.pages.fit("each")

    def _fit_page(self) -> None:
        self.pages.fit("page")
