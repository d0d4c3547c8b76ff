"""What commands need of the desktop that owns the window; keeps the two from importing one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from auditor_app.foundation.translation import Language
from auditor_app.ui.context import YearForm
from auditor_app.ui.jobs import JobRunner
from auditor_app.ui.notices import Notices
from auditor_app.ui.palettes import Theme


class Desk(Protocol):
    """The desktop as commands see it."""

    author: str
    clock: Callable[[], datetime]

    def shows(self, window: QWidget) -> bool: ...

    def is_busy(self) -> bool: ...

    @property
    def jobs(self) -> JobRunner: ...

    @property
    def notices(self) -> Notices | None: ...

    @property
    def language(self) -> Language: ...

    @property
    def theme(self) -> Theme: ...

    @property
    def zoom(self) -> int: ...

    @property
    def year_form(self) -> YearForm: ...

    def choose(self, name: str, value: object) -> None: ...

    def open_case(self, path: Path, page: str = "", figure_id: str = "") -> QWidget: ...
