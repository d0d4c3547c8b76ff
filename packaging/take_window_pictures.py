"""Takes pictures of what is no page of its own: two years side by side, a new year, the crosswalk and the editions.

    python packaging/take_window_pictures.py CASE OUT LANGUAGE THEME

`take_screenshots.py` calls it once for each language and theme, offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Language
from auditor_app.ui.desktop import Desktop
from auditor_app.ui.dialogs.start_year_dialog import StartYearDialog
from auditor_app.ui.guards import log_qt_message
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.pages.standard_page import StandardPage
from auditor_app.ui.screenshot import settle
from auditor_app.ui.two_years_window import TwoYearsWindow

SIZE = (1280, 800)
Shown = TypeVar("Shown", bound=QWidget)


def main(case: Path, out: Path, language: str, theme: str) -> None:
    qInstallMessageHandler(log_qt_message)
    application = QApplication(["auditor-app"])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        settings.set("theme", theme)
        desktop = Desktop(
            application,
            settings,
            language=cast(Language, language),
            author="screenshot",
            clock=lambda: datetime.now(UTC),
        )
        window = desktop.open_case(case, "rates", "")
        window.resize(*SIZE)
        for name, widget in _shown(window, desktop):
            settle()
            settle()
            widget.grab().save(str(out / f"practice-{name}-{language}-{theme}.png"))
            if widget is not window:
                widget.close()
        desktop.close()
        settle()


def _shown(window: MainWindow, desktop: Desktop) -> Iterator[tuple[str, QWidget]]:
    for page_id in ("rates", "coverage"):
        window.go_to(page_id, "")
        window.choose_year(2008)
        settle()
        _act(desktop, "compare_side_by_side")
        two = _only(TwoYearsWindow)
        two.resize(*SIZE)
        yield f"two-years-{page_id}", two
    _act(desktop, "start_year")
    yield "start-year", _only(StartYearDialog)
    window.go_to("standard", "")
    page = window.current_page()
    assert isinstance(page, StandardPage)
    for place, name in ((1, "editions"), (2, "crosswalk")):
        page.tabs.setCurrentIndex(place)
        yield name, window


def _act(desktop: Desktop, action: str) -> None:
    assert desktop.commands is not None
    desktop.commands.actions[action].trigger()
    settle()


def _only(kind: type[Shown]) -> Shown:
    """The one window of that kind there is."""
    found = [own for own in QApplication.topLevelWidgets() if isinstance(own, kind) and own.isVisible()]
    if len(found) != 1:
        raise RuntimeError(f"{kind.__name__}: {len(found)} are open")
    return found[0]


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
