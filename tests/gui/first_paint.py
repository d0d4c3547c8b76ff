"""Opens a window as a process of its own and reports, at its first paint, what was loaded; then ends.

Run it as `python -m tests.gui.first_paint CASE`, or with `--empty` or `--table` for what there is to compare with.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class FirstPaint(QObject):
    """Reports when the window's first paint is done, before anything that waits for it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, report_and_end)
        return super().eventFilter(watched, event)


def empty_window() -> QMainWindow:
    """PySide6 and one window."""
    window = QMainWindow()
    window.resize(1360, 860)
    return window


def table_window() -> QMainWindow:
    """The plainest table of the same size: what any PySide6 program with a table pays."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

    window = empty_window()
    table = QTableWidget(19, 6, window)
    for row in range(19):
        for column in range(6):
            item = QTableWidgetItem("99.2")
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
            table.setItem(row, column, item)
    window.setCentralWidget(table)
    return window


def program(application: QApplication, case: Path) -> QMainWindow:
    """The program on a case, as `auditor-app CASE` opens it."""
    from auditor_app.foundation.paths import settings_folder
    from auditor_app.foundation.settings import Settings
    from auditor_app.ui.desktop import Desktop

    settings = Settings(settings_folder() / "settings.json")
    desktop = Desktop(application, settings, language="ja", author="x", clock=lambda: datetime.now(UTC))
    return desktop.open_case(case)


def report_and_end() -> None:
    sys.stdout.write(json.dumps(sorted(sys.modules)) + "\n")
    sys.stdout.flush()
    os._exit(0)


def main(what: str) -> None:
    application = QApplication(sys.argv[:1])
    if what == "--empty":
        window = empty_window()
    elif what == "--table":
        window = table_window()
    else:
        window = program(application, Path(what))
    paint = FirstPaint(window)
    window.installEventFilter(paint)
    window.show()
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1])
