"""Opens the source of a count at its row: reads off the window's thread, asks for a file the case does not keep."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.errors import InputRefusedError, UserError
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.services.read_source_table import SourceNotKept, SourceRows
    from auditor_app.ui.dialogs.source_table_window import SourceTableWindow

REMEMBERED = "sources"
"""The setting that remembers by sha256 which file the auditor named for a document the case does not keep."""


class OpeningSources(QObject):
    """The window is there at once and fills when the rows have been read."""

    def __init__(self, desktop: Desk, window: MainWindow, keep: Callable[[QWidget], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._keep = desktop, window, keep

    def open_row(self, source: SourceRow) -> SourceTableWindow:
        """Show where a count stands, with some fifty rows before and after it."""
        from auditor_app.ui.dialogs.source_table_window import SourceTableWindow

        shown = SourceTableWindow(self._window.context, source, self._window)
        shown.file_wanted.connect(partial(self._choose_file, shown))
        self._keep(shown)
        self._read(shown, self._remembered(source))
        return shown

    def _remembered(self, source: SourceRow) -> Path | None:
        named = self._window.context.settings.record(REMEMBERED).get(source.sha256)
        return Path(named) if isinstance(named, str) and Path(named).is_file() else None

    def _choose_file(self, shown: SourceTableWindow, source: SourceRow) -> None:
        notices = self._desktop.notices
        if notices is None:
            return
        texts = self._window.texts
        title = texts("source_table.choose_title", document=source.document)
        files = notices.files_to_open(title, texts("source_table.kinds"))
        if files:
            shown.show_reading()
            self._read(shown, files[0])

    def _read(self, shown: SourceTableWindow, file: Path | None) -> None:
        texts = self._window.texts
        work = partial(_read_rows, self._window.context.case.path, shown.source, file)
        title = texts("import.reading", document=shown.source.document)
        self._desktop.jobs.start("read", title, work, partial(self._show, shown, file))

    def _show(self, shown: SourceTableWindow, file: Path | None, found: SourceRows | SourceNotKept | UserError) -> None:
        if not self._desktop.shows(self._window):
            return
        from auditor_app.services.read_source_table import SourceNotKept

        if isinstance(found, UserError):
            shown.show_refusal(found, may_choose=file is not None)
        elif isinstance(found, SourceNotKept):
            shown.show_not_kept(found)
        else:
            if file is not None:
                self._remember(shown.source, file)
            shown.show_rows(found)

    def _remember(self, source: SourceRow, file: Path) -> None:
        settings = self._window.context.settings
        settings.set(REMEMBERED, settings.record(REMEMBERED) | {source.sha256: str(file)})


def _read_rows(
    case: Path, source: SourceRow, file: Path | None, control: JobControl
) -> SourceRows | SourceNotKept | UserError:
    """The rows, or why not: a refusal belongs into the window that waits for them."""
    from auditor_app.services.read_source_table import read_source_rows  # readers are loaded at first use

    try:
        return read_source_rows(case, source, file=file, on_progress=control.report, is_cancelled=control.is_cancelled)
    except InputRefusedError as error:
        return error
