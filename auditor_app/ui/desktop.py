"""Holds the open case and its window, and makes the window anew when case, language or appearance change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLibraryInfo, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.foundation.errors import UserError
from auditor_app.foundation.settings import Settings
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.open_case import OpenCase, needs_upgrade
from auditor_app.ui.context import ZOOM_STEPS, PageContext, YearForm
from auditor_app.ui.frame_style import frame_style
from auditor_app.ui.main_window import FIRST_PAGE, MainWindow
from auditor_app.ui.page_shelf import PAGE_CLASSES
from auditor_app.ui.palettes import Theme
from auditor_app.ui.theme import apply_theme

if TYPE_CHECKING:
    from auditor_app.ui.commands import Commands
    from auditor_app.ui.jobs import JobRunner
    from auditor_app.ui.notices import Notices
    from auditor_app.ui.two_years_window import PlaceOfTwoYears


class Desktop(QObject):
    """One window at a time; the same case and page come back after every rebuilding."""

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        *,
        language: Language,
        author: str,
        clock: Callable[[], datetime],
        make_notices: Callable[[Texts, MainWindow], Notices] | None = None,
    ) -> None:
        super().__init__(application)
        self.application, self.settings = application, settings
        self.author, self.clock = author, clock
        self._default_language = language
        self._make_notices = make_notices or _window_notices
        self._qt_texts = QTranslator(self)
        self._jobs: JobRunner | None = None
        self._commands: Commands | None = None
        self._notices: Notices | None = None
        self.window: MainWindow | None = None
        self._two_years: PlaceOfTwoYears | None = None
        """Open beside a window that was made anew, and to be opened again."""
        self._keeps_words = True

    def shows(self, window: QWidget) -> bool:
        """Whether that is the window in sight; one that was rebuilt is not."""
        return self.window is window

    # --- made when asked for first: none of it is needed for the first paint -------------------------

    @property
    def jobs(self) -> JobRunner:
        """What runs off the window's thread."""
        if self._jobs is None:
            from auditor_app.ui.jobs import JobRunner

            self._jobs = JobRunner(self._show_job_error, self)
        return self._jobs

    def is_busy(self) -> bool:
        """Whether a job is under way; its own changes are read when it ends."""
        return self._jobs is not None and bool(self._jobs.running())

    @property
    def commands(self) -> Commands | None:
        """The actions of the window in sight."""
        if self._commands is None and self.window is not None:
            from auditor_app.ui.commands import Commands

            self._commands = Commands(self, self.window)
            self._commands.connect_window()
        return self._commands

    @property
    def notices(self) -> Notices | None:
        """How to tell and ask the user in the window in sight."""
        if self._notices is None and self.window is not None:
            self._notices = self._make_notices(self.window.texts, self.window)
        return self._notices

    # --- choices --------------------------------------------------------------------------------------

    @property
    def language(self) -> Language:
        stored = self.settings.text("language", self._default_language)
        return cast(Language, stored if stored in ("ja", "en") else self._default_language)

    @property
    def theme(self) -> Theme:
        stored = self.settings.text("theme", Theme.SYSTEM.value)
        return Theme(stored) if stored in set(Theme) else Theme.SYSTEM

    @property
    def zoom(self) -> int:
        stored = self.settings.number("zoom", 100)
        return stored if stored in ZOOM_STEPS else 100

    @property
    def year_form(self) -> YearForm:
        stored = self.settings.text("year_form", "both")
        return cast(YearForm, stored if stored in ("western", "era", "both") else "both")

    def choose(self, name: str, value: object) -> None:
        """Store a choice of language, theme, zoom or year form, and show everything in it."""
        self.settings.set(name, value)
        self.rebuild(keeps_words=name in ("theme", "zoom"))

    # --- window ---------------------------------------------------------------------------------------

    def open_case(self, path: Path, page: str = "", figure_id: str = "") -> MainWindow:
        """Show a case in a new window; raises CaseRefusedError before the old window is touched."""
        backup = self._upgrade(path) if needs_upgrade(path) else None
        case = OpenCase(path)
        self.settings.remember_case(path)
        if self._commands is not None:
            self._commands.of_years.leave()
        window = self._show_window(case, page, figure_id)
        if backup is not None and self.notices is not None:
            self.notices.tell("good", [window.texts("case.upgraded", backup=backup.name)])
        return window

    def _upgrade(self, path: Path) -> Path:
        """Bring an older case up to date; its verified backup stays beside it."""
        from auditor_app.services.upgrade_case import upgrade_case  # writing needs SQLAlchemy

        return upgrade_case(path, self.clock, self.author)

    def rebuild(self, *, keeps_words: bool) -> None:
        """The same case and place in a new window, after a change of language or appearance.

        Where words stay the same, so does all that was filtered by them.
        """
        if self.window is not None:
            page = self.window.current_page()
            stop = (page.page_id, page.figure_id) if page else ("", "")
            shown = self.window.shelf.made() if keeps_words else []
            carried = {own.page_id: own.table_states() for own in shown}
            two_years = self._commands.of_years.leave() if self._commands is not None else self._two_years
            self._show_window(self.window.context.case, *stop, carried)
            self._two_years, self._keeps_words = two_years, keeps_words

    def _show_window(
        self, case: OpenCase, page: str, figure_id: str, carried: Mapping[str, Mapping[str, object]] | None = None
    ) -> MainWindow:
        old = self.window
        if old is not None:
            old.save_state()
        texts = Texts(self.language)
        colours = apply_theme(self.application, self.theme, self.zoom)
        self._load_qt_texts(texts.language)
        context = PageContext(
            case,
            texts,
            colours,
            self.settings,
            self.year_form,
            self.zoom,
            job_runner=lambda: self.jobs,
            carried_tables=carried or {},
        )
        window = MainWindow(context)
        window.setStyleSheet(frame_style(colours))
        self.window, self._commands, self._notices = window, None, None
        window.ready_to_fill.connect(self._complete_window)
        wanted = page or self.settings.text("window.page", FIRST_PAGE)
        window.go_to(wanted if wanted in PAGE_CLASSES else FIRST_PAGE, figure_id)
        window.show()
        if old is not None:
            old.blockSignals(True)
            old.close()
            old.deleteLater()
        return window

    def _complete_window(self) -> None:
        """Menus, keys and counts, once the table is on the screen."""
        if self.commands is None or self.window is None:
            raise RuntimeError("a window was shown that the desktop does not know")
        two_years, self._two_years = self._two_years, None
        if two_years is not None:
            self.commands.of_years.reopen(two_years, keeps_words=self._keeps_words)
        from auditor_app.ui.reading_ahead import read_ahead

        read_ahead(self.window.context)

    def close(self) -> None:
        """Cancel what is under way; called when the program ends."""
        if self._jobs is not None:
            self._jobs.close()
        if self.window is not None:
            self.window.close()

    def show_defect(self, error: BaseException) -> None:
        """A defect was caught and logged: say so without stopping the program."""
        if self.notices is not None and self.window is not None:
            texts = self.window.texts
            self.notices.tell("bad", [texts("defect.told", kind=type(error).__name__)])

    def _show_job_error(self, error: BaseException) -> None:
        if isinstance(error, UserError) and self.notices is not None:
            self.notices.refuse(error)
        else:
            from auditor_app.foundation.logs import log_defect

            log_defect(error)
            self.show_defect(error)

    def _load_qt_texts(self, language: Language) -> None:
        """Qt's own dialogs in Japanese; English is built in."""
        self.application.removeTranslator(self._qt_texts)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if language == "ja" and self._qt_texts.load("qtbase_ja", folder):
            self.application.installTranslator(self._qt_texts)


def _window_notices(texts: Texts, window: MainWindow) -> Notices:
    from auditor_app.ui.notices import WindowNotices

    return WindowNotices(texts, window.notice_bar, window)
