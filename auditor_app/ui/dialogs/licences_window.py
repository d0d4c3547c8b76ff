"""The licences of everything the program ships with."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QWidget

from auditor_app.foundation.paths import resources_folder
from auditor_app.ui.context import PageContext


class LicencesWindow(QWidget):
    """Packages at the left, the licence's text at the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(context.texts("action.licences"))
        path = resources_folder() / "licences" / "licences.json"
        self._entries = json.loads(path.read_text(encoding="utf-8"))
        self.packages = QListWidget(self)
        self.packages.setAccessibleName(context.texts("action.licences"))
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        for entry in self._entries:
            version = f" {entry['version']}" if entry.get("version") else ""
            self.packages.addItem(f"{entry['name']}{version} — {entry['licence']}")
        self.packages.currentRowChanged.connect(self._show_text)
        layout = QHBoxLayout(self)
        layout.addWidget(self.packages, 1)
        layout.addWidget(self.text, 2)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(context.pixels(1000), context.pixels(640))
        self.packages.setCurrentRow(0)

    def _show_text(self, row: int) -> None:
        entry = self._entries[row]
        texts = [part["text"] for part in entry["texts"]] or [str(entry.get("note", ""))]
        self.text.setPlainText("\n\n----------\n\n".join(str(text) for text in texts))
