"""The bar at the top: which case, which fiscal year, search, import and export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QToolButton, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.labels import plain_label, sized
from auditor_app.ui.widgets.search_box import SearchBox


class TopBar(QWidget):
    """What is looked at, and the two things done most."""

    year_chosen = Signal(int)
    import_requested = Signal()
    export_requested = Signal()
    back_requested = Signal()
    forward_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        texts = context.texts
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = self._arrow("chevron-left", texts("action.go_back"))
        self.forward = self._arrow("chevron-right", texts("action.go_forward"))
        self.case_name = sized(plain_label(context.case.path.name, self), 1.08, bold=True)
        self.case_name.setToolTip(str(context.case.path))
        self.years = QComboBox(self)
        self.years.setAccessibleName(texts("top.year"))
        self.years.setToolTip(texts("top.year.help"))
        self.years.activated.connect(self._choose_year)
        self.search = SearchBox(context, self)
        self.import_button = QPushButton(icon("import", context.colours.text), texts("top.import"), self)
        self.export_button = QPushButton(icon("export", context.colours.accent_text), texts("top.export"), self)
        self.export_button.setDefault(True)
        self.import_button.clicked.connect(self.import_requested)
        self.export_button.clicked.connect(self.export_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(context.pixels(8), context.pixels(6), context.pixels(16), context.pixels(6))
        layout.setSpacing(context.pixels(8))
        for widget in (self.back, self.forward, self.case_name, self.years):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.search, 2)
        layout.addWidget(self.import_button)
        layout.addWidget(self.export_button)
        self.back.clicked.connect(self.back_requested)
        self.forward.clicked.connect(self.forward_requested)

    def _arrow(self, name: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name, self._context.colours.text))
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    def show_years(self, years: list[int], chosen: int) -> None:
        """The years the page can show; hidden for a page about the whole case."""
        self.years.clear()
        for year in years:
            self.years.addItem(self._context.year_text(year), year)
        self.years.setCurrentIndex(years.index(chosen) if chosen in years else -1)
        self.years.setEnabled(len(years) > 1)
        self.years.setVisible(bool(years))

    def _choose_year(self, index: int) -> None:
        self.year_chosen.emit(int(self.years.itemData(index)))
