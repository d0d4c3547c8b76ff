"""The pages of a document in a window of their own, as they will be printed, with a list of them and the zoom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QSpinBox, QToolButton, QVBoxLayout, QWidget

from auditor_app.services.print_pages import MadePages
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.models.page_list_model import PageListModel
from auditor_app.ui.widgets.labels import plain_label
from auditor_app.ui.widgets.page_preview import PagePreview

THUMBNAIL = QSize(96, 124)


class PrintPreview(QWidget):
    """Shows nothing before `show_pages`; the pages are made by whoever opened it."""

    print_requested = Signal()

    def __init__(self, context: PageContext, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._texts = context, context.texts
        self.pages: MadePages | None = None
        self.setWindowTitle(context.titled(self._texts("print.preview_of", title=title)))
        self.preview = PagePreview(self._texts, context.colours, context.jobs, self)
        self.list = self._make_list()
        self.remark = plain_label("", self, wraps=True, muted=True)
        self.remark.setContentsMargins(*[context.pixels(8)] * 4)
        self.remark.hide()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_bar())
        layout.addWidget(self.remark)
        layout.addLayout(row, 1)
        self.preview.page_changed.connect(self._show_page)
        self.preview.zoom_changed.connect(self._show_zoom)
        self.preview.sizes_changed.connect(self._show_list)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(context.pixels(1000), context.pixels(760))
        self.preview.show_message(self._texts("print.making"))
        self.preview.setFocus()

    def show_pages(self, pages: MadePages) -> None:
        self.pages = pages
        self.remark.setText(self._texts("print.made_by_window") if pages.made_by == "window" else "")
        self.remark.setVisible(bool(self.remark.text()))
        self.preview.show_pdf(pages.pdf)

    def show_refusal(self, words: str) -> None:
        """Why there are no pages."""
        self.preview.show_message(words)

    # --- parts ----------------------------------------------------------------------------------------------

    def _make_bar(self) -> QHBoxLayout:
        pixels = self._context.pixels
        bar = QHBoxLayout()
        bar.setContentsMargins(pixels(8), pixels(8), pixels(8), pixels(8))
        bar.setSpacing(pixels(4))
        self.print_button = QPushButton(self._texts("print.print"), self)
        self.print_button.setIcon(icon("printer", self._context.colours.text))
        self.print_button.setEnabled(False)
        self.print_button.clicked.connect(self.print_requested)
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_button.click)
        self.number = QSpinBox(self)
        self.number.setAccessibleName(self._texts("print.go_to"))
        self.number.setRange(0, 0)
        self.number.editingFinished.connect(self._go_to_number)
        self.count: QLabel = plain_label("", self)
        self.zoom: QLabel = plain_label("", self, muted=True)
        self.zoom.setMinimumWidth(pixels(52))
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar.addWidget(self.print_button)
        bar.addStretch(1)
        bar.addWidget(self._tool("previous", "chevron-up", "", self._turn_back))
        bar.addWidget(self.number)
        bar.addWidget(self.count)
        bar.addWidget(self._tool("next", "chevron-down", "", self._turn_on))
        bar.addStretch(1)
        bar.addWidget(self._tool("zoom_out", "zoom-out", "Ctrl+-", self.preview.zoom_out))
        bar.addWidget(self.zoom)
        bar.addWidget(self._tool("zoom_in", "zoom-in", "Ctrl+=", self.preview.zoom_in))
        bar.addWidget(self._tool("fit_width", "columns", "Ctrl+1", self._fit_width))
        bar.addWidget(self._tool("fit_page", "text-document", "Ctrl+0", self._fit_page))
        return bar

    def _tool(self, name: str, picture: str, keys: str, on_click: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(16), self._context.pixels(16)))
        words = self._texts(f"print.{name}")
        button.setAccessibleName(words)
        button.setToolTip(self._texts("print.with_key", words=words, keys=keys) if keys else words)
        button.clicked.connect(on_click)
        if keys:
            QShortcut(QKeySequence(keys), self, button.click)
        return button

    def _make_list(self) -> QListView:
        room = self._context.pixels(THUMBNAIL.width()), self._context.pixels(THUMBNAIL.height())
        self.list_model = PageListModel(self._texts, self._context.jobs, QSize(*room), self)
        view = QListView(self)
        view.setModel(self.list_model)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setFlow(QListView.Flow.TopToBottom)
        view.setWrapping(False)
        view.setMovement(QListView.Movement.Static)
        view.setUniformItemSizes(True)
        view.setIconSize(QSize(*room))
        view.setSpacing(self._context.pixels(8))
        view.setFixedWidth(room[0] + self._context.pixels(48))
        view.setAccessibleName(self._texts("print.list"))
        view.clicked.connect(self._go_to_listed)
        view.activated.connect(self._go_to_listed)
        return view

    # --- slots ------------------------------------------------------------------------------------------------

    def _show_list(self) -> None:
        if self.pages is not None:
            self.list_model.show_pages(self.pages.pdf, self.preview.sizes)
            self.print_button.setEnabled(self.preview.page_count > 0)

    def _show_page(self, number: int, count: int) -> None:
        self.number.setRange(min(1, count), count)
        if not self.number.hasFocus():
            self.number.setValue(number)
        self.count.setText(f"/ {count}" if count else "")
        index = self.list_model.index(number - 1)
        if index.isValid() and index != self.list.currentIndex():
            self.list.setCurrentIndex(index)

    def _show_zoom(self, percent: int) -> None:
        self.zoom.setText(f"{percent} %")

    def _go_to_number(self) -> None:
        self.preview.go_to_page(self.number.value())

    def _go_to_listed(self, index: QModelIndex) -> None:
        self.preview.go_to_page(index.row() + 1)

    def _turn_back(self) -> None:
        self.preview.go_to_page(self.preview.current_page - 1)

    def _turn_on(self) -> None:
        self.preview.go_to_page(self.preview.current_page + 1)

    def _fit_width(self) -> None:
        self.preview.fit("width")

    def _fit_page(self) -> None:
        self.preview.fit("page")
