"""Takes a picture of a page as the window shows it, without a display."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Language
from auditor_app.services.write_picture import write_picture
from auditor_app.ui.pictures import png_bytes

PAGES = {"weak-areas": "weak_areas", "standards": "standard", "log": "sources", "items": "answers"}
"""Views whose page has another name."""

ROUNDS = 6

SELECTED = {"coverage": "coverage:2006:農林水産省"}
"""What the picture shows in the inspector, when the case has it."""


def take_screenshot(
    case: Path, view: str, target: Path, size: tuple[int, int], theme: str, language: Language, scale_percent: int
) -> None:
    """Write a PNG of `size` times the scale; refuses a bad case and an unwritable target."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(scale_percent / 100)
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from auditor_app.ui.desktop import Desktop
    from auditor_app.ui.guards import log_qt_message

    qInstallMessageHandler(log_qt_message)

    application = QApplication.instance() or QApplication(["auditor-app"])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        settings.set("theme", theme)
        desktop = Desktop(
            application, settings, language=language, author="screenshot", clock=lambda: datetime.now(UTC)
        )
        page = PAGES.get(view, view)
        window = desktop.open_case(case, page, SELECTED.get(view, ""))
        window.resize(*size)
        show_log = getattr(window.current_page(), "show_log", None)
        if view == "log" and show_log is not None:
            show_log()
        settle()
        shown = window.current_page()
        while desktop.is_busy() or (shown is not None and shown.is_making()):  # what workers read is shown, too
            settle()
        picture = window.grab()
        desktop.close()
        settle()
    write_picture(target, png_bytes(picture.toImage()), ".png")


def settle() -> None:
    """Let charts be made and layouts find their place; there is no user to wait for."""
    from PySide6.QtCore import QEventLoop, QTimer

    # several short rounds: what the last one started (a chart's import, a relayout) is finished in the next
    for _ in range(ROUNDS):
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()
