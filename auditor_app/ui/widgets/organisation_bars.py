"""The buttons of the organisations page: what can be done to bodies, names, joined series, and the time in sight."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.data_table import DataTable


class ButtonBar(QWidget):
    """Buttons told apart by what they ask for; reads and changes nothing itself."""

    requested = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(context.pixels(8))

    def add(self, action: str, picture: str, *, has_words: bool = True) -> QPushButton:
        texts, colour = self._context.texts, self._context.colours.text
        words = texts(f"lineage.do.{action}")
        button = QPushButton(icon(picture, colour), words if has_words else "", self)
        button.setIconSize(_icon_size(self._context))
        button.setAccessibleName(words)
        button.setToolTip(texts(f"lineage.do.{action}.help"))
        button.clicked.connect(partial(self._ask, action))
        self._buttons[action] = button
        self._row.addWidget(button)
        return button

    def button(self, action: str) -> QPushButton:
        return self._buttons[action]

    def enable(self, action: str, is_enabled: bool) -> None:
        self._buttons[action].setEnabled(is_enabled)

    def boxed(self, title: QWidget, table: DataTable) -> QWidget:
        """The table below its title and these buttons."""
        box = QWidget(self.parentWidget())
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._context.pixels(4))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, self._context.pixels(8), 0)
        row.addWidget(title, 1)
        row.addWidget(self)
        layout.addLayout(row)
        layout.addWidget(table, 1)
        table.tools.hide()  # few rows: sorting by title and the menu of the header do
        return box

    def _ask(self, action: str, _is_checked: bool = False) -> None:
        self.requested.emit(action)


class OrganisationBar(ButtonBar):
    """Bodies: add, rename, what became of them; the file they come from and go to."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        for action, picture in (("add", "add"), ("rename", "edit"), ("event", "infrastructure")):
            self.add(action, picture)
        self._row.addStretch(1)
        self.files = QToolButton(self)
        self.files.setText(context.texts("lineage.files"))
        self.files.setIcon(icon("table", context.colours.text))
        self.files.setIconSize(_icon_size(context))
        self.files.setToolButtonStyle(self.files.toolButtonStyle().ToolButtonTextBesideIcon)
        self.files.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.files)
        for action in ("import", "export"):
            menu.addAction(context.texts(f"lineage.do.{action}")).triggered.connect(partial(self._ask, action))
        self.files.setMenu(menu)
        self._row.addWidget(self.files)


class DetailBar(ButtonBar):
    """Names and events of a body."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.add("correct", "edit")
        self.add("remove", "delete", has_words=False)


class JoinedBar(ButtonBar):
    """The auditor's series."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.add("join", "link")
        self.add("change_series", "edit", has_words=False)
        self.add("remove_series", "delete", has_words=False)


class TimeBar(QWidget):
    """Which part of time is in sight."""

    requested = Signal(str)
    """reports | all | zoom_in | zoom_out"""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.pixels(4))
        self.buttons: dict[str, QToolButton] = {}
        for action, picture in (("reports", ""), ("all", ""), ("zoom_in", "zoom-in"), ("zoom_out", "zoom-out")):
            button = QToolButton(self)
            words = context.texts(f"lineage.time.{action}")
            if picture:
                button.setIcon(icon(picture, context.colours.text))
                button.setIconSize(_icon_size(context))
                button.setAccessibleName(words)
            else:
                button.setText(words)
            button.setToolTip(context.texts(f"lineage.time.{action}.help"))
            button.clicked.connect(partial(self._ask, action))
            self.buttons[action] = button
            row.addWidget(button)

    def _ask(self, action: str, _is_checked: bool = False) -> None:
        self.requested.emit(action)


def _icon_size(context: PageContext) -> QSize:
    return QSize(context.pixels(16), context.pixels(16))
